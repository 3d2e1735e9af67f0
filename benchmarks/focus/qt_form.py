"""A window of Qt's controls on two tabs. Run by a Python with PySide6: qt_form.py [--style Fusion] [--dark]"""

import argparse
import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

parser = argparse.ArgumentParser()
parser.add_argument("--style", default="Fusion")
parser.add_argument("--dark", action="store_true")
asked = parser.parse_args()

app = QApplication(sys.argv[:1])
app.setStyle(asked.style)
if asked.dark:
    dark = QPalette(QColor("#2d2d30"), QColor("#232326"))
    app.setPalette(dark)

window = QWidget()
window.setWindowTitle("Orders")
window.resize(620, 460)
whole = QVBoxLayout(window)
tabs = QTabWidget()
whole.addWidget(tabs)

order = QWidget()
form = QFormLayout(order)
form.addRow("Customer", QLineEdit("Ada Moreau"))
form.addRow("Street", QLineEdit())
boats = QComboBox()
boats.addItems(["Single", "Double", "Eight"])
form.addRow("Boat", boats)
form.addRow("Nights", QSpinBox())
form.addRow(QCheckBox("Send an invoice"))
gift = QCheckBox("It is a gift")
gift.setChecked(True)
form.addRow(gift)
post, fetch = QRadioButton("By post"), QRadioButton("I fetch it")
post.setChecked(True)
form.addRow(post)
form.addRow(fetch)
form.addRow("Hurry", QSlider(Qt.Orientation.Horizontal))
tabs.addTab(order, "Order")
names = QListWidget()
names.addItems(["Ada", "Bo", "Cleo", "Dora"])
tabs.addTab(names, "People")
tabs.addTab(QWidget(), "History")

row = QHBoxLayout()
whole.addLayout(row)
for name, able in (("Save", True), ("Undo", False), ("Close", True), ("Help", True)):
    button = QPushButton(name)
    button.setEnabled(able)
    row.addWidget(button)
window.show()
app.exec()

"""An assistant of three pages and a settings box beside it, in Qt: qt_wizard.py [--style Fusion]"""

import argparse
import sys

from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialogButtonBox,
    QGridLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

parser = argparse.ArgumentParser()
parser.add_argument("--style", default="Fusion")
app = QApplication(sys.argv[:1])
app.setStyle(parser.parse_args().style)

window = QWidget()
window.setWindowTitle("Wizard")
window.resize(720, 520)
whole = QVBoxLayout(window)
whole.addWidget(QLabel("Where shall the backup go? It needs about 4 GB."))
places = QGroupBox("Place")
lines = QVBoxLayout(places)
for at, name in enumerate(("This computer", "A disk", "A server")):
    radio = QRadioButton(name)
    radio.setChecked(at == 1)
    lines.addWidget(radio)
whole.addWidget(places)
grid = QGridLayout()
grid.addWidget(QLabel("Folder"), 0, 0)
grid.addWidget(QLineEdit("/home/ada/backup"), 0, 1)
grid.addWidget(QPushButton("Choose..."), 0, 2)
grid.addWidget(QLabel("Password"), 1, 0)
grid.addWidget(QLineEdit(), 1, 1)
whole.addLayout(grid)
tabs = QTabWidget()
for name, boxes in (("Daily", ("At noon", "At night")), ("Weekly", ("Sundays",)), ("By hand", ("Ask before",))):
    page = QWidget()
    inner = QVBoxLayout(page)
    for text in boxes:
        inner.addWidget(QCheckBox(text))
    tabs.addTab(page, name)
tabs.setCurrentIndex(1)
whole.addWidget(tabs)
kinds = QDialogButtonBox.StandardButton
whole.addWidget(QDialogButtonBox(kinds.Ok | kinds.Cancel | kinds.Apply | kinds.Reset))
window.show()
app.exec()

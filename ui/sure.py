"""Asks before something that can't be brought back."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.words import tr


class Sure(QDialog):
    """A question that is answered with No unless the person chooses otherwise: Enter, Escape and closing it mean No.

    Not a `QMessageBox`: a screen reader hears the question as the name of what opens, and Qt's own logs warnings there.
    """

    def __init__(self, parent: QWidget, question: str, yes: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(parent.windowTitle())
        self.setAccessibleName(question)
        layout = QVBoxLayout(self)
        label = QLabel(question, self)
        label.setWordWrap(True)
        label.setMinimumWidth(label.fontMetrics().averageCharWidth() * 40)
        layout.addWidget(label)
        row = QHBoxLayout()
        self.no = QPushButton(tr("&No"), self)
        self.no.setDefault(True)
        self.no.setAccessibleDescription(question)
        self.no.clicked.connect(self.reject)
        self.yes = QPushButton(yes, self)
        self.yes.setAutoDefault(False)
        self.yes.clicked.connect(self.accept)
        for button in (self.no, self.yes):
            row.addWidget(button)
        layout.addLayout(row)
        self.no.setFocus()


def sure(parent: QWidget, question: str, yes: str) -> bool:
    """Blocks until it is answered."""
    dialog = Sure(parent, question, yes)
    try:
        return dialog.exec() == QDialog.DialogCode.Accepted
    finally:
        dialog.deleteLater()

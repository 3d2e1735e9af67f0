"""Windows with text: a typed question with the last answer, and read-only texts (hotkeys, about)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette, QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

HINT_OPACITY = 0.7
"""Black at this opacity on white has a contrast of 8.5 to 1; the 0.5 of Qt has 3.9, too little to read."""


class ReadOnlyText(QPlainTextEdit):
    """Text that can be walked through with the keyboard; Tab leaves it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)

    def show_text(self, text: str) -> None:
        """Only adds at the end where it can, so that somebody who is reading keeps the place."""
        old = self.toPlainText()
        if text == old:
            return
        if old and text.startswith(old):
            end = QTextCursor(self.document())
            end.movePosition(QTextCursor.MoveOperation.End)
            end.insertText(text[len(old) :])
        else:
            self.setPlainText(text)


class AskWindow(QDialog):
    """Type a question, Enter sends it, Escape closes. `asked` carries the question.

    Shown only when the person chose it, so it may take the focus.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Ask Hearsight")
        self.setAccessibleName("Ask Hearsight")
        self.resize(560, 320)
        layout = QVBoxLayout(self)
        label = QLabel("&Question about the last picture:", self)
        self.question = QLineEdit(self)
        self.question.setAccessibleName("Question about the last picture")
        self.question.setPlaceholderText("For example: what does the error say?")
        palette = self.question.palette()
        hint = palette.color(QPalette.ColorRole.Text)
        hint.setAlphaF(HINT_OPACITY)
        palette.setColor(QPalette.ColorRole.PlaceholderText, hint)
        self.question.setPalette(palette)
        self.question.returnPressed.connect(self._send)
        label.setBuddy(self.question)
        send = QPushButton("&Ask", self)
        send.setAutoDefault(False)  # Enter is the line's alone, or the question would be sent twice
        send.clicked.connect(self._send)
        row = QHBoxLayout()
        row.addWidget(self.question)
        row.addWidget(send)
        said = QLabel("What was said &last:", self)
        self.last = ReadOnlyText("What was said last", self)
        said.setBuddy(self.last)
        for widget in (label, row, said, self.last):
            if isinstance(widget, QHBoxLayout):
                layout.addLayout(widget)
            else:
                layout.addWidget(widget)

    def bring_up(self) -> None:
        self.show()
        self.raise_()
        self.activateWindow()
        self.question.setFocus()
        self.question.selectAll()

    def show_last(self, asked: str, text: str) -> None:
        self.last.show_text(f"You asked: {asked}\n{text}" if asked else text)

    def _send(self) -> None:
        text = self.question.text().strip()
        if text:
            self.question.clear()
            self.asked.emit(text)


class TextWindow(QDialog):
    """A title and a read-only text; Escape closes."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(560, 420)
        layout = QVBoxLayout(self)
        self.text = ReadOnlyText(title, self)
        close = QPushButton("&Close", self)
        close.clicked.connect(self.close)
        layout.addWidget(self.text)
        layout.addWidget(close)

    def bring_up(self, text: str) -> None:
        self.text.show_text(text)
        self.show()
        self.raise_()
        self.activateWindow()
        self.text.setFocus()

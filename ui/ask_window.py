"""Windows with text: a typed question with the last answer, and read-only texts (hotkeys, about)."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from ui.window import Window
from ui.words import tr


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


class AskWindow(Window):
    """Type a question, Enter sends it, Escape closes. `asked` carries the question.

    Shown only when the person chose it, so it may take the focus.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Ask Hearsight"), QSize(560, 320))
        layout = QVBoxLayout(self)
        label = QLabel(tr("&Question about the last picture:"), self)
        self.question = QLineEdit(self)
        self.question.setAccessibleName(tr("Question about the last picture"))
        self.question.setPlaceholderText(tr("For example: what does the error say?"))
        self.question.returnPressed.connect(self._send)
        label.setBuddy(self.question)
        send = QPushButton(tr("&Ask"), self)
        send.clicked.connect(self._send)
        row = QHBoxLayout()
        row.addWidget(self.question)
        row.addWidget(send)
        said = QLabel(tr("What was said &last:"), self)
        self.last = ReadOnlyText(tr("What was said last"), self)
        said.setBuddy(self.last)
        for widget in (label, row, said, self.last):
            if isinstance(widget, QHBoxLayout):
                layout.addLayout(widget)
            else:
                layout.addWidget(widget)

        self.first = self.question

    def bring_up(self) -> None:
        super().bring_up()
        self.question.setFocus()
        self.question.selectAll()

    def show_last(self, asked: str, text: str) -> None:
        self.last.show_text(tr("You asked: {asked}", asked=asked) + f"\n{text}" if asked else text)

    def _send(self) -> None:
        text = self.question.text().strip()
        if text:
            self.question.clear()
            self.asked.emit(text)


class TextWindow(Window):
    """A title and a read-only text; Escape closes."""

    def __init__(self, title: str) -> None:
        super().__init__(title, QSize(560, 420))
        layout = QVBoxLayout(self)
        self.text = ReadOnlyText(title, self)
        close = QPushButton(tr("&Close"), self)
        close.clicked.connect(self.close)
        layout.addWidget(self.text)
        layout.addWidget(close)

        self.first = self.text

    def show_text(self, text: str) -> None:
        self.text.show_text(text)
        self.bring_up()

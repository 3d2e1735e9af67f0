"""A talk about pictures: dropped or pasted, asked about by typing or by voice, compared; what backs an answer is
marked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSplitter,
    QWidget,
)

from assistant.chat_export import exported_chat
from assistant.error_words import told
from assistant.errors import HearsightError
from assistant.history_export import format_of, save
from assistant.picture_chat import Change, Exchange, PictureChat
from ui import words
from ui.ask_window import ReadOnlyText
from ui.evidence_view import EvidenceView
from ui.window import Window
from ui.words import tr
from ui.wrapping import Wrapping

TALK_KEY = Qt.Key.Key_F2
PICTURES = "*.png *.jpg *.jpeg *.webp *.gif *.tif *.tiff *.bmp *.avif *.ico *.ppm *.heic"


class Controller(Protocol):
    """What this window needs of `ui.app.Controller`."""

    @property
    def chat(self) -> PictureChat: ...

    def hush(self, at: float) -> None: ...

    def announce(self, sentence: str) -> None: ...


class QuestionLine(QLineEdit):
    """A paste of a picture or of files goes to `pasted`; one of text is typed."""

    pasted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if event.matches(QKeySequence.StandardKey.Paste) and has_pictures(QGuiApplication.clipboard().mimeData()):
            self.pasted.emit()
        else:
            super().keyPressEvent(event)


class ChatWindow(Window):
    """The session speaks the answers; the window shows them, where a screen reader can read them at leisure."""

    changed = Signal(object)

    def __init__(self, controller: Controller) -> None:
        super().__init__(tr("Chat about pictures"), QSize(860, 640))
        self._controller = controller
        self._chat = controller.chat
        self._talking = False
        self._last: Exchange | None = None
        self.pictures = QListWidget(self)
        self.view = EvidenceView(self)
        self.talk = ReadOnlyText(tr("What was asked and answered"), self)
        self.question = QuestionLine(self)
        self.status = QLabel(self)
        self.hold = QPushButton(tr("&Hold to talk (F2)"), self)
        self.setAcceptDrops(True)
        self._lay_out()
        self.first = self.question
        self.changed.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._chat.on_change = self.changed.emit
        for picture in self._chat.pictures:  # they came before the window was there
            self._take(Change("picture", picture))

    def keys(self) -> Sequence[str]:
        return (
            tr("Enter: ask"),
            tr("F2: hold it and speak the question"),
            tr("Ctrl+V: paste a picture"),
            tr("Ctrl+O: add picture files"),
            tr("Ctrl+E: export"),
            tr("Ctrl+N: a new talk"),
        )

    def end(self) -> None:
        self._chat.on_change = lambda _: None
        super().end()

    # -- what is shown --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = self._scrolled()
        self.pictures.setAccessibleName(tr("Pictures"))
        self.pictures.setAccessibleDescription(tr("The chosen one is asked about, unless the question names another."))
        self.pictures.currentRowChanged.connect(lambda _: self._show_picture())
        split = QSplitter(Qt.Orientation.Horizontal, self)
        for widget in (self.pictures, self.view):
            split.addWidget(widget)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        layout.addWidget(split, 3)
        layout.addWidget(self.talk, 2)
        label = QLabel(tr("&Question:"), self)
        label.setBuddy(self.question)
        self.question.setAccessibleName(tr("Question"))
        self.question.setPlaceholderText(tr("For example: what is the total in picture 2? What is different?"))
        self.question.returnPressed.connect(self.ask)
        self.question.pasted.connect(self.paste)
        line = QHBoxLayout()
        line.addWidget(label)
        line.addWidget(self.question, 1)
        row = Wrapping()
        row.add_layout(line)
        row.addWidget(self._button(tr("&Ask"), self.ask))
        self.hold.setAutoDefault(False)
        self.hold.pressed.connect(self.begin_to_talk)
        self.hold.released.connect(self.end_to_talk)
        row.addWidget(self.hold)
        layout.addLayout(row)
        self.status.setWordWrap(True)
        layout.addWidget(self.status)
        row = Wrapping()
        for text, work in (
            (tr("Add &pictures…"), self.add_files),
            (tr("Pas&te"), self.paste),
            (tr("&Export…"), self.export),
            (tr("&New talk"), self.clear),
        ):
            row.addWidget(self._button(text, work))
        layout.addLayout(row)
        for keys, work in (
            ("Ctrl+O", self.add_files),
            ("Ctrl+V", self.paste),
            ("Ctrl+E", self.export),
            ("Ctrl+N", self.clear),
        ):
            QShortcut(QKeySequence(keys), self, work)
        QWidget.setTabOrder(self.question, self.hold)
        self._show_picture()

    def _button(self, text: str, work: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)  # Enter is the line's alone, or the question would be asked twice
        button.clicked.connect(lambda _checked=False: work())
        return button

    def _take(self, change: Change) -> None:
        given = change.picture or change.exchange
        if given is not None and not any(given is one for one in (*self._chat.pictures, *self._chat.exchanges)):
            return  # of a talk that was ended meanwhile
        if change.kind == "picture" and change.picture is not None:
            if self.pictures.count() < change.picture.number:
                self.pictures.addItem(self._name_of(change.picture.number))
            self.pictures.setCurrentRow(change.picture.number - 1)
            self._tell(tr("Picture {n} is here.", n=change.picture.number))
        elif change.kind == "thinking":
            self.status.setText(tr("Looking…"))
        elif change.kind == "answered" and change.exchange is not None:
            self._answered(change.exchange)
        else:
            self.status.setText(change.sentence)

    def _answered(self, exchange: Exchange) -> None:
        self._last = exchange
        said = tr("Hearsight: {said}", said=exchange.said)
        lines = [tr("You asked: {asked}", asked=exchange.asked), said, exchange.places]
        before = self.talk.toPlainText()
        self.talk.show_text(before + ("\n\n" if before else "") + "\n".join(line for line in lines if line))
        self.status.setText("")
        marked = [spot.picture for spot in exchange.spots]
        if marked and self.chosen not in marked:
            self.pictures.setCurrentRow(marked[0] - 1)
        self._show_picture()

    def _show_picture(self) -> None:
        picture = self._chat.pictures[self.chosen - 1] if 0 < self.chosen <= len(self._chat.pictures) else None
        if picture is None:
            text = tr("No picture yet")
            self.view.show_picture(None, (), text, tr("Drop pictures here, or paste them with Ctrl+V."))
            return
        spots = self._last.spots if self._last is not None else ()
        boxes = [spot.box for spot in spots if spot.picture == picture.number]
        places = self._last.places if boxes and self._last is not None else ""
        self.view.show_picture(picture.capture.pixels, boxes, self._name_of(picture.number), places)

    def _name_of(self, number: int) -> str:
        return tr("Picture {n}: {name}", n=number, name=self._chat.pictures[number - 1].name)

    @property
    def chosen(self) -> int:
        """The number of the picture that is asked about; 0: none."""
        return self.pictures.currentRow() + 1

    # -- pictures -------------------------------------------------------------------------------------------------

    def add_files(self) -> None:
        for name in self.file_names():
            self._chat.bring_file(name)

    def file_names(self) -> list[str]:
        return QFileDialog.getOpenFileNames(
            self, tr("Add pictures"), "", f"{tr('Pictures')} ({PICTURES} {PICTURES.upper()});;{tr('All files')} (*)"
        )[0]

    def paste(self) -> None:
        if not self._bring(QGuiApplication.clipboard().mimeData(), tr("Pasted picture")):
            self._tell(tr("There is no picture on the clipboard."))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  (Qt's name)
        if has_pictures(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  (Qt's name)
        if self._bring(event.mimeData(), tr("Dropped picture")):
            event.acceptProposedAction()

    def _bring(self, data: QMimeData, name: str) -> bool:
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        for file in files:
            self._chat.bring_file(file)
        if files or not data.hasImage():
            return bool(files)
        image = data.imageData()
        if not isinstance(image, QImage) or image.isNull():
            return False
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide's stubs want bytes, PySide a string
        self._chat.bring_bytes(bytes(buffer.data().data()), name)
        return True

    # -- questions ------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        text = self.question.text().strip()
        if text:
            self.question.clear()
            self._chat.ask(text, self.chosen)

    def begin_to_talk(self) -> None:
        if not self._talking:
            self._talking = True
            self.status.setText(tr("Listening…"))
            self._chat.press(self.chosen)

    def end_to_talk(self) -> None:
        if self._talking:
            self._talking = False
            self._chat.release()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if event.key() == TALK_KEY:
            if not event.isAutoRepeat():
                self.begin_to_talk()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        if event.key() == TALK_KEY and not event.isAutoRepeat():
            self.end_to_talk()
        else:
            super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  (Qt's name)
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.end_to_talk()  # the key is let go over another window, and nobody would close the microphone

    def clear(self) -> None:
        self._chat.clear()
        self._last = None
        self.pictures.clear()
        self.talk.show_text("")
        self._show_picture()
        self._tell(tr("A new talk."))

    def export(self) -> None:
        name = self.file_name()
        if not name:
            return
        path, language = Path(name), words.in_use()
        try:
            save(path, exported_chat(self._chat.pictures, self._chat.exchanges, format_of(path), language))
        except HearsightError as error:
            self._tell(told(error.spoken, language))
        else:
            self._tell(tr("The talk was written to {name}.", name=path.name))

    def file_name(self) -> str:
        return QFileDialog.getSaveFileName(
            self, tr("Export the talk"), "pictures.html", "HTML (*.html);;Markdown (*.md);;JSON (*.json)"
        )[0]

    def _tell(self, sentence: str) -> None:
        """Shown and spoken."""
        self.status.setText(sentence)
        self._controller.hush(time.monotonic())
        self._controller.announce(sentence)


def has_pictures(data: QMimeData) -> bool:
    """Files, or a picture itself (a browser gives both a picture and its address as text)."""
    return any(url.isLocalFile() for url in data.urls()) or data.hasImage()


def make(controller: Controller) -> ChatWindow:
    return ChatWindow(controller)

"""The chat window, without a desktop (Qt's offscreen platform)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListWidget, QPlainTextEdit

from assistant.chat_export import exported_chat
from assistant.comparing import Spot
from assistant.picture_chat import Change, ChatPicture, Exchange
from assistant.types import Box, Capture
from tests.assistant.accessible import Page
from ui import words
from ui.chat_window import ChatWindow, make


class Chat:
    """A `PictureChat` that only notes what is wanted of it."""

    def __init__(self) -> None:
        self.pictures: list[ChatPicture] = []
        self.exchanges: list[Exchange] = []
        self.wanted: list[tuple[Any, ...]] = []
        self.on_change: Any = lambda _: None

    def bring_file(self, path: str) -> None:
        self.wanted.append(("file", Path(path).name))

    def bring_bytes(self, data: bytes, name: str) -> None:
        self.wanted.append(("bytes", data[:4], name))

    def ask(self, question: str, about: int) -> None:
        self.wanted.append(("ask", question, about))

    def press(self, about: int) -> None:
        self.wanted.append(("press", about))

    def release(self) -> None:
        self.wanted.append(("release",))

    def clear(self) -> None:
        self.pictures, self.exchanges = [], []


class Controller:
    def __init__(self) -> None:
        self.chat: Any = Chat()
        self.told: list[str] = []

    def hush(self, at: float) -> None:
        pass

    def announce(self, sentence: str) -> None:
        self.told.append(sentence)


class Room:
    def __init__(self) -> None:
        self.controller = Controller()
        self.chat: Chat = self.controller.chat
        self.window: ChatWindow = make(self.controller)
        self.window.bring_up()

    def happens(self, change: Change) -> None:
        self.chat.on_change(change)
        QApplication.sendPostedEvents(self.window, QEvent.Type.MetaCall)

    def picture(self, size: tuple[int, int] = (200, 400)) -> None:
        number = len(self.chat.pictures) + 1
        capture = Capture(np.full((*size, 3), 120, np.uint8), "file", name=f"{number}.png")
        self.chat.pictures.append(ChatPicture(number, capture.name, capture))
        self.happens(Change("picture", self.chat.pictures[-1]))

    def answer(self, picture: int, *boxes: Box, said: str = "Total 30.00.") -> None:
        spots = tuple(Spot(picture, box) for box in boxes)
        exchange = Exchange("What is the total?", said, picture, spots, True, f"In picture {picture}, at the top.")
        self.chat.exchanges.append(exchange)
        self.happens(Change("answered", exchange=exchange))


@pytest.fixture
def room(qt: QApplication) -> Iterator[Room]:
    room = Room()
    yield room
    room.window.end()


def name(widget: Any) -> str:
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))


def test_a_picture_that_comes_is_said_listed_and_shown(room: Room) -> None:
    assert name(room.window.view) == "No picture yet"
    room.picture()
    room.picture()
    assert room.controller.told == ["Picture 1 is here.", "Picture 2 is here."]
    assert room.window.pictures.item(1).text() == name(room.window.view) == "Picture 2: 2.png"


def test_enter_asks_about_the_chosen_picture_once(room: Room) -> None:
    room.picture()
    room.picture()
    room.window.pictures.setCurrentRow(0)
    room.window.question.setText("  What is it? ")
    QTest.keyClick(room.window.question, Qt.Key.Key_Return)
    QTest.keyClick(room.window.question, Qt.Key.Key_Return)
    assert room.chat.wanted == [("ask", "What is it?", 1)]


def test_what_backs_an_answer_is_marked_where_it_is_and_told(room: Room) -> None:
    room.picture()
    room.picture()
    room.answer(1, Box(0, 0, 100, 50))
    assert room.window.chosen == 1, "the picture that the answer is about is shown"
    assert list(room.window.view.boxes) == [Box(0, 0, 100, 50)]
    (marked,), shown = room.window.view.marked_at(), room.window.view.shown_at()
    assert (marked.left(), marked.top()) == (shown.left(), shown.top())
    assert marked.width() == pytest.approx(shown.width() / 4, abs=1)
    assert room.window.view.accessibleDescription() == "In picture 1, at the top."
    text = room.window.talk.toPlainText()
    assert text == "You asked: What is the total?\nHearsight: Total 30.00.\nIn picture 1, at the top."
    room.window.pictures.setCurrentRow(1)
    assert list(room.window.view.boxes) == []


def test_the_marks_can_be_seen_on_the_picture(room: Room) -> None:
    room.picture()
    before = room.window.view.grab().toImage()
    room.answer(1, Box(100, 50, 100, 50))
    after = room.window.view.grab().toImage()
    place = room.window.view.marked_at()[0]
    edge = (round(place.left()) - 3, round(place.center().y()))
    assert before.pixelColor(*edge) != after.pixelColor(*edge)
    inside = (round(place.center().x()), round(place.center().y()))
    assert before.pixelColor(*inside) == after.pixelColor(*inside)


def test_who_reads_the_talk_keeps_the_place(room: Room) -> None:
    room.picture()
    room.answer(1)
    cursor = room.window.talk.textCursor()
    cursor.setPosition(5)
    room.window.talk.setTextCursor(cursor)
    room.answer(1, said="More.")
    assert room.window.talk.textCursor().position() == 5
    assert room.window.talk.toPlainText().count("You asked") == 2


def test_files_and_pictures_are_dropped(room: Room, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.png", "b.jpg")] + [QUrl("http://x/y.png")])
    room.window.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    assert room.chat.wanted == [("file", "a.png"), ("file", "b.jpg")], "nothing is fetched from the network"


def test_a_picture_is_pasted_also_while_a_question_is_typed(room: Room) -> None:
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(room.window.question, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert room.chat.wanted == [("bytes", b"\x89PNG", "Pasted picture")]
    QGuiApplication.clipboard().setText("words")
    QTest.keyClick(room.window.question, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert room.window.question.text() == "words"
    room.window.paste()
    assert room.controller.told == ["There is no picture on the clipboard."]


def test_the_talk_key_is_held(room: Room) -> None:
    room.picture()
    QTest.keyPress(room.window, Qt.Key.Key_F2)
    QTest.keyPress(room.window, Qt.Key.Key_F2)
    QTest.keyRelease(room.window, Qt.Key.Key_F2)
    QTest.keyPress(room.window.hold, Qt.Key.Key_Space)
    QTest.keyRelease(room.window.hold, Qt.Key.Key_Space)
    assert room.chat.wanted == [("press", 1), ("release",)] * 2


def test_the_microphone_closes_when_another_window_comes_before_the_key_is_let_go(room: Room) -> None:
    room.picture()
    QTest.keyPress(room.window, Qt.Key.Key_F2)
    room.window.isActiveWindow = lambda: False  # type: ignore[method-assign]
    QApplication.sendEvent(room.window, QEvent(QEvent.Type.ActivationChange))
    assert room.chat.wanted == [("press", 1), ("release",)]


def test_what_fails_is_shown(room: Room) -> None:
    room.happens(Change("failed", sentence="There is no file none.png."))
    assert room.window.status.text() == "There is no file none.png."


def test_pictures_that_came_before_the_window_are_there(qt: QApplication) -> None:
    controller = Controller()
    capture = Capture(np.zeros((10, 10, 3), np.uint8), "file", name="x.png")
    controller.chat.pictures.append(ChatPicture(1, "x.png", capture))
    window = make(controller)
    assert window.pictures.count() == 1
    window.end()


def test_a_new_talk_is_empty(room: Room) -> None:
    room.picture()
    room.answer(1, Box(0, 0, 5, 5))
    room.window.clear()
    assert (room.window.pictures.count(), room.window.talk.toPlainText()) == (0, "")
    assert list(room.window.view.boxes) == []
    room.picture()
    assert room.window.chosen == 1


def test_what_comes_late_of_an_old_talk_is_not_in_the_new_one(room: Room) -> None:
    room.picture()
    room.answer(1, Box(0, 0, 5, 5))
    old = (Change("picture", room.chat.pictures[0]), Change("answered", exchange=room.chat.exchanges[0]))
    room.window.clear()
    for change in old:
        room.happens(change)
    assert (room.window.pictures.count(), room.window.talk.toPlainText()) == (0, "")
    assert room.controller.told[-1] == "A new talk."


@pytest.mark.parametrize("ending", [".html", ".md", ".json"])
def test_the_talk_is_exported(room: Room, tmp_path: Path, ending: str) -> None:
    room.picture()
    room.answer(1, Box(0, 0, 5, 5), said="Total <30> & more.")
    file = tmp_path / f"talk{ending}"
    room.window.file_name = lambda: str(file)  # type: ignore[method-assign]
    room.window.export()
    text = file.read_text()
    assert room.controller.told[-1] == f"The talk was written to talk{ending}."
    if ending == ".html":
        page = Page(text)
        assert page.troubles == []
        assert page.named("img")[0][0]["alt"] == "Picture 1: 1.png. Total <30> & more."
    elif ending == ".json":
        assert json.loads(text)["exchanges"][0]["evidence"] == [{"picture": 1, "box": [0, 0, 5, 5]}]
    room.window.file_name = lambda: str(tmp_path / "talk.pdf")  # type: ignore[method-assign]
    room.window.export()
    assert "ends with" in room.controller.told[-1]


def test_the_page_of_an_empty_talk_can_be_heard() -> None:
    for language in ("en", "de", "zh"):
        assert Page(exported_chat([], [], "html", language)).troubles == []


def test_everything_has_a_name_and_letters_are_their_own(qt: QApplication) -> None:
    for tag in ("en", "zh", "de"):
        words.use(tag)
        window = make(Controller())
        window.bring_up()
        for kind in (QAbstractButton, QLineEdit, QListWidget, QPlainTextEdit):
            for widget in window.findChildren(kind):
                if widget.isVisible():
                    assert name(widget), widget
        texts = [one.text() for one in window.findChildren(QAbstractButton) if "&" in one.text()]
        letters = [text[text.index("&") + 1].lower() for text in [*texts, words.tr("&Question:")]]
        assert len(letters) == len(set(letters)), (tag, sorted(letters))
        window.end()
    words.use("en")

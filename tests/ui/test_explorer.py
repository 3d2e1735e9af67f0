"""The explorer's window, without a desktop (Qt's offscreen platform), over a real walk and a mouth that notes."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from assistant.conversation import Conversation
from assistant.errors import NoDisplay
from assistant.exploring_desk import Exploring
from assistant.telling import Habits
from assistant.types import Box, Capture, Scene, TextBlock, Thing
from ui.explorer import ExplorerWindow

THINGS = (
    Thing(1, "window", "Letter", box=Box(0, 0, 600, 400)),
    Thing(2, "button", "Save", box=Box(10, 5, 60, 30), parent=1),
    Thing(3, "button", "Send", box=Box(400, 350, 90, 30), parent=1, states=frozenset({"focused"})),
    Thing(4, "password", "Password", box=Box(10, 350, 90, 30), parent=1),
)
SCENE = Scene(600, 400, "file", blocks=(TextBlock("Dear Ada", Box(10, 200, 80, 20)),), things=THINGS, complete=True)


class Mouth:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.sounds: list[Any] = []
        self.hushes = 0

    def hush(self) -> int:
        self.hushes += 1
        return self.hushes

    def say(self, text: str, **_: Any) -> None:
        self.said.append(text)

    def earcon(self, name: str) -> None:
        self.sounds.append(name)

    def beacon(self, height: float, side: float) -> bool:
        self.sounds.append((round(height, 2), round(side, 2)))
        return True


class Session:
    def __init__(self, scene: Scene | None) -> None:
        self.mouth, self.habits = Mouth(), Habits()
        self.copied: list[str] = []
        capture = Capture(np.full((400, 600, 3), 200, np.uint8), "file", name="letter.png")
        self.conversation = Conversation(capture=capture if scene else None, scene=scene)
        self.acting = SimpleNamespace(copy=self.copied.append)
        self.asked: list[Any] = []

    def submit(self, request: Any) -> None:
        self.asked.append(request)

    def clean(self, text: str) -> str:
        return text

    def close(self) -> None:
        pass


def no_source(_spec: str | None, _file: str | None) -> Any:
    raise NoDisplay


class Room:
    def __init__(self, scene: Scene | None = SCENE) -> None:
        self.session = Session(scene)
        self.exploring = Exploring(self.session, self.session, no_source)  # type: ignore[arg-type]
        self.window = ExplorerWindow(self.exploring)
        self.window.bring_up()
        self.start()

    def start(self) -> None:
        self.exploring.start(0.0)
        QApplication.sendPostedEvents(self.window, QEvent.Type.MetaCall)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> str:
        QTest.keyClick(self.window.view, key, held)
        return self.session.mouth.said[-1] if self.session.mouth.said else ""

    @property
    def name(self) -> str:
        return str(QAccessible.queryAccessibleInterface(self.window.view).text(QAccessible.Text.Name))


@pytest.fixture
def room(qt: QApplication) -> Iterator[Room]:
    room = Room()
    yield room
    room.window.end()


def test_a_warm_picture_is_told_at_once_from_the_focus(room: Room) -> None:
    assert room.session.mouth.said == ["letter.png: 5 places. Send, button, has the focus, 2 of 2"]
    assert room.name == room.window.place.text() == room.session.mouth.said[-1]
    assert room.window.view.boxes == (Box(400, 350, 90, 30),)


def test_a_key_moves_says_sounds_and_rings(room: Room) -> None:
    assert room.press(Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier) == "Save, button, 1 of 2"
    assert room.session.mouth.sounds[-1] == (0.95, -0.87)
    assert room.window.view.boxes == (Box(10, 5, 60, 30),)
    assert room.name == "Save, button, 1 of 2"
    assert room.press(Qt.Key.Key_H) == "No other heading that way."
    assert room.session.mouth.sounds[-1] == "refused"


def test_the_mouse_says_what_is_under_it(room: Room) -> None:
    shown = room.window.view.shown_at()
    x = shown.x() + 40 * shown.width() / 600
    y = shown.y() + 20 * shown.height() / 400
    QTest.mouseMove(room.window.view, QPointF(x, y).toPoint())
    QTest.mouseClick(room.window.view, Qt.MouseButton.LeftButton, pos=QPointF(x, y).toPoint())
    assert room.session.mouth.said[-1].startswith("Save, button")


def test_a_question_is_about_the_place(room: Room) -> None:
    room.press(Qt.Key.Key_Return)
    assert room.window.focusWidget() is room.window.question
    QTest.keyClicks(room.window.question, "is it enabled?")
    QTest.keyClick(room.window.question, Qt.Key.Key_Return)
    asked = room.session.asked[-1]
    assert (asked.text, asked.pointed.statement.text) == ("is it enabled?", "Send")
    assert room.window.focusWidget() is room.window.view


def test_copying_keeps_secrets(room: Room) -> None:
    room.press(Qt.Key.Key_C)
    assert room.session.copied == ["Send"]
    room.press(Qt.Key.Key_Home)
    assert room.press(Qt.Key.Key_E) == "Password, password field"
    assert room.press(Qt.Key.Key_C) == "That holds something secret, so I don't copy it."
    assert room.session.copied == ["Send"]


def test_going_there_hides_the_window_first(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    later: list[Any] = []
    monkeypatch.setattr("ui.explorer.QTimer.singleShot", lambda _ms, work: later.append(work))
    room.press(Qt.Key.Key_G)
    assert not room.window.isVisible()
    assert room.session.asked == []
    later[0]()
    assert room.session.asked[-1].command.kind == "focus"


def test_marks_are_set_visited_and_taken_away(room: Room) -> None:
    assert room.press(Qt.Key.Key_Period) == "Nothing is marked. M marks what you are at."
    assert room.press(Qt.Key.Key_M) == "Marked as 1: Send, button, has the focus, 2 of 2"
    room.press(Qt.Key.Key_Home)
    assert room.press(Qt.Key.Key_Period) == "Mark 1 of 1: Send, button, has the focus, 2 of 2"
    assert room.press(Qt.Key.Key_M).startswith("No longer marked")


def test_reading_from_here_and_where_it_is(room: Room) -> None:
    room.press(Qt.Key.Key_Home)
    assert room.press(Qt.Key.Key_R) == "Send"
    assert "Dear Ada" in room.session.mouth.said
    assert "top" in room.press(Qt.Key.Key_L) or "middle" in room.press(Qt.Key.Key_L)


def test_zooming_follows_the_place_and_ends(room: Room) -> None:
    before = room.window.view.shown_at().width()
    room.press(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert room.window.view.shown_at().width() > before
    centre = room.window.view.marked_at()[0].center()
    assert room.window.view.rect().contains(centre.toPoint())
    room.press(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert room.window.view.shown_at().width() == before


def test_with_our_own_voice_off_only_the_screen_reader_speaks(room: Room) -> None:
    room.press(Qt.Key.Key_V)
    said = len(room.session.mouth.said)
    room.press(Qt.Key.Key_Home)
    assert len(room.session.mouth.said) == said
    assert room.name == "Letter, window"
    assert room.press(Qt.Key.Key_V) == "My own voice is on."


def test_the_place_is_kept_when_the_same_picture_is_explored_again(room: Room) -> None:
    room.press(Qt.Key.Key_Home)
    room.start()
    assert room.session.mouth.said[-1].endswith("Letter, window")


def test_a_picture_with_nothing_in_it_says_so(qt: QApplication) -> None:
    room = Room(Scene(600, 400, "file", complete=True))
    assert "I found nothing in this picture" in room.session.mouth.said[-1]
    for key in (Qt.Key.Key_Left, Qt.Key.Key_N, Qt.Key.Key_R, Qt.Key.Key_C, Qt.Key.Key_M, Qt.Key.Key_G):
        room.press(key)
    assert room.session.asked == []
    room.window.end()


def test_where_nothing_can_be_looked_at_the_reason_is_said(qt: QApplication) -> None:
    room = Room(None)
    assert room.session.mouth.sounds[0] == "looked"
    assert room.session.mouth.said == [room.window.place.text()]
    assert room.press(Qt.Key.Key_Left) == "There is no picture to explore yet."
    room.window.end()


def test_a_page_of_20000_words_gives_a_sound_before_it_is_made_ready(qt: QApplication) -> None:
    blocks = tuple(TextBlock("ten words in one line of a very long page", Box(0, 20 * y, 500, 18)) for y in range(2000))
    room = Room(Scene(600, 40_000, "file", blocks=blocks, complete=True))
    room.exploring.close()
    assert room.session.mouth.sounds[0] == "looked"
    room.window.end()

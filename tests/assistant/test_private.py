"""Private mode leaves nothing: no row, no picture, nothing to compare with, nothing that could be remembered later."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.desk import Desk
from assistant.errors import UnusableInput
from assistant.history import History
from assistant.phrases import say_in
from assistant.session import Session
from assistant.settings import Settings, changed
from assistant.settings_file import at_next_start
from assistant.turn import Request
from assistant.types import Finding
from assistant.viewing import Eyes
from assistant.wiring.habits import habits_of
from tests.assistant.fakes import (
    BlackingRedactor,
    Camera,
    FakeGate,
    FakeMouth,
    Finder,
    PlainMerger,
    ReadingEngine,
    block,
)

WORD = "zeppelin"


class Room:
    def __init__(self, folder: Path) -> None:
        self.mouth = FakeMouth()
        self.kept: dict[str, str] = {}
        self.private: list[bool] = []
        self.history = History(folder / "history.sqlite")
        tree = Finder("tree", Finding("tree", blocks=(block(f"The {WORD} is late."),)))
        self.engine = ReadingEngine()
        self.session = Session(
            eyes=Eyes(tree, (), PlainMerger(), BlackingRedactor(), FakeGate()),
            engines={"auto": self.engine},
            window=Camera,
            mouth=self.mouth,
            memory=self.history,
        )
        self.desk = Desk(self.session, sources=lambda _: Camera(), bindings={}, remember=self.kept.__setitem__)
        self.desk.on_private = self.private.append

    def look(self) -> None:
        request = Request(kind="describe", at=time.monotonic(), source=Camera())
        assert self.session.submit(request).wait(60)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.session.close()
    room.history.close()


def test_nothing_of_a_private_turn_is_kept(room: Room, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    room.desk.press("private", 0.0)
    room.look()
    assert caplog.records, "it is in the log that there was a turn"
    assert WORD not in caplog.text
    assert any(WORD in text for text in room.mouth.texts)
    room.session.remember_this("under a note")
    assert room.mouth.texts[-1] == say_in("en", "private_on")
    room.desk.press("private", 0.0)
    room.session.remember_this()
    assert room.mouth.texts[-1] == say_in("en", "nothing_said_yet"), "not even when the mode has ended"
    assert room.history.recent() == []
    room.history.close()
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or WORD.encode() not in file.read_bytes()
    assert not room.session._view._looks._looks


def test_the_log_names_no_file_that_was_to_be_looked_at(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    trouble = UnusableInput(f"There is no file {WORD}.png.", detail=f"/home/me/{WORD}.png")
    turn = room.session.submit(Request(kind="describe", at=time.monotonic(), source=Camera(error=trouble)))
    assert turn.wait(60)
    assert "UnusableInput" in caplog.text
    assert WORD not in caplog.text


def test_before_and_after_it_is_kept_as_ever(room: Room) -> None:
    for _ in range(3):
        room.look()
        room.desk.press("private", 0.0)
    assert len(room.history.recent()) == 2


@pytest.mark.parametrize("speak", [True, False])
def test_a_turn_that_began_in_private_mode_is_not_kept_when_the_mode_ends_meanwhile(room: Room, speak: bool) -> None:
    def ends(_: str) -> None:
        room.session.habits = replace(room.session.habits, private=False)

    room.engine.before_claim = ends
    room.session.habits = replace(room.session.habits, private=True)
    request = Request(kind="describe", at=time.monotonic(), source=Camera(), speak=speak)
    turn = room.session.submit(request)
    assert turn.wait(60)
    assert turn.outcome.claims
    room.session.remember_this()
    assert room.mouth.texts[-1] == say_in("en", "nothing_said_yet")
    assert not room.session._view._looks._looks
    assert room.history.recent() == []


def test_the_key_is_told_kept_and_holds_for_scripts_too(room: Room) -> None:
    room.desk.press("private", 0.0)
    room.desk.press("private", 0.0)
    assert room.kept == {"history.private": "False"}
    assert room.private == [True, False]
    assert room.mouth.texts == [say_in("en", "private_begins"), say_in("en", "private_ends")]


def test_the_setting_takes_effect_at_once() -> None:
    assert habits_of(changed(Settings(), "history.private", "on")).private
    assert not at_next_start("history.private")
    assert at_next_start("history.keep")
    assert changed(Settings(), "history.keep", "thumbnails").history.keep == "pictures"

"""A talk about several pictures, with an engine that is a fake."""

from __future__ import annotations

import io
import queue
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from assistant.capture.choose import source_from
from assistant.capture.pasted import BytesSource
from assistant.carry import Command
from assistant.cli import cli
from assistant.errors import HearsightError, MicrophoneMissing
from assistant.events import WindowWanted
from assistant.picture_chat import MOST, Change, ChatPicture, PictureChat
from assistant.session import Session
from assistant.types import Answer, Box, Capture, Evidence, Finding, Scene, TextBlock
from assistant.viewing import Eyes
from assistant.window_carry import carry_open
from tests.assistant.fakes import (
    BlackingRedactor,
    Camera,
    FakeEar,
    FakeGate,
    FakeMemory,
    FakeMouth,
    FakeRecogniser,
    PlainMerger,
    ReadingEngine,
)

SHADES = {50: "Total 30.00", 60: "Total 45.00", 70: "Hello"}


class Reader:
    """A gatherer that reads the line which goes with the picture's shade, and counts its looks."""

    name, budget_s = "ocr", 5.0

    def __init__(self) -> None:
        self.looks: list[int] = []

    def gather(self, capture: Capture, scene: Scene, token: Any) -> Iterator[Finding]:
        shade = int(capture.pixels[0, 0, 0])
        self.looks.append(shade)
        yield Finding("ocr", blocks=(TextBlock(SHADES.get(shade, ""), Box(0, 0, 60, 20), 0.9, "ocr"),))


class Engine(ReadingEngine):
    """Quotes the line."""

    def answer(self, question: Any, capture: Capture, scene: Scene, conversation: Any, token: Any) -> Answer:
        self.answered.append((question.text, scene))
        line = scene.blocks[0]
        return Answer(line.text, line.text.startswith("Total"), (Evidence("ocr", line.box, 0.9, line.text),))


class Room:
    def __init__(self) -> None:
        self.mouth, self.memory, self.engine, self.reader = FakeMouth(), FakeMemory(), Engine(), Reader()
        eyes = Eyes(None, (self.reader,), PlainMerger(), BlackingRedactor(), FakeGate())
        parts: dict[str, Any] = {"eyes": eyes, "engines": {"auto": self.engine}, "window": Camera}
        self.ear = FakeEar()
        ears: dict[str, Any] = {"ear": self.ear, "recogniser": FakeRecogniser("What is the total?")}
        self.session = Session(**parts, **ears, mouth=self.mouth, memory=self.memory)
        self.changes: queue.Queue[Change] = queue.Queue()
        self.chat = PictureChat(self.session, Session(**parts), source_from, BytesSource)
        self.chat.on_change = self.changes.put

    def bring(self, *shades: int, size: tuple[int, int] = (240, 180)) -> None:
        for shade in shades:
            data = io.BytesIO()
            Image.new("RGB", size, (shade,) * 3).save(data, "PNG")
            self.chat.bring_bytes(data.getvalue(), f"shade {shade}")
            assert self.next().kind == "picture"

    def next(self) -> Change:
        return self.changes.get(timeout=60)

    def outcome(self) -> Change:
        while (change := self.next()).kind == "thinking":
            pass
        return change


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room.chat.close()
    room.session.close()


def test_an_answer_tells_its_place_and_is_in_the_history(room: Room) -> None:
    room.bring(50, 60)
    room.chat.ask("What is the total?", 2)
    exchange = room.outcome().exchange
    assert exchange is not None
    assert (exchange.asked, exchange.said, exchange.picture) == ("What is the total?", "Total 45.00", 2)
    assert exchange.places == "In picture 2, at the top left."
    assert [spot.box for spot in exchange.spots] == [Box(0, 0, 60, 20)]
    room.chat.close()
    assert room.mouth.texts == ["Total 45.00", "In picture 2, at the top left."]
    assert len(room.memory.turns) == 1


def test_pictures_are_numbered_as_they_were_brought(room: Room, tmp_path: Path) -> None:
    names = [f"{number}.png" for number in range(6)]
    for number, name in enumerate(names):
        side = 1500 if number % 2 == 0 else 20  # the small ones are read sooner
        Image.new("RGB", (side, side)).save(tmp_path / name)
        room.chat.bring_file(str(tmp_path / name))
    for _ in names:
        assert room.next().kind == "picture"
    assert [picture.name for picture in room.chat.pictures] == names


def test_a_question_is_spoken_while_the_key_is_held(room: Room) -> None:
    room.bring(50, 60)
    room.chat.press(1)
    assert room.next().kind == "thinking"
    room.chat.release()
    exchange = room.outcome().exchange
    assert exchange is not None
    assert (exchange.asked, exchange.said, exchange.picture) == ("What is the total?", "Total 30.00", 1)
    assert room.ear.started == 1
    assert room.ear.ended in (["finish"], ["until_silence"])  # a short press is a tap


def test_without_a_microphone_it_is_said(room: Room) -> None:
    room.bring(50)
    room.ear.error = MicrophoneMissing()
    room.chat.press(1)
    assert room.outcome().sentence == MicrophoneMissing.sentence
    assert room.mouth.texts == [MicrophoneMissing.sentence], "once"


def test_a_question_may_name_another_picture(room: Room) -> None:
    room.bring(50, 60)
    room.chat.ask("What is the total in picture 1?", 2)
    exchange = room.outcome().exchange
    assert exchange is not None
    assert (exchange.picture, exchange.said) == (1, "Total 30.00")
    assert room.engine.answered[0][0] == "What is the total?"
    room.chat.ask("What is in picture 9?", 2)
    assert room.outcome().sentence == "There is no such picture here."


def test_the_same_picture_is_not_looked_at_twice(room: Room) -> None:
    room.bring(50)
    for _ in range(2):
        room.chat.ask("What is the total?", 1)
        assert room.outcome().kind == "answered"
    assert room.reader.looks == [50]


def test_differences_are_told_and_nothing_of_the_looking_is_kept(room: Room) -> None:
    room.bring(50, 60)
    room.chat.ask("What is different?", 1)
    exchange = room.outcome().exchange
    assert exchange is not None
    assert exchange.said == "Only picture 1 has: Total 30.00. Only picture 2 has: Total 45.00."
    assert [spot.picture for spot in exchange.spots] == [1, 2]
    assert exchange.places == "In picture 1, at the top left. In picture 2, at the top left."
    assert room.memory.turns == []


def test_numbers_are_compared_by_what_each_picture_says(room: Room) -> None:
    room.bring(50, 60)
    room.chat.ask("Which has the higher total?", 1)
    exchange = room.outcome().exchange
    assert exchange is not None
    assert exchange.said == "Picture 2: 45.00. Picture 1: 30.00."
    room.bring(70)
    room.chat.ask("Which has the higher total?", 1)
    exchange = room.outcome().exchange
    assert exchange is not None
    assert (exchange.said, exchange.answerable) == ("I can't tell: I found no number for that in picture 3.", False)


def test_the_very_same_picture_is_known_by_its_pixels(room: Room) -> None:
    room.bring(50, 50)
    room.chat.ask("Are they the same?", 1)
    exchange = room.outcome().exchange
    assert exchange is not None
    assert exchange.said == "Pictures 1 and 2 are the same, pixel by pixel."
    assert room.reader.looks == []


def test_without_pictures_it_is_said_how_to_bring_one(room: Room) -> None:
    for question in ("What is it?", "What is different?"):
        room.chat.ask(question, 1)
        assert room.outcome().sentence in (
            "There is no picture yet. Drop one here, or paste it.", "There are not two pictures to compare.",
        )  # fmt: skip


def test_what_is_no_picture_is_said(room: Room, tmp_path: Path) -> None:
    room.chat.bring_bytes(b"not a picture", "the paste")
    assert room.outcome().kind == "failed"
    room.chat.bring_file(str(tmp_path / "none.png"))
    assert room.outcome().sentence == "There is no file none.png."
    assert room.chat.pictures == []


def test_there_is_an_end_to_the_pictures_and_a_new_beginning(room: Room) -> None:
    room.bring(*([50] * MOST))
    room.chat.bring_bytes(b"", "x")
    assert room.outcome().kind == "failed"
    room.chat.clear()
    assert room.chat.pictures == room.chat.exchanges == []


def test_a_picture_that_was_brought_to_one_talk_does_not_come_into_the_next(room: Room) -> None:
    began, go_on = threading.Event(), threading.Event()

    class Slow(Camera):
        def grab(self) -> Capture:
            began.set()
            assert go_on.wait(60)
            return super().grab()

    make = room.chat._source_of
    room.chat._source_of = lambda _data, _name: Slow()
    for _ in range(2):  # one that is being read, one that waits for it
        room.chat.bring_bytes(b"", "late")
    assert began.wait(60)
    room.chat.clear()
    room.chat._source_of = make
    go_on.set()
    room.bring(50)
    assert [one.name for one in room.chat.pictures] == ["shade 50"]


def test_a_newer_question_replaces_the_one_before(room: Room) -> None:
    room.bring(50)
    room.chat._keep(-1, replace_me := _exchange())
    assert replace_me not in room.chat.exchanges
    room.chat.ask("first", 1)
    room.chat.ask("second", 1)
    while (exchange := room.outcome().exchange) is None or exchange.asked != "second":  # the first may be done already
        pass
    assert room.chat.exchanges[-1].asked == "second"


def _exchange() -> Any:
    from assistant.picture_chat import Exchange

    return Exchange("x", "y")


def test_what_is_shown_afterwards_is_what_was_looked_at(room: Room) -> None:
    room.bring(50)
    before: ChatPicture = room.chat.pictures[0]
    was = replace(before.capture)
    room.chat.ask("What is the total?", 1)
    room.outcome()
    assert before.seen is before.capture
    assert np.array_equal(before.capture.pixels, was.pixels)


# -- in the terminal ------------------------------------------------------------------------------------------------


def test_several_pictures_are_talked_about_in_the_terminal(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from assistant import chat_pictures

    for shade in (50, 60):
        Image.new("RGB", (240, 180), (shade,) * 3).save(tmp_path / f"{shade}.png")
    app = SimpleNamespace(desk=SimpleNamespace(chat=room.chat), session=room.session, speaker=None)
    monkeypatch.setattr(chat_pictures, "assemble", lambda *_, **__: nullcontext(app))
    monkeypatch.setattr(chat_pictures, "log_to_file", lambda: None)
    monkeypatch.setattr(chat_pictures, "load", lambda: None)
    monkeypatch.setattr("sys.stdin", io.StringIO("What is the total in picture 1?\nWhich costs less?\nPicture 7?\n\n"))
    files = tuple(str(tmp_path / f"{shade}.png") for shade in (50, 60))
    assert chat_pictures.talk_about(files, speak=True, language="en") == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "1. 50.png", "2. 60.png", "Total 30.00 In picture 1, at the top left.",
        "Picture 1: 30.00. Picture 2: 45.00. In picture 1, at the top left. In picture 2, at the top left.",
    ]  # fmt: skip
    assert told.err == "There is no such picture here.\n"
    assert chat_pictures.talk_about((str(tmp_path / "none.png"),), speak=True, language="en") == 3


@pytest.mark.parametrize(
    "arguments",
    [["a.png", "b.png", "--listen"], ["a.png", "b.png", "--source", "screen"], ["http://x/a.png", "--window"]],
)
def test_what_does_not_go_together_is_said(arguments: list[str]) -> None:
    result = CliRunner().invoke(cli, ["chat", *arguments])
    code = result.exception.exit_code if isinstance(result.exception, HearsightError) else result.exit_code
    assert code == 2


def test_a_command_opens_a_window_of_the_running_app(room: Room) -> None:
    told: list[object] = []
    desk: Any = SimpleNamespace(chat=SimpleNamespace(bring_file=told.append), emit=told.append)
    carry_open(desk, Command(kind="open", question="chat", files=("/a.png",)))
    assert told == ["/a.png", WindowWanted(name="chat")]


def test_without_the_app_there_is_no_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.cli_carry.by_running_app", lambda *_: None)
    for arguments in (["history", "open"], ["chat", "--window"]):
        error = CliRunner().invoke(cli, arguments).exception
        assert isinstance(error, HearsightError) and error.exit_code == 4

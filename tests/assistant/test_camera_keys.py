"""The camera by key, menu and voice: first a question, then a look or a narration, and the same key ends it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from assistant.aiming_aloud import Aim, Aimings
from assistant.camera_keys import CameraKeys, CameraWishes
from assistant.cancel import Token
from assistant.commands import parse_command
from assistant.desk import Desk
from assistant.errors import CameraMissing
from assistant.narrating_aloud import Narrations
from assistant.phrases import say_in
from assistant.types import Capture
from tests.assistant.fakes import picture
from tests.assistant.test_aiming import Leader
from tests.assistant.test_narrating import Stream, Teller, frame
from tests.assistant.test_session import LONG_S, Stage


class Room:
    """A desk with a camera, whose looks are counted."""

    def __init__(self, stream: Stream, *, allowed: bool = True) -> None:
        self.stage = Stage()
        self.kept: list[tuple[str, str]] = []
        self.wishes = CameraWishes("camera:1", "dense", allowed)
        self.made: list[Any] = []
        self.grabbed: list[str] = []
        self.now = 100.0

        def narrator(language: str, density: Any, token: Token) -> Teller:
            self.made.append((language, density))
            return Teller()

        def source(spec: str) -> Any:
            self.grabbed.append(spec)
            return Photo()

        self.stream = stream
        self.narrations = Narrations(self.stage.session, narrator, lambda spec: stream)
        self.desk = Desk(self.stage.session, sources=source, bindings={})
        self.desk.camera = CameraKeys(
            self.stage.session, self.narrations, source, lambda: self.wishes, self.keep, lambda: self.now
        )
        self.desk.end_narration = self.desk.camera.end

    def keep(self, key: str, value: str) -> None:
        self.kept.append((key, value))
        self.wishes = CameraWishes("camera:1", "dense", True)

    def said(self) -> list[str]:
        return list(self.stage.mouth.texts)

    def until(self, so: Callable[[], Any]) -> None:
        clock = Token()
        for _ in range(6000):
            if so():
                return
            clock.wait(0.01)
        raise AssertionError("it never was so")


class Photo:
    def grab(self) -> Capture:
        return Capture(picture().pixels, "camera")


@pytest.fixture
def room() -> Iterator[Callable[..., Room]]:
    rooms: list[Room] = []

    def made(stream: Stream, **more: Any) -> Room:
        rooms.append(Room(stream, **more))
        return rooms[-1]

    yield made
    for one in rooms:
        one.narrations.close()
        one.stage.session.close()


def test_the_first_press_opens_nothing_and_says_what_the_second_would_allow(room: Callable[..., Room]) -> None:
    one = room(Stream(endless=True), allowed=False)
    one.desk.press("camera", 0.0)
    assert one.said() == [say_in("en", "camera_ask")] and one.made == [] and one.kept == []
    one.now += 61.0  # forgotten meanwhile: asked anew
    one.desk.press("describe_camera", 0.0)
    assert one.said()[1:] == [say_in("en", "camera_ask")] and one.grabbed == []
    one.now += 10.0
    one.desk.press("camera", 0.0)
    one.until(lambda: one.narrations.now() is not None)
    assert one.kept == [("camera.allowed", "true")] and one.made == [("en", "dense")]
    assert say_in("en", "camera_first") in one.said()


def test_presses_that_come_before_the_question_was_heard_allow_nothing(room: Callable[..., Room]) -> None:
    one = room(Stream(endless=True), allowed=False)
    for _ in range(100):
        one.desk.press("camera", 0.0)
        one.now += 0.3
    assert set(one.said()) == {say_in("en", "camera_ask")} and one.made == [] and one.kept == []
    one.now += 5.0
    one.desk.press("camera", 0.0)
    assert one.kept == [("camera.allowed", "true")]


class Elsewhere:
    """In the place of a `live_run.LiveRun`: guidance, or a narration of something else."""

    ended = ""

    def __init__(self, age_s: float = 0.0) -> None:
        self.freshest = frame(0.0), time.monotonic() - age_s
        self.done = threading.Event()

    def stop(self, last_words: str = "") -> None:
        del last_words
        self.done.set()


@pytest.mark.parametrize(("spec", "age_s"), [("walk.mp4", 0.0), ("screen", 0.0), ("camera:1", 60.0)])
def test_a_film_or_a_frame_of_long_ago_is_not_what_is_before_the_camera(
    room: Callable[..., Room], spec: str, age_s: float
) -> None:
    one = room(Stream(endless=True))
    one.narrations.take_place(Elsewhere(age_s), spec, "en", Token())  # type: ignore[arg-type]
    one.desk.press("describe_camera", 1.0)
    one.until(lambda: one.grabbed == ["camera:1"])


def test_who_wants_a_narration_while_led_to_something_gets_it_and_hears_so_when_there_is_one(
    room: Callable[..., Room],
) -> None:
    one, guidance = room(Stream(endless=True)), Elsewhere()
    one.narrations.take_place(guidance, "camera:1", "en", Token())  # type: ignore[arg-type]
    narrate = parse_command("Narrate.", "en")
    assert narrate is not None and one.desk.carry_out(narrate)
    one.until(lambda: guidance.done.is_set() and one.narrations.narrates("camera:1"))
    assert one.desk.carry_out(narrate)
    assert one.said() == 2 * [say_in("en", "camera_on")] and len(one.made) == 1


def test_the_key_that_began_it_ends_it_and_the_camera_is_closed(room: Callable[..., Room]) -> None:
    one = room(Stream(endless=True))
    one.desk.press("camera", 0.0)
    one.until(lambda: one.narrations.now() is not None)
    assert one.said() == [say_in("en", "camera_on")]
    one.desk.press("camera", 0.0)
    one.until(lambda: say_in("en", "narration_over_camera") in one.said())
    assert one.stream.closed
    one.desk.press("camera", 0.0)  # and the next press begins anew
    one.until(lambda: len(one.made) == 2)


def test_a_press_while_the_models_still_load_ends_it_too(room: Callable[..., Room]) -> None:
    one = room(Stream(endless=True))
    tokens: list[Token] = []

    def slow(language: str, density: Any, token: Token) -> Teller:
        tokens.append(token)
        assert token.wait(LONG_S)
        return Teller()

    one.narrations._narrators = slow  # type: ignore[assignment]
    one.desk.press("camera", 0.0)
    one.until(lambda: tokens)
    one.desk.press("camera", 0.0)
    one.until(lambda: tokens[0].cancelled)
    assert one.said()[-1] == say_in("en", "narration_over") and not one.stream.closed


@pytest.mark.parametrize("instead", ["hush", "narrate"])
def test_what_ends_or_replaces_a_search_while_its_models_load_keeps_its_camera_closed(
    room: Callable[..., Room], instead: str
) -> None:
    one = room(Stream(endless=True))
    sought, tokens = Stream(endless=True), []

    def slow(aim: Aim, language: str, token: Token) -> Any:
        tokens.append(token)
        assert token.wait(LONG_S)
        return Leader()

    aimings = Aimings(one.stage.session, one.narrations, slow, lambda spec: sought)
    assert one.desk.camera is not None
    one.desk.camera.lead(partial(aimings.begin, Aim("my cup")))
    one.until(lambda: tokens)
    if instead == "hush":
        one.desk.press("hush", 1.0)
    else:
        narrate = parse_command("Narrate.", "en")
        assert narrate is not None and one.desk.carry_out(narrate)
        one.until(lambda: one.narrations.narrates("camera:1"))
    one.until(lambda: tokens[0].cancelled)
    one.until(lambda: not any(thread.name == "aim-key" for thread in threading.enumerate()))
    assert not sought.closed and not aimings.take()  # closed is what was open


def test_a_look_while_it_narrates_is_at_the_frame_that_is_there(room: Callable[..., Room]) -> None:
    one = room(Stream(endless=True))
    one.desk.press("camera", 0.0)
    one.until(lambda: one.narrations.now() is not None)
    one.desk.press("describe_camera", 1.0)
    one.until(lambda: one.stage.session.conversation.scene is not None)
    assert one.grabbed == []  # two can't have one camera open
    kept = one.stage.session.conversation.capture
    assert kept is not None and kept.moment_s is not None


def test_a_camera_that_is_not_there_is_said(room: Callable[..., Room]) -> None:
    one = room(Stream(CameraMissing()))
    one.desk.press("camera", 0.0)
    one.until(lambda: CameraMissing.sentence in one.said())


@pytest.mark.parametrize(
    ("words", "language", "kind"),
    [
        ("Narrate.", "en", "narrate"),
        ("Start narrating, please.", "en", "narrate"),
        ("What is in front of me?", "en", "camera_look"),
        ("What's in front of me?", "en", "camera_look"),
        ("Was ist vor mir?", "de", "camera_look"),
        ("Erzähl mir, was passiert.", "de", "narrate"),
        ("我面前有什么？", "zh", "camera_look"),
        ("开始解说", "zh", "narrate"),
    ],
)
def test_it_can_be_said(room: Callable[..., Room], words: str, language: str, kind: str) -> None:
    command = parse_command(words, language)
    assert command is not None and command.kind == kind
    one = room(Stream(endless=True))
    assert one.desk.carry_out(command)
    one.until(lambda: one.grabbed == ["camera:1"] if kind == "camera_look" else one.made)


@pytest.mark.parametrize(
    ("question", "language"),
    [("What is in front of the house?", "en"), ("Who narrates this?", "en"), ("Was ist vor dem Haus?", "de")],
)
def test_a_question_is_none(question: str, language: str) -> None:
    assert parse_command(question, language) is None

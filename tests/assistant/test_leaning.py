"""A question that leans on the talk: on the picture that was kept, or on how things are by now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.commands import parse_command
from assistant.leaning import leaning
from assistant.phrases import say_in
from assistant.types import Capture
from tests.assistant.fakes import picture
from tests.assistant.test_session import Stage


@pytest.mark.parametrize(
    ("question", "language", "how"),
    [
        ("And now?", "en", "again"),
        ("What about now?", "en", "again"),
        ("Look again.", "en", "again"),
        ("Und jetzt?", "de", "again"),
        ("现在呢？", "zh", "again"),
        ("Is the light still on?", "en", "anew"),
        ("What do you see now?", "en", "anew"),
        ("Ist das Licht noch an?", "de", "anew"),
        ("灯现在开着吗？", "zh", "anew"),
        ("What colour is it?", "en", "kept"),
        ("Where is she?", "en", "kept"),
        ("And the cat?", "en", "kept"),
        ("How many?", "en", "kept"),
        ("Welche Farbe hat sie?", "de", "kept"),
        ("它是什么颜色的？", "zh", "kept"),
        ("猫呢？", "zh", "kept"),
        ("How many people are there?", "en", ""),
        ("Is it dark?", "en", ""),
        ("What does the sign say?", "en", ""),
        ("Gibt es eine Katze?", "de", ""),
        ("有几个人？", "zh", ""),
    ],
)
def test_how_a_question_leans(question: str, language: str, how: str) -> None:
    assert leaning(question, language) == how
    assert parse_command(question, language) is None


class Frames:
    """A source and a narration's newest frame: each look is another picture."""

    def __init__(self) -> None:
        self.taken: list[Capture] = []

    def grab(self) -> Capture:
        self.taken.append(Capture(picture().pixels.copy(), "camera", moment_s=float(len(self.taken))))
        return self.taken[-1]


@pytest.fixture
def stage() -> Any:
    made = Stage()
    yield made
    made.session.close()


def asked(stage: Stage, text: str) -> float | None:
    """The moment of the picture that the answer is about."""
    turn = stage.run("ask", text=text, by_key=False)
    assert turn.outcome.error is None and turn.outcome.capture is not None
    return turn.outcome.capture.moment_s


def test_in_a_narration_it_is_in_the_frame_that_was_kept_and_what_does_not_lean_is_new(stage: Stage) -> None:
    frames, now = Frames(), iter(range(1, 99))
    clock: Callable[[], float] = lambda: float(next(now))  # noqa: E731
    stage.session._view._clock = clock  # type: ignore[method-assign]
    stage.session.freshest = lambda: (frames.grab(), clock())
    first = asked(stage, "Where is the cat?")
    assert asked(stage, "What colour is it?") == first
    assert asked(stage, "And the dog?") == first
    third = asked(stage, "How many people are there?")
    assert third is not None and first is not None and third > first
    fourth = asked(stage, "And now?")
    assert fourth is not None and fourth > third
    assert stage.session.conversation.asked == "How many people are there?"


def test_after_a_look_through_the_camera_now_is_another_look(stage: Stage) -> None:
    frames = Frames()
    turn = stage.run("describe", source=frames, grab_at_once=False)
    assert turn.outcome.error is None and len(frames.taken) == 1
    for text, looks in (("How many people are there?", 1), ("Where are they?", 1), ("And now?", 2), ("What is it?", 2)):
        assert asked(stage, text) == looks - 1 and len(frames.taken) == looks
    assert asked(stage, "Is the light still on?") == 2


def test_and_now_before_any_question_asks_what_is_there(stage: Stage) -> None:
    stage.run("describe", source=Frames(), grab_at_once=False)
    asked(stage, "And now?")
    assert stage.session.conversation.asked == say_in("en", "what_is_there")


def test_once_the_narration_is_over_it_says_that_it_knows_only_that_picture(stage: Stage) -> None:
    frame = Frames().grab()
    stage.session.freshest = lambda: (frame, 1.0)
    stage.session._view._clock = lambda: 2.0
    assert asked(stage, "How many people are there?") == asked(stage, "And now?") == frame.moment_s
    assert asked(stage, "And now?") == frame.moment_s
    assert stage.mouth.texts.count(say_in("en", "camera_closed")) == 2  # each time: it is no answer about now


def test_what_is_told_of_a_frame_of_long_ago_is_told_as_that(stage: Stage) -> None:
    """The camera was unplugged, or the narration is over."""
    frame = Frames().grab()
    stage.session.freshest = lambda: (frame, 1.0)
    stage.session._view._clock = lambda: 41.0
    assert asked(stage, "How many people are there?") == frame.moment_s
    assert stage.mouth.texts[0] == say_in("en", "old_picture", seconds="40")
    assert say_in("en", "old_picture", seconds="40") not in stage.mouth.texts[1:]

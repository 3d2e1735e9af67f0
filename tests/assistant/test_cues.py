"""When a turn is heard to be at work, and when it is over. The clock moves with each look that is taken."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from assistant import errors
from assistant.cues import LOOK_EVERY_S, THINKING_AFTER_S, THINKING_EVERY_S, Cues
from assistant.turn import Request, TurnHandle
from assistant.types import Answer
from tests.assistant.fakes import FakeMouth
from tests.assistant.test_session import Stage, ocr, tree


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Turn(TurnHandle):
    """Ends after `seconds` of the clock; `at` may change something on the way."""

    def __init__(self, clock: Clock, seconds: float, at: Callable[[float], None] = lambda _: None, **more: Any) -> None:
        super().__init__(1, Request(kind="describe", at=clock.now, **more), 0)
        self.clock, self.end, self.at = clock, clock.now + seconds, at

    def wait(self, timeout_s: float | None = None) -> bool:
        self.clock.now += timeout_s or 0
        self.at(self.clock.now - 100.0)
        return self.clock.now >= self.end


class Mouth(FakeMouth):
    """Notes when each earcon came."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock, self.came_at = clock, []

    def earcon(self, name: str) -> None:
        super().earcon(name)
        self.came_at.append(self.clock.now - 100.0)


def work(seconds: float, at: Callable[[Mouth, float], None] = lambda *_: None) -> list[float]:
    """When the sound came in a turn of so many seconds."""
    clock = Clock()
    mouth = Mouth(clock)
    Cues(mouth, clock)._work(Turn(clock, seconds, lambda now: at(mouth, now)), mouth)
    assert set(mouth.earcons) <= {"thinking"}
    return mouth.came_at


def test_a_turn_that_is_quick_has_no_sound_of_work() -> None:
    assert work(THINKING_AFTER_S - LOOK_EVERY_S) == []


def test_silence_is_filled_after_700_ms_at_a_steady_pace() -> None:
    came = work(5.0)
    assert came[0] == pytest.approx(THINKING_AFTER_S, abs=LOOK_EVERY_S)
    steps = [b - a for a, b in itertools.pairwise(came)]
    assert steps == pytest.approx([THINKING_EVERY_S] * 3, abs=LOOK_EVERY_S)


def test_the_sound_stops_with_the_first_word_and_returns_only_after_700_ms_of_silence() -> None:
    def speak(mouth: Mouth, now: float) -> None:
        mouth.speaking = 1.0 <= now < 3.0

    came = work(4.5, speak)
    assert [at for at in came if 1.0 <= at < 3.0 + THINKING_AFTER_S - LOOK_EVERY_S] == []
    assert came[0] == pytest.approx(THINKING_AFTER_S, abs=LOOK_EVERY_S)
    assert came[1] == pytest.approx(3.0 + THINKING_AFTER_S, abs=2 * LOOK_EVERY_S)


def test_a_cancelled_turn_makes_no_more_sound() -> None:
    clock = Clock()
    mouth = Mouth(clock)
    turn = Turn(clock, 10.0, lambda now: turn.cancel() if now > 1.0 else None)
    Cues(mouth, clock)._work(turn, mouth)
    assert len(mouth.came_at) == 1


def test_a_silent_turn_starts_no_thread_for_it() -> None:
    clock = Clock()
    mouth = Mouth(clock)
    Cues(mouth, clock).at_work(Turn(clock, 10.0, speak=False))
    assert mouth.earcons == []


# -- that was all -----------------------------------------------------------------------------------------------------


def test_the_last_word_of_a_description_is_followed_by_the_sound_of_its_end_once(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), ocr("text"))
    s.run()
    s.mouth.hear(1)
    assert "answered" not in s.mouth.earcons
    s.mouth.hear()
    assert s.mouth.earcons == ["looked", "answered"]


def test_what_was_interrupted_did_not_end(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), ocr("text"))
    s.run()
    waiting = list(s.mouth.waiting)
    s.session.hush()
    assert waiting
    assert "answered" not in s.mouth.earcons


def finished(**outcome: Any) -> list[str]:
    clock = Clock()
    mouth = Mouth(clock)
    cues = Cues(mouth, clock)
    turn = Turn(clock, 1.0)
    for name, value in outcome.items():
        setattr(turn.outcome, name, value)
    cues.begin(turn)
    cues.handed(1)
    cues.ended(turn)
    cues.heard_of("finished", 1)
    cues.heard_of("finished", 1)
    return mouth.earcons


def test_a_refusal_a_failure_and_a_missing_answer_have_sounds_of_their_own() -> None:
    assert finished() == ["answered"]
    assert finished(answer=Answer("Seven.", answerable=True, engine="")) == ["answered"]
    assert finished(answer=Answer("I can't tell.", answerable=False, engine="")) == []
    assert finished(refused="black") == []
    assert finished(error=errors.HearsightError()) == []
    assert finished(cancelled=True) == []


def test_a_command_that_says_nothing_is_answered_by_the_sound_alone() -> None:
    clock = Clock()
    mouth = Mouth(clock)
    cues = Cues(mouth, clock)
    turn = Turn(clock, 1.0)
    turn.outcome.answer = Answer("", answerable=True, engine="command")
    cues.begin(turn)
    cues.ended(turn)
    assert mouth.earcons == ["answered"]


def test_news_of_an_older_turn_does_not_end_this_one() -> None:
    clock = Clock()
    mouth = Mouth(clock)
    cues = Cues(mouth, clock)
    cues.begin(Turn(clock, 1.0))
    cues.handed(1)
    cues.begin(Turn(clock, 1.0))
    cues.heard_of("finished", 1)
    assert mouth.earcons == []

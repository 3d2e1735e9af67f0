"""Moving by sentence with the real speaker, whose news come on threads of their own: what is heard in the end."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from speech.audio import AudioOut
from speech.sound_card import MemoryAudio
from speech.speaker import Speaker
from tests.assistant.test_session import Stage, ocr
from tests.speech.test_speaker import LONG_S, Diary, LevelVoice

TEXTS = ("0.1", "0.2", "0.3", "0.4")


class NamedLevels(LevelVoice):
    """Sentences of a session, but for its own remarks, which sound as 0.9."""

    def speak(self, text: str, manner: Any, sink: Any) -> None:
        super().speak(text if text.replace(".", "").isdigit() else "0.9", manner, sink)


class Spoken:
    def __init__(self, stage: Callable[..., Stage], *texts: str) -> None:
        self.diary = Diary()
        self.device = MemoryAudio(rate=1000)
        self.session: Any = None

        def told(event: Any) -> None:
            if self.session is not None:
                self.session.heard_of(event)
            self.diary(event)

        self.speaker = Speaker([NamedLevels()], AudioOut(self.device), on_event=told, earcons="off")
        made = stage(None, ocr(*texts), mouth=self.speaker)
        self.session = made.session
        made.run()

    def play_into(self, text: str, count: int = 1) -> None:
        """Until that sentence is heard, for the `count`th time, and the session knows; not a block more."""
        while self.heard.count(float(text)) < count:
            self.device.play(1)
        with self.diary._changed:
            assert self.diary._changed.wait_for(lambda: self.diary.of("first_sample").count(text) >= count, LONG_S)

    def play_all(self) -> None:
        while not self.speaker.wait_idle(0.001):
            self.device.play(1)

    @property
    def heard(self) -> list[float]:
        sound = self.device.samples
        sound = sound[sound != 0]
        return [round(float(level), 3) for level in sound[np.flatnonzero(np.diff(sound, prepend=np.float32(0)))]]


@pytest.fixture
def spoken() -> Iterator[Callable[..., Spoken]]:
    made: list[Spoken] = []

    def make(*texts: str) -> Spoken:
        made.append(Spoken(Stage, *(texts or TEXTS)))
        return made[-1]

    yield make
    for each in made:
        each.session.close()
        each.speaker.close()


def test_next_cuts_the_sentence_off_and_the_one_after_it_is_heard(spoken: Callable[..., Spoken]) -> None:
    s = spoken()
    s.play_into("0.2")
    assert s.session.next_sentence()
    s.play_all()
    assert s.heard == [0.1, 0.2, 0.3, 0.4]
    assert s.diary.of("dropped") == ["0.2", "0.3", "0.4"]
    assert s.diary.of("finished") == ["0.1", "0.3", "0.4"]


def test_back_soon_after_the_start_leads_to_the_sentence_before_that_was_heard(spoken: Callable[..., Spoken]) -> None:
    s = spoken()
    s.play_into("0.3")
    assert s.session.previous_sentence()
    s.play_into("0.2", 2)
    s.play_all()
    assert s.heard == [0.1, 0.2, 0.3, 0.2, 0.3, 0.4]


def test_after_a_hush_it_goes_on_from_the_interrupted_of_two_that_read_alike(spoken: Callable[..., Spoken]) -> None:
    s = spoken("0.1", "0.2", "0.1", "0.3")
    s.play_into("0.1", 2)
    s.session.hush()
    assert s.session.go_on()
    s.play_all()
    assert s.heard == [0.1, 0.2, 0.1, 0.3]
    assert s.diary.of("finished") == ["0.1", "0.2", "0.1", "0.3"]


def test_at_both_ends_something_is_said(spoken: Callable[..., Spoken]) -> None:
    s = spoken("0.1", "0.2")
    s.play_into("0.1")
    assert s.session.previous_sentence()
    s.play_into("0.1", 2)
    assert s.diary.of("finished") == ["This is the beginning."]
    for _ in range(2):
        assert s.session.next_sentence()
    s.play_all()
    assert s.diary.of("finished")[-1] == "That was all."


@pytest.mark.parametrize("seed", range(4))
def test_however_keys_and_sound_meet_the_last_sentence_is_heard_to_its_end(
    spoken: Callable[..., Spoken], seed: int
) -> None:
    s = spoken(*(f"0.{number:03}" for number in range(100, 120)))
    choice = random.Random(seed)  # noqa: S311 - no secret

    def press() -> None:
        for _ in range(60):
            choice.choice(
                (
                    s.session.next_sentence,
                    s.session.previous_sentence,
                    s.session.go_on,
                    s.session.hush,
                    s.session.repeat,
                )
            )()

    thread = threading.Thread(target=press)
    thread.start()
    while thread.is_alive():
        s.device.play(1)
    thread.join(LONG_S)
    s.play_all()
    assert s.session.repeat()
    s.play_all()
    assert s.diary.of("finished")[-20:] == [f"0.{number:03}" for number in range(100, 120)]
    assert not s.session.go_on()

"""Where text becomes what is said: once, on its way into a voice, and nowhere else."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest

from assistant.ports import SampleSink
from assistant.types import Manner
from speech.audio import AudioOut
from speech.sound_card import MemoryAudio
from speech.speaker import Speaker, SpeakerEvent
from speech.voices.console import ConsoleVoice
from speech.voices.screen_reader import ScreenReaderVoice

LONG_S = 60.0


class Reader:
    """A voice that keeps what it was given to read."""

    name = "reader"
    streams = False

    def __init__(self) -> None:
        self.read: list[str] = []

    def speak(self, text: str, manner: Manner, sink: SampleSink) -> None:
        sink.write(np.zeros(0, np.float32))
        self.read.append(text)

    def hush(self) -> None:
        """It is over before anybody could object."""

    def languages(self) -> Sequence[str]:
        return ()

    def close(self) -> None:
        """Nothing to give back."""


class Foresighted(Reader):
    """Streams, and is told what comes next."""

    name = "foresighted"
    streams = True

    def __init__(self) -> None:
        super().__init__()
        self.prepared: list[str] = []
        self.begun, self.go = threading.Event(), threading.Event()

    def speak(self, text: str, manner: Manner, sink: SampleSink) -> None:
        super().speak(text, manner, sink)
        self.begun.set()
        assert self.go.wait(LONG_S)

    def prepare(self, text: str, manner: Manner) -> None:
        self.prepared.append(text)


SpeakerFor = Callable[..., tuple[Speaker, list[SpeakerEvent]]]


@pytest.fixture
def speaker_for() -> Iterator[SpeakerFor]:
    made: list[Speaker] = []

    def make(
        voice: object, manner: Manner | None = None, audio: AudioOut | None = None
    ) -> tuple[Speaker, list[SpeakerEvent]]:
        events: list[SpeakerEvent] = []
        made.append(Speaker([voice], audio, manner, on_event=events.append))  # type: ignore[list-item]
        return made[-1], events

    yield make
    for speaker in made:
        speaker.close()


def test_a_voice_reads_what_can_be_understood_while_events_keep_what_stands_there(speaker_for: SpeakerFor) -> None:
    voice = Reader()
    speaker, events = speaker_for(voice)
    speaker.say("Pay EUR 32.40 by 14:35 😀")
    assert speaker.wait_idle(LONG_S)
    assert voice.read == ["Pay 32 euros and 40 cents by 14 35, grinning face"]
    assert {event.text for event in events} == {"Pay EUR 32.40 by 14:35 😀"}


def test_text_that_breaks_the_rules_of_reading_is_read_as_it_stands(
    speaker_for: SpeakerFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise RecursionError

    monkeypatch.setattr("speech.words.spoken", broken)
    voice = Reader()
    speaker, events = speaker_for(voice)
    speaker.say("12 GB")
    assert speaker.wait_idle(LONG_S)
    assert voice.read == ["12 GB"]
    assert events[-1].kind == "finished"


def test_what_is_printed_stays_verbatim(speaker_for: SpeakerFor) -> None:
    page = io.StringIO()
    speaker, _ = speaker_for(ConsoleVoice(page))
    speaker.say("Pay EUR 32.40 by 14:35 😀")
    speaker.say("Ab-1", spelling="letters")
    assert speaker.wait_idle(LONG_S)
    assert page.getvalue() == "Pay EUR 32.40 by 14:35 😀\nA b - 1\n"


def test_a_screen_reader_gets_the_text_as_it_is_for_its_own_rules_and_for_braille() -> None:
    assert ScreenReaderVoice.verbatim


def test_the_level_of_punctuation_holds_from_the_next_sentence_on(speaker_for: SpeakerFor) -> None:
    voice = Reader()
    speaker, _ = speaker_for(voice, Manner(punctuation="none"))
    speaker.say("(a & b)")
    assert speaker.wait_idle(LONG_S)
    speaker.manner = Manner(punctuation="most")
    speaker.say("(a & b)")
    assert speaker.wait_idle(LONG_S)
    assert voice.read == ["a b", "open paren a and b close paren"]


def test_a_sentence_is_read_in_its_own_language(speaker_for: SpeakerFor) -> None:
    voice = Reader()
    speaker, _ = speaker_for(voice)
    speaker.say("现在 14:35", language="zh")
    assert speaker.wait_idle(LONG_S)
    assert voice.read == ["现在 14点35分"]


def test_spelling_is_by_letters_or_by_the_phonetic_alphabet(speaker_for: SpeakerFor) -> None:
    voice = Reader()
    speaker, _ = speaker_for(voice)
    speaker.say("Ab-1", spelling="letters")
    speaker.say("Ab-1", spelling="phonetic")
    assert speaker.wait_idle(LONG_S)
    assert voice.read == ["capital A, b, dash, 1", "capital Alfa, Bravo, dash, 1"]


def test_a_voice_prepares_what_it_will_read(speaker_for: SpeakerFor) -> None:
    voice = Foresighted()
    device = MemoryAudio(rate=1000, pace=50.0)
    speaker, _ = speaker_for(voice, audio=AudioOut(device))
    speaker.say("One PDF")
    assert voice.begun.wait(LONG_S)
    speaker.say("3 GB")
    voice.go.set()
    assert speaker.wait_idle(LONG_S)
    assert voice.read == ["One P.D.F", "3 gigabytes"]
    assert set(voice.prepared) == {"3 gigabytes"}


def test_text_without_anything_to_hear_ends_like_any_other(speaker_for: SpeakerFor) -> None:
    voice = Reader()
    speaker, events = speaker_for(voice)
    speaker.say("\u200b")
    assert speaker.wait_idle(LONG_S)
    assert [event.kind for event in events][-1] == "finished"

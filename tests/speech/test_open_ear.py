"""The open microphone: who is noticed, what is kept, and when it is closed."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.errors import MicrophoneMissing
from assistant.types import Clip, Overheard
from speech.listener import ClipMicrophone, Listener
from speech.microphone import Put
from speech.open_ear import BEFORE_S, OpenEar
from speech.vad import SileroVad
from tests.speech.spoken import RATE, VAD, no_speech, say, silence

PATIENCE_S = 20.0
QUESTION = say("Where is the save button?", lead_s=0.3, tail_s=0)


class HandMicrophone:
    """Brings what a test hands it, while it is open."""

    rate = RATE

    def __init__(self) -> None:
        self._put: Put | None = None
        self.error: MicrophoneMissing | None = None
        self.there = True

    def open(self, put: Put) -> None:
        if self.error is not None:
            raise self.error
        self._put = put

    def close(self) -> None:
        self._put = None

    def brings(self, samples: np.ndarray) -> None:
        for start in range(0, len(samples), 320):
            if self._put is not None:
                self._put(samples[start : start + 320].astype(np.float32))

    @property
    def alive(self) -> bool:
        return self._put is not None and self.there


class Told:
    """What an ear tells, and when."""

    def __init__(self, ear: OpenEar) -> None:
        self.voices = 0
        self.utterances: list[Overheard] = []
        self.happened = threading.Event()
        self.lost = threading.Event()
        ear.on_voice, ear.on_utterance, ear.on_lost = self._voice, self._utterance, self.lost.set

    def _voice(self) -> None:
        self.voices += 1
        self.happened.set()

    def _utterance(self, said: Overheard) -> None:
        self.utterances.append(said)
        self.happened.set()


@pytest.fixture
def microphone() -> HandMicrophone:
    return HandMicrophone()


@pytest.fixture
def ear(microphone: HandMicrophone) -> Iterator[OpenEar]:
    made = OpenEar(microphone, SileroVad(VAD))
    yield made
    made.watch("off")


def until_taken(ear: OpenEar) -> None:
    """Wait until the ear's thread has taken all that the microphone brought."""
    taken = threading.Event()
    stream = ear._stream
    assert stream is not None

    class Mark(np.ndarray):
        pass

    take = stream._take

    def watch(samples: np.ndarray, rate: int) -> None:
        if isinstance(samples, Mark):
            taken.set()
        else:
            take(samples, rate)

    stream._take = watch  # type: ignore[method-assign]
    stream.blocks.put((np.zeros(0, np.float32).view(Mark), 0))
    assert taken.wait(PATIENCE_S)


def test_a_question_is_recorded_through_it_as_through_any_microphone() -> None:
    microphone = ClipMicrophone(QUESTION, tail_s=0.2)
    listener = Listener(VAD, OpenEar(microphone, SileroVad(VAD)))
    listener.start()
    assert microphone.played.wait(PATIENCE_S)
    clip = listener.finish()
    assert np.array_equal(clip.samples[: len(QUESTION.samples)], QUESTION.samples)
    assert not microphone.alive


def test_a_voice_is_noticed_once_and_the_recording_begins_before_it(ear: OpenEar, microphone: HandMicrophone) -> None:
    told, listener = Told(ear), Listener(VAD, ear)
    ear.watch("voices")
    microphone.brings(silence(1.0))
    microphone.brings(QUESTION.samples)
    assert told.happened.wait(PATIENCE_S)
    assert ear.watching == "keep"
    listener.start()
    microphone.brings(silence(1.5))
    clip = listener.until_silence(Token())
    assert told.voices == 1
    assert len(QUESTION.samples) / RATE - 0.3 < clip.seconds < len(QUESTION.samples) / RATE + BEFORE_S + 1.0
    first = np.flatnonzero(np.abs(clip.samples) > 0.02)[0]
    assert np.abs(clip.samples[: max(1, first - 400)]).max() < 0.02, "the first sound of the voice is missing"
    assert listener.has_speech(clip)
    assert ear.watching == "off"
    assert not ear.alive, "the end of the question closes the microphone"


def test_no_sound_of_a_room_is_a_voice_or_an_utterance(ear: OpenEar, microphone: HandMicrophone) -> None:
    told = Told(ear)
    for what in ("voices", "utterances"):
        for sound in no_speech().values():
            ear.watch("off")
            ear.watch(what)  # type: ignore[arg-type]
            microphone.brings(sound)
            microphone.brings(silence(1.0))
            until_taken(ear)
    assert (told.voices, told.utterances) == (0, [])


def test_an_utterance_is_told_whole_once_it_is_over(ear: OpenEar, microphone: HandMicrophone) -> None:
    told = Told(ear)
    ear.watch("utterances")
    for sound in (silence(2.0), QUESTION.samples, silence(1.0), QUESTION.samples, silence(1.0)):
        microphone.brings(sound)
    until_taken(ear)
    assert len(told.utterances) == 2
    for said in told.utterances:
        assert said.over
        assert len(said.samples) == said.end - said.start
        assert SileroVad(VAD).segments(said.samples)[0].seconds > 0.8


def test_a_long_speech_is_told_after_four_seconds_and_then_left_alone(ear: OpenEar, microphone: HandMicrophone) -> None:
    told = Told(ear)
    ear.watch("utterances")
    speech = say("The committee will meet again on Thursday to talk about the new road along the river.").samples
    microphone.brings(silence(0.5))
    microphone.brings(np.concatenate([speech[6000:-6000]] * 3))
    microphone.brings(silence(1.0))
    until_taken(ear)
    assert [said.over for said in told.utterances] == [False]
    assert 3.5 < len(told.utterances[0].samples) / RATE < 5.0


def test_while_a_question_is_recorded_nobody_else_is_told(ear: OpenEar, microphone: HandMicrophone) -> None:
    told, listener = Told(ear), Listener(VAD, ear)
    ear.watch("utterances")
    listener.start()
    microphone.brings(QUESTION.samples)
    microphone.brings(silence(1.0))
    until_taken(ear)
    assert listener.until_silence(Token()).seconds > 1
    assert told.utterances == []
    assert ear.watching == "utterances", "the wake phrase is waited for again"


def test_what_was_said_while_it_was_recognised_is_not_lost(ear: OpenEar, microphone: HandMicrophone) -> None:
    told, listener = Told(ear), Listener(VAD, ear)
    ear.watch("utterances")
    for sound in (silence(0.5), say("Okay hear sight.", tail_s=0).samples, silence(0.7)):
        microphone.brings(sound)
    assert told.happened.wait(PATIENCE_S)
    microphone.brings(QUESTION.samples)
    until_taken(ear)
    ear.watch("keep")
    ear.resume_at(told.utterances[0].end)
    listener.start()
    microphone.brings(silence(1.5))
    clip = listener.until_silence(Token())
    segments = SileroVad(VAD).segments(clip.samples)
    assert sum(part.seconds for part in segments) > 0.9
    assert clip.seconds < 0.5 + len(QUESTION.samples) / RATE + 1.0, "the wake phrase is no part of it"


def test_a_device_that_goes_away_is_told(ear: OpenEar, microphone: HandMicrophone) -> None:
    told = Told(ear)
    ear.watch("utterances")
    microphone.brings(silence(0.5))
    microphone.there = False
    assert told.lost.wait(PATIENCE_S)
    assert ear.watching == "off"


def test_a_device_that_can_not_be_opened_is_an_error_and_leaves_it_closed(
    ear: OpenEar, microphone: HandMicrophone
) -> None:
    microphone.error = MicrophoneMissing()
    with pytest.raises(MicrophoneMissing):
        ear.watch("voices")
    assert ear.watching == "off"
    microphone.error = None
    ear.watch("voices")
    assert ear.alive


def test_another_microphone_is_used_from_then_on(ear: OpenEar, microphone: HandMicrophone) -> None:
    ear.watch("utterances")
    other = HandMicrophone()
    ear.use(other)
    assert (microphone.alive, ear.watching) == (False, "off")
    ear.watch("utterances")
    assert other.alive


def test_a_clip_of_another_rate_arrives_at_sixteen_kilohertz() -> None:
    from speech.resample import resample

    microphone = ClipMicrophone(Clip(resample(QUESTION.samples, RATE, 44_100), 44_100), tail_s=0.3)
    listener = Listener(VAD, OpenEar(microphone, SileroVad(VAD)))
    listener.start()
    assert listener.until_silence(Token()).seconds == pytest.approx(QUESTION.seconds + 0.3, abs=0.1)


def test_a_device_lost_during_a_question_does_not_leave_hands_free_deaf(
    ear: OpenEar, microphone: HandMicrophone
) -> None:
    told, listener = Told(ear), Listener(VAD, ear)
    ear.watch("utterances")
    listener.start()
    microphone.brings(silence(0.5))
    until_taken(ear)
    stream = ear._stream
    assert stream is not None
    microphone.there = False
    stream._thread.join(PATIENCE_S)  # it has noticed
    listener.finish()
    assert ear.watching == "off", "whoever follows the settings must open it anew"
    microphone.there = True
    ear.watch("utterances")
    for sound in (silence(0.5), QUESTION.samples, silence(1.0)):
        microphone.brings(sound)
    assert told.happened.wait(PATIENCE_S)


def test_what_a_closed_device_still_brought_is_in_no_later_recording(ear: OpenEar, microphone: HandMicrophone) -> None:
    ear.watch("utterances")
    old = ear._stream
    assert old is not None
    held, go_on, take = threading.Event(), threading.Event(), old._take

    def slow(samples: np.ndarray, rate: int) -> None:
        held.set()
        go_on.wait(PATIENCE_S)
        take(samples, rate)

    old._take = slow  # type: ignore[method-assign]
    microphone.brings(silence(0.02))
    assert held.wait(PATIENCE_S)
    microphone.brings(np.ones(320, np.float32))  # waits behind
    ear.watch("off")
    listener = Listener(VAD, ear)
    listener.start()
    go_on.set()
    old._thread.join(PATIENCE_S)
    microphone.brings(silence(0.1))
    until_taken(ear)
    assert np.abs(listener.finish().samples).max() < 0.5


def test_a_question_is_no_part_of_an_utterance_that_it_fell_into(ear: OpenEar, microphone: HandMicrophone) -> None:
    told, listener = Told(ear), Listener(VAD, ear)
    ear.watch("utterances")
    microphone.brings(silence(0.5))
    microphone.brings(QUESTION.samples[: round(0.9 * RATE)])  # somebody speaks already when the key is pressed
    until_taken(ear)
    listener.start()
    microphone.brings(QUESTION.samples)
    until_taken(ear)
    listener.finish()
    microphone.brings(silence(1.0))
    until_taken(ear)
    assert told.utterances == []

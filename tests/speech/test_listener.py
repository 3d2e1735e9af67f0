"""The listener: what is recorded, when it ends, and what happens without a microphone."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import MicrophoneMissing
from assistant.types import Clip
from speech.listener import ClipMicrophone, Listener
from speech.microphone import Put
from speech.resample import resample
from speech.vad import SileroVad
from tests.speech.spoken import RATE, VAD, say, silence

QUESTION = say("Where is the save button?", lead_s=0.3, tail_s=0)


@pytest.fixture(scope="module")
def vad() -> SileroVad:
    return SileroVad(VAD)


def followed_by(*more: Clip | float) -> Clip:
    """The question, then other clips and seconds of silence."""
    parts = [QUESTION, *more]
    return Clip(np.concatenate([silence(p) if isinstance(p, int | float) else p.samples for p in parts]))


TAKES: list[Callable[[Listener], Clip]] = [lambda ear: ear.finish(), lambda ear: ear.until_silence(Token())]


class MuteMicrophone:
    """Open and alive, but nothing comes out of it."""

    rate = RATE

    def __init__(self) -> None:
        self.open_now = False

    def open(self, put: Put) -> None:
        self.open_now = True

    def close(self) -> None:
        self.open_now = False

    @property
    def alive(self) -> bool:
        return self.open_now


def test_hold_to_talk_keeps_every_sample_from_the_key_press_on(vad: SileroVad) -> None:
    microphone = ClipMicrophone(QUESTION, tail_s=0.2)
    listener = Listener(vad, microphone)
    listener.start()
    assert microphone.played.wait(10)
    clip = listener.finish()
    assert clip.rate == RATE
    assert np.array_equal(clip.samples[: len(QUESTION.samples)], QUESTION.samples)
    assert listener.has_speech(clip)
    assert not microphone.alive


def test_press_to_talk_ends_after_the_question_and_leaves_out_what_follows(vad: SileroVad) -> None:
    later = say("Who sent the last message?")
    microphone = ClipMicrophone(followed_by(3, later))
    listener = Listener(vad, microphone)
    listener.start()
    clip = listener.until_silence(Token())
    assert QUESTION.seconds < clip.seconds < QUESTION.seconds + 1.5
    assert len(vad.segments(clip.samples)) == 1
    assert not microphone.alive


def test_a_pause_in_the_question_does_not_end_it(vad: SileroVad) -> None:
    rest = say("in this window?", lead_s=0, tail_s=0)
    listener = Listener(vad, ClipMicrophone(followed_by(0.35, rest, 3)))
    listener.start()
    assert listener.until_silence(Token()).seconds > QUESTION.seconds + 0.35 + rest.seconds - 0.3


class Verdict:
    """A judge with a fixed opinion, and a diary."""

    def __init__(self, opinion: bool | None) -> None:
        self.opinion = opinion
        self.pauses: list[Clip] = []
        self.resumes = 0

    def paused(self, clip: Clip) -> None:
        self.pauses.append(clip)

    def resumed(self) -> None:
        self.resumes += 1

    def finished(self) -> bool | None:
        return self.opinion


@pytest.mark.parametrize("rate", [RATE, 48_000])
def test_a_judge_shortens_or_lengthens_the_wait_after_the_last_word(vad: SileroVad, rate: int) -> None:
    lengths = []
    clip = followed_by(3)
    for opinion in (True, None, False):
        listener = Listener(vad, ClipMicrophone(Clip(resample(clip.samples, RATE, rate), rate)))
        listener.start()
        lengths.append(listener.until_silence(Token(), judge=Verdict(opinion)).seconds)
    assert lengths[1] - lengths[0] == pytest.approx(0.2, abs=0.04)
    assert lengths[2] - lengths[1] == pytest.approx(0.8, abs=0.04)


def test_a_judge_hears_what_was_said_before_each_pause_and_that_it_went_on(vad: SileroVad) -> None:
    rest = say("in this window?", lead_s=0, tail_s=0)
    judge = Verdict(None)
    listener = Listener(vad, ClipMicrophone(followed_by(0.25, rest, 3)))
    listener.start()
    clip = listener.until_silence(Token(), judge=judge)
    first, second = judge.pauses
    assert judge.resumes == 1
    assert first.seconds == pytest.approx(QUESTION.seconds, abs=0.2)
    assert second.seconds == pytest.approx(clip.seconds - 0.45, abs=0.05)
    assert np.array_equal(first.samples, clip.samples[: len(first.samples)])


def test_an_unfinished_question_is_waited_for_longer_than_silence_alone_would(vad: SileroVad) -> None:
    rest = say("in this window?", lead_s=0, tail_s=0)
    for opinion, whole in ((None, False), (False, True)):
        listener = Listener(vad, ClipMicrophone(followed_by(1.1, rest, 3)))
        listener.start()
        clip = listener.until_silence(Token(), judge=Verdict(opinion))
        assert (clip.seconds > QUESTION.seconds + 1.1 + rest.seconds - 0.3) is whole


def test_nobody_speaking_ends_it_after_five_seconds_and_is_no_speech(vad: SileroVad) -> None:
    listener = Listener(vad, ClipMicrophone(Clip(silence(1))))
    listener.start()
    clip = listener.until_silence(Token())
    assert 4.9 < clip.seconds < 5.1
    assert not listener.has_speech(clip)


def test_someone_who_does_not_stop_is_cut_at_the_limit(vad: SileroVad) -> None:
    listener = Listener(vad, ClipMicrophone(Clip(np.tile(QUESTION.samples[5000:], 10))))
    listener.start()
    assert 3.9 < listener.until_silence(Token(), max_s=4).seconds < 4.1


def test_a_stuck_key_does_not_fill_the_memory(vad: SileroVad) -> None:
    microphone = ClipMicrophone(Clip(silence(30)), tail_s=0)
    listener = Listener(vad, microphone, max_s=2)
    listener.start()
    assert microphone.played.wait(10)
    assert 2 <= listener.finish().seconds < 2.1


@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000])
def test_a_device_with_another_rate_is_understood_all_the_same(vad: SileroVad, rate: int) -> None:
    clip = followed_by(3)
    listener = Listener(vad, ClipMicrophone(Clip(resample(clip.samples, RATE, rate), rate)))
    listener.start()
    heard = listener.until_silence(Token())
    assert heard.rate == RATE
    assert QUESTION.seconds < heard.seconds < QUESTION.seconds + 1.5
    assert listener.has_speech(heard)


def test_without_a_microphone_it_is_said_and_one_plugged_in_later_works(vad: SileroVad) -> None:
    microphone = ClipMicrophone(followed_by(3), plugged=False)
    listener = Listener(vad, microphone)
    with pytest.raises(MicrophoneMissing):
        listener.start()
    microphone.plugged = True
    listener.start()
    assert listener.has_speech(listener.until_silence(Token()))


def test_what_was_heard_before_the_device_went_away_is_kept(vad: SileroVad) -> None:
    for take in TAKES:
        microphone = ClipMicrophone(QUESTION, tail_s=0)
        listener = Listener(vad, microphone)
        listener.start()
        assert microphone.played.wait(10)
        assert take(listener).seconds == pytest.approx(QUESTION.seconds, abs=0.01)


def test_a_device_that_goes_away_before_any_sound_is_missing(vad: SileroVad) -> None:
    for take in TAKES:
        microphone = ClipMicrophone(Clip(silence(0)), tail_s=0)
        listener = Listener(vad, microphone)
        listener.start()
        assert microphone.played.wait(10)
        with pytest.raises(MicrophoneMissing):
            take(listener)


def test_a_microphone_that_is_late_is_not_called_missing(vad: SileroVad) -> None:
    listener = Listener(vad, MuteMicrophone())
    listener.start()
    with pytest.raises(MicrophoneMissing, match="not ready yet"):
        listener.finish()


def test_a_cancel_from_another_thread_ends_the_wait_and_closes(vad: SileroVad) -> None:
    microphone = MuteMicrophone()
    listener = Listener(vad, microphone)
    listener.start()
    ended: list[BaseException] = []

    def wait() -> None:
        try:
            listener.until_silence(Token())
        except Cancelled as error:
            ended.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    listener.cancel()
    thread.join(10)
    assert len(ended) == 1
    assert not microphone.open_now


def test_a_cancelled_token_ends_the_wait_and_closes(vad: SileroVad) -> None:
    microphone, token = MuteMicrophone(), Token()
    listener = Listener(vad, microphone)
    listener.start()
    threading.Timer(0.05, token.cancel).start()
    with pytest.raises(Cancelled):
        listener.until_silence(token)
    assert not microphone.open_now


def test_a_second_start_forgets_the_first_recording(vad: SileroVad) -> None:
    microphone = ClipMicrophone(QUESTION, tail_s=0)
    listener = Listener(vad, microphone)
    listener.start()
    assert microphone.played.wait(10)
    listener.start()
    assert microphone.played.wait(10)
    assert listener.finish().seconds == pytest.approx(QUESTION.seconds, abs=0.01)
    assert microphone.opened == 2


def test_the_microphone_is_open_only_while_listening(vad: SileroVad) -> None:
    microphone = MuteMicrophone()
    listener = Listener(vad, microphone)
    seen = [microphone.open_now]
    listener.start()
    seen.append(microphone.open_now)
    listener.cancel()
    seen.append(microphone.open_now)
    assert seen == [False, True, False]
    with pytest.raises(Cancelled):
        listener.finish()


# -- a held key -------------------------------------------------------------------------------------------------------


def test_a_held_key_tells_of_each_pause_and_ends_only_when_it_is_let_go(vad: SileroVad) -> None:
    clip = followed_by(2.5, say("Who sent the last message?"), 0.6)
    microphone = ClipMicrophone(clip, tail_s=0.2)
    listener, judge, released = Listener(vad, microphone), Verdict(None), threading.Event()
    listener.start()
    told = threading.Event()
    seen = judge.paused

    def paused(heard: Clip) -> None:
        seen(heard)
        if len(judge.pauses) == 2:
            told.set()

    judge.paused = paused  # type: ignore[method-assign]
    thread = threading.Thread(target=lambda: listener.along(released, Token(), judge=judge))
    thread.start()
    assert told.wait(10)
    released.set()
    thread.join(10)
    assert not thread.is_alive()
    assert judge.resumes == 1
    first, second = judge.pauses
    assert QUESTION.seconds - 0.3 < first.seconds < QUESTION.seconds + 0.5 < second.seconds
    assert len(listener.finish().samples) >= len(clip.samples)
    assert not microphone.alive


def test_a_held_key_that_is_never_let_go_ends_with_the_longest_question(vad: SileroVad) -> None:
    listener = Listener(vad, MuteMicrophone())
    listener.start()
    listener.along(threading.Event(), Token(), max_s=0.1)
    listener.cancel()


def test_a_cancelled_held_key_closes_the_microphone(vad: SileroVad) -> None:
    microphone, token = MuteMicrophone(), Token()
    listener = Listener(vad, microphone)
    listener.start()
    token.cancel()
    with pytest.raises(Cancelled):
        listener.along(threading.Event(), token)
    assert not microphone.alive

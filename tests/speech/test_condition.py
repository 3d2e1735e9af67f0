"""What is wrong with a recording, and what a person is told to do about it."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.hearing import trouble_with
from assistant.languages import LANGUAGES, language
from assistant.types import Clip
from speech.condition import condition
from tests.speech.spoken import RATE, noisy, say, silence

QUESTION = say("Where is the save button in this window?", "flite:slt")


def louder(clip: Clip, db: float) -> Clip:
    return Clip(np.clip(clip.samples * 10 ** (db / 20), -1, 1).astype(np.float32), clip.rate)


def room(dbfs: float, seconds: float = 2) -> Clip:
    return Clip(np.random.default_rng(1).normal(0, 10 ** (dbfs / 20), round(seconds * RATE)).astype(np.float32))


@pytest.mark.parametrize("voice", ["flite:slt", "flite:rms", "flite:awb", "espeak-ng:en-us"])
def test_a_good_recording_has_nothing_wrong_with_it(voice: str) -> None:
    clip = say("Where is the save button in this window?", voice)
    assert trouble_with(condition(clip), spoke=True) is None
    assert trouble_with(condition(noisy(clip, 20)), spoke=True) is None


@pytest.mark.parametrize(
    ("clip", "spoke", "trouble"),
    [
        (Clip(QUESTION.samples[: RATE // 4]), False, "too_short"),
        (Clip(silence(0)), False, "too_short"),
        (Clip(silence(3)), False, "muted"),
        (Clip(np.full(RATE, 0.4, np.float32)), False, "muted"),
        (louder(QUESTION, -45), True, "too_quiet"),
        (louder(QUESTION, -50), False, "too_quiet"),
        (louder(QUESTION, 30), True, "too_loud"),
        (noisy(QUESTION, 3), True, "too_noisy"),
        (room(-55), False, None),
        (room(-30), False, None),
    ],
)
def test_what_is_wrong_is_told_apart(clip: Clip, spoke: bool, trouble: str | None) -> None:
    assert trouble_with(condition(clip), spoke=spoke) == trouble


def test_every_trouble_has_a_sentence_in_every_language() -> None:
    for phrases in (language(tag).sentences for tag in LANGUAGES):
        assert {"too_short", "muted", "too_quiet", "too_loud", "too_noisy", "too_long", "cut_off"} <= phrases.keys()


def test_levels_are_what_they_are_called() -> None:
    tone = Clip((0.1 * np.sqrt(2) * np.sin(2 * np.pi * 440 * np.arange(2 * RATE) / RATE)).astype(np.float32))
    how = condition(tone)
    assert how.voice_dbfs == pytest.approx(-20, abs=0.2)
    assert how.room_dbfs == pytest.approx(-20, abs=0.2)
    assert condition(Clip(np.concatenate([tone.samples, room(-50).samples]))).snr_db == pytest.approx(30, abs=1)


def test_a_recording_at_another_rate_is_measured_alike() -> None:
    wide = Clip(np.repeat(QUESTION.samples, 3), 3 * RATE)
    assert condition(wide).voice_dbfs == pytest.approx(condition(QUESTION).voice_dbfs, abs=0.3)


def test_what_is_no_number_does_no_harm() -> None:
    assert condition(Clip(np.full(RATE, np.nan, np.float32))).voice_dbfs == pytest.approx(-120)

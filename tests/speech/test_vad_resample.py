"""The resampler that microphones, clips and voices share."""

from __future__ import annotations

import numpy as np
import pytest

from speech.resample import Resampler, resample

RATES = [(44_100, 16_000), (48_000, 16_000), (8_000, 16_000), (22_050, 16_000), (16_000, 44_100), (24_000, 48_000)]


@pytest.mark.parametrize(("rate_in", "rate_out"), RATES)
def test_a_tone_keeps_its_pitch_level_and_time(rate_in: int, rate_out: int) -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(rate_in) / rate_in).astype(np.float32)
    made = resample(tone, rate_in, rate_out)
    assert len(made) == rate_out
    wanted = np.sin(2 * np.pi * 1000 * np.arange(rate_out) / rate_out)
    edge = rate_out // 50
    assert np.abs(made - wanted)[edge:-edge].max() < 1e-3


def test_what_the_new_rate_cannot_hold_does_not_fold_back() -> None:
    tone = np.sin(2 * np.pi * 12_000 * np.arange(44_100) / 44_100).astype(np.float32)
    assert np.abs(resample(tone, 44_100, 16_000))[400:-400].max() < 1e-3


@pytest.mark.parametrize(("rate_in", "rate_out"), RATES)
def test_blocks_of_any_size_give_the_same_as_the_whole(rate_in: int, rate_out: int) -> None:
    random = np.random.default_rng(1)
    sound = random.normal(0, 0.3, 20_000).astype(np.float32)
    resampler, blocks, at = Resampler(rate_in, rate_out), [], 0
    while at < len(sound):
        size = int(random.integers(0, 900))
        blocks.append(resampler.feed(sound[at : at + size]))
        at += size
    blocks.append(resampler.end())
    made, whole = np.concatenate(blocks), resample(sound, rate_in, rate_out)
    assert len(made) == len(whole) == -(-len(sound) * rate_out // rate_in)
    assert np.allclose(made, whole, atol=1e-6)


def test_the_same_rate_changes_nothing() -> None:
    sound = np.ones(10, np.float32)
    assert resample(sound, 16_000, 16_000) is sound


def test_nothing_gives_nothing() -> None:
    assert len(resample(np.zeros(0, np.float32), 44_100, 16_000)) == 0

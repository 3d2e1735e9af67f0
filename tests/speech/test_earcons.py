"""Earcons: short, soft-edged, low, and each unlike the others, also to ears that have lost the high tones."""

from __future__ import annotations

import itertools
from typing import get_args

import numpy as np
import pytest

from assistant.ports import Earcon
from speech import earcons

RATE = 44_100
NAMES = get_args(Earcon)
APART = 0.5
"""Of 0 (the same) to 1 (nothing in common): see `distance`."""
LOW_PASS_HZ = 2000
BANDS_HZ = (100, 200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320, 2700)
"""Critical bands of hearing (Zwicker, 1961)."""
STEP_S, LONGEST_S = 0.01, 0.32


def low_passed(samples: np.ndarray) -> np.ndarray:
    spectrum = np.fft.rfft(samples)
    spectrum[np.fft.rfftfreq(len(samples), 1 / RATE) > LOW_PASS_HZ] = 0
    return np.fft.irfft(spectrum, len(samples))


def picture_of(samples: np.ndarray) -> np.ndarray:
    """What is in each critical band every 10 ms, at a common loudness: who hears one sound has no other beside it."""
    step = round(STEP_S * RATE)
    padded = np.concatenate([np.zeros(step // 2), samples, np.zeros(round(LONGEST_S * RATE))])
    hz = np.fft.rfftfreq(4096, 1 / RATE)
    rows = []
    for at in range(0, round(LONGEST_S * RATE), step):
        power = np.abs(np.fft.rfft(padded[at : at + 2 * step] * np.hanning(2 * step), 4096)) ** 2
        rows.append([np.sqrt(power[(hz >= low) & (hz < high)].sum()) for low, high in itertools.pairwise(BANDS_HZ)])
    picture = np.array(rows)
    return picture / np.linalg.norm(picture)


def distance(one: np.ndarray, other: np.ndarray) -> float:
    """0 for the same sound, 1 for two that share no moment in any band; where they are most alike within 40 ms."""
    ours, theirs = picture_of(one), picture_of(other)
    return min(float(np.linalg.norm(ours - np.roll(theirs, by, axis=0))) for by in range(-4, 5)) / np.sqrt(2)


@pytest.mark.parametrize("name", NAMES)
def test_an_earcon_is_between_60_and_300_ms_and_not_loud(name):
    made = earcons.sound(name, RATE)
    assert made.dtype == np.float32
    assert 0.06 <= len(made) / RATE <= 0.3001
    assert len(made) / RATE == pytest.approx(earcons.seconds(name), abs=0.001)
    assert np.abs(made).max() == pytest.approx(earcons.SHAPES[name][0])
    assert np.abs(made).max() <= 0.35


def test_what_is_repeated_is_the_softest():
    peaks = {name: earcons.SHAPES[name][0] for name in NAMES}
    once = min(peak for name, peak in peaks.items() if name not in earcons.BACKGROUND)
    assert all(peaks[name] <= once * 2 / 3 + 1e-9 for name in earcons.BACKGROUND)


@pytest.mark.parametrize("name", NAMES)
def test_the_energy_of_an_earcon_is_below_2500_hz(name):
    power = np.abs(np.fft.rfft(earcons.sound(name, RATE))) ** 2
    hz = np.fft.rfftfreq(len(earcons.sound(name, RATE)), 1 / RATE)
    assert power[hz > 2500].sum() / power.sum() < 0.03


@pytest.mark.parametrize("name", NAMES)
def test_an_earcon_does_not_click(name):
    made = earcons.sound(name, RATE)
    assert abs(made[0]) < 0.01
    assert abs(made[-1]) < 0.01
    # Nowhere steeper than a full-scale sine of the highest tone in it: no step inside either.
    assert np.abs(np.diff(made)).max() < np.abs(made).max() * 2 * np.pi * 2700 / RATE


@pytest.mark.parametrize("lost", [False, True], ids=["all tones", "behind 2 kHz"])
def test_any_two_earcons_are_told_apart(lost):
    heard = {
        name: low_passed(np.asarray(earcons.sound(name, RATE))) if lost else earcons.sound(name, RATE) for name in NAMES
    }
    near = {(one, other): distance(heard[one], heard[other]) for one, other in itertools.combinations(NAMES, 2)}
    assert min(near.values()) > APART, sorted(near.items(), key=lambda item: item[1])[:3]


def test_the_measure_finds_sounds_that_are_alike():
    sound = np.asarray(earcons.sound("refused", RATE))
    assert distance(sound, 0.3 * sound) < 1e-6
    a_little_higher = (0.28, (earcons.Tone(460, 460, 95), earcons.PAUSE, earcons.Tone(460, 460, 95)))
    other = np.concatenate([earcons._tone(tone, RATE) for tone in a_little_higher[1]])
    assert distance(sound, other) < APART


def test_listening_rises_and_received_falls():
    def early_and_late(name: Earcon) -> tuple[float, float]:
        made = earcons.sound(name, RATE)
        half = len(made) // 2
        return tuple(float(np.argmax(np.abs(np.fft.rfft(part, RATE)))) for part in (made[:half], made[half:]))

    assert np.greater(*reversed(early_and_late("listening")))
    assert np.greater(*early_and_late("received"))


def test_an_earcon_lasts_as_long_at_every_rate():
    for name in NAMES:
        assert len(earcons.sound(name, 16_000)) / 16_000 == pytest.approx(
            len(earcons.sound(name, RATE)) / RATE, abs=1e-3
        )


def test_the_volume_scales_a_sound_and_changes_nothing_else():
    full, half = earcons.sound("looked", RATE), earcons.sound("looked", RATE, 0.5)
    assert np.allclose(full * 0.5, half, atol=1e-6)
    assert not earcons.sound("looked", RATE, 0.0).any()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_earcon_has_a_short_word_of_its_own(language):
    words = [earcons.word(name, language) for name in NAMES]
    assert len(set(words)) == len(NAMES)
    assert all(0 < len(word) <= 16 for word in words)
    assert earcons.word("looked", "xx") == earcons.word("looked", "en")

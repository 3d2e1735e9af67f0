"""Earcons: short, soft-edged, low, and each unlike the others."""

from __future__ import annotations

import itertools
from typing import get_args

import numpy as np
import pytest

from assistant.ports import Earcon
from speech import earcons

RATE = 44_100
NAMES = get_args(Earcon)


@pytest.mark.parametrize("name", NAMES)
def test_an_earcon_is_between_60_and_250_ms_and_not_loud(name):
    made = earcons.sound(name, RATE)
    assert made.dtype == np.float32
    assert 0.06 <= len(made) / RATE <= 0.2501
    assert len(made) / RATE == pytest.approx(earcons.seconds(name), abs=0.001)
    assert np.abs(made).max() == pytest.approx(earcons.SHAPES[name][0])
    assert np.abs(made).max() <= 0.35


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


def test_no_two_earcons_sound_alike():
    """The loudest pitch of the first and the last third, and the length: any two differ in one of them by a tenth."""

    def character(name: Earcon) -> tuple[float, float, float]:
        made = earcons.sound(name, RATE)
        third = len(made) // 3
        pitches = []
        for part in (made[:third], made[-third:]):
            power = np.abs(np.fft.rfft(part, 16_384))
            pitches.append(float(np.argmax(power)) * RATE / 16_384)
        return pitches[0], pitches[1], len(made) / RATE

    for one, other in itertools.combinations(NAMES, 2):
        ratios = [a / b for a, b in zip(character(one), character(other), strict=True)]
        assert max(max(ratio, 1 / ratio) for ratio in ratios) > 1.1, (one, other)


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

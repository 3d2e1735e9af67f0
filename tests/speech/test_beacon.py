"""The tone that points at something: its pitch and its side, measured in what is played; never under a word."""

from __future__ import annotations

import numpy as np
import pytest

from speech import sonify
from speech.audio import AudioOut
from speech.sound_card import MemoryAudio
from tests.speech.test_sonify import frequency
from tests.speech.test_speaker import LevelVoice, Stage

RATE = 24_000


@pytest.mark.parametrize(("height", "hz"), [(0.0, 220), (0.5, 440), (1.0, 880), (2.0, 880)])
def test_nearer_to_the_middle_is_higher(height: float, hz: float) -> None:
    tone = sonify.beacon(height, 0.0, RATE)
    assert frequency(tone.mean(axis=1)) == pytest.approx(hz, rel=0.01)
    assert len(tone) / RATE < 0.1


@pytest.mark.parametrize("side", [-1.0, -0.4, 0.0, 0.4, 1.0])
def test_it_is_heard_where_it_is_and_as_loud_everywhere(side: float) -> None:
    left, right = np.sqrt((sonify.beacon(0.5, side, RATE) ** 2).mean(axis=0))
    middle = np.sqrt((sonify.beacon(0.5, 0.0, RATE) ** 2).mean(axis=0))
    assert np.sign(right - left) == pytest.approx(np.sign(side)) or abs(right - left) < 1e-6
    assert np.hypot(left, right) == pytest.approx(np.hypot(*middle), rel=0.01)


def test_both_ears_get_their_own_from_the_device() -> None:
    sides = []
    audio = AudioOut(MemoryAudio(rate=RATE))
    audio.mix(sonify.beacon(0.5, -0.8, RATE), background=True)
    block = np.zeros(RATE // 20, np.float32)
    sides.append(audio._fill(block, 0.0))
    assert sides[0] is not None
    left, right = block + sides[0], block - sides[0]
    assert np.abs(left).mean() > 3 * np.abs(right).mean() > 0
    audio.close()


def test_no_tone_sounds_under_a_word_nor_where_sounds_are_unwanted() -> None:
    stage = Stage([LevelVoice()])
    try:
        assert stage.speaker.beacon(0.5, 0.0)
        assert stage.device.play(3).any()
        stage.device.play(20)
        stage.speaker.say("endless 0.1")
        stage.play_until("first_sample", "endless 0.1")
        assert stage.speaker.beacon(0.5, 0.0)  # it can be heard, but not now
        played = stage.device.play(4)
        assert np.all(np.isclose(played, 0.1, atol=1e-6) | np.isclose(played, 0, atol=1e-6))
        stage.speaker.hush()
        stage.speaker.earcons = "words"
        assert not stage.speaker.beacon(0.5, 0.0)
        assert not stage.device.play(3).any()
    finally:
        stage.speaker.close()

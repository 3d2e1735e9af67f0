"""Hearsight's own voice through a loudspeaker is no person; a person who speaks over it is."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from speech.eavesdropper import Eavesdropper
from speech.echo import EchoPath, InterruptionJudge
from speech.sound_gate import SoundGate
from speech.vad import FRAME, SileroVad
from tests.speech.spoken import RATE, VAD, say

OUT, IN = RATE * 15 // 1000, RATE * 20 // 1000
"""Blocks of the loudspeaker and of the microphone."""
OWN = "The disk is full. Three files were not saved. There are two buttons, Retry and Cancel. Retry has the focus."


@cache
def own_voice() -> np.ndarray:
    return say(OWN, "espeak-ng:en-us").samples * 0.5


@cache
def room(delay_ms: int) -> np.ndarray:
    """A direct sound and reflections that fade by 60 dB in 0.3 s."""
    random = np.random.default_rng(delay_ms)
    tail = random.normal(0, 0.02, RATE // 4) * 10 ** (-3 * np.arange(RATE // 4) / (0.3 * RATE))
    tail[0] = 0.6
    return np.concatenate([np.zeros(delay_ms * RATE // 1000), tail])


def echo_of(sound: np.ndarray, delay_ms: int) -> np.ndarray:
    echo = np.convolve(sound, room(delay_ms))[: len(sound)] * 0.5
    return echo + np.random.default_rng(1).normal(0, 0.001, len(sound))


def first_notice(played: np.ndarray, recorded: np.ndarray) -> float | None:
    """The second at which a person is noticed; blocks arrive as two devices bring them."""
    path, judge, vad = EchoPath(), InterruptionJudge(), SileroVad(VAD)
    sent = 0
    for start in range(0, len(recorded) - IN, IN):
        while sent <= start + IN:
            path.played(played[sent : sent + OUT].astype(np.float32), RATE)
            sent += OUT
        for frame in path.recorded(recorded[start : start + IN].astype(np.float32)):
            if judge.feed(frame, vad.probability(frame.samples)) and path.certain():
                return (start + IN) / RATE
    return None


@pytest.mark.parametrize("delay_ms", [20, 80, 250])
def test_ones_own_voice_does_not_interrupt(delay_ms: int) -> None:
    assert first_notice(own_voice(), echo_of(own_voice(), delay_ms)) is None


@pytest.mark.parametrize("delay_ms", [20, 80, 250])
def test_a_person_interrupts_within_half_a_second(delay_ms: int) -> None:
    recorded = echo_of(own_voice(), delay_ms)
    person = say("Where is the save button?", "flite:awb", lead_s=0).samples
    person *= np.sqrt(np.mean(recorded**2) / np.mean(person**2)) * 1.8
    begins = 3 * RATE
    recorded[begins : begins + len(person)] += person
    noticed = first_notice(own_voice(), recorded)
    assert noticed is not None
    assert 0 < noticed - 3.0 < 0.5


def test_a_stutter_of_the_device_is_no_person() -> None:
    echo = echo_of(own_voice(), 80)
    stuttered = np.concatenate([echo[: 3 * RATE], np.zeros(RATE // 25), echo[3 * RATE :]])
    assert first_notice(own_voice(), stuttered) is None


def test_without_echo_handling_the_same_voice_would_interrupt() -> None:
    """That the test above could fail: what the microphone hears is a voice to the detector."""
    probabilities = SileroVad(VAD).probabilities(echo_of(own_voice(), 80).astype(np.float32))
    assert (probabilities > 0.5).mean() > 0.5


def test_what_the_person_says_is_cleaned_of_the_echo() -> None:
    path, sent, kept = EchoPath(), 0, []
    played, recorded = own_voice(), echo_of(own_voice(), 80)
    for start in range(0, len(recorded) - IN, IN):
        while sent <= start + IN:
            path.played(played[sent : sent + OUT].astype(np.float32), RATE)
            sent += OUT
        kept += [frame.samples for frame in path.recorded(recorded[start : start + IN].astype(np.float32))]
    cleaned = np.concatenate(kept)
    late = slice(4 * RATE, 6 * RATE)
    assert 10 * np.log10(np.mean(recorded[late] ** 2) / np.mean(cleaned[late] ** 2)) > 10


class CountingVad:
    def __init__(self) -> None:
        self.asked = 0

    def reset(self) -> None:
        pass

    def probability(self, frame: np.ndarray) -> float:
        self.asked += 1
        return 0.0


@pytest.mark.parametrize("level", [0.0, 0.001, 0.02, 0.2])
def test_silence_and_steady_noise_cost_nothing(level: float) -> None:
    vad = CountingVad()
    eavesdropper = Eavesdropper(vad)  # type: ignore[arg-type]
    noise = np.random.default_rng(3).normal(0, level, 60 * RATE).astype(np.float32)
    for number, frame in enumerate(noise[: len(noise) // FRAME * FRAME].reshape(-1, FRAME)):
        eavesdropper.feed(frame, (number + 1) * FRAME)
    assert vad.asked < 0.05 * len(noise) / FRAME


def test_a_voice_out_of_noise_opens_the_gate() -> None:
    gate, random = SoundGate(), np.random.default_rng(4)
    noise = random.normal(0, 0.01, 10 * RATE).astype(np.float32)
    for frame in noise[: len(noise) // FRAME * FRAME].reshape(-1, FRAME):
        gate.feed(frame)
        gate.noise(frame)
    assert not gate.feed(noise[:FRAME])
    voice = say("Okay hear sight.", lead_s=0, tail_s=0).samples
    opened = [gate.feed(frame) for frame in voice[: len(voice) // FRAME * FRAME].reshape(-1, FRAME)]
    assert opened.index(True) < 10

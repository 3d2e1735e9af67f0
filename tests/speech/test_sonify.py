"""A chart as tones: what is heard, measured in what was played."""

from __future__ import annotations

import io
import itertools
import threading
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest

from assistant.types import Tune
from speech import sonify
from speech.audio import AudioOut
from speech.news import SpeakerEvent
from speech.sound_card import MemoryAudio
from speech.speaker import Speaker
from speech.voices.console import ConsoleVoice

RATE = 24_000
Samples = npt.NDArray[np.float32]


def frequency(tone: Samples, rate: int = RATE) -> float:
    """Hz of the strongest part of (n,) samples, to a part of a bin (parabola through the peak)."""
    padded = np.fft.rfft(tone * np.hanning(len(tone)), 1 << 17)
    size = np.abs(padded)
    top = int(np.argmax(size))
    left, middle, right = np.log(size[top - 1 : top + 2] + 1e-12)
    return float((top + 0.5 * (left - right) / (left - 2 * middle + right)) * rate / (1 << 17))


def heard(tune: Tune) -> list[Samples]:
    return list(sonify.tones(tune, RATE))


def middle_of(tone: Samples) -> Samples:
    return tone.mean(axis=1)[: round(sonify.SOUNDING * len(tone))]


def test_each_value_is_heard_at_its_pitch() -> None:
    tune = Tune((3.0, 7.0, 5.0, 12.0), 3.0, 12.0)
    pitches = [frequency(middle_of(tone)) for tone in heard(tune)]
    wanted = [220 * 4 ** ((value - 3) / 9) for value in (3.0, 7.0, 5.0, 12.0)]
    assert pitches == pytest.approx(wanted, rel=0.01)


def test_a_steady_rise_rises_by_equal_intervals() -> None:
    tones = heard(Tune(tuple(float(n) for n in range(9)), 0.0, 8.0))
    pitches = [frequency(middle_of(tone)) for tone in tones]
    steps = [high / low for low, high in itertools.pairwise(pitches)]
    assert steps == pytest.approx([4 ** (1 / 8)] * 8, rel=0.01)


def test_tones_move_from_the_left_ear_to_the_right() -> None:
    tones = heard(Tune((1.0, 1.0, 1.0, 1.0, 1.0), 0.0, 2.0))
    levels = [np.sqrt((tone**2).mean(axis=0)) for tone in tones]
    shares = [float(right / (left + right)) for left, right in levels]
    assert shares == sorted(shares)
    assert shares[0] < 0.1
    assert shares[-1] > 0.9
    powers = [float(left**2 + right**2) for left, right in levels]
    assert max(powers) / min(powers) == pytest.approx(1.0, abs=0.02)


def test_a_missing_value_is_a_pause_of_the_same_length() -> None:
    tones = heard(Tune((1.0, None, 2.0), 1.0, 2.0))
    assert len({len(tone) for tone in tones}) == 1
    assert not tones[1].any()


def test_many_points_are_heard_in_seconds_and_one_value_in_the_middle() -> None:
    tones = heard(Tune(tuple(float(n % 7) for n in range(200)), 0.0, 6.0))
    assert sum(len(tone) for tone in tones) / RATE <= 200 * sonify.SHORTEST_MS / 1000 + 0.1
    assert sonify.pitch(5.0, 5.0, 5.0) == pytest.approx(440.0)


def test_no_tone_clicks() -> None:
    for tone in heard(Tune((1.0, 9.0), 1.0, 9.0)):
        assert abs(tone[0]).max() < 0.001
        assert np.abs(np.diff(tone[:, 0])).max() < 0.12


class Stage:
    """A speaker whose device is memory, played by hand."""

    def __init__(self) -> None:
        self.backend = MemoryAudio(RATE)
        self.events: list[SpeakerEvent] = []
        self.ended = threading.Event()
        self.speaker = Speaker([ConsoleVoice(io.StringIO())], AudioOut(self.backend), on_event=self.told)

    def told(self, event: SpeakerEvent) -> None:
        self.events.append(event)
        if event.kind in ("finished", "dropped", "failed"):
            self.ended.set()

    def pull_until_ended(self, most: int = 400) -> None:
        for _ in range(most):
            self.backend.play(1)
            if self.ended.wait(0.005):
                return
        raise AssertionError("the tones never ended")


@pytest.fixture
def stage() -> Iterator[Stage]:
    one = Stage()
    yield one
    one.speaker.close()


def test_tones_go_through_the_speakers_own_stream_in_stereo(stage: Stage) -> None:
    assert stage.speaker.play(Tune((1.0, 4.0), 1.0, 4.0), mark=7)
    stage.pull_until_ended()
    assert [event.kind for event in stage.events] == ["queued", "started", "first_sample", "finished"]
    assert {event.mark for event in stage.events} == {7}
    played = stage.backend.stereo
    loud = np.flatnonzero(np.abs(played).max(axis=1) > 0.01)
    point = round(RATE * sonify.point_ms(2) / 1000)
    first, second = played[loud[0] :][:point], played[loud[0] + point :][:point]
    sounding = round(sonify.SOUNDING * point)
    assert frequency(first[:sounding].mean(axis=1)) == pytest.approx(220, rel=0.02)
    assert frequency(second[:sounding].mean(axis=1)) == pytest.approx(880, rel=0.02)
    assert np.abs(first[:, 0]).max() > 5 * np.abs(first[:, 1]).max()
    assert np.abs(second[:, 1]).max() > 5 * np.abs(second[:, 0]).max()


def test_a_hush_ends_the_tones_within_a_block(stage: Stage) -> None:
    stage.speaker.play(Tune(tuple(float(n) for n in range(40)), 0.0, 39.0))
    for _ in range(200):
        if np.abs(stage.backend.play(1)).max() > 0.01:
            break
        threading.Event().wait(0.005)
    stage.speaker.hush()
    assert not stage.backend.play(20).any()
    assert stage.ended.wait(5)
    assert stage.events[-1].kind == "dropped"


def test_tones_of_an_older_era_are_never_heard(stage: Stage) -> None:
    era = stage.speaker.era
    stage.speaker.hush()
    assert stage.speaker.play(Tune((1.0, 2.0), 1.0, 2.0), era=era)
    assert stage.ended.wait(5)
    assert stage.events[-1].kind == "dropped"
    assert not stage.backend.play(20).any()


def test_without_a_sound_device_nothing_is_queued() -> None:
    speaker = Speaker([ConsoleVoice(io.StringIO())], None)
    try:
        assert not speaker.play(Tune((1.0, 2.0), 1.0, 2.0))
        assert not speaker.speaking
    finally:
        speaker.close()

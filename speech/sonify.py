"""A row of numbers as sound: one short tone each, higher for a higher value, moving from the left ear to the right.

That a line is heard as pitch over time was shown by Mansur, Blattner and Joy ("Sound graphs: a numerical data analysis
method for the blind", Journal of Medical Systems 9, 1985); that rising values rise in pitch, that pitch goes by the
logarithm of the frequency, series one after the other, and 50 to 70 ms a point or more, are the guidelines of Brown,
Brewster, Ramloll, Burton and Riedel ("Design guidelines for audio presentation of graphs and tables", ICAD 2003).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.ports import SampleSink
    from assistant.types import Samples, Tune

LOW_HZ, HIGH_HZ = 220.0, 880.0
"""Two octaves that every loudspeaker and nearly every ear has; all of it below the 2.5 kHz of the earcons."""
PEAK = 0.25
SHORTEST_MS, LONGEST_MS, WHOLE_MS = 70, 240, 4500
"""Of a point with its pause, and of a whole series that has many."""
SOUNDING = 0.75
"""The part of a point's time that sounds."""
FADE_MS = 10
OVERTONE = 0.2
"""Level of the second harmonic, as in the earcons."""
WIDTH = 0.9
"""How far to the side the first and the last tone are, 0..1."""
BEACON_MS = 90
"""Of the tone that points at something; the next one may follow 0.2 s after its beginning."""


def pitch(value: float, low: float, high: float) -> float:
    """Hz: `LOW_HZ` for `low`, `HIGH_HZ` for `high`, even steps of value even intervals; the middle where all is one."""
    share = (value - low) / (high - low) if high > low else 0.5
    return float(LOW_HZ * (HIGH_HZ / LOW_HZ) ** min(1.0, max(0.0, share)))


def point_ms(count: int) -> float:
    return max(SHORTEST_MS, min(LONGEST_MS, WHOLE_MS / max(1, count)))


def pan(number: int, count: int) -> tuple[float, float]:
    """Gain of the left and of the right ear of the n-th of so many: equal power, from left to right."""
    return ears(2 * number / (count - 1) - 1 if count > 1 else 0.0)


def ears(side: float) -> tuple[float, float]:
    """Gain of the left and of the right ear of what is at -1 (left) .. 1 (right): equal power."""
    import math

    angle = (WIDTH * min(1.0, max(-1.0, side)) + 1) * math.pi / 4
    return math.cos(angle), math.sin(angle)


def tones(tune: Tune, rate: int, volume: float = 1.0) -> Iterator[Samples]:
    """For each value (n, 2) float32 at `rate` Hz, left and right: its tone and the pause behind it; None is silence."""
    import numpy as np

    count = len(tune.values)
    length = round(rate * point_ms(count) / 1000)
    sounding = round(SOUNDING * length)
    for number, value in enumerate(tune.values):
        out: Samples = np.zeros((length, 2), np.float32)
        if value is not None:
            out[:sounding] = _tone(pitch(value, tune.low, tune.high), pan(number, count), sounding, rate, volume)
        yield out


def beacon(height: float, side: float, rate: int, volume: float = 1.0) -> Samples:
    """(n, 2) float32 at `rate` Hz: one short tone that points at something, higher (`height` 0..1) the nearer it is to
    the middle, from the side (-1 left .. 1 right) where it is."""
    return _tone(pitch(height, 0.0, 1.0), ears(side), round(rate * BEACON_MS / 1000), rate, volume)


def _tone(hz: float, gains: tuple[float, float], count: int, rate: int, volume: float) -> Samples:
    """(count, 2), with soft ends."""
    import numpy as np

    fade = min(count // 2, round(rate * FADE_MS / 1000))
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(fade) / max(1, fade))
    phase = 2 * np.pi * hz * np.arange(count) / rate
    tone = np.sin(phase) + OVERTONE * np.sin(2 * phase)
    tone *= volume * PEAK / (1 + OVERTONE)
    tone[:fade] *= ramp
    tone[count - fade :] *= ramp[::-1]
    made: Samples = np.stack([gain * tone for gain in gains], 1).astype(np.float32)
    return made


def for_one_ear(tone: Samples) -> Samples:
    """(n, 2) -> (n,): as loud wherever it was, since the power of both ears is."""
    import numpy as np

    heard: Samples = np.copysign(np.hypot(tone[:, 0], tone[:, 1]), tone[:, 0]).astype(np.float32)
    return heard


def play(tune: Tune, sink: SampleSink, volume: float = 1.0) -> None:
    """Write all of it. Raises `Cancelled` once hushed, `errors.NoSound` when the device is lost."""
    for tone in tones(tune, sink.rate, volume):
        sink.write(tone)

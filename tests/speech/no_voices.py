"""Sounds of rooms, machines and bodies in which nobody says a word: what a recogniser must not hear words in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from speech import earcons
from tests.speech.spoken import RATE

if TYPE_CHECKING:
    from assistant.types import Samples

Wave = npt.NDArray[np.float64]
SECONDS = 3.0
N = round(SECONDS * RATE)
LEVELS_DBFS = (-60, -50, -40, -30, -20, -10)


def clips() -> dict[str, Samples]:
    """Name -> (n,) float32 at 16 kHz, each between -1 and 1; the same at every call."""
    made: dict[str, Wave] = {"digital silence": np.zeros(N), "a constant offset": np.full(N, 0.3)}
    for colour, slope in (("white", 0.0), ("pink", 0.5), ("brown", 1.0), ("blue", -0.5)):
        for level in LEVELS_DBFS:
            made[f"{colour} noise at {level} dBFS"] = at_level(coloured(slope, seed=abs(level)), level)
    for hertz in (50, 60, 100, 120):
        for level in (-40, -15):
            made[f"mains hum of {hertz} Hz at {level} dBFS"] = at_level(hum(hertz), level)
    for hertz in (110, 220, 440, 1000, 3000):
        made[f"a tone of {hertz} Hz"] = 0.3 * np.sin(2 * np.pi * hertz * time())
    for seed in range(8):
        made[f"a melody, {seed}"] = melody(seed)
        made[f"chords, {seed}"] = chords(seed)
        made[f"a siren, {seed}"] = siren(seed)
    for seed in range(6):
        made[f"drums, {seed}"] = drums(seed)
        made[f"keyboard clatter, {seed}"] = clatter(seed, per_s=4 + 2 * seed, length_ms=12, hertz=2500)
        made[f"mouse clicks, {seed}"] = clatter(seed + 50, per_s=1 + seed / 2, length_ms=4, hertz=4000)
        made[f"breathing, {seed}"] = breathing(seed)
        made[f"door thumps, {seed}"] = clatter(seed + 90, per_s=0.7, length_ms=120, hertz=80)
        made[f"a cough, {seed}"] = cough(seed)
        made[f"a fan, {seed}"] = at_level(coloured(0.7, seed=seed + 70) * (1 + 0.3 * np.sin(time() * 40)), -30)
        made[f"paper rustling, {seed}"] = rustling(seed)
    for name in earcons.SHAPES:
        sound = np.asarray(earcons.sound(name, RATE), np.float64)
        made[f"the earcon {name}"] = placed([(0.5, sound)])
        made[f"the earcon {name}, again and again in noise"] = placed(
            [(0.2 + 0.5 * i, sound) for i in range(5)]
        ) + at_level(coloured(0.5, seed=5), -45)
    return {name: np.clip(wave, -1, 1).astype(np.float32) for name, wave in made.items()}


def time() -> Wave:
    return np.arange(N) / RATE


def at_level(wave: Wave, dbfs: float) -> Wave:
    """Scaled to a root mean square of `dbfs`, where a full square wave is 0."""
    return np.asarray(wave * 10 ** (dbfs / 20) / max(np.sqrt(np.mean(wave**2)), 1e-12))


def coloured(slope: float, *, seed: int) -> Wave:
    """Noise whose amplitude falls with frequency to the power of `slope`: 0 white, 0.5 pink, 1 brown."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(0, 1, N))
    hertz = np.maximum(np.fft.rfftfreq(N, 1 / RATE), 20)
    return np.asarray(np.fft.irfft(spectrum / hertz**slope, N))


def hum(hertz: float) -> Wave:
    return np.asarray(sum(np.sin(2 * np.pi * hertz * k * time()) / k for k in (1, 2, 3, 5)))


def note(hertz: float, seconds: float) -> Wave:
    """A plucked note with four harmonics."""
    t = np.arange(round(seconds * RATE)) / RATE
    return np.asarray(sum(np.sin(2 * np.pi * hertz * k * t) / k**1.5 for k in (1, 2, 3, 4)) * np.exp(-3 * t))


def melody(seed: int) -> Wave:
    random = np.random.default_rng(seed)
    scale = 220 * 2 ** (np.array([0, 2, 4, 5, 7, 9, 11, 12]) / 12)
    return placed([(0.3 * i, 0.25 * note(random.choice(scale), 0.4)) for i in range(9)])


def chords(seed: int) -> Wave:
    random = np.random.default_rng(100 + seed)
    roots = 130 * 2 ** (random.choice([0, 3, 5, 7, 8], 3) / 12)
    return placed([(i, 0.12 * note(root * ratio, 1.0)) for i, root in enumerate(roots) for ratio in (1, 1.26, 1.5, 2)])


def siren(seed: int) -> Wave:
    """A buzz of many harmonics that rises and falls through the pitches of a voice: the nearest to speech here."""
    hertz = 180 + 40 * seed + (60 + 10 * seed) * np.sin(2 * np.pi * (0.5 + 0.2 * seed) * time())
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    return at_level(sum(np.sin(k * phase) / k for k in range(1, 8)), -25)


def drums(seed: int) -> Wave:
    def kick() -> Wave:
        t = np.arange(2400) / RATE
        return np.asarray(0.7 * np.sin(2 * np.pi * 60 * t * np.exp(-6 * t)) * np.exp(-15 * t))

    beat = 0.25 + 0.05 * seed
    snare = [(beat * (i + 0.5), burst(seed + i, 90, 1800) * 0.4) for i in range(int(SECONDS / beat) - 1)]
    return placed([(beat * i, kick()) for i in range(int(SECONDS / beat) - 1)] + snare)


def burst(seed: int, length_ms: float, hertz: float) -> Wave:
    """A short noise around `hertz` that dies away; peak 1."""
    n = round(length_ms * RATE / 1000) * 3
    noise = np.fft.rfft(np.random.default_rng(seed).normal(0, 1, n))
    band = np.exp(-(np.log2(np.maximum(np.fft.rfftfreq(n, 1 / RATE), 1) / hertz) ** 2))
    wave = np.fft.irfft(noise * band, n) * np.exp(-np.arange(n) / (n / 4))
    return np.asarray(wave / np.abs(wave).max())


def clatter(seed: int, *, per_s: float, length_ms: float, hertz: float) -> Wave:
    random = np.random.default_rng(seed)
    starts = np.sort(random.uniform(0, SECONDS - 0.5, max(1, round(per_s * SECONDS))))
    hits = [
        (float(start), burst(seed * 100 + i, length_ms, hertz) * random.uniform(0.2, 0.8))
        for i, start in enumerate(starts)
    ]
    return placed(hits) + at_level(coloured(0.5, seed=seed), -55)


def breathing(seed: int) -> Wave:
    """In and out: noise through the mouth's broad resonances, swelling and falling, as into a headset."""
    random = np.random.default_rng(seed)
    spectrum = np.fft.rfft(random.normal(0, 1, N))
    hertz = np.maximum(np.fft.rfftfreq(N, 1 / RATE), 1)
    shape = sum(np.exp(-(((hertz - f) / (0.5 * f)) ** 2)) for f in (500 + 60 * seed, 1500, 2600))
    swell = np.sin(np.pi * time() * (0.6 + 0.1 * seed)) ** 2
    return at_level(np.fft.irfft(spectrum * shape, N) * swell, -38 + 3 * seed)


def cough(seed: int) -> Wave:
    """Two bursts: a hard start over the whole range, then a second that is softer and lower."""
    first = burst(seed, 110, 900 + 80 * seed) * 0.8
    second = burst(seed + 30, 160, 600) * 0.4
    return placed([(0.6, first), (1.0, second)]) + at_level(coloured(0.5, seed=seed), -60)


def rustling(seed: int) -> Wave:
    random = np.random.default_rng(200 + seed)
    swell = np.repeat(random.uniform(0, 1, 60) ** 3, N // 60 + 1)[:N]
    return at_level(coloured(-0.2, seed=seed) * swell, -30)


def placed(sounds: list[tuple[float, Wave]]) -> Wave:
    """Sounds at their starts (seconds), added; what hangs over the end is cut."""
    made = np.zeros(N)
    for start, sound in sounds:
        at = round(start * RATE)
        part = sound[: max(0, N - at)]
        made[at : at + len(part)] += part
    return made

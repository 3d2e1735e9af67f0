"""Rooms made of numbers: impulse responses by the image method, and a loudspeaker that is heard through one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from assistant.types import Samples

RATE = 16_000
SOUND_M_S = 343.0
REFLECTS_S = 0.5
"""Longest response."""


def impulse_response(room_m: Samples, source_m: Samples, ear_m: Samples, rt60_s: float) -> Samples:
    """From a source to an ear in a rectangular room: (n,) float32, summed over the mirror images of the source (Allen
    and Berkley, J. Acoust. Soc. Am. 65, 1979). `rt60_s`: seconds in which sound fades by 60 dB, by Sabine."""
    volume = room_m.prod()
    surface = 2 * (room_m[0] * room_m[1] + room_m[1] * room_m[2] + room_m[0] * room_m[2])
    reflected = np.sqrt(1 - min(0.95, 0.161 * volume / (surface * rt60_s)))
    length_s = min(REFLECTS_S, rt60_s * 0.8)
    reach_m = length_s * SOUND_M_S
    places, bounces = [], []
    for side, source, ear in zip(room_m, source_m, ear_m, strict=True):
        count = int(np.ceil(reach_m / (2 * side)))
        image, mirrored = np.arange(-count, count + 1)[:, None], np.array([0, 1])[None]
        places.append(((1 - 2 * mirrored) * source + 2 * image * side - ear).ravel())
        bounces.append((np.abs(image - mirrored) + np.abs(image)).ravel())
    x, y, z = np.ix_(*places)
    far2 = x**2 + y**2 + z**2
    times = sum(np.ix_(*bounces))
    near = far2 < reach_m**2
    distance = np.sqrt(far2[near])
    strength = reflected ** times[near] / (4 * np.pi * np.maximum(distance, 0.05))
    at = distance / SOUND_M_S * RATE
    whole = at.astype(int)
    response = np.zeros(int(length_s * RATE) + 2)
    np.add.at(response, whole, strength * (1 - at + whole))
    np.add.at(response, whole + 1, strength * (at - whole))
    return response.astype(np.float32)


def two_ways(random: np.random.Generator) -> tuple[Samples, Samples]:
    """In one room of a random size and echo: from the loudspeaker, and from a person, to the microphone."""
    room = random.uniform([2.6, 2.4, 2.3], [6, 5, 3.0])
    rt60_s = random.uniform(0.15, 0.6)
    ear = room * random.uniform(0.3, 0.7, 3)
    ways = [impulse_response(room, _near(random, room, ear, *away), ear, rt60_s) for away in ((0.15, 1.2), (0.3, 1.0))]
    return ways[0], ways[1]


def _near(random: np.random.Generator, room: Samples, ear: Samples, least_m: float, most_m: float) -> Samples:
    while True:
        direction = random.normal(size=3)
        place = ear + direction / np.linalg.norm(direction) * random.uniform(least_m, most_m)
        if (place > 0.15).all() and (place < room - 0.15).all():
            return place


def through(sound: Samples, way: Samples) -> Samples:
    """The sound as it arrives, of the same length."""
    size = 1 << (len(sound) + len(way)).bit_length()
    heard: Samples = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(way, size), size)[: len(sound)]
    return heard.astype(np.float32)


def loudness(sound: Samples) -> float:
    """Root mean square of its loud parts."""
    power = (sound[: len(sound) // 320 * 320].reshape(-1, 320) ** 2).mean(axis=1)
    return float(np.sqrt(power[power > power.max() * 0.01].mean()))

"""Questions spoken by real speech synthesisers, and sounds that are no speech."""

from __future__ import annotations

import functools
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.types import Clip
from models.store import Store
from speech.clips import clip_from

if TYPE_CHECKING:
    from assistant.types import Samples

RATE = 16_000
VOICES = ("flite:slt", "flite:awb", "espeak-ng:en-us", "espeak-ng:en-gb")
VAD = Store().root / "silero-vad"


def render(text: str, voice: str, path: Path) -> Path:
    """Let a program speak into a WAV file."""
    program, _, name = voice.partition(":")
    if program == "flite":
        command = ["flite", "-voice", name, "-t", text, "-o", str(path)]
    else:
        command = ["espeak-ng", "-v", name, "-s", "150", "-w", str(path), text]
    subprocess.run(command, check=True, timeout=60)
    return path


@functools.cache
def say(text: str, voice: str = "flite:slt", lead_s: float = 0.4, tail_s: float = 0.4) -> Clip:
    """A clip with some silence before and after."""
    with tempfile.TemporaryDirectory() as folder:
        clip = clip_from(render(text, voice, Path(folder) / "said.wav"))
    return Clip(np.concatenate([silence(lead_s), clip.samples, silence(tail_s)]))


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.float32)


def no_speech() -> dict[str, Samples]:
    """Sounds of a room without a speaker, (64000,) float32 at 16 kHz each, the same at every call."""
    random = np.random.default_rng(7)
    n = 4 * RATE
    t = np.arange(n) / RATE
    click = random.normal(0, 0.3, 300) * np.exp(-np.arange(300) / 60)
    notes = np.repeat([262, 294, 330, 349, 392, 440, 494, 523], n // 8)
    sounds = {
        "silence": np.zeros(n),
        "faint noise": random.normal(0, 0.003, n),
        "noise": random.normal(0, 0.1, n),
        "loud noise": random.normal(0, 0.5, n),
        "mains hum": 0.2 * np.sin(2 * np.pi * 50 * t) + 0.1 * np.sin(2 * np.pi * 150 * t),
        "a tone": 0.3 * np.sin(2 * np.pi * 440 * t),
        "a melody": 0.3 * np.sin(2 * np.pi * notes * t),
        "a chord": np.sum([0.1 * np.sin(2 * np.pi * f * t) for f in (262, 330, 392)], axis=0),
        "one click": np.concatenate([np.zeros(n // 2), click, np.zeros(n - n // 2 - 300)]),
        "typing": np.tile(np.concatenate([click, np.zeros(2900)]), n // 3200),
        "a constant offset": np.full(n, 0.5),
    }
    return {name: sound.astype(np.float32) for name, sound in sounds.items()}


def noisy(clip: Clip, snr_db: float) -> Clip:
    """The clip in noise that is `snr_db` below the speech's mean power."""
    noise = np.random.default_rng(3).normal(0, 1, len(clip.samples))
    power = float(np.mean(clip.samples[np.abs(clip.samples) > 0.01] ** 2))
    return Clip((clip.samples + noise * np.sqrt(power / 10 ** (snr_db / 10))).astype(np.float32), clip.rate)

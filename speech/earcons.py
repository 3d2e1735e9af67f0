"""Short sounds that mean something, made here: no files, the same at every sample rate.

What one hears without learning: rising opens, falling closes, twice the same refuses, low and falling is a failure,
three quick ones have locked on. They differ in rhythm as well as in pitch, and all energy stays below 2.5 kHz, where
hearing that has lost the high tones with age still works: `tests/speech/test_earcons.py` measures how far apart any
two of them are, also behind a 2 kHz low-pass. Each tone has a soft start and end, so that it does not click.

    earcon     tones (Hz)                length    peak    says
    looked     880 -> 1320 glide           70 ms    0.30    the picture is taken
    thinking   520                         60 ms    0.10    still at work (repeated in silence: the softest but "open")
    listening  660, 990                   160 ms    0.30    speak now
    received   990, 660                   160 ms    0.30    no longer listening
    answered   660 with 990               130 ms    0.15    that was all; a command was carried out
    refused    440, 440                   210 ms    0.28    there is nothing to describe, or no answer
    failed     330 -> 165 glide           250 ms    0.35    something is broken
    aimed      1180 three times           170 ms    0.28    the camera sees the whole of it
    open       349, swelling and fading   300 ms    0.08    the microphone or camera stays open (repeated)
    commands   587, 740, 880 without a gap 150 ms   0.25    the next key is a command
    commands_over 880, 740, 587 likewise  150 ms    0.20    no longer

Each has a word that can be spoken instead (`speech.earcons` set to "words").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.languages import LANGUAGES
from assistant.languages import language as language_named

if TYPE_CHECKING:
    from assistant.ports import Earcon
    from assistant.types import Samples

FADE_MS = 8
OVERTONE = 0.2
"""Level of the second harmonic: a bare sine is hard to place for the ear."""


@dataclass(frozen=True, slots=True)
class Tone:
    """From `start_hz` to `end_hz` in `ms`; `start_hz` 0 is a pause. `also_hz`: a second tone with it."""

    start_hz: float
    end_hz: float
    ms: int
    also_hz: float = 0.0
    fade_ms: int = FADE_MS


PAUSE = Tone(0, 0, 20)
_TICK = Tone(1180, 1180, 40)
_SHORT = Tone(0, 0, 25)
SHAPES: dict[Earcon, tuple[float, tuple[Tone, ...]]] = {
    "looked": (0.30, (Tone(880, 1320, 70),)),
    "thinking": (0.10, (Tone(520, 520, 60),)),
    "listening": (0.30, (Tone(660, 660, 70), PAUSE, Tone(990, 990, 70))),
    "received": (0.30, (Tone(990, 990, 70), PAUSE, Tone(660, 660, 70))),
    "answered": (0.15, (Tone(660, 660, 130, also_hz=990),)),
    "refused": (0.28, (Tone(440, 440, 95), PAUSE, Tone(440, 440, 95))),
    "failed": (0.35, (Tone(330, 165, 250),)),
    "aimed": (0.28, (_TICK, _SHORT, _TICK, _SHORT, _TICK)),
    "open": (0.08, (Tone(349, 349, 300, fade_ms=140),)),
    "commands": (0.25, (Tone(587, 587, 50), Tone(740, 740, 50), Tone(880, 880, 50))),
    "commands_over": (0.20, (Tone(880, 880, 50), Tone(740, 740, 50), Tone(587, 587, 50))),
}
"""Name -> (peak in 0..1, tones)."""

BACKGROUND: frozenset[Earcon] = frozenset({"thinking", "open"})
"""Sounds of waiting: they begin in silence only, and the first word ends them."""

WORDS: dict[str, dict[str, str]] = {tag: dict(language_named(tag).earcon_words) for tag in LANGUAGES}
"""What is said instead of the sound. A word never holds up a sentence: see `speech.speaker.Speaker.earcon`."""
WORD_AT_MOST_EVERY_S: dict[Earcon, float] = {"thinking": 8.0, "open": 60.0}
"""Words for what is repeated as a sound would be a nuisance at that pace."""


def word(name: Earcon, language: str) -> str:
    """The spoken alternative, in English where there is none in `language`. Raises `KeyError`."""
    return WORDS.get(language.split("-")[0].lower(), WORDS["en"])[name]


@lru_cache(maxsize=64)
def sound(name: Earcon, rate: int, volume: float = 1.0) -> Samples:
    """(n,) float32 mono at `rate` Hz, made once and then kept; do not write to it. `volume` 0..1 scales the peak.
    Raises `KeyError`."""
    import numpy as np

    peak, tones = SHAPES[name]
    made: Samples = np.concatenate([_tone(tone, rate) for tone in tones])
    made *= volume * peak / np.abs(made).max()
    made.flags.writeable = False
    return made


def seconds(name: Earcon) -> float:
    return sum(tone.ms for tone in SHAPES[name][1]) / 1000


def _tone(tone: Tone, rate: int) -> Samples:
    import numpy as np

    count = round(rate * tone.ms / 1000)
    if not tone.start_hz:
        return np.zeros(count, np.float32)
    sum_of = np.zeros(count)
    for start_hz, end_hz in ((tone.start_hz, tone.end_hz), (tone.also_hz, tone.also_hz)):
        if start_hz:
            phase = 2 * np.pi * np.cumsum(np.linspace(start_hz, end_hz, count)) / rate
            sum_of += np.sin(phase) + (OVERTONE * np.sin(2 * phase) if end_hz < 1100 else 0)
    fade = min(count // 2, round(rate * tone.fade_ms / 1000))
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(fade) / fade)
    sum_of[:fade] *= ramp
    sum_of[count - fade :] *= ramp[::-1]
    made: Samples = sum_of.astype(np.float32)
    return made

"""Questions spoken by voices that the product does not use, clean and in noise: what the recognisers are measured on.

flite's four English voices and festival's two. Clean, and with white noise or babble (other voices at once) 15 and 5 dB
below the speech. Everything comes out the same at every run.
"""

from __future__ import annotations

import functools
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.types import Clip, Samples

RATE = 16_000
VOICES = (
    "flite:slt",
    "flite:rms",
    "flite:awb",
    "flite:kal16",
    "festival:cmu_us_slt_arctic_hts",
    "festival:kal_diphone",
)
BABBLE = (
    "The committee will meet again on Thursday to talk about the new road along the river.",
    "She bought four apples, a loaf of bread and some cheese, and then walked home in the rain.",
    "Nobody had expected the old machine to work, but after some minutes it began to move.",
    "If you follow the path beyond the mill you will come to a small house with a green door.",
    "They played until it was dark, and the children did not want to go to bed afterwards.",
    "Our prices have not changed since last year, although the cost of paper has gone up.",
)
"""What the babble says, one voice each."""
EDGE_S = 0.4
"""Of silence before and after."""


@functools.lru_cache(maxsize=512)
def said(text: str, voice: str) -> Clip:
    """Mono at 16 kHz, its speech at -20 dBFS. Raises `FileNotFoundError` where the program is not installed."""
    import numpy as np

    from assistant.types import Clip
    from speech.clips import clip_from
    from speech.resample import resample

    program, _, name = voice.partition(":")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        commands = {
            "flite": ["flite", "-voice", name, "-t", text, "-o", str(path)],
            "festival": ["text2wave", "-eval", f"(voice_{name})", "-o", str(path)],
            "espeak-ng": ["espeak-ng", "-v", name, "-s", "150", "-w", str(path), text],
        }
        subprocess.run(commands[program], input=text.encode(), check=True, capture_output=True, timeout=60)
        clip = clip_from(path)
    sound = resample(clip.samples, clip.rate, RATE)
    sound = sound * (0.1 / max(level_of(sound), 1e-6))
    edge = np.zeros(round(EDGE_S * RATE), np.float32)
    return Clip(np.concatenate([edge, sound, edge]).astype(np.float32), RATE)


def level_of(samples: Samples) -> float:
    """Root mean square of what is louder than silence."""
    import numpy as np

    loud = samples[np.abs(samples) > 0.01]
    return float(np.sqrt(np.mean(loud**2))) if len(loud) else 0.0


def in_noise(clip: Clip, noise: str, snr_db: float) -> Clip:
    """`noise`: "white" or "babble"."""
    import numpy as np

    from assistant.types import Clip

    sound = _noise(noise, len(clip.samples))
    gain = level_of(clip.samples) * 10 ** (-snr_db / 20) / float(np.sqrt(np.mean(sound**2)))
    return Clip(np.clip(clip.samples + gain * sound, -1, 1).astype(np.float32), clip.rate)


@functools.lru_cache(maxsize=512)
def _noise(kind: str, length: int) -> Samples:
    import numpy as np

    if kind == "white":
        return np.random.default_rng(length).normal(0, 1, length).astype(np.float32)
    mixed = np.zeros(length, np.float32)
    for number, (text, voice) in enumerate(zip(BABBLE, VOICES, strict=True)):
        mixed += np.resize(np.roll(said(text, voice).samples, number * 7001), length)
    return mixed

"""A recorded question from a WAV file."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import BrokenSound, NoSuchFile, UnusableInput
from assistant.types import Clip
from speech.resample import resample

if TYPE_CHECKING:
    from assistant.types import Samples

MAX_SECONDS = 600
RATE = 16_000


def clip_from(path: Path) -> Clip:
    """The file as 16 kHz mono float32. PCM of 8, 16, 24 or 32 bits, any rate, any number of channels.

    Raises `NoSuchFile`, `BrokenSound`, or `UnusableInput` when it is longer than ten minutes.
    """
    if not path.is_file():
        raise NoSuchFile(f"There is no sound file {path.name}.")
    try:
        with wave.open(str(path), "rb") as file:
            rate, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
            if rate < 1000 or channels < 1 or width not in (1, 2, 3, 4):
                raise BrokenSound
            # What the header claims is not believed: no more is read than ten minutes hold.
            data = file.readframes(rate * MAX_SECONDS + 1)
    except (wave.Error, EOFError, OSError, ZeroDivisionError) as error:
        raise BrokenSound(detail=repr(error)) from error
    samples = _floats(data, channels, width)
    if len(samples) > rate * MAX_SECONDS:
        raise UnusableInput("That recording is longer than ten minutes. Use a shorter one.")
    return Clip(resample(samples, rate, RATE), RATE)


def _floats(data: bytes, channels: int, width: int) -> Samples:
    """(n,) float32 in -1..1: the mean of all channels."""
    import numpy as np

    usable = len(data) - len(data) % (channels * width)
    raw = np.frombuffer(data[:usable], dtype=np.uint8)
    if width == 1:  # 8-bit WAV is unsigned
        values = (raw.astype(np.float32) - 128.0) / 128.0
    else:
        # Widen to 32 bits by shifting the bytes up, so that one division serves all widths.
        wide = np.zeros((len(raw) // width, 4), dtype=np.uint8)
        wide[:, 4 - width :] = raw.reshape(-1, width)
        values = wide.view("<i4").ravel().astype(np.float32) / 2**31
    mono: Samples = values.reshape(-1, channels).mean(axis=1, dtype=np.float32)
    return mono

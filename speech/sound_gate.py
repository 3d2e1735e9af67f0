"""Whether a frame of sound is worth asking the voice activity detector about: cheap, for a microphone that stays open.

Steady sound, however loud, is the background of a room; a voice rises out of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.types import Samples

QUIETEST_DB = -65.0
"""Decibels of full scale. A voice at -55 is hardly understood any more (`assistant.hearing.QUIET_DBFS`)."""


@dataclass(slots=True)
class SoundGate:
    """Frames of 32 ms; counts them, knows no clock. `feed` each, and tell by `noise` which of them held no voice."""

    rise_db: float = 6.0
    """Over the background; a frame of white noise is within 1 dB of its mean."""
    hold: int = 15
    """Frames, half a second, for which it stays open after the last loud one: the pauses inside a sentence."""
    creep_db: float = 0.06
    """A frame: the background is taken to be 2 dB a second louder, as long as it is not heard to be lower."""
    background_db: float = QUIETEST_DB
    _open: int = 0

    def feed(self, frame: Samples) -> bool:
        """(n,) float32: whether somebody may be speaking."""
        import numpy as np

        level = 10 * float(np.log10(np.dot(frame, frame) / len(frame) + 1e-12))
        if level > max(self.background_db + self.rise_db, QUIETEST_DB):
            self._open = self.hold
        elif self._open:
            self._open -= 1
        if level < self.background_db:
            self.background_db += 0.3 * (level - self.background_db)
        else:
            self.background_db = min(level, self.background_db + self.creep_db)
        return self._open > 0

    def noise(self, frame: Samples) -> None:
        """The detector found no voice in this frame: so loud is the background."""
        import numpy as np

        level = 10 * float(np.log10(np.dot(frame, frame) / len(frame) + 1e-12))
        if level > self.background_db:
            self.background_db += 0.2 * (level - self.background_db)

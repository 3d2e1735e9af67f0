"""Cuts an open microphone's sound into utterances, at next to no cost while nobody speaks."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from speech.sound_gate import SoundGate
from speech.vad import FRAME, FRAME_MS, RATE, START, STOP

if TYPE_CHECKING:
    from assistant.types import Samples
    from speech.vad import SileroVad

BEGIN_MS = 96
"""As in `vad.SpeechGate`."""
END_MS = 500
"""Silence that ends an utterance: a wake phrase is short, and who goes on after it is heard all the same."""
LONGEST_S = 4.0
"""From the first sound; the phrase is at the beginning, so nobody needs to wait for the end of a speech."""
BEFORE_S = 0.4
WARM_UP = 8
"""Frames that the detector hears before the one that opened the gate."""


class Eavesdropper:
    """Frames of 512 samples at 16 kHz in, spans out. One thread."""

    def __init__(self, vad: SileroVad) -> None:
        self._vad = vad
        self._gate = SoundGate()
        self._recent: deque[Samples] = deque(maxlen=WARM_UP)
        """Frames that the detector has not heard."""
        self._asleep = True
        self._speech = self._silence = 0
        self._start: int | None = None
        self._told = False

    def feed(self, frame: Samples, end: int) -> tuple[int, int, bool] | None:
        """The next frame, which ends with sample `end` of the stream. Gives (start, end, over) of an utterance: over
        when it was followed by silence, not over when it goes on after `LONGEST_S`, told once."""
        probability = self._probability(frame)
        if self._start is None:
            self._speech = self._speech + 1 if probability >= START else 0
            if self._speech * FRAME_MS >= BEGIN_MS:
                self._start, self._told, self._silence = self._begin(end), False, 0
            return None
        self._silence = self._silence + 1 if probability < STOP else 0
        if self._silence * FRAME_MS >= END_MS:
            start, self._start, self._speech = self._start, None, 0
            return None if self._told else (start, end, True)
        if not self._told and end - self._start >= LONGEST_S * RATE:
            self._told = True
            return self._start, end, False
        return None

    def _begin(self, end: int) -> int:
        return max(0, end - self._speech * FRAME - round(BEFORE_S * RATE))

    def _probability(self, frame: Samples) -> float:
        if not self._gate.feed(frame) and self._start is None:
            self._recent.append(frame)
            self._asleep = True
            return 0.0
        if self._asleep:
            self._asleep = False
            self._vad.reset()
            for earlier in self._recent:
                self._vad.probability(earlier)
            self._recent.clear()
        probability = self._vad.probability(frame)
        if probability < 0.1:
            self._gate.noise(frame)
        return probability

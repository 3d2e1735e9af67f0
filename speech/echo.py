"""Hearing a person through one's own voice: the echo of the loudspeaker is predicted, taken away, and compared.

The canceller is a partitioned-block Kalman filter in the frequency domain (Enzner and Vary, "Frequency-domain adaptive
Kalman filter for acoustic echo control in hands-free telephones", Signal Processing 86, 2006; partitions as in Kuech,
Mabande and Enzner, ICASSP 2014). It learns the way from loudspeaker to microphone from the very samples that are
played, and keeps learning while both speak. `InterruptionJudge` then tells a person from what is left of the echo: a
person makes the rest louder than the prediction, and the voice activity detector finds a voice in it.

Chosen by measurement (`benchmarks/echo.py`, docs/listening.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from speech.resample import Resampler
from speech.vad import FRAME, RATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.types import Samples

BLOCK = FRAME // 2
SPAN_S = 0.4
"""Longest time from handing a sample to the loudspeaker until its last audible reflection arrives."""
FORGET = 0.998
"""The room's memory from one block of 16 ms to the next: lower follows a moved laptop sooner and learns less well."""
BAND_HZ = (250, 4500)
"""Where energies are compared: below is hum, above little of a voice."""
SLACK = 480
"""Samples, 30 ms: what is recorded now can't be an echo of what was handed over less than this ago (the device holds
two blocks of 15 ms, and the recorded block is over), so a late block of the loudspeaker does no harm."""
SETTLING = 15
"""Blocks from the microphone after which the two streams keep their relation."""
LOST_S = 0.5
"""A loudspeaker this far behind the microphone has stopped playing."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One frame of the microphone without the echo. Energies are mean squares in `BAND_HZ`."""

    samples: Samples
    """(512,) float32 at 16 kHz."""
    rest: float
    """What is left after the prediction was taken away."""
    predicted: float
    """The predicted echo."""
    played: float
    """What the loudspeaker played."""


class EchoCanceller:
    """Blocks of 256 samples at 16 kHz. One thread."""

    def __init__(self, span_s: float = SPAN_S) -> None:
        import numpy as np

        count = int(span_s * RATE / BLOCK)
        bins = BLOCK + 1
        self._way = np.zeros((count, bins), np.complex128)
        self._doubt = np.ones((count, bins))
        """Variance of the error of `_way`."""
        self._played = np.zeros((count, bins), np.complex128)
        self._before = np.zeros(BLOCK)
        self._other = np.full(bins, 1e-3)
        """Power of all that is no echo."""
        low, high = (round(hertz * 2 * BLOCK / RATE) for hertz in BAND_HZ)
        self._band = slice(low, high)

    def feed(self, played: Samples, recorded: Samples) -> tuple[Samples, float, float, float]:
        """(256,) each. The cleaned block, and the energies rest, predicted, played."""
        import numpy as np

        self._played = np.roll(self._played, 1, axis=0)
        self._played[0] = np.fft.rfft(np.concatenate([self._before, played]))
        self._before = np.asarray(played, float)
        echo = np.fft.irfft((self._way * self._played).sum(axis=0))[BLOCK:]
        rest = recorded - echo
        gap = np.zeros(BLOCK)
        rest_bins, echo_bins = np.fft.rfft([np.concatenate([gap, rest]), np.concatenate([gap, echo])])
        power = np.abs(self._played) ** 2
        if power.max() > 1e-3:  # in silence there is nothing to learn
            self._learn(rest_bins, power)
        energies = (np.abs(bins[self._band]) ** 2 for bins in (rest_bins, echo_bins, self._played[0] / np.sqrt(2)))
        found = [float(part.sum()) / BLOCK**2 for part in energies]
        return rest.astype(np.float32), found[0], found[1], found[2]

    def _learn(self, rest: Samples, power: Samples) -> None:
        import numpy as np

        self._other = np.maximum(0.8 * self._other + 0.2 * np.abs(rest) ** 2, 1e-6)
        gain = self._doubt * np.conj(self._played) / (0.5 * (power * self._doubt).sum(axis=0) + self._other)
        step = np.fft.irfft(gain * rest, axis=1)
        step[:, BLOCK:] = 0  # each partition is 16 ms of the room, no circle
        self._way += np.fft.rfft(step, axis=1)
        learnt = 1 - 0.5 * np.real(gain * self._played)
        self._doubt = np.maximum(FORGET * learnt * self._doubt + (1 - FORGET) * np.abs(self._way) ** 2, 1e-9)


class EchoPath:
    """Brings what is played and what is recorded together, by counting samples. One thread."""

    def __init__(self) -> None:
        import numpy as np

        self._canceller = EchoCanceller()
        self._resampler: Resampler | None = None
        self._rate = 0
        self._far: Samples = np.zeros(0, np.float32)
        """What was played, from sample `_far_start` on."""
        self._far_start = 0
        self._near: Samples = np.zeros(0, np.float32)
        self._near_start = 0
        self._offset: int | None = None
        """Sample n of the microphone belongs with sample n + offset of the loudspeaker."""
        self._blocks = 0
        self._half: tuple[Samples, float, float, float] | None = None

    def played(self, samples: Samples, rate: int) -> None:
        """The next (n,) float32 mono at `rate` that the device got."""
        import numpy as np

        if rate != self._rate:
            self._rate = rate
            self._resampler = Resampler(rate, RATE) if rate != RATE else None
        if self._resampler is not None:
            samples = self._resampler.feed(samples)
        self._far = np.concatenate([self._far, samples])
        if self._offset is None and len(self._far) > RATE:  # the microphone has not begun yet
            self._far_start += len(self._far) - RATE
            self._far = self._far[-RATE:]

    def recorded(self, samples: Samples) -> Iterator[Cleaned]:
        """The next (n,) float32 at 16 kHz from the microphone; the frames that are now complete."""
        import numpy as np

        self._near = np.concatenate([self._near, samples])
        self._blocks += 1
        far_end = self._far_start + len(self._far)
        latest = far_end - (self._near_start + len(self._near)) - SLACK
        behind = self._offset is not None and latest < self._offset - LOST_S * RATE
        if self._offset is None or behind or (self._blocks <= SETTLING and latest < self._offset):
            self._offset = latest
        while len(self._near) >= BLOCK:
            start = self._near_start + self._offset - self._far_start
            if start + BLOCK > len(self._far):
                return  # the loudspeaker's block is late
            far = self._far[max(0, start) : start + BLOCK] if start + BLOCK > 0 else self._far[:0]
            far = np.concatenate([np.zeros(BLOCK - len(far), np.float32), far])
            block = self._canceller.feed(far, self._near[:BLOCK])
            self._near, self._near_start = self._near[BLOCK:], self._near_start + BLOCK
            if start > 0:
                self._far, self._far_start = self._far[start:], self._far_start + start
            if self._half is None:
                self._half = block
                continue
            first, self._half = self._half, None
            energies = [(one + two) / 2 for one, two in zip(first[1:], block[1:], strict=True)]
            yield Cleaned(np.concatenate([first[0], block[0]]), *energies)


@dataclass(slots=True)
class InterruptionJudge:
    """Whether a person speaks over Hearsight's own voice. Counts frames of 32 ms, knows no clock."""

    louder_db: float = 6.0
    """How much the rest exceeds the prediction, over three frames. Of 64 passages in 64 rooms two came over 4 dB where
    the detector found a voice, none over 6."""
    voice: float = 0.4
    """Speech probability of the rest, from which it may be a voice."""
    frames: int = 2
    deaf_frames: int = 35
    """Of sound played before the filter knows the room: 1.1 s."""
    quietest: float = 6e-7
    """Mean square; -62 dBFS."""
    audible: float = 1e-5
    """Mean square of what is played, from which the filter learns."""
    _heard: int = 0
    _in_a_row: int = 0
    _last: tuple[tuple[float, float], ...] = ()

    def feed(self, frame: Cleaned, probability: float) -> bool:
        """True once somebody speaks."""
        self._heard += frame.played > self.audible
        self._last = (*self._last[-2:], (frame.rest, frame.predicted))
        rest, predicted = (sum(part) for part in zip(*self._last, strict=True))
        over = rest > 10 ** (self.louder_db / 10) * predicted
        if self._heard >= self.deaf_frames and over and probability >= self.voice and frame.rest > self.quietest:
            self._in_a_row += 1
        else:
            self._in_a_row = 0
        return self._in_a_row >= self.frames

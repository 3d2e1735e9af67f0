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
SPAN_S = 0.3
"""From the first sound of an echo to its last audible reflection."""
FORGET = 0.998
"""The room's memory from one block of 16 ms to the next: lower follows a moved laptop sooner and learns less well."""
BAND_HZ = (250, 4500)
"""Where energies are compared: below is hum, above little of a voice."""
EARLY = 320
"""Samples, 20 ms: the filter begins so long before the strongest sound, which need not be the first."""
REACH = RATE
"""Longest lag: a second. Bluetooth loudspeakers take up to 0.3 s."""
WINDOW, SHORT_WINDOW = RATE // 2, 2560
"""Of sound in which a lag is looked for: every quarter of a second, and when somebody seems to speak."""
LOOK_BLOCKS = 16
CLEAR = 10.0
"""Standard deviations. In 40 rooms with and without a person speaking over the echo, 549 windows of 0.75 s had their
peak at the right lag, 99 of 100 with 20 or more."""
HINT = 6.0
"""The same: less stands out of any two sounds that have nothing to do with each other."""
STEADY = 48
"""Samples, 3 ms: less is the work of the filter (two clocks that drift apart by 60 in a million need 50 s for it)."""
UNSURE_BLOCKS = 60
"""1 s after a move: what is left may be what the filter has not followed yet, and a device that stutters once stutters
again. The more often it did, the longer it is not believed."""
MOST_MOVES = 4
DOUBT_BLOCKS = 32
"""Half a second after a sign that the echo has moved, until the next two looks."""
AUDIBLE = 1e-5
"""Mean square."""
CEILING = 0.99
TAPE = int(2.6 * RATE)
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
    sure: bool
    """The filter knows the way of the echo well enough to be believed."""


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
    """Brings what is played and what is recorded together. One thread.

    By how much the echo comes later is found by the generalised cross-correlation of Knapp and Carter (IEEE Trans.
    ASSP 24, 1976), and looked at again four times a second: a stutter of either device moves it.
    """

    def __init__(self) -> None:
        self._canceller = EchoCanceller()
        self._resampler: Resampler | None = None
        self._rate = 0
        self._far, self._near = _Tape(), _Tape()
        self._level: int | None = None
        """Sample n of the microphone arrived when sample n + `_level` of the loudspeaker was handed over."""
        self._lag: int | None = None
        """By so many samples the echo is later; None: not found yet."""
        self._candidate: int | None = None
        self._done = 0
        """Samples of the microphone that were taken."""
        self._blocks = 0
        self._unsure = self._moves = 0
        self._half: Cleaned | None = None

    def played(self, samples: Samples, rate: int) -> None:
        """The next (n,) float32 mono at `rate` that the device got."""
        if rate != self._rate:
            self._rate = rate
            self._resampler = Resampler(rate, RATE) if rate != RATE else None
        self._far.add(self._resampler.feed(samples) if self._resampler is not None else samples)

    def recorded(self, samples: Samples) -> Iterator[Cleaned]:
        """The next (n,) float32 at 16 kHz from the microphone; the frames that are now complete."""
        self._near.add(samples)
        level = self._far.end - self._near.end
        self._blocks += 1
        # The first blocks come in bursts; later, only a device that stood still changes the relation so much.
        if self._level is None:
            self._level = level
        elif self._blocks <= SETTLING:
            self._level = min(level, self._level)
        elif abs(level - self._level) > LOST_S * RATE:
            self._level = level
        while self._near.end - self._done >= BLOCK:
            if self._done // BLOCK % LOOK_BLOCKS == 0:
                self._look()
            block = self._block(self._done)
            if block is None:
                return  # the loudspeaker's block is late
            self._done += BLOCK
            if self._half is None:
                self._half = block
                continue
            first, self._half = self._half, None
            yield _joined(first, block)

    def certain(self) -> bool:
        """Whether the echo still comes at its usual time in what was just recorded, or nothing was played that could
        come back: else what is left over may be an echo that a stutter has moved, and no voice."""
        found = self._find(SHORT_WINDOW)
        if found is None or self._lag is None or found[1] < HINT or abs(found[0] - self._lag) <= STEADY:
            return True
        self._unsure = max(self._unsure, DOUBT_BLOCKS)
        return False

    def _find(self, window: int) -> tuple[int, float] | None:
        """The lag in the last `window` samples, and how clear it is; None when there is nothing to find."""
        import numpy as np

        end = self._done
        if self._level is None or end < window:
            return None
        near = self._near.part(end - window, end)
        far = self._far.part(end + self._level - window - REACH, end + self._level)
        usual = self._lag or 0  # what can be heard now was played then
        heard = far[REACH - usual : REACH - usual + window]
        if float(np.mean(np.square(heard))) < AUDIBLE or not near.any():
            return None
        return _lag(near, far)

    def _look(self) -> None:
        """Find the lag anew. Another one must be found twice: speech is like itself at some other times, too."""
        found = self._find(WINDOW)
        if found is None or found[1] < CLEAR:
            return
        lag, candidate, self._candidate = found[0], self._candidate, found[0]
        if self._lag is not None and abs(lag - self._lag) <= STEADY:
            return
        if candidate is None or abs(lag - candidate) > STEADY:
            self._unsure = max(self._unsure, DOUBT_BLOCKS)
            return
        first, self._lag = self._lag is None, lag
        self._moves += not first
        self._unsure = UNSURE_BLOCKS * min(self._moves, MOST_MOVES)
        if first:  # what was heard until now is learnt from
            for start in range(max(0, self._done - WINDOW) // BLOCK * BLOCK, self._done - BLOCK + 1, BLOCK):
                self._block(start)

    def _block(self, start: int) -> Cleaned | None:
        import numpy as np

        near = self._near.part(start, start + BLOCK)
        if self._lag is None or self._level is None:
            return Cleaned(near, 0.0, 0.0, 0.0, sure=False)
        at = start + self._level - self._lag + EARLY
        if at + BLOCK > self._far.end:
            return None
        rest, left, predicted, played = self._canceller.feed(self._far.part(at, at + BLOCK), near)
        self._unsure = max(0, self._unsure - 1)
        clipped = float(np.abs(near).max()) >= CEILING  # no filter can predict that
        return Cleaned(rest, left, predicted, played, sure=not self._unsure and not clipped)


def _joined(one: Cleaned, two: Cleaned) -> Cleaned:
    import numpy as np

    return Cleaned(
        np.concatenate([one.samples, two.samples]),
        (one.rest + two.rest) / 2,
        (one.predicted + two.predicted) / 2,
        (one.played + two.played) / 2,
        sure=one.sure and two.sure,
    )


class _Tape:
    """The last seconds of a stream, addressed by their place in it."""

    def __init__(self) -> None:
        import numpy as np

        self._samples: Samples = np.zeros(0, np.float32)
        self.end = 0

    def add(self, samples: Samples) -> None:
        import numpy as np

        self._samples = np.concatenate([self._samples[-TAPE:], samples])
        self.end += len(samples)

    def part(self, start: int, end: int) -> Samples:
        """(end - start,) float32; silence for what is not there, or no longer."""
        import numpy as np

        first = self.end - len(self._samples)
        got = self._samples[max(0, start - first) : max(0, end - first)]
        before = min(end, max(start, first)) - start
        return np.concatenate(
            [np.zeros(before, np.float32), got, np.zeros(end - start - before - len(got), np.float32)]
        )


def _lag(near: Samples, far: Samples) -> tuple[int, float]:
    """How many samples `near` (n,) is later than `far` (n + m,), which ends at the same moment: 0 to m; and how far
    that peak stands out of the correlation, in its standard deviations."""
    import numpy as np

    size = 1 << (len(far) + len(near) - 1).bit_length()
    both = np.conj(np.fft.rfft(near, size)) * np.fft.rfft(far, size)
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    both[(hertz < BAND_HZ[0]) | (hertz > BAND_HZ[1])] = 0
    # 0.8 instead of 1: bands in which there is only noise count less.
    alike = np.fft.irfft(both / np.maximum(np.abs(both) ** 0.8, 1e-9), size)[: len(far) - len(near) + 1]
    peak = int(np.argmax(alike))
    return len(far) - len(near) - peak, float(alike[peak] / (alike.std() + 1e-12))


@dataclass(slots=True)
class InterruptionJudge:
    """Whether a person speaks over Hearsight's own voice. Counts frames of 32 ms, knows no clock."""

    louder_db: float = 7.0
    """How much the rest exceeds the prediction, over three frames. Of 64 passages in 64 rooms two came over 4 dB where
    the detector found a voice, none over 6."""
    voice: float = 0.4
    """Speech probability of the rest, from which it may be a voice."""
    frames: int = 2
    deaf_frames: int = 25
    """Of sound played before the filter knows the room: 0.8 s."""
    quietest: float = 6e-7
    """Mean square; -62 dBFS."""
    rising_frames: int = 7
    """Within so many the rest must have doubled: a voice that begins does that, the last of a long echo never."""
    _since_rise: int = 0
    _earlier: tuple[float, ...] = (0.0,)
    _heard: int = 0
    _in_a_row: int = 0
    _last: tuple[tuple[float, float], ...] = ()

    def feed(self, frame: Cleaned, probability: float) -> bool:
        """True once somebody speaks."""
        self._heard += frame.sure and frame.played > AUDIBLE
        self._last = (*self._last[-2:], (frame.rest, frame.predicted))
        rest, predicted = (sum(part) for part in zip(*self._last, strict=True))
        self._since_rise = 0 if rest > 2 * self._earlier[0] else self._since_rise + 1
        self._earlier = (*self._earlier[-3:], rest)
        person = rest > 10 ** (self.louder_db / 10) * predicted and self._since_rise < self.rising_frames
        voice = probability >= self.voice and frame.rest > self.quietest
        known = frame.sure and self._heard >= self.deaf_frames
        self._in_a_row = self._in_a_row + 1 if known and person and voice else 0
        return self._in_a_row >= self.frames

"""Changes the sample rate of a stream, block by block.

A windowed-sinc interpolator: each output sample is a sum of input samples weighted by a Kaiser-windowed sinc that
is cut at the lower of the two Nyquist frequencies (J. O. Smith, "Digital Audio Resampling Home Page", bandlimited
interpolation). Weights for every phase of the rational ratio are computed once.
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.types import Samples

_ZERO_CROSSINGS = 16
"""On each side of the sinc: the transition band is about 1/16 of the lower rate."""
_KAISER_BETA = 8.6
"""Side lobes 90 dB down (Kaiser's formula)."""


class Resampler:
    """One stream from `rate_in` to `rate_out` Hz. The output of all blocks and `end` lines up with the input in
    time: no delay is added, and n input samples give ceil(n * rate_out / rate_in) output samples. One thread."""

    def __init__(self, rate_in: int, rate_out: int) -> None:
        import numpy as np

        if rate_in <= 0 or rate_out <= 0:
            raise ValueError(f"sample rates are positive, not {rate_in} and {rate_out}")
        common = gcd(rate_in, rate_out)
        self._up, self._down = rate_out // common, rate_in // common
        cutoff = min(1.0, rate_out / rate_in)
        self._half = int(np.ceil(_ZERO_CROSSINGS / cutoff))
        taps = np.arange(-self._half + 1, self._half + 1)
        # Row p holds the weights for an output sample p/up of an input sample after the one on the left.
        distance = taps[None, :] - np.arange(self._up)[:, None] / self._up
        window = np.kaiser(4097, _KAISER_BETA)
        shape = np.interp(distance / self._half, np.linspace(-1, 1, 4097), window, left=0, right=0)
        weights = cutoff * np.sinc(cutoff * distance) * shape
        self._weights = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
        self._held = np.zeros(self._half - 1, np.float32)  # the silence before the stream
        self._start = -(self._half - 1)  # index in the stream of the first held sample
        self._made = 0
        self._seen = 0

    def feed(self, samples: Samples) -> Samples:
        """(n,) float32 in; what can already be computed out, (m,) float32."""
        import numpy as np

        self._seen += len(samples)
        self._held = np.concatenate([self._held, np.asarray(samples, np.float32)])
        last = self._start + len(self._held) - 1 - self._half  # the left neighbour may be this far right
        stop = last * self._up // self._down + 1 if last >= 0 else 0
        while stop * self._down // self._up > last:
            stop -= 1
        return self._make(stop + 1 if last >= 0 else self._made)

    def end(self) -> Samples:
        """The rest, as if silence followed. The stream is then over."""
        import numpy as np

        self._held = np.concatenate([self._held, np.zeros(self._half, np.float32)])
        return self._make(-(-self._seen * self._up // self._down))

    def _make(self, stop: int) -> Samples:
        import numpy as np

        if stop <= self._made:
            return np.zeros(0, np.float32)
        index = np.arange(self._made, stop)
        left, phase = index * self._down // self._up, index * self._down % self._up
        first = left - (self._half - 1) - self._start
        windows = np.lib.stride_tricks.sliding_window_view(self._held, 2 * self._half)
        made: Samples = np.einsum("ij,ij->i", windows[first], self._weights[phase])
        self._made = stop
        keep = stop * self._down // self._up - (self._half - 1) - self._start
        self._held, self._start = self._held[keep:], self._start + keep
        return made


def resample(samples: Samples, rate_in: int, rate_out: int) -> Samples:
    """(n,) float32 at `rate_in` Hz to (m,) float32 at `rate_out` Hz, m = ceil(n * rate_out / rate_in)."""
    import numpy as np

    if rate_in == rate_out:
        return samples
    resampler = Resampler(rate_in, rate_out)
    # A block at a time: the windows of a whole minute would take hundreds of megabytes.
    blocks = [resampler.feed(samples[at : at + 65_536]) for at in range(0, len(samples), 65_536)]
    return np.concatenate([*blocks, resampler.end()])

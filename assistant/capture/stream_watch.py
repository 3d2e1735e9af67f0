"""What is wrong with a moving picture as such: covered, frozen, nothing but noise, no frames. Each is told once when
it begins, and once when it is over. Pure: time comes with the frames.

A shutter or privacy slide gives black frames with the sensor's noise. A live sensor never gives the very same frame
twice, so that the same bytes again and again are a camera, a driver or a server that hangs. Noise has no neighbours:
averaged over 4 x 4 pixels it keeps about a sixteenth of its variance (1/n, independent samples), a picture most of its;
a page of small print, which keeps as little, is still there in the next frame.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.types import StreamNews

if TYPE_CHECKING:
    from assistant.types import Capture, StreamState

BLACK = 40
"""The highest level of a channel under a closed cover, as `capture.gate.CAMERA_BLACK`."""
SPECKS = 0.001
"""Share of pixels that may be brighter: hot ones, a slit of light at the edge."""
COVERED_AFTER_S = 1.0
"""The exposure goes through black for some frames when a camera starts or a lamp goes out."""
NOISE_AFTER_S = 1.5
FROZEN_AFTER_S, FROZEN_FRAMES = 2.5, 3
"""Seconds and frames, so that a camera of one frame a second is not taken for frozen at its second; said within 3 s."""
GAP_AFTER_S = 3.0
USUAL_TIMES, LOOKED_BACK = 3, 9
"""And so many times the median of the last distances: of a camera of one frame in five seconds each would be a gap, and
the next frame its end."""
BACK_AFTER_S = 0.5
"""How long it must be good again."""
NOISE_SHARE = 0.15
"""Of the variance that is left in means over 4 x 4: below may be noise. (Of the photographs that scikit-image ships,
grass has the least: 0.50. Noise has 0.05 to 0.08, also after JPEG.)"""
NOISE_ALIKE = 0.3
"""Correlation with the frame before: below is noise."""
NOISE_LEAST = 25.0
"""Variance of grey levels below which a picture is flat, and its ratio says nothing."""
BLOCKS = 64
"""About so many blocks each way are looked at."""
LEAST = 3 * 1024
"""Values; of a smaller picture it is not said that it is noise."""


class StreamWatch:
    """Seconds are those of `Capture.moment_s`. `frozen`: whether the same frame again and again is told."""

    def __init__(self, *, frozen: bool = True) -> None:
        self._frozen = frozen
        self._state: StreamState = "back"
        self._wrong: StreamState | None = None
        self._since_s = 0.0
        self._last_s = 0.0
        self._frames = False
        self._apart_s: deque[float] = deque(maxlen=LOOKED_BACK)
        self._before: Any = None
        self._blocks: Any = None
        self._same = 0
        self._same_since_s = 0.0

    @property
    def state(self) -> StreamState:
        """What was told last; "back" where all is well."""
        return self._state

    def see(self, capture: Capture) -> Iterator[StreamNews]:
        """What is to be told before this frame."""
        now = capture.moment_s or 0.0
        if self._frames:
            self._apart_s.append(now - self._last_s)
        self._frames = True
        self._last_s = now
        self._compare(capture, now)
        wrong, begun_s, after_s = self._looks(capture, now)
        if wrong != self._wrong:
            self._wrong, self._since_s = wrong, begun_s
        if wrong is None:
            after_s = 0.0 if self._state in ("gap", "gone") else BACK_AFTER_S
        state: StreamState = wrong or "back"
        if state != self._state and now - self._since_s >= after_s:
            yield self._told(state, now, self._since_s)

    def nothing(self, now_s: float) -> Iterator[StreamNews]:
        """No frame has come up to now."""
        usual_s = sorted(self._apart_s)[len(self._apart_s) // 2] if self._apart_s else 0.0
        if now_s - self._last_s >= max(GAP_AFTER_S, USUAL_TIMES * usual_s) and self._state not in ("gap", "gone"):
            yield self._told("gap", now_s, self._last_s)

    def broken_off(self, now_s: float) -> Iterator[StreamNews]:
        if self._state != "gone":
            yield self._told("gone", now_s, self._last_s)

    def _told(self, state: StreamState, now_s: float, since_s: float) -> StreamNews:
        self._state = state
        if state in ("gap", "gone"):  # what comes after it is looked at afresh
            self._before, self._same, self._wrong, self._since_s = None, 0, None, now_s
        return StreamNews(state, now_s, since_s)

    def _compare(self, capture: Capture, now: float) -> None:
        """Counts how often the very same frame came."""
        import numpy as np

        pixels, before = capture.pixels, self._before
        alike = before is not None and before.shape == pixels.shape and (before[::16, ::16] == pixels[::16, ::16]).all()
        if alike and np.array_equal(before, pixels):
            self._same += 1
        else:
            self._same, self._same_since_s = 0, now
        self._before = pixels

    def _looks(self, capture: Capture, now: float) -> tuple[StreamState | None, float, float]:
        """What is wrong with this frame, since when, and for how long that must last before it is told."""
        sample = sampled(capture.pixels)
        if covered(sample):
            return "covered", self._since("covered", now), COVERED_AFTER_S
        blocks = means(sample)
        lasting, self._blocks = alike(blocks, self._blocks), blocks
        if lasting < NOISE_ALIKE and noise_only(sample):
            return "noise", self._since("noise", now), NOISE_AFTER_S
        if self._frozen and self._same >= FROZEN_FRAMES - 1 and now - self._same_since_s >= FROZEN_AFTER_S:
            return "frozen", self._same_since_s, FROZEN_AFTER_S
        return None, now, 0.0

    def _since(self, state: StreamState, now: float) -> float:
        return self._since_s if self._wrong == state else now


def sampled(pixels: Any) -> Any:
    """(rows, 4, columns, 4, 3) uint8: blocks of 4 x 4 neighbours from all over the picture."""
    rows, columns = pixels.shape[0] // 4, pixels.shape[1] // 4
    blocks = pixels[: rows * 4, : columns * 4].reshape(rows, 4, columns, 4, 3)
    return blocks[:: max(1, rows // BLOCKS), :, :: max(1, columns // BLOCKS)]


def covered(sample: Any) -> bool:
    """All black, whatever noise it has."""
    import numpy as np

    return bool(sample.size) and float(np.mean(sample > BLACK)) <= SPECKS


def means(sample: Any) -> Any:
    """(rows, columns) float32: the green level of each block, which is nearest to brightness."""
    import numpy as np

    return sample[..., 1].mean(axis=(1, 3), dtype=np.float32)


def noise_only(sample: Any) -> bool:
    """No more is left of its variance in the means of 4 x 4 pixels than noise leaves."""
    variance = float(sample[..., 1].var()) if sample.size >= LEAST else 0.0
    return variance >= NOISE_LEAST and float(means(sample).var()) < NOISE_SHARE * variance


def alike(blocks: Any, before: Any) -> float:
    """The correlation of two pictures' means; 1 where there is nothing to compare."""
    import numpy as np

    if before is None or before.shape != blocks.shape or not blocks.size:
        return 1.0
    a, b = blocks - blocks.mean(), before - before.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size > 0 else 1.0

"""When the hand and the thing rest, and which of the last frames is the sharpest."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.types import Pixels

KEPT_S = 0.8
"""Of the stream, from which the sharpest frame is chosen."""
FEWEST = 3
"""Frames by which it is known that it rests, however far apart they are: a camera may give one a second."""
MOST = 12
"""Frames that are kept: each may have 6 MB."""
REST = 0.012
"""Of the frame's diagonal, that most of the points which are watched may wander: one alone may jump."""


@dataclass(frozen=True, slots=True)
class Kept:
    at_s: float
    pixels: Pixels
    points: Any
    """(n, 2) in pixels of the frame: corners of a page, middles of faces."""
    sharp: float


class Still:
    """The frames of the last moment. Not for several threads."""

    def __init__(self, still_s: float = 0.6) -> None:
        self._still_s = still_s
        self._kept: deque[Kept] = deque(maxlen=MOST)
        self._since_s: float | None = None

    def see(self, at_s: float, pixels: Pixels, points: Any, area: tuple[int, int, int, int] | None = None) -> None:
        """The next frame and its points; `area` (x, y, w, h): where it must be sharp."""
        import numpy as np

        if self._kept and self._moved(self._kept[-1].points, points, pixels):
            self.forget()
        if self._since_s is None:
            self._since_s = at_s
        first = self._kept[0].points if self._kept else points
        if self._moved(first, points, pixels):  # slowly, but away
            self.forget()
            self._since_s = at_s
        self._kept.append(Kept(at_s, pixels, np.asarray(points, np.float32), sharpness(pixels, area)))
        while len(self._kept) > FEWEST and at_s - self._kept[0].at_s > max(KEPT_S, self._still_s):
            self._kept.popleft()

    def forget(self) -> None:
        self._kept.clear()
        self._since_s = None

    def rested(self, at_s: float) -> bool:
        """For long enough, and seen often enough to know."""
        return self._since_s is not None and at_s - self._since_s >= self._still_s and len(self._kept) >= FEWEST

    @property
    def sharpest(self) -> Kept:
        """Of those kept. Raises `ValueError` when there is none."""
        return max(self._kept, key=lambda one: one.sharp)

    @staticmethod
    def _moved(before: Any, now: Any, pixels: Pixels) -> bool:
        import numpy as np

        one, other = np.asarray(before, np.float32), np.asarray(now, np.float32)
        if one.shape != other.shape:
            return True
        diagonal = float(np.hypot(*pixels.shape[:2]))
        away = np.linalg.norm(one - other, axis=1) if one.size else np.zeros(1)
        return float(np.median(away)) > REST * diagonal


def sharpness(pixels: Pixels, area: tuple[int, int, int, int] | None = None) -> float:
    """How strong the finest details are, to compare frames of one scene: the variance of the Laplacian (Pech-Pacheco et
    al. 2000, "Diatom autofocusing in brightfield microscopy")."""
    import cv2
    import numpy as np

    if area is not None:
        x, y, w, h = area
        pixels = pixels[max(0, y) : max(1, y + h), max(0, x) : max(1, x + w)]
    step = max(1, max(pixels.shape[:2]) // 1200)
    grey = cv2.cvtColor(np.ascontiguousarray(pixels[::step, ::step]), cv2.COLOR_RGB2GRAY)
    return float(cv2.Laplacian(cv2.GaussianBlur(grey, (3, 3), 0), cv2.CV_32F).var())

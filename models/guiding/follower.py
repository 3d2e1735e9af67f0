"""A thing kept in view between two looks, by the few points in it that can be told from their surroundings.

Median flow (Kalal, Mikolajczyk and Matas 2010, "Forward-backward error: automatic detection of tracking failures"):
points are followed by the optical flow of Lucas and Kanade forth and back, those that don't come back are dropped, and
the box moves and grows by the medians of the others. Where there are too few points (a plain cup) it is found again by
its looks near where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.types import Box

if TYPE_CHECKING:
    from assistant.types import Pixels

SIDE = 320
"""Pixels of the longer side at which it is followed."""
POINTS, FEWEST = 40, 6
BACK_PX = 1.5
"""A point that comes back farther from where it was is lost."""
GROWTH = (0.8, 1.25)
"""From one frame to the next, at most."""
ALIKE = 0.6
"""Correlation from which a plain thing is found again."""
REACH = 0.6
"""How far around it is then looked for, in its own sides."""
SMALLEST_PX = 6


class Follower:
    """One thing of one stream. `see` every frame; then ask for the box. Not for several threads."""

    def __init__(self) -> None:
        self._before: Any = None
        self._box: tuple[float, float, float, float] | None = None
        """x, y, w, h in pixels of the small copy."""
        self._patch: Any = None
        self._scale = 1.0

    def thumb(self, pixels: Pixels) -> Any:
        """(h, w) uint8 grey, of at most `SIDE` pixels."""
        import cv2
        import numpy as np

        height, width = pixels.shape[:2]
        self._scale = min(1.0, SIDE / max(height, width))
        size = max(1, round(width * self._scale)), max(1, round(height * self._scale))
        small = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA)
        return cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)

    def see(self, thumb: Any) -> None:
        """The next frame, as `thumb` made it: the thing is followed into it."""
        before, self._before = self._before, thumb
        if self._box is not None:
            self._box = self._moved(before, thumb, self._box) if before is not None else None

    def begin(self, box: Box, thumb: Any) -> None:
        """It is in this box of the frame that `thumb` is of (an older one: a look takes a while); from there it is
        followed to the newest one that was seen."""
        scaled = box.x * self._scale, box.y * self._scale, box.w * self._scale, box.h * self._scale
        self._patch = _cut(thumb, scaled)
        newest = self._before if self._before is not None else thumb
        self._box = scaled if newest is thumb else self._moved(thumb, newest, scaled)

    def lose(self) -> None:
        self._box = None

    @property
    def box(self) -> Box | None:
        """In pixels of the frame; None: lost. Its middle is in the frame."""
        if self._box is None:
            return None
        x, y, w, h = (side / self._scale for side in self._box)
        return Box(round(x), round(y), max(1, round(w)), max(1, round(h)))

    def _moved(
        self, before: Any, now: Any, box: tuple[float, float, float, float]
    ) -> tuple[float, float, float, float] | None:
        if before.shape != now.shape or min(box[2:]) < 2:
            return None
        moved = _by_points(before, now, box) or self._by_looks(now, box)
        if moved is None:
            return None
        x, y, w, h = moved
        inside = 0 <= x + w / 2 < now.shape[1] and 0 <= y + h / 2 < now.shape[0]
        return moved if inside and min(w, h) >= SMALLEST_PX / 2 else None

    def _by_looks(self, now: Any, box: tuple[float, float, float, float]) -> tuple[float, float, float, float] | None:
        import cv2

        patch = self._patch
        if patch is None or min(patch.shape) < SMALLEST_PX or float(patch.std()) < 4.0:
            return None
        x, y, w, h = box
        around = _cut(now, (x - REACH * w, y - REACH * h, w * (1 + 2 * REACH), h * (1 + 2 * REACH)))
        if around is None or around.shape[0] < patch.shape[0] or around.shape[1] < patch.shape[1]:
            return None
        _, best, _, at = cv2.minMaxLoc(cv2.matchTemplate(around, patch, cv2.TM_CCOEFF_NORMED))
        if best < ALIKE:
            return None
        left, top = max(0, int(x - REACH * w)), max(0, int(y - REACH * h))
        return float(left + at[0]), float(top + at[1]), float(patch.shape[1]), float(patch.shape[0])


def _by_points(
    before: Any, now: Any, box: tuple[float, float, float, float]
) -> tuple[float, float, float, float] | None:
    import cv2
    import numpy as np

    mask = np.zeros(before.shape, np.uint8)
    x, y, w, h = box
    inner = w * 0.08, h * 0.08
    top, left = max(0, int(y + inner[1])), max(0, int(x + inner[0]))
    mask[top : max(top, int(y + h - inner[1])), left : max(left, int(x + w - inner[0]))] = 255
    points = cv2.goodFeaturesToTrack(before, POINTS, 0.01, 3, mask=mask)
    if points is None or len(points) < FEWEST:
        return None
    flow: dict[str, Any] = {"winSize": (15, 15), "maxLevel": 3}
    there, found, _ = cv2.calcOpticalFlowPyrLK(before, now, points, None, **flow)
    back, again, _ = cv2.calcOpticalFlowPyrLK(now, before, there, None, **flow)
    away = np.linalg.norm((back - points).reshape(-1, 2), axis=1)
    good = (found.ravel() == 1) & (again.ravel() == 1) & (away < BACK_PX)
    if int(good.sum()) < FEWEST:
        return None
    old, new = points.reshape(-1, 2)[good], there.reshape(-1, 2)[good]
    dx, dy = (float(value) for value in np.median(new - old, axis=0))
    apart = np.linalg.norm(old[:, None] - old[None], axis=2)
    then = np.linalg.norm(new[:, None] - new[None], axis=2)
    pairs = apart > 2
    grown = float(np.median(then[pairs] / apart[pairs])) if pairs.any() else 1.0
    grown = min(GROWTH[1], max(GROWTH[0], grown))
    middle = x + w / 2 + dx, y + h / 2 + dy
    return middle[0] - w * grown / 2, middle[1] - h * grown / 2, w * grown, h * grown


def _cut(thumb: Any, box: tuple[float, float, float, float]) -> Any:
    x, y, w, h = box
    left, top = max(0, int(x)), max(0, int(y))
    right, bottom = min(thumb.shape[1], int(x + w + 1)), min(thumb.shape[0], int(y + h + 1))
    return thumb[top:bottom, left:right].copy() if right > left and bottom > top else None

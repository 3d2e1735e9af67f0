"""Where a page of paper lies in a frame: its four corners, or by which sides it reaches out of the picture.

Two ways to see it, since neither holds alone: a light patch with dark strokes in it (a page on a darker desk), and four
straight edges that close (a page on a light one). Of what both offer the largest counts whose sides are edges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

    Corners = npt.NDArray[np.float32]
    """(4, 2): top left, top right, bottom right, bottom left, in pixels of the frame."""

Side = Literal["left", "right", "top", "bottom"]
LONG_SIDE = 360
"""Pixels of the longer side at which it is looked for."""
LEAST = 0.08
"""Share of the frame that a page covers at least."""
EDGE = 3
"""Pixels from the frame's edge, within which a page reaches out of it."""
CORNER = 0.06
"""Share of a frame's side that a page must lie along to reach out by it."""
FILLS = 0.92
"""Share of its four-sided outline that a patch fills."""
SUPPORT, STEP = 0.6, 12.0
"""Share of the points of a side that lie on an edge, and how many grey levels an edge is."""
WHOLE = 3.5
"""A page that is seen whole counts before one so many times as large that is not: a frame within a page is smaller."""
NEAR = 6
"""Pixels to both sides of an outline within which the side's own edge is looked for."""
INK = (0.006, 0.4)
"""Share of a page that is darker than its surroundings: less is a blank sheet or a table top, more is a picture."""
DARKER = 14
"""Grey levels, of ink."""


@dataclass(frozen=True, slots=True)
class PageSeen:
    """`corners` None: it reaches out of the picture at the sides `cut`."""

    corners: Corners | None
    cut: frozenset[Side]
    share: float
    """Of the frame, 0..1."""
    centre: tuple[float, float]
    """Of the part that is seen, in pixels of the frame."""

    @property
    def whole(self) -> bool:
        return self.corners is not None


def page_in(pixels: Pixels) -> PageSeen | None:
    """The page in (h, w, 3) uint8 RGB; None where there is none with anything written on it."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    scale = min(1.0, LONG_SIDE / max(height, width))
    size = max(8, round(width * scale)), max(8, round(height * scale))
    small = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    ink = _ink(grey)
    best: tuple[float, PageSeen] | None = None
    for contour in _outlines(small, grey):
        seen = _page(contour, grey, ink)
        if seen is not None and (best is None or _better(seen, best[1])):
            best = seen.share, seen
    if best is None:
        return None
    seen = best[1]
    corners = None if seen.corners is None else (seen.corners / scale).astype(np.float32)
    return PageSeen(corners, seen.cut, seen.share, (seen.centre[0] / scale, seen.centre[1] / scale))


def _better(one: PageSeen, other: PageSeen) -> bool:
    """The larger one; a whole one also where the other, which reaches out of the picture, is a few times as large: that
    may be a page and a light desk in one."""
    if one.whole != other.whole:
        return one.share * WHOLE > other.share if one.whole else one.share > other.share * WHOLE
    return one.share > other.share


def _outlines(small: Pixels, grey: Any) -> Iterator[Any]:
    import cv2
    import numpy as np

    soft = cv2.GaussianBlur(grey, (5, 5), 0)
    # What is written is closed over, so that a page is one patch.
    paper = _closed(soft)
    level, light = cv2.threshold(paper, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    _, lighter = cv2.threshold(paper, (level + float(paper.max())) / 2, 255, cv2.THRESH_BINARY)
    pale = cv2.inRange(cv2.cvtColor(small, cv2.COLOR_RGB2HSV), (0, 0, 70), (180, 60, 255))
    pale = _closed(pale)
    middle = float(np.median(paper))
    edges = cv2.Canny(paper, 0.35 * middle, 0.8 * middle)
    edges = cv2.dilate(edges, np.ones((3, 3), np.uint8))
    faint = cv2.dilate(cv2.Canny(paper, 12, 36), np.ones((3, 3), np.uint8))
    for mask in (light, lighter, pale):
        opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
        yield from cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    for mask in (edges, faint):
        yield from cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]


def _closed(grey: Any) -> Any:
    """Dark strokes up to 13 pixels wide closed over; not along the frame's edge, which OpenCV takes for light."""
    import cv2
    import numpy as np

    wide = cv2.copyMakeBorder(grey, 13, 13, 13, 13, cv2.BORDER_REPLICATE)
    return cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))[13:-13, 13:-13]


def _page(contour: Any, grey: Any, ink: Any) -> PageSeen | None:
    import cv2
    import numpy as np

    height, width = grey.shape
    hull = cv2.convexHull(contour)
    area = float(cv2.contourArea(hull))
    if area < LEAST * height * width:
        return None
    share, middle = area / (height * width), hull.reshape(-1, 2).mean(axis=0)
    mask = np.zeros(grey.shape, np.uint8)
    cv2.fillConvexPoly(mask, hull, 255)
    inner = cv2.erode(mask, np.ones((9, 9), np.uint8)) > 0
    written = float(ink[inner].mean()) if inner.any() else 0.0
    if not INK[0] <= written <= INK[1]:
        return None
    points = hull.reshape(-1, 2)
    cut = _cut(points, width, height)
    if cut:
        solid = float(cv2.contourArea(contour)) >= FILLS * area and share <= 0.97
        return PageSeen(None, cut, share, (float(middle[0]), float(middle[1]))) if solid else None
    quad = _four(hull)
    if quad is None or area < FILLS * float(cv2.contourArea(quad)):
        return None
    corners = ordered(quad.reshape(4, 2).astype(np.float32))
    if not _edged(corners, grey):
        return None
    corners = _refined(corners, grey)
    return PageSeen(corners, frozenset(), share, (float(corners[:, 0].mean()), float(corners[:, 1].mean())))


def _four(hull: Any) -> Any:
    """The hull with four corners, None where that would be another shape."""
    import cv2

    around = cv2.arcLength(hull, True)
    for part in (0.015, 0.025, 0.04, 0.06, 0.08):
        quad = cv2.approxPolyDP(hull, part * around, True)
        if len(quad) == 4:
            return quad
        if len(quad) < 4:
            return None
    return None


def _cut(points: Any, width: int, height: int) -> frozenset[Side]:
    """The edges of the frame that it lies along for more than a corner's length; of several those that it lies along
    for half as long as along the first: a light patch of the table may touch another one."""
    sides: tuple[tuple[Side, Any, int, int], ...] = (
        ("left", points[:, 0] <= EDGE, 1, height),
        ("right", points[:, 0] >= width - 1 - EDGE, 1, height),
        ("top", points[:, 1] <= EDGE, 0, width),
        ("bottom", points[:, 1] >= height - 1 - EDGE, 0, width),
    )
    along: dict[Side, float] = {}
    for side, on, axis, length in sides:
        places = points[on][:, axis]
        share = float(places.max() - places.min()) / length if len(places) > 1 else 0.0
        if share >= CORNER:
            along[side] = share
    most = max(along.values(), default=0.0)
    return frozenset(side for side, share in along.items() if 2 * share >= most)


def ordered(quad: Corners) -> Corners:
    """Four points as top left, top right, bottom right, bottom left."""
    import numpy as np

    middle = quad.mean(axis=0)
    angles = np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0])
    round_it = quad[np.argsort(angles)]
    first = int(np.argmin(round_it.sum(axis=1)))
    return np.roll(round_it, -first, axis=0)


def _edged(corners: Corners, grey: Any) -> bool:
    """Whether its sides are edges: across each there is a step, at most of its points."""
    import cv2
    import numpy as np

    soft = cv2.GaussianBlur(grey, (3, 3), 0).astype(np.float32)
    middle = corners.mean(axis=0)
    for at in range(4):
        one, other = corners[at], corners[(at + 1) % 4]
        places = one + (other - one) * np.linspace(0.08, 0.92, 24)[:, None]
        inwards = (middle - places) / np.maximum(1e-3, np.linalg.norm(middle - places, axis=1))[:, None]
        inside, outside = _values(soft, places + 4 * inwards), _values(soft, places - 4 * inwards)
        if float((np.abs(inside - outside) >= STEP).mean()) < SUPPORT:
            return False
    return True


def _refined(corners: Corners, grey: Any) -> Corners:
    """The corners where lines meet that are laid through the steepest steps near each side: the outline of a patch is
    rounded, and where writing or the frame's edge is near it jumps."""
    import cv2
    import numpy as np

    soft = cv2.GaussianBlur(grey, (3, 3), 0).astype(np.float32)
    middle, lines = corners.mean(axis=0), []
    offsets = np.arange(-NEAR, NEAR + 1)
    for at in range(4):
        one, other = corners[at], corners[(at + 1) % 4]
        along = (other - one) / max(1e-3, float(np.linalg.norm(other - one)))
        normal = np.array([-along[1], along[0]])
        if float(np.dot(middle - one, normal)) < 0:
            normal = -normal
        places = one + (other - one) * np.linspace(0.1, 0.9, 32)[:, None]
        profile = np.stack([_values(soft, places + offset * normal) for offset in offsets], 1)
        steps = np.abs(profile[:, 2:] - profile[:, :-2])
        best = offsets[1:-1][steps.argmax(axis=1)]
        good = steps.max(axis=1) >= STEP / 2
        points = (places + best[:, None] * normal)[good].astype(np.float32)
        if len(points) < 12:
            return corners
        vx, vy, x, y = (float(value) for value in cv2.fitLine(points, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel())
        lines.append((vx, vy, x, y))
    found = []
    for at in range(4):  # a corner is where its side meets the one before
        (ax, ay, px, py), (bx, by, qx, qy) = lines[at - 1], lines[at]
        cross = ax * by - ay * bx
        if abs(cross) < 0.1:
            return corners
        along_a = ((qx - px) * by - (qy - py) * bx) / cross
        found.append((px + along_a * ax, py + along_a * ay))
    refined = np.array(found, np.float32)
    return refined if float(np.abs(refined - corners).max()) <= 3 * NEAR else corners


def _values(grey: Any, places: Any) -> Any:
    import numpy as np

    columns = places[:, 0].round().astype(int).clip(0, grey.shape[1] - 1)
    rows = places[:, 1].round().astype(int).clip(0, grey.shape[0] - 1)
    return np.asarray(grey[rows, columns])


def _ink(grey: Any) -> Any:
    """(h, w) bool: darker than what is around it by a stroke's worth."""
    import cv2
    import numpy as np

    around = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    return around.astype(np.int16) - grey >= DARKER

"""A page that was seen aslant, as if it lay straight before the eye; its shadows taken out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

    Corners = npt.NDArray[np.float32]

LARGEST = 3000
"""Pixels of the longer side of a flattened page."""
LEAST_SKEW = 0.02
"""Below, opposite sides are parallel, and their lengths are the page's."""
SHAPES = (0.2, 5.0)
"""Of height to width, that a page may have."""
PAPER = 235.0
"""Of 255: what paper becomes."""


def flattened(pixels: Pixels, corners: Corners) -> Pixels:
    """(h, w, 3) uint8 RGB of the page alone. `corners`: top left, top right, bottom right, bottom left."""
    import cv2
    import numpy as np

    top, bottom = _apart(corners, 0, 1), _apart(corners, 3, 2)
    left, right = _apart(corners, 0, 3), _apart(corners, 1, 2)
    width, height = max(top, bottom), max(left, right)
    shape = _shape(corners, (int(pixels.shape[1]), int(pixels.shape[0])))
    if shape is not None:  # the longer side keeps its pixels
        width, height = (width, width * shape) if width * shape >= height else (height / shape, height)
    scale = min(1.0, LARGEST / max(width, height))
    size = max(8, round(width * scale)), max(8, round(height * scale))
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.ascontiguousarray(corners, np.float32), target)
    straight: Pixels = cv2.warpPerspective(np.ascontiguousarray(pixels), matrix, size, flags=cv2.INTER_CUBIC)
    return straight


def evenly_lit(page: Pixels) -> Pixels:
    """The same page without its shadows: each place as light as its paper. (h, w, 3) uint8 RGB."""
    import cv2
    import numpy as np

    height, width = page.shape[:2]
    scale = min(1.0, 400 / max(height, width))
    size = max(8, round(width * scale)), max(8, round(height * scale))
    small = cv2.resize(np.ascontiguousarray(page), size, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, 11), (0, 0), 9)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    even: Any = page.astype(np.float32) * (PAPER / np.maximum(40.0, paper))
    lit: Pixels = even.clip(0, 255).astype(np.uint8)
    return lit


def _apart(corners: Corners, one: int, other: int) -> float:
    return math.hypot(*(float(value) for value in corners[one] - corners[other]))


def _shape(corners: Corners, size: tuple[int, int]) -> float | None:
    """Height to width of the page, from its picture alone: Zhang and He 2007, "Whiteboard scanning and image
    enhancement" (section 3), for a camera whose axis goes through the picture's middle. None where its sides are
    parallel, or no page has what comes out."""
    import numpy as np

    middle = np.array([size[0] / 2, size[1] / 2, 0.0])
    m1, m2, m4, m3 = (np.array([x, y, 1.0]) - middle for x, y in corners)  # their order: tl, tr, bl, br
    k2 = np.dot(np.cross(m1, m4), m3) / np.dot(np.cross(m2, m4), m3)
    k3 = np.dot(np.cross(m1, m4), m2) / np.dot(np.cross(m3, m4), m2)
    n2, n3 = k2 * m2 - m1, k3 * m3 - m1
    if abs(k2 - 1) < LEAST_SKEW or abs(k3 - 1) < LEAST_SKEW:
        return None
    square = -(n2[0] * n3[0] + n2[1] * n3[1]) / (n2[2] * n3[2])
    if not np.isfinite(square) or square <= (0.3 * max(size)) ** 2 or square > (5.0 * max(size)) ** 2:
        return None
    wide = (n2[0] ** 2 + n2[1] ** 2) / square + n2[2] ** 2
    high = (n3[0] ** 2 + n3[1] ** 2) / square + n3[2] ** 2
    shape = math.sqrt(high / wide) if wide > 0 else 0.0
    return shape if SHAPES[0] <= shape <= SHAPES[1] else None

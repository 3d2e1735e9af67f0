"""Where in a picture a control may be: closed outlines, flat patches and lines with a knob, of any look.

The way of UIED (Xie et al., "UIED: a hybrid tool for GUI element detection", ESEC/FSE 2020): a map of colour steps
between neighbouring pixels, its connected components, and a test of their outlines. What a candidate is, a small
network says (`models.evidence.elements.net`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

    Boxes = npt.NDArray[np.int32]
    """(n, 4): x, y, width, height."""
    Mask = npt.NDArray[np.bool_]
    Steps = npt.NDArray[np.uint8]

FAINT, STRONG = 6, 40
"""Of 255, the step between two neighbouring pixels: of a pale border on white, and of one that stands out."""
SMALLEST = 9
"""Pixels of a side: check marks are 11 at least, letters of small text less."""
SLIM = 5
"""Pixels of a bar's height at least."""
CLOSED = 0.7
"""Share of the middle of each side of an outline that must be an edge."""
MIDDLE = 0.4
"""Share of a side that is looked at: what is left out are round corners; a circle is straight enough there."""
MOST = 1500
"""Candidates of one picture; beyond that the largest are left out (a page full of Chinese has many closed signs)."""


def steps(pixels: Pixels) -> Steps:
    """(h, w) uint8: how far each pixel differs from its right or lower neighbour, in the channel where most."""
    import cv2
    import numpy as np

    found = np.zeros(pixels.shape[:2], np.uint8)
    across = cv2.absdiff(pixels[:, 1:], pixels[:, :-1])
    found[:, :-1] = _highest(across)
    down = cv2.absdiff(pixels[1:], pixels[:-1])
    np.maximum(found[:-1], _highest(down), out=found[:-1])
    return found


def _highest(channels: Pixels) -> Steps:
    import cv2

    red, green, blue = cv2.split(channels)
    highest: Steps = cv2.max(cv2.max(red, green), blue)
    return highest


def candidates(pixels: Pixels) -> Boxes:
    """(n, 4) int32 boxes, small ones first; several for one control. `pixels` (h, w, 3) uint8 RGB."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    if height < SMALLEST or width < SMALLEST:
        return np.zeros((0, 4), np.int32)
    step = steps(pixels)
    faint = (step > FAINT).astype(np.uint8)
    found = [_of(faint, 8), _of((step > STRONG).astype(np.uint8), 8), _of(1 - faint, 4)]
    boxes = np.concatenate(found)
    boxes = np.concatenate((boxes, _halves_joined(boxes)))
    w, h = boxes[:, 2], boxes[:, 3]
    fits = (np.minimum(w, h) >= SLIM) & (np.maximum(w, h) >= SMALLEST) & (w < 0.98 * width) & (h < 0.8 * height)
    fits &= (np.minimum(w, h) >= SMALLEST) | (np.maximum(w, h) >= 8 * np.minimum(w, h))
    boxes = boxes[fits]
    thick = cv2.dilate(faint, np.ones((3, 3), np.uint8))
    boxes = boxes[outlined(boxes, thick) | _has_a_line(boxes, faint)]
    return _without_twins(boxes)[:MOST]


def _of(mask: npt.NDArray[np.uint8], neighbours: int) -> Boxes:
    """The boxes of the connected parts of a mask."""
    import cv2
    import numpy as np

    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=neighbours, ltype=cv2.CV_32S)
    boxes: Boxes = stats[1:, :4].astype(np.int32)
    return boxes


def _halves_joined(boxes: Boxes) -> Boxes:
    """Two patches of the same height side by side as one: what is done of a progress bar, and what is left."""
    import numpy as np

    w, h = boxes[:, 2], boxes[:, 3]
    patches = boxes[(h >= SLIM) & (h <= 64) & (w >= 4) & (w >= h // 2)]
    if len(patches) < 2:
        return np.zeros((0, 4), np.int32)
    patches = patches[np.lexsort((patches[:, 0], patches[:, 1] // 3))]
    found, order = [], []
    for after in (1, 2, 3):
        (x1, y1, w1, h1), (x2, y2, w2, h2) = patches[:-after].T, patches[after:].T
        level = (abs(y1 - y2) <= 2) & (abs(y1 + h1 - y2 - h2) <= 2)
        at = np.flatnonzero(level & (abs(x2 - x1 - w1) <= 3) & (w1 + w2 >= 4 * h1))
        top, bottom = np.minimum(y1, y2), np.maximum(y1 + h1, y2 + h2)
        found.append(np.stack((x1, top, x2 + w2 - x1, bottom - top), axis=1)[at])
        order.append(3 * at + after)
    joined: Boxes = np.concatenate(found)[np.argsort(np.concatenate(order))].astype(np.int32)
    return joined


def outlined(boxes: Boxes, edges: npt.NDArray[np.uint8]) -> Mask:
    """Whether the middles of all four sides are edges."""
    import cv2

    sums = cv2.integral(edges)
    height, width = edges.shape
    x, y, w, h = boxes.T
    cut_x, cut_y = (w * (1 - MIDDLE) / 2).astype(int), (h * (1 - MIDDLE) / 2).astype(int)

    def share(left: Boxes, top: Boxes, right: Boxes, bottom: Boxes) -> npt.NDArray[np.float64]:
        left, right = left.clip(0, width), right.clip(0, width)
        top, bottom = top.clip(0, height), bottom.clip(0, height)
        area = ((right - left) * (bottom - top)).clip(1)
        told = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        shares: npt.NDArray[np.float64] = told / area
        return shares

    top = share(x + cut_x, y, x + w - cut_x, y + 1)
    bottom = share(x + cut_x, y + h - 1, x + w - cut_x, y + h)
    left = share(x, y + cut_y, x + 1, y + h - cut_y)
    right = share(x + w - 1, y + cut_y, x + w, y + h - cut_y)
    outlined: Mask = (top >= CLOSED) & (bottom >= CLOSED) & (left >= CLOSED) & (right >= CLOSED)
    return outlined


def _has_a_line(boxes: Boxes, edges: npt.NDArray[np.uint8]) -> Mask:
    """Whether a straight line runs through most of a long, slim box: the track of a slider, the line under a tab."""
    import numpy as np

    found = np.zeros(len(boxes), bool)
    for at, (x, y, w, h) in enumerate(boxes):
        long, slim = max(w, h), min(w, h)
        if long < 60 or slim > 60 or long < 2.5 * slim:
            continue
        part = edges[y : y + h, x : x + w]
        along = part.mean(axis=1 if w > h else 0)
        found[at] = along.max() >= 0.7
    return found


def _without_twins(boxes: Boxes) -> Boxes:
    """Boxes that differ by a pixel or two on each side, once; sorted by area."""
    import numpy as np

    boxes = boxes[np.argsort(boxes[:, 2].astype(np.int64) * boxes[:, 3], kind="stable")]
    seen: set[tuple[int, ...]] = set()
    kept = []
    for at, (x, y, w, h) in enumerate(boxes):
        corners = (x, y, x + w, y + h)
        key = tuple(int(side) // 3 for side in corners)
        if key in seen:
            continue
        seen.add(key)
        kept.append(at)
    return boxes[kept]

"""What of a picture is the thing: what stands out in its middle. And whether the picture shows it well enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from assistant.types import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

    Mask = npt.NDArray[np.bool_]

Trouble = Literal["", "dark", "bright", "blurred", "empty"]

SIDE = 112
"""Pixels of the longer side at which the thing is cut from what is behind it."""
ROUNDS = 2
"""Of GrabCut: more move its edge by a pixel or two."""
RIM, MIDDLE = 0.06, 0.5
"""Shares of the sides: what is surely behind, around the picture, and where the thing is expected."""
SMALLEST, LARGEST = 0.03, 0.85
"""Share of the picture that the thing may fill: else the middle of the picture is taken for it."""
MARGIN = 0.06
"""Of its sides, left around it."""
PLAIN_MIDDLE = 0.72
"""Share of the sides that is the middle of the picture."""
DARK, BRIGHT = 55.0, 245.0
"""Of 255. Where nine tenths are darker than the one, or brighter than the other, hardly anything can be seen."""
BLURRED = 0.72
"""Of `models.photo.measures.blur`."""
LEAST_SIDE = 24
"""Pixels of the shorter side of a part, below which nothing can be told from it."""
FLAT = 7.0
"""Standard deviation of the grey levels below which there is nothing to be seen: a wall, a hand before the lens."""


def trouble(pixels: Pixels) -> Trouble:
    """Why a crop, (h, w, 3) uint8 RGB, is no use to learn from; "" when it is."""
    import numpy as np

    from models.photo.measures import blur, grey, small

    luminance = grey(small(pixels))
    darkest, brightest = (float(level) for level in np.percentile(luminance, (10, 90)))
    if brightest < DARK:
        return "dark"
    if darkest > BRIGHT:
        return "bright"
    if float(luminance.std()) < FLAT:
        return "empty"
    soft = blur(luminance)
    return "empty" if soft is None else "blurred" if soft > BLURRED else ""


def middle(width: int, height: int, share: float = PLAIN_MIDDLE) -> Box:
    """The middle of a picture."""
    w, h = max(1, round(width * share)), max(1, round(height * share))
    return Box((width - w) // 2, (height - h) // 2, w, h)


def thing_in_the_middle(pixels: Pixels) -> Box:
    """The box of what stands out there from what is at the rim (GrabCut, Rother et al. 2004); the middle of the
    picture where nothing does."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    size = max(8, round(width * scale)), max(8, round(height * scale))
    small = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA)
    mask = _cut_out(small)
    mask = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    centre = middle(*size, MIDDLE)
    inside = labels[centre.y : centre.bottom, centre.x : centre.right]
    counts = np.bincount(inside.ravel(), minlength=count)
    counts[0] = 0
    best = int(counts.argmax()) if count > 1 else 0
    if best == 0 or not SMALLEST <= stats[best][4] / mask.size <= LARGEST:
        return middle(width, height)
    x, y, w, h = (float(side) for side in stats[best][:4])
    x, y, w, h = x - MARGIN * w, y - MARGIN * h, w * (1 + 2 * MARGIN), h * (1 + 2 * MARGIN)
    across, down = width / size[0], height / size[1]
    found = Box(round(x * across), round(y * down), round(w * across), round(h * down)).clipped(width, height)
    return found or middle(width, height)


def _cut_out(small: Pixels) -> Mask:
    """True where the thing is."""
    import cv2
    import numpy as np

    height, width = small.shape[:2]
    marks = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    rim = max(1, round(RIM * min(height, width)))
    centre = middle(width, height, MIDDLE)
    marks[centre.y : centre.bottom, centre.x : centre.right] = cv2.GC_PR_FGD
    marks[:rim], marks[-rim:], marks[:, :rim], marks[:, -rim:] = (cv2.GC_BGD,) * 4
    behind, before = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(0)
    try:
        cv2.grabCut(small, marks, (0, 0, 1, 1), behind, before, ROUNDS, cv2.GC_INIT_WITH_MASK)
    except cv2.error:  # all of one colour: there is nothing to be told apart
        return np.zeros((height, width), np.bool_)
    found: Mask = (marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)
    return found


def places(width: int, height: int, boxes: Sequence[Box] = (), *, everywhere: bool = False) -> list[Box]:
    """Where a thing may be: the boxes given (the likeliest first); `everywhere`: parts of the picture that overlap,
    large ones before small ones. None that is narrower than `LEAST_SIDE`."""
    found = [box for one in boxes if (box := one.clipped(width, height)) is not None]
    if everywhere:
        for share in (0.66, 0.4):
            w, h = round(width * share), round(height * share)
            across, down = (2, 2) if share > 0.5 else (4, 3)
            found += [
                Box(round((width - w) * x / (across - 1)), round((height - h) * y / (down - 1)), w, h)
                for y in range(down)
                for x in range(across)
            ]
    return [box for box in found if min(box.w, box.h) >= LEAST_SIDE]

"""The colours of one thing in a photograph: of what stands out in its box, not of what is behind it.

The thing is cut out by GrabCut (Rother et al. 2004); what people call its colours is `models.grounded.colour_survey`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.types import Box, Pixels

LONGEST = 160
"""Pixels of the longer side that is cut out: enough for a colour, and 0.1 s."""
AROUND = 0.15
"""Of the box's sides: the ground that it is told from."""
FULL, EMPTY = 0.97, 0.12
"""Shares of the box: more, or less, is no thing that was cut out. Then its middle is looked at."""
MAIN, BOTH, SECOND = 0.55, 0.75, 0.25
"""Of its pixels: one colour that is told alone; two together; the lesser of two."""
LEVELS = 16
"""Of each channel: what is nearer is one colour."""
ALIKE = 0.5
"""Share of its pixels that have the colours of the ground around the box: that much is what is seen through it (a
bicycle on grass), or can't be told from it."""


def colours_of(pixels: Pixels, box: Box, name: Callable[[float, float, float], str]) -> tuple[str, ...]:
    """One or two names, the larger first; () where it has many, or can't be told. `pixels` (h, w, 3) uint8 RGB; `name`
    gives one for (red, green, blue), "dark_blue" and "light_blue" being kinds of "blue"."""
    import numpy as np

    part, inner = _part(pixels, box)
    if min(inner[2:]) < 8:
        return ()
    own = part[_mask(part, inner)]
    if len(own) == 0 or _like_ground(own, part, inner):
        return ()
    bins, counts = np.unique(own // (256 // LEVELS), axis=0, return_counts=True)
    shares: dict[str, dict[str, float]] = {}
    for colour, count in zip(bins, counts, strict=True):
        shade = name(*((float(level) + 0.5) * 256 / LEVELS for level in colour))
        of_base = shares.setdefault(shade.rpartition("_")[2], {})
        of_base[shade] = of_base.get(shade, 0.0) + float(count) / len(own)
    ranked = sorted(shares, key=lambda base: -sum(shares[base].values()))
    first = sum(shares[ranked[0]].values())
    second = sum(shares[ranked[1]].values()) if len(ranked) > 1 else 0.0
    if first >= MAIN and second < SECOND:
        shade = max(shares[ranked[0]], key=lambda one: shares[ranked[0]][one])
        return (shade if shares[ranked[0]][shade] >= 0.6 * first else ranked[0],)
    return (ranked[0], ranked[1]) if second >= SECOND and first + second >= BOTH else ()


def _part(pixels: Pixels, box: Box) -> tuple[Pixels, tuple[int, int, int, int]]:
    """The picture around the box, made small, and where (x, y, w, h) the box is in it."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    aside_x, aside_y = round(AROUND * box.w), round(AROUND * box.h)
    x0, y0 = max(0, box.x - aside_x), max(0, box.y - aside_y)
    x1, y1 = min(width, box.right + aside_x), min(height, box.bottom + aside_y)
    part = np.ascontiguousarray(pixels[y0:y1, x0:x1])
    scale = min(1.0, LONGEST / max(1, *part.shape[:2]))
    small: Any = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else part
    left, top = round((max(0, box.x) - x0) * scale), round((max(0, box.y) - y0) * scale)
    right = min(small.shape[1], round((min(width, box.right) - x0) * scale))
    bottom = min(small.shape[0], round((min(height, box.bottom) - y0) * scale))
    return small, (left, top, right - left, bottom - top)


def _like_ground(own: Any, part: Pixels, inner: tuple[int, int, int, int]) -> bool:
    """Whether the colours (n, 3) that were cut out are those around the box."""
    import numpy as np

    x, y, w, h = inner
    around = np.ones(part.shape[:2], bool)
    around[y : y + h, x : x + w] = False
    ground = part[around]
    if len(ground) == 0:
        return False
    shares = []
    for pixels in (own, ground):
        levels = pixels.astype(np.int64) * LEVELS // 256
        bins = (levels[:, 0] * LEVELS + levels[:, 1]) * LEVELS + levels[:, 2]
        shares.append(np.bincount(bins, minlength=LEVELS**3) / len(bins))
    return float(np.minimum(*shares).sum()) > ALIKE


def _mask(part: Pixels, inner: tuple[int, int, int, int]) -> Any:
    """(h, w) bool: what is cut out; where that fails, the middle of the box."""
    import cv2
    import numpy as np

    x, y, w, h = inner
    middle = np.zeros(part.shape[:2], bool)
    middle[y + h // 4 : y + h - h // 4, x + w // 4 : x + w - w // 4] = True
    if w >= part.shape[1] - 1 and h >= part.shape[0] - 1:  # nothing around it to be told from
        return middle
    mask = np.zeros(part.shape[:2], np.uint8)
    cv2.setRNGSeed(7)
    cv2.grabCut(part, mask, inner, np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_RECT)
    own = (mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)
    return own if EMPTY <= float(own.sum()) / (w * h) <= FULL else middle

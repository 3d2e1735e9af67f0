"""The text cursor in a line of text: a thin upright line against a letter makes another one of it ("Dear": "bear").

It is told from the letters by its height, for it ends above and below all of them, and from a rule by its ends, which
lie within the line. An upright bar ("|") stands as high, but keeps its distance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.evidence.ocr_nets import level

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels
    from models.evidence.ocr_nets import Spot

CONTRAST = 60
"""Of 255, between ink and the ground of the line."""
HIGH = 0.55
"""Share of the height of a line's box, which has margins, that a cursor has at least."""
OVER = 1.15
"""Times the height of the letters."""
RULE = 0.9
"""Share of a row that is inked where it is a frame."""
WIDEST = 3
"""Pixels, on a screen at 200 %."""
CLOSE = 2
"""Pixels between it and the letter that it spoils, at most; one more for every 24 of the line's height."""
SMALLEST = 10
"""Pixels of the height of a line; and it is twice as wide, for what stands alone may look like one."""


def without_caret(pixels: Pixels, spot: Spot) -> Pixels:
    """The picture, (h, w, 3) uint8 RGB, or a copy without the text cursor of one of its lines."""
    import numpy as np

    box = spot.box
    if box.h < SMALLEST or box.w < 2 * box.h or not level(spot):
        return pixels
    part = pixels[box.y : box.bottom, box.x : box.right]
    back = np.median(part[:, :: max(1, box.w // 64)].reshape(-1, 3), axis=0).astype(np.int16)
    ink = np.abs(part.astype(np.int16) - back).max(axis=2) > CONTRAST
    found = _caret(ink)
    if found is None:
        return pixels
    left, right, top, bottom = found
    changed = pixels.copy()
    changed[box.y + top : box.y + bottom, box.x + left : box.x + right] = back.astype(np.uint8)
    return changed


def _caret(ink: npt.NDArray[np.bool_]) -> tuple[int, int, int, int] | None:
    """(left, right, top, bottom) of the cursor in the ink of a line (h, w); None where there is none, or several."""
    import numpy as np

    height = len(ink)
    ink = ink & (ink.mean(axis=1, keepdims=True) < RULE)  # the frame of a field, above or below
    tall = ink.sum(axis=0) >= HIGH * height
    ink[:, tall & (ink[0] | ink[-1])] = False  # and at its side
    columns = np.flatnonzero(ink.sum(axis=0) >= HIGH * height)
    groups = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1) if len(columns) else []
    inked = ink.sum(axis=1)
    found = [one for group in groups if (one := _upright(ink, inked, int(group[0]), int(group[-1]) + 1)) is not None]
    return found[0] if len(found) == 1 else None


def _upright(
    ink: npt.NDArray[np.bool_], inked: npt.NDArray[np.int64], left: int, right: int
) -> tuple[int, int, int, int] | None:
    """`inked` (h,): how many pixels of each row are ink."""
    import numpy as np

    if right - left > WIDEST:
        return None
    rows = np.flatnonzero(ink[:, left])
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    if top == 0 or bottom == len(ink) or not ink[top:bottom, left:right].all():
        return None
    letters = np.flatnonzero(inked[top:bottom] > right - left)
    if len(letters) == 0 or letters[0] == 0 or letters[-1] == bottom - top - 1:
        return None
    if bottom - top < OVER * (letters[-1] - letters[0] + 1):
        return None
    close = CLOSE + len(ink) // 24
    beside = ink[top:bottom, max(0, left - close) : left].any() or ink[top:bottom, right : right + close].any()
    return (left, right, top, bottom) if beside else None

"""The text cursor: a thin upright line in a field, taller than any letter beside it, with nothing next to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Box, Pixels

CONTRAST = 60
"""Of 255, between the line and the field."""
WIDEST = 3
"""Pixels, on a screen at 200 %."""
CLEAR = 2
"""Blank pixels left and right of it: it may stand close to a letter, but not touch one on both sides."""
TALLEST_FIELD = 80
"""Pixels of a field of one line at 200 %; in larger ones a line may be anything."""


def has_caret(pixels: Pixels, field: Box) -> bool:
    """Whether the field, a box in the picture (h, w, 3) uint8 RGB, shows the text cursor."""
    import numpy as np

    edge = max(2, field.h // 10)
    part = pixels[field.y + edge : field.bottom - edge, field.x + edge : field.right - edge].astype(np.int16)
    if field.h > TALLEST_FIELD or part.shape[0] < 8 or part.shape[1] < 12:
        return False
    back = np.median(part.reshape(-1, 3), axis=0)
    ink = np.abs(part - back).max(axis=2) > CONTRAST
    corner = max(3, field.h // 8)  # of a thick ring around it, the round corners are left
    for rows_of in (slice(None, corner), slice(-corner, None)):
        ink[rows_of, :corner] = ink[rows_of, -corner:] = False
    runs = _longest_runs(ink)
    tall = runs.max()
    if tall < max(9, 0.45 * part.shape[0]):
        return False
    columns = np.flatnonzero(runs >= tall - 1)
    if len(columns) > WIDEST or columns[-1] - columns[0] >= WIDEST:
        return False
    rows = np.flatnonzero(ink[:, columns[0]])
    if rows[0] == 0 or rows[-1] == len(ink) - 1:
        return False  # from edge to edge: what parts a field from its buttons
    rest = np.delete(ink, columns, axis=1)
    letters = np.flatnonzero(rest.any(axis=1))
    # No letter of the line reaches as high and none as low: an "l" or a "j" does one of them itself.
    over = len(letters) == 0 or (rows[0] < letters[0] and rows[-1] > letters[-1])
    left = ink[:, max(0, columns[0] - CLEAR) : columns[0]]
    right = ink[:, columns[-1] + 1 : columns[-1] + 1 + CLEAR]
    alone = not left.any() or not right.any()
    return bool(over and alone)


def _longest_runs(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """(w,) pixels of the longest unbroken upright line in each column of a mask (h, w)."""
    import numpy as np

    longest = np.zeros(ink.shape[1], np.int32)
    running = np.zeros(ink.shape[1], np.int32)
    for row in ink:
        running = np.where(row, running + 1, 0)
        np.maximum(longest, running, out=longest)
    return longest

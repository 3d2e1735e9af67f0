"""Where in a picture there can be text at all: flat areas need no detector, and known text needs no second look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.types import Box

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

    Cells = npt.NDArray[np.bool_]

CELL = 16
"""Pixels on a side of the squares that are looked at; smaller than any line of text with its spacing."""
CONTRAST = 24
"""Of 255, between the lightest and the darkest pixel of a cell: grey text on grey has more, gradients less."""
MARGIN = 8
"""Pixels around ink that the detector sees too; it wants some background around letters."""
GAP = 5
"""Blank cells between two columns that are then looked at apart."""


def ink_cells(pixels: Pixels, skip: Sequence[Box] = (), clear: Cells | None = None) -> Cells:
    """(ceil(h / CELL), ceil(w / CELL)) bool: cells with contrast, without those that lie inside `skip` boxes and those
    that are known to be `clear` of anything new.

    Works in strips, so that a 12000 x 12000 picture costs no copy of itself.
    """
    import numpy as np

    height, width = pixels.shape[:2]
    rows, cols = -(-height // CELL), -(-width // CELL)
    found = np.zeros((rows, cols), bool)
    whole = width // CELL * CELL
    for row in range(rows):
        if clear is not None and clear[row].all():
            continue
        strip = pixels[row * CELL : (row + 1) * CELL]
        spread = strip.max(axis=0).astype(np.int16), strip.min(axis=0).astype(np.int16)
        if whole:
            high = spread[0][:whole].reshape(-1, CELL, 3).max(axis=1)
            low = spread[1][:whole].reshape(-1, CELL, 3).min(axis=1)
            found[row, : whole // CELL] = (high - low).max(axis=1) >= CONTRAST
        if whole < width:
            found[row, -1] = (spread[0][whole:].max(axis=0) - spread[1][whole:].min(axis=0)).max() >= CONTRAST
    if clear is not None:
        found &= ~clear
    blank(found, skip)
    return found


def blank(cells: Cells, boxes: Sequence[Box]) -> None:
    """Clear the cells that lie mostly inside the boxes."""
    half = CELL // 2
    for box in boxes:
        top, left = max(0, (box.y + half) // CELL), max(0, (box.x + half) // CELL)
        cells[top : max(0, (box.bottom + half) // CELL), left : max(0, (box.right + half) // CELL)] = False


def regions(cells: Cells, width: int, height: int, widest: int) -> Iterator[Box]:
    """Boxes (pixels) around ink, from top to bottom, then left to right; none wider than `widest`."""
    for top, bottom in _runs(cells.any(axis=1), 2):
        for left, right in _runs(cells[top:bottom].any(axis=0), GAP):
            # A column may be shorter than its neighbour on the same rows.
            for upper, lower in _runs(cells[top:bottom, left:right].any(axis=1), 2):
                part = cells[top + upper : top + lower, left:right]
                for start, end in _cuts(part, widest // CELL):
                    box = Box(
                        (left + start) * CELL - MARGIN,
                        (top + upper) * CELL - MARGIN,
                        (end - start) * CELL + 2 * MARGIN,
                        (lower - upper) * CELL + 2 * MARGIN,
                    ).clipped(width, height)
                    if box is not None:
                        yield box


def _runs(ink: npt.ArrayLike, gap: int) -> list[tuple[int, int]]:
    """(start, end) of stretches of ink; blanks shorter than `gap` belong to them."""
    import numpy as np

    places = np.flatnonzero(ink)
    if len(places) == 0:
        return []
    breaks = np.flatnonzero(np.diff(places) > gap)
    starts = [int(places[0]), *(int(places[at + 1]) for at in breaks)]
    ends = [*(int(places[at]) + 1 for at in breaks), int(places[-1]) + 1]
    return list(zip(starts, ends, strict=True))


def _cuts(part: Cells, widest: int) -> list[tuple[int, int]]:
    """Stretches of at most `widest` cells, cut where there is least ink near the limit."""
    width = part.shape[1]
    start, found = 0, []
    while width - start > widest:
        window = part[:, start + widest * 3 // 4 : start + widest].sum(axis=0)
        end = start + widest * 3 // 4 + int(window.argmin()) + 1
        found.append((start, end))
        start = end
    return [*found, (start, width)]

"""A line that changed where it stood, as counters, clocks and status lines do, is found there without the detector.

Only where nothing speaks against it: its rows are blank above and below the new ink, on a plain background, the ink has
no gap that could part two lines, and what is drawn close to it belongs to lines that are known. Whatever else has
changed is left to the detector.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.types import Box
from models.evidence.ink import CELL
from models.evidence.ocr_memory import cells_of
from models.evidence.ocr_nets import Spot

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels
    from models.evidence.ink import Cells
    from models.evidence.ocr_memory import ChangedLine

    Flags = npt.NDArray[np.bool_]

MOST = 6
"""Changed lines of one look; more are another page, which the detector sees better."""
INK = 24
"""Of 255, between the lightest and the darkest pixel of a row or column: less is background."""
FAINT = 6
"""The same for what is surely flat. In between the detector may still see letters: grey ones of a disabled control."""
LOWEST = 0.35
"""Share of the old line's height that letters have at least; dashes and points alone have less."""
WIDEST_GAP = 0.8
"""Heights of a line that two of its words stand apart at most."""
MARGIN = 6
"""One part in so many of a line's height is left free at its ends, as by the detector."""


def standing(pixels: Pixels, changed: Sequence[ChangedLine], known: Sequence[Box], cells: Cells) -> list[Spot]:
    """The lines that now stand where the changed ones did; clears `cells`, the squares that the detector looks at, of
    them. `known`: boxes of all lines that have not changed."""
    if len(changed) > MOST:
        return []
    before = cells.copy()
    found: list[Spot] = []
    left: list[ChangedLine] = []
    for line in changed:
        others = [*known, *(other.spot for other in changed if other != line)]
        now = where_it_stood(pixels, line, others)
        boxes = [line.spot, *(spot.box for spot in now or ())]
        if now is None or not all(alone(pixels, box, [*boxes, *others]) for box in boxes):
            left.append(line)
            continue
        for box in boxes:
            cells[cells_of(box)] = False
        found += now
    for line in left:  # the squares of one line reach into the next
        cells[cells_of(line.spot)] = before[cells_of(line.spot)]
    return found


def alone(pixels: Pixels, box: Box, lines: Sequence[Box]) -> bool:
    """Whether nothing is drawn in the squares of a line but lines: a new one close above or below would be missed."""
    import numpy as np

    rows, columns = cells_of(box)
    top, left = rows.start * CELL, columns.start * CELL
    part = pixels[top : rows.stop * CELL, left : columns.stop * CELL].astype(np.int16)
    free = np.ones(part.shape[:2], bool)
    for line in lines:
        free[max(0, line.y - top) : max(0, line.bottom - top), max(0, line.x - left) : max(0, line.right - left)] = (
            False
        )
    rest = part[free]
    return len(rest) == 0 or int((rest.max(axis=0) - rest.min(axis=0)).max()) < INK


def where_it_stood(pixels: Pixels, line: ChangedLine, others: Sequence[Box]) -> list[Spot] | None:
    """The line that now stands in the rows of an old one: none if they are blank, None if the detector must look.

    `pixels` (h, w, 3) uint8 RGB. `others`: boxes of all other lines; those in the same rows bound it.
    """
    import numpy as np

    old, left, right = line.spot, line.reach.x, min(line.reach.right, pixels.shape[1])
    for box in others:
        if box.y < old.bottom - old.h // 4 and box.bottom > old.y + old.h // 4:
            if box.x + box.w // 2 < old.x + old.w // 2:
                left = max(left, box.right)
            else:
                right = min(right, box.x)
    if left > old.x or right < old.right:
        return None
    part = pixels[old.y : old.bottom, left:right].astype(np.int16)
    contrast = (part.max(axis=1) - part.min(axis=1)).max(axis=1)
    rows = _runs(contrast >= INK)
    own = [run for run in rows if run[0] > 0 and run[1] < len(part)]
    if not own:
        return [] if contrast.max() < FAINT else None
    top, bottom = own[0][0], own[-1][1]
    if bottom - top < LOWEST * old.h or max(end - start for start, end in rows) > bottom - top:
        return None
    letters = part[top - 1 : bottom + 1]  # with a blank row at both ends, so that a stroke as high as the line shows
    contrast = (letters.max(axis=0) - letters.min(axis=0)).max(axis=1)
    columns = np.flatnonzero(contrast >= INK)
    if len(columns) == 0 or np.diff(columns, prepend=columns[0]).max() > WIDEST_GAP * old.h:
        return None
    beside = old.h // MARGIN
    contrast[max(0, columns[0] - beside) : columns[-1] + beside] = 0
    if contrast.max() >= FAINT:
        return None
    start = max(0, left + int(columns[0]) - old.h // MARGIN)
    end = min(pixels.shape[1], left + int(columns[-1]) + 1 + old.h // MARGIN)
    corners = [(start, old.y), (end, old.y), (end, old.bottom), (start, old.bottom)]
    return [Spot(np.array(corners, np.float32), Box(start, old.y, end - start, old.h), 1.0)]


def _runs(ink: Flags) -> list[tuple[int, int]]:
    """(start, end) of the stretches that are true."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate([[False], ink, [False]]).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]

"""Pictures that were read before: where nothing has changed since, nothing is looked for again.

Of a picture only keyed hashes of its squares are remembered, and the lines that were read; in the host process's memory
alone, a few pictures, and no longer than `ocr_lines.FORGET_S` after they were last seen.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.types import Box, TextBlock
from models.evidence.ink import CELL, MARGIN, blank
from models.evidence.ocr_lines import FORGET_S

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels
    from models.evidence.ink import Cells

    Hashes = npt.NDArray[np.int64]

PICTURES = 6
"""As many windows as somebody goes to and fro between."""
PROBES, PROBE_PX = 8, 320
"""Lines that are looked for elsewhere, to find out how far a window was scrolled, and how much of each."""

NEAR = 2
"""Squares between what has changed of one line."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as it was read: `spot` the detector's box, which is larger than the block's."""

    spot: Box
    block: TextBlock

    def moved(self, down: int) -> ReadLine:
        return ReadLine(self.spot.moved(0, down), replace(self.block, box=self.block.box.moved(0, down)))


@dataclass(frozen=True, slots=True)
class _Remembered:
    line: ReadLine
    print: int
    """A hash of its pixels, with as much to its left and right as a word that is added would touch."""
    middle: int
    """A hash of the pixels in its middle row, where it begins."""


@dataclass(frozen=True, slots=True, eq=False)
class _Picture:
    shape: tuple[int, ...]
    hashes: Hashes
    looked_at: Cells
    """Without what was known from elsewhere then."""
    lines: tuple[_Remembered, ...]
    seen_at: float


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """Where a line stood whose pixels are others now: the detector's box of it, and how far to its left and right, in
    the same rows, something has changed."""

    spot: Box
    reach: Box


@dataclass(frozen=True, slots=True, eq=False)
class Unchanged:
    """What an earlier reading still tells of a picture."""

    cells: Cells
    """That need no second look."""
    lines: tuple[ReadLine, ...]
    changed: tuple[ChangedLine, ...] = ()


class PictureMemory:
    """One thread at a time per picture; the host's calls may overlap, so what is kept is replaced as a whole."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._pictures: tuple[_Picture, ...] = ()

    def __len__(self) -> int:
        return len(self._pictures)

    def recall(self, pixels: Pixels, hashes: Hashes) -> Unchanged | None:
        """What is unchanged since the most similar picture of the same size, if there is one."""
        recent = [one for one in self._pictures if one.seen_at >= self._now() - FORGET_S]
        self._pictures = tuple(recent)
        alike = [(float((one.hashes == hashes).mean()), one) for one in recent if one.shape == pixels.shape]
        if not alike:
            return None
        before = max(alike, key=lambda pair: pair[0])[1]
        changed = before.hashes != hashes
        same = ~changed & before.looked_at
        kept, lost = [], []
        for one in before.lines:
            spot = one.line.spot
            if not changed[cells_of(spot)].any() or one.print == _print(pixels, spot):
                kept.append(one.line)
            else:
                lost.append(one)
                same[cells_of(spot)] = False  # to find the whole line, not what is left of it
        elsewhere = _scrolled(pixels, lost)
        stood = () if elsewhere else tuple(ChangedLine(one.line.spot, _reach(one.line.spot, changed)) for one in lost)
        return Unchanged(same, (*kept, *elsewhere), stood)

    def keep(self, pixels: Pixels, hashes: Hashes, known: Sequence[Box], lines: Sequence[ReadLine]) -> None:
        """A picture that was read to its end. `known`: boxes whose text was not looked at."""
        import numpy as np

        looked_at = np.ones(hashes.shape, bool)
        blank(looked_at, known)
        prints = [_Remembered(line, _print(pixels, line.spot), _middle(pixels, line.spot)) for line in lines]
        new = _Picture(pixels.shape, hashes, looked_at, tuple(prints), self._now())
        others = [one for one in self._pictures if one.shape != new.shape or (one.hashes != hashes).any()]
        self._pictures = (new, *others)[:PICTURES]


def _print(pixels: Pixels, spot: Box) -> int:
    beside = Box(spot.x - spot.h, spot.y, spot.w + 2 * spot.h, spot.h).clipped(pixels.shape[1], pixels.shape[0])
    if beside is None:
        return 0
    part = pixels[beside.y : beside.bottom, beside.x : beside.right]
    return hash((part.shape, part.tobytes()))


def _middle(pixels: Pixels, spot: Box) -> int:
    return hash(pixels[spot.y + spot.h // 2, spot.x : min(spot.right, spot.x + PROBE_PX)].tobytes())


def _scrolled(pixels: Pixels, lost: Sequence[_Remembered]) -> list[ReadLine]:
    """The lines that stand as far below or above their old place as most do."""
    shifts: Counter[int] = Counter()
    for one in lost[:: max(1, len(lost) // PROBES)]:
        spot = one.line.spot
        column = pixels[:, spot.x : min(spot.right, spot.x + PROBE_PX)]
        shifts.update(
            row - (spot.y + spot.h // 2) for row, part in enumerate(column) if hash(part.tobytes()) == one.middle
        )
    found = []
    for down, votes in shifts.most_common(1):
        if votes >= 2:
            moved = [(one, one.line.moved(down)) for one in lost]
            found = [
                line for one, line in moved if _within(line.spot, pixels) and one.print == _print(pixels, line.spot)
            ]
    return found


def _reach(spot: Box, changed: Cells) -> Box:
    import numpy as np

    rows, columns = cells_of(spot)
    touched = np.asarray(changed[rows].any(axis=0))
    left, right = columns.start, min(columns.stop, len(touched))
    while touched[max(0, left - NEAR) : left].any():
        left -= 1
    while touched[right : right + NEAR].any():
        right += 1
    start, end = min(spot.x, left * CELL), max(spot.right, right * CELL)
    return Box(start, spot.y, end - start, spot.h)


def _within(box: Box, pixels: Pixels) -> bool:
    return box.y >= 0 and box.bottom <= pixels.shape[0]


def cells_of(box: Box) -> tuple[slice, slice]:
    """The squares that a line touches, with some background around it."""
    top, left = max(0, box.y - MARGIN) // CELL, max(0, box.x - MARGIN) // CELL
    return slice(top, -(-(box.bottom + MARGIN) // CELL)), slice(left, -(-(box.right + MARGIN) // CELL))


def cell_hashes(pixels: Pixels) -> Hashes:
    """(ceil(h / CELL), ceil(w / CELL)) int64: a hash of each square's pixels, keyed anew in each process (SipHash,
    which Python hashes bytes with)."""
    import numpy as np

    height, width = pixels.shape[:2]
    rows, cols = -(-height // CELL), -(-width // CELL)
    found = np.empty((rows, cols), np.int64)
    for row in range(rows):
        strip = pixels[row * CELL : (row + 1) * CELL]
        if width % CELL:
            strip = np.pad(strip, ((0, 0), (0, -width % CELL), (0, 0)))
        squares = np.ascontiguousarray(strip.reshape(len(strip), cols, CELL * 3).transpose(1, 0, 2))
        data, size = squares.tobytes(), len(strip) * CELL * 3
        found[row] = [hash(data[at : at + size]) for at in range(0, len(data), size)]
    return found

"""Pieces of text that are a cell's of a table which the accessibility tree tells: read once more from the pixels, often
only in part."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import Box, Thing
from models.grounded.view import Piece

SHORT_CELL = 3
"""Letters of a cell that are too few to tell what was misread from another text."""
LOWEST = 1 << 16
"""Pixels from the top beyond which no cell is seen."""
ALIKE = 80.0
"""rapidfuzz partial ratio, 0..100, as `models.evidence.merge` has it."""


class Cells:
    """The cells of the tables, by where they are: each piece is held against its neighbours alone."""

    STEP = 32
    """Pixels of height of a bucket."""

    def __init__(self, cells: Sequence[Thing]) -> None:
        self._rows: dict[int, list[tuple[int, Thing]]] = {}
        for at, cell in enumerate(cells):
            # Of one that is endlessly high only what can be seen counts.
            for row in self._touched(cell.box) if cell.box is not None else ():
                self._rows.setdefault(row, []).append((at, cell))

    def at(self, box: Box) -> list[Thing]:
        """Those that share a good part with the box, in the order of the tables."""
        found = {at: cell for row in self._touched(box) for at, cell in self._rows.get(row, ())}
        return [
            cell
            for _, cell in sorted(found.items())
            if cell.box is not None and 4 * cell.box.overlap(box) > min(cell.box.area, box.area)
        ]

    def _touched(self, box: Box) -> range:
        return range(max(0, box.y) // self.STEP, min(box.bottom, LOWEST) // self.STEP + 1)


def read_in_cell(piece: Piece, cells: Cells) -> bool:
    """Whether OCR read what is only the words of cells at that place, or as much of them as there is room for."""
    box = piece.box
    if piece.evidence.kind != "ocr" or box is None:
        return False
    near = cells.at(box)
    seen, told = letters(piece.text), letters(" ".join(cell.name or cell.value for cell in near))
    if len(told) <= SHORT_CELL:  # a number of a row: too short to be compared if it was misread
        return bool(told) and len(seen) <= len(told)
    from rapidfuzz import fuzz

    return seen in told or (len(seen) <= len(told) + 2 and fuzz.partial_ratio(seen, told) >= ALIKE)


def letters(text: str) -> str:
    """Letters and digits alone."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())

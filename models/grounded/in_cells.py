"""Pieces of text that are a cell's of a table which the accessibility tree tells: read once more from the pixels, often
only in part."""

from __future__ import annotations

from assistant.types import Thing
from models.grounded.stripes import Stripes
from models.grounded.view import Piece

SHORT_CELL = 3
"""Letters of a cell that are too few to tell what was misread from another text."""
ALIKE = 80.0
"""rapidfuzz partial ratio, 0..100, as `models.evidence.merge` has it."""


def read_in_cell(piece: Piece, cells: Stripes[Thing]) -> bool:
    """Whether OCR read what is only the words of cells at that place, or as much of them as there is room for."""
    box = piece.box
    if piece.evidence.kind != "ocr" or box is None:
        return False
    near = [
        cell
        for cell in cells.near(box)
        if cell.box is not None and 4 * cell.box.overlap(box) > min(cell.box.area, box.area)
    ]
    seen, told = letters(piece.text), letters(" ".join(cell.name or cell.value for cell in near))
    if len(told) <= SHORT_CELL:  # a number of a row: too short to be compared if it was misread
        return bool(told) and len(seen) <= len(told)
    from rapidfuzz import fuzz

    return seen in told or (len(seen) <= len(told) + 2 and fuzz.partial_ratio(seen, told) >= ALIKE)


def letters(text: str) -> str:
    """Letters and digits alone."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())

"""Units of text that can be counted and asked for by number: lines, paragraphs, headings, rows..."""

from __future__ import annotations

from assistant.types import Evidence, Thing
from models.grounded.claims import of_thing
from models.grounded.view import Piece, View, text_of

UNITS = ("line", "paragraph", "heading", "word", "sentence", "row", "column")


def units(unit: str, view: View) -> list[Piece]:
    """All of one kind, in reading order."""
    if unit == "line":
        return view.lines
    if unit == "paragraph":
        return view.paragraphs
    if unit == "heading":
        return view.headings
    if unit == "sentence":
        return view.sentences
    if unit == "word":
        return [Piece(word, line.evidence) for line in view.lines for word in line.text.split()]
    tables = [view.rows_of(table) for table in view.of_roles("table")]
    found = [row for table in tables for row in table]
    if unit == "row":
        named = [Piece(text_of(row, view), of_thing(row)) for row in view.of_roles("row") if text_of(row, view)]
        return [_row(row, view) for row in found] or named
    return [Piece(text_of(cell, view), of_thing(cell)) for cell in (found[0] if found else ())]


def _row(cells: list[Thing], view: View) -> Piece:
    text = ", ".join(words for cell in cells if (words := text_of(cell, view)))
    boxes = [cell.box for cell in cells if cell.box is not None]
    box = boxes[0] if boxes else None
    for more in boxes[1:]:
        box = box.union(more) if box is not None else more
    return Piece(text, Evidence("tree", box, None, text))

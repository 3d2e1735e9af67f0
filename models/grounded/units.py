"""Units of text that can be counted and asked for by number: lines, paragraphs, headings, rows..."""

from __future__ import annotations

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
    rows = view.of_roles("row")
    if unit == "row":
        return [Piece(_row_text(row.id, view), of_thing(row)) for row in rows]
    first = [thing for thing in view.inside(rows[0]) if thing.role == "cell"] if rows else []
    return [Piece(text_of(cell, view), of_thing(cell)) for cell in first]


def _row_text(row: int, view: View) -> str:
    thing = view.by_id[row]
    cells = [text_of(cell, view) for cell in view.inside(thing) if cell.role == "cell"]
    return ", ".join(cell for cell in cells if cell) or text_of(thing, view)

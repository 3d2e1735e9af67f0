"""A spreadsheet whose cells are only pixels: its name box and formula bar still tell which cell has the focus, and
what stands in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Box, Thing
from models.grounded.view import Piece, View

CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}(?::[A-Z]{1,3}[1-9]\d{0,6})?")
SAME_ROW = 0.5
"""Common share of the lower one's height from which two boxes stand beside each other."""
ROW_NUMBER = re.compile(r"\d{1,7}")
EDGE_LETTERS = 2
"""Heights of a line within which it stands at the upper edge of a sheet."""
MARGIN = 2
"""Heights of a line from the window's edge within which the numbers of rows begin."""


def name_box(view: View) -> Thing | None:
    """The box that names the cell with the focus ("B4")."""
    boxes = view.of_roles("textbox", "combobox", "label", "text")
    return next((thing for thing in boxes if CELL.fullmatch((thing.value or thing.name).strip())), None)


def formula_bar(view: View) -> Thing | None:
    """The field right of the name box: what was typed into the cell."""
    named = name_box(view)
    if named is None or named.box is None:
        return None
    fields = [
        thing
        for thing in view.of_roles("textbox")
        if thing.id != named.id and thing.box and thing.box.x >= named.box.right and _beside(thing.box, named.box)
    ]
    return max(fields, key=lambda thing: thing.box.w if thing.box else 0, default=None)


def open_sheet(view: View) -> Thing | None:
    """The tab of the sheet that is shown, below the name box."""
    named = name_box(view)
    if named is None or named.box is None:
        return None
    tabs = [thing for thing in view.of_roles("tab") if "selected" in thing.states and thing.name and thing.box]
    return next((tab for tab in tabs if tab.box and tab.box.y > named.box.bottom), None)


def drawn(view: View) -> bool:
    """Whether it is a window of a sheet whose cells are only pixels: an unnamed name box left at the top of it, and an
    unnamed bar beside it that takes at least half the window. The fields of a dialog have names, or are narrower."""
    named, bar = name_box(view), formula_bar(view)
    if view.root is None or view.root.role != "window" or view.of_roles("table"):
        return False
    if named is None or bar is None or named.box is None or bar.box is None or named.role != "textbox":
        return False
    if named.name or bar.name:
        return False
    left = named.box.right - view.frame.x <= view.frame.w / 4
    return left and named.box.y - view.frame.y <= view.frame.h / 3 and 2 * bar.box.w >= view.frame.w


def written_in(pieces: Sequence[Piece], view: View) -> list[Piece]:
    """Of what was read: what stands in the cells, without the icons above them and the letters and numbers at their
    edges. All of it where it is no such sheet."""
    named = name_box(view)
    if named is None or named.box is None or not drawn(view):
        return list(pieces)
    top = named.box.bottom
    read = [box for piece in pieces if (box := _read(piece)) is not None and box.y >= top]
    left, first = min((box.x for box in read), default=0), min((box.y for box in read), default=0)

    def is_content(piece: Piece) -> bool:
        box, words = _read(piece), " ".join(piece.text.split())
        if box is None:
            return True
        if box.y < top:
            return False
        if ROW_NUMBER.fullmatch(words) and box.x - left <= box.h:
            return box.x - view.frame.x > MARGIN * box.h  # else in the first column, not left of it
        heads = 2 * (box.y - first) <= box.h and box.y - top <= EDGE_LETTERS * box.h
        return not (heads and _in_turn(words.split()))

    return [piece for piece in pieces if is_content(piece)]


def _in_turn(letters: Sequence[str]) -> bool:
    """Whether they name columns that follow each other, from the first one on."""
    return len(letters) > 1 and letters == [chr(ord("A") + at) for at in range(len(letters))]


def _read(piece: Piece) -> Box | None:
    """Where it was read in the picture."""
    return piece.evidence.box if piece.evidence.kind == "ocr" else None


def _beside(a: Box, b: Box) -> bool:
    return min(a.bottom, b.bottom) - max(a.y, b.y) > SAME_ROW * min(a.h, b.h)

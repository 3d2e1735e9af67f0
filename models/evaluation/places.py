"""What was read, matched by place with what is there: lines over each other belong together, however they were cut.

An eye may read two cells as one line, or one line as two pieces; a tree gives a paragraph whole. So matches are groups:
the connected parts of the graph in which a true line and a piece that was read are joined when they lie on each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from assistant.types import Box
from models.evaluation.facts import Line

_Placed = TypeVar("_Placed")
SHARED_HEIGHT, SHARED_WIDTH = 0.5, 0.5
"""Share of the smaller height and width that two lie on each other with. Boxes of recognisers are padded by some
pixels, neighbours in a row by less than half a word."""
ALIKE = 70.0
"""rapidfuzz ratio, 0..100, from which a line inside a longer text is the true line at its place."""
SQUARE_PX = 64


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that an eye read, at a place. Pieces are in the order in which they would be read aloud."""

    text: str
    box: Box
    at: tuple[int, int] = (0, 0)
    """Its place in that order: the piece's number, and the line's in the piece."""


@dataclass(slots=True)
class Group:
    """True lines (by number) and pieces that lie on each other; one side may be empty."""

    lines: list[int] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def pieces_of(texts: Iterable[tuple[str, Box]]) -> list[Piece]:
    """Texts in reading order as pieces."""
    return [Piece(text, box, (number, 0)) for number, (text, box) in enumerate(texts)]


def groups(lines: Sequence[Line], pieces: Sequence[Piece], ignore: Sequence[Box] = ()) -> list[Group]:
    """All lines and all pieces, each in one group, from top to bottom; but for pieces that lie mostly in one of the
    boxes to `ignore` and on no line."""
    found = _joined(lines, _cut(lines, pieces, ignore))
    return [group for group in found if group.lines or not all(_ignored(piece, ignore) for piece in group.pieces)]


def _ignored(piece: Piece, ignore: Sequence[Box]) -> bool:
    return any(2 * box.overlap(piece.box) > piece.box.area for box in ignore)


def _joined(lines: Sequence[Line], pieces: Sequence[Piece]) -> list[Group]:
    parent = list(range(len(lines) + len(pieces)))

    def top(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for number, place in _pairs([line.box for line in lines], [piece.box for piece in pieces]):
        parent[top(len(lines) + place)] = top(number)
    found: dict[int, Group] = {}
    for number in range(len(lines)):
        found.setdefault(top(number), Group()).lines.append(number)
    for place, piece in enumerate(pieces):
        found.setdefault(top(len(lines) + place), Group()).pieces.append(piece)
    return sorted(found.values(), key=lambda group: _corner(group, lines))


def _corner(group: Group, lines: Sequence[Line]) -> tuple[int, int]:
    boxes = [lines[number].box for number in group.lines] or [piece.box for piece in group.pieces]
    return min(box.y for box in boxes), min(box.x for box in boxes)


def _pairs(ones: Sequence[Box], others: Sequence[Box]) -> Iterable[tuple[int, int]]:
    """(i, j) of all that lie on each other, found by the squares of the picture that they touch."""
    squares: dict[tuple[int, int], list[int]] = {}
    for at, box in enumerate(others):
        for square in _squares(box):
            squares.setdefault(square, []).append(at)
    for number, box in enumerate(ones):
        near = {at for square in _squares(box) for at in squares.get(square, ())}
        yield from ((number, at) for at in sorted(near) if on_each_other(box, others[at]))


def _squares(box: Box) -> Iterable[tuple[int, int]]:
    for row in range(box.y // SQUARE_PX, (box.bottom - 1) // SQUARE_PX + 1):
        for column in range(box.x // SQUARE_PX, (box.right - 1) // SQUARE_PX + 1):
            yield row, column


def on_each_other(one: Box, other: Box) -> bool:
    high = min(one.bottom, other.bottom) - max(one.y, other.y)
    wide = min(one.right, other.right) - max(one.x, other.x)
    return high >= SHARED_HEIGHT * max(1, min(one.h, other.h)) and wide >= SHARED_WIDTH * max(1, min(one.w, other.w))


def _cut(lines: Sequence[Line], pieces: Sequence[Piece], ignore: Sequence[Box]) -> list[Piece]:
    """The pieces, those with line ends cut into lines, each at the place of the true line that it is. (A tree gives
    the text of a whole editor; other pieces, line numbers say, may lie between its lines.) Where some of the editor is
    to be ignored (a menu covers it), so are its lines that are no true ones."""
    found: list[Piece] = []
    for piece in pieces:
        parts = [part for part in piece.text.split("\n") if part.strip()]
        partly = any(box.overlap(piece.box) for box in ignore)
        found += [piece] if len(parts) < 2 else _lines_of(piece, parts, lines, only_true=partly)
    return found


def _lines_of(piece: Piece, parts: Sequence[str], lines: Sequence[Line], *, only_true: bool) -> list[Piece]:
    from rapidfuzz import fuzz

    inside = [line for line in lines if on_each_other(line.box, piece.box)]
    inside.sort(key=lambda line: (line.box.y, line.box.x))
    step = piece.box.h / len(parts)
    found, begin = [], 0
    for number, part in enumerate(parts):
        box = Box(piece.box.x, round(piece.box.y + number * step), piece.box.w, max(1, round(step)))
        for at in range(begin, len(inside)):
            if fuzz.ratio(part, inside[at].text) >= ALIKE:
                box, begin = inside[at].box, at + 1
                break
        else:
            if only_true:
                continue
        found.append(replace(piece, text=part, box=box, at=(piece.at[0], number)))
    return found


def by_place(items: Iterable[_Placed], box_of: Callable[[_Placed], Box]) -> list[_Placed]:
    """From top to bottom, and from left to right on one line."""
    rows: list[list[_Placed]] = []
    for item in sorted(items, key=lambda item: (box_of(item).centre[1], box_of(item).x)):
        last, box = box_of(rows[-1][0]) if rows else None, box_of(item)
        if last is not None and abs(last.centre[1] - box.centre[1]) <= SHARED_HEIGHT * min(last.h, box.h):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [item for row in rows for item in sorted(row, key=lambda item: box_of(item).x)]

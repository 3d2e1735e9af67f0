"""Headings by their size and weight, on screens that are no pages of running text.

A heading is a short line on its own, clearly larger, or as large and clearly bolder, than the text right below it that
begins where it begins. The size of a font comes from the height of the ink and which letters stand in the line: "sea"
is lower than "Sky". The weight is the width of its strokes against that size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from assistant.types import Box, TextBlock, Thing
from models.evidence.looks.colours import INK, SAME, colour_at, distance, drawn_in, reach
from models.evidence.parting import in_one_width, letters_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.cancel import Token
    from assistant.types import Pixels

TALL = frozenset("bdfhijklt0123456789!?&%$#@/()[]{}|\"'\u201c\u201d\u2018\u2019")
DEEP = frozenset("gjpqy,;()[]{}|Q@$/")
X_HEIGHT, RISE, FALL = 0.53, 0.2, 0.21
"""Of a font's size: height of an "x", what an "h" rises above it, what a "p" falls below the line."""
LARGER, LARGER_PX = 1.25, 2.5
"""Times the size of the text below it, and pixels: small letters are measured no finer."""
BOLDER, AS_LARGE = 1.35, 0.93
"""Times the weight of the text below it, and how large it is at least then."""
LONGEST, WORDS = 70, 9
"""Letters and words of a heading."""
LEFT, BELOW, WRAPPED = 1.2, 3.2, 1.0
"""Line heights: how far the left edges are apart, how far below the text begins, how far two lines of one are apart."""
NO_HEADING = re.compile(r"[.,;:!*。，；：]$|\d[.,]\d\d\b|[$€£¥%]|@|^[\W\d]+$|^\d")
BOX = 2.4, 1.5
"""Line heights of a box for one line, and from its left edge to the words."""
IN_A_ROW, AMONG_COLUMNS = 3, 30
"""Line heights within which one of its own size, or weight, makes it a name in a row: of links, of columns."""
COLUMN = 16
"""Letters that the name of a column has at most."""
AT_THE_EDGE, LIGHTER = 0.3, 0.8
"""Line heights by which the edges of two rows differ at most, and the share of a heading's weight that a row has."""
LETTERS = 4
CELLS = 0.4
"""Share of the lines that are in letters of one width, from which it is a terminal, or code."""
TRIED = 60
"""Lines that are tried for it."""
FEWEST = 4
"""Lines from which a screen has a usual size."""
SIZES = 1.12
"""Times from which one size is another level."""
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Set:
    """A line and how it is set."""

    line: TextBlock
    size: float
    """Pixels of the font."""
    weight: float
    """Width of its strokes, of the size."""


def measured(pixels: Pixels, line: TextBlock) -> Set | None:
    """How a line is set in a picture, (h, w, 3) uint8 RGB; None where its ink can't be told from its ground."""
    import numpy as np

    height, width = int(pixels.shape[0]), int(pixels.shape[1])
    box = Box(line.box.x - 2, line.box.y - 2, line.box.w + 4, line.box.h + 4).clipped(width, height)
    if box is None:
        return None
    ink = letters_of(_ink(pixels[box.y : box.bottom, box.x : box.right]))
    rows = np.flatnonzero(ink.mean(axis=1) >= 0.5 / len(ink[0]) * max(1.0, len(line.text) / 8))
    if len(rows) < 4:
        return None
    letters = [sign for sign in line.text if not sign.isspace()]
    wide = any(sign > "\u2e80" for sign in letters)
    rise = any(sign in TALL or sign.isupper() for sign in letters)
    fall = any(sign in DEEP for sign in letters)
    share = 0.9 if wide else X_HEIGHT + RISE * rise + FALL * fall
    size = (int(rows[-1]) - int(rows[0]) + 1) / share
    return Set(line, size, _stroke(ink) / size)


def _ink(part: Pixels) -> npt.NDArray[np.bool_]:
    import numpy as np

    flat = part.reshape(-1, 3)
    far: npt.NDArray[np.int16] = abs(part.astype(np.int16) - np.median(flat, axis=0).astype(np.int16)).max(axis=2)
    most = float(np.percentile(far, 99.5))
    return np.asarray(far >= max(INK, 0.5 * most))


def _stroke(ink: npt.NDArray[np.bool_]) -> float:
    """The width of strokes: twice the area by its edge."""
    import numpy as np

    edges = int((ink[:, 1:] != ink[:, :-1]).sum())
    return 2 * float(np.count_nonzero(ink)) / max(1, edges)


def headings(pixels: Pixels, lines: Sequence[TextBlock], first_id: int, token: Token) -> list[Thing]:
    """The headings among lines in reading order, with levels by their sizes, the largest 1. Raises `Cancelled`."""
    sets = []
    for line in lines:
        token.check()
        if line.kind == "line" and (one := measured(pixels, line)) is not None:
            sets.append(one)
    if len(sets) < FEWEST:
        return []
    found: list[list[Set]] = []
    for one in sets:
        if found and one is found[-1][-1]:
            continue
        group = [one, *_goes_on(one, sets)]
        if _is_heading(group, sets, pixels):
            found.append(group)
    return list(_things(_apart(found), first_id))


def _goes_on(one: Set, sets: Sequence[Set]) -> list[Set]:
    """The second line of a heading that is wrapped."""
    box = one.line.box
    for other in sets:
        gap = other.line.box.y - box.bottom
        alike = abs(other.size / one.size - 1) < 0.08 and abs(other.weight / one.weight - 1) < 0.15
        if alike and -0.3 * box.h <= gap <= WRAPPED * box.h and abs(other.line.box.x - box.x) <= 0.5 * box.h:
            return [other]
    return []


def _is_heading(group: Sequence[Set], sets: Sequence[Set], pixels: Pixels) -> bool:
    text = " ".join(one.line.text for one in group)
    chinese = text[0] > "\u2e80"
    if len(text) > LONGEST or len(text.split()) > WORDS or NO_HEADING.search(text):
        return False
    if sum(sign.isalpha() for sign in text) < (LETTERS // 2 if chinese else LETTERS):
        return False
    return (chinese or text[0].isupper()) and _stands_above(group, sets, pixels)


def _stands_above(group: Sequence[Set], sets: Sequence[Set], pixels: Pixels) -> bool:
    last, box = group[-1], group[-1].line.box
    below = [
        one
        for one in sets
        if 0 <= one.line.box.y - box.bottom + 0.3 * box.h <= BELOW * box.h
        and -LEFT * box.h <= one.line.box.x - box.x <= 2 * LEFT * box.h
        and not any(one is own for own in group)
    ]
    if not below:
        return False
    nearest = min(below, key=lambda one: one.line.box.y)
    larger = last.size >= LARGER * nearest.size and last.size >= nearest.size + LARGER_PX
    bolder = last.size >= AS_LARGE * nearest.size and last.weight >= BOLDER * nearest.weight
    if not (larger or bolder) or _in_box(pixels, box):
        return False
    if _in_box(pixels, nearest.line.box) and not (bolder and _over_rows(last, nearest, sets)):
        return False
    row = [one for one in sets if _level(one.line.box, group[0].line.box) and not any(one is own for own in group)]
    if larger:
        alike = [one for one in row if _alike(one.size, last.size)]
        columns = [one for one in alike if _near(one, group[0], AMONG_COLUMNS) and len(one.line.text) < COLUMN]
        return len(columns) < 2 and not any(_near(one, group[0], IN_A_ROW) for one in alike)
    columns = [one for one in row if _near(one, group[0], AMONG_COLUMNS)]
    return not any(one.weight >= 0.85 * last.weight or re.search(r"\d", one.line.text) for one in columns)


def _over_rows(head: Set, first: Set, sets: Sequence[Set]) -> bool:
    """Whether the box below is the first row of a group, as in settings, and not the field that a bold label stands
    above: under a field comes the next label, under a row another one with nothing bold between."""
    box = first.line.box
    under = sorted(
        (
            one
            for one in sets
            if one.line.box.y >= box.bottom - 2
            and one.line.box.y - box.bottom <= BELOW * box.h
            and min(abs(one.line.box.x - edge) for edge in (box.x, head.line.box.x)) <= AT_THE_EDGE * box.h
        ),
        key=lambda one: one.line.box.y,
    )
    if not under:
        return False
    following = under[0]
    in_the_row = abs(following.line.box.x - box.x) <= AT_THE_EDGE * box.h
    return in_the_row and following.weight < LIGHTER * head.weight


def _in_box(pixels: Pixels, line: Box) -> bool:
    """Whether a line stands in a box of its own: a field's text below its label, a badge, an event of a calendar."""
    drawn = drawn_in(pixels, line)
    if drawn is None:
        return False
    row, column = int(line.centre[1]), min(line.right + line.h // 2, int(pixels.shape[1]) - 1)
    if distance(colour_at(pixels, row, column), drawn.ground) > SAME:
        return False
    turned = pixels[:, column : column + 1].transpose(1, 0, 2)
    top, bottom = reach(turned, 0, row, drawn.ground, -1), reach(turned, 0, row, drawn.ground, 1)
    over = max(top, line.y - 2)  # above the letters
    left = reach(pixels, over, column, drawn.ground, -1)
    ends = top > 0 and bottom < pixels.shape[0] - 1 and left > 0
    return ends and bottom - top <= BOX[0] * line.h and abs(line.x - left) <= BOX[1] * line.h


def _alike(one: float, other: float) -> bool:
    return abs(one / other - 1) < 0.1


def _near(one: Set, other: Set, heights: float) -> bool:
    left, right = one.line.box, other.line.box
    return max(left.x, right.x) - min(left.right, right.right) < heights * right.h


def in_cells(pixels: Pixels, lines: Sequence[TextBlock]) -> bool:
    """Whether most lines are in letters of one width."""
    told = [one for line in lines[:TRIED] if (one := in_one_width(pixels, line)) is not None]
    return sum(told) > CELLS * max(FEWEST, len(told))


def _level(one: Box, other: Box) -> bool:
    return abs(one.centre[1] - other.centre[1]) <= 0.4 * min(one.h, other.h)


def _apart(found: list[list[Set]]) -> list[list[Set]]:
    taken: set[int] = set()
    kept = []
    for group in found:
        if not any(id(one) in taken for one in group):
            taken |= {id(one) for one in group}
            kept.append(group)
    return kept


def _things(found: Sequence[Sequence[Set]], first_id: int) -> list[Thing]:
    sizes = sorted({median(one.size for one in group) for group in found}, reverse=True)
    level = dict.fromkeys(sizes[:1], 1)
    for larger, size in pairwise(sizes):
        level[size] = level[larger] + (larger >= SIZES * size)
    things = []
    for at, group in enumerate(found):
        box = group[0].line.box
        for one in group[1:]:
            box = box.union(one.line.box)
        name = " ".join(one.line.text for one in group)
        rank = level[median(one.size for one in group)]
        things.append(
            Thing(first_id + at, "heading", name, box=box, level=min(6, rank), confidence=SURE, source="pixels")
        )
    return things

"""Which of a list is chosen: the one that stands on a ground of its own, in a column of names that all others share.

On a red, orange or yellow ground it is something else: an event of a calendar, a badge, a mark that somebody made. So
is what has its ground only around its own words, and not as far as the longest name of the list: a list's bar is as
wide as the list. Nor is a row of a table chosen for its colour (the plan that a shop recommends).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from assistant.types import Box, TextBlock, Thing
from models.evidence.looks.colours import Colour, colour_at, distance, drawn_in, is_warm, reach

if TYPE_CHECKING:
    from assistant.types import Pixels

FEWEST = 3
WORDS = 4
"""Of a name in a list."""
EDGE = 6
"""Pixels by which the left edges of a column differ at most."""
EVEN = 1.35
"""Times the usual pitch up to which a row follows another."""
OTHER = 14
"""Of 255, between the two grounds; and within which all others are one."""
ONE = 6
BEYOND = 0.15
"""Line heights that the ground reaches beyond the box of the words at each side."""
COUNTED = re.compile(r"[\d:.,+ ]{1,6}(?:[ap]m)?", re.IGNORECASE)
"""The only other text on it: how many are new, a time. Others are cells of a table."""
HIGH = (1.15, 3.5)
"""Line heights of that ground."""
LETTERS = 0.8
"""Share of a line's box that its letters are high."""
SURE = 0.95


@dataclass(frozen=True, slots=True)
class _Row:
    line: TextBlock
    ground: Colour


def choices(pixels: Pixels, lines: Sequence[TextBlock], first_id: int) -> list[Thing]:
    """The chosen items among the lines of a picture, (h, w, 3) uint8 RGB."""
    found: list[Thing] = []
    for column in _columns(lines):
        rows = [_Row(line, drawn.ground) for line in column if (drawn := drawn_in(pixels, _body(line.box))) is not None]
        if len(rows) < FEWEST:
            continue
        grounds = [row.ground for row in rows]
        usual = max(grounds, key=grounds.count)
        others = [row for row in rows if distance(row.ground, usual) > ONE]
        if len(others) != 1 or distance(others[0].ground, usual) < OTHER:
            continue
        if is_warm(others[0].ground) and not is_warm(usual):
            continue
        box = _patch(pixels, others[0]) if not _begins_left(pixels, others[0], lines) else None
        if box is not None and box.right < max(line.box.right for line in column) - EDGE:
            continue  # around these words only: a mark
        if box is not None and _stands_alone(others[0].line, [line for line in lines if box.contains(line.box, 2)]):
            name = others[0].line.text
            states = frozenset(("selected",))
            found.append(
                Thing(first_id + len(found), "listitem", name, "", states, box, confidence=SURE, source="pixels")
            )
    return found


def _stands_alone(name: TextBlock, on_it: Sequence[TextBlock]) -> bool:
    beside = [line for line in on_it if line is not name]
    return len(beside) <= 1 and all(line.box.x > name.box.x and COUNTED.fullmatch(line.text) for line in beside)


def _begins_left(pixels: Pixels, row: _Row, lines: Sequence[TextBlock]) -> bool:
    """Whether another text on the same ground stands left of the name: it is a cell of a table's row."""
    for line in lines:
        level = abs(line.box.centre[1] - row.line.box.centre[1]) <= row.line.box.h / 2
        if level and line.box.right <= row.line.box.x and not COUNTED.fullmatch(line.text):
            drawn = drawn_in(pixels, _body(line.box))
            if drawn is not None and distance(drawn.ground, row.ground) <= ONE:
                return True
    return False


def _body(box: Box) -> Box:
    return Box(box.x, box.y + box.h // 5, box.w, box.h - 2 * (box.h // 5))


def _columns(lines: Sequence[TextBlock]) -> list[list[TextBlock]]:
    """Runs of short names with one left edge and one pitch, from top to bottom."""
    names = [line for line in lines if len(line.text.split()) <= WORDS and any(sign.isalpha() for sign in line.text)]
    left = sorted(names, key=lambda line: line.box.x)
    columns: list[list[TextBlock]] = []
    for line in left:
        if columns and line.box.x - columns[-1][0].box.x <= EDGE:
            columns[-1].append(line)
        else:
            columns.append([line])
    return [run for column in columns for run in _runs(sorted(column, key=lambda line: line.box.y))]


def _runs(column: list[TextBlock]) -> list[list[TextBlock]]:
    if len(column) < FEWEST:
        return []
    steps = [after.box.centre[1] - before.box.centre[1] for before, after in pairwise(column)]
    pitch = median(steps)
    runs = [[column[0]]]
    for step, line in zip(steps, column[1:], strict=True):
        if not pitch / EVEN <= step <= pitch * EVEN:
            runs.append([])
        runs[-1].append(line)
    return [run for run in runs if len(run) >= FEWEST]


def _patch(pixels: Pixels, row: _Row) -> Box | None:
    """The ground behind the chosen name; None where it is no bar around it."""
    box = row.line.box
    middle, edge = int(box.centre[1]), max(0, box.x - 2)
    if distance(colour_at(pixels, middle, edge), row.ground) > ONE:
        edge = max(0, box.x - box.h // 4)
    left = reach(pixels, middle, edge, row.ground, -1)
    turned = pixels[:, edge : edge + 1].transpose(1, 0, 2)
    top, bottom = reach(turned, 0, middle, row.ground, -1), reach(turned, 0, middle, row.ground, 1)
    # Under the names of a list nothing else stands in the way of its ground.
    low = min(bottom - 2, box.bottom + 1)
    right = reach(pixels, max(low, 0), edge, row.ground, 1)
    wide = box.x - left >= BEYOND * box.h and right - box.right >= BEYOND * box.h
    high = HIGH[0] * LETTERS * box.h <= bottom - top + 1 <= HIGH[1] * box.h
    return Box(left, top, right - left + 1, bottom - top + 1) if wide and high else None

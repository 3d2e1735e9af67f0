"""Whether words at one margin and controls far right of them are rows of one list, and not two things side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from assistant.types import Box, Thing

ROWS = 3
"""Rows that a list must have: fewer may stand level by chance."""
MARGIN_PX = 8
"""How far the beginnings of the words, and the ends of the controls, may differ: OCR's boxes are some pixels off."""
LEVEL = 1 / 6
"""Share of a control's height, and at least `LEVEL_PX`, that its middle may differ from that of its words."""
LEVEL_PX = 4
CLOSE = 0.6
"""Gap to the words below, in their height, up to which they say more of the same row."""
LINES = 3
"""Lines of words that a row has at most."""
HEADING = 1.2
"""How much larger than the words of the rows a heading above them is."""
AROUND = 0.75
"""Distances of two rows above the first and below the last control that are the list's own."""


@dataclass(frozen=True, slots=True)
class Row:
    """A control with the first words left of it."""

    control: Box
    label: Thing
    words: Box


def is_list(rows: Sequence[Row], seen: Sequence[Thing], free: Sequence[Thing]) -> bool:
    """Whether each line at the margin of the rows has its own control or written value, all end alike, and nothing else
    is written among the controls. `free`: words that are no control's own, all with a box."""
    if len(rows) < ROWS or not all(_has_letters(row.label) for row in rows):
        return False
    rights, lefts = [row.control.right for row in rows], [row.control.x for row in rows]
    if min(max(rights) - min(rights), max(lefts) - min(lefts)) > MARGIN_PX:
        return False
    stacks = _stacks(rows, free)
    tops = [stack[0].y for stack in stacks]
    height = median(row.words.h for row in rows)
    close = min((low - high for high, low in pairwise(tops)), default=0)
    if any(len(stack) > 1 for stack in stacks) and close < 2 * height:
        return False  # a list with a line for each, of which some have no control
    values = _ending(free, rights)
    others = _ending(seen, rights)
    ends: list[Box] = []
    for at, stack in enumerate(stacks):
        controls = [row.control for row in rows if row.words == stack[0]]
        if len(stack) > LINES or len(controls) > 1:
            return False
        written = [box for box in values if box.x > _whole(stack).right and _level(box, stack)]
        if controls:
            if not _level(controls[0], stack):
                return False
        elif written:
            ends += written
        elif not any(_level(box, stack) for box in others) and not (at == 0 and stack[0].h >= HEADING * height):
            return False
    return not _in_columns(rows, free) and not _words_among(rows, free, ends)


def _ending(things: Sequence[Thing], rights: Sequence[int]) -> list[Box]:
    """The places of those that end where one of the controls does."""
    boxes = [one.box for one in things if one.box is not None]
    return [box for box in boxes if any(abs(box.right - right) <= MARGIN_PX for right in rights)]


def _stacks(rows: Sequence[Row], free: Sequence[Thing]) -> list[list[Box]]:
    """The words at the margin, from top to bottom: those of each row, with what is written close below."""
    starts = [row.words for row in rows]
    margin = starts[0].x
    lines = {one.box for one in free if one.box is not None and abs(one.box.x - margin) <= MARGIN_PX} | set(starts)
    stacks: list[list[Box]] = []
    for line in sorted(lines, key=lambda box: (box.y, box.x)):
        if stacks and line not in starts and line.y - stacks[-1][-1].bottom <= CLOSE * line.h:
            stacks[-1].append(line)
        else:
            stacks.append([line])
    return stacks


def _whole(stack: Sequence[Box]) -> Box:
    top, bottom = stack[0].y, max(box.bottom for box in stack)
    left, right = min(box.x for box in stack), max(box.right for box in stack)
    return Box(left, top, right - left, bottom - top)


def _level(box: Box, stack: Sequence[Box]) -> bool:
    return abs(box.centre[1] - _whole(stack).centre[1]) <= max(LEVEL_PX, LEVEL * box.h)


def _in_columns(rows: Sequence[Row], free: Sequence[Thing]) -> bool:
    """Whether most rows have words before those at the margin, level with them: then these are a table's column."""
    before = [
        row
        for row in rows
        if any(one.box and one.box.right <= row.words.x and _level(one.box, [row.words]) for one in free)
    ]
    return 2 * len(before) > len(rows)


def _words_among(rows: Sequence[Row], free: Sequence[Thing], ends: Sequence[Box]) -> bool:
    """Whether words right of the margin, other than values, may be what the controls are called."""
    middles = sorted(row.control.centre[1] for row in rows)
    apart = AROUND * min(low - high for high, low in pairwise(middles))
    for one in free:
        words = one.box
        if words is None or words.x <= rows[0].words.x + MARGIN_PX or words in ends or not _has_letters(one):
            continue
        inside = any(2 * words.overlap(row.control) > words.area for row in rows)
        if not inside and middles[0] - apart <= words.centre[1] <= middles[-1] + apart:
            return True
    return False


def _has_letters(label: Thing) -> bool:
    return any(sign.isalpha() for sign in label.name)

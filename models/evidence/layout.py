"""Reading order.

The order comes from a recursive XY-cut (Nagy and Seth, "Hierarchical representation of optically scanned documents",
ICPR 1984): a page falls apart at its widest blank lanes, columns before rows. Four changes make it fit screens: lanes
between a form's labels and fields, or a table's columns, are no column breaks, since such pairs are read across, also
where only some rows have a second part (badges, times, remarks); nor is the lane between the two sides of a chat, who
never stand beside each other; a line on top that stands across the lanes below it is a head, and read first; and the
widest blank row is cut first only where no lane goes through.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from assistant.types import Box, TextBlock

LANE = 1.0
"""Line heights that a blank lane between columns must be wide."""
PANEL_LANE = 0.25
"""As `LANE`, where a panel begins or ends."""
PROSE = 18
"""Letters a line: half of the lines of a text column have more; labels, numbers and menu items have fewer."""
ALIGNED = 0.7
"""Share of the lines of the shorter side that have a partner at the same height, in forms and tables."""
LEVEL = 0.3
"""Share of the larger height by which the centres of two texts on one line differ at most."""
SAME_LINE = 0.5
"""Share of the smaller height by which two boxes of one line overlap."""
STRICTLY, EXACT = 0.9, 0.2
"""As `ALIGNED` and `LEVEL`, where one side has far more lines than the other: one line beside another by chance is no
pair, but rows of which only some have a time or a badge at their end are."""
UNEQUAL = 1.5
"""From so many times as many lines one side has far more."""
HEAD_GAP = 0.5
"""Line heights between a head and what it is the head of."""
LEVEL_SHARE, TURNS = 0.25, 3
"""Share of the lines of one side that may be level with some of the other, and how often they must take turns, where
one speaks after the other."""
FAR = 8
"""Line heights of a blank row above and below which all is read for itself."""
OTHER_SIZE, CLOSE = 1.4, 0.6
"""A label and the large figure under it: how much the heights differ, and heights of the gap between them."""
DEEPEST = 60
INDENT, LEFT_PART = 0.1, 0.35
"""Shares of a page's width: an indented line still begins at the left margin; a column on the right does not."""
PANEL = "panel"
"""Kind of a block that stands for all that lies in a panel."""


def reading_order(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """The same blocks in the order a sighted person would read them. O(n log n) a level; 500 blocks take some ms."""
    found: list[TextBlock] = []
    _cut(list(blocks), found, 0)
    return found


def _cut(blocks: list[TextBlock], found: list[TextBlock], depth: int) -> None:
    if len(blocks) <= 1 or depth > DEEPEST:
        found += by_lines(blocks) if len(blocks) > 1 else blocks
        return
    head = _head(blocks)
    if head is not None:
        found += by_lines(head[0])
        _cut(head[1], found, depth + 1)
        return
    lane = _lane(blocks) if not _far_apart(blocks) else None
    if lane is not None:
        for part in lane:
            _cut(part, found, depth + 1)
        return
    for part in _rows(blocks):
        if len(part) == len(blocks):
            found += by_lines(part)
        else:
            _cut(part, found, depth + 1)


def _far_apart(blocks: list[TextBlock]) -> bool:
    """Whether a blank row goes through that is as high as a whole paragraph: a status bar below a page, say."""
    ordered = sorted(blocks, key=lambda block: block.box.y)
    needed = FAR * _line_height(blocks)
    reach = ordered[0].box.bottom
    for block in ordered:
        if block.box.y - reach >= needed:
            return True
        reach = max(reach, block.box.bottom)
    return False


def regions(blocks: Sequence[TextBlock]) -> list[list[TextBlock]]:
    """The parts of a page that stand beside each other, in reading order; a head over several is one of its own."""
    head = _head(list(blocks)) if len(blocks) > 1 else None
    if head is not None:
        return [head[0], *regions(head[1])]
    lane = _lane(list(blocks)) if len(blocks) > 1 else None
    if lane is None:
        return [list(blocks)] if blocks else []
    return [part for side in lane for part in regions(side)]


def _line_height(blocks: Sequence[TextBlock]) -> float:
    """A block of several lines counts by its lines' height, a panel as so many lines."""
    heights: list[float] = []
    for block in blocks:
        lines = block.text.count("\n") + 1
        heights += [block.box.h / lines] * (lines if block.kind == PANEL else 1)
    return median(heights)


def _lane(blocks: list[TextBlock]) -> tuple[list[TextBlock], list[TextBlock]] | None:
    """The parts left and right of the widest lane that separates columns of text."""
    columns = _columns(_strips(blocks))
    if len(columns) < 2:
        return None
    gaps = [_gap(left, right) for left, right in pairwise(columns)]
    place = gaps.index(max(gaps)) + 1
    left, right = columns[:place], columns[place:]
    return [block for column in left for block in column], [block for column in right for block in column]


def _columns(strips: list[list[TextBlock]]) -> list[list[TextBlock]]:
    """The strips, with those joined that are read across, nearest neighbours first."""
    columns = list(strips)
    for belong in (read_across, _take_turns):
        apart = [False] * (len(columns) - 1)
        while not all(apart):
            near = [at for at, known in enumerate(apart) if not known]
            at = min(near, key=lambda place: _gap(columns[place], columns[place + 1]))
            if belong(columns[at], columns[at + 1]):
                columns[at : at + 2] = [columns[at] + columns[at + 1]]
                del apart[at]
                for pair in range(max(0, at - 1), min(at + 1, len(apart))):
                    apart[pair] = False  # it is another pair now
            else:
                apart[at] = True
    return columns


def _gap(left: list[TextBlock], right: list[TextBlock]) -> int:
    return min(block.box.x for block in right) - max(block.box.right for block in left)


def _strips(blocks: list[TextBlock]) -> list[list[TextBlock]]:
    """The parts between all blank lanes, from left to right."""
    ordered = sorted(blocks, key=lambda block: block.box.x)
    needed = min(40.0, _line_height(blocks))
    strips = [ordered[:1]]
    last = ordered[0]
    for block in ordered[1:]:
        lane = PANEL_LANE if PANEL in (block.kind, last.kind) else LANE
        if block.box.x - last.box.right >= lane * needed:
            strips.append([])
        strips[-1].append(block)
        last = max(last, block, key=lambda one: one.box.right)
    return strips


def read_across(left: Sequence[TextBlock], right: Sequence[TextBlock]) -> bool:
    """Whether two sides belong together line by line: a label and its field, the cells of a row, the cards of one."""
    if all(_letters(side) >= PROSE for side in (left, right)) or _figures(left, right):
        return False
    if any(block.kind == PANEL for side in (left, right) for block in side):
        return _cards_across(left, right)
    (few, _), (many, longer) = sorted(((lines_of(side), side) for side in (left, right)), key=lambda one: len(one[0]))
    even = len(many) <= UNEQUAL * len(few)
    if even and _partners(few, many, LEVEL) >= ALIGNED * len(few):
        return True
    # A short list beside a long text is read after or before it; and of a single label with a note both are read first.
    beside = _with_notes(many) if len(few) > 1 else many
    unlike = not even or len(many) > len(few) > 1
    return unlike and _letters(longer) < PROSE and _partners(few, beside, EXACT) >= STRICTLY * len(few)


def _with_notes(lines: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The lines, and each two that stand close together as one: what is set beside a label with a note under it stands
    level with neither but between them."""
    close = [
        ((upper - height / 2 + lower + other / 2) / 2, max(height, other))
        for (upper, height), (lower, other) in pairwise(lines)
        if lower - other / 2 - upper - height / 2 <= CLOSE * min(height, other)
    ]
    return sorted([*lines, *close])


def _cards_across(left: Sequence[TextBlock], right: Sequence[TextBlock]) -> bool:
    """As `read_across` where there are panels. A panel's partner is the one thing beside it: another card, or its
    label. A line of a list that stands beside it is none."""
    few, many = sorted((_Side.of(left), _Side.of(right)), key=lambda side: len(side.lines) + len(side.panels))
    pairs = _partners(few.lines, many.lines, LEVEL)
    for panel in few.panels:
        cards = _level_with(panel, many.panels)
        alone = len(cards) + len(_level_with(panel, many.lines)) == 1
        pairs += alone and all(len(_level_with(card, few.panels)) == 1 for card in cards)
    pairs += sum(
        not _level_with(panel, few.panels) and len(_level_with(panel, few.lines)) == 1 for panel in many.panels
    )
    count = len(few.lines) + len(few.panels), len(many.lines) + len(many.panels)
    return pairs >= (ALIGNED if count[1] <= UNEQUAL * count[0] else STRICTLY) * count[0]


@dataclass(frozen=True, slots=True)
class _Side:
    """(vertical centre, height) of each line and of each row of panels on one side, from top to bottom."""

    lines: list[tuple[float, float]]
    panels: list[tuple[float, float]]

    @classmethod
    def of(cls, blocks: Sequence[TextBlock]) -> _Side:
        return cls(
            lines_of([block for block in blocks if block.kind != PANEL]),
            lines_of([block for block in blocks if block.kind == PANEL]),
        )


def _level_with(panel: tuple[float, float], side: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    centre, height = panel
    return [one for one in side if abs(one[0] - centre) < (one[1] + height) / 2]


def _partners(few: list[tuple[float, float]], many: list[tuple[float, float]], level: float) -> int:
    """How many lines have one of the other side at their height."""
    found = 0
    for centre, height in few:
        at = bisect_left(many, (centre, 0.0))
        near = many[max(0, at - 1) : at + 1]
        found += any(abs(other - centre) <= level * max(height, tall) for other, tall in near)
    return found


def _take_turns(left: list[TextBlock], right: list[TextBlock]) -> bool:
    """Whether hardly a line of one side is level with one of the other: in a chat, one side speaks after the other."""
    few, many = sorted((lines_of(left), lines_of(right)), key=len)
    level = 0
    for centre, height in few:
        at = bisect_left(many, (centre, 0.0))
        near = many[max(0, at - 1) : at + 1]
        level += any(abs(other - centre) < (height + tall) / 2 for other, tall in near)
    ordered = sorted([*((centre, 0) for centre, _ in few), *((centre, 1) for centre, _ in many)])
    turns = sum(one[1] != other[1] for one, other in pairwise(ordered))
    return not level or (level <= LEVEL_SHARE * len(few) and turns >= TURNS)


def _figures(left: Sequence[TextBlock], right: Sequence[TextBlock]) -> bool:
    """Cards beside each other: on both sides a label and, right under it, a figure in other letters."""
    for side in (left, right):
        lines = lines_of(side)
        if len(lines) != 2:
            return False
        (upper, height), (lower, other) = lines
        gap = lower - other / 2 - upper - height / 2
        if max(height, other) < OTHER_SIZE * min(height, other) or gap > CLOSE * min(height, other):
            return False
    return True


def _head(blocks: list[TextBlock]) -> tuple[list[TextBlock], list[TextBlock]] | None:
    """The top line and the rest, where columns follow and some of the line stands across a lane between them."""
    ordered = sorted(blocks, key=lambda block: block.box.y)
    first = ordered[0].box
    place = next((at for at, block in enumerate(ordered) if not on_one_line(first, block.box)), len(ordered))
    top, rest = ordered[:place], ordered[place:]
    if len(rest) < 2:
        return None
    height = _line_height(top)
    gap = min(block.box.y for block in rest) - max(block.box.bottom for block in top)
    if gap < HEAD_GAP * min(height, _line_height(rest)) or any("\n" in block.text for block in top):
        return None
    columns = _columns(_strips(rest))
    lanes = [
        (max(block.box.right for block in left), min(block.box.x for block in right))
        for left, right in pairwise(columns)
    ]
    astray = [
        block
        for block in top
        for left, right in lanes
        if block.box.x < right - height / 2 and block.box.right > left + height / 2
    ]
    return (top, rest) if astray else None


def lines_of(blocks: Sequence[TextBlock]) -> list[tuple[float, float]]:
    """(vertical centre, height) of each line that the blocks make, from top to bottom."""
    found: list[tuple[float, float]] = []
    for centre, height in sorted((block.box.y + block.box.h / 2, float(block.box.h)) for block in blocks):
        if not found or centre - found[-1][0] > LEVEL * max(height, found[-1][1]):
            found.append((centre, height))
    return found


def _letters(blocks: Sequence[TextBlock]) -> float:
    written = [block for block in blocks if block.kind != PANEL]
    return median(len(block.text) / (block.text.count("\n") + 1) for block in written) if written else 0.0


def on_one_line(one: Box, other: Box) -> bool:
    return min(one.bottom, other.bottom) - max(one.y, other.y) >= SAME_LINE * min(one.h, other.h)


def _rows(blocks: list[TextBlock]) -> list[list[TextBlock]]:
    """The parts between the widest blank rows (all that are nearly as wide); one part where there are none."""
    ordered = sorted(blocks, key=lambda block: block.box.y)
    gaps = [0]
    reach = ordered[0].box.bottom
    for block in ordered[1:]:
        gaps.append(block.box.y - reach)
        reach = max(reach, block.box.bottom)
    widest = max(gaps)
    if widest <= 0:
        return [ordered]
    parts: list[list[TextBlock]] = [[]]
    for gap, block in zip(gaps, ordered, strict=True):
        if gap >= 0.8 * widest:
            parts.append([])
        parts[-1].append(block)
    return parts


def by_lines(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Top to bottom, and left to right on one line."""
    lines: list[list[TextBlock]] = []
    for block in sorted(blocks, key=lambda block: (block.box.y + block.box.h / 2, block.box.x)):
        if lines and on_one_line(lines[-1][0].box, block.box):
            lines[-1].append(block)
        else:
            lines.append([block])
    return [block for line in lines for block in sorted(line, key=lambda block: block.box.x)]


def settled(ordered: Sequence[TextBlock], width: int, frontier: int) -> int:
    """How many blocks, from the first, keep their place though the page is known only down to the row `frontier`.

    A page that is one column so far: each block begins at the left margin, alone on its line, and reading order is
    top to bottom. Where columns begin, nothing more is certain before all is known. `width`: pixels of the page.
    """
    count = 0
    rows = by_lines(ordered)
    margin = min((block.box.x for block in ordered), default=0)
    for place, block in enumerate(ordered):
        alone = not any(
            on_one_line(block.box, rows[near].box) for near in (place - 1, place + 1) if 0 <= near < len(rows)
        )
        if rows[place] is not block or not alone or block.box.bottom > frontier:
            break
        if block.box.x - margin > INDENT * width or block.box.x > LEFT_PART * width:
            break
        count += 1
    return count

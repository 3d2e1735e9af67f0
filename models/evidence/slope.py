"""How far the lines of a photographed page run up or down, by what stands beside each other on them.

A picture is turned upright as a whole (`models.evidence.upright`); what is left is small, but over the width of a table
it is a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from assistant.types import Box, TextBlock

LEAST, MOST = 0.008, 0.12
"""Slope that matters, half a line over the width of a screen, and that one line can be told from the next with."""
NEIGHBOURS = 8
"""Pairs that must agree."""
AGREED, FARTHER = 0.3, 1.3
"""Share of the slope by which the middle half of them differ at most, and times that the far half is farther."""
BESIDE, ALIKE = 0.8, 1.2
"""Heights that two of one line are apart at most, and times that one is higher than the other."""
CELL_PX = 64
SAMPLE = 300
"""Of so many at most it is asked what stands beside them."""


def slope(blocks: Sequence[TextBlock]) -> float:
    """Pixels down for each pixel to the right; 0.0 where lines run level or don't agree.

    What is twice as far must be twice as low: times that stand a little higher than names are no slope.
    """
    pairs = sorted(_pairs([block.box for block in blocks]))
    if len(pairs) < NEIGHBOURS:
        return 0.0
    half, slopes = len(pairs) // 2, sorted(down / along for along, down in pairs)
    common, quarter = median(slopes), len(slopes) // 4
    near, far = pairs[:half], pairs[-half:]
    apart = median(along for along, _ in far) >= FARTHER * median(along for along, _ in near)
    differ = abs(median(down / along for along, down in near) - median(down / along for along, down in far))
    agreed = max(differ, slopes[-quarter - 1] - slopes[quarter]) <= AGREED * abs(common)
    return common if apart and agreed and LEAST <= abs(common) <= MOST else 0.0


def _pairs(boxes: Sequence[Box]) -> Iterator[tuple[float, float]]:
    """(pixels to the right, pixels down) from the middle of each to the next on its line."""
    rows: dict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        rows[round(box.centre[1]) // CELL_PX].append(box)
    for box in boxes[:: len(boxes) // SAMPLE + 1]:
        row = round(box.centre[1]) // CELL_PX
        near = [other for at in (row - 1, row, row + 1) for other in rows.get(at, ()) if _is_right_of(other, box)]
        right = [other for other in near if _on_one_line(box, other)]
        if right:
            other = min(right, key=lambda other: other.x)
            yield other.centre[0] - box.centre[0], other.centre[1] - box.centre[1]


def _is_right_of(other: Box, box: Box) -> bool:
    return other.x >= box.right and other.centre[0] > box.centre[0]  # boxes may be of no width


def _on_one_line(one: Box, other: Box) -> bool:
    low, high = sorted((one.h, other.h))
    return high <= ALIKE * low and abs(one.centre[1] - other.centre[1]) <= BESIDE * low


def levelled(blocks: Sequence[TextBlock], down: float) -> list[TextBlock]:
    """The same blocks, as if their lines ran level."""
    return [replace(block, box=block.box.moved(0, -round(down * block.box.centre[0]))) for block in blocks]

"""Reading order of a screen with panels: cards, side bars, frames, lists, tables. Each is read to its end.

What lies in a panel is put in order by itself; from outside the panel is one block of so many lines. A panel whose
lines go on beside it, line by line, is none: a column of a table may be shaded, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from assistant.types import Box, TextBlock, Thing
from models.evidence.chart_order import ChartTexts, chart_order, room
from models.evidence.layout import PANEL, lines_of, read_across, reading_order
from models.evidence.slope import levelled, slope

LINES = 2
"""Lines from which it matters that something is a panel; a button or a row is read in one go anyhow."""
MOST = 60
"""Panels that are looked at, the largest first."""
SLACK_PX = 4
"""How far a panel may stand out of the one around it."""
TOUCH_PX = 4
"""What lies between the columns of one table at most: a rule, and what smooths it."""
INSIDE = 0.7
"""Share of a block that lies in its panel."""

WHOLE = frozenset(("list", "table", "tree", "group", "alert"))
"""Things that are read to their end."""


def read_whole(things: Iterable[Thing]) -> list[Box]:
    """The boxes of what a program says belongs together."""
    return [thing.box for thing in things if thing.role in WHOLE and thing.box is not None]


@dataclass(slots=True)
class _Panel:
    box: Box
    own: list[TextBlock]
    chart: ChartTexts | None = None
    sure: bool = False
    inside: list[_Panel] = field(default_factory=list)


def nested_order(
    blocks: Sequence[TextBlock],
    panels: Iterable[Box] = (),
    *,
    whole: Iterable[Box] = (),
    charts: Sequence[ChartTexts] = (),
) -> list[TextBlock]:
    """The same blocks in the order a sighted person would read them, what lies in one panel together.

    `panels`: seen in the picture, so they may be none; `whole`: told by a program.
    """
    if down := slope(blocks):
        level = levelled(blocks, down)
        given = {id(block): one for block, one in zip(level, blocks, strict=True)}
        # In a picture that is askew the boxes of panels lie over each other.
        return [given[id(block)] for block in reading_order(level)]
    page = _Panel(Box(0, 0, 0, 0), list(blocks))
    drawn = {room(chart, blocks): chart for chart in charts}
    told = set(sorted(whole, key=lambda box: -box.area)[:MOST])
    seen = _without_columns(sorted(dict.fromkeys(panels), key=lambda box: -box.area)[:MOST])
    for box in sorted({*seen, *told, *drawn}, key=lambda box: (-box.area, box.y, box.x)):
        _put(page, _Panel(box, [], drawn.get(box), box in told or box in drawn))
    return _ordered(page)


def _without_columns(boxes: Sequence[Box]) -> list[Box]:
    """Without those that stand side by side as the columns of a table do, with a rule between them."""

    def beside(one: Box, other: Box) -> bool:
        level = abs(one.y - other.y) <= TOUCH_PX and abs(one.bottom - other.bottom) <= TOUCH_PX
        gap = max(one.x, other.x) - min(one.right, other.right)
        return level and abs(gap) <= TOUCH_PX

    return [box for box in boxes if not any(beside(box, other) for other in boxes if other is not box)]


def _put(page: _Panel, panel: _Panel) -> None:
    """Into the innermost panel around it, where it holds some of that one's lines, and not all."""
    around = page
    while deeper := next((one for one in around.inside if one.box.contains(panel.box, SLACK_PX)), None):
        around = deeper
    if around.chart is not None:
        return  # its bars are no panels
    held = [block for block in around.own if block.box.y < panel.box.bottom and _holds(panel.box, block.box)]
    whole = len(held) == len(around.own) and not around.inside and panel.chart is None
    if whole or len(lines_of(held)) < LINES:
        return
    kept = {id(block) for block in held}
    around.own = [block for block in around.own if id(block) not in kept]
    panel.own = held
    around.inside.append(panel)


def _holds(panel: Box, box: Box) -> bool:
    return panel.overlap(box) >= INSIDE * max(1, box.area)


def _ordered(page: _Panel) -> list[TextBlock]:
    if page.chart is not None:
        return chart_order(page.chart, page.own)
    panels = []
    for one in page.inside:
        if not one.sure and not one.inside and _goes_on_beside(one, page.own):
            page.own += one.own
        else:
            panels.append(one)
    read = {}
    for one in panels:
        inner = _ordered(one)
        block = _as_block(inner)
        read[id(block)] = (block, inner)
    found: list[TextBlock] = []
    for block in reading_order([*page.own, *(block for block, _ in read.values())]):
        found += read[id(block)][1] if id(block) in read else [block]
    return found


def _goes_on_beside(panel: _Panel, others: Sequence[TextBlock]) -> bool:
    top, bottom = min(block.box.y for block in panel.own), max(block.box.bottom for block in panel.own)
    level = [block for block in others if block.box.bottom > top and block.box.y < bottom]
    sides = (
        [block for block in level if block.box.right <= panel.box.x + SLACK_PX],
        [block for block in level if block.box.x >= panel.box.right - SLACK_PX],
    )
    return any(side and read_across(panel.own, side) for side in sides)


def _as_block(inner: Sequence[TextBlock]) -> TextBlock:
    """What a panel is to what is around it: as tall as its text, with as many lines as would stand there."""
    box = inner[0].box
    for block in inner[1:]:
        box = box.union(block.box)
    height = median(block.box.h / (block.text.count("\n") + 1) for block in inner)
    return TextBlock("\n" * max(1, round(box.h / max(1.0, height)) - 1), box, kind=PANEL)

"""Reading order inside a chart: its title, what the value axis is of, its numbers, the categories, then the legend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from assistant.types import Box, TextBlock, Thing
from models.evidence.layout import by_lines, reading_order

GROWN = 1.0
"""Line heights around what was recognised of a chart in which an axis' title may stand."""


@dataclass(frozen=True, slots=True)
class ChartTexts:
    """What is written in a chart. Its box is in pixels of the picture."""

    box: Box
    title: str
    categories: frozenset[str]
    legend: frozenset[str]
    lying: bool
    """Its bars go from left to right, so its categories stand below each other."""


def charts_of(things: Sequence[Thing]) -> list[ChartTexts]:
    """The charts that are told by `models.evidence.charts.things`."""
    parts: dict[int, list[Thing]] = {thing.id: [] for thing in things if thing.role == "chart"}
    for thing in things:
        if thing.parent in parts:
            parts[thing.parent].append(thing)
    return [
        ChartTexts(
            chart.box,
            _plain(chart.name),
            _said("chartrow", parts[chart.id]),
            _said("chartseries", parts[chart.id]),
            "lying" in chart.states,
        )
        for chart in things
        if chart.role == "chart" and chart.box is not None
    ]


def room(chart: ChartTexts, blocks: Sequence[TextBlock]) -> Box:
    """Where the texts of a chart stand: what was recognised, and a line of text around it."""
    inside = [block.box.h for block in blocks if chart.box.overlap(block.box)]
    margin = round(GROWN * median(inside)) if inside else 0
    box = chart.box
    return Box(box.x - margin, box.y - margin, box.w + 2 * margin, box.h + 2 * margin)


def chart_order(chart: ChartTexts, blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """The same blocks, in the order in which a chart is read."""
    left = list(blocks)

    def taken(wanted: Iterable[TextBlock]) -> list[TextBlock]:
        found = {id(block) for block in wanted}
        taken = [block for block in left if id(block) in found]
        left[:] = [block for block in left if id(block) not in found]
        return taken

    title = taken(block for block in left if chart.title and _plain(block.text) == chart.title)
    categories = taken(_in_one_line(chart, [block for block in left if _plain(block.text) in chart.categories]))
    legend = taken(block for block in left if _plain(block.text) in chart.legend)
    numbers = taken(block for block in left if _is_number(block.text))
    below = max((block.box.y for block in categories), default=0)
    notes = taken(block for block in left if categories and not chart.lying and block.box.y > below)
    titles = taken(_above_or_left(left, numbers))
    axes = [*by_lines(numbers), *by_lines(categories), *reading_order(notes)]
    return [*title, *reading_order(titles), *axes, *reading_order([*left, *legend])]


def _above_or_left(others: Sequence[TextBlock], numbers: Sequence[TextBlock]) -> list[TextBlock]:
    """Where the title of the value axis stands; what lies in the plot is of the legend, or a remark."""
    if not numbers:
        return list(others)
    top, left = min(block.box.centre[1] for block in numbers), min(block.box.x for block in numbers)
    return [block for block in others if block.box.bottom <= top or block.box.right <= left]


def _in_one_line(chart: ChartTexts, named: Sequence[TextBlock]) -> list[TextBlock]:
    """Those at the axis, where most stand in one row (or column): numbers may name values, too."""

    def at_one_place(one: TextBlock, other: TextBlock) -> bool:
        a, b = one.box, other.box
        if chart.lying:
            return min(a.right, b.right) > max(a.x, b.x)
        return abs(a.centre[1] - b.centre[1]) < 0.5 * max(a.h, b.h)

    rows = [[other for other in named if at_one_place(one, other)] for one in named]
    return max(rows, key=len, default=[])


def _said(role: str, parts: Iterable[Thing]) -> frozenset[str]:
    return frozenset(_plain(part.description) for part in parts if part.role == role and part.description)


def _plain(text: str) -> str:
    return "".join(text.casefold().split())


def _is_number(text: str) -> bool:
    from models.evidence.charts.ticks import tick

    return tick(text) is not None

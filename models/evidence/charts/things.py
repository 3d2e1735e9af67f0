"""A chart as things of a scene, so that it travels, is compared and carries evidence as everything else.

    chart          name: its title; description: "bar", "line", "pie", "doughnut", "scatter";
                   states: "lying", "stacked", "logarithmic"
      chartaxis    description: a title; states: "values" or "categories"
      chartunit    description: "kEUR"
      chartseries  description: a name ("" where there is none); level: its number
      chartrow     description: a category ("" where it can't be read), or of a scatter plot the value across
        chartvalue description: a number; level: its series' number; states: "exact" where it is printed there

Only the title is a name: the rest is no text that stands on the screen in these words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.types import Box, Thing
from models.evidence.charts.chart import Chart, Value

FIRST_ID = 2_000_000
"""Ids from here on: the tree counts from 1, elements from pixels from 1,000,000."""
ROLES = frozenset(("chart", "chartaxis", "chartunit", "chartseries", "chartrow", "chartvalue"))
SUREST = 0.95
"""Confidence that is never passed: what is measured is not certain."""
HOLDERS = frozenset(("window", "dialog", "alert", "document"))


def things_of(charts: Sequence[Chart], around: Sequence[Thing]) -> tuple[Thing, ...]:
    """`around`: the things of the tree; each chart becomes a child of the smallest window or page that holds it."""
    found: list[Thing] = []
    for chart in charts:
        holders = [one for one in around if one.role in HOLDERS and one.box and one.box.contains(chart.box, 12)]
        parent = min(holders, key=lambda one: one.box.area if one.box else 0, default=None)
        found += _of_chart(chart, FIRST_ID + len(found), parent.id if parent is not None else None)
    return tuple(found)


def _of_chart(chart: Chart, first: int, parent: int | None) -> Iterator[Thing]:
    chart = replace(chart, confidence=min(SUREST, chart.confidence))
    flags = ("lying", chart.lying), ("stacked", chart.stacked), ("logarithmic", chart.logarithmic)

    def part(role: str, number: int, text: str, box: Box | None, of: int, **more: object) -> Thing:
        return Thing(
            number, role, description=text, box=box, parent=of, confidence=chart.confidence, source="pixels", **more  # type: ignore[arg-type]
        )  # fmt: skip

    yield Thing(
        first, "chart", chart.title, states=frozenset(flag for flag, is_set in flags if is_set), box=chart.box,
        parent=parent, description=chart.kind, confidence=chart.confidence, source="pixels",
    )  # fmt: skip
    number = first
    axes = ("values", chart.value_title), ("categories", chart.category_title)
    for which, text in axes:
        if text:
            number += 1
            yield part("chartaxis", number, text, chart.box, first, states=frozenset((which,)))
    if chart.unit:
        number += 1
        yield part("chartunit", number, chart.unit, chart.box, first)
    for at, series in enumerate(chart.series):
        number += 1
        yield part("chartseries", number, series.name, chart.box, first, level=at)
    for labels, values in _rows(chart):
        number += 1
        row = number
        boxes = [value.box for _, value in values]
        yield part("chartrow", row, labels, boxes[0] if boxes else chart.box, first)
        for at, value in values:
            number += 1
            exact = frozenset(("exact",)) if value.exact else frozenset()
            text = written(value.number, _step(chart, value), exact=value.exact)
            yield part("chartvalue", number, text, value.box, row, level=at, states=exact)


def _rows(chart: Chart) -> Iterator[tuple[str, list[tuple[int, Value]]]]:
    """(category, [(number of the series, value)]) for each category, or for each point of a scatter plot."""
    if chart.kind == "scatter":
        for at, series in enumerate(chart.series):
            for value in series.values:
                if value is not None and value.across is not None:
                    yield written(value.across, abs(value.across) / 200), [(at, value)]
        return
    for place, category in enumerate(chart.categories):
        cells = [(at, value) for at, one in enumerate(chart.series) if (value := one.values[place]) is not None]
        yield category, cells


def _step(chart: Chart, value: Value) -> float:
    """What one pixel is worth at the value."""
    if chart.logarithmic:
        return abs(value.number) / 100
    return chart.step


def written(number: float, step: float, *, exact: bool = False) -> str:
    """With as many digits as one pixel can tell, three behind the point at most for what is less than one (and two for
    the rest, since a point before three digits may be taken for a thousand)."""
    if exact:
        return f"{number:g}"
    digits = -math.floor(math.log10(step)) if step > 0 else 2
    if digits < 0:
        unit = 10.0**-digits
        return f"{round(number / unit) * unit:.0f}"
    text = f"{number:.{min(digits, 2 if abs(number) >= 1 else 6)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text

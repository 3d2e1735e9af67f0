"""The charts of a view, put together again from their things; and how their values are said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.types import Evidence, Thing
from models.evidence.charts.things import ROLES
from models.grounded.chart_words import ChartWords

CURRENCIES = ("$", "US$", "€", "£", "¥", "₹")


@dataclass(frozen=True, slots=True)
class Mark:
    """A value as it was read."""

    text: str
    """Its digits, with a point."""
    number: float
    exact: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Plotted:
    """A chart. `marks[s][c]` is the value of series s at category c, None where it was not seen."""

    thing: Thing
    kind: str
    title: str
    value_title: str
    category_title: str
    unit: str
    categories: tuple[str, ...]
    """Of a scatter plot the values across."""
    names: tuple[str, ...]
    """Of the series; "" for one without."""
    marks: tuple[tuple[Mark | None, ...], ...]
    evidence: Evidence

    @property
    def told(self) -> bool:
        return bool(self.marks)

    @property
    def every(self) -> list[Mark]:
        return [mark for line in self.marks for mark in line if mark is not None]

    @property
    def exact(self) -> bool:
        return all(mark.exact for mark in self.every)

    def has(self, flag: str) -> bool:
        """ "lying", "stacked", "logarithmic"."""
        return flag in self.thing.states


def plotted(things: Iterable[Thing]) -> list[Plotted]:
    """The charts among the things, from top to bottom."""
    parts = [thing for thing in things if thing.role in ROLES]
    charts = [thing for thing in parts if thing.role == "chart"]
    charts.sort(key=lambda thing: (thing.box.y, thing.box.x) if thing.box else (0, 0))
    return [_one(chart, parts) for chart in charts]


def _one(chart: Thing, parts: Sequence[Thing]) -> Plotted:
    own = [thing for thing in parts if thing.parent == chart.id]
    series = sorted((thing for thing in own if thing.role == "chartseries"), key=lambda thing: thing.level or 0)
    rows = [thing for thing in own if thing.role == "chartrow"]
    values = {(thing.parent, thing.level): thing for thing in parts if thing.role == "chartvalue"}
    marks = tuple(
        tuple(_mark(values.get((row.id, line.level)), row.description, chart) for row in rows) for line in series
    )

    def text(role: str, state: str = "") -> str:
        return next((t.description for t in own if t.role == role and (not state or state in t.states)), "")

    return Plotted(
        chart,
        chart.description,
        chart.name,
        text("chartaxis", "values"),
        text("chartaxis", "categories"),
        text("chartunit"),
        tuple(row.description for row in rows),
        tuple(line.description for line in series),
        marks if rows else (),
        Evidence("pixels", chart.box, chart.confidence, chart.name),
    )


def _mark(thing: Thing | None, category: str, chart: Thing) -> Mark | None:
    if thing is None:
        return None
    evidence = Evidence("pixels", thing.box, thing.confidence, " ".join(filter(None, (category, thing.description))))
    return Mark(thing.description, float(thing.description), "exact" in thing.states, evidence)


def said_number(text: str, chart: Plotted, words: ChartWords) -> str:
    """A number with its unit: "12.3 kEUR", "$4520", "43 %"."""
    number = text.replace(".", words.decimal)
    if not chart.unit:
        return number
    return f"{chart.unit}{number}" if chart.unit in CURRENCIES else f"{number} {chart.unit}"


def said(mark: Mark, chart: Plotted, words: ChartWords) -> str:
    """The value, with "about" where it was measured."""
    number = said_number(mark.text, chart, words)
    return number if mark.exact else words.say["about"].format(value=number)


def name_of(chart: Plotted, at: int, words: ChartWords) -> str:
    """The category's name; its number where the name can't be read."""
    return chart.categories[at] or words.say["no_name"].format(number=at + 1)


def axis_title(title: str) -> str:
    """Without the unit in brackets, which is said with the values."""
    return re.sub(r"\s*[(\[（][^()]*[)\]）]\s*$", "", title)


def as_json(chart: Plotted) -> dict[str, Any]:
    """As `hearsight chart --json` gives it: "values" has null for what was not seen; without series it is only known
    that it is a chart."""
    scatter = chart.kind == "scatter"
    return {
        "kind": chart.kind,
        "title": chart.title,
        "value_title": chart.value_title,
        "category_title": chart.category_title,
        "unit": chart.unit,
        "horizontal": chart.has("lying"),
        "stacked": chart.has("stacked"),
        "logarithmic": chart.has("logarithmic"),
        "categories": [float(one) for one in chart.categories] if scatter else list(chart.categories),
        "series": [
            {"name": name, "values": [None if mark is None else mark.number for mark in line]}
            for name, line in zip(chart.names, chart.marks, strict=False)
        ],
        "exact": chart.told and chart.exact,
        "box": chart.evidence.box.as_list() if chart.evidence.box else None,
        "confidence": chart.evidence.confidence,
    }


def as_csv(chart: dict[str, Any]) -> str:
    """One chart of `as_json` as comma-separated values (RFC 4180): a row of names, then a row a category."""
    import csv
    import io

    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    value_title = chart["value_title"] or chart["title"]
    rows.writerow([chart["category_title"], *(one["name"] or value_title for one in chart["series"])])
    for at, category in enumerate(chart["categories"]):
        cells = (one["values"][at] for one in chart["series"])
        rows.writerow([category, *("" if cell is None else f"{cell:g}" for cell in cells)])
    return out.getvalue()

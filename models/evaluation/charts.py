"""Charts against the numbers that they were drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from assistant.types import Box, Scene
from models.evaluation.facts import Chart
from models.evaluation.text import folded
from models.grounded.charts import Mark, Plotted, plotted

SAME_PLACE = 0.3
"""Share of the smaller box that both cover; where a chart ends is a matter of opinion."""
ABOUT_ZERO = 0.05
"""A value nearer to zero than this share of the chart's largest is compared with that share."""


@dataclass(frozen=True, slots=True)
class ChartScore:
    charts: int = 0
    found: int = 0
    kinds: int = 0
    """Of those found, of the right kind."""
    not_there: int = 0
    """Charts told where the facts have none."""
    values: int = 0
    """Numbers that were drawn."""
    errors: tuple[float, ...] = ()
    """Relative error of each number that was told."""
    misses: tuple[str, ...] = ()

    @property
    def median_error(self) -> float | None:
        return median(self.errors) if self.errors else None


def chart_score(charts: Sequence[Chart], scene: Scene) -> ChartScore:
    told = plotted(scene.things)
    pairs = _pairs(charts, told)
    errors, misses, kinds = list[float](), list[str](), 0
    for chart, found in pairs:
        if found is None:
            misses.append(f"chart not found: {chart.title or chart.kind}")
            continue
        kinds += found.kind == chart.kind
        if found.kind != chart.kind:
            misses.append(f"chart {chart.title}: {chart.kind} was told as {found.kind}")
        own = _errors(chart, found)
        errors += own
        drawn = sum(len(series.values) for series in chart.series)
        if len(own) < drawn:
            misses.append(f"chart {chart.title}: {len(own)} of {drawn} values were told")
    matched = [found for _, found in pairs if found is not None]
    strange = [one for one in told if all(one is not other for other in matched)]
    misses += [f"chart that is not there: {one.kind} {one.title}".strip() for one in strange]
    values = sum(len(series.values) for chart in charts for series in chart.series)
    return ChartScore(len(charts), len(matched), kinds, len(strange), values, tuple(errors), tuple(misses))


def _pairs(charts: Sequence[Chart], told: Sequence[Plotted]) -> list[tuple[Chart, Plotted | None]]:
    left = list(told)
    pairs: list[tuple[Chart, Plotted | None]] = []
    for chart in charts:
        best = max(left, key=lambda one: _shared(chart.box, one.thing.box), default=None)
        if best is None or _shared(chart.box, best.thing.box) < SAME_PLACE:
            pairs.append((chart, None))
        else:
            left = [one for one in left if one is not best]
            pairs.append((chart, best))
    return pairs


def _shared(one: Box | None, other: Box | None) -> float:
    if one is None or other is None:
        return 1.0  # facts without a place: any chart may be it
    return one.overlap(other) / max(1, min(one.area, other.area))


def _errors(chart: Chart, found: Plotted) -> list[float]:
    """Of the values told, by series (their names, else their order) and category (their names, else their order)."""
    largest = max((abs(value) for series in chart.series for value in series.values), default=0.0)
    errors = []
    for at, series in enumerate(chart.series):
        line = found.marks[_place(series.name, found.names, at)] if _place(series.name, found.names, at) >= 0 else ()
        for number, value in enumerate(series.values):
            name = chart.categories[number] if number < len(chart.categories) else ""
            column = _place(name, found.categories, number)
            mark: Mark | None = line[column] if 0 <= column < len(line) else None
            if mark is not None:
                errors.append(abs(mark.number - value) / max(abs(value), ABOUT_ZERO * largest, 1e-12))
    return errors


def _place(name: str, names: Sequence[str], at: int) -> int:
    """Where the name is among those told; by order where that one was not read, or has none; else -1."""
    plain = [folded(one).casefold() for one in names]
    if name and folded(name).casefold() in plain:
        return plain.index(folded(name).casefold())
    return at if at < len(names) and not (name and plain[at]) else -1

"""Which of the charts is meant: by its kind, its side, its place in order, its title, or a name in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.grounded.chart_matching import less_names, plain, spans
from models.grounded.chart_words import ChartWords
from models.grounded.charts import Plotted


def meant(charts: Sequence[Plotted], asked: str, words: ChartWords) -> tuple[Plotted | None, str]:
    """The chart that a question is about (None where it could be any of several, or none is of the kind that is
    named); the question without what tells it."""
    left, rest = _named(in_order(charts), asked, words)
    if not left:
        return None, asked
    if len(left) == 1:
        return left[0], _without_title(left[0], rest)
    titled = [chart for chart in left if chart.title and plain(chart.title) in rest]
    if len(titled) == 1:
        return titled[0], _without_title(titled[0], rest)
    naming = [chart for chart in left if any(spans(name, rest, words) for name in chart.categories if name)]
    return (naming[0], rest) if len(naming) == 1 else (None, rest)


def in_order(charts: Sequence[Plotted]) -> list[Plotted]:
    """Row by row, each from left to right."""
    rows: list[list[Plotted]] = []
    for chart in charts:
        one, last = chart.thing.box, rows[-1][0].thing.box if rows else None
        level = one and last and 2 * (min(one.bottom, last.bottom) - max(one.y, last.y)) > min(one.h, last.h)
        if level:
            rows[-1].append(chart)
        else:
            rows.append([chart])
    return [
        chart for row in rows for chart in sorted(row, key=lambda chart: chart.thing.box.x if chart.thing.box else 0)
    ]


def _named(charts: Sequence[Plotted], asked: str, words: ChartWords) -> tuple[list[Plotted], str]:
    """Those of the kind, on the side, of the number that the question tells; the question without these words."""
    left = list(charts)
    for kind, pattern in words.kinds_named.items():
        if re.search(pattern, asked):
            left = [chart for chart in left if chart.kind == kind]
            asked = _cut(pattern, asked, words) if words.spaced else asked
    for side, pattern in words.sides.items():
        if left and re.search(pattern, asked):
            left, asked = [_outermost(left, side)], _cut(pattern, asked, words)
    for at, pattern in words.ordinals.items():
        if re.search(pattern, asked):
            left = left[at : at + 1] if at >= 0 else left[-1:]
            asked = _cut(pattern, asked, words)
    return left, asked


def _cut(pattern: str, asked: str, words: ChartWords) -> str:
    return " ".join(re.sub(pattern, " " if words.spaced else "", asked).split())


def _outermost(charts: Sequence[Plotted], side: str) -> Plotted:
    across = side in ("left", "right")
    pick = min if side in ("left", "top") else max
    return pick(charts, key=lambda chart: 0 if (box := chart.thing.box) is None else box.x if across else box.y)


def _without_title(chart: Plotted, asked: str) -> str:
    title = plain(chart.title)
    if not title or asked == title or title not in asked:
        return asked
    return " ".join(re.sub(rf"(?:\b(?:of|in|for|in the|von|in|für)\s)?{re.escape(title)}", " ", asked).split())


def speaks_of(chart: Plotted, asked: str, words: ChartWords) -> bool:
    """Whether the question has a word that is the chart's own."""
    own = [chart.title, chart.value_title, *chart.names]
    return less_names(own, asked, words) != asked or any(spans(name, asked, words) for name in chart.categories)


def other_kind(chart: Plotted, asked: str, words: ChartWords) -> bool:
    """Whether a month is asked for where the chart is by week, or a city where it is by month."""
    known = _periods(chart, words)
    if not known:
        return False
    wanted = {name for name, pattern in words.periods.items() if re.search(pattern, asked)}
    if wanted:
        return not wanted & known
    found = re.search(words.which, asked)
    if found is None:
        return False
    usual = rf"{words.any_noun}|{words.highest}|{words.lowest}|{words.compare}|{words.series_nouns}"
    own = less_names([chart.title, chart.value_title, chart.category_title, *chart.names], found["noun"], words)
    return re.fullmatch(usual, found["noun"]) is None and bool(own)


def _periods(chart: Plotted, words: ChartWords) -> set[str]:
    """The parts of time that its categories are, as far as that is told; empty where it is by something else."""
    told = plain(f"{chart.title} {chart.category_title}")
    known = {name for name, pattern in words.periods.items() if re.search(pattern, told)}
    months = {name for names in words.months for name in names}
    named = [name.casefold().strip(". ") for name in chart.categories if name]
    if named and all(name in months for name in named):
        known.add("month")
    if named and all(re.fullmatch(r"(?:19|20)\d\d", name) for name in named):
        known.add("year")
    timely = all(name in months or re.search(r"\d", name) for name in named)
    return known if named and timely else set()

"""Which of the charts is meant: by its kind, its side, its place in order, its title, or a name in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Box
from models.grounded.chart_matching import less_names, plain, spans
from models.grounded.chart_words import ChartWords
from models.grounded.charts import Plotted

CENTRAL = 0.05
"""Share of the picture's size by which a chart's middle is off the picture's where it is on one side."""
BY = re.compile(r"(?i)\b(?:by|per|nach|pro|je)\s+\w|[按各]\w")
"""In a title: what the chart is by."""
DAY = re.compile(
    r"(?i)(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:mo|di|mi|do|fr|sa|so)|(?:diens|donners|sams)tag|mittwoch|(?:星期|周).*"
)


def meant(charts: Sequence[Plotted], asked: str, words: ChartWords, frame: Box) -> tuple[Plotted | None, str]:
    """The chart that a question is about (None where it could be any of several, or none is of the kind that is
    named); the question without what tells it."""
    left, rest = _named(in_order(charts), asked, words, frame)
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


def _named(charts: Sequence[Plotted], asked: str, words: ChartWords, frame: Box) -> tuple[list[Plotted], str]:
    """Those of the kind, on the side, of the number that the question tells; the question without these words."""
    left = list(charts)
    for kind, pattern in words.kinds_named.items():
        if re.search(pattern, asked):
            left = [chart for chart in left if chart.kind == kind]
            asked = _cut(pattern, asked, words) if words.spaced else asked
    for side, pattern in words.sides.items():
        if left and re.search(pattern, asked):
            left, asked = _outermost(left, side, frame), _cut(pattern, asked, words)
    for at, pattern in words.ordinals.items():
        if re.search(pattern, asked):
            left = left[at : at + 1] if at >= 0 else left[-1:]
            asked = _cut(pattern, asked, words)
    return left, asked


def _cut(pattern: str, asked: str, words: ChartWords) -> str:
    return " ".join(re.sub(pattern, " " if words.spaced else "", asked).split())


def _outermost(charts: Sequence[Plotted], side: str, frame: Box) -> list[Plotted]:
    """The chart on that side; none where no chart is clearly further there than all others, or where the only one is
    in the middle of the picture or on its other side."""
    across, sign = side in ("left", "right"), -1 if side in ("left", "top") else 1
    placed = [(chart, chart.thing.box) for chart in charts if chart.thing.box is not None]
    if len(placed) != len(charts):
        return []

    def middle(box: Box) -> float:
        return sign * (box.x + box.w / 2 if across else box.y + box.h / 2)

    placed.sort(key=lambda one: middle(one[1]))
    chart, box = placed[-1]
    if len(placed) == 1:
        return [chart] if middle(box) - middle(frame) > CENTRAL * (frame.w if across else frame.h) else []
    return [chart] if middle(box) - middle(placed[-2][1]) > (box.w if across else box.h) / 2 else []


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
    """Whether a month is asked for where the chart is by week or by city, or a city where it is by month."""
    known = _periods(chart, words)
    found = re.search(words.which, asked)
    usual = rf"{words.any_noun}|{words.highest}|{words.lowest}|{words.compare}|{words.series_nouns}"
    noun = found["noun"] if found is not None and re.fullmatch(usual, found["noun"]) is None else ""
    told = noun if noun and not known else asked
    wanted = {name for name, pattern in words.periods.items() if re.search(pattern, told)}
    if wanted:
        return not wanted & known if known else not any(_timely(name, words) for name in chart.categories if name)
    if not known and not chart.category_title and not BY.search(chart.title):
        return False
    own = [chart.title, chart.value_title, chart.category_title, *chart.names]
    return bool(noun) and bool(less_names(own, noun, words))


def _timely(name: str, words: ChartWords) -> bool:
    bare = name.casefold().strip(". ")
    months = {one for names in words.months for one in names}
    return bare in months or re.search(r"\d", bare) is not None or DAY.fullmatch(bare) is not None


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

"""What a chart shows in one sentence: kind, title, and the run or the extremes of its values."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from models.grounded.chart_words import ChartWords, chart_words
from models.grounded.charts import Mark, Plotted, axis_title, name_of, said, said_number

LEVEL = 0.04
"""Of the mean: a run that moves less is level."""
CLEAR = 0.25
"""Of the whole range: how far the last value must lie from the first for a run that rises."""
LINKED = 0.6
"""Correlation (Pearson) from which the points of a scatter plot lie along a line."""
TIME = re.compile(
    r"(?:19|20)\d\d|(?:q|quarter|kw|week|tag|day|woche)\s?\d{1,2}|\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?|\d{1,2}:\d\d",
    re.IGNORECASE,
)
SAID = 4
"""Names of series said in one breath."""


def sentences(chart: Plotted, words: ChartWords) -> list[str]:
    """The sentence, and shorter ones that say less."""
    clauses = _clauses(chart, words)
    found = [_sentence(chart, clauses[:count], words) for count in range(len(clauses), 0, -1)]
    found += [_sentence(chart, [clause], words) for clause in clauses[1:2]]
    stop, alone = "." if words.spaced else "。", words.kinds[chart.kind]
    if chart.title:
        found.append(f"{alone}{', ' if words.spaced else '，'}{chart.title}{stop}")
    return [*found, f"{alone}{stop}"]


def _sentence(chart: Plotted, clauses: Sequence[str], words: ChartWords) -> str:
    what = ("; " if words.spaced else "；").join(clauses)
    key = "sentence_named" if chart.title else "sentence"
    return words.say[key].format(kind=words.kinds[chart.kind], title=chart.title, what=what)


def _clauses(chart: Plotted, words: ChartWords) -> list[str]:
    say = words.say
    if not chart.told:
        return [say["untold"]]
    if chart.kind == "scatter":
        return _scattered(chart, words)
    if chart.kind in ("pie", "doughnut"):
        return _shares(chart, words)
    if len(chart.marks) > 1:
        return _several(chart, words)
    found = []
    if in_time(chart):
        found.append(trend(chart, 0, words))
    high, low = extreme(chart, 0, most=True), extreme(chart, 0, most=False)
    if high is not None and low is not None:
        found.append(say["highest"].format(name=name_of(chart, high[0], words), value=said(high[1], chart, words)))
        found.append(say["lowest"].format(name=name_of(chart, low[0], words), value=said(low[1], chart, words)))
    found.append(say["bars" if chart.kind == "bar" else "points"].format(count=len(chart.categories)))
    return found


def _several(chart: Plotted, words: ChartWords) -> list[str]:
    say, named = words.say, [name for name in chart.names if name]
    count = len(chart.marks)
    listed = ("、" if not words.spaced else ", ").join(named[:SAID])
    found = [say["series"].format(count=count, names=listed) if named else say["series_unnamed"].format(count=count)]
    best = max(
        ((at, *top) for at in range(count) if (top := extreme(chart, at, most=True)) is not None),
        key=lambda one: one[2].number,
        default=None,
    )
    if best is not None:
        at, place, mark = best
        name = name_of(chart, place, words)
        if chart.names[at]:
            name = say["of_series"].format(series=chart.names[at], name=name)
        found.append(say["highest"].format(name=name, value=said(mark, chart, words)))
    ends = {"a": name_of(chart, 0, words), "b": name_of(chart, len(chart.categories) - 1, words)}
    found.append(say["span"].format(count=len(chart.categories), **ends))
    return found


def _shares(chart: Plotted, words: ChartWords) -> list[str]:
    say = words.say
    high, low = extreme(chart, 0, most=True), extreme(chart, 0, most=False)
    if high is None or low is None:
        return [say["untold"]]
    return [
        say["largest"].format(name=name_of(chart, high[0], words), value=said(high[1], chart, words)),
        say["smallest"].format(name=name_of(chart, low[0], words), value=said(low[1], chart, words)),
        say["parts"].format(count=len(chart.categories)),
    ]


def _scattered(chart: Plotted, words: ChartWords) -> list[str]:
    say = words.say
    xs = [float(x) for x in chart.categories]
    pairs = [(x, mark.number) for line in chart.marks for x, mark in zip(xs, line, strict=True) if mark is not None]
    ys = sorted(chart.every, key=lambda mark: mark.number)
    across, up = axis_title(chart.category_title), axis_title(chart.value_title)
    titles = {"x": across or say["horizontal"], "y": up or say["vertical"]}
    link = correlation(pairs)
    found = [say["points"].format(count=len(pairs))]
    found.append(say["no_link"] if abs(link) < LINKED else say["link_up" if link > 0 else "link_down"].format(**titles))
    low, high = said(ys[0], chart, words), said_number(ys[-1].text, chart, words)
    found.append(say["reach"].format(title=titles["y"], low=low, high=high))
    return found


def in_time(chart: Plotted) -> bool:
    """Whether the categories follow each other: a line, months, years, dates."""
    if chart.kind == "line":
        return True
    months = {name for tag in ("en", "de", "zh") for names in chart_words(tag).months for name in names}
    named = [name.casefold().strip(". ") for name in chart.categories if name]
    timely = sum(name in months or TIME.fullmatch(name) is not None for name in named)
    return len(named) >= 3 and timely >= 0.8 * len(named)


def trend(chart: Plotted, series: int, words: ChartWords) -> str:
    """A clause: how the values run from the first to the last."""
    line = [(at, mark) for at, mark in enumerate(chart.marks[series]) if mark is not None]
    if len(line) < 2:
        return words.say["untold"]
    numbers = [mark.number for _, mark in line]
    spread = max(numbers) - min(numbers)
    mean = sum(numbers) / len(numbers)
    way = numbers[-1] - numbers[0]
    steps = [later - earlier for earlier, later in itertools.pairwise(numbers)]
    noise = 0.03 * spread
    if spread <= LEVEL * abs(mean):
        key = "level"
    elif len(line) > 2 and all(step >= -noise for step in steps) and way > 0:
        key = "rises_steadily"
    elif len(line) > 2 and all(step <= noise for step in steps) and way < 0:
        key = "falls_steadily"
    elif abs(way) >= CLEAR * spread and _tau(numbers) * way > 0 and abs(_tau(numbers)) >= 0.3:
        key = "rises" if way > 0 else "falls"
    else:
        key = "varies"
    return words.say[key].format(
        first=said(line[0][1], chart, words),
        last=said(line[-1][1], chart, words),
        a=name_of(chart, line[0][0], words),
        b=name_of(chart, line[-1][0], words),
    )


def _tau(numbers: Sequence[float]) -> float:
    """Kendall's rank correlation of the values with their order, -1..1."""
    pairs = [(i, j) for i in range(len(numbers)) for j in range(i + 1, len(numbers))]
    return sum((numbers[j] > numbers[i]) - (numbers[j] < numbers[i]) for i, j in pairs) / max(1, len(pairs))


def extreme(chart: Plotted, series: int, *, most: bool) -> tuple[int, Mark] | None:
    """(number of the category, value) of the highest or lowest."""
    line = [(at, mark) for at, mark in enumerate(chart.marks[series]) if mark is not None]
    pick = max if most else min
    return pick(line, key=lambda one: one[1].number) if line else None


def correlation(pairs: Sequence[tuple[float, float]]) -> float:
    """Pearson's coefficient, 0 where it has none."""
    count = len(pairs)
    if count < 3:
        return 0.0
    mx, my = sum(x for x, _ in pairs) / count, sum(y for _, y in pairs) / count
    both = sum((x - mx) * (y - my) for x, y in pairs)
    alone = sum((x - mx) ** 2 for x, _ in pairs) * sum((y - my) ** 2 for _, y in pairs)
    return float(both / alone**0.5) if alone > 0 else 0.0

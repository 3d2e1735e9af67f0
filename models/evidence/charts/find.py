"""Pixels and lines of text -> the charts that are there, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import TYPE_CHECKING

from assistant.types import Box, TextBlock
from models.evidence.charts.bars import Bar, Bars, bars
from models.evidence.charts.chart import Chart, Series, Value
from models.evidence.charts.curves import curves, points
from models.evidence.charts.ladder import ladders
from models.evidence.charts.layers import Colour, alike
from models.evidence.charts.legend import legend
from models.evidence.charts.places import name_places, upward_title
from models.evidence.charts.plot import Plot, plot, spaced
from models.evidence.charts.rounds import rounds
from models.evidence.charts.ticks import tick
from models.evidence.charts.titles import below, beside, said, title, unit
from models.evidence.charts.words import Wish, Word, all_mirrored, mirrored, pieces, with_readings

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.evidence.charts.pies import Pie

Read = Callable[[Sequence[Wish]], Sequence[tuple[Wish, Sequence[TextBlock]]]]
"""Reads parts of the picture anew. Lines in any coordinates: only their words count."""
MOST_WISHES = 24
SURE_NAME = 0.7
"""Confidence of the recogniser, 0..1, from which a name that only the second reading saw is taken."""
FEW_WORDS = 6
"""Words inside a plot, beside its legend and numbers; more is a text and no drawing."""


def find(pixels: Pixels, blocks: Sequence[TextBlock], read: Read | None = None) -> list[Chart]:
    """`pixels` (h, w, 3) uint8 RGB, `blocks` the lines that were read in it. `read` is asked at most once, and only
    when there is a chart. Boxes of the charts are in pixels of the picture."""
    from models.evidence.charts.pies import pies

    circles = pies(pixels)
    if not circles and not may_have_axes(blocks):
        return []
    em = _letters(blocks)
    words, wishes = pieces(pixels, blocks)
    upright, lying = _plots(pixels, words, em)
    if not circles and not upright and not lying:
        return []
    if read is not None and wishes:
        areas = [one.box for one in (*upright, *(_as_upright(one, pixels) for one in lying))]
        areas += [pie.box for pie in circles]
        near = [wish for wish in wishes if any(_grown(area, em).overlap(wish.box) for area in areas)]
        near = _with_titles(pixels, near, upright, [_as_upright(one, pixels) for one in lying])
        if near:
            words = with_readings(words, read(near[:MOST_WISHES]))
            upright, lying = _plots(pixels, words, em)
    seen = _Seen(pixels, upright, lying, circles)
    found, areas = seen.charts(lambda _: words)
    if len(areas) > 1:  # a legend belongs to the chart that it is nearest to
        found, _ = seen.charts(lambda area: _own(words, area, areas))
    if read is not None:
        found = [_named(pixels, chart, read) for chart in found]
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where charts may be."""

    pixels: Pixels
    upright: Sequence[Plot]
    lying: Sequence[Plot]
    circles: Sequence[Pie]

    def charts(self, words: Callable[[Box], Sequence[Word]]) -> tuple[list[Chart], list[Box]]:
        """The charts, and the areas that they are drawn in. `words`: those for the chart in an area."""
        found: list[Chart] = []
        areas: list[Box] = []
        for one in self.upright:
            _add(found, made := _upright(self.pixels, one, words(one.box)))
            areas += [one.box] if made is not None else []
        for one in self.lying:
            area = _as_upright(one, self.pixels).box
            _add(found, made := _lying(self.pixels, one, words(area)))
            areas += [area] if made is not None else []
        for pie in self.circles:
            _add(found, made := rounds(self.pixels, pie, words(pie.box)))
            areas += [pie.box] if made is not None else []
        return found, areas


def _own(words: Sequence[Word], area: Box, areas: Sequence[Box]) -> list[Word]:
    """Without the words that are nearer to another chart."""
    return [word for word in words if all(_gap(word.box, area) <= _gap(word.box, other) for other in areas)]


def _gap(one: Box, other: Box) -> float:
    """Pixels between two boxes, 0 where they touch."""
    across = max(0, one.x - other.right, other.x - one.right)
    down = max(0, one.y - other.bottom, other.y - one.bottom)
    return hypot(across, down)


def may_have_axes(blocks: Sequence[TextBlock]) -> bool:
    """Whether there are numbers enough for one axis: what most screens of text are soon done with."""
    count = 0
    for block in blocks:
        tokens = block.text.split()
        numbers = sum(tick(token) is not None for token in tokens[:20])
        count += numbers if numbers == len(tokens[:20]) else 0
        if count >= 3:
            return True
    return False


def _letters(blocks: Sequence[TextBlock]) -> float:
    """The height of the numbers' letters."""
    heights = sorted(block.box.h for block in blocks if tick(block.text) is not None) or sorted(
        block.box.h for block in blocks if block.box.w > block.box.h
    )
    return 0.8 * heights[len(heights) // 2] if heights else 14.0


def _plots(pixels: Pixels, words: Sequence[Word], em: float) -> tuple[list[Plot], list[Plot]]:
    """Plots with values upwards, and (in the mirrored picture) with values to the right."""
    height, width = pixels.shape[:2]
    upright = [one for ladder in ladders(words, em, pixels) if (one := plot(pixels, ladder, words, em)) is not None]
    flipped = pixels[::-1, ::-1].transpose(1, 0, 2)
    turned = all_mirrored(words, width, height)
    lying = [one for ladder in ladders(turned, em) if (one := plot(flipped, ladder, turned, em)) is not None]
    return upright, lying


def _named(pixels: Pixels, chart: Chart, read: Read) -> Chart:
    """The chart, with the names of bars that the first reading missed: small words that stand alone."""
    if chart.kind != "bar" or all(chart.categories) or not chart.series:
        return chart
    places = name_places(pixels, chart)
    texts = {}
    for wish, lines in read([Wish(box) for box in places.values()]) if places else ():
        if lines and min(line.confidence for line in lines) >= SURE_NAME:
            texts[wish.box] = " ".join(line.text for line in lines).strip()
    names = tuple(
        name or (texts.get(places[at], "") if at in places else "") for at, name in enumerate(chart.categories)
    )
    return replace(chart, categories=names)


def _with_titles(pixels: Pixels, wishes: list[Wish], upright: Sequence[Plot], lying: Sequence[Plot]) -> list[Wish]:
    """The wishes, with the titles beside the axes in whole: a reader of level lines sees pieces of them."""
    height, width = pixels.shape[:2]
    titles = [upward_title(pixels, one.box, one.ladder.box.x, one.em) for one in upright]
    for one in lying:
        left = min((mirrored(name.box, height, width).x for name in one.names), default=one.box.x)
        titles.append(upward_title(pixels, one.box, left, one.em))
    whole = list(dict.fromkeys(box for box in titles if box is not None))
    kept = [wish for wish in wishes if not (wish.turned and any(box.overlap(wish.box) for box in whole))]
    return [*(Wish(box, turned=True) for box in whole), *kept]


def _grown(box: Box, em: float) -> Box:
    more = round(7 * em)
    return Box(box.x - 2 * more, box.y - more, box.w + 4 * more, box.h + 2 * more)


def _as_upright(one: Plot, pixels: Pixels) -> Plot:
    return replace(one, box=mirrored(one.box, pixels.shape[0], pixels.shape[1]))


def _add(found: list[Chart], chart: Chart | None) -> None:
    """Of two at one place the one that tells more values."""
    if chart is None:
        return
    rivals = [other for other in found if 2 * other.box.overlap(chart.box) > min(other.box.area, chart.box.area)]
    if all(_told(chart) > _told(other) for other in rivals):
        for other in rivals:
            found.remove(other)
        found.append(chart)


def _told(chart: Chart) -> float:
    return sum(value is not None for one in chart.series for value in one.values) + chart.confidence


# -- values upwards -------------------------------------------------------------------------------------------------


def _upright(pixels: Pixels, one: Plot, words: Sequence[Word]) -> Chart | None:
    if _is_text(pixels, one):
        return None
    standing = bars(one.part, one.base)
    chart = _of_bars(pixels, one, standing, words) if standing is not None else None
    if chart is None:
        chart = curves(pixels, one, words) or points(pixels, one, words)
    return _titled(chart, one, words) if chart is not None else None


def _is_text(pixels: Pixels, one: Plot) -> bool:
    """Whether what is inside is a text rather than a drawing."""
    plain = [word for word in one.inside if tick(word.text) is None]
    return len(plain) > FEW_WORDS + 6


def _titled(chart: Chart, one: Plot, words: Sequence[Word]) -> Chart:
    taken = [*one.ladder.words, *one.names, *one.inside]
    value_title = beside(one.box, one.ladder.box.x, words, one.em)
    named = [series.name for series in chart.series if series.name]
    free = [word for word in words if word.text not in named]
    head = title(one.box, free, taken, one.em)
    category_title = below(one.box, one.names, free, taken, one.em)
    beside_it = [word for word in words if word.text in named and _grown(one.box, one.em).contains(word.box)]
    parts = (*one.names, *one.inside, *beside_it, value_title, category_title, head)
    whole = _union([one.box, one.ladder.box], parts)
    return replace(
        chart,
        box=whole,
        title=head.text if head else "",
        title_box=head.box if head else None,
        value_title=said(value_title),
        category_title=said(category_title),
        unit=unit(said(value_title), one.ladder.unit),
    )


def _union(boxes: Sequence[Box], words: Sequence[Word | None]) -> Box:
    whole = boxes[0]
    for box in (*boxes[1:], *(word.box for word in words if word is not None)):
        whole = whole.union(box)
    return whole


def _lying(pixels: Pixels, one: Plot, words: Sequence[Word]) -> Chart | None:
    """Bars from left to right; nothing else lies."""
    height, width = pixels.shape[:2]
    flipped = pixels[::-1, ::-1].transpose(1, 0, 2)
    standing = bars(one.part, one.base)
    if standing is None or _is_text(pixels, one):
        return None
    chart = _of_bars(flipped, one, standing, all_mirrored(words, width, height), lying=True)
    if chart is None:
        return None
    box = mirrored(one.box, height, width)
    ladder_box = mirrored(one.ladder.box, height, width)
    names = [replace(name, box=mirrored(name.box, height, width)) for name in one.names]
    numbers = [replace(word, box=mirrored(word.box, height, width)) for word in one.ladder.words]
    by_colour = legend(pixels, [w for w in words if w not in names], [s.colour for s in chart.series], one.em)
    series = tuple(
        replace(
            each,
            name=by_colour[at].text if len(chart.series) > 1 and at in by_colour else each.name,
            values=tuple(
                replace(value, box=mirrored(value.box, height, width)) if value else None
                for value in reversed(each.values)
            ),
        )
        for at, each in enumerate(chart.series)
    )
    left = min((name.box.x for name in names), default=box.x)
    taken = [*numbers, *names]
    free = [word for word in words if word.text not in {s.name for s in series}]
    head = title(box, free, taken, one.em)
    value_title = below(box, numbers, free, taken, one.em)
    category_title = beside(box, left, words, one.em)
    whole = _union([box, ladder_box], (*names, value_title, category_title, head))
    return replace(
        chart,
        box=whole,
        lying=True,
        title=head.text if head else "",
        title_box=head.box if head else None,
        value_title=said(value_title),
        category_title=said(category_title),
        unit=unit(said(value_title), one.ladder.unit),
        categories=tuple(reversed(chart.categories)),
        series=series,
    )


# -- bars -----------------------------------------------------------------------------------------------------------


def _of_bars(pixels: Pixels, one: Plot, standing: Bars, words: Sequence[Word], *, lying: bool = False) -> Chart | None:
    groups = _groups(standing.bars, one)
    zero = one.scale.pixel(0.0) - one.box.y if not one.scale.logarithmic else -1e9
    on_axis = abs(standing.base - zero) <= 4 or abs(standing.base - one.box.h) <= 6
    if groups is None or not on_axis:
        return None
    names, columns = groups
    most = max(len(column) for column in columns)
    colours = _colours(standing.bars) if most > 1 else [standing.bars[0].colour]
    if most > len(colours) or not one.ladder.certain:
        return _untold(one, "bar", stacked=standing.stacked)
    known = (
        legend(pixels, [word for word in words if word not in one.names], colours, one.em)
        if len(colours) > 1 and not lying
        else {}
    )
    series = []
    for at, colour in enumerate(colours):
        values = tuple(
            next((_bar_value(bar, one, standing) for bar in column if most == 1 or alike(bar.colour, colour, 20)), None)
            for column in columns
        )
        series.append(Series(known[at].text if at in known else "", colour, values))
    middle = one.box.centre[1]
    return Chart(
        "bar",
        one.box,
        categories=tuple(names),
        series=tuple(series),
        stacked=standing.stacked,
        logarithmic=one.scale.logarithmic,
        step=one.scale.step(middle),
        confidence=round(one.ladder.fit * (0.98 if all(names) else 0.85), 3),
    )


def _untold(one: Plot, kind: str, *, stacked: bool = False) -> Chart:
    return Chart(kind, one.box, stacked=stacked, confidence=0.5)  # type: ignore[arg-type]


def _bar_value(bar: Bar, one: Plot, standing: Bars) -> Value:
    top = one.box.y
    scale = one.scale
    if not scale.logarithmic:  # bars stand on zero where the line they stand on nearly is
        zero = scale.pixel(0.0) - top
        if abs(zero - standing.base) <= 2.5:
            scale = replace(scale, start=scale.start - scale.slope * (standing.base - zero))
    number = scale.value(top + bar.end)
    if standing.stacked and bar.start != standing.base:
        number -= scale.value(top + bar.start)
    return Value(number, bar.box.moved(one.box.x, one.box.y))


def _colours(found: Sequence[Bar]) -> list[Colour]:
    """One of each colour, in the order in which they stand from left to right (or from bottom to top)."""
    colours: list[Colour] = []
    for bar in sorted(found, key=lambda bar: (bar.box.x, -bar.box.bottom)):
        if not any(alike(bar.colour, other, 20) for other in colours):
            colours.append(bar.colour)
    return colours


def _groups(found: Sequence[Bar], one: Plot) -> tuple[list[str], list[list[Bar]]] | None:
    """Names and bars of each category, from left to right."""
    import numpy as np

    names = [name for name in one.names if one.box.x - one.em <= name.middle[0] <= one.box.right + one.em]
    middles = [bar.box.centre[0] + one.box.x for bar in found]
    if len(names) >= 2:
        at = spaced(names)
        pitch = float(np.median(np.diff(at)))
        places = [int(np.argmin([abs(place - middle) for place in at])) for middle in middles]
        if all(abs(at[place] - middle) < 0.62 * pitch for place, middle in zip(places, middles, strict=True)):
            columns: list[list[Bar]] = [[] for _ in names]
            for bar, place in zip(found, places, strict=True):
                columns[place].append(bar)
            return [name.text for name in names], columns
    ordered = sorted(found, key=lambda bar: bar.box.x)
    groups: list[list[Bar]] = [[ordered[0]]]
    for bar in ordered[1:]:
        gap = bar.box.x - max(other.box.right for other in groups[-1])
        if gap > 0.3 * bar.box.w or (gap > 1 and alike(bar.colour, groups[-1][0].colour, 20)):
            groups.append([])
        groups[-1].append(bar)
    if len(groups) < 2:
        return None
    texts = [
        next((n.text for n in names if g[0].box.x <= n.middle[0] - one.box.x <= g[-1].box.right), "") for g in groups
    ]
    return texts, groups

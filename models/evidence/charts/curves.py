"""Line charts and scatter plots, from a plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.types import Box
from models.evidence.charts.chart import Chart, Series, Value
from models.evidence.charts.ladder import ladders
from models.evidence.charts.legend import in_order, legend
from models.evidence.charts.lines import Blob, Trace, blobs, grid_lines, traces
from models.evidence.charts.plot import Plot, spaced
from models.evidence.charts.words import all_mirrored

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.evidence.charts.layers import Mask
    from models.evidence.charts.words import Word

SHARP = 0.5
"""Share of the straight pieces below which what is drawn may be something else."""


def curves(pixels: Pixels, one: Plot, words: Sequence[Word]) -> Chart | None:
    names = [name for name in one.names if one.box.x - 2 * one.em <= name.middle[0] <= one.box.right + 2 * one.em]
    if len(names) < 2:
        return None
    columns = [x - one.box.x for x in spaced(names)]
    found = [trace for trace in traces(one.part, one.base, columns, blocked(one)) if trace.quality >= SHARP]
    if not found:
        return None
    confidence = one.ladder.fit * sum(trace.quality for trace in found) / len(found)
    if not one.ladder.certain:
        return Chart("line", one.box, confidence=0.5)
    free = [word for word in words if word not in one.names and word not in one.ladder.words]
    known = legend(pixels, free, [trace.colour for trace in found], one.em, thin=True) if len(found) > 1 else {}
    series = tuple(
        Series(known[at].text if at in known else "", trace.colour, _values(trace, columns, one))
        for at, trace in ((at, found[at]) for at in in_order(known, len(found)))
    )
    return Chart(
        "line",
        one.box,
        categories=tuple(name.text for name in names),
        series=series,
        logarithmic=one.scale.logarithmic,
        step=one.scale.step(one.box.centre[1]),
        confidence=round(confidence, 3),
    )


def _values(trace: Trace, columns: Sequence[float], one: Plot) -> tuple[Value | None, ...]:
    found: list[Value | None] = []
    for x, row in zip(columns, trace.rows, strict=True):
        if row is None:
            found.append(None)
            continue
        y = one.box.y + row + 0.5  # the middle of a row of pixels lies half a pixel below its upper edge
        found.append(Value(one.scale.value(y), Box(round(one.box.x + x) - 3, round(y) - 3, 7, 7)))
    return tuple(found)


def blocked(one: Plot) -> Mask:
    """What is no data: the grid, the words inside and the patches before them."""
    mask = grid_lines(one.part, one.base)
    for word in one.inside:
        box = word.box.moved(-one.box.x, -one.box.y)
        before = round(4 * one.em) if any(char.isalpha() for char in word.text) else 2
        mask[max(0, box.y - 2) : box.bottom + 2, max(0, box.x - before) : box.right + 2] = True
    return mask


def points(pixels: Pixels, one: Plot, words: Sequence[Word]) -> Chart | None:
    """A scatter plot: both axes have numbers."""
    height, width = pixels.shape[:2]
    turned = all_mirrored(words, width, height)
    names = set(all_mirrored(one.names, width, height))
    below = [ladder for ladder in ladders(turned, one.em) if names & set(ladder.words)]
    if not below:
        return None
    across = below[0]
    rows = [word.middle[1] - one.box.y for word in one.ladder.words]
    columns = [width - word.middle[1] - one.box.x for word in across.words]
    found = [group for group in blobs(one.part, one.base, blocked(one)) if not _dotted(group[1], rows, columns)]
    if not found:
        return None
    if not (one.ladder.certain and across.certain):
        return Chart("scatter", one.box, confidence=0.5)
    known = legend(pixels, list(one.inside), [colour for colour, _ in found], one.em) if len(found) > 1 else {}
    series = []
    for at, (colour, spots) in enumerate(found):
        values = []
        for spot in sorted(spots, key=lambda spot: spot.middle[0]):
            x, y = one.box.x + spot.middle[0] + 0.5, one.box.y + spot.middle[1] + 0.5
            box = spot.box.moved(one.box.x, one.box.y)
            values.append(Value(one.scale.value(y), box, across=across.scale.value(width - x)))
        series.append(Series(known[at].text if at in known else "", colour, tuple(values)))
    return Chart(
        "scatter",
        one.box,
        series=tuple(series),
        logarithmic=one.scale.logarithmic,
        step=one.scale.step(one.box.centre[1]),
        confidence=round(one.ladder.fit * across.fit, 3),
    )


def _dotted(spots: Sequence[Blob], rows: Sequence[float], columns: Sequence[float]) -> bool:
    """Whether most of the spots lie on the lines of the grid: they are its dots."""
    on = sum(
        min(abs(spot.middle[1] - row) for row in rows) < 2.5 or min(abs(spot.middle[0] - x) for x in columns) < 2.5
        for spot in spots
    )
    return 2 * on > len(spots)

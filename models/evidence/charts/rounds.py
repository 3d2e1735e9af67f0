"""Pies and doughnuts with their names: from a legend, or from what is written beside each wedge."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.types import Box
from models.evidence.charts.chart import Chart, Series, Value
from models.evidence.charts.legend import legend
from models.evidence.charts.pies import Pie, Wedge
from models.evidence.charts.titles import title

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.evidence.charts.words import Word

PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s?%")
REACH = 3.5
"""How far around a pie its legend may stand, in times of its size."""
SLANT = 4.0
"""Degrees that a label may lie beside the edge of its wedge."""
FAR_PERCENT = 2.5
"""A printed share further than this from the measured one belongs to something else."""


def rounds(pixels: Pixels, pie: Pie, words: Sequence[Word]) -> Chart | None:
    """None for a circle of which nothing is named: an icon, a logo."""
    shares = [round(wedge.sweep / 3.6, 2) for wedge in pie.wedges]
    near = [word for word in words if _reach(pie.box, REACH).overlap(word.box)]
    heights = sorted(word.box.h for word in near)
    em = 1.1 * heights[len(heights) // 2] if heights else 12.0
    labels = [word for word in near if PERCENT.fullmatch(word.text.strip()) is None]
    names: dict[int, Word] = legend(pixels, labels, [wedge.colour for wedge in pie.wedges], em)
    if len(names) < max(2, 0.6 * len(pie.wedges)):
        names = _beside(pie, labels)
    if len(names) < max(2, 0.6 * len(pie.wedges)):
        return None
    values = []
    for wedge, share in zip(pie.wedges, shares, strict=True):
        printed = _printed(pie, wedge, share, near)
        x, y = pie.point(wedge)
        box = Box(round(x) - 4, round(y) - 4, 9, 9)
        values.append(Value(share if printed is None else printed, box, exact=printed is not None))
    order = _in_order(pie, names)
    head = title(pie.box, words, names.values(), em)
    box = pie.box
    for word in (*names.values(), *([head] if head else [])):
        box = box.union(word.box)
    colour = pie.wedges[0].colour
    return Chart(
        "doughnut" if pie.hollow else "pie",
        box,
        title=head.text if head else "",
        title_box=head.box if head else None,
        unit="%",
        categories=tuple(_bare(names[at].text) if at in names else "" for at in order),
        series=(Series("", colour, tuple(values[at] for at in order)),),
        step=max(0.1, 100 / (3.14 * pie.box.w)),
        confidence=round(pie.agreed * len(names) / len(pie.wedges), 3),
    )


def _in_order(pie: Pie, names: dict[int, Word]) -> list[int]:
    """The wedges in the order of the legend, if it is one column or row; else clockwise."""
    order = list(range(len(pie.wedges)))
    if len(names) < len(order):
        return order
    boxes = [names[at].box for at in order]
    if max(box.x for box in boxes) - min(box.x for box in boxes) < 0.6 * pie.box.w and all(
        not _reach(pie.box, 1.0).overlap(box) for box in boxes
    ):
        return sorted(order, key=lambda at: names[at].box.y)
    if max(box.y for box in boxes) - min(box.y for box in boxes) < boxes[0].h:
        return sorted(order, key=lambda at: names[at].box.x)
    return order


def _reach(box: Box, times: float) -> Box:
    more_w, more_h = round((times - 1) * box.w / 2), round((times - 1) * box.h / 2)
    return Box(box.x - more_w, box.y - more_h, box.w + 2 * more_w, box.h + 2 * more_h)


def _beside(pie: Pie, labels: Sequence[Word]) -> dict[int, Word]:
    """What stands right outside of the middle of each wedge's arc, or on it."""
    pairs = []
    for at, wedge in enumerate(pie.wedges):
        for radius in (1.12, 0.7):
            x, y = pie.point(wedge, radius)
            for word in labels:
                away = _distance(word.box, x, y)
                if away < (0.3 if radius > 1 else 0.12) * pie.box.w and _faces(pie, wedge, word.box):
                    pairs.append((away, at, word))
    names: dict[int, Word] = {}
    for _, at, word in sorted(pairs, key=lambda one: one[0]):
        if at not in names and word not in names.values():
            names[at] = word
    return names


def _faces(pie: Pie, wedge: Wedge, box: Box) -> bool:
    """Whether the middle of a label lies in the direction of the wedge, seen from the pie's own."""
    x, y = pie.box.centre
    angle = math.degrees(math.atan2(box.centre[0] - x, y - box.centre[1])) % 360
    beyond = (angle - wedge.start) % 360
    return beyond <= wedge.sweep + SLANT or beyond >= 360 - SLANT


def _distance(box: Box, x: float, y: float) -> float:
    dx = max(box.x - x, 0.0, x - box.right)
    dy = max(box.y - y, 0.0, y - box.bottom)
    return float((dx * dx + dy * dy) ** 0.5)


def _printed(pie: Pie, wedge: Wedge, share: float, words: Sequence[Word]) -> float | None:
    """The share that is written on the wedge or beside it, if it agrees with the angle."""
    for radius in (0.6, 0.75, 1.12):
        x, y = pie.point(wedge, radius)
        for word in words:
            found = PERCENT.search(word.text)
            if found is not None and _distance(word.box, x, y) < 0.12 * pie.box.w:
                number = float(found[1].replace(",", "."))
                if abs(number - share) <= FAR_PERCENT:
                    return number
    return None


def _bare(text: str) -> str:
    """A name without the share that stands behind it."""
    bare = PERCENT.sub("", text).strip(" :,;-–()")
    return bare or text

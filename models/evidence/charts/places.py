"""Where the words stand that a first reading missed: names below bars, and titles written upwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.types import Box
from models.evidence.charts.layers import ground

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.evidence.charts.chart import Chart


def name_places(pixels: Pixels, chart: Chart) -> Mapping[int, Box]:
    """Number of a category without a name -> the ink where its name should stand."""
    import numpy as np

    boxes: list[list[Box]] = [
        [value.box for one in chart.series if (value := one.values[at]) is not None]
        for at in range(len(chart.categories))
    ]
    lying = chart.lying
    centres = [float(np.mean([box.centre[1 if lying else 0] for box in group])) if group else None for group in boxes]
    known = [one for one in centres if one is not None]
    if len(known) < 2:
        return {}
    pitch = float(np.median(np.abs(np.diff(known))))
    every = [box for group in boxes for box in group]
    foot = min(box.x for box in every) if lying else max(box.bottom for box in every)
    found: dict[int, Box] = {}
    for at, centre in enumerate(centres):
        if chart.categories[at] or centre is None or pitch < 12:
            continue
        start, end = round(centre - 0.48 * pitch), round(centre + 0.48 * pitch)
        deep = round(min(1.6 * pitch, 160)) if lying else 34
        area = Box(foot - 4 - deep, start, deep, end - start) if lying else Box(start, foot + 3, end - start, deep)
        ink = _ink(pixels, area)
        if ink is not None:
            found[at] = ink
    return found


def _ink(pixels: Pixels, area: Box) -> Box | None:
    """The box of the first line of ink in an area."""
    import numpy as np

    inside = area.clipped(pixels.shape[1], pixels.shape[0])
    if inside is None or inside.w < 8 or inside.h < 8:
        return None
    part = pixels[inside.y : inside.bottom, inside.x : inside.right]
    away = np.abs(part.astype(np.int16) - np.array(ground(part))).max(axis=2) > 60
    away &= away.mean(axis=1)[:, None] < 0.8  # the axis
    rows = np.flatnonzero(away.any(axis=1))
    rows = rows[rows > 1]
    if not len(rows):
        return None
    runs = [run for run in np.split(rows, np.flatnonzero(np.diff(rows) > 2) + 1) if len(run) >= 5]
    runs = [run for run in runs if np.count_nonzero(away[run].any(axis=0)) > 4]  # no mark of the axis
    if not runs:
        return None
    columns = np.flatnonzero(away[runs[0][0] : runs[0][-1] + 1].any(axis=0))
    left, top = int(columns[0]), int(runs[0][0])
    return Box(inside.x + left, inside.y + top, int(columns[-1]) - left + 1, int(runs[0][-1]) - top + 1)


def upward_title(pixels: Pixels, box: Box, left: int, em: float) -> Box | None:
    """Where a line is written upwards at the left of an axis whose names begin at `left`; None where none is."""
    import numpy as np

    x = max(0, round(left - 3.6 * em))
    y, bottom = max(0, round(box.y - em)), min(pixels.shape[0], round(box.bottom + em))
    part = pixels[y:bottom, x : max(x, left - 2)].astype(np.int16)
    if part.shape[1] < 6:
        return None
    ink = np.abs(part - np.array(ground(pixels[y:bottom, x : max(x, left - 2)]))).max(axis=2) > 60
    columns = np.flatnonzero(ink.sum(axis=0) > 1)
    if not len(columns):
        return None
    run = np.split(columns, np.flatnonzero(np.diff(columns) > 3) + 1)[-1]
    rows = np.flatnonzero(ink[:, run[0] : run[-1] + 1].any(axis=1))
    width, height = int(run[-1] - run[0]) + 1, int(rows[-1] - rows[0]) + 1
    if not 0.45 * em <= width <= 2.2 * em or height < 1.8 * width:
        return None
    return Box(x + int(run[0]), y + int(rows[0]), width, height)

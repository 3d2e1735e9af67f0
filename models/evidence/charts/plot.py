"""A plot: the area that a ladder of numbers stands beside, its lines, and the names below it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.types import Box
from models.evidence.charts.ladder import Ladder, Scale
from models.evidence.charts.layers import Colour, ground

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.evidence.charts.words import Word

LINE_STEP = 5
"""Difference between two rows, 0..255, that is the edge of a line."""
GAP_PX = 14
"""In a line that is one: dashes."""
FACTOR = re.compile(r"(?:[1lI]e|[x×*]10\^?)([+−-]?\d{1,2})", re.IGNORECASE)
"""A power of ten that all the numbers are to be multiplied by."""
NEAR_TICK_PX = 3.0
"""Between a number's middle and the line that it belongs to."""


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    """Coordinates are those of the picture that it was found in."""

    ladder: Ladder
    scale: Scale
    """The ladder's, moved to the lines that its numbers belong to."""
    box: Box
    part: Pixels
    """The pixels inside the box."""
    base: Colour
    """The ground's colour."""
    names: tuple[Word, ...]
    """The row of words below, from left to right."""
    inside: tuple[Word, ...]
    """Words within the box."""
    em: float
    """Height of the letters, in pixels."""


def plot(pixels: Pixels, ladder: Ladder, words: Sequence[Word], em: float) -> Plot | None:
    """The plot to the right of a ladder; None where no line begins there."""
    own = set(ladder.words)
    others = [word for word in words if word not in own]
    found = _extent(pixels, ladder, others, em)
    if found is None:
        return None
    box, rows = found
    inside = tuple(word for word in others if 2 * box.overlap(word.box) > word.box.area)
    part = pixels[box.y : box.bottom, box.x : box.right]
    if part.shape[0] < 40 or part.shape[1] < 40:
        return None
    return Plot(
        ladder,
        _scale(ladder, rows, box, others, em),
        box,
        part,
        _ground(part),
        _names(box, [word for word in others if word.middle[0] > ladder.box.right - em], em),
        inside,
        em,
    )


def _ground(part: Pixels) -> Colour:
    """The colour along the edges: in the middle bars may fill more than half."""
    import numpy as np

    height, width = part.shape[:2]
    across, down = max(3, width // 50), max(3, height // 30)
    strips = [part[:, 1:across], part[:, -across:-1], part[1:down].transpose(1, 0, 2)]
    return ground(np.concatenate([strip.reshape(-1, 3) for strip in strips]).reshape(-1, 1, 3))


def _scale(ladder: Ladder, rows: Sequence[float], box: Box, others: Sequence[Word], em: float) -> Scale:
    """The ladder's scale, moved to its lines, times the power of ten that may stand at the end of the axis."""
    scale = _moved(ladder.scale, [word.middle[1] for word in ladder.words], rows)
    for word in others:
        found = FACTOR.fullmatch(word.text.replace(" ", ""))
        # At the upper end of the axis: above the plot, or (of an axis that lies) beyond the numbers.
        near = abs(word.middle[0] - box.x) < 7 * em and abs(word.middle[1] - box.y) < 4 * em
        if found and near and not scale.logarithmic:
            factor = 10.0 ** int(found[1].replace("−", "-"))
            scale = replace(scale, start=scale.start * factor, slope=scale.slope * factor)
    return scale


def _extent(pixels: Pixels, ladder: Ladder, others: Sequence[Word], em: float) -> tuple[Box, list[float]] | None:
    """The box that the lines beside the ladder span, and the rows of the long ones."""
    import numpy as np

    first, last, pitch = ladder.words[0].middle[1], ladder.words[-1].middle[1], ladder.pitch
    left = min(pixels.shape[1] - 1, ladder.box.right + 1)
    # Numbers that were not read may go on above and below.
    top = max(0, round(first - min(6 * pitch, first)))
    bottom = min(pixels.shape[0], round(last + 6 * pitch) + 1)
    outer = max(0, ladder.box.x - round(1.5 * em))
    lines = _long_lines(pixels[top:bottom, outer:], em)
    for word in others:
        box = word.box.moved(-outer, -top)
        lines[max(0, box.y - 1) : max(0, box.bottom + 1), max(0, box.x) : max(0, box.right)] = 0
    beside = lines[:, : max(1, ladder.box.x - outer)]
    lines = lines[:, left - outer :]
    lines[beside.mean(axis=1) > 0.8] = 0  # a frame around it all
    low, high = max(0, round(first - 1.1 * pitch) - top), round(last + 1.1 * pitch) + 1 - top
    columns = np.flatnonzero(lines[low:high].any(axis=0))
    if not len(columns):
        return None
    runs = np.split(columns, np.flatnonzero(np.diff(columns) > GAP_PX + em) + 1)
    near = [run for run in runs if run[0] <= 4 * em]
    if not near:
        return None
    start, end = int(near[0][0]), int(near[0][-1]) + 1
    if end - start < 60:
        return None
    full = lines[:, start:end].sum(axis=1) > 0.55 * (end - start)
    rows = _connected(_lines(np.flatnonzero(full), top), first, last, pitch)
    x, right = left + start, left + end
    over = [word for word in others if x < word.middle[0] < right and word.box.bottom < first]
    free = max((word.box.bottom + 2 for word in over), default=0)
    upper = min([max(free, round(first - 0.95 * pitch)), round(first), *(round(row) for row in rows)])
    unread = _unread(ladder, [word for word in others if x - em < word.middle[0] < right + em], right - x, em)
    lower = max([round(last + unread * pitch), *(round(row) for row in rows)])
    return Box(x, max(0, upper), end - start, lower - max(0, upper) + 1), rows


def _unread(ladder: Ladder, words: Sequence[Word], width: int, em: float) -> int:
    """How many numbers at the lower end were not read, by how far below the last one the row of names is."""
    last = ladder.words[-1].middle[1]
    for word in sorted((word for word in words if word.box.y > last + 0.5 * em), key=lambda word: word.box.y):
        row = [other for other in words if abs(other.middle[1] - word.middle[1]) < 0.8 * em]
        span = max(other.middle[0] for other in row) - min(other.middle[0] for other in row)
        if len(row) >= 2 and span > 0.35 * width:
            return max(0, int((word.box.y - last - 0.3 * em) // ladder.pitch))
    return 0


def _long_lines(part: Pixels, em: float) -> Any:
    """(h, w) uint8: 1 where a row differs from the one below it over a long way."""
    import cv2
    import numpy as np

    if part.shape[0] < 30 or part.shape[1] < 40:
        return np.zeros((max(1, part.shape[0]), part.shape[1]), np.uint8)
    whole = np.ascontiguousarray(part)
    away = cv2.absdiff(whole[1:], whole[:-1])
    steps = ((away[..., 0] > LINE_STEP) | (away[..., 1] > LINE_STEP) | (away[..., 2] > LINE_STEP)).astype(np.uint8)
    joined = cv2.morphologyEx(steps, cv2.MORPH_CLOSE, np.ones((1, 5), np.uint8))
    return cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, max(24, round(3 * em))), np.uint8))


def _connected(rows: Sequence[float], first: float, last: float, pitch: float) -> list[float]:
    """The lines between the numbers, and those that go on at the same steps: the grid where numbers were not read."""
    kept = [row for row in rows if first - 1.1 * pitch <= row <= last + 1.1 * pitch]
    low, high = min([first, *kept]), max([last, *kept])
    for row in sorted(row for row in rows if row > high):
        if row - high > 1.1 * pitch or abs((row - last) / pitch - round((row - last) / pitch)) > 0.15:
            break
        kept.append(row)
        high = row
    for row in sorted((row for row in rows if row < low), reverse=True):
        if low - row > 1.1 * pitch or abs((first - row) / pitch - round((first - row) / pitch)) > 0.15:
            break
        kept.append(row)
        low = row
    return sorted(kept)


def _lines(edges: Any, top: int) -> list[float]:
    """The middles of lines, whose upper and lower edge are a few rows apart."""
    found: list[list[int]] = []
    for row in edges:
        if found and row - found[-1][-1] <= 3:
            found[-1].append(int(row))
        else:
            found.append([int(row)])
    # The edge of row n is between the rows n and n + 1.
    return [top + (group[0] + group[-1]) / 2 + 1.0 for group in found]


def _moved(scale: Scale, ticks: Sequence[float], rows: Sequence[float]) -> Scale:
    """The scale, moved by what the lines lie beside their numbers: fonts put digits a little above or below."""
    offsets = sorted(
        min((row - tick for row in rows), key=abs)
        for tick in ticks
        if rows and min(abs(row - tick) for row in rows) <= 3
    )
    if not offsets:
        return scale
    offset = offsets[len(offsets) // 2]
    if abs(offset) > NEAR_TICK_PX or any(abs(one - offset) > 1.6 for one in offsets[len(offsets) // 4 : -1]):
        return scale
    return replace(scale, start=scale.start - scale.slope * offset)


def _names(box: Box, words: Sequence[Word], em: float) -> tuple[Word, ...]:
    """The row of words right below the plot."""
    below = [
        word
        for word in words
        if box.bottom - 0.3 * em < word.middle[1] < box.bottom + 3.4 * em
        and box.x - 4 * em < word.middle[0] < box.right + 4 * em
    ]
    if not below:
        return ()
    top = min(word.box.y for word in below)
    row = [word for word in below if word.box.y < top + 0.8 * max(em, 0.6 * word.box.h)]
    row.sort(key=lambda word: word.middle[0])
    if any(right.box.x < left.box.right - 2 for left, right in itertools.pairwise(row)):
        row = [word for at, word in enumerate(row) if not any(_covers(word, other) for other in row[:at])]
    return tuple(replace(word, text=word.text.rstrip("[|_¬- ") or word.text) for word in row)


def _covers(word: Word, other: Word) -> bool:
    return other.box.right > word.box.x + 2


def spaced(names: Sequence[Word]) -> list[float]:
    """The columns that evenly spaced names stand at; their own middles where they are not evenly spaced."""
    import numpy as np

    middles = [word.middle[0] for word in names]
    if len(middles) < 3:
        return middles
    gaps = np.diff(middles)
    pitch = float(np.median(gaps))
    if pitch <= 0 or np.abs(gaps / pitch - np.round(gaps / pitch)).max() > 0.2 or np.round(gaps / pitch).min() < 1:
        return middles
    places = np.concatenate([[0], np.cumsum(np.round(gaps / pitch))])
    slope, start = np.polyfit(places, middles, 1)
    return [float(start + slope * place) for place in places]

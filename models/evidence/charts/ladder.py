"""Axes: numbers in a column that grow evenly with their place, and the scale that they make of pixels.

A ladder is fitted by consensus of pairs (RANSAC, Fischler and Bolles 1981) to the numbers and to their logarithms, so
that one misread number does no harm. All is about a vertical axis; a horizontal one is the same in the transposed
picture.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.types import Box
from models.evidence.charts.ticks import Tick, tick

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.evidence.charts.words import Word

FEWEST = 3
"""Numbers of a scale: any two lie on a straight line."""
ASTRAY_PX = 2.5
"""How far a number may stand from its place on the scale."""
UNEVEN_PX = 3.0
"""How far two steps of an axis may differ."""
SHARE = 0.6
"""Of the numbers in a column, how many must fit."""
EDGES: tuple[Callable[[Box], float], ...] = (lambda box: box.right, lambda box: box.x, lambda box: box.x + box.w / 2)
"""What of the numbers stands under each other."""
MOST = 60
"""Numbers in a column that are looked at; a longer one is a table."""


@dataclass(frozen=True, slots=True)
class Scale:
    """value = start + slope * y, of the logarithm to the base 10 where `logarithmic`."""

    start: float
    slope: float
    logarithmic: bool = False

    def value(self, y: float) -> float:
        plain = self.start + self.slope * y
        return float(10.0 ** min(plain, 300.0)) if self.logarithmic else plain

    def pixel(self, value: float) -> float:
        plain = (math.log10(value) if value > 0 else -300.0) if self.logarithmic else value
        return (plain - self.start) / self.slope

    def step(self, y: float) -> float:
        """What one pixel is worth around there."""
        return abs(self.value(y + 0.5) - self.value(y - 0.5))


@dataclass(frozen=True, slots=True)
class Ladder:
    scale: Scale
    words: tuple[Word, ...]
    """The numbers that fit, from top to bottom."""
    box: Box
    unit: str
    fit: float
    """0..1: the share of the column's numbers that fit."""
    certain: bool
    """False where the numbers have two readings ("1.000", "2.000") and nothing tells which is meant."""

    @property
    def pitch(self) -> float:
        """Pixels between two numbers, where none is missing."""
        ys = [word.middle[1] for word in self.words]
        least = min(low - high for high, low in itertools.pairwise(ys))
        return (ys[-1] - ys[0]) / max(1, round((ys[-1] - ys[0]) / least))


def ladders(words: Sequence[Word], em: float, pixels: Pixels | None = None) -> list[Ladder]:
    """Every column of numbers that is a scale, the longest first. `em`: the height of the letters, in pixels. `pixels`
    tell whether the last digit of a ten is raised (None: not looked for)."""
    numbers = [(word, read) for word in words if (read := tick(word.text)) is not None]
    found: list[Ladder] = []
    for column in _columns(numbers, em):
        if len(column) < FEWEST or len(column) > MOST:
            continue
        ladder = _ladder(column, pixels)
        if ladder is None:
            continue
        mine = {word.box for word in ladder.words}
        if all(len(mine & {word.box for word in other.words}) < FEWEST - 1 for other in found):
            found.append(ladder)
    return sorted(found, key=lambda one: -len(one.words))


def _columns(numbers: list[tuple[Word, Tick]], em: float) -> Iterable[list[tuple[Word, Tick]]]:
    """Numbers whose right edges, left edges or middles stand under each other; the longest columns first."""
    columns: list[list[tuple[Word, Tick]]] = []
    for place in EDGES:
        ordered = sorted(numbers, key=lambda one: place(one[0].box))
        run: list[tuple[Word, Tick]] = []
        for one in ordered:
            if run and place(one[0].box) - place(run[-1][0].box) > max(3.0, 0.45 * em):
                columns.append(run)
                run = []
            run.append(one)
        columns.append(run)
    return sorted(columns, key=lambda column: -len(column))


def _ladder(column: list[tuple[Word, Tick]], pixels: Pixels | None) -> Ladder | None:
    column = sorted(column, key=lambda one: one[0].middle[1])
    ys = [word.middle[1] for word, _ in column]
    if any(low - high < 0.8 * column[0][0].box.h for high, low in itertools.pairwise(ys)):
        return None  # they stand beside each other
    best: tuple[list[int], Scale, bool] | None = None
    for logarithmic, choices in _readings(column, pixels):
        fitted = _consensus(ys, choices, logarithmic)
        if fitted is None:
            continue
        inliers, scale = fitted
        if best is None or len(inliers) > len(best[0]):
            best = (inliers, scale, _certain([column[i][1] for i in inliers], logarithmic))
    if best is None or len(best[0]) < max(FEWEST, SHARE * len(column)):
        return None
    inliers, scale, certain = best
    if not _even([ys[i] for i in inliers]):
        return None
    words = tuple(column[i][0] for i in inliers)
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    units = [read.unit for _, read in column if read.unit]
    return Ladder(scale, words, box, units[0] if units else "", len(inliers) / len(column), certain)


def _readings(
    column: Sequence[tuple[Word, Tick]], pixels: Pixels | None
) -> Iterable[tuple[bool, list[tuple[float, ...]]]]:
    """(logarithmic, what each number may be): as written; as logarithms; as powers of ten whose raised digit was read
    as one more digit, or lost."""
    plain = [read.readings for _, read in column]
    powers = [_power(word, read, pixels) for word, read in column]
    raised = sum(power is not None for power in powers)
    if raised >= 2 and all(word.text.startswith(("10", "-10")) for word, _ in column):
        yield True, [() if power is None else (float(power),) for power in powers]
        return
    yield False, plain
    if all(value > 0 for values in plain for value in values[:1]):
        yield True, [tuple(math.log10(value) for value in values if value > 0) for values in plain]


def _power(word: Word, read: Tick, pixels: Pixels | None) -> int | None:
    """The exponent of "10³", also where it was read as "103"; None where no raised digit is seen."""
    if pixels is None or not word.text.startswith("10"):
        return None
    digits = "".join(char for char in word.text[2:] if char in "0123456789")
    if read.power is None and not (len(digits) == 1 and _raised(word, pixels)):
        return None
    return read.power if read.power is not None and len(word.text) == 3 else int(digits[:1]) if digits else None


def _raised(word: Word, pixels: Pixels) -> bool:
    """Whether the last digit ends well above the first."""
    import numpy as np

    box = word.box
    part = pixels[box.y : box.bottom, box.x : box.right].astype(np.int16)
    if part.size == 0:
        return False
    ink = np.abs(part - np.median(part.reshape(-1, 3), axis=0)).max(axis=2) > 60
    first, last = ink[:, : box.w // 3], ink[:, -max(2, box.w // 5) :]
    if not first.any() or not last.any():
        return False
    return bool(np.flatnonzero(last.any(axis=1))[-1] < np.flatnonzero(first.any(axis=1))[-1] - 0.2 * box.h)


def _consensus(
    ys: Sequence[float], choices: Sequence[tuple[float, ...]], logarithmic: bool
) -> tuple[list[int], Scale] | None:
    """The line through most numbers, then the least squares of those."""
    import numpy as np

    points = [(i, value) for i, values in enumerate(choices) for value in values]
    best: list[tuple[int, float]] = []
    for (i, first), (j, second) in itertools.combinations(points, 2):
        if i == j or first == second:
            continue
        slope = (second - first) / (ys[j] - ys[i])
        fitting: dict[int, float] = {}
        for k, value in points:
            if k not in fitting and abs((value - first) / slope + ys[i] - ys[k]) <= ASTRAY_PX:
                fitting[k] = value
        if len(fitting) > len(best):
            best = sorted(fitting.items())
    if len(best) < FEWEST:
        return None
    slope, start = np.polyfit([ys[i] for i, _ in best], [value for _, value in best], 1)
    return [i for i, _ in best], Scale(float(start), float(slope), logarithmic)


def _even(ys: Sequence[float]) -> bool:
    """Whether the gaps are multiples of the smallest: an axis has its numbers at equal steps (a table of 3, 50 and 91,
    where these happen to stand on a line, has not)."""
    gaps = [low - high for high, low in itertools.pairwise(ys)]
    least = min(gaps)
    loose = max(UNEVEN_PX, 0.06 * least)
    return all(abs(gap - least * round(gap / least)) < loose * round(gap / least) for gap in gaps) and (
        max(gaps) < 4.5 * least
    )


def _certain(ticks: Sequence[Tick], logarithmic: bool) -> bool:
    """Whether the marks have one meaning: a number of one reading says which (other than zero, which fits both), and
    a comma before three digits groups thousands."""
    if logarithmic or all(len(one.readings) == 1 for one in ticks):
        return True
    if any(len(one.readings) == 1 and one.readings[0] for one in ticks):
        return True
    return all(one.readings[0] > one.readings[-1] for one in ticks if len(one.readings) > 1)

"""Lines and points: what ink of one colour says at given columns, and blobs of a scatter plot."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.types import Box
from models.evidence.charts.layers import Colour, strokes

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.evidence.charts.layers import Mask, Stroke

COVERED = 0.8
"""Share of the columns between the first and the last category in which a line must show."""
STRAIGHT_PX = 1.6
"""How far the middle of the ink may lie from the straight piece between two categories."""
AGREED = 0.5
"""Share of the columns of a piece that must lie on it."""
MARKED = 0.14
"""Share of a piece at each end that is left out: markers, and the mitre of the bend, are there."""
MOST_SHARED = 0.45
FEWEST_POINTS = 4


@dataclass(frozen=True, slots=True)
class Trace:
    """One line: a row for each column asked for (None: not seen)."""

    colour: Colour
    rows: tuple[float | None, ...]
    quality: float
    """0..1: share of the straight pieces that were found as such."""


@dataclass(frozen=True, slots=True)
class Blob:
    box: Box
    middle: tuple[float, float]


def grid_lines(part: Pixels, base: Colour) -> Mask:
    """Long thin lines of no colour: the grid, the axes, the frame."""
    import cv2
    import numpy as np

    away = part.astype(np.int16) - np.array(base)
    grey = (away.max(axis=2) - away.min(axis=2) < 24).astype(np.uint8)
    seen = (np.abs(away).max(axis=2) > 6).astype(np.uint8) & grey
    height, width = seen.shape
    lying = cv2.morphologyEx(seen, cv2.MORPH_OPEN, np.ones((1, max(20, width // 3)), np.uint8))
    standing = cv2.morphologyEx(seen, cv2.MORPH_OPEN, np.ones((max(20, height // 3), 1), np.uint8))
    # An area of one grey is no grid.
    thick = cv2.morphologyEx(seen, cv2.MORPH_OPEN, np.ones((6, 6), np.uint8))
    mask: Mask = ((lying | standing) & ~thick).astype(bool)
    return mask


def traces(part: Pixels, base: Colour, columns: Sequence[float], blocked: Mask) -> list[Trace]:
    """The lines that run from the first to the last of the columns."""
    found = []
    for stroke in strokes(part, base, blocked):
        centres = _centres(stroke)
        if _coverage(centres, columns) < COVERED:
            continue
        rows, quality = _rows(centres, columns)
        if _is_grid(stroke.colour, rows) or _shared(centres, columns) > MOST_SHARED:
            continue
        if sum(row is not None for row in rows) >= max(2, 0.8 * len(columns)):
            found.append(Trace(stroke.colour, rows, quality))
    return found


def _is_grid(colour: Colour, rows: Sequence[float | None]) -> bool:
    """A level line of no colour: dotted, or left over."""
    seen = [row for row in rows if row is not None]
    return bool(seen) and max(colour) - min(colour) < 24 and max(seen) - min(seen) < 2


def _shared(centres: Sequence[Any], columns: Sequence[float]) -> float:
    """The share of columns in which the ink runs in several places: two lines of one hue, which can't be told apart."""
    inside = centres[max(0, round(columns[0])) : round(columns[-1]) + 1]
    return sum(len(one) > 1 for one in inside) / max(1, len(inside))


def _centres(stroke: Stroke) -> list[Any]:
    """For each column the rows of the middles of its runs of ink."""
    import numpy as np

    found: list[Any] = []
    for x in range(stroke.mask.shape[1]):
        rows = np.flatnonzero(stroke.mask[:, x])
        if not len(rows):
            found.append(())
            continue
        runs = np.split(rows, np.flatnonzero(np.diff(rows) > 2) + 1)
        weight = stroke.weight[:, x]
        middles = [float((run * weight[run]).sum() / max(1e-6, weight[run].sum())) for run in runs]
        found.append(tuple(middles[:6]) if len(runs) <= 12 else ())
    return found


def _coverage(centres: Sequence[Any], columns: Sequence[float]) -> float:
    start, end = max(0, round(columns[0])), min(len(centres), round(columns[-1]) + 1)
    return sum(bool(one) for one in centres[start:end]) / max(1, end - start)


def _rows(centres: Sequence[Any], columns: Sequence[float]) -> tuple[tuple[float | None, ...], float]:
    pieces = [_piece(centres, left, right) for left, right in itertools.pairwise(columns)]
    straight = sum(piece is not None for piece in pieces) / max(1, len(pieces))
    rows: list[float | None] = []
    for number, x in enumerate(columns):
        ends = []
        if number > 0 and (before := pieces[number - 1]) is not None:
            ends.append(before[0] + before[1] * x)
        if number < len(pieces) and (after := pieces[number]) is not None:
            ends.append(after[0] + after[1] * x)
        if len(ends) == 2 and abs(ends[0] - ends[1]) > 12:  # one of them followed another line
            near = _nearest(centres, x, None)
            ends = [min(ends, key=lambda end: abs(end - near))] if near is not None else []
        rows.append(sum(ends) / len(ends) if ends else _nearest(centres, x, rows[-1] if rows else None))
    return tuple(rows), straight


def _piece(centres: Sequence[Any], left: float, right: float) -> tuple[float, float] | None:
    """(row at column 0, rows a column) of the straight line through most of the ink between two categories."""
    import numpy as np

    margin = max(1.0, MARKED * (right - left))
    columns = [x for x in range(round(left + margin), round(right - margin) + 1) if 0 <= x < len(centres)]
    points = [(x, y) for x in columns for y in centres[x]]
    if len(columns) < 6 or len(points) < 6:
        return None
    xs, ys = np.array(points, float).T
    chance = np.random.default_rng(0)
    best, most = None, 0
    for _ in range(60):
        i, j = chance.integers(0, len(xs), 2)
        if abs(xs[i] - xs[j]) < 0.25 * (right - left):
            continue
        slope = (ys[j] - ys[i]) / (xs[j] - xs[i])
        # Across a steep line the middle of a column is less certain.
        near = np.abs(ys - ys[i] - slope * (xs - xs[i])) <= STRAIGHT_PX * (1 + 0.3 * abs(slope))
        count = len(np.unique(xs[near]))
        if count > most:
            best, most = near, count
    if best is None or most < AGREED * len(columns):
        return None
    slope, start = np.polyfit(xs[best], ys[best], 1)
    return float(start), float(slope)


def _nearest(centres: Sequence[Any], x: float, before: float | None) -> float | None:
    """The middle of the ink at a column, where it is one run; of several the one nearest to the row before."""
    for away in (0, 1, -1, 2, -2):
        at = round(x) + away
        if 0 <= at < len(centres) and centres[at]:
            if before is None:
                return float(centres[at][0]) if len(centres[at]) == 1 else None
            return float(min(centres[at], key=lambda row: abs(row - before)))
    return None


def blobs(part: Pixels, base: Colour, blocked: Mask) -> list[tuple[Colour, list[Blob]]]:
    """Spots of one size, by colour: the points of a scatter plot."""
    import cv2
    import numpy as np

    found = []
    for stroke in strokes(part, base, blocked, most=6):
        count, marks, stats, middles = cv2.connectedComponentsWithStats(stroke.mask.astype(np.uint8), connectivity=8)
        if count - 1 < FEWEST_POINTS or count > 2000:
            continue
        spots = [n for n in range(1, count) if stats[n, cv2.CC_STAT_AREA] >= 6]
        if len(spots) < FEWEST_POINTS:
            continue
        size = float(np.median([max(stats[n, 2], stats[n, 3]) for n in spots]))
        if not 3 <= size <= 30:
            continue
        kept: list[Blob] = []
        odd = 0
        for n in spots:
            x, y, w, h, area = (int(one) for one in stats[n])
            if 0.7 * size <= max(w, h) <= 1.4 * size and area >= 0.5 * w * h:
                kept.append(Blob(Box(x, y, w, h), (float(middles[n][0]), float(middles[n][1]))))
            elif max(w, h) > 1.4 * size:
                more = _apart(marks == n, stats[n], size)
                kept += more
                odd += not more
            else:
                odd += 1
        if len(kept) >= FEWEST_POINTS and odd <= 0.3 * len(kept):
            found.append((stroke.colour, kept))
    return found


def _apart(mask: Mask, stat: Any, size: float) -> list[Blob]:
    """The round points of a clump: circles of that size that fill it. [] where they don't tell."""
    import cv2
    import numpy as np

    x, y, w, h, area = (int(one) for one in stat)
    if max(w, h) > 4 * size:
        return []
    part = np.pad(mask[y : y + h, x : x + w].astype(np.uint8), 1)
    depth = cv2.distanceTransform(part, cv2.DIST_L2, 5)
    peaks = (depth == cv2.dilate(depth, np.ones((3, 3), np.uint8))) & (depth > 0.36 * size)
    count, _, _, middles = cv2.connectedComponentsWithStats(peaks.astype(np.uint8), connectivity=8)
    if not 2 <= count - 1 <= 4 or not (count - 1) * 0.5 * size**2 >= 0.55 * area:
        return []
    half = round(size / 2)
    return [
        Blob(
            Box(x + round(cx) - 1 - half, y + round(cy) - 1 - half, round(size), round(size)), (x + cx - 1, y + cy - 1)
        )
        for cx, cy in middles[1:]
    ]

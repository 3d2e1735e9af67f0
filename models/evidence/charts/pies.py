"""Pies and doughnuts: filled circles whose colour changes with the angle alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.types import Box
from models.evidence.charts.layers import SAME, Colour, ground

if TYPE_CHECKING:
    from assistant.types import Pixels

LOOK_SIDE = 960
"""Pixels of the longer side at which circles are looked for."""
SMALLEST_PX = 70
"""Diameter, in pixels of the picture: smaller ones are icons."""
ANGLES = 1440
MOST_WEDGES = 16
RADII = (0.92, 0.86, 0.8, 0.74, 0.68)
"""Where the wedges' colours are compared, in parts of the radius; a ring is at least that wide."""
THINNEST = 4
"""Steps of the angle (a quarter of a degree each) that a wedge has at least."""


@dataclass(frozen=True, slots=True)
class Wedge:
    colour: Colour
    start: float
    sweep: float
    """Degrees, clockwise from the top."""


@dataclass(frozen=True, slots=True)
class Pie:
    box: Box
    hollow: bool
    wedges: tuple[Wedge, ...]
    agreed: float
    """0..1: share of the angles at which all radii show one colour."""

    def point(self, wedge: Wedge, radius: float = 0.75) -> tuple[float, float]:
        """Where the middle of a wedge is, in pixels; `radius` in parts of the pie's."""
        angle = math.radians(wedge.start + wedge.sweep / 2)
        x, y = self.box.centre
        return x + radius * self.box.w / 2 * math.sin(angle), y - radius * self.box.h / 2 * math.cos(angle)


def pies(pixels: Pixels) -> list[Pie]:
    found: list[Pie] = []
    for box in circles(pixels):
        pie = _pie(pixels, box)
        if pie is not None and not any(2 * pie.box.overlap(other.box) > pie.box.area for other in found):
            found.append(pie)
    return found


def circles(pixels: Pixels) -> list[Box]:
    """Filled shapes as high as wide, whose area is that of a circle; on any of the commonest colours."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    factor = max(1, -(-max(height, width) // LOOK_SIDE))
    small = np.ascontiguousarray(pixels[::factor, ::factor])
    found: list[Box] = []
    for base in _grounds(small):
        lower = np.array([max(0, one - 10) for one in base], np.uint8)
        upper = np.array([min(255, one + 10) for one in base], np.uint8)
        mask = 255 - cv2.inRange(small, lower, upper)
        mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            x, y, w, h = cv2.boundingRect(contour)
            if min(w, h) * factor < SMALLEST_PX or not 0.9 < w / h < 1.11:
                continue
            if abs(cv2.contourArea(contour) / (w * h) - math.pi / 4) < 0.05:
                found.append(_exact(pixels, Box(x * factor, y * factor, w * factor, h * factor), base))
    return found


def _grounds(small: Any) -> list[Colour]:
    """The colours that fill most of the picture."""
    import numpy as np

    flat = small[::2, ::2].reshape(-1, 3) >> 4
    keys = (flat[:, 0].astype(np.int32) << 8) | (flat[:, 1].astype(np.int32) << 4) | flat[:, 2]
    values, counts = np.unique(keys, return_counts=True)
    chosen = [values[at] for at in np.argsort(-counts)[:3] if counts[at] > 0.08 * len(keys)]
    return [ground(small[::2, ::2].reshape(-1, 3)[keys == key].reshape(-1, 1, 3)) for key in chosen]


def _exact(pixels: Pixels, rough: Box, base: Colour) -> Box:
    """The same circle to a pixel."""
    import numpy as np

    grown = Box(rough.x - 4, rough.y - 4, rough.w + 8, rough.h + 8).clipped(pixels.shape[1], pixels.shape[0])
    if grown is None:
        return rough
    part = pixels[grown.y : grown.bottom, grown.x : grown.right].astype(np.int16)
    ink = np.abs(part - np.array(base)).max(axis=2) > 10
    # A label's letters in the corner are no part of it: a circle has ink along its middle lines.
    rows = np.flatnonzero(ink[:, grown.w // 2 - 3 : grown.w // 2 + 4].any(axis=1))
    columns = np.flatnonzero(ink[grown.h // 2 - 3 : grown.h // 2 + 4].any(axis=0))
    if not len(rows) or not len(columns):
        return rough
    return Box(
        grown.x + int(columns[0]),
        grown.y + int(rows[0]),
        int(columns[-1] - columns[0]) + 1,
        int(rows[-1] - rows[0]) + 1,
    )


def _pie(pixels: Pixels, box: Box) -> Pie | None:
    import numpy as np

    cx, cy = box.centre
    angles = np.arange(ANGLES) * (2 * math.pi / ANGLES)
    rings = []
    for radius in RADII:
        xs = np.clip((cx - 0.5 + radius * box.w / 2 * np.sin(angles)).round().astype(int), 0, pixels.shape[1] - 1)
        ys = np.clip((cy - 0.5 - radius * box.h / 2 * np.cos(angles)).round().astype(int), 0, pixels.shape[0] - 1)
        rings.append(pixels[ys, xs].astype(np.int16))
    colours = np.median(np.stack(rings), axis=0)
    close = np.stack([np.abs(ring - colours).max(axis=1) <= 2 * SAME for ring in rings])
    agreed = float((close.sum(axis=0) >= len(RADII) - 1).mean())
    if agreed < 0.85:
        return None
    outline = math.ceil(3.5 * ANGLES / (0.8 * math.pi * box.w))
    wedges = _wedges(colours, max(THINNEST, outline))
    if wedges is None:
        return None
    return Pie(box, _hollow(pixels, box), wedges, agreed)


def _hollow(pixels: Pixels, box: Box) -> bool:
    """Whether its middle has the colour that is around it. (The outlines of a pie's wedges meet there, too.)"""
    import numpy as np

    cx, cy = (round(one) for one in box.centre)
    half = max(3, round(0.12 * box.w))
    middle = pixels[cy - half : cy + half, cx - half : cx + half].reshape(-1, 3).astype(np.int16)
    outside = pixels[max(0, box.y - 4), cx].astype(np.int16)
    return bool((np.abs(middle - outside).max(axis=1) <= 2 * SAME).mean() > 0.75)


def _wedges(colours: Any, thinnest: int) -> tuple[Wedge, ...] | None:
    """Runs of one colour round the circle; what is mixed between two is shared between them. None for fewer than two,
    too many, or when much of the circle has no even colour."""
    import numpy as np

    same = np.abs(np.diff(colours, axis=0, append=colours[:1])).max(axis=1) <= 6
    if same.all():
        return None
    first = int(np.flatnonzero(~same)[0]) + 1
    order = (np.arange(ANGLES) + first) % ANGLES
    runs: list[list[int]] = [[0, 0]]  # start and end (exclusive) in `order`
    for place, at in enumerate(order):
        runs[-1][1] = place + 1
        if not same[at] and place + 1 < ANGLES:
            runs.append([place + 1, place + 1])
    runs = [run for run in runs if run[1] - run[0] >= thinnest]
    if not runs or sum(end - start for start, end in runs) < 0.8 * ANGLES:
        return None
    tones = [np.median(colours[order[start:end]], axis=0) for start, end in runs]
    merged: list[tuple[int, int, Any]] = []
    for (start, end), tone in zip(runs, tones, strict=True):
        if merged and np.abs(merged[-1][2] - tone).max() <= SAME:
            merged[-1] = (merged[-1][0], end, merged[-1][2])
        else:
            merged.append((start, end, tone))
    if len(merged) > 1 and np.abs(merged[-1][2] - merged[0][2]).max() <= SAME:
        start, _, tone = merged.pop()
        merged[0] = (start - ANGLES, merged[0][1], tone)
    if not 2 <= len(merged) <= MOST_WEDGES:
        return None
    wedges = []
    for number, (start, end, tone) in enumerate(merged):
        before = merged[number - 1][1] - (ANGLES if number == 0 else 0)
        after = merged[(number + 1) % len(merged)][0] + (ANGLES if number + 1 == len(merged) else 0)
        left, right = (before + start) / 2, (end + after) / 2
        red, green, blue = (int(one) for one in tone)
        turn = 360.0 / ANGLES
        wedges.append(Wedge((red, green, blue), ((left + first) * turn) % 360, (right - left) * turn))
    return tuple(wedges)

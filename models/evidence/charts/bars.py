"""Bars: rectangles of even colour, of one width, that stand on one line or on each other.

All is about bars that stand; lying ones are the same in the transposed picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.types import Box
from models.evidence.charts.layers import SAME, Colour, alike, area_of, even_colours

if TYPE_CHECKING:
    from assistant.types import Pixels

FULL = 0.9
"""Share of its box that a bar fills."""
NEAR_PX = 3
"""Between the ends of bars that stand on one line; the line and the bars' own edges lie between."""
NARROWEST_PX = 4


@dataclass(frozen=True, slots=True)
class Bar:
    box: Box
    """In pixels of the part looked at."""
    colour: Colour
    start: float
    end: float
    """Pixel rows of its foot and its head."""


@dataclass(frozen=True, slots=True)
class Bars:
    base: float
    """Pixel row of the line they stand on."""
    bars: tuple[Bar, ...]
    stacked: bool


def bars(part: Pixels, base: Colour) -> Bars | None:
    """None where nothing looks like bars: at least two, of one width, with one foot line."""
    rects = rectangles(part, base)
    if len(rects) < 2:
        return None
    width = _width(rects)
    rects = [one for one in rects if abs(one[0].w - width) <= max(2.0, 0.12 * width)]
    tall = [one for one in rects if one[0].h >= 3]
    if len(tall) < 2:
        return None
    # What is lower is the outline or the soft edge of a bar, unless other bars have its colour.
    colours = [colour for _, colour in tall]
    rects = [one for one in rects if one[0].h >= 3 or any(alike(one[1], colour, 12) for colour in colours)]
    foot = _foot_line(tall)
    standing = [one for one in rects if abs(one[0].bottom - foot) <= NEAR_PX or abs(one[0].y - foot) <= NEAR_PX]
    if len(standing) < 2:
        return None
    found = [_bar(box, colour, foot) for box, colour in standing]
    on_top = _on_top(rects, found)
    whole = [replace(bar, end=_edge(part, bar, base)) for bar in (*found, *on_top)]
    return Bars(foot, tuple(whole), bool(on_top))


def rectangles(part: Pixels, base: Colour) -> list[tuple[Box, Colour]]:
    """Every filled rectangle that could be a bar."""
    import cv2
    import numpy as np

    found: list[tuple[Box, Colour]] = []
    for colour in even_colours(part, base, least=max(30, part.shape[0] * part.shape[1] // 4000)):
        mask = area_of(part, colour).astype(np.uint8)
        closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 1), np.uint8))  # grid lines over it
        count, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=4)
        if count > 400:
            continue
        for x, y, w, h, area in stats[1:]:
            if w >= NARROWEST_PX and area >= FULL * w * h and w < 0.6 * part.shape[1]:
                found.append((Box(int(x), int(y), int(w), int(h)), colour))
    return found


def _width(rects: Sequence[tuple[Box, Colour]]) -> float:
    """The width that most of the rectangles' area has."""
    weights: dict[int, float] = {}
    for box, _ in rects:
        for other in range(box.w - 1, box.w + 2):
            weights[other] = weights.get(other, 0.0) + min(box.h, 200)
    return float(max(weights, key=lambda width: (weights[width], width)))


def _foot_line(rects: Sequence[tuple[Box, Colour]]) -> float:
    ends = [end for box, _ in rects for end in (box.bottom, box.y)]
    votes = {end: sum(abs(end - other) <= 1 for other in ends) for end in ends}
    lowest = max(votes, key=lambda end: (votes[end], end))
    near = [end for end in ends if abs(end - lowest) <= 1]
    return sum(near) / len(near)


def _bar(box: Box, colour: Colour, foot: float) -> Bar:
    up = abs(box.bottom - foot) <= abs(box.y - foot)
    return Bar(box, colour, foot, float(box.y if up else box.bottom))


def _on_top(rects: Sequence[tuple[Box, Colour]], found: Sequence[Bar]) -> list[Bar]:
    """Rectangles that stand on other bars, of other colours."""
    placed = {bar.box for bar in found}
    heads = [(bar.box, bar.end) for bar in found]
    added: list[Bar] = []
    grew = True
    while grew:
        grew = False
        for box, colour in rects:
            if box in placed:
                continue
            below = [head for under, head in heads if abs(under.x - box.x) <= NEAR_PX and abs(head - box.bottom) <= 4]
            if below:
                added.append(Bar(box, colour, below[0], float(box.y)))
                heads.append((box, float(box.y)))
                placed.add(box)
                grew = True
    return added


def _edge(part: Pixels, bar: Bar, base: Colour) -> float:
    """The row of its head, to a part of a pixel: the middle of an outline, or as far as a mixed row is filled."""
    import numpy as np

    box, up = bar.box, bar.end <= bar.box.y
    step, at = (-1, box.y - 1) if up else (1, box.bottom)
    columns = slice(box.x + box.w // 4, box.x + max(box.w // 4 + 1, 3 * box.w // 4))
    fill, empty = np.array(bar.colour, float), np.array(base, float)
    outline = 0
    while 0 <= at < part.shape[0] and outline < 4:
        row = np.median(part[at, columns].reshape(-1, 3), axis=0)
        if np.abs(row - empty).max() <= SAME:
            break
        share = float((row - empty) @ (fill - empty) / max(1.0, (fill - empty) @ (fill - empty)))
        mixed = np.abs(empty + share * (fill - empty) - row).max() <= SAME and 0 < share < 0.95
        if mixed and not outline:
            return bar.end + step * share
        outline, at = outline + 1, at + step
    return bar.end + step * outline / 2 if outline < 4 else bar.end

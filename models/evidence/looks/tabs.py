"""Tabs: a row of names over one line that goes on under all of them but the chosen one, or that is thick and coloured
under the chosen one.

The first is how Qt, Windows, Tk and most desktops draw them (the chosen tab is one with its pane), the second how
GTK 3, Material and many sites do. Both prove which is chosen; a row in which none is proven is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.types import Box, TextBlock, Thing
from models.evidence.looks.colours import colour_at, distance, reach

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.evidence.looks.colours import Colour

FEWEST, MOST = 2, 12
OPENED = 3
"""Names of which one is open below at least: of two buttons one may have no line."""
WORDS = 4
"""Of a tab's name."""
LEVEL = 0.35
"""Line heights by which the middles of a row's names differ at most."""
APART = 0.3
"""Line heights between two names at least (OCR boxes reach beyond the letters)."""
BELOW = 1.7
"""Line heights below a name in which the line runs."""
STEP = 6
"""Of 255, from one pixel row to the next: pale lines on white."""
ACROSS = 0.9
"""Share of a name's width in which the step must be."""
PLACES = 24
"""Columns of a name that are looked at."""
EVEN = 14
"""Of 255, by which the pixels of a line or a ground differ at most."""
OFF = 1
"""Pixels by which the line under one name is off from that under another."""
BAR = (2, 6)
"""Pixels of the line under the chosen name, up to 200 %."""
VIVID = 60
"""Of 255, between the channels of its colour."""
BESIDE = 2.5
"""Line heights beside a name within which its tab, or the line under it, ends."""
ASKEW = 0.4
"""Line heights by which the margins of a chosen tab differ at most: a label right before its field has none there."""
ABOVE = 1.2
"""Line heights above a name within which its tab ends."""
GOES_ON, AWAY = 2.0, 4
"""Line heights in which the pane's line goes on, from so many pixels beside the last tab."""
SURE = 0.98


@dataclass(frozen=True, slots=True)
class _Edge:
    y: int
    """The first pixel row below it."""
    colour: Colour
    """Of that row."""


def tabs(pixels: Pixels, lines: Sequence[TextBlock], first_id: int) -> list[Thing]:
    """The tabs among the lines of a picture, (h, w, 3) uint8 RGB, from left to right."""
    found: list[Thing] = []
    for row in _rows(lines):
        edges = [_edges(pixels, line.box) for line in row]
        strip = _underlined(pixels, row, edges) or _opened(pixels, row, edges)
        if strip is None:
            continue
        members, chosen = strip
        for line in members:
            states = frozenset(("selected",) if line is chosen else ())
            box = Box(line.box.x - line.box.h // 2, line.box.y - 2, line.box.w + line.box.h // 2 * 2, line.box.h + 4)
            found.append(
                Thing(first_id + len(found), "tab", line.text, "", states, box, confidence=SURE, source="pixels")
            )
    return found


def _rows(lines: Sequence[TextBlock]) -> list[list[TextBlock]]:
    """Short names on one height, from left to right, none close to another."""
    names = [line for line in lines if len(line.text.split()) <= WORDS and any(sign.isalpha() for sign in line.text)]
    rows: list[list[TextBlock]] = []
    for line in sorted(names, key=lambda one: one.box.centre[1]):
        if rows and abs(rows[-1][-1].box.centre[1] - line.box.centre[1]) <= LEVEL * line.box.h:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.box.x) for row in rows if len(row) >= FEWEST]


def _edges(pixels: Pixels, box: Box) -> list[_Edge]:
    """The straight lines that run below a name, all along."""
    import numpy as np

    top, bottom = max(0, box.bottom - max(2, box.h // 5)), min(pixels.shape[0], box.bottom + int(BELOW * box.h))
    columns = np.linspace(max(0, box.x), min(pixels.shape[1], box.right) - 1, PLACES).astype(int)
    part = pixels[top:bottom, columns].astype(np.int16)
    if len(part) < 4:
        return []
    steps = (abs(np.diff(part, axis=0)).max(axis=2) >= STEP).mean(axis=1)
    even = np.ptp(part, axis=1).max(axis=1) <= EVEN
    found = []
    for at in np.flatnonzero((steps >= ACROSS) & even[1:]):
        red, green, blue = (int(side) for side in np.median(part[at + 1], axis=0))
        found.append(_Edge(top + int(at) + 1, (red, green, blue)))
    return found


def _underlined(
    pixels: Pixels, row: Sequence[TextBlock], edges: Sequence[Sequence[_Edge]]
) -> tuple[list[TextBlock], TextBlock] | None:
    """The names over one line, of which one has a thick, coloured one."""
    bars = [(at, bar) for at, own in enumerate(edges) if (bar := _bar(pixels, row[at].box, own)) is not None]
    if len(bars) != 1:
        return None
    at, bar = bars[0]
    over = [other for other in range(len(row)) if other != at and _passes(edges[other], bar.y - 2, bar.bottom + 2)]
    strip = _strip(row, at, over)
    if strip is None:
        return None
    left, right = min(strip[0][0].box.x, bar.x), max(strip[0][-1].box.right, bar.right)
    gaps = [
        Box(before.box.right, before.box.y, after.box.x - before.box.right, before.box.h)
        for before, after in pairwise(strip[0])
        if row[at] is not before and row[at] is not after
    ]
    if any(_passes(_edges(pixels, gap), bar.y - 1, bar.bottom + 2) for gap in gaps if gap.w > 0):
        return strip
    on = any(_goes_on(pixels, strip[0], y, left, right) for y in range(bar.y - 1, bar.bottom + 2))
    return strip if on else None


def _bar(pixels: Pixels, name: Box, edges: Sequence[_Edge]) -> Box | None:
    for one in edges:
        if max(one.colour) - min(one.colour) < VIVID:
            continue
        if distance(one.colour, colour_at(pixels, name.bottom - 2, max(0, name.x - 2))) < VIVID:
            continue  # the lower part of a coloured button
        below = [other.y for other in edges if BAR[0] <= other.y - one.y <= BAR[1]]
        if not below:
            continue
        middle = int(name.centre[0])
        left, right = (reach(pixels, one.y, middle, one.colour, step) for step in (-1, 1))
        wide = (
            name.x - BESIDE * name.h <= left <= name.x + 3 and name.right - 3 <= right <= name.right + BESIDE * name.h
        )
        if wide and right - left > name.w:
            return Box(left, one.y, right - left + 1, min(below) - one.y)
    return None


def _opened(
    pixels: Pixels, row: Sequence[TextBlock], edges: Sequence[Sequence[_Edge]]
) -> tuple[list[TextBlock], TextBlock] | None:
    """The names over one line that is not under just one of them, which is one with what is below."""
    for y in sorted({edge.y for own in edges for edge in own}):
        over = [at for at in range(len(row)) if _passes(edges[at], y - OFF, y + OFF)]
        others = [at for at in range(len(row)) if at not in over and _is_open(pixels, row[at].box, y)]
        strip = _strip(row, others[0], over) if len(others) == 1 else None
        if strip is None or len(strip[0]) < OPENED:
            continue
        extents = [_extent(pixels, line.box, y) for line in strip[0]]
        ends = [extent for extent in extents if extent is not None]
        if len(ends) == len(extents) and _goes_on(pixels, strip[0], y, ends[0][0], ends[-1][1]):
            return strip
    return None


def _extent(pixels: Pixels, name: Box, y: int) -> tuple[int, int] | None:
    """The first and last column of the ground of a name; None where it does not end beside it, as that of what is typed
    in a wide field."""
    row, middle = y - 3, int(name.centre[0])
    if not name.y <= row < pixels.shape[0]:
        return None
    ground = colour_at(pixels, row, max(0, name.x - 1))
    room = BESIDE * name.h
    left, right = reach(pixels, row, max(0, name.x - 1), ground, -1), reach(pixels, row, middle, ground, 1)
    return (left, right) if name.x - room <= left and right <= name.right + room else None


def _passes(edges: Sequence[_Edge], top: int, bottom: int) -> bool:
    return any(top <= edge.y <= bottom for edge in edges)


def _is_open(pixels: Pixels, name: Box, y: int) -> bool:
    """Whether the ground of a name goes on below the line under its neighbours, and ends beside the name and above
    it: a label's ground is the window's."""
    import numpy as np

    top, low = y - 2, y + 4
    part = pixels[top:low, name.x : name.right].astype(np.int16)
    if name.bottom - name.h // 3 > y or part.shape[0] < low - top or part.shape[1] < 6:
        return False
    ground = np.median(part[0], axis=0)
    if float((abs(part - ground).max(axis=2) <= EVEN).mean()) < ACROSS:
        return False
    colour = (int(ground[0]), int(ground[1]), int(ground[2]))
    left, right = (reach(pixels, top, int(name.centre[0]), colour, step) for step in (-1, 1))
    room = BESIDE * name.h
    if not (name.x - room <= left <= name.x and name.right - 1 <= right <= name.right + room):
        return False
    if abs((name.x - left) - (right - name.right)) > ASKEW * name.h:
        return False
    edge = (left + name.x) // 2  # where no letter is
    upwards = reach(pixels[:, edge : edge + 1].transpose(1, 0, 2), 0, top, colour, -1)
    return upwards >= name.y - ABOVE * name.h


def _goes_on(pixels: Pixels, members: Sequence[TextBlock], y: int, left: int, right: int) -> bool:
    """Whether the pane's line goes on right of the last tab, or left of the first: that of a button ends with it."""
    box = members[0].box
    wide = int(GOES_ON * box.h)
    beside = (Box(right + AWAY, box.y, wide, box.h), Box(left - AWAY - wide, box.y, wide, box.h))
    return any(
        one.x >= 0 and one.right <= pixels.shape[1] and _passes(_edges(pixels, one), y - OFF, y + OFF) for one in beside
    )


def _strip(row: Sequence[TextBlock], chosen: int, over: Sequence[int]) -> tuple[list[TextBlock], TextBlock] | None:
    """The chosen name with all that stand in one run with it; None where they are too few, or too close."""
    members = {chosen, *over}
    first = last = chosen
    while first - 1 in members:
        first -= 1
    while last + 1 in members:
        last += 1
    run = list(row[first : last + 1])
    if not FEWEST <= len(run) <= MOST:
        return None
    gaps = [after.box.x - before.box.right for before, after in pairwise(run)]
    if min(gaps) < APART * run[0].box.h or _unlike(run) > LEVEL:
        return None
    return run, row[chosen]


def _unlike(run: Sequence[TextBlock]) -> float:
    """How much the heights of names differ, as a share."""
    heights = [line.box.h for line in run]
    return (max(heights) - min(heights)) / max(heights)

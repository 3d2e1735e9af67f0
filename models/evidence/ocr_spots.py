"""Detected lines made to fit what is drawn: the detector is sure of words, less so of signs, borders and stacked words.

- A line that runs over a border, or from one background to another, is two: a menu over a document, a label in
  reverse beside its meaning.
- A box as tall as two lines, with a blank row in it, is two lines.
- Small signs beside or between the words of a line belong to it: quotes, underscores, colons, dashes, three points.

Only upright lines; tilted ones come from photos and stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from assistant.types import Box
from models.evidence.ocr_nets import Spot, level

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

    Flags = npt.NDArray[np.bool_]

INK = 40
"""Of 255, from the darkest to the lightest pixel of a column (or row): less is background."""
FAINT = 0.35
"""Share of a line's own contrast that a sign beside it has at least: less is noise of a compressed picture."""
EDGE = 20
"""Of 255, between two neighbouring columns, in `WHOLE` of the rows: a border, or another background."""
WHOLE = 0.94
"""Share of the rows; letters leave the margin of the box free."""
SPACE = 0.25
"""Share of a line's height that letters keep from a border: less is a word that is selected in part, or a cursor."""
MARGIN = 8
"""One part in so many of a box's height is margin, where a neighbour's border may run along."""
TALL = 1.5
"""Times the usual height of a line in its neighbourhood."""
LOW, THIN, LONG = 0.55, 0.3, 2.5
"""Shares of a line's height: a sign is lower, or thinner, than that and not longer; icons and letters are larger."""
HUGE = 5
"""A box so many times higher than a line in it is a picture that was taken for letters."""
INSIDE = 0.8
"""Share of a spot that lies in a larger one: it is a part of that line."""
SQUARE, DRAWN = (0.3, 1.0), 0.75
"""Shares of a line's height that a check box is wide and high; share of each of its sides that is drawn."""
NEAR, FAR = 0.8, 3.0
"""Heights that a sign at the end of a line, and that two parts of one line with signs between, stand apart at most."""


def refined(pixels: Pixels, spots: Sequence[Spot]) -> list[Spot]:
    """`pixels` (h, w, 3) uint8 RGB; spots and boxes in its pixels."""
    upright = [spot for spot in spots if _upright(spot)]
    tilted = [spot for spot in spots if not _upright(spot)]
    usual = median(spot.box.h for spot in upright) if upright else 0
    rows = [one for spot in upright for one in _rows(pixels, spot, usual)]
    parts = [one for spot in rows for one in _apart(pixels, spot)]
    return [*tilted, *_without_inner(_with_signs(pixels, _bridged(pixels, parts)))]


def _upright(spot: Spot) -> bool:
    return spot.box.w >= spot.box.h // 2 and level(spot)


def _of(spot: Spot, box: Box) -> Spot:
    """A spot with another, upright box."""
    import numpy as np

    corners = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)]
    return Spot(np.array(corners, np.float32), box, spot.score)


def _part(pixels: Pixels, box: Box) -> npt.NDArray[np.int16]:
    import numpy as np

    return pixels[box.y : box.bottom, box.x : box.right].astype(np.int16)


def _runs(ink: Flags) -> list[tuple[int, int]]:
    """(start, end) of the stretches that are set."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([False], ink, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _rows(pixels: Pixels, spot: Spot, usual: float) -> list[Spot]:
    """Two lines that were taken for one."""
    box = spot.box
    if box.h < TALL * usual or box.h < 16 or box.w > 4 * box.h:
        return [spot]
    part = _part(pixels, box)
    part = part[:, box.w // 5 : box.w - box.w // 5]  # what is drawn in reverse has its borders at the ends
    ink = (part.max(axis=1) - part.min(axis=1)).max(axis=1) >= INK
    runs = [run for run in _runs(ink) if run[1] - run[0] >= 0.2 * box.h]
    if len(runs) < 2:
        return [spot]
    cuts = [0, *((upper[1] + lower[0]) // 2 for upper, lower in pairwise(runs)), box.h]
    return [_of(spot, Box(box.x, box.y + top, box.w, end - top)) for top, end in pairwise(cuts)]


def _apart(pixels: Pixels, spot: Spot) -> list[Spot]:
    """The pieces between borders that go through the whole height of a line."""
    box = spot.box
    if box.h < 8 or box.w < 2 * box.h:
        return [spot]
    margin = box.h // MARGIN
    part = _part(pixels, Box(box.x, box.y + margin, box.w, box.h - 2 * margin))
    # A border goes on above the line or below it; the stem of a large letter does not.
    above = _part(pixels, Box(box.x, max(0, box.y - margin), box.w, min(box.y, margin) + box.h - margin))
    below = _part(pixels, Box(box.x, box.y + margin, box.w, box.h))
    borders = sorted({*_borders(above), *_borders(below)})
    if not borders:
        return [spot]
    ink = (part.max(axis=0) - part.min(axis=0)).max(axis=1) >= INK
    pieces, start = [], 0
    for border in [*borders, box.w]:
        inked = ink[start:border].nonzero()[0]
        if border < box.w:
            after = ink[border:].nonzero()[0]
            before_px = border - start - int(inked[-1]) if len(inked) else box.h
            if before_px + (int(after[0]) if len(after) else box.h) < SPACE * box.h:
                continue  # a word that is selected in part
        if len(inked):
            pieces.append(_of(spot, Box(box.x + start, box.y, border - start, box.h)))
        start = border
    return pieces or [spot]


def _borders(part: npt.NDArray[np.int16]) -> list[int]:
    """Columns at which nearly every row steps the same way."""
    import numpy as np

    step = np.diff(part, axis=1)
    up, down = (step > EDGE).mean(axis=0).max(axis=1), (step < -EDGE).mean(axis=0).max(axis=1)
    return [int(at) + 1 for at in np.flatnonzero(np.maximum(up, down) >= WHOLE)]


def _least(pixels: Pixels, box: Box) -> float:
    """The contrast from which something beside the line in the box is a sign of it."""
    import numpy as np

    low, high = np.percentile(_part(pixels, box), (1, 99))
    return max(INK, FAINT * float(high - low))


def _bridged(pixels: Pixels, spots: Sequence[Spot]) -> list[Spot]:
    """Parts of one line as one where small signs stand between them."""
    found: list[Spot] = []
    for spot in sorted(spots, key=lambda spot: spot.box.x):
        left = [place for place, one in enumerate(found) if _level(one.box, spot.box)]
        # Only the nearest: words between two parts are no signs, however small their letters are.
        before = max(left, key=lambda place: found[place].box.right, default=None)
        if before is not None and _bridge(pixels, found[before].box, spot.box):
            found[before] = _of(spot, found[before].box.union(spot.box))
        else:
            found.append(spot)
    return found


def _level(left: Box, right: Box) -> bool:
    """Whether two parts stand on one line, and are of one size: a sign that was found by itself is none of them."""
    low, high = sorted((left.h, right.h))
    return min(left.bottom, right.bottom) - max(left.y, right.y) >= 0.7 * low and high <= 2.2 * low


def _bridge(pixels: Pixels, left: Box, right: Box) -> bool:
    height, gap = max(left.h, right.h), right.x - left.right
    if gap < 2:
        return False
    rows = left.union(right)
    far = gap > FAR * height
    if far:  # what lies along a line above or below it is none of the signs between
        top, bottom = max(left.y, right.y), min(left.bottom, right.bottom)
        margin = (bottom - top) // MARGIN
        rows = Box(left.x, top + margin, 1, bottom - top - 2 * margin)
    part = _part(pixels, Box(left.right, rows.y, gap, rows.h))
    least = min(_least(pixels, left), _least(pixels, right))
    ink = (part.max(axis=0) - part.min(axis=0)).max(axis=1) >= least
    runs = _runs(ink)
    if not runs or (far and not _row(runs, gap, height)):
        return False
    # A check box begins what is right of it; what is left of it is the end of something else.
    if any(_is_check_box(part, run, height, least) for run in runs):
        return False
    return not _borders(part) and all(_sign(part, run, height, least) for run in runs)


def _is_check_box(part: npt.NDArray[np.int16], run: tuple[int, int], height: int, least: float) -> bool:
    """Whether the columns of a run hold a square, hollow or filled."""
    ink = abs(part - part[:, [0, -1]].mean(axis=(0, 1))).max(axis=2)[:, run[0] : run[1]] >= least  # (h, w)
    rows = ink.any(axis=1).nonzero()[0]
    if not len(rows):
        return False
    body = ink[rows[0] : rows[-1] + 1]
    tall, wide = body.shape
    sides = (body[:, :2].any(axis=1), body[:, -2:].any(axis=1), body[:2].any(axis=0), body[-2:].any(axis=0))
    low, high = (share * height for share in SQUARE)
    square = low <= wide <= high and abs(tall - wide) <= max(1, 0.15 * wide)
    return square and min(float(side.mean()) for side in sides) >= DRAWN


def _row(runs: Sequence[tuple[int, int]], gap: int, height: int) -> bool:
    """Whether signs stand in a row all the way from one part to the other: dots to a page number, dashes."""
    ends = [0, *(end for _, end in runs)]
    starts = [*(start for start, _ in runs), gap]
    return max(start - end for start, end in zip(starts, ends, strict=True)) <= NEAR * height


def _sign(part: npt.NDArray[np.int16], run: tuple[int, int], height: int, least: float) -> bool:
    """Whether the columns of a run hold a small sign."""
    rows = part[:, run[0] : run[1]]
    background = part[:, [0, -1]].mean(axis=1, keepdims=True)
    inked = (abs(rows - background).max(axis=2) >= least).any(axis=1)
    places = inked.nonzero()[0]
    if not len(places):
        return False
    tall, wide = int(places[-1] - places[0]) + 1, run[1] - run[0]
    return wide <= LONG * height and (tall <= LOW * height or wide <= THIN * height)


def _without_inner(spots: Sequence[Spot]) -> list[Spot]:
    """Without the signs that were found by themselves, too, and are now part of a line: read first, each would keep
    the whole line from being read."""
    largest = sorted(spots, key=lambda spot: -spot.box.area)
    kept: list[Spot] = []
    for spot in largest:
        inside = (line for line in kept if line.box.overlap(spot.box) > INSIDE * spot.box.area)
        if not any(line.box.h < HUGE * spot.box.h for line in inside):
            kept.append(spot)
    return kept


def _with_signs(pixels: Pixels, spots: Sequence[Spot]) -> list[Spot]:
    """Lines with the small signs at their ends."""
    boxes = [spot.box for spot in spots]
    return [_with_ends(pixels, spot, boxes) for spot in spots]


def _with_ends(pixels: Pixels, spot: Spot, others: Sequence[Box]) -> Spot:
    box = spot.box
    reach = round(NEAR * box.h)
    if box.h < 8 or box.w < box.h // 2:
        return spot
    near = [one for one in others if one is not box and min(one.bottom, box.bottom) > max(one.y, box.y)]
    right = min([box.right + 3 * reach, pixels.shape[1], *(one.x for one in near if one.x > box.x)])
    left = max([box.x - 3 * reach, 0, *(one.right for one in near if one.right < box.right)])
    after = _part(pixels, Box(box.right, box.y, max(0, right - box.right), box.h))
    before = _part(pixels, Box(left, box.y, max(0, box.x - left), box.h))[:, ::-1]
    least = _least(pixels, box)
    end, start = box.right + _signs(after, box.h, reach, least), box.x - _signs(before, box.h, reach, least)
    if (start, end) == (box.x, box.right):
        return spot
    return _of(spot, Box(start, box.y, end - start, box.h))


def _signs(part: npt.NDArray[np.int16], height: int, reach: int, least: float) -> int:
    """How many columns of a strip that begins at a line's end belong to the line."""
    if part.shape[1] < 3:
        return 0
    borders = _borders(part)
    part = part[:, : borders[0] - 1] if borders else part
    if part.shape[1] < 3:
        return 0
    ink = (part.max(axis=0) - part.min(axis=0)).max(axis=1) >= least
    taken = 0
    runs = _runs(ink)
    for place, (start, end) in enumerate(runs):
        if start - taken > reach or end >= part.shape[1] - 1 or not _sign(part, (start, end), height, least):
            break
        after = runs[place + 1] if place + 1 < len(runs) else None
        if after is not None and after[0] - end < start - taken and not _sign(part, after, height, least):
            break  # it belongs to what comes next
        taken = end
    return min(part.shape[1], taken + 2) if taken else 0

"""The ring around what has the keyboard focus: a dotted line (GTK 3, Windows), or an outline unlike all others.

Toolkits and browsers draw one around at most one control, as WCAG 2.2 asks them to (2.4.13 "Focus Appearance": an
outline of two pixels that differs from the control without it). So a ring counts only where it is the only one, and a
solid one only where its like, without one, stand beside it: a lone coloured outline may be anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from assistant.types import Box

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels
    from models.evidence.elements.candidates import Boxes, Mask

OUT, IN = 7, 8
"""Pixels outside and inside of a candidate's edge where a ring may run."""
RUN = 12
"""Pixels in the middle of a side that are looked at for dots: three of the longest steps."""
STEPS = (2, 3, 4)
"""Pixels from dot to dot; dashes of drop zones and coupons are longer."""
SEEN = 14
"""Of 255, from dot to gap at least: GTK 3 draws with a third of the text's colour."""
PLACES = 9
"""Places of a side that are looked at for a line, all within its middle."""
MIDDLE = 0.6
EVEN, SAME_LINE = 20, 0.92
"""Of 255, by which the pixels of one line differ; the share of them that must not."""
APART = 30
"""Of 255, between a line and what is on either side of it."""
THICK = 4
"""Pixels of a line at most."""
COOL, VIVID = 40, 70
"""Of 255: how much bluer than red a ring is, and how far its channels lie apart. Red is an error, green is right."""
FILLED = 0.35
"""Share of what a ring surrounds that may have its colour: text that is selected in a field."""
BROWSER, NEARLY = 16, 8
"""The grey of the inner line of Chromium's own ring (`-webkit-focus-ring-color`, #101010); how far it may be off."""
FEW_PLACES = 5
PART = 0.3
"""Share of the outermost of two lines of one ring that the other surrounds at least."""
MARK = 48
"""Pixels of a check box at 200 % with a ring of its own, at most."""
CENTRED = 0.06
"""Share of a button's width by which the margins of its words may differ."""
WORDS = 0.85
"""Share of it that they take at most."""
LIKE_PX = 4
"""Pixels, and four times the ring's own, by which the heights of two controls of a kind differ at most, one in a ring
outside of it; a line of one pixel takes the place of the control's own."""
EQUAL_PX, CELLS = 2, 2
"""Pixels by which two of one size differ; how many others make a grid: a day or a seat that is chosen has an outline,
too."""
BLANK = 2
"""Rows without ink between two lines of words."""
FAINT = 6
"""Of 255, of the edge of a control, from one pixel to the next."""
LETTER = 6
"""Pixels of height of a line of words at least: the dot of an i is less."""
INK = 60
"""Of 255, from the ground."""
OWN_COLOUR = 60
"""Of 255, by which words in the colour of the outline differ from it at most: so a style of buttons is drawn."""
LOW, HIGH = 10, 90
"""Pixels of height of what can have a ring."""
WIDEST = 0.98
"""Share of the picture's width."""


@dataclass(frozen=True, slots=True)
class Ring:
    """What is drawn around the thing with the focus."""

    box: Box
    kind: Literal["dotted", "browser", "solid"]
    """"browser": Chromium's own, which nothing else looks like."""


def ring_in(pixels: Pixels, boxes: Boxes) -> Ring | None:
    """The one ring in a picture, (h, w, 3) uint8 RGB, of whose candidates (n, 4) the boxes are; None where there is
    none, or more than one."""
    width = pixels.shape[1]
    w, h = boxes[:, 2], boxes[:, 3]
    able = boxes[(h >= LOW) & (h <= HIGH) & (w >= LOW) & (w <= WIDEST * width)]
    if not len(able):
        return None
    dotted = _one_place(_dotted(pixels, able[able[:, 3] >= RUN]))
    if dotted is not None:
        return Ring(dotted, "dotted")
    lined = able[_may_have_a_line(pixels, able)]
    own = _one_place(_of_chromium(pixels, lined))
    if own is not None:
        return Ring(own, "browser")
    solid = _solid(pixels, lined)
    return Ring(solid, "solid") if solid is not None else None


def has_an_edge_around(pixels: Pixels, box: Box) -> bool:
    """Whether an edge runs along each side of a dotted box, up to `OUT` pixels outside of it."""
    import numpy as np

    boxes = np.array([[box.x, box.y, box.w, box.h]], np.int32)
    run = ((boxes[:, 2:].astype(np.int64) - RUN) // 2)[:, :, None] + np.arange(RUN)
    strips = _strips(pixels, boxes, run)
    steps = abs(np.diff(strips[0, :, : OUT + 1], axis=1)).max(axis=3) >= FAINT  # (sides, depths, places)
    return bool(steps.all(axis=2).any(axis=1).all())


def _near(dots: Mask) -> Mask:
    """Of a candidate that is a pixel larger on one side than what it holds, the sides are dotted at two depths."""
    near = dots.copy()
    near[:, :, 1:] |= dots[:, :, :-1]
    near[:, :, :-1] |= dots[:, :, 1:]
    return near


def _strips(pixels: Pixels, boxes: Boxes, places: npt.NDArray[np.int64], sides: int = 4) -> npt.NDArray[np.int16]:
    """(n, sides, OUT + 1 + IN, p, channels): for the top, bottom, left and right of each box its pixels at each depth,
    from outside to inside, at (n, 2, p) places along a horizontal and an upright side. Beyond the picture its border
    goes on. A candidate begins a pixel before its first line or ends one before its last (`candidates.steps`)."""
    import numpy as np

    height, width = pixels.shape[:2]
    depth = np.arange(-OUT, IN + 1)
    found = np.empty((len(boxes), sides, len(depth), places.shape[2], pixels.shape[2]), np.int16)
    x, y, w, h = (boxes[:, at].astype(np.int64)[:, None] for at in range(4))
    along, down = (x + places[:, 0]).clip(0, width - 1)[:, None], (y + places[:, 1]).clip(0, height - 1)[:, None]
    for side, line in enumerate((y + depth, y + h - depth, x + depth, x + w - depth)[:sides]):
        at = line.clip(0, (height if side < 2 else width) - 1)[:, :, None]
        found[:, side] = pixels[at, along] if side < 2 else pixels[down, at]
    return found


def _around(box: npt.NDArray[np.int32], depth: int) -> Box:
    """The box whose outermost pixels lie at this depth of a candidate's strips."""
    x, y, w, h = (int(side) for side in box)
    return Box(x + depth, y + depth, w + 1 - 2 * depth, h + 1 - 2 * depth)


def _dotted(pixels: Pixels, boxes: Boxes) -> list[Box]:
    """The boxes around which all four sides are dotted, at the same depth."""
    import numpy as np

    green = pixels[:, :, 1:2]
    start = ((boxes[:, 2:].astype(np.int64) - RUN) // 2)[:, :, None] + np.arange(RUN)
    able = _dots(_strips(green, boxes, start, sides=1)).any(axis=(1, 2))  # most are letters, and end here
    boxes, dots = boxes[able], _dots(_strips(green, boxes[able], start[able]))
    around: Mask = _near(dots).all(axis=1) & (dots.sum(axis=1) >= 2)
    found = [_around(boxes[at], int(np.flatnonzero(around[at])[0]) - OUT) for at in np.flatnonzero(around.any(axis=1))]
    return [box for box in found if min(box.w, box.h) >= RUN]


def _dots(strips: npt.NDArray[np.int16]) -> Mask:
    """(n, sides, depths): whether the pixels change all along and come back after a few, while two pixels further out
    or in nothing changes."""
    import numpy as np

    runs = strips[..., 0]
    swing = runs.max(axis=3) - runs.min(axis=3)
    jumps = abs(np.diff(runs, axis=3)).mean(axis=3)
    dots = np.zeros(swing.shape, bool)
    for step in STEPS:
        off = abs(runs[..., step:] - runs[..., :-step]).mean(axis=3)
        dots |= (off <= 0.25 * swing) & (off <= 0.35 * jumps)
    calm = swing <= SEEN // 2
    dots &= (swing >= SEEN) & (jumps >= 0.3 * swing)
    beside = np.zeros(swing.shape, bool)
    beside[:, :, 2:-2] = calm[:, :, 4:] | calm[:, :, :-4]
    return dots & beside


@dataclass(frozen=True, slots=True)
class _Line:
    """One closed line of one colour around a place."""

    box: Box
    colour: tuple[int, int, int]
    thick: int
    outside: tuple[int, int, int]


def _lines(pixels: Pixels, boxes: Boxes) -> list[_Line]:
    """All closed lines around candidates, from outside to inside, several for one of them."""
    import numpy as np

    if not len(boxes):
        return []
    shares = np.linspace((1 - MIDDLE) / 2, (1 + MIDDLE) / 2, PLACES)
    strips = _strips(pixels, boxes, np.rint(boxes[:, 2:, None] * shares).astype(np.int64))
    n, _, depths = strips.shape[:3]
    flat = strips.transpose(0, 2, 1, 3, 4).reshape(n, depths, -1, 3)
    colours = np.median(flat, axis=2).astype(np.int16)
    even = (abs(flat - colours[:, :, None]).max(axis=3) <= EVEN).reshape(n, depths, 4, PLACES)
    closed = (even.mean(axis=(2, 3)) >= SAME_LINE) & (even.mean(axis=3).min(axis=2) >= 0.8)
    steps = abs(np.diff(colours, axis=1)).max(axis=2)
    found = []
    for at, first in zip(*np.nonzero(closed[:, 1:-1] & (steps[:, :-1] >= APART)), strict=True):
        first += 1
        last = first
        while last + 1 < depths and closed[at, last + 1] and steps[at, last] <= EVEN // 2:
            last += 1
        if last + 1 >= depths or last - first >= THICK or steps[at, last] < APART:
            continue
        found.append(
            _Line(_around(boxes[at], int(first) - OUT), tuple(colours[at, first].tolist()), int(last - first + 1),
                  tuple(colours[at, first - 1].tolist()))
        )  # fmt: skip
    return found


def _may_have_a_line(pixels: Pixels, boxes: Boxes) -> Mask:
    """Whether all four sides have one colour at two places, at a depth where it differs from the one before."""
    import numpy as np

    strips = _strips(pixels, boxes, np.rint(boxes[:, 2:, None] * np.array([0.3, 0.7])).astype(np.int64))
    lowest, highest = strips.min(axis=(1, 3)), strips.max(axis=(1, 3))
    one = np.asarray((highest - lowest <= 2 * EVEN).all(axis=2))
    step = abs(np.diff(strips[:, 0, :, 0], axis=1)).max(axis=2) >= APART // 2
    able: Mask = (one[:, 1:] & step).any(axis=1)
    return able


def _solid(pixels: Pixels, boxes: Boxes) -> Box | None:
    """The box of the one line in a cool colour, where others of its height have a line of another."""
    lines = _lines(pixels, boxes)
    rings = [
        line for line in lines
        if _is_cool(line.colour) and not _is_a_mark(line.box) and not _is_filled(pixels, line)
    ]  # fmt: skip
    if not rings:
        return None
    outermost = max(rings, key=lambda line: line.box.area)
    if not all(outermost.box.contains(line.box, 2) and line.box.area >= PART * outermost.box.area for line in rings):
        return None
    box = outermost.box
    if _holds_lines(pixels, box):
        return None
    others = [line.box for line in lines if not line.box.overlap(box)]
    cells = {(one.x, one.y) for one in others if max(abs(one.w - box.w), abs(one.h - box.h)) <= EQUAL_PX}
    if _holds_centred_words(pixels, box) and (
        outermost.thick == 1 or len(cells) >= CELLS or _is_in_its_colour(pixels, outermost)
    ):
        return None
    room = LIKE_PX + 4 * outermost.thick if outermost.thick > 1 else EQUAL_PX
    return box if any(abs(one.h - box.h) <= room for one in others) else None


def _of_chromium(pixels: Pixels, boxes: Boxes) -> list[Box]:
    """The boxes around which a white line runs, and a dark one right inside of it: so that it is seen on any page."""
    import numpy as np

    if not len(boxes):
        return []
    shares = np.linspace((1 - MIDDLE) / 2, (1 + MIDDLE) / 2, FEW_PLACES)
    strips = _strips(pixels, boxes, np.rint(boxes[:, 2:, None] * shares).astype(np.int64))
    white = np.asarray(strips.min(axis=(1, 3, 4)) >= 255 - NEARLY // 2)
    dark = np.asarray(abs(strips - BROWSER).max(axis=(1, 3, 4)) <= NEARLY)
    both = white[:, :-1] & dark[:, 1:]
    return [_around(boxes[at], int(np.flatnonzero(both[at])[0]) - OUT) for at in np.flatnonzero(both.any(axis=1))]


def _is_filled(pixels: Pixels, line: _Line) -> bool:
    """Whether its colour is behind what it surrounds, too, as that of selected text."""
    import numpy as np

    box = line.box
    inside = pixels[box.y + line.thick : box.bottom - line.thick, box.x + line.thick : box.right - line.thick]
    same = np.asarray(abs(inside.astype(np.int16) - np.array(line.colour, np.int16)).max(axis=2) <= EVEN)
    return not same.size or float(same.mean()) > FILLED


def _holds_lines(pixels: Pixels, box: Box) -> bool:
    """Whether several lines of words stand in it: a card, a note; of a control there is one."""
    import numpy as np

    from models.evidence.elements.inked import words_in

    words = words_in(pixels, box)
    if words is None:
        return False
    part = pixels[words.top : words.bottom, words.left : words.right].astype(np.int16)
    inked = (abs(part - np.median(part.reshape(-1, 3), axis=0)).max(axis=2) >= INK).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inked.astype(np.int8), [0]))))
    tall = [(int(top), int(low)) for top, low in zip(edges[::2], edges[1::2], strict=True) if low - top >= LETTER]
    return any(after[0] - before[1] >= BLANK for before, after in pairwise(tall))


def _is_in_its_colour(pixels: Pixels, line: _Line) -> bool:
    """Whether what stands in it is drawn in the colour of the line itself."""
    from models.evidence.looks.colours import distance, drawn_in

    by = line.thick + 3
    drawn = drawn_in(pixels, Box(line.box.x + by, line.box.y + by, line.box.w - 2 * by, line.box.h - 2 * by))
    return drawn is not None and distance(drawn.ink, line.colour) <= OWN_COLOUR


def _is_a_mark(box: Box) -> bool:
    """Whether it is as high as wide and small: checked boxes are drawn in cool colours."""
    return abs(box.w - box.h) <= 2 and box.h <= MARK


def _holds_centred_words(pixels: Pixels, box: Box) -> bool:
    """As a button does: that a dialog's default button has a thin coloured outline tells nothing of the focus."""
    from models.evidence.elements.inked import words_in

    words = words_in(pixels, box)
    if words is None or words.right - words.left > WORDS * box.w:  # what a field holds, and its arrows
        return False
    return abs((words.left - box.x) - (box.right - words.right)) <= max(4, CENTRED * box.w)


def _is_cool(colour: tuple[int, int, int]) -> bool:
    red, green, blue = colour
    return blue - red >= COOL and blue >= green and max(colour) - min(colour) >= VIVID


def _one_place(boxes: list[Box]) -> Box | None:
    """The box, if all are the same but for some pixels."""
    if not boxes:
        return None
    first = boxes[0]
    alike = all(
        abs(one.x - first.x) <= 4 and abs(one.y - first.y) <= 4 and abs(one.right - first.right) <= 4
        and abs(one.bottom - first.bottom) <= 4
        for one in boxes
    )  # fmt: skip
    return first if alike else None

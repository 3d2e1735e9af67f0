"""Links in the midst of a text: words with a straight line under them, in another colour than the words beside them.

Only both together are believed. A line alone stands under headings, chosen tabs and fields, and goes on beside their
words; colour alone may be emphasis, and so may be a line in the colour of the text. What a spelling checker draws is no
straight line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.types import Box, TextBlock, Thing
from models.evidence.looks.colours import INK, Colour, distance, drawn_in

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.cancel import Token
    from assistant.types import Pixels

LONG = 1.2
"""Line heights of a line under words, at least: no stroke of a letter is as long."""
THIN = 0.16
"""Line heights of its own height, at most."""
BELOW = 0.35
"""Line heights that it may lie below the box of the line."""
LETTERS = 0.55
"""Share of the line's box above which no line is one under words: it goes through them."""
ANOTHER = 60
"""Of 255, by which a link's colour differs from that of the words beside it in some channel."""
ONE = 40
"""Of 255, by which the colours of a link's words and of the line under them differ at most."""
WIDER = 1.3
"""Times as wide as any gap within a word the gaps between words are, where words are told apart by them."""
PROSE = 3
"""Words of a line, at least, of which one is no link."""
PUNCTUATION = re.compile(r"^[(\"'\u201c\u2018\[]+|[.,;:!?)\"'\u201d\]\u3002\uff0c]+$")
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one line that are a link."""

    line: TextBlock
    words: tuple[str, ...]
    box: Box
    colour: Colour
    begins: bool
    """Whether it has the line's first word."""
    ends: bool

    @property
    def whole(self) -> bool:
        return self.begins and self.ends


def links(pixels: Pixels, lines: Sequence[TextBlock], first_id: int, token: Token) -> list[Thing]:
    """The links within lines in reading order; pixels are (h, w, 3) uint8 RGB. One that goes on on the next line is
    one. Raises `Cancelled`."""
    found: list[list[Run]] = []
    for line in lines:
        token.check()
        if line.kind != "line" or len(line.text) < 2:
            continue
        for run in runs(pixels, line):
            if found and _goes_on(found[-1][-1], run):
                found[-1].append(run)
            else:
                found.append([run])
    kept = [parts for parts in found if any(not part.whole for part in parts)]
    return [_thing(parts, first_id + at) for at, parts in enumerate(kept)]


def _goes_on(upper: Run, lower: Run) -> bool:
    one, other = upper.line.box, lower.line.box
    close = -0.5 * one.h < other.y - one.bottom < one.h
    return upper.ends and lower.begins and close and distance(upper.colour, lower.colour) <= ONE


def _thing(parts: Sequence[Run], number: int) -> Thing:
    box = parts[0].box
    for part in parts[1:]:
        box = box.union(part.box)
    name = " ".join(word for part in parts for word in part.words)
    return Thing(number, "link", PUNCTUATION.sub("", name), box=box, confidence=SURE, source="pixels")


def runs(pixels: Pixels, line: TextBlock) -> list[Run]:
    """The words of a line that are underlined in another colour than its others; those of a line that is nothing else,
    as the end of a link may be, in the colour of its line."""
    height, width = int(pixels.shape[0]), int(pixels.shape[1])
    box = line.box
    grown = Box(box.x - box.h, box.y, box.w + 2 * box.h, box.h + round(BELOW * box.h)).clipped(width, height)
    drawn = drawn_in(pixels, box)
    if grown is None or drawn is None:
        return []
    part = pixels[grown.y : grown.bottom, grown.x : grown.right]
    under = _underlines(part, drawn.ground, box.h)
    under = [one for one in under if one.x > 0 and one.right < grown.w]  # what goes on beside the words is a frame
    if not under:
        return []
    words = _words(part, drawn.ground, line.text, under)
    if words is None:
        return []
    places = [
        [n for n, (left, right) in enumerate(words) if one.x - 2 <= (left + right) / 2 <= one.right + 2]
        for one in under
    ]
    plain = [n for n in range(len(words)) if not any(n in at for at in places)]
    found = [_run(pixels, line, grown, words, at, plain) for at in places if at]
    return [run for run in found if run is not None]


def _run(
    pixels: Pixels,
    line: TextBlock,
    grown: Box,
    words: Sequence[tuple[int, int]],
    at: Sequence[int],
    plain: Sequence[int],
) -> Run | None:
    """Words `at` these places, if those that are `plain` differ from them in colour."""
    said = line.text.split()
    first, last = at[0], at[-1]
    box = Box(grown.x + words[first][0], line.box.y, words[last][1] - words[first][0], line.box.h)
    own = drawn_in(pixels, box)
    if own is None:
        return None
    for n in plain:
        beside = drawn_in(pixels, Box(grown.x + words[n][0], line.box.y, words[n][1] - words[n][0], line.box.h))
        if beside is not None and distance(own.ink, beside.ink) < ANOTHER:
            return None
    if plain and len(said) < PROSE:
        return None
    return Run(line, tuple(said[first : last + 1]), box, own.ink, first == 0, last == len(said) - 1)


def _underlines(part: Pixels, ground: Colour, height: int) -> list[Box]:
    """Thin straight lines of one colour in the lower part of a line's pixels, and of what lies below."""
    import numpy as np

    top = round(LETTERS * height)
    far = abs(part[top:].astype(np.int16) - np.array(ground, np.int16)).max(axis=2) >= INK
    found: list[Box] = []
    for row, inked in enumerate(far):
        for left, right in _stretches(inked):
            if right - left < LONG * height:
                continue
            colours = part[top + row, left:right].astype(np.int16)
            if float(abs(colours - np.median(colours, axis=0)).max(axis=1).mean()) > ONE / 4:
                continue
            above = found[-1] if found else None
            if above is not None and above.bottom == top + row and abs(above.x - left) <= 2:
                found[-1] = above.union(Box(left, top + row, right - left, 1))
            else:
                found.append(Box(left, top + row, right - left, 1))
    return [one for one in found if one.h <= max(1.0, THIN * height)]


def _stretches(inked: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(start, end) of the runs of ink in a row; gaps of a pixel, where a letter's tail crosses, are none."""
    import numpy as np

    closed = inked.copy()
    closed[1:-1] |= inked[:-2] & inked[2:]
    edges = np.flatnonzero(np.diff(np.concatenate(([0], closed.astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _words(part: Pixels, ground: Colour, text: str, under: Sequence[Box]) -> list[tuple[int, int]] | None:
    """(left, right) of each word of the text, by the gaps in its ink; None where the gaps don't tell them apart."""
    import numpy as np

    ink = abs(part.astype(np.int16) - np.array(ground, np.int16)).max(axis=2) >= INK
    for one in under:
        ink[one.y - 1 : one.bottom + 1, one.x - 1 : one.right + 1] = False
    columns = np.asarray(ink.any(axis=0))
    letters = [
        (left, right)
        for left, right in zip(
            *(np.flatnonzero(np.diff(np.concatenate(([0], columns.astype(np.int8), [0]))) == way) for way in (1, -1)),
            strict=True,
        )
    ]
    many = len(text.split())
    if len(letters) < many:
        return None
    gaps = sorted(((after[0] - before[1], at) for at, (before, after) in enumerate(pairwise(letters))), reverse=True)
    if many > 1 and len(gaps) >= many and gaps[many - 2][0] < WIDER * gaps[many - 1][0]:
        return None
    breaks = sorted(at for _, at in gaps[: many - 1])
    starts, ends = [0, *(at + 1 for at in breaks)], [*breaks, len(letters) - 1]
    return [(int(letters[one][0]), int(letters[other][1])) for one, other in zip(starts, ends, strict=True)]

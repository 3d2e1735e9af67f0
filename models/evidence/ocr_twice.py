"""Reading a piece of a line at a smaller size first, and what is doubtful then once more at full size.

The recogniser's work grows with the height and the width of what it gets: at two thirds of the height and three
quarters of the width it is 0.4 of that at full size, and most letters are as plain. Where one is not, and wherever
there are digits, the words around it are read again, cut out between two spaces that both the pixels and the reading
show. So a doubt that is told, and a number, always comes from the full size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.evidence.ocr_lines import BLANK, EDGE, Reading, blank_stretches
from models.evidence.ocr_width import unfit

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels
    from models.evidence.ocr_lines import PieceReader

SMALL = 32
"""Pixels of height of the first look: the recogniser's maps are then 8, 4 and 2 rows high instead of 12, 6 and 3. At 36
they are 9, 5 and 3: its dearest layers, the last ones, cost no less a column than at 48."""
NARROWED = 0.75
"""Of the width, of the first look: letters are a little flatter there than they were drawn. At two thirds, like the
height, words lose letters."""
PLAIN = 0.7
"""Probability that each character of a stretch must have to be believed at the small size."""
PLAIN_M = 0.999
"""The same of an "m", which "rn" looks like at that size. Of 420 words with "rn" in seven fonts of 11 to 16 pixels, 66
had a wrong "m" there, 40 of them less sure than this; so were 10 of 840 right ones."""
TWICE = re.compile(r"([^\w\s])\1|(?<!\w)-(?=\w)|(?<=\w)-(?!\w)")
"""Thin signs in a row, of which one is soon lost, or a dash at one end of a word: of two dashes, or of a dash between
spaces, it may be what is left."""
NARROWEST = 120
"""Pixels of a piece from which it is read small at all: icons and lone signs need every pixel."""
TRICKY = re.compile(r"[^\w\s.,:;!?()\[\]{}/@#$%&*+=<>|\u2e80-\uffff-]|[_\u0100-\u2e7f]")
"""Signs that are thin or rare, and letters with marks that neither English nor German has (a small ü is soon a ū): what
the small size takes for one is looked at again."""
LIKE_DIGITS = re.compile(r"\b[OoQDIlSBZ]+\b")
"""Words of letters alone that a digit may be: 0, 1, 5, 8, 2."""
SHORTEST = 240
"""Pixels that a stretch has at least that is read again: words help each other."""
NEARLY_ALL = 0.75
"""Share of a piece from which all of it is read again: each run has a cost of its own."""
NARROW = 5
"""Pixels of a blank stretch that parts words where the reading has a space too: narrow fonts leave no more."""
TWO_STROKES = '"%'
"""Signs of two strokes side by side."""
HALF_STEP = 5
"""Pixels, of a step of the recogniser at the small size."""
SLACK = 6
"""Pixels by which a space may be seen beside its gap: half a step of the recogniser."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words between two spaces: pixels from `left` to `right`, characters from `start` to `end`."""

    left: int
    right: int
    start: int
    end: int


class TwiceReader:
    """`PieceReader` on top of one that takes lines of any height."""

    def __init__(self, recogniser: PieceReader) -> None:
        self._recogniser = recogniser

    def read(self, line: Pixels, options: Any = None) -> Reading:
        import cv2

        width = line.shape[1]
        if width < NARROWEST:
            return self._recogniser.read(line, options)
        size = max(8, round(width * NARROWED)), SMALL
        small = self._recogniser.read(cv2.resize(line, size), options)
        if not small.text:
            return self._recogniser.read(line, options)
        places = tuple(place * width // size[0] for place in small.places)
        first = Reading(small.text, small.chances, places)
        ink = columns(line)
        parts = stretches(ink, first)
        odd = unfit(ink, first, parts)
        again = doubted(
            parts,
            [off or not plain(first, part) or lost(ink, first, part) for part, off in zip(parts, odd, strict=True)],
        )
        if not any(again):
            return first
        if sum(part.right - part.left for part, anew in zip(parts, again, strict=True) if anew) >= NEARLY_ALL * width:
            return self._recogniser.read(line, options)
        return self._mended(line, first, parts, again, options)

    def _mended(
        self, line: Pixels, first: Reading, parts: Sequence[Stretch], again: Sequence[bool], options: Any
    ) -> Reading:
        """The first reading with some stretches read anew, neighbours at once."""
        found: list[Reading] = []
        number = 0
        while number < len(parts):
            left, start, anew = parts[number].left, parts[number].start, again[number]
            while number + 1 < len(parts) and again[number + 1] == anew:
                number += 1
            right, end = parts[number].right, parts[number].end
            if anew:
                found.append(moved(self._recogniser.read(line[:, left:right], options), left))
            else:
                found.append(part_of(first, start, end))
            number += 1
        return with_spaces(found)


def columns(line: Pixels) -> npt.NDArray[np.bool_]:
    """(w,) which columns of a piece (h, w, 3) have ink, but for what reaches in from the lines above and below."""
    import numpy as np

    edge = len(line) // EDGE
    body = line[edge : len(line) - edge]
    return np.asarray((body.max(axis=0) - body.min(axis=0)).max(axis=1) >= BLANK)


def stretches(ink: npt.NDArray[np.bool_], reading: Reading) -> list[Stretch]:
    """The piece parted wherever a space of the reading lies in a gap of the ink."""
    spaces = [number for number, sign in enumerate(reading.text) if sign == " "]
    found: list[Stretch] = []
    left = start = 0
    for gap in blank_stretches(ink, NARROW):
        inside = [
            number
            for number in spaces
            if number > start and gap[0] - SLACK <= reading.places[number] + HALF_STEP <= gap[1] + SLACK
        ]
        if len(inside) == 1:
            middle = (gap[0] + gap[1]) // 2
            found.append(Stretch(left, middle, start, inside[0]))
            left, start = middle, inside[0] + 1
    return [*found, Stretch(left, len(ink), start, len(reading.text))]


def plain(reading: Reading, part: Stretch) -> bool:
    """Whether no sign of a stretch is doubtful, and none is thin, rare, or one of several in a row. Digits never are
    plain: a wrong amount is worse than a wrong word, and nobody who only hears it can tell."""
    text, chances = reading.text[part.start : part.end], reading.chances[part.start : part.end]
    if TWICE.search(text) or TRICKY.search(text) or LIKE_DIGITS.search(text) or any(sign.isdigit() for sign in text):
        return False
    least = {" ": 0.0, "m": PLAIN_M}
    return all(chance >= least.get(sign, PLAIN) for sign, chance in zip(text, chances, strict=True))


def lost(ink: npt.NDArray[np.bool_], reading: Reading, part: Stretch) -> bool:
    """Whether ink of a stretch is left that no sign accounts for: more strokes than signs, or one after the last."""
    import numpy as np

    text = reading.text[part.start : part.end]
    inked = np.flatnonzero(ink[part.left : part.right]) + part.left
    if len(inked) == 0 or any(sign > "\u2e80" for sign in text):
        return False
    starts = inked[np.flatnonzero(np.diff(inked, prepend=-2) > 1)]
    if len(starts) > len(text) + sum(text.count(sign) for sign in TWO_STROKES):
        return True
    return not text or reading.places[part.end - 1] + HALF_STEP < int(starts[-1]) - SLACK


def doubted(parts: Sequence[Stretch], unclear: Sequence[bool]) -> list[bool]:
    """Which stretches are read again: the unclear ones, with neighbours until they are long enough."""
    again = list(unclear)
    for number in [number for number, one in enumerate(unclear) if one]:
        low = high = number
        while parts[high].right - parts[low].left < SHORTEST and high - low + 1 < len(parts):
            # The shorter neighbour: it costs less.
            before = parts[low - 1].right - parts[low - 1].left if low > 0 else None
            after = parts[high + 1].right - parts[high + 1].left if high + 1 < len(parts) else None
            if after is None or (before is not None and before <= after):
                low -= 1
                again[low] = True
            else:
                high += 1
                again[high] = True
    return again


def part_of(reading: Reading, start: int, end: int) -> Reading:
    return Reading(reading.text[start:end], reading.chances[start:end], reading.places[start:end])


def moved(reading: Reading, left: int) -> Reading:
    """Of a cut-out that begins `left` pixels into its piece."""
    return Reading(reading.text, reading.chances, tuple(place + left for place in reading.places))


def with_spaces(readings: Sequence[Reading]) -> Reading:
    """One after the other, with a space between any two."""
    text = ""
    chances: list[float] = []
    places: list[int] = []
    for reading in readings:
        bare = reading.text.strip()
        if not bare:
            continue
        start = reading.text.index(bare)
        kept = part_of(reading, start, start + len(bare))
        if text:
            text, chances, places = f"{text} ", [*chances, 1.0], [*places, kept.places[0]]
        text, chances, places = text + kept.text, [*chances, *kept.chances], [*places, *kept.places]
    return Reading(text, tuple(chances), tuple(places))

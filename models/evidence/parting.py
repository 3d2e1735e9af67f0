"""Words that stand far apart are not one line: the names of a menu bar, a name and the subject beside it.

The detector of text joins what stands on one height with less than a line's height between. A line is parted where the
blank between two of its words is far wider than a space of its letters: by the ink, since the recogniser only tells one
space. Nothing is parted where words and ink don't match, in lines of one letter width (terminals and code, where two
spaces are two spaces), nor after what only numbers or marks a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from assistant.types import Box, Finding, TextBlock

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.cancel import Token
    from assistant.ports import Gatherer
    from assistant.types import Capture, Pixels, Scene

WIDE = 2.0
"""Letter widths of a blank from which it is no space of proportional letters; their spaces have half of one or less."""
WIDER = 2.4
"""Times the line's own spaces that it is wide, where the line has some."""
SPACE = 1.3
"""Letter widths up to which a blank is a space."""
HIGH = 0.6
"""Share of the line's height that it is wide at least."""
EVEN, ALIKE = 1.5, 1.4
"""Letter widths of the blanks between the names of a menu bar or a row of links, and how often the narrowest goes into
the widest. Those have no other blanks, no digits, and are three at least."""
ROW = 3
FULL = 3.0
"""Letter widths of a blank beside a Chinese or Japanese sign, which is drawn in a wide box of its own."""
NUMBERED = 4.0
"""Letter widths up to which a blank may follow a line's number or mark."""
BOXES = frozenset("□☐☑☒■▢")
"""What check boxes are read as: no marks of a line."""
CODE = re.compile(r"[_={};<>|\\]|\(\)|(?:^|\s)[\w?]:[A-Z]")
"""Signs of code and of a terminal's keys ("q:Quit"), which are never parted."""
CONTRAST = 40
"""Of 255, between ink and ground; and share of the line's own contrast."""
FAINT = 0.35
ODD = (0.55, 1.75)
"""How much narrower and wider than the line's usual letter those of a word may be: else ink and words don't match. A
letter that stands alone may be an "i"."""
RULE = 1.5
"""Heights of a line that one unbroken stretch of ink is long, from which it is a rule under the words."""
ONE_WIDTH = 0.22
"""Letter widths that words of one letter width are off at most."""
MARK = re.compile(r"[\W\d_]{1,3}|\w[.)]|\d+[.):]")
"""What only marks or numbers the line that it begins."""


def parted(pixels: Pixels, line: TextBlock) -> list[TextBlock]:
    """The pieces of a line of a picture, (h, w, 3) uint8 RGB, from left to right; the line itself where it is one."""
    words = line.text.split()
    if line.kind != "line" or len(words) < 2 or CODE.search(line.text) or line.box.h < 6 or line.box.w < 3 * line.box.h:
        return [line]
    spans = _word_spans(pixels, line.box, len(words))
    if spans is None:
        return [line]
    units = [sum(_unit(sign) for sign in word) for word in words]
    widths = [right - left for left, right in spans]
    advance = sum(widths) / sum(units)
    sizes = [width / many / advance for width, many in zip(widths, units, strict=True) if many > 1]
    if not all(ODD[0] <= size <= ODD[1] for size in sizes) or _one_width(widths, units):
        return [line]
    gaps = [after[0] - before[1] for before, after in pairwise(spans)]
    spaces = [gap for gap in gaps if gap <= SPACE * advance]
    least = max(WIDE * advance, HIGH * line.box.h, WIDER * median(spaces) if spaces else 0.0)
    if _is_row(words, gaps, advance):
        least = HIGH * line.box.h
    cuts = [at + 1 for at, gap in enumerate(gaps) if gap >= max(least, _asked(words, at, advance))]
    first = " ".join(words[: cuts[0]]) if cuts else ""
    if cuts and gaps[cuts[0] - 1] < NUMBERED * advance and first not in BOXES and MARK.fullmatch(first):
        cuts = cuts[1:]
    ends = [0, *cuts, len(words)]
    if not cuts:
        return [line]
    return [_piece(line, words[start:end], spans[start][0], spans[end - 1][1]) for start, end in pairwise(ends)]


def in_one_width(pixels: Pixels, line: TextBlock) -> bool | None:
    """Whether a line is in letters of one width; None where it doesn't tell, as one word."""
    words = line.text.split()
    units = [sum(_unit(sign) for sign in word) for word in words]
    if len({one for one in units if one >= 2}) < 3 or (spans := _word_spans(pixels, line.box, len(words))) is None:
        return None
    return _one_width([right - left for left, right in spans], units)


def _is_row(words: Sequence[str], gaps: Sequence[int], advance: float) -> bool:
    """Whether the words are names in a row, all far apart."""
    named = all(word[0].isalpha() and not any(sign.isdigit() or sign == ":" for sign in word) for word in words)
    return named and len(words) >= ROW and EVEN * advance <= min(gaps) and max(gaps) <= ALIKE * min(gaps)


def _asked(words: Sequence[str], at: int, advance: float) -> float:
    """Pixels that the blank after a word must be wide, whatever the others are."""
    return FULL * advance if 2.0 in (_unit(words[at][-1]), _unit(words[at + 1][0])) else 0.0


def _unit(sign: str) -> float:
    """How many letters wide it is."""
    return 2.0 if unicodedata.east_asian_width(sign) in "WF" else 1.0


def _piece(line: TextBlock, words: Sequence[str], left: int, right: int) -> TextBlock:
    text = " ".join(words)
    box = Box(left, line.box.y, right - left, line.box.h)
    return replace(line, text=text, box=box, doubtful=tuple(one for one in line.doubtful if one in text))


def _word_spans(pixels: Pixels, box: Box, many: int) -> list[tuple[int, int]] | None:
    """(left, right) of the ink of so many words in the picture; None where the blanks don't tell that number."""
    import numpy as np

    reach = box.h // 4
    left = max(0, box.x - reach)
    inked = np.flatnonzero(letters_of(_ink(pixels[max(0, box.y) : box.bottom, left : box.right + reach])).any(axis=0))
    if len(inked) < many:
        return None
    blanks = np.diff(inked)
    if many - 1 > len(blanks):
        return None
    widest = np.sort(np.argsort(-blanks, kind="stable")[: many - 1])
    narrowest = int(blanks[widest].min())
    others = np.delete(blanks, widest)
    if narrowest <= 2 or (len(others) and int(others.max()) >= narrowest):
        return None
    starts = [int(inked[0]), *(int(inked[at + 1]) for at in widest)]
    ends = [*(int(inked[at]) + 1 for at in widest), int(inked[-1]) + 1]
    return [(left + start, left + end) for start, end in zip(starts, ends, strict=True)]


def _ink(part: Pixels) -> npt.NDArray[np.bool_]:
    """(h, w) what is no ground, which is the colour of most of it."""
    import numpy as np

    flat = part.reshape(-1, 3)
    ground = np.median(flat, axis=0).astype(np.int16)
    far: npt.NDArray[np.int16] = abs(part.astype(np.int16) - ground).max(axis=2)
    return np.asarray(far >= max(CONTRAST, FAINT * float(np.percentile(far, 99))))


def letters_of(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The ink without the rows of a rule under the words, or of a border."""
    import numpy as np

    long = round(RULE * len(ink))
    if ink.shape[1] <= long:
        return ink
    total = np.cumsum(np.pad(ink, ((0, 0), (1, 0))).astype(np.int32), axis=1)
    ruled = np.asarray((total[:, long:] - total[:, :-long] >= long).any(axis=1))
    return np.asarray(ink & ~ruled[:, None])


def _one_width(widths: Sequence[int], units: Sequence[float]) -> bool:
    """Whether all words are as wide as their letters are many: of a terminal."""
    long = [(width, many) for width, many in zip(widths, units, strict=True) if many >= 2]
    if len(long) < 2 or len({many for _, many in long}) < 2:
        return False
    (low_width, low), (high_width, high) = min(long, key=lambda one: one[1]), max(long, key=lambda one: one[1])
    pitch = (high_width - low_width) / (high - low)
    if pitch <= 0 or abs(pitch * low - low_width) > 0.6 * pitch:
        return False
    off = (abs(width - low_width - (many - low) * pitch) for width, many in long)
    return max(off) <= ONE_WIDTH * pitch + 1


class PartedText:
    """`ports.Gatherer`: what another one reads, its lines parted."""

    def __init__(self, reader: Gatherer) -> None:
        self._reader = reader
        self.name = reader.name
        self.budget_s = reader.budget_s

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        for finding in self._reader.gather(capture, scene, token):
            blocks = []
            for block in finding.blocks:
                token.check()
                blocks += parted(capture.pixels, block)
            yield replace(finding, blocks=tuple(blocks)) if blocks else finding

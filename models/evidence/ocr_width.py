"""Words that are wider or narrower than what was read there, or have a gap as wide as a space: a letter was lost, or
the space between two words.

A greedy reading (CTC) is sure of each letter that it has, never of what it left out. But in one line all letters are of
one font, so the words' widths must go with the sums of their letters' widths: those of Helvetica (Adobe's font metrics,
AFM), which most fonts of screens are near to, or all the same, as in terminals; whichever fits the line better.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from models.evidence.ocr_lines import Reading
    from models.evidence.ocr_twice import Stretch

    Flags = npt.NDArray[np.bool_]

HELVETICA = {
    222: "ijl", 278: " !,./:;I[]\\ft", 333: "()-`r", 334: "{}", 260: "|", 191: "'", 355: '"', 389: "*", 469: "^",
    500:"Jcksvxyz", 556: "#$0123456789?L_abdeghnopqu", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw",
    778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1015: "@",
}  # fmt: skip
"""Thousandths of the font's size, and the signs that are so wide."""
WIDTHS = {sign: width / 1000 for width, signs in HELVETICA.items() for sign in signs}
ODD = 0.5
"""Of a letter of the word, by which it may be wider or narrower. Of 216 drawn lines of prose, 11 of the 18 words that
were read wrongly and believed at the small size are further off, and 2 % of all the width."""
SPACE = 0.7
"""Of the line's usual space, from which a gap in a word may be one."""
FEWEST = 3
"""Words of a piece from which they can be compared."""


def unfit(ink: Flags, reading: Reading, parts: Sequence[Stretch]) -> list[bool]:
    """Which stretches of a piece have not the width of their words, or a gap like a space. `ink` (w,): columns with
    ink."""
    spans = [_span(ink, part) for part in parts]
    texts = [reading.text[part.start : part.end].strip() for part in parts]
    known = [
        number
        for number, (text, span) in enumerate(zip(texts, spans, strict=True))
        if text and span is not None and all(sign in WIDTHS for sign in text)
    ]
    found = [False] * len(parts)
    if len(known) < FEWEST:
        return found
    widths = [float(spans[number][1] - spans[number][0]) for number in known]  # type: ignore[index]
    odd = _odd([texts[number] for number in known], widths)
    space = _usual_space(spans)
    for number, off in zip(known, odd, strict=True):
        glued = " " not in texts[number] and _widest_gap(ink, parts[number]) >= SPACE * space
        found[number] = off or glued
    return found


def _span(ink: Flags, part: Stretch) -> tuple[int, int] | None:
    """The first column of a stretch that is inked, and the one after the last."""
    import numpy as np

    inked = np.flatnonzero(ink[part.left : part.right])
    return (part.left + int(inked[0]), part.left + int(inked[-1]) + 1) if len(inked) else None


def _odd(texts: Sequence[str], widths: Sequence[float]) -> list[bool]:
    """Which words differ from what the line's font would make them."""
    ways: tuple[Callable[[str], float], ...] = (lambda text: sum(WIDTHS[sign] for sign in text), len)
    best, least = [0.0] * len(texts), float("inf")
    for way in ways:
        wanted = [way(text) for text in texts]
        scale = _middle([width / want for width, want in zip(widths, wanted, strict=True)], widths)
        off = [
            abs(width / scale - want) * len(text) / want
            for text, width, want in zip(texts, widths, wanted, strict=True)
        ]
        spread = sum(min(1.0, one) * len(text) for one, text in zip(off, texts, strict=True))
        if spread < least:
            best, least = off, spread
    return [one > ODD for one in best]


def _middle(values: Sequence[float], weights: Sequence[float]) -> float:
    """The median, each value counted by its weight."""
    passed, half = 0.0, sum(weights) / 2
    for value, weight in sorted(zip(values, weights, strict=True)):
        passed += weight
        if passed >= half:
            return value
    return values[-1]


def _usual_space(spans: Sequence[tuple[int, int] | None]) -> float:
    """Pixels between the words of a line, the median."""
    spaces = sorted(after[0] - before[1] for before, after in pairwise(spans) if before and after)
    return float(spaces[len(spaces) // 2]) if spaces else float("inf")


def _widest_gap(ink: Flags, part: Stretch) -> int:
    """Pixels between two letters of a stretch."""
    import numpy as np

    inked = np.flatnonzero(ink[part.left : part.right])
    return int(np.diff(inked).max()) - 1 if len(inked) > 1 else 0

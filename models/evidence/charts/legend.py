"""Which name belongs to which colour: a patch or a piece of line stands before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from models.evidence.charts.layers import Colour, ground

if TYPE_CHECKING:
    from assistant.types import Box, Pixels
    from models.evidence.charts.words import Word

BEFORE = 4.2
"""How far before a name its patch begins, in heights of the letters."""
FAR = 40
"""Distance of colours, 0..441, within which a patch has a series' colour."""
NEAR = 22
"""The same where letters are, too."""
PALE = 0.38
"""Of the distance to the ground: a pale colour is near to it."""
APART_PX = 3
"""Columns without any colour between two patches."""
THINNEST = 0.45
"""How much of a pixel a thin piece of line covers at least."""


def legend(
    pixels: Pixels, words: Sequence[Word], colours: Sequence[Colour], em: float, *, thin: bool = False
) -> dict[int, Word]:
    """Number of a colour -> its name; a colour that no patch has has none. `thin`: the patches are pieces of line,
    whose pixels are mixed with the ground."""
    if not colours:
        return {}
    claims: list[tuple[float, int, Word]] = []
    for word in words:
        found = _patch(pixels, word, words, colours, em, THINNEST if thin else 1.0)
        if found is None:
            found = _patch(pixels, word, words, colours, em, 1.0, inside=True)
        if found is not None:
            claims.append((found[1], found[0], word))
    names: dict[int, Word] = {}
    for _, number, word in sorted(claims, key=lambda one: -one[0]):
        if number not in names:
            names[number] = word
    names = _in_one_place(names, em)
    return names if len(names) > 1 or len(colours) == 1 else {}  # one alone may be a patch by chance


def in_order(names: dict[int, Word], count: int) -> list[int]:
    """The numbers of the colours in the order of the legend, where it names them all; else as they are."""
    if len(names) < count:
        return list(range(count))
    boxes = [names[at].box for at in range(count)]
    level = max(box.centre[1] for box in boxes) - min(box.centre[1] for box in boxes) < boxes[0].h
    return sorted(range(count), key=lambda at: boxes[at].x if level else boxes[at].y)


def _patch(
    pixels: Pixels,
    word: Word,
    words: Sequence[Word],
    colours: Sequence[Colour],
    em: float,
    thinnest: float,
    *,
    inside: bool = False,
) -> tuple[int, float] | None:
    """The colour of the patch before a word, and how many pixels of it there are. `inside`: of one so close to the word
    that it was taken for a part of it."""
    import numpy as np

    box = word.box
    size = min(em, 1.3 * box.h)
    left = max(0, round(box.x - BEFORE * size))
    for other in words:  # no further than the word before it
        same_line = abs(other.middle[1] - word.middle[1]) < 0.6 * em
        if other is not word and same_line and other.box.right <= box.x:
            left = max(left, other.box.right + 1)
    within = box.x + (round(size) if inside and box.w > 1.8 * size else 1)
    part = pixels[box.y : box.bottom, left : min(pixels.shape[1], within)].astype(np.float32)
    if part.shape[0] < 3 or part.shape[1] < 3:
        return None
    above = max(0, box.y - 3)
    base = np.array(ground(pixels[above : above + 2, left : box.right]), np.float32)
    apart = [_apart(part, base, np.array(colour, np.float32), thinnest) for colour in colours]
    nearest = np.argmin(np.stack(apart), axis=0)
    limits = [min(NEAR if inside else FAR, PALE * float(np.linalg.norm(np.array(colour) - base))) for colour in colours]
    seen = [(one <= limits[at]) & (nearest == at) for at, one in enumerate(apart)]
    counts = _nearest_patch(np.stack([one.sum(axis=0) for one in seen]))
    best = int(np.argmax(counts))
    least = 0.35 * size  # a thin piece of line
    if counts[best] < max(5, least) or counts[best] > 0.97 * part.shape[0] * part.shape[1]:
        return None  # nothing there, or a bar that the word lies on
    return best, float(counts[best])


def _nearest_patch(columns: Any) -> list[int]:
    """(colours, w) pixels of each colour in each column -> those of the patch at the right: further left a bar may be,
    or the patch of another name."""
    import numpy as np

    places = np.flatnonzero(columns.max(axis=0) > 0)
    if not len(places):
        return [0] * len(columns)
    runs = np.split(places, np.flatnonzero(np.diff(places) > APART_PX) + 1)
    for run in reversed(runs):
        counts = columns[:, run].sum(axis=1)
        if counts.max() >= 5:
            return [int(count) for count in counts]
    return [0] * len(columns)


def _apart(part: Any, base: Any, colour: Any, thinnest: float) -> Any:
    """(h, w): how far each pixel is from the colour, or from what a thin line of it makes of the ground."""
    import numpy as np

    ray = colour - base
    share = np.clip(((part - base) @ ray) / max(1.0, float(ray @ ray)), thinnest, 1.0)
    return np.sqrt(((part - base - share[..., None] * ray) ** 2).sum(axis=2))


def _in_one_place(names: dict[int, Word], em: float) -> dict[int, Word]:
    """Without names that stand away from the others: legends are one row or one column."""
    if len(names) < 2:
        return names
    kept = {}
    for number, word in names.items():
        beside = sum(_beside(word.box, other.box, em) for key, other in names.items() if key != number)
        if beside:
            kept[number] = word
    return kept


def _beside(one: Box, other: Box, em: float) -> bool:
    in_row = abs(one.centre[1] - other.centre[1]) < 0.7 * em
    in_column = abs(one.x - other.x) < 1.2 * em and abs(one.centre[1] - other.centre[1]) < 12 * em
    return in_row or in_column

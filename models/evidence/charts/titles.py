"""The titles of a chart and of its axes, and the unit that one of them names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.types import Box

if TYPE_CHECKING:
    from models.evidence.charts.words import Word

LONGEST = 90
"""Characters of a title; more is a paragraph."""
HIGH = 6.0
"""How far above the plot a title may stand, in heights of the letters."""


def title(box: Box, words: Sequence[Word], taken: Iterable[Word], em: float) -> Word | None:
    """The line above the plot that is most like a title: the nearest in its middle, or a larger one right over it."""
    used = set(taken)
    above = [
        word
        for word in words
        if word not in used
        and word.box.bottom <= box.y + 0.4 * em
        and box.y - word.box.bottom < HIGH * em
        and box.x - 5 * em < word.middle[0] < box.right + em
        and len(word.text) <= LONGEST
        and sum(char.isalpha() for char in word.text) >= 2
    ]
    if not above:
        return None
    best = min(above, key=lambda word: abs(word.middle[0] - box.centre[0]) / 8 + (box.y - word.box.bottom))
    # A larger line right over it, in the middle or at the left as it is: that one is a subtitle.
    over = [
        word
        for word in above
        if word.box.h >= 1.12 * best.box.h
        and 0 <= best.box.y - word.box.bottom < 1.8 * em
        and (abs(word.middle[0] - best.middle[0]) < 0.12 * box.w or abs(word.box.x - best.box.x) < em)
    ]
    return max(over, key=lambda word: word.box.h) if over else best


def below(box: Box, names: Sequence[Word], words: Sequence[Word], taken: Iterable[Word], em: float) -> Word | None:
    """The title of the axis below: one line under the names, in the middle of the plot."""
    used = set(taken) | set(names)
    top = max((word.box.bottom for word in names), default=box.bottom)
    found = [
        word
        for word in words
        if word not in used
        and 0 <= word.box.y - top + 0.4 * em < 2.6 * em
        and abs(word.middle[0] - box.centre[0]) < 0.12 * box.w + em
        and any(char.isalpha() for char in word.text)
    ]
    return min(found, key=lambda word: word.box.y) if found else None


def beside(box: Box, left: int, words: Sequence[Word], em: float) -> Word | None:
    """The title of the axis at the left: a line written upwards, beside the numbers."""
    found = [
        word
        for word in words
        if word.box.right <= left + 0.5 * em
        and left - word.box.right < 3 * em
        and word.box.h > 1.2 * word.box.w
        and abs(word.middle[1] - box.centre[1]) < 0.3 * box.h
        and sum(char.isalpha() for char in word.text) >= 2
    ]
    return max(found, key=lambda word: word.box.right) if found else None


def said(word: Word | None) -> str:
    return word.text if word is not None else ""


def unit(axis_title: str, of_ticks: str) -> str:
    """ "Sales (kEUR)", "Height [cm]", "Share in %" name a unit; else the numbers do."""
    found = re.search(r"[(\[（]\s*([^()\[\]（）]{1,12})\s*[)\]）]\s*$", axis_title) or re.search(
        r"(?:\bin|/)\s+(\S{1,8})\s*$", axis_title
    )
    return found[1].strip() if found else of_ticks

"""Whether a label and its value can be what a question asks for."""

from __future__ import annotations

import re

from models.grounded.pairs import Pair
from models.grounded.shapes import FULL_NAME, MEASURES, may_be_somebody
from models.grounded.words import words

SHORT_VALUE = 4
"""Words of a cell that may be what a question calls it by."""


def is_nobody(pair: Pair) -> bool:
    """Whether neither the value may be somebody nor what its row is called: in a list of letters that is who wrote
    them."""
    return not may_be_somebody(pair.value) and not (pair.around and FULL_NAME.fullmatch(pair.label))


def fits_by_unit(kind: str, pair: Pair) -> bool:
    """Whether the label tells the unit of a mere number: "keep_days = 14", "Length (min)"."""
    if kind not in MEASURES or not re.fullmatch(r"\W*\d[\d.,' ]*", pair.value):
        return False
    label = words(f"{pair.label} {pair.column}")
    unit = (
        {"s": "seconds", "ms": "seconds", "sec": "seconds", "hrs": "hours"}.get(label[-1], label[-1]) if label else ""
    )
    return MEASURES[kind].fullmatch(f"1 {unit}") is not None


def is_numbered(pair: Pair) -> bool:
    """Whether the value is a long number right behind a name, which then tells which one it is ("Parcel 8812"), neither
    how much nor where."""
    behind = re.fullmatch(r"\d{4,}", pair.value) is not None
    return behind and pair.evidence[0].text.split() == [*pair.label.split(), pair.value]


def head(label: str) -> str:
    """The word of a label that says what it is of: a file size is a size."""
    return (words(label) or [""])[-1]


def short(pair: Pair) -> str:
    """The value as what else a question may name; never a sentence in a table's cell, which is then only quoted."""
    return pair.value if not pair.around or len(pair.value.split()) <= SHORT_VALUE else ""

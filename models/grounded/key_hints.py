"""Keys that a program names beside what they do, as in the last lines of an editor in a terminal: "^X Exit"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Box
from models.grounded.view import Piece

KEY = re.compile(r"(?:\^|M-|C-|(?:Ctrl|Alt|Strg|Shift|Meta)[ +-])\S{1,3}|F\d{1,2}|Esc|Enter|Tab", re.IGNORECASE)
NEAR = 3
"""Heights of the key's name between it and what it does, at most."""
FEWEST = 3
"""So many on one screen are hints; one alone may be anything."""


def is_key(text: str) -> bool:
    return KEY.fullmatch(text.strip()) is not None


def of(piece: Piece, pieces: Sequence[Piece]) -> Piece | None:
    """The key that stands right before the words; None where none does, or where keys are not named so."""
    keys = [one for one in pieces if one.box is not None and is_key(one.text)]
    box = piece.box
    if box is None or len(keys) < FEWEST:
        return None
    for key in keys:
        if key.box is None:
            continue
        if _level(box, key.box) and 0 <= box.x - key.box.right <= NEAR * key.box.h:
            before = [
                key.box.x - one.box.right
                for one in pieces
                if one.box is not None
                and one.box.right <= key.box.x + 2
                and _level(one.box, key.box)
                and not is_key(one.text)
            ]
            # What stands closer before the key than the words behind it: the key is that one's.
            return None if before and min(before) < box.x - key.box.right else key
    return None


def _level(one: Box, other: Box) -> bool:
    return 2 * (min(one.bottom, other.bottom) - max(one.y, other.y)) > min(one.h, other.h)

"""Where on a screen full of text a question points, so that a model sees that part in its own size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.types import Box

if TYPE_CHECKING:
    from assistant.types import Scene

MUCH_TEXT = 30
"""Blocks from which on a picture is text-heavy."""
LARGE = 1024
"""Pixels of the longer side: smaller pictures lose little when a model shrinks them."""
RARE = 3
"""A word in more blocks than this points nowhere."""
AROUND = 0.15
"""Of a side of the picture, kept around what was found."""
LEAST = 0.3
"""Of a side of the picture, at least; what is beside a label belongs to it."""
MOST = 0.6
"""Of the picture's area: a larger part is not worth the loss of the rest."""
_WORD = re.compile(r"[^\W_]{3,}")


def pointed_at(question: str, scene: Scene) -> Box | None:
    """The part of the picture where rare words of the question are written, with room around it; None where the whole
    should be looked at: little text, a small picture, no such words, words all over the place."""
    if len(scene.blocks) < MUCH_TEXT or max(scene.width, scene.height) <= LARGE:
        return None
    asked = {word.casefold() for word in _WORD.findall(question)}
    found: list[Box] = []
    for word in asked:
        at = [block.box for block in scene.blocks if word in _words(block.text)]
        if at and len(at) <= RARE:
            found += at
    if not found:
        return None
    left, right = _stretched(min(box.x for box in found), max(box.right for box in found), scene.width)
    top, bottom = _stretched(min(box.y for box in found), max(box.bottom for box in found), scene.height)
    if (right - left) * (bottom - top) > MOST * scene.width * scene.height:
        return None
    return Box(left, top, right - left, bottom - top)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _stretched(begin: int, end: int, side: int) -> tuple[int, int]:
    """From begin to end with what lies around, inside of the picture's side."""
    room = max(AROUND * side, (LEAST * side - (end - begin)) / 2)
    return max(0, round(begin - room)), min(side, round(end + room))

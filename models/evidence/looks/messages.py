"""Messages on a red ground of their own with words of a fault: what a program shows when something is wrong.

Where the same red also stands behind words that tell of no fault, it is a colour like others: of a person in a chat, of
what is marked in a table, of a site.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from assistant.types import Box, TextBlock, Thing
from models.evidence.looks.colours import SAME, Colour, distance, drawn_in, reach
from models.evidence.looks.faults import tells_a_fault

if TYPE_CHECKING:
    from assistant.types import Pixels

REDDER, STRONG = 18, 0.25
"""Of 255, how much redder than green and blue a ground is; share of its brightest channel that it is redder."""
WORDS = 3
"""Fewer are a button or a badge."""
CHINESE = 6
"""Signs of Chinese or Japanese that are a message."""
CHANGED = re.compile(r"^\d+\s|[_={};<>|\\]|\w\(")
"""A line of code, which stands on red where it was taken out."""
LARGEST = 0.3
"""Share of the picture that the ground of a message covers at most."""
FARTHEST = 2.5
"""Line heights above and below the words within which their ground ends: else it is a page's."""
TALLEST = 1.6
"""Times the height of the picture's usual line: larger letters are a picture's, or a poster's."""
SURE = 0.9


def messages(pixels: Pixels, lines: Sequence[TextBlock], first_id: int) -> list[Thing]:
    """Alerts of a picture, (h, w, 3) uint8 RGB, from the lines that were read in it, from top to bottom."""
    found: list[tuple[Box, Colour, list[TextBlock]]] = []
    for line in sorted(lines, key=lambda one: (one.box.y, one.box.x)):
        holder = next((texts for box, _, texts in found if box.contains(line.box, 4)), None)
        if holder is not None:
            holder.append(line)
        elif (seen := _red_ground(pixels, line)) is not None:
            found.append((*seen, [line]))
    usual = median(line.box.h for line in lines) if found else 0
    told: list[Thing] = []
    idle = [ground for _, ground, texts in found if _says_something(texts) and not tells_a_fault(_words(texts))]
    for box, ground, texts in found:
        if not _says_something(texts) or any(CHANGED.search(one.text) for one in texts):
            continue
        if any(distance(ground, other) <= SAME for other in idle) or not tells_a_fault(_words(texts)):
            continue
        if max(one.box.h for one in texts) <= TALLEST * usual:
            name = _words(texts)
            told.append(Thing(first_id + len(told), "alert", name, box=box, confidence=SURE, source="pixels"))
    return told


def _words(texts: Sequence[TextBlock]) -> str:
    return " ".join(one.text for one in texts)


def _says_something(texts: Sequence[TextBlock]) -> bool:
    """No button, and no name in a bar of a site's own colour."""
    return any(
        len(one.text.split()) >= WORDS or (one.text[:1] > "\u2e80" and len(one.text) >= CHINESE) for one in texts
    )


def _red_ground(pixels: Pixels, line: TextBlock) -> tuple[Box, Colour] | None:
    """The box and colour of the ground behind a line, where it is red and ends around the words."""
    drawn = drawn_in(pixels, line.box)
    if drawn is None or not is_red(drawn.ground):
        return None
    box, row = line.box, int(line.box.centre[1])
    column = max(0, box.x - max(2, box.h // 4))
    turned = pixels[:, column : column + 1].transpose(1, 0, 2)
    if not _same(pixels, row, column, drawn.ground):
        return None
    left = reach(pixels, row, column, drawn.ground, -1)
    right = _right_end(pixels, box, drawn.ground)
    top, bottom = reach(turned, 0, row, drawn.ground, -1), reach(turned, 0, row, drawn.ground, 1)
    ground = Box(left, top, right - left + 1, bottom - top + 1)
    ends = box.y - top <= FARTHEST * box.h and bottom - box.bottom <= 4 * FARTHEST * box.h
    fits = ends and ground.area <= LARGEST * pixels.shape[0] * pixels.shape[1]
    return (ground, drawn.ground) if fits else None


def _right_end(pixels: Pixels, box: Box, ground: Colour) -> int:
    """Where the ground ends right of the words, by the row above their letters: the words themselves are in the way."""
    row = max(0, box.y - 1)
    start = max(0, min(box.x, int(pixels.shape[1]) - 1))
    return max(box.right, reach(pixels, row, start, ground, 1)) if _same(pixels, row, start, ground) else box.right


def _same(pixels: Pixels, row: int, column: int, ground: Colour) -> bool:
    return all(abs(int(pixels[row, column, at]) - ground[at]) <= SAME for at in range(3))


def is_red(colour: Colour) -> bool:
    """Whether a ground is red, dark or light, and no orange or brown."""
    red, green, blue = colour
    redder = red - max(green, blue)
    return (
        redder >= REDDER and redder >= STRONG * red * (0.4 if red > 200 else 1.0) and abs(green - blue) <= 0.5 * redder
    )

"""What radio buttons that only the picture tells of are about: the short text above the first of them."""

from __future__ import annotations

from assistant.types import Box, TextBlock, Thing
from models.grounded.claims import normal
from models.grounded.view import View

WORDS = 5
"""Of such a text, at most."""
ABOVE, EDGE, NEXT = 1.5, 2.0, 4.0
"""Line heights that it may stand above the first button, and right or left of its edge; heights of a button by which
two of one group lie below each other."""


def asked_by(view: View, box: Box) -> str:
    """The text above the radio buttons one of which has its words in this box, "" where there is none."""
    radios = [(one, one.box) for one in view.of_roles("radio") if one.source == "pixels" and one.box is not None]
    own = next((place for _, place in radios if _belongs(place, box)), None)
    if own is None:
        return ""
    first = _first(own, [place for _, place in radios])
    named = {normal(one.name) for one in view.things if one.name}
    over = [block for block in view.content_blocks if _over(block, first) and normal(block.text) not in named]
    over = [block for block in over if not any(_holds(thing, block) for thing in view.things)]
    nearest = max(over, key=lambda block: block.box.bottom, default=None)
    return nearest.text.rstrip(" :：") if nearest is not None and len(nearest.text.split()) <= WORDS else ""


def _belongs(radio: Box, words: Box) -> bool:
    """Whether the words begin right after the button, or their box has it at its front."""
    level = words.y <= radio.centre[1] <= words.bottom
    return level and words.x - 1.5 * words.h <= radio.x and radio.x - words.x <= 2 * radio.w


def _first(own: Box, radios: list[Box]) -> Box:
    """The first of the group: up its column, and along the row of that."""
    at = own
    while True:
        higher = [one for one in radios if abs(one.x - at.x) <= at.w / 2 and 0 < at.y - one.y <= NEXT * at.h]
        if not higher:
            break
        at = max(higher, key=lambda one: one.y)
    return min((one for one in radios if abs(one.centre[1] - at.centre[1]) <= at.h / 2), key=lambda one: one.x)


def _over(block: TextBlock, first: Box) -> bool:
    height = block.box.h
    near = -0.3 * height <= first.y - block.box.bottom <= ABOVE * height
    return near and abs(block.box.x - first.x) <= EDGE * height and block.source == "ocr"


def _holds(thing: Thing, block: TextBlock) -> bool:
    """Whether it is what a control has in it: a value, a button's words."""
    return thing.box is not None and thing.role != "heading" and thing.box.overlap(block.box) > 0.7 * block.box.area

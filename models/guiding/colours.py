"""Where something of a colour is: the largest patch that people would name so."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.types import Box
from models.grounded.colour_survey import SURVEY, basic_terms
from models.guiding import Sighting

if TYPE_CHECKING:
    from assistant.types import Pixels

SIDE = 160
"""Pixels of the longer side of the copy that is looked at."""
LEVELS = 16
"""Of a channel: each of the 4,096 colours is named once."""
VIVID, DARK = 60, 50
"""Of 255: distance of the greatest and the least channel, and the greatest, below which a colour is a shade of grey or
of black: nobody says "something brown" of a dark corner."""
LEAST, PLAIN = 0.004, 0.012
"""Share of the picture that a patch has at least, and from which it is no speck."""
SOLID = 0.45
"""Share of its box that a patch fills: less is a pattern, or a rim."""
SURE, LIKELY = 0.96, 0.85
"""What is told of a plain patch and of a small one or a pattern. Fixed, not fitted: that a patch has a colour was
measured, what somebody calls "something red" was not."""
MOST = 3


def patches(pixels: Pixels, colour: str) -> list[Sighting]:
    """The patches of a basic colour term in (h, w, 3) uint8 RGB, the largest first."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA)
    index = (small // (256 // LEVELS)).astype(np.int32) @ np.array([LEVELS * LEVELS, LEVELS, 1], np.int32)
    most, least = small.max(2).astype(np.int32), small.min(2).astype(np.int32)
    named = (_named()[index] == list(SURVEY).index(colour)) & (most - least >= VIVID) & (most >= DARK)
    mask = cv2.morphologyEx(named.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    found = []
    for at in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[at])
        share = area / mask.size
        if share < LEAST:
            continue
        plain = share >= PLAIN and area >= SOLID * w * h
        box = Box(*(round(side / scale) for side in (x, y, w, h)))
        found.append((area, Sighting(box, SURE if plain else LIKELY)))
    return [one for _, one in sorted(found, key=lambda pair: -pair[0])[:MOST]]


def warm() -> None:
    """Name all colours once, so that the first look is quick."""
    _named()


@cache
def _named() -> Any:
    """(4096,) int: the place in `SURVEY` of the basic term of the middle of each cube of colours."""
    import numpy as np

    step, terms = 256 // LEVELS, list(SURVEY)
    middles = np.arange(LEVELS) * step + step / 2
    cubes = np.stack(np.meshgrid(middles, middles, middles, indexing="ij"), -1).reshape(-1, 3)
    return np.array([terms.index(term) for term in basic_terms(cubes)], np.int8)

"""Where a thing is from the camera, and about how far: the clock with twelve ahead, and a word for the distance.

A camera sees a third of the half circle ahead of it, so that only eleven, twelve and one o'clock can be told; what is
in the middle third of the picture is at twelve. (`describe` and `ask` speak of places in a picture, as on a clock's
face; whoever walks with a camera needs directions.)
"""

from __future__ import annotations

import math

from assistant.types import Box

ACROSS_DEG = 62.0
"""Assumed width of what a camera sees: web cameras have 55 to 78 degrees, phones 60 to 70."""
CLOSE_M, FAR_M = 1.5, 8.0
"""Nearer is "close", farther "far away", between them nothing is said: half of the estimates may be wrong by a half."""
CLOSE_SHARE = 0.3
"""Of the picture, from which anything is close."""
HEIGHTS_M = {
    "person": 1.65, "car": 1.5, "bus": 3.0, "truck": 3.0, "motorcycle": 1.1, "bicycle": 1.05, "horse": 1.6, "cow": 1.4,
    "dog": 0.5, "cat": 0.28, "chair": 0.9, "bench": 0.85, "stop sign": 0.75, "fire hydrant": 0.75, "traffic light": 0.9,
}  # fmt: skip
"""Typical heights; for other kinds no distance is told but by the share of the picture."""


def hour(box: Box, width: int) -> int:
    """11, 12 or 1 o'clock of the middle of the box in a frame so many pixels wide."""
    aside = (box.centre[0] / max(1, width) - 0.5) * 2 * math.tan(math.radians(ACROSS_DEG / 2))
    return {-1: 11, 0: 12, 1: 1}[max(-1, min(1, round(math.degrees(math.atan(aside)) / 22)))]


def distance(kind: str, box: Box, size: tuple[int, int]) -> str:
    """ "close", "far", or "" where that can't be told: a thing that is cut off may be larger than it looks."""
    width, height = size
    if box.area >= CLOSE_SHARE * width * height:
        return "close"
    tall = HEIGHTS_M.get(kind)
    cut_off = box.y <= 2 or box.bottom >= height - 2
    if tall is None or box.h <= 0 or cut_off:
        return ""
    focal = width / 2 / math.tan(math.radians(ACROSS_DEG / 2))
    metres = tall * focal / box.h
    return "close" if metres < CLOSE_M else "far" if metres > FAR_M else ""

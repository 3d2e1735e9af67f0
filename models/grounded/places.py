"""Where something is, in words: one of nine places, and the clock face as seen from the middle."""

from __future__ import annotations

import math

from assistant.types import Box
from models.grounded.phrases import Phrases

MIDDLE = 0.12
"""Share of the frame around its centre in which a clock direction would mean nothing."""


def place(box: Box, frame: Box, phrases: Phrases) -> str:
    """ "top right, 2 o'clock": thirds of the frame, and the clock's direction seen from its middle."""
    x = (box.centre[0] - frame.x) / max(1, frame.w)
    y = (box.centre[1] - frame.y) / max(1, frame.h)
    third = phrases.places[min(2, max(0, int(y * 3))) * 3 + min(2, max(0, int(x * 3)))]
    dx, dy = x - 0.5, y - 0.5
    if math.hypot(dx, dy) < MIDDLE:
        return phrases.places[4]
    # In pixels, as on a round face: a wide window must not bend the clock.
    angle = math.degrees(math.atan2(dx * frame.w, -dy * frame.h)) % 360
    return phrases("place", place=third, hour=phrases.hours[round(angle / 30) % 12])

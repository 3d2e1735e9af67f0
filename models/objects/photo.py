"""Is a picture a photograph? Programs draw in flat areas of few colours; light and lenses don't."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.types import Pixels

FLAT, VERY_FLAT = 0.45, 0.88
"""Share of the pixels that are exactly as their right neighbour. Of 238 photographs (docs/objects.md) 90 % have less
than 0.40, of 64 screens all but those that were photographed, or have a photograph behind them, 0.86 or more."""
COLOURS = 0.02
"""Different colours (of 64 levels a channel) for each pixel looked at; of screens 98 % have less than 0.021."""
LOOKED_AT = 200
"""Rows and columns."""


def is_photo(pixels: Pixels) -> bool:
    """Of (h, w, 3) uint8 RGB. Things on a white ground count by their many colours, grey pictures by their grain."""
    import numpy as np

    height, width = pixels.shape[:2]
    if width < 2:
        return False
    rows = pixels[:: max(1, height // LOOKED_AT)]
    flat = float((rows[:, 1:] == rows[:, :-1]).all(2).mean())
    few = rows[:, :: max(1, width // LOOKED_AT)].reshape(-1, 3).astype(np.int32) >> 2
    colours = len(np.unique(few @ np.array([1, 64, 4096], np.int32))) / len(few)
    return flat < FLAT or (flat < VERY_FLAT and colours >= COLOURS)

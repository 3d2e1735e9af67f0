"""Pictures as the processors can take them, and boxes back in the picture's own pixels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assistant.types import Box

if TYPE_CHECKING:
    from assistant.types import Pixels

MOST_EXTREME = 100
"""Longer side over shorter. Qwen's processor refuses more than 200, others round the shorter side to nothing."""


def even(pixels: Pixels) -> Pixels:
    """The picture, its shorter side stretched where it is narrower than a hundredth of the longer one. Nothing is
    added, so that no border is described; fractions of the sides stay what they are."""
    import numpy as np

    height, width = pixels.shape[:2]
    least = math.ceil(max(height, width) / MOST_EXTREME)
    for axis, side in enumerate((height, width)):
        if side < least:
            pixels = np.repeat(pixels, math.ceil(least / side), axis=axis)
    return pixels


def halved(pixels: Pixels) -> Pixels:
    """Half as wide and high, at least one pixel."""
    import numpy as np
    from PIL import Image

    height, width = pixels.shape[:2]
    return np.asarray(Image.fromarray(pixels).resize((max(1, width // 2), max(1, height // 2)), Image.Resampling.BOX))


def box_of(fractions: tuple[float, float, float, float], pixels: Pixels) -> Box | None:
    """(left, top, right, bottom) as fractions of the sides -> pixels of the picture, cut at its edges; None for
    what is no box: no numbers, or nothing left of it. What is turned around is turned back."""
    height, width = pixels.shape[:2]
    if not all(math.isfinite(value) for value in fractions):
        return None
    left, right = sorted(min(max(value, 0.0), 1.0) * width for value in fractions[::2])
    top, bottom = sorted(min(max(value, 0.0), 1.0) * height for value in fractions[1::2])
    if left == right or top == bottom:
        return None
    x, y = min(math.floor(left + 0.5), width - 1), min(math.floor(top + 0.5), height - 1)
    return Box(x, y, max(1, math.floor(right + 0.5) - x), max(1, math.floor(bottom + 0.5) - y))

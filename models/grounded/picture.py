"""The little that rules can say of a picture without words: its main colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.grounded.colour_survey import basic_term

if TYPE_CHECKING:
    from assistant.types import Pixels

SAMPLED = 96
"""At most this many rows and columns are looked at: the main colour needs no more."""


def main_colour(pixels: Pixels) -> str:
    """The name of the most frequent colour of (h, w, 3) uint8 RGB: "black", "dark_blue", "light_grey"..."""
    import numpy as np

    h, w = pixels.shape[:2]
    sample = pixels[:: max(1, h // SAMPLED), :: max(1, w // SAMPLED)].reshape(-1, 3)
    # 4 levels a channel: coarse enough that a gradient or noise stays one colour.
    bins = (sample // 64).astype(np.int64) @ np.array([16, 4, 1])
    commonest = int(np.bincount(bins, minlength=64).argmax())
    red, green, blue = (float(value) for value in np.median(sample[bins == commonest], axis=0))
    return colour_name(red, green, blue)


def colour_name(red: float, green: float, blue: float) -> str:
    """The name of an RGB colour (0..255 each): of one without colour by its lightness (HSL), else as people call it."""
    import colorsys

    _, light, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    spread = max(red, green, blue) - min(red, green, blue)
    if light < 0.08:
        return "black"
    if spread < 24 or saturation < 0.12:
        if light > 0.93:
            return "white"
        return "light_grey" if light > 0.7 else "dark_grey" if light < 0.35 else "grey"
    name = basic_term(red, green, blue)
    if name == "grey" or (name == "brown" and light > 0.75):
        return "light_grey" if light > 0.7 else "dark_grey" if light < 0.35 else "grey"
    if name in ("pink", "orange", "brown") or (name == "yellow" and light <= 0.75):
        return name
    if light < 0.28 and name in ("red", "green", "blue", "purple", "cyan"):
        return f"dark_{name}"
    if light > 0.75 and name in ("blue", "green", "red", "purple", "yellow"):
        return f"light_{name}"
    return name

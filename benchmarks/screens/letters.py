"""How wide a text is when it is drawn: tells a written name from an icon, and where in a box the name is."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import ImageFont

from assistant.types import Box
from benchmarks.screens import ink

SANS = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
CHINESE = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
WIDTHS = (0.74, 1.33)
"""Drawn width over the width in DejaVu Sans: bold is 1.15, Cantarell 0.9."""
SHORT_PX = 5.0
"""Of a text of a letter or two, by which it may be off either way."""
TALLEST = 1.3
"""Ink height over the letters' size: an icon in a tool bar is taller."""


@functools.cache
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def width(text: str, size: float) -> float:
    """In pixels, in letters of `size` pixels."""
    chinese = any(ord(sign) > 0x2E80 for sign in text)
    return float(_font(CHINESE if chinese else SANS, max(4, round(size))).getlength(text))


def stretch(text: str, parts: Sequence[Box], size: float, pixels: npt.NDArray[np.uint8]) -> Box | None:
    """Those neighbouring stretches of ink that are as wide as the text, and not too tall for it; None if none are."""
    wanted = width(text, size)
    best: tuple[float, Box] | None = None
    for first in range(len(parts)):
        for last in range(first, len(parts)):
            box = functools.reduce(Box.union, parts[first : last + 1])
            slack = SHORT_PX if len(text) < 3 else 0.0
            if not WIDTHS[0] * wanted - slack <= box.w <= WIDTHS[1] * wanted + slack:
                continue
            tight = ink.around(pixels, box, inset=0)
            if tight.h > TALLEST * size:
                continue
            off = abs(box.w - wanted)
            if best is None or off < best[0]:
                best = off, Box(tight.x - 1, max(0, tight.y - 2), tight.w + 2, tight.h + 4)
    return best[1] if best else None

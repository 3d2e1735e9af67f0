"""Where in a box something is drawn: the pixels that differ from the box's commonest colour."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assistant.types import Box

Pixels = npt.NDArray[np.uint8]
"""(h, w, 3) RGB."""

BAR = 0.4
"""Share of ink from which a band is a coloured bar and no line of text."""
FAINT = 40
"""Sum of the three channels' differences from which a pixel is ink."""


def mask(pixels: Pixels, box: Box) -> npt.NDArray[np.bool_]:
    """(h, w) bool of the box, whose background is its commonest colour."""
    part = pixels[max(0, box.y) : box.bottom, max(0, box.x) : box.right].astype(np.int32)
    if part.size == 0:
        return np.zeros((0, 0), bool)
    keys = (part[:, :, 0] << 16) | (part[:, :, 1] << 8) | part[:, :, 2]
    values, counts = np.unique(keys, return_counts=True)
    common = int(values[counts.argmax()])
    ground = np.array([common >> 16, common >> 8 & 255, common & 255])
    return np.asarray(np.abs(part - ground).sum(2) > FAINT)


def runs(line: npt.NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Start and end of each stretch of True; stretches less than `gap` apart are one."""
    places = np.flatnonzero(line)
    if len(places) == 0:
        return []
    cuts = np.flatnonzero(np.diff(places) > gap)
    starts = [int(places[0]), *(int(places[cut + 1]) for cut in cuts)]
    ends = [*(int(places[cut]) + 1 for cut in cuts), int(places[-1]) + 1]
    return list(zip(starts, ends, strict=True))


def around(pixels: Pixels, box: Box, inset: int = 2) -> Box:
    """The box shrunk to its ink, borders aside; the box itself where nothing is drawn."""
    inner = Box(box.x + inset, box.y + inset, box.w - 2 * inset, box.h - 2 * inset)
    if inner.w < 3 or inner.h < 3:
        return box
    found = mask(pixels, inner)
    across, down = np.flatnonzero(found.any(0)), np.flatnonzero(found.any(1))
    if len(across) == 0:
        return box
    x, y = int(across[0]), int(down[0])
    return Box(max(0, inner.x) + x, max(0, inner.y) + y, int(across[-1]) - x + 1, int(down[-1]) - y + 1)


def columns(pixels: Pixels, box: Box, gap: int, inset: int = 2) -> list[Box]:
    """The stretches of ink in a box from left to right, where at least `gap` pixels part them."""
    inner = Box(box.x + inset, box.y + inset, box.w - 2 * inset, box.h - 2 * inset)
    if inner.w < 3 or inner.h < 3:
        return []
    found = mask(pixels, inner)
    return [Box(inner.x + start, inner.y, end - start, inner.h) for start, end in runs(found.any(0), gap)]


def rows(pixels: Pixels, box: Box, gap: int = 1) -> list[Box]:
    """The bands of ink in a box from top to bottom."""
    found = mask(pixels, box)
    return [Box(box.x, box.y + start, box.w, end - start) for start, end in runs(found.any(1), gap)]


def known_lines(pixels: Pixels, area: Box, texts: list[str], *, gap: int = 2) -> list[tuple[str, Box]]:
    """Known lines of text in an area where nothing else is drawn: one for each band of ink, from top to bottom.

    Raises ValueError when there are more or fewer bands than lines: then it is not known which is which.
    """
    bands = [
        around(pixels, band, inset=0)
        for band in rows(pixels, area, gap)
        if mask(pixels, area)[band.y - area.y : band.bottom - area.y].mean() < BAR
    ]
    written = [text for text in texts if text.strip()]
    bands = [band for band in bands if band.h > 3 and band.w > 3]
    if len(bands) != len(written):
        raise ValueError(f"{len(written)} lines are known, {len(bands)} are drawn")
    return [(text.strip(), Box(b.x, b.y - 1, b.w, b.h + 2)) for text, b in zip(written, bands, strict=True)]

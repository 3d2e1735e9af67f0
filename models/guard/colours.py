"""Which colours a part of a picture has, as people name them: a colour may go by several names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

    from assistant.types import Box, Pixels

    Floats = npt.NDArray[Any]

SAMPLED = 40_000
"""Pixels of a part that are looked at, at most."""

HUES: dict[str, tuple[tuple[float, float], ...]] = {
    "red": ((0, 20), (335, 360)), "orange": ((10, 50),), "yellow": ((38, 75),), "green": ((56, 178),),
    "cyan": ((155, 208),), "blue": ((185, 268),), "purple": ((245, 330),), "pink": ((285, 360), (0, 18)),
    "gold": ((30, 62),), "navy": ((205, 265),), "brown": ((5, 50),), "beige": ((15, 65),),
}  # fmt: skip
"""Degrees of hue in which a colour may still be called so; they overlap where people don't agree."""


def shares(pixels: Pixels, box: Box | None, name: str) -> float | None:
    """The share (0..1) of the pixels in `box` (None: of the whole picture) that may be called `name`; None where the
    box is outside or there is no such colour."""
    import numpy as np

    part = pixels
    if box is not None:
        inner = box.clipped(pixels.shape[1], pixels.shape[0])
        if inner is None:
            return None
        part = pixels[inner.y : inner.bottom, inner.x : inner.right]
    step = max(1, int((part.shape[0] * part.shape[1] / SAMPLED) ** 0.5))
    sample = (part[::step, ::step].reshape(-1, 3) / np.float32(255)).astype(np.float32)
    high, low = sample.max(1), sample.min(1)
    spread = high - low
    saturation = spread / np.maximum(high, 1e-6)
    if name == "dark":
        return float((high < 0.35).mean())
    if name == "light":
        return float((low > 0.65).mean())
    if name == "black":
        return float((high < 0.27).mean())
    if name == "white":
        return float(((low > 0.82) & (spread < 0.12)).mean())
    if name == "grey":
        return float(((spread < 0.14) & (high > 0.12) & (low < 0.95)).mean())
    if name not in HUES:
        return None
    hue = _hue(sample, high, spread)
    named = np.zeros(len(sample), bool)
    for start, end in HUES[name]:
        named |= (hue >= start) & (hue <= end)
    named &= (spread > 0.06) & (saturation > 0.16) & (high > 0.12)
    if name in ("brown", "navy"):
        named &= high < 0.72
    elif name == "beige":
        named = (hue >= 15) & (hue <= 65) & (saturation > 0.04) & (saturation < 0.5) & (high > 0.55)
    elif name in ("orange", "yellow", "gold"):
        named &= (high > 0.4) & (saturation > 0.3)
    elif name == "pink":
        named &= high > 0.5
    return float(named.mean())


def _hue(sample: Floats, high: Floats, spread: Floats) -> Floats:
    """Degrees, 0 where there is no hue. `sample` is (n, 3), the others (n,)."""
    import numpy as np

    width = np.maximum(spread, 1e-6)
    red, green, blue = sample[:, 0], sample[:, 1], sample[:, 2]
    of_red, of_green, of_blue = (green - blue) / width % 6, (blue - red) / width + 2, (red - green) / width + 4
    hue: Floats = np.where(high == red, of_red, np.where(high == green, of_green, of_blue)) * 60
    return hue

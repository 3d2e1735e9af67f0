"""Numbers that tell how a photograph was taken: sharpness, light, and how far its lines lean.

All are taken on a copy of at most `SIDE` pixels, as a person sees the whole of it at once: a photograph of 4,000 pixels
may be soft in each of them and sharp to look at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

    Grey = npt.NDArray[np.float32]

SIDE = 640
"""Pixels of the longer side."""
TILE = 32
"""Pixels of the squares in which sharpness is looked for: a portrait is sharp in a few places, and good."""
SMOOTHED = 9
"""Pixels of the line over which the comparison is smoothed, as in the paper."""
LEAST_VARIATION = 1.5
"""Mean difference of neighbours (of 255) below which a square is a plain surface, which tells nothing."""
SHARPEST = 10
"""Percentile of the squares that counts."""
NEARLY = 225
SHADOW, LIGHT = 16, 250
"""Of 255: what nothing can be seen in, and what no light is told from light."""
NEAR, PLAIN = 4, 0.8
"""Of 255, by which the pixels of one colour differ; share of what is full that has one where somebody chose it so."""
COLOURED, VIVID = 200, 60
"""The least channel of what is full in another: above it is white, below it a light or a flower of that very colour."""


@dataclass(frozen=True, slots=True)
class Light:
    """How bright a photograph is. Luminances are 0..255, shares 0..1 of the pixels."""

    low: float
    """What 2 % of the pixels are darker than, ..."""
    middle: float
    """... half, ..."""
    high: float
    """... and 98 %."""
    black: float
    """Share without anything to be seen."""
    burnt: float
    """Share that is white in all channels, ..."""
    clipped: float
    """... and that is full in one channel and coloured: a sky or a skin that was lighter than the camera could tell."""
    full: float
    """Share that is full in one channel at least, but for a plain colour, ..."""
    soft: float
    """... and of what is around that, the share that is nearly full: a lamp or a white cloth ends softly."""
    range: float
    """From the 2nd to the 98th percentile, of the channel in which that is most: yellow on white is not dull."""


def small(pixels: Pixels) -> Pixels:
    """(h, w, 3) uint8 RGB -> the same of at most `SIDE` pixels; never a larger one."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    scale = SIDE / max(height, width)
    if scale >= 1:
        return np.ascontiguousarray(pixels)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    shrunk: Pixels = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA)
    return shrunk


def grey(pixels: Pixels) -> Grey:
    """Luminance 0..255 (Rec. 601) of (h, w, 3) uint8 RGB."""
    import cv2
    import numpy as np

    luminance: Grey = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY).astype(np.float32)
    return luminance


def blur(luminance: Grey) -> float | None:
    """0 (sharp) .. 1 (blurred) of the sharpest tenth of the squares, in the direction that is the worse one; None
    where there is nothing that could be sharp.

    How much of the differences between neighbours is left when the picture is smoothed: little in a sharp one, nearly
    all in a blurred one (Crete et al. 2007, "The blur effect: perception and estimation with a new no-reference
    perceptual blur metric"), here by square and direction.
    """
    worst: float | None = None
    for kernel, shift in _directions():
        told = _along(luminance, kernel, shift)
        if told is not None:
            worst = told if worst is None else max(worst, told)
    return worst


def _directions() -> list[tuple[Grey, tuple[int, int]]]:
    """A line to smooth along, and (rows, columns) to the next neighbour on it: across, down, and both diagonals."""
    import numpy as np

    line = np.full((1, SMOOTHED), 1 / SMOOTHED, np.float32)
    falling = (np.eye(SMOOTHED) / SMOOTHED).astype(np.float32)
    return [(line, (0, 1)), (line.T, (1, 0)), (falling, (1, 1)), (np.ascontiguousarray(falling[:, ::-1]), (1, -1))]


def _along(luminance: Grey, kernel: Grey, shift: tuple[int, int]) -> float | None:
    import cv2
    import numpy as np

    smooth = cv2.filter2D(luminance, -1, kernel, borderType=cv2.BORDER_REPLICATE)
    varied = _differences(luminance, shift)
    lost = np.maximum(0, varied - _differences(smooth, shift))
    before, after = _tiles(varied), _tiles(lost)
    telling = before > LEAST_VARIATION
    if not telling.any():
        return None
    return float(np.percentile(1 - after[telling] / before[telling], SHARPEST))


def _differences(values: Grey, shift: tuple[int, int]) -> Grey:
    """How much each differs from its neighbour, without the rim that has none."""
    import numpy as np

    down, across = shift
    height, width = values.shape
    left = max(0, -across)
    here = values[: height - down, left : width - max(0, across)]
    there = values[down:, left + across : width - max(0, across) + across]
    differences: Grey = np.abs(there - here)
    return differences


def _tiles(values: Grey) -> Grey:
    """The mean of each whole square."""
    height, width = (side // TILE * TILE for side in values.shape)
    cut = values[:height, :width].reshape(height // TILE, TILE, width // TILE, TILE)
    means: Grey = cut.mean((1, 3))
    return means


def light(pixels: Pixels) -> Light:
    """Of (h, w, 3) uint8 RGB."""
    import numpy as np

    luminance = grey(pixels)
    low, middle, high = (float(value) for value in np.percentile(luminance, (2, 50, 98)))
    most, least = pixels.max(2), pixels.min(2)
    coloured = (most >= LIGHT) & (least < COLOURED) & (least > VIVID)
    clipped, plain = _clipped(pixels, coloured)
    return Light(
        low=low,
        middle=middle,
        high=high,
        black=float((luminance < SHADOW).mean()),
        burnt=float((least >= LIGHT).mean()),
        clipped=clipped,
        full=float((most >= LIGHT).mean()) - plain,
        soft=_soft(most),
        range=float((np.percentile(pixels, 98, (0, 1)) - np.percentile(pixels, 2, (0, 1))).max()),
    )


def _soft(most: npt.NDArray[np.uint8]) -> float:
    """`most` (h, w): the fullest channel."""
    import cv2
    import numpy as np

    full = most >= LIGHT
    around = cv2.dilate(full.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool) & ~full
    return float(((most >= NEARLY) & around).sum() / max(1, around.sum()))


def _clipped(pixels: Pixels, full: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """The share of pixels that are full in one channel, but for those of one plain colour: a slide, a backdrop; and the
    share of those."""
    import numpy as np

    colours = pixels[full].astype(np.int16)
    if not len(colours):
        return 0.0, 0.0
    plain = int((abs(colours - np.median(colours, axis=0)).max(axis=1) <= NEAR).sum())
    left_out = plain if plain > PLAIN * len(colours) else 0
    return float(len(colours) - left_out) / full.size, float(left_out) / full.size

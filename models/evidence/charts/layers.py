"""Colours of a drawing: the ground, even areas of one colour, and thin lines whose edges are mixed with the ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

    from assistant.types import Pixels

    Mask = npt.NDArray[Any]
    """(h, w) bool."""

Colour = tuple[int, int, int]
SAME = 13
"""Largest difference of a channel, 0..255, within an even area: grid lines shine through a translucent one."""
STRONG = 40
"""Distance from the ground, 0..441, from which a pixel belongs to the drawing."""
NARROW = 0.987
"""Cosine between the directions (from the ground's colour) of two pixels of one line: about 9 degrees."""


def ground(part: Pixels) -> Colour:
    """The commonest colour of (h, w, 3)."""
    import numpy as np

    flat = part.reshape(-1, 3)
    flat = flat[:: max(1, len(flat) // 40_000)]
    bins = (flat >> 3).astype(np.int32)
    keys = (bins[:, 0] << 10) | (bins[:, 1] << 5) | bins[:, 2]
    values, counts = np.unique(keys, return_counts=True)
    chosen = flat[keys == values[np.argmax(counts)]]
    red, green, blue = (int(one) for one in np.median(chosen, axis=0))
    return red, green, blue


def even_colours(part: Pixels, base: Colour, least: int, most: int = 24) -> list[Colour]:
    """Colours other than the ground that fill at least `least` pixels, the commonest first."""
    import numpy as np

    flat = part.reshape(-1, 3)
    far = np.abs(flat.astype(np.int16) - np.array(base)).max(axis=1) > SAME
    flat = flat[far]
    if not len(flat):
        return []
    bins = (flat >> 3).astype(np.int32)
    keys = (bins[:, 0] << 10) | (bins[:, 1] << 5) | bins[:, 2]
    _, places, counts = np.unique(keys, return_inverse=True, return_counts=True)
    found: list[Colour] = []
    for at in np.argsort(-counts)[: 4 * most]:
        if counts[at] < least or len(found) >= most:
            break
        red, green, blue = (int(one) for one in np.median(flat[places == at], axis=0))
        if all(max(abs(red - r), abs(green - g), abs(blue - b)) > SAME for r, g, b in found):
            found.append((red, green, blue))
    return found


def area_of(part: Pixels, colour: Colour) -> Mask:
    """Where an even colour is."""
    import cv2
    import numpy as np

    low = np.array([max(0, one - SAME) for one in colour], np.uint8)
    high = np.array([min(255, one + SAME) for one in colour], np.uint8)
    mask: Mask = cv2.inRange(np.ascontiguousarray(part), low, high) > 0
    return mask


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """The pixels of one colour of ink, edges included."""

    colour: Colour
    mask: Mask
    weight: Any
    """(h, w) float: how much of each pixel is ink, 0..1."""


def strokes(part: Pixels, base: Colour, blocked: Mask, most: int = 8) -> list[Stroke]:
    """Inks, the commonest first: pixels whose colours lie on one ray from the ground. `blocked`: not looked at."""
    import numpy as np

    away = part.astype(np.float32) - np.array(base, np.float32)
    norm = np.sqrt((away**2).sum(axis=2))
    free = (norm > STRONG) & ~blocked
    found: list[Stroke] = []
    while len(found) < most and free.sum() >= 25:
        rows, columns = np.nonzero(free)
        units = away[rows, columns] / norm[rows, columns][:, None]
        keys = np.round((units + 1) * 8).astype(np.int32) @ np.array((400, 20, 1))
        _, places = np.unique(keys, return_inverse=True)
        weights = np.bincount(places, weights=norm[rows, columns])
        peak = units[places == np.argmax(weights)].mean(axis=0)
        for _ in range(3):
            near = units @ (peak / np.linalg.norm(peak)) > NARROW
            peak = units[near].mean(axis=0)
        mask = np.zeros_like(free)
        mask[rows[near], columns[near]] = True
        full = float(np.percentile(norm[mask], 90))
        core = part[mask & (norm >= 0.85 * full)]
        red, green, blue = (int(one) for one in np.median(core, axis=0))
        found.append(Stroke((red, green, blue), mask, np.where(mask, np.minimum(norm / full, 1), 0)))
        free &= ~mask
    return found


def alike(one: Colour, other: Colour, limit: int = 60) -> bool:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) <= limit**2

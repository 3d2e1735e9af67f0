"""What the network sees of a candidate: its pixels with some of what is around and to the right of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels
    from models.evidence.elements.candidates import Boxes

    Crops = npt.NDArray[np.float32]
    """(n, 4, HEIGHT, WIDTH): red, green and blue in 0..1, and 1 where the candidate itself is."""
    Numbers = npt.NDArray[np.float32]
    """(n, 3): logarithms of width and height in pixels, and 1 for one that stands upright."""

HEIGHT, WIDTH = 32, 96
AROUND = 0.3
"""Of the shorter side, how much of the surroundings is seen: focus rings lie outside of a control."""
FEWEST, MOST = 4.0, 12.0
"""Pixels of it."""


def crops(pixels: Pixels, boxes: Boxes) -> tuple[Crops, Numbers]:
    """Crops that keep their proportions up to 3 : 1, squeezed beyond; upright ones are turned to lie.

    A box is seen with what is right of it until 3 : 1 is full: the label of a check box belongs to its looks.
    """
    import numpy as np

    seen = np.empty((len(boxes), 4, HEIGHT, WIDTH), np.float32)
    numbers = np.empty((len(boxes), 3), np.float32)
    for at, (x, y, w, h) in enumerate(np.asarray(boxes, np.float64)):
        upright = h > 1.8 * w
        margin = min(MOST, max(FEWEST, AROUND * min(w, h)))
        if upright:
            w_seen, h_seen = max(w + 2 * margin, (h + 2 * margin) * HEIGHT / WIDTH), h + 2 * margin
            mask = _inside(margin / w_seen, w / w_seen, margin / h_seen, h / h_seen)
        else:
            w_seen, h_seen = max(w + 2 * margin, (h + 2 * margin) * WIDTH / HEIGHT), h + 2 * margin
            mask = _inside(margin / h_seen, h / h_seen, margin / w_seen, w / w_seen)
        seen[at, :3] = _part(pixels, x - margin, y - margin, w_seen, h_seen, upright=upright)
        seen[at, 3] = mask
        numbers[at] = np.log(max(w, 1)), np.log(max(h, 1)), float(upright)
    seen[:, :3] /= 255
    return seen, (numbers - np.array([4, 4, 0], np.float32)).astype(np.float32)


def _part(pixels: Pixels, x: float, y: float, w: float, h: float, *, upright: bool) -> Crops:
    """(3, HEIGHT, WIDTH) of a part of the picture; beyond its border the border goes on."""
    import cv2
    import numpy as np

    left, top, right, bottom = round(x), round(y), round(x + w), round(y + h)
    height, width = pixels.shape[:2]
    part = pixels[max(0, top) : max(1, bottom), max(0, left) : max(1, right)]
    beyond = max(0, -top), max(0, bottom - height), max(0, -left), max(0, right - width)
    if any(beyond):
        part = cv2.copyMakeBorder(part, *beyond, cv2.BORDER_REPLICATE)
    if upright:
        part = np.ascontiguousarray(part.transpose(1, 0, 2))
    smaller = part.shape[0] >= HEIGHT and part.shape[1] >= WIDTH
    small = cv2.resize(part, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
    turned: Crops = small.transpose(2, 0, 1)
    return turned


def _inside(top: float, h: float, left: float, w: float) -> npt.NDArray[np.float32]:
    import numpy as np

    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    mask[round(top * HEIGHT) : round((top + h) * HEIGHT), round(left * WIDTH) : round((left + w) * WIDTH)] = 1
    return mask

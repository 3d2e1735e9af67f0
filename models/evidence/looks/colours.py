"""Colours of ink and ground, and how far a ground reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.types import Box

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

Colour = tuple[int, int, int]
SAME = 12
"""Of 255, by which two pixels of one ground differ at most in each channel."""
STRONGEST = 0.1
"""Share of the pixels with ink that show its colour: the others are the soft edges of letters."""
INK = 40
"""Of 255, from the ground: less is none."""


WARM = 40
"""Of 255, how much redder than blue a warm ground is."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a line of text is drawn with."""

    ink: Colour
    ground: Colour

    @property
    def contrast(self) -> int:
        """0..255, of the channel in which they differ most."""
        return distance(self.ink, self.ground)


def distance(one: Colour, other: Colour) -> int:
    return max(abs(left - right) for left, right in zip(one, other, strict=True))


def colour_at(pixels: Pixels, row: int, column: int) -> Colour:
    one = pixels[row, column].tolist()
    return one[0], one[1], one[2]


def is_warm(colour: Colour) -> bool:
    """Whether a ground is red, orange or yellow: what is to be seen at once, as a badge, and seldom what is chosen."""
    red, green, blue = colour
    return red >= green and red - blue >= WARM


def drawn_in(pixels: Pixels, box: Box) -> Drawn | None:
    """The colours of the text in a box of a picture, (h, w, 3) uint8 RGB; None where there is no ink. The ground is
    what most of it shows."""
    import numpy as np

    inside = box.clipped(int(pixels.shape[1]), int(pixels.shape[0]))
    if inside is None:
        return None
    flat = pixels[inside.y : inside.bottom, inside.x : inside.right].reshape(-1, 3).astype(np.int16)
    ground = np.array(most_common(flat), np.int16)
    far = abs(flat - ground).max(axis=1)
    inked = int((far >= INK).sum())
    if inked < 4:
        return None
    strongest = flat[np.argsort(-far)[: max(3, int(STRONGEST * inked))]]
    ink = np.median(strongest, axis=0).astype(int).tolist()
    return Drawn((ink[0], ink[1], ink[2]), (int(ground[0]), int(ground[1]), int(ground[2])))


def most_common(flat: npt.NDArray[np.int16]) -> Colour:
    """Of (n, 3) colours the most common one."""
    import numpy as np

    packed = (flat[:, 0].astype(np.int32) << 16) | (flat[:, 1].astype(np.int32) << 8) | flat[:, 2].astype(np.int32)
    values, counts = np.unique(packed, return_counts=True)
    most = int(values[int(counts.argmax())])
    return most >> 16, (most >> 8) & 255, most & 255


def reach(pixels: Pixels, row: int, start: int, ground: Colour, step: int) -> int:
    """How far from a column a row shows nothing but one ground, to the left (`step` -1) or right (1): the last
    column of it."""
    import numpy as np

    line = pixels[row, : start + 1][::-1] if step < 0 else pixels[row, start:]
    same = np.asarray((abs(line.astype(np.int16) - np.array(ground, np.int16)) <= SAME).all(axis=1))
    count = len(same) if same.all() else int(same.argmin())
    return start + step * max(0, count - 1)

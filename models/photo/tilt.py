"""How far a photograph leans: by what its long straight lines agree on.

Walls, door frames, masts, horizons and the sea are upright or level in most photographs; when most of them lean the
same way by the same angle, the camera did. Where they don't agree, nothing is said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from models.photo.measures import Grey

    Floats = npt.NDArray[np.float64]

MOST_DEG = 15.0
"""A line that leans more is taken for a slope of its own: a roof, a road, a banister."""
LEAST_LINE = 0.06
"""Of the longer side: shorter lines are grass and hair."""
SPREAD_DEG = 0.9
"""Standard deviation of the bell by which each line votes for the angles beside its own."""
STEP_DEG = 0.1
LEAST_DEG = 2.0
"""What leans less is not told: nobody sees it."""
UPRIGHT_SHARE, UPRIGHT_LENGTH = 0.3, 1.0
"""Share of the upright lines that lean alike, and the length of those, in longer sides, ..."""
LEVEL_SHARE, LEVEL_LENGTH = 0.2, 0.2
"""... and of the level ones, ..."""
GAP_DEG = 1.5
"""... which must say the same: perspective slants the level lines, and a slope has no upright ones."""
ALL_SHARE, ALL_LENGTH = 0.65, 2.0
"""Of all lines together, where one of the two kinds is missing: "may lean"."""


@dataclass(frozen=True, slots=True)
class Lean:
    """`degrees` counterclockwise that the picture must be turned to stand level. `sure`: level and upright lines say
    so."""

    degrees: float
    sure: bool


@dataclass(frozen=True, slots=True)
class _Peak:
    """The angle that most lines have, their share of all, and their length in longer sides."""

    degrees: float
    share: float
    length: float


def lean(luminance: Grey) -> Lean | None:
    """`luminance` (h, w) 0..255 of a picture of `measures.SIDE` pixels. None where lines don't agree or stand level."""
    angles, lengths, upright = _lines(luminance)
    lengths = lengths / max(luminance.shape)
    found: Lean | None = None
    up, level = _peak(angles[upright], lengths[upright]), _peak(angles[~upright], lengths[~upright])
    if (
        up.share >= UPRIGHT_SHARE and up.length >= UPRIGHT_LENGTH
        and level.share >= LEVEL_SHARE and level.length >= LEVEL_LENGTH
        and abs(up.degrees - level.degrees) <= GAP_DEG
    ):  # fmt: skip
        weighed = 2 * up.length * up.degrees + level.length * level.degrees
        found = Lean(weighed / (2 * up.length + level.length), sure=True)
    else:
        both = _peak(angles, lengths)
        if both.share >= ALL_SHARE and both.length >= ALL_LENGTH:
            found = Lean(both.degrees, sure=False)
    return found if found is not None and abs(found.degrees) >= LEAST_DEG else None


def _peak(angles: Floats, lengths: Floats) -> _Peak:
    import numpy as np

    if not len(angles):
        return _Peak(0.0, 0.0, 0.0)
    steps = np.arange(-MOST_DEG, MOST_DEG + STEP_DEG / 2, STEP_DEG)
    votes = np.exp(-(((steps[:, None] - angles[None]) / SPREAD_DEG) ** 2) / 2) @ lengths
    near = np.abs(angles - steps[int(votes.argmax())]) <= 2 * SPREAD_DEG
    weight = float(lengths[near].sum())
    return _Peak(float((angles[near] * lengths[near]).sum()) / weight, weight / float(lengths.sum()), weight)


def _lines(luminance: Grey) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """How far each long line leans from level or upright, degrees clockwise as seen; how long it is, in pixels; and
    whether it is an upright one."""
    import cv2
    import numpy as np

    shortest = LEAST_LINE * max(luminance.shape)
    found = cv2.createLineSegmentDetector().detect(luminance.astype(np.uint8))[0]
    lines = np.zeros((0, 4)) if found is None else found.reshape(-1, 4).astype(np.float64)
    along, down = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    lengths = np.hypot(along, down)
    angles = np.degrees(np.arctan2(down, along))
    leaning = (angles + 45) % 90 - 45
    upright = np.abs(np.abs(angles) - 90) < 45
    edge = 2  # the rim of the picture, or of a frame around it, is level whatever the camera did
    height, width = luminance.shape
    rim = (
        (np.maximum(lines[:, 0], lines[:, 2]) < edge) | (np.minimum(lines[:, 0], lines[:, 2]) > width - 1 - edge)
        | (np.maximum(lines[:, 1], lines[:, 3]) < edge) | (np.minimum(lines[:, 1], lines[:, 3]) > height - 1 - edge)
    )  # fmt: skip
    kept = (lengths >= shortest) & (np.abs(leaning) <= MOST_DEG) & ~rim
    return leaning[kept], lengths[kept], upright[kept]


def inside(width: int, height: int, degrees: float) -> tuple[int, int]:
    """(w, h) of the largest level rectangle of the same proportions within a picture that is turned by `degrees`."""
    angle = math.radians(abs(degrees))
    sine, cosine = math.sin(angle), math.cos(angle)
    share = min(width / (width * cosine + height * sine), height / (width * sine + height * cosine))
    return max(1, math.floor(width * share)), max(1, math.floor(height * share))

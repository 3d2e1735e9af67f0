"""The network: NanoDet-g, a one-stage detector without anchors (RangiLyu/nanodet), made by `models.training.objects`.

It says for 3,549 places on three grids how much each looks like a part of each kind of object, and how far away the
sides of that object are, as a distribution over 0 to 10 cells (Li et al. 2020, "Generalized Focal Loss").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.types import Box
from models.detection import box_of, once, shipped_session
from models.objects import KINDS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

    Floats = npt.NDArray[np.float32]

WEIGHTS = Path(__file__).parents[1] / "weights" / "objects.onnx"
SHA256 = "167bb04474452b953e565b59d13a27c82546c62cd4912c4d4853cdb165e7e139"
"""Of those weights, looked at when they are loaded: one wrong bit may be another object."""
SIDE = 416
"""Pixels of the square that every picture is put into, its proportions kept."""
STRIDES = (8, 16, 32)
"""Pixels between the places of each grid."""
STEPS = 11
"""Cells that a side may be away."""
MEAN, STD = (103.53, 116.28, 123.675), (57.375, 57.12, 58.395)
"""Of the colours of ImageNet, blue first, as in nanodet's configuration files."""
LEAST = 0.25
"""Score below which nothing is an object."""
TWICE = 0.6
"""Intersection over union from which two boxes of a kind are one object, as in nanodet."""
MOST = 100
"""Objects of one picture."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """One object. `kind` is one of `KINDS`; `score` 0..1 is the network's own, which is no probability."""

    kind: str
    box: Box
    score: float


class ObjectNet:
    """Loads its weights at the first call. Raises `errors.ModelBroken` when they are missing or others than `SHA256`
    says. Any thread."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._weights = weights

    @cached_property
    def _session(self) -> Any:
        return shipped_session(self._weights, SHA256)

    def spot(self, pixels: Pixels, least: float = LEAST) -> list[Spotted]:
        """The objects in a picture, (h, w, 3) uint8 RGB, the surest first."""
        import numpy as np

        height, width = pixels.shape[:2]
        scale = SIDE / max(height, width)
        session = self._session
        outputs = session.run(None, {session.get_inputs()[0].name: squared(pixels, scale)})
        scores = np.concatenate([one[0] for one in outputs[: len(STRIDES)]])
        corners = np.concatenate(
            [_corners(one[0], stride) for one, stride in zip(outputs[len(STRIDES) :], STRIDES, strict=True)]
        )
        corners = (corners / scale).clip(0, (width, height, width, height))
        places, kinds = np.nonzero(scores >= least)
        found = [
            Spotted(KINDS[kinds[at]], box_of(corners[places[at]]), float(scores[places[at], kinds[at]]))
            for at in once(corners[places], scores[places, kinds], twice=TWICE, most=MOST, kinds=kinds)
        ]
        return [one for one in found if one.box.w > 0 and one.box.h > 0]


def squared(pixels: Pixels, scale: float) -> Floats:
    """(1, 3, SIDE, SIDE), blue first: the picture at the top left, the rest black."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    square = np.zeros((SIDE, SIDE, 3), np.uint8)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    square[: size[1], : size[0]] = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=way)
    normal = (square[..., ::-1].astype(np.float32) - np.array(MEAN, np.float32)) / np.array(STD, np.float32)
    return np.ascontiguousarray(normal.transpose(2, 0, 1)[None])


def _corners(sides: Floats, stride: int) -> Floats:
    """(n, 4) left, top, right, bottom in pixels of the square, of (n, 4 * STEPS) logits of how far the sides are."""
    import numpy as np

    logits = sides.reshape(-1, 4, STEPS)
    likely = np.exp(logits - logits.max(2, keepdims=True))
    away = (likely / likely.sum(2, keepdims=True)) @ np.arange(STEPS, dtype=np.float32) * stride
    across = SIDE // stride
    y, x = (np.mgrid[:across, :across].reshape(2, -1) + 0.5) * stride
    corners: Floats = np.stack([x - away[:, 0], y - away[:, 1], x + away[:, 2], y + away[:, 3]], 1).astype(np.float32)
    return corners

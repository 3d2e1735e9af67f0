"""The network that finds the parts of a printed page: PP-PicoDet trained on CDLA, run with onnxruntime.

It says for 10,105 places on four grids how much each looks like the centre of a text, a title, a figure ..., and how
far away the sides are, as a distribution over 0 to 7 cells (Li et al. 2020, "Generalized Focal Loss"; Yu et al. 2021,
"PP-PicoDet").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import errors
from assistant.types import Box

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

FILE = "layout_cdla.onnx"
KINDS = (
    "text", "title", "figure", "figure_caption", "table", "table_caption", "header", "footer", "reference", "equation",
)  # fmt: skip
"""In the order of the network's outputs (its metadata has them, too)."""
HEIGHT, WIDTH = 800, 608
"""What every picture is stretched to."""
STRIDES = (8, 16, 32, 64)
"""Pixels between the places of each grid."""
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of the colours of ImageNet, in the order in which the network was given them: blue first."""
LEAST = 0.3
"""Score below which nothing is a region."""
TWICE = 0.5
"""Intersection over union from which two regions of a kind are one."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page. `kind` is one of `KINDS`, `score` 0..1."""

    kind: str
    box: Box
    score: float


class LayoutNet:
    """Loads its weights at the first call. Raises `errors.ModelMissing`, `errors.ModelBroken`."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    @cached_property
    def _session(self) -> Any:
        from models.evidence.ocr_nets import load

        if not self._file.is_file():
            raise errors.ModelMissing("A model is missing. Run: hearsight models install page-layout")
        return load(self._file, errors.ModelBroken.sentence)

    def regions(self, pixels: Pixels) -> list[Region]:
        """The parts of a picture, (h, w, 3) uint8 RGB, the surest first. They may overlap and lie in one another."""
        import cv2
        import numpy as np

        height, width = pixels.shape[:2]
        small = cv2.resize(pixels[..., ::-1], (WIDTH, HEIGHT)).astype(np.float32) / 255
        normal = (small - np.array(MEAN, np.float32)) / np.array(STD, np.float32)
        outputs = self._session.run(None, {"image": normal.transpose(2, 0, 1)[None]})
        scores = np.concatenate([one[0] for one in outputs[: len(STRIDES)]])
        corners = np.concatenate(
            [_corners(one[0], stride) for one, stride in zip(outputs[len(STRIDES) :], STRIDES, strict=True)]
        )
        corners *= np.array([width / WIDTH, height / HEIGHT] * 2, np.float32)
        found = [region for kind in range(len(KINDS)) for region in _of_kind(kind, scores[:, kind], corners)]
        inside = [(one, one.box.clipped(width, height)) for one in found]
        kept = [Region(one.kind, box, one.score) for one, box in inside if box is not None]
        return sorted(kept, key=lambda one: -one.score)


def _corners(sides: npt.NDArray[np.float32], stride: int) -> npt.NDArray[np.float32]:
    """(n, 4 * bins) distributions -> (n, 4) left, top, right, bottom in pixels of the network's picture."""
    import numpy as np

    bins = sides.reshape(len(sides), 4, -1)
    weights = np.exp(bins - bins.max(axis=2, keepdims=True))
    away = (weights * np.arange(bins.shape[2])).sum(axis=2) / weights.sum(axis=2) * stride
    rows, columns = -(-HEIGHT // stride), -(-WIDTH // stride)
    y, x = np.divmod(np.arange(rows * columns), columns)
    x, y = (x + 0.5) * stride, (y + 0.5) * stride
    return np.stack([x - away[:, 0], y - away[:, 1], x + away[:, 2], y + away[:, 3]], axis=1).astype(np.float32)


def _of_kind(kind: int, scores: npt.NDArray[np.float32], corners: npt.NDArray[np.float32]) -> list[Region]:
    """The regions of one kind, each once (non-maximum suppression)."""
    import cv2
    import numpy as np

    likely = np.flatnonzero(scores >= LEAST)
    sides = corners[likely]
    boxes = np.concatenate([sides[:, :2], sides[:, 2:] - sides[:, :2]], axis=1)
    kept = cv2.dnn.NMSBoxes(boxes.tolist(), scores[likely].tolist(), LEAST, TWICE) if len(likely) else ()
    return [Region(KINDS[kind], _box(boxes[at]), float(scores[likely[at]])) for at in np.array(kept, int).ravel()]


def _box(sides: npt.NDArray[np.float32]) -> Box:
    x, y, w, h = (round(float(side)) for side in sides)
    return Box(x, y, w, h)

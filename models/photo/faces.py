"""Faces in a photograph: how many, where, and where their eyes are. Nobody is recognised; nothing of a face is kept.

The network is YuNet (Wu, Peng and Yu 2023, "YuNet: A Tiny Millisecond-level Face Detector"; Apache-2.0), as its makers
publish it. For each cell of three grids it says whether the middle of a face is there, the face's box, and five points
of it: the eyes, the tip of the nose, the corners of the mouth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.types import Box
from models.detection import box_of, once, shipped_session

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

    Floats = npt.NDArray[np.float32]

WEIGHTS = Path(__file__).parents[1] / "weights" / "faces.onnx"
SHA256 = "104ee26c71d5c270ce79a6b3dced91c91013260d29a6bf18f9296c5b8c4c2b12"
"""Of those weights, looked at when they are loaded."""
SIDE = 640
"""Pixels of the longer side at which a picture is looked at; a face must then be some 16 pixels high."""
MARGIN = 32
"""Black pixels around the picture."""
STRIDES = (8, 16, 32)
LEAST = 0.5
"""Score below which nothing is a face."""
TWICE = 0.45
"""Intersection over union from which two boxes are one face, as its makers evaluate it."""
MOST = 50
"""Faces of one picture."""
POINTS = 5
SLOPE, LEVEL = 21.0, 1.3
"""Of the score that becomes a probability, and its log-odds at a score of 0.75: a logistic regression over the 79
detections from a score of 0.6 on in 232 photographs, without those in animals (`benchmarks/photo.py --faces`)."""
SURE, MAYBE = 0.83, 0.75
"""Scores from which a face is told as there (a probability of 0.95), and as "probably" (0.79)."""
FACING, TURNED = 0.2, 0.35
"""`Face.turned` up to which a face is turned to the camera, and from which it surely isn't."""


def probability(score: float) -> float:
    """0..1, that there is a face where the network's score is this one."""
    return 1 / (1 + math.exp(-LEVEL - SLOPE * (score - 0.75)))


@dataclass(frozen=True, slots=True)
class Face:
    """One face. `box` may reach over the edge of the picture, where a face is cut off; `score` 0..1 is the network's
    own; `points` are the eye at the left of the picture, the one at the right, the nose, the corners of the mouth, in
    pixels (x, y)."""

    box: Box
    score: float
    points: tuple[tuple[float, float], ...]

    @property
    def turned(self) -> float:
        """How far the nose is from the middle between the eyes, in distances of the eyes: 0 looks at the camera."""
        (left_x, left_y), (right_x, right_y), (nose_x, _) = self.points[:3]
        apart = math.hypot(right_x - left_x, right_y - left_y)
        return abs(nose_x - (left_x + right_x) / 2) / max(1.0, apart)

    def moved(self, dx: int, dy: int) -> Face:
        points = tuple((x + dx, y + dy) for x, y in self.points)
        return Face(self.box.moved(dx, dy), self.score, points)


class FaceNet:
    """Loads its weights at the first call. Raises `errors.ModelBroken` when they are missing or others than `SHA256`
    says. Any thread."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._weights = weights

    @cached_property
    def _session(self) -> Any:
        return shipped_session(self._weights, SHA256)

    def find(self, pixels: Pixels, least: float = LEAST) -> list[Face]:
        """The faces in a picture, (h, w, 3) uint8 RGB, the surest first."""
        import cv2
        import numpy as np

        height, width = pixels.shape[:2]
        scale = min(1.0, SIDE / max(height, width))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
        # Multiples of 32, as its grids are. With a margin all round, a face at the edge is seen as one that is cut off.
        padded = np.zeros((-(-size[1] // 32) * 32 + 2 * MARGIN, -(-size[0] // 32) * 32 + 2 * MARGIN, 3), np.float32)
        padded[MARGIN : MARGIN + size[1], MARGIN : MARGIN + size[0]] = small[..., ::-1]
        outputs = self._session.run(None, {"input": np.ascontiguousarray(padded.transpose(2, 0, 1)[None])})
        found: list[tuple[Floats, Floats, Floats]] = []
        for at, stride in enumerate(STRIDES):
            classes, objects, boxes, points = (outputs[at + 3 * kind][0] for kind in range(4))
            found.append(_decoded(classes, objects, boxes, points, stride, padded.shape[1] // stride, least))
        scores, corners, marks = (np.concatenate(parts) for parts in zip(*found, strict=True))
        corners, marks = corners - MARGIN, marks - MARGIN
        return [
            Face(box_of(corners[at] / scale), float(scores[at]), tuple(map(_point, marks[at] / scale)))
            for at in once(corners, scores, twice=TWICE, most=MOST)
        ]


def _decoded(
    classes: Floats, objects: Floats, boxes: Floats, points: Floats, stride: int, across: int, least: float
) -> tuple[Floats, Floats, Floats]:
    """Scores (n,), corners (n, 4) and points (n, 5, 2) in pixels of one grid's cells that may be faces."""
    import numpy as np

    scores = np.sqrt(classes[:, 0].clip(0, 1) * objects[:, 0].clip(0, 1))
    cells = np.nonzero(scores >= least)[0]
    places = np.stack([cells % across, cells // across], 1).astype(np.float32) * stride
    middles = places + boxes[cells, :2] * stride
    halves = np.exp(boxes[cells, 2:]) * stride / 2
    marks = places[:, None] + points[cells].reshape(-1, POINTS, 2) * stride
    return scores[cells], np.concatenate([middles - halves, middles + halves], 1), marks


def _point(point: Floats) -> tuple[float, float]:
    return float(point[0]), float(point[1])

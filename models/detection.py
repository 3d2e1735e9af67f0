"""What detectors of objects in pictures share: a session of weights that ship, and which of many boxes are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.errors import ModelBroken
from assistant.types import Box
from models.hashing import shipped

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]


def shipped_session(weights: Path, digest: str) -> Any:
    """An onnxruntime session of a file whose SHA-256 is `digest`. Raises `errors.ModelBroken`."""
    from models.evidence.ocr_nets import load

    return load(weights, ModelBroken.sentence, shipped(weights, digest))


def once(
    corners: Floats, scores: Floats, *, twice: float, most: int, kinds: npt.NDArray[np.int64] | None = None
) -> list[int]:
    """Which of the boxes (n, 4) are kept, `most` at most, the surest first: of those (of a kind, where `kinds` (n,) are
    given) that lie on each other by more than `twice`, intersection over union, only the surest (non-maximum
    suppression)."""
    import numpy as np

    kept: list[int] = []
    areas = (corners[:, 2] - corners[:, 0]) * (corners[:, 3] - corners[:, 1])
    waiting = np.argsort(-scores, kind="stable")
    while len(waiting) and len(kept) < most:
        best, waiting = int(waiting[0]), waiting[1:]
        kept.append(best)
        low = np.maximum(corners[waiting, :2], corners[best, :2])
        high = np.minimum(corners[waiting, 2:], corners[best, 2:])
        shared = (high - low).clip(0).prod(1)
        apart = shared <= twice * (areas[waiting] + areas[best] - shared)
        waiting = waiting[apart if kinds is None else apart | (kinds[waiting] != kinds[best])]
    return kept


def box_of(corners: Floats) -> Box:
    """Of left, top, right and bottom, in whole pixels."""
    left, top, right, bottom = (round(float(side)) for side in corners)
    return Box(left, top, right - left, bottom - top)

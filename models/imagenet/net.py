"""The network: EfficientNet-lite2, a classifier of 1,000 kinds of thing (Tan and Le 2019; made for phones, so without
the parts that are slow there). Its graph ships (`models.training.backbone` makes it); its weights are a file that is
fetched, read as the numbers that they are and never unpickled.

It is used for two things: its classes, and what it makes of a picture before it names it, by which two views of one
thing are known as such (`models.taught`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelBroken

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

    Floats = npt.NDArray[np.float32]

MODEL = "efficientnet-lite2"
"""In the catalogue."""
GRAPH = Path(__file__).parents[1] / "weights" / "backbone.onnx"
GRAPH_SHA256 = "0ad081e625355a458b8c49f015f0b6d4ad2b1a7283e34c12de44af5aa6311a9d"
WEIGHTS = "efficientnet-lite2-9656183e.pth"
WEIGHTS_SHA256 = "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d"
SIDE = 260
"""Pixels of the square that every picture is stretched to."""
MEAN, STD = 127.0, 128.0
"""Of the levels of every colour, as tensorflow/tpu has them for lite."""
BATCH = 8
"""Pictures at a time: more is no quicker on a CPU, and takes memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What the network makes of pictures: (n, 1000) logits of the classes, (n, 1280) what they are told from, (n, 720)
    what it had seen one stage earlier, which tells more of one thing from another of its class."""

    classes: Floats
    features: Floats
    middle: Floats


class Backbone:
    """Loads at the first look. Raises `errors.ModelBroken` when a file is missing or another. Any thread."""

    def __init__(self, folder: Path, graph: Path = GRAPH) -> None:
        """`folder` of the installed model."""
        self._weights, self._graph = folder / WEIGHTS, graph

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        from models.hashing import shipped

        graph, weights = shipped(self._graph, GRAPH_SHA256), shipped(self._weights, WEIGHTS_SHA256)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        try:
            options.add_external_initializers_from_files_in_memory([WEIGHTS], [weights], [len(weights)])
            return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime has no class of its own for what goes wrong here
            raise ModelBroken(detail=f"{self._graph.name}: {error}") from error

    def look(self, pictures: Sequence[Pixels]) -> Look:
        """At pictures, (h, w, 3) uint8 RGB of any sizes, at least one."""
        import numpy as np

        found = [
            self._session.run(["classes", "features", "middle"], {"picture": squared(pictures[at : at + BATCH])})
            for at in range(0, len(pictures), BATCH)
        ]
        return Look(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def squared(pictures: Sequence[Pixels]) -> Floats:
    """(n, 3, SIDE, SIDE), red first."""
    import cv2
    import numpy as np

    small = [
        cv2.resize(np.ascontiguousarray(one), (SIDE, SIDE), interpolation=cv2.INTER_AREA if min(one.shape[:2]) > SIDE
                   else cv2.INTER_LINEAR)
        for one in pictures
    ]  # fmt: skip
    normal = (np.stack(small).astype(np.float32) - MEAN) / STD
    return np.ascontiguousarray(normal.transpose(0, 3, 1, 2))


def softmax(logits: Floats) -> Floats:
    """(n, k) shares, each row's sum 1."""
    import numpy as np

    raised = np.exp(logits - logits.max(1, keepdims=True))
    shares: Floats = raised / raised.sum(1, keepdims=True)
    return shares

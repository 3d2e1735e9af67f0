"""PP-OCRv6's two networks in 8-bit arithmetic, and the last layer of the recogniser by itself.

The recogniser's last layer gives each of 500 steps of a long line one of 18,710 characters. In the original graph its
bias and softmax take longer than the product itself, because 37 MB go through the memory twice; here 64 steps at a time
stay in the cache, and the softmax is taken of the steps that are characters. `models/training/quantise_ocr.py` made the
weights from those of the rapidocr package and says how.
"""

from __future__ import annotations

import logging
import platform
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import errors
from models.blas import one_thread_for_good
from models.evidence.ocr_nets import BROKEN, Detector, Recogniser, as_input, in_words, load
from models.hashing import shipped

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels
    from models.evidence.ocr_lines import Reading

    Floats = npt.NDArray[np.float32]

log = logging.getLogger(__name__)

FOLDER = Path(__file__).resolve().parent.parent / "weights"
DETECTOR = "ppocr6-det-int8.onnx"
RECOGNISER = "ppocr6-rec-int8.onnx"
HEAD = "ppocr6-rec-head.safetensors"
SHA256 = {
    DETECTOR: "cae2607a88c75646de2e312b6c6bd17ac4d0ba29be718a00e28616fd51e5ad0e",
    RECOGNISER: "74a4d92d1dae0e738d8077ba92faf2c2eadfb0d8443143cf8bc94be6f990bb62",
    HEAD: "1ece1fe154903516742217cb9bdb87c5abf24f1929a182018dbe522eb2644d94",
}
STEPS = 64
"""Steps (8 pixels of a line each) that go through the last layer at once: 4.8 MB, which the cache holds."""
EXACT = {"x86_64": ("avx512_vnni", "avx_vnni"), "amd64": ("avx512_vnni", "avx_vnni")}
"""Flags of processors whose 8-bit products do not saturate (onnxruntime, "Quantize ONNX models": on others that have
AVX2 or AVX512 alone, sums of products of unsigned and signed bytes overflow 16 bits)."""


def quick_nets(folder: Path = FOLDER) -> tuple[Detector, QuickRecogniser]:
    """Raises `errors.ModelBroken` for a file that is not what was shipped."""
    for name, digest in SHA256.items():
        shipped(folder / name, digest, BROKEN)
    with ThreadPoolExecutor(1) as beside:  # onnxruntime loads without Python's lock
        detector = beside.submit(Detector, folder / DETECTOR)
        recogniser = QuickRecogniser(folder / RECOGNISER, folder / HEAD)
        return detector.result(), recogniser


@lru_cache(maxsize=1)
def exact_here() -> bool:
    """Whether this processor multiplies bytes exactly; where that can't be found out, no."""
    machine = platform.machine().lower()
    if machine in ("arm64", "aarch64"):
        return platform.system() == "Darwin" or "asimddp" in _flags()
    return not _flags().isdisjoint(EXACT.get(machine, ()))


def _flags() -> frozenset[str]:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="ignore").splitlines()
    except OSError:
        return frozenset()
    return frozenset(flag for line in lines if line.lower().startswith(("flags", "features")) for flag in line.split())


class QuickRecogniser:
    """`PieceReader` in 8 bits."""

    def __init__(self, body: Path, head: Path) -> None:
        import numpy as np
        from safetensors.numpy import load_file

        self._session = load(body)
        self._input = self._session.get_inputs()[0].name
        letters = self._session.get_modelmeta().custom_metadata_map.get("character", "")
        self._letters = ["", *letters.splitlines(), " "]
        layer = load_file(head)
        self._last: Floats = np.concatenate([layer["weight"], layer["bias"][None]]).astype(np.float32)
        """(hidden + 1, characters): the bias is the weight of a constant 1."""
        if self._last.shape[1] != len(self._letters):
            raise errors.ModelBroken(BROKEN, detail=f"{head.name} does not go with {body.name}")
        one_thread_for_good()

    def read(self, line: Pixels, options: Any = None) -> Reading:
        best, sure = self._last_layer(self._session.run(None, {self._input: as_input(line)}, options)[0][0])
        return in_words(best, sure, self._letters)

    def _last_layer(self, hidden: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
        """The best class of each step, and its probability (1 for a blank, which nobody asks for)."""
        import numpy as np

        hidden = np.concatenate([hidden, np.ones((len(hidden), 1), np.float32)], axis=1)
        best = np.zeros(len(hidden), np.int64)
        sure = np.ones(len(hidden), np.float32)
        for start in range(0, len(hidden), STEPS):
            scores = hidden[start : start + STEPS] @ self._last
            top = scores.argmax(axis=1)
            best[start : start + STEPS] = top
            said = np.flatnonzero(top)
            scores = scores[said]
            scores -= scores[np.arange(len(said)), top[said]][:, None]
            sure[start + said] = 1 / np.exp(scores).sum(axis=1)
        return best, sure


def nets(folder: str | None = None) -> tuple[Detector, Recogniser | QuickRecogniser]:
    """The quick ones where they are exact and no other `folder` is asked for, else the original ones.

    Raises `errors.ModelMissing`, `errors.ModelBroken`.
    """
    from models.evidence import ocr_nets

    if folder is None and exact_here():
        return quick_nets()
    place = ocr_nets.model_folder(folder)
    log.info("text is read in 32-bit arithmetic")
    return Detector(place / ocr_nets.DETECTOR), Recogniser(place / ocr_nets.RECOGNISER)

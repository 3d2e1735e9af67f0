"""PP-OCRv6's two networks: where lines of text are, and what they say.

The weights are the ONNX files inside the `rapidocr` wheel (PP-OCRv6 small, Chinese and English), run by
onnxruntime. Thresholds are those of that package's config.yaml; the steps follow Liao et al., "Real-time Scene Text
Detection with Differentiable Binarization" (AAAI 2020), and the usual CTC greedy decoding.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, radians, tan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import errors
from assistant.types import Box
from models.evidence.ocr_lines import NOTHING, Reading

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

    Floats = npt.NDArray[np.float32]

log = logging.getLogger(__name__)

DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNISER = "PP-OCRv6_rec_small.onnx"
RECOGNISER_SHA256 = "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"
"""Of the file in rapidocr 3.10, which was measured at two sizes."""
MISSING = "I can't read text in pictures: the text model is missing. Run: make setup"
BROKEN = "I can't read text in pictures: the text model is damaged. Run: make setup"

PROBABILITY = 0.3
"""A pixel of the detector's map that counts as text."""
BOX_SCORE, LINE_SCORE = 0.5, 0.4
"""The mean probability that a box must have, and a line. At 0.5, small lines are lost now and then (0.47 to 0.5 with
gaps between their words); what is shorter and has less than 0.5 is mostly a picture on a button."""
LINE = 3
"""How many times as wide as high a line is at least."""
UNCLIP = 1.6
"""The detector is taught shrunken boxes; they grow back by area * UNCLIP / perimeter."""
SMALLEST = 3
"""Pixels; thinner boxes are specks."""
LINE_HEIGHT = 48
"""Pixels, of a line as the recogniser wants it."""
OF_48, OF_ANY = bytes.fromhex("0a0208030a020830"), bytes.fromhex("0a0208030a021200")
"""How an ONNX file (protobuf, onnx.proto: TensorShapeProto) declares three colours and 48 rows, and three colours and a
number of rows that has no name."""
MEAN_OF_3 = b"strides@\3@\2\xa0\1\7*\x11\n\4pads@\0@\0@\0@\0\xa0\1\7"
MEAN_OF_2_OR_3 = MEAN_OF_3.replace(b"pads@\0@\0@\0@\0", b"pads@\0@\0@\1@\0")
"""How it declares the mean of three rows (NodeProto: the one AveragePool with steps of 3 x 2), and the same with room
below for a row that isn't there, and doesn't count: a line 48 pixels high comes to that layer in three rows, one of 32
in two."""
STEP = 8
"""Pixels of a scaled line that one step of the recogniser sees."""
WIDEST_LINE = 6400
"""Pixels of a scaled line; longer ones are squeezed, to bound memory."""
STRAIGHT_DEG, DRIFT = 1.5, 0.2
"""A line that is less tilted, and rises by less than this share of its height, is cut out as it is, without resampling.
A long line that is tilted by a degree leaves its own box."""


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A detected line: four corners (4, 2) from the top left clockwise, in pixels, and the upright box."""

    corners: Floats
    box: Box
    score: float


def model_folder(folder: str | None = None) -> Path:
    """Where the two files are: `folder`, else inside the installed `rapidocr` package.

    Raises `errors.ModelMissing`.
    """
    if folder is None:
        spec = importlib.util.find_spec("rapidocr")  # looks the package up without importing it
        if spec is None or not spec.submodule_search_locations:
            raise errors.ModelMissing(MISSING, detail="rapidocr is not installed")
        folder = str(Path(spec.submodule_search_locations[0]) / "models")
    path = Path(folder)
    for name in (DETECTOR, RECOGNISER):
        if not (path / name).is_file():
            raise errors.ModelMissing(MISSING, detail=f"no {path / name}")
    return path


def load(path: Path, broken: str = BROKEN, data: bytes | None = None) -> Any:
    """An onnxruntime session on one thread, of `data` instead of what is in the file. Raises `errors.ModelBroken`, with
    the sentence `broken`.

    One thread a session: lines and pieces of the page are worked on side by side instead, which leaves no core
    waiting at the end of each small layer.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # a run that is ended on purpose is not an error to print
    try:
        return onnxruntime.InferenceSession(data or str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises a class of its own for each way a file can be broken
        raise errors.ModelBroken(broken, detail=f"{path}: {type(error).__name__}") from error


def load_of_any_height(path: Path) -> tuple[Any, bool]:
    """A recogniser's session, and whether it takes lines of 32 to 48 pixels of height: what says 48 in the file of
    PP-OCRv6 is the declared shape of the input, and one mean of rows. Only the file that was measured is changed, and
    only where this onnxruntime runs it then; any other is used as it is. Raises `errors.ModelBroken`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise errors.ModelBroken(BROKEN, detail=f"{path}: {error.strerror}") from error
    measured = hashlib.sha256(data).hexdigest() == RECOGNISER_SHA256
    if not measured or data.count(OF_48) != 1 or data.count(MEAN_OF_3) != 1:
        log.info("%s is not the file that was measured at two sizes: lines are read at full size only", path.name)
        return load(path), False
    try:
        session = load(path, data=data.replace(OF_48, OF_ANY).replace(MEAN_OF_3, MEAN_OF_2_OR_3))
        _try_heights(session)
    except errors.ModelBroken as error:
        log.warning("lines are read at full size only: %s", error.detail)
        return load(path), False
    return session, True


def _try_heights(session: Any) -> None:
    """Raises `errors.ModelBroken` where one step of `STEP` pixels doesn't come of a line of 32 and of 48 rows alike."""
    import numpy as np

    name = session.get_inputs()[0].name
    for height in (32, LINE_HEIGHT):
        blank = as_input(np.full((height, 8 * STEP, 3), 255, np.uint8))
        try:
            chances = session.run(None, {name: blank}, None)[0]
        except Exception as error:  # onnxruntime raises a class of its own for each thing that it can't do
            raise errors.ModelBroken(BROKEN, detail=f"{height} rows: {type(error).__name__}") from error
        if chances.ndim != 3 or chances.shape[:2] != (1, 8) or not np.isfinite(chances).all():
            raise errors.ModelBroken(BROKEN, detail=f"{height} rows give {chances.shape}")


class Detector:
    """Finds lines of text. Any thread, several at a time."""

    def __init__(self, path: Path) -> None:
        self._session = load(path)
        self._input = self._session.get_inputs()[0].name

    def find(self, pixels: Pixels, options: Any = None) -> list[Spot]:
        """`pixels` (h, w, 3) uint8 RGB at native size. `options`: onnxruntime.RunOptions."""
        import numpy as np

        height, width = pixels.shape[:2]
        # Padded with the edge's own colour, not resized: the network wants multiples of 32, text wants its pixels.
        pad_h, pad_w = -height % 32, -width % 32
        padded = np.pad(pixels, ((0, pad_h), (0, pad_w), (0, 0)), mode="edge")
        chance = self._session.run(None, {self._input: as_input(padded)}, options)[0][0, 0]
        return _spots(chance[:height, :width])


def _spots(chance: Floats) -> list[Spot]:
    """The boxes in a map (h, w) of text probability."""
    import cv2
    import numpy as np

    height, width = chance.shape
    mask = cv2.dilate((chance > PROBABILITY).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours:
        (cx, cy), (w, h), angle = cv2.minAreaRect(contour)
        if min(w, h) < SMALLEST:
            continue
        score = _score(chance, cv2.boxPoints(((cx, cy), (w, h), angle)))
        if score < LINE_SCORE:
            continue
        # Growing a rectangle on all sides is what unclipping its polygon comes to.
        grow = 2 * w * h * UNCLIP / (2 * (w + h))
        corners = _clockwise(cv2.boxPoints(((cx, cy), (w + grow, h + grow), angle)))
        corners[:, 0] = corners[:, 0].clip(0, width)
        corners[:, 1] = corners[:, 1].clip(0, height)
        left, top = corners.min(axis=0)
        right, bottom = corners.max(axis=0)
        box = Box(int(left), int(top), int(np.ceil(right)) - int(left), int(np.ceil(bottom)) - int(top))
        if score < BOX_SCORE and box.w < LINE * box.h:
            continue
        if box.w > SMALLEST and box.h > SMALLEST:
            found.append(Spot(corners.astype(np.float32), box, score))
    return found


def _score(chance: Floats, corners: Floats) -> float:
    """The mean probability inside the four corners."""
    import cv2
    import numpy as np

    height, width = chance.shape
    left, top = np.floor(corners.min(axis=0)).astype(int)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int)
    left, right = max(0, min(left, width - 1)), max(0, min(right, width - 1))
    top, bottom = max(0, min(top, height - 1)), max(0, min(bottom, height - 1))
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - (left, top)).astype(np.int32)], 1)
    return float(cv2.mean(chance[top : bottom + 1, left : right + 1], mask)[0])


def _clockwise(corners: Floats) -> Floats:
    """Top left, top right, bottom right, bottom left."""
    import numpy as np

    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left = by_x[:2][np.argsort(by_x[:2, 1])]
    right = by_x[2:][np.argsort(by_x[2:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


class Recogniser:
    """`PieceReader` with the original network."""

    def __init__(self, path: Path) -> None:
        self._session, self.any_height = load_of_any_height(path)
        self._input = self._session.get_inputs()[0].name
        letters = self._session.get_modelmeta().custom_metadata_map.get("character", "")
        if not letters:
            raise errors.ModelBroken(BROKEN, detail=f"{path}: no list of characters")
        # Class 0 is CTC's blank, the last one the space.
        self._letters = ["", *letters.splitlines(), " "]

    def read(self, line: Pixels, options: Any = None) -> Reading:
        """`line` (48, w, 3) uint8 RGB, as `cut_out` gives it; with `any_height` from 32 pixels high on.
        `options`: onnxruntime.RunOptions."""
        import numpy as np

        chances = self._session.run(None, {self._input: as_input(line)}, options)[0][0]
        best = chances.argmax(axis=1)
        return in_words(best, chances[np.arange(len(best)), best], self._letters)


def as_input(line: Pixels) -> Floats:
    """(h, w, 3) uint8 RGB -> (1, 3, h, w) from -1 to 1, blue first, as both networks were taught."""
    import numpy as np

    blob: Floats = line[:, :, ::-1].transpose(2, 0, 1)[None].astype(np.float32)
    blob *= 2 / 255
    blob -= 1
    return blob


def in_words(best: npt.NDArray[np.int64], sure: Floats, letters: Sequence[str]) -> Reading:
    """Greedy CTC: repeats joined, blanks dropped. `best`, `sure` (steps,): the best class and its probability."""
    import numpy as np

    keep = best != 0
    keep[1:] &= best[1:] != best[:-1]
    if not keep.any():
        return NOTHING
    signs = [letters[place] if place < len(letters) else "" for place in best[keep]]
    chances = [float(chance) for sign, chance in zip(signs, sure[keep], strict=True) for _ in sign]
    places = [int(step) * STEP for sign, step in zip(signs, np.flatnonzero(keep), strict=True) for _ in sign]
    return Reading("".join(signs), tuple(chances), tuple(places))


def level(spot: Spot) -> bool:
    """Whether the line may be cut out of its upright box."""
    (x0, y0), (x1, y1), _, (x3, y3) = (map(float, corner) for corner in spot.corners)
    rise = abs(y1 - y0)
    return rise <= max(1.0, x1 - x0) * tan(radians(STRAIGHT_DEG)) and rise <= DRIFT * hypot(x3 - x0, y3 - y0)


def cut_out(pixels: Pixels, spot: Spot) -> Pixels | None:
    """The line, upright, `LINE_HEIGHT` high; None if nothing is left of it."""
    import cv2
    import numpy as np

    top_left, top_right, bottom_right, bottom_left = spot.corners
    box = spot.box
    if level(spot):
        line = pixels[box.y : box.bottom, box.x : box.right]
    else:
        width = int(max(np.linalg.norm(top_right - top_left), np.linalg.norm(bottom_right - bottom_left)))
        height = int(max(np.linalg.norm(bottom_left - top_left), np.linalg.norm(bottom_right - top_right)))
        if width < 1 or height < 1:
            return None
        target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        turn = cv2.getPerspectiveTransform(spot.corners, target)
        line = cv2.warpPerspective(
            pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
    if line.shape[0] < 2 or line.shape[1] < 2:
        return None
    if line.shape[0] >= 2.5 * line.shape[1]:
        line = np.rot90(line)  # a column of text on its side; a lone digit is never that tall
    width = max(8, min(WIDEST_LINE, round(line.shape[1] * LINE_HEIGHT / line.shape[0])))
    scaled: Pixels = cv2.resize(np.ascontiguousarray(line), (width, LINE_HEIGHT))
    return scaled


def default_threads() -> int:
    """As many lines at a time as there are cores for this process, four at most: more is no quicker."""
    return max(1, min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))

"""Pictures of text that lie on a side, on their head, or askew, turned upright before anything else looks at them.

Which way lines run is seen by the detector on a small copy; which way up they stand, by reading the longest ones both
ways: upside down they make no sense to the recogniser. No network of its own is needed for that. A picture that gives
no clear answer stays as it is. Screens of this desktop are never turned.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from assistant import errors
from assistant.types import Box, Given
from models.evidence.ocr_nets import LINE_HEIGHT

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import Worker
    from assistant.types import Capture, Pixels
    from models.evidence.ocr_lines import PieceReader
    from models.evidence.ocr_nets import Detector, Spot

log = logging.getLogger(__name__)

SMALL_SIDE = 960
"""Pixels of the longer side of the copy in which lines are looked for."""
LONGEST = 8
"""Lines that are read both ways."""
ENOUGH = 480
"""Pixels of a scaled line that tell which way up it is: some ten letters."""
INK = 40
"""Of 255, from the darkest to the lightest pixel of a column."""
LINE = 3.0
"""A line is so many times longer than high; what is less long tells nothing."""
SENSE, CLEARER = 0.75, 0.12
"""The mean probability of the characters that a line read the right way has, and by how much it is the higher one."""
ASKEW_DEG, STEEP_DEG = 0.8, 20.0
"""Less is left alone; more is no page askew."""
SQUARES, STANDING = 10, 0.9
"""Characters of a column that are tried upright, and how sure they must be: the recogniser reads some that lie, too."""
TIMEOUT_S = 8.0


@dataclass(frozen=True, slots=True)
class Posture:
    """How a picture must be turned to stand upright."""

    quarters: int = 0
    """Quarter turns, counterclockwise."""
    askew_deg: float = 0.0
    """What is left after them, counterclockwise."""


def posture(pixels: Pixels, detector: Detector, recogniser: PieceReader) -> Posture:
    """`pixels` (h, w, 3) uint8 RGB."""
    import cv2
    import numpy as np

    scale = min(1.0, SMALL_SIDE / max(pixels.shape[:2]))
    small = pixels
    if scale < 1:
        size = max(32, round(pixels.shape[1] * scale)), max(32, round(pixels.shape[0] * scale))
        small = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA)
    lines = sorted((spot for spot in detector.find(small) if _sides(spot)[0] >= LINE * _sides(spot)[1]), key=_length)
    upright = [spot for spot in lines if abs(_slope_deg(spot)) <= 45]
    sideways = [spot for spot in lines if abs(_slope_deg(spot)) > 45]
    lie = sum(map(_length, sideways)) > sum(map(_length, upright))
    found = sideways if lie else upright
    if not found:
        return Posture()
    if lie and _runs_downwards(pixels, found[-1], scale, recogniser):
        return Posture()
    over = _upside_down(pixels, found[-LONGEST:], scale, recogniser)
    if over is None:
        return Posture()
    quarters = (1 if lie else 0) + (2 if over else 0)
    return Posture(quarters, _askew(found))


def _sides(spot: Spot) -> tuple[float, float]:
    """The longer and the shorter one."""
    import numpy as np

    one = float(np.linalg.norm(spot.corners[1] - spot.corners[0]))
    other = float(np.linalg.norm(spot.corners[2] - spot.corners[1]))
    return max(one, other), max(1.0, min(one, other))


def _length(spot: Spot) -> float:
    return _sides(spot)[0]


def _slope_deg(spot: Spot) -> float:
    """Of the longer side, -90..90; positive runs downhill."""
    import numpy as np

    first, second = spot.corners[1] - spot.corners[0], spot.corners[2] - spot.corners[1]
    x, y = first if np.linalg.norm(first) >= np.linalg.norm(second) else second
    slope = float(np.degrees(np.arctan2(y, x)))
    return slope - 180 if slope > 90 else slope + 180 if slope <= -90 else slope


def _askew(lines: Sequence[Spot]) -> float:
    """How far the lines are from the nearest of the two ways that a page's lines run."""
    slopes = [_slope_deg(spot) for spot in lines]
    rest = median(slope if abs(slope) <= 45 else slope - 90 if slope > 0 else slope + 90 for slope in slopes)
    return round(rest, 2) if ASKEW_DEG <= abs(rest) <= STEEP_DEG else 0.0


def _upside_down(pixels: Pixels, lines: Sequence[Spot], scale: float, recogniser: PieceReader) -> bool | None:
    """None where it can't be told."""
    import numpy as np

    from models.evidence.ocr_nets import Spot, cut_out

    votes = []
    for spot in reversed(lines):
        line = cut_out(pixels, Spot((spot.corners / scale).astype(np.float32), spot.box, spot.score))
        if line is None:
            continue
        piece = _fullest(line)
        one, other = recogniser.read(piece), recogniser.read(np.ascontiguousarray(piece[::-1, ::-1]))
        if max(one.sure, other.sure) >= SENSE and abs(one.sure - other.sure) >= CLEARER:
            votes.append(other.sure > one.sure)
        if len(votes) >= 2 and len(set(votes)) == 1:
            break
    if not votes or 2 * sum(votes) == len(votes):
        return None
    return 2 * sum(votes) > len(votes)


def _fullest(line: Pixels) -> Pixels:
    """The part of a line that holds most ink: a row of a table may be blank in its middle."""
    import numpy as np

    if line.shape[1] <= ENOUGH:
        return line
    ink = (line.max(axis=0).astype(np.int16) - line.min(axis=0)).max(axis=1) >= INK
    sums = np.concatenate([[0], np.cumsum(ink)])
    start = int((sums[ENOUGH:] - sums[:-ENOUGH]).argmax())
    return line[:, start : start + ENOUGH]


def _runs_downwards(pixels: Pixels, spot: Spot, scale: float, recogniser: PieceReader) -> bool:
    """Whether a column holds characters that stand upright, one below the other, as Chinese and Japanese may."""
    import cv2
    import numpy as np

    left, top = np.maximum(0, np.floor(spot.corners.min(axis=0) / scale)).astype(int)
    right, bottom = np.ceil(spot.corners.max(axis=0) / scale).astype(int)
    column = pixels[top:bottom, left:right]
    side = column.shape[1]
    if side < 8 or column.shape[0] < 2 * side:
        return False
    squares = [column[at : at + side] for at in range(0, column.shape[0] - side + 1, side)][:SQUARES]
    row = cv2.resize(np.ascontiguousarray(np.concatenate(squares, axis=1)), (LINE_HEIGHT * len(squares), LINE_HEIGHT))
    read = recogniser.read(row)
    chinese = sum("\u3040" <= sign <= "\u9fff" for sign in read.text)
    return read.sure >= STANDING and 2 * chinese >= len(squares)


class Upright:
    """Asks a `Reader` behind a worker how a picture stands, and turns it."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def __call__(self, capture: Capture, token: Token) -> Capture:
        """The same capture where it stands upright, is of this desktop, or can't be told. Raises `Cancelled`."""
        return self.turned(capture, self.posture(capture, token))

    def posture(self, capture: Capture, token: Token) -> Posture:
        """How it must be turned; not at all where it is of this desktop, or can't be told. Raises `Cancelled`."""
        if capture.of_desktop:
            return Posture()
        try:
            found: Posture = self._worker.call("posture", capture.pixels, token=token, timeout_s=TIMEOUT_S)
        except errors.HearsightError as error:
            log.info("which way up it is can't be told: %s", error.detail)
            return Posture()
        return found

    def turned(self, capture: Capture, how: Posture) -> Capture:
        if how == Posture():
            return capture
        given = Given(capture.pixels, how.quarters, how.askew_deg)
        return replace(capture, pixels=turned(capture.pixels, how), given=given)


def turned(pixels: Pixels, how: Posture) -> Pixels:
    """The picture turned; around one that was askew, the colour of its border."""
    import numpy as np
    from PIL import Image

    upright: Pixels = np.ascontiguousarray(np.rot90(pixels, how.quarters))
    if how.askew_deg == 0:
        return upright
    border = np.concatenate([upright[0], upright[-1], upright[:, 0], upright[:, -1]])
    red, green, blue = (int(value) for value in np.median(border, axis=0))
    picture = Image.fromarray(upright)
    turn = picture.rotate(how.askew_deg, Image.Resampling.BICUBIC, expand=True, fillcolor=(red, green, blue))
    return np.asarray(turn)


def before_turning(
    points: Sequence[tuple[float, float]], size: tuple[int, int], how: Posture
) -> list[tuple[float, float]]:
    """Where points (x, y) of a picture that was `turned` were before. `size`: (w, h) after it."""
    from math import cos, radians, sin

    angle = radians(how.askew_deg)
    width, height = size
    if how.askew_deg:  # the corners of the picture before touched the edges of the one that holds it whole
        across, down = abs(cos(angle)), abs(sin(angle))
        part = across * across - down * down
        width, height = (
            round((size[0] * across - size[1] * down) / part),
            round((size[1] * across - size[0] * down) / part),
        )
    found = []
    for x, y in points:
        x, y = x - size[0] / 2, y - size[1] / 2
        x, y = x * cos(angle) - y * sin(angle) + width / 2, x * sin(angle) + y * cos(angle) + height / 2
        wide, high = width, height
        for _ in range(how.quarters % 4):
            x, y, wide, high = high - y, x, high, wide
        found.append((x, y))
    return found


def as_given(box: Box, capture: Capture) -> Box:
    """Where a box of a capture is in the picture that the person gave: the least one around it, if that was askew."""
    given = capture.given
    if given is None:
        return box
    corners = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)]
    how = Posture(given.quarters, given.askew_deg)
    points = before_turning(corners, (capture.width, capture.height), how)
    left, right = (bound(x for x, _ in points) for bound in (min, max))
    top, bottom = (bound(y for _, y in points) for bound in (min, max))
    found = Box(round(left), round(top), round(right) - round(left), round(bottom) - round(top))
    return found.clipped(given.pixels.shape[1], given.pixels.shape[0]) or found

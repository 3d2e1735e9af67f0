"""Panels of a picture: cards, side bars, frames and menus, by their ground or by the line around them.

A panel is a connected part of one colour that fills most of its box, text and pictures cut out of it; or a closed line.
The map of colour steps is that of the elements (`models.evidence.elements.candidates`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from math import ceil, sqrt
from typing import TYPE_CHECKING

from assistant import errors
from assistant.types import Box, Finding

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.cancel import Token
    from assistant.ports import Worker
    from assistant.types import Capture, Pixels, Scene

log = logging.getLogger(__name__)

FAINT = 3
"""Of 255, the step from a card to the page around it; a gradient has less from pixel to pixel."""
LEAST_PX = 40
"""Side of a panel that can hold two lines."""
GROUND = 0.4
"""Share of a panel that is bare ground; a picture, a chart or a dense text leaves as much."""
MOST = 100
MOST_RULES = 300
TOUCH_PX = 4
"""Between the ends of two rules that meet."""
AT_ONCE_PX = 2_500_000
"""Of a larger picture squares of pixels are looked at as one: a line is an edge of some square all the same."""


def panels(pixels: Pixels, token: Token | None = None) -> list[Box]:
    """The largest first. `pixels` (h, w, 3) uint8 RGB. Raises `Cancelled`, between the steps that take long."""
    import cv2
    import numpy as np

    from assistant.cancel import Token
    from models.evidence.elements.candidates import outlined, steps

    token = token or Token()
    height, width = pixels.shape[:2]
    side = max(1, ceil(sqrt(height * width / AT_ONCE_PX)))
    if min(height, width) < LEAST_PX * side:
        return []
    edges = (steps(pixels) > FAINT).astype(np.uint8)
    token.check()
    if side > 1:
        rows, columns = height // side, width // side
        edges = edges[: rows * side, : columns * side].reshape(rows, side, columns, side).max(axis=(1, 3))
    _, _, ground, _ = cv2.connectedComponentsWithStats(1 - edges, connectivity=4, ltype=cv2.CV_32S)
    ground = ground[1:]
    filled = ground[:, 4] >= GROUND * ground[:, 2] * ground[:, 3]
    token.check()
    _, _, lines, _ = cv2.connectedComponentsWithStats(edges, connectivity=8, ltype=cv2.CV_32S)
    lines = lines[1:][(lines[1:, 2:4].min(axis=1) * side >= LEAST_PX)]
    closed = lines[outlined(lines[:, :4], cv2.dilate(edges, np.ones((3, 3), np.uint8)))]
    found = np.concatenate((ground[filled], closed))[:, :4]
    token.check()
    found = np.concatenate((found, _framed(edges, max(2, LEAST_PX // side)))) * side
    found = found[found[:, 2:].min(axis=1) >= LEAST_PX]
    found = found[np.argsort(-found[:, 2].astype(np.int64) * found[:, 3])][:MOST]
    return [Box(*(int(number) for number in box)) for box in found]


def _framed(edges: npt.NDArray[np.uint8], least: int) -> npt.NDArray[np.int32]:
    """(n, 4) boxes between two upright rules that a level one joins: a frame with gaps, as terminals draw them, or
    with a title in its line, is not closed."""
    import cv2
    import numpy as np

    def rules(across: int, down: int) -> npt.NDArray[np.int32]:
        joined = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((1 + 2 * (down > 1), 1 + 2 * (across > 1)), np.uint8))
        long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((down, across), np.uint8))
        found: npt.NDArray[np.int32] = cv2.connectedComponentsWithStats(long, connectivity=8, ltype=cv2.CV_32S)[2][
            1:, :4
        ]
        return found[np.argsort(-found.max(axis=1))][:MOST_RULES]

    upright, frames = rules(1, least), []
    bottoms = upright[:, 1] + upright[:, 3]
    for x, y, w, h in rules(least, 1):
        meets = (upright[:, 1] <= y + h + TOUCH_PX) & (bottoms >= y - TOUCH_PX)
        left = upright[meets & (abs(upright[:, 0] - x) <= TOUCH_PX)]
        right = upright[meets & (abs(upright[:, 0] + upright[:, 2] - x - w) <= TOUCH_PX)]
        for one in left[:1]:
            for other in right[:1]:
                top, bottom = max(one[1], other[1]), min(one[1] + one[3], other[1] + other[3])
                if bottom - top >= least and other[0] > one[0] + TOUCH_PX:
                    frames.append((one[0], top, other[0] + other[2] - one[0], bottom - top))
    return np.array(frames, np.int32).reshape(-1, 4)


class PanelsGatherer:
    """`ports.Gatherer`: the panels of the picture, for the reading order. It adds nothing that is said, so its
    failure is not told."""

    name = "panels"

    def __init__(self, worker: Worker, *, budget_s: float = 30.0) -> None:
        """`worker` holds a `models.evidence.elements.finder.Finder`. A call that outlasts `budget_s` is taken for one
        that hangs, and its process is ended: with less, a slow machine would lose all other eyes with it."""
        self._worker = worker
        self.budget_s = budget_s

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        try:
            found = self._worker.call("panels", capture.pixels, token=token, timeout_s=self.budget_s)
        except errors.HearsightError as error:
            log.warning("no panels: %s", error.detail)
            return
        yield Finding(self.name, panels=tuple(found))

"""Places in a picture of a screen that lies on a side, is askew or was photographed, back on the screen itself.

The facts of such a picture know how its pixels come from the screen's. Compared there, where lines are level, a box
around a tilted line does not lie on its neighbours; and the product may have turned the picture before it read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cancel import Token
from assistant.types import Box, Capture
from models.evidence.upright import Posture, Upright, before_turning

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Flat:
    """The screen that a picture shows."""

    matrix: tuple[float, ...]
    """Nine numbers, row by row: homogeneous pixels of the picture to those of the screen."""
    lines: tuple[Box, ...]
    """The places of the facts' lines on the screen."""
    ignore: tuple[Box, ...] = ()

    def box(self, box: Box, size: tuple[int, int], how: Posture) -> Box:
        """Where a box of the picture is on the screen, after the product turned it as `how` says. `size`: (w, h) of
        the turned picture."""
        corners = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)]
        points = [self._point(point) for point in before_turning(corners, size, how)]
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        return Box(round(left), round(top), max(1, round(right - left)), max(1, round(bottom - top)))

    def _point(self, point: Point) -> Point:
        x, y = point
        rows: Sequence[float] = [
            self.matrix[at] * x + self.matrix[at + 1] * y + self.matrix[at + 2] for at in (0, 3, 6)
        ]
        return rows[0] / rows[2], rows[1] / rows[2]


class NotedPosture:
    """Turns pictures upright as the product does, and remembers how the last one was turned."""

    def __init__(self, upright: Upright) -> None:
        self._upright = upright
        self.how = Posture()

    def __call__(self, capture: Capture, token: Token) -> Capture:
        self.how = self._upright.posture(capture, token)
        return self._upright.turned(capture, self.how)

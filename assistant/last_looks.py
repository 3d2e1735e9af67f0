"""What each window looked like when it was last looked at, to tell what is new in it. In memory only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Box, Capture, Scene

WINDOWS = 16
"""How many windows are remembered; the one that was not looked at for longest is forgotten."""
TILE_PX = 8
"""Side of the squares that pixels are compared by: less than a letter, so that a change beside a word is not in it."""


@dataclass(frozen=True, slots=True, eq=False)
class LastLook:
    """A complete scene (secrets are masked in it) and a number for each square of the masked picture."""

    scene: Scene
    tiles: npt.NDArray[np.uint64]
    """(h / 8, w / 8), rounded up."""


class LastLooks:
    """Session thread only."""

    def __init__(self) -> None:
        self._looks: OrderedDict[tuple[int, int], LastLook] = OrderedDict()

    def of(self, capture: Capture) -> LastLook | None:
        """The last look at the window that `capture` shows."""
        key = _key(capture)
        return self._looks.get(key) if key is not None else None

    def keep(self, capture: Capture, scene: Scene) -> None:
        """Only of windows, and only what was looked at to the end. `capture` is the masked one."""
        key = _key(capture)
        if key is None or not scene.complete:
            return
        self._looks[key] = LastLook(scene, tiles(capture))
        self._looks.move_to_end(key)
        while len(self._looks) > WINDOWS:
            self._looks.popitem(last=False)


def _key(capture: Capture) -> tuple[int, int] | None:
    """Of a whole window; a number of X11's may be given to another program's window later."""
    if capture.source != "window" or capture.window is None:
        return None
    return capture.window.id, capture.window.pid


def tiles(capture: Capture) -> npt.NDArray[np.uint64]:
    """A number for each square of the picture that differs where (all but certainly) a pixel does."""
    import numpy as np

    h, w = capture.height, capture.width
    rows, columns = -(-h // TILE_PX), -(-w // TILE_PX)
    # Each place in a square has a weight of its own: a line that moved within it is a change, too.
    weights = np.random.default_rng(1).integers(1, 2**40, (TILE_PX, TILE_PX, 3), dtype=np.uint64) | np.uint64(1)
    found = np.zeros((rows, columns), np.uint64)
    pixels = capture.pixels
    for dy in range(TILE_PX):
        for dx in range(TILE_PX):
            part = pixels[dy::TILE_PX, dx::TILE_PX].astype(np.uint64)
            found[: part.shape[0], : part.shape[1]] += part @ weights[dy, dx]
    return found


def same_place(before: npt.NDArray[np.uint64], after: npt.NDArray[np.uint64]) -> Callable[[Box], bool]:
    """Tells whether nothing has changed within a box, by the tiles of two pictures."""
    if before.shape != after.shape:
        return lambda _: False
    differ = before != after

    def same(box: Box) -> bool:
        rows = slice(max(0, box.y // TILE_PX), max(0, -(-box.bottom // TILE_PX)))
        columns = slice(max(0, box.x // TILE_PX), max(0, -(-box.right // TILE_PX)))
        return not differ[rows, columns].any()

    return same

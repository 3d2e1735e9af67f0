"""Looks of a watch: what was seen last, and an eye that reads only what has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.last_looks import TILE_PX, tiles
from assistant.types import Box, Capture, Finding
from assistant.watch_rules import touched

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.cancel import Token
    from assistant.ports import Gatherer
    from assistant.types import Scene

WHOLE_SHARE = 0.6
"""From so much changed on, all of it is read at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    scene: Scene
    tiles: npt.NDArray[np.uint64]
    blind: tuple[Box, ...]
    """Parts of which nothing has been seen since the watch began."""


class OnlyChanged:
    """A `Gatherer` that lets another one read only what has changed since `before`; the rest it knows from then."""

    def __init__(self, reader: Gatherer, before: Seen | None) -> None:
        self.name, self.budget_s = reader.name, reader.budget_s
        self._reader, self._before = reader, before

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        before = self._before
        now = tiles(capture)
        if before is None or before.tiles.shape != now.shape:
            yield from self._reader.gather(capture, scene, token)
            return
        read = tuple(block for block in before.scene.blocks if block.source == self.name)
        boxes = _changed_boxes(before.tiles != now)
        areas = touched(boxes, tuple(block.box for block in read), capture.width, capture.height)
        if sum(area.area for area in areas) > WHOLE_SHARE * capture.width * capture.height:
            yield from self._reader.gather(capture, scene, token)
            return
        kept = tuple(block for block in read if not any(area.overlap(block.box) for area in areas))
        if kept:
            yield Finding(self.name, blocks=kept, final=False)
        for area in areas:
            for finding in self._reader.gather(_part(capture, area), _part_of_scene(scene, area), token):
                blocks = tuple(replace(each, box=each.box.moved(area.x, area.y)) for each in finding.blocks)
                yield replace(finding, blocks=blocks, final=False)
        yield Finding(self.name)


def _changed_boxes(differ: npt.NDArray[np.bool_]) -> list[Box]:
    """Boxes, in pixels, around all tiles that differ: one for each run of rows."""
    import numpy as np

    found: list[Box] = []
    rows: list[bool] = np.any(differ, axis=1).tolist()
    top: int | None = None
    for row in range(len(rows) + 1):
        if row < len(rows) and rows[row]:
            top = row if top is None else top
        elif top is not None:
            columns = np.flatnonzero(np.any(differ[top:row], axis=0))
            left, right = int(columns[0]), int(columns[-1]) + 1
            found.append(Box(left * TILE_PX, top * TILE_PX, (right - left) * TILE_PX, (row - top) * TILE_PX))
            top = None
    return found


def _part(capture: Capture, area: Box) -> Capture:
    import numpy as np

    pixels = np.ascontiguousarray(capture.pixels[area.y : area.bottom, area.x : area.right])
    return replace(capture, pixels=pixels, origin=(capture.origin[0] + area.x, capture.origin[1] + area.y))


def _part_of_scene(scene: Scene, area: Box) -> Scene:
    """Without what has no place in it."""
    things = tuple(
        replace(thing, box=thing.box.moved(-area.x, -area.y))
        for thing in scene.things
        if thing.box is not None and thing.box.overlap(area)
    )
    return replace(scene, width=area.w, height=area.h, things=things, blocks=())

"""`ObjectFinder` in the host process finds objects in photographs; `ObjectsGatherer` asks it where there is one."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import errors
from assistant.types import Box, Finding, Thing
from models.objects.calibration import POSSIBLE, probability
from models.objects.net import TWICE, ObjectNet, Spotted
from models.objects.photo import is_photo
from models.pictures import worth_captions

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import Worker
    from assistant.types import Capture, Pixels, Scene

log = logging.getLogger(__name__)

FIRST_ID = 4_000_000
"""Ids from here on: the tree counts from 1; elements, charts and headings lie between."""
LARGEST_SIDE = 16_000
"""Pixels of the longer side up to which a picture is looked at."""
MOST_PICTURES = 4
"""Pictures of a page that are looked at, the largest first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One object. `kind` is one of `models.objects.KINDS`, `confidence` the calibrated probability that it is one."""

    kind: str
    box: Box
    confidence: float


class ObjectFinder:
    """Lives in the host process; loads its network at the first call (or `warm`)."""

    def __init__(self) -> None:
        self._net = ObjectNet()

    def warm(self, *, token: Token) -> None:
        """Load and run once. Raises `errors.ModelBroken`."""
        import numpy as np

        token.check()
        self._net.spot(np.zeros((40, 40, 3), np.uint8))

    def find(self, pixels: Pixels, *, areas: Sequence[Sequence[int]], token: Token) -> list[Seen]:
        """The objects in those `areas` [x, y, w, h] of a picture, (h, w, 3) uint8 RGB, that are photographs.

        Raises `Cancelled`, `errors.ModelBroken`."""
        found: list[Seen] = []
        for area in areas:
            token.check()
            inside = Box(*(int(side) for side in area)).clipped(int(pixels.shape[1]), int(pixels.shape[0]))
            if inside is None or max(inside.w, inside.h) > LARGEST_SIDE:
                continue
            part = pixels[inside.y : inside.bottom, inside.x : inside.right]
            if is_photo(part):
                token.check()
                found += believed(self._net.spot(part), inside)
        return found


def believed(spotted: Sequence[Spotted], area: Box) -> list[Seen]:
    """What is possible of that, the likeliest first, in the pixels of the picture that has the `area`. What was taken
    for two kinds of thing is the likelier one."""
    seen = [Seen(one.kind, one.box, probability(one.kind, one.score)) for one in spotted]
    kept: list[Seen] = []
    for one in sorted(seen, key=lambda each: -each.confidence):
        if one.confidence >= POSSIBLE and not any(_same(one.box, other.box) for other in kept):
            kept.append(one)
    return [Seen(one.kind, one.box.moved(area.x, area.y), one.confidence) for one in kept]


def _same(one: Box, other: Box) -> bool:
    shared = one.overlap(other)
    return shared > TWICE * (one.area + other.area - shared)


class ObjectsGatherer:
    """`ports.Gatherer`, a late one: what was read tells a photograph from a page. Looks at picture files, the camera
    and the images of pages, never at what a program has drawn itself."""

    name = "objects"

    def __init__(self, worker: Worker, *, budget_s: float = 30.0) -> None:
        """`worker` holds an `ObjectFinder`. A call that outlasts `budget_s` is taken for one that hangs, and its
        process is ended: with less, a slow machine would lose all other eyes with it."""
        self._worker = worker
        self.budget_s = budget_s

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        areas = [area.as_list() for area in worth_captions(capture, scene)[:MOST_PICTURES]]
        if not areas:
            return
        try:
            seen: list[Seen] = self._worker.call(
                "find", capture.pixels, areas=areas, token=token, timeout_s=self.budget_s
            )
        except errors.HearsightError as error:
            log.warning("no objects: %s", error.detail)
            yield Finding(self.name, trouble=error.spoken)
            return
        if seen:
            yield Finding(self.name, things=tuple(thing_of(one, FIRST_ID + at) for at, one in enumerate(seen)))


def thing_of(seen: Seen, number: int) -> Thing:
    """As it goes into a scene: its kind is its role; it bears no name, which would be text that somebody can read."""
    return Thing(number, seen.kind, box=seen.box, confidence=seen.confidence, source="object")

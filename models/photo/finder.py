"""`FaceFinder` in the host process finds faces in photographs; `FacesGatherer` asks it where there is one."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant import errors
from assistant.types import Box, Finding, Thing
from models.objects.photo import is_photo
from models.objects.tally import FACE, PICTURES
from models.photo.faces import FACING, MAYBE, TURNED, Face, FaceNet, probability
from models.pictures import worth_captions

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import Worker
    from assistant.types import Capture, Pixels, Scene

log = logging.getLogger(__name__)

FIRST_ID = 5_000_000
"""Ids from here on: those of objects lie before."""
LARGEST_SIDE = 16_000
"""Pixels of the longer side up to which a picture is looked at."""


class FaceFinder:
    """Lives in the host process; loads its network at the first call (or `warm`)."""

    def __init__(self) -> None:
        self._net = FaceNet()

    def warm(self, *, token: Token) -> None:
        """Load and run once. Raises `errors.ModelBroken`."""
        import numpy as np

        token.check()
        self._net.find(np.zeros((40, 40, 3), np.uint8))

    def find(self, pixels: Pixels, *, area: Sequence[int], token: Token) -> list[Face]:
        """The probable faces in the `area` [x, y, w, h] of a picture, (h, w, 3) uint8 RGB, if that is a photograph.

        Raises `Cancelled`, `errors.ModelBroken`."""
        token.check()
        inside = Box(*(int(side) for side in area)).clipped(int(pixels.shape[1]), int(pixels.shape[0]))
        if inside is None or max(inside.w, inside.h) > LARGEST_SIDE:
            return []
        part = pixels[inside.y : inside.bottom, inside.x : inside.right]
        if not is_photo(part):
            return []
        token.check()
        return [face.moved(inside.x, inside.y) for face in self._net.find(part, MAYBE)]


class FacesGatherer:
    """`ports.Gatherer`, a late one: what was read tells a photograph from a page. Looks at picture files, the camera
    and the clipboard alone: nobody on the screen is counted."""

    name = "faces"

    def __init__(self, worker: Worker, *, budget_s: float = 30.0) -> None:
        """`worker` holds a `FaceFinder`."""
        self._worker = worker
        self.budget_s = budget_s

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        area = next(iter(worth_captions(capture, scene)), None) if capture.source in PICTURES else None
        if area is None:
            return
        try:
            faces: list[Face] = self._worker.call(
                "find", capture.pixels, area=area.as_list(), token=token, timeout_s=self.budget_s
            )
        except errors.HearsightError as error:
            log.warning("no faces: %s", error.detail)
            yield Finding(self.name, trouble=error.spoken)
            return
        if faces:
            yield Finding(self.name, things=tuple(thing_of(one, FIRST_ID + at) for at, one in enumerate(faces)))


def thing_of(face: Face, number: int) -> Thing:
    """As it goes into a scene: where it is, how likely it is one, and whether it is turned to the camera. Its box may
    reach over the edge of the picture."""
    ways = {"facing"} if face.turned <= FACING else {"turned"} if face.turned >= TURNED else set()
    return Thing(
        number, FACE, states=frozenset(ways), box=face.box, confidence=probability(face.score), source="object"
    )

"""Taught things, and what a photograph shows as a whole, among the things of a scene. The port: `ports.Gatherer`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from assistant import errors
from assistant.types import Finding, Thing
from models.imagenet import calibration
from models.imagenet.words import UNTOLD, names
from models.objects.photo import is_photo
from models.objects.tally import PICTURES
from models.taught.finder import LARGEST_SIDE, LOOK_S, View, known

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import Worker
    from assistant.types import Capture, Scene
    from models.objects.finder import Seen
    from models.taught import Taught

log = logging.getLogger(__name__)

FIRST_ID = 6_000_000
"""Ids from here on: what others see lies below."""
TAUGHT, SHOWN = "taught thing", "kind of thing"
"""Roles; the name of the first is what the person calls it, that of the second a class of ImageNet, by its number."""
MOST_BOXES = 4
"""Objects of a detector that are looked at, the surest first."""
TEXT_LINES = 12
"""Lines of text from which a picture is a page, as for the detector of objects."""


class TaughtGatherer:
    """A late one: what was read tells a photograph from a page. It looks where a detector sees something, too."""

    name = "taught"

    def __init__(
        self,
        worker: Worker,
        things: Callable[[], Sequence[Taught]],
        objects: Worker | None = None,
        *,
        budget_s: float = LOOK_S,
    ) -> None:
        """`worker` holds a `ThingFinder`; `things` are asked anew each time; `objects` holds an `ObjectFinder`, whose
        own gatherer looks at the same time as this one."""
        self._worker, self._things, self._objects = worker, things, objects
        self.budget_s = budget_s

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        if capture.source not in PICTURES or max(capture.pixels.shape[:2]) > LARGEST_SIDE:
            return
        if len(scene.blocks) >= TEXT_LINES or not is_photo(capture.pixels):
            return
        things = self._things()
        try:
            boxes = self._boxes(capture, token) if things else []
            views: list[View] = self._worker.call(
                "views", capture.pixels, boxes=boxes, faces=bool(things), token=token, timeout_s=self.budget_s
            )
        except errors.HearsightError as error:
            log.warning("no taught things: %s", error.detail)
            yield Finding(self.name, trouble=error.spoken)
            return
        found = [
            Thing(FIRST_ID + at, TAUGHT, one.name, box=one.box, confidence=one.confidence, source="object")
            for at, one in enumerate(known(views, things))
        ]
        if not found and (shown := as_a_whole(views)) is not None:
            found = [shown]
        if found:
            yield Finding(self.name, things=tuple(found))

    def _boxes(self, capture: Capture, token: Token) -> list[list[int]]:
        """Where a detector sees something that is no person, the surest first. Raises `errors.ModelTrouble`."""
        if self._objects is None:
            return []
        area = [0, 0, int(capture.pixels.shape[1]), int(capture.pixels.shape[0])]
        seen: list[Seen] = self._objects.call(
            "find", capture.pixels, areas=[area], token=token, timeout_s=self.budget_s
        )
        seen = sorted((one for one in seen if one.kind != "person"), key=lambda one: -one.confidence)
        return [one.box.as_list() for one in seen[:MOST_BOXES]]


def as_a_whole(views: Sequence[View]) -> Thing | None:
    """What the picture shows, if both the thing in its middle and the middle itself are called so."""
    if len(views) < 2 or views[0].kind != views[1].kind or names("en")[views[0].kind] == UNTOLD:
        return None
    confidence = calibration.probability((views[0].share * views[1].share) ** 0.5)
    if confidence < calibration.PROBABLY:
        return None
    return Thing(FIRST_ID, SHOWN, str(views[0].kind), box=views[0].box, confidence=confidence, source="object")

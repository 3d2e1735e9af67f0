"""Taught things, and what a photograph shows as a whole, among the things of a scene. The port: `ports.Gatherer`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from assistant import errors
from assistant.types import Finding, Thing
from models.imagenet import calibration
from models.imagenet.words import UNTOLD, names
from models.objects import KINDS
from models.objects.calibration import PROBABLY as OBJECT_PROBABLY
from models.objects.photo import is_photo
from models.objects.tally import PICTURES
from models.taught.finder import LARGEST_SIDE, LOOK_S, View, known

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import Worker
    from assistant.types import Box, Capture, Scene
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
COVERS = 0.05
"""Share of the picture from which an object that the detector is sure of is what it shows."""


class TaughtGatherer:
    """A late one: it looks where a detector saw something, and not at pages."""

    name = "taught"

    def __init__(
        self,
        worker: Worker,
        things: Callable[[], Sequence[Taught]],
        *,
        budget_s: float = LOOK_S,
    ) -> None:
        """`worker` holds a `ThingFinder`; `things` are asked anew each time."""
        self._worker, self._things = worker, things
        self.budget_s = budget_s

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        if capture.source not in PICTURES or max(capture.pixels.shape[:2]) > LARGEST_SIDE:
            return
        if len(scene.blocks) >= TEXT_LINES or not is_photo(capture.pixels):
            return
        boxes = [box.as_list() for box in seen_boxes(scene)]
        things = self._things()
        if not things and shows_an_object(scene):
            return
        try:
            views: list[View] = self._worker.call(
                "views", capture.pixels, boxes=boxes, token=token, timeout_s=self.budget_s
            )
        except errors.HearsightError as error:
            log.warning("no taught things: %s", error.detail)
            yield Finding(self.name, trouble=error.spoken)
            return
        found = [
            Thing(FIRST_ID + at, TAUGHT, one.name, box=one.box, confidence=one.confidence, source="object")
            for at, one in enumerate(known(views, things))
        ]
        if not found and (shown := as_a_whole(views, scene)) is not None:
            found = [shown]
        if found:
            yield Finding(self.name, things=tuple(found))


def seen_boxes(scene: Scene) -> list[Box]:
    """Where a detector saw something that is no person, the surest first."""
    seen = [one for one in scene.things if one.source == "object" and one.role in KINDS and one.role != "person"]
    seen.sort(key=lambda one: -(one.confidence or 0.0))
    return [one.box for one in seen if one.box is not None][:MOST_BOXES]


def shows_an_object(scene: Scene) -> bool:
    """Whether the detector has something to say that is large enough to be what the picture shows."""
    for one in scene.things:
        sure = one.source == "object" and one.role in KINDS and (one.confidence or 0.0) >= OBJECT_PROBABLY
        if sure and one.box is not None and one.box.area >= COVERS * scene.width * scene.height:
            return True
    return False


def as_a_whole(views: Sequence[View], scene: Scene) -> Thing | None:
    """What the picture shows, if both the thing in its middle and the middle itself are called so, and the detector has
    nothing better to say."""
    if len(views) < 2 or views[0].kind != views[1].kind or names("en")[views[0].kind] == UNTOLD:
        return None
    if shows_an_object(scene):
        return None
    confidence = calibration.probability((views[0].share * views[1].share) ** 0.5)
    if confidence < calibration.PROBABLY:
        return None
    return Thing(FIRST_ID, SHOWN, str(views[0].kind), box=views[0].box, confidence=confidence, source="object")

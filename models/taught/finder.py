"""`ThingFinder` in the host process makes vectors of pictures; `Recognition` says which taught things they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.types import Box
from models.imagenet.net import Backbone, softmax
from models.photo.faces import FaceNet
from models.taught import Known
from models.taught.matching import PROBABLY, likeliest
from models.taught.vectors import vectors
from models.taught.views import Trouble, middle, places, thing_in_the_middle, trouble

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import Worker
    from assistant.types import Pixels
    from models.taught import Taught, Vectors

LOOK_S = 30.0
"""A look takes 0.2 s, or a second on a loaded machine; after so long the models' process hangs."""
LARGEST_SIDE = 16_000
"""Pixels of the longer side up to which a picture is looked at."""
LOOKED_AT = 960
"""Pixels of the longer side of the copy that is looked at: more is not seen by the network anyway."""
TROUBLES = 2
"""Views whose sharpness and light are looked at: the thing in the middle, and the middle."""
APART = 0.5
"""Share of the smaller of two boxes that lies in the other, from which one thing is meant."""
FACE_SCORE = 0.6
"""Of the network that finds faces: lower than where a face is told, as nobody is to be learned."""
MOSTLY_FACE = 0.05
"""Share of a view that is a face (a portrait to the waist: 0.07), from which it shows somebody, and no taught thing."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One part of a picture, as a vector (1, d); what the network calls it (a place among ImageNet's classes), the
    share, 0..1, that it gives that class, and the share of the view, 0..1, that is somebody's face."""

    box: Box
    vector: Vectors
    trouble: Trouble
    kind: int
    share: float
    face: float = 0.0


class ThingFinder:
    """Lives in the host process; loads its networks at the first call (or `warm`)."""

    def __init__(self, folder: str) -> None:
        """`folder` of the installed model `models.imagenet.net.MODEL`."""
        self._net, self._faces = Backbone(Path(folder)), FaceNet()

    def warm(self, *, token: Token) -> None:
        """Load and run once. Raises `errors.ModelBroken`."""
        import numpy as np

        token.check()
        vectors(self._net.look([np.zeros((40, 40, 3), np.uint8)]))
        self._faces.find(np.zeros((40, 40, 3), np.uint8))

    def views(
        self,
        pixels: Pixels,
        *,
        boxes: Sequence[Sequence[int]] = (),
        everywhere: bool = False,
        faces: bool = True,
        token: Token,
    ) -> list[View]:
        """The thing in the middle of a picture, (h, w, 3) uint8 RGB, first; its middle second; then what is in those
        `boxes` [x, y, w, h], and, `everywhere`, all over it. Without `faces` none is looked for. Raises `Cancelled`,
        `errors.ModelBroken`."""
        token.check()
        small, scale = _copy(pixels)
        height, width = small.shape[:2]
        given = [Box(*(round(side * scale) for side in box)) for box in boxes]
        first = next((box for box in given if _is_the_thing(box, width, height)), None) or thing_in_the_middle(small)
        areas = places(width, height, [first, middle(width, height), *given], everywhere=everywhere)
        parts = [small[box.y : box.bottom, box.x : box.right] for box in areas]
        if not parts:
            return []
        token.check()
        seen = [one.box for one in self._faces.find(small, FACE_SCORE)] if faces else []
        look = self._net.look(parts)
        rows, kinds, shares = vectors(look), look.classes.argmax(1), softmax(look.classes).max(1)
        back = 1 / scale
        return [
            View(
                Box(*(round(side * back) for side in box.as_list())),
                rows[at][None],
                trouble(parts[at]) if at < TROUBLES else "",
                int(kinds[at]),
                float(shares[at]),
                max((share_of_face(box, face) for face in seen), default=0.0),
            )
            for at, box in enumerate(areas)
        ]


def _is_the_thing(box: Box, width: int, height: int) -> bool:
    """An object that a detector saw where the thing is expected, neither a speck nor the whole room."""
    from models.taught.views import LARGEST, SMALLEST

    holds = box.x <= width / 2 <= box.right and box.y <= height / 2 <= box.bottom
    return holds and SMALLEST <= box.area / max(1, width * height) <= LARGEST


def share_of_face(box: Box, face: Box) -> float:
    """How much of `box`, 0..1, is that face; 0 of one whose middle is outside."""
    x, y = face.centre
    if not (box.x <= x <= box.right and box.y <= y <= box.bottom):
        return 0.0
    return box.overlap(face) / max(1, box.area)


def _copy(pixels: Pixels) -> tuple[Pixels, float]:
    """At most `LOOKED_AT` pixels, and how much smaller that is."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    scale = min(1.0, LOOKED_AT / max(height, width))
    if scale == 1:
        return np.ascontiguousarray(pixels), 1.0
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small: Pixels = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA)
    return small, scale


class Recognition:
    """Asks a `ThingFinder`, by its worker, and compares with what was taught. Any thread; blocks for a look."""

    def __init__(self, worker: Worker, things: Callable[[], Sequence[Taught]]) -> None:
        """`things` are asked anew at each look."""
        self._worker, self._things = worker, things

    def look(
        self,
        pixels: Pixels,
        *,
        token: Token,
        boxes: Sequence[Box] = (),
        everywhere: bool = False,
        least: float = PROBABLY,
    ) -> list[Known]:
        """The taught things in a picture, (h, w, 3) uint8 RGB, the surest first, each once. Nothing is asked of the
        network while nothing was taught. Raises `errors.ModelTrouble`, `Cancelled`, and what `things` raises."""
        things = self._things()
        if not things or max(pixels.shape[:2]) > LARGEST_SIDE:
            return []
        given: list[Any] = [box.as_list() for box in boxes]
        views: list[View] = self._worker.call(
            "views", pixels, boxes=given, everywhere=everywhere, token=token, timeout_s=LOOK_S
        )
        return known(views, things, least)


def known(views: Sequence[View], things: Sequence[Taught], least: float = PROBABLY) -> list[Known]:
    """What those views show, each thing once, at its surest place, and nothing that is less likely than `least`. Nobody
    is known again: a view that is mostly a face is none of a thing."""
    import numpy as np

    from models.taught.vectors import basis

    views = [one for one in views if one.face < MOSTLY_FACE]
    if not views or not things:
        return []
    told = likeliest(np.concatenate([one.vector for one in views]), things, basis().strangers)
    ranked = sorted(zip(views, told, strict=True), key=lambda pair: -pair[1][1])
    found: list[Known] = []
    for view, (at, confidence) in ranked:
        name = things[at].name
        taken = any(one.name == name or _one_place(one.box, view.box) for one in found)
        if confidence >= least and not taken:
            found.append(Known(name, view.box, confidence))
    return found


def _one_place(one: Box, other: Box) -> bool:
    return one.overlap(other) > APART * max(1, min(one.area, other.area))

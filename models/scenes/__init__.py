"""What happens in front of a camera: objects followed over time, and of all that changes what is worth a sentence.

`frames` looks at the pixels alone (still, dark, another scene, camera moved), `tracks` follows what the detector sees,
`happenings` makes events of both, `choosing` picks those that are worth hearing, `wording` says them; `narrator` puts
them together. Nothing here opens a camera, speaks, or asks what time it is: the moment comes with each frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.types import Box

EventKind = Literal[
    "scene", "cut", "dim", "bright", "appears", "gone", "nearer", "farther", "centre", "moved", "text", "taught"
]  # fmt: skip

HAZARDS = frozenset(("knife", "scissors", "bicycle", "car", "motorcycle", "bus", "train", "truck", "bear"))
"""What is told first, sooner and with a warning. Stairs, fire and glass, which matter as much, are not among the 80
kinds of COCO: nothing here can see them."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in the picture. `at_s`: the moment of the frame that showed it."""

    kind: EventKind
    at_s: float
    what: str = ""
    """Kind of object, one of `models.objects.KINDS`; "" for what is of the whole picture."""
    sure: bool = True
    """False: told as probable."""
    box: Box | None = None
    """In pixels of the frame."""
    confidence: float | None = None
    track: int = 0
    text: str = ""
    size: tuple[int, int] = (0, 0)
    """Width and height of the frame."""
    objects: tuple[Event, ...] = ()
    """Of a scene: what is in it, as events of their own."""

    @property
    def hazard(self) -> bool:
        return self.what in HAZARDS and self.kind in ("appears", "nearer")

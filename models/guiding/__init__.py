"""Guidance for whoever holds a camera: where what they look for is, when a page, faces or a code are in the picture.

`wanted` understands what is looked for, `seekers` look for it, `follower` keeps it between two looks, `steering` makes
tones and words of where it is, `finder` puts them together; `page`, `flatten` and `document` take pages, `photo` and
`product` what their names say. Nothing here opens a camera, speaks, or asks what time it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from models.objects.calibration import PROBABLY, SURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.types import Box, Pixels

WantedKind = Literal["object", "text", "colour", "face", "code", "taught"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. `what`: one of `models.objects.KINDS`, the words of a text, a basic colour term, or the
    name of a thing that was taught; "" for a face or a code."""

    kind: WantedKind
    what: str = ""
    told: str = ""
    """What it is called in sentences: "your cup"."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where it may be. `confidence` 0..1 is a calibrated probability: from `SURE` on it is told as there, from
    `PROBABLY` as probable, below it is not told."""

    box: Box
    confidence: float
    text: str = ""
    """What a text or code says."""

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE

    @property
    def told(self) -> bool:
        return self.confidence >= PROBABLY


class Seeker(Protocol):
    """Looks for one kind of thing. Called on a thread of its own, one frame at a time; may take a second. Raises
    `errors.ModelTrouble`, `Cancelled`."""

    def sights(self, frame: Pixels, wanted: Wanted) -> Sequence[Sighting]:
        """`frame` (h, w, 3) uint8 RGB; boxes are in its pixels, the surest first."""
        ...

"""Things that the person taught: "this is my mug". What they look like, as numbers, on this computer only; no pictures.

`views` chooses what of a picture is looked at and refuses what shows nothing, `vectors` makes numbers of it, `matching`
says which taught thing it is, or none of them, `store` keeps them, `finder` puts them together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.types import Box
    from models.imagenet.net import Floats

    Vectors = Floats
    """(n, `vectors.SIZE`), each of length 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """One thing. `views`: what it looks like, each from another side; `at`: seconds since 1970, when it was taught."""

    name: str
    views: Vectors
    at: float


@dataclass(frozen=True, slots=True)
class Known:
    """A thing that was taught, known again. `confidence` 0..1 is the calibrated probability that it is that one."""

    name: str
    box: Box
    confidence: float

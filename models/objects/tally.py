"""Which objects there are, and how many, as far as it can be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.types import Box, Thing
from models.objects.calibration import POSSIBLE, PROBABLY, SURE

PICTURES = ("file", "clipboard", "camera")
"""Sources of a capture that is a picture as a whole."""
MOST_EXACT = 4
"""Objects of a kind up to which a number is told as exact: of more none was ever counted surely (docs/objects.md)."""
NESTED = 0.7
"""Share of a box that lies in another of its kind from which the two may be one object."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The objects of one kind. `exact`: there are as many and no more, as far as a detector can tell; else at least as
    many. `sure`: told as there; else as probably there."""

    kind: str
    things: tuple[Thing, ...]
    sure: bool
    exact: bool

    @property
    def count(self) -> int:
        return len(self.things)


def tallies(things: Iterable[Thing]) -> list[Tally]:
    """Of the things that a detector saw: people first, then what is larger. Nothing that is less than probable."""
    by_kind: dict[str, list[Thing]] = {}
    for thing in things:
        if thing.source == "object" and thing.confidence is not None and thing.confidence >= POSSIBLE:
            by_kind.setdefault(thing.role, []).append(thing)
    found = [one for kind, seen in by_kind.items() if (one := _tally(kind, seen)) is not None]
    return sorted(found, key=lambda one: (one.kind != "person", not one.sure, -_area(one)))


def _tally(kind: str, seen: list[Thing]) -> Tally | None:
    told = [thing for thing in seen if (thing.confidence or 0.0) >= SURE]
    sure = bool(told)
    if not sure:
        told = [thing for thing in seen if (thing.confidence or 0.0) >= PROBABLY]
    apart: list[Thing] = []
    for thing in sorted(told, key=lambda one: -(one.confidence or 0.0)):
        if not any(_nested(thing.box, other.box) for other in apart):
            apart.append(thing)
    exact = len(apart) == len(seen) <= MOST_EXACT
    return Tally(kind, tuple(apart), sure, exact) if apart else None


def _nested(one: Box | None, other: Box | None) -> bool:
    return one is not None and other is not None and one.overlap(other) > NESTED * min(one.area, other.area)


def _area(one: Tally) -> int:
    return max(thing.box.area if thing.box is not None else 0 for thing in one.things)

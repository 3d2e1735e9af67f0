"""Which objects there are, and how many, as far as it can be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.types import Box, Thing
from models.objects import KINDS
from models.objects.calibration import POSSIBLE, PROBABLY, SURE

PICTURES = ("file", "clipboard", "camera")
"""Sources of a capture that is a picture as a whole."""
MOST_EXACT = 4
"""Objects of a kind up to which a number is told as exact: of more none was ever counted surely (docs/objects.md)."""
FACE = "face"
"""Role of the things that a detector of faces saw."""
ANIMALS = frozenset(KINDS[KINDS.index("bird") : KINDS.index("backpack")])
"""Their faces look much like people's to a detector: a dog's scored 0.88."""
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
    things = tuple(things)
    by_kind: dict[str, list[Thing]] = {}
    for thing in things:
        if (
            thing.role in KINDS  # no face, nothing that was taught
            and thing.source == "object"
            and thing.confidence is not None
            and thing.confidence >= POSSIBLE
        ):
            by_kind.setdefault(thing.role, []).append(thing)
    found = [one for kind, seen in by_kind.items() if (one := _tally(kind, seen)) is not None]
    if faces := [face for face in faces_of(things) if (face.confidence or 0.0) >= SURE]:
        people = next((one for one in found if one.kind == "person"), None)
        found = [_with_faces(people, faces), *(one for one in found if one is not people)]
    return sorted(found, key=lambda one: (one.kind != "person", not one.sure, -_area(one)))


def faces_of(things: Iterable[Thing]) -> list[Thing]:
    """The faces that a detector saw, but for those of animals, the surest first."""
    seen = [thing for thing in things if thing.source == "object"]
    beasts = [one.box for one in seen if one.role in ANIMALS and one.box is not None]
    faces = [
        one
        for one in seen
        if one.role == FACE
        and one.box is not None
        and not any(2 * one.box.overlap(box) > one.box.area for box in beasts)
    ]
    return sorted(faces, key=lambda one: -(one.confidence or 0.0))


def _with_faces(people: Tally | None, faces: list[Thing]) -> Tally:
    """Who was seen by the body, and who by the face alone. Where the two detectors differ, there are at least as many
    as were seen in either way; of a person who is only probable the face makes sure."""
    bodies = list(people.things) if people is not None else []
    alone, free = [], list(bodies)
    for face in faces:
        own = [body for body in free if _holds(body.box, face.box)]
        if own:
            free.remove(min(own, key=lambda body: body.box.area if body.box is not None else 0))
        elif not any(_holds(body.box, face.box) for body in bodies) or len(faces) > len(bodies):
            alone.append(face)
    if people is None:
        return Tally("person", tuple(alone), sure=True, exact=False)
    if people.sure:
        return Tally("person", (*people.things, *alone), sure=True, exact=people.exact and not alone)
    seen = (*(body for body in bodies if body not in free), *alone)
    return Tally("person", seen, sure=True, exact=not free and not alone and people.exact)


def _holds(body: Box | None, face: Box | None) -> bool:
    return body is not None and face is not None and 2 * face.overlap(body) > face.area


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

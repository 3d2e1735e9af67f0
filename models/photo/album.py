"""A folder of photographs: what each shows, and what there is to say of all of them together.

Pictures that are nearly the same are found by their difference hash (Krawetz 2013, "Kind of like that": is each square
of a copy of 9 by 9 lighter than the next, here to the right and below), among those that were taken one after the
other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.types import Box, FileNotes, Thing
from models.objects.calibration import SURE
from models.objects.finder import believed
from models.objects.finder import thing_of as object_thing
from models.objects.net import ObjectNet
from models.objects.photo import is_photo
from models.objects.tally import Tally, faces_of, tallies
from models.photo import faults, measures
from models.photo.faces import MAYBE, FaceNet
from models.photo.finder import thing_of

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.types import Capture, Pixels
    from models.photo.faults import Fault

ENDINGS = frozenset((
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif", ".heic", ".heif",
    ".ppm", ".pgm", ".ico",
))  # fmt: skip
"""Of the files that are looked at."""
ALIKE = 12
"""Of the 144 comparisons, in which two pictures of the same may differ. Of 232 photographs 83 % of the copies (cut by
2 % at two sides, softer, darker) do in so few; of their 26,796 pairs three, two of which are frames of one flight
(`benchmarks/photo.py --alike`)."""
NEAR = 4
"""Pictures after it that one is compared with."""
FLAT = 6.0
"""Standard deviation of the luminance below which a hash tells nothing: fog, a wall."""
SMALLEST = 64
"""Pixels of the shorter side below which a picture is an icon: nothing is said of its quality."""


@dataclass(frozen=True, slots=True)
class Photo:
    """What was found out about one file."""

    name: str
    notes: FileNotes
    tallies: tuple[Tally, ...] = ()
    faces: int = 0
    """Those that are sure."""
    faults: tuple[Fault, ...] = ()
    """Those that are sure."""
    colour: str = ""
    """As `models.grounded.picture` names it."""
    print: int | None = None
    """The difference hash; None where it tells nothing."""

    @property
    def people(self) -> Tally | None:
        """Where they are sure."""
        return next((one for one in self.tallies if one.kind == "person" and one.sure), None)

    def has(self, kind: str) -> bool:
        return any(fault.kind == kind for fault in self.faults)


class Album:
    """Loads its networks at the first photograph. One thread at a time."""

    def __init__(self) -> None:
        self._objects, self._faces = ObjectNet(), FaceNet()

    def look(self, capture: Capture, token: Token) -> Photo:
        """Raises `Cancelled`, `errors.ModelBroken`."""
        from models.grounded.picture import main_colour

        token.check()
        pixels, notes = capture.pixels, capture.notes or FileNotes()
        height, width = pixels.shape[:2]
        small = measures.small(pixels)
        colour = main_colour(small)
        if min(height, width) < SMALLEST or not is_photo(small):
            return Photo(capture.name, notes, colour=colour, print=difference_hash(small))
        things = self._things(pixels, token)
        grey = measures.grey(small)
        wrong = [*faults.of_light(measures.light(small), measures.blur(grey))]
        sure = [face for face in faces_of(things) if (face.confidence or 0.0) >= SURE]
        wrong += faults.of_heads([box for face in sure if (box := face.box)], width, height)
        return Photo(
            capture.name,
            notes,
            tuple(tallies(things)),
            len(sure),
            tuple(fault for fault in wrong if fault.sure),
            colour,
            difference_hash(small),
        )

    def _things(self, pixels: Pixels, token: Token) -> list[Thing]:
        height, width = pixels.shape[:2]
        seen = believed(self._objects.spot(pixels), Box(0, 0, width, height))
        token.check()
        faces = self._faces.find(pixels, MAYBE)
        return [
            *(object_thing(one, at) for at, one in enumerate(seen)),
            *(thing_of(one, len(seen) + at) for at, one in enumerate(faces)),
        ]


def difference_hash(pixels: Pixels) -> int | None:
    """144 bits of (h, w, 3) uint8 RGB; None for a picture that is nearly one colour."""
    import cv2
    import numpy as np

    grey = measures.grey(pixels)
    if float(grey.std()) < FLAT:
        return None
    squares = cv2.resize(grey, (9, 9), interpolation=cv2.INTER_AREA)
    bits = np.concatenate([np.diff(squares, axis=1).reshape(-1) > 0, np.diff(squares, axis=0).reshape(-1) > 0])
    return int("".join("1" if bit else "0" for bit in bits), 2)


def in_order(photos: Iterable[Photo]) -> list[Photo]:
    """As they were taken; by name where a file does not say when."""
    listed = list(photos)
    if all(one.notes.taken for one in listed):
        return sorted(listed, key=lambda one: (one.notes.taken, one.name))
    return sorted(listed, key=lambda one: one.name)


def alike(photos: Sequence[Photo]) -> list[list[Photo]]:
    """Series of two or more that are nearly the same, each photograph in one at most."""
    listed = in_order(photos)
    series: list[list[Photo]] = []
    of: dict[int, list[Photo]] = {}
    for at, one in enumerate(listed):
        for next_at in range(at + 1, min(len(listed), at + 1 + NEAR)):
            other = listed[next_at]
            if next_at in of or not _same(one, other):
                continue
            if at not in of:
                of[at] = [one]
                series.append(of[at])
            of[next_at] = of[at]
            of[at].append(other)
    return series


def _same(one: Photo, other: Photo) -> bool:
    if one.print is None or other.print is None:
        return False
    return (one.print ^ other.print).bit_count() <= ALIKE and _day(one) == _day(other)


def _day(photo: Photo) -> str:
    return photo.notes.taken[:10]


def days(photos: Iterable[Photo]) -> tuple[str, str] | None:
    """The first and the last day that the files tell; None where none does."""
    told = sorted(day for photo in photos if (day := _day(photo)))
    return (told[0], told[-1]) if told else None


def pictures_in(folder: Path) -> Iterator[Path]:
    """The picture files in the folder itself, by name. Raises `OSError`."""
    found = [path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and not path.name.startswith(".")]
    yield from sorted(found, key=lambda path: path.name)

"""Who looks for what: objects, text, colours, faces, codes, and what was taught. The port: `models.guiding.Seeker`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.types import Box
from models.guiding import Seeker, Sighting, Wanted
from models.objects.calibration import POSSIBLE

if TYPE_CHECKING:
    from assistant.types import Pixels, TextBlock
    from models.objects.finder import Seen
    from models.photo.codes import Code
    from models.photo.faces import Face

FACE, MAYBE_FACE = 0.88, 0.80
"""Scores of a face as `models.photo.faults` has them: told as there, and as probable."""
SHORT, ALIKE = 5, 82
"""Letters of a wanted text up to which it must be read to the letter, as a whole word; percent of likeness beyond."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """What the seekers look with, behind whatever process it lives in. Each takes (h, w, 3) uint8 RGB."""

    objects: Callable[[Pixels], Sequence[Seen]]
    text: Callable[[Pixels], Sequence[TextBlock]]
    faces: Callable[[Pixels], Sequence[Face]]
    codes: Callable[[Pixels], Sequence[Code]]
    taught: Seeker | None = None


class Seekers:
    """The port: `models.guiding.Seeker`, for whatever is wanted."""

    def __init__(self, eyes: Eyes) -> None:
        self._eyes = eyes

    def sights(self, frame: Pixels, wanted: Wanted) -> list[Sighting]:
        if wanted.kind == "object":
            found = [Sighting(one.box, one.confidence) for one in self._eyes.objects(frame) if one.kind == wanted.what]
        elif wanted.kind == "text":
            found = [one for block in self._eyes.text(frame) if (one := _written(block, wanted.what)) is not None]
        elif wanted.kind == "colour":
            from models.guiding.colours import patches

            return patches(frame, wanted.what)
        elif wanted.kind == "face":
            found = [Sighting(one.box, _sure_of_face(one.score)) for one in self._eyes.faces(frame)]
        elif wanted.kind == "code":
            found = [Sighting(one.box, 1.0, one.text) for one in self._eyes.codes(frame)]
        else:
            found = list(self._eyes.taught.sights(frame, wanted)) if self._eyes.taught is not None else []
        return sorted(
            (one for one in found if one.confidence >= POSSIBLE), key=lambda one: (-one.confidence, -one.box.area)
        )


def _sure_of_face(score: float) -> float:
    return 0.97 if score >= FACE else 0.85 if score >= MAYBE_FACE else 0.4


def _written(block: TextBlock, wanted: str) -> Sighting | None:
    """Where in a line the words stand, though a letter may be read otherwise; by letters of even width."""
    from rapidfuzz import fuzz

    line, words = block.text.casefold(), wanted.casefold()
    if len(words) <= SHORT:
        at = _whole_word(line, words)
        if at < 0:
            return None
        start, end, alike = at, at + len(words), 1.0
    else:
        found = fuzz.partial_ratio_alignment(words, line, score_cutoff=ALIKE)
        if found is None or len(line) < 0.8 * len(words):
            return None
        start, end, alike = found.dest_start, found.dest_end, found.score / 100
    share = block.box.w / max(1, len(line))
    box = Box(block.box.x + round(start * share), block.box.y, max(1, round((end - start) * share)), block.box.h)
    return Sighting(box, min(1.0, block.confidence) * alike, block.text)


def _whole_word(line: str, words: str) -> int:
    """Where it stands by itself; Chinese has no spaces, so that anywhere will do. -1: nowhere."""
    at = line.find(words)
    while at >= 0:
        before, after = line[:at][-1:], line[at + len(words) :][:1]
        if not (_latin(before) and _latin(words[0])) and not (_latin(after) and _latin(words[-1])):
            return at
        at = line.find(words, at + 1)
    return -1


def _latin(sign: str) -> bool:
    return sign.isalnum() and not "\u2e80" <= sign <= "\u9fff"

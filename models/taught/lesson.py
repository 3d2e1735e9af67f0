"""One thing that is being taught: which of its views are kept, and when nothing is learned from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from models.taught.matching import PROBABLY, likeliest

if TYPE_CHECKING:
    from models.taught import Taught, Vectors
    from models.taught.finder import View

Refusal = Literal["", "no_picture", "dark", "bright", "blurred", "empty", "changing", "alike", "face"]

KEPT = 12
"""Views of one lesson: those that are least like each other."""
BAD = 0.7
"""Share of pictures that are dark, blurred or empty, above which the few others are chance."""
A_FACE = 0.01
"""Share of the thing in the middle that is a face, from which the lesson would be about somebody."""
FACES = 0.2
"""Share of the pictures with one, from which nothing is learned: a head that turns shows its face in few of them."""
ONE_THING = 0.25
"""Mean cosine of the views of one thing with each other; of views of different things it is about 0."""
HALF = 0.5
"""Share of the views that look like another thing."""


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """The views to keep, or why there are none; `like` is the thing that it was taken for."""

    views: Vectors | None
    refused: Refusal = ""
    like: str = ""


class Lesson:
    """`see` each picture, then `learned` once. Not for several threads."""

    def __init__(self) -> None:
        self._rows: list[Vectors] = []
        self._middles: list[Vectors] = []
        self._troubles: Counter[str] = Counter()

    @property
    def pictures(self) -> int:
        return sum(self._troubles.values())

    def see(self, views: Sequence[View]) -> str:
        """The views of one picture, as `ThingFinder.views` has them; what is wrong with it, or ""."""
        if not views:  # too small a picture
            self._troubles["empty"] += 1
            return "empty"
        wrong: str = "face" if views[0].face >= A_FACE else views[0].trouble
        self._troubles[wrong] += 1
        if not wrong:
            self._rows.append(views[0].vector)
            self._middles += [one.vector for one in views[1:2] if one.face < A_FACE]
        return wrong

    def learned(self, name: str, things: Sequence[Taught], strangers: Vectors) -> Learned:
        """What of it is kept under that name. `things` are those that were taught before."""
        import numpy as np

        if not self.pictures:
            return Learned(None, "no_picture")
        if self._troubles["face"] > FACES * self.pictures:
            return Learned(None, "face")
        bad = self.pictures - self._troubles[""]
        if not self._rows or bad > BAD * self.pictures:
            worst = max((one for one in self._troubles if one), key=lambda one: self._troubles[one])
            return Learned(None, worst)  # type: ignore[arg-type]
        rows = np.concatenate(self._rows)
        count = len(rows)
        if count > 1 and float((rows @ rows.T).sum() - count) / (count * (count - 1)) < ONE_THING:
            return Learned(None, "changing")
        others = [one for one in things if one.name.casefold() != name.casefold()]
        taken = Counter(at for at, sure in likeliest(rows, others, strangers) if sure >= PROBABLY)
        if taken and (most := taken.most_common(1)[0])[1] > HALF * count:
            return Learned(None, "alike", others[most[0]].name)
        return Learned(unlike(np.concatenate([*self._rows, *self._middles]), KEPT))


def unlike(rows: Vectors, most: int) -> Vectors:
    """At most so many of them, each as far from those before as can be; the first one first."""
    import numpy as np

    chosen = [0]
    nearest = rows @ rows[0]
    while len(chosen) < min(most, len(rows)):
        at = int(np.argmin(nearest))
        if at in chosen:
            break
        chosen.append(at)
        nearest = np.maximum(nearest, rows @ rows[at])
    kept: Vectors = rows[chosen]
    return kept

"""Guidance to one thing: it is looked for again and again, followed in between, and told by tone and word.

The port: `assistant.aiming.Guide`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.aiming import Effort, Update
from assistant.types import Box
from models.guiding import Seeker, Sighting, Wanted
from models.guiding.follower import Follower
from models.guiding.steering import Talker, place_of
from models.guiding.words import guide_words
from models.looking import Looks
from models.objects.calibration import PROBABLY, SURE

if TYPE_CHECKING:
    from assistant.types import Capture

KEEPS = 0.35
"""A look that is less sure still keeps what it was sure of before, where it is."""
MISSES = 4
"""Looks in a row that don't see it, after which what is followed is not believed any more; ..."""
MISSED_S = 1.5
"""... and seconds that must have passed since it was seen; ..."""
LONG_S = 3.0
"""... where a look takes long, two of them that span so much will do: nobody is led for long to what is not there."""
LOOK_S = 0.1
"""Between two looks at least: more cost a core, and what is in between is followed."""
SAME = 0.1
"""Intersection over union, from which a sighting is the thing that is followed."""


class Finder:
    """One search in one stream. `wait`: each look is waited for, so that the same frames give the same guidance;
    `look_s` between two of them at least."""

    def __init__(
        self, seeker: Seeker, wanted: Wanted, *, language: str = "en", wait: bool = False, look_s: float = LOOK_S
    ) -> None:
        self._seeker, self._wanted, self._look_s = seeker, wanted, look_s
        self._looked_s = -1e9
        self._words = guide_words(language)
        self._talker = Talker(wanted.told, self._words)
        self._follower = Follower()
        self._looks: Looks[tuple[Any, float], Sequence[Sighting]] = Looks(wait=wait)
        self._sighting: Sighting | None = None
        self._seen_s = 0.0
        self._misses = 0
        self._aimed = False
        self._read = ""
        self.effort = Effort()

    @property
    def opening(self) -> str:
        return self._words.say("searching", thing=self._wanted.told)

    @property
    def closing(self) -> str:
        self._looks.finish()
        return ""

    def hushed(self) -> None:
        self._talker.hushed()

    def see(self, capture: Capture, at_s: float, *, tones: bool) -> Update:
        """Raises what the seeker raises, after three looks in a row that failed."""
        pixels, follower = capture.pixels, self._follower
        thumb = follower.thumb(pixels)
        follower.see(thumb)
        self.effort.frames += 1
        if at_s - self._looked_s >= self._look_s - 1e-3 and not self._looks.busy:
            self._looked_s = at_s
            self._looks.ask(lambda: self._seeker.sights(pixels, self._wanted), (thumb, at_s))
        if (found := self._looks.take()) is not None:
            self.effort.looks += 1
            self._looked(*found)
        box, sighting = follower.box, self._sighting
        if box is None or sighting is None:
            word = self._talker.unseen(at_s)
            self._aimed = False
            return Update(at_s, seen=False, words=(word,) if word else ())
        place = place_of(box, (capture.width, capture.height), self._wanted.what)
        words = [self._talker.seen(place, at_s, sure=sighting.confidence >= SURE, tones=tones)]
        aimed, self._aimed = self._talker.centred and not self._aimed, self._talker.centred
        if self._talker.centred and sighting.text and sighting.text != self._read and self._wanted.kind == "text":
            self._read = sighting.text
            words.append(self._words.say("reads", text=sighting.text))
        return Update(
            at_s,
            seen=True,
            height=place.height,
            side=place.side,
            words=tuple(filter(None, words)),
            earcon="aimed" if aimed else None,
            box=box,
            confidence=sighting.confidence,
        )

    def _looked(self, mark: tuple[Any, float], sightings: Sequence[Sighting]) -> None:
        thumb, at_s = mark
        followed, before = self._follower.box, self._sighting
        best = _chosen(sightings, followed if before is not None else None)
        if best is not None:
            confidence = best.confidence
            if before is not None and followed is not None and best.box.iou(followed) >= SAME:
                # What was once sure is not told as doubtful a moment later, only because it was seen from another side.
                confidence = max(confidence, before.confidence)
            self._sighting = Sighting(best.box, confidence, best.text)
            self._follower.begin(best.box, thumb)
            self._seen_s, self._misses = at_s, 0
            return
        self._misses += 1
        unseen_s = at_s - self._seen_s
        if (self._misses >= MISSES and unseen_s >= MISSED_S) or (self._misses >= 2 and unseen_s >= LONG_S):
            self._sighting = None
            self._follower.lose()


def _chosen(sightings: Sequence[Sighting], followed: Box | None) -> Sighting | None:
    """Of what a look saw: the thing that is followed, else the surest and largest that may be told."""
    if followed is not None:
        same = [one for one in sightings if one.box.iou(followed) >= SAME and one.confidence >= KEEPS]
        if same:
            return max(same, key=lambda one: one.box.iou(followed))
    told = [one for one in sightings if one.confidence >= PROBABLY]
    return max(told, key=lambda one: (one.sure, one.box.area)) if told else None

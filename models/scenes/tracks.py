"""Objects followed from look to look, so that one that flickers is one object, and never speaks.

After ByteTrack (Zhang et al. 2022, "Multi-Object Tracking by Associating Every Detection Box"): sure detections are
matched first, then what is left of the tracks with weak ones, which keep a track but never begin one. Without a Kalman
filter: a box is expected where its last two sights, and the camera's own move, put it. A few looks a second are enough.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.types import Box
from models.objects.calibration import POSSIBLE, PROBABLY, SURE, group
from models.scenes import HAZARDS

if TYPE_CHECKING:
    from models.objects.finder import Seen

BEGINS = 0.5
"""Probability from which a detection begins a track; one that stays below "probably" is followed and never told."""
OVERLAP, OVERLAP_OTHER = 0.25, 0.5
"""Intersection over union from which a detection is a track's; of another kind (a cat, a dog: one animal)."""
MIXED_UP = ("animal", "street")
"""Groups of kinds of which one, told as such, may be seen as another later. A dog before a couch is no couch."""
NEAR = 0.6
"""Or the distance of the centres, in mean sides of the two boxes: small and quick things don't overlap."""
RESIZED = 2.0
"""But not when one is so many times as large."""
LOOKS = 6
"""The last looks that decide whether a thing is there, ..."""
ENOUGH = 3
"""... and how many of them must have seen it."""
ENOUGH_HAZARD = 2
GROWS = 1.6
"""Times a second that the side of a box may grow: somebody who walks from 3 m to 1 m in a second or so. What grows
faster was cut off by something else, or is another of several chairs."""
LOSING_S = 8.0
"""A track that is not seen is followed for so long; one that was told is kept until it is known to be gone."""
LOST_S, WALKS = 1.2, 1.0
"""Who was told and is lost for no longer is met again at most so many sides a second farther than `NEAR`: the side of a
standing person's box is about a metre, and people walk at a good metre a second."""


@dataclass(slots=True)
class Track:
    """One thing, seen from `first_s` to `seen_s`. `box` is where it was seen last, in pixels of the frame."""

    number: int
    kind: str
    box: Box
    first_s: float
    seen_s: float
    votes: deque[tuple[str, float]] = field(default_factory=lambda: deque(maxlen=LOOKS))
    """What each of the last looks took it for, and the probability; ("", 0) where it was not seen."""
    missed: int = 0
    """Looks since it was seen."""
    speed: tuple[float, float] = (0.0, 0.0)
    """Pixels a second."""
    jumped: float = 1.0
    """How many times as large the last look made it, where nothing can grow so fast; else 1."""
    told: bool = False
    """It counts as known: it was told, or has been there from the start."""

    @property
    def level(self) -> str:
        """ "sure" or "probably" when enough looks say so, else ""."""
        own = [probability for kind, probability in self.votes if kind == self.kind]
        enough = ENOUGH_HAZARD if self.kind in HAZARDS else ENOUGH
        if sum(one >= SURE for one in own) >= enough:
            return "sure"
        return "probably" if sum(one >= PROBABLY for one in own) >= enough else ""

    @property
    def settled(self) -> bool:
        """More looks at the same picture would not tell more of it."""
        return self.missed == 0 and (self.told or len(self.votes) == LOOKS or bool(self.level))

    @property
    def confidence(self) -> float:
        """The median probability of the looks that saw it."""
        own = sorted(probability for kind, probability in self.votes if kind == self.kind)
        return own[len(own) // 2] if own else 0.0

    def expected(self, at_s: float) -> Box:
        """Where it should be now; it is not believed to run on for long without being seen."""
        seconds = min(0.6, max(0.0, at_s - self.seen_s))
        return self.box.moved(round(self.speed[0] * seconds), round(self.speed[1] * seconds))

    def see(self, seen: Seen, at_s: float) -> None:
        passed = at_s - self.seen_s
        grown = (seen.box.area / max(1, self.box.area)) ** 0.5
        self.jumped = grown if max(grown, 1 / max(grown, 1e-6)) > 1 + GROWS * max(0.1, passed) else 1.0
        if passed > 0:
            fresh = tuple((new - old) / passed for new, old in zip(seen.box.centre, self.box.centre, strict=True))
            self.speed = tuple(0.5 * old + 0.5 * new for old, new in zip(self.speed, fresh, strict=True))  # type: ignore[assignment]
        self.box, self.seen_s, self.missed = seen.box, at_s, 0
        self.votes.append((seen.kind, seen.confidence))
        if not self.told:  # what was told stays what it was told as
            weights: dict[str, float] = {}
            for kind, probability in self.votes:
                weights[kind] = weights.get(kind, 0.0) + probability
            self.kind = max((kind for kind in weights if kind), key=lambda kind: weights[kind])

    def miss(self) -> None:
        self.missed += 1
        self.votes.append(("", 0.0))


class Tracker:
    """One stream. `tracks` are all that are followed, told or not."""

    def __init__(self) -> None:
        self.tracks: list[Track] = []
        self._last = 0

    def look(self, seen: Sequence[Seen], at_s: float) -> None:
        """What a detector saw (calibrated probabilities) in the frame of this moment."""
        left = self._match([one for one in seen if one.confidence >= PROBABLY], list(self.tracks), at_s)
        unseen = [track for track in self.tracks if track.seen_s < at_s]
        weak = [one for one in seen if POSSIBLE <= one.confidence < PROBABLY] + left
        left = self._match(sorted(weak, key=lambda one: -one.confidence), unseen, at_s)
        for track in self.tracks:
            if track.seen_s < at_s:
                track.miss()
        self.tracks = [one for one in self.tracks if one.told or at_s - one.seen_s < LOSING_S]
        for one in left:
            if one.confidence >= BEGINS:
                self._last += 1
                track = Track(self._last, one.kind, one.box, at_s, at_s)
                track.votes.append((one.kind, one.confidence))
                self.tracks.append(track)

    def shift(self, dx: int, dy: int) -> None:
        """The camera moved: so many pixels everything is elsewhere."""
        for track in self.tracks:
            track.box = track.box.moved(dx, dy)

    def forget(self, track: Track) -> None:
        self.tracks.remove(track)

    def lost(self, track: Track, at_s: float) -> Track | None:
        """The one that was told, was lost a moment ago, and is probably what `track` follows now: of its kind and about
        its size, within reach, and never well seen at the same time as this. None where it is somebody new. People and
        animals alone: furniture doesn't walk, and two cars may follow each other."""
        if track.kind in HAZARDS or not (track.kind == "person" or group(track.kind) == "animal"):
            return None
        found = [
            other
            for other in self.tracks
            if other.told
            and other.missed
            and other.kind == track.kind
            and at_s - other.seen_s <= LOST_S
            and all(probability < PROBABLY for _, probability in list(track.votes)[: -other.missed])
            and _away(track.box, other, at_s) <= NEAR + WALKS * (at_s - other.seen_s)
            and _times(track.box, other.box) < RESIZED**2
        ]
        return min(found, key=lambda other: _away(track.box, other, at_s), default=None)

    def resume(self, lost: Track, track: Track) -> None:
        """Follow the lost one where `track` is, which ends."""
        lost.box, lost.seen_s, lost.missed, lost.speed = track.box, track.seen_s, track.missed, track.speed
        lost.votes, lost.jumped = track.votes, 1.0
        self.forget(track)

    def clear(self) -> None:
        self.tracks.clear()

    @staticmethod
    def _match(seen: Sequence[Seen], tracks: list[Track], at_s: float) -> list[Seen]:
        """Give each track its best detection, the best pairs first; what is left over."""
        pairs = [
            (closeness, at, track)
            for at, one in enumerate(seen)
            for track in tracks
            if track.seen_s < at_s and (closeness := _closeness(one, track, at_s)) > 0
        ]
        taken: set[int] = set()
        for _, at, track in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2].number)):
            if at not in taken and track.seen_s < at_s:
                taken.add(at)
                track.see(seen[at], at_s)
        return [one for at, one in enumerate(seen) if at not in taken]


def _closeness(seen: Seen, track: Track, at_s: float) -> float:
    """0: another thing; the more the nearer, a thing of the same kind always before another."""
    shared = max(seen.box.iou(track.expected(at_s)), seen.box.iou(track.box))
    if seen.kind != track.kind:
        may_be = not track.told or (group(seen.kind) == group(track.kind) and group(seen.kind) in MIXED_UP)
        return shared / 4 if may_be and shared >= OVERLAP_OTHER else 0.0
    if shared >= OVERLAP:
        return 1.0 + shared
    away = _away(seen.box, track, at_s)
    return 1.0 - away if _times(seen.box, track.box) < RESIZED**2 and away < NEAR else 0.0


def _away(box: Box, track: Track, at_s: float) -> float:
    """From where the track is expected, in mean sides of the two boxes."""
    side = (math.sqrt(box.area) + math.sqrt(track.box.area)) / 2
    there, here = track.expected(at_s).centre, box.centre
    return math.dist(here, there) / max(1.0, side)


def _times(one: Box, other: Box) -> float:
    """How many times as large the larger is."""
    return max(one.area, other.area) / max(1, min(one.area, other.area))

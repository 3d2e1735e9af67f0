"""From frames and tracks to events: what has come, gone, come nearer or moved, and when all of it is another scene."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.objects.calibration import group
from models.objects.tally import NESTED
from models.scenes import HAZARDS, Event
from models.scenes.bearings import hour
from models.scenes.frames import Frames, Glimpse, found_again, region
from models.scenes.tracks import LOOKS, OVERLAP_OTHER, Track, Tracker

if TYPE_CHECKING:
    from assistant.types import Box, Pixels
    from models.objects.finder import Seen
    from models.scenes.frames import Thumb

SETTLING_S, SETTLING_LOOKS = 0.7, 4
"""A new scene is told after so long and so many looks, whichever is later: then what flickers is known."""
SETTLING_LONGEST_S = 2.0
GONE_S, GONE_AT_EDGE_S = 1.2, 0.6
"""Not seen for so long, and for `GONE_LOOKS` looks, a thing is gone if the place looks otherwise, too."""
GONE_LOOKS = 3
STILL_THERE = 0.75
"""Correlation of a place with what it was before: more, and nothing has come or changed there."""
MAY_BE_THERE = 0.55
"""The same, above which a thing is not said to be gone: where it was, something else must clearly be."""
HIDDEN = 0.25
"""Share of its box that another thing now covers: then it may be behind that, and the time begins anew."""
HIDDEN_S = 30.0
"""Kept behind something for so long; then forgotten without a word, since nobody saw it go."""
NEARER, FARTHER = 1.45, 0.6
"""The side of a box against what it was when last told."""
NEARER_SHARE = 0.04
"""Of the picture, that it must have by then: what is small may double by a step."""
MOVED = 0.28
"""Of the picture's width, that a thing must be away from where it was last told to be."""
CENTRE = 0.16
"""Of width and height, either way from the middle."""
RESTS = 0.12
"""Widths a second, below which a thing has come to rest: then is the time to say where it is."""
WALKED_OUT_S, CUT_TO = 1.5, 1.5
"""Who leaves over the side was so long before so many times as large, and so many times `RESTS` away."""
LATE_S = 2.5
"""What is "probably" there in a place that has been the same for so long is recognised late, and no news."""
UNCOVERED_S = 3.0
"""What is "probably" there where something else was seen so long ago is a part of the room that was hidden."""
CROWD = 2
"""Of so many other things of its kind, the detector sees now these, now those. What is only "probably" one more of
them, or one fewer, is no news."""
TURNED = 0.04
"""Of the picture's width or height, from which the camera has been turned."""
CAMERA_S = 0.6
"""So long after the camera moved, what is lost has not gone, and what is elsewhere has not moved."""
HEARTBEAT_S = 2.0
"""A still picture is looked at again after so long."""
LIGHT_S = 0.3
"""A change of the light must last so long."""


@dataclass(slots=True)
class _Known:
    """What was last told of a track."""

    box: Box
    patch: Thumb | None = None
    """The place as it was when the thing was last seen there."""
    size: float = 0.0
    covered: dict[int, float] = field(default_factory=dict)
    """How much of it the boxes of others covered when it was seen last."""
    unsaid: bool = False
    """Nobody was told that it is there, so that nobody is told that it goes."""
    sure: bool = False
    """It was "sure" once, ..."""
    confidence: float = 0.0
    """... and the confidence when it was seen last."""
    hidden_s: float = -10.0
    """When something else was last seen in front of it."""


class Happenings:
    """One stream. `glimpse` each frame, ask `wants_look`, and if so `look` with what the detector saw in it."""

    def __init__(self) -> None:
        self.frames = Frames()
        self.tracker = Tracker()
        self.cuts = 0
        self._known: dict[int, _Known] = {}
        self._began_s: float | None = None
        """When this scene began; it is not yet told while `_anchor` is None."""
        self._looks = 0
        self._anchor: Thumb | None = None
        """The picture when the scene was told, or the camera came to rest."""
        self._before: deque[tuple[float, Thumb]] = deque(maxlen=6)
        """The picture every half second."""
        self._stood: deque[tuple[float, int, Box]] = deque(maxlen=200)
        """Where the things that were told were, the last looks."""
        self._light, self._light_since, self._light_told = "bright", 0.0, "bright"
        self._looked_s = -10.0
        self._camera_s = -10.0
        self._size = (0, 0)
        self._turned = (0.0, 0.0)
        self._cut = False
        self._rest = (0.0, 0.0)
        """Of the camera's shift, what is less than a pixel."""

    # -- each frame -----------------------------------------------------------------------------------------------

    def glimpse(self, pixels: Pixels, at_s: float) -> tuple[Glimpse, list[Event]]:
        """What the pixels alone tell of the frame, and the events of it."""
        self._size = int(pixels.shape[1]), int(pixels.shape[0])
        seen = self.frames.see(pixels)
        if seen.cut or self._began_s is None:
            self._cut = self._began_s is not None and (self._cut or self._anchor is not None)
            self.cuts += seen.cut
            self._begin(at_s)
        if seen.shift != (0.0, 0.0):
            self._turned = self._turned[0] + seen.shift[0], self._turned[1] + seen.shift[1]
            if max(map(abs, self._turned)) >= TURNED:  # more than a hand that shakes
                self._camera_s, self._turned = at_s, (0.0, 0.0)
            x, y = (one * side + rest for one, side, rest in zip(seen.shift, self._size, self._rest, strict=True))
            self.tracker.shift(round(x), round(y))
            self._rest = x - round(x), y - round(y)
        return seen, self._light_event(seen, at_s)

    def wants_look(self, seen: Glimpse, at_s: float) -> bool:
        """Whether this frame should be looked at for objects: not one in the dark, nor one like the last."""
        if seen.light == "black":
            return False
        unsettled = self._anchor is None or not all(track.settled for track in self.tracker.tracks)
        return seen.changed > 0 or unsettled or at_s - self._looked_s >= HEARTBEAT_S

    @property
    def told(self) -> bool:
        """This scene is known, and was told."""
        return self._anchor is not None

    # -- each look ------------------------------------------------------------------------------------------------

    def look(self, seen: Sequence[Seen], at_s: float) -> list[Event]:
        """What has happened by the frame that `glimpse` got last, in which a detector saw that."""
        self.frames.looked()
        if self.frames.thumb is not None and (not self._before or at_s - self._before[-1][0] >= LATE_S / 5):
            self._before.append((at_s, self.frames.thumb))
        self._looked_s = at_s
        self._looks += 1
        self.tracker.look(seen, at_s)
        for track in self.tracker.tracks:
            if track.seen_s == at_s:
                if track.told:
                    self._stood.append((at_s, track.number, track.box))
                known = self._known.setdefault(track.number, _Known(track.box, size=_side(track.box)))
                known.patch = self._patch(track.box)
                known.sure, known.confidence = known.sure or track.level == "sure", track.confidence
                known.covered = {other.number: _covered(track, other) for other in self.tracker.tracks}
        if self._anchor is None:
            return self._tell_scene(at_s)
        if at_s - self._camera_s < CAMERA_S:
            self._anchor = self.frames.thumb  # where the camera rests is the picture that things come into
        events = [event for track in list(self.tracker.tracks) if (event := self._event_of(track, at_s)) is not None]
        alive = {track.number for track in self.tracker.tracks}
        self._known = {number: known for number, known in self._known.items() if number in alive}
        return events

    def _begin(self, at_s: float) -> None:
        self._began_s, self._looks, self._anchor = at_s, 0, None
        self.tracker.clear()
        self._known.clear()
        self._before.clear()
        self._stood.clear()

    def _tell_scene(self, at_s: float) -> list[Event]:
        began = self._began_s if self._began_s is not None else at_s
        passed = at_s - began
        if passed < SETTLING_S or (self._looks < SETTLING_LOOKS and passed < SETTLING_LONGEST_S):
            return []
        self._anchor = self.frames.thumb
        there = [track for track in self.tracker.tracks if track.level and not self._part_of_another(track)]
        for track in there:
            self._told(track)
        objects = tuple(self._event("appears", track, began) for track in there)
        return [Event("cut" if self._cut else "scene", began, size=self._size, objects=objects)]

    def _event_of(self, track: Track, at_s: float) -> Event | None:
        if not track.told:
            return self._appeared(track, at_s)
        if track.missed:
            return self._gone(track, at_s)
        known = self._known[track.number]
        if at_s - self._camera_s < CAMERA_S:
            return None
        side = _side(track.box)
        known.size *= track.jumped
        if side >= NEARER * known.size and track.box.area >= NEARER_SHARE * self._size[0] * self._size[1]:
            return self._again("nearer", track, at_s)
        if side <= FARTHER * known.size and not self._at_edge(track.box):
            return self._again("farther", track, at_s)
        return self._moved(track, known, at_s)

    def _appeared(self, track: Track, at_s: float) -> Event | None:
        if not track.level or track.missed or self._part_of_another(track):
            return None
        lost = self.tracker.lost(track, at_s)
        if lost is not None and not self._known[lost.number].unsaid:
            known = self._known[lost.number]
            known.patch = self._known[track.number].patch
            known.size *= _side(track.box) / max(1.0, _side(lost.box))  # what it grew unseen is not told
            self.tracker.resume(lost, track)  # the same one, of whom a second, faint track was followed
            return None
        self._told(track)
        late = track.level != "sure" and (
            self._rests(track, at_s) or self._uncovered(track, at_s) or self._in_crowd(track)
        )
        if late or self._unchanged(self._anchor, track, at_s):
            self._known[track.number].unsaid = True  # it was there all the time, and only now it is sure enough
            return None
        return self._event("appears", track, at_s)

    def _part_of_another(self, track: Track) -> bool:
        """Of a person, the legs are "a person" now and then."""
        return any(
            other is not track
            and other.kind == track.kind
            and ((other.told and other.missed < LOOKS) or (other.number < track.number and other.level != ""))
            and other.box.overlap(track.box) >= NESTED * min(other.box.area, track.box.area)
            for other in self.tracker.tracks
        )

    def _rests(self, track: Track, at_s: float) -> bool:
        """Whether its place has long looked as it does: a part of something that came is taken for something else."""
        if not self._before or self._before[0][0] > at_s - LATE_S:
            return False
        return self._unchanged(self._before[0][1], track, at_s)

    def _uncovered(self, track: Track, at_s: float) -> bool:
        """Whether something stood in front of it and went a moment ago: then it may well have been there before. What
        is dangerous is told all the same."""
        if track.kind in HAZARDS:
            return False
        now = {other.number: other.box for other in self.tracker.tracks}
        return any(
            number != track.number
            and (number not in now or now[number].iou(box) < OVERLAP_OTHER)
            and at_s - since <= UNCOVERED_S
            and box.overlap(track.box) >= HIDDEN * max(1, track.box.area)
            for since, number, box in self._stood
        )

    def _in_crowd(self, track: Track) -> bool:
        """Whether it is one of several of its kind that stand about: nobody, no animal, and nothing dangerous."""
        if track.kind == "person" or track.kind in HAZARDS or group(track.kind) == "animal":
            return False
        return sum(one.told and one.kind == track.kind for one in self.tracker.tracks if one is not track) >= CROWD

    def _unchanged(self, before: Thumb | None, track: Track, at_s: float) -> bool:
        """Whether its place looks as it did before (when the scene was told)."""
        if before is None or self.frames.thumb is None or at_s - self._camera_s < CAMERA_S:
            return False
        now = region(self.frames.thumb, track.box, self._size)
        return found_again(now, before, track.box, self._size) >= STILL_THERE

    def _gone(self, track: Track, at_s: float) -> Event | None:
        known = self._known[track.number]
        if self._hidden(track, at_s):
            known.hidden_s = at_s
            if at_s - track.seen_s >= HIDDEN_S:
                self.tracker.forget(track)
            return None
        unseen_s = at_s - max(track.seen_s, known.hidden_s)
        enough_s = GONE_AT_EDGE_S if self._at_edge(track.box) else GONE_S
        if unseen_s < enough_s or track.missed < GONE_LOOKS or self._light_told != self._light:
            return None
        if at_s - self._camera_s < CAMERA_S:
            if unseen_s >= GONE_S and track.box.clipped(*self._size) is None:
                self.tracker.forget(track)  # out of the picture because the camera turned away: no news
            return None
        thumb, patch = self.frames.thumb, known.patch
        seen_again = thumb is not None and patch is not None and found_again(patch, thumb, track.box, self._size)
        if seen_again >= MAY_BE_THERE and not self._walked_out(track):
            return None  # the detector has lost it, and the eye would not
        self.tracker.forget(track)
        if known.unsaid or (not known.sure and self._in_crowd(track)):
            return None
        return self._event("gone", track, at_s)

    def _walked_out(self, track: Track) -> bool:
        """Whether it was last seen on its way over the picture's side: what was left of it then is mostly ground, and
        looks as that does."""
        width = self._size[0]
        if track.box.x > 0.02 * width and track.box.right < 0.98 * width:
            return False
        ways = [
            box for at_s, number, box in self._stood if number == track.number and at_s >= track.seen_s - WALKED_OUT_S
        ]
        whole = max(ways, key=lambda box: box.area, default=track.box)
        away = abs(whole.centre[0] - track.box.centre[0])
        return whole.area >= CUT_TO * track.box.area and away >= CUT_TO * RESTS * width

    def _hidden(self, track: Track, at_s: float) -> bool:
        """Another thing, which is seen now and surely enough, has come to where this one was. (A couch was there before
        the dog; a table that is never more than possible hides nobody, nor does a chair that stood there all the
        time and of which the detector now means more.)"""
        before = self._known[track.number].covered
        return any(
            other is not track
            and other.level != ""
            and not self._known[other.number].unsaid
            and not other.missed
            and not self._unchanged(self._anchor, other, at_s)
            and _covered(track, other) >= max(HIDDEN, before.get(other.number, 0.0) + HIDDEN / 2)
            for other in self.tracker.tracks
        )

    def _moved(self, track: Track, known: _Known, at_s: float) -> Event | None:
        width, height = self._size
        if abs(track.speed[0]) > RESTS * width or abs(track.speed[1]) > RESTS * width:
            return None
        (x, y), (x0, y0) = track.box.centre, known.box.centre
        if abs(x - x0) < MOVED * width and abs(y - y0) < MOVED * height:
            return None
        middle = abs(x / width - 0.5) <= CENTRE and abs(y / height - 0.5) <= CENTRE
        if not middle and hour(track.box, width) == hour(known.box, width):
            return None
        return self._again("centre" if middle else "moved", track, at_s)

    # -- small steps ----------------------------------------------------------------------------------------------

    def _light_event(self, seen: Glimpse, at_s: float) -> list[Event]:
        """Dim and bright, once that has lasted. What is all black, the stream's own news tell."""
        if seen.light != self._light:
            self._light, self._light_since = seen.light, at_s
        if self._light == self._light_told or at_s - self._light_since < LIGHT_S:
            return []
        before, self._light_told = self._light_told, self._light
        if self._anchor is not None and self._light != "black":
            self._anchor = self.frames.thumb
        if self._light == "black" or (before == "black" and self._light == "bright"):
            return []
        return [Event(self._light, self._light_since, size=self._size)]

    def _again(self, kind: str, track: Track, at_s: float) -> Event | None:
        """None where no pixel tells of it: the detector now means a larger one of several chairs."""
        self._told(track)
        return None if self._known[track.number].unsaid or self._rests(track, at_s) else self._event(kind, track, at_s)

    def _told(self, track: Track) -> None:
        track.told = True
        known = self._known.setdefault(track.number, _Known(track.box))
        known.box, known.size = track.box, _side(track.box)

    def _event(self, kind: str, track: Track, at_s: float) -> Event:
        known = self._known[track.number]
        sure = (
            known.sure if kind == "gone" else track.level == "sure" or (kind != "appears" and track.confidence >= 0.95)
        )
        return Event(
            kind,  # type: ignore[arg-type]
            at_s,
            track.kind,
            sure,
            track.box,
            round(known.confidence, 3),
            track.number,
            size=self._size,
        )

    def _patch(self, box: Box) -> Thumb | None:
        return region(self.frames.thumb, box, self._size).copy() if self.frames.thumb is not None else None

    def _at_edge(self, box: Box) -> bool:
        width, height = self._size
        return box.x <= 0.02 * width or box.right >= 0.98 * width or box.y <= 0.01 * height


def _covered(track: Track, other: Track) -> float:
    """Share of its box, 0..1."""
    return other.box.overlap(track.box) / max(1, track.box.area)


def _side(box: Box) -> float:
    return math.sqrt(box.area)

"""From where a thing is in the picture to what is heard: a tone that rises and moves, and a few short words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.scenes.bearings import distance

if TYPE_CHECKING:
    from assistant.types import Box
    from models.guiding.words import GuideWords

MIDDLE, OUT_AGAIN = 0.22, 0.34
"""How far from the picture's middle, in half pictures, a thing is in the middle, and no longer so."""
LITTLE = 0.45
"""Up to there it is "a little" to the side."""
HELD_S = 0.5
"""In the middle for so long, it is told."""
WORD_S, AGAIN_S = 1.6, 4.0
"""Between two words at least, and before the same one is said again."""
ALONE_WORD_S, ALONE_AGAIN_S = 1.0, 1.6
"""The same where no tone can be heard."""
LOST_S = 1.2
"""Not seen for so long it is told as lost."""
FIRST_S, REMIND_S = 2.5, 15.0
"""Never seen for so long, that is told, and told again."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing is: -1..1 from the left edge to the right one, and from the top to the bottom; `far` "close",
    "far" or ""."""

    x: float
    y: float
    far: str = ""

    @property
    def away(self) -> float:
        return max(abs(self.x), abs(self.y))

    @property
    def height(self) -> float:
        """Of the tone, 0..1: 1 in the middle."""
        return max(0.0, 1.0 - self.away)

    @property
    def side(self) -> float:
        """Of the tone, -1 left .. 1 right."""
        return max(-1.0, min(1.0, self.x))


def place_of(box: Box, size: tuple[int, int], kind: str = "") -> Place:
    """`size`: width and height of the frame; `kind` of object, for its distance."""
    x, y = (2 * at / max(1, of) - 1 for at, of in zip(box.centre, size, strict=True))
    return Place(max(-1.0, min(1.0, x)), max(-1.0, min(1.0, y)), distance(kind, box, size))


def direction(place: Place, words: GuideWords) -> str:
    """ "left and a little up": where to turn; what is less than half as far off as the other is left out."""
    parts = []
    for value, low, high in ((place.x, "left", "right"), (place.y, "up", "down")):
        if abs(value) >= MIDDLE and abs(value) >= place.away / 2:
            key = low if value < 0 else high
            parts.append((abs(value), words.says[f"bit_{key}" if abs(value) < LITTLE else key]))
    parts.sort(key=lambda part: -part[0])
    if len(parts) == 2:
        return words.says["and"].format(one=parts[0][1], other=parts[1][1])
    return parts[0][1] if parts else words.says["ahead"]


class Talker:
    """The words of one search, seldom: what is not news is left to the tone. `at_s` only grows."""

    def __init__(self, thing: str, words: GuideWords) -> None:
        self._thing, self._words = thing, words
        self._began_s = math.nan
        self._seen_s = -math.inf
        self._said_s, self._said = -math.inf, ""
        self._remind_s = math.nan
        self._centred_s = math.nan
        self._told_middle = self._in_view = False
        self._last = Place(0.0, 0.0)
        self.centred = False
        """In the middle, by two thresholds."""

    def hushed(self) -> None:
        """What would be said again soon is not."""
        self._said_s = max(self._said_s, self._seen_s)

    def seen(self, place: Place, at_s: float, *, sure: bool, tones: bool) -> str:
        """What is said of where it is now; "" for nothing."""
        self._seen_s, self._last = at_s, place
        before, self.centred = self.centred, place.away < (OUT_AGAIN if self.centred else MIDDLE)
        if not self.centred:
            self._told_middle = False
        if not before and self.centred:
            self._centred_s = at_s
        if not self._in_view:
            self._in_view = True
            if not self.centred or math.isnan(self._centred_s):
                where = direction(place, self._words)
                return self._say(
                    self._words.say("seen" if sure else "probably", thing=self._thing, where=where), at_s, where
                )
        word_s, again_s = (WORD_S, AGAIN_S) if tones else (ALONE_WORD_S, ALONE_AGAIN_S)
        if self.centred:
            if not self._told_middle and at_s - self._centred_s >= HELD_S:
                self._told_middle = True
                far = self._words.says[place.far] if place.far else ""
                return self._say(self._words.say("middle" if sure else "probably_middle", far=far), at_s, "middle")
            if not self._told_middle and not before and at_s - self._said_s >= word_s:
                return self._say(self._words.say("hold"), at_s, "hold")
            return ""
        where = direction(place, self._words)
        quiet_s = at_s - self._said_s
        if quiet_s >= again_s or (quiet_s >= word_s and where != self._said):
            return self._say(where[:1].upper() + where[1:] + ".", at_s, where)
        return ""

    def unseen(self, at_s: float) -> str:
        """What is said while it is not seen."""
        if math.isnan(self._began_s):
            self._began_s = self._remind_s = at_s
        self.centred = self.centred and at_s - self._seen_s < LOST_S
        if self._in_view:
            if at_s - self._seen_s < LOST_S:
                return ""
            self._in_view = self._told_middle = False
            self._centred_s, self._remind_s = math.nan, at_s
            return self._say(self._words.say(_left_by(self._last)), at_s, "lost")
        if self._said != "none" and self._seen_s == -math.inf:
            if at_s - self._began_s < FIRST_S:
                return ""
            self._remind_s = at_s
            return self._say(self._words.say("not_seen", thing=self._thing), at_s, "none")
        if at_s - self._remind_s >= REMIND_S:
            self._remind_s = at_s
            return self._say(self._words.say("still_not"), at_s, self._said)
        return ""

    def _say(self, text: str, at_s: float, what: str) -> str:
        self._said_s, self._said = at_s, what
        return text


def _left_by(place: Place) -> str:
    """The key of how a thing went out of view: by the edge that it was near."""
    if place.away < 0.6:
        return "lost"
    if abs(place.x) >= abs(place.y):
        return "lost_left" if place.x < 0 else "lost_right"
    return "lost_up" if place.y < 0 else "lost_down"

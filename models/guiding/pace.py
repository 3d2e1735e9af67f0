"""When advice is said: at once when it is another, again after a while, and never in a stream."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.guiding.words import GuideWords

NEW_S, AGAIN_S = 1.2, 4.0
"""Between two pieces of advice, and before the same one is given again, with tones; ..."""
ALONE_AGAIN_S = 2.5
"""... without."""
FIRST_S, REMIND_S = 3.0, 15.0
"""Nothing seen for so long, that is told, and told again."""


class Pace:
    """Not for several threads. `at_s` only grows. `none`: the key of what is said while nothing is seen."""

    def __init__(self, words: GuideWords, none: str) -> None:
        self._words, self._none = words, none
        self._said, self._said_s = "", -math.inf
        self._unseen_s: float | None = None
        self._none_s: float | None = None

    def hushed(self) -> None:
        """What was said last is not said again soon."""
        self._said_s += AGAIN_S

    def advise(self, key: str, at_s: float, *, tones: bool) -> str:
        """The sentence, or "" when it is not the time for one."""
        self._unseen_s = None
        quiet_s = at_s - self._said_s
        if quiet_s < NEW_S or (key == self._said and quiet_s < (AGAIN_S if tones else ALONE_AGAIN_S)):
            return ""
        self._said, self._said_s, self._none_s = key, at_s, None
        return self._words.say(f"do_{key}")

    def unseen(self, at_s: float) -> str:
        if self._unseen_s is None:
            self._unseen_s = at_s
        last = self._none_s
        if at_s - self._unseen_s < FIRST_S or (last is not None and at_s - last < REMIND_S):
            return ""
        self._none_s, self._said, self._said_s = at_s, "", at_s
        return self._words.say(self._none)

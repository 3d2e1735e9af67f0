"""The sentences of a turn in their order, and which of them is being heard: for "go on", "next", "back", "repeat".

A sentence is known by the mark it was last handed to the mouth with, never by its text: two rows of a table may read
alike. Each saying has a mark of its own, so news of an earlier saying (a hush that is told late) changes nothing.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

BACK_TO_START_S = 1.5
"""Back goes to the start of the sentence; pressed sooner than this after its start, to the one before. The habit of
media players, whose limit is 2 to 3 s into minutes of music; a sentence lasts 2 to 5 s. (Of the screen readers, NVDA's
"say all" moves by whole sentences alone.)"""


@dataclass(eq=False, slots=True)
class Line:
    text: str
    language: str | None
    repeatable: bool
    """False for a remark about the turn itself, which "repeat" leaves out."""
    mark: int = 0
    done: bool = False
    """Heard to its end, or skipped."""


class Recital:
    """Not locked: the teller calls it with its lock held."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._at = 0
        """Index of the line that is heard, was heard last, or is waited for; may be just behind the last."""
        self._begun_at: float | None = None
        """When the first sound of that line was heard; None while it is waited for."""
        self._stopped_at: float | None = None
        """When it was interrupted, `time.monotonic()`."""
        self._numbers = itertools.count(1)

    def clear(self) -> None:
        """Another turn. Marks go on: what was said before is never mistaken for what comes."""
        self.lines = []
        self._go_to(0)

    def add(self, text: str, language: str | None, *, repeatable: bool) -> Line:
        line = Line(text, language, repeatable, next(self._numbers))
        self.lines.append(line)
        return line

    def heard_of(self, kind: str, mark: int, at: float) -> None:
        """News of a saying."""
        index = next((i for i in range(len(self.lines) - 1, -1, -1) if self.lines[i].mark == mark), None)
        if index is None:
            return
        line = self.lines[index]
        if kind == "first_sample" or (kind == "started" and self._can_begin(index)):
            # "started" alone comes from voices that play by themselves; one that streams starts the next sentence
            # while the last one still sounds.
            self._at, self._begun_at, self._stopped_at = index, at, None
        elif kind == "finished":
            line.done = True
        elif kind == "dropped" and index == self._at and self._begun_at is not None:
            self._stopped_at = at

    @property
    def current(self) -> str:
        """The sentence that is heard now, or was heard last; empty before the first."""
        begun = self._at if self._begun_at is not None else self._at - 1
        return self.lines[min(begun, len(self.lines) - 1)].text if self.lines and begun >= 0 else ""

    @property
    def unheard(self) -> list[Line]:
        return [line for line in self.lines if not line.done]

    def resume(self) -> list[Line]:
        """What was not heard to its end, the interrupted sentence first."""
        lines = self.unheard
        if lines:
            self._go_to(self.lines.index(lines[0]))
        return lines

    def from_start(self) -> list[Line]:
        """All to be heard again, without the remarks."""
        self.lines = [line for line in self.lines if line.repeatable]
        return self._from(0)

    def again(self) -> list[Line]:
        """All of it, remarks too."""
        return self._from(0)

    def forward(self) -> list[Line]:
        """What is to be heard from the next line on; the one that is heard now, and all before, are done. Empty when
        there is none yet: the next one that is added is waited for then."""
        return self._from(min(self._at + 1, len(self.lines)))

    def back(self, now: float) -> list[Line] | None:
        """What is to be heard from the start of this line on, or (soon after its start) of the one before it; None
        when that would be before the first."""
        if self._begun_at is None or (self._stopped_at or now) - self._begun_at < BACK_TO_START_S:
            return self._from(self._at - 1) if self._at > 0 else None
        return self._from(self._at)

    def mark_anew(self, lines: list[Line]) -> None:
        """They are about to be said again: what is still told of the last saying is void."""
        for line in lines:
            line.mark = next(self._numbers)

    def _can_begin(self, index: int) -> bool:
        return self._begun_at is None or self._at == index or self._at >= len(self.lines) or self.lines[self._at].done

    def _from(self, index: int) -> list[Line]:
        for line in self.lines[:index]:
            line.done = True
        for line in self.lines[index:]:
            line.done = False
        self._go_to(index)
        return self.lines[index:]

    def _go_to(self, index: int) -> None:
        self._at, self._begun_at, self._stopped_at = index, None, None

"""A lesson through a camera: which frames are looked at, and what is heard. The port: `assistant.aiming.Guide`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.aiming import Effort, Update
from assistant.errors import HearsightError, UnusableInput
from models.taught.finder import LOOK_S, View
from models.taught.lesson import Lesson
from models.taught.vectors import basis
from models.taught.words import taught_words

if TYPE_CHECKING:
    from assistant import teaching
    from assistant.cancel import Token
    from assistant.ports import Worker
    from assistant.types import Capture, Pixels
    from models.taught.store import TaughtThings

BETWEEN_S = 0.35
"""From one frame that is looked at to the next: a hand that turns a thing shows another side of it."""


class Teacher:
    """Learns one thing under a name. One thread."""

    def __init__(self, worker: Worker, store: TaughtThings, name: str, *, language: str, token: Token) -> None:
        """`worker` holds a `ThingFinder`; `token` ends its looks, and what was begun is then not kept."""
        self._worker, self._store, self._name = worker, store, name
        self._words, self._token = taught_words(language), token
        self._lesson = Lesson()
        self.views = 0
        """That were kept of it, all lessons together; 0 while, or because, nothing was learned."""
        self.text = ""
        """What is said at the end."""
        self.error: HearsightError | None = None
        """Why nothing was learned."""

    @property
    def pictures(self) -> int:
        return self._lesson.pictures

    def look(self, pixels: Pixels) -> str:
        """At (h, w, 3) uint8 RGB; what is wrong with it, or "". Raises `errors.ModelTrouble`, `Cancelled`."""
        views: list[View] = self._worker.call("views", pixels, token=self._token, timeout_s=LOOK_S)
        return self._lesson.see(views)

    def finish(self) -> None:
        """Keep what was learned, and word it: `text` and `views`, or `error`. The second time nothing happens."""
        if self.text or self.error is not None:
            return
        try:
            self._keep()
        except HearsightError as error:
            self.error = error

    def _keep(self) -> None:
        known = self._store.all()
        learned = self._lesson.learned(self._name, known, basis().strangers)
        if learned.views is None:
            raise UnusableInput(self._words.say(learned.refused, learned.like))
        before = any(one.name.casefold() == self._name.casefold() for one in known)
        kept = self._store.add(self._name, learned.views)
        self.views = len(kept.views)
        key = "more" if before else "learned_one" if self.pictures == 1 else "learned"
        self.text = self._words.say(key, kept.name, count=self.views)


class LessonGuide:
    """Looks for some seconds of a stream, and says what came of it."""

    def __init__(self, teacher: teaching.Teacher, seconds: float, *, language: str, token: Token) -> None:
        self._teacher, self._seconds, self._token = teacher, seconds, token
        self._opening = taught_words(language).say("looking", seconds=f"{seconds:g}")
        self._effort = Effort()
        self._first_s: float | None = None
        self._looked_s = -BETWEEN_S

    @property
    def opening(self) -> str:
        return self._opening

    @property
    def closing(self) -> str:
        """Of a stream that ended before the time was up. Who ends it himself wants nothing kept."""
        if self._token.cancelled or self._teacher.text or self._teacher.error is not None:
            return ""
        self._teacher.finish()
        return self._teacher.text or (self._teacher.error.spoken if self._teacher.error is not None else "")

    @property
    def effort(self) -> Effort:
        return self._effort

    def see(self, capture: Capture, at_s: float, *, tones: bool) -> Update:
        """Raises `errors.UnusableInput` at the end, when nothing was learned."""
        del tones
        self._effort.frames += 1
        self._first_s = at_s if self._first_s is None else self._first_s
        wrong = ""
        if at_s - self._looked_s >= BETWEEN_S:
            self._looked_s = at_s
            wrong = self._teacher.look(capture.pixels)
            self._effort.looks += 1
        if at_s - self._first_s < self._seconds:
            return Update(at_s, seen=False, extra={"pictures": self._teacher.pictures, "wrong": wrong})
        self._teacher.finish()
        if self._teacher.error is not None:
            raise self._teacher.error
        return Update(at_s, seen=False, words=(self._teacher.text,), earcon="answered", over=True)

    def hushed(self) -> None:
        pass

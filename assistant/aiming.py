"""Guidance through a camera: to a thing that is looked for, or to a good picture of a page, of faces, of a pack.

What is to be heard is the `Guide`'s affair (`models.guiding`), how it begins and ends `live_run`'s; here is when a tone
sounds and a word is said, and what the stream itself has to tell (covered, frozen, unplugged).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from assistant import live_run
from assistant.errors import HearsightError
from assistant.phrases import say_in

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import Earcon, LiveSource
    from assistant.types import Box, Capture, StreamNews

BEAT_S = 0.2
"""Between two tones: five a second."""
EARLY_S = 0.06
"""A frame that comes so much before the beat has its tone: of 8 frames a second every second or first one."""
TICK_S = 1.2
"""Between two ticks while nothing is seen."""
WAITING_S = 2.5
"""A word that could not be said for so long is dropped: it tells of where the thing was."""


@dataclass(slots=True)
class Effort:
    """What guidance cost."""

    frames: int = 0
    looks: int = 0
    updates: int = 0
    """Of tones and ticks."""


@dataclass(frozen=True, slots=True)
class Update:
    """What one frame changed. `at_s`: seconds of the stream."""

    at_s: float
    seen: bool
    height: float = 0.0
    """Pitch of the tone, 0..1."""
    side: float = 0.0
    """Where it is heard, -1 left .. 1 right."""
    words: tuple[str, ...] = ()
    earcon: Earcon | None = None
    box: Box | None = None
    """In pixels of the frame."""
    confidence: float | None = None
    urgent: bool = False
    """The words may interrupt what is being said of the guidance."""
    kept: str = ""
    """Name of a file that was written: they are not dropped if they must wait."""
    over: bool = False
    """All is done: it ends with this."""
    extra: dict[str, Any] = field(default_factory=dict)
    """More for scripts."""


class Guide(Protocol):
    """Chooses what is heard. Called on the guidance's thread, a frame after the other; `see` returns within some 10 ms,
    but where a picture is kept. Raises `errors.HearsightError`."""

    @property
    def opening(self) -> str:
        """What is said as soon as the camera is open; "" for nothing."""
        ...

    @property
    def closing(self) -> str:
        """What is said at the end, however it ended: what was taken."""
        ...

    @property
    def effort(self) -> Effort: ...

    def see(self, capture: Capture, at_s: float, *, tones: bool) -> Update:
        """`tones`: they can be heard; without, words must say it all."""
        ...

    def hushed(self) -> None: ...


class Aloud(live_run.Aloud, Protocol):
    """Where guidance is heard."""

    def beacon(self, height: float, side: float) -> bool:
        """False where tones can't be heard."""
        ...

    def earcon(self, name: Earcon) -> None: ...


class Aiming(live_run.LiveRun):
    """`guide` chooses what is heard."""

    name = "guidance"
    _aloud: Aloud

    def __init__(
        self,
        source: LiveSource,
        guide: Guide,
        aloud: Aloud,
        *,
        language: str,
        seconds: float | None = None,
        on_update: Callable[[Update, tuple[str, ...]], None] = lambda _update, _said: None,
        token: Token | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`on_update` hears each beat, and what was said with it."""
        super().__init__(source, aloud, language=language, seconds=seconds, token=token, clock=clock)
        self._guide, self._on_update = guide, on_update
        self._unsaid: list[tuple[float, str, bool]] = []
        """(when, what, whether it must not be dropped)"""
        self._tones = True
        self._due_s = self._tick_s = -1e9
        self.said: list[str] = []

    @property
    def counts(self) -> dict[str, float]:
        effort = self._guide.effort
        seconds = self._at_s - (self._first_s or 0.0)
        rate = round((effort.updates - 1) / seconds, 2) if seconds > 0 else 0.0
        counts = {"frames": effort.frames, "looks": effort.looks, "updates": effort.updates}
        return {**counts, "updates_per_s": rate, "dropped": self._source.dropped}

    def take(self) -> bool:
        """Take the picture now, as it is. Any thread. False where none is being taken."""
        take = getattr(self._guide, "take", None)
        if take is None or self.done.is_set():
            return False
        take()
        return True

    def _begun(self) -> None:
        self._queue(self._guide.opening, keep=False)

    def _see(self, capture: Capture) -> bool:
        update = self._guide.see(capture, self._at_s, tones=self._tones)
        if update.urgent:
            self._unsaid = [one for one in self._unsaid if one[2]]
        for word in update.words:
            self._queue(word, keep=bool(update.kept) or update.over)
        if update.earcon is not None:
            self._aloud.earcon(update.earcon)
        beat = self._at_s >= self._due_s - EARLY_S
        said = self._say(urgent=update.urgent)
        if beat:
            late_s = self._at_s - self._due_s
            self._due_s = (self._due_s if late_s < BEAT_S else self._at_s) + BEAT_S
            self._beat(update)
        if beat or said or update.kept or update.over:
            self._on_update(update, said)
        return update.over

    def _beat(self, update: Update) -> None:
        self._guide.effort.updates += 1
        if update.seen:
            self._tones = self._aloud.beacon(update.height, update.side)
        elif self._at_s - self._tick_s >= TICK_S:
            self._tick_s = self._at_s
            self._aloud.earcon("thinking")

    def _hear(self, news: StreamNews) -> None:
        self._queue(say_in(self._language, news.key), keep=True)
        self._on_update(Update(self._at_s, seen=False), self._say())

    def _hushed(self) -> None:
        self._unsaid.clear()
        self._guide.hushed()

    def _queue(self, text: str, *, keep: bool) -> None:
        if text:
            self._unsaid.append((self._at_s, text, keep))

    def _say(self, *, urgent: bool = False) -> tuple[str, ...]:
        """What waits, if it can be said now; of words that tell where a thing is only the last."""
        now_s = self._now_s
        waiting = [one for one in self._unsaid if one[2] or now_s - one[0] < WAITING_S]
        if not waiting:
            self._unsaid = waiting
            return ()
        passing = [one for one in waiting if not one[2]]
        waiting = [one for one in waiting if one[2] or one[0] == passing[-1][0]]
        self._unsaid = waiting
        if not self._aloud.say(" ".join(text for _, text, _ in waiting), urgent=urgent):
            return ()
        self._unsaid = []
        said = tuple(text for _, text, _ in waiting)
        self.said += said
        return said

    def _closing(self) -> str:
        """What was taken; what goes wrong while the last of it is kept is an error as any."""
        try:
            return self._guide.closing
        except HearsightError as error:
            return "" if self.error is not None else self._fail(error)

    def _closed(self, last_words: str) -> None:
        """Over an earlier word of the guidance, but not over an answer, nor over what must be heard."""
        words = " ".join(filter(None, (last_words, self._closing())))
        if not words:
            return
        waiting = [text for _, text, keep in self._unsaid if keep]
        words = " ".join((*waiting, words))
        if self._said_at_last(words, urgent=not waiting):
            self.said.append(words)
            if self.error is None:
                self._on_update(Update(self._at_s, seen=False), (words,))


class Silence(live_run.Silence):
    """The port: `Aloud`, where nothing is heard."""

    def beacon(self, height: float, side: float) -> bool:
        del height, side
        return True

    def earcon(self, name: Earcon) -> None:
        pass


Mode = Literal["document", "photo", "product"]
"""What `hearsight shoot` takes a picture of."""

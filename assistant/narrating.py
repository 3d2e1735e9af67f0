"""A narration: a camera, a stream or a film is looked at, its scene said once, and then only changes worth hearing.

What is worth hearing is the `Narrator`'s affair (`models.scenes`); here is who pulls the frames, what the stream itself
has to tell (covered, frozen, unplugged), when a sentence may be said, and how it ends.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from assistant.cancel import Cancelled, Token
from assistant.error_words import told as told_in
from assistant.errors import HearsightError
from assistant.phrases import say_in
from assistant.types import Capture, Evidence

if TYPE_CHECKING:
    from assistant.ports import LiveSource

log = logging.getLogger(__name__)

WAITING_S = 4.0
"""A sentence that could not be said for so long is dropped: it tells of what is over."""
LAST_WORDS_S, LAST_WORDS_POLL_S = 30.0, 0.05
"""That it has ended is said as soon as an answer lets it, for so long."""
MOST_FAILURES = 3
"""Looks in a row that fail, after which it is no use going on: the models' process is started anew after each."""
Density = Literal["sparse", "normal", "dense"]
"""How much is told."""
Ended = Literal["", "source", "time", "stopped", "failed"]
"""The stream's own end; the time is up; by the person; an error."""


class Sentence(Protocol):
    """What a narrator wants said."""

    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def at_s(self) -> float: ...
    @property
    def evidence(self) -> tuple[Evidence, ...]: ...
    @property
    def urgent(self) -> bool: ...


class Narrator(Protocol):
    """Chooses what is told of one stream. Called on the narration's thread, a frame after the other; a look at one may
    take 0.1 s. Raises `errors.ModelTrouble`."""

    def see(self, capture: Capture, at_s: float, *, quiet: bool) -> Sequence[Sentence]: ...

    def hushed(self) -> None: ...

    @property
    def effort(self) -> Any:
        """Numbers of frames, looks and readings."""
        ...


class Aloud(Protocol):
    """Where a narration is heard. Any thread, returns at once."""

    def quiet(self) -> bool:
        """Nothing is said, asked or looked at."""
        ...

    def hushed(self) -> bool:
        """Whether there was a hush since this was asked last."""
        ...

    def say(self, text: str, *, urgent: bool) -> bool:
        """False, and nothing said, when it can't be said now."""
        ...

    def still_open(self) -> None:
        """Called at each frame while a device is open: the sign of it is heard now and then."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence as it was said. Seconds of the stream: when what it tells was found, the frame that it was said at,
    and what the stream's clock showed when it was handed to the voice (later by what a look takes)."""

    text: str
    kind: str
    at_s: float
    frame_s: float
    said_s: float
    evidence: tuple[Evidence, ...] = ()
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class _News:
    """A sentence of the stream itself, not of what it shows."""

    text: str
    at_s: float
    kind: str = "stream"
    evidence: tuple[Evidence, ...] = ()
    urgent: bool = False


class Narration:
    """`run` on one thread; `stop` from any. `freshest` is the newest frame, for a question meanwhile."""

    def __init__(
        self,
        source: LiveSource,
        narrator: Narrator,
        aloud: Aloud,
        *,
        language: str,
        seconds: float | None = None,
        on_told: Callable[[Told], None] = lambda _: None,
        token: Token | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`seconds` of the stream, None: to its end. `token` is what `stop` cancels; a look may poll it, too."""
        self._source, self._narrator, self._aloud = source, narrator, aloud
        self._language, self._seconds, self._on_told, self._clock = language, seconds, on_told, clock
        self._token = token or Token()
        self._last_words = ""
        self._unsaid: list[tuple[float, Sentence]] = []
        self._failures = 0
        self._open = False
        self._first_s: float | None = None
        self._at_s = 0.0
        """Seconds of the stream, of the newest frame or news of it, ..."""
        self._came = 0.0
        """... and when that came, as `clock` has it."""
        self.freshest: tuple[Capture, float] | None = None
        """And when it came, as `clock` has it."""
        self.ended: Ended = ""
        self.error: HearsightError | None = None
        self.said: list[Told] = []
        self.done = threading.Event()
        """Ended, and the source is closed."""

    @property
    def effort(self) -> dict[str, float]:
        """What it looked at: frames, looks for objects, readings of text, and frames that nobody saw."""
        effort = self._narrator.effort
        counts = {"frames": effort.frames, "looks": effort.looks, "readings": effort.readings}
        return {**counts, "dropped": self._source.dropped}

    def stop(self, last_words: str = "") -> None:
        """End it soon. Any thread. `last_words` are said once the source is closed."""
        self._last_words = last_words
        self._token.cancel()

    def run(self) -> None:
        """Look until it ends. Blocks; raises nothing: see `ended` and `error`."""
        self._source.on_open, self._source.on_idle = self._opened, self._idle
        last_words = ""
        try:
            self._look()
            self.ended = self.ended or "source"
        except Cancelled:
            if not self.ended:
                self.ended, last_words = "stopped", self._last_words
        except HearsightError as error:
            last_words = self._fail(error)
        except Exception as error:  # a narration that dies in silence would be waited for in vain
            log.exception("a narration failed")
            last_words = self._fail(HearsightError(detail=type(error).__name__))
        finally:
            self.done.set()
        if last_words:
            self._say_at_last(last_words)

    def _look(self) -> None:
        items = self._source.watched(self._token)
        try:
            for item in items:
                self._at_s, self._came = item.moment_s or 0.0, self._clock()
                if isinstance(item, Capture):
                    self._first_s = self._at_s if self._first_s is None else self._first_s
                    self._see(item, self._at_s)
                else:
                    self._unsaid.append((self._at_s, _News(say_in(self._language, item.key), item.since_s)))
                self._say()
                if self._time_is_up(self._at_s):
                    return
        finally:
            close = getattr(items, "close", None)
            if close is not None:
                close()

    def _idle(self) -> None:
        """No frame comes: what waits is said all the same, a hush heard, and the time runs on."""
        self._attend()
        self._say()
        if self._time_is_up(self._at_s + self._clock() - self._came):
            self._token.cancel()

    def _time_is_up(self, at_s: float) -> bool:
        if self._seconds is None or self._first_s is None or at_s - self._first_s < self._seconds:
            return False
        self.ended = "time"
        return True

    def _attend(self) -> None:
        if self._aloud.hushed():
            self._unsaid.clear()
            self._narrator.hushed()
        if self._open and self._source.live:
            self._aloud.still_open()

    def _opened(self, is_open: bool) -> None:
        self._open = is_open

    def _see(self, capture: Capture, at_s: float) -> None:
        self.freshest = capture, self._came
        self._attend()
        try:
            told = self._narrator.see(capture, at_s, quiet=self._aloud.quiet() and not self._unsaid)
            self._failures = 0
        except HearsightError as error:
            self._failures += 1
            if self._failures >= MOST_FAILURES:
                raise
            log.warning("a look failed: %s %s", type(error).__name__, error.detail)
            return
        self._unsaid += [(at_s, one) for one in told]

    def _say(self) -> None:
        """What waits, in order; what is urgent first."""
        now_s = self._at_s + self._clock() - self._came
        self._unsaid = [pair for pair in self._unsaid if pair[1].kind == "stream" or now_s - pair[0] < WAITING_S]
        while self._unsaid:
            place = next((at for at, (_, one) in enumerate(self._unsaid) if one.urgent), 0)
            urgent = self._unsaid[place][1].urgent
            # One breath: what came with the same frame is said together.
            together = [pair for pair in self._unsaid if pair[0] == self._unsaid[place][0] and pair[1].urgent is urgent]
            if not self._aloud.say(" ".join(one.text for _, one in together), urgent=urgent):
                return
            self._unsaid = [pair for pair in self._unsaid if pair not in together]
            for _, one in together:
                self._keep(one)

    def _keep(self, one: Sentence) -> None:
        frame_s, said_s = round(self._at_s, 3), round(self._at_s + self._clock() - self._came, 3)
        told = Told(one.text, one.kind, round(one.at_s, 3), frame_s, said_s, one.evidence, one.urgent)
        self.said.append(told)
        self._on_told(told)

    def _fail(self, error: HearsightError) -> str:
        log.warning("narration: %s %s", type(error).__name__, error.detail)
        self.ended, self.error = "failed", error
        return told_in(error.spoken, self._language)

    def _say_at_last(self, words: str) -> None:
        """Over an earlier sentence of the narration, but not over an answer. (An error is the reply's, too.)"""
        end = self._clock() + LAST_WORDS_S
        while not self._aloud.say(words, urgent=True):
            if self._clock() >= end:
                return
            time.sleep(LAST_WORDS_POLL_S)
        if self.error is None:
            self._keep(_News(words, self._at_s))


class Silence:
    """The port: `Aloud`, where nothing is heard, so that nothing need be waited for."""

    def quiet(self) -> bool:
        return True

    def hushed(self) -> bool:
        return False

    def say(self, text: str, *, urgent: bool) -> bool:
        del text, urgent
        return True

    def still_open(self) -> None:
        pass

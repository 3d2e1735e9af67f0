"""A look at a moving picture from its first frame to its end: what a narration and guidance have in common.

Who pulls the frames, what a hush and the time do, and what is said once the source is closed. What is worth hearing,
and when it is said, is theirs.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, Protocol

from assistant.cancel import Cancelled, Token
from assistant.error_words import told as told_in
from assistant.errors import HearsightError
from assistant.types import Capture

if TYPE_CHECKING:
    from assistant.ports import LiveSource
    from assistant.types import StreamNews

log = logging.getLogger(__name__)

LAST_WORDS_S, LAST_WORDS_POLL_S = 30.0, 0.05
"""That it has ended is said as soon as an answer lets it, for so long."""
Ended = Literal["", "source", "time", "stopped", "failed"]
"""The stream's own end; the time is up; by the person; an error."""


class Aloud(Protocol):
    """Where it is heard. Any thread, returns at once."""

    def hushed(self) -> bool:
        """Whether there was a hush since this was asked last."""
        ...

    def say(self, text: str, *, urgent: bool) -> bool:
        """False, and nothing said, when it can't be said now."""
        ...

    def still_open(self) -> None:
        """Called at each frame while a device is open: the sign of it is heard now and then."""
        ...


class Silence:
    """The port: `Aloud`, where nothing is heard, so that nothing need be waited for."""

    def hushed(self) -> bool:
        return False

    def say(self, text: str, *, urgent: bool) -> bool:
        del text, urgent
        return True

    def still_open(self) -> None:
        pass


class LiveRun:
    """`run` on one thread; `stop` from any. `freshest` is the newest frame, for a question meanwhile."""

    name = ""
    """In the log."""

    def __init__(
        self,
        source: LiveSource,
        aloud: Aloud,
        *,
        language: str,
        seconds: float | None,
        token: Token | None,
        clock: Callable[[], float],
    ) -> None:
        """`seconds` of the stream, None: to its end. `token` is what `stop` cancels; a look may poll it, too."""
        self._source, self._aloud = source, aloud
        self._language, self._seconds, self._clock = language, seconds, clock
        self._token = token or Token()
        self._last_words = ""
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
        self.done = threading.Event()
        """Ended, and the source is closed."""

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
        except Exception as error:  # what ends in silence would be waited for in vain
            log.exception("%s failed", self.name)
            last_words = self._fail(HearsightError(detail=type(error).__name__))
        finally:
            self.done.set()
        self._closed(last_words)

    # -- what each says of it ------------------------------------------------------------------------------------------

    def _begun(self) -> None:
        """Before the first frame."""

    def _see(self, capture: Capture) -> bool:
        """True: that was all."""
        raise NotImplementedError

    def _hear(self, news: StreamNews) -> None:
        """What the stream tells of itself."""
        raise NotImplementedError

    def _hushed(self) -> None:
        """What waits to be said is dropped."""
        raise NotImplementedError

    def _say(self) -> object:
        """What waits, if it can be said now."""
        raise NotImplementedError

    def _closed(self, last_words: str) -> None:
        """At last: the source is closed."""
        raise NotImplementedError

    # -- what they share -----------------------------------------------------------------------------------------------

    @property
    def _now_s(self) -> float:
        """What the stream's clock shows."""
        return self._at_s + self._clock() - self._came

    def _look(self) -> None:
        items = self._source.watched(self._token)
        try:
            for item in items:
                self._at_s, self._came = item.moment_s or 0.0, self._clock()
                if isinstance(item, Capture):
                    if self._first_s is None:
                        self._first_s = self._at_s
                        self._begun()
                    self.freshest = item, self._came
                    self._attend()
                    if self._see(item):
                        return
                else:
                    self._hear(item)
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
        if self._time_is_up(self._now_s):
            self._token.cancel()

    def _time_is_up(self, at_s: float) -> bool:
        if self._seconds is None or self._first_s is None or at_s - self._first_s < self._seconds:
            return False
        self.ended = "time"
        return True

    def _attend(self) -> None:
        if self._aloud.hushed():
            self._hushed()
        if self._open and self._source.live:
            self._aloud.still_open()

    def _opened(self, is_open: bool) -> None:
        self._open = is_open

    def _fail(self, error: HearsightError) -> str:
        log.warning("%s: %s %s", self.name, type(error).__name__, error.detail)
        self.ended, self.error = "failed", error
        return told_in(error.spoken, self._language)

    def _said_at_last(self, words: str, *, urgent: bool) -> bool:
        """Once an answer lets it. (An error is the reply's, too.)"""
        end = self._clock() + LAST_WORDS_S
        while not self._aloud.say(words, urgent=urgent):
            if self._clock() >= end:
                return False
            time.sleep(LAST_WORDS_POLL_S)
        return True

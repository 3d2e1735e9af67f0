"""A narration: a camera, a stream or a film is looked at, its scene said once, and then only changes worth hearing.

What is worth hearing is the `Narrator`'s affair (`models.scenes`), how it begins and ends `live_run`'s; here is what
the stream itself has to tell (covered, frozen, unplugged), and when a sentence may be said.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from assistant import live_run
from assistant.errors import HearsightError
from assistant.phrases import say_in
from assistant.types import Evidence

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import LiveSource
    from assistant.types import Capture, StreamNews

log = logging.getLogger(__name__)

WAITING_S = 4.0
"""A sentence that could not be said for so long is dropped: it tells of what is over."""
MOST_FAILURES = 3
"""Looks in a row that fail, after which it is no use going on: the models' process is started anew after each."""
Density = Literal["sparse", "normal", "dense"]
"""How much is told."""


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


class Aloud(live_run.Aloud, Protocol):
    """Where a narration is heard."""

    def quiet(self) -> bool:
        """Nothing is said, asked or looked at."""
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


class Narration(live_run.LiveRun):
    """`narrator` chooses what is told."""

    name = "narration"
    _aloud: Aloud

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
        super().__init__(source, aloud, language=language, seconds=seconds, token=token, clock=clock)
        self._narrator, self._on_told = narrator, on_told
        self._unsaid: list[tuple[float, Sentence]] = []
        self._failures = 0
        self.said: list[Told] = []

    @property
    def effort(self) -> dict[str, float]:
        """What it looked at: frames, looks for objects, readings of text, and frames that nobody saw."""
        effort = self._narrator.effort
        counts = {"frames": effort.frames, "looks": effort.looks, "readings": effort.readings}
        return {**counts, "dropped": self._source.dropped}

    def _see(self, capture: Capture) -> bool:
        try:
            told = self._narrator.see(capture, self._at_s, quiet=self._aloud.quiet() and not self._unsaid)
            self._failures = 0
            self._unsaid += [(self._at_s, one) for one in told]
        except HearsightError as error:
            self._failures += 1
            if self._failures >= MOST_FAILURES:
                raise
            log.warning("a look failed: %s %s", type(error).__name__, error.detail)
        self._say()
        return False

    def _hear(self, news: StreamNews) -> None:
        self._unsaid.append((self._at_s, _News(say_in(self._language, news.key), news.since_s)))
        self._say()

    def _hushed(self) -> None:
        self._unsaid.clear()
        self._narrator.hushed()

    def _say(self) -> None:
        """What waits, in order; what is urgent first."""
        now_s = self._now_s
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
        frame_s, said_s = round(self._at_s, 3), round(self._now_s, 3)
        told = Told(one.text, one.kind, round(one.at_s, 3), frame_s, said_s, one.evidence, one.urgent)
        self.said.append(told)
        self._on_told(told)

    def _closed(self, last_words: str) -> None:
        """Over an earlier sentence of the narration, but not over an answer."""
        if last_words and self._said_at_last(last_words, urgent=True) and self.error is None:
            self._keep(_News(last_words, self._at_s))


class Silence(live_run.Silence):
    """The port: `Aloud`, where nothing is heard."""

    def quiet(self) -> bool:
        return True

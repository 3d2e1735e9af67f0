"""The narration of a person: at most one, spoken in the pauses of everything else; and those of scripts, in silence.

While it runs, a question that names no picture is about its freshest frame, which is then kept; after it, about its
last one.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.cancel import Cancelled, Token
from assistant.errors import HearsightError
from assistant.narrating import Narration, Silence
from assistant.phrases import say_in

if TYPE_CHECKING:
    from assistant.live_run import LiveRun
    from assistant.narrating import Density, Narrator, Told
    from assistant.ports import LiveSource
    from assistant.session import Session
    from assistant.types import Capture

log = logging.getLogger(__name__)

REMIND_S = 15.0
"""How often a soft sound tells that the camera is open, as for the microphone."""
ENDING_S = 8.0
"""The last sentence is waited for so long."""
CLOSING_S = 10.0
"""And so long the narration before, for its camera: two can't have it open."""
POLL_S = 0.05
OLD_S = 8.0
"""A frame that came longer ago does not show what there is: no more come (a camera of one in five seconds does)."""


class Narrations:
    """Any thread. `narrators` makes one from (language, density, the token that its looks poll); `sources` a stream
    from a spec."""

    def __init__(
        self,
        session: Session,
        narrators: Callable[[str, Density, Token], Narrator],
        sources: Callable[[str], LiveSource],
    ) -> None:
        self._session, self._narrators, self._sources = session, narrators, sources
        self._lock = threading.Lock()
        self._spoken: LiveRun | None = None
        self._spec = ""
        self._over = ""
        """What it looks at, and what is said when the person ends it."""
        session.freshest = self._freshest

    def carry_out(
        self,
        spec: str,
        *,
        seconds: float | None,
        density: Density,
        language: str | None,
        speak: bool,
        on_told: Callable[[Told], None],
        token: Token,
        on_begun: Callable[[], None] = lambda: None,
    ) -> Narration:
        """Narrate to the end. Blocks; `token` ends it early. One that is spoken takes the place of the one before, and
        from `on_begun` on `end` ends it.
        Raises `errors.HearsightError` for what is no stream; what goes wrong later is the narration's `error`."""
        language = language or self._session.habits.language
        source, own = self._sources(spec), Token(token)
        aloud = SpokenInPauses(self._session, language) if speak else Silence()
        narration = Narration(
            source,
            self._narrators(language, density, own),
            aloud,
            language=language,
            seconds=seconds,
            on_told=on_told,
            token=own,
        )
        self.run(narration, spec, language, speak=speak, token=token, on_begun=on_begun)
        return narration

    def run(
        self, run: LiveRun, spec: str, language: str, *, speak: bool, token: Token, on_begun: Callable[[], None]
    ) -> None:
        """Look to the end, in the place of what is spoken if it speaks, and until that was heard. Blocks; `token` ends
        the waiting early."""
        if speak:
            self.take_place(run, spec, language, token)
        on_begun()
        run.run()
        mouth, end = self._session.mouth, time.monotonic() + ENDING_S
        while speak and mouth is not None and not token.cancelled and time.monotonic() < end:
            if mouth.wait_idle(POLL_S):
                break

    @property
    def on(self) -> bool:
        """Something is spoken, and not over."""
        running = self._spoken
        return running is not None and not running.done.is_set()

    def narrates(self, spec: str) -> bool:
        """A narration (no guidance) of that camera is spoken, and not over."""
        with self._lock:
            running, its = self._spoken, self._spec
        return isinstance(running, Narration) and not running.done.is_set() and _same_camera(its, spec)

    def sees(self, spec: str) -> Capture | None:
        """What that camera sees at this moment, if it is open for what is spoken; None, too, while no frame comes."""
        with self._lock:
            running, its = self._spoken, self._spec
        frame = running.freshest if running is not None and not running.ended and _same_camera(its, spec) else None
        return frame[0] if frame is not None and time.monotonic() - frame[1] < OLD_S else None

    def take_place(self, running: LiveRun, spec: str, language: str, token: Token) -> None:
        """It is what is spoken from now on; the one before ends, and its source is closed. Blocks so long."""
        with self._lock:
            before, self._spoken, self._spec = self._spoken, running, spec
            key = "narration_over_camera" if spec.startswith("camera") else "narration_over"
            self._over = say_in(language, key)
        if before is not None:
            before.stop()
            self._wait_closed(before, token)

    def end(self) -> bool:
        """The person wants no more of the spoken one: it says so, once its source is closed. False if there is none."""
        with self._lock:
            narration, over = self._spoken, self._over
        if narration is None or narration.done.is_set():
            return False
        narration.stop(over)
        return True

    def close(self) -> None:
        with self._lock:
            if self._spoken is not None:
                self._spoken.stop()

    @staticmethod
    def _wait_closed(narration: LiveRun, token: Token) -> None:
        end = time.monotonic() + CLOSING_S
        while not token.cancelled and time.monotonic() < end and not narration.done.wait(POLL_S):
            pass

    def now(self) -> tuple[Capture, float] | None:
        """The newest frame while a narration is spoken, for questions of scripts; later they are about the window."""
        narration = self._spoken
        return narration.freshest if narration is not None and not narration.ended else None

    def _freshest(self) -> tuple[Capture, float] | None:
        narration = self._spoken
        return narration.freshest if narration is not None else None


def begun_aloud(session: Session, look: Callable[[], object], over: Callable[[], None]) -> None:
    """Look, begun by a key or a voice command: what goes wrong before it has begun is said. Blocks; raises nothing."""
    try:
        look()
    except Cancelled:
        pass
    except HearsightError as error:
        session.say(error.spoken)
    except Exception:  # a key that does nothing and says nothing is the worst answer
        log.exception("a look through the camera could not begin")
        session.say(HearsightError.sentence)
    finally:
        over()


def _same_camera(one: str, wanted: str) -> bool:
    """Whether who wants the second may look at the first: any device or stream, which can't be opened twice, but no
    film and no screen in its place."""
    return one == wanted or one.startswith(("camera", "/dev/")) or "://" in one


class SpokenInPauses:
    """The port: `narrating.Aloud`."""

    def __init__(self, session: Session, language: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._session, self._language, self._clock = session, language, clock
        self._era = session.mouth.era if session.mouth is not None else 0
        self._reminded_s = -REMIND_S

    def quiet(self) -> bool:
        return self._session.quiet()

    def hushed(self) -> bool:
        mouth = self._session.mouth
        era = mouth.era if mouth is not None else self._era
        hushed, self._era = era != self._era, era
        return hushed

    def say(self, text: str, *, urgent: bool) -> bool:
        """What is urgent is said over an earlier sentence of the narration, never over an answer."""
        mouth = self._session.mouth
        if mouth is None:
            return True
        era = mouth.era  # a key that is pressed from here on drops it
        if self._session.working or not (urgent or self._session.quiet()):
            return False
        mouth.say(text, language=self._language, era=era, priority="now" if urgent else "normal")
        return mouth.era == era or urgent

    def still_open(self) -> None:
        mouth, now = self._session.mouth, self._clock()
        if mouth is not None and now - self._reminded_s >= REMIND_S:
            self._reminded_s = now
            mouth.earcon("open")

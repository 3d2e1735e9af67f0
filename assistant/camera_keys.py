"""The camera by key, by menu or by voice: one look, and a narration that the same key ends. Opened once allowed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.cancel import Token
from assistant.narrating_aloud import begun_aloud
from assistant.phrases import say_in
from assistant.turn import Request

if TYPE_CHECKING:
    from assistant.narrating import Density
    from assistant.narrating_aloud import Narrations
    from assistant.ports import CaptureSource
    from assistant.session import Session
    from assistant.types import Capture

ASKED_S = 60.0
"""Whoever does it again within so long after the question has allowed it, ..."""
HEARD_S = 2.0
"""... but not sooner: a key that is pressed twice is no answer to what nobody has heard yet."""


Begin = Callable[[str, Token, Callable[[], None]], None]
"""Begins what looks through the camera of a spec, and returns at once. The token ends it before the camera is open;
from when the function was called, `Narrations.end` does."""


@dataclass(frozen=True, slots=True)
class CameraWishes:
    """The section `camera` of the settings."""

    source: str = "camera"
    density: Density = "normal"
    allowed: bool = False


class CameraKeys:
    """All methods return at once and may be called from any thread."""

    def __init__(
        self,
        session: Session,
        narrations: Narrations,
        sources: Callable[[str], CaptureSource],
        wishes: Callable[[], CameraWishes],
        remember: Callable[[str, str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`sources` makes one that takes a single picture, from a spec; `remember` keeps a setting."""
        self._session, self._narrations, self._sources = session, narrations, sources
        self._wishes, self._remember, self._clock = wishes, remember, clock
        self._asked_s: float | None = None
        self._begun: Token | None = None
        """Of what looks through the camera once its models are loaded; ..."""
        self._begun_narrates = False
        """... which is a narration."""
        self._lock = threading.Lock()

    def toggle(self) -> bool:
        """Begin to narrate what the camera sees; the narration that is spoken, if there is one, ends instead."""
        return self.end() or self.narrate()

    def end(self) -> bool:
        """End the narration that is spoken, and say so once its camera is closed; False if there is none."""
        with self._lock:
            begun, self._begun = self._begun, None
        if begun is None:
            return self._narrations.end()
        begun.cancel()
        self._say("narration_over")
        return True

    def narrate(self) -> bool:
        """Begin, in the place of what else looks through the camera, or go on. Always True: what goes wrong is said."""
        with self._lock:
            loading = self._begun is not None and self._begun_narrates
            already = loading or self._narrations.narrates(self._wishes().source)
        if already:
            self._say("camera_on")
        elif allowed := self._allowed():
            self._say("camera_first" if allowed == "first" else "camera_on")
            token = self._loads(narrates=True)
            threading.Thread(target=self._narrate, args=(token,), name="narrate-key", daemon=True).start()
        return True

    def look(self, at: float | None = None) -> bool:
        """Describe one picture: of the narration's camera, which is open, or of one that is opened for it."""
        frame = self._narrations.sees(self._wishes().source)
        if frame is None and not self._allowed():
            return True
        source = self._sources(self._wishes().source) if frame is None else Seen(frame)
        self._session.submit(
            Request(
                kind="describe", at=self._clock() if at is None else at, source=source, grab_at_once=False, by_key=True
            )
        )
        return True

    def lead(self, begin: Begin) -> bool:
        """Something else that looks through the camera, once that is allowed. Always True."""
        allowed = self._allowed()
        if allowed == "first":
            self._say("camera_first_lead")
        if allowed:
            token = self._loads(narrates=False)
            begin(self._wishes().source, token, lambda: self._loaded(token))
        return True

    def _loads(self, *, narrates: bool) -> Token:
        """The token of what begins now, in the place of what still loads."""
        with self._lock:
            before, token = self._begun, Token()
            self._begun, self._begun_narrates = token, narrates
        if before is not None:
            before.cancel()
        return token

    def _narrate(self, token: Token) -> None:
        wishes = self._wishes()

        def look() -> None:  # what breaks off later, the narration says itself
            self._narrations.carry_out(
                wishes.source,
                seconds=None,
                density=wishes.density,
                language=None,
                speak=True,
                on_told=lambda _: None,
                token=token,
                on_begun=lambda: self._loaded(token),
            )

        begun_aloud(self._session, look, lambda: self._loaded(token))

    def _loaded(self, token: Token) -> None:
        with self._lock:
            self._begun = None if self._begun is token else self._begun

    def _allowed(self) -> str:
        """ "" and a question the first time, and once more when that is done again before it was heard; "first" when it
        is done again later; then always "yes"."""
        if self._wishes().allowed:
            return "yes"
        with self._lock:
            now, asked_s = self._clock(), self._asked_s
            first = asked_s is not None and HEARD_S <= now - asked_s < ASKED_S
            self._asked_s = None if first else now
        if not first:
            self._say("camera_ask")
            return ""
        self._remember("camera.allowed", "true")
        return "first"

    def _say(self, key: str) -> None:
        self._session.say(say_in(self._session.habits.language, key))


@dataclass(frozen=True, slots=True)
class Seen:
    """The port: `CaptureSource`, of a picture that is there."""

    capture: Capture

    def grab(self) -> Capture:
        return self.capture

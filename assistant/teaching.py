"""Lessons: "this is my mug" by voice, `hearsight teach` typed; through a camera, a film, or some pictures."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant.aiming import Aiming, Guide, Silence
from assistant.aiming_aloud import SpokenGuidance
from assistant.cancel import Cancelled, Token
from assistant.narrating_aloud import ENDING_S, begun_aloud

if TYPE_CHECKING:
    from assistant.errors import HearsightError
    from assistant.narrating_aloud import Narrations
    from assistant.ports import CaptureSource, LiveSource
    from assistant.session import Session
    from assistant.types import Pixels

SECONDS = 5.0
"""How long a thing is looked at."""


class Teacher(Protocol):
    """Learns one thing. One thread; a look takes 0.2 s or more. Raises `errors.ModelTrouble`, `Cancelled`."""

    views: int
    text: str
    error: HearsightError | None

    @property
    def pictures(self) -> int: ...

    def look(self, pixels: Pixels) -> str: ...

    def finish(self) -> None: ...


Teachers = Callable[[str, str, Token], Teacher]
"""Makes one from (name, language, the token that its looks poll). Raises `errors.Usage` for what is no name."""


@dataclass(frozen=True, slots=True)
class Taught:
    """How a lesson ended."""

    text: str
    views: int
    pictures: int
    error: HearsightError | None


class Lessons:
    """Any thread. One that is spoken takes the place of a narration, as there is one camera and one voice."""

    def __init__(
        self,
        session: Session,
        narrations: Narrations,
        teachers: Teachers,
        guides: Callable[[Teacher, float, str, Token], Guide],
        streams: Callable[[str], LiveSource],
        pictures: Callable[[str], CaptureSource],
    ) -> None:
        """`guides` makes what looks at a stream; `streams` opens one from a spec, `pictures` a file."""
        self._session, self._narrations = session, narrations
        self._teachers, self._guides, self._streams, self._pictures = teachers, guides, streams, pictures

    def through(
        self,
        name: str,
        spec: str,
        *,
        seconds: float,
        language: str | None,
        speak: bool,
        on_said: Callable[[str], None] = lambda _: None,
        token: Token,
        on_begun: Callable[[], None] = lambda: None,
    ) -> Taught:
        """A lesson of some seconds. Blocks; `token`, or whatever ends a narration, ends it, and nothing is kept. Raises
        `errors.HearsightError` for what is no stream or no name; what goes wrong later is the lesson's error."""
        language = language or self._session.habits.language
        source, own = self._streams(spec), Token(token)
        teacher = self._teachers(name, language, own)
        guide = self._guides(teacher, seconds, language, own)

        def tell(_update: object, said: tuple[str, ...]) -> None:
            for sentence in said:
                on_said(sentence)

        aloud = SpokenGuidance(self._session, language) if speak else Silence()
        aiming = Aiming(source, guide, aloud, language=language, on_update=tell, token=own)
        token.check()  # ended while the models were loading: no camera opens
        self._narrations.run(aiming, spec, language, speak=speak, token=token, on_begun=on_begun)
        if own.cancelled and not teacher.text:
            raise Cancelled
        return Taught(teacher.text, teacher.views, teacher.pictures, aiming.error or teacher.error)

    def of_pictures(
        self, name: str, files: Sequence[str], *, language: str | None, speak: bool, token: Token
    ) -> Taught:
        """Of picture files, all of one thing. Raises as `through`, and for a file that is no picture."""
        language = language or self._session.habits.language
        teacher = self._teachers(name, language, token)
        for file in files:
            token.check()
            teacher.look(self._pictures(file).grab().pixels)
        teacher.finish()
        if speak and teacher.text:
            self._session.say(teacher.text)
            if self._session.mouth is not None:
                self._session.mouth.wait_idle(ENDING_S)
        return Taught(teacher.text, teacher.views, teacher.pictures, teacher.error)

    def begin(self, name: str, spec: str, token: Token, on_begun: Callable[[], None]) -> None:
        """A spoken one, on a thread of its own: what goes wrong is said. Returns at once. From `on_begun` on it is
        ended by what ends a narration."""
        threading.Thread(target=self._run, args=(name, spec, token, on_begun), name="teach", daemon=True).start()

    def _run(self, name: str, spec: str, token: Token, on_begun: Callable[[], None]) -> None:
        def look() -> None:
            self.through(name, spec, seconds=SECONDS, language=None, speak=True, token=token, on_begun=on_begun)

        begun_aloud(self._session, look, on_begun)

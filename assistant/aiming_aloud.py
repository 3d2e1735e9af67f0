"""The guidance of a person, which takes the place of a narration (one camera, one voice) and ends as that does; and
that of scripts, in silence."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.aiming import Aiming, Silence
from assistant.cancel import Token
from assistant.narrating_aloud import SpokenInPauses, begun_aloud

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.aiming import Guide, Mode, Update
    from assistant.narrating_aloud import Narrations
    from assistant.ports import Earcon, LiveSource
    from assistant.session import Session


@dataclass(frozen=True, slots=True)
class Aim:
    """What guidance is for: to find `words`, or to take pictures (`mode`) into the folder `out`."""

    words: str = ""
    mode: Mode | None = None
    out: Path | None = None


class Aimings:
    """Any thread. `guides` makes one from (aim, language, the token that its looks poll); `sources` a stream from a
    spec."""

    def __init__(
        self,
        session: Session,
        narrations: Narrations,
        guides: Callable[[Aim, str, Token], Guide],
        sources: Callable[[str], LiveSource],
    ) -> None:
        self._session, self._narrations, self._guides, self._sources = session, narrations, guides, sources
        self._spoken: Aiming | None = None

    def carry_out(
        self,
        aim: Aim,
        spec: str,
        *,
        seconds: float | None,
        language: str | None,
        speak: bool,
        on_update: Callable[[Update, tuple[str, ...]], None],
        token: Token,
        on_begun: Callable[[], None] = lambda: None,
    ) -> Aiming:
        """Guide to the end. Blocks; `token` ends it early. One that is spoken is ended by what ends a narration, from
        `on_begun` on. Raises `cancel.Cancelled` where it was ended before, `errors.HearsightError` for what is no
        stream, can't be looked for, or has no folder to go to; what goes wrong later is the guidance's `error`."""
        language = language or self._session.habits.language
        source, own = self._sources(spec), Token(token)
        aloud = SpokenGuidance(self._session, language) if speak else Silence()
        aiming = Aiming(
            source,
            self._guides(aim, language, own),
            aloud,
            language=language,
            seconds=seconds,
            on_update=on_update,
            token=own,
        )
        token.check()  # ended while the models were loading: no camera opens

        def begun() -> None:
            if speak:
                self._spoken = aiming
            on_begun()

        self._narrations.run(aiming, spec, language, speak=speak, token=token, on_begun=begun)
        return aiming

    def take(self) -> bool:
        """The picture to which the person is being led is taken now, as it is; False where there is none."""
        aiming = self._spoken
        return aiming is not None and aiming.take()

    def begin(self, aim: Aim, spec: str, token: Token, on_begun: Callable[[], None]) -> None:
        """The same, spoken, on a thread of its own: what goes wrong is said. Returns at once."""
        threading.Thread(target=self._run, args=(aim, spec, token, on_begun), name="aim-key", daemon=True).start()

    def _run(self, aim: Aim, spec: str, token: Token, on_begun: Callable[[], None]) -> None:
        def look() -> None:
            self.carry_out(
                aim,
                spec,
                seconds=None,
                language=None,
                speak=True,
                on_update=lambda _update, _said: None,
                token=token,
                on_begun=on_begun,
            )

        begun_aloud(self._session, look, on_begun)


class SpokenGuidance(SpokenInPauses):
    """The port: `aiming.Aloud`."""

    def beacon(self, height: float, side: float) -> bool:
        mouth = self._session.mouth
        if mouth is None:
            return False
        if self._session.working:  # a question is being asked or answered
            return True
        return mouth.beacon(height, side)

    def earcon(self, name: Earcon) -> None:
        mouth = self._session.mouth
        if mouth is not None and not self._session.working:
            mouth.earcon(name)

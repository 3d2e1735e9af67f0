"""The watch of a person: at most one, in the background; and one of a script, that runs where it was asked for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.cancel import Token
from assistant.phrases import say_in
from assistant.watch_rules import parse_until
from assistant.watching import LONGEST_S, Watch

if TYPE_CHECKING:
    from assistant.ports import Comparer
    from assistant.session import Session
    from assistant.viewing import Eyes
    from assistant.watch_dialogs import Describer
    from assistant.watching import Place

ENDING_S = 5.0
POLL_S = 0.05


class Watcher:
    """All methods return at once and may be called from any thread, but `carry_out` and `close`."""

    def __init__(
        self,
        session: Session,
        eyes: Eyes,
        compare: Comparer,
        places: Callable[[str | None, str | None], Place],
        describe: Describer | None = None,
    ) -> None:
        """`places` makes what is watched from a source's spec and a part of a window's title; `describe` tells of
        dialogs that a watched program opens."""
        self._describe = describe
        self._session, self._eyes, self._compare, self._places = session, eyes, compare, places
        self._lock = threading.Lock()
        self._watch: Watch | None = None
        self._thread: threading.Thread | None = None

    @property
    def on(self) -> bool:
        watch = self._watch
        return watch is not None and not watch.done.is_set()

    def start(
        self,
        until: str = "",
        *,
        spec: str | None = None,
        title: str | None = None,
        seconds: float = LONGEST_S,
        language: str | None = None,
        on_told: Callable[[str], None] = lambda _: None,
    ) -> Watch:
        """Watch in the background, from now on nothing else. Says so. Raises `errors.HearsightError`."""
        language = language or self._session.habits.language
        place = self._places(spec, title)
        watch = self._made(place, until, seconds, language, on_told, self._session, None)
        key = "watch_until" if until.strip() else "watch_on"
        sentence = say_in(language, key, until=until.strip(" .!?。！？"))
        self._session.say(sentence, language=language)
        on_told(sentence)
        with self._lock:
            if self._watch is not None:
                self._watch.stop()
            self._watch = watch
            self._thread = threading.Thread(target=watch.run, name="watch", daemon=True)
            self._thread.start()
        return watch

    def stop(self) -> bool:
        """End it, and say so; False if there is none."""
        if not self.on:
            return False
        assert self._watch is not None  # noqa: S101 - `on` says so
        self._watch.stop()
        self._session.say(say_in(self._session.habits.language, "watch_off"))
        return True

    def carry_out(
        self,
        until: str,
        *,
        spec: str | None,
        title: str | None,
        seconds: float,
        language: str | None,
        speak: bool,
        on_told: Callable[[str], None],
        token: Token,
    ) -> Watch:
        """Watch to the end. Blocks; `token` ends it early. One that doesn't `speak` is a script's: it has nothing to
        do with the person's, and there may be any number. Raises `errors.HearsightError`."""
        if not speak:
            language = language or self._session.habits.language
            watch = self._made(self._places(spec, title), until, seconds, language, on_told, Silence(), token)
            watch.run()
            return watch
        watch = self.start(until, spec=spec, title=title, seconds=seconds, language=language, on_told=on_told)
        while not watch.done.wait(POLL_S):
            if token.cancelled:
                watch.stop()
        mouth, end = self._session.mouth, time.monotonic() + ENDING_S
        while mouth is not None and not token.cancelled and not mouth.wait_idle(POLL_S) and time.monotonic() < end:
            pass
        return watch

    def close(self) -> None:
        with self._lock:
            watch, thread = self._watch, self._thread
        if watch is not None:
            watch.stop()
        if thread is not None:
            thread.join(ENDING_S)

    def _made(
        self,
        place: Place,
        until: str,
        seconds: float,
        language: str,
        on_told: Callable[[str], None],
        outside: Session | Silence,
        token: Token | None,
    ) -> Watch:
        return Watch(
            place,
            parse_until(until, language),
            eyes=self._eyes,
            compare=self._compare,
            describe=self._describe,
            outside=outside,
            language=language,
            seconds=seconds,
            on_told=on_told,
            token=token,
        )


class Silence:
    """The port: `watching.Outside`, where nothing is said aloud, so that nothing need be waited for."""

    working = False

    def quiet(self) -> bool:
        return True

    def say_in_pause(self, text: str, earcon: object = None) -> bool:
        del text, earcon
        return True

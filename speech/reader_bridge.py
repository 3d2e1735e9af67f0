"""The bridge to the screen reader that runs, whichever it is, through the package prismatoid.

It is looked for when the bridge is made, and watched from then on: one that is started later, restarted, or quit, is
noticed within some two seconds without a word being lost for it. (Making a connection makes Orca stop speaking, so it
is made when something is to be said, and not to find out whether Orca is there.)

All calls are made on one thread of its own: on Windows the bridges are COM objects, which belong to a thread.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from typing import Any, Literal

from assistant import errors
from assistant.cancel import Cancelled
from speech.own_thread import OwnThread

log = logging.getLogger(__name__)

READERS = (
    "NVDA", "JAWS", "VOICE_OVER", "ORCA", "ZDSR", "ZOOM_TEXT", "PC_TALKER", "SENSE_READER", "BOY_PC_READER",
    "SYSTEM_ACCESS", "WINDOW_EYES", "UIA",
)  # fmt: skip
"""prismatoid's names, in the order they are looked for. UIA is how Narrator is told. Its synthesisers (SAPI, OneCore,
Speech Dispatcher) are no screen readers; Hearsight has voices of its own."""
NAMES = {
    "VOICE_OVER": "VoiceOver", "ORCA": "Orca", "UIA": "Narrator", "ZOOM_TEXT": "ZoomText", "PC_TALKER": "PC-Talker",
    "SENSE_READER": "Sense Reader", "BOY_PC_READER": "Boy PC Reader", "SYSTEM_ACCESS": "System Access",
    "WINDOW_EYES": "Window-Eyes",
}  # fmt: skip
"""How people call those whose name is another."""
Shows = Literal["alone", "with speech", "not"]
WITH_SPEECH = frozenset({"ORCA", "VOICE_OVER", "UIA"})
"""Readers that show on the braille display what they are told to present, and speak it as their own settings say:
their interfaces have no call for braille alone (Orca's D-Bus service: PresentMessage; VoiceOver and Narrator:
announcements)."""
PANS = frozenset({"NVDA", "JAWS", *WITH_SPEECH})
"""Readers whose own keys pan through a message longer than the display: they get a sentence in whole."""
CALL_S = 5.0
"""The longest a bridge may take for one call; it hands text over and comes back."""
END_S = 0.5
"""The longest wait for the connection to be ended: a reader that hangs keeps no program from ending."""
ATTEMPTS, PAUSE_S = 3, 0.1
"""A screen reader that has just been started is not always found at the first look."""
WATCH_MS = 1000
_POLL_S = 0.03


class ReaderBridge:
    """Methods may be called from any thread. `wait`: a screen reader that does not run yet is no error.

    Raises `errors.NoVoice` when the package is not installed, or (without `wait`) no screen reader runs.
    `registry`: prismatoid's, for tests.
    """

    def __init__(
        self,
        readers: Sequence[str] = READERS,
        *,
        wait: bool = False,
        on_change: Callable[[], None] = lambda: None,
        registry: Any = None,
    ) -> None:
        if not installed():
            raise errors.NoVoice("The bridge to screen readers is not installed. Run: pip install prismatoid")
        self._readers = tuple(readers)
        self._registry = registry
        self._on_change = on_change
        self._thread = OwnThread("screen-reader")
        self._running: set[str] = set()
        """Names of the readers that run, as far as the watch knows."""
        self.there_since = 0.0
        """`time.monotonic()` at which the last one was started; 0 for one that was there before us."""
        self._context: Any = None
        self._bridge: Any = None
        self._name = ""
        """These three are touched on `_thread` only."""
        self._watch: Any = None
        try:
            self.wait_for(self.call(self._start, wait), CALL_S)
        except Exception as error:
            self.close()
            raise told(error) from error

    @property
    def there(self) -> bool:
        """Whether a screen reader runs: costs nothing."""
        return bool(self._running)

    @property
    def reader(self) -> str:
        """prismatoid's name of the reader that is spoken to, empty when none runs."""
        running = self._running
        return next((name for name in self._readers if name in running), "")

    # -- what can be asked of it; each returns at once -------------------------------------------------------------

    def say(self, text: str, *, braille: bool = True) -> Future[None]:
        """By voice and on the braille display, where the reader has both (`braille` False: by voice alone, where that
        can be had alone). The future raises `errors.NoVoice`, or what prismatoid raises."""
        return self.call(self._say, text, braille)

    def show(self, text: str) -> Future[None]:
        """On the braille display; with "with speech" also spoken, if the reader's own speech is on."""
        return self.call(self._show, text)

    def stop(self) -> None:
        """Stop speaking."""
        with contextlib.suppress(RuntimeError):  # closed
            self.call(self._stop)

    def clear(self) -> None:
        """Take a message off the braille display."""
        with contextlib.suppress(RuntimeError):
            self.call(self._clear)

    def speaking(self) -> Future[bool | None]:
        """None: the reader does not tell."""
        return self.call(self._speaking)

    def shows(self) -> Shows:
        """What the reader that runs does with braille. May take as long as making the connection."""
        if not self.there:
            return "not"
        if self.reader in WITH_SPEECH:
            return "with speech"
        try:
            shows: Shows = self.call(self._shows).result(CALL_S)
            return shows
        except Exception as error:  # noqa: BLE001 - a reader that has just gone shows nothing
            log.info("the screen reader does not tell of braille: %s", type(error).__name__)
            return "not"

    def close(self) -> None:
        """May be called twice. Returns after `END_S` where a reader hangs."""
        with contextlib.suppress(RuntimeError):
            self.call(self._end)
        self._thread.end(END_S)

    def call(self, function: Callable[..., Any], *arguments: object) -> Future[Any]:
        return self._thread.submit(function, *arguments)

    @staticmethod
    def wait_for(future: Future[Any], seconds: float, hushed: threading.Event | None = None) -> Any:
        """Raises `Cancelled` as soon as hushed: a bridge that hangs holds nobody up."""
        end = time.monotonic() + seconds
        while True:
            try:
                return future.result(_POLL_S)
            except FutureTimeout:
                if future.done():  # the bridge's own
                    raise
                if hushed is not None and hushed.is_set():
                    raise Cancelled from None
                if time.monotonic() > end:
                    raise

    # -- on the bridge's thread -------------------------------------------------------------------------------------

    def _start(self, wait: bool) -> None:
        import prism

        if self._registry is None and not bus_there():
            if not wait:
                raise errors.NoVoice("No screen reader is running.", detail="no session bus")
            return
        try:
            self._find(1 if wait else ATTEMPTS)
        except errors.NoVoice:
            if not wait:
                raise
        if wait:
            self._watch = prism.Context(self._registry, on_availability=self._changed, poll_interval_ms=WATCH_MS)

    def _changed(self, backend: int, name: str, available: bool) -> None:
        """Called on a thread of prismatoid when a reader was started or has gone."""
        known = self._known_name(backend, name)
        if known not in self._readers or (known in self._running) == available:
            return
        log.info("the screen reader %s %s", known, "was started" if available else "has gone")
        self._running = self._running | {known} if available else self._running - {known}
        if available:
            self.there_since = time.monotonic()
        with contextlib.suppress(RuntimeError):
            self.call(self._drop)  # the next sentence makes the connection anew
        self._on_change()

    def _find(self, attempts: int = ATTEMPTS) -> None:
        """Connect to the first screen reader that runs. Raises `errors.NoVoice` when there is none."""
        import prism

        for attempt in range(attempts):
            if attempt:
                time.sleep(PAUSE_S)
            self._drop()
            self._context = prism.Context(self._registry)
            for name in self._readers:
                reader = self._id_of(name)
                if reader is None or not self._context.exists(reader):
                    continue
                try:
                    bridge = self._context.create(reader)
                except (prism.PrismError, ValueError):  # it does not run
                    continue
                if bridge.features.is_supported_at_runtime:
                    log.info("speaking through %s", bridge.name)
                    self._bridge, self._name = bridge, name
                    self._running = self._running | {name}
                    return
        if self._watch is None:  # which knows better
            self._running = set()
        raise errors.NoVoice("No screen reader is running.")

    def _id_of(self, name: str) -> Any:
        import prism

        if self._registry is not None:
            with contextlib.suppress(KeyError):
                return self._context.id_of(name)
        return getattr(prism.BackendId, name, None)

    @staticmethod
    def _known_name(backend: int, name: str) -> str:
        import prism

        try:
            known = prism.BackendId(backend).name
        except ValueError:
            return name
        return name if known.startswith("CUSTOM_") else known

    def _say(self, text: str, braille: bool) -> None:
        def say() -> None:
            both = self._bridge.features.supports_output and (braille or not self._bridge.features.supports_speak)
            (self._bridge.output if both else self._bridge.speak)(text, False)

        self._told(say)

    def _show(self, text: str) -> None:
        def show() -> None:
            if self._bridge.features.supports_braille:
                self._bridge.braille(text)
            elif self._name in WITH_SPEECH:
                self._bridge.output(text, False)
            else:
                raise errors.NoVoice("The screen reader takes no text for a braille display.")

        self._told(show)

    def _told(self, tell: Callable[[], None]) -> None:
        """Once more over a new connection, if the one there was broke: the reader was restarted, or another started."""
        import prism

        if self._bridge is not None:
            try:
                tell()
                return
            except prism.PrismError as error:
                log.info("the bridge to the screen reader broke: %s", error)
        self._find()
        tell()

    def _speaking(self) -> bool | None:
        if self._bridge is None or not self._bridge.features.supports_is_speaking:
            return None
        return bool(self._bridge.speaking)

    def _shows(self) -> Shows:
        if self._bridge is None:
            self._find()
        if self._bridge.features.supports_braille:
            return "alone"
        return "with speech" if self._name in WITH_SPEECH else "not"

    def _stop(self) -> None:
        import prism

        if self._bridge is None:
            return
        try:
            if self._bridge.features.supports_stop:
                self._bridge.stop()
            else:
                (self._bridge.output if self._bridge.features.supports_output else self._bridge.speak)(" ", True)
        except prism.PrismError as error:
            log.info("the screen reader was not hushed: %s", error)

    def _clear(self) -> None:
        import prism

        if self._bridge is None:
            return
        try:
            if self._bridge.features.supports_braille:
                self._bridge.braille(" ")  # a message without a letter; no text at all is refused
            elif self._bridge.features.supports_stop:
                self._bridge.stop()
        except prism.PrismError as error:
            log.info("the braille display was not cleared: %s", error)

    def _drop(self) -> None:
        self._bridge = None  # before its context
        self._context = None

    def _end(self) -> None:
        self._watch = None
        self._drop()


def told(error: Exception) -> Exception:
    """As the speaker is told of it."""
    if isinstance(error, errors.HearsightError):
        return error
    return errors.NoVoice("The screen reader does not speak.", detail=f"{type(error).__name__}: {error}")


def bus_there() -> bool:
    """Whether a screen reader could be reached. Without a session bus GLib would try to launch one for each look, and
    print a warning when it can't."""
    if not sys.platform.startswith("linux"):
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or bool(runtime and Path(runtime, "bus").exists())


def installed() -> bool:
    try:
        return importlib.util.find_spec("prism") is not None
    except ValueError:  # sys.modules says that there is none
        return False

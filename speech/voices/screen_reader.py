"""The screen reader that runs: NVDA, JAWS, Narrator, VoiceOver, Orca and others, through the package prismatoid.

What is said this way comes in the person's own voice and rate, on the braille display, and never over what the screen
reader says. An announcement event would not do: screen readers drop those of windows without the focus.

All calls are made on one thread of its own: on Windows the bridges are COM objects, which belong to a thread.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TYPE_CHECKING, Any

from assistant import errors
from assistant.cancel import Cancelled
from speech.voices.scripts import speakable

if TYPE_CHECKING:
    from assistant.ports import SampleSink
    from assistant.types import Manner

log = logging.getLogger(__name__)

READERS = (
    "NVDA", "JAWS", "VOICE_OVER", "ORCA", "ZDSR", "ZOOM_TEXT", "PC_TALKER", "SENSE_READER", "BOY_PC_READER",
    "SYSTEM_ACCESS", "WINDOW_EYES", "UIA",
)  # fmt: skip
"""prismatoid's names, in the order they are looked for. UIA is how Narrator is told. Its synthesisers (SAPI, OneCore,
Speech Dispatcher) are no screen readers; Hearsight has voices of its own."""
CALL_S = 5.0
"""The longest a bridge may take for one call; it hands text over and comes back."""
CHARACTERS_A_SECOND = 25
"""Of a reader that does not tell whether it still speaks: about 300 words a minute. Rather too fast: what is handed
over early waits in the reader's own queue, what comes late is a gap."""
SLOWEST_CHARACTERS_A_SECOND, LEAVE_S = 4, 2.0
"""80 words a minute is about 7. Beyond that, what the reader still speaks is not this sentence."""
_POLL_S = 0.03


ATTEMPTS, PAUSE_S = 3, 0.1
"""A screen reader that has just been started is not always found at the first look."""


class ScreenReaderVoice:
    """A `ports.Voice` that plays by itself. Rate, pitch, volume and language are the screen reader's own.

    Raises `errors.NoVoice` when the package is not installed or no screen reader runs. After the reader has been
    restarted, the next utterance finds it again.
    """

    name = "screen-reader"
    streams = False
    verbatim = True
    """It reads numbers and signs as the person has set it, and shows the text in braille."""

    def __init__(self, readers: Sequence[str] = READERS) -> None:
        if not _installed():
            raise errors.NoVoice("The bridge to screen readers is not installed. Run: pip install prismatoid")
        self._readers = tuple(readers)
        self._thread = ThreadPoolExecutor(1, "screen-reader")
        self._hushed = threading.Event()
        self._context: Any = None
        self._bridge: Any = None
        """Both are touched on `_thread` only."""
        try:
            self._call(self._find).result(CALL_S)
        except Exception as error:
            self.close()
            raise self._told(error) from error

    def speak(self, text: str, manner: Manner, sink: SampleSink) -> None:
        """Returns when it was heard, or, where the reader does not tell, about then. Raises `Cancelled` when hushed,
        `errors.NoVoice` when the screen reader has gone."""
        import numpy as np

        self._hushed.clear()
        sink.write(np.zeros(0, np.float32))  # a hush before the line above is an era gone by now
        text = " ".join(speakable(text).split())
        if manner.spell:
            text = ", ".join(one for one in text if one != " ")
        if not text:
            return
        try:
            self._wait(self._call(self._say, text), CALL_S)
            self._hear_out(text, sink)
        except Cancelled:
            with contextlib.suppress(RuntimeError):  # closed meanwhile
                self._call(self._stop)  # the one of `hush` may have come before the text
            raise
        except Exception as error:
            raise self._told(error) from error

    def hush(self) -> None:
        self._hushed.set()
        with contextlib.suppress(RuntimeError):  # closed
            self._call(self._stop)

    def languages(self) -> Sequence[str]:
        """Empty: what the screen reader speaks, it knows itself."""
        return ()

    def close(self) -> None:
        self._hushed.set()
        with contextlib.suppress(RuntimeError):
            self._call(self._drop)
        self._thread.shutdown(wait=False)

    # -- waiting, on the thread that speaks ---------------------------------------------------------------------

    def _hear_out(self, text: str, sink: SampleSink) -> None:
        import numpy as np

        began = time.monotonic()
        estimate_s = len(text) / CHARACTERS_A_SECOND
        while True:
            if self._hushed.wait(_POLL_S):
                raise Cancelled
            sink.write(np.zeros(0, np.float32))
            speaking = self._wait(self._call(self._speaking), CALL_S)
            lasted_s = time.monotonic() - began
            if speaking is False or (speaking is None and lasted_s >= estimate_s):
                return
            if lasted_s > len(text) / SLOWEST_CHARACTERS_A_SECOND + LEAVE_S:
                return  # it is heard, and the person reads something else by now

    def _wait(self, future: Future[Any], seconds: float) -> Any:
        """The result. Raises `Cancelled` as soon as hushed: a bridge that hangs holds nobody up."""
        end = time.monotonic() + seconds
        while True:
            try:
                return future.result(_POLL_S)
            except FutureTimeout:
                if future.done():  # the bridge's own
                    raise
                if self._hushed.is_set():
                    raise Cancelled from None
                if time.monotonic() > end:
                    raise

    def _call(self, function: Callable[..., Any], *arguments: object) -> Future[Any]:
        return self._thread.submit(function, *arguments)

    # -- the bridge, on its thread ------------------------------------------------------------------------------

    def _find(self) -> None:
        """The first screen reader that runs. Raises `errors.NoVoice` when there is none."""
        import prism

        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(PAUSE_S)
            self._drop()
            self._context = prism.Context()
            for name in self._readers:
                reader = getattr(prism.BackendId, name, None)
                if reader is None or not self._context.exists(reader):
                    continue
                try:
                    bridge = self._context.create(reader)
                except (prism.PrismError, ValueError):  # it does not run
                    continue
                if bridge.features.is_supported_at_runtime:
                    log.info("speaking through %s", bridge.name)
                    self._bridge = bridge
                    return
        raise errors.NoVoice("No screen reader is running.")

    def _say(self, text: str) -> None:
        import prism

        if self._bridge is not None:
            try:
                _output(self._bridge, text, interrupt=False)
                return
            except prism.PrismError as error:
                log.info("the bridge to the screen reader broke: %s", error)
        self._find()  # it was restarted, or another one was started
        _output(self._bridge, text, interrupt=False)

    def _speaking(self) -> bool | None:
        """None: the reader does not tell."""
        if self._bridge is None or not self._bridge.features.supports_is_speaking:
            return None
        return bool(self._bridge.speaking)

    def _stop(self) -> None:
        import prism

        if self._bridge is None:
            return
        try:
            if self._bridge.features.supports_stop:
                self._bridge.stop()
            else:
                _output(self._bridge, " ", interrupt=True)
        except prism.PrismError as error:
            log.info("the screen reader was not hushed: %s", error)

    def _drop(self) -> None:
        self._bridge = None  # before its context
        self._context = None

    @staticmethod
    def _told(error: Exception) -> Exception:
        if isinstance(error, errors.HearsightError):
            return error
        return errors.NoVoice("The screen reader does not speak.", detail=f"{type(error).__name__}: {error}")


def _output(bridge: Any, text: str, *, interrupt: bool) -> None:
    """By voice and on the braille display, where the reader has both."""
    (bridge.output if bridge.features.supports_output else bridge.speak)(text, interrupt)


def _installed() -> bool:
    try:
        return importlib.util.find_spec("prism") is not None
    except ValueError:  # sys.modules says that there is none
        return False

"""What is said, on the braille display, through the screen reader that runs.

A reader whose own keys pan through a message (NVDA, JAWS, Orca, VoiceOver, Narrator) gets a sentence in whole, as its
panning needs it. Any other gets it line by line, cut at words, each for as long as reading it takes. No screen reader
tells how long the display is: `speech.braille_cells` says it.

`BrailleMirror` shows what another voice says; `BrailleVoice` shows instead of speaking.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from assistant.cancel import Cancelled
from assistant.errors import HearsightError
from speech.reader_bridge import CALL_S, PANS, READERS, ReaderBridge, Shows, told
from speech.voices.scripts import speakable

if TYPE_CHECKING:
    from assistant.ports import SampleSink, SpeechNews
    from assistant.types import Manner

log = logging.getLogger(__name__)

CELLS = 40
READ_A_SECOND = 8.0
"""Characters: experienced readers read 124 words a minute, some 11 characters a second (Legge and others, Reading
braille, 1999). Rather slower, since moving on too soon loses words, and the key for the next sentence saves time."""
LEAST_S = 1.5
"""A short line must be found by the hands first."""
SHOWN_BY_THE_VOICE = frozenset({"screen-reader", "braille"})
"""Voices that bring their text to the display themselves."""
_POLL_S = 0.03


def cells_of(text: str) -> int:
    """How many cells a text takes, about: uncontracted braille, and two cells for a Chinese character (its sound)."""
    return sum(2 if "\u3400" <= one <= "\u9fff" else 1 for one in text)


def lines(text: str, cells: int) -> list[str]:
    """The text in lines of at most `cells` cells, cut at spaces; only what is longer than a line by itself (a path, a
    Chinese sentence) is cut elsewhere."""
    found: list[str] = []
    line = ""
    for word in text.split():
        if line and cells_of(line) + 1 + cells_of(word) > cells:
            found.append(line)
            line = ""
        line = f"{line} {word}" if line else word
        while cells_of(line) > cells:
            cut = len(line)
            while cells_of(line[:cut]) > cells:
                cut -= 1
            found.append(line[: max(cut, 1)])
            line = line[max(cut, 1) :]
    return [*found, line] if line else found


def parts_for(reader: str, text: str, cells: int) -> list[str]:
    """What to send to `reader` (prismatoid's name), one after the other."""
    text = " ".join(speakable(text).split())
    if not text:
        return []
    return [text] if reader in PANS else lines(text, cells)


def seconds_for(part: str) -> float:
    """How long a part is left on the display."""
    return max(LEAST_S, len(part) / READ_A_SECOND)


class BrailleVoice:
    """A `ports.Voice` that shows and does not speak; also `ports.Coming`. `languages`: all, it is text.

    Raises `errors.NoVoice` when the bridge is not installed. Where no screen reader with a braille display runs it is
    not there, and whoever speaks next takes its place.
    """

    name = "braille"
    streams = False
    verbatim = True

    def __init__(self, cells: int = CELLS, readers: Sequence[str] = READERS, *, registry: Any = None) -> None:
        self._cells = cells
        self._hushed = threading.Event()
        self._shows: Shows = "not"
        self._bridge = ReaderBridge(readers, wait=True, on_change=self._look, registry=registry)
        self._look()

    @property
    def there(self) -> bool:
        return self._shows != "not"

    @property
    def there_since(self) -> float:
        return self._bridge.there_since

    def speak(self, text: str, manner: Manner, sink: SampleSink) -> None:
        """Returns when it was read, about. Raises `Cancelled` when hushed, `errors.NoVoice` when the reader has
        gone."""
        import numpy as np

        nothing = np.zeros(0, np.float32)
        self._hushed.clear()
        sink.write(nothing)  # a hush before the line above is an era gone by now
        if manner.spell:
            text = " ".join(one for one in text if one != " ")
        try:
            for part in parts_for(self._bridge.reader, text, self._cells):
                self._bridge.wait_for(self._bridge.show(part), CALL_S, self._hushed)
                end = time.monotonic() + seconds_for(part)
                while time.monotonic() < end:
                    if self._hushed.wait(_POLL_S):
                        raise Cancelled
                    sink.write(nothing)
        except Cancelled:
            self._bridge.clear()
            raise
        except Exception as error:
            raise told(error) from error

    def hush(self) -> None:
        self._hushed.set()

    def languages(self) -> Sequence[str]:
        return ()

    def close(self) -> None:
        self._hushed.set()
        self._bridge.close()

    def _look(self) -> None:
        self._shows = self._bridge.shows()


class BrailleMirror:
    """Shows what the voices say. `heard_of` takes the speaker's news, from its threads, and returns at once; a bridge
    that hangs holds up no word. Looks for the screen reader on a thread of its own, as long as `on`."""

    def __init__(
        self, cells: int = CELLS, *, on: bool = True, readers: Sequence[str] = READERS, registry: Any = None
    ) -> None:
        self.cells = cells
        self._readers, self._registry = readers, registry
        self._changed = threading.Condition()
        self._on = on
        self._wanted: str | None = None
        """To be shown next; empty: to be cleared."""
        self._shown = ""
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="braille", daemon=True)
        self._thread.start()

    @property
    def on(self) -> bool:
        return self._on

    @on.setter
    def on(self, on: bool) -> None:
        with self._changed:
            self._on = on
            if not on:
                self._wanted, self._shown = None, ""
            self._changed.notify_all()

    def heard_of(self, news: SpeechNews) -> None:
        with self._changed:
            if not self._on:
                return
            if news.kind == "started" and getattr(news, "voice", "") not in SHOWN_BY_THE_VOICE:
                self._wanted = self._shown = news.text
            elif news.kind == "dropped" and news.text == self._shown:
                self._wanted = self._shown = ""
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join(CALL_S)

    def _run(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._on)
            if self._closed:
                return
        try:
            bridge = ReaderBridge(self._readers, wait=True, registry=self._registry)
        except HearsightError as error:
            log.info("no braille: %s", error.spoken)
            return
        with contextlib.closing(bridge):
            while (text := self._next()) is not None:
                try:
                    self._show(bridge, text)
                except Exception as error:  # noqa: BLE001 - the next sentence may be shown again
                    log.info("not shown in braille: %s", type(error).__name__)

    def _next(self) -> str | None:
        """What is to be shown, None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or (self._on and self._wanted is not None))
            text, self._wanted = self._wanted, None
            return None if self._closed else text

    def _show(self, bridge: ReaderBridge, text: str) -> None:
        if bridge.shows() != "alone":
            return  # a reader that would speak it, too, over the voice that does
        if not text:
            bridge.clear()
            return
        parts = parts_for(bridge.reader, text, self.cells)
        for index, part in enumerate(parts):
            bridge.wait_for(bridge.show(part), CALL_S)
            if index < len(parts) - 1 and self._replaced(seconds_for(part)):
                return

    def _replaced(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._closed or self._wanted is not None, seconds)


def state(bridge: Callable[..., ReaderBridge] = ReaderBridge) -> tuple[str, Shows]:
    """(prismatoid's name of the reader that runs, what it does with braille). Raises `errors.NoVoice`."""
    one = bridge(wait=True)
    try:
        return one.reader, one.shows()
    finally:
        one.close()

"""Text in front of the camera: read once the picture rests, beside everything else, and told once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.cancel import Cancelled
from assistant.errors import HearsightError
from models.scenes import Event

if TYPE_CHECKING:
    from assistant.types import Pixels, TextBlock

log = logging.getLogger(__name__)

Read = Callable[["Pixels"], Sequence["TextBlock"]]
SURE = 0.9
"""Confidence of the reader from which a line of a moving picture is told: nobody checks it against a page."""
LETTERS = 3
"""That a line must have: a pattern on a wall is read as one or two."""
STILL_S = 0.7
"""The picture must have rested for so long: what moves is blurred."""
LINES = 8
"""Lines that are told of at once."""


class TextLooks:
    """One stream. Reads on a thread of its own, one picture at a time; `wait`: at once, for files that wait for us."""

    def __init__(self, read: Read, *, wait: bool = False) -> None:
        self._read, self._wait = read, wait
        self._thread: threading.Thread | None = None
        self._found: tuple[Event, ...] | None = None
        self._told: list[str] = []

    def ask(self, pixels: Pixels, at_s: float) -> None:
        """Begin to read this frame, unless another is being read."""
        if self._thread is not None and self._thread.is_alive():
            return
        if self._wait:
            self._look(pixels, at_s)
            return
        self._thread = threading.Thread(target=self._look, args=(pixels, at_s), name="narrate-text", daemon=True)
        self._thread.start()

    def take(self) -> list[Event]:
        """What was read since, without what was told before."""
        found, self._found = self._found, None
        fresh = [one for one in found or () if not self._known(one.text)]
        if not fresh:
            return []
        self._told += [_plain(one.text) for one in fresh]
        first = fresh[0]
        text = " / ".join(one.text for one in fresh)
        return [Event("text", first.at_s, box=first.box, confidence=first.confidence, text=text, size=first.size)]

    def forget(self) -> None:
        """Another scene: what is written there is news again."""
        self._told.clear()

    def _look(self, pixels: Pixels, at_s: float) -> None:
        size = int(pixels.shape[1]), int(pixels.shape[0])
        try:
            lines = [one for one in self._read(pixels) if one.confidence >= SURE and not one.doubtful]
        except Cancelled:
            return
        except HearsightError as error:
            log.warning("no text: %s", error.detail or error.spoken)
            return
        lines = [one for one in lines if sum(sign.isalnum() for sign in one.text) >= LETTERS][:LINES]
        self._found = tuple(
            Event("text", at_s, box=one.box, confidence=round(one.confidence, 3), text=one.text, size=size)
            for one in lines
        )

    def _known(self, text: str) -> bool:
        """Told before, though a letter may be read otherwise this time."""
        from rapidfuzz import fuzz

        plain = _plain(text)
        return any(plain in one or fuzz.ratio(plain, one) >= 80 for one in self._told)


def _plain(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())

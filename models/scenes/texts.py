"""Text in front of the camera: read once the picture rests, beside everything else, and told once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from models.looking import Looks
from models.scenes import Event

if TYPE_CHECKING:
    from assistant.types import Pixels, TextBlock

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
        self._read = read
        self._looks: Looks[float, tuple[Event, ...]] = Looks(wait=wait, name="narrate-text", gives_up=False)
        self._told: list[str] = []

    def ask(self, pixels: Pixels, at_s: float) -> None:
        """Begin to read this frame, unless another is being read."""
        self._looks.ask(partial(self._look, pixels, at_s), at_s)

    def take(self) -> list[Event]:
        """What was read since, without what was told before."""
        found = self._looks.take()
        fresh = [one for one in (found[1] if found else ()) if not self._known(one.text)]
        if not fresh:
            return []
        self._told += [_plain(one.text) for one in fresh]
        first = fresh[0]
        text = " / ".join(one.text for one in fresh)
        return [Event("text", first.at_s, box=first.box, confidence=first.confidence, text=text, size=first.size)]

    def forget(self) -> None:
        """Another scene: what is written there is news again."""
        self._told.clear()

    def _look(self, pixels: Pixels, at_s: float) -> tuple[Event, ...]:
        size = int(pixels.shape[1]), int(pixels.shape[0])
        lines = [one for one in self._read(pixels) if one.confidence >= SURE and not one.doubtful]
        lines = [one for one in lines if sum(sign.isalnum() for sign in one.text) >= LETTERS][:LINES]
        return tuple(
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

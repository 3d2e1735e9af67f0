"""What of a turn is kept: the history, and "remember this"."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.error_words import told
from assistant.errors import HearsightError
from assistant.masking import hidden_boxes, masked
from assistant.phrases import say_in
from assistant.types import Turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.ports import Memory
    from assistant.telling import Teller
    from assistant.turn import TurnHandle
    from assistant.types import Capture


class Remembering:
    """`add` on the session thread, `keep` on any."""

    def __init__(self, memory: Memory | None, clean: Callable[[str], str], tell: Teller) -> None:
        """`clean` takes secrets out of a text."""
        self._memory = memory
        self._clean = clean
        self._tell = tell
        self._last: Turn | None = None
        """The last turn that a person heard, which "remember this" means."""

    def add(self, turn: TurnHandle, capture: Capture | None, asked: str = "") -> None:
        """Keep what a turn told; in private mode nothing of it. A disk that is full is said once."""
        if self._tell.private:
            self._last = None  # nor may it be kept when the mode has ended
            return
        if self._memory is None:
            return
        title = "" if capture is None else capture.window.title if capture.window else capture.name
        memory = Turn(
            kind=turn.request.kind,
            asked=self._clean(asked),
            said=self._clean(" ".join(turn.told)),
            source=capture.source if capture else "",
            title=self._clean(title),
            at=time.time(),
            program=self._clean(capture.window.app) if capture is not None and capture.window else "",
        )
        if turn.request.speak:
            self._last = memory
        if capture is not None and turn.outcome.scene is not None:  # what was read beside a label is masked in no pixel
            hidden = hidden_boxes(turn.outcome.scene)
            capture = replace(capture, pixels=masked(capture.pixels, hidden), given=None)
        try:
            self._memory.add(memory, capture)
        except HearsightError as error:
            self._tell.say_once(turn, told(error.spoken, self._tell.language(turn)))

    def keep(self, note: str, language: str) -> str:
        """Keep the last turn for good, under a note; the sentence that tells of it. Raises `errors.HearsightError`."""
        if self._tell.habits.private:
            return say_in(language, "private_on")
        if self._memory is None:
            return say_in(language, "history_off")
        if self._last is None:
            return say_in(language, "nothing_said_yet")
        note = self._clean(note)
        self._memory.keep(self._last, note)
        return say_in(language, "kept_as" if note else "kept", note=note)

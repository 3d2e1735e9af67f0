"""The sounds that tell how a turn fares: that it is at work while nothing is said, and that this was all.

One rule for each. At work: whenever a turn has been silent for 0.7 s, a soft sound at a steady pace, until something is
said (the mouth sees to it that it is never heard under a word) or the turn ends; the same before the first sentence,
between two of them, and after a spoken question. All: once, when the last word of a turn that found something has been
heard, or at its end if it had nothing to say (a command that was carried out).
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.ports import Mouth
    from assistant.turn import TurnHandle

THINKING_AFTER_S = 0.7
"""Silence longer than this gets the sound: shorter ones are not felt as waiting (Nielsen, Usability Engineering, 1993,
puts the limit of an uninterrupted flow of thought at 1 s)."""
THINKING_EVERY_S = 1.2
"""Its pace: regular, so that a missing one tells that something is wrong; slow, so that it does not press."""
LOOK_EVERY_S = 0.05


class Cues:
    """Any thread. `clock` as `time.monotonic`."""

    def __init__(self, mouth: Mouth | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._mouth = mouth
        self._clock = clock
        self._lock = threading.Lock()
        self._asides = itertools.count(1)
        self._unheard: set[int] = set()
        """Marks of what was handed to the mouth and has not ended there."""
        self._turn: TurnHandle | None = None
        self._over = False
        """That turn has told all it found."""

    def aside(self) -> int:
        """A mark for what is no part of the recital; none of the recital's is below 1."""
        return -next(self._asides)

    def begin(self, turn: TurnHandle) -> None:
        if turn.request.speak:
            with self._lock:
                self._turn, self._over = turn, False
                self._unheard.clear()  # what the last turn had left was hushed

    def at_work(self, turn: TurnHandle) -> None:
        """From now on, silence in this turn is filled. Returns at once."""
        if self._mouth is not None and turn.request.speak:
            threading.Thread(target=self._work, args=(turn, self._mouth), name="thinking", daemon=True).start()

    def _work(self, turn: TurnHandle, mouth: Mouth) -> None:
        heard_at = self._clock()
        next_at = heard_at + THINKING_AFTER_S
        while not turn.wait(LOOK_EVERY_S) and not turn.token.cancelled:
            now = self._clock()
            if mouth.speaking:
                next_at = now + THINKING_AFTER_S
            elif now >= next_at:
                mouth.earcon("thinking")
                next_at = now + THINKING_EVERY_S

    def handed(self, mark: int) -> None:
        """Something with this mark is about to be handed to the mouth."""
        with self._lock:
            self._unheard.add(mark)

    def heard_of(self, kind: str, mark: int) -> None:
        """The mouth's news of it."""
        if kind not in ("finished", "dropped", "failed"):
            return
        with self._lock:
            known = mark in self._unheard
            self._unheard.discard(mark)
            all_heard = known and kind == "finished" and self._over and not self._unheard
        if all_heard and self._mouth is not None:
            self._mouth.earcon("answered")

    def ended(self, turn: TurnHandle) -> None:
        """The turn has handed over all it will."""
        outcome = turn.outcome
        found = not (outcome.cancelled or outcome.error or outcome.refused) and turn.request.kind != "say"
        if outcome.answer is not None and not outcome.answer.answerable:
            found = False  # that was told by another sound
        with self._lock:
            if turn is not self._turn or not turn.request.speak:
                return
            self._over = found
            nothing_left = found and not self._unheard
        if nothing_left and self._mouth is not None and not self._mouth.speaking:
            self._mouth.earcon("answered")

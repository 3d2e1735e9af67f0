"""The queue of turns: one at a time, the newest wins, nothing waits behind another."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from assistant.turn import TurnHandle

log = logging.getLogger(__name__)


class TurnQueue:
    """Runs `take` for each turn on one thread. Everything but `close` returns at once, on any thread.

    A turn begins (its number and era are drawn, older ones are cancelled) before its picture is grabbed, and is put
    after that. So the newest is the one whose key was pressed last, however long a grab takes.
    """

    def __init__(
        self,
        take: Callable[[TurnHandle], None],
        drop: Callable[[TurnHandle], None],
        idle: Callable[[], None] = lambda: None,
    ) -> None:
        """`take` runs a turn to its end; `drop` ends one that a newer one replaced before it ran; `idle` is told on
        the turns' thread when no turn waits any more."""
        self._take = take
        self._drop = drop
        self._idle = idle
        self._changed = threading.Condition()
        self._begun: TurnHandle | None = None
        self._waiting: TurnHandle | None = None
        self._current: TurnHandle | None = None
        self._closing = False
        self._count = 0
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)
        self._thread.start()

    def begin(self, make: Callable[[int], TurnHandle]) -> TurnHandle:
        """Cancel all other turns and `make` the new one with its number, as one step: of two that begin at once, one
        is the newest in every respect. Must be followed by `put`."""
        with self._changed:
            self._cancel_all()
            self._count += 1
            self._begun = turn = make(self._count)
            return turn

    def put(self, turn: TurnHandle) -> None:
        """Let `turn` run next, unless a newer one has begun meanwhile."""
        with self._changed:
            if turn.number < self._count or self._closing:
                loser: TurnHandle | None = turn
            else:
                self._begun = None
                loser, self._waiting = self._waiting, turn
                self._changed.notify_all()
        if loser is not None:
            loser.cancel()
            self._drop(loser)

    def active(self) -> list[TurnHandle]:
        """The turn in progress, the one that waits, and the one whose picture is being grabbed, if any."""
        with self._changed:
            return self._active()

    def cancel_all(self) -> None:
        with self._changed:
            self._cancel_all()

    def close(self) -> None:
        """Cancel everything and end the thread; turns that come later are dropped."""
        with self._changed:
            self._cancel_all()
            self._closing = True
            self._changed.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join(5)

    def _active(self) -> list[TurnHandle]:
        return [turn for turn in (self._current, self._waiting, self._begun) if turn is not None]

    def _cancel_all(self) -> None:
        for turn in self._active():
            turn.cancel()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting is not None or self._closing)
                turn, self._waiting = self._waiting, None
                if self._closing or turn is None:
                    break
                self._current = turn
            try:
                self._take(turn)
            except Exception:  # whatever one turn does, the next key press must be answered
                log.exception("a turn could not be ended")
                turn.finish()
            with self._changed:
                self._current = None
                calm = self._waiting is None and self._begun is None
            if calm:
                self._idle()
        if turn is not None:
            self._drop(turn)

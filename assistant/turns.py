"""The queue of turns: one at a time, the newest wins, nothing waits behind another."""

from __future__ import annotations

import threading
from collections.abc import Callable

from assistant.turn import TurnHandle


class TurnQueue:
    """Runs `take` for each turn on one thread. `begin`, `put`, `cancel_all` may be called from any thread."""

    def __init__(self, take: Callable[[TurnHandle], None], drop: Callable[[TurnHandle], None]) -> None:
        """`take` runs a turn to its end; `drop` ends one that a newer one replaced before it began."""
        self._take = take
        self._drop = drop
        self._changed = threading.Condition()
        self._waiting: TurnHandle | None = None
        self._current: TurnHandle | None = None
        self._closing = False
        self._count = 0
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)
        self._thread.start()

    def begin(self) -> int:
        """Cancel what is in progress or waits; the number for the new turn."""
        self.cancel_all()
        with self._changed:
            self._count += 1
            return self._count

    def put(self, turn: TurnHandle) -> None:
        """Let `turn` run next. Of two that are put at once, the one with the higher number runs."""
        with self._changed:
            old = self._waiting
            loser = turn if old is not None and old.number > turn.number else old
            self._waiting = old if loser is turn else turn
            self._changed.notify_all()
        if loser is not None:
            loser.cancel()
            self._drop(loser)

    def active(self) -> list[TurnHandle]:
        """The turn in progress and the one that waits, if any."""
        with self._changed:
            return [turn for turn in (self._current, self._waiting) if turn is not None]

    def cancel_all(self) -> None:
        for turn in self.active():
            turn.cancel()

    def close(self) -> None:
        """Cancel everything and end the thread."""
        self.cancel_all()
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join(5)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._current = None
                self._changed.wait_for(lambda: self._waiting is not None or self._closing)
                if self._closing or self._waiting is None:
                    return
                turn, self._waiting = self._waiting, None
                self._current = turn
            self._take(turn)

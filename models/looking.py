"""A look that takes longer than a frame: on a thread of its own, one at a time, its result taken when it is there.

The one way in which a narration and a guide read, recognise and seek beside the frames that come."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from assistant.cancel import Cancelled
from assistant.errors import HearsightError

log = logging.getLogger(__name__)

MOST_FAILURES = 3
"""Looks in a row that fail, after which it is no use going on."""
FINISH_S = 10.0
"""A look that is at work at the end is waited for so long."""
Result = TypeVar("Result")
Mark = TypeVar("Mark")


class Looks(Generic[Mark, Result]):
    """`ask` and `take` on one thread. `wait`: at once, on that thread, for what must be the same each time;
    `gives_up`: looks that fail in a row are raised, else logged only, for what others do without."""

    def __init__(self, *, wait: bool = False, name: str = "guide-look", gives_up: bool = True) -> None:
        self._wait, self._name, self._gives_up = wait, name, gives_up
        self._thread: threading.Thread | None = None
        self._found: tuple[Mark, Result] | None = None
        self._failed: HearsightError | None = None
        self._failures = 0
        self.count = 0

    @property
    def busy(self) -> bool:
        return (self._thread is not None and self._thread.is_alive()) or self._found is not None

    def ask(self, look: Callable[[], Result], mark: Mark) -> None:
        """Begin to look, unless another look is at work or its result not taken. `mark` comes back with the result."""
        if self.busy:
            return
        self.count += 1
        if self._wait:
            self._look(look, mark)
            return
        self._thread = threading.Thread(target=self._look, args=(look, mark), name=self._name, daemon=True)
        self._thread.start()

    def take(self) -> tuple[Mark, Result] | None:
        """What was found since. Raises `errors.HearsightError` after `MOST_FAILURES` in a row, if it
        gives up."""
        failed, self._failed = self._failed, None
        if failed is not None and self._gives_up and self._failures >= MOST_FAILURES:
            raise failed
        found, self._found = self._found, None
        return found

    def finish(self) -> None:
        """Wait for the look that is at work. Whoever ends the process while a thread is in native code ends it with
        an abort ("terminate called without an active exception")."""
        if self._thread is not None:
            self._thread.join(FINISH_S)

    def _look(self, look: Callable[[], Result], mark: Mark) -> None:
        try:
            result = look()
        except Cancelled:
            return
        except HearsightError as error:
            log.warning("a look failed: %s %s", type(error).__name__, error.detail)
            self._failures += 1
            self._failed = error
            return
        except Exception as error:
            log.exception("a look failed")
            self._failures += 1
            self._failed = HearsightError(detail=type(error).__name__)
            return
        self._failures = 0
        self._found = mark, result

"""Cancellation: a token that slow loops poll, and the exception that unwinds them."""

from __future__ import annotations

import threading
import time


class Cancelled(BaseException):
    """The person no longer wants this work.

    A `BaseException`, so that an `except Exception` in a library or in our own code never
    swallows a hush.
    """


class Token:
    """Tells slow work to stop. Any thread may cancel; any thread may poll.

    A token can have a parent: it is cancelled as soon as its parent is.
    """

    __slots__ = ("_event", "_parent")

    def __init__(self, parent: Token | None = None) -> None:
        self._event = threading.Event()
        self._parent = parent

    def cancel(self) -> None:
        """Ask everything that polls this token to stop. Never blocks; may be called twice."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        return self._event.is_set() or (self._parent is not None and self._parent.cancelled)

    def check(self) -> None:
        """Raise `Cancelled` if the work is no longer wanted."""
        if self.cancelled:
            raise Cancelled

    def wait(self, timeout_s: float) -> bool:
        """Sleep up to `timeout_s` seconds, less when cancelled. True when cancelled."""
        if self._parent is None:
            return self._event.wait(timeout_s)
        # A child polls, since two events can't be waited for at once.
        end = time.monotonic() + timeout_s
        while not self.cancelled:
            left = end - time.monotonic()
            if left <= 0:
                return False
            self._event.wait(min(left, 0.02))
        return True

"""Calls that are made one after the other on a thread of their own, and that hold up no end of the program.

As `concurrent.futures.ThreadPoolExecutor(1)`, which waits for its threads when the program ends: a screen reader that
hangs would keep a command, or the app, from ever ending.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


class OwnThread:
    """All methods may be called from any thread."""

    def __init__(self, name: str) -> None:
        self._calls: queue.SimpleQueue[tuple[Future[Any], Callable[..., Any], tuple[object, ...]] | None] = (
            queue.SimpleQueue()
        )
        self._ended = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, function: Callable[..., Any], *arguments: object) -> Future[Any]:
        """Raises `RuntimeError` after `end`."""
        future: Future[Any] = Future()
        with self._lock:
            if self._ended:
                raise RuntimeError("no calls after the end")
            self._calls.put((future, function, arguments))
        return future

    def end(self, wait_s: float) -> bool:
        """What was submitted is still called. False when that takes longer than `wait_s`. May be called twice."""
        with self._lock:
            if not self._ended:
                self._ended = True
                self._calls.put(None)
        if self._thread is not threading.current_thread():
            self._thread.join(wait_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            future, function, arguments = call
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(function(*arguments))
            except BaseException as error:  # noqa: BLE001 - it is whoever waits for the future that it concerns
                future.set_exception(error)
            del call, future, function, arguments  # what they refer to belongs to nobody while this waits

"""One thread for all that a model generates.

OpenMP keeps a team of helpers for each thread that asks for one, and a new thread gets a new team: a thread for each
caption would start, and leave behind, as many helpers as the processor has cores, which then wait for work by
spinning. On one lasting thread a model has one team.
"""

from __future__ import annotations

import queue
import threading
import weakref
from collections.abc import Callable
from typing import Any


class LastingThread:
    """Does one thing after another. A daemon: it doesn't hold up the end of the program. Ends with its owner."""

    def __init__(self, name: str) -> None:
        self._work: queue.SimpleQueue[tuple[Callable[[], None], threading.Event] | None] = queue.SimpleQueue()
        threading.Thread(target=_work_off, args=(self._work,), name=name, daemon=True).start()
        weakref.finalize(self, self._work.put, None)

    def start(self, work: Callable[[], None]) -> threading.Event:
        """Do `work`, which raises nothing, on the thread; the event is set when it is done."""
        done = threading.Event()
        self._work.put((work, done))
        return done


def thread_of(model: Any) -> LastingThread:
    """The thread of a model, for as long as the model is there. Two callers of one model wait for each other."""
    with _LOCK:
        if model not in _THREADS:
            _THREADS[model] = LastingThread("caption")
        return _THREADS[model]


_THREADS: weakref.WeakKeyDictionary[Any, LastingThread] = weakref.WeakKeyDictionary()
_LOCK = threading.Lock()


def _work_off(work: queue.SimpleQueue[tuple[Callable[[], None], threading.Event] | None]) -> None:
    while (one := work.get()) is not None:
        do, done = one
        try:
            do()
        finally:
            done.set()
            del one, do, done  # else the last work would keep what it knows, its model, alive

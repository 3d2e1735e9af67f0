"""The one way from the other threads to the windows."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class CopyText:
    """Put this on the clipboard; only the Qt thread may touch it."""

    text: str


@dataclass(frozen=True, slots=True)
class QuitAsked:
    """The hotkey for quitting was pressed."""


class Bridge(QObject):
    """Carries `assistant.events` (and the values above) to the Qt thread.

    `emit` may be called from any thread, also from one that Qt doesn't know, and never blocks. Connect `happened`
    to a method of a QObject with a queued connection, so that the slot runs on that object's thread.
    After `close` nothing is carried any more: threads that outlive the windows don't reach a deleted object.
    """

    happened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._open = True

    def emit(self, event: object) -> None:  # type: ignore[override]  # QObject.emit is for signals named by strings
        with self._lock:
            if self._open:
                self.happened.emit(event)

    def close(self) -> None:
        with self._lock:
            self._open = False

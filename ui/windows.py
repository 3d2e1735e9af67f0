"""The windows that the menu, a hotkey or the socket can open: each is made when it is first wanted.

A window's module has `make(controller) -> Window`. Its name is its entry in the menu (`ui.actions`).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.app import Controller
    from ui.window import Window

WINDOWS: Mapping[str, str] = {
    "explore": "ui.explorer",
    "history": "ui.history_window",
    "chat": "ui.chat_window",
    "settings": "ui.settings_window",
    "welcome": "ui.first_run",
}
"""Name -> module."""


class Windows:
    """Qt thread only."""

    def __init__(self, controller: Controller) -> None:
        self._controller = controller
        self._made: dict[str, Window] = {}

    def bring_up(self, name: str) -> None:
        """Raises `KeyError` for a name that is not among `WINDOWS`."""
        if name not in self._made:
            self._made[name] = import_module(WINDOWS[name]).make(self._controller)
        self._made[name].bring_up()

    def end(self) -> None:
        for window in self._made.values():
            window.end()
        self._made.clear()

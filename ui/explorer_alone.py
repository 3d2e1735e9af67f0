"""The explorer's window as a program of its own: without tray, hotkeys or the rest of the app."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from assistant.exploring_desk import Change
from ui.app import as_qt_app
from ui.explorer import make
from ui.looks import Looks

if TYPE_CHECKING:
    from assistant.desk import Desk


def run_explorer(desk: Desk, begin: Callable[[], None]) -> list[str]:
    """Look (`begin`), then show the window until it is closed. Gives why nothing could be shown, if so: then no window
    comes. Raises `errors.NoDisplay`."""
    app = as_qt_app()
    looks = Looks(app)
    looks.apply(desk.looks, desk.language)
    window = make(desk)
    desk.on_copy(app.clipboard().setText)
    failures: list[str] = []

    def heard(change: object) -> None:
        if isinstance(change, Change) and change.kind == "failed":
            failures.append(change.sentence)
            app.quit()
        elif isinstance(change, Change) and change.kind == "picture" and not window.isVisible():
            failures.clear()
            window.bring_up()

    window.changed.connect(heard)
    window.finished.connect(lambda _code: app.quit())
    QTimer.singleShot(0, begin)
    try:
        app.exec()
    finally:
        window.end()
        looks.end()
    return failures

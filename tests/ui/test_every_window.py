"""Every window in each theme, at each size of letters and in each language, offscreen: what is drawn can be read, and
nothing stands outside of the screen or of what holds it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QScrollArea, QWidget

from assistant.settings import LooksSettings
from tests.ui.contrast import drawn_contrast
from tests.ui.test_chat_window import Room as ChatRoom
from tests.ui.test_explorer import Room as ExplorerRoom
from tests.ui.test_history_window import Room as HistoryRoom
from tests.ui.test_settings_window import App
from ui import first_run, settings_window
from ui.ask_window import AskWindow, TextWindow
from ui.looks import THEMES, Looks
from ui.window import Window


class Greeter:
    """What the welcome needs of a controller."""

    language = "en"
    bindings: dict[str, str] = {}  # noqa: RUF012 - never changed

    def say_fresh(self, text: str) -> None:
        pass

    def subscribe(self, callback: Callable[[Any], None]) -> None:
        pass


def settings(folder: Path) -> Window:
    (folder / "settings.toml").write_text("")
    return settings_window.make(App(folder / "settings.toml"))


def history(folder: Path) -> Window:
    return HistoryRoom(folder).window


def chat(_folder: Path) -> Window:
    room = ChatRoom()
    room.picture()
    return room.window


def explorer(_folder: Path) -> Window:
    return ExplorerRoom().window


def welcome(_folder: Path) -> Window:
    return first_run.WelcomeWindow(Greeter())  # type: ignore[arg-type]


def ask(_folder: Path) -> Window:
    window = AskWindow()
    window.show_last("what is this", "A letter to Ada.")
    return window


def keys(_folder: Path) -> Window:
    window = TextWindow("Keys")
    window.text.show_text("Escape: close this window")
    return window


WINDOWS = (settings, history, chat, explorer, welcome, ask, keys)


def cut_off(window: Window) -> list[str]:
    """What has less room than it wants, or stands outside of what holds it. What can be scrolled to is not cut off; a
    line to type in, and the text of a list to choose from, may be longer than its room."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QAbstractButton | QLabel | QLineEdit | QComboBox):
            continue
        name = f"{type(widget).__name__} {getattr(widget, 'text', widget.accessibleName)()!r}"
        room, at = window.rect(), widget.parentWidget()
        while at is not None and at is not window:
            if isinstance(at, QScrollArea):
                room = QRect(at.widget().mapTo(window, QPoint(0, 0)), at.widget().size())
                break
            at = at.parentWidget()
        if not room.contains(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())):
            found.append(f"{name} outside")
        needed = widget.minimumSizeHint()
        if isinstance(widget, QLabel) and widget.wordWrap():
            high = widget.heightForWidth(widget.width()) > widget.height()
            if high:
                found.append(f"{name} too low")
        elif not isinstance(widget, QLineEdit | QComboBox) and (
            widget.width() < needed.width() or widget.height() < needed.height()
        ):
            found.append(f"{name} has {widget.size().toTuple()}, needs {needed.toTuple()}")
    return found


def on_each_other(window: Window) -> list[str]:
    """Neighbours that cover each other."""
    found = []
    for holder in (window, *window.findChildren(QWidget)):
        layout = holder.layout()
        if layout is None or not holder.isVisible():
            continue
        inside = [
            (widget, widget.geometry())
            for widget in holder.children()
            if isinstance(widget, QWidget) and widget.isVisible() and type(widget).__name__ != "FocusRing"
        ]
        for (one, here), (other, there) in itertools.combinations(inside, 2):
            if here.intersects(there):
                found.append(f"{type(one).__name__} {here.getRect()} and {type(other).__name__} {there.getRect()}")
    return found


@pytest.mark.parametrize("make", WINDOWS)
@pytest.mark.parametrize("theme", THEMES)
def test_what_is_drawn_can_be_read(
    looks: Looks, qt: QApplication, tmp_path: Path, theme: str, make: Callable[[Path], Window]
) -> None:
    looks.apply(LooksSettings(theme=theme), "en")
    window = make(tmp_path)
    window.bring_up()
    qt.processEvents()
    measured = drawn_contrast(window)
    assert min(measured.values(), default=21.0) >= 4.5, measured
    window.end()


@pytest.mark.parametrize(
    ("language", "scale"), [("en", 1.0), ("de", 1.0), ("zh", 1.0), ("de", 2.0), ("en", 3.0), ("de", 3.0), ("zh", 3.0)]
)
@pytest.mark.parametrize("make", WINDOWS)
def test_nothing_is_cut_off(
    looks: Looks, qt: QApplication, tmp_path: Path, language: str, scale: float, make: Callable[[Path], Window]
) -> None:
    looks.apply(LooksSettings(scale=scale), language)
    window = make(tmp_path)
    window.bring_up()
    qt.processEvents()
    room = window.screen().availableGeometry()
    assert window.width() <= room.width() and window.height() <= room.height(), window.size()
    assert cut_off(window) == []
    assert on_each_other(window) == []
    window.end()

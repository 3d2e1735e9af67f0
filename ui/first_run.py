"""The welcome as a window: spoken, by the keyboard alone, left and resumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from assistant import events
from assistant.first_run import Welcome, missing_models
from assistant.folders import data_dir
from ui.ask_window import ReadOnlyText
from ui.chords import parse_chord
from ui.window import Window
from ui.words import tr

if TYPE_CHECKING:
    from pathlib import Path

    from ui.app import Controller

FILE_NAME = "welcome.json"
CHANGES = {"Up": "faster", "Down": "slower", "Right": "louder", "Left": "quieter"}


def place() -> Path:
    return data_dir() / FILE_NAME


class _Heard(QObject):
    """Events, carried to the Qt thread."""

    happened = Signal(object)


class WelcomeWindow(Window):
    """Enter goes on, Page Up goes back, Escape leaves; the arrow keys change the voice at its step."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(tr("Welcome to Hearsight"), QSize(640, 360))
        self._controller = controller
        self.welcome = Welcome(place(), controller.say_fresh, controller.language, _gaps(controller))
        layout = QVBoxLayout(self)
        self.text = ReadOnlyText(tr("What the welcome says"), self)
        layout.addWidget(self.text)
        row = QHBoxLayout()
        for label, act in (
            (tr("&Back"), lambda: self._go(-1)),
            (tr("&Next"), lambda: self._go(1)),
            (tr("&Leave for now"), self.close),
        ):
            button = QPushButton(label, self)
            button.clicked.connect(act)
            row.addWidget(button)
        layout.addLayout(row)
        for key, by in (("Return", 1), ("Enter", 1), ("PgDown", 1), ("PgUp", -1)):
            QShortcut(QKeySequence(key), self, lambda by=by: self._go(by))
        for key, action in CHANGES.items():
            shortcut = QShortcut(QKeySequence(key), self, lambda action=action: self._change(action))
            shortcut.setObjectName(action)
        self.first = self.text
        self._heard = _Heard(self)
        self._heard.happened.connect(self._take, Qt.ConnectionType.QueuedConnection)
        controller.subscribe(self._heard.happened.emit)

    def keys(self) -> tuple[str, ...]:
        return (tr("Enter: go on"), tr("Page Up: go back"), tr("Arrow keys: speed and loudness, at their step"))

    def bring_up(self) -> None:
        super().bring_up()
        self.welcome.begin()
        self._show()

    def done(self, result: int) -> None:
        self.welcome.leave()
        super().done(result)

    def _go(self, by: int) -> None:
        if self.welcome.go(by):
            self._show()
        else:
            self.close()

    def _show(self) -> None:
        self.text.setPlainText(self.welcome.text)
        for action in CHANGES.values():
            for shortcut in self.findChildren(QShortcut, action):
                shortcut.setEnabled(self.welcome.step == "voice")

    def _change(self, action: str) -> None:
        self._controller.press(action, 0.0)

    def _take(self, event: object) -> None:
        """What the person tries out at the steps of the keys."""
        if not self.isVisible():
            return
        if self.welcome.step == "key" and isinstance(event, events.Done):
            self.welcome.answer("right")
        elif self.welcome.step == "question" and isinstance(event, events.Thinking) and event.heard:
            self.welcome.answer("heard", heard=event.heard)
        elif self.welcome.step == "question" and isinstance(event, events.Failed):
            self.welcome.answer("heard_nothing")


def _gaps(controller: Controller) -> dict[str, str]:
    keys = {name: controller.bindings.get(action, "") for name, action in
            (("describe", "describe_window"), ("ask", "ask"), ("commands", "commands"))}  # fmt: skip
    return {
        **{name: parse_chord(chord).spoken if chord else "" for name, chord in keys.items()},
        "models": missing_models(controller.language),
    }


def make(controller: Controller) -> WelcomeWindow:
    """As `ui.windows` wants it."""
    return WelcomeWindow(controller)

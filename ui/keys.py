"""The hotkeys of a controller, and its command layer: from a key straight to what it does."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.errors import BadSetting, NoDisplay
from assistant.events import WindowWanted
from ui.actions import labels, plain
from ui.bridge import Bridge, QuitAsked
from ui.chords import Chord
from ui.hotkeys import HotkeyListener
from ui.windows import WINDOWS
from ui.words import tr

if TYPE_CHECKING:
    from assistant.ports import Earcon
    from ui.app import Controller
    from ui.command_layer import Layer

log = logging.getLogger(__name__)

WAYLAND = (
    "On this Wayland desktop my hotkeys work only while an X11 window has the focus. "
    'Bind the command "hearsight describe" to a shortcut in the settings of the desktop.'
)
CUES: Mapping[str, Earcon] = {"opened": "commands", "closed": "commands_over", "unknown": "refused"}
"""What becomes of the command layer -> the sound of it."""


class Hotkeys:
    """The hotkeys of a controller: presses go straight to it, without a detour through the Qt thread.

    Where there can be no hotkeys, `trouble` is the sentence that says so, and the rest of the app works.
    """

    def __init__(self, controller: Controller, bridge: Bridge) -> None:
        self._controller = controller
        self._bridge = bridge
        self._listener: HotkeyListener | None = None
        self.trouble = ""
        try:
            self._listener = HotkeyListener(
                controller.bindings,
                on_press=self._press,
                on_release=self._release,
                on_any_key=self._any_key,
                letters=controller.letters,
                on_layer=self._layer,
            )
        except NoDisplay as error:  # a Wayland desktop without X11, or another system
            log.warning("no hotkeys: %s %s", error, error.detail)
            self.trouble = "I have no hotkeys here. Please use my menu."
        else:
            if on_wayland():
                self.trouble = WAYLAND

    @property
    def conflicts(self) -> Mapping[str, str]:
        return self._listener.conflicts if self._listener else {}

    @property
    def troubles(self) -> list[str]:
        return [*([self.trouble] if self.trouble else []), *self.conflicts.values()]

    def watch_any_key(self, wanted: bool) -> None:
        if self._listener:
            self._listener.watch_any_key(wanted)

    def rebind(self) -> list[str]:
        """Use the controller's chords as they are now; the sentences there are to say about it, if any."""
        if self._listener is None:
            return self.troubles
        try:
            self._listener.rebind(self._controller.bindings, self._controller.letters)
        except (BadSetting, NoDisplay) as error:  # the old ones go on
            return [error.spoken]
        return list(self._listener.conflicts.values())

    def take_command(self) -> None:
        """The next key is a command, as after the key of the command layer."""
        if self._listener is None:
            self._controller.announce(self.trouble)
            return
        try:
            self._listener.take_command()
        except NoDisplay as error:
            self._controller.announce(error.spoken)

    def close(self) -> None:
        if self._listener:
            self._listener.close()

    def _press(self, action: str, at: float) -> None:
        if action == "quit":
            self._bridge.emit(QuitAsked())
        else:
            self._controller.press(action, at)
            self._bridge.emit(WindowWanted(action) if action in WINDOWS else Pressed())

    def _release(self, action: str, at: float) -> None:
        if action != "quit":
            self._controller.release(action, at)

    def _layer(self, what: Layer) -> None:
        if what == "taken":
            self._controller.announce(
                tr("Another program has the whole keyboard now, so I can't take a command. Close its menu first.")
            )
        elif what == "listed":
            self._controller.announce(letters_text(self._controller.letters))
        else:
            if what != "opened":
                self._any_key(time.monotonic())  # the list of letters may still be read out
            self._controller.cue(CUES[what])
        self._bridge.emit(Pressed())

    def _any_key(self, at: float) -> None:
        if self._controller.speaking:
            self._controller.hush(at)


class Pressed:
    """An action was started: speech may follow, with or without events of a turn."""


def letters_text(letters: Mapping[str, str]) -> str:
    """What each letter means, in the order of the menu."""
    keys = {action: key for key, action in letters.items()}
    rows = [
        f"{Chord(frozenset(), keys[name]).spoken}: {plain(text)}." for name, text in labels().items() if name in keys
    ]
    return " ".join((*rows, tr("Escape: no command.")))


def on_wayland() -> bool:
    return bool(os.environ.get("WAYLAND_DISPLAY")) or os.environ.get("XDG_SESSION_TYPE") == "wayland"

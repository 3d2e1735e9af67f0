"""The command layer: after its key, the next key is a command. While it is open, the keyboard is ours alone.

Nothing leaks, however quickly somebody types: the layer's own key is grabbed so that the X server holds back what
follows (a synchronous grab) until the whole keyboard is taken, and it is given back only when every key pressed
meanwhile is up again, so that no repeat of a held one reaches the program below.
(X Window System Protocol, X11R7.7, GrabKey, GrabKeyboard and AllowEvents.)
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal

from ui.chords import KEYS, x11_keysyms

log = logging.getLogger(__name__)

OPEN_S = 5.0
"""So long it waits for the next key, ..."""
LISTED_S = 60.0
"""... and so long after its letters were asked for, which takes that long to be heard."""
POLL_S = 0.25
"""How soon the end of that time is noticed."""
Layer = Literal["opened", "closed", "unknown", "taken", "listed"]
"""Open; closed without a command; a key that means nothing, and closed; another program has the keyboard; the letters
are wanted."""
_HELP = ("question", "f1")


class CommandLayer:
    """Used by the thread of the hotkeys alone; `tell`, `press` and `release` are called on it.

    `letters` maps a key's name ("w", "pageup") to an action.
    """

    def __init__(
        self,
        display: Any,
        *,
        tell: Callable[[Layer], None],
        press: Callable[[str, float, int, int], None],
        release: Callable[[int, int], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`press` gets the action, when, the key code and the server's time in ms; `release` the code and the time."""
        from Xlib import X

        self._x, self._display, self._root = X, display, display.screen().root
        self._tell, self._press, self._release, self._clock = tell, press, release, clock
        self.letters: Mapping[str, str] = {}
        self._names: dict[int, list[str]] = {}
        self._modifiers: frozenset[int] = frozenset()
        self._down: set[int] = set()
        self._key: int | None = None
        """The code of the layer's own key."""
        self._until = 0.0
        self._open = False
        """A command is waited for; else the keyboard is held until the keys are up."""
        self._frozen = False
        """What is typed is held back, while it is found out whether the layer's key is among what came before."""
        self.held = False
        """The whole keyboard is ours."""

    def read(self, modifiers: frozenset[int]) -> None:
        """The keyboard's map may have changed. `modifiers`: codes of modifier keys."""
        first, last = self._display.display.info.min_keycode, self._display.display.info.max_keycode
        names = {x11_keysyms()[name.lower().replace("_", "")]: key for key, name in KEYS.items()}
        names[x11_keysyms()["question"]] = "question"
        self._modifiers = modifiers
        self._names = {
            code: [names.get(keysym, "") for keysym in keysyms[:4]]
            for code, keysyms in enumerate(self._display.get_keyboard_mapping(first, last - first + 1), start=first)
        }

    def open(self, code: int | None = None) -> None:
        """By its key, which is down, or by the menu. Open already: that closes it."""
        if self.held:
            self._close("closed")
            return
        if not self._take(self._x.GrabModeAsync):  # which also lets go of what the server holds back
            self._display.allow_events(self._x.AsyncKeyboard, self._x.CurrentTime)
            self._display.flush()
            self._tell("taken")
            return
        self.held = self._open = True
        self._frozen = False
        self._key, self._down = code, set() if code is None else {code}
        self._until = self._clock() + OPEN_S
        self._tell("opened")

    def pressed(self, event: Any) -> None:
        """A key, while the keyboard is ours."""
        if event.detail in self._down:  # a repeat
            return
        self._down.add(event.detail)
        if not self._open and event.detail == self._key and event.state & self._x.ControlMask:
            self.held = False  # typed on, before the keyboard was given back
            self.open(event.detail)
            return
        if not self._open or event.detail in self._modifiers:
            return
        name = self._name(event.detail, bool(event.state & self._x.ShiftMask))
        action = self.letters.get(name)
        if name in _HELP:
            self._until = self._clock() + LISTED_S
            self._tell("listed")
        elif action is not None:
            self._open = False
            self._press(action, self._clock(), event.detail, event.time)
        else:
            self._close("closed" if name == "escape" or event.detail == self._key else "unknown")

    def released(self, event: Any) -> None:
        self._down.discard(event.detail)
        self._release(event.detail, event.time)
        self._give_back()

    def tick(self) -> None:
        """The time may be over; a release may have been missed."""
        if self._open and self._clock() >= self._until:
            self._close("closed")
        elif self._frozen:
            self._thaw()
        elif self.held and not self._open:
            keys = self._display.query_keymap()
            self._down = {code for code in self._down if keys[code // 8] >> (code % 8) & 1}
            self._give_back()

    @property
    def wait_s(self) -> float | None:
        """How soon `tick` is to be called; None for never."""
        return 0 if self._frozen else POLL_S if self.held else None

    def _close(self, how: Layer) -> None:
        self._open = False
        self._tell(how)
        self._give_back()

    def _take(self, keyboard: int) -> bool:
        # At the server's own time: the key's may be before that of the last grab, and would be refused.
        status = self._root.grab_keyboard(False, self._x.GrabModeAsync, keyboard, self._x.CurrentTime)
        return bool(status == self._x.GrabSuccess)

    def _give_back(self) -> None:
        """All keys are up. First what follows is held back: the layer's key may have been pressed again just now, and
        its letter would go to the program."""
        if self.held and not self._open and not self._frozen and not self._down - self._modifiers:
            self._frozen = self._take(self._x.GrabModeSync)
            self.held = self._frozen

    def _thaw(self) -> None:
        """Once all that came before it was held back is known."""
        if self._display.pending_events():
            return
        self._frozen = False
        if self._down - self._modifiers:
            self._display.allow_events(self._x.AsyncKeyboard, self._x.CurrentTime)
        else:
            self.held = False
            self._down.clear()
            self._display.ungrab_keyboard(self._x.CurrentTime)
        self._display.flush()

    def _name(self, code: int, shifted: bool) -> str:
        """The Latin one where a keyboard has two alphabets: it says the plain key, but for the question mark."""
        names = self._names.get(code, [])
        if shifted and any(name == "question" for name in names[1::2]):
            return "question"
        return next((name for name in names[0::2] if name), "")

"""Global hotkeys on X11: swallowed, heard as press and release, conflicts told, and "any key" while speech runs."""

from __future__ import annotations

import logging
import queue
import select
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from assistant.errors import BadSetting, NoDisplay
from ui.chords import Chord, parse_chord
from ui.command_layer import CommandLayer
from ui.key_troubles import no_such_key, taken, used_twice
from ui.keyboard_map import Grab, read_keyboard
from ui.known_keys import free_ones

if TYPE_CHECKING:
    from ui.command_layer import Layer
    from ui.x11_extensions import RawKey

__all__ = ["Chord", "HotkeyListener", "parse_bindings", "parse_chord"]

log = logging.getLogger(__name__)

COMMANDS = "commands"
"""The action whose chord opens the command layer."""


def parse_bindings(bindings: Mapping[str, str]) -> dict[str, Chord]:
    """Action -> chord; an empty chord leaves the action without a hotkey. Raises `BadSetting`, naming the action."""
    chords = {}
    for action, text in bindings.items():
        if text.strip():
            try:
                chords[action] = parse_chord(text)
            except BadSetting as error:
                raise BadSetting(f"Hotkey of {action}: {error.spoken}") from None
    return chords


@dataclass(frozen=True, slots=True)
class _Held:
    action: str
    at: float
    server_ms: int
    overheard: bool = False
    """Heard without a grab, while another program has the whole keyboard."""


class HotkeyListener:
    """Listens on a thread and a display connection of its own.

    `bindings` maps actions to chords ("ctrl+alt+space"). Callbacks run on the listener's thread and should return
    at once; they get `time.monotonic()` seconds. How long a key was held is measured by the X server's clock, so
    that a busy computer doesn't turn a tap into a hold.

    `conflicts` maps each action without a working hotkey to a sentence that says why; the others work.
    A hotkey also works while another program has the whole keyboard, as an open menu has: then it can't be
    swallowed, but the menu can be described. For that, key presses are compared with our chords wherever they
    happen; which other key it was is never looked at, and `watch_any_key(True)` only reports that there was one.
    The chord of the action "commands" opens the command layer, in which `letters` (key -> action) are the hotkeys;
    `on_layer` is told what becomes of it.

    Raises `errors.BadSetting` for a chord that can't be, `errors.NoDisplay` where there is no X display.
    """

    def __init__(
        self,
        bindings: Mapping[str, str],
        *,
        on_press: Callable[[str, float], None],
        on_release: Callable[[str, float], None],
        on_any_key: Callable[[float], None],
        letters: Mapping[str, str] | None = None,
        on_layer: Callable[[Layer], None] = lambda _: None,
        display: str | None = None,
    ) -> None:
        self._chords = parse_bindings(bindings)
        self._on_press, self._on_release, self._on_any_key = on_press, on_release, on_any_key
        self.conflicts: dict[str, str] = {}
        self._actions: dict[Grab, str] = {}
        self._grabbed: dict[Grab, bool] = {}  # with locks, as the server knows them; whether what follows is held back
        self._held: dict[int, _Held] = {}
        self._modifiers_now = 0
        self._watching = False
        self._closing = False
        self._tasks: queue.SimpleQueue[tuple[Callable[[], None], threading.Event]] = queue.SimpleQueue()
        self._connect(display)
        self._layer = CommandLayer(
            self._display,
            tell=lambda what: _call(on_layer, what),
            press=lambda action, at, code, at_ms: self._take(code, _Held(action, at, at_ms)),
            release=lambda code, at_ms: self._let_go(code, at_ms) if code in self._held else None,
        )
        self._layer.letters = dict(letters or {})
        self._wake_out, self._wake_in = socket.socketpair()
        self._regrab()
        self._thread = threading.Thread(target=self._run, name="hotkeys", daemon=True)
        self._thread.start()

    # -- for any thread -----------------------------------------------------------------------------------------

    def rebind(self, bindings: Mapping[str, str], letters: Mapping[str, str] | None = None) -> None:
        """Use other chords from now on; `conflicts` is up to date on return. Raises `BadSetting` (nothing changes)."""
        chords = parse_bindings(bindings)

        def change() -> None:
            self._chords = chords
            if letters is not None:
                self._layer.letters = dict(letters)
            self._regrab()

        self._on_own_thread(change)

    def take_command(self) -> None:
        """Open the command layer, as its key does. Raises `NoDisplay` when the display is gone."""
        self._on_own_thread(self._layer.open)

    def watch_any_key(self, wanted: bool) -> None:
        """Report every key press but modifiers and our own chords to `on_any_key`, until told otherwise."""

        self._watching = wanted and self.can_watch_any_key

    def close(self) -> None:
        """Give all keys back and end the thread. May be called twice."""

        def stop() -> None:
            self._closing = True

        if self._thread.is_alive():
            with suppress(NoDisplay):  # the connection may be lost at this very moment
                self._on_own_thread(stop)
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _on_own_thread(self, task: Callable[[], None]) -> None:
        """Only one thread ever uses the connection; the others wait for it. Raises `NoDisplay` if it ended."""
        if threading.current_thread() is self._thread:
            task()
            return
        done = threading.Event()
        self._tasks.put((task, done))
        with suppress(OSError):  # closed
            self._wake_in.send(b".")
        while not done.wait(0.05):
            if not self._thread.is_alive() and not done.is_set():
                raise NoDisplay("My hotkeys have stopped: the display is gone.")

    # -- the listener's thread ----------------------------------------------------------------------------------

    def _connect(self, name: str | None) -> None:
        try:
            from Xlib import X, error
            from Xlib.display import Display

            from ui import x11_extensions
        except ImportError as missing:
            raise NoDisplay("Hotkeys need an X display, which this system does not have.") from missing
        try:
            self._display: Any = Display(name)
        except (error.DisplayError, error.ConnectionClosedError, OSError) as trouble:
            raise NoDisplay(detail=str(trouble)) from trouble
        self._x, self._error, self._x11 = X, error, x11_extensions
        self._root: Any = self._display.screen().root
        self._detectable = x11_extensions.use_detectable_repeat(self._display)
        self.can_watch_any_key: bool = x11_extensions.has_raw_keys(self._display)
        if self.can_watch_any_key:
            x11_extensions.select_raw_keys(self._root)
        self._raw_opcode = self._display.display.get_extension_major("XInputExtension") or -1

    def _run(self) -> None:
        try:
            while not self._closing:
                if not self._display.pending_events():
                    ready, _, _ = select.select([self._display, self._wake_out], [], [], self._layer.wait_s)
                    if self._wake_out in ready:
                        self._wake_out.recv(64)
                self._do_tasks()
                self._handle(self._gather())
                self._layer.tick()
            self._display.close()  # gives all grabs back
        except (self._error.ConnectionClosedError, OSError):
            log.warning("hotkeys: the connection to the display was lost")
        finally:
            self._wake_in.close()
            self._wake_out.close()

    def _do_tasks(self) -> None:
        while not self._tasks.empty():
            task, done = self._tasks.get()
            task()
            done.set()

    def _pending(self) -> list[Any]:
        return [self._display.next_event() for _ in range(self._display.pending_events())]

    def _gather(self) -> list[Any]:
        """What has come. A raw event precedes the press it belongs to: after a round trip that press is here too,
        if it is one of our chords and not, say, the plain letter. The round trip asks for the modifiers."""
        events = self._pending()
        checked = 0
        own_codes = {code for code, _ in self._actions}
        while any(raw.pressed and raw.code in own_codes for raw in map(self._raw, events[checked:]) if raw):
            checked = len(events)
            self._modifiers_now = self._root.query_pointer().mask
            events += self._pending()
        return events

    def _modifiers_before(self, later: list[Any]) -> int:
        """The modifiers down when the key was pressed that the events `later` came after: a raw event doesn't tell,
        and by the time we ask a quick typist has let go, or begun the next chord."""
        mask = self._modifiers_now
        for raw in filter(None, map(self._raw, reversed(later))):
            bit = self._keyboard.modifier_bits.get(raw.code, 0)
            mask = mask & ~bit if raw.pressed else mask | bit
        return mask & self._keyboard.matters

    def _raw(self, event: Any) -> RawKey | None:
        return self._x11.raw_key(event, self._raw_opcode)

    def _handle(self, events: list[Any]) -> None:
        ours = self._raw_of_hotkeys(events)
        remapped = False
        for at, event in enumerate(events):
            if event.type == self._x.KeyPress:
                self._pressed(event)
            elif event.type == self._x.KeyRelease:
                self._released(event)
            elif raw := self._raw(event):
                if self._layer.held:  # it has them as events of its own
                    continue
                if not raw.pressed:
                    self._somewhere_released(raw)
                elif at not in ours:
                    self._somewhere_pressed(raw, events[at + 1 :])
            elif self._x11.is_keyboard_change(event):
                remapped = True
        if remapped:
            self._regrab()

    def _raw_of_hotkeys(self, events: list[Any]) -> set[int]:
        """Which of the events are raw presses that also came as a hotkey: for each the last one before it, as the
        same key may have been pressed without modifiers in the same millisecond."""
        found: set[int] = set()
        open_presses: dict[tuple[int, int], list[int]] = {}
        for at, event in enumerate(events):
            if event.type == self._x.KeyPress:
                before = open_presses.get((event.time, event.detail), [])
                if self._action(event) and before:
                    found.add(before.pop())
            elif (raw := self._raw(event)) and raw.pressed:
                open_presses.setdefault((raw.time_ms, raw.code), []).append(at)
        return found

    def _action(self, event: Any) -> str | None:
        return self._actions.get((event.detail, event.state & self._keyboard.matters))

    def _pressed(self, event: Any) -> None:
        if self._layer.held:
            self._layer.pressed(event)
            return
        action = self._action(event)
        if action == COMMANDS:
            self._layer.open(event.detail)
        elif action is not None and event.detail not in self._held:  # else not ours, or a repeat
            self._take(event.detail, _Held(action, time.monotonic(), event.time))

    def _released(self, event: Any) -> None:
        if self._layer.held:
            if self._detectable or not self._is_down(event.detail):
                self._layer.released(event)
            return
        if event.detail not in self._held or (not self._detectable and self._is_down(event.detail)):
            return
        # The grab ends with the key that began it, and with it our hearing of any other hotkey still held down.
        for code in [event.detail, *(code for code in self._held if code != event.detail)]:
            self._let_go(code, event.time)

    def _take(self, code: int, held: _Held) -> None:
        self._held[code] = held
        _call(self._on_press, held.action, held.at)

    def _let_go(self, code: int, server_ms: int) -> None:
        held = self._held.pop(code)
        lasted_s = ((server_ms - held.server_ms) & 0xFFFFFFFF) / 1000
        _call(self._on_release, held.action, min(time.monotonic(), held.at + lasted_s))

    def _is_down(self, code: int) -> bool:
        return bool(self._display.query_keymap()[code // 8] >> (code % 8) & 1)

    def _somewhere_pressed(self, raw: RawKey, later: list[Any]) -> None:
        """A press that did not come to us as a hotkey."""
        if any(code == raw.code for code, _ in self._actions) and raw.code not in self._held:
            action = self._actions.get((raw.code, self._modifiers_before(later)))
            if action == COMMANDS:
                self._layer.open(raw.code)
                return
            if action is not None:
                self._take(raw.code, _Held(action, time.monotonic(), raw.time_ms, overheard=True))
                return
        if self._watching and raw.code not in self._keyboard.modifier_bits:
            _call(self._on_any_key, time.monotonic())

    def _somewhere_released(self, raw: RawKey) -> None:
        held = self._held.get(raw.code)
        if held is not None and held.overheard:
            self._let_go(raw.code, raw.time_ms)

    # -- grabs --------------------------------------------------------------------------------------------------

    def _regrab(self) -> None:
        """Make the server's grabs fit the chords and the keyboard map; what fits already is not touched."""
        self._keyboard = read_keyboard(self._display)
        self._layer.read(frozenset(self._keyboard.modifier_bits))
        actions: dict[Grab, str] = {}
        conflicts: dict[str, str] = {}
        for action, chord in self._chords.items():
            grabs = self._keyboard.grabs(chord)
            if not grabs:
                conflicts[action] = no_such_key(action, chord)
            elif rival := next((actions[grab] for grab in grabs if grab in actions), None):
                conflicts[action] = used_twice(action, rival, chord)
            else:
                actions.update(dict.fromkeys(grabs, action))
        wanted = {grab: {(grab[0], grab[1] | lock) for lock in self._keyboard.lock_variants} for grab in actions}
        kept = {variant: actions[grab] == COMMANDS for grab, variants in wanted.items() for variant in variants}
        for (code, mask), held_back in list(self._grabbed.items()):
            if kept.get((code, mask)) is not held_back:
                self._ungrab(code, mask)
        for action in self._grab(wanted, actions):
            conflicts[action] = taken(action, self._chords[action], self._free_instead(self._chords[action]))
        self._actions = {grab: action for grab, action in actions.items() if action not in conflicts}
        self.conflicts = conflicts

    def _grab(self, wanted: Mapping[Grab, set[Grab]], actions: Mapping[Grab, str]) -> set[str]:
        """Ask for what is missing; the actions that another program has the key of."""
        answers: list[tuple[Grab, Grab, Any]] = []
        for grab, variants in wanted.items():
            for code, mask in variants - self._grabbed.keys():
                answers.append((grab, (code, mask), self._ask_for(code, mask, actions[grab] == COMMANDS)))
        self._display.sync()
        self._grabbed.update(
            {variant: actions[grab] == COMMANDS for grab, variant, refused in answers if not refused.get_error()}
        )
        refused_ones = {actions[grab] for grab, _, refused in answers if refused.get_error()}
        for grab, action in actions.items():
            if action in refused_ones:  # a hotkey that only works without NumLock is worse than none
                for code, mask in wanted[grab] & self._grabbed.keys():
                    self._ungrab(code, mask)
        self._display.flush()
        return refused_ones

    def _ask_for(self, code: int, mask: int, held_back: bool) -> Any:
        """The error of the answer, once that has come. `held_back`: what is typed after it waits for `CommandLayer`."""
        refused = self._error.CatchError(self._error.BadAccess)
        keyboard = self._x.GrabModeSync if held_back else self._x.GrabModeAsync
        self._root.grab_key(code, mask, False, self._x.GrabModeAsync, keyboard, onerror=refused)
        return refused

    def _ungrab(self, code: int, mask: int) -> None:
        self._root.ungrab_key(code, mask)
        self._grabbed.pop((code, mask), None)

    def _free_instead(self, chord: Chord) -> Chord | None:
        """One with the same modifiers that neither we nor another program have, by the table and by asking."""
        for other in islice(free_ones(chord, self._chords.values()), 8):
            grabs = self._keyboard.grabs(other)
            if not grabs or any(grab in self._grabbed for grab in grabs):
                continue
            answers = [self._ask_for(code, mask, False) for code, mask in grabs]
            self._display.sync()
            for code, mask in grabs:
                self._root.ungrab_key(code, mask)
            if not any(refused.get_error() for refused in answers):
                return other
        return None


def _call(callback: Callable[..., None], *arguments: object) -> None:
    try:
        callback(*arguments)
    except Exception:  # whatever a callback does, the other hotkeys must go on
        log.exception("hotkeys: a callback failed")

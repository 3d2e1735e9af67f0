"""Global hotkeys on a real X server: they arrive, are swallowed, and survive locks, repeats, layouts and rivals."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from virtual_desktop import VirtualDesktop

from assistant.errors import BadSetting, NoDisplay
from ui.hotkeys import HotkeyListener

pytestmark = pytest.mark.desktop

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60
KEY_D, KEY_H, KEY_MENU, KEY_CTRL, KEY_ALT = 40, 43, 135, 37, 64
"""Codes of keys of an evdev keyboard; Dvorak has its D where H is."""


class Ears(HotkeyListener):
    """A listener that writes down what it hears: ("press", "read"), ("release", "read"), ("any",), ("repeat",)."""

    def __init__(self, display: str, bindings: Mapping[str, str]) -> None:
        self.heard: list[tuple[str, ...]] = []
        self.times: list[float] = []
        self.changed = threading.Condition()
        super().__init__(
            bindings,
            on_press=lambda action, at: self.note(at, "press", action),
            on_release=lambda action, at: self.note(at, "release", action),
            on_any_key=lambda at: self.note(at, "any"),
            display=display,
        )

    def note(self, at: float, *what: str) -> None:
        with self.changed:
            self.heard.append(what)
            self.times.append(at)
            self.changed.notify_all()

    def _pressed(self, event: Any) -> None:
        if event.detail in self._held:
            self.note(0, "repeat")
        super()._pressed(event)

    def wait(self, *what: str, count: int = 1) -> None:
        with self.changed:
            arrived = self.changed.wait_for(lambda: self.heard.count(what) >= count, PATIENCE_S)
        assert arrived, f"{what} came {self.heard.count(what)} times, not {count}: {self.heard}"

    def only(self, *kinds: str) -> list[tuple[str, ...]]:
        return [row for row in self.heard if row[0] in kinds]


Listen = Callable[..., Ears]


@pytest.fixture
def listen(desktop: VirtualDesktop) -> Iterator[Listen]:
    all_ears: list[Ears] = []

    def start(**bindings: str) -> Ears:
        all_ears.append(Ears(desktop.env["DISPLAY"], bindings))
        return all_ears[-1]

    yield start
    for ears in all_ears:
        ears.close()


def test_a_hotkey_arrives_and_does_not_reach_the_focused_program(
    desktop: VirtualDesktop, pad: Any, listen: Listen
) -> None:
    ears = listen(read="ctrl+alt+d", ask="super+shift+d", hush="f9")
    for chord in ("ctrl+alt+d", "super+shift+d", "F9"):
        desktop.key(chord)
    ears.wait("release", "hush")
    assert [row[1] for row in ears.only("press")] == ["read", "ask", "hush"]
    desktop.key("z")
    pad.wait_for("z")
    assert pad.typed == "z"


def test_other_chords_of_the_same_key_reach_the_focused_program(
    desktop: VirtualDesktop, pad: Any, listen: Listen
) -> None:
    ears = listen(read="ctrl+alt+d")
    desktop.key("d", "shift+d", "ctrl+d")
    pad.wait_for("dD\x04")
    desktop.key("ctrl+alt+d")
    ears.wait("release", "read")
    assert ears.heard == [("press", "read"), ("release", "read")]


def test_chords_that_share_a_key_are_told_apart(desktop: VirtualDesktop, listen: Listen) -> None:
    ears = listen(read="ctrl+alt+d", ask="ctrl+alt+shift+d")
    desktop.key("ctrl+alt+shift+d", "ctrl+alt+d")
    ears.wait("release", "read")
    assert [row[1] for row in ears.only("press")] == ["ask", "read"]


@pytest.mark.parametrize("locks", [["Caps_Lock"], ["Num_Lock"], ["Caps_Lock", "Num_Lock"]])
def test_a_hotkey_works_with_locks_on(desktop: VirtualDesktop, pad: Any, listen: Listen, locks: list[str]) -> None:
    ears = listen(read="ctrl+alt+d")
    desktop.key(*locks)
    try:
        assert all(_lit(desktop, lock) for lock in locks)
        desktop.key("ctrl+alt+d")
        ears.wait("release", "read")
    finally:
        desktop.key(*locks)
    assert pad.typed == ""


def _lit(desktop: VirtualDesktop, lock: str) -> bool:
    words = desktop.run(["xset", "q"]).stdout.split()
    return words[words.index(lock.split("_")[0]) + 2] == "on"


def test_holding_a_key_gives_one_press_and_one_release_despite_repeats(desktop: VirtualDesktop, listen: Listen) -> None:
    ears = listen(ask="ctrl+alt+space")
    desktop.run(["xset", "r", "rate", "150", "40"])
    desktop.run(["xdotool", "keydown", "ctrl", "keydown", "alt", "keydown", "space"])
    try:
        ears.wait("repeat", count=8)
        assert ears.only("press", "release") == [("press", "ask")]
    finally:
        desktop.run(["xdotool", "keyup", "space", "keyup", "alt", "keyup", "ctrl"])
    ears.wait("release", "ask")
    assert ears.only("press", "release") == [("press", "ask"), ("release", "ask")]
    assert ears.times[-1] - ears.times[0] > 0.15 + 7 / 40 - 0.05


def test_without_detectable_repeat_a_held_key_is_still_held(desktop: VirtualDesktop, listen: Listen) -> None:
    """An X server without the keyboard extension sends a release before each repeat."""
    from ui import x11_extensions

    plain = pytest.MonkeyPatch()
    with plain.context() as patched:
        patched.setattr(x11_extensions, "use_detectable_repeat", lambda _: False)
        ears = listen(ask="f9")
    desktop.run(["xset", "r", "rate", "150", "40"])
    desktop.run(["xdotool", "keydown", "F9"])
    try:
        ears.wait("repeat", count=8)
        assert ears.only("press", "release") == [("press", "ask")]
    finally:
        desktop.run(["xdotool", "keyup", "F9"])
    ears.wait("release", "ask")


def test_letting_go_of_the_modifiers_first_is_still_a_release_of_the_key(
    desktop: VirtualDesktop, listen: Listen
) -> None:
    ears = listen(ask="ctrl+alt+space")
    desktop.run(["xdotool", "keydown", "ctrl", "keydown", "alt", "keydown", "space", "keyup", "ctrl", "keyup", "alt"])
    ears.wait("press", "ask")
    assert ears.only("release") == []
    desktop.run(["xdotool", "keyup", "space"])
    ears.wait("release", "ask")


def test_a_tap_is_short_and_a_hold_is_long_by_the_times_given(desktop: VirtualDesktop, listen: Listen) -> None:
    ears = listen(ask="f9")
    # xdotool sleeps between the two keys, so the hold is at least as long by the server's clock.
    desktop.run(["xdotool", "keydown", "F9", "sleep", "0.5", "keyup", "F9"])
    ears.wait("release", "ask")
    desktop.run(["xdotool", "key", "--delay", "0", "F9"])
    ears.wait("release", "ask", count=2)
    moments = [at for at, row in zip(ears.times, ears.heard, strict=True) if row[0] != "repeat"]
    held, tapped = moments[1] - moments[0], moments[3] - moments[2]
    assert held >= 0.49
    assert tapped < held / 2


def test_a_slow_callback_does_not_turn_a_tap_into_a_hold(desktop: VirtualDesktop, listen: Listen) -> None:
    ears = listen(ask="f9")
    busy = threading.Event()
    ears._on_press = lambda action, at: (ears.note(at, "press", action), busy.wait(PATIENCE_S))  # type: ignore[assignment,return-value]
    desktop.run(["xdotool", "key", "--delay", "0", "F9"])
    ears.wait("press", "ask")
    desktop.run(["xdotool", "sleep", "0.6"])
    busy.set()
    ears.wait("release", "ask")
    assert ears.times[1] - ears.times[0] < 0.3


def test_fifty_rapid_presses_all_arrive_in_order(desktop: VirtualDesktop, pad: Any, listen: Listen) -> None:
    ears = listen(read="ctrl+alt+d", ask="ctrl+alt+e")
    desktop.run(["xdotool", "key", "--delay", "0", *(["ctrl+alt+d", "ctrl+alt+e"] * 25)])
    ears.wait("release", "ask", count=25)
    expected = [(kind, action) for action in ("read", "ask") for kind in ("press", "release")] * 25
    assert [row for row in ears.heard if row[0] != "repeat"] == expected  # the server repeats a key that lags behind
    assert pad.typed == ""


def test_a_second_hotkey_while_the_first_is_held_does_not_go_dead(desktop: VirtualDesktop, listen: Listen) -> None:
    ears = listen(ask="f9", read="f8")
    desktop.run(["xdotool", "keydown", "F9", "keydown", "F8", "keyup", "F9", "keyup", "F8"])
    ears.wait("release", "read")
    desktop.key("F8")
    ears.wait("release", "read", count=2)
    presses_and_releases = ears.only("press", "release")
    assert presses_and_releases.count(("press", "read")) == presses_and_releases.count(("release", "read")) == 2


def test_a_key_of_another_program_is_a_conflict_and_the_others_work(desktop: VirtualDesktop, listen: Listen) -> None:
    rival = _start_rival(desktop, "ctrl+alt+d")
    try:
        ears = listen(read="ctrl+alt+d", ask="ctrl+alt+e")
        assert list(ears.conflicts) == ["read"]
        assert "Control Alt D" in ears.conflicts["read"]
        assert "read the text" in ears.conflicts["read"]
        desktop.key("ctrl+alt+d", "ctrl+alt+e")
        ears.wait("release", "ask")
        assert ears.only("press") == [("press", "ask")]
    finally:
        rival.terminate()
        rival.wait(PATIENCE_S)
    ears.rebind({"read": "ctrl+alt+d"})
    assert ears.conflicts == {}
    desktop.key("ctrl+alt+d")
    ears.wait("release", "read")


def _start_rival(desktop: VirtualDesktop, chord: str) -> subprocess.Popen[bytes]:
    """Another program that has the key; returns once it has."""
    program = (
        "import sys, threading; from ui.hotkeys import HotkeyListener; no = lambda *_: None\n"
        "l = HotkeyListener({'x': sys.argv[1]}, on_press=no, on_release=no, on_any_key=no)\n"
        "print(l.conflicts, flush=True); threading.Event().wait()"
    )
    rival = desktop.start([sys.executable, "-c", program, chord], env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)
    assert rival.stdout is not None
    assert rival.stdout.readline() == b"{}\n"
    return rival


def test_a_key_that_only_is_free_without_numlock_is_a_conflict(desktop: VirtualDesktop, listen: Listen) -> None:
    from Xlib import X
    from Xlib.display import Display

    rival = Display(desktop.env["DISPLAY"])
    try:
        rival.screen().root.grab_key(
            KEY_D, X.ControlMask | X.Mod1Mask | X.Mod2Mask, 0, X.GrabModeAsync, X.GrabModeAsync
        )
        rival.sync()
        ears = listen(read="ctrl+alt+d")
        assert list(ears.conflicts) == ["read"]
    finally:
        rival.close()


def test_one_chord_for_two_actions_goes_to_the_first_and_is_told(desktop: VirtualDesktop, listen: Listen) -> None:
    ears = listen(read="ctrl+alt+d", ask="alt+ctrl+d")
    assert list(ears.conflicts) == ["ask"]
    assert "already my key to read the text" in ears.conflicts["ask"]
    desktop.key("ctrl+alt+d")
    ears.wait("release", "read")


def test_a_key_this_keyboard_does_not_have_is_told(listen: Listen) -> None:
    ears = listen(read="ctrl+alt+aogonek", ask="f9")
    assert "no key for Control Alt Aogonek" in ears.conflicts["read"]
    assert list(ears.conflicts) == ["read"]


def test_rebinding_frees_the_old_key_and_takes_the_new_one(desktop: VirtualDesktop, pad: Any, listen: Listen) -> None:
    ears = listen(read="ctrl+shift+d")
    ears.rebind({"read": "ctrl+alt+e"})
    desktop.key("ctrl+shift+d")
    pad.wait_for("\x04")
    desktop.key("ctrl+alt+e")
    ears.wait("release", "read")
    assert ears.only("press") == [("press", "read")]
    with pytest.raises(BadSetting):
        ears.rebind({"read": "ctrl+nonsense"})
    desktop.key("ctrl+alt+e")
    ears.wait("release", "read", count=2)


def test_a_new_keyboard_layout_moves_the_hotkey_with_its_letter(
    desktop: VirtualDesktop, pad: Any, listen: Listen, wait_until: Callable[..., Any]
) -> None:
    ears = listen(read="ctrl+shift+d")
    desktop.run(["setxkbmap", "us", "-variant", "dvorak"])
    try:
        wait_until(lambda: _press_code(desktop, KEY_H, "shift") or ears.heard, "the D of Dvorak is heard")
        before = len(ears.only("press"))
        _press_code(desktop, KEY_D, "shift")
        pad.wait_for("\x05")  # an E now, and not ours
        assert len(ears.only("press")) == before
    finally:
        desktop.run(["setxkbmap", "us", "-variant", ""])
    wait_until(
        lambda: _press_code(desktop, KEY_D, "shift") or len(ears.only("press")) > before, "the D where it was is heard"
    )


def test_xmodmap_moves_the_hotkey_with_its_letter(
    desktop: VirtualDesktop, listen: Listen, wait_until: Callable[..., Any]
) -> None:
    ears = listen(read="ctrl+alt+d")
    desktop.run(["xmodmap", "-e", "keycode 43 = d D", "-e", "keycode 40 = h H"])
    try:
        wait_until(lambda: _press_code(desktop, KEY_H) or ears.heard, "the moved D is heard")
    finally:
        desktop.run(["setxkbmap", "us", "-variant", ""])


def test_the_hotkey_works_in_the_second_keyboard_layout(desktop: VirtualDesktop, pad: Any, listen: Listen) -> None:
    desktop.run(["setxkbmap", "-layout", "us,ru", "-option", "grp:menu_toggle"])
    try:
        ears = listen(read="ctrl+alt+d")
        _type(desktop, [KEY_MENU], [KEY_D])
        pad.wait_for("в".encode().decode("latin-1"))
        _type(desktop, [KEY_CTRL, KEY_ALT, KEY_D])
        ears.wait("release", "read")
        _type(desktop, [KEY_MENU], [KEY_D])
        pad.wait_for("d")
    finally:
        desktop.run(["setxkbmap", "-layout", "us", "-option", ""])


def _type(desktop: VirtualDesktop, *chords: list[int]) -> None:
    """Press chords of key codes as a keyboard does; xdotool would switch the layout itself."""
    from Xlib import X
    from Xlib.display import Display
    from Xlib.ext import xtest

    display = Display(desktop.env["DISPLAY"])
    try:
        for codes in chords:
            for code in codes:
                xtest.fake_input(display, X.KeyPress, code)
            for code in reversed(codes):
                xtest.fake_input(display, X.KeyRelease, code)
        display.sync()
    finally:
        display.close()


def _press_code(desktop: VirtualDesktop, code: int, second: str = "alt") -> None:
    down, up = ["keydown", "ctrl", "keydown", second], ["keyup", second, "keyup", "ctrl"]
    desktop.run(["xdotool", *down, "key", str(code), *up])


def test_any_key_is_told_only_while_watched_and_still_reaches_its_program(
    desktop: VirtualDesktop, pad: Any, listen: Listen
) -> None:
    ears = listen(read="ctrl+alt+d")
    desktop.key("a")
    pad.wait_for("a")
    ears.watch_any_key(True)
    desktop.key("b")
    ears.wait("any")
    ears.watch_any_key(False)
    desktop.key("c")
    pad.wait_for("c")
    assert ears.heard == [("any",)]
    assert pad.typed == "abc"


def test_our_own_chords_and_modifiers_alone_are_not_any_key(desktop: VirtualDesktop, listen: Listen) -> None:
    ears = listen(read="ctrl+alt+d", ask="f9")
    ears.watch_any_key(True)
    desktop.run(["xdotool", "key", "--delay", "0", "Shift_L", "ctrl+alt+d", "Super_L", "F9", "ctrl+alt+d"])
    ears.wait("release", "read", count=2)
    assert ears.only("any") == []


def test_the_key_of_a_chord_without_its_modifiers_is_any_key(desktop: VirtualDesktop, listen: Listen) -> None:
    ears = listen(read="ctrl+alt+d")
    ears.watch_any_key(True)
    desktop.run(["xdotool", "key", "--delay", "0", "d", "ctrl+alt+d", "ctrl+d"])
    ears.wait("any", count=2)
    assert ears.heard == [("any",), ("press", "read"), ("release", "read"), ("any",)]


def test_a_hotkey_works_while_an_open_menu_has_the_keyboard(desktop: VirtualDesktop, listen: Listen) -> None:
    from Xlib import X
    from Xlib.display import Display

    ears = listen(read="ctrl+alt+d", ask="f9")
    menu = Display(desktop.env["DISPLAY"])
    try:
        root = menu.screen().root
        assert root.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime) == X.GrabSuccess
        desktop.run(["xdotool", "keydown", "ctrl", "keydown", "alt", "keydown", "d"])
        ears.wait("press", "read")
        assert ears.only("release") == []
        desktop.run(["xdotool", "keyup", "d", "keyup", "alt", "keyup", "ctrl"])
        ears.wait("release", "read")
        desktop.run(["xdotool", "keydown", "F9"])
        ears.wait("press", "ask")
        desktop.run(["xdotool", "keyup", "F9"])
        ears.wait("release", "ask")
    finally:
        menu.close()
    desktop.key("ctrl+alt+d")
    ears.wait("release", "read", count=2)
    presses_and_releases = ears.only("press", "release")
    assert presses_and_releases[:2] == [("press", "read"), ("release", "read")]
    assert presses_and_releases.count(("press", "ask")) == presses_and_releases.count(("release", "ask")) == 1


def test_a_callback_that_fails_does_not_end_the_hotkeys(desktop: VirtualDesktop, listen: Listen) -> None:
    ears = listen(read="ctrl+alt+d", ask="f9")
    working = ears._on_press

    def fails_once(action: str, at: float) -> None:
        ears._on_press = working
        raise RuntimeError(action)

    ears._on_press = fails_once
    desktop.key("ctrl+alt+d", "F9")
    ears.wait("release", "ask")
    assert ears.heard == [("release", "read"), ("press", "ask"), ("release", "ask")]


def test_closing_gives_the_keys_back_at_once(desktop: VirtualDesktop, listen: Listen) -> None:
    first = listen(read="ctrl+alt+d")
    first.close()
    first.close()
    assert listen(read="ctrl+alt+d").conflicts == {}


# python-xlib leaves the sockets open on which it found nobody.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_display_is_said() -> None:
    with pytest.raises(NoDisplay):
        Ears(":9753", {"read": "f9"})

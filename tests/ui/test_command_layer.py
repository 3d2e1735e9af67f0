"""The command layer on a real X server: its letters are ours while it is open, and nothing leaks to a program."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from virtual_desktop import VirtualDesktop

from ui.hotkeys import HotkeyListener

pytestmark = pytest.mark.desktop

PATIENCE_S = 60
CHORD = "ctrl+alt+semicolon"
LETTERS = {"w": "describe_window", "a": "ask", "r": "repeat"}


class Ears:
    """What was heard, in order: ("press", "ask"), ("release", "ask"), ("layer", "opened"), ("any",)."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self.heard: list[tuple[str, ...]] = []
        self.changed = threading.Condition()
        self.now = 0.0
        self.listener = HotkeyListener(
            {"commands": CHORD, "read": "ctrl+alt+d"},
            on_press=lambda action, _: self.note("press", action),
            on_release=lambda action, _: self.note("release", action),
            on_any_key=lambda _: self.note("any"),
            letters=LETTERS,
            on_layer=lambda what: self.note("layer", what),
            display=desktop.env["DISPLAY"],
        )
        self.listener._layer._clock = lambda: self.now

    def note(self, *what: str) -> None:
        with self.changed:
            self.heard.append(what)
            self.changed.notify_all()

    def wait(self, *what: str, count: int = 1) -> None:
        with self.changed:
            arrived = self.changed.wait_for(lambda: self.heard.count(what) >= count, PATIENCE_S)
        assert arrived, f"{what} came {self.heard.count(what)} times, not {count}: {self.heard}"


@pytest.fixture
def ears(desktop: VirtualDesktop) -> Iterator[Ears]:
    made = Ears(desktop)
    yield made
    made.listener.close()


def test_the_next_key_is_a_command_and_the_one_after_it_is_typed(desktop: VirtualDesktop, pad: Any, ears: Ears) -> None:
    desktop.key(CHORD)
    ears.wait("layer", "opened")
    desktop.key("w")
    ears.wait("release", "describe_window")
    desktop.key("w", "x")
    pad.wait_for("wx")
    assert ears.heard == [("layer", "opened"), ("press", "describe_window"), ("release", "describe_window")]
    assert pad.typed == "wx"


def test_keys_never_leak_however_quickly_they_are_typed(desktop: VirtualDesktop, pad: Any, ears: Ears) -> None:
    """The chord and its letter are in the server's queue before we have seen either."""
    desktop.run(["xdotool", "key", "--delay", "0", *([CHORD, "w"] * 25)])
    ears.wait("release", "describe_window", count=25)
    desktop.key("z")
    pad.wait_for("z")
    assert pad.typed == "z"
    assert [row for row in ears.heard if row[0] == "press"] == [("press", "describe_window")] * 25


def test_a_letter_that_is_held_is_one_press_and_its_repeats_do_not_leak(
    desktop: VirtualDesktop, pad: Any, ears: Ears
) -> None:
    desktop.run(["xset", "r", "rate", "150", "40"])
    desktop.key(CHORD)
    desktop.run(["xdotool", "keydown", "a", "sleep", "0.6", "keyup", "a"])
    ears.wait("release", "ask")
    desktop.key("z")
    pad.wait_for("z")
    assert pad.typed == "z"
    assert ears.heard == [("layer", "opened"), ("press", "ask"), ("release", "ask")]


def test_escape_an_unknown_key_and_the_chord_again_leave_it(desktop: VirtualDesktop, pad: Any, ears: Ears) -> None:
    desktop.key(CHORD, "Escape", CHORD, "q", CHORD, CHORD)
    ears.wait("layer", "closed", count=2)
    desktop.key("z")
    pad.wait_for("z")
    assert ears.heard == [
        ("layer", "opened"), ("layer", "closed"), ("layer", "opened"), ("layer", "unknown"),
        ("layer", "opened"), ("layer", "closed"),
    ]  # fmt: skip
    assert pad.typed == "z"


def test_it_is_left_when_nothing_comes_and_waits_longer_while_its_letters_are_heard(
    desktop: VirtualDesktop, pad: Any, ears: Ears
) -> None:
    desktop.key(CHORD)
    ears.wait("layer", "opened")
    desktop.key("question")
    ears.wait("layer", "listed")
    ears.now = 30.0
    desktop.key("r")
    ears.wait("release", "repeat")
    desktop.key(CHORD)
    ears.wait("layer", "opened", count=2)
    ears.now = 36.0
    ears.wait("layer", "closed")
    desktop.key("r")
    pad.wait_for("r")
    assert pad.typed == "r"


def test_where_another_program_has_the_keyboard_it_is_not_opened(desktop: VirtualDesktop, ears: Ears) -> None:
    from Xlib import X
    from Xlib.display import Display

    menu = Display(desktop.env["DISPLAY"])
    try:
        mode = X.GrabModeAsync
        assert menu.screen().root.grab_keyboard(False, mode, mode, X.CurrentTime) == X.GrabSuccess
        desktop.key(CHORD)
        ears.wait("layer", "taken")
        desktop.key("w")
    finally:
        menu.close()
    desktop.key("ctrl+alt+d")
    ears.wait("release", "read")
    assert ("press", "describe_window") not in ears.heard


def test_the_menu_opens_it_too(desktop: VirtualDesktop, pad: Any, ears: Ears) -> None:
    ears.listener.take_command()
    ears.wait("layer", "opened")
    desktop.key("w")
    ears.wait("release", "describe_window")
    assert pad.typed == ""


def test_a_taken_key_comes_with_a_free_one(desktop: VirtualDesktop, open_pad: Callable[..., Any], ears: Ears) -> None:
    quiet: dict[str, Any] = {"on_press": lambda *_: None, "on_release": lambda *_: None, "on_any_key": lambda _: None}
    rival = HotkeyListener({"read": CHORD}, **quiet, display=desktop.env["DISPLAY"])
    try:
        assert rival.conflicts["read"].startswith("Another program already uses Control Alt Semicolon")
        assert "Control Alt U is free" in rival.conflicts["read"]
    finally:
        rival.close()

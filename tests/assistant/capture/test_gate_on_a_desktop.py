"""The gate on what real programs draw."""

from __future__ import annotations

import pytest
from virtual_desktop import VirtualDesktop

from assistant.capture.choose import source_from
from assistant.capture.gate import Gate
from assistant.types import Capture

pytestmark = pytest.mark.desktop


def grab(desktop: VirtualDesktop, spec: str = "window") -> Capture:
    return source_from(spec, display=desktop.env["DISPLAY"]).grab()


def test_an_empty_desktop_is_black_and_a_terminal_on_it_is_not(desktop: VirtualDesktop) -> None:
    refusal = Gate().check(grab(desktop, "screen"), None)
    assert refusal is not None
    assert refusal.why == "black"
    terminal = ["xterm", "-T", "Prompt", "-bg", "black", "-fg", "grey60", "-e", "sh", "-c", "printf '$ '; sleep 60"]
    process = desktop.start(terminal)
    desktop.focus(desktop.wait_for_window("Prompt"))
    desktop.wait_for(lambda: Gate().check(grab(desktop), None) is None, "the prompt")
    assert Gate().check(grab(desktop, "screen"), None) is None
    process.terminate()
    process.wait(10)


def test_a_real_blinking_cursor_is_unchanged_and_a_typed_letter_is_not(desktop: VirtualDesktop) -> None:
    # Some text, since a window without is blank while the cursor is away.
    typing = ["sh", "-c", "printf 'Name: '; exec cat"]
    process = desktop.start(["xterm", "-T", "Blinking", "-bc", "-bcn", "100", "-bcf", "100", "-e", *typing])
    desktop.focus(desktop.wait_for_window("Blinking"))
    seen: list[Capture] = []

    def blinks(times: int) -> bool:
        """True once the cursor was seen to change so often; what the window drew before that is forgotten."""
        capture = grab(desktop)
        if not seen or (capture.pixels != seen[-1].pixels).any():
            seen.append(capture)
        return len(seen) > times

    desktop.wait_for(lambda: blinks(4), "the cursor to blink")
    before, after = seen[-2], seen[-1]
    assert (before.pixels != after.pixels).any()
    refusal = Gate().check(after, before)
    assert refusal is not None
    assert refusal.why == "unchanged"
    desktop.key("x")
    desktop.wait_for(lambda: Gate().check(grab(desktop), after) is None, "the letter")
    process.terminate()
    process.wait(10)

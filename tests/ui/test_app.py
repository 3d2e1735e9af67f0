"""The desk app as a program on a real desktop: tray, menu, hotkeys, clipboard, and a clean end."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from virtual_desktop import VirtualDesktop

from ui.menu import entries

pytestmark = pytest.mark.desktop

StartApp = Callable[..., Any]
WaitUntil = Callable[[Callable[[], Any], str], Any]
CAPTIVE_ICON_PX = 12
"""A docked icon is at least so large; the one pixel windows of the toolkits are not icons."""


def _tray_icon(desktop: VirtualDesktop) -> tuple[int, int] | None:
    """Centre, in pixels of the screen, of the icon that is embedded in the tray; None if there is none."""
    from Xlib import X, error
    from Xlib.display import Display

    display = Display(desktop.env["DISPLAY"])
    try:
        root = display.screen().root
        embedded = display.intern_atom("_XEMBED_INFO")
        queue = [(window, 1) for window in root.query_tree().children]
        while queue:
            window, depth = queue.pop()
            try:
                size = window.get_geometry()
                shown = window.get_attributes().map_state == X.IsViewable
                is_embedded = window.get_full_property(embedded, X.AnyPropertyType) is not None
                if depth > 1 and shown and is_embedded and size.width >= CAPTIVE_ICON_PX:
                    corner = root.translate_coords(window, 0, 0)
                    return (corner.x + size.width // 2, corner.y + size.height // 2)
                queue.extend((child, depth + 1) for child in window.query_tree().children)
            except (error.BadWindow, error.BadDrawable):  # closed meanwhile
                continue
        return None
    finally:
        display.close()


def _menu_is_open(desktop: VirtualDesktop, app: Any) -> bool:
    """Whether a window of the app that no window manager looks after is on the screen."""
    found = desktop.run(
        ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(app.process.pid), "--class", "."], check=False
    )
    for window in found.stdout.split():
        kind = desktop.run(["xprop", "-id", window, "_NET_WM_WINDOW_TYPE"], check=False).stdout
        if "POPUP_MENU" in kind:
            return True
    return False


def _active(desktop: VirtualDesktop) -> str:
    return desktop.run(["xdotool", "getactivewindow"], check=False).stdout.strip()


def _title(desktop: VirtualDesktop) -> str:
    return desktop.run(["xdotool", "getactivewindow", "getwindowname"], check=False).stdout.strip()


def _pixels(desktop: VirtualDesktop, centre: tuple[int, int]) -> set[tuple[int, ...]]:
    import mss

    x, y = centre
    with mss.MSS(display=desktop.env["DISPLAY"]) as grabber:
        shot = grabber.grab({"left": x - 8, "top": y - 8, "width": 16, "height": 16})
        return {shot.pixel(i, j) for i in range(16) for j in range(16)}


def test_starting_docks_an_icon_and_leaves_the_focus_alone(
    desktop: VirtualDesktop, pad: Any, start_app: StartApp, wait_until: WaitUntil
) -> None:
    start_app()
    wait_until(lambda: _tray_icon(desktop), "an icon in the tray")
    assert _active(desktop) == str(pad.window)


def test_press_and_release_reach_the_controller_in_order(
    desktop: VirtualDesktop, pad: Any, start_app: StartApp
) -> None:
    app = start_app()
    before = time.monotonic()
    desktop.key("ctrl+alt+d", "ctrl+alt+shift+d")
    desktop.run(["xdotool", "keydown", "ctrl", "keydown", "alt", "keydown", "space", "sleep", "0.4"])
    assert app.wait("press", 3)[-1]["action"] == "ask"
    assert len(app.all("release")) == 2
    desktop.run(["xdotool", "keyup", "space", "keyup", "alt", "keyup", "ctrl"])
    app.wait("release", 3)
    assert app.actions() == [
        (kind, name) for name in ("describe_window", "describe_screen", "ask") for kind in ("press", "release")
    ]
    pressed, released = app.all("press")[-1]["at"], app.all("release")[-1]["at"]
    assert released - pressed >= 0.39
    assert before <= app.all("press")[0]["at"] <= time.monotonic()
    assert pad.typed == ""


def test_any_key_hushes_while_it_speaks_and_only_then(desktop: VirtualDesktop, pad: Any, start_app: StartApp) -> None:
    app = start_app()
    desktop.key("a")
    pad.wait_for("a")
    app.order(speaking=True)
    app.event("Saying", text="A long sentence.", turn=1)
    # The order to watch travels over the Qt thread; a key pressed again and again is heard from then on.
    desktop.wait_for(lambda: desktop.key("b") or bool(app.all("hush")), "a hush", 60)
    hushed = len(app.all("hush"))
    desktop.key("c")
    pad.wait_for("c")
    assert hushed == 1
    assert len(app.all("hush")) == 1
    assert app.actions() == []


def test_a_hotkey_while_it_speaks_is_that_action_and_not_a_hush(
    desktop: VirtualDesktop, pad: Any, start_app: StartApp
) -> None:
    app = start_app()
    app.order(speaking=True)
    app.event("Saying", text="A long sentence.", turn=1)
    desktop.key("ctrl+alt+d")
    app.wait("release")
    assert app.all("hush") == []
    desktop.wait_for(lambda: desktop.key("b") or bool(app.all("hush")), "a hush", 60)


def test_a_key_hushes_about_as_soon_as_a_hotkey_is_heard(
    desktop: VirtualDesktop, pad: Any, start_app: StartApp
) -> None:
    """Median of five each, from before xdotool is started to when the listener knew."""
    app = start_app()
    desktop.key("ctrl+alt+d")
    ways = {"press": [], "hush": []}  # type: dict[str, list[float]]
    for turn in range(1, 6):
        app.order(speaking=True)
        app.event("Saying", text="A long sentence.", turn=turn)
        start = time.monotonic()
        desktop.key("ctrl+alt+d")
        ways["press"].append(app.wait("press", turn + 1)[-1]["at"] - start)
        start = time.monotonic()
        desktop.key("b")
        ways["hush"].append(app.wait("hush", turn)[-1]["at"] - start)
    assert sorted(ways["hush"])[2] < 3 * sorted(ways["press"])[2]


def test_taken_hotkeys_are_announced_together_with_what_still_works(
    desktop: VirtualDesktop, pad: Any, start_app: StartApp
) -> None:
    first = start_app("--bind", "read=ctrl+alt+j", "--bind", "ask=ctrl+alt+k")
    second = start_app("--bind", "read=ctrl+alt+j", "--bind", "ask=ctrl+alt+l")
    said = second.wait("announce")
    assert len(said) == 1
    assert "Control Alt J" in said[0]["sentence"]
    assert "Control Alt K" not in said[0]["sentence"]
    assert first.all("announce") == []
    desktop.key("ctrl+alt+l")
    assert second.wait("release")[0]["action"] == "ask"


def test_the_menu_does_what_the_hotkeys_do(
    desktop: VirtualDesktop, pad: Any, start_app: StartApp, wait_until: WaitUntil
) -> None:
    app = start_app()
    _open_menu(desktop, app, wait_until)
    desktop.key("w")  # the letter marked in "Describe the window"
    app.wait("release")
    assert app.actions() == [("press", "describe_window"), ("release", "describe_window")]
    _open_menu(desktop, app, wait_until, aside=8, button=1)
    place = [entry.name for entry in entries({}, {})].index("ask")
    desktop.key(*["Down"] * (place + 1), "Return")
    app.wait("release", 2)
    assert app.actions()[2:] == [("press", "ask"), ("release", "ask")]
    assert pad.typed == ""


def _open_menu(desktop: VirtualDesktop, app: Any, wait_until: WaitUntil, aside: int = 0, button: int = 3) -> None:
    """`aside` pixels beside the middle: two clicks on one spot so soon after each other are a double click."""
    x, y = wait_until(lambda: _tray_icon(desktop), "an icon in the tray")
    desktop.run(["xdotool", "mousemove", str(x + aside), str(y), "click", str(button)])
    wait_until(lambda: _menu_is_open(desktop, app), "the menu is open")


def test_a_typed_question_is_sent_by_enter_and_the_window_closed_by_escape(
    desktop: VirtualDesktop, pad: Any, start_app: StartApp, wait_until: WaitUntil
) -> None:
    app = start_app()
    _open_menu(desktop, app, wait_until)
    desktop.key("t")
    window = desktop.wait_for_window("Ask Hearsight")
    wait_until(lambda: _active(desktop) == str(window), "the question window has the focus")
    desktop.run(["xdotool", "type", "what does it say?"])
    desktop.key("Return")
    assert app.wait("ask_text") == [{"what": "ask_text", "text": "what does it say?"}]
    desktop.key("Return")  # nothing typed: nothing sent
    desktop.key("Escape")
    wait_until(lambda: _active(desktop) == str(pad.window), "the focus is back in the pad")
    assert len(app.all("ask_text")) == 1


def test_the_icon_shows_what_is_going_on(desktop: VirtualDesktop, start_app: StartApp, wait_until: WaitUntil) -> None:
    app = start_app()
    centre = wait_until(lambda: _tray_icon(desktop), "an icon in the tray")
    wait_until(lambda: (0x1F, 0x2D, 0x3D) in _pixels(desktop, centre), "the colour of rest")
    for turn, (event, colour) in enumerate(
        [("Looking", (0x0B, 0x57, 0xA4)), ("Listening", (0x7A, 0x1F, 0xA2)), ("Failed", (0xB3, 0x21, 0x1B))], start=1
    ):
        app.event(event, turn=turn)
        wait_until(lambda colour=colour: colour in _pixels(desktop, centre), f"the colour of {event}")
    app.order(speaking=True)
    app.event("Saying", turn=9, text="Hello.")
    wait_until(lambda: (0x0A, 0x6B, 0x3B) in _pixels(desktop, centre), "the colour of speech")
    app.event("Done", turn=9)
    app.order(speaking=False)
    wait_until(lambda: (0x1F, 0x2D, 0x3D) in _pixels(desktop, centre), "the colour of rest again")


def test_a_text_to_copy_reaches_the_clipboard(
    desktop: VirtualDesktop, start_app: StartApp, wait_until: WaitUntil
) -> None:
    app = start_app()
    app.order(copy="The disk is full. 磁盘已满")
    wait_until(
        lambda: (
            desktop.run(["xclip", "-selection", "clipboard", "-o"], check=False).stdout == "The disk is full. 磁盘已满"
        ),
        "the text is on the clipboard",
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_and_gives_the_keys_back(
    desktop: VirtualDesktop, start_app: StartApp, wait_until: WaitUntil, number: signal.Signals
) -> None:
    app = start_app("--bind", "read=ctrl+alt+j")
    wait_until(lambda: _tray_icon(desktop), "an icon in the tray")
    app.process.send_signal(number)
    assert app.process.wait(10) == 0
    assert [row["what"] for row in app.wait("close")] == ["close"]
    assert start_app("--bind", "read=ctrl+alt+j").all("announce") == []


def test_the_hotkey_for_quitting_quits(desktop: VirtualDesktop, start_app: StartApp) -> None:
    app = start_app()
    desktop.key("ctrl+alt+shift+q")
    assert app.process.wait(10) == 0
    assert app.all("press") == []


def test_hotkeys_changed_in_the_settings_work_at_once_and_the_old_ones_are_given_back(
    desktop: VirtualDesktop, pad: Any, start_app: StartApp
) -> None:
    app = start_app("--bind", "read=ctrl+alt+j")
    app.order(bind={"read": "ctrl+alt+k"})
    desktop.wait_for(lambda: desktop.key("ctrl+alt+k") or bool(app.all("press")), "the new key", 60)
    before = len(app.all("press"))
    desktop.key("ctrl+alt+j")
    desktop.key("a")
    pad.wait_for("a")
    assert len(app.all("press")) == before
    assert app.all("announce") == []


def test_a_changed_hotkey_that_another_program_has_is_said(desktop: VirtualDesktop, start_app: StartApp) -> None:
    start_app("--bind", "read=ctrl+alt+j")
    second = start_app("--bind", "read=ctrl+alt+k")
    second.order(bind={"read": "ctrl+alt+j"})
    assert "Control Alt J" in second.wait("announce")[0]["sentence"]


def test_a_chord_that_cannot_be_ends_it_with_the_sentence(desktop: VirtualDesktop, start_app: StartApp) -> None:
    result = desktop.run(["env", *_program(), "--bind", "read=crtl+alt+j"], check=False)
    assert result.returncode == 1
    assert 'BadSetting: Hotkey of read: The hotkey "crtl+alt+j" has a part I don\'t know' in result.stderr
    assert '"what": "close"' in result.stdout


def test_without_a_display_it_says_so_instead_of_crashing(desktop: VirtualDesktop) -> None:
    result = desktop.run(["env", "-u", "DISPLAY", *_program()], check=False)
    assert result.returncode == 1  # an exception, not the abort of Qt
    assert "NoDisplay: I can't show my menu: there is no display." in result.stderr


def _program() -> list[str]:
    import sys

    root = Path(__file__).resolve().parents[2]
    return [f"PYTHONPATH={root}", sys.executable, str(Path(__file__).with_name("told_app.py"))]


def test_a_thousand_events_from_another_thread_survive(desktop: VirtualDesktop) -> None:
    """PySide6 6.12.0 aborts CPython 3.11 after about 560 emissions."""
    program = """if True:
        import threading
        from PySide6.QtCore import QCoreApplication, QObject, Qt, Slot
        from assistant.events import Saying
        from ui.bridge import Bridge

        class Counter(QObject):
            seen = []
            @Slot(object)
            def take(self, event):
                assert threading.current_thread() is threading.main_thread()
                self.seen.append(event.turn)
                if len(self.seen) == 1000:
                    app.quit()

        app = QCoreApplication([])
        bridge, counter = Bridge(), Counter()
        bridge.happened.connect(counter.take, Qt.ConnectionType.QueuedConnection)
        thread = threading.Thread(target=lambda: [bridge.emit(Saying(text="a", turn=n)) for n in range(1000)])
        thread.start()
        app.exec()
        thread.join()
        assert counter.seen == list(range(1000))
        bridge.close()
        bridge.emit(Saying())
        app.processEvents()
        print(len(counter.seen))
    """
    root, python = _program()[:2]
    result = desktop.run(["env", root, python, "-c", program], check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "1000\n", "")


@pytest.fixture(scope="module")
def bare() -> Iterator[VirtualDesktop]:
    """A desktop whose panel has no tray, or that has no panel."""
    with VirtualDesktop(sound=False, bus=False, tray=False) as bare:
        yield bare


def test_without_a_tray_a_plain_window_comes_and_leaves_the_focus_alone(
    bare: VirtualDesktop, open_pad: Callable[..., Any], start_app: StartApp
) -> None:
    pad = open_pad(bare)
    app = start_app("--tray-patience", "500", on=bare)
    bare.wait_for_window("^Hearsight$")
    assert _active(bare) == str(pad.window)
    bare.key("ctrl+alt+d", "x")
    app.wait("release")
    pad.wait_for("x")
    assert pad.typed == "x"


def test_the_plain_window_steps_aside_so_that_the_program_behind_it_is_described(
    bare: VirtualDesktop, open_pad: Callable[..., Any], start_app: StartApp, wait_until: WaitUntil
) -> None:
    pad = open_pad(bare)
    app = start_app("--tray-patience", "500", on=bare)
    window = bare.wait_for_window("^Hearsight$")
    bare.focus(window)
    bare.key("alt+w")
    assert app.wait("release")[0]["action"] == "describe_window"
    assert _active(bare) == str(pad.window)
    bare.focus(window)
    bare.key("alt+g")  # "Say it again" looks at nothing: the window stays
    app.wait("release", 2)
    assert _active(bare) == str(window)


@pytest.fixture
def small() -> Iterator[VirtualDesktop]:
    with VirtualDesktop((640, 400), sound=False, bus=False, tray=False) as small:
        yield small


def test_on_a_small_screen_the_plain_window_is_no_larger_than_the_screen(
    small: VirtualDesktop, start_app: StartApp
) -> None:
    app = start_app("--tray-patience", "0", on=small)
    window = small.wait_for_window("^Hearsight$")
    lines = small.run(["xdotool", "getwindowgeometry", "--shell", str(window)]).stdout.split()
    size = dict(line.split("=") for line in lines)
    assert int(size["WIDTH"]) <= 640
    assert int(size["HEIGHT"]) <= 400
    small.focus(window)
    small.key("shift+Tab", "space")  # from the first button back to the last, which quits
    assert app.process.wait(10) == 0


def test_closing_the_plain_window_quits(bare: VirtualDesktop, start_app: StartApp) -> None:
    app = start_app("--tray-patience", "500", on=bare)
    window = bare.wait_for_window("^Hearsight$")
    bare.focus(window)
    bare.key("alt+F4")
    assert app.process.wait(10) == 0


def test_a_tray_that_comes_late_gets_the_icon(bare: VirtualDesktop, start_app: StartApp, wait_until: WaitUntil) -> None:
    start_app(on=bare)
    panel = bare.start(["trayer", "--edge", "bottom", "--height", "24"])
    try:
        wait_until(lambda: _tray_icon(bare), "an icon in the tray")
        assert bare.run(["xdotool", "search", "--onlyvisible", "--name", "^Hearsight$"], check=False).stdout == ""
    finally:
        panel.terminate()
        panel.wait(10)

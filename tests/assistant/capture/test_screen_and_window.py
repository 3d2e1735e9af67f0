"""The live desktop: real windows, several monitors, fractional scale."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from virtual_desktop import VirtualDesktop

from assistant.capture.desktop import Grabber, Monitor, close_desktop, rgb_of, warm
from assistant.capture.desktop import desktop as open_desktop
from assistant.capture.screen import ScreenSource, attended, inside
from assistant.capture.window import WindowSource
from assistant.capture.x11 import scale_of, xft_dpi
from assistant.errors import NoDisplay, NoWindow, Usage
from assistant.types import Box, Capture

PINK = (200, 30, 120)
pytestmark = pytest.mark.desktop


def grab(desktop: VirtualDesktop, spec: str) -> Capture:
    display = desktop.env["DISPLAY"]
    return (WindowSource(display=display) if spec == "window" else ScreenSource(spec, display=display)).grab()


def settled(desktop: VirtualDesktop, window: Any, frame: Box | None = None) -> Capture:
    """The window once the server shows it (the window manager moves and paints in its own time)."""
    found: list[Capture] = []

    def shown() -> bool:
        capture = grab(desktop, "window")
        assert capture.window is not None
        found[:] = [capture]
        right = capture.window.id == window.id and (capture.pixels == window.colour).all()
        return bool(right) and (frame is None or capture.window.frame == frame)

    desktop.wait_for(shown, "the painted window")
    return found[0]


# -- the focused window -----------------------------------------------------------------------------------------------


def test_the_window_is_grabbed_to_the_pixel(desktop: VirtualDesktop, paint: Any) -> None:
    window = paint(Box(300, 200, 401, 303), PINK, "Größe 世界 — painted")
    capture = settled(desktop, window)
    info = capture.window
    assert info is not None
    assert (info.title, info.app, info.pid) == ("Größe 世界 — painted", "Painted", 4242)
    assert (info.frame.w, info.frame.h) == (401, 303) == (capture.width, capture.height)
    assert capture.origin == (info.frame.x, info.frame.y)
    # One pixel further out, on any side, is no longer the window.
    around = grab(desktop, f"region:{info.frame.x - 1},{info.frame.y - 1},{info.frame.w + 2},{info.frame.h + 2}")
    inside_window = (around.pixels == PINK).all(axis=2)
    assert inside_window[1:-1, 1:-1].all()
    for edge in (inside_window[0], inside_window[-1], inside_window[:, 0], inside_window[:, -1]):
        assert not edge.any()


def test_what_is_off_the_screen_is_cut_off(desktop: VirtualDesktop, paint: Any) -> None:
    window = paint(Box(300, 200, 400, 300))
    settled(desktop, window)
    window.move(Box(1700, 900, 400, 300))
    desktop.wait_for(lambda: grab(desktop, "window").origin[0] > 1600, "the move")
    capture = settled(desktop, window)
    assert (capture.origin[0] + capture.width, capture.origin[1] + capture.height) == (1920, 1080)
    assert capture.width < 400
    assert capture.height < 300


def test_an_open_menu_is_in_the_picture_of_its_window(desktop: VirtualDesktop, paint: Any) -> None:
    window = paint(Box(300, 200, 200, 100))
    frame = settled(desktop, window).window.frame  # type: ignore[union-attr]
    menu = paint(Box(frame.x + 150, frame.y + 20, 180, 260), (10, 120, 20), "menu", menu=True)
    desktop.wait_for(lambda: grab(desktop, "window").height > 100, "the menu")
    capture = grab(desktop, "window")
    assert (capture.width, capture.height) == (330, 280)
    assert capture.origin == (frame.x, frame.y)
    assert capture.window is not None
    assert capture.window.frame == frame
    assert (capture.pixels[20:, 150:] == menu.colour).all()
    assert (capture.pixels[:100, :150] == window.colour).all()


def test_the_newest_focus_counts(desktop: VirtualDesktop, paint: Any) -> None:
    first = paint(Box(100, 100, 200, 200), PINK, "first")
    second = paint(Box(500, 500, 200, 200), (10, 120, 20), "second")
    assert settled(desktop, second).window.title == "second"  # type: ignore[union-attr]
    desktop.focus(first.id)
    assert settled(desktop, first).window.title == "first"  # type: ignore[union-attr]


def test_a_real_program_is_known_by_name(desktop: VirtualDesktop) -> None:
    process = desktop.start(["xterm", "-T", "Terminal 世界", "-geometry", "80x20+30+40"])
    desktop.focus(desktop.wait_for_window("Terminal"))
    capture = grab(desktop, "window")
    assert capture.window is not None
    assert (capture.window.title, capture.window.app) == ("Terminal 世界", "XTerm")
    assert capture.window.pid == process.pid
    process.terminate()
    process.wait(10)


def test_without_a_window_there_is_a_sentence(desktop: VirtualDesktop) -> None:
    def nothing_focused() -> bool:
        try:
            grab(desktop, "window")
        except NoWindow:
            return True
        return False

    desktop.wait_for(nothing_focused, "the windows of other tests to go")
    with pytest.raises(NoWindow, match="No window has the focus") as caught:
        grab(desktop, "window")
    assert caught.value.exit_code == 4
    assert grab(desktop, "screen").window is None  # the screen can still be described


def test_a_window_that_closes_meanwhile_is_no_crash(desktop: VirtualDesktop, paint: Any) -> None:
    stop = threading.Event()
    odd: list[BaseException] = []

    def keep_grabbing() -> None:
        while not stop.is_set():
            try:
                grab(desktop, "window")
            except NoWindow:
                pass
            except BaseException as error:  # noqa: BLE001 - any other one is what this test looks for
                odd.append(error)

    thread = threading.Thread(target=keep_grabbing)
    thread.start()
    for number in range(5):
        paint(Box(100, 100, 100 + number, 100)).close()
    stop.set()
    thread.join(30)
    assert odd == []


# -- screens ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def two_monitors(desktop: VirtualDesktop) -> Iterator[None]:
    """1200 + 720 pixels side by side; the right one is lower and, by its size, very dense."""
    desktop.run(["xrandr", "--setmonitor", "LEFT", "1200/320x1080/288+0+0", "screen"])
    desktop.run(["xrandr", "--setmonitor", "RIGHT", "720/100x900/125+1200+100", "none"])
    yield
    desktop.run(["xrandr", "--delmonitor", "RIGHT"])
    desktop.run(["xrandr", "--delmonitor", "LEFT"])


def test_the_screen_is_the_monitor_with_the_focused_window(
    desktop: VirtualDesktop, paint: Any, two_monitors: None
) -> None:
    settled(desktop, paint(Box(1300, 300, 200, 200), PINK, "right"))
    right = grab(desktop, "screen")
    assert (right.origin, right.width, right.height) == ((1200, 100), 720, 900)
    assert right.window is not None
    x, y = right.window.frame.x - right.origin[0], right.window.frame.y - right.origin[1]
    assert (right.pixels[y + 5, x + 5] == PINK).all()
    settled(desktop, paint(Box(1000, 300, 350, 200), (10, 120, 20), "mostly left"))
    assert grab(desktop, "screen").origin == (0, 0)


def test_monitors_have_numbers_and_windows_of_others_are_not_theirs(
    desktop: VirtualDesktop, paint: Any, two_monitors: None
) -> None:
    settled(desktop, paint(Box(1300, 300, 200, 200)))
    left, right = grab(desktop, "monitor:1"), grab(desktop, "monitor:2")
    assert (left.source, left.width, left.window) == ("monitor:1", 1200, None)
    assert right.source == "monitor:2"
    assert right.window is not None
    assert grab(desktop, "all").pixels.shape == (1080, 1920, 3)
    with pytest.raises(Usage, match="no monitor 3: there are 2"):
        grab(desktop, "monitor:3")


def test_without_a_window_the_pointer_says_which_screen(desktop: VirtualDesktop, two_monitors: None) -> None:
    test_without_a_window_there_is_a_sentence(desktop)
    for x, origin in ((1500, (1200, 100)), (300, (0, 0))):
        desktop.run(["xdotool", "mousemove", str(x), "500"])
        assert grab(desktop, "screen").origin == origin


def test_the_scale_of_the_session_is_in_the_capture(desktop: VirtualDesktop) -> None:
    assert grab(desktop, "screen").scale == 1.0
    for dpi, scale in ((144, 1.5), (120, 1.25), (192, 2.0)):
        subprocess.run(["xrdb", "-merge"], input=f"Xft.dpi: {dpi}\n", text=True, env=desktop.env, check=True)
        assert grab(desktop, "screen").scale == scale
    subprocess.run(["xrdb", "-load"], input="", text=True, env=desktop.env, check=True)
    assert grab(desktop, "screen").scale == 1.0


def test_a_region_is_cut_at_the_edge_and_refused_outside(desktop: VirtualDesktop) -> None:
    capture = grab(desktop, "region:-50,1000,100,500")
    assert (capture.origin, capture.width, capture.height, capture.source) == ((0, 1000), 50, 80, "region")
    with pytest.raises(Usage, match="outside the desktop, which is 1920 by 1080"):
        grab(desktop, "region:1920,0,10,10")


@pytest.mark.parametrize(
    "spec", ["monitor:0", "monitor:x", "monitor", "region:1,2,3", "region:0,0,0,5", "region:a", "x"]
)
def test_a_wrong_spec_is_told_before_anything_is_grabbed(spec: str) -> None:
    with pytest.raises(Usage) as caught:
        ScreenSource(spec)
    assert caught.value.exit_code == 2


# -- the display ------------------------------------------------------------------------------------------------------


def test_no_display_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    for source in (WindowSource(), ScreenSource()):
        with pytest.raises(NoDisplay, match="there is no display"):
            source.grab()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with pytest.raises(NoDisplay, match="Wayland"):
        ScreenSource().grab()


@pytest.mark.parametrize("name", [":4711", "nonsense", "no.such.host.invalid:0"])
def test_a_display_that_does_not_answer_is_a_sentence(name: str) -> None:
    with pytest.raises(NoDisplay, match="does not let me in") as caught:
        ScreenSource(display=name).grab()
    assert caught.value.exit_code == 4


def test_after_the_server_was_restarted_it_works_again() -> None:
    with VirtualDesktop((640, 480), sound=False, accessibility=False, bus=False, tray=False) as one:
        display = one.env["DISPLAY"]
        assert grab(one, "screen").width == 640
        one.close()
        with pytest.raises(NoDisplay):
            grab(one, "screen")
        with VirtualDesktop((800, 600), sound=False, accessibility=False, bus=False, tray=False) as two:
            if two.env["DISPLAY"] == display:
                assert grab(two, "screen").width == 800
            close_desktop(two.env["DISPLAY"])
        close_desktop(display)


def test_a_desktop_that_grows_or_shrinks_is_seen_as_it_is_now() -> None:
    with VirtualDesktop((1280, 800), sound=False, accessibility=False, bus=False, tray=False) as desktop:
        for size in ("800x600", "1280x800", "640x480"):  # the grabber is opened small, then the desktop grows
            desktop.run(["xrandr", "--fb", size], check=False)
            for spec in ("screen", "all"):
                capture = grab(desktop, spec)
                assert f"{capture.width}x{capture.height}" == size, spec
        close_desktop(desktop.env["DISPLAY"])


def test_all_threads_share_one_connection(desktop: VirtualDesktop) -> None:
    display = desktop.env["DISPLAY"]
    warm(display)
    found: list[Any] = []
    threads = [
        threading.Thread(target=lambda: (found.append(open_desktop(display)), grab(desktop, "screen")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 4
    assert len({id(each) for each in found}) == 1


def test_a_window_is_grabbed_sooner_than_pillow_grabs_the_screen(desktop: VirtualDesktop, paint: Any) -> None:
    from PIL import ImageGrab

    settled(desktop, paint(Box(300, 200, 400, 300)))
    ours = min(_seconds(lambda: grab(desktop, "window")) for _ in range(10))
    pillow = min(_seconds(lambda: ImageGrab.grab(xdisplay=desktop.env["DISPLAY"])) for _ in range(5))
    assert ours < pillow


def _seconds(work: Any) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


# -- arithmetic -------------------------------------------------------------------------------------------------------


def test_blue_green_red_becomes_red_green_blue() -> None:
    pixels = rgb_of(bytes([1, 2, 3, 9, 4, 5, 6, 9]), 2, 1)
    assert pixels.tolist() == [[[3, 2, 1], [6, 5, 4]]]
    assert pixels.flags.c_contiguous
    assert pixels.dtype == np.uint8


def test_a_monitor_left_of_the_first_one_has_negative_pixels() -> None:
    monitors = [Monitor(1, Box(0, 0, 1920, 1080), primary=True), Monitor(2, Box(-1280, 56, 1280, 1024), 1.25)]
    assert attended(monitors, Box(-300, 100, 500, 500), None).number == 2
    assert attended(monitors, Box(-100, 100, 500, 500), None).number == 1
    assert attended(monitors, None, (-5, 500)).number == 2
    assert attended(monitors, Box(5000, 0, 1, 1), None).number == 1
    bounds = Box(-1280, 0, 3200, 1080)
    assert inside(Box(-1300, -10, 100, 100), bounds) == Box(-1280, 0, 80, 90)
    assert inside(Box(1920, 0, 5, 5), bounds) is None


def test_the_scale_is_what_the_session_says_else_what_the_size_says() -> None:
    hd, four_k = Box(0, 0, 1920, 1080), Box(0, 0, 3840, 2160)
    assert scale_of(four_k, (600, 340), 168.0) == 1.75
    assert scale_of(four_k, (345, 194), None) == 2.0  # a laptop's 4K panel
    assert scale_of(four_k, (600, 340), None) == 1.0  # 27 inches
    assert scale_of(hd, (294, 165), None) == 1.0
    assert scale_of(four_k, (160, 90), None) == 1.0  # a shape, not a size
    assert scale_of(four_k, (0, 0), None) == 1.0
    assert xft_dpi(b"Xft.antialias:\t1\nXft.dpi:\t144\n") == 144.0
    assert xft_dpi(b"Xft.dpi: none\n") is None
    assert xft_dpi(b"*.Xft.dpi.x: 3\n") is None
    assert xft_dpi(b"Xft.dpi: 0\n") is None


def test_a_grabber_that_was_closed_opens_again(desktop: VirtualDesktop) -> None:
    grabber = Grabber(desktop.env["DISPLAY"])
    for _ in range(2):
        assert grabber.grab(Box(0, 0, 10, 5)).shape == (5, 10, 3)
        grabber.close()

"""A real X desktop, and windows of a known colour on it."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from virtual_desktop import VirtualDesktop

from assistant.capture.desktop import close_desktop
from assistant.types import Box


class PaintedWindow:
    """A window of one colour, made with nothing but the X protocol, so that every pixel of it is known."""

    def __init__(self, display: str, frame: Box, colour: tuple[int, int, int], title: str, menu: bool) -> None:
        from Xlib import X, Xutil
        from Xlib.display import Display

        self.colour = colour
        self._x: Any = Display(display)
        red, green, blue = colour
        self._window: Any = self._x.screen().root.create_window(
            frame.x,
            frame.y,
            frame.w,
            frame.h,
            0,
            X.CopyFromParent,
            background_pixel=red << 16 | green << 8 | blue,
            override_redirect=menu,
        )
        self._window.set_wm_class("painted", "Painted")
        # User-given: the window manager leaves the place alone.
        self._window.set_wm_normal_hints(flags=Xutil.USPosition | Xutil.USSize | Xutil.PWinGravity, win_gravity=10)
        utf8 = self._x.intern_atom("UTF8_STRING")
        self._window.change_property(self._x.intern_atom("_NET_WM_NAME"), utf8, 8, title.encode())
        self._window.change_property(self._x.intern_atom("_NET_WM_PID"), 6, 32, [4242])
        self._window.map()
        self._x.sync()
        self.id = int(self._window.id)

    def move(self, frame: Box) -> None:
        self._window.configure(x=frame.x, y=frame.y, width=frame.w, height=frame.h)
        self._x.sync()

    def map_again(self) -> None:
        self._window.unmap()
        self._window.map()
        self._x.sync()

    def close(self) -> None:
        self._window.destroy()
        self._x.sync()
        self._x.close()


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop((1920, 1080), sound=False, accessibility=False, bus=False, tray=False) as desktop:
        ready = ["xprop", "-root", "_NET_CLIENT_LIST"]
        desktop.wait_for(lambda: "not found" not in desktop.run(ready).stdout, "the window manager's list")
        try:
            yield desktop
        finally:
            close_desktop(desktop.env["DISPLAY"])


@pytest.fixture
def paint(desktop: VirtualDesktop) -> Iterator[Any]:
    """Opens painted windows, focused when they appear; closes them afterwards."""
    opened: list[PaintedWindow] = []

    def open_window(
        frame: Box, colour: tuple[int, int, int] = (200, 30, 120), title: str = "Painted", *, menu: bool = False
    ) -> PaintedWindow:
        window = PaintedWindow(desktop.env["DISPLAY"], frame, colour, title, menu)
        opened.append(window)
        if menu:  # the window manager has nothing to do with it
            return window
        # A window that the manager does not know yet can't be activated; one that was mapped while the manager was
        # still starting is never known, and has to ask again.
        polls = itertools.count(1)

        def known() -> bool:
            if f"{window.id:#x}" in desktop.run(["xprop", "-root", "_NET_CLIENT_LIST"]).stdout:
                return True
            if next(polls) % 30 == 0:
                window.map_again()
            return False

        desktop.wait_for(known, "the window manager to see the window")
        desktop.focus(window.id)
        return window

    yield open_window
    for window in opened:
        with contextlib.suppress(Exception):  # one that a test has closed
            window.close()

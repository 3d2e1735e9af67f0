"""The desktop of an X server: what the window manager says (EWMH), what RandR says, and the pixels by mss."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.capture.desktop import WAYLAND, Grabber, Monitor, Standing
from assistant.capture.panes import panes_of
from assistant.errors import NoDisplay, NoWindow
from assistant.types import Box, WindowInfo

if TYPE_CHECKING:
    from assistant.capture.unseen import Pane
    from assistant.types import Pixels

T = TypeVar("T")

_PLACE = re.compile(r"(?:unix(?=:))?([\w.\-]*):(\d{1,5})(?:\.\d+)?")
REMOTE_S = 3.0
"""How long a display on another computer (ssh -X: "localhost:10.0") may take to answer."""

DPI = 96.0
"""What X11 calls unscaled: Xft.dpi 96 is 100 %."""
HIDPI_DPI, HIDPI_HEIGHT = 192.0, 1200
"""From these on, a desktop without Xft.dpi is drawn at 200 % (gnome-settings-daemon, gsd-xsettings-manager.c:
HIDPI_LIMIT and HIDPI_MIN_HEIGHT)."""
ASPECTS_MM = {(160, 90), (160, 100), (16, 9), (16, 10)}
"""Monitors that give their shape where their size belongs (the same source)."""


class X11Desktop:
    """See `desktop.Desktop`. Raises `errors.NoDisplay` if there is no such display, or it is Wayland's."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.RLock()
        self._grabber = Grabber(name)
        self._x: Any = None
        try:
            outputs = [monitor.name for monitor in self.monitors()]
        except BaseException:
            self.close()
            raise
        if outputs and all(output.startswith("XWAYLAND") for output in outputs):
            self.close()
            raise NoDisplay(WAYLAND)  # Xwayland shows X programs only, and black where others are

    def close(self) -> None:
        with self._lock:
            self._grabber.close()
            self._drop()

    # -- asked of the server --------------------------------------------------------------------------------------

    def monitors(self) -> list[Monitor]:
        return self._ask(self._monitors)

    def bounds(self) -> Box:
        return self._ask(self._bounds)

    def focused_window(self) -> WindowInfo:
        return self._ask(self._focused_window)

    def windows(self) -> list[WindowInfo]:
        return self._ask(self._windows)

    def standing(self, number: int) -> Standing:
        return self._ask(lambda: self._standing(number))

    def popups(self, window: WindowInfo) -> list[Box]:
        return self._ask(lambda: self._popups(window))

    def panes(self) -> list[Pane]:
        return self._ask(lambda: panes_of(self._x, self._property))

    def pointer(self) -> tuple[int, int] | None:
        def ask() -> tuple[int, int]:
            found = self._x.screen().root.query_pointer()
            return int(found.root_x), int(found.root_y)

        return self._ask(ask)

    def pixels(self, frame: Box) -> Pixels:
        with self._lock:
            return self._grabber.grab(frame)

    def _ask(self, question: Callable[[], T]) -> T:
        """The answer of the server; asked once more over a new connection if the old one is dead."""
        from Xlib.error import ConnectionClosedError

        with self._lock:
            for attempt in (1, 2):
                self._connect()
                try:
                    return question()
                except (ConnectionClosedError, OSError) as error:
                    self._drop()
                    if attempt == 2:
                        raise NoDisplay("The display is gone.", detail=str(error)) from error
            raise AssertionError

    def _connect(self) -> None:
        if self._x is not None:
            return
        self._x = connect(self._name)
        self._atoms: dict[str, int] = {}

    def _drop(self) -> None:
        if self._x is None:
            return
        from Xlib.error import ConnectionClosedError

        dead, self._x = self._x, None
        try:
            dead.close()
        except (ConnectionClosedError, OSError):
            dead.display.socket.close()

    def _atom(self, name: str) -> int:
        if name not in self._atoms:
            self._atoms[name] = int(self._x.intern_atom(name))
        return self._atoms[name]

    def _property(self, window: Any, name: str) -> Any:
        """The value of a property: bytes or an array of numbers; None if it has none."""
        from Xlib import X

        found = window.get_full_property(self._atom(name), X.AnyPropertyType)
        return None if found is None or len(found.value) == 0 else found.value

    # -- monitors -------------------------------------------------------------------------------------------------

    def _bounds(self) -> Box:
        size = self._x.screen().root.get_geometry()
        return Box(0, 0, int(size.width), int(size.height))

    def _monitors(self) -> list[Monitor]:
        bounds = self._bounds()
        dpi = self._xft_dpi()
        found: list[Monitor] = []
        root = self._x.screen().root
        if hasattr(root, "xrandr_get_monitors"):  # RandR 1.5, of 2015
            for item in root.xrandr_get_monitors(is_active=True).monitors:
                frame = Box(item.x, item.y, item.width_in_pixels, item.height_in_pixels)
                visible = frame.clipped(bounds.w, bounds.h)
                if visible is not None:
                    size_mm = (item.width_in_millimeters, item.height_in_millimeters)
                    name = str(self._x.get_atom_name(item.name))
                    scale = scale_of(frame, size_mm, dpi)
                    found.append(Monitor(len(found) + 1, visible, scale, bool(item.primary), name))
        return found or [Monitor(1, bounds, scale_of(bounds, (0, 0), dpi), primary=True)]

    def _xft_dpi(self) -> float | None:
        from Xlib import Xatom

        found = self._x.screen().root.get_full_property(Xatom.RESOURCE_MANAGER, Xatom.STRING)
        return xft_dpi(bytes(found.value) if found is not None and isinstance(found.value, bytes) else b"")

    # -- the focused window ---------------------------------------------------------------------------------------

    def _focused_window(self) -> WindowInfo:
        from Xlib.error import XError

        for attempt in (1, 2):
            try:
                window = self._active() or self._with_input()
                if window is None:
                    raise NoWindow
                return self._info(window)
            except XError as error:  # closed between two questions: by now another one has the focus
                if attempt == 2:
                    raise NoWindow(detail=str(error)) from error
        raise AssertionError

    def _active(self) -> Any:
        """The window that the window manager calls active."""
        value = self._property(self._x.screen().root, "_NET_ACTIVE_WINDOW")
        return self._x.create_resource_object("window", value[0]) if value is not None and value[0] else None

    def _with_input(self) -> Any:
        """Without such a window manager: the client window around the one that gets the keys."""
        from Xlib import X

        window, root = self._x.get_input_focus().focus, self._x.screen().root
        if window in (X.NONE, X.PointerRoot) or window == root:
            return None
        while True:
            parent = window.query_tree().parent
            if self._property(window, "WM_STATE") is not None or parent == root or parent == X.NONE:
                return window
            window = parent

    def _info(self, window: Any) -> WindowInfo:
        size = window.get_geometry()
        place = self._x.screen().root.translate_coords(window, 0, 0)
        frame = Box(int(place.x), int(place.y), int(size.width), int(size.height))
        bounds = self._bounds()
        visible = frame.clipped(bounds.w, bounds.h)
        if visible is None:
            raise NoWindow("The window with the focus is not on the screen. Try describing the whole screen.")
        classes = window.get_wm_class()
        pid = self._property(window, "_NET_WM_PID")
        return WindowInfo(
            id=int(window.id),
            title=self._title(window),
            app=str(classes[1] or classes[0]) if classes else "",
            pid=int(pid[0]) if pid is not None else 0,
            frame=visible,
        )

    def _windows(self) -> list[WindowInfo]:
        from Xlib.error import XError

        listed = self._property(self._x.screen().root, "_NET_CLIENT_LIST_STACKING")
        found = []
        for number in reversed(listed if listed is not None else ()):
            with contextlib.suppress(XError, NoWindow):  # closed meanwhile, or beyond the edge
                found.append(self._info(self._x.create_resource_object("window", int(number))))
        return found

    def _standing(self, number: int) -> Standing:
        from Xlib import X
        from Xlib.error import XError

        window = self._x.create_resource_object("window", number)
        try:
            if window.get_attributes().map_state != X.IsViewable:
                return Standing("minimised")
            info = self._info(window)
            return Standing("shown", info, tuple(self._over(window, info.frame)))
        except NoWindow:
            return Standing("minimised")  # beyond the edge: as good as
        except XError:
            return Standing("closed")

    def _over(self, window: Any, frame: Box) -> Iterator[Box]:
        """What lies over a window: whatever is above it, or above the frame that a window manager put around it."""
        from Xlib import X
        from Xlib.error import XError

        root = self._x.screen().root
        while (parent := window.query_tree().parent) != root:
            window = parent
        stack = root.query_tree().children
        own = next((place for place, one in enumerate(stack) if one.id == window.id), len(stack))
        for other in stack[own + 1 :]:
            with contextlib.suppress(XError):
                about = other.get_attributes()
                if about.map_state == X.IsViewable and about.win_class != X.InputOnly:
                    size = other.get_geometry()
                    box = Box(int(size.x), int(size.y), int(size.width), int(size.height))
                    if box.overlap(frame) > 1:
                        yield box

    def _popups(self, window: WindowInfo) -> list[Box]:
        """Menus are windows of their own, outside the window manager's reach, that say whose they are."""
        from Xlib import X
        from Xlib.error import XError
        from Xlib.protocol.request import GetWindowAttributes

        bounds = self._bounds()
        found = []
        # All are asked before the first answer is awaited: one trip to the server instead of one for each window.
        asked = [
            (child, GetWindowAttributes(display=self._x.display, defer=True, window=child.id))
            for child in self._x.screen().root.query_tree().children
        ]
        for child, about in asked:
            try:
                about.reply()
                if not about.override_redirect or about.map_state != X.IsViewable or about.win_class == X.InputOnly:
                    continue
                owner, pid = self._property(child, "WM_TRANSIENT_FOR"), self._property(child, "_NET_WM_PID")
                theirs = owner is not None and int(owner[0]) == window.id
                if theirs or (window.pid and pid is not None and int(pid[0]) == window.pid):
                    size = child.get_geometry()
                    visible = Box(int(size.x), int(size.y), int(size.width), int(size.height)).clipped(
                        bounds.w, bounds.h
                    )
                    if visible is not None and visible.w > 1 and visible.h > 1:  # toolkits keep 1 x 1 windows around
                        found.append(visible)
            except XError:  # it was closed meanwhile
                continue
        return found

    def _title(self, window: Any) -> str:
        """_NET_WM_NAME; of an old program WM_NAME, or how the window manager reads it (it may be COMPOUND_TEXT)."""
        from Xlib import X, Xatom

        utf8 = self._atom("UTF8_STRING")
        for name in ("_NET_WM_NAME", "WM_NAME", "_NET_WM_VISIBLE_NAME"):
            found = window.get_full_property(self._atom(name), X.AnyPropertyType)
            if found is not None and found.value and found.property_type in (utf8, Xatom.STRING):
                encoding = "utf-8" if found.property_type == utf8 else "latin-1"  # ICCCM: STRING is ISO 8859-1
                value = found.value
                return value.decode(encoding, "replace") if isinstance(value, bytes) else str(value)
        return ""


def connect(name: str | None) -> Any:
    """A new connection of python-xlib to the display `name` (None: DISPLAY). Raises `errors.NoDisplay`."""
    from Xlib.display import Display
    from Xlib.error import DisplayError, XauthError

    name = name or os.environ.get("DISPLAY", "")
    if not name:
        raise NoDisplay
    sentence = f"I can't see a screen: the display {name} does not let me in. Name a picture file instead."
    place = _PLACE.fullmatch(name)
    if place and not _listening(place[1], int(place[2])):
        raise NoDisplay(sentence, detail="nobody listens on its socket")
    try:
        return Display(name)
    except (DisplayError, XauthError, OSError) as error:
        raise NoDisplay(sentence, detail=str(error)) from error


def _listening(host: str, number: int) -> bool:
    """Whether a server is there. Without one, python-xlib would leave sockets open, and wait for minutes."""
    if host:
        with contextlib.suppress(OSError), socket.create_connection((host, 6000 + number), REMOTE_S):
            return True
        return False
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - the X protocol's fixed place
    for address in (path, "\0" + path):  # the file, and Linux' abstract name
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
            probe.connect(address)
            return True
    return False


def xft_dpi(resources: bytes) -> float | None:
    """The number of the line "Xft.dpi: 144" of the X resources, None without a usable one."""
    for line in resources.decode("latin-1").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "Xft.dpi":
            try:
                dpi = float(value)
            except ValueError:
                return None
            return dpi if 48 <= dpi <= 960 else None
    return None


def scale_of(frame: Box, size_mm: tuple[int, int], dpi: float | None) -> float:
    """Physical pixels per logical pixel. Xft.dpi is what toolkits draw by; without it, 2 for a very dense monitor."""
    if dpi is not None:
        return dpi / DPI
    width_mm, height_mm = size_mm
    if width_mm <= 0 or height_mm <= 0 or size_mm in ASPECTS_MM or frame.h < HIDPI_HEIGHT:
        return 1.0
    density = min(frame.w * 25.4 / width_mm, frame.h * 25.4 / height_mm)
    return 2.0 if density > HIDPI_DPI else 1.0

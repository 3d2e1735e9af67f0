"""A virtual desktop of one size, and what a recipe does on it: start a program, wait for it, take its picture."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from virtual_desktop import VirtualDesktop

from assistant.cancel import Token
from assistant.capture.x11 import X11Desktop
from assistant.types import Box, Capture, Scene, Thing, WindowInfo
from models.evidence.tree import TreeGatherer

STILL_S = 0.2
STILL_PIXELS = 150
"""A blinking text cursor may differ between two pictures of a program that has nothing more to draw."""
PATIENCE_S = 40.0

GTK_SETTINGS = """[Settings]
gtk-theme-name={theme}
gtk-application-prefer-dark-theme={dark}
gtk-icon-theme-name=Adwaita
gtk-font-name={font}
gtk-cursor-blink=0
gtk-enable-animations=0
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-xft-rgba=none
gtk-recent-files-enabled=0
"""


class Stage:
    """Programs get a home of their own, always at the same path, so that what they show of it never changes."""

    def __init__(self, desktop: VirtualDesktop, home: Path) -> None:
        self.desktop = desktop
        self.home = home
        self.x = X11Desktop(desktop.env["DISPLAY"])
        self._gatherer = TreeGatherer(
            desktop.env["DBUS_SESSION_BUS_ADDRESS"], display=desktop.env["DISPLAY"], budget_s=8.0, late_s=20.0
        )
        self._running: list[subprocess.Popen[bytes]] = []
        self.env: dict[str, str] = {}

    def close(self) -> None:
        self.clear()
        self._gatherer.close()
        self.x.close()

    def prepare(self, *, theme: str, scale: float) -> None:
        """An empty home, and a theme and scale for GTK and Qt programs; 2.0 doubles pixels, as desktops do."""
        shutil.rmtree(self.home, ignore_errors=True)
        dark = theme == "dark"
        for version in ("gtk-3.0", "gtk-4.0"):
            folder = self.home / ".config" / version
            folder.mkdir(parents=True)
            (folder / "settings.ini").write_text(
                GTK_SETTINGS.format(theme="Adwaita", dark=int(dark), font="DejaVu Sans 10")
            )
        style = "Adwaita-dark" if dark else "Adwaita"
        (self.home / ".gtkrc-2.0").write_text(f'gtk-theme-name="{style}"\ngtk-font-name="DejaVu Sans 10"\n')
        whole = 2 if scale == 2 else 1
        self.env = {
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local/share"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "GTK_THEME": "Adwaita:dark" if dark else "Adwaita",
            "GDK_SCALE": str(whole),
            "GDK_DPI_SCALE": str(1 if whole == 2 else scale),
            "QT_SCALE_FACTOR": str(scale),
            "QT_ACCESSIBILITY": "1",
            "TZ": "UTC",
            "GSETTINGS_BACKEND": "memory",
            "USER": "ada",
            "LOGNAME": "ada",
        }

    # -- programs -----------------------------------------------------------------------------------------------

    def start(self, *command: str, env: Mapping[str, str] | None = None, **kw: Any) -> subprocess.Popen[bytes]:
        kw.setdefault("cwd", str(self.home))
        process = self.desktop.start(list(command), env={**self.env, **(env or {})}, **kw)
        self._running.append(process)
        return process

    def run(self, *command: str) -> str:
        """Run a program to its end; what it wrote."""
        return subprocess.run(
            list(command), env={**self.desktop.env, **self.env}, cwd=self.home, check=True, timeout=60,
            capture_output=True, text=True, stdin=subprocess.DEVNULL,
        ).stdout  # fmt: skip

    def clear(self) -> None:
        """End the programs of this recipe, with their children."""
        for process in reversed(self._running):
            for number in (signal.SIGTERM, signal.SIGKILL):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, number)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(3)
                    break
        self._running.clear()

    # -- windows ------------------------------------------------------------------------------------------------

    def window(self, title: str, *, at: tuple[int, int, int, int] | None = None) -> WindowInfo:
        """Wait for a window whose title matches (a regular expression) and give it the focus, and a place if wanted."""
        number = self.desktop.wait_for_window(title, PATIENCE_S)
        self.desktop.run(["xdotool", "windowactivate", str(number)], check=False)
        if at is not None:
            x, y, w, h = at
            self.desktop.run(["xdotool", "windowsize", str(number), str(w), str(h)])
            self.desktop.run(["xdotool", "windowmove", str(number), str(x), str(y)])
        width, height = self.desktop.size
        self.desktop.run(["xdotool", "mousemove", str(width - 1), str(height - 1)])

        def focused() -> bool:
            with contextlib.suppress(Exception):  # no window has the focus yet
                return self.x.focused_window().id == number
            return False

        self.desktop.wait_for(focused, f"the focus of {title!r}", PATIENCE_S)
        return self.x.focused_window()

    def filled(self, title: str) -> WindowInfo:
        """As `window`, as large as the desktop, its frame around it."""
        width, height = self.desktop.size
        return self.window(title, at=(0, 0, width - 4, height - 26))

    def grab(self, source: str = "window") -> Capture:
        """What the product's own sources grab: the focused window's client area with its popups, or the screen."""
        window = self.x.focused_window()
        width, height = self.desktop.size
        frame = Box(0, 0, width, height)
        if source == "window":
            frame = window.frame
            for popup in self.x.popups(window):
                frame = frame.union(popup)
            frame = frame.clipped(width, height) or frame
        return Capture(self.x.pixels(frame), source, origin=(frame.x, frame.y), window=window)

    def still(self, source: str = "window") -> Capture:
        """A picture of a program that has drawn all it wants to: something is there, and three pictures agree."""
        return _still(lambda: self.grab(source), PATIENCE_S)

    def popups(self, capture: Capture) -> list[Box]:
        """Menus and lists that hang over the focused window, in pixels of the capture."""
        assert capture.window is not None
        return [box.moved(-capture.origin[0], -capture.origin[1]) for box in self.x.popups(capture.window)]

    def key(self, *keys: str) -> None:
        self.desktop.key(*keys)

    def type(self, text: str) -> None:
        self.desktop.run(["xdotool", "type", "--delay", "8", text])

    def click(self, x: int, y: int, button: int = 1) -> None:
        """At a pixel of the desktop."""
        self.desktop.run(["xdotool", "mousemove", str(x), str(y), "click", str(button)])

    def things(self, capture: Capture, ready: Callable[[tuple[Thing, ...]], bool] = bool) -> tuple[Thing, ...]:
        """What Hearsight's own gatherer hears of the window, once it hears what `ready` wants."""
        end = time.monotonic() + PATIENCE_S
        scene = Scene(capture.width, capture.height, capture.source, window=capture.window)
        while True:
            things = list(self._gatherer.gather(capture, scene, Token()))[-1].things
            if ready(things):
                return things
            if time.monotonic() > end:
                raise RuntimeError("the program's accessibility tree never showed what was waited for")
            time.sleep(0.1)

    @property
    def bus_address(self) -> str:
        return self.desktop.env["DBUS_SESSION_BUS_ADDRESS"]


def same(a: Capture, b: Capture) -> bool:
    """But for a text cursor."""
    if a.pixels.shape != b.pixels.shape:
        return False
    return int(np.any(a.pixels != b.pixels, axis=2).sum()) <= STILL_PIXELS


def _still(grab: Callable[[], Capture], patience_s: float) -> Capture:
    end = time.monotonic() + patience_s
    last, agreed = grab(), 0
    while agreed < 2:
        time.sleep(STILL_S)
        capture = grab()
        blank = int(capture.pixels.max()) - int(capture.pixels.min()) < 60
        agreed = agreed + 1 if same(capture, last) and not blank else 0
        last = capture
        if time.monotonic() > end:
            raise RuntimeError("the program never stopped drawing" if not blank else "the program drew nothing")
    return last


@contextlib.contextmanager
def on_desktop(size: tuple[int, int], home: Path) -> Iterator[Stage]:
    with VirtualDesktop(size, sound=False, tray=False) as desktop:
        stage = Stage(desktop, home)
        try:
            yield stage
        finally:
            stage.close()


def has(programs: Sequence[str]) -> list[str]:
    """Those of `programs` that are not installed."""
    return [name for name in programs if shutil.which(name) is None]

"""One virtual desktop for all tests of the windows, a text pad with the focus, and the app as a program on it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from virtual_desktop import VirtualDesktop

from assistant.settings import LooksSettings
from tests.ui.eyes import Eyes
from ui.looks import Looks

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60
"""Only how long a test waits before it fails; on a busy machine starting a program may take many seconds."""


@pytest.fixture(scope="module")
def qt() -> QApplication:
    """For windows without a desktop: Qt's offscreen platform, in this process."""
    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else QApplication(["tests", "-platform", "offscreen"])


@pytest.fixture
def looks(qt: QApplication) -> Iterator[Looks]:
    palette, font, style = qt.palette(), qt.font(), qt.style().objectName()
    looks = Looks(qt)
    yield looks
    looks.apply(LooksSettings(), "en")
    looks.end()
    qt.setStyle(style)
    qt.setPalette(palette)
    qt.setFont(font)


@pytest.fixture(scope="session")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(sound=False) as desktop:
        desktop.wait_for(
            lambda: bool(desktop.run(["xdotool", "search", "--class", "trayer"], check=False).stdout), "tray"
        )
        yield desktop


@pytest.fixture(scope="session")
def eyes(desktop: VirtualDesktop) -> Iterator[Eyes]:
    eyes = Eyes(desktop)
    yield eyes
    eyes.close()


class Pad:
    """A terminal that writes every byte typed into it to a file at once, so that a leaked key shows."""

    def __init__(self, desktop: VirtualDesktop, folder: Path) -> None:
        self.desktop = desktop
        self.file = folder / "typed"
        script = f"stty raw -echo; exec cat > '{self.file}'"
        self.process = desktop.start(["xterm", "-T", f"pad {folder.name}", "-e", "sh", "-c", script])
        self.window = desktop.wait_for_window(f"pad {folder.name}")
        desktop.wait_for(self.file.exists, "the pad")
        desktop.focus(self.window)

    @property
    def typed(self) -> str:
        return self.file.read_bytes().decode("latin-1")

    def wait_for(self, text: str) -> None:
        self.desktop.wait_for(lambda: text in self.typed, f"{text!r} in the pad", PATIENCE_S)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture
def open_pad(tmp_path: Path) -> Iterator[Callable[[VirtualDesktop], Pad]]:
    """Opens a pad on a desktop; it has the focus then."""
    pads: list[Pad] = []

    def start(desktop: VirtualDesktop) -> Pad:
        pads.append(Pad(desktop, tmp_path))
        return pads[-1]

    yield start
    for pad in pads:
        pad.close()


@pytest.fixture
def pad(desktop: VirtualDesktop, open_pad: Callable[[VirtualDesktop], Pad]) -> Pad:
    return open_pad(desktop)


class App:
    """`told_app.py` as a program; `told` is what its controller was told so far."""

    def __init__(self, desktop: VirtualDesktop, arguments: list[str]) -> None:
        self.told: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        self.process = desktop.start(
            [sys.executable, str(Path(__file__).with_name("told_app.py")), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "PYTHONFAULTHANDLER": "1"},
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.wait("up")

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._changed:
                self.told.append(json.loads(line))
                self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()

    def wait(self, what: str, count: int = 1) -> list[dict[str, Any]]:
        """Wait until it was told `what` at least `count` times; all of them, in order."""
        with self._changed:
            arrived = self._changed.wait_for(lambda: len(self.all(what)) >= count, PATIENCE_S)
        assert arrived, f"told {what} {len(self.all(what))} times, not {count}; told: {self.told}; {self.errors()}"
        return self.all(what)

    def all(self, what: str) -> list[dict[str, Any]]:
        return [row for row in self.told if row["what"] == what]

    def actions(self) -> list[tuple[str, str]]:
        """("press" or "release", action), in order."""
        return [(row["what"], row["action"]) for row in self.told if row["what"] in ("press", "release")]

    def order(self, **order: Any) -> None:
        """Make its controller do something; returns when it has."""
        obeyed = len(self.all("obeyed"))
        assert self.process.stdin is not None
        self.process.stdin.write((json.dumps(order) + "\n").encode())
        self.process.stdin.flush()
        self.wait("obeyed", obeyed + 1)

    def event(self, name: str, **fields: Any) -> None:
        self.order(event=name, **{"with": fields})

    def errors(self) -> str:
        """What it wrote to stderr; empty while it runs."""
        if self.process.poll() is None or self.process.stderr is None:
            return ""
        return self.process.stderr.read().decode()

    def stop(self) -> int:
        self.process.terminate()
        code = self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        return code


@pytest.fixture
def start_app(desktop: VirtualDesktop) -> Iterator[Callable[..., App]]:
    """Starts the app; it must end with 0 and have written nothing to stderr."""
    apps: list[App] = []

    def start(*arguments: str, on: VirtualDesktop = desktop) -> App:
        apps.append(App(on, list(arguments)))
        return apps[-1]

    yield start
    for app in apps:
        code = app.stop() if app.process.poll() is None else app.process.returncode
        assert (code, app.errors()) == (0, "")


@pytest.fixture
def wait_until() -> Callable[[Callable[[], Any], str], Any]:
    """Poll something of another process that has no event of its own; what it returned, once that is true."""

    def wait(ready: Callable[[], Any], what: str) -> Any:
        end = time.monotonic() + PATIENCE_S
        while not (result := ready()):
            assert time.monotonic() < end, f"never: {what}"
            time.sleep(0.03)
        return result

    return wait

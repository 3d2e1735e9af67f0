"""A camera by QtMultimedia, where PySide6-Addons is installed: a child process (`ui.qt_cameras`) shows it.

For systems where OpenCV can't list cameras, and cameras that OpenCV can't open.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import os
import struct
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.capture.cameras import Camera
from assistant.capture.reels import Still
from assistant.errors import CameraMissing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.types import Pixels

CHILD = (sys.executable, "-P", "-m", "ui.qt_cameras")
"""-P: not a `ui` that lies in the folder where the command was given."""
ROOT = Path(__file__).resolve().parents[3]
HEAD = struct.Struct("<4sII")
MAGIC = b"RGB8"
LIST_S = 20.0
REMARKS, LONGEST_REMARK = 3, 300
"""Lines of the child's stderr that are kept, and bytes of one."""
LARGEST = 1 << 29
"""Bytes of a frame; what says it is more is none."""


class QtReel:
    """The port: `reels.Reel`. `child`: for tests. Raises `errors.CameraMissing`."""

    paced = False

    def __init__(self, key: str, name: str, *, child: Sequence[str] = CHILD) -> None:
        self._name = name
        self._child = subprocess.Popen(
            [*child, "show", key],
            stdin=subprocess.PIPE,  # its end is how the child knows that this process has gone
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
        )
        # Qt's decoders grumble at each frame; a pipe that nobody empties would stop the child.
        self._said: deque[bytes] = deque(maxlen=REMARKS)
        self._listens = threading.Thread(target=self._listen, name="camera remarks", daemon=True)
        self._listens.start()

    def read(self) -> Still:
        head = self._bytes(HEAD.size)
        magic, width, height = HEAD.unpack(head)
        if magic != MAGIC or not 0 < width * height * 3 <= LARGEST:
            raise self._lost()
        data = self._bytes(width * height * 3)
        return Still(lambda: _pixels(data, width, height))

    def interrupt(self) -> None:
        with contextlib.suppress(OSError):
            self._child.terminate()

    def close(self) -> None:
        self.interrupt()
        try:
            self._child.wait(2)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._listens.join(1)
        for pipe in (self._child.stdin, self._child.stdout, self._child.stderr):
            if pipe is not None and not (pipe is self._child.stderr and self._listens.is_alive()):
                pipe.close()

    def _listen(self) -> None:
        assert self._child.stderr is not None  # noqa: S101 - Popen was told so
        while line := self._child.stderr.readline(LONGEST_REMARK):
            self._said.append(line)

    def _bytes(self, count: int) -> bytes:
        assert self._child.stdout is not None  # noqa: S101 - Popen was told so
        data = self._child.stdout.read(count)
        if len(data) < count:
            raise self._lost()
        return data

    def _lost(self) -> CameraMissing:
        self.interrupt()
        self._listens.join(1)
        why = b"".join(tuple(self._said)).decode("utf-8", "replace").strip()
        return CameraMissing(
            f"I can't see: {self._name} gives no picture. Another program may be using it.", detail=why
        )


def there() -> bool:
    """Whether QtMultimedia is installed. Nothing is loaded for it."""
    try:
        return bool(importlib.metadata.version("PySide6-Addons"))
    except importlib.metadata.PackageNotFoundError:
        return False


def cameras(child: Sequence[str] = CHILD) -> list[Camera]:
    """Numbered as Qt lists them. Raises `errors.CameraMissing`."""
    try:
        done = subprocess.run(
            [*child, "list"], stdin=subprocess.DEVNULL, capture_output=True, timeout=LIST_S, env=_environment()
        )
        found: Any = json.loads(done.stdout) if done.returncode == 0 else None
    except (OSError, subprocess.TimeoutExpired, ValueError):
        found = None
    if not isinstance(found, list):
        raise CameraMissing("I can't find out which cameras there are.")
    return [
        Camera(number, str(one["name"]), tuple((int(w), int(h)) for w, h in one["sizes"]), key=str(one["id"]))
        for number, one in enumerate(found)
    ]


def _environment() -> dict[str, str]:
    """Where Hearsight lies, also when it is not installed."""
    path = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), path] if path else [str(ROOT)])}


def _pixels(data: bytes, width: int, height: int) -> Pixels:
    import numpy as np

    return np.frombuffer(data, np.uint8).reshape(height, width, 3).copy()

"""Cameras by QtMultimedia, as a program of its own: `python -m ui.qt_cameras list`, or `show ID`.

It wants PySide6-Addons, which Hearsight does not require. Qt delivers frames to an event loop, and on macOS asks for
the permission there: here both have a process to themselves, whose end is the camera's. `list` prints one JSON array.
`show` writes frames to stdout: `HEAD` (width, height), then width * height * 3 bytes of RGB. One sentence on stderr
and exit code 4 where it can't.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import sys
import threading
from typing import Any

HEAD = struct.Struct("<4sII")
MAGIC = b"RGB8"
FIRST_FRAME_MS = 12_000
BROKEN = 4


def listed() -> list[dict[str, Any]]:
    """[{"id", "name", "sizes": [[width, height], ...]}], the usual one first."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtMultimedia import QMediaDevices

    app = QCoreApplication.instance() or QCoreApplication([])
    usual = QMediaDevices.defaultVideoInput()
    devices = sorted(QMediaDevices.videoInputs(), key=lambda one: one != usual)
    del app
    return [
        {
            "id": _key(one),
            "name": one.description(),
            "sizes": sorted({(size.width(), size.height()) for size in one.photoResolutions()}, reverse=True),
        }
        for one in devices
    ]


def _key(device: Any) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")


def end_with_the_parent(end: Any = os._exit) -> threading.Thread:
    """Whoever started this holds its stdin: when that closes nobody looks any more, and the camera must not stay on."""

    def wait() -> None:
        with contextlib.suppress(OSError, ValueError):
            while sys.stdin.buffer.read(4096):
                pass
        end(0)

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def show(wanted: str) -> int:
    """Until stdin or stdout is closed. The exit code."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QMediaDevices, QVideoSink

    app = QGuiApplication([])
    device = next((one for one in QMediaDevices.videoInputs() if _key(one) == wanted), None)
    if device is None:
        return told("That camera is not connected any more.")
    camera, session, sink = QCamera(device), QMediaCaptureSession(), QVideoSink()
    session.setCamera(camera)
    session.setVideoSink(sink)
    written = 0

    def write(frame: Any) -> None:
        nonlocal written
        try:
            written += write_frame(frame.toImage())
        except OSError:  # whoever looked has gone
            app.quit()

    sink.videoFrameChanged.connect(write)
    camera.errorOccurred.connect(lambda _, text: app.exit(told(text or "The camera failed.")))
    QTimer.singleShot(FIRST_FRAME_MS, lambda: written or app.exit(told("The camera gives no picture.")))
    _allowed(app, camera.start)
    return app.exec()


def write_frame(image: Any) -> bool:
    """Whether there was one to write. Raises `OSError`."""
    from PySide6.QtGui import QImage

    if image.isNull():
        return False
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    width, height, step = image.width(), image.height(), image.bytesPerLine()
    data = memoryview(image.constBits())
    out = sys.stdout.buffer
    out.write(HEAD.pack(MAGIC, width, height))
    for row in range(height) if step != width * 3 else ():  # Qt fills rows up to 4 bytes
        out.write(data[row * step : row * step + width * 3])
    if step == width * 3:
        out.write(data[: width * height * 3])
    out.flush()
    return True


def told(sentence: str) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return BROKEN


def _allowed(app: Any, start: Any) -> None:
    """Start it once the person has allowed it, where the system asks (macOS)."""
    from PySide6 import QtCore

    kind = getattr(QtCore, "QCameraPermission", None)
    if kind is None or app.checkPermission(kind()) == QtCore.Qt.PermissionStatus.Granted:
        start()
        return

    def answered(permission: Any) -> None:
        if permission.status() == QtCore.Qt.PermissionStatus.Granted:
            start()
        else:
            app.exit(told("I am not allowed to use the camera. Allow it in the system's privacy settings."))

    app.requestPermission(kind(), answered)


def main(arguments: list[str]) -> int:
    try:
        if arguments == ["list"]:
            print(json.dumps(listed(), ensure_ascii=False))
            return 0
        if len(arguments) == 2 and arguments[0] == "show":
            end_with_the_parent()
            return show(arguments[1])
    except ImportError:
        return told("QtMultimedia is not installed: pip install PySide6-Addons")
    return told("Use: python -m ui.qt_cameras list | show ID")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

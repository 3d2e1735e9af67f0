"""A camera by OpenCV: V4L2 on Linux, Media Foundation or DirectShow on Windows, AVFoundation on macOS."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from assistant.capture.reels import Still
from assistant.errors import CameraMissing

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SIZE = (1280, 720)
"""Asked for; a camera that can't gives the nearest that it has. Enough to read a page held up to it."""
SETTLING_FRAMES, SETTLING_S = 5, 1.0
"""The first frames of a web camera are dark: the exposure is still being found. One of a frame a second is not waited
for as long."""


class CameraReel:
    """The port: `reels.Reel`. `device`: its number from 0. Not mirrored: left in the picture is what the camera has on
    its left. Raises `errors.CameraMissing`."""

    paced = False

    def __init__(self, device: int, name: str, *, open_device: Callable[[int], Any] | None = None) -> None:
        self._name = name
        self._read_once = False
        self._camera = (open_device or _opened)(device)
        try:
            if not self._camera.isOpened():
                raise CameraMissing(f"I can't open {name}. Another program may be using it.")
            since_s = time.monotonic()
            for _ in range(SETTLING_FRAMES):
                self.read()
                if time.monotonic() - since_s > SETTLING_S:
                    break
        except BaseException:
            self.close()
            raise

    def read(self) -> Still:
        read, frame = self._camera.read()
        if not read or frame is None:
            if self._read_once:
                raise CameraMissing(f"{self._name} gives no picture any more. Was it unplugged?")
            raise CameraMissing(f"I can't see: {self._name} gives no picture. Another program may be using it.")
        self._read_once = True
        return Still(lambda: _rgb(frame))

    def interrupt(self) -> None:
        """OpenCV can't be: a frame comes soon, or its own time limit."""

    def close(self) -> None:
        self._camera.release()


def _opened(device: int) -> Any:
    import cv2

    quiet: Any = cv2  # its types know nothing of the log
    quiet.setLogLevel(0)  # it would print its own complaint
    if sys.platform == "linux":
        camera: Any = cv2.VideoCapture(device, cv2.CAP_V4L2)
        camera.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))  # USB 2 carries no raw 720p at 30 a second
    else:
        camera = cv2.VideoCapture(device)
    camera.set(cv2.CAP_PROP_FRAME_WIDTH, SIZE[0])
    camera.set(cv2.CAP_PROP_FRAME_HEIGHT, SIZE[1])
    camera.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return camera


def _rgb(frame: Any) -> npt.NDArray[np.uint8]:
    import cv2

    if frame.ndim == 2:  # an infrared camera
        return cv2.cvtColor(frame, cv2.COLOR_GRAY2RGB)  # type: ignore[no-any-return]
    return cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)  # type: ignore[no-any-return]

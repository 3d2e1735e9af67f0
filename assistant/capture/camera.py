"""One picture of a camera."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import CameraMissing
from assistant.types import Capture

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SETTLING_FRAMES = 5
"""The first frames of a web camera are dark: the exposure is still being found."""


class CameraSource:
    """A camera, by OpenCV; not mirrored: left in the picture is what the camera has on its left.

    `device`: the camera's number from 0, or a video file that stands in for one.
    The port: `ports.CaptureSource`.
    """

    def __init__(self, device: int | str = 0) -> None:
        self.device = device

    def grab(self) -> Capture:
        """Raises `errors.CameraMissing`."""
        if isinstance(self.device, int) and sys.platform == "linux" and not any(Path("/dev").glob("video*")):
            raise CameraMissing  # asked here, since OpenCV would print its own complaint
        import cv2

        camera: Any = cv2.VideoCapture(self.device)
        try:
            frame: npt.NDArray[np.uint8] | None = None
            for _ in range(SETTLING_FRAMES):
                read, frame = camera.read()
                if not read or frame is None:
                    raise CameraMissing("I can't see: the camera gives no picture. Another program may be using it.")
            return Capture(pixels=cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), source="camera", taken_at=time.time())
        finally:
            camera.release()

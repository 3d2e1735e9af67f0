"""A picture that was pasted or kept: the bytes of its file."""

from __future__ import annotations

import io
import time

from assistant.capture.picture import decode
from assistant.types import Capture


class BytesSource:
    """The port: `ports.CaptureSource`."""

    def __init__(self, data: bytes, name: str) -> None:
        """`name`: what it is called in sentences."""
        self._data, self._name = data, name

    def grab(self) -> Capture:
        """Raises `errors.EmptyPicture`, `NotAPicture`, `BrokenPicture`, `TooLarge`."""
        pixels = decode(io.BytesIO(self._data), self._name)
        return Capture(pixels=pixels, source="file", taken_at=time.time(), name=self._name)

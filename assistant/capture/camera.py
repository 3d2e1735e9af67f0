"""A camera, live; and one picture of anything that moves."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.cancel import Token
from assistant.capture.gate import CAMERA_BLACK, flat_colour
from assistant.capture.live import Live
from assistant.errors import CameraMissing

if TYPE_CHECKING:
    from assistant.capture.cameras import Camera
    from assistant.capture.reels import Reel
    from assistant.ports import LiveSource
    from assistant.types import Capture

DARK_FRAMES = 50
"""So many black frames at the beginning of a video are passed over: 2 s of most, which fade in."""


class CameraSource:
    """One picture of a camera, a stream or a video: its first that is not black. The port: `ports.CaptureSource`."""

    def __init__(self, source: LiveSource) -> None:
        self.source = source

    def grab(self) -> Capture:
        """Raises `errors.CameraMissing`, `errors.UnusableInput`."""
        token = Token()
        frames = self.source.frames(token)
        first = None
        try:
            for passed, capture in enumerate(frames):
                first = first or capture
                colour = flat_colour(capture)
                if colour is None or max(colour) > CAMERA_BLACK:
                    return _by_itself(capture)
                if self.source.live or passed >= DARK_FRAMES:
                    break
        finally:
            frames.close()  # type: ignore[attr-defined] # a generator, says the port
        if first is None:
            raise CameraMissing(f"I can't see: {self.source.name} gives no picture.")
        return _by_itself(first)


def live_camera(which: str = "") -> Live:
    """`which`: a number, a part of a name, or nothing for the first one. Looked for when it is opened."""

    def opened() -> Reel:
        from assistant.capture.cameras import camera_named

        camera = camera_named(which)
        live.name = camera.name
        return camera_reel(camera)

    live = Live(opened, f"camera {which}".strip())
    return live


def camera_reel(camera: Camera) -> Reel:
    """By OpenCV; by QtMultimedia what that has listed, or OpenCV can't open. Raises `errors.CameraMissing`."""
    from assistant.capture.reels import qt
    from assistant.capture.reels.opencv import CameraReel

    if camera.key:
        return qt.QtReel(camera.key, camera.name)
    try:
        return CameraReel(camera.number, camera.name)
    except CameraMissing:
        if not qt.there():
            raise
        device = f"/dev/video{camera.number}"
        there = qt.cameras()
        same = [one for one in there if one.key.endswith(device)]
        same = same or [one for one in there if one.name == camera.name]
        if len(same) != 1:  # of two with one name nobody knows which is meant
            raise
        return qt.QtReel(same[0].key, camera.name)


def _by_itself(capture: Capture) -> Capture:
    return replace(capture, moment_s=None, taken_at=capture.taken_at or time.time())

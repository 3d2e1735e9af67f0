"""The picture that a part is cut out of once it is known: of what has the focus, of what is under the pointer."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.capture.desktop import desktop
from assistant.capture.screen import attended
from assistant.capture.window import WindowSource
from assistant.errors import NoWindow
from assistant.types import Box, Capture

if TYPE_CHECKING:
    from assistant.parts import Part


class PartSource:
    """The focused window, or the monitor under the pointer; `assistant.parts` cuts the part out.

    The port: `ports.CaptureSource`.
    """

    def __init__(self, part: Part, *, display: str | None = None) -> None:
        self.part = part
        self._display = display

    def grab(self) -> Capture:
        """Raises `errors.NoDisplay`; `errors.NoWindow` where there is no focused window, or no pointer is told;
        `errors.NeverLook`."""
        if self.part == "focus":
            return replace(WindowSource(display=self._display).grab(), source="focus")
        desk = desktop(self._display)
        taken_at = time.time()
        spot = desk.pointer()
        if spot is None:
            raise NoWindow("On this system I can't tell where the pointer is. Try describing the whole screen.")
        monitor = attended(desk.monitors(), None, spot)
        desk.pixels(Box(*spot, 1, 1))  # raises where a program that is never looked at is under it
        pixels, left_out = desk.seen(monitor.frame)
        under = (one for one in desk.windows() if one.frame.contains(Box(*spot, 1, 1)))
        return Capture(
            pixels=pixels,
            source="pointer",
            taken_at=taken_at,
            origin=(monitor.frame.x, monitor.frame.y),
            scale=monitor.scale,
            window=next(under, None),
            left_out=left_out,
            pointer=(spot[0] - monitor.frame.x, spot[1] - monitor.frame.y),
        )

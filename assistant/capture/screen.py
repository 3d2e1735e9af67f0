"""A monitor, the whole desktop, or a part of it."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from assistant.capture.desktop import desktop
from assistant.errors import NeverLook, NoWindow, Usage
from assistant.types import Box, Capture

if TYPE_CHECKING:
    from assistant.capture.desktop import Desktop, Monitor
    from assistant.types import WindowInfo

_MONITOR = re.compile(r"monitor:([1-9]\d{0,2})")
_REGION = re.compile(r"region:\s*(-?\d{1,6}),\s*(-?\d{1,6}),\s*(\d{1,6}),\s*(\d{1,6})")


class ScreenSource:
    """What is on a screen now.

    `spec`: "screen" (the monitor with the focused window; else the one under the pointer, else the primary one),
    "monitor:N" (from 1), "all" (the whole desktop), "region:X,Y,W,H" (desktop pixels; what hangs over is cut off).
    Raises `errors.Usage` for another spec. The port: `ports.CaptureSource`.
    """

    def __init__(self, spec: str = "screen", *, display: str | None = None) -> None:
        self.spec = spec
        self._display = display
        self._number = 0
        self._region: Box | None = None
        if match := _MONITOR.fullmatch(spec):
            self._number = int(match[1])
        elif match := _REGION.fullmatch(spec):
            self._region = Box(*(int(number) for number in match.groups()))
            if self._region.area == 0:
                raise Usage("A region needs a width and a height: region:X,Y,WIDTH,HEIGHT")
        elif spec not in ("screen", "all"):
            raise Usage(f"I don't know the screen {spec!r}. Use screen, all, monitor:N or region:X,Y,WIDTH,HEIGHT.")

    def grab(self) -> Capture:
        """Raises `errors.NoDisplay`, or `errors.Usage` for a monitor or region that is not there."""
        desk = desktop(self._display)
        taken_at = time.time()
        monitors = desk.monitors()
        window = _focused(desk)
        monitor, frame = self._where(desk, monitors, window)
        shown = window is not None and window.frame.overlap(frame) > 0
        pixels, left_out = desk.seen(frame)
        return Capture(
            pixels=pixels,
            source="region" if self._region else self.spec,
            taken_at=taken_at,
            origin=(frame.x, frame.y),
            scale=monitor.scale,
            window=window if shown else None,
            left_out=left_out,
        )

    def _where(self, desk: Desktop, monitors: list[Monitor], window: WindowInfo | None) -> tuple[Monitor, Box]:
        if self._number:
            if self._number > len(monitors):
                there = "there is one" if len(monitors) == 1 else f"there are {len(monitors)}"
                raise Usage(f"There is no monitor {self._number}: {there}.")
            return monitors[self._number - 1], monitors[self._number - 1].frame
        if self.spec == "screen":
            monitor = attended(monitors, window.frame if window else None, None if window else desk.pointer())
            return monitor, monitor.frame
        bounds = desk.bounds()
        if self._region is None:
            return attended(monitors, window.frame if window else None, None), bounds
        frame = inside(self._region, bounds)
        if frame is None:
            raise Usage(f"That region is outside the desktop, which is {bounds.w} by {bounds.h} pixels.")
        return attended(monitors, frame, None), frame


def attended(monitors: list[Monitor], frame: Box | None, pointer: tuple[int, int] | None) -> Monitor:
    """The monitor that shows most of `frame`; else the one under the pointer, the primary one, the first."""
    if frame is not None:
        best = max(monitors, key=lambda monitor: monitor.frame.overlap(frame))
        if best.frame.overlap(frame):
            return best
    if pointer is not None:
        spot = Box(*pointer, 1, 1)
        for monitor in monitors:
            if monitor.frame.contains(spot):
                return monitor
    return next((monitor for monitor in monitors if monitor.primary), monitors[0])


def inside(frame: Box, bounds: Box) -> Box | None:
    """The part of `frame` within `bounds`, which need not begin at (0, 0); None if there is none."""
    part = frame.moved(-bounds.x, -bounds.y).clipped(bounds.w, bounds.h)
    return part.moved(bounds.x, bounds.y) if part else None


def _focused(desk: Desktop) -> WindowInfo | None:
    try:
        return desk.focused_window()
    except (NoWindow, NeverLook):
        return None

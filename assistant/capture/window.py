"""The window that has the focus."""

from __future__ import annotations

import time

from assistant.capture.desktop import desktop
from assistant.capture.screen import attended
from assistant.types import Capture


class WindowSource:
    """The client area of the focused window (its border and title bar are the window manager's; the title is in
    `Capture.window`), with whatever covers it; larger where an open menu or list of it hangs over. What is beyond
    the edge of the desktop is cut off.

    The port: `ports.CaptureSource`.
    """

    def __init__(self, *, display: str | None = None) -> None:
        self._display = display

    def grab(self) -> Capture:
        """Raises `errors.NoDisplay`, `errors.NoWindow`, `errors.NeverLook`."""
        desk = desktop(self._display)
        taken_at = time.time()
        window = desk.focused_window()
        frame = window.frame
        for popup in desk.popups(window):
            frame = frame.union(popup)
        pixels, left_out = desk.seen(frame)
        return Capture(
            pixels=pixels,
            source="window",
            taken_at=taken_at,
            origin=(frame.x, frame.y),
            scale=attended(desk.monitors(), window.frame, None).scale,
            window=window,
            left_out=left_out,
        )

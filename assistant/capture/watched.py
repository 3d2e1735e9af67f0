"""What a watch looks at: one window, wherever it is, whatever lies over it; or any other source of pictures."""

from __future__ import annotations

import time

from assistant.capture.choose import source_from
from assistant.capture.desktop import desktop
from assistant.errors import NoWindow, Usage
from assistant.ports import CaptureSource
from assistant.types import Box, Capture, WindowInfo
from assistant.watching import Place, Sight

SEEN_SHARE = 0.02
"""A window of which no more than this shows is covered."""


class WatchedWindow:
    """The port: `watching.Place`. Its borders, and menus that hang over its edges, are not looked at."""

    def __init__(self, window: WindowInfo, *, display: str | None = None) -> None:
        self._window = window
        self._display = display

    def see(self) -> Sight:
        """Raises `errors.NoDisplay`."""
        desk = desktop(self._display)
        standing = desk.standing(self._window.id)
        window = standing.window
        if standing.state == "closed" or (window is not None and window.pid != self._window.pid):
            return Sight(None, "closed")
        if window is None:
            return Sight(None, "minimised")
        frame = window.frame
        beside = tuple(one for one in desk.windows() if one.pid == window.pid != 0 and one.id != window.id)
        covered = _inside(standing.over, frame)
        if covered and _shown(covered, frame) <= SEEN_SHARE:
            return Sight(None, "covered", beside=beside)
        pixels, left_out = desk.seen(frame)
        capture = Capture(
            pixels=pixels,
            source="window",
            taken_at=time.time(),
            origin=(frame.x, frame.y),
            window=window,
            left_out=left_out,
        )
        return Sight(capture, covered=covered, beside=beside)

    def beside(self, window: WindowInfo) -> Capture | None:
        """Raises `errors.NoDisplay`."""
        desk = desktop(self._display)
        standing = desk.standing(window.id)
        now = standing.window
        if now is None:
            return None
        frame = now.frame
        covered = _inside(standing.over, frame)
        if covered and _shown(covered, frame) <= SEEN_SHARE:
            return None
        pixels = desk.pixels(frame)
        if covered:  # by another program, perhaps: nothing of it
            pixels = pixels.copy()
            for box in covered:
                pixels[box.y : box.bottom, box.x : box.right] = 0
        return Capture(
            pixels=pixels,
            source="window",
            taken_at=time.time(),
            origin=(frame.x, frame.y),
            window=now,
        )


class WatchedSource:
    """The port: `watching.Place`, over a screen, a monitor or a region."""

    def __init__(self, source: CaptureSource) -> None:
        self._source = source

    def see(self) -> Sight:
        return Sight(self._source.grab())

    def beside(self, window: WindowInfo) -> Capture | None:
        del window  # of a screen all windows are seen
        return None


def watched(spec: str | None = None, title: str | None = None, *, display: str | None = None) -> Place:
    """The window with the focus now, the topmost one with `title` in its title, or another source.

    Raises `errors.Usage`, `errors.NoWindow`, `errors.NoDisplay`.
    """
    if spec not in (None, "window"):
        if title is not None:
            raise Usage("Name a window or another source, not both.")
        return WatchedSource(source_from(spec, None, display=display))
    desk = desktop(display)
    if title is None:
        return WatchedWindow(desk.focused_window(), display=display)
    found = next((one for one in desk.windows() if title.casefold() in one.title.casefold()), None)
    if found is None:
        raise NoWindow("No window has that in its title.")
    return WatchedWindow(found, display=display)


def _inside(over: tuple[Box, ...], frame: Box) -> tuple[Box, ...]:
    """What lies over a window, in its own pixels."""
    boxes = (box.moved(-frame.x, -frame.y).clipped(frame.w, frame.h) for box in over)
    return tuple(box for box in boxes if box is not None)


def _shown(covered: tuple[Box, ...], frame: Box) -> float:
    """The share of the window that nothing lies over."""
    import numpy as np

    seen = np.ones((frame.h, frame.w), bool)
    for box in covered:
        seen[box.y : box.bottom, box.x : box.right] = False
    return float(seen.mean())

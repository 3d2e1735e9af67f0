"""What every moving picture has, whatever it comes from."""

from __future__ import annotations

from collections.abc import Callable


class Moving:
    """The part of the port `ports.LiveSource` that does not depend on where the frames come from."""

    live = True

    def __init__(self, name: str) -> None:
        self.name = name
        self.on_open: Callable[[bool], None] = lambda _: None
        self.on_idle: Callable[[], None] = lambda: None
        self.dropped = 0
        """Frames that nobody saw, and ..."""
        self.damaged = 0
        """... frames that could not be decoded, since it was last opened."""

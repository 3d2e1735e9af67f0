"""The screen or a window as a moving picture. The port: `ports.LiveSource`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.capture.moving import Moving

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import CaptureSource
    from assistant.types import Capture, StreamNews

PER_S = 10.0
"""Grabs a second at most: a screen has no frames of its own."""


class ScreenLive(Moving):
    """A grab at each pull, so that none is dropped. A screen that stands still is none that hangs."""

    def __init__(self, source: CaptureSource, name: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(name)
        self._source = source
        self._clock = clock

    def frames(self, token: Token) -> Iterator[Capture]:
        token.check()
        began = self._clock()
        while True:
            at = self._clock()
            yield replace(self._source.grab(), moment_s=at - began)
            token.wait(max(0.0, at + 1 / PER_S - self._clock()))
            token.check()

    def watched(self, token: Token) -> Iterator[Capture | StreamNews]:
        yield from self.frames(token)

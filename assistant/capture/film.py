"""What has an end: a video file, pictures one after the other. The port: `ports.LiveSource`."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from assistant.capture.moving import Moving
from assistant.capture.stream_watch import StreamWatch
from assistant.errors import UnusableInput
from assistant.types import Capture

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.capture.reels import OpenReel, Reel, Still
    from assistant.types import StreamNews


LONGEST_WAIT_S = 30.0
"""Between two frames. A recording of a screen has long pauses; hours between two frames are a broken file's."""


class Film(Moving):
    """In real time, frames dropped when whoever looks is slow; or every frame at once, the same each time.

    `clock` gives seconds, `wait` sleeps so many unless cancelled: both for tests."""

    live = False

    def __init__(
        self,
        open_reel: OpenReel,
        name: str,
        *,
        every_frame: bool = False,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[Token, float], object] = lambda token, seconds: token.wait(seconds),
    ) -> None:
        super().__init__(name)
        self._open_reel = open_reel
        self._every_frame = every_frame
        self._clock = clock
        self._wait = wait

    def frames(self, token: Token) -> Generator[Capture]:
        token.check()
        self.dropped = self.damaged = 0
        reel = self._open_reel()
        try:
            self.on_open(True)
            yield from self._seen(reel, token)
        finally:
            reel.close()
            self.on_open(False)

    def watched(self, token: Token) -> Iterator[Capture | StreamNews]:
        watch = StreamWatch(frozen=False)  # a still picture in a film was meant to be one
        with closing(self.frames(token)) as frames:
            for capture in frames:
                yield from watch.see(capture)
                yield capture

    def _seen(self, reel: Reel, token: Token) -> Iterator[Capture]:
        seen = False
        for still in self._all(reel, token) if self._every_frame else self._due(reel, token):
            pixels = still.pixels()
            if pixels is None:
                self.damaged += 1
                continue
            seen = True
            yield Capture(
                pixels=pixels, source="camera", taken_at=time.time(), name=self.name, moment_s=still.moment_s or 0.0
            )
            token.check()
        if not seen:
            raise UnusableInput(f"There is no picture in {self.name} that I can see.")

    def _all(self, reel: Reel, token: Token) -> Iterator[Still]:
        while (still := reel.read()) is not None:
            token.check()
            yield still

    def _due(self, reel: Reel, token: Token) -> Iterator[Still]:
        """At each pull the last one that is due; the next one is waited for where that was already shown."""
        ahead = reel.read()
        began = self._clock() - (_moment(ahead) if ahead else 0.0)
        while ahead is not None:
            late = self._clock() - began
            if _moment(ahead) > late:
                wait_s = min(_moment(ahead) - late, LONGEST_WAIT_S)
                self._wait(token, wait_s)
                began -= _moment(ahead) - late - wait_s  # the rest of what was too long is passed over
            token.check()
            now = self._clock() - began  # taken once: what decodes slower than it plays would never catch up
            still, ahead = ahead, reel.read()
            while ahead is not None and _moment(ahead) <= now:
                token.check()
                self.dropped += 1
                still, ahead = ahead, reel.read()
            yield still


def _moment(still: Still) -> float:
    return still.moment_s or 0.0

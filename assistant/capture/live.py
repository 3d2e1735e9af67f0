"""What has no end: a camera, a stream of the network, a screen. The port: `ports.LiveSource`.

A thread of its own opens the reel and reads it as fast as it gives, so that nothing old waits in a driver or a socket;
the freshest still lies ready. Whoever pulls is never held up by a device that hangs: it waits for the still, not for
the read.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from assistant.capture.moving import Moving
from assistant.capture.stream_watch import StreamWatch
from assistant.errors import CameraMissing, UnusableInput
from assistant.types import Capture

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.capture.reels import OpenReel, Reel, Still
    from assistant.types import StreamNews

log = logging.getLogger("hearsight.capture")

POLL_S = 0.05
FIRST_FRAME_S = 15.0
"""How long a device or server may take for its first frame."""
CLOSE_S = 0.5
"""How long a close waits for the read in progress: many frames of most cameras. What hangs longer is closed when it no
longer hangs."""
RETRY_S = 2.0
"""Between two tries to open what broke off."""
LONGEST_WAIT_S = 2.0
"""Between two frames of a stream that came at once. Its times may jump."""
FEW = 50
"""Damaged frames in a row, and never a good one: that is no stream."""


class Live(Moving):
    """`retry_s`: between two tries to open what broke off; `clock` gives seconds. Both for tests."""

    def __init__(
        self, open_reel: OpenReel, name: str, *, clock: Callable[[], float] = time.monotonic, retry_s: float = RETRY_S
    ) -> None:
        super().__init__(name)
        self._open_reel = open_reel
        self._clock = clock
        self._retry_s = retry_s
        self._began_s: float | None = None
        self._drain: _Drain | None = None

    def frames(self, token: Token) -> Iterator[Capture]:
        self._began_s = None
        with closing(self._pulled(token)) as pulled:
            for capture in pulled:
                if capture is not None:
                    yield capture

    def watched(self, token: Token) -> Iterator[Capture | StreamNews]:
        watch = StreamWatch()
        self._began_s = None
        while True:
            try:
                with closing(self._pulled(token)) as pulled:
                    for capture in pulled:
                        if capture is not None:
                            yield from watch.see(capture)
                            yield capture
                        else:
                            self.on_idle()
                            if self._begun:
                                yield from watch.nothing(self._moment(self._clock()))
                return
            except (CameraMissing, UnusableInput) as error:
                if not self._begun:
                    raise
                for news in watch.broken_off(self._moment(self._clock())):
                    log.info("%s broke off: %s %s", self.name, error, error.detail)
                    yield news
            self.on_idle()
            token.wait(self._retry_s)

    def _pulled(self, token: Token) -> Generator[Capture | None]:
        """Captures, and None now and then while none comes that can be seen."""
        token.check()
        self.dropped = self.damaged = 0
        drain = self._drain = _Drain(self._open_reel, self._clock, self._drain)
        drain.start()
        told = seen = False
        since_s = self._clock()
        try:
            while True:
                token.check()
                caught = drain.freshest(POLL_S)
                if not told and drain.opened:
                    told = True
                    self.on_open(True)
                self.dropped = drain.dropped
                if caught is None:
                    if drain.over:
                        return
                    if not seen and self._clock() - since_s > FIRST_FRAME_S:
                        raise CameraMissing(f"No picture comes from {self.name}. Another program may be using it.")
                    yield None
                elif (capture := self._capture(*caught)) is not None:
                    seen = True
                    yield capture
                elif not seen and self.damaged >= FEW:
                    raise UnusableInput(f"What comes from {self.name} is damaged: I can't see anything in it.")
                else:
                    yield None
        finally:
            drain.stop()
            if told:
                self.on_open(False)

    def _capture(self, still: Still, at_s: float) -> Capture | None:
        pixels = still.pixels()
        if pixels is None:
            self.damaged += 1
            return None
        if self._began_s is None:
            self._began_s = at_s
        age_s = self._clock() - at_s
        return Capture(
            pixels=pixels,
            source="camera",
            taken_at=time.time() - age_s,
            name=self.name,
            moment_s=self._moment(at_s),
        )

    @property
    def _begun(self) -> bool:
        """There was a first frame."""
        return self._began_s is not None

    def _moment(self, at_s: float) -> float:
        return at_s - (at_s if self._began_s is None else self._began_s)


class _Drain(threading.Thread):
    """Opens, reads, and keeps the freshest still. `before`: one of the same source, whose device may still hang: it is
    waited for, or the device would be told as busy, and each try would leave one more thread that hangs."""

    def __init__(self, open_reel: OpenReel, clock: Callable[[], float], before: _Drain | None = None) -> None:
        super().__init__(name="camera", daemon=True)  # a read that hangs must not hold up the end of the program
        self.dropped = 0
        self.opened = False
        self._open_reel = open_reel
        self._clock = clock
        self._changed = threading.Condition()
        self._fresh: tuple[Still, float] | None = None
        self._reel: Reel | None = None
        self._holds = False
        self._before = before.holding() if before is not None else None
        self._ended = False
        self._error: BaseException | None = None
        self._stopped = threading.Event()

    def freshest(self, timeout_s: float) -> tuple[Still, float] | None:
        """The newest still that was not given before, and when it came; None when none does in time. Raises what the
        reel raised, after the last still of it."""
        with self._changed:
            self._changed.wait_for(lambda: self._fresh is not None or self._ended, timeout_s)
            fresh, self._fresh = self._fresh, None
            if fresh is None and self._ended and self._error is not None:
                raise self._error
            return fresh

    @property
    def over(self) -> bool:
        """It ended, and its last still was given."""
        with self._changed:
            return self._ended and self._fresh is None

    def stop(self) -> None:
        self._stopped.set()
        reel = self._reel
        if reel is not None:
            reel.interrupt()
            self.join(CLOSE_S)

    def holding(self) -> _Drain | None:
        """Which thread may still hold the device, now that this one was stopped."""
        with self._changed:
            one = self if self._holds else self._before
        return one if one is not None and one.is_alive() else None

    def run(self) -> None:
        error: BaseException | None = None
        try:
            if self._may_open():
                reel = self._reel = self._open_reel()
                try:
                    self.opened = True
                    self._read(reel)
                finally:
                    reel.close()
        except BaseException as trouble:  # noqa: BLE001 - it is raised where the stills are pulled
            error = trouble
        with self._changed:
            self._error, self._ended = error, True
            self._changed.notify_all()

    def _may_open(self) -> bool:
        """Once nobody else holds the device; False when this one is stopped before."""
        while self._before is not None and self._before.is_alive() and not self._stopped.is_set():
            self._before.join(POLL_S)
        with self._changed:
            self._holds = not self._stopped.is_set()
            if self._holds:
                self._before = None
            return self._holds

    def _read(self, reel: Reel) -> None:
        began_s: float | None = None
        while not self._stopped.is_set() and (still := reel.read()) is not None:
            now_s = self._clock()
            if reel.paced and still.moment_s is not None:
                began_s = now_s - still.moment_s if began_s is None else began_s
                self._stopped.wait(min(LONGEST_WAIT_S, max(0.0, still.moment_s + began_s - now_s)))
            with self._changed:
                self.dropped += self._fresh is not None
                self._fresh = still, self._clock()
                self._changed.notify_all()

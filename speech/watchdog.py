"""Notices a voice that hangs, and leaves it behind.

A voice is somebody else's code: a service that does not answer, a driver that waits for a device. Python can't end a
thread that stands in such code, so each utterance is spoken on a thread of its own that can be walked away from. Its
sink is cut off first: when it wakes up, nothing of it is heard. It is asked again once that thread has ended.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant import errors
from assistant.cancel import Cancelled

if TYPE_CHECKING:
    from assistant.ports import SampleSink, Voice
    from assistant.types import Manner, Samples

log = logging.getLogger(__name__)

SILENT_S = 5.0
"""How long a streaming voice may go without a sample. The slowest here, a neural voice that has yet to be loaded on a
busy laptop, takes 1 to 2 s."""
SLOWEST_CHARACTERS_A_SECOND = 4
"""80 words a minute is about 7: the bound for a voice that plays by itself and shows no sign of life meanwhile."""
START_S = 15.0
"""What such a voice may take besides: starting its process, waiting for its turn behind a screen reader."""
HUSH_S = 1.0
"""A voice returns within 50 ms of a hush; one that has not by now hangs."""
_LOOK_EVERY_S = 0.1


class Watchdog:
    """Runs `Voice.speak` and gives up on it. `speak` is called by one thread; `hangs` by any.

    `silent_s`: see SILENT_S.
    """

    def __init__(self, silent_s: float = SILENT_S) -> None:
        self.silent_s = silent_s
        self._lost: dict[int, threading.Thread] = {}
        """id of a voice -> the thread that it hangs in."""

    def hangs(self, voice: Voice) -> bool:
        thread = self._lost.get(id(voice))
        return thread is not None and thread.is_alive()

    def speak(self, voice: Voice, text: str, manner: Manner, sink: SampleSink, dropped: Callable[[], bool]) -> None:
        """As `voice.speak`. `dropped` tells that the utterance is not wanted any more: the voice was hushed then.

        Raises what the voice raises, `errors.NoVoice` for one that hangs, `Cancelled` for one that does not return
        from a hush.
        """
        watched = _Watched(sink, only_sound=voice.streams)
        outcome: list[BaseException | None] = []
        done = threading.Event()

        def run() -> None:
            try:
                voice.speak(text, manner, watched)
                outcome.append(None)
            except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
                outcome.append(error)
            done.set()

        thread = threading.Thread(target=run, name=f"voice-{voice.name}", daemon=True)
        thread.start()
        bound_s = self.silent_s if voice.streams else START_S + len(text) / SLOWEST_CHARACTERS_A_SECOND
        dropped_at: float | None = None
        while not done.wait(_LOOK_EVERY_S):
            now = time.monotonic()
            if dropped_at is None and dropped():
                dropped_at = now
            if dropped_at is not None and now - dropped_at > HUSH_S:
                self._leave(voice, thread, watched)
                raise Cancelled
            if dropped_at is None and watched.silent_s(now) > bound_s:
                self._leave(voice, thread, watched)
                raise errors.NoVoice("The voice hangs.", detail=f"{voice.name}: no sign of life for {bound_s:.0f} s")
        if outcome[0] is not None:
            raise outcome[0]

    def _leave(self, voice: Voice, thread: threading.Thread, watched: _Watched) -> None:
        log.warning("the voice %s hangs and is left behind", voice.name)
        watched.cut_off()
        self._lost[id(voice)] = thread


class _Watched:
    """A sink that knows when the voice last did something, and can be cut off. `only_sound`: asking whether it is still
    wanted is nothing done."""

    def __init__(self, sink: SampleSink, *, only_sound: bool) -> None:
        self.rate = sink.rate
        self._sink = sink
        self._only_sound = only_sound
        self._cut = False
        self._writing = False
        """The device holds the voice up: that is no fault of the voice."""
        self._moved_at = time.monotonic()

    def write(self, samples: Samples) -> None:
        if self._cut:
            raise Cancelled
        self._writing = True
        try:
            self._sink.write(samples)
        finally:
            if len(samples) or not self._only_sound:
                self._moved_at = time.monotonic()
            self._writing = False

    def silent_s(self, now: float) -> float:
        return 0.0 if self._writing else now - self._moved_at

    def cut_off(self) -> None:
        self._cut = True

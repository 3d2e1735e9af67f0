"""What the speaker tells of its utterances, on a thread of its own: a slow listener delays no word."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from speech.utterance import Utterance

log = logging.getLogger(__name__)

Kind = Literal["queued", "started", "first_sample", "finished", "dropped", "failed"]


@dataclass(frozen=True, slots=True)
class SpeakerEvent:
    """What became of an utterance. Every utterance is "queued" once and ends once: "finished" (its last sample was
    handed to the device), "dropped" (hushed) or "failed" (no voice could say it).

    `at` is `time.monotonic()` of the thing itself, not of the telling; "first_sample" comes from streaming voices.
    "started" and "first_sample" come again when another voice has to begin anew.
    """

    kind: Kind
    text: str
    era: int
    at: float
    voice: str = ""
    """Name of the voice, from "started" on."""
    mark: int | None = None
    """As `say` was given it."""


class News:
    """`turnstile`: the speaker's lock. `played` is called with it held once the end of an utterance was told."""

    def __init__(
        self,
        turnstile: threading.Condition,
        on_event: Callable[[SpeakerEvent], None] | None,
        played: Callable[[Utterance], None],
    ) -> None:
        self._turnstile = turnstile
        self._on_event = on_event
        self._played = played
        self._queue: queue.SimpleQueue[tuple[Kind | Literal["last_sample"], Utterance, float] | None] = (
            queue.SimpleQueue()
        )
        self.untold = 0
        """Events put by `put` and not told yet; those of the device's thread are not counted."""
        self._thread = threading.Thread(target=self._tell, name="speaker-events", daemon=True)
        self._thread.start()

    def put(self, kind: Kind, utterance: Utterance, at: float | None = None) -> None:
        """With the turnstile held. Of what is no sentence nothing is told."""
        if utterance.fleeting:
            return
        self.untold += 1
        self._queue.put((kind, utterance, time.monotonic() if at is None else at))

    def put_from_device(self, kind: Literal["first_sample", "last_sample"], utterance: Utterance, at: float) -> None:
        """On the device's thread, which takes no lock of ours."""
        self._queue.put((kind, utterance, at))

    def close(self) -> None:
        """Once all was told."""
        self._queue.put(None)
        self._thread.join(5)

    def _tell(self) -> None:
        while (item := self._queue.get()) is not None:
            kind, utterance, at = item
            if kind == "last_sample":
                self._tell_end(utterance, at)
                continue
            self._tell_one(kind, utterance, at)
            if kind != "first_sample":
                with self._turnstile:
                    self.untold -= 1
                    self._turnstile.notify_all()

    def _tell_end(self, utterance: Utterance, at: float) -> None:
        with self._turnstile:
            if utterance.ended:
                return
            utterance.ended = True
        self._tell_one("finished", utterance, at)
        with self._turnstile:
            self._played(utterance)
            self._turnstile.notify_all()

    def _tell_one(self, kind: Kind, utterance: Utterance, at: float) -> None:
        if self._on_event is None or utterance.fleeting:
            return
        try:
            self._on_event(SpeakerEvent(kind, utterance.text, utterance.era, at, utterance.voice, utterance.mark))
        except Exception:
            log.exception("a listener of the speaker failed")

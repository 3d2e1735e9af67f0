"""What is asked of a turn, and what comes of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from assistant.cancel import Token

if TYPE_CHECKING:
    from assistant.commands import Command
    from assistant.conversation import Pointed
    from assistant.errors import HearsightError
    from assistant.events import Event
    from assistant.ports import CaptureSource, Gatherer
    from assistant.types import Answer, Capture, Claim, Clip, Scene, Transcript, Verbosity

Kind = Literal["describe", "ask", "read", "whats_new", "say"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One turn as it was asked for. Times are `time.monotonic()` seconds."""

    kind: Kind
    at: float
    """Key-down, or when the command was given."""
    source: CaptureSource | None = None
    """Where to look; None in a question: at what was seen last, or else at the focused window."""
    text: str = ""
    """The question, or for "say" the sentence."""
    clip: Clip | None = None
    """A recorded question."""
    listen: Literal["no", "until_silence", "while_held"] = "no"
    verbosity: Verbosity | None = None
    language: str | None = None
    engine: str | None = None
    speak: bool = True
    grab_at_once: bool = True
    """Grab on the caller's thread, before anything else; False for sources that may be slow (the clipboard)."""
    speaking: bool = False
    """The person speaks already, so no sound tells that the microphone is open."""
    why: bool = False
    """After the answer, tell how it is known."""
    wake_phrase: str = ""
    """What the recorded question may begin with, and is no part of it."""
    heard: Transcript | None = None
    """What was said in `clip`, if that is known already."""
    command: Command | None = None
    """Carried out instead of answering a question."""
    pointed: Pointed | None = None
    """What "it" is in the question or the command; the question is answered from that scene, without a new look."""
    in_person: bool = False
    """Said or typed by the person just now, not by a script: only so is an act confirmed."""
    by_key: bool = False
    """From a hotkey: "nothing has changed" is an answer then, not in a script."""


@dataclass(slots=True)
class Outcome:
    """What a turn found and said; complete once its handle is done."""

    kind: Kind = "describe"
    claims: list[Claim] = field(default_factory=list)
    scene: Scene | None = None
    capture: Capture | None = None
    """What the scene is of, with secrets masked."""
    why: Answer | None = None
    """How the answer is known, if that was asked for."""
    answer: Answer | None = None
    transcript: str | None = None
    refused: str | None = None
    refusal: str = ""
    engine: str = ""
    error: HearsightError | None = None
    cancelled: bool = False
    timings: dict[str, float] = field(default_factory=dict)
    """Milliseconds since the request's `at`: "grab_ms", "first_scene_ms", "first_sentence_ms",
    "first_sample_ms" (speech only), "asked_ms" and "heard_ms" (the end of a question by voice, and how long
    recognising it took), "total_ms"."""


class TurnHandle:
    """A turn in progress. Made on any thread; the session thread fills it."""

    def __init__(
        self, number: int, request: Request, era: int, listener: Callable[[Event], None] | None = None
    ) -> None:
        self.number = number
        self.request = request
        self.era = era
        self.listener = listener
        self.token = Token()
        self.outcome = Outcome(kind=request.kind)
        self.capture: Capture | None = None
        """Grabbed at key-down, before the session thread saw the request."""
        self.grab_error: HearsightError | None = None
        self.part: Gatherer | None = None
        """What programs tell of the part of a picture that alone is looked at."""
        self.told: list[str] = []
        """Its sentences, in order, but for remarks about itself."""
        self.released = threading.Event()
        self.released_at = 0.0
        self._done = threading.Event()

    def cancel(self) -> None:
        self.token.cancel()
        self.released.set()

    def finish(self) -> None:
        self._done.set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Block until the turn is over; False after `timeout_s`."""
        return self._done.wait(timeout_s)

    @property
    def done(self) -> bool:
        return self._done.is_set()

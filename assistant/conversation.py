"""What was seen and said; what a follow-up may refer to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.types import Answer, Capture, Claim, Evidence, Scene

KEPT = 20
"""Exchanges kept: enough for a long talk about one scene, and bounded."""


@dataclass(slots=True)
class Conversation:
    """Lives on the session thread. Holds the last scene and the last exchange, never a secret (scenes are masked)."""

    capture: Capture | None = None
    scene: Scene | None = None
    said: list[str] = field(default_factory=list)
    """Sentences spoken in the last turn, in order."""
    asked: str = ""
    """The last question, made whole: after "and Cancel?" it is "is the Cancel button enabled"."""
    answer: Answer | None = None
    exchanges: list[tuple[str, Answer]] = field(default_factory=list)
    """Questions about this scene with their answers, oldest first."""
    described: list[Claim] = field(default_factory=list)
    """The claims of the last description of this scene."""

    def look_at(self, capture: Capture | None, scene: Scene | None) -> None:
        """A new scene: what was asked about the old one no longer is what "it" means."""
        self.capture, self.scene = capture, scene
        self.asked, self.answer = "", None
        self.exchanges.clear()
        self.described.clear()
        self.said.clear()

    def describe(self, claims: Iterable[Claim], scene: Scene | None = None) -> None:
        """The scene was described by these claims; `scene` if it has grown meanwhile."""
        if scene is not None:
            self.scene = scene
        self.described = list(claims)
        self.said = [claim.text for claim in self.described]

    def exchange(self, asked: str, answer: Answer) -> None:
        """A question was answered."""
        self.asked, self.answer = asked, answer
        self.exchanges = [*self.exchanges, (asked, answer)][-KEPT:]
        self.said = [answer.text]

    @property
    def subject(self) -> tuple[Evidence, ...]:
        """What "it" means now: what the last answer was about, else what was described first; () if nothing."""
        if self.answer is not None:
            return self.answer.subject or self.answer.evidence
        return self.described[0].evidence if self.described else ()

    @property
    def last_words(self) -> str:
        """What "repeat" says again."""
        return " ".join(self.said)

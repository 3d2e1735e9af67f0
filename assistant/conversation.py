"""What was seen and said; what a follow-up may refer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.types import Answer, Capture, Evidence, Scene


@dataclass(slots=True)
class Conversation:
    """Lives on the session thread. Holds the last scene and the last exchange, never a secret (scenes are masked)."""

    capture: Capture | None = None
    scene: Scene | None = None
    said: list[str] = field(default_factory=list)
    """Sentences of the last turn that spoke, in order: what "repeat", "spell that" and "copy that" mean."""
    asked: str = ""
    answer: Answer | None = None
    understood: tuple[str, object] | None = None
    """A question's words, and what the engine made of them. After "and Cancel?" the words alone would no longer tell
    that it was asked whether Cancel is enabled. Set by the engine; only believed while the words are `asked`."""

    @property
    def subject(self) -> tuple[Evidence, ...]:
        """What "it" means now: what the last answer was about; () after a description or an answer without evidence."""
        return (self.answer.subject or self.answer.evidence) if self.answer is not None else ()

    def meaning(self) -> object | None:
        """What the engine made of the last question; None if another engine (or nobody) answered it."""
        if self.understood is not None and self.answer is not None and self.understood[0] == self.asked:
            return self.understood[1]
        return None

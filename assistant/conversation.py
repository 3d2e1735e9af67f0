"""What was seen and said; what a follow-up may refer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.types import Answer, Capture, Scene


@dataclass(slots=True)
class Conversation:
    """Lives on the session thread. Holds the last scene and the last exchange, never a secret (scenes are masked)."""

    capture: Capture | None = None
    scene: Scene | None = None
    said: list[str] = field(default_factory=list)
    """Sentences spoken in the last turn, in order."""
    asked: str = ""
    answer: Answer | None = None

"""What was seen and said; what a follow-up may refer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.types import Answer, AnswerKind, Capture, Evidence, Scene


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence that was told of a scene, with what backs it: what "how do you know?" and "take me there" mean."""

    text: str
    evidence: tuple[Evidence, ...]
    scene: Scene
    """As far as it was known then."""
    subject: tuple[Evidence, ...] = ()
    """What it is about, if that is less than the evidence."""
    kind: AnswerKind = "quoted"
    found: bool = True
    """False: it says that something could not be told."""


@dataclass(frozen=True, slots=True, eq=False)
class Pointed:
    """What the person points at: a place of a picture that was looked at to the end. A question's "it"."""

    capture: Capture
    """With secrets masked."""
    statement: Statement


@dataclass(slots=True)
class Conversation:
    """Lives on the session thread. Holds the last scene and the last exchange, never a secret (scenes are masked)."""

    capture: Capture | None = None
    scene: Scene | None = None
    said: list[str] = field(default_factory=list)
    """Sentences of the last turn that spoke, in order: what "repeat", "spell that" and "copy that" mean."""
    statements: list[Statement] = field(default_factory=list)
    """Of the last turn that told any, in order. They outlive a new look at the screen."""
    meant: Statement | None = None
    """The one that the question at hand may mean: the last answer, or the sentence that was heard last."""
    asked: str = ""
    answer: Answer | None = None
    understood: tuple[str, object] | None = None
    """A question's words, and what the engine made of them. After "and Cancel?" the words alone would no longer tell
    that it was asked whether Cancel is enabled. Set by the engine; only believed while the words are `asked`."""

    _told_in: int = 0
    """The number of the turn that `statements` are of."""

    def tell(self, turn: int, statement: Statement) -> None:
        """Keep what turn number `turn` told."""
        if turn != self._told_in:
            self._told_in = turn
            self.statements.clear()
        self.statements.append(statement)

    def point(self, turn: int, pointed: Pointed) -> Scene:
        """From now on the talk is about this place; the scene that it is in."""
        from assistant.types import Answer

        told = pointed.statement
        self.capture, self.scene, self.asked = pointed.capture, told.scene, ""
        self.answer = Answer(told.text, answerable=True, evidence=told.evidence)
        self.statements.clear()
        self.tell(turn, told)
        self.meant = told
        return told.scene

    def mean(self, heard: str) -> None:
        """`heard`: the sentence that was heard last, empty if nobody knows."""
        alike = [one for one in self.statements if one.text == heard]
        self.meant = (alike or self.statements or [None])[-1]  # type: ignore[list-item]

    @property
    def subject(self) -> tuple[Evidence, ...]:
        """What "it" means now: what the last answer was about; () after a description or an answer without evidence."""
        return (self.answer.subject or self.answer.evidence) if self.answer is not None else ()

    def meaning(self) -> object | None:
        """What the engine made of the last question; None if another engine (or nobody) answered it."""
        if self.understood is not None and self.answer is not None and self.understood[0] == self.asked:
            return self.understood[1]
        return None

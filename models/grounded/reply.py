"""What every kind of answer shares: the question's surroundings, and the honest "I can't tell"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.types import Answer, Capture, Evidence, Thing
from models.grounded.claims import of_thing, of_window
from models.grounded.doubts import hedged
from models.grounded.phrases import Phrases
from models.grounded.places import place
from models.grounded.questions import Target
from models.grounded.retrieve import Retriever
from models.grounded.view import Piece, View

if TYPE_CHECKING:
    from assistant.conversation import Conversation

NAMES_SAID = 6


@dataclass(frozen=True, slots=True)
class Context:
    """One question's surroundings."""

    view: View
    phrases: Phrases
    talk: Conversation
    retriever: Retriever
    capture: Capture | None
    asked: str
    now: datetime | None = None
    """The local time, for "the next train"; None where nobody told it."""
    place_allowed: bool = False
    """Where a photograph was taken may be told."""

    def answer(
        self, text: str, evidence: Iterable[Evidence], *, sure: bool = True, subject: Iterable[Evidence] = ()
    ) -> Answer:
        """Raises `ValueError` for an answer that nothing backs: only "I can't tell" needs no evidence."""
        backing = tuple(evidence)
        if sure and not backing:
            raise ValueError("an answer without evidence")
        return Answer(text, sure, backing, "grounded", tuple(subject))

    def cannot_tell(self, offer: str = "", evidence: Iterable[Evidence] = ()) -> Answer:
        """No answer, with the nearest thing there is to offer."""
        p = self.phrases
        text = p.join.join(part for part in (p("cannot_tell"), offer) if part)
        return replace(self.answer(text, evidence, sure=False), untold=True)

    def nearest(self, keys: Sequence[str], pieces: Sequence[Piece] | None = None) -> Answer:
        """ "I can't tell", with the text nearest to the question."""
        texts = self.view.offers if pieces is None else pieces
        found = self.retriever.nearest(self.asked, keys, texts)
        if found is None:
            return self.cannot_tell()
        return self.cannot_tell(self.phrases("nearest", text=self.phrases.ended(self.hedged(found))), [found.evidence])

    def hedged(self, piece: Piece) -> str:
        """The words, as "possibly" where OCR was not sure of them."""
        return hedged(" ".join(piece.text.split()), piece.evidence, self.phrases)

    def place(self, thing: Thing) -> str | None:
        box = thing.box
        return place(box, self.view.frame, self.phrases) if box is not None and box.area > 0 else None

    def names(self, things: Sequence[Thing]) -> str:
        """The first names, each once, and how many more there are."""
        p = self.phrases
        counts = Counter(thing.name or thing.value or p.role(thing.role) for thing in things)
        named = [name if count == 1 else p("times", name=name, count=count) for name, count in counts.items()]
        if len(named) > NAMES_SAID:
            return (
                p.separator.join(named[:NAMES_SAID])
                + p.separator
                + p("more", count=sum(counts.values()) - sum(list(counts.values())[:NAMES_SAID]))
            )
        return p.listed(named)

    def several(self, things: Sequence[Thing]) -> Answer:
        return self.answer(
            self.phrases("several", names=self.names(things)), [of_thing(thing) for thing in things], sure=False
        )

    def spoken(self, target: Target) -> str:
        """A target in the language's words: "Cancel button"."""
        kind = self.phrases.role(target.roles[0]) if target.roles else ""
        if target.name and kind:
            return self.phrases("named_role", name=target.name, role=kind)
        return target.name or kind

    def root_evidence(self) -> list[Evidence]:
        """For answers about what is not there: the window that was searched."""
        return [of_thing(self.view.root) if self.view.root is not None else of_window(self.view.scene)]

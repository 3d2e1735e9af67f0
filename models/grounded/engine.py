"""The embedded engine: rules over evidence. Needs no model; with the sentence embedder it understands more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from models.grounded.answer import answer
from models.grounded.narrate import WORDS, Draft, Narrator
from models.grounded.phrases import phrases
from models.grounded.reply import Context
from models.grounded.retrieve import Retriever
from models.grounded.view import View
from models.grounded.wording import word_count

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.conversation import Conversation
    from assistant.ports import Worker
    from assistant.types import Answer, Capture, Claim, Question, Scene, Verbosity

SLACK = 1.2
"""How far over its words a description may go to end a sentence."""


class GroundedEngine:
    """`assistant.ports.Engine`: claims and answers that only repeat what is in the scene."""

    name = "grounded"

    def __init__(self, embedder: Worker | None = None, clock: Callable[[], datetime] | None = None) -> None:
        """`embedder` holds a `models.grounded.embeddings.Embedder`; None: words alone must do. `clock` tells the local
        time for "the next train"; None: it is said that the time is not known."""
        self._embedder = embedder
        self._clock = clock

    def describe(
        self, capture: Capture, scenes: Iterator[Scene], verbosity: Verbosity, language: str, token: Token
    ) -> Iterator[Claim]:
        """What the first scene supports at once; of each richer scene only what is new. Raises `Cancelled`."""
        said: set[str] = set()
        used, cut = 0, False
        for scene in scenes:
            narrator = Narrator(View(scene), phrases(language), verbosity, capture.pixels)
            for draft in narrator.drafts():
                token.check()
                if draft.claim.key in said or _too_early(draft, scene) or (cut and draft.running):
                    continue
                words = word_count(draft.claim.text)
                if used and used + words > WORDS[verbosity] * SLACK:
                    cut = cut or draft.running
                    continue
                said.add(draft.claim.key)
                used += words
                yield draft.claim

    def answer(
        self, question: Question, capture: Capture, scene: Scene, conversation: Conversation, token: Token
    ) -> Answer:
        """An answer with evidence, or `answerable=False`. Raises `Cancelled`."""
        token.check()
        words = phrases(question.language)
        retriever = Retriever(self._embedder, words, token)
        now = self._clock() if self._clock is not None else None
        return answer(Context(View(scene), words, conversation, retriever, capture, question.text, now))


def _too_early(draft: Draft, scene: Scene) -> bool:
    """Whether a gatherer that still looks may make it untrue or put something before it."""
    return draft.final and not scene.complete

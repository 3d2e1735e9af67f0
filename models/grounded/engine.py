"""The embedded engine: rules over evidence. Needs no model; with the sentence embedder it understands more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.conversation import Conversation
    from assistant.ports import Worker
    from assistant.types import Answer, Capture, Claim, Question, Scene, Verbosity


class GroundedEngine:
    """`assistant.ports.Engine`: claims and answers that only repeat what is in the scene.

    What it describes and answers with is imported by the first that does (or `warm`): 400 patterns are compiled then,
    for half a second, which the start of the app has no time for.
    """

    name = "grounded"

    def __init__(
        self,
        embedder: Worker | None = None,
        clock: Callable[[], datetime] | None = None,
        reader: Worker | None = None,
        place: Callable[[], bool] = lambda: False,
    ) -> None:
        """`embedder` holds a `models.grounded.embeddings.Embedder`; None: words alone must do. `clock` tells the local
        time for "the next train"; None: it is said that the time is not known. `reader` holds a
        `models.grounded.reader.LineReader`, which chooses what is offered as the nearest; None: words and meaning.
        `place` tells whether the person wants to hear where a photograph was taken, as its file says."""
        self._place = place
        self._embedder, self._reader = embedder, reader
        self._clock = clock

    @staticmethod
    def warm() -> None:
        """Import what a description, an answer and a comparison need."""
        import models.grounded.answer
        import models.grounded.changes
        import models.grounded.narrate  # noqa: F401

    def describe(
        self, capture: Capture, scenes: Iterator[Scene], verbosity: Verbosity, language: str, token: Token
    ) -> Iterator[Claim]:
        """What the first scene supports at once; of each richer scene only what is new, all of it within the words of
        the verbosity (`budget.WORDS`). Raises `Cancelled`."""
        from models.grounded.budget import Plan
        from models.grounded.narrate import Narrator
        from models.grounded.phrases import phrases
        from models.grounded.view import View

        plan, place = Plan(verbosity), self._place()
        for scene in scenes:
            view, words = View(scene), phrases(language)
            narrator = Narrator(
                view, words, verbosity, capture.pixels, identified=plan.identified, notes=capture.notes, place=place
            )
            yield from plan.choose(narrator.drafts(), scene, token)

    def answer(
        self, question: Question, capture: Capture, scene: Scene, conversation: Conversation, token: Token
    ) -> Answer:
        """An answer with evidence, or `answerable=False`; an address in it that is not what it looks like is named.
        Raises `Cancelled`."""
        from models.grounded.answer import answer
        from models.grounded.disguised import disguises
        from models.grounded.phrases import phrases
        from models.grounded.reply import Context
        from models.grounded.retrieve import Retriever
        from models.grounded.view import View

        token.check()
        words = phrases(question.language)
        retriever = Retriever(self._embedder, words, token, self._reader)
        now = self._clock() if self._clock is not None else None
        found = answer(Context(View(scene), words, conversation, retriever, capture, question.text, now, self._place()))
        warnings = [one.worded(words) for one in disguises(found.text)]
        return replace(found, text=words.join.join([found.text, *warnings])) if warnings else found

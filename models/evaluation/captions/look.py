"""Pictures through the product's own turn: what it says of each, and what it answers."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.conversation import Conversation
from assistant.errors import HearsightError, HostDied, HostTimeout, ModelTrouble, UnusableInput
from assistant.session import Session
from assistant.turn import Request
from assistant.types import Answer, Finding, Question

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.cancel import Token
    from assistant.ports import CaptureSource, Engine
    from assistant.turn import Outcome
    from assistant.types import Capture, Claim, Scene, Verbosity
    from assistant.viewing import Eyes

log = logging.getLogger(__name__)

POLL_S = 0.05
FAILED = "something went wrong (the log has it)"
LANGUAGE = "en"
"""The measures and the sets are of English."""
LOOKING = "looking"
ABOUT_ITSELF = frozenset(("note", "notice"))
"""Topics of claims that tell nothing of the picture: "I can't tell what it shows"."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came of one row."""

    id: str
    text: str
    """The caption, without what puts it as a guess, or the answer as it is spoken. "" where nothing was said of the
    picture."""
    answered: bool = True
    """False: it said that it can't tell, or the picture was not described (blank, for one)."""
    sure: float | None = None
    """How sure the model was, 0..1; None where nothing tells."""
    ms: float = 0.0
    """For a question, looking at its picture is not counted."""
    failed: str = ""
    """Why nothing came of it; "" where something did."""


class Looker:
    """Looks at pictures one after the other, warm. Close it, or use it as a context manager."""

    def __init__(
        self, eyes: Eyes, engines: Mapping[str, Engine], picture: Callable[[Path], CaptureSource], *, engine: str
    ) -> None:
        self._picture = picture
        self._name = engine
        self._engine = engines[engine]
        self._noted = [one for one in engines.values() if isinstance(one, Noted)]
        self._session = Session(
            eyes=replace(eyes, tree=_NoTree()),
            engines={engine: self._engine, LOOKING: _Looking()},
            window=_nothing_else,
        )

    def __enter__(self) -> Looker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._session.close()

    def caption(self, id: str, path: Path, verbosity: Verbosity, token: Token) -> Said:
        """Raises `errors.ModelTrouble`, `Cancelled`."""
        outcome = self._turn(path, self._name, verbosity, token)
        ms = outcome.timings.get("total_ms", 0.0)
        if outcome.error is not None:
            return Said(id, "", False, ms=ms, failed=str(outcome.error))
        told = [claim for claim in outcome.claims if claim.topic not in ABOUT_ITSELF]
        return Said(id, " ".join(map(_stated, told)), bool(told), ms=ms)

    def answers(self, path: Path, questions: Sequence[tuple[str, str]], token: Token) -> Iterator[Said]:
        """`questions` (id, words) about one picture, which is looked at once; in their order, as they come. Each in a
        conversation of its own: none stands on another's answer. Raises as `caption`; what else goes wrong with a
        question is its outcome."""
        outcome = self._turn(path, LOOKING, "full", token)
        scene, capture, failed = outcome.scene, outcome.capture, str(outcome.error or "")
        for id, words in questions:
            if failed or scene is None or capture is None:
                yield Said(id, "", False, failed=failed)
            else:
                yield self._answer(id, words, capture, scene, token)

    def _answer(self, id: str, words: str, capture: Capture, scene: Scene, token: Token) -> Said:
        token.check()
        begun = time.monotonic()
        for one in self._noted:
            one.forget()
        try:
            answer = self._engine.answer(Question(words, LANGUAGE), capture, scene, Conversation(capture, scene), token)
            for one in self._noted:
                one.check()
        except (HostDied, HostTimeout, UnusableInput) as error:
            return Said(id, "", False, failed=str(error))
        except HearsightError:
            raise
        except Exception:  # as with a look that goes wrong: one row, never the whole run
            log.exception("a question failed")
            return Said(id, "", False, failed=FAILED)
        sure = [item.confidence for item in answer.evidence if item.kind == "model" and item.confidence is not None]
        ms = (time.monotonic() - begun) * 1000
        return Said(id, answer.text, answer.answerable, min(sure, default=None), ms)

    def _turn(self, path: Path, engine: str, verbosity: Verbosity, token: Token) -> Outcome:
        """A picture that can't be used, or that the host died of, is an outcome; a model that is missing is not."""
        request = Request(
            kind="describe",
            at=time.monotonic(),
            source=self._picture(path),
            verbosity=verbosity,
            language=LANGUAGE,
            engine=engine,
            speak=False,
        )
        turn = self._session.submit(request)
        while not turn.wait(POLL_S):
            if token.cancelled:
                turn.cancel()
        token.check()
        error = turn.outcome.error
        if isinstance(error, ModelTrouble) and not isinstance(error, HostDied | HostTimeout):
            raise error  # no other picture would fare better
        if isinstance(error, HearsightError) and error.exit_code not in (1, 3, 5):
            raise error
        return turn.outcome


def _stated(claim: Claim) -> str:
    """As the model wrote it: "It may show" and "the model answered in German" are no words of a caption."""
    return " ".join(item.text for item in claim.evidence if item.kind == "model" and item.text) or claim.text


def _nothing_else() -> CaptureSource:
    raise UnusableInput("Every row of a set has a picture.")


class _NoTree:
    """A `ports.Gatherer`: a picture on disk has no program behind it."""

    name = "tree"
    budget_s = 1.0

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        token.check()
        yield Finding(self.name)


class Noted:
    """An engine whose troubles aren't forgotten where another one answers in its stead."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._trouble: ModelTrouble | None = None
        self.name = engine.name

    def forget(self) -> None:
        self._trouble = None

    def check(self) -> None:
        """Raises the trouble that there was since the last check."""
        trouble, self._trouble = self._trouble, None
        if trouble is not None:
            raise trouble

    def describe(
        self, capture: Capture, scenes: Iterator[Scene], verbosity: Verbosity, language: str, token: Token
    ) -> Iterator[Claim]:
        return self._engine.describe(capture, scenes, verbosity, language, token)

    def answer(
        self, question: Question, capture: Capture, scene: Scene, conversation: Conversation, token: Token
    ) -> Answer:
        try:
            return self._engine.answer(question, capture, scene, conversation, token)
        except ModelTrouble as trouble:
            self._trouble = trouble
            raise


class _Looking:
    """A `ports.Engine` that only waits until all evidence is there."""

    name = LOOKING

    def describe(
        self, capture: Capture, scenes: Iterator[Scene], verbosity: Verbosity, language: str, token: Token
    ) -> Iterator[Claim]:
        for _ in scenes:
            token.check()
        yield from ()

    def answer(
        self, question: Question, capture: Capture, scene: Scene, conversation: Conversation, token: Token
    ) -> Answer:
        return Answer("", False, engine=self.name)

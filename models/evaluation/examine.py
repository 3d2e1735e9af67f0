"""One screen with facts through the product's own turn, and all that is measured of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.errors import HearsightError, UnusableInput
from assistant.languages import LANGUAGES, primary_tag
from assistant.session import Session
from assistant.turn import Request
from assistant.types import Capture, Finding, Question, Scene
from models.evaluation.answers import Judged, judge
from models.evaluation.charts import ChartScore, chart_score
from models.evaluation.claims import ClaimScore, claim_score
from models.evaluation.facts import Facts, Line
from models.evaluation.flat import NotedPosture
from models.evaluation.order import OrderScore, order_score
from models.evaluation.places import Group, groups, pieces_of
from models.evaluation.structure import StructureScore, structure_score
from models.evaluation.text import TextScore, text_score
from models.evidence.drawn import drawn_texts
from models.evidence.upright import Posture, Upright
from models.grounded.wording import word_count

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.ports import CaptureSource, Engine
    from assistant.types import Answer, Claim, Thing, Verbosity
    from assistant.viewing import Eyes

log = logging.getLogger(__name__)

POLL_S = 0.05
FAILED = "something went wrong (the log has it)"
VERBOSITIES: tuple[Verbosity, ...] = ("brief", "normal", "full")


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one screen."""

    facts: Facts
    refused: str | None
    """Why it was not described, or that this failed."""
    first_ms: float | None
    """Until the first sentence of a normal description; None where nothing was said."""
    total_ms: float
    words: Mapping[str, int]
    """Verbosity -> words of the description."""
    text: TextScore = field(default_factory=TextScore)
    order: OrderScore = field(default_factory=lambda: OrderScore(0, None, None))
    structure: StructureScore = field(default_factory=StructureScore)
    charts: ChartScore = field(default_factory=ChartScore)
    claims: ClaimScore = field(default_factory=ClaimScore)
    judged: tuple[Judged, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    """Verbosity -> the description."""

    @property
    def failed(self) -> bool:
        return self.refused == FAILED


class Examiner:
    """Looks at screens one after the other, warm. Close it, or use it as a context manager."""

    def __init__(
        self,
        eyes: Eyes,
        engines: Mapping[str, Engine],
        picture: Callable[[Path], CaptureSource],
        *,
        engine: str,
        with_tree: bool,
    ) -> None:
        """`eyes`, `engines` and the source of a `picture` file as the product is put together from; `with_tree`:
        programs tell of themselves, as far as the facts have a record of it, instead of pixels alone."""
        self._picture = picture
        self._engine = _Taped(engines[engine])
        self._name = engine
        self._tree = _RecordedTree()
        self._with_tree = with_tree
        self._upright = NotedPosture(eyes.upright) if isinstance(eyes.upright, Upright) else None
        self._session = Session(
            eyes=replace(eyes, tree=self._tree, upright=self._upright),
            engines={engine: self._engine},
            window=_nothing_else,
        )

    def __enter__(self) -> Examiner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._session.close()

    def examine(self, facts: Facts, token: Token) -> Result:
        """Raises what a turn raises, `errors.UnusableInput` for a picture that is not as its facts say, `Cancelled`."""
        language = primary_tag(facts.language)
        language = language if language in LANGUAGES else "en"
        tree = facts.tree if self._with_tree else None
        self._tree.things = tree or ()
        self._engine.rewind()
        turn = self._session.submit(
            Request(
                kind="describe",
                at=time.monotonic(),
                source=_ScreenSource(facts, self._picture(facts.picture), desktop=tree is not None),
                verbosity="normal",
                language=language,
                engine=self._name,
                speak=False,
            )
        )
        while not turn.wait(POLL_S):
            if token.cancelled:
                turn.cancel()
        token.check()
        outcome = turn.outcome
        timings = outcome.timings
        first, total = timings.get("first_sentence_ms"), timings["total_ms"]
        if outcome.error is not None:
            if outcome.error.exit_code != HearsightError.exit_code:
                raise outcome.error  # a model or a picture is missing: no other screen would fare better
            return Result(facts, FAILED, first, total, {})
        scene, capture = outcome.scene, self._engine.capture
        if scene is None or capture is None:
            return Result(facts, outcome.refused or "nothing", first, total, {})
        told: dict[str, list[Claim]] = {"normal": outcome.claims}
        for verbosity in ("brief", "full"):
            told[verbosity] = self._engine.again(verbosity, language, token)
        lines, pieces = self._matched(facts, scene)
        sentences = {claim.text: claim for verbosity in VERBOSITIES for claim in told[verbosity]}
        return Result(
            facts,
            outcome.refused,
            first,
            total,
            {verbosity: sum(word_count(claim.text) for claim in told[verbosity]) for verbosity in VERBOSITIES},
            text_score(lines, pieces),
            order_score(lines, pieces),
            structure_score(facts.elements, facts.tables, scene),
            chart_score(facts.charts, scene),
            claim_score(list(sentences.values()), scene, facts, language),
            tuple(self._answers(facts, capture, scene, language, token)),
            {verbosity: " ".join(claim.text for claim in told[verbosity]) for verbosity in VERBOSITIES},
        )

    def _matched(self, facts: Facts, scene: Scene) -> tuple[Sequence[Line], list[Group]]:
        """The facts' lines and what was read, matched where both are level."""
        read = [(block.text, block.box) for block in scene.blocks]
        flat = facts.flat
        if flat is None:
            return facts.lines, groups(facts.lines, pieces_of(read), facts.ignore)
        how = self._upright.how if self._upright is not None else Posture()
        size = scene.width, scene.height
        lines = [replace(line, box=box) for line, box in zip(facts.lines, flat.lines, strict=True)]
        return lines, groups(lines, pieces_of((text, flat.box(box, size, how)) for text, box in read), flat.ignore)

    def _answers(self, facts: Facts, capture: Capture, scene: Scene, language: str, token: Token) -> Iterator[Judged]:
        """Each wording in a conversation of its own, so that none stands on another's answer."""
        for number, asked in enumerate(facts.questions):
            for wording, text in enumerate(asked.ask):
                question = Question(text, asked.language or language)
                try:
                    answer = self._engine.answer(question, capture, scene, Conversation(capture, scene), token)
                    said, verdict = answer.text, judge(asked, answer.text, sure=answer.answerable)
                except Exception:
                    log.exception("a question failed")
                    said, verdict = FAILED, "wrong"
                unseen = asked.needs == "tree" and not self._with_tree
                yield Judged(facts.name, number, wording, asked.kind, text, said, asked.answerable, verdict, unseen)


def _nothing_else() -> CaptureSource:
    raise UnusableInput("Every screen of a set has a picture.")


class _ScreenSource:
    """A `ports.CaptureSource`: the picture, as a file or as the desktop that it was grabbed from."""

    def __init__(self, facts: Facts, picture: CaptureSource, *, desktop: bool) -> None:
        self._facts = facts
        self._picture = picture
        self._desktop = desktop

    def grab(self) -> Capture:
        facts = self._facts
        capture = self._picture.grab()
        if (capture.width, capture.height) != facts.size:
            size = f"{capture.width} x {capture.height}"
            raise UnusableInput(f"{facts.name}: size is not that of the picture, which has {size} pixels.")
        if not self._desktop:
            return capture
        return replace(capture, source=facts.source, scale=facts.scale, window=facts.window, name="")


class _RecordedTree:
    """A `ports.Gatherer`: what the program's accessibility tree said when the picture was taken."""

    name = "tree"
    budget_s = 1.0

    def __init__(self) -> None:
        self.things: Sequence[Thing] = ()

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        token.check()
        things = tuple(self.things)
        yield Finding(self.name, things=things, blocks=drawn_texts(things, capture.pixels), drawn=True)


class _Taped:
    """An engine, and the scenes that it was shown: what else it would have said of them can be had without another
    look."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = engine.name
        self.rewind()

    def rewind(self) -> None:
        self.capture: Capture | None = None
        self._scenes: list[Scene] = []

    def describe(
        self, capture: Capture, scenes: Iterator[Scene], verbosity: Verbosity, language: str, token: Token
    ) -> Iterator[Claim]:
        self.capture = capture
        return self._engine.describe(capture, self._noted(scenes), verbosity, language, token)

    def _noted(self, scenes: Iterator[Scene]) -> Iterator[Scene]:
        for scene in scenes:
            self._scenes.append(scene)
            yield scene

    def again(self, verbosity: Verbosity, language: str, token: Token) -> list[Claim]:
        assert self.capture is not None  # noqa: S101 - there was a description
        return list(self._engine.describe(self.capture, iter(self._scenes), verbosity, language, token))

    def answer(
        self, question: Question, capture: Capture, scene: Scene, conversation: Conversation, token: Token
    ) -> Answer:
        return self._engine.answer(question, capture, scene, conversation, token)

"""What every engine promises (`assistant.ports.Engine`), whichever makes its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from assistant.cancel import Cancelled, Token
from assistant.conversation import Conversation
from assistant.host import LocalWorker
from assistant.ports import Engine
from assistant.types import Answer, Box, Capture, Claim, Question, Scene, TextBlock, Thing
from models.auto import AutoEngine
from models.vlm.captioner import Piece
from models.vlm.engine import VlmEngine


class Writes:
    """A captioner as the host process runs it, whose words are known."""

    def about(self, *, token: Token) -> dict[str, object]:
        return {"tasks": ("caption",)}

    def pieces(self, pixels: Any, *, token: Token, **settings: Any) -> Iterator[Piece]:
        for word in ("A dog", " runs.", " It", " has", " a ball."):
            token.check()
            yield Piece(word, 0.9)


def vlm() -> Engine:
    return VlmEngine(LocalWorker(Writes()))


def grounded() -> Engine:
    from models.grounded.engine import GroundedEngine

    return GroundedEngine()


def auto() -> Engine:
    return AutoEngine(grounded(), vlm())


def auto_alone() -> Engine:
    return AutoEngine(grounded())


@pytest.fixture(params=[vlm, grounded, auto, auto_alone], ids=lambda make: make.__name__)
def engine(request: pytest.FixtureRequest) -> Engine:
    make: Callable[[], Engine] = request.param
    return make()


def capture(source: str = "file") -> Capture:
    return Capture(np.full((600, 800, 3), 200, np.uint8), source)


def scene(source: str = "file", complete: bool = True) -> Scene:
    text = TextBlock("The disk is full", Box(40, 40, 200, 20), 0.98)
    button = Thing(1, "button", "Empty the bin", states=frozenset({"focused"}), box=Box(40, 80, 120, 30))
    return Scene(800, 600, source, blocks=(text,), things=(button,), complete=complete)


def describe(engine: Engine, token: Token, **more: Any) -> Iterator[Claim]:
    asked = {"verbosity": "normal", "language": "en", **more}
    scenes = iter([scene(complete=False), scene()])
    return engine.describe(capture(), scenes, asked["verbosity"], asked["language"], token)


def test_it_has_a_name(engine: Engine) -> None:
    assert engine.name in ("vlm", "grounded", "auto")


@pytest.mark.parametrize("verbosity", ["brief", "normal", "full"])
def test_every_claim_is_a_sentence_with_evidence_inside_the_picture(engine: Engine, verbosity: str) -> None:
    claims = list(describe(engine, Token(), verbosity=verbosity))
    assert claims
    whole = Box(0, 0, 800, 600)
    for claim in claims:
        assert claim.text.strip()
        assert claim.evidence
        for item in claim.evidence:
            assert item.box is None or whole.contains(item.box)
            assert item.confidence is None or 0 <= item.confidence <= 1


def test_nothing_is_said_twice(engine: Engine) -> None:
    texts = [claim.text for claim in describe(engine, Token(), verbosity="full")]
    assert len(texts) == len(set(texts))


def test_more_words_are_wanted_more_are_said(engine: Engine) -> None:
    brief, full = (len(list(describe(engine, Token(), verbosity=verbosity))) for verbosity in ("brief", "full"))
    assert brief <= full


def test_a_cancelled_token_ends_a_description(engine: Engine) -> None:
    token = Token()
    claims = describe(engine, token)
    token.cancel()
    with pytest.raises(Cancelled):
        list(claims)


def test_a_scene_without_anything_still_gives_a_sentence(engine: Engine) -> None:
    empty = Scene(800, 600, "file", complete=True)
    assert list(engine.describe(capture(), iter([empty]), "normal", "en", Token()))


def test_an_answer_is_backed_or_says_that_it_is_none(engine: Engine) -> None:
    for words in ("What is the meaning of life?", "How many elephants are there?", "", "?"):
        answer = engine.answer(Question(words), capture(), scene(), Conversation(), Token())
        assert isinstance(answer, Answer)
        assert answer.text.strip()
        assert not answer.answerable or answer.evidence

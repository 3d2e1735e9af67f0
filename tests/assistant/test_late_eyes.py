"""A late gatherer looks at what the others have found, and the look is over when it is done."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from assistant.cancel import Cancelled, Token
from assistant.look import Look
from assistant.session import Session
from assistant.telling import Habits
from assistant.turn import Request
from assistant.types import Box, Capture, Finding, Scene, TextBlock, Thing
from assistant.viewing import Eyes
from models.evidence.merge import SceneMerger
from models.evidence.secrets import SecretRedactor
from tests.assistant.fakes import (
    BlackingRedactor,
    Camera,
    FakeGate,
    Finder,
    PlainMerger,
    ReadingEngine,
    block,
    picture,
)


class Words:
    name, budget_s = "ocr", 5.0

    def __init__(self) -> None:
        self.go = threading.Event()

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        while not self.go.wait(0.01):
            token.check()
        yield Finding("ocr", blocks=(TextBlock("Sales", Box(1, 1, 30, 8)),))


class Late:
    name, budget_s = "late", 5.0

    def __init__(self) -> None:
        self.saw: list[str] = []

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        self.saw = [block.text for block in scene.blocks]
        yield Finding("late", things=(Thing(9, "chart", "Sales", box=Box(0, 0, 40, 30), source="pixels"),))


def look_with(words: Words, late: Late, token: Token) -> Look:
    return Look(
        picture(),
        tree=None,
        others=(words,),
        late=(late,),
        merger=SceneMerger(),
        redactor=SecretRedactor(),
        token=token,
    )


def test_a_late_gatherer_sees_what_the_others_have_found_and_the_look_waits_for_it() -> None:
    words, late = Words(), Late()
    look = look_with(words, late, Token())
    assert not look.scene.complete
    words.go.set()
    scene = look.finish()
    assert late.saw == ["Sales"]
    assert scene.complete
    assert [thing.role for thing in scene.things] == ["chart"]


def test_a_cancelled_look_never_begins_the_late_part() -> None:
    words, late, token = Words(), Late(), Token()
    look = look_with(words, late, token)
    token.cancel()
    words.go.set()
    with pytest.raises(Cancelled):
        look.finish()
    assert late.saw == []


def test_what_a_look_words_is_of_the_language_of_the_turn() -> None:
    """As `describe --lang de` in a Hearsight that speaks English, whose gatherer of codes has words of its own."""

    class Codes(Finder):
        def worded_in(self, language: str) -> Finder:
            return Finder("codes", Finding("codes", blocks=(block(f"in {language}"),)))

    eyes = Eyes(
        tree=None,
        others=(),
        late=(Codes("codes"), Finder("plain", Finding("plain", blocks=(block("as it is", 20),)))),
        merger=PlainMerger(),
        redactor=BlackingRedactor(),
        gate=FakeGate(),
    )
    session = Session(eyes=eyes, engines={"grounded": ReadingEngine()}, window=Camera, habits=Habits(engine="grounded"))
    try:
        for language in ("de", "zh"):
            turn = session.submit(Request(kind="describe", at=0.0, language=language, speak=False))
            assert turn.wait(60)
            assert {claim.text for claim in turn.outcome.claims} == {f"in {language}", "as it is"}
    finally:
        session.close()

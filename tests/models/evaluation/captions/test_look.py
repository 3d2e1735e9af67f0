"""The product's own turn over pictures: what goes wrong with one row is that row's, and no other's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import BrokenPicture, HostDied, ModelBroken
from assistant.types import Answer, Claim, Evidence
from assistant.viewing import Eyes
from models.evaluation.captions.look import FAILED, Looker, Noted
from tests.assistant.fakes import BlackingRedactor, Camera, FakeGate, PlainMerger, picture

ASKED = [("1", "Who?"), ("2", "What?"), ("3", "Where?")]


class Telling:
    """An engine that answers with what it is asked, or raises what stands for it."""

    name = "vlm"

    def __init__(self, troubles: dict[str, Exception] | None = None) -> None:
        self.troubles = troubles or {}

    def describe(self, capture: Any, scenes: Any, *_: Any) -> Iterator[Claim]:
        for _scene in scenes:
            pass
        yield Claim("A grey picture.", (Evidence("ocr"),))

    def answer(self, question: Any, *_: Any) -> Answer:
        if question.text in self.troubles:
            raise self.troubles[question.text]
        return Answer(f"{question.text} Grey.", True)


def looker(engine: Any) -> Looker:
    eyes = Eyes(None, (), PlainMerger(), BlackingRedactor(), FakeGate())
    return Looker(eyes, {"vlm": engine}, lambda path: Camera(picture(source="file")), engine="vlm")


def test_the_question_after_one_that_the_host_died_of_is_answered() -> None:
    troubled: Any = Telling({"What?": HostDied()})
    with looker(Noted(troubled)) as looking:
        said = list(looking.answers(Path("a.png"), ASKED, Token()))
    assert [(one.id, bool(one.failed)) for one in said] == [("1", False), ("2", True), ("3", False)]
    assert said[2].text == "Where? Grey."


def test_a_fault_of_ours_in_one_question_does_not_end_the_run() -> None:
    with looker(Telling({"What?": ZeroDivisionError("secret")})) as looking:
        said = list(looking.answers(Path("a.png"), ASKED, Token()))
    assert [one.failed for one in said] == ["", FAILED, ""]


def test_a_broken_model_ends_it() -> None:
    with looker(Telling({"What?": ModelBroken()})) as looking, pytest.raises(ModelBroken):
        list(looking.answers(Path("a.png"), ASKED, Token()))


def test_answers_come_one_by_one_so_that_each_can_be_kept_at_once() -> None:
    token = Token()
    with looker(Telling()) as looking:
        coming = looking.answers(Path("a.png"), ASKED, token)
        assert next(coming).text == "Who? Grey."
        token.cancel()
        with pytest.raises(Cancelled):
            next(coming)


def test_a_picture_that_cannot_be_opened_fails_for_each_of_its_questions() -> None:
    eyes = Eyes(None, (), PlainMerger(), BlackingRedactor(), FakeGate())
    engine: Any = Telling()
    with Looker(eyes, {"vlm": engine}, lambda path: Camera(error=BrokenPicture()), engine="vlm") as looking:
        said = list(looking.answers(Path("a.png"), ASKED, Token()))
        assert looking.caption("1", Path("a.png"), "brief", Token()).failed == str(BrokenPicture())
    assert [one.failed for one in said] == [str(BrokenPicture())] * 3


def test_two_pictures_that_look_the_same_are_both_described() -> None:
    with looker(Telling()) as looking:
        said = [looking.caption(name, Path(f"{name}.png"), "brief", Token()) for name in ("a", "b")]
    assert [one.text for one in said] == ["A grey picture."] * 2

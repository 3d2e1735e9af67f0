"""What is certain first; then, where there is a picture, what the model adds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assistant.cancel import Cancelled, Token
from assistant.conversation import Conversation
from assistant.errors import HostDied
from assistant.types import Answer, Box, Capture, Claim, Evidence, Question, Scene, TextBlock, Thing
from models.auto import AutoEngine, worth_a_caption

SEEN = (Evidence("ocr", Box(0, 0, 1, 1)),)


class Certain:
    """A grounded engine that needs the first scene only."""

    name = "grounded"

    def __init__(self, *texts: str, answer: Answer | None = None) -> None:
        self.texts = texts
        self.reply = answer or Answer("I can't tell.", False)

    def describe(self, capture: Any, scenes: Any, verbosity: Any, language: Any, token: Any) -> Iterator[Claim]:
        next(scenes)
        for text in self.texts:
            yield Claim(text, SEEN, "note" if text.startswith("I can't tell") else "main")

    def answer(self, *_: Any) -> Answer:
        return self.reply


class Model:
    name = "vlm"

    def __init__(self, *claims: Claim, answer: Answer | None = None, error: Exception | None = None) -> None:
        self.claims, self.reply, self.error = claims, answer, error
        self.saw: list[tuple[Capture, Scene]] = []

    def describe(self, capture: Any, scenes: Any, verbosity: Any, language: Any, token: Any) -> Iterator[Claim]:
        self.saw += [(capture, scene) for scene in scenes]
        if self.error:
            raise self.error
        yield from self.claims

    def answer(self, question: Any, capture: Any, scene: Any, conversation: Any, token: Any) -> Answer:
        self.saw.append((capture, scene))
        if self.error:
            raise self.error
        assert self.reply is not None
        return self.reply


def guess(text: str, topic: str = "main") -> Claim:
    return Claim(text, (Evidence("model", Box(0, 0, 400, 200), 0.9),), topic)


def capture(source: str = "file") -> Capture:
    pixels = np.zeros((600, 800, 3), np.uint8)
    pixels[100:300, 200:600] = 9
    return Capture(pixels, source)


def scene(source: str = "file", **more: Any) -> Scene:
    return Scene(800, 600, source, **more)


IMAGE = Thing(1, "image", box=Box(200, 100, 400, 200))


def described(engine: AutoEngine, what: Capture, *scenes: Scene, token: Token | None = None) -> list[Claim]:
    return list(engine.describe(what, iter(scenes), "normal", "en", token or Token()))


def test_without_a_model_grounded_speaks_alone() -> None:
    assert [claim.text for claim in described(AutoEngine(Certain("A.", "B.")), capture(), scene())] == ["A.", "B."]


def test_the_certain_comes_first_and_the_model_gets_the_complete_scene() -> None:
    model = Model(guess("A dog."))
    complete = scene(complete=True, facts=(("colour", "green"),))
    claims = described(AutoEngine(Certain("A photo."), model), capture(), scene(), scene(), complete)
    assert [claim.text for claim in claims] == ["A photo.", "A dog."]
    assert [seen for _, seen in model.saw] == [complete]


def test_what_was_said_is_not_said_again_and_notes_are_left_out() -> None:
    model = Model(guess("a photo."), guess("I don't trust it.", "note"), guess("A dog."))
    claims = described(AutoEngine(Certain("A photo."), model), capture(), scene(complete=True))
    assert [claim.text for claim in claims] == ["A photo.", "A dog."]


def test_i_can_t_tell_is_only_said_when_the_model_cannot_tell_either() -> None:
    unsure = Certain("Mostly white.", "I can't tell what it shows.")

    def texts(*claims: Claim) -> list[str]:
        engine = AutoEngine(unsure, Model(*claims))
        return [claim.text for claim in described(engine, capture(), scene(complete=True))]

    assert texts(guess("A dog.")) == ["Mostly white.", "A dog."]
    assert texts() == ["Mostly white.", "I can't tell what it shows."]
    assert texts(guess("I don't trust it.", "note")) == ["Mostly white.", "I can't tell what it shows."]
    claims = AutoEngine(unsure, Model(error=HostDied())).describe(
        capture(), iter([scene(complete=True)]), "normal", "en", Token()
    )
    assert [next(claims).text, next(claims).text] == ["Mostly white.", "I can't tell what it shows."]
    with pytest.raises(HostDied):
        next(claims)


def test_a_window_without_an_image_is_not_shown_to_the_model() -> None:
    model = Model(guess("A screen."))
    claims = described(AutoEngine(Certain("A window."), model), capture("window"), scene("window", complete=True))
    assert [claim.text for claim in claims] == ["A window."]
    assert not model.saw


def test_a_page_of_text_is_not_shown_to_the_model() -> None:
    blocks = tuple(TextBlock(f"line {number}", Box(0, number * 10, 100, 9)) for number in range(12))
    assert worth_a_caption(capture(), scene(blocks=blocks)) is None
    assert worth_a_caption(capture(), scene(blocks=blocks[:11])) == Box(0, 0, 800, 600)


def test_an_image_on_a_page_is_cut_out_and_its_claims_point_back_to_it() -> None:
    model = Model(guess("A dog."))
    caption, far = TextBlock("My dog", Box(210, 110, 50, 10)), TextBlock("Menu", Box(0, 0, 50, 10))
    whole = replace(capture("window"), origin=(1000, 50))
    claims = described(
        AutoEngine(Certain("A page."), model),
        whole,
        scene("window", blocks=(caption, far), things=(IMAGE,), complete=True),
    )
    assert claims[-1].evidence[0].box == Box(200, 100, 400, 200)
    ((part, evidence),) = model.saw
    assert part.pixels.shape == (200, 400, 3)
    assert (part.pixels == 9).all()
    assert part.origin == (1200, 150)
    assert [block.box for block in evidence.blocks] == [Box(10, 10, 50, 10)]
    assert (evidence.width, evidence.height) == (400, 200)


@pytest.mark.parametrize("box", [Box(0, 0, 60, 800), Box(0, 0, 100, 100), Box(-700, 0, 710, 600), None])
def test_small_images_are_icons(box: Box | None) -> None:
    assert worth_a_caption(capture("window"), scene("window", things=(replace(IMAGE, box=box),))) is None


def test_trouble_of_the_model_is_raised_after_the_certain_was_said() -> None:
    claims = AutoEngine(Certain("A photo."), Model(error=HostDied())).describe(
        capture(), iter([scene(complete=True)]), "normal", "en", Token()
    )
    assert next(claims).text == "A photo."
    with pytest.raises(HostDied):
        next(claims)


def test_a_cancel_between_the_two_engines_is_noticed() -> None:
    token = Token()
    claims = AutoEngine(Certain("A photo."), Model(guess("A dog."))).describe(
        capture(), iter([scene(complete=True)]), "normal", "en", token
    )
    next(claims)
    token.cancel()
    with pytest.raises(Cancelled):
        next(claims)


def ask(engine: AutoEngine, what: Capture, evidence: Scene) -> Answer:
    return engine.answer(Question("What is it?"), what, evidence, Conversation(), Token())


def test_the_model_is_asked_only_where_the_evidence_has_no_answer() -> None:
    known = Answer("Forty two.", True, SEEN)
    model = Model(answer=Answer("A dog.", True, (Evidence("model", Box(0, 0, 400, 200)),), "vlm"))
    assert ask(AutoEngine(Certain(answer=known), model), capture(), scene()) is known
    assert not model.saw
    assert ask(AutoEngine(Certain(), model), capture("window"), scene("window")).text == "I can't tell."
    answer = ask(AutoEngine(Certain(), model), capture("window"), scene("window", things=(IMAGE,)))
    assert (answer.text, answer.engine) == ("A dog.", "vlm")
    assert answer.evidence[0].box == IMAGE.box


def test_a_model_is_never_asked_how_an_answer_is_known() -> None:
    model = Model(answer=Answer("A dog.", True, (Evidence("model", Box(0, 0, 400, 200)),), "vlm"))
    aside = Answer("I have told you nothing yet.", False, kind="aside")
    assert ask(AutoEngine(Certain(answer=aside), model), capture("window"), scene("window", things=(IMAGE,))) is aside
    assert not model.saw


def test_where_neither_knows_grounded_says_so() -> None:
    model = Model(answer=Answer("I only describe.", False))
    assert ask(AutoEngine(Certain(), model), capture(), scene()).text == "I can't tell."


def test_trouble_of_the_model_is_told_with_the_answer() -> None:
    answer = ask(AutoEngine(Certain(), Model(error=HostDied())), capture(), scene())
    assert not answer.answerable
    assert answer.text == f"I can't tell. {HostDied.sentence}"

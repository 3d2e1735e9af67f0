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
from models.novelty import Novelty

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
    pixels[100:300, 200:600:8] = 200
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


class Alike:
    """An embedder to which all sentences with the word "harbour" are one."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.asked = error, 0

    def call(self, method: str, texts: list[str], *, token: Token, timeout_s: float = 0.0) -> Any:
        self.asked += 1
        if self.error:
            raise self.error
        return np.array([[1.0, 0.0] if "harbour" in text else [0.0, 1.0] for text in texts], np.float32)


PARAPHRASES = ("Boats lie in a harbour.", "It may show boats in a harbour at dusk.", "Two gulls sit on a pole.")


@pytest.mark.parametrize("error", [None, HostDied()])
def test_what_adds_nothing_is_not_said_and_without_embeddings_words_decide(error: Exception | None) -> None:
    embedder: Any = Alike(error)
    model = Model(*(guess(text) for text in (*PARAPHRASES, "The gulls sit on the pole.")))
    engine = AutoEngine(Certain("A photo: Boats."), model, embedder)
    told = [claim.text for claim in described(engine, capture(), scene(complete=True))]
    paraphrased = () if error is None else (PARAPHRASES[1],)
    assert told == ["A photo: Boats.", PARAPHRASES[0], *paraphrased, PARAPHRASES[2]]
    assert embedder.asked == (2 if error is None else 1), "a dead embedder is not asked again"


def test_a_sentence_with_another_number_adds() -> None:
    said = Novelty()
    said.said("The total is 12.50.")
    assert said.adds("The total is 13.50.", Token())
    assert not said.adds("Perhaps the total is 12.50.", Token())
    said.said("There are three dogs.")
    assert not said.adds("There are 3 dogs.", Token())


@pytest.mark.parametrize(
    ("said", "again", "new"),
    [
        ("一只狗在草地上。", "可能是：草地上有一只狗。", "天空是蓝色的。"),
        ("Ein Hund liegt.", "Der Hund liegt.", "Die Wand ist rot."),
    ],
)
def test_repetition_is_known_in_other_languages(said: str, again: str, new: str) -> None:
    novelty = Novelty()
    novelty.said(said)
    assert not novelty.adds(again, Token())
    assert novelty.adds(new, Token())


def test_the_model_s_sentences_come_one_by_one() -> None:
    given: list[str] = []

    class Slow(Model):
        def describe(self, *rest: Any) -> Iterator[Claim]:
            for claim in super().describe(*rest):
                given.append(claim.text)
                yield claim

    model = Slow(guess("A dog."), guess("A red ball."))
    claims = AutoEngine(Certain(), model).describe(capture(), iter([scene(complete=True)]), "normal", "en", Token())
    assert next(claims).text == "A dog."
    assert given == ["A dog."]


def test_where_rules_read_better_or_nothing_is_to_be_seen_the_model_is_not_shown_it() -> None:
    lines = tuple(TextBlock(f"line {number}", Box(210, 105 + number * 15, 100, 12)) for number in range(12))
    chart = Thing(2, "chart", "Sales", box=Box(210, 110, 380, 180), source="pixels")
    flat = replace(IMAGE, box=Box(0, 350, 400, 200))
    whole = capture("window")
    assert worth_a_caption(whole, scene("window", things=(IMAGE,), blocks=lines)) is None
    assert worth_a_caption(whole, scene("window", things=(IMAGE, chart))) is None
    assert worth_a_caption(whole, scene("window", things=(flat,))) is None
    assert worth_a_caption(whole, scene("window", things=(flat, IMAGE))) == IMAGE.box
    assert worth_a_caption(whole, scene("window", things=(replace(IMAGE, role="video"),))) == IMAGE.box
    page = Thing(3, "chart", box=Box(0, 0, 800, 600), source="pixels")
    assert worth_a_caption(capture(), scene(things=(page,))) is None


def test_at_full_length_more_than_one_picture_of_a_page_is_shown() -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (600, 800, 3), np.uint8)
    images = tuple(Thing(n, "image", box=Box(10 + 260 * n, 10, 250, 250 - n)) for n in range(3))
    inner = Thing(9, "image", box=Box(20, 20, 220, 220))
    for verbosity, shown in (("normal", 1), ("full", 3)):
        model = Model(guess("A dog."))
        where = scene("window", things=(inner, *images), complete=True)
        list(AutoEngine(Certain(), model).describe(Capture(pixels, "window"), iter([where]), verbosity, "en", Token()))  # type: ignore[arg-type]
        assert [part.pixels.shape[0] for part, _ in model.saw] == [250, 249, 248][:shown]


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
    assert (part.pixels == whole.pixels[100:300, 200:600]).all()
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

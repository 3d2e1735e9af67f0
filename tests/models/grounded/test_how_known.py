"""How do you know: the source, the place and the confidence of what was told last."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation, Statement
from assistant.types import Answer, Box, Capture, Evidence, Given, Question, Scene, TextBlock, Thing
from models.grounded.engine import GroundedEngine

ASKED = {"en": "How do you know?", "zh": "你怎么知道？", "de": "Woher weißt du das?"}
PICTURE = Capture(np.zeros((600, 800, 3), np.uint8), "window")
SAVE = Thing(1, "button", "Save", box=Box(700, 560, 80, 30), states=frozenset({"focusable"}))
TOTAL = TextBlock("Total: 34.90 EUR", Box(20, 20, 200, 20), 0.937)
SCENE = Scene(800, 600, "window", blocks=(TOTAL,), things=(SAVE,), complete=True)


def asked(talk: Conversation, words: str, language: str = "en", scene: Scene = SCENE) -> Answer:
    """As the session asks."""
    engine = GroundedEngine(None)
    answer = engine.answer(Question(words, language), PICTURE, scene, talk, Token())
    if answer.kind != "aside":
        kept = Statement(answer.text, answer.evidence, scene, answer.subject, answer.kind, answer.answerable)
        talk.tell(len(talk.statements) + 1, kept)
        talk.mean("")
        talk.asked, talk.answer = words, answer
    return answer


def why(statement: Statement | None, language: str = "en") -> Answer:
    talk = Conversation(meant=statement)
    return GroundedEngine(None).answer(Question(ASKED[language], language), PICTURE, SCENE, talk, Token())


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("How do you know?", "en"), ("Why do you say that?", "en"), ("Are you sure?", "en"),
        ("How sure are you?", "en"), ("Where did you read that?", "en"),
        ("你怎么知道的？", "zh"), ("你确定吗？", "zh"), ("你从哪里看到的？", "zh"),
        ("Woher weißt du das?", "de"), ("Bist du dir sicher?", "de"), ("Wie kommst du darauf?", "de"),
    ],
)  # fmt: skip
def test_it_is_understood_however_it_is_asked(words: str, language: str) -> None:
    told = Statement("Save button.", (Evidence("tree", SAVE.box, None, "Save"),), SCENE)
    answer = asked(Conversation(meant=told), words, language)
    assert answer.kind == "aside"
    assert "Save" in answer.text


def test_an_answer_from_the_tree_names_the_program_and_the_place() -> None:
    talk = Conversation()
    assert "bottom right" in asked(talk, "Where is the Save button?").text
    told = asked(talk, "How do you know?")
    assert told.text == "The program itself says so: Save, bottom right, 4 o'clock. Nothing in that is a guess."
    assert told.answerable
    assert [item.box for item in told.evidence] == [SAVE.box]


def test_an_answer_read_from_pixels_names_the_place_and_how_sure_it_is() -> None:
    talk = Conversation()
    assert "34.90" in asked(talk, "What is the total?").text
    told = asked(talk, "Are you sure?").text
    assert told.startswith("I read it from the picture, top left"), told
    assert "Total: 34.90 EUR" in told
    assert "93 percent" in told, "never surer than it is"


@pytest.mark.parametrize(
    ("language", "source"), [("en", "The program itself"), ("zh", "程序自己"), ("de", "Programm selbst")]
)
def test_every_language_names_the_source(language: str, source: str) -> None:
    assert source in why(Statement("x", (Evidence("tree", SAVE.box, None, "Save"),), SCENE), language).text


def test_a_computed_answer_names_its_parts() -> None:
    rows = [("Tea", "3.20"), ("Cake", "4.10"), ("Juice", "2.70")]
    things = [Thing(1, "table", "Menu", box=Box(0, 0, 400, 200))]
    for at, row in enumerate([("Item", "Price"), *rows]):
        things.append(Thing(10 * at + 10, "row", box=Box(0, 40 * at, 400, 40), parent=1))
        things += [
            Thing(10 * at + 11 + place, "cell", text, box=Box(200 * place, 40 * at, 200, 40), parent=10 * at + 10)
            for place, text in enumerate(row)
        ]
    scene, talk = Scene(800, 600, "window", things=tuple(things), complete=True), Conversation()
    assert "10.00" in asked(talk, "Add up the prices", scene=scene).text
    told = asked(talk, "How do you know?", scene=scene).text
    assert told.startswith("I worked it out from"), told
    assert "The program itself tells them." in told


def test_what_could_not_be_told_says_where_was_looked() -> None:
    talk = Conversation()
    assert not asked(talk, "What is the delivery date?").answerable
    told = asked(talk, "How do you know?").text
    assert "1 control" in told
    assert "found no answer" in told


def test_asking_how_leaves_the_last_answer_the_last() -> None:
    talk = Conversation()
    asked(talk, "Where is the Save button?")
    asked(talk, "How do you know?")
    assert asked(talk, "How do you know?").text.startswith("The program itself says so: Save")
    assert "Save" in asked(talk, "Where is it?").text


def test_a_claim_by_a_model_is_called_a_guess() -> None:
    guess = why(Statement("A dog on a beach.", (Evidence("model", Box(0, 0, 800, 600), 0.61, "a dog"),), SCENE)).text
    assert "61 percent" in guess
    assert "guess" in guess


def test_several_sources_are_each_named_and_two_sentences_are_enough() -> None:
    evidence = (Evidence("window", None, None, "Mail"), Evidence("tree", SAVE.box, None, "Save"))
    text = why(Statement("Mail. Save button.", (*evidence, Evidence("clock", None, None, "9")), SCENE)).text
    assert "window: Mail" in text
    assert "program itself" in text
    assert "this computer" not in text


def test_before_anything_was_told_it_says_so() -> None:
    answer = why(None)
    assert answer.text == "I have told you nothing yet."
    assert not answer.answerable


def test_a_long_text_is_not_said_whole() -> None:
    words = "word " * 200
    assert len(why(Statement(words, (Evidence("ocr", Box(0, 0, 9, 9), 0.9, words),), SCENE)).text) < 200


def test_where_there_is_no_tree_none_is_spoken_of() -> None:
    scene = Scene(800, 600, "file", blocks=(TOTAL,), complete=True)
    text = why(Statement("I can't tell.", (), scene, found=False)).text
    assert text == "I looked through 1 line of text, and found no answer there."


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "bottom left, 7 o'clock before I turned the picture upright"),
        ("de", "unten links, 7 Uhr im Bild, bevor ich es aufrecht gedreht habe"),
        ("zh", "左下，七点方向（按转正之前的画面）"),
    ],
)
def test_in_a_picture_that_was_turned_the_place_is_the_one_in_the_picture_that_was_given(
    language: str, told: str
) -> None:
    """Its left side was turned up: what stands top left now stood bottom left before."""
    turned = Capture(np.zeros((600, 800, 3), np.uint8), "file", given=Given(np.zeros((800, 600, 3), np.uint8), 3, 0.0))
    statement = Statement("34.90 EUR.", (Evidence("ocr", TOTAL.box, 0.937, TOTAL.text),), SCENE)
    talk = Conversation(meant=statement)
    answer = GroundedEngine(None).answer(Question(ASKED[language], language), turned, SCENE, talk, Token())
    assert told in answer.text

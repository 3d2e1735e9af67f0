"""What is only seen as a picture is claimed only as far as a picture tells it."""

from __future__ import annotations

import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.types import Answer, Box, Question, Scene, TextBlock
from models.grounded.engine import GroundedEngine
from tests.models.grounded.scenes import picture

ENGINE = GroundedEngine()
ARTICLE = (
    "From Monday the small white ferry crosses the sound again, eleven times a day.",
    "It takes bicycles and prams without an extra ticket, and dogs are free of charge.",
    "The pump failed on Monday.",
    "Since then an electric engine, built in Turku, has taken the boat across the bay in nine minutes.",
    "A single ticket is sold on board by the captain, who rings a bell before leaving the pier.",
)


def seen(*texts: str, step: int = 60, left: int = 40) -> Scene:
    """A picture of lines of text, one below the other, read by OCR."""
    blocks = tuple(TextBlock(text, Box(left, 40 + step * at, 9 * len(text), 18), 0.97) for at, text in enumerate(texts))
    return Scene(1200, 900, "file", blocks, (), complete=True, name="screen.png")


def told(scene: Scene) -> str:
    return " ".join(claim.text for claim in ENGINE.describe(picture(scene), iter([scene]), "normal", "en", Token()))


def ask(scene: Scene, question: str, language: str = "en") -> Answer:
    return ENGINE.answer(Question(question, language), picture(scene), scene, Conversation(), Token())


def test_a_sentence_of_an_article_about_a_failure_is_no_error() -> None:
    assert "Error" not in told(seen(*ARTICLE))
    assert not ask(seen(*ARTICLE), "What is the error?").answerable


def test_the_middle_of_a_sentence_is_no_error() -> None:
    column = seen("Ferry", "engine, which had failed in the storms of", "Harbour")
    assert "Error" not in told(column)


@pytest.mark.parametrize("message", ["The file could not be opened.", "Error: disk full"])
def test_a_message_by_itself_is_an_error(message: str) -> None:
    assert ask(seen(message, "OK"), "Are there any errors?").text.startswith("Yes")
    assert "Error" in told(seen(message, "OK"))


def test_what_begins_as_an_error_is_one_also_beside_an_article() -> None:
    assert "Error: page 2 is missing." in told(seen("Error: page 2 is missing.", *ARTICLE))


@pytest.mark.parametrize(
    ("question", "language"),
    [("Are there any errors?", "en"), ("Is anything wrong?", "en"), ("Gibt es Fehler?", "de"), ("有错误吗？", "zh")],
)
def test_from_a_picture_alone_it_is_not_claimed_that_there_is_no_error(question: str, language: str) -> None:
    form = seen("Name", "Postcode", "Postcode is required.", "Send")
    assert not ask(form, question, language).answerable

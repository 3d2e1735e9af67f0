"""More: what else is known of what was told, and nothing that was not seen."""

from __future__ import annotations

import pytest

from assistant.conversation import Conversation, Statement
from assistant.types import Box, Evidence, Scene, TextBlock, Thing
from tests.models.grounded.test_how_known import asked

CAN = frozenset({"focusable"})
THINGS = (
    Thing(1, "dialog", "Order", box=Box(0, 0, 800, 600)),
    Thing(2, "group", "Shipping", box=Box(0, 0, 800, 300), parent=1),
    Thing(3, "textbox", "Email", "ann@example.org", CAN | {"invalid"}, Box(300, 40, 200, 30), 2, "No such address"),
    Thing(4, "button", "Send", states=CAN | {"disabled"}, box=Box(700, 560, 80, 30), parent=1),
    Thing(5, "table", "Prices", box=Box(0, 320, 400, 120), parent=1),
    Thing(6, "row", box=Box(0, 360, 400, 30), parent=5),
    Thing(7, "cell", "Tea", box=Box(0, 360, 200, 30), parent=6),
    Thing(8, "cell", "3.20", box=Box(200, 360, 100, 30), parent=6),
    Thing(9, "cell", "in stock", box=Box(300, 360, 100, 30), parent=6),
)  # fmt: skip
SCENE = Scene(800, 600, "window", things=THINGS, complete=True)


def talk_of(thing: Thing, text: str) -> Conversation:
    evidence = (Evidence("tree", thing.box, None, thing.name),)
    return Conversation(meant=Statement(text, evidence, SCENE))


@pytest.mark.parametrize(
    ("words", "language"), [("More", "en"), ("Tell me more.", "en"), ("更多", "zh"), ("Mehr dazu", "de")]
)
def test_more_tells_value_state_and_what_is_around(words: str, language: str) -> None:
    told = asked(talk_of(THINGS[2], "Email."), words, language, SCENE).text
    assert "ann@example.org" in told
    assert "No such address" in told
    assert "Shipping" in told


def test_what_was_told_is_not_told_again() -> None:
    told = asked(talk_of(THINGS[3], "Send button, disabled. bottom right, 4 o'clock"), "More", scene=SCENE)
    assert "disabled" not in told.text
    assert told.kind == "aside"


def test_of_a_cell_the_whole_row_is_told() -> None:
    assert "Tea; 3.20; in stock" in asked(talk_of(THINGS[7], "Price: 3.20."), "More details", scene=SCENE).text


def test_of_a_line_of_text_the_passage_is_told() -> None:
    lines = (
        TextBlock("The market moves to Friday", Box(20, 20, 400, 20), 0.98),
        TextBlock("because of the fair in the old town.", Box(20, 44, 400, 20), 0.97),
    )
    scene = Scene(800, 600, "file", lines, complete=True)
    talk = Conversation(
        meant=Statement("It says: Friday", (Evidence("ocr", lines[0].box, 0.98, lines[0].text),), scene)
    )
    told = asked(talk, "Tell me more", scene=scene)
    assert "because of the fair" in told.text
    assert told.answerable


def test_where_nothing_more_is_known_that_is_said() -> None:
    talk = Conversation(meant=Statement("Mail.", (Evidence("window", None, None, "Mail"),), SCENE))
    told = asked(talk, "More", scene=SCENE)
    assert told.text == "That is all I know of it."


def test_after_i_cant_tell_there_is_no_more() -> None:
    talk = Conversation(meant=Statement("I can't tell.", (), SCENE, found=False))
    assert not asked(talk, "Tell me more", scene=SCENE).answerable


def test_every_detail_has_evidence() -> None:
    told = asked(talk_of(THINGS[2], "Email."), "More", scene=SCENE)
    assert len(told.evidence) >= 3

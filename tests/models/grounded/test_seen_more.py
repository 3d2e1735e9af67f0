"""Answers from pixels about other programs than those that the rules were made with, each with what looks alike."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.types import Answer, Box, Capture, Question, Scene, TextBlock, Thing
from models.grounded.engine import GroundedEngine
from models.grounded.phrases import phrases
from models.grounded.second.rewording import wordings
from models.grounded.second.words import second_words

Line = tuple[str, int, int]


def thing(number: int, role: str, name: str, box: tuple[int, int, int, int], *states: str, value: str = "") -> Thing:
    return Thing(number, role, name, value, frozenset(states), Box(*box), confidence=0.98, source="pixels")


def shown(*lines: Line, things: tuple[Thing, ...] = ()) -> Scene:
    blocks = tuple(TextBlock(text, Box(x, y, 9 * len(text), 20), 0.99) for text, x, y in lines)
    return Scene(900, 600, "file", blocks, things, complete=True)


def ask(scene: Scene, question: str, language: str = "en") -> Answer:
    capture = Capture(np.full((scene.height, scene.width, 3), 255, np.uint8), "file")
    return GroundedEngine().answer(Question(question, language), capture, scene, Conversation(capture, scene), Token())


TICKETS = shown(
    ("Seats", 40, 60), ("Stalls, row 4, 31.00", 66, 90), ("Balcony, row 1, 24.50", 66, 120),
    ("Programme", 40, 170), ("Printed, 3.00", 66, 200),
    things=(
        thing(1, "radio", "Stalls, row 4, 31.00", (40, 92, 16, 16), "unchecked"),
        thing(2, "radio", "Balcony, row 1, 24.50", (40, 122, 16, 16), "checked"),
        thing(3, "checkbox", "Printed, 3.00", (40, 202, 16, 16), "unchecked"),
    ),
)  # fmt: skip
KARTEN = shown(
    ("Versand:", 40, 60), ("Brief, 1.20 EUR", 66, 90), ("Paket, 5.90 EUR", 66, 120),
    things=(
        thing(1, "radio", "Brief, 1.20 EUR", (40, 92, 16, 16), "unchecked"),
        thing(2, "radio", "Paket, 5.90 EUR", (40, 122, 16, 16), "checked"),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("scene", "question", "language", "told"),
    [
        (TICKETS, "How much are the balcony seats?", "en", "24.50"),
        (TICKETS, "What do the stalls seats cost?", "en", "31.00"),
        (KARTEN, "Was kostet der Versand als Paket?", "de", "5.90"),
    ],
)
def test_the_words_above_radio_buttons_are_what_they_are_about(
    scene: Scene, question: str, language: str, told: str
) -> None:
    answer = ask(scene, question, language)
    assert answer.answerable, answer.text
    assert told in answer.text


@pytest.mark.parametrize("question", ["How much are the printed seats?", "How much is a balcony programme?"])
def test_they_are_not_about_what_stands_over_other_boxes(question: str) -> None:
    assert not ask(TICKETS, question).answerable


SWITCHES = shown(
    ("Wi-Fi", 40, 60), ("Brightness over 80 %", 40, 110), ("Battery saver", 40, 160),
    things=(
        thing(1, "switch", "Wi-Fi", (500, 58, 50, 24), "checked"),
        thing(2, "switch", "Brightness over 80 %", (500, 108, 50, 24), "unchecked"),
        thing(3, "switch", "Battery saver", (500, 158, 50, 24), "unchecked", "disabled"),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Is Wi-Fi enabled?", "Yes, Wi-Fi is checked"),
        ("Is brightness over 80 % enabled?", "No, "),
        ("Is the brightness over 80 percent switch on?", "No, "),
        ("How many toggle switches are there?", "3 switches"),
    ],
)
def test_switches_are_asked_for_in_many_ways(question: str, begins: str) -> None:
    answer = ask(SWITCHES, question)
    assert answer.answerable, answer.text
    assert answer.text.lower().removeprefix("apparently ").startswith(begins.lower())


@pytest.mark.parametrize("question", ["Is the battery saver enabled?", "Can I use Wi-Fi?"])
def test_a_switch_that_cannot_be_used_is_not_said_to_be_off(question: str) -> None:
    assert "not checked" not in ask(SWITCHES, question).text


FORM = shown(
    ("Nickname", 40, 60), ("Wren", 50, 90), ("Six letters at least, please.", 40, 124), ("Town", 40, 160),
    things=(
        thing(1, "textbox", "Nickname", (40, 84, 400, 32), "invalid", value="Wren"),
        thing(2, "textbox", "Town", (40, 184, 400, 32)),
    ),
)  # fmt: skip


def test_under_a_field_is_not_under_its_label() -> None:
    assert "Six letters" in ask(FORM, "What does it say under the nickname field?").text
    assert "Wren" in ask(FORM, "What does it say under nickname?").text


PARISH = shown(
    ("The chapel on the hill held 140 people.", 40, 60),
    ("Its bell rang twice a day.", 40, 100),
    ("A ring of keys hangs in the porch.", 40, 140),
    ("If the gate is shut, call the warden, Mrs Oak, on 555 0177, or wait.", 40, 180),
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many people did the chapel hold?", "140"),
        ("How often did its bell ring?", "twice"),
        ("Which number do I call?", "555 0177"),
    ],
)
def test_what_was_done_answers_what_somebody_did(question: str, told: str) -> None:
    answer = ask(PARISH, question)
    assert answer.answerable, answer.text
    assert told in answer.text


@pytest.mark.parametrize("question", ["How many rings did the chapel hold?", "How often does the gate ring?"])
def test_and_nothing_that_somebody_else_did(question: str) -> None:
    assert not ask(PARISH, question).answerable


def test_only_a_verb_is_put_in_the_past() -> None:
    english, words = phrases("en"), second_words("en")
    assert any("bell rang" in said for said, *_ in wordings("When did the bell ring?", english, words))
    for question in ("How much does the ring of keys cost?", "Where is the light?", "How much does ring 4 cost?"):
        assert not any("rang" in said or "lit" in said for said, *_ in wordings(question, english, words)), question


@pytest.mark.parametrize(
    ("label", "question"),
    [("Left", "What did he leave?"), ("Found", "What did she find?"), ("LED", "What did he lead?")],
)
def test_a_past_form_that_is_another_word_is_no_verb(label: str, question: str) -> None:
    assert not ask(shown((f"{label}: copper lamp", 40, 60)), question).answerable


BOATS = shown(
    ("export class Boat {", 40, 40), ("name: string;", 76, 60), ("price: number;", 76, 80),
    ("amount: number;", 76, 100), ("}", 40, 120), ("const one = new Boat('Grey dinghy', 640, 3);", 40, 140),
    ("const two = new Boat('Red canoe', 415, 1);", 40, 160), ("export default [one, two];", 40, 180),
)  # fmt: skip


def test_beside_a_price_an_amount_is_how_many_there_are() -> None:
    answer = ask(BOATS, "What does the grey dinghy cost?")
    assert answer.answerable, answer.text
    assert "640" in answer.text
    assert not ask(BOATS, "What does the green dinghy cost?").answerable


NOTICE = shown(
    ("House rules", 40, 40),
    ("- Bicycles belong in the shed behind the kitchen", 40, 90),
    ("- The washing room closes at ten in the evening", 40, 112),
    ("- Back to the start", 40, 134),
)


def test_an_item_of_a_list_answers_for_itself_alone() -> None:
    answer = ask(NOTICE, "Where do bicycles belong?")
    assert answer.answerable, answer.text
    assert "shed" in answer.text
    assert "washing" not in answer.text
    assert not ask(NOTICE, "What is at the start?").answerable  # a link of three words tells nothing


ALBUM = shown(
    ("The slow boat", 40, 30), ("It was filmed on the river, and a list of the crew is here.", 40, 90),
    things=(thing(1, "link", "a list of the crew", (270, 90, 162, 20)),),
)  # fmt: skip


def test_links_in_a_text_are_read_and_not_counted() -> None:
    assert ask(ALBUM, "What does the link say?").text == "a list of the crew."
    assert ask(ALBUM, "Is there a link?").answerable
    for question in ("How many links are there?", "Which links are there?"):
        answer = ask(ALBUM, question)
        assert not answer.answerable
        assert "a list of the crew" in answer.text

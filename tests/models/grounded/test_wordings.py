"""One question in several wordings has one answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.types import Box, Scene, Thing, WindowInfo
from tests.models.grounded.test_answers_more import reply, seen, window

BOX = Box(0, 0, 800, 600)


def booking() -> Scene:
    """A web form: fields, boxes to tick, a field that is not right."""
    things = [
        Thing(0, "window", "Booking", "", frozenset({"active"}), BOX),
        Thing(1, "textbox", "Arrival", "12 May", frozenset({"focusable"}), Box(20, 40, 200, 24), 0),
        Thing(2, "textbox", "Postcode", "77", frozenset({"invalid"}), Box(20, 80, 200, 24), 0, "Five digits, please."),
        Thing(3, "combobox", "Room", "Sea view", frozenset({"collapsed"}), Box(20, 120, 200, 24), 0),
        Thing(4, "checkbox", "Send me the brochure", "", frozenset({"checked"}), Box(20, 160, 200, 24), 0),
        Thing(5, "textbox", "Nickname", "", frozenset({"focused"}), Box(20, 200, 200, 24), 0),
        Thing(6, "password", "Password", "", frozenset(), Box(20, 240, 200, 24), 0),
        Thing(7, "button", "Book now", "", frozenset(), Box(600, 500, 100, 30), 0),
        Thing(8, "button", "Cancel", "", frozenset(), Box(480, 500, 100, 30), 0),
    ]
    return Scene(800, 600, "window", (), tuple(things), WindowInfo(1, "Booking", "", 1, BOX), complete=True)


@pytest.mark.parametrize(
    ("told", "questions"),
    [
        ("Room: Sea view.", ["What's the room?", "What is the room set to?", "Which room is it set to?"]),
        ("Room: Sea view.", ["Tell me what the room is", "I need to know what the room is"]),
        (
            "Invalid: Postcode",
            ["What's wrong with the postcode?", "Why is the postcode marked?", "What's the postcode problem?"],
        ),
        ("Invalid: Postcode", ["What is the problem with the postcode?", "Why is my postcode not accepted?"]),
        ("Invalid: Postcode", ["What errors are there?", "What mistakes did I make?"]),
        ("No, Nickname is empty", ["Is the nickname filled in?", "Have I filled in the nickname?"]),
        ("Nickname", ["Which field am I in?", "What has the focus?"]),
        ("Cancel button", ["How do I cancel?", "Which button cancels?", "Which button is for cancelling?"]),
        (
            "Cancel button: bottom",
            ["Where is the cancel button?", "Where's the button cancel?", "In which part of the screen is cancel?"],
        ),
        (
            "Yes: Password",
            ["Is there a password field?", "Is there a field for a password?", "Can I see a password field?"],
        ),
        (
            "Yes, Send me the brochure is checked",
            ["Is the brochure ticked?", "Will I get the brochure?", "Am I subscribed to the brochure?"],
        ),
    ],
)
def test_one_question_in_other_words_has_the_same_answer(told: str, questions: list[str]) -> None:
    for question in questions:
        answer = reply(booking(), question)
        assert answer.answerable, question
        assert told in answer.text, question


@pytest.mark.parametrize(
    "question",
    [
        "Which button prints?",
        "Is there a field for a voucher?",
        "Will I get the newsletter?",
        "Why is the street marked?",
    ],
)
def test_what_is_not_there_is_not_answered_in_other_words_either(question: str) -> None:
    answer = reply(booking(), question)
    assert not answer.answerable or answer.text.startswith("No, I see no")


@pytest.mark.parametrize(
    "question",
    ["Which menu is open?", "Which menu am I in?", "What's the open menu called?", "Which of the menus is open?"],
)
def test_the_open_menu_is_told(question: str) -> None:
    scene = window(("menu", "Draw", ""), ("menu", "Tools", "selected"), ("menuitem", "Rotate line", ""))
    assert reply(scene, question).text == "Tools is selected."


@pytest.mark.parametrize(
    "question", ["Is Rotate line in the menu?", "Do you see Rotate line?", "Is there a rotate line item?"]
)
def test_a_name_that_ends_with_a_unit_of_text_is_still_a_name(question: str) -> None:
    scene = window(("menu", "Draw", ""), ("menuitem", "Rotate line", ""))
    answer = reply(scene, question)
    assert answer.answerable
    assert answer.text.startswith("Yes: Rotate line")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What number is in front of trains?", "16"),
        ("What does it say before trains?", "16"),
        ("What stands after platform?", "Arrivals"),
    ],
)
def test_what_stands_before_and_behind_is_told(question: str, told: str) -> None:
    scene = seen("16 trains", "Platform")
    right = replace(scene.blocks[1], text="Arrivals", box=Box(200, 60, 80, 18))
    scene = replace(scene, blocks=(*scene.blocks, right))
    answer = reply(scene, question)
    assert answer.answerable
    assert told in answer.text


@pytest.mark.parametrize("said", ["notes.txt", "Segmentation fault (core dumped)", "Killed", "npm ERR! code E404"])
def test_a_terminal_is_never_told_to_be_free_of_errors(said: str) -> None:
    answer = reply(seen("ada@box:~$ run", said, "ada@box:~$"), "Was there an error?")
    assert not answer.text.startswith("No")
    assert not answer.answerable or answer.text.startswith("Yes")


def test_an_error_in_a_terminal_is_told() -> None:
    failed = seen("ada@box:~$ cat nothing", "cat: nothing: No such file or directory", "ada@box:~$")
    assert "No such file" in reply(failed, "Did anything go wrong?").text
    assert not reply(seen("Postcode is required.", "Send"), "Is there an error?").answerable

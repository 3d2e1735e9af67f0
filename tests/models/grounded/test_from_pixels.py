"""Answers about menus, messages, fields and boxes to tick that only pixels tell of."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.types import Answer, Box, Capture, Question, Scene, TextBlock, Thing
from models.grounded.engine import GroundedEngine
from models.grounded.view import View


def thing(number: int, role: str, name: str, box: Box, *states: str, parent: int | None = None) -> Thing:
    sure = {"states": frozenset(states), "box": box, "parent": parent, "confidence": 0.98}
    return Thing(number, role, name, source="pixels", **sure)  # type: ignore[arg-type]


def written(*lines: tuple[str, int, int]) -> tuple[TextBlock, ...]:
    return tuple(TextBlock(text, Box(x, y, 9 * len(text), 20), 0.99) for text, x, y in lines)


def ask(scene: Scene, question: str) -> Answer:
    capture = Capture(np.full((scene.height, scene.width, 3), 255, np.uint8), "file")
    talk = Conversation(capture, scene)
    return GroundedEngine().answer(Question(question, "en"), capture, scene, talk, Token())


EDITOR = Scene(
    640, 480, "file", complete=True,
    blocks=written(("File", 10, 4), ("Edit", 70, 4), ("Help", 130, 4), ("Not saved: no room.", 20, 40),
                   ("Dear Ada,", 20, 90), ("the boat is here.", 20, 120)),
    things=(
        thing(1, "menubar", "", Box(0, 0, 200, 28)),
        thing(2, "menu", "File", Box(0, 0, 60, 28), parent=1),
        thing(3, "menu", "Edit", Box(60, 0, 60, 28), parent=1),
        thing(4, "menu", "Help", Box(120, 0, 60, 28), parent=1),
        thing(5, "alert", "Not saved: no room.", Box(0, 34, 640, 32)),
    ),
)  # fmt: skip


def test_a_menu_bar_and_a_message_are_none_of_the_lines_of_a_text() -> None:
    view = View(EDITOR)
    assert [line.text for line in view.lines] == ["Dear Ada,", "the boat is here."]
    assert view.root is None  # a message on a page is no window
    assert "Dear Ada" in ask(EDITOR, "What is the first line?").text


def test_what_a_message_on_red_says_is_the_error() -> None:
    answer = ask(EDITOR, "What went wrong?")
    assert answer.answerable
    assert "no room" in answer.text


def test_the_menus_are_told_by_name() -> None:
    answer = ask(EDITOR, "Which menus are there?")
    assert answer.answerable
    assert all(name in answer.text for name in ("File", "Edit", "Help"))


def test_that_nothing_is_selected_is_not_claimed_of_what_only_pixels_tell() -> None:
    answer = ask(EDITOR, "Which menu is selected?")
    assert not answer.answerable
    assert "Nothing" not in answer.text


FORM = Scene(
    640, 480, "file", complete=True,
    blocks=written(("Town *", 20, 20), ("Street *", 20, 110), ("Mill Lane", 28, 142), ("Bring it home?", 20, 200),
                   ("Lamp", 60, 240)),
    things=(
        thing(1, "textbox", "Town", Box(20, 44, 200, 32), "required", "empty"),
        Thing(2, "textbox", "Street", "Mill Lane", frozenset(("required",)), Box(20, 134, 200, 32), confidence=0.99,
              source="pixels"),
        thing(3, "checkbox", "Lamp", Box(30, 240, 18, 18), "checked"),
        thing(4, "button", "Send", Box(20, 300, 90, 34), "disabled"),
    ),
)  # fmt: skip


def test_an_empty_required_field_is_told_and_no_other() -> None:
    answer = ask(FORM, "Which required field is empty?")
    assert answer.answerable
    assert "Town" in answer.text
    assert "Street" not in answer.text


@pytest.mark.parametrize(("question", "said"), [("Can I press Send?", "No"), ("Is the town empty?", "Yes")])
def test_what_is_seen_of_a_state_is_told(question: str, said: str) -> None:
    assert ask(FORM, question).text.startswith(said)


def test_that_a_field_is_not_empty_is_not_claimed_since_it_may_hold_a_hint() -> None:
    assert not ask(FORM, "Is the street empty?").answerable


def test_the_only_question_above_boxes_tells_what_is_ticked() -> None:
    answer = ask(FORM, "Will the lamp be brought home?")
    assert (answer.answerable, answer.text[:3]) == (True, "Yes")


MAILS = (
    ("Ines Roth", "The key to the boathouse - It hangs by the door.", "10:05"),
    ("Harbour Office", "Your berth is paid - Berth 14", "09:20"),
    ("Samir Haddad", "Rowing on Sunday - Bring gloves.", "4 Apr"),
    ("Post Office", "A parcel is waiting - Open until six", "3 Apr"),
)


def inbox(heading: str = "Pier Mail", folder: str = "Inbox") -> Scene:
    """A list of mails with their boxes, one of them ticked; only the heading and the folder tell what they are."""
    lines = [(heading, 20, 8), (folder, 20, 70), ("7", 150, 70), ("Starred", 20, 98), ("Snoozed", 20, 126)]
    lines += [("Bin", 20, 154), ("Drafts", 20, 182), ("4", 150, 182), ("Junk", 20, 210), ("11", 141, 210)]
    lines += [("1-4 of 96", 1100, 20)]
    boxes = []
    for at, (who, about, when) in enumerate(MAILS):
        y = 60 + 36 * at
        lines += [(who, 260, y), (about, 420, y), (when, 1100, y)]
        state = "checked" if at == 2 else "unchecked"
        boxes.append(thing(10 + at, "checkbox", who, Box(230, y + 3, 14, 14), state))
    chosen = thing(2, "listitem", folder, Box(10, 65, 180, 30), "selected")
    things = (thing(1, "heading", heading, Box(20, 8, 81, 20)), chosen, *boxes)
    return Scene(1280, 800, "file", complete=True, blocks=written(*lines), things=things)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who sent the mail about the boathouse key?", "Ines Roth"),
        ("What is the message from the Harbour Office about?", "berth is paid"),
        ("Is Samir Haddad's mail ticked?", "Yes"),
        ("Is the message from Ines Roth ticked?", "No"),
        ("Which message is checked?", "Samir Haddad"),
        ("How much junk do I have?", "11"),
        ("How many messages are there altogether?", "96"),
    ],
)
def test_what_stands_in_a_list_under_mail_is_mail(question: str, told: str) -> None:
    answer = ask(inbox(), question)
    assert answer.answerable
    assert told in answer.text


@pytest.mark.parametrize(
    "question", ["Who wrote the books?", "Is Oleg's mail ticked?", "Who sent the mail about the tram?"]
)
def test_what_no_mail_tells_is_not_told_of_one(question: str) -> None:
    assert not ask(inbox(), question).answerable


def test_under_another_heading_they_are_called_nothing() -> None:
    assert not ask(inbox("Pier", "Berths"), "Which message is checked?").answerable


def test_a_stray_mark_after_a_number_in_words_hides_no_count() -> None:
    hut = Scene(640, 200, "file", complete=True, blocks=written(("The hut has seven' bunks, all of them dry.", 20, 40)))
    answer = ask(hut, "How many bunks are there?")
    assert answer.answerable
    assert "seven" in answer.text
    feet = Scene(640, 200, "file", complete=True, blocks=written(("The hut is built of 5' planks, all dry.", 20, 40)))
    assert not ask(feet, "How many planks are there?").answerable

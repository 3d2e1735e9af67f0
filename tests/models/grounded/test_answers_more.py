"""Answers about what stands where, how something is done, terminals, letters; and what is not answered."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.types import Answer, Box, Scene, TextBlock, Thing, WindowInfo
from models.grounded.engine import GroundedEngine
from tests.models.grounded.test_answers import ask

QUESTIONS = Path(__file__).parents[3] / "benchmarks" / "screens" / "questions"


def reply(scene: Scene, question: str, language: str = "en") -> Answer:
    return ask(GroundedEngine(None), scene, question, language=language)


def seen(*texts: str) -> Scene:
    """Lines of text, without a tree."""
    blocks = tuple(TextBlock(text, Box(10, 30 * at, 9 * len(text), 18), 0.98) for at, text in enumerate(texts, 1))
    return Scene(900, 600, "file", blocks, complete=True)


def window(*things: tuple[str, str, str]) -> Scene:
    """A window with controls: role, name, states."""
    found = [Thing(0, "window", "Form", "", frozenset({"active"}), Box(0, 0, 800, 600))]
    for at, (role, name, states) in enumerate(things, 1):
        found.append(Thing(at, role, name, "", frozenset(states.split()), Box(20, 40 * at, 200, 24), 0))
    return Scene(800, 600, "window", (), tuple(found), WindowInfo(1, "Form", "", 1, Box(0, 0, 800, 600)), complete=True)


LETTER = seen(
    "Dear Mrs Roth,", "thank you for your parcel.", "Please call Mr Silva on 555 0142.", "Yours sincerely,", "Ida Holm"
)
SHELL = seen("ada@box:~/work$ ls", "notes.txt", "ada@box:~/work$ python3 sum.py", "81.27", "ada@box:~/work$")


@pytest.mark.parametrize("question", ["How do I save?", "How can I save this?", "What do I press to save?"])
def test_how_to_names_the_control_that_is_there(question: str) -> None:
    answer = reply(window(("button", "Save draft", ""), ("button", "Cancel", "")), question)
    assert answer.answerable
    assert answer.text.startswith("Save draft button")


def test_how_to_tells_that_a_control_is_disabled() -> None:
    assert (
        "disabled" in reply(window(("button", "Print", "disabled"), ("button", "Cancel", "")), "How do I print?").text
    )


def test_what_no_control_is_for_is_not_made_up() -> None:
    answer = reply(window(("button", "Save draft", ""), ("button", "Delete row", "")), "How do I delete my account?")
    assert not answer.answerable


def test_a_letter_tells_who_wrote_it_and_to_whom() -> None:
    assert reply(LETTER, "Who wrote the letter?").text == "Ida Holm."
    assert "Roth" in reply(LETTER, "Who is the letter to?").text
    assert not reply(seen("Meeting notes", "We talked about the roof."), "Who wrote the letter?").answerable


def test_a_phone_number_is_asked_for_by_its_shape() -> None:
    assert "555 0142" in reply(LETTER, "Which number do I call for Mr Silva?").text
    assert not reply(LETTER, "What is the phone number of Ida Holm?").answerable


def test_a_terminal_tells_its_last_command_and_what_it_printed() -> None:
    assert "python3 sum.py" in reply(SHELL, "What was the last command?").text
    assert "81.27" in reply(SHELL, "What did sum.py print?").text
    assert "~/work" in reply(SHELL, "Which folder am I in?").text


def test_what_stands_below_is_told_by_its_place() -> None:
    scene = seen("Louder than 100 %", "May distort the sound", "Balance")
    assert reply(scene, "What does it say under louder than 100 %?").text == "May distort the sound."


def test_a_name_stands_for_no_other_name() -> None:
    things = [
        Thing(0, "window", "Trains", "", frozenset({"active"}), Box(0, 0, 800, 600)),
        Thing(1, "table", "", "", frozenset(), Box(0, 0, 700, 200), 0),
    ]
    for y, row in enumerate((("Time", "To", "Platform"), ("08:47", "Berlin", "7"), ("08:52", "Lyon", "3"))):
        things.append(Thing(10 * y + 10, "row", "", "", frozenset(), Box(0, 30 * y, 700, 28), 1))
        things += [
            Thing(10 * y + 11 + x, "cell", word, "", frozenset(), Box(200 * x, 30 * y, 190, 28), 10 * y + 10)
            for x, word in enumerate(row)
        ]
    scene = replace(window(), things=tuple(things))
    assert "08:52" in reply(scene, "When does the train to Lyon leave?").text
    assert not reply(scene, "Which platform does Hamburg leave from?").answerable
    assert not reply(scene, "What does the train to Berlin cost?").answerable


def test_a_sentence_that_only_speaks_of_a_thing_is_no_answer() -> None:
    scene = seen("Open it with your usual password.", "She asked for the depth.")
    assert not reply(scene, "What is the password?").answerable
    assert not reply(scene, "What's the depth?").answerable


def test_the_questions_about_real_screens_are_many_varied_and_a_third_unanswerable() -> None:
    entries = [entry for path in QUESTIONS.glob("*.json") for entry in json.loads(path.read_text("utf-8"))]
    assert len(entries) >= 400
    assert 3 * sum(not entry["answerable"] for entry in entries) >= 0.94 * len(entries)
    assert sum(len(entry["ask"]) >= 6 for entry in entries) >= 0.9 * len(entries)
    assert all(entry["contains"] for entry in entries if entry["answerable"])
    assert len({entry["type"] for entry in entries}) >= 10

"""Questions about the structure of a screen: commands and their output, who wrote what, lines of code."""

from __future__ import annotations

import pytest

from assistant.types import Box, Scene, TextBlock, Thing, WindowInfo
from models.grounded.engine import GroundedEngine
from tests.models.grounded.test_answers import ask

ENGINE = GroundedEngine()


def lines(*texts: str, app: str, title: str = "", x: int = 4, step: int = 20) -> Scene:
    """A window of which only OCR tells, line by line."""
    blocks = tuple(
        TextBlock(text.strip(), Box(x + 9 * (len(text) - len(text.lstrip())), 4 + step * at, 9 * len(text.strip()), 16))
        for at, text in enumerate(texts)
        if text.strip()
    )
    window = WindowInfo(1, title or app, app, 1, Box(0, 0, 900, 600))
    return Scene(900, 600, "window", blocks, (), window, complete=True)


TERMINAL = lines(
    "ada@desk:~/lantern$ ls",
    "orders.py  server.ini",
    "ada@desk:~/lantern$ python3 orders.py",
    "Sum of all orders",
    "81.27 euros",
    "ada@desk:~/lantern$ touch new.txt",
    "ada@desk:~/lantern$",
    app="xterm",
)


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("What was the last command?", "en", "touch new.txt."),
        ("What did I type last?", "en", "touch new.txt."),
        ("What did the last command say?", "en", "It printed nothing."),
        ("What did python3 orders.py print?", "en", "Sum of all orders. 81.27 euros."),
        ("What is the output of ls?", "en", "orders.py  server.ini."),
        ("Which user am I?", "en", "ada."),
        ("In which directory am I?", "en", "~/lantern."),
        ("Was war der letzte Befehl?", "de", "touch new.txt."),
        ("Was hat ls ausgegeben?", "de", "orders.py  server.ini."),
        ("最后的命令是什么？", "zh", "touch new.txt。"),
    ],
)
def test_the_commands_of_a_terminal_and_what_they_printed(question: str, language: str, expected: str) -> None:
    answer = ask(ENGINE, TERMINAL, question, language=language)
    assert " ".join(answer.text.split()) == " ".join(expected.split())
    assert answer.answerable
    assert answer.evidence


def test_a_command_that_was_not_given_is_not_made_up() -> None:
    answer = ask(ENGINE, TERMINAL, "What did grep print?")
    assert not answer.answerable


def test_nothing_yet_is_no_answer_while_it_may_still_run() -> None:
    running = lines("ada@desk:~$ make", app="xterm")
    assert not ask(ENGINE, running, "What did the last command print?").answerable


def bubble(y: int, who: str, text: str, time: str) -> list[TextBlock]:
    """Of others at the left with their names, of oneself at the right."""
    x = 40 if who else 860 - 9 * len(text)
    above = [TextBlock(who, Box(x, y, 9 * len(who), 14))] if who else []
    words = TextBlock(text, Box(x, y + 16, 9 * len(text), 16))
    return [*above, words, TextBlock(time, Box(words.box.right - 40, y + 34, 40, 12))]


CHAT = Scene(
    900, 600, "window",
    tuple(
        one
        for at, (who, text, time) in enumerate(
            (("Priya", "Who can help with the apple trees?", "17:41"), ("Jonas", "I can, until two o'clock.", "17:45"),
             ("", "Ten is fine for me.", "17:58"), ("Priya", "We need a ladder and two saws.", "18:01"),
             ("", "I will bring the ladder.", "18:04"))
        )
        for one in bubble(80 + 70 * at, who, text, time)
    ),
    (), WindowInfo(1, "Garden club", "telegram", 1, Box(0, 0, 900, 600)), complete=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "language", "contains"),
    [
        ("What did Jonas say?", "en", "Jonas: I can, until two o'clock."),
        ("Who asked about the apple trees?", "en", "Priya: Who can help"),
        ("What was the last message?", "en", "Right: I will bring the ladder."),
        ("What did I write last?", "en", "I will bring the ladder."),
        ("What did Priya write?", "en", "We need a ladder and two saws."),
        ("When did Jonas write?", "en", "17:45."),
        ("When was the last message sent?", "en", "18:04."),
        ("Was hat Jonas geschrieben?", "de", "Jonas: I can, until two o'clock."),
        ("Jonas说了什么？", "zh", "Jonas：I can, until two o'clock."),
    ],
)
def test_who_wrote_what_and_when_in_a_chat(question: str, language: str, contains: str) -> None:
    answer = ask(ENGINE, CHAT, question, language=language)
    assert contains in answer.text, answer.text
    assert answer.answerable


@pytest.mark.parametrize("question", ["What did Oleg write?", "When did Oleg write?", "What did Priya's sister say?"])
def test_who_wrote_nothing_is_given_no_words(question: str) -> None:
    assert not ask(ENGINE, CHAT, question).answerable


def editor(source: str, title: str = "orders.py - Mousepad") -> Scene:
    things = (
        Thing(1, "window", title, "", frozenset({"active"}), Box(0, 0, 640, 480)),
        Thing(2, "textbox", "", source, frozenset({"focused", "multiline"}), Box(0, 30, 640, 440), 1),
    )
    return Scene(
        640, 480, "window", (), things, WindowInfo(1, title, "Mousepad", 1, Box(0, 0, 640, 480)), complete=True
    )


SOURCE = """import sys

def total(items):
    result = 0
    for item in items:
        result += item.price
    return result

class Item:
    price = 3
"""


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("What is on line 6?", "en", "Line 6: result += item.price."),
        ("Read line 2", "en", "Line 2 is empty."),
        ("How far is line 6 indented?", "en", "Line 6 is indented by 8 spaces."),
        ("Which functions are defined?", "en", "It defines total."),
        ("What does the file define?", "en", "It defines total and Item."),
        ("Was steht in Zeile 6?", "de", "Zeile 6: result += item.price."),
        ("第6行缩进多少？", "zh", "第6行缩进8个空格。"),
    ],
)
def test_lines_of_code_are_counted_with_the_empty_ones(question: str, language: str, expected: str) -> None:
    assert ask(ENGINE, editor(SOURCE), question, language=language).text == expected


def test_the_numbers_that_an_editor_shows_are_the_numbers_of_the_lines() -> None:
    shown = list(enumerate(SOURCE.splitlines(), 41))
    numbers = tuple(TextBlock(str(at), Box(4, 20 * at - 800, 20, 16)) for at, _ in shown)
    code = tuple(
        TextBlock(
            line.strip(), Box(40 + 9 * (len(line) - len(line.lstrip())), 20 * at - 800, 9 * len(line.strip()), 16)
        )
        for at, line in shown
        if line.strip()
    )
    scene = Scene(640, 480, "window", (*numbers, *code), (), WindowInfo(1, "orders.py", "gvim", 1, Box(0, 0, 640, 480)),
                  complete=True)  # fmt: skip
    assert ask(ENGINE, scene, "What does line 46 say?").text == "Line 46: result += item.price."
    assert ask(ENGINE, scene, "How far is line 46 indented?").text == "Line 46 is indented by 8 spaces."


@pytest.mark.parametrize("question", ["What was the last command?", "What did Jonas say?", "What is on line 6?"])
def test_where_there_is_no_such_structure_nothing_of_it_is_told(question: str) -> None:
    letter = lines("Dear Anna,", "the train leaves at 14:35.", "Yours, Ben", app="viewer")
    answer = ask(ENGINE, letter, question)
    assert not answer.answerable, answer.text

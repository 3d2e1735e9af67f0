"""The list of chats beside a conversation: who wrote what last, and when."""

from __future__ import annotations

import pytest

from assistant.types import Box, Scene, TextBlock
from models.grounded.previews import previews
from tests.models.grounded.test_answers_more import reply, seen, window

CHATS = (
    ("Aunt Olga", "09:15", "The cake is ready"),
    ("Choir", "Wed", "Nils: bring your own notes"),
    ("Flat 7", "2 May", "Who took my ladder?"),
)


def messenger() -> Scene:
    blocks = []
    for at, (name, time, text) in enumerate(CHATS):
        blocks += [
            TextBlock(name, Box(10, 40 + 60 * at, 9 * len(name), 18), 0.98),
            TextBlock(time, Box(290 - 8 * len(time), 40 + 60 * at, 8 * len(time), 16), 0.98),
            TextBlock(text, Box(10, 62 + 60 * at, 8 * len(text), 16), 0.98),
        ]
    return Scene(900, 600, "file", tuple(blocks), complete=True)


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("What did Aunt Olga write?", "en", "Aunt Olga: The cake is ready"),
        ("What's the message from Aunt Olga?", "en", "The cake is ready"),
        ("What's new in the choir?", "en", "Nils: bring your own notes"),
        ("What does the Flat 7 chat say?", "en", "Who took my ladder?"),
        ("When was the message from Aunt Olga sent?", "en", "09:15"),
        ("Was hat Aunt Olga geschrieben?", "de", "The cake is ready"),
        ("Wann kam die Nachricht von Aunt Olga?", "de", "09:15"),
        ("Choir的消息说什么？", "zh", "bring your own notes"),
    ],
)
def test_what_somebody_wrote_last_is_told_from_the_list(question: str, language: str, told: str) -> None:
    answer = reply(messenger(), question, language)
    assert answer.answerable
    assert told in answer.text


def test_who_is_not_in_the_list_wrote_nothing() -> None:
    assert not reply(messenger(), "What did Uncle Ben write?").answerable


def test_a_table_with_one_line_a_row_is_no_list_of_chats() -> None:
    rows = [(f"Ferry {at}", f"0{at}:20") for at in range(1, 6)]
    blocks = []
    for at, (name, time) in enumerate(rows):
        blocks.append(TextBlock(name, Box(10, 40 + 24 * at, 70, 18), 0.98))
        blocks.append(TextBlock(time, Box(200, 40 + 24 * at, 50, 18), 0.98))
    assert previews(blocks) == []


def test_what_is_called_a_problem_may_simply_be_written() -> None:
    answer = reply(seen("Known problem: the printer needs a restart."), "What's the known problem?")
    assert "restart" in answer.text
    told = reply(window(("alert", "The disk is full", ""), ("button", "OK", "")), "What is the problem with the disk?")
    assert "The disk is full" in told.text

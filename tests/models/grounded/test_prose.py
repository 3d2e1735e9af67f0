"""Answers from running text: times in words, measures, how often, the only phone number, who a letter is from."""

from __future__ import annotations

import pytest

from assistant.types import Box, Scene, TextBlock
from tests.models.grounded.test_answers_more import reply


def page(*lines: str, language: str = "") -> Scene:
    """Lines of a photographed or drawn page, paragraphs apart from each other."""
    blocks = [TextBlock(line, Box(20, 20 + 60 * at, 8 * len(line), 18), 0.98) for at, line in enumerate(lines)]
    return Scene(900, 700, "file", tuple(blocks), (), complete=True)


NOTE = page(
    "The kettle whistled at half past six.",
    "The fountain in the park is cleaned every two weeks.",
    "The well behind the mill is nineteen metres deep.",
    "The gardener, Mr Osei, feeds the geese.",
    "Stir 250 ml of milk into the batter.",
    "Trouble? Ring 0161 496 0733 or write to hello@mill.example.",
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When did the kettle whistle?", "half past six"),
        ("How often is the fountain cleaned?", "every two weeks"),
        ("How deep is the well?", "nineteen metres"),
        ("What is the gardener called?", "Osei"),
        ("What's the gardener's name?", "Osei"),
        ("How much milk goes into the batter?", "250 ml"),
        ("Which number do I call?", "0161 496 0733"),
        ("What's the e-mail address?", "hello@mill.example"),
    ],
)
def test_a_sentence_with_a_value_of_the_kind_answers(question: str, told: str) -> None:
    answer = reply(NOTE, question)
    assert answer.answerable
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "When did the doorbell ring?",
        "How often is the park mown?",
        "What is the miller called?",
        "How much butter goes into the batter?",
        "What's the phone number of the gardener?",
        "Which version is it?",
    ],
)
def test_what_no_sentence_tells_is_not_answered(question: str) -> None:
    assert not reply(NOTE, question).answerable


def test_of_two_numbers_none_is_the_number() -> None:
    two = page("Kitchen: 0161 496 0733.", "Office: 0161 496 0411.")
    assert not reply(two, "Which number do I call?").answerable


def test_the_only_version_is_the_version() -> None:
    assert "3.11.4" in reply(page("Harbour tools 3.11.4", "What is new: a faster start."), "Which version is it?").text
    assert not reply(page("Router at 192.168.1.20", "It restarted twice."), "What's the version?").answerable

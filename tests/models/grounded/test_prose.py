"""Answers from running text: times in words, measures, how often, the only phone number, who a letter is from."""

from __future__ import annotations

import pytest

from assistant.types import Box, Scene, TextBlock, Thing
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


@pytest.mark.parametrize(
    ("line", "question", "language"),
    [
        ("Order number 48213377", "What's the phone number?", "en"),
        ("Order number 48213377", "Which number do I call?", "en"),
        ("Card 4111 1111 1111 1111", "Which number do I call?", "en"),
        ("Pay by phone with card 4111 1111 1111", "What's the phone number?", "en"),
        ("ISBN 978 3 16 148410 0", "What's the phone number?", "en"),
        ("Tracking 00340434161094", "What's the phone number?", "en"),
        ("Call about order 48213377", "Which number do I call?", "en"),
        ("Fax +44 161 496 0733", "What's the phone number?", "en"),
        ("Total 1 234 567 kg", "What's the phone number?", "en"),
        ("Bestellung 48213377", "Wie lautet die Telefonnummer?", "de"),
        ("订单 48213377", "电话号码是多少？", "zh"),
        ("Invoice of 12.05.2024", "Which version is it?", "en"),
        ("Chapter 2.3.1 Setup", "Which version is it?", "en"),
        ("2.3.1 Setup", "Which version is it?", "en"),
        ("Requires Python 3.11.4 or newer", "What's the version?", "en"),
        ("Requires version 3.11.4 or newer", "What's the version?", "en"),
        ("Version 2.0 will be out soon.", "Which version is it?", "en"),
        ("Version 4.1.2 is not ready.", "What's the version?", "en"),
        ("Rechnung vom 12.05.2024", "Welche Version ist das?", "de"),
        ("Benötigt Python 3.11.4", "Was ist die Version?", "de"),
        ("Write to us: hello@mill.example", "What is my e-mail address?", "en"),
        ("Write to us: hello@mill.example", "What's your e-mail address?", "en"),
        ("Schreiben Sie an info@bahn.example", "Wie ist meine E-Mail-Adresse?", "de"),
        ("Do not write to hello@mill.example", "What's the e-mail address?", "en"),
        ("Sent by noreply@mill.example", "What's the e-mail address?", "en"),
    ],
)
def test_what_only_looks_like_the_only_one_is_not_it(line: str, question: str, language: str) -> None:
    assert not reply(page(line, "Thank you."), question, language).answerable


def test_a_number_typed_into_a_password_box_is_no_phone_number() -> None:
    shown = TextBlock("+44 7700 900123", Box(30, 42, 120, 18), 0.98)
    box = Thing(1, "password", "Password", value="", box=Box(20, 36, 160, 34))
    told = reply(Scene(900, 700, "file", (shown,), (box,), complete=True), "What's the phone number?")
    assert "7700" not in told.text


@pytest.mark.parametrize(
    ("line", "question", "told"),
    [
        ("Tel. 0161 496 0733, open all day", "What's the phone number?", "0161 496 0733"),
        ("The office: +44 161 496 0733", "What's the phone number?", "+44 161 496 0733"),
        ("Tide tables v2.4", "Which version is it?", "v2.4"),
    ],
)
def test_what_shows_that_it_is_one_is_told(line: str, question: str, told: str) -> None:
    assert told in reply(page(line, "Thank you."), question).text


@pytest.mark.parametrize(
    ("line", "question", "language"),
    [
        ("The bus stops at every second station.", "How often does the bus stop?", "en"),
        ("The guide explains every minute detail.", "How often does the guide explain?", "en"),
        ("Do not feed the cat every day.", "How often do I feed the cat?", "en"),
        ("Der Bus fährt nicht jeden Tag.", "Wie oft fährt der Bus?", "de"),
        ("Do not add 250 ml of milk to the soup.", "How much milk goes into the soup?", "en"),
        ("Don't add 250 ml of milk to the soup.", "How much milk goes into the soup?", "en"),
        ("He added salt and 200 g sugar to the dough.", "How much salt goes into the dough?", "en"),
        ("Add 200 g sugar to the dough, then salt.", "How much salt goes into the dough?", "en"),
        ("Zum Teig 250 ml Milch geben, aber kein Salz.", "Wie viel Salz kommt in den Teig?", "de"),
        ("Zum Teig Salz und 250 ml Milch geben.", "Wie viel Salz kommt in den Teig?", "de"),
    ],
)
def test_an_amount_of_something_else_or_denied_is_not_told(line: str, question: str, language: str) -> None:
    assert not reply(page(line, "Thank you."), question, language).answerable


@pytest.mark.parametrize(
    ("line", "question", "told", "language"),
    [
        ("He added salt and 200 g brown sugar to the dough.", "How much sugar goes into the dough?", "200 g", "en"),
        ("The dough takes sugar (200 g).", "How much sugar goes into the dough?", "200 g", "en"),
        ("Zum Teig Salz und 250 ml Milch geben.", "Wie viel Milch kommt in den Teig?", "250 ml", "de"),
        ("The lamp blinks every second.", "How often does the lamp blink?", "every second", "en"),
        ("The cat is fed every second day.", "How often is the cat fed?", "every second day", "en"),
    ],
)
def test_an_amount_of_what_is_asked_is_told(line: str, question: str, told: str, language: str) -> None:
    assert told in reply(page(line, "Thank you."), question, language).text

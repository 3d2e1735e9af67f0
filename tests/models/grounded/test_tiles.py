"""Tiles: a label, its figure, its change, asked about in every language."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.types import Answer, Box, Capture, Question, Scene, TextBlock, Thing
from models.evidence.charts.chart import Chart, Series, Value
from models.evidence.charts.things import things_of
from models.grounded import tiles
from models.grounded.engine import GroundedEngine
from models.grounded.phrases import LANGUAGES as NARRATED
from models.grounded.tile_words import LANGUAGES


def text(words: str, x: int, y: int, w: int, h: int) -> TextBlock:
    return TextBlock(words, Box(x, y, w, h), 0.99, "line", "ocr")


WEATHER = (
    text("Humidity", 20, 20, 60, 14), text("64 %", 20, 38, 50, 30), text("-3 %", 78, 50, 30, 14),
    text("Wind", 220, 20, 40, 14), text("18 km/h", 220, 38, 90, 30),
    text("Members", 420, 20, 60, 14), text("1,208 ▲ 2.5 %", 420, 38, 140, 30),
    text("Small print", 20, 120, 70, 14), text("12", 20, 138, 16, 14),
)  # fmt: skip
GERMAN = (text("Kontostand", 20, 20, 80, 14), text("1.204,50 €", 20, 38, 120, 30), text("+4,2 %", 20, 72, 50, 14))
CHINESE = (text("访客", 20, 20, 30, 14), text("41,905", 20, 38, 80, 30), text("+2.5%", 108, 50, 40, 14))


def ask(
    question: str,
    blocks: tuple[TextBlock, ...],
    language: str = "en",
    charts: tuple[Chart, ...] = (),
    *,
    things: tuple[Thing, ...] = (),
    complete: bool = True,
) -> Answer:
    seen = (*things_of(charts, ()), *things)
    scene = Scene(640, 400, "file", blocks=blocks, things=seen, name="tiles.png", complete=complete)
    capture = Capture(np.full((400, 640, 3), 255, np.uint8), "file", name="tiles.png")
    return GroundedEngine().answer(Question(question, language), capture, scene, Conversation(capture, scene), Token())


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What is the humidity?", "64 %"),
        ("How high is the humidity?", "64 %"),
        ("How many members are there?", "1,208"),
        ("What is the number of members?", "1,208"),
        ("Members?", "1,208"),
    ],
)
def test_the_figure_of_a_tile_is_told_by_its_label(question: str, told: str) -> None:
    answer = ask(question, WEATHER)
    assert answer.answerable
    assert told in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("By how much did the humidity fall?", "-3 %"),
        ("How did the humidity change?", "-3 %"),
        ("What percentage is next to members?", "2.5 %"),
        ("By how many percent did the number of members rise?", "2.5 %"),
    ],
)
def test_the_change_of_a_tile_is_told(question: str, told: str) -> None:
    answer = ask(question, WEATHER)
    assert answer.answerable
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    ["By how much did the humidity rise?", "By how much did the wind grow?", "By how much did the visitors fall?"],
)
def test_a_change_that_is_not_there_or_goes_the_other_way_is_no_answer(question: str) -> None:
    assert not ask(question, WEATHER).answerable


def test_a_number_no_bigger_than_the_text_above_is_no_tile() -> None:
    assert "12" not in ask("How many small print are there?", WEATHER).text


def test_two_tiles_of_one_name_are_not_confused() -> None:
    twice = (*WEATHER[:2], text("Humidity", 220, 220, 60, 14), text("71 %", 220, 238, 50, 30))
    answer = ask("How high is the humidity?", twice)
    assert not (answer.answerable and ("64" in answer.text) != ("71" in answer.text))


@pytest.mark.parametrize(
    ("question", "blocks", "language", "told"),
    [
        ("Wie hoch ist der Kontostand?", GERMAN, "de", "1.204,50 €"),
        ("Um wie viel Prozent ist der Kontostand gestiegen?", GERMAN, "de", "+4,2 %"),
        ("Wie hat sich der Kontostand verändert?", GERMAN, "de", "+4,2 %"),
        ("访客有多少？", CHINESE, "zh", "41,905"),
        ("访客增长了多少？", CHINESE, "zh", "+2.5%"),
    ],
)
def test_tiles_in_other_languages(question: str, blocks: tuple[TextBlock, ...], language: str, told: str) -> None:
    answer = ask(question, blocks, language)
    assert answer.answerable
    assert told in answer.text


def test_the_written_figure_goes_before_one_measured_in_a_chart() -> None:
    values = tuple(Value(number, Box(60 + 60 * at, 200, 20, 90), False) for at, number in enumerate((3.0, 5.0, 8.0)))
    chart = Chart(
        "bar", Box(20, 120, 400, 250), "Members by week", Box(100, 125, 200, 20), "Members", "Week", "",
        ("1", "2", "3"), (Series("", (54, 110, 190), values),), step=0.1, confidence=0.9,
    )  # fmt: skip
    answer = ask("How many members are there?", WEATHER[:7], charts=(chart,))
    assert "1,208" in answer.text
    assert "8" in ask("What is the highest value?", WEATHER[:7], charts=(chart,)).text


def test_tiles_are_asked_about_in_every_language_of_the_answers() -> None:
    assert set(LANGUAGES) == set(NARRATED)


@pytest.mark.parametrize(
    ("name", "label", "question", "language"),
    [
        ("Password", "Password", "What is the password?", "en"),
        ("Password", "Password", "Wie lautet das Password?", "de"),
        ("Password", "Password", "Password是多少？", "zh"),
        ("CVC", "CVC", "What is the CVC?", "en"),
        ("Secret word", "Secret word", "What is the secret word?", "en"),
    ],
)
def test_a_password_that_is_shown_is_not_read_aloud(name: str, label: str, question: str, language: str) -> None:
    blocks = (text(label, 20, 20, 60, 14), text("48213377", 20, 38, 90, 30))
    for box in (Box(20, 36, 120, 34), None):
        answer = ask(question, blocks, language, things=(Thing(1, "password", name, value="", box=box),))
        assert not answer.answerable
        assert "4821" not in answer.text


POSTS = (
    text("120", 20, 20, 60, 28), text("Posts", 20, 50, 40, 14), text("456", 20, 70, 60, 28),
    text("Followers", 20, 100, 60, 14), text("789", 20, 120, 60, 28), text("Following", 20, 150, 60, 14),
)  # fmt: skip
SHARES = (
    text("Disk", 20, 4, 30, 14), text("87 %", 20, 20, 60, 28), text("Used", 20, 50, 30, 14),
    text("13 %", 20, 70, 60, 28), text("Free", 20, 100, 30, 14),
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "blocks", "language"),
    [
        ("How many posts are there?", POSTS, "en"),
        ("How many followers are there?", POSTS, "en"),
        ("How much is used?", SHARES, "en"),
        ("Wie viel ist Used?", SHARES, "de"),
        ("Used是多少？", SHARES, "zh"),
    ],
)
def test_a_figure_above_its_label_is_not_the_next_ones(
    question: str, blocks: tuple[TextBlock, ...], language: str
) -> None:
    assert not ask(question, blocks, language).answerable


RANGES = (
    text("Guests", 20, 20, 60, 14), text("5 - 8", 20, 38, 80, 30), text("Dates", 220, 20, 60, 14),
    text("12 – 15", 220, 38, 80, 30), text("Nights", 420, 20, 60, 14), text("2 -3 %", 420, 38, 80, 30),
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("By how much did the guests fall?", "en"),
        ("How many guests are there?", "en"),
        ("By how much did the dates fall?", "en"),
        ("By how much did the nights fall?", "en"),
        ("Um wie viel sind die Guests gesunken?", "de"),
        ("Guests下降了多少？", "zh"),
    ],
)
def test_a_range_is_no_figure_with_its_change(question: str, language: str) -> None:
    assert not ask(question, RANGES, language).answerable


COUNTS = (
    text("Errors", 220, 20, 40, 14), text("3", 220, 38, 40, 30), text("Buttons", 420, 20, 40, 14),
    text("7", 420, 38, 40, 30), text("Selected", 20, 120, 60, 14), text("4", 20, 138, 40, 30),
    text("Title", 220, 120, 40, 14), text("5", 220, 138, 30, 30), text("Next", 420, 120, 40, 14),
    text("2", 420, 138, 30, 30), text("Error: the disk is full.", 20, 300, 200, 16),
)  # fmt: skip
CONTROLS = (
    Thing(1, "button", "Save", box=Box(20, 350, 80, 30), source="tree"),
    Thing(2, "button", "Open", box=Box(120, 350, 80, 30), source="tree"),
)


@pytest.mark.parametrize(
    ("question", "language", "never"),
    [
        ("What are the errors?", "en", "3"),
        ("What is the error?", "en", "3"),
        ("How many buttons are there?", "en", "7"),
        ("Wie viele Buttons gibt es?", "de", "7"),
        ("What is selected?", "en", "4"),
        ("What is the title?", "en", "5"),
        ("What is next?", "en", "2"),
    ],
)
def test_questions_about_errors_and_controls_are_not_taken_over(question: str, language: str, never: str) -> None:
    assert never not in ask(question, COUNTS, language, things=CONTROLS).text


PLANS = (
    text("Basic", 20, 20, 50, 14), text("$9", 20, 38, 40, 30), text("Open", 220, 20, 50, 14),
    text("4 days", 220, 38, 90, 30), text("Users", 420, 20, 50, 14), text("4,200", 420, 38, 90, 30),
    text("+320", 518, 50, 50, 14), text("Room", 20, 220, 60, 14), text("12", 20, 238, 30, 30),
    text("Orders", 220, 220, 60, 14), text("48213377", 220, 238, 90, 30),
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How many basic are there?", "en"),
        ("How many open?", "en"),
        ("How many rooms are there?", "en"),
        ("How many orders are there?", "en"),
        ("By how many percent did the users grow?", "en"),
        ("How high is the room?", "en"),
        ("Wie groß ist Room?", "de"),
        ("Um wie viel Prozent sind die Users gestiegen?", "de"),
        ("Users增长了百分之几？", "zh"),
        ("Room多大？", "zh"),
    ],
)
def test_a_figure_of_another_kind_than_asked_is_not_told_as_sure(question: str, language: str) -> None:
    assert not ask(question, PLANS, language).answerable


def test_a_doubtful_label_is_told_as_such() -> None:
    doubtful = (replace(GERMAN[0], confidence=0.3), *GERMAN[1:])
    assert "Möglicherweise" in ask("Wie hoch ist der Kontostand?", doubtful, "de").text
    assert "Möglicherweise" in ask("Wie hat sich der Kontostand verändert?", doubtful, "de").text


def test_no_tile_answers_before_the_look_is_complete() -> None:
    assert not ask("How high is the humidity?", WEATHER, complete=False).answerable


def test_a_long_list_of_numbers_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    real = tiles._is_figure_of
    monkeypatch.setattr(tiles, "_is_figure_of", lambda *one: tried.append(one) or real(*one))
    rows = tuple(
        text(words, 20, 20 + 40 * at + under, 60, 14 + under)
        for at in range(200)
        for words, under in (("Label", 0), (str(at), 16))
    )
    ask("What is the label zz?", rows)
    ask("What is the label?", rows)
    assert not tried


def test_a_change_with_the_word_for_what_is_counted_stands_beside_its_figure() -> None:
    blocks = (text("Loans", 20, 20, 50, 14), text("87 +9 books", 20, 38, 140, 30))
    assert "87" in ask("How many loans are there?", blocks).text
    assert "+9 books" in ask("By how much did the loans rise?", blocks).text

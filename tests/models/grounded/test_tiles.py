"""Tiles: a label, its figure, its change, asked about in every language."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.types import Answer, Box, Capture, Question, Scene, TextBlock
from models.evidence.charts.chart import Chart, Series, Value
from models.evidence.charts.things import things_of
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


def ask(question: str, blocks: tuple[TextBlock, ...], language: str = "en", charts: tuple[Chart, ...] = ()) -> Answer:
    scene = Scene(640, 400, "file", blocks=blocks, things=things_of(charts, ()), name="tiles.png", complete=True)
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

"""Several charts at once: which one is meant, and what is asked of it by its own words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.types import Answer, Box, Capture, Question, Scene
from models.evidence.charts.chart import Chart, Series, Value
from models.evidence.charts.things import things_of
from models.grounded.engine import GroundedEngine


def series(name: str, numbers: tuple[float, ...], left: int) -> Series:
    return Series(
        name,
        (54, 110, 190),
        tuple(Value(number, Box(left + 50 * at, 90 + len(name), 20, 90), False) for at, number in enumerate(numbers)),
    )


ROOMS = Chart(
    "bar", Box(10, 12, 290, 200), "Bookings by month", Box(80, 15, 120, 16), "Bookings", "", "",
    ("Apr", "May", "Jun"), (series("", (41, 37, 58), 40),), step=0.1, confidence=0.9,
)  # fmt: skip
GUESTS = replace(
    ROOMS, kind="line", box=Box(330, 10, 290, 200), title="Guests by week", value_title="Guests",
    categories=("1", "2", "3"), series=(series("2021", (5, 9, 7), 360), series("2022", (6, 8, 11), 360)),
)  # fmt: skip


def ask(question: str, *charts: Chart, language: str = "en") -> Answer:
    scene = Scene(640, 240, "file", things=things_of(charts, ()), name="hotel.png", complete=True)
    capture = Capture(np.full((240, 640, 3), 255, np.uint8), "file", name="hotel.png")
    return GroundedEngine().answer(Question(question, language), capture, scene, Conversation(capture, scene), Token())


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("What's the title of the bar chart?", "en", "Bookings by month"),
        ("What is the left chart called?", "en", "Bookings by month"),
        ("What does the second chart show?", "en", "Guests by week"),
        ("What is the chart on the right about?", "en", "Guests by week"),
        ("Wie heißt das Liniendiagramm?", "de", "Guests by week"),
        ("Was zeigt das linke Diagramm?", "de", "Bookings by month"),
        ("折线图的标题是什么？", "zh", "Guests by week"),
        ("第一个图表显示什么？", "zh", "Bookings by month"),
    ],
)
def test_a_chart_is_known_by_its_kind_its_side_and_its_place(question: str, language: str, told: str) -> None:
    answer = ask(question, ROOMS, GUESTS, language=language)
    assert answer.answerable
    assert told in answer.text


@pytest.mark.parametrize("question", ["What does the pie chart show?", "What's the title of the pie chart?"])
@pytest.mark.parametrize("charts", [(ROOMS,), (ROOMS, GUESTS)])
def test_a_kind_of_chart_that_is_not_there_is_not_told_of(question: str, charts: tuple[Chart, ...]) -> None:
    assert not ask(question, *charts).answerable


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("In which month were the most bookings?", "Jun"),
        ("When were there the fewest bookings?", "May"),
        ("What was the best month for bookings?", "Jun"),
        ("Which week had the most guests in 2021?", "2"),
    ],
)
def test_the_chart_that_speaks_of_it_tells_the_most_and_the_fewest(question: str, told: str) -> None:
    answer = ask(question, ROOMS, GUESTS)
    assert answer.answerable
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Which month had the most guests?",
        "Which city has the most bookings?",
        "From which country are the most guests?",
        "Which is the highest?",
    ],
)
def test_what_the_charts_are_not_by_is_not_told(question: str) -> None:
    assert not ask(question, ROOMS, GUESTS).answerable


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What does the legend say?", "en"),
        ("What are the two lines?", "en"),
        ("Which lines are in the line chart?", "en"),
        ("What are the series called?", "en"),
        ("Which years are compared?", "en"),
        ("Welche Jahre werden verglichen?", "de"),
        ("比较的是哪些年份？", "zh"),
    ],
)
def test_the_series_are_those_of_the_only_chart_that_has_some(question: str, language: str) -> None:
    answer = ask(question, ROOMS, GUESTS, language=language)
    assert answer.answerable
    assert "2021" in answer.text
    assert "2022" in answer.text


def test_series_that_are_no_cities_are_no_cities_compared() -> None:
    assert not ask("Which cities are compared?", ROOMS, GUESTS).answerable


BELOW = replace(GUESTS, box=Box(10, 230, 290, 200))
CITIES = replace(ROOMS, title="Sales by city", value_title="Sales", categories=("Oslo", "Rome", "Bern"))
DAYS = replace(ROOMS, title="Sales", value_title="Sales", categories=("Mon", "Tue", "Wed"))


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What does the left chart show?", "en"),
        ("What does the chart on the right show?", "en"),
        ("Was zeigt das rechte Diagramm?", "de"),
        ("右边的图表显示什么？", "zh"),
    ],
)
def test_no_chart_is_told_of_a_side_where_none_is(question: str, language: str) -> None:
    assert not ask(question, ROOMS, BELOW, language=language).answerable
    if "left" not in question:
        assert not ask(question, CITIES, language=language).answerable


def test_the_only_chart_is_known_by_its_side_of_the_picture() -> None:
    answer = ask("What does the chart on the left show?", CITIES)
    assert answer.answerable
    assert "Sales by city" in answer.text


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Which month has the most sales?", "en"),
        ("Which year had the most sales?", "en"),
        ("Which country had the most sales?", "en"),
        ("In welchem Land waren die meisten Sales?", "de"),
        ("Welcher Monat hatte die meisten Sales?", "de"),
        ("哪个月最高？", "zh"),
        ("哪个国家的Sales最高？", "zh"),
    ],
)
def test_no_month_and_no_country_is_told_of_what_is_by_city(question: str, language: str) -> None:
    assert not ask(question, CITIES, language=language).answerable


def test_what_a_chart_is_by_is_told() -> None:
    assert "Bern" in ask("Which city had the most sales?", CITIES).text
    assert "Wed" in ask("Which day had the most sales?", DAYS).text

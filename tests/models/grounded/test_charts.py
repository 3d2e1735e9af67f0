"""What is said of a chart, and how questions about it are answered, in every language."""

# ruff: noqa: E501 - a table reads better unwrapped

from __future__ import annotations

import re
from dataclasses import fields, replace
from string import Formatter

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.types import Answer, Box, Capture, Question, Scene, TextBlock
from models.evidence.charts.chart import Chart, Series, Value
from models.evidence.charts.things import things_of
from models.grounded.chart_words import LANGUAGES, chart_words
from models.grounded.charts import as_csv, as_json, plotted
from models.grounded.engine import GroundedEngine
from models.grounded.phrases import LANGUAGES as NARRATED
from models.grounded.wording import word_count

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")


def series(name: str, numbers: list[float | None], *, exact: bool = False) -> Series:
    """Each value at a place of its own."""
    return Series(
        name,
        (54, 110, 190),
        tuple(
            None if number is None else Value(number, Box(50 + 60 * at, 100 + len(name), 20, 90), exact)
            for at, number in enumerate(numbers)
        ),
    )


def bar(numbers: list[float | None], names: tuple[str, ...] = MONTHS, **more: object) -> Chart:
    whole = Chart(
        "bar", Box(0, 0, 600, 400), "Sales by month", Box(200, 5, 200, 20), "Sales (kEUR)", "Month", "kEUR",
        names, (series("", numbers),), step=0.1, confidence=0.9,
    )  # fmt: skip
    return replace(whole, **more)  # type: ignore[arg-type]


TWO = bar([], series=(series("Alpha", [3, 5, 4, 8, 9, 12]), series("Bravo", [7, 6, 5, 4, 3, 2])))
PIE = Chart(
    "pie", Box(0, 0, 400, 400), "Share by name", categories=("Tea", "Milk", "Salt"), unit="%",
    series=(series("", [50.0, 30.0, 20.0]),), step=0.1, confidence=0.9,
)  # fmt: skip


def scene_of(*charts: Chart, blocks: tuple[TextBlock, ...] = ()) -> Scene:
    return Scene(600, 400, "file", blocks=blocks, things=things_of(charts, ()), name="sales.png", complete=True)


def ask(question: str, *charts: Chart, language: str = "en", scene: Scene | None = None) -> Answer:
    scene = scene or scene_of(*charts)
    capture = Capture(np.full((400, 600, 3), 255, np.uint8), "file", name="sales.png")
    talk = Conversation()
    talk.capture, talk.scene = capture, scene
    return GroundedEngine().answer(Question(question, language), capture, scene, talk, Token())


def told(scene: Scene, verbosity: str = "normal", language: str = "en") -> list[str]:
    capture = Capture(np.full((400, 600, 3), 255, np.uint8), "file", name="sales.png")
    claims = GroundedEngine().describe(capture, iter([scene]), verbosity, language, Token())  # type: ignore[arg-type]
    return [claim.text for claim in claims]


RISING = bar([3.0, 5.1, 6.0, 8.2, 14.0, 12.0])


def test_a_chart_is_one_sentence_kind_and_title_first() -> None:
    (sentence,) = told(scene_of(RISING))
    assert sentence.startswith("Bar chart, Sales by month: rises from about 3 kEUR in Jan to about 12 kEUR in Jun;")
    assert "highest May, about 14 kEUR" in sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chart", [RISING, TWO, PIE, bar([], series=())])
def test_a_brief_sentence_keeps_to_fifteen_words(chart: Chart, language: str) -> None:
    said = told(scene_of(chart), "brief", language)
    assert said
    assert word_count(" ".join(said)) <= 15
    assert chart_words(language).kinds[chart.kind] in said[0]


def test_the_numbers_and_names_inside_a_chart_are_not_read_out_as_text() -> None:
    ticks = tuple(TextBlock(text, Box(10, 60 + 30 * at, 20, 12)) for at, text in enumerate(("15", "10", "5", "0")))
    after = TextBlock("Figures of the board.", Box(20, 460, 200, 16))
    scene = replace(scene_of(RISING, blocks=(*ticks, after)), height=520)
    said = " ".join(told(scene))
    assert "Figures of the board." in said
    assert not re.search(r"\b15\b", said)


def test_a_chart_whose_values_cannot_be_told_is_only_said_to_be_one() -> None:
    unread = bar([], series=(), categories=())
    assert told(scene_of(unread)) == ["Bar chart, Sales by month: I can't tell its values."]
    answer = ask("what is the highest value", unread)
    assert not answer.answerable
    assert "can't tell its values" in answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is the value of March?", "Mar: about 6 kEUR."),
        ("How much was it in February?", "Feb: about 5.1 kEUR."),
        ("Which month is highest?", "Highest is May, about 14 kEUR."),
        ("What is the lowest value?", "Lowest is Jan, about 3 kEUR."),
        ("When did sales peak?", "Highest is May, about 14 kEUR."),
        ("Compare January and June", "Jun is higher: about 12 kEUR, against about 3 kEUR for Jan, a difference of about 9 kEUR."),
        ("What is the trend?", "It rises from about 3 kEUR in Jan to about 12 kEUR in Jun."),
        ("What unit is it?", "Horizontal axis: Month; vertical axis: Sales (kEUR); the unit is kEUR."),
        ("What is on the x axis?", "Horizontal axis: Month; the unit is kEUR."),
        ("How many bars are there?", "6 bars."),
        ("What kind of chart is it?", "It is a bar chart."),
        ("What is the title?", "The title is Sales by month."),
    ],
)  # fmt: skip
def test_questions_in_english(question: str, said: str) -> None:
    answer = ask(question, RISING)
    assert answer.text == said
    assert answer.answerable
    assert answer.evidence


@pytest.mark.parametrize(
    ("question", "language", "said"),
    [
        ("Wie hoch war der Wert im März?", "de", "Mar: etwa 6 kEUR."),
        ("Welcher Monat ist am höchsten?", "de", "Am höchsten ist May, etwa 14 kEUR."),
        ("Wie ist der Verlauf?", "de", "Der Verlauf: steigt von etwa 3 kEUR bei Jan auf etwa 12 kEUR bei Jun."),
        ("Wert von Februar", "de", "Feb: etwa 5,1 kEUR."),
        ("Was für ein Diagramm ist das?", "de", "Das ist: Balkendiagramm."),
        ("三月是多少？", "zh", "Mar：约6 kEUR。"),
        ("哪个月最高？", "zh", "最高的是May，约14 kEUR。"),
        ("趋势怎么样？", "zh", "趋势：从Jan的约3 kEUR升到Jun的约12 kEUR。"),
        ("这是什么图表？", "zh", "这是柱状图。"),
    ],
)
def test_questions_in_german_and_chinese(question: str, language: str, said: str) -> None:
    answer = ask(question, RISING, language=language)
    assert answer.text == said
    assert answer.answerable


@pytest.mark.parametrize("question", ["Read the table", "Read the values", "What are the values?", "Read the chart"])
def test_the_table_comes_on_request_and_says_that_it_is_measured(question: str) -> None:
    answer = ask(question, RISING)
    assert answer.text.startswith("Read off the chart, so about. Jan: 3 kEUR; Feb: 5.1 kEUR; ")
    assert len(answer.evidence) == 7


def test_printed_values_are_exact_and_said_so() -> None:
    exact = bar([], series=(series("", [3.0, 4.0], exact=True),), categories=("Ann", "Ben"))
    assert ask("value of Ann", exact).text == "Ann: 3 kEUR."
    assert ask("read the values", exact).text == "Ann: 3 kEUR; Ben: 4 kEUR."


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("value of Alpha in April", "Apr: Alpha about 8 kEUR."),
        ("value of April", "Apr: Alpha about 8 kEUR, Bravo about 4 kEUR."),
        ("when is Bravo highest", "Highest is Bravo in Jan, about 7 kEUR."),
        ("which series is highest in March", "Highest is Bravo, about 5 kEUR."),
        ("compare Alpha and Bravo", "Alpha is higher than Bravo in 3 of 6: Apr, May and Jun."),
        ("compare Alpha and Bravo in June", "Alpha is higher: about 12 kEUR, against about 2 kEUR for Bravo, a difference of about 10 kEUR."),
        ("what does the legend say", ""),
        ("what are the series", "The series are Alpha and Bravo."),
        ("is Bravo falling", "Bravo falls steadily from about 7 kEUR in Jan to about 2 kEUR in Jun."),
    ],
)  # fmt: skip
def test_series_are_told_apart(question: str, said: str) -> None:
    answer = ask(question, TWO)
    if said:
        assert answer.text == said
    else:
        assert not answer.answerable or "Alpha" in answer.text


def test_reckoning_with_what_was_measured_is_about() -> None:
    answer = ask("what is the sum of the sales", RISING)
    assert answer.text.startswith("Read off ")
    assert "about" in answer.text
    assert "48.3" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "value of December", "how much was it in 2031", "who wrote this", "value of Charlie in March",
        "what will it be in July", "is March better than last year", "why did it fall",
        "which city is the capital of March", "compare January and December",
    ],
)  # fmt: skip
def test_what_the_chart_does_not_show_is_not_answered_with_a_value(question: str) -> None:
    answer = ask(question, RISING)
    assert not answer.answerable, answer.text


def test_a_value_that_was_not_seen_is_said_to_be_unseen() -> None:
    gap = bar([3.0, None, 6.0, 8.0, 14.0, 12.0])
    answer = ask("value of February", gap)
    assert not answer.answerable
    assert "Feb" in answer.text
    assert "not seen" in ask("read the values", gap).text


def test_of_two_charts_the_one_that_is_named_is_meant() -> None:
    second = replace(PIE, box=Box(0, 420, 400, 400))
    scene = replace(scene_of(RISING, second), height=900)
    assert ask("value of Tea", scene=scene).text == "Tea: about 50 %."
    assert ask("highest value in Sales by month", scene=scene).text == "Highest is May, about 14 kEUR."
    which = ask("what is the trend", scene=scene)
    assert not which.answerable
    assert "There are 2 charts" in which.text
    both = ask("what does the chart show", scene=scene)
    assert "Bar chart, Sales by month" in both.text
    assert "Pie chart, Share by name" in both.text


def test_play_the_chart_gives_tones_for_each_series_on_one_scale() -> None:
    answer = ask("play the chart", TWO)
    assert [words for words, _ in answer.tunes] == ["Alpha: 6 tones.", "Bravo: 6 tones."]
    assert {(tune.low, tune.high) for _, tune in answer.tunes} == {(2.0, 12.0)}
    assert answer.tunes[0][1].values == (3.0, 5.0, 4.0, 8.0, 9.0, 12.0)
    for language, question in (("de", "Spiel das Diagramm vor"), ("zh", "播放图表")):
        assert len(ask(question, RISING, language=language).tunes) == 1


@pytest.mark.parametrize(
    ("language", "question"), [("en", "play the chart"), ("de", "Beschreibe das Diagramm"), ("zh", "播放图表")]
)
def test_without_a_chart_that_is_said(language: str, question: str) -> None:
    scene = Scene(600, 400, "file", blocks=(TextBlock("Dear Ann", Box(10, 10, 80, 16)),), complete=True)
    answer = ask(question, language=language, scene=scene)
    assert not answer.answerable
    assert answer.text == chart_words(language).say["no_chart"]


def test_a_chart_alone_makes_no_screen_of_controls() -> None:
    answer = ask("how many buttons are there", RISING)
    assert not answer.answerable


def test_json_and_csv_hold_the_values() -> None:
    (one,) = plotted(scene_of(TWO).things)
    found = as_json(one)
    assert found["series"][1] == {"name": "Bravo", "values": [7, 6, 5, 4, 3, 2]}
    assert as_csv(found).splitlines()[:2] == ["Month,Alpha,Bravo", "Jan,3,7"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_of_charts_what_english_says(language: str) -> None:
    def gaps(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    assert set(LANGUAGES) == set(NARRATED)
    own, english = chart_words(language), chart_words("en")
    assert {key: gaps(text) for key, text in own.say.items()} == {key: gaps(text) for key, text in english.say.items()}
    assert set(own.kinds) == set(english.kinds)
    assert set(own.asks) == set(english.asks)
    assert len(own.months) == 12
    for one in (own.highest, own.lowest, own.compare, own.series_nouns, *own.asks.values()):
        re.compile(one)
    assert all(getattr(own, field.name) for field in fields(own) if field.name != "spaced")


@pytest.mark.parametrize(
    "question", ["How many orders are there?", "How many orders?", "What is the number of orders?", "Count the orders"]
)
def test_the_number_of_bars_is_not_the_number_of_what_they_measure(question: str) -> None:
    channels = ("Web", "Shop", "Phone", "Fax")
    chart = bar(
        [120, 150, 90, 60], channels, title="Orders by channel", value_title="Orders", category_title="Channel", unit=""
    )
    assert not ask(question, chart).answerable
    assert not ask(question, replace(chart, value_title="")).answerable
    assert ask("How many channels are there?", chart).text.endswith("4 channels: Web, Shop, Phone and Fax.")

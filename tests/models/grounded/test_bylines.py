"""Who wrote an article, of which day it is, how long it takes to read; signatures; errors of two sentences."""

from __future__ import annotations

import pytest

from assistant.types import Scene
from tests.models.grounded.test_answers_more import reply, seen
from tests.models.grounded.test_prose import page

ENGLISH = page(
    "The lighthouse gets a new lamp",
    "By Nora Quist, 4 June 2024",
    "7 min read",
    "The lamp was carried up the stairs by Tom Berg on Monday.",
)
GERMAN = page(
    "Der Leuchtturm bekommt eine neue Lampe",
    "Von Jana Krüger, 4. Juni 2024",
    "7 Minuten Lesezeit",
    "Die Lampe trug Tom Berg am Montag die Treppe hinauf.",
)
CHINESE = page("灯塔换了新灯", "作者：林小雨", "2024年6月4日", "阅读时间 7 分钟", "新灯是星期一由工人搬上去的。")


@pytest.mark.parametrize(
    ("scene", "language", "question", "told"),
    [
        (ENGLISH, "en", "Who wrote this article?", "Nora Quist"),
        (ENGLISH, "en", "Who is the author?", "Nora Quist"),
        (ENGLISH, "en", "How long does it take to read the article?", "7 min"),
        (GERMAN, "de", "Wer hat den Artikel geschrieben?", "Jana Krüger"),
        (GERMAN, "de", "Wie lange dauert es, den Artikel zu lesen?", "7 Minuten"),
        (CHINESE, "zh", "这篇文章是谁写的？", "林小雨"),
        (CHINESE, "zh", "这篇文章的日期是什么？", "2024年6月4日"),
        (CHINESE, "zh", "阅读时间是多少？", "7 分钟"),
        (page("Harbour Herald", "Tuesday, 4 June 2024"), "en", "What date is the newspaper from?", "4 June 2024"),
        (page("Hafenbote", "Dienstag, 4. Juni 2024"), "de", "Von wann ist die Zeitung?", "4. Juni 2024"),
    ],
)
def test_a_line_at_the_head_tells_it(scene: Scene, language: str, question: str, told: str) -> None:
    answer = reply(scene, question, language)
    assert answer.answerable
    assert told in answer.text


BARE_ENGLISH = page("The lighthouse gets a new lamp", "The lamp was carried up the stairs", "by Tom Berg, the keeper")
BARE_GERMAN = page("Eine neue Lampe", "Die Lampe wurde hinaufgetragen", "von Tom Berg, dem Wärter")
BARE_CHINESE = page("灯塔换了新灯", "新灯是星期一由工人搬上去的。")


@pytest.mark.parametrize(
    ("scene", "language", "question"),
    [
        (BARE_ENGLISH, "en", "Who wrote this article?"),
        (BARE_ENGLISH, "en", "When was the article published?"),
        (BARE_ENGLISH, "en", "What is the reading time?"),
        (BARE_GERMAN, "de", "Wer hat den Artikel geschrieben?"),
        (BARE_GERMAN, "de", "Von wann ist der Artikel?"),
        (BARE_CHINESE, "zh", "这篇文章是谁写的？"),
        (BARE_CHINESE, "zh", "这篇文章的日期是什么？"),
        (page("New lamp", "By Nora Quist", "New boat", "By Tom Berg"), "en", "Who wrote the article?"),
        (page("Neue Lampe", "Von Jana Krüger", "Neues Boot", "Von Tom Berg"), "de", "Wer hat den Artikel geschrieben?"),
        (page("新灯", "作者：林小雨", "新船", "作者：王大海"), "zh", "这篇文章是谁写的？"),
        (page("Herald", "On 4 June 2024 the lamp was carried up the stairs."), "en", "What is the date of the paper?"),
    ],
)
def test_without_just_one_such_line_it_is_not_told(scene: Scene, language: str, question: str) -> None:
    assert not reply(scene, question, language).answerable


def test_a_full_name_under_the_closing_signs_a_letter() -> None:
    letter = page("Thank you for the boat.", "Yours sincerely", "Nora Quist")
    assert "Nora Quist" in reply(letter, "Who wrote the letter?").text
    german = page("Danke für das Boot.", "Mit freundlichen Grüßen", "Jana Krüger")
    assert "Jana Krüger" in reply(german, "Von wem ist der Brief?", "de").text
    assert not reply(page("Thank you for the boat.", "Nora Quist"), "Who wrote the letter?").answerable


def test_how_a_letter_begins_is_told_only_as_a_greeting_is_spelt() -> None:
    assert "Dear Mr Berg" in reply(page("Dear Mr Berg,", "The boat is here."), "How does the letter begin?").text
    assert not reply(page("Oear Mr Berg,", "The boat is here."), "What is the salutation?").answerable


def test_what_an_error_says_more_is_no_story() -> None:
    told = seen(
        "The drive could not be opened.",
        "Check that the cable sits firmly in its socket and that the lamp is lit,",
        "then turn the drive off and on again before you try to open it.",
    )
    assert "could not be opened" in reply(told, "What is the error?").text

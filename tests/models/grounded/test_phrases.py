from __future__ import annotations

import string

import pytest

from models.grounded.phrases import LANGUAGES, phrases
from models.grounded.questions import parse, parse_target
from models.grounded.words import sound, stem

EN = phrases("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things_with_the_same_gaps(language: str) -> None:
    def gaps(template: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}

    other = phrases(language)
    assert other.say.keys() == EN.say.keys()
    assert {key: gaps(value) for key, value in other.say.items()} == {key: gaps(value) for key, value in EN.say.items()}
    assert other.roles.keys() == EN.roles.keys()
    assert other.state_names.keys() == EN.state_names.keys()
    assert other.colours.keys() == EN.colours.keys()
    assert (len(other.hours), len(other.places)) == (12, 9)
    assert {intent for intent, _ in other.asks} <= {intent for intent, _ in EN.asks}


def test_an_unknown_language_is_spoken_in_english() -> None:
    assert phrases("xx") is EN
    assert phrases("zh-CN").language == "zh"


ASKED = [
    ("What does the error say?", "error", ""),
    ("Could you please tell me what's wrong?", "error", ""),
    ("Are there any errors?", "error_exists", ""),
    ("Where's the Save button", "where", "save button"),
    ("How many check boxes are there on this page?", "count", "check boxes"),
    ("Is the newsletter box checked?", "state", "newsletter box"),
    ("Read me the second paragraph, please.", "nth", "paragraph"),
    ("what is the apple price", "value", "apple price"),
    ("How much are apples?", "amount", "apples"),
    ("When does an apple tree bloom?", "time", "apple tree bloom"),
    ("and the second one?", "next_one", ""),
    ("What about Berlin?", "about", "berlin"),
    ("And what about Berlin?", "about", "berlin"),
    ("And how about for the Berlin trip?", "about", "berlin trip"),
    ("read it", "read_it", ""),
    ("how many", "how_many", ""),
    ("Where am I?", "where_am_i", ""),
    ("What has the focus?", "focus", ""),
    ("what is my last name", "value", "last name"),
    ("What does the Error see?", "error", ""),
]


@pytest.mark.parametrize(("question", "intent", "target"), ASKED)
def test_a_question_is_understood(question: str, intent: str, target: str) -> None:
    ask = parse(question, EN)
    assert (ask.intent, ask.target) == (intent, target)


def test_a_kind_of_thing_is_split_off_its_name() -> None:
    assert parse_target("save button", EN).name == "save"
    assert parse_target("buttons", EN).roles == ("button",)
    assert parse_target("checkbox called news", EN).name == "news"
    assert parse_target("保存按钮", phrases("zh")).name == "保存"


@pytest.mark.parametrize(
    ("heard", "meant"),
    [("safe", "save"), ("clothes", "close"), ("okay", "OK"), ("by now", "Buy now"), ("right", "write")],
)
def test_words_that_sound_alike_have_one_code(heard: str, meant: str) -> None:
    assert sound(heard) == sound(meant)


@pytest.mark.parametrize(("one", "other"), [("save", "print"), ("open", "close"), ("copy", "cut"), ("undo", "redo")])
def test_words_that_differ_have_two(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_endings_do_not_matter() -> None:
    assert stem("starts") == stem("starting") == stem("started")
    assert stem("ships") == stem("shipping")
    assert stem("flies") == stem("fly")
    assert stem("class") != stem("clas")

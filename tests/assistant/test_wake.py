"""The wake phrase: at the beginning only, however the recogniser spells it."""

from __future__ import annotations

import pytest

from assistant.errors import BadSetting
from assistant.settings import Settings, changed
from assistant.wake import after_wake_phrase

PHRASE = "okay hearsight"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Okay Hearsight, what does the error say?", "What does the error say?"),
        ("OK, hear sight. Where is the OK button?", "Where is the OK button?"),
        ("Okay, hear site, read all.", "Read all."),
        ("Okay Hearsight.", ""),
    ],
)
def test_the_phrase_is_known_however_it_is_spelled_and_the_rest_is_the_question(text: str, rest: str) -> None:
    assert after_wake_phrase(text, PHRASE) == rest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Okay.",
        "What does the error say?",
        "Okay, here it is.",
        "Hearsight reads the screen aloud.",
        "You must say okay Hearsight before you ask.",
        "Is the OK button on the right side?",
        "Okay, I will be there at eight.",
    ],
)
def test_nothing_else_calls_not_even_who_speaks_about_the_phrase(text: str) -> None:
    assert after_wake_phrase(text, PHRASE) is None


def test_a_chinese_phrase_is_known_by_its_sound() -> None:
    assert after_wake_phrase("你好助手，现在几点？", "你好助手") == "现在几点？"
    assert after_wake_phrase("你好，住手，读全文", "你好助手") == "读全文"
    assert after_wake_phrase("你好吗？", "你好助手") is None
    assert after_wake_phrase("现在几点？", "你好助手") is None


@pytest.mark.parametrize("phrase", ["okay hearsight", "dear computer", "Computer, listen to me", "你好助手"])
def test_any_phrase_long_enough_may_be_chosen(phrase: str) -> None:
    assert changed(Settings(), "listening.wake_phrase", phrase).listening.wake_phrase == phrase


@pytest.mark.parametrize("phrase", ["", "hey", "hey you", "computer", "你好", "one two three four five six seven"])
def test_a_phrase_that_would_be_heard_everywhere_is_refused_with_what_is_allowed(phrase: str) -> None:
    with pytest.raises(BadSetting, match="at least 4 syllables"):
        changed(Settings(), "listening.wake_phrase", phrase)

"""A model's sentence against the evidence: each rule, on both sides of its line."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.types import Box, Scene, TextBlock, Thing, WindowInfo
from models.guard import DROP_BELOW, SAY_FROM, check, hedged, tidy

BOX = Box(0, 0, 10, 10)


def scene(*texts: str, source: str = "file", complete: bool = True, **more: Any) -> Scene:
    return Scene(100, 100, source, blocks=tuple(TextBlock(text, BOX) for text in texts), complete=complete, **more)


def decision(sentence: str, where: Scene, probability: float | None = 0.9) -> str:
    verdict = check(sentence, where, probability)
    assert bool(verdict.text) == (verdict.decision != "drop")
    assert verdict.why
    return verdict.decision


@pytest.mark.parametrize(
    "sentence",
    [
        'a sign that says "Open all day"',
        "a sign that says “Open all day”",
        "a sign that says 'Open all day'",
        "a sign that says Open All Day",
        "a shop called Joe's Diner",
        "牌子上写着「全天营业」",
        'a badge with "OK" on it',
    ],
)
def test_quoted_text_that_was_not_seen_is_dropped(sentence: str) -> None:
    assert decision(sentence, scene("Closed on Monday", "营业时间")) == "drop"


@pytest.mark.parametrize(
    ("sentence", "seen"),
    [
        ('a sign that says "Open all day"', "OPEN  ALL DAY"),
        ('a sign that says "Open all day."', "0pen all day"),  # OCR took the O for a zero
        ("a shop called Joe's Diner", "Welcome to Joe's Diner"),
        ("牌子上写着「全天营业」", "本店全天营业"),
        ('a badge with "OK" on it', "It is OK now"),
    ],
)
def test_quoted_text_that_was_seen_is_said(sentence: str, seen: str) -> None:
    assert decision(sentence, scene(seen)) == "say"


def test_short_quotes_must_be_whole_words() -> None:
    assert decision('a badge with "OK" on it', scene("Book a table")) == "drop"


def test_an_apostrophe_is_no_quote() -> None:
    assert decision("the man's hat isn't on the dogs' heads", scene()) == "say"


def test_text_of_the_accessibility_tree_and_the_title_counts_as_seen() -> None:
    window = WindowInfo(1, "Invoice 2044", "Viewer", 1, BOX)
    thing = Thing(1, "button", "Pay now", "12.50")
    where = scene(source="window", things=(thing,), window=window)
    for sentence in ('a button "Pay now"', "an amount of 12.50", 'a window titled "Invoice 2044"'):
        assert decision(sentence, where) == "say"


@pytest.mark.parametrize(
    ("number", "expected"), [("42.50", "say"), ("42", "drop"), ("43.50", "drop"), ("2,000", "say")]
)
def test_a_number_must_have_been_seen_whole(number: str, expected: str) -> None:
    assert decision(f"a bill of {number} euros", scene("Total: 42.50 euros of 2,000")) == expected


def test_counts_in_words_are_not_numbers() -> None:
    assert decision("two dogs on grass", scene()) == "say"


@pytest.mark.parametrize("sentence", ["a page of text", "a sign with words on it", "a website about cars"])
def test_writing_where_none_was_found_is_dropped(sentence: str) -> None:
    assert decision(sentence, scene()) == "drop"
    assert decision(sentence, scene("Cars", "Text")) != "drop"
    assert decision(sentence, scene(complete=False)) != "drop"  # nobody has looked yet


@pytest.mark.parametrize("sentence", ["a blank white wall", "an empty room", "nothing at all", "空白的墙"])
def test_empty_where_something_was_seen_is_dropped(sentence: str) -> None:
    assert decision(sentence, scene("Disk full")) == "drop"
    assert decision(sentence, scene()) == "say"


@pytest.mark.parametrize(
    "sentence",
    ["a screenshot of a computer screen", "A computer screen.", "a close up of a laptop screen", "a webpage"],
)
def test_that_a_desktop_is_a_screen_is_not_news(sentence: str) -> None:
    seen = ("Inbox",)
    assert decision(sentence, scene(*seen, source="window")) == "drop"
    assert decision(sentence, scene(*seen, source="file")) == "say"
    assert decision(sentence + " with a cat", scene(*seen, source="window")) == "say"


def test_going_round_in_circles_is_dropped() -> None:
    assert decision("a cat and a cat and a cat and a cat", scene()) == "drop"
    assert decision("a cat and a dog and a bird", scene()) == "say"


@pytest.mark.parametrize("sentence", ["", "  ", "...", "?!"])
def test_no_words_are_dropped(sentence: str) -> None:
    assert decision(sentence, scene()) == "drop"


def test_how_sure_the_model_was_decides_between_say_hedge_and_drop() -> None:
    assert decision("a dog on grass", scene(), SAY_FROM) == "say"
    assert decision("a dog on grass", scene(), SAY_FROM - 0.01) == "hedge"
    assert decision("a dog on grass", scene(), DROP_BELOW) == "hedge"
    assert decision("a dog on grass", scene(), DROP_BELOW - 0.01) == "drop"
    assert decision("a dog on grass", scene(), None) == "hedge"


def test_evidence_lifts_a_doubt_but_not_a_guess() -> None:
    backed = scene(facts=(("colour", "dark green"),), things=(Thing(1, "image", "My dog", box=BOX),))
    for sentence in ("a dog on a sofa", "a green field"):
        assert decision(sentence, backed, 0.4) == "say"
        assert decision(sentence, backed, 0.1) == "drop"
    assert decision("a cat on the sofa", backed, 0.4) == "hedge"


def test_the_reason_never_quotes_the_sentence() -> None:
    for sentence in ('a sign that says "secret"', "a secret of 1234", "a secret", "secret secret secret secret secret"):
        assert "secret" not in check(sentence, scene(), 0.3).why


@pytest.mark.parametrize(
    ("sentence", "guess"),
    [
        ("a dog on grass", "It may show a dog on grass."),
        ("A dog on grass.", "It may show a dog on grass."),
        ("a man is riding a horse", "Perhaps a man is riding a horse."),
        ("there is a cat", "There may be a cat."),
        ("This is a red car.", "It may be a red car."),
        ("The image shows a beach.", "It may show a beach."),
        ("NASA rocket on a pad", "It may show NASA rocket on a pad."),
        ("一只狗", "可能是：一只狗。"),
    ],
)
def test_a_guess_sounds_like_one(sentence: str, guess: str) -> None:
    assert hedged(sentence) == guess


@pytest.mark.parametrize(
    ("text", "said"),
    [("a dog", "A dog."), ("A dog!", "A dog!"), (" 狗 ", "狗。"), ("", ""), ('it says "no"', 'It says "no"')],
)
def test_a_sentence_is_finished(text: str, said: str) -> None:
    assert tidy(text) == said

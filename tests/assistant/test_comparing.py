"""Pictures compared: only what evidence backs."""

from __future__ import annotations

import pytest

from assistant.comparing import (
    LANGUAGES,
    Quoted,
    Spot,
    Wish,
    differences,
    larger,
    number_in,
    picture_named,
    place_of,
    size_of,
    wish_in,
)
from assistant.types import Box, Scene, TextBlock, Thing


def scene(
    *lines: str, objects: tuple[str, ...] = (), size: tuple[int, int] = (300, 300), unread: bool = False
) -> Scene:
    blocks = tuple(TextBlock(text, Box(0, 30 * n, 100, 20), 0.9, "ocr") for n, text in enumerate(lines))
    things = tuple(Thing(n, "image", name, box=Box(200, 20, 10, 10), source="object") for n, name in enumerate(objects))
    return Scene(*size, "file", blocks=blocks, things=things, unread=unread)


@pytest.mark.parametrize(
    ("question", "language", "wish"),
    [
        ("What is different?", "en", Wish("differences")),
        ("Compare them", "en", Wish("differences")),
        ("Which is larger?", "en", Wish("largest")),
        ("Which picture is smaller?", "en", Wish("smallest")),
        ("Which has the higher total?", "en", Wish("largest", "total")),
        ("Which one costs less?", "en", Wish("smallest", "total")),
        ("What is the total?", "en", None),
        ("Which button is selected?", "en", None),
        ("Was ist anders?", "de", Wish("differences")),
        ("Welches Bild hat den höheren Betrag?", "de", Wish("largest", "Betrag")),
        ("Welches ist kleiner?", "de", Wish("smallest")),
        ("有什么不同？", "zh", Wish("differences")),
        ("哪张图的总额更大？", "zh", Wish("largest", "总额")),
        ("哪张图片更小？", "zh", Wish("smallest")),
    ],
)
def test_what_is_to_be_compared(question: str, language: str, wish: Wish | None) -> None:
    assert wish_in(question, language) == wish


@pytest.mark.parametrize(
    ("question", "language", "number", "rest"),
    [
        ("What is the total in picture 2?", "en", 2, "What is the total?"),
        ("What does the second picture say?", "en", 2, "What does the picture say?"),
        ("What is in the last photo?", "en", 3, "What is the picture?"),
        ("What is the total?", "en", None, "What is the total?"),
        ("Was steht auf Bild 7?", "de", 7, "Was steht das Bild?"),
        ("第二张图里的总额是多少？", "zh", 2, "第二张图里的总额是多少？"),
    ],
)
def test_which_picture_is_named(question: str, language: str, number: int | None, rest: str) -> None:
    found, plain = picture_named(question, language, 3)
    assert found == number
    if language == "en" and "last" not in question:
        assert plain == rest


def test_text_of_only_one_is_told_with_its_place() -> None:
    one, other = scene("Invoice 12", "Total 30.00", "Thank you"), scene("Invoice 12", "Total 31.00", "Thank  YOU")
    told = differences(one, other, 1, 2, "en")
    assert [each.text for each in told] == ["Only picture 1 has: Total 30.00.", "Only picture 2 has: Total 31.00."]
    assert [each.spots for each in told] == [(Spot(1, Box(0, 30, 100, 20)),), (Spot(2, Box(0, 30, 100, 20)),)]


def test_a_line_read_twice_with_one_letter_otherwise_is_the_same_line() -> None:
    told = differences(
        scene("The quick brown fox jumps"), scene("The quick brown f0x jumps".replace("0", "o")), 1, 2, "en"
    )
    assert told[0].text.startswith("In what I can read and recognise")
    told = differences(scene("Good morning everyone here"), scene("Good mornlng everyone here"), 1, 2, "en")
    assert told[0].text.startswith("In what I can read and recognise")


def test_many_lines_are_counted() -> None:
    told = differences(scene(*(f"Line number {n}" for n in range(9))), scene(), 1, 2, "en")
    assert told[0].text.endswith("Line number 3. And 5 more lines.")


def test_things_are_counted_and_what_was_not_read_is_said() -> None:
    told = differences(scene(objects=("dog", "cup")), scene(objects=("dog", "dog"), unread=True), 1, 3, "en")
    assert [each.text for each in told] == [
        "Cup: 1 in picture 1, 0 in picture 3.",
        "Dog: 1 in picture 1, 2 in picture 3.",
        "Not all text could be read, so there may be more.",
    ]


def test_sizes() -> None:
    assert size_of(scene(size=(10, 20)), scene(size=(30, 40)), 1, 2, "en").text == (
        "Picture 1 has 10 by 20 pixels, picture 2 30 by 40."
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [("The total is 12.50.", (12.5, "")), ("€1,234.56", (1234.56, "€")), ("12,50 €", (12.5, "€")),
     ("1.234", (1234, "")), ("-3 %", (-3, "%")), ("7 kg", (7, "kg")), ("3 of 4", None), ("none", None),
     ("1'000", (1000, ""))],
)  # fmt: skip
def test_numbers(text: str, value: tuple[float, str] | None) -> None:
    found = number_in(text)
    assert (found[:2] if found else None) == value


def test_the_larger_number_comes_first_and_kinds_are_not_mixed() -> None:
    one, other = Quoted(1, 3, "€", "3 €"), Quoted(2, 5, "€", "5 €")
    assert larger(one, other, "largest", "en").text == "Picture 2: 5 €. Picture 1: 3 €."
    assert larger(one, other, "smallest", "en").text == "Picture 1: 3 €. Picture 2: 5 €."
    assert larger(one, Quoted(2, 3, "€", "3 €"), "largest", "en").text == "They are equal: 3 €."
    assert not larger(one, Quoted(2, 3, "kg", "3 kg"), "largest", "en").answerable


def test_nine_places_in_every_language() -> None:
    assert place_of(Box(0, 0, 10, 10), 300, 300, "en") == "at the top left"
    assert place_of(Box(290, 290, 10, 10), 300, 300, "de") == "unten rechts"
    assert place_of(Box(140, 140, 20, 20), 300, 300, "zh") == "中间"
    assert place_of(Box(-50, 900, 20, 20), 300, 300, "en") == "at the bottom left"
    for words in LANGUAGES.values():
        assert len(set(words.places)) == 9
        assert words.sentences.keys() == LANGUAGES["en"].sentences.keys()

"""A letter or a space that the reading lost shows in the widths of a line's words."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from models.evidence.ocr_lines import Reading
from models.evidence.ocr_twice import columns, stretches
from models.evidence.ocr_width import unfit

SANS, MONO = (f"/usr/share/fonts/truetype/dejavu/DejaVuSans{style}.ttf" for style in ("", "Mono"))
WORDS = "Three books of nine were copied while the disk was full"


def odd_words(drawn: str, read: str, font: str = SANS) -> list[str]:
    """Which of the words as they were `read` do not fit those that were `drawn`; where a space was lost is a "_"."""
    letters = ImageFont.truetype(font, 30)
    picture = Image.new("RGB", (round(letters.getlength(drawn)) + 16, 48), "white")
    ImageDraw.Draw(picture).text((8, 4), drawn, font=letters, fill="black")
    ink = columns(np.array(picture))
    places, at = [], 0  # each space of the reading stands where one was drawn
    gaps = [round(8 + letters.getlength(drawn[:number])) for number, sign in enumerate(drawn) if sign == " "]
    for sign in read:
        if sign != "_":
            places.append(gaps[at] if sign == " " else gaps[at - 1] if at else 8)
        at += sign in " _"
    read = read.replace("_", "")
    reading = Reading(read, (0.99,) * len(read), tuple(places))
    parts = stretches(ink, reading)
    odd = unfit(ink, reading, parts)
    return [read[part.start : part.end] for part, off in zip(parts, odd, strict=True) if off]


@pytest.mark.parametrize("font", [SANS, MONO])
def test_words_that_fit_are_left(font: str) -> None:
    assert odd_words(WORDS, WORDS, font) == []


@pytest.mark.parametrize("font", [SANS, MONO])
@pytest.mark.parametrize(("right", "wrong"), [("books", "boos"), ("copied", "copid"), ("while", "whilele")])
def test_a_letter_too_few_or_too_many_shows(right: str, wrong: str, font: str) -> None:
    assert odd_words(WORDS, WORDS.replace(right, wrong), font) == [wrong]


def test_a_gap_like_a_space_inside_a_word_shows() -> None:
    assert odd_words(WORDS, WORDS.replace("the disk", "the_disk")) == ["thedisk"]


@pytest.mark.parametrize("text", ["two words", "一 二 三 四", "", "a"])
def test_what_can_t_be_compared_is_left(text: str) -> None:
    assert odd_words(text, text) == []

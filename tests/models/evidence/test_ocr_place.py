"""A line that changed where it stood is found without the detector, and only where nothing speaks against it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant.types import Box
from models.evidence.ocr_memory import ChangedLine, cells_of
from models.evidence.ocr_place import standing, where_it_stood
from tests.models.evidence.stage import font

OLD = Box(40, 50, 300, 28)
LINE = ChangedLine(OLD, Box(32, 50, 420, 28))


def picture(text: str, *, size: int = 20, left: int = 44, top: int = 51) -> Image.Image:
    drawn = Image.new("RGB", (600, 140), "white")
    ImageDraw.Draw(drawn).text((left, top), text, font=font(size), fill="black")
    return drawn


def found(drawn: Image.Image, others: tuple[Box, ...] = (), line: ChangedLine = LINE) -> list[Box] | None:
    spots = where_it_stood(np.array(drawn), line, others)
    return None if spots is None else [spot.box for spot in spots]


@pytest.mark.parametrize("text", ["Copied 8 of 9", "41 %", "Copied nine of nine files today"])
def test_other_words_in_the_same_rows_are_one_line(text: str) -> None:
    boxes = found(picture(text))
    assert boxes is not None
    (box,) = boxes
    ink = ImageDraw.Draw(picture("")).textbbox((44, 51), text, font=font(20))
    assert (box.y, box.h) == (OLD.y, OLD.h)
    assert 0 <= ink[0] - box.x <= 8
    assert 0 <= box.right - ink[2] <= 8


def test_a_line_that_is_gone_is_no_line() -> None:
    assert found(picture("")) == []


@pytest.mark.parametrize(
    "drawn",
    [
        picture("Copied", size=44, top=40),
        picture("Copied", top=62),
        picture("- - -"),
        picture("Copied    nine of nine"),
    ],
    ids=["larger letters", "another row", "no letters", "two columns"],
)
def test_the_detector_looks_where_it_may_be_something_else(drawn: Image.Image) -> None:
    assert found(drawn) is None


def test_a_border_through_the_line_is_left_to_the_detector() -> None:
    drawn = picture("Copied 8 of 9")
    ImageDraw.Draw(drawn).line((300, 0, 300, 140), fill="black")
    assert found(drawn) is None


@pytest.mark.parametrize("grey", [215, 235, 245])
def test_faint_letters_are_neither_gone_nor_left_out(grey: int) -> None:
    alone, beside = picture(""), picture("Copied")
    for drawn, left in ((alone, 44), (beside, 125)):
        ImageDraw.Draw(drawn).text((left, 51), "8 of 9", font=font(20), fill=(grey, grey, grey))
    assert found(alone) != []
    boxes = found(beside)
    assert boxes is None or boxes[0].right > 180


@pytest.mark.parametrize("top", [24, 76])
def test_a_new_line_close_to_it_is_left_to_the_detector(top: int) -> None:
    drawn = picture("Copied 8 of 9")
    cells = np.ones((9, 38), bool)
    (spot,) = standing(np.array(drawn), [LINE], [], cells)
    assert spot.box.h == OLD.h
    assert not cells[cells_of(spot.box)].any()
    ImageDraw.Draw(drawn).text((44, top), "Moved", font=font(20), fill="black")
    cells[:] = True
    assert standing(np.array(drawn), [LINE], [], cells) == []
    assert cells.all()
    known = Box(40, top - 1, 100, 26)
    assert len(standing(np.array(drawn), [LINE], [known], cells)) == 1


def test_the_squares_of_a_line_that_is_found_are_not_taken_from_the_one_below() -> None:
    below = ChangedLine(Box(40, 78, 300, 28), Box(32, 78, 420, 28))
    drawn = picture("Copied 8 of 9")
    ImageDraw.Draw(drawn).text((44, 79), "Moved     9", font=font(20), fill="black")
    cells = np.ones((9, 38), bool)
    assert len(standing(np.array(drawn), [LINE, below], [], cells)) == 1
    assert cells[cells_of(below.spot)].all()


def test_the_lines_beside_bound_it() -> None:
    drawn = picture("Copied 8 of 9")
    ImageDraw.Draw(drawn).text((400, 51), "Stop", font=font(20), fill="black")
    assert found(drawn) is None
    boxes = found(drawn, (Box(396, 50, 60, 28),))
    assert boxes is not None
    assert boxes[0].right < 396


def test_what_hangs_down_from_the_line_above_is_not_of_it() -> None:
    drawn = picture("Copied 8 of 9")
    ImageDraw.Draw(drawn).text((44, 28), "gypsy", font=font(20), fill="black")
    boxes = found(drawn)
    assert boxes is not None
    assert len(boxes) == 1

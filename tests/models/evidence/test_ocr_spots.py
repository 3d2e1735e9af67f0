"""Lines as they are drawn: not over borders, not two at once, with the small signs beside them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant.cancel import Token
from assistant.types import Box, TextBlock
from models.evidence.layout import by_lines
from models.evidence.ocr import Reader
from models.evidence.ocr_memory import ReadLine
from models.evidence.ocr_nets import Spot
from models.evidence.ocr_page import Page
from models.evidence.ocr_spots import refined
from tests.models.evidence.stage import font

MONO = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"


def spot(box: Box) -> Spot:
    corners = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)]
    return Spot(np.array(corners, np.float32), box, 0.9)


def boxes(pixels: np.ndarray, *found: Box) -> list[Box]:
    return sorted((one.box for one in refined(pixels, [spot(box) for box in found])), key=lambda box: (box.y, box.x))


def page(*texts: tuple[str, int, int], size: int = 18) -> tuple[np.ndarray, ImageDraw.ImageDraw, Image.Image]:
    picture = Image.new("RGB", (640, 120), "white")
    pen = ImageDraw.Draw(picture)
    for text, x, y in texts:
        pen.text((x, y), text, font=font(size), fill="black")
    return np.array(picture), pen, picture


def test_a_menu_over_a_document_ends_the_line_at_its_border() -> None:
    _, pen, picture = page(("Ctrl+Z", 20, 30), ("ou are at home", 103, 30))
    pen.line((100, 0, 100, 120), fill=(200, 200, 200))
    found = boxes(np.array(picture), Box(14, 26, 240, 28))
    assert len(found) == 2
    assert found[0].right in (100, 101)
    assert found[1].x in (100, 101)


def test_a_label_in_reverse_stands_apart_from_its_meaning() -> None:
    _, pen, picture = page(("Help", 60, 30))
    pen.rectangle((20, 20, 50, 60), fill="black")
    pen.text((26, 30), "G", font=font(18), fill="white")
    assert len(boxes(np.array(picture), Box(20, 26, 90, 28))) == 2


def test_a_word_that_is_selected_in_part_stays_whole() -> None:
    _, pen, picture = page(("selected", 40, 30))
    word = np.array(picture)
    word[20:60, 78:110] = 255 - word[20:60, 78:110]
    assert len(boxes(word, Box(36, 26, 90, 28))) == 1
    del pen


def test_two_lines_in_one_box_are_two() -> None:
    pixels, _, _ = page(("^G", 20, 20), ("^X", 20, 48), ("Help", 80, 20), ("Exit", 80, 48), ("Undo", 160, 20))
    found = boxes(pixels, Box(16, 18, 40, 54), Box(76, 18, 50, 26), Box(76, 46, 50, 26), Box(156, 18, 56, 26))
    assert [box.h < 30 for box in found] == [True] * 5


def test_large_letters_are_one_line() -> None:
    picture = Image.new("RGB", (640, 200), "white")
    pen = ImageDraw.Draw(picture)
    pen.text((20, 20), "Sale: big", font=font(90), fill="black")
    pen.text((20, 160), "small print", font=font(18), fill="black")
    found = boxes(np.array(picture), Box(10, 20, 420, 120), Box(16, 156, 110, 28))
    assert len(found) == 2


def test_signs_between_and_after_words_belong_to_their_line() -> None:
    picture = Image.new("RGB", (640, 60), "white")
    pen = ImageDraw.Draw(picture)
    from PIL import ImageFont

    letters = ImageFont.truetype(MONO, 16)
    pen.text((20, 20), 'if __name__ == "main":', font=letters, fill="black")
    step = pen.textlength("m", font=letters)

    def word(first: int, last: int) -> Box:
        return Box(round(20 + first * step) - 2, 18, round((last - first) * step) + 4, 22)

    found = boxes(np.array(picture), word(0, 2), word(5, 9), word(12, 14), word(16, 20))
    assert len(found) <= 2, "if, and all the rest"
    assert found[-1].right >= 20 + 21.5 * step, "to the colon"


@pytest.mark.parametrize("ticked", [False, True])
def test_a_check_box_parts_what_is_left_of_it_from_its_own_row(ticked: bool) -> None:
    _, pen, picture = page(("27", 40, 30), ("Ferry to Hiiumaa", 110, 30))
    pen.rectangle((78, 34, 91, 47), outline=(60, 90, 200), fill=(60, 90, 200) if ticked else None)
    assert len(boxes(np.array(picture), Box(36, 26, 30, 28), Box(106, 26, 180, 28))) == 2
    _, pen, picture = page(("27", 40, 30), ("Ferry to Hiiumaa", 110, 30))
    pen.line((78, 41, 91, 41), fill="black", width=2)
    assert len(boxes(np.array(picture), Box(36, 26, 30, 28), Box(106, 26, 180, 28))) == 1, "a dash belongs to both"


def test_an_icon_beside_a_label_is_no_sign_of_it() -> None:
    _, pen, picture = page(("Save", 60, 30))
    pen.rectangle((30, 30, 50, 50), outline="black", width=2)
    pen.ellipse((112, 30, 132, 50), fill="red")
    assert boxes(np.array(picture), Box(57, 26, 50, 28)) == [Box(57, 26, 50, 28)]


@pytest.mark.parametrize("dark", [False, True])
def test_code_is_read_with_its_signs(reader: Reader, dark: bool) -> None:
    from PIL import ImageFont

    code = [
        'def read(path: str) -> "Page":',
        "    return self.__dict__[path] or {}",
        "log = get('app', level=3)  # ok...",
    ]
    picture = Image.new("RGB", (700, 130), "white")
    pen = ImageDraw.Draw(picture)
    for number, text in enumerate(code):
        pen.text((20, 16 + 30 * number), text, font=ImageFont.truetype(MONO, 16), fill="black")
    pixels = np.array(picture)
    pixels = 255 - pixels if dark else pixels
    blocks = [block for batch in reader.read(pixels, token=Token()) for block in batch]
    seen = "".join("".join(block.text.split()) for block in by_lines(blocks))
    true = "".join("".join(text.split()) for text in code)
    from rapidfuzz.distance import Levenshtein

    assert Levenshtein.distance(seen, true) <= 4


def test_a_sign_that_is_part_of_a_line_by_now_is_no_line_of_its_own() -> None:
    pixels, _, _ = page(("amount * rate", 40, 40))
    left, sign, right = Box(34, 36, 66, 30), Box(104, 40, 12, 12), Box(118, 36, 44, 30)
    found = boxes(pixels, left, sign, right)
    assert len(found) == 1
    assert found[0].contains(left, slack=2)
    assert found[0].contains(right, slack=2)


def test_a_picture_that_was_taken_for_letters_hides_no_line_in_it() -> None:
    pixels = np.full((420, 900, 3), 255, np.uint8)
    page = Page(pixels, (), None, None, None, None)  # type: ignore[arg-type] - nothing is read
    page._taken.append(Box(0, 0, 880, 338))
    assert page._is_new(Box(100, 100, 300, 60))
    assert not page._is_new(Box(100, 20, 700, 300))
    assert len(refined(pixels, [spot(Box(0, 0, 880, 338)), spot(Box(100, 100, 300, 60))])) == 2


def test_a_lone_chinese_character_is_told_only_where_there_is_chinese() -> None:
    """Icons look like some: a document like \u76ee, a window like \u65e5."""
    pixels = np.full((420, 900, 3), 255, np.uint8)

    def line(text: str) -> ReadLine:
        return ReadLine(Box(0, 0, 40, 20), TextBlock(text, Box(0, 0, 40, 20), 0.9))

    def told(*batches: tuple[str, ...]) -> list[str]:
        page = Page(pixels, (), None, None, None, None)  # type: ignore[arg-type] - nothing is read
        return [one.block.text for batch in batches for one in page._without_icons([line(text) for text in batch])]

    assert told(("日", "File"), ("Edit", "目")) == ["File", "Edit"]
    assert told(("日", "File"), ("星期", "一"), ("二",)) == ["File", "日", "星期", "一", "二"]


def test_two_parts_of_a_line_are_not_joined_over_a_word_between_them() -> None:
    """Its letters may be as small as signs, and it was found, too."""
    pixels, _, _ = page(("12", 20, 30), ("ove", 60, 30), ("7", 120, 30))
    found = boxes(pixels, Box(16, 26, 34, 28), Box(56, 26, 42, 28), Box(116, 26, 20, 28))
    assert [box.right < 60 for box in found] == [True, False, False]
    assert not any(box.x < 50 and box.right > 116 for box in found)


@pytest.mark.parametrize("sign", [".", "-", "·"])
def test_dots_that_lead_from_a_title_to_its_page_are_one_line_with_both(sign: str) -> None:
    leader = sign
    while font(18).getlength(leader) < 380:
        leader += sign
    pixels, pen, picture = page(("Weirs", 20, 30), (leader, 90, 30), ("41", 490, 30))
    parts = Box(16, 26, 66, 28), Box(486, 26, 32, 28)
    assert len(boxes(pixels, *parts)) == 1
    pen.rectangle((240, 20, 320, 70), fill="white")
    assert len(boxes(np.array(picture), *parts)) == 2, "a hole parts them"
    pixels, _, _ = page(("Weirs", 20, 30), ("and words far longer", 160, 30), ("41", 490, 30))
    assert len(boxes(pixels, *parts)) == 2

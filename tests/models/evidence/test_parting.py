"""Lines that were read over wide blanks are parted, by their ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.cancel import Token
from assistant.types import Box, Capture, Finding, Scene, TextBlock
from models.evidence.parting import PartedText, parted

SANS = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
MONO = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"


def drawn(pieces: Sequence[str], gap: int, *, font: str = SANS, size: int = 15) -> tuple[np.ndarray, TextBlock]:
    """Pieces of text beside each other, and what a reader makes of them: one line."""
    picture = Image.new("RGB", (900, 40), "white")
    draw, letters = ImageDraw.Draw(picture), ImageFont.truetype(font, size)
    x = 12
    for piece in pieces:
        draw.text((x, 10), piece, "#202020", letters)
        x += round(draw.textlength(piece, letters)) + gap
    line = TextBlock(" ".join(pieces), Box(10, 8, x - gap - 8, size + 5), 0.97)
    return np.asarray(picture), line


def texts(pixels: np.ndarray, line: TextBlock) -> list[str]:
    return [piece.text for piece in parted(pixels, line)]


def test_the_names_of_a_menu_bar_are_parted() -> None:
    names = ["Datei", "Bearbeiten", "Ansicht", "Extras", "Hilfe"]
    assert texts(*drawn(names, 17)) == names


def test_a_name_and_the_subject_beside_it_are_two_pieces_with_boxes_of_their_own() -> None:
    pixels, line = drawn(["Nadia Berger", "Minutes of the last meeting, with remarks"], 22)
    name, subject = parted(pixels, line)
    assert (name.text, subject.text) == ("Nadia Berger", "Minutes of the last meeting, with remarks")
    assert name.box.right < subject.box.x
    assert line.box.contains(name.box, 4)
    assert line.box.contains(subject.box, 4)


def test_a_sentence_stays_whole() -> None:
    pixels, line = drawn(["The ferry leaves at seven, and again in the evening."], 0)
    assert parted(pixels, line) == [line]


@pytest.mark.parametrize("spaces", [1, 2, 3])
def test_columns_of_a_terminal_stay_one_line(spaces: int) -> None:
    text = (" " * spaces).join(["drwxr", "4", "ada", "users", "4096", "March", "notebooks"])
    picture = Image.new("RGB", (900, 40), "black")
    ImageDraw.Draw(picture).text((12, 10), text, "#d0d0d0", ImageFont.truetype(MONO, 15))
    line = TextBlock(" ".join(text.split()), Box(10, 8, round(9.1 * len(text)), 20), 0.97)
    assert parted(np.asarray(picture), line) == [line]


def test_the_number_of_an_item_stays_with_it() -> None:
    pixels, line = drawn(["3.", "How the contract ends"], 20)
    assert parted(pixels, line) == [line]


def test_what_does_not_match_the_ink_stays_whole() -> None:
    pixels, line = drawn(["Save", "Cancel"], 40)
    wrong = TextBlock("S a v e Cancel and so on", line.box)
    assert parted(pixels, wrong) == [wrong]


def test_a_rule_under_the_words_is_no_ink_of_theirs() -> None:
    pixels, line = drawn(["File", "Edit", "Search", "Help"], 18)
    ruled = pixels.copy()
    ruled[line.box.bottom - 2 : line.box.bottom, 40:140] = (40, 120, 220)
    assert texts(ruled, line) == ["File", "Edit", "Search", "Help"]


def test_what_a_reader_reads_comes_parted() -> None:
    pixels, line = drawn(["Drafts", "Sent", "Archive"], 20)

    class Reader:
        name, budget_s = "ocr", 3.0

        def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
            yield Finding("ocr", blocks=(line,), final=False)
            yield Finding("ocr")

    eye = PartedText(Reader())
    found = list(eye.gather(Capture(pixels, "file"), Scene(900, 40, "file"), Token()))
    assert (eye.name, eye.budget_s) == ("ocr", 3.0)
    assert [block.text for block in found[0].blocks] == ["Drafts", "Sent", "Archive"]
    assert not found[0].final
    assert found[1] == Finding("ocr")

"""What two readers agree on is believed; where they differ the words are uncertain, and said so."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant.cancel import Token
from assistant.types import Box, Evidence, TextBlock
from models.evidence import ocr_second
from models.evidence.ocr import Reader
from models.evidence.ocr_lines import DOUBT, Reading, units
from models.evidence.ocr_page import SURE
from models.evidence.ocr_second import MOST_LINES, SecondReader, Word, settle
from models.evidence.paragraphs import paragraphs
from models.grounded.doubts import hedged
from models.grounded.phrases import phrases
from tests.models.evidence.stage import font

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


def reading(*parts: tuple[str, float]) -> Reading:
    return Reading("".join(text for text, _ in parts), tuple(chance for text, chance in parts for _ in text))


def test_words_are_doubted_one_by_one_and_signs_never() -> None:
    line = reading(("Total ", 0.99), ("34", 0.4), (".90", 0.99), (" EUR", 0.99), (" |", 0.1))
    assert line.doubtful == ("34.90",)
    assert reading(("共三", 0.99), ("个文", 0.4), ("件", 0.99)).doubtful == ("个文",)
    assert [line.text[start:end] for start, end in units(line.text)] == ["Total", "34.90", "EUR", "|"]


def test_a_word_that_both_read_is_believed() -> None:
    line = reading(("Total ", 0.99), ("34.90", 0.4))
    assert settle(line, [Word("Total", 95), Word("34.90,", 40)]).doubtful == ()


def test_where_they_differ_the_word_stays_uncertain() -> None:
    line = reading(("Total ", 0.99), ("34.90", 0.4))
    assert settle(line, [Word("Total", 95), Word("24.90", 70)]) == line
    replaced = settle(line, [Word("Total", 95), Word("24.90", 96)])
    assert replaced.text == "Total 24.90"
    assert replaced.doubtful == ("24.90",)
    alone = settle(reading(("34.90", 0.58)), [Word("24.90", 96)])
    assert alone.doubtful == ("24.90",)
    assert alone.sure >= SURE, "uncertain, but told"


def test_a_sure_word_is_never_touched() -> None:
    line = reading(("Total ", 0.99), ("34.90", 0.99))
    assert settle(line, [Word("Totally", 99), Word("24.90", 99)]) == line


def test_a_word_of_quite_another_shape_replaces_nothing() -> None:
    line = reading(("abcdef", 0.3))
    assert settle(line, [Word("window", 99)]) == line


class Unsure:
    """A recogniser that is sure of nothing."""

    def __init__(self, real: object) -> None:
        self._real = real

    def read(self, pixels: np.ndarray, options: object = None) -> Reading:
        found = self._real.read(pixels, options)  # type: ignore[attr-defined]
        return Reading(found.text, tuple(DOUBT - 0.01 for _ in found.chances))


class Counting(SecondReader):
    def __init__(self, program: str | None = None) -> None:
        super().__init__(program)
        self.asked = 0

    def settled(self, *args: object) -> Reading:
        self.asked += 1
        return super().settled(*args)  # type: ignore[arg-type]


class Agreeing(Counting):
    """Reads what the first has read."""

    def __init__(self) -> None:
        super().__init__("/nonexistent/tesseract")

    def settled(self, line: np.ndarray, first: Reading, ended: Callable[[], bool]) -> Reading:
        self.asked += 1
        return settle(first, [Word(word, 99) for word in first.text.split()])


def page(lines: int) -> np.ndarray:
    picture = Image.new("RGB", (700, 40 * lines + 20), "white")
    pen = ImageDraw.Draw(picture)
    for number in range(lines):
        pen.text((20, 10 + 40 * number), f"Invoice number {number + 10} is paid", font=font(22), fill="black")
    return np.array(picture)


def reader_with(second: SecondReader) -> Reader:
    reader = Reader()
    detector, recogniser = reader._nets()
    reader._detector, reader._recogniser, reader._second = detector, Unsure(recogniser), second  # type: ignore[assignment]
    return reader


def test_uncertain_lines_are_settled_in_place_and_not_without_end() -> None:
    second = Agreeing()
    reader = reader_with(second)
    blocks = [block for batch in reader.read(page(MOST_LINES + 3), token=Token()) for block in batch]
    assert second.asked == MOST_LINES
    assert [block.box.y for block in blocks] == sorted(block.box.y for block in blocks)
    assert [bool(block.doubtful) for block in blocks] == [False] * MOST_LINES + [True] * 3


@needs_tesseract
def test_the_real_second_reader_is_asked_for_a_line_that_is_uncertain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_second, "LINE_S", 120.0)  # however busy the machine is
    (block,) = [block for batch in reader_with(Counting()).read(page(1), token=Token()) for block in batch]
    assert block.text == "Invoice number 10 is paid"
    assert not block.doubtful


def test_without_a_second_reader_words_stay_uncertain() -> None:
    reader = reader_with(Counting("/nonexistent/tesseract"))
    (block,) = [block for batch in reader.read(page(1), token=Token()) for block in batch]
    assert block.doubtful == ("Invoice", "number", "10", "is", "paid")


@needs_tesseract
def test_a_second_reader_that_hangs_is_ended_when_nobody_waits(tmp_path: object) -> None:
    sleeper = tmp_path / "tesseract"  # type: ignore[operator]
    sleeper.write_text('#!/bin/sh\n[ "$1" = --list-langs ] && echo eng && exit 0\nexec sleep 60\n')
    sleeper.chmod(0o755)
    line = reading(("Total", 0.3))
    polls = iter([False, False, True])
    began = time.process_time()
    assert SecondReader(str(sleeper)).settled(page(1)[:48], line, lambda: next(polls)) == line
    assert time.process_time() - began < 1.0


def test_a_second_reader_that_does_not_even_say_its_languages_is_ended_when_nobody_waits(tmp_path: Path) -> None:
    ended = tmp_path / "ended"
    sleeper = tmp_path / "tesseract"
    sleeper.write_text(f"#!/bin/sh\nsleep 2\ntouch {ended}\n")
    sleeper.chmod(0o755)
    line = reading(("Total", 0.3))
    assert SecondReader(str(sleeper)).settled(page(1)[:48], line, lambda: True) == line
    assert not ended.exists()


def test_doubts_are_said_of_the_word_alone_in_every_language() -> None:
    evidence = Evidence("ocr", Box(0, 0, 9, 9), 0.95, "Total 34.90 EUR", ("34.90",))
    assert hedged("Total 34.90 EUR", evidence, phrases("en")) == "Total possibly 34.90 EUR"
    assert hedged("Total 34.90 EUR", evidence, phrases("de")) == "Total möglicherweise 34.90 EUR"
    assert hedged("共34.90元", evidence, phrases("zh")) == "共可能是34.90元"
    many = Evidence("ocr", Box(0, 0, 9, 9), 0.95, "a b c", ("a1", "b1", "c1"))
    assert hedged("a1 b1 c1", many, phrases("en")) == "Possibly: a1 b1 c1"
    sure = Evidence("ocr", Box(0, 0, 9, 9), 0.95, "Total 34.90 EUR")
    assert hedged("Total 34.90 EUR", sure, phrases("en")) == "Total 34.90 EUR"


def test_paragraphs_keep_the_doubts_of_their_lines() -> None:
    upper = TextBlock(
        "The lift in building twelve has been repaired and you", Box(10, 10, 400, 20), doubtful=("twelve",)
    )
    lower = TextBlock(
        "can use it again from today on, between eight and noon", Box(10, 34, 400, 20), doubtful=("noon",)
    )
    (whole,) = paragraphs([upper, lower])
    assert whole.doubtful == ("twelve", "noon")

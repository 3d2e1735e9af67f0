"""A piece is read at a smaller size first, and what is not plain there is read at full size, and no more than that."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant.errors import ModelBroken
from models.evidence import ocr_nets
from models.evidence.ocr import Reader
from models.evidence.ocr_lines import NOTHING, Reading
from models.evidence.ocr_nets import LINE_HEIGHT
from models.evidence.ocr_twice import NARROWED, SHORTEST, SMALL, TwiceReader
from tests.models.evidence.stage import font

WORDS = "Three files of nine were copied before the disk was full"


def drawn(text: str) -> tuple[np.ndarray, list[float]]:
    """A line as the recogniser gets it, and where the middle of each character is, from 0 to 1."""
    letters = font(32)
    width = round(letters.getlength(text)) + 16
    picture = Image.new("RGB", (width, LINE_HEIGHT), "white")
    ImageDraw.Draw(picture).text((8, 4), text, font=letters, fill="black")
    ends = [8 + letters.getlength(text[: number + 1]) for number in range(len(text))]
    return np.array(picture), [
        (end - letters.getlength(sign) / 2) / width for sign, end in zip(text, ends, strict=True)
    ]


class Told:
    """A recogniser that says at the small size what it is told to, and at full size "again"."""

    def __init__(self, text: str, middles: list[float], doubtful: tuple[int, ...] = ()) -> None:
        self._text, self._middles, self._doubtful = text, middles, doubtful
        self.shown: list[tuple[int, int]] = []

    def read(self, line: np.ndarray, options: object = None) -> Reading:
        height, width = line.shape[:2]
        self.shown.append((height, width))
        if height == LINE_HEIGHT:
            return Reading("again", (0.9,) * 5, (0, 8, 16, 24, 32))
        chances = tuple(0.5 if number in self._doubtful else 0.95 for number in range(len(self._text)))
        return Reading(self._text, chances, tuple(max(0, int(middle * width) - 4) for middle in self._middles))


def test_a_plain_piece_is_read_once_and_small() -> None:
    line, middles = drawn(WORDS)
    told = Told(WORDS, middles)
    found = TwiceReader(told).read(line)
    assert found.text == WORDS
    assert [height for height, _ in told.shown] == [SMALL]
    assert max(found.places) > 0.9 * line.shape[1], "places are those in the piece as it was given"


@pytest.mark.parametrize("word", ["Three", "copied", "full"])
def test_of_a_piece_with_a_doubtful_letter_only_the_words_around_it_are_read_again(word: str) -> None:
    line, middles = drawn(WORDS)
    told = Told(WORDS, middles, (WORDS.index(word) + 1,))
    found = TwiceReader(told).read(line)
    (_, (height, width)) = told.shown
    assert height == LINE_HEIGHT
    assert SHORTEST <= width < 0.6 * line.shape[1]
    before, after = found.text.split("again")
    assert WORDS.startswith(before)
    assert WORDS.endswith(after)
    assert word not in found.text
    assert len(found.text) == len(found.chances) == len(found.places)
    assert list(found.places) == sorted(found.places)


def test_a_letter_that_was_skipped_is_looked_for_at_full_size() -> None:
    line, middles = drawn("The hill is far")
    told = Told("The hil is far", [*middles[:6], *middles[7:]])
    assert "again" in TwiceReader(told).read(line).text


@pytest.mark.parametrize(
    "text", ["from __future__ import", "run it -quietly now", "wait ... for it now", 'he said "no" to me', "es ist sūß"]
)
def test_thin_signs_are_looked_at_in_full_size(text: str) -> None:
    line, middles = drawn(text)
    told = Told(text, middles)
    assert "again" in TwiceReader(told).read(line).text


@pytest.mark.parametrize("number", ["146", "-3.50", "O0019-I146", "O", "Il", "１４"])
def test_a_number_is_never_one_of_the_small_size_however_sure_it_was(number: str) -> None:
    text = f"Many words stand before {number} that say nothing of it"
    line, middles = drawn(text)
    told = Told(text, middles)
    found = TwiceReader(told).read(line).text
    assert "again" in found
    assert number not in found.split()
    assert found.startswith("Many words"), "the other words need no second look"


@pytest.mark.parametrize(("sure", "again"), [(0.998, True), (0.9999, False)])
def test_an_m_that_may_be_rn_is_looked_at_in_full_size(sure: float, again: bool) -> None:
    line, middles = drawn("we leam to walk in the park")

    class Sure(Told):
        def read(self, line: np.ndarray, options: object = None) -> Reading:
            found = super().read(line, options)
            return Reading(found.text, tuple(sure if sign == "m" else 0.95 for sign in found.text), found.places)

    told = Sure("we leam to walk in the park", middles)
    found = TwiceReader(told).read(line)
    assert ("leam" not in found.text) is again, found.text
    assert ("again" in found.text) is again, found.text


def test_where_nothing_was_seen_small_the_full_size_has_the_last_word() -> None:
    told = Told("", [])
    line, _ = drawn("nothing seen")
    assert TwiceReader(told).read(line).text == "again"
    assert [height for height, _ in told.shown] == [SMALL, LINE_HEIGHT]


def test_a_lone_sign_is_read_at_full_size_at_once() -> None:
    line, middles = drawn("0")
    told = Told("0", middles)
    assert TwiceReader(told).read(line).text == "again"
    assert told.shown == [line.shape[:2]]


def test_chinese_lines_with_a_doubtful_sign_are_read_again_as_a_whole() -> None:
    line, middles = drawn("abcdefgh")
    told = Told("文件已保存到桌面", middles, (3,))
    assert TwiceReader(told).read(line).text == "again"
    assert told.shown == [(SMALL, round(line.shape[1] * NARROWED)), line.shape[:2]]


def test_the_real_recogniser_reads_the_same_at_both_sizes() -> None:
    recogniser = ocr_nets.Recogniser(ocr_nets.model_folder() / ocr_nets.RECOGNISER)
    line, _ = drawn("Save 3 of 14 files before 10:45")
    assert recogniser.any_height
    assert TwiceReader(recogniser).read(line).text == recogniser.read(line).text == "Save 3 of 14 files before 10:45"
    assert TwiceReader(recogniser).read(np.full((LINE_HEIGHT, 96, 3), 255, np.uint8)) == NOTHING


def test_what_is_plain_at_the_small_size_says_the_same_as_at_full_size() -> None:
    recogniser = ocr_nets.Recogniser(ocr_nets.model_folder() / ocr_nets.RECOGNISER)
    line, _ = drawn(WORDS)
    heights: list[int] = []

    class Counted:
        def read(self, line: np.ndarray, options: object = None) -> Reading:
            heights.append(len(line))
            return recogniser.read(line, options)

    assert TwiceReader(Counted()).read(line).text == recogniser.read(line).text == WORDS
    assert heights == [SMALL]


@pytest.mark.parametrize("fails", ["loading", "running", "another shape"])
def test_an_onnxruntime_that_can_t_run_what_was_changed_reads_with_the_file_as_it_is(
    fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ocr_nets.model_folder() / ocr_nets.RECOGNISER
    plainly = ocr_nets.load

    class Changed:
        def get_inputs(self) -> list[SimpleNamespace]:
            return [SimpleNamespace(name="x")]

        def run(self, *_: object) -> list[np.ndarray]:
            if fails == "running":
                raise RuntimeError("no such pad")
            return [np.zeros((1, 7, 3), np.float32)]

    def load(path: Path, broken: str = "", data: bytes | None = None) -> object:
        if data is None:
            return plainly(path)
        if fails == "loading":
            raise ModelBroken(broken, detail="a shape that isn't known")
        return Changed()

    monkeypatch.setattr(ocr_nets, "load", load)
    session, any_height = ocr_nets.load_of_any_height(path)
    assert not any_height
    assert session.get_inputs()[0].shape[2] == LINE_HEIGHT


def test_only_the_file_that_was_measured_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "another.onnx"
    path.write_bytes((ocr_nets.model_folder() / ocr_nets.RECOGNISER).read_bytes() + b"\x32\x00")  # an empty doc_string
    _, any_height = ocr_nets.load_of_any_height(path)
    assert not any_height


@pytest.mark.parametrize("declared", ["OF_48", "MEAN_OF_3"])
def test_a_network_of_another_make_is_read_with_as_it_is(declared: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_nets, declared, b"no file has this in it, and none of PP-OCR")
    session, any_height = ocr_nets.load_of_any_height(ocr_nets.model_folder() / ocr_nets.RECOGNISER)
    assert session.get_inputs()[0].shape[2] == LINE_HEIGHT
    assert not any_height
    reader = Reader(str(ocr_nets.model_folder()))
    _, recogniser = reader._nets()
    assert not isinstance(recogniser, TwiceReader)

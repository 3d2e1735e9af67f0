"""Lines on their way to the recogniser: parted between words, and never read twice."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.cancel import Token
from models.evidence import ocr_lines
from models.evidence.ocr import Reader
from models.evidence.ocr_lines import LineMemory, Reading, joined, parted, spaced, unmixed
from tests.models.evidence.stage import text_page


def line(*ink: tuple[int, int], width: int) -> np.ndarray:
    """A white line (48, width, 3) with black from `start` to `end` of each pair."""
    pixels = np.full((48, width, 3), 255, np.uint8)
    for start, end in ink:
        pixels[10:40, start:end] = 0
    return pixels


def test_a_short_line_stays_whole() -> None:
    pixels = line((10, 600), (640, 1200), width=1280)
    assert [(piece.shape[1], gap) for piece, gap in parted(pixels)] == [(1280, 0)]


def test_a_long_line_is_parted_in_its_widest_gaps_and_nothing_is_lost() -> None:
    words = [(start, start + 150) for start in range(10, 3800, 170)]
    wide = [(start, end) if start < 700 else (start + 20, end + 20) for start, end in words]
    pixels = line(*wide, width=4000)
    pieces = parted(pixels)
    assert (np.concatenate([piece for piece, _ in pieces], axis=1) == pixels).all()
    assert all(480 <= piece.shape[1] <= 1280 for piece, _ in pieces[:-1])
    assert pieces[0][1] > pieces[1][1], "the wide gap first, where there is one"
    for piece, _ in pieces[:-1]:
        assert piece[:, -3:].min() == 255, "cut where no ink is"


@pytest.mark.parametrize("width", [1300, 1700, 2400])
def test_the_last_two_pieces_are_of_like_width_so_that_two_cores_have_as_much_to_do(width: int) -> None:
    words = [(start, start + 60) for start in range(10, width - 70, 80)]
    (first, _), (second, _) = parted(line(*words, width=width))
    assert 0.35 * width <= second.shape[1] <= 0.65 * width
    assert max(first.shape[1], second.shape[1]) <= 1280


def test_a_line_with_one_gap_is_parted_there_wherever_it_is() -> None:
    (first, gap), (second, _) = parted(line((4, 500), (530, 1690), width=1700))
    assert (first.shape[1], second.shape[1], gap) == (515, 1185, 30)


def test_a_line_without_gaps_is_never_cut_through_its_ink() -> None:
    assert len(parted(line((4, 3900), width=4000))) == 1


@pytest.mark.parametrize(
    ("left", "right", "gap", "text"),
    [
        ("two", "words", 14, "two words"),
        ("一句话，", "又一句", 30, "一句话，又一句"),
        ("共三个", "files", 14, "共三个files"),
        ("共三个", "files", 40, "共三个 files"),
        ("", "alone", 20, "alone"),
    ],
)
def test_pieces_are_joined_as_the_language_writes_them(left: str, right: str, gap: int, text: str) -> None:
    whole = joined([Reading(left, (0.9,) * len(left)), Reading(right, (0.8,) * len(right))], [gap, 0])
    assert whole.text == text
    assert len(whole.chances) == len(text)


@pytest.mark.parametrize(
    ("text", "gap", "spaced_text"),
    [("43kB", 30, "43 kB"), ("43kB", 14, "43kB"), ("4 3k", 30, "4 3k"), ("文件夹名", 30, "文件夹名")],
)
def test_a_gap_too_wide_for_none_is_a_space(text: str, gap: int, spaced_text: str) -> None:
    second = 60 + gap
    piece = line((10, 30), (36, 60), (second, second + 20), (second + 26, second + 50), width=200)
    if text == "4 3k":  # the recogniser saw the gap itself
        seen = Reading(text, (0.9,) * 4, (16, 64, second + 8, second + 32))
    else:
        seen = Reading(text, (0.9,) * 4, (16, 48, second + 8, second + 32))
    assert spaced(piece, seen).text == spaced_text
    assert len(spaced(piece, seen).chances) == len(spaced_text)


def test_the_tip_of_a_letter_from_the_line_above_does_not_fill_the_gap_between_two_words() -> None:
    line = np.full((48, 160, 3), 255, np.uint8)
    line[10:40, 10:60] = line[10:40, 100:150] = 0
    line[:6, 70:90] = 0
    reading = Reading("ab", (1.0, 1.0), (40, 110))
    assert spaced(line, reading).text == "a b"
    line[20:26, 70:90] = 0  # a dash, which is the line's own
    assert spaced(line, reading).text == "ab"


def test_a_tidy_reading_keeps_each_characters_chance() -> None:
    assert Reading("  a  b ", (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)).tidy() == Reading("a b", (0.3, 0.4, 0.6))


class Counted:
    """A recogniser that counts what it is asked."""

    def __init__(self, real: object) -> None:
        self._real = real
        self.lines = 0

    def read(self, pixels: np.ndarray, options: object = None) -> Reading:
        self.lines += 1
        return self._real.read(pixels, options)  # type: ignore[attr-defined, no-any-return]


def counted() -> tuple[Reader, Counted]:
    reader = Reader()
    detector, recogniser = reader._nets()
    count = Counted(recogniser)
    reader._detector, reader._recogniser = detector, count  # type: ignore[assignment]
    return reader, count


def read(reader: Reader, pixels: np.ndarray) -> list[str]:
    return [block.text for batch in reader.read(pixels, token=Token()) for block in batch]


def test_what_was_read_once_is_never_recognised_again() -> None:
    reader, count = counted()
    pixels, lines = text_page(900, 240)
    first = read(reader, pixels)
    asked = count.lines
    assert asked >= len(lines)
    assert read(reader, pixels) == first
    assert count.lines == asked


def test_memory_is_bounded_and_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_lines, "REMEMBERED", 3)
    clock = [0.0]
    memory = LineMemory(lambda: clock[0])
    keys = [memory.key(line((4, 40 + number), width=100)) for number in range(5)]
    assert len(set(keys)) == 5
    for key in keys:
        memory.put(key, Reading("a", (1.0,)))
    assert len(memory) == 3
    assert memory.get(keys[0]) is None
    clock[0] = ocr_lines.FORGET_S / 2
    assert memory.get(keys[4]) == Reading("a", (1.0,))
    clock[0] = ocr_lines.FORGET_S + 1
    memory.forget_old()
    assert len(memory) == 1, "what was seen again stays"
    clock[0] = 3 * ocr_lines.FORGET_S
    memory.forget_old()
    assert len(memory) == 0


def test_another_process_could_not_tell_a_text_by_its_hash() -> None:
    pixels = line((4, 40), width=100)
    assert LineMemory().key(pixels) != LineMemory().key(pixels)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("十 result += net", "+ result += net"),
        ("井 make test", "# make test"),
        ("二月十日 10:30", "二月十日 10:30"),
        ("十", "十"),
        ("第十二章 Results", "第十二章 Results"),
    ],
)
def test_signs_of_code_are_not_chinese_but_in_chinese_lines(read: str, meant: str) -> None:
    assert unmixed(Reading(read, (1.0,) * len(read))).text == meant

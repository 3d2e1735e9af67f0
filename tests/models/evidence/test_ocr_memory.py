"""Where nothing has changed nothing is looked for again, and what has changed is never missed."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant.cancel import Cancelled, Token
from assistant.types import TextBlock
from models.evidence import ocr_memory
from models.evidence.layout import by_lines
from models.evidence.ocr import Reader
from models.evidence.ocr_lines import FORGET_S
from models.evidence.ocr_memory import PictureMemory, cell_hashes
from tests.models.evidence.stage import font, text_page


class Watched:
    """A detector that counts the pixels it is shown."""

    def __init__(self, real: object) -> None:
        self._real = real
        self.pixels = 0

    def find(self, pixels: np.ndarray, options: object = None) -> object:
        self.pixels += pixels.shape[0] * pixels.shape[1]
        return self._real.find(pixels, options)  # type: ignore[attr-defined]


@pytest.fixture
def eyes() -> tuple[Reader, Watched]:
    reader = Reader()
    detector, recogniser = reader._nets()
    watched = Watched(detector)
    reader._detector, reader._recogniser = watched, recogniser  # type: ignore[assignment]
    return reader, watched


def read(reader: Reader, pixels: np.ndarray, **options: object) -> list[TextBlock]:
    return [block for batch in reader.read(pixels, token=Token(), **options) for block in batch]  # type: ignore[arg-type]


def texts(blocks: list[TextBlock]) -> list[str]:
    return [block.text for block in by_lines(blocks)]


def with_line(pixels: np.ndarray, number: int, text: str, *, left: int = 40, width: int = 10_000) -> np.ndarray:
    """The page of `text_page` with other words in one of its lines, or in a part of it."""
    picture = Image.fromarray(pixels)
    pen, top = ImageDraw.Draw(picture), 20 + number * 27
    pen.rectangle((left, top, left + width, top + 25), fill="white")
    pen.text((left, top), text, font=font(20), fill="black")
    return np.array(picture)


def test_an_unchanged_picture_is_told_from_memory(eyes: tuple[Reader, Watched]) -> None:
    reader, watched = eyes
    pixels, _ = text_page(1280, 400)
    first = read(reader, pixels)
    seen = watched.pixels
    assert read(reader, pixels.copy()) == first
    assert watched.pixels == seen


@pytest.mark.parametrize(
    ("text", "left", "width"),
    [("Download: 42 percent of 3 files", 40, 10_000), ("CHANGED", 600, 100), ("", 40, 10_000)],
)
def test_of_a_changed_line_only_that_line_is_looked_for(
    text: str, left: int, width: int, eyes: tuple[Reader, Watched]
) -> None:
    reader, watched = eyes
    pixels, _ = text_page(1280, 720)
    read(reader, pixels)
    later = with_line(pixels, 12, text, left=left, width=width)
    before = watched.pixels
    again = read(reader, later)
    assert watched.pixels - before < 0.15 * pixels.shape[0] * pixels.shape[1]
    assert texts(again) == texts(read(Reader(), later))
    assert [block.box.y for block in again] == sorted(block.box.y for block in again), "from top to bottom"


def test_a_line_that_changes_where_it_stands_needs_no_detector(eyes: tuple[Reader, Watched]) -> None:
    reader, watched = eyes
    pixels, lines = text_page(900, 240)
    read(reader, pixels)
    watched.pixels = 0
    again = read(reader, with_line(pixels, 3, "Download: 42 percent of 3 files"))
    assert texts(again) == [*lines[:3], "Download: 42 percent of 3 files", *lines[4:]]
    assert [block.box.y for block in again] == sorted(block.box.y for block in again), "from top to bottom"
    assert texts(read(reader, with_line(pixels, 3, ""))) == [*lines[:3], *lines[4:]]
    assert watched.pixels == 0


def test_a_word_added_at_the_end_of_a_line_joins_it(eyes: tuple[Reader, Watched]) -> None:
    reader, _ = eyes
    pixels = with_line(np.full((300, 900, 3), 255, np.uint8), 3, "Three files")
    assert texts(read(reader, pixels)) == ["Three files"]
    assert texts(read(reader, with_line(pixels, 3, "Three files left"))) == ["Three files left"]


def test_a_scrolled_page_is_told_from_memory_but_for_what_came_in(eyes: tuple[Reader, Watched]) -> None:
    reader, watched = eyes
    long, lines = text_page(1280, 900)
    assert texts(read(reader, long[:693])) == lines[: len(read(Reader(), long[:693]))]
    before = watched.pixels
    scrolled = read(reader, long[135:828])
    assert watched.pixels - before < 0.5 * long[135:828].size / 3
    assert texts(scrolled) == texts(read(Reader(), long[135:828]))


def test_what_the_tree_told_before_is_read_when_it_tells_no_more(eyes: tuple[Reader, Watched]) -> None:
    reader, _ = eyes
    pixels, lines = text_page(900, 240)
    known = [[0, 0, 900, 100]]
    assert len(read(reader, pixels, skip=known)) < len(lines)
    assert texts(read(reader, pixels)) == lines
    assert len(read(reader, pixels, skip=known)) < len(lines), "and left out when it tells it again"


def test_a_reading_that_was_cut_short_is_not_taken_for_a_whole_one(eyes: tuple[Reader, Watched]) -> None:
    reader, _ = eyes
    pixels, lines = text_page(900, 400)
    token = Token()
    with pytest.raises(Cancelled):
        for _ in reader.read(pixels, token=token):
            token.cancel()
    assert texts(read(reader, pixels)) == lines


def test_the_focus_comes_first_from_memory_too(eyes: tuple[Reader, Watched]) -> None:
    reader, _ = eyes
    pixels, lines = text_page(900, 400)
    read(reader, pixels)
    focused = read(reader, pixels, focus=[0, 150, 900, 60])
    assert focused[0].text in lines[4:7]
    assert sorted(block.text for block in focused) == sorted(lines)


def test_lines_that_are_cut_out_to_be_checked_push_no_window_out_of_the_memory(eyes: tuple[Reader, Watched]) -> None:
    reader, watched = eyes
    window, _ = text_page(1280, 400)
    first = read(reader, window)
    for number in range(2 * ocr_memory.PICTURES):
        read(reader, window[20 + number : 60 + number, : 600 + number].copy())
    watched.pixels = 0
    assert texts(read(reader, window)) == texts(first)
    assert watched.pixels == 0


def test_pictures_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    memory = PictureMemory(lambda: clock[0])
    pictures = [np.full((64, 64, 3), number, np.uint8) for number in range(10)]
    for picture in pictures:
        memory.keep(picture, cell_hashes(picture), (), ())
    assert len(memory) == ocr_memory.PICTURES
    memory.keep(pictures[9], cell_hashes(pictures[9]), (), ())
    assert len(memory) == ocr_memory.PICTURES
    assert memory.recall(pictures[9], cell_hashes(pictures[9])) is not None
    clock[0] = FORGET_S + 1
    assert memory.recall(pictures[9], cell_hashes(pictures[9])) is None
    assert len(memory) == 0


@pytest.mark.parametrize("shape", [(33, 50), (16, 16), (5, 100), (700, 15)])
def test_one_changed_pixel_changes_the_hash_of_its_square_alone(shape: tuple[int, int]) -> None:
    pixels = np.random.default_rng(2).integers(0, 255, (*shape, 3), np.uint8)
    other = pixels.copy()
    other[-1, -1, 2] ^= 1
    changed = cell_hashes(pixels) != cell_hashes(other)
    assert changed.sum() == 1
    assert changed[-1, -1]

"""Text in pixels: right, soon, bounded, cancellable."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw
from rapidfuzz.distance import Levenshtein

from assistant import errors
from assistant.cancel import Cancelled, Token
from assistant.host import LocalWorker
from assistant.types import Box, Capture, Scene, TextBlock, Thing
from models.evidence.drawn import told_texts
from models.evidence.ocr import OcrGatherer, Reader, focus_box, known_text_boxes
from models.evidence.ocr_nets import Detector, Spot, cut_out
from tests.models.evidence.stage import font, text_page


def lines_of(reader: Reader, pixels: np.ndarray, **options: object) -> list[TextBlock]:
    return [block for batch in reader.read(pixels, token=Token(), **options) for block in batch]  # type: ignore[arg-type]


def error_rate(seen: str, true: str) -> float:
    return Levenshtein.distance(seen, true) / max(1, len(true))


def drawn(*texts: tuple[str, int, int, int], size: tuple[int, int] = (640, 360), chinese: bool = False) -> np.ndarray:
    """A picture with (text, x, y, letter size) on white."""
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for text, x, y, letters in texts:
        pen.text((x, y), text, font=font(letters, chinese=chinese), fill="black")
    return np.array(picture)


def test_a_page_is_read_without_an_error_and_its_boxes_lie_on_the_lines(reader: Reader) -> None:
    pixels, lines = text_page(900, 420)
    blocks = lines_of(reader, pixels)
    assert error_rate("\n".join(block.text for block in blocks), "\n".join(lines)) < 0.01
    for block in blocks:
        box = block.box
        assert pixels[box.y : box.bottom, box.x : box.right].min() < 100, "ink inside"
        assert 12 <= box.h <= 40
        assert 0.5 < block.confidence <= 1.0
    assert [block.box.y for block in blocks] == sorted(block.box.y for block in blocks)


def test_chinese_and_english_are_read_together(reader: Reader) -> None:
    pixels = drawn(("磁盘已满,请删除文件", 30, 30, 26), ("Delete 3 files", 30, 100, 24), chinese=True)
    text = "".join(block.text for block in lines_of(reader, pixels))
    assert "磁盘已满" in text
    assert "删除文件" in text
    assert "Delete 3 files" in text


def test_lone_digits_and_letters_on_dark_are_read(reader: Reader) -> None:
    pixels = 255 - drawn(("7", 40, 40, 22), ("Total 1", 200, 40, 22), ("OK", 400, 40, 18))
    assert {block.text for block in lines_of(reader, pixels)} >= {"Total 1", "OK"}


def test_the_first_line_of_a_full_page_comes_before_the_last_piece_is_looked_at(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How long it takes, benchmarks/pages.py tells. Here the last piece waits for the first line to be told: a page
    that was looked through first would never be told."""
    kind = type(reader._nets()[0])
    find = kind.find
    begun, told = [0], threading.Event()

    def held(self: Detector, pixels: np.ndarray, *options: Any) -> list[Spot]:
        begun[0] += 1
        assert begun[0] < 4 or told.wait(60), "nothing is told before the last piece"
        return find(self, pixels, *options)

    monkeypatch.setattr(kind, "find", held)
    pixels, lines = text_page(1280, 720, left=50)  # a page of its own: what was read before comes at once
    count = 0
    for batch in reader.read(pixels, token=Token()):
        told.set()
        count += len(batch)
    assert count == len(lines)
    assert begun[0] >= 4


def test_what_has_the_focus_is_read_first(reader: Reader) -> None:
    pixels, lines = text_page(900, 500)
    focus = Box(300, 360, 300, 60)
    pixels[focus.y : focus.bottom, focus.x : focus.right] = 255
    picture = Image.fromarray(pixels)
    ImageDraw.Draw(picture).text((330, 376), "Save changes?", font=font(22), fill="black")
    blocks = lines_of(reader, np.array(picture), focus=focus.as_list())
    assert blocks[0].text == "Save changes?"
    assert sum(block.text == "Save changes?" for block in blocks) == 1
    assert len(blocks) >= len(lines), "and the rest after it"


def test_known_text_is_not_read_again(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = drawn(("Known words", 30, 30, 24), ("New words", 30, 120, 24))
    assert [block.text for block in lines_of(reader, pixels, skip=[[20, 20, 200, 50]])] == ["New words"]

    def never(*_: object) -> list[Spot]:
        raise AssertionError("a detector runs where no ink is")

    monkeypatch.setattr(type(reader._nets()[0]), "find", never)
    assert lines_of(reader, pixels, skip=[[0, 0, 640, 360]]) == []
    assert lines_of(reader, np.full((1080, 1920, 3), 90, np.uint8)) == []


@pytest.mark.parametrize("shape", [(1, 1), (3, 400), (400, 3), (20, 60), (33, 7)])
def test_tiny_pictures_give_no_error(reader: Reader, shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (*shape, 3), np.uint8)
    assert isinstance(lines_of(reader, noise), list)


def test_a_small_cut_out_is_read(reader: Reader) -> None:
    pixels = drawn(("Cancel", 8, 3, 15), size=(70, 26))
    assert [block.text for block in lines_of(reader, pixels)] == ["Cancel"]


def test_letters_taller_than_a_piece_of_the_page_are_whole(reader: Reader) -> None:
    pixels = drawn(("SALE", 60, 40, 300), ("from Monday", 60, 460, 40), size=(1000, 560))
    assert {block.text for block in lines_of(reader, pixels)} == {"SALE", "from Monday"}


def test_a_tilted_line_is_read(reader: Reader) -> None:
    picture = Image.fromarray(drawn(("Tilted by a camera", 60, 160, 32))).rotate(7, fillcolor="white")
    assert "Tilted by a camera" in [block.text for block in lines_of(reader, np.array(picture))]


def test_a_long_line_that_rises_by_its_own_height_is_cut_out_along_its_slope() -> None:
    """As in a photo of a screen. In its upright box the line would fill half of the height, and be read from there."""
    pixels = np.full((700, 800, 3), 255, np.uint8)
    corners = np.array([(72, 619), (769, 605), (769, 635), (73, 649)], np.float32)
    for x in range(80, 762):
        middle = 634 - (x - 80) * 14 / 697
        pixels[round(middle) - 7 : round(middle) + 7, x] = 0
    line = cut_out(pixels, Spot(corners, Box(72, 605, 698, 44), 0.9))
    assert line is not None
    rows = np.flatnonzero(line[:, 40:-40].max(axis=2).max(axis=1) < 128)
    assert len(rows) >= 0.35 * len(line), "a band that goes straight through"


def test_a_huge_picture_is_read_within_bounds(reader: Reader) -> None:
    pixels = np.full((12_000, 12_000, 3), 255, np.uint8)
    sign = drawn(("EXIT 12", 100, 60, 420), size=(2000, 700))
    pixels[5000:5700, 4000:6000] = sign
    small = drawn(("small print here", 10, 10, 40), size=(420, 80))
    pixels[11_000:11_080, 9000:9420] = small
    texts = [block.text for block in lines_of(reader, pixels, photo=True)]
    words = sorted(" ".join(texts).split())  # one box or two for a wide gap: that depends on the arithmetic
    assert words == ["12", "EXIT", "here", "print", "small"]


def test_a_cancel_ends_the_reading_soon(reader: Reader) -> None:
    pixels, _ = text_page(1280, 720, 21, left=60)  # a page of its own: what was read before comes at once
    token = Token()
    before = threading.active_count()
    with pytest.raises(Cancelled):
        for _ in reader.read(pixels, token=token):
            token.cancel()
    assert threading.active_count() <= before


def test_a_missing_model_is_a_sentence_not_an_error(tmp_path: Path) -> None:
    capture = Capture(drawn(("Text", 10, 10, 20)), "file")
    scene = Scene(capture.width, capture.height, "file")
    gatherer = OcrGatherer(LocalWorker(Reader(str(tmp_path))))
    findings = list(gatherer.gather(capture, scene, Token()))
    assert len(findings) == 1
    assert "make setup" in findings[0].trouble
    with pytest.raises(errors.ModelMissing):
        Reader(str(tmp_path)).warm(token=Token())


def test_a_damaged_model_is_a_sentence_too(tmp_path: Path) -> None:
    for name in ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"):
        (tmp_path / name).write_bytes(b"not a network")
    with pytest.raises(errors.ModelBroken):
        Reader(str(tmp_path)).warm(token=Token())


def test_findings_stream_and_the_last_one_is_final(reader: Reader) -> None:
    pixels, lines = text_page(900, 300)
    capture = Capture(pixels, "window")
    findings = list(OcrGatherer(LocalWorker(reader)).gather(capture, Scene(900, 300, "window"), Token()))
    assert [finding.final for finding in findings] == [False] * (len(findings) - 1) + [True]
    assert len(findings) > 2
    assert sum(len(finding.blocks) for finding in findings) == len(lines)


def test_only_boxes_that_fit_their_text_are_taken_as_known() -> None:
    things = (
        Thing(1, "label", "Name", box=Box(10, 10, 50, 20)),
        Thing(2, "textbox", "Notes", value="long text", box=Box(10, 40, 600, 400)),
        Thing(3, "textbox", "Empty", box=Box(10, 450, 600, 30)),
        Thing(4, "group", "All of it", box=Box(0, 0, 640, 480)),
        Thing(5, "label", "Hi", box=Box(0, 0, 640, 480)),
        *(Thing(number, "label", f"same box {number}", box=Box(5, 5, 60, 20)) for number in (6, 7, 8)),
    )
    scene = Scene(640, 480, "window", tuple(told_texts(things)), things)
    assert known_text_boxes(scene) == [Box(10, 10, 50, 20), Box(10, 40, 600, 400)]
    assert known_text_boxes(Scene(640, 480, "window", things=things)) == []


def test_an_open_dialog_is_where_to_look_first() -> None:
    button = Thing(2, "button", "OK", states=frozenset({"focused"}), box=Box(300, 300, 40, 20))
    assert focus_box(Scene(640, 480, "screen", things=(button,))) == [140, 240, 360, 140]
    dialog = Thing(1, "dialog", "Error", box=Box(200, 200, 200, 150))
    assert focus_box(Scene(640, 480, "screen", things=(dialog, button))) == [200, 200, 200, 150]
    assert focus_box(Scene(640, 480, "screen")) is None


class Mapped:
    """A session of onnxruntime that finds what it is told."""

    def __init__(self, chance: np.ndarray) -> None:
        self._chance = chance

    def run(self, *_: object) -> list[np.ndarray]:
        return [self._chance[None, None]]


def test_a_faint_line_is_found_and_a_speck_is_none() -> None:
    """Small letters with gaps between their words have little under half of their box; what is no text, a quarter."""
    chance = np.zeros((64, 416), np.float32)
    chance[20:29, 40:392] = 0.32
    chance[20:29, 40:392:4] = 0.95
    chance[50:54, 10:20] = 0.2
    chance[51:53, 12:18] = 0.32
    detector = Detector.__new__(Detector)
    detector._session, detector._input = Mapped(chance), "x"
    (spot,) = detector.find(np.zeros((64, 416, 3), np.uint8))
    assert 0.4 < spot.score < 0.5
    assert spot.box.contains(Box(40, 20, 352, 9))


def test_what_is_as_faint_as_a_small_line_but_no_longer_than_high_is_no_text() -> None:
    """A picture on a button: told as a letter, it would be a word that nobody wrote."""
    chance = np.zeros((64, 416), np.float32)
    for x, faint in ((40, 0.38), (120, 0.62)):
        chance[20:30, x : x + 12] = faint
        chance[20:30, x : x + 12 : 4] = 0.95
    detector = Detector.__new__(Detector)
    detector._session, detector._input = Mapped(chance), "x"
    (spot,) = detector.find(np.zeros((64, 416, 3), np.uint8))
    assert spot.score > 0.5
    assert spot.box.contains(Box(120, 20, 11, 9)), "and a letter is one"

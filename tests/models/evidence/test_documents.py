"""Headings of documents, from pixels alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant import errors
from assistant.cancel import Token
from assistant.host import LocalWorker
from assistant.types import Box, Capture, Scene, TextBlock, Thing, WindowInfo
from models.evidence.documents.headings import FIRST_ID, LEAST_LINES, HeadingGatherer, PageLayout, headings
from models.evidence.documents.net import LayoutNet, Region
from models.evidence.panels import PanelsGatherer
from models.store import Store

FOLDER = Store().root / "page-layout"
BOLD, PLAIN = "DejaVuSans-Bold.ttf", "DejaVuSans.ttf"
WORDS = (
    "The boats are counted in the morning and again when the lamps are lit. Those that come later are written down on "
    "the next page, with the hour and the name of the pilot. "
)


def page(size: int = 15, *, width: int = 800, height: int = 1100) -> tuple[np.ndarray, list[Box], list[TextBlock]]:
    """A report with four bold headings: pixels, the boxes of the headings, and all lines as OCR would give them."""
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    plain, bold = ImageFont.truetype(PLAIN, size), ImageFont.truetype(BOLD, round(size * 1.2))
    y, heads, lines = 3 * size, [], []
    for title in ("Of boats and lamps", "How they are counted", "What the pilots say", "Nights without a moon"):
        pen.text((4 * size, y), title, font=bold, fill="black")
        heads.append(Box(4 * size, y, round(pen.textlength(title, font=bold)), round(1.4 * size)))
        lines.append(TextBlock(title, heads[-1]))
        y += round(2.4 * size)
        words = (WORDS * 3).split()
        while words:
            line = ""
            while words and pen.textlength(f"{line} {words[0]}", font=plain) < width - 8 * size:
                line = f"{line} {words.pop(0)}".strip()
            pen.text((4 * size, y), line, font=plain, fill="black")
            lines.append(TextBlock(line, Box(4 * size, y, round(pen.textlength(line, font=plain)), round(1.2 * size))))
            y += round(1.45 * size)
        y += 2 * size
    return np.array(picture), heads, lines


def lines_of(count: int, *, x: int = 50) -> list[TextBlock]:
    return [TextBlock(f"line {n} of the text", Box(x, 40 + 30 * n, 300, 20)) for n in range(count)]


class Told:
    """A worker that answers with what it was given, and counts how often it was asked."""

    def __init__(self, *regions: Region) -> None:
        self.regions, self.asked = list(regions), 0
        self.shape: tuple[int, ...] = ()

    def call(self, method: str, pixels: np.ndarray, **_: object) -> list[Region]:
        assert method == "parts"
        self.asked += 1
        self.shape = pixels.shape
        return self.regions


def gather(worker: object, capture: Capture, blocks: list[TextBlock], things: tuple[Thing, ...] = ()) -> list[Thing]:
    scene = Scene(capture.width, capture.height, capture.source, tuple(blocks), things, window=capture.window)
    found = HeadingGatherer(worker).gather(capture, scene, Token())  # type: ignore[arg-type]
    return [thing for finding in found for thing in finding.things]


@pytest.mark.parametrize("size", [15, 22])
def test_the_headings_of_a_page_are_found_and_no_others(size: int) -> None:
    pixels, heads, lines = page(size, width=round(800 * size / 15), height=round(1100 * size / 15))
    worker = LocalWorker(PageLayout(str(FOLDER)))
    things = gather(worker, Capture(pixels, "file"), lines)
    assert [thing.name for thing in things] == [line.text for line in lines if line.box in heads]
    assert all(thing.role == "heading" and thing.source == "pixels" and thing.confidence for thing in things)


def test_parts_lie_where_they_are_in_a_picture_of_any_size() -> None:
    pixels, _, _ = page()
    twice = np.asarray(Image.fromarray(pixels).resize((1600, 2200), Image.Resampling.LANCZOS))
    layout = LayoutNet(FOLDER)
    small, large = (
        [part for part in layout.regions(one) if part.kind == "title" and part.score > 0.6] for one in (pixels, twice)
    )
    assert len(small) == len(large) == 4
    for one, other in zip(sorted(small, key=lambda p: p.box.y), sorted(large, key=lambda p: p.box.y), strict=True):
        assert all(abs(2 * a - b) <= 10 for a, b in zip(one.box.as_list(), other.box.as_list(), strict=True))


def test_a_page_without_text_has_no_parts_of_text() -> None:
    parts = LayoutNet(FOLDER).regions(np.full((600, 400, 3), 255, np.uint8))
    assert not [part for part in parts if part.kind in ("text", "title") and part.score > 0.4]


def test_only_a_title_over_running_text_is_a_heading() -> None:
    lines = lines_of(10)
    title = Region("title", lines[0].box, 0.9)
    text = Region("text", Box(40, 65, 400, 280), 0.9)
    assert [[line.text for line in those] for those, _ in headings([title, text], lines)] == [["line 0 of the text"]]
    assert headings([title], lines) == [], "a list of names, as in a form or a menu"
    assert headings([Region("title", lines[0].box, 0.5), text], lines) == [], "not sure enough"
    assert headings([Region("header", lines[0].box, 0.9), text], lines) == [], "what stands on every page"
    assert headings([Region("title", Box(40, 30, 400, 200), 0.9), text], lines) == [], "a whole paragraph"


def test_a_heading_of_two_lines_is_one_and_a_number_is_none() -> None:
    lines = [*lines_of(9), TextBlock("41", Box(50, 400, 30, 20))]
    text = Region("text", Box(40, 95, 400, 290), 0.9)
    both = Region("title", Box(40, 30, 400, 65), 0.8)
    again = Region("title", lines[1].box, 0.7)
    number = Region("title", lines[9].box, 0.9)
    assert [[line.text for line in those] for those, _ in headings([both, again, number, text], lines)] == [
        ["line 0 of the text", "line 1 of the text"]
    ]


def test_headings_come_in_the_order_of_the_text() -> None:
    lines = lines_of(12)
    text = Region("text", Box(40, 30, 400, 400), 0.9)
    found = headings([Region("title", lines[7].box, 0.95), text, Region("title", lines[2].box, 0.7)], lines)
    assert [those[0].text for those, _ in found] == ["line 2 of the text", "line 7 of the text"]


def test_few_lines_are_no_page_and_nobody_is_asked() -> None:
    worker = Told()
    gather(worker, Capture(np.zeros((400, 400, 3), np.uint8), "file"), lines_of(LEAST_LINES - 1))
    assert worker.asked == 0


def test_where_the_program_tells_of_itself_nobody_is_asked() -> None:
    window = WindowInfo(1, "Letter", "writer", 1, Box(0, 0, 400, 600))
    capture = Capture(np.zeros((600, 400, 3), np.uint8), "window", window=window)
    things = tuple(
        Thing(n, role, "a name", box=Box(10, 10 * n, 100, 9)) for n, role in enumerate(("button", "heading", "text"), 1)
    )
    worker = Told()
    gather(worker, capture, lines_of(12), things)
    assert worker.asked == 0
    gather(worker, capture, lines_of(12))
    assert worker.asked == 1


def test_in_a_window_places_are_those_of_the_whole_picture() -> None:
    window = WindowInfo(1, "Letter", "viewer", 1, Box(200, 100, 500, 460))
    lines = [TextBlock(one.text, one.box.moved(200, 100)) for one in lines_of(12)]
    worker = Told(Region("title", lines_of(1)[0].box, 0.9), Region("text", Box(40, 65, 400, 360), 0.9))
    found = gather(worker, Capture(np.zeros((700, 900, 3), np.uint8), "screen", window=window), lines)
    assert worker.shape == (460, 500, 3)
    assert [(thing.id, thing.name, thing.box) for thing in found] == [(FIRST_ID, "line 0 of the text", lines[0].box)]


def test_a_missing_or_damaged_model_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(errors.ModelMissing, match="hearsight models install page-layout"):
        PageLayout(str(tmp_path)).warm(token=Token())
    (tmp_path / "layout_cdla.onnx").write_bytes(b"not a network")
    with pytest.raises(errors.ModelBroken):
        PageLayout(str(tmp_path)).warm(token=Token())
    capture = Capture(np.zeros((600, 400, 3), np.uint8), "file")
    scene = Scene(400, 600, "file", tuple(lines_of(12)))
    (finding,) = HeadingGatherer(LocalWorker(PageLayout(str(tmp_path)))).gather(capture, scene, Token())
    assert "models verify" in finding.trouble
    assert not finding.things


def test_a_picture_beyond_bounds_is_not_looked_at() -> None:
    layout = PageLayout("nowhere")
    assert layout.parts(np.zeros((1, 16_001, 3), np.uint8), token=Token()) == []


def test_the_first_call_on_a_slow_machine_is_waited_for_as_long_as_for_other_eyes() -> None:
    layout = Told()
    assert HeadingGatherer(layout).budget_s >= PanelsGatherer(layout).budget_s  # type: ignore[arg-type]

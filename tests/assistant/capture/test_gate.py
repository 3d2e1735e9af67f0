"""The gate: nothing is told apart from little."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.capture.gate import Gate, Refusal, colour_name
from assistant.types import Box, Capture, WindowInfo

if TYPE_CHECKING:
    from assistant.types import Pixels

W, H = 1920, 1080


def flat(colour: int | tuple[int, int, int], size: tuple[int, int] = (W, H)) -> Pixels:
    return np.ascontiguousarray(np.broadcast_to(np.asarray(colour, np.uint8), (size[1], size[0], 3)))


def drawn(
    colour: int | tuple[int, int, int] = 255, size: tuple[int, int] = (W, H)
) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.fromarray(flat(colour, size))
    return picture, ImageDraw.Draw(picture)


def check(
    pixels: Pixels, source: str = "window", previous: Pixels | None = None, language: str = "en"
) -> Refusal | None:
    before = None if previous is None else Capture(previous, source)
    return Gate().check(Capture(pixels, source), before, language=language)


def why(*args: object, **kw: object) -> str | None:
    refusal = check(*args, **kw)  # type: ignore[arg-type]
    return refusal.why if refusal else None


# -- black and blank --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("colour", [0, 10, (0, 0, 16)])
def test_a_black_screen_is_refused_and_says_why_that_may_be(colour: int) -> None:
    refusal = check(flat(colour), "screen")
    assert refusal is not None
    assert refusal.why == "black"
    assert "curtain" in refusal.sentence


@pytest.mark.parametrize(
    ("colour", "english", "chinese"),
    [((255, 255, 255), "white", "白色"), ((0, 0, 139), "dark blue", "深蓝色"), ((245, 20, 25), "red", "红色")],
)
def test_one_flat_colour_is_named(colour: tuple[int, int, int], english: str, chinese: str) -> None:
    for language, name in (("en", english), ("zh", chinese), ("fr", english)):
        refusal = check(flat(colour), language=language)
        assert refusal is not None
        assert refusal.why == "blank"
        assert name in refusal.sentence


def test_noise_of_a_jpeg_or_a_covered_lens_is_still_nothing() -> None:
    rng = np.random.default_rng(1)
    assert why(rng.integers(252, 256, (H, W, 3), dtype=np.uint8), "file") == "blank"
    assert why(rng.integers(0, 30, (480, 640, 3), dtype=np.uint8), "camera") == "black"
    assert why(rng.integers(0, 30, (480, 640, 3), dtype=np.uint8), "file") is None


def test_a_dead_pixel_is_not_content_but_a_dot_in_a_tiny_icon_is() -> None:
    large, small = flat(0), flat(0, (16, 16))
    large[500, 700] = small[8, 8] = 255
    assert why(large) == "black"
    assert why(small) is None


@pytest.mark.parametrize("size", [(1, 1), (1, 700), (700, 1), (3, 5)])
def test_tiny_pictures_are_looked_at_like_others(size: tuple[int, int]) -> None:
    assert why(flat(255, size), "file") == "blank"
    two = flat(255, size)
    two[0, 0] = 0
    assert why(two, "file") == (None if size != (1, 1) else "black")


def test_a_dark_terminal_with_little_text_is_described() -> None:
    picture, pen = drawn(0)
    pen.text((4, 4), "$ _", fill=(150, 150, 150), font=ImageFont.load_default(12))
    assert why(np.asarray(picture)) is None


def test_grey_text_on_nearly_the_same_grey_is_described() -> None:
    for grey in (14, 18, 230):
        picture, pen = drawn(grey)
        pen.text((900, 500), "ok", fill=(grey + 16,) * 3, font=ImageFont.load_default(11))
        assert why(np.asarray(picture)) is None, grey


def test_one_small_line_of_text_on_a_white_page_is_described() -> None:
    picture, pen = drawn()
    pen.text((1700, 1050), "page 3", fill=(0, 0, 0), font=ImageFont.load_default(10))
    assert why(np.asarray(picture)) is None


@pytest.mark.parametrize("line", [(0, 541, W, 541), (1003, 0, 1003, H), (5, 5, 900, 1070), (803, 77, 803, 90)])
def test_a_thin_line_is_described(line: tuple[int, int, int, int]) -> None:
    picture, pen = drawn()
    pen.line(line, fill=(0, 0, 0), width=1)
    assert why(np.asarray(picture)) is None


def test_a_soft_gradient_is_described() -> None:
    ramp = np.linspace(100, 140, W).astype(np.uint8)
    assert why(np.ascontiguousarray(np.broadcast_to(ramp[None, :, None], (H, W, 3)))) is None


# -- unchanged --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page() -> Image.Image:
    picture, pen = drawn(240)
    for row in range(20):
        pen.text((40, 60 + 40 * row), f"Line {row}: some words to read, 12 of {row}", fill=(0, 0, 0))
    return picture


def changed(page: Image.Image, box: tuple[int, int, int, int], colour: int = 0) -> Pixels:
    """The page with a filled rectangle (left, top, right and bottom within)."""
    other = page.copy()
    ImageDraw.Draw(other).rectangle(box, fill=(colour,) * 3)
    return np.asarray(other)


def test_the_same_again_is_unchanged(page: Image.Image) -> None:
    for source in ("window", "screen", "file", "clipboard"):
        assert why(np.array(page), source, np.array(page)) == "unchanged"
    refusal = check(np.array(page), previous=np.array(page), language="zh")
    assert refusal is not None
    assert "没有变化" in refusal.sentence


@pytest.mark.parametrize("box", [(500, 300, 501, 318), (500, 300, 500, 313), (700, 640, 707, 655)])
def test_a_blinking_cursor_is_no_change(page: Image.Image, box: tuple[int, int, int, int]) -> None:
    assert why(changed(page, box), "window", np.asarray(page)) == "unchanged"
    assert why(np.asarray(page), "window", changed(page, box)) == "unchanged"


def test_a_cursor_that_moved_is_a_change(page: Image.Image) -> None:
    here, there = changed(page, (500, 300, 501, 318)), changed(page, (700, 300, 701, 318))
    assert why(here, "window", there) is None


def test_a_clock_in_the_panel_is_no_change_but_one_in_a_window_is(page: Image.Image) -> None:
    def at(text: str, top: int) -> Pixels:
        other = page.copy()
        ImageDraw.Draw(other).text((1800, top), text, fill=(0, 0, 0), font=ImageFont.load_default(18))
        return np.asarray(other)

    assert why(at("12:59", 1055), "screen", at("13:00", 1055)) == "unchanged"
    assert why(at("12:59", 6), "monitor:1", at("13:00", 6)) == "unchanged"
    assert why(at("12:59", 6), "window", at("13:00", 6)) is None
    assert why(at("12:59", 500), "screen", at("13:00", 500)) is None


def test_a_ticked_checkbox_or_one_other_letter_is_a_change(page: Image.Image) -> None:
    ticked = page.copy()
    ImageDraw.Draw(ticked).line([(900, 306), (904, 311), (912, 301)], fill=(0, 0, 0), width=2)
    lettered, tall = page.copy(), page.copy()
    ImageDraw.Draw(lettered).text((900, 300), "x", fill=(0, 0, 0))
    ImageDraw.Draw(tall).text((900, 300), "f", fill=(0, 0, 0), font=ImageFont.load_default(20))
    filled = changed(page, (900, 300, 913, 313), 90)  # a checkbox that is filled when checked
    for other in (np.asarray(ticked), np.asarray(lettered), np.asarray(tall), filled):
        assert why(other, "window", np.asarray(page)) is None


def test_scaled_cursors_are_measured_in_logical_pixels(page: Image.Image) -> None:
    new, old = changed(page, (500, 300, 506, 380)), np.asarray(page)
    assert Gate().check(Capture(new, "window", scale=1.0), Capture(old, "window")) is None
    refusal = Gate().check(Capture(new, "window", scale=2.0), Capture(old, "window"))
    assert refusal is not None


def test_another_place_size_source_or_window_is_a_change(page: Image.Image) -> None:
    pixels = np.array(page)
    window = WindowInfo(1, "a", "app", 1, Box(0, 0, W, H))
    old = Capture(pixels, "window", window=window)
    others = [
        Capture(pixels, "window", origin=(5, 0), window=window),
        Capture(pixels[:-1], "window", window=window),
        Capture(pixels, "screen", window=window),
        Capture(pixels, "window", window=WindowInfo(2, "a", "app", 1, window.frame)),
        Capture(pixels, "window", window=WindowInfo(1, "b", "app", 1, window.frame)),
    ]
    assert Gate().check(old, old) is not None
    assert [Gate().check(other, old) for other in others] == [None] * len(others)


def test_a_black_screen_twice_is_black_not_unchanged() -> None:
    assert why(flat(0), "screen", flat(0)) == "black"


def test_the_gate_costs_less_than_copying_the_picture_some_times(page: Image.Image) -> None:
    """Compared with the picture's own copies, so that a slow machine does not fail."""
    same, other = np.array(page), np.array(page)
    rows = []
    for pixels, previous in ((same, other), (flat(255), None), (changed(page, (0, 0, 900, 900)), other)):
        rows.append(min(_seconds(lambda p=pixels, q=previous: check(p, "window", q)) for _ in range(5)))
    copy = min(_seconds(same.copy) for _ in range(5))
    assert max(rows) < 25 * copy, [round(row / copy, 1) for row in rows]


def _seconds(work: object) -> float:
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - started


def test_colours_have_everyday_names() -> None:
    assert [colour_name(c) for c in ((250, 250, 250), (0, 0, 255), (0, 128, 0), (255, 165, 0), (30, 30, 30))] == [
        "white", "blue", "green", "orange", "black",
    ]  # fmt: skip

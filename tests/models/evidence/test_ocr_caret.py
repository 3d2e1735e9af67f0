"""The text cursor is taken out of a line before it is read; bars and rules stay."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant.types import Box
from models.evidence.ocr_caret import without_caret
from models.evidence.ocr_nets import Spot
from tests.models.evidence.stage import font

INKS = [((0, 0, 0), (255, 255, 255)), ((240, 240, 240), (40, 40, 40))]


def drawn(text: str, ink: tuple[int, ...], ground: tuple[int, ...], size: int = 16) -> np.ndarray:
    """(h, w, 3) a line of text, 6 pixels from the left."""
    picture = Image.new("RGB", (260, 2 * size), ground)
    ImageDraw.Draw(picture).text((6, size // 2), text, font=font(size), fill=ink)
    return np.array(picture)


def spot_of(pixels: np.ndarray) -> Spot:
    height, width = pixels.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    return Spot(corners, Box(0, 0, width, height), 1.0)


@pytest.mark.parametrize(("ink", "ground"), INKS)
@pytest.mark.parametrize("wide", [1, 2])
def test_a_cursor_before_a_letter_is_taken_out(ink: tuple[int, ...], ground: tuple[int, ...], wide: int) -> None:
    plain = drawn("Grey gulls sleep", ink, ground)
    inked = np.flatnonzero((np.abs(plain.astype(int) - ground) > 60).any(axis=(0, 2)))
    seen = plain.copy()
    seen[5:29, inked[0] - wide : inked[0]] = ink
    assert (without_caret(seen, spot_of(seen)) == plain).mean() > 0.999
    assert (seen[5:29, inked[0] - 1] == ink).all(), "the picture itself is left as it was"


def test_under_the_frame_of_its_field_it_is_found_as_well() -> None:
    plain = drawn("Grey gulls sleep", *INKS[0])
    inked = np.flatnonzero((plain < 195).any(axis=(0, 2)))
    plain[4], plain[4:, 0] = 120, 120
    seen = plain.copy()
    seen[5:29, inked[0] - 1] = 0
    assert (without_caret(seen, spot_of(seen)) == plain).mean() > 0.999


@pytest.mark.parametrize("text", ["Ill will", "jolly (old) dog", "[1] left | right", "all | fjord | j", "a || b"])
def test_letters_and_bars_are_left(text: str) -> None:
    for size in (13, 16, 24):
        pixels = drawn(text, *INKS[0], size=size)
        assert without_caret(pixels, spot_of(pixels)) is pixels


def test_a_rule_between_columns_is_left() -> None:
    pixels = drawn("Grey gulls sleep", *INKS[0])
    inked = np.flatnonzero((pixels < 195).any(axis=(0, 2)))
    pixels[:, inked[0] - 2] = 0
    assert without_caret(pixels, spot_of(pixels)) is pixels


def test_a_cursor_alone_is_left() -> None:
    pixels = drawn("", *INKS[0])
    pixels[5:29, 20] = 0
    assert without_caret(pixels, spot_of(pixels)) is pixels

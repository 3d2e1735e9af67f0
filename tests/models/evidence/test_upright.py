"""A picture of text is read whichever way it lies; one that gives no answer stays as it is."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant import errors
from assistant.cancel import Cancelled, Token
from assistant.host import LocalWorker
from assistant.types import Box, Capture
from models.evidence.layout import reading_order
from models.evidence.ocr import Reader
from models.evidence.upright import Posture, Upright, as_given, before_turning, turned
from tests.models.evidence.stage import font, text_page


def page(*, chinese: bool = False, dark: bool = False) -> np.ndarray:
    if chinese:
        picture = Image.new("RGB", (900, 400), "white")
        pen = ImageDraw.Draw(picture)
        for number, text in enumerate(
            ("请输入您的用户名和密码，然后点击登录按钮", "系统更新需要重新启动计算机，请先保存工作")
        ):
            pen.text((60, 60 + 90 * number), text, font=font(30, chinese=True), fill="black")
        return np.array(picture)
    pixels, _ = text_page(900, 420)
    return 255 - pixels if dark else pixels


@pytest.fixture
def upright(reader: Reader) -> Upright:
    return Upright(LocalWorker(reader))


def shown(upright: Upright, pixels: np.ndarray, source: str = "file") -> np.ndarray:
    return upright(Capture(pixels, source), Token()).pixels


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("kind", ["english", "chinese", "dark"])
def test_a_page_is_turned_upright_from_each_side(kind: str, quarters: int, upright: Upright) -> None:
    pixels = page(chinese=kind == "chinese", dark=kind == "dark")
    assert (shown(upright, np.rot90(pixels, quarters)) == pixels).all()


@pytest.mark.parametrize("angle", [-6.0, -2.0, 3.0, 9.0])
def test_a_page_askew_is_straightened_and_read_in_order(angle: float, upright: Upright, reader: Reader) -> None:
    pixels, lines = text_page(1000, 500)
    askew = np.asarray(Image.fromarray(pixels).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor="white"))
    straight = shown(upright, askew)
    blocks = [block for batch in reader.read(straight, photo=True, token=Token()) for block in batch]
    assert [block.text for block in reading_order(blocks)] == lines


def test_what_is_on_this_desktop_is_never_turned(upright: Upright) -> None:
    pixels = np.ascontiguousarray(np.rot90(page(), 2))
    assert shown(upright, pixels, "window") is pixels


@pytest.mark.parametrize("what", ["noise", "blank", "tiny", "one sign"])
def test_a_picture_without_lines_of_text_stays_as_it_is(what: str, upright: Upright) -> None:
    pixels = np.full((300, 400, 3), 255, np.uint8)
    if what == "noise":
        pixels = np.random.default_rng(4).integers(0, 255, (300, 400, 3), np.uint8)
    elif what == "tiny":
        pixels = pixels[:20, :30]
    elif what == "one sign":
        picture = Image.fromarray(pixels)
        ImageDraw.Draw(picture).text((150, 60), "O", font=font(120), fill="black")
        pixels = np.array(picture)
    assert shown(upright, pixels) is pixels


def test_text_written_downwards_is_no_page_on_its_side(upright: Upright) -> None:
    picture = Image.new("RGB", (240, 600), "white")
    pen = ImageDraw.Draw(picture)
    for column, text in enumerate(("今天天气很好我们去公园", "请先保存文件然后再退出")):
        for row, sign in enumerate(text):
            pen.text((150 - 70 * column, 20 + 50 * row), sign, font=font(36, chinese=True), fill="black")
    pixels = np.array(picture)
    assert shown(upright, pixels) is pixels


def test_a_missing_model_turns_nothing_and_a_cancel_ends_it(reader: Reader) -> None:
    class Missing:
        def posture(self, pixels: np.ndarray, *, token: Token) -> Posture:
            raise errors.ModelMissing("no")

    pixels = page()
    assert shown(Upright(LocalWorker(Missing())), pixels) is pixels
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        Upright(LocalWorker(reader))(Capture(pixels, "file"), token)


def test_the_border_colour_fills_what_a_straightened_page_leaves() -> None:
    pixels = np.full((100, 200, 3), (20, 40, 60), np.uint8)
    assert (turned(pixels, Posture(0, 5.0)) == (20, 40, 60)).all()
    assert turned(pixels, Posture(1)).shape == (200, 100, 3)


@pytest.mark.parametrize(
    "how", [Posture(1), Posture(2), Posture(3), Posture(0, 3.5), Posture(0, -2.0), Posture(3, 4.0)]
)
def test_a_place_in_the_turned_picture_is_found_in_the_one_before(how: Posture) -> None:
    pixels = np.zeros((300, 500, 3), np.uint8)
    pixels[38:43, 118:123] = 255  # around (120.5, 40.5)
    after = turned(pixels, how)
    rows, columns = np.nonzero(after[:, :, 0] > 128)
    place = float(columns.mean()) + 0.5, float(rows.mean()) + 0.5
    (found,) = before_turning([place], (after.shape[1], after.shape[0]), how)
    assert found == pytest.approx((120.5, 40.5), abs=1.5)


@pytest.mark.parametrize("how", [Posture(1), Posture(2), Posture(3), Posture(0, 4.0), Posture(3, -2.5), Posture()])
def test_a_box_is_told_in_the_picture_that_was_given(how: Posture, upright: Upright) -> None:
    pixels = np.zeros((300, 500, 3), np.uint8)
    pixels[30:50, 100:160] = 255
    capture = upright.turned(Capture(pixels, "file"), how)
    rows, columns = np.nonzero(capture.pixels[:, :, 0] > 128)
    x, y = int(columns.min()), int(rows.min())
    found = as_given(Box(x, y, int(columns.max()) + 1 - x, int(rows.max()) + 1 - y), capture)
    if how.askew_deg == 0:
        assert found == Box(100, 30, 60, 20)
    else:
        assert found.contains(Box(100, 30, 60, 20), slack=1)
        assert Box(90, 20, 80, 40).contains(found)
    assert as_given(Box(0, 0, capture.width, capture.height), capture) == Box(0, 0, 500, 300)

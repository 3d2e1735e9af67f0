"""What codes say is told as text: links are not opened, secrets not told, products called by their names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from assistant.cancel import Token
from assistant.errors import UnusableInput, Usage
from assistant.host import LocalWorker
from assistant.products import Products
from assistant.types import Box, Capture, Scene
from models.photo.codes import Code, CodeReader, CodesGatherer, told

if TYPE_CHECKING:
    from assistant.types import Pixels

CAT = Path(__file__).parents[2] / "data" / "photos" / "chelsea.jpg"
LINK = "https://example.org/menu?table=7"


def said(text: str, *, product: bool = False, language: str = "en") -> str:
    return told(Code(text, Box(0, 0, 9, 9), product), language, {"4006381333931": "yellow marker"})


def with_code(text: str) -> Pixels:
    """A photograph of a cat, and a sticker on it."""
    photo = np.asarray(Image.open(CAT).convert("RGB")).copy()
    code = cv2.QRCodeEncoder.create().encode(text)
    sticker = np.pad(np.kron(code, np.ones((4, 4), np.uint8)), 16, constant_values=255)
    photo[40 : 40 + sticker.shape[0], 100 : 100 + sticker.shape[1]] = sticker[..., None]
    return photo


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (LINK, "QR code: a link to example.org, not opened"),
        ("HTTP://Example.ORG", "QR code: a link to example.org, not opened"),
        ("https://bank.example@evil.test/bank.example", "QR code: a link to evil.test, not opened"),
        ("https://b\u0430nk.example/", "QR code: a link to xn--bnk-6cd.example, not opened"),
        ("javascript:alert(1)", "QR code: javascript:alert(1)"),
        ("Gate 7,\nrow\x07 12", "QR code: Gate 7, row 12"),
        ("WIFI:T:WPA;S:Home\\;net;P:hunter2;;", "QR code: for the Wi-Fi network Home;net"),
        ("WIFI:P:hunter2;S:Home;T:WPA;;", "QR code: for the Wi-Fi network Home"),
        ("otpauth://totp/me?secret=JBSW", "QR code: a secret for signing in or paying, not told"),
        ("BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nEND:VCARD", "QR code: the contact Ada Lovelace"),
        ("x" * 900, "QR code: " + "x" * 200),
    ],
)
def test_a_code_is_told_by_what_matters_of_it(text: str, heard: str) -> None:
    assert said(text) == heard


def test_a_product_is_called_as_the_person_taught() -> None:
    assert said("4006381333931", product=True) == "yellow marker, by its bar code 4006381333931"
    assert said("96385074", product=True, language="de") == "Strichcode 96385074"


def test_a_code_in_a_photograph_is_read_where_it_is() -> None:
    (code,) = CodeReader().read(with_code(LINK), token=Token())
    assert code.text == LINK and not code.product
    assert Box(90, 30, 180, 180).contains(code.box)
    assert CodeReader().read(np.asarray(Image.open(CAT).convert("RGB")), token=Token()) == []


@pytest.mark.parametrize(
    ("kind", "text", "read"),
    [
        ("EAN13", "4006381333931", "4006381333931"),
        ("EAN8", "96385074", "96385074"),
        ("UPCA", "036000291452", "0036000291452"),
        ("QRCode", "123456789012", "123456789012"),
    ],
)
def test_a_code_is_read_askew_and_only_stripes_are_a_product(kind: str, text: str, read: str) -> None:
    drawn = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind)).to_image(scale=4)
    askew = Image.fromarray(np.pad(np.array(drawn), 40, constant_values=255)).rotate(20, expand=True, fillcolor=255)
    (code,) = CodeReader().read(np.asarray(askew.convert("RGB")), token=Token())
    assert (code.text, code.product) == (read, kind != "QRCode")


def test_a_code_as_printed_in_america_is_found_in_the_table(tmp_path: Path) -> None:
    table = Products(tmp_path / "products.json")
    table.add("0 36000 29145 2", "tissues")
    assert told(Code("0036000291452", Box(0, 0, 9, 9), True), "en", table.all()).startswith("tissues")


@pytest.mark.parametrize(("source", "texts"), [("file", ["二维码：指向 example.org 的链接，没有打开"]), ("screen", [])])
def test_it_is_among_the_texts_of_a_picture_but_not_of_the_screen(source: str, texts: list[str]) -> None:
    pixels = with_code(LINK)
    gatherer = CodesGatherer(LocalWorker(CodeReader()), lambda: "en", dict).worded_in("zh")
    scene = Scene(pixels.shape[1], pixels.shape[0], source)
    found = list(gatherer.gather(Capture(pixels, source), scene, Token()))
    assert [block.text for one in found for block in one.blocks] == texts


def test_products_are_taught_listed_and_forgotten(tmp_path: Path) -> None:
    table = Products(tmp_path / "new" / "products.json")
    assert table.all() == {}
    table.add("4006381 333931", " yellow  marker ")
    assert Products(table.path).all() == {"4006381333931": "yellow marker"}
    assert table.forget("4006381333931") == "yellow marker"
    with pytest.raises(Usage, match="not in the table"):
        table.forget("4006381333931")
    for code, name in (("12", "x"), ("abcdefgh", "x"), ("4006381333931", " ")):
        with pytest.raises(Usage):
            table.add(code, name)
    table.path.write_text("[]")
    with pytest.raises(UnusableInput):
        table.add("4006381333931", "x")
    assert table.path.read_text() == "[]"

"""Bar codes and QR codes in a picture: read, told as text that is there, and never acted on.

What a code says was written by whoever printed it. Of a link the host is told, as the browser would understand it (no
name before an "@", no letters that look like others); it is not opened. What is a password for a network or a secret
for signing in is not told at all.

zxing-cpp (Apache-2.0) reads them, however they lie.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant import errors
from assistant.types import Box, Finding, TextBlock
from models.photo.words import photo_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.cancel import Token
    from assistant.ports import Worker
    from assistant.types import Capture, Pixels, Scene

log = logging.getLogger(__name__)

PICTURES = ("file", "clipboard", "camera")
"""Sources that are looked at: a code on the screen of this computer may be one for signing in."""
LONGEST_SIDE = 2_400
"""Pixels; larger pictures are looked at smaller."""
LONGEST = 200
"""Characters that are told of a text."""
MOST = 8
"""Codes of one picture."""
PRODUCTS = ("EAN8", "EAN13", "UPC")
QR = ("QR", "MICROQR")
"""Only kinds with a check of their own, and with something to say to a person: others are found in stripes that are no
code, or hold what only a machine understands."""
LINKS = ("http", "https")
SECRET = re.compile(r"(?:otpauth(?:-migration)?|fido|bitcoin|ethereum):|.{0,8}private key", re.IGNORECASE)
"""What signs in, or pays."""
WIFI = re.compile(r"WIFI:.*?\bS:(?P<name>(?:\\.|[^;\\])*);", re.DOTALL)
CONTACT = re.compile(r"(?:BEGIN:VCARD.*?^FN[^:\n]*:|MECARD:N:)(?P<name>[^;\r\n]*)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Code:
    """One code. `product`: a bar code of lines, whose `text` is a number."""

    text: str
    box: Box
    product: bool


class CodeReader:
    """Lives in the host process."""

    def warm(self, *, token: Token) -> None:
        """Import what reads, and read nothing."""
        import numpy as np

        self.read(np.zeros((40, 40, 3), np.uint8), token=token)

    def read(self, pixels: Pixels, *, token: Token) -> list[Code]:
        """The codes in a picture, (h, w, 3) uint8 RGB, from the top. Raises `Cancelled`."""
        import cv2
        import numpy as np

        token.check()
        height, width = pixels.shape[:2]
        scale = min(1.0, LONGEST_SIDE / max(height, width))
        small = np.ascontiguousarray(pixels)
        if scale < 1:
            size = max(1, round(width * scale)), max(1, round(height * scale))
            small = cv2.resize(small, size, interpolation=cv2.INTER_AREA)
        found = _read(small)
        codes = [Code(text, _box(np.asarray(corners) / scale), product) for text, corners, product in found if text]
        return sorted(codes, key=lambda one: (one.box.y, one.box.x))[:MOST]


def _read(pixels: Pixels) -> Iterator[tuple[str, Any, bool]]:
    import zxingcpp

    for one in zxingcpp.read_barcodes(pixels):
        kind = re.sub(r"[^A-Z0-9]", "", str(one.format).upper().rpartition(".")[2])
        if one.valid and kind.startswith((*PRODUCTS, *QR)):
            place = one.position
            corners = [(at.x, at.y) for at in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)]
            yield one.text, corners, kind.startswith(PRODUCTS)


def _box(corners: Any) -> Box:
    left, top = (round(float(side)) for side in corners.min(0))
    right, bottom = (round(float(side)) for side in corners.max(0))
    return Box(left, top, max(1, right - left), max(1, bottom - top))


def told(code: Code, language: str, products: Mapping[str, str]) -> str:
    """What is said of it: the name that the person taught, the host of a link, a text; of secrets only that they
    are."""
    words = photo_words(language).codes
    if code.product:
        name = products.get(code.text)
        return words["taught" if name else "product"].format(name=name, text=code.text)
    text = " ".join("".join(char if char.isprintable() else " " for char in code.text).split())
    if SECRET.match(text):
        return words["secret"]
    if (match := WIFI.match(code.text)) is not None:
        return words["wifi"].format(name=re.sub(r"\\(.)", r"\1", match["name"])[:LONGEST])
    if (match := CONTACT.match(code.text)) is not None:
        return words["contact"].format(name=match["name"].strip()[:LONGEST])
    if (host := _host(text)) is not None:
        return words["link"].format(host=host)
    return words["text"].format(text=text[:LONGEST])


def _host(text: str) -> str | None:
    """Of a link, in letters that can't be mistaken for others ("xn--..."); None of anything else."""
    try:
        parts = urlsplit(text)
        if parts.scheme.casefold() not in LINKS or not parts.hostname:
            return None
        return parts.hostname.encode("idna").decode("ascii")
    except (UnicodeError, ValueError):
        return None


class CodesGatherer:
    """`ports.Worded`, a late one: what codes say, among the texts of a picture."""

    name = "codes"

    def __init__(
        self,
        worker: Worker,
        language: Callable[[], str],
        products: Callable[[], Mapping[str, str]],
        *,
        budget_s: float = 30.0,
    ) -> None:
        """`worker` holds a `CodeReader`; `products` (bar code -> name) is asked anew each time, and so is `language`,
        for looks of which nobody says in what language they are told."""
        self._worker = worker
        self._language = language
        self._products = products
        self.budget_s = budget_s

    def worded_in(self, language: str) -> CodesGatherer:
        """`ports.Worded`."""
        return CodesGatherer(self._worker, lambda: language, self._products, budget_s=self.budget_s)

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        if capture.source not in PICTURES:
            return
        try:
            codes: list[Code] = self._worker.call("read", capture.pixels, token=token, timeout_s=self.budget_s)
        except errors.HearsightError as error:
            log.warning("no codes: %s", error.detail)
            yield Finding(self.name, trouble=error.spoken)
            return
        if codes:
            language, products = self._language(), self._products()
            yield Finding(self.name, blocks=tuple(TextBlock(told(one, language, products), one.box) for one in codes))

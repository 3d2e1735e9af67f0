"""The evidence drawn into the picture, for a sighted helper: a numbered box for everything that was told, in spoken
order, its colour saying where it comes from, and the sentences below.

What is secret is masked here, too: password fields, and whatever was read beside a label that names a secret.
"""

from __future__ import annotations

import contextlib
import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UnusableInput, Usage
from assistant.masking import masked
from assistant.phrases import say_in
from assistant.types import Box
from assistant.whole_file import whole_file

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

    from assistant.types import Evidence, EvidenceKind, Language, Pixels

    Font = FreeTypeFont | ImageFont

COLOURS: dict[str, tuple[int, int, int]] = {
    "tree": (0, 114, 178),
    "ocr": (213, 94, 0),
    "pixels": (0, 158, 115),
    "object": (204, 121, 167),
    "model": (145, 30, 180),
    "window": (90, 90, 90),
    "clock": (90, 90, 90),
    "file": (90, 90, 90),
}
"""By kind of evidence. The first four are of the palette by Okabe and Ito, which the colour-blind can tell apart; the
legend names each kind besides."""
NARROWEST, WIDEST = 640, 4096
"""Pixels: a smaller picture gets a wider canvas, and is enlarged below `SMALL`; a larger one is made smaller."""
SMALL = 480
SMALLEST_FONT, LARGEST_FONT = 15, 44
SMALLEST_NUMBER = 12
MOST_LINES = 120
"""Entries of the legend; the rest is counted."""
FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "arial.ttf", "Arial.ttf")
CJK_FONTS = (
    "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "wqy-zenhei.ttc", "wqy-microhei.ttc", "DroidSansFallback.ttf",
    "msyh.ttc", "simhei.ttf", "PingFang.ttc", "Hiragino Sans GB.ttc",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry of the legend: a sentence, and what backs it."""

    text: str
    evidence: tuple[Evidence, ...]


def check(path: Path, file: str | None) -> None:
    """Raises `errors.Usage` for an overlay that would replace the picture it is of, or is no .png, and
    `errors.UnusableInput` for one that can't be written, before any work is done."""
    if path.suffix.lower() != ".png":
        raise Usage("--overlay needs the name of a .png file.")
    if file is not None and path.exists() and Path(file).exists() and path.samefile(file):
        raise Usage("--overlay can't be the picture itself: that would be lost. Give another name.")
    if path.is_dir():
        raise UnusableInput(f"{path.name} is a folder. Give the name of a file.")
    if not path.parent.is_dir():
        raise UnusableInput(f"I can't write {path.name}: there is no folder {path.parent.name}.")
    if not os.access(path.parent, os.W_OK):
        raise UnusableInput(f"I can't write {path.name}: the folder {path.parent.name} may not be written to.")


def save(picture: Image, path: Path) -> None:
    """Write all of it or nothing; readable by the owner only. Raises `errors.UnusableInput` with the reason."""
    path = path.resolve()  # a link stays a link
    try:
        with whole_file(path, ".overlay-") as file:
            picture.save(file, "PNG")
    except OSError as error:
        raise UnusableInput(f"I can't write {path.name}: {error.strerror or error}.", detail=str(path)) from error


def draw(pixels: Pixels, marks: Sequence[Mark], hidden: Sequence[Box], *, heading: str, language: Language) -> Image:
    """The picture with a numbered box for each piece of evidence, and the legend below. `pixels`: (h, w, 3) uint8."""
    from PIL import Image as Images
    from PIL import ImageDraw as Draws

    picture = Images.fromarray(masked(pixels, hidden))
    scale = _scale(picture.width, picture.height)
    if scale != 1:
        size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
        picture = picture.resize(size, Images.Resampling.NEAREST if scale > 1 else Images.Resampling.LANCZOS)
    width = max(picture.width, NARROWEST)
    font = min(LARGEST_FONT, max(SMALLEST_FONT, width // 64))
    legend = _Legend(width, font, language).drawn(heading, marks)
    canvas = Images.new("RGB", (width, picture.height + legend.height), "white")
    canvas.paste(picture, (0, 0))
    _boxes(Draws.Draw(canvas), marks, scale, (picture.width, picture.height), font)
    canvas.paste(legend, (0, picture.height))
    return canvas


def _scale(width: int, height: int) -> float:
    if max(width, height) > WIDEST:
        return WIDEST / max(width, height)
    return float(-(-SMALL // width)) if width < SMALL and height * -(-SMALL // width) <= WIDEST else 1.0


def _boxes(pen: ImageDraw, marks: Sequence[Mark], scale: float, size: tuple[int, int], font: int) -> None:
    """The largest first, so that what lies in it stays to be seen; a place that backs several sentences once."""
    places: dict[Box, tuple[EvidenceKind, list[int]]] = {}
    for number, mark in enumerate(marks, 1):
        for item in mark.evidence:
            if item.box is None:
                continue
            x, y, right, bottom = (round(v * scale) for v in (item.box.x, item.box.y, item.box.right, item.box.bottom))
            box = Box(x, y, max(1, right - x), max(1, bottom - y)).clipped(*size)
            if box is not None:
                numbers = places.setdefault(box, (item.kind, []))[1]
                if number not in numbers:
                    numbers.append(number)
    line = max(2, font // 8)
    for box, (kind, _) in sorted(places.items(), key=lambda place: -place[0].area):
        # Boxes of recognised text are tight: the line is drawn around the letters, not through them.
        for gap, colour, width in ((2 * line, "white", 1), (line, COLOURS.get(kind, (0, 0, 0)), line)):
            left, top = max(0, box.x - gap), max(0, box.y - gap)
            right, bottom = min(size[0] - 1, box.right + gap - 1), min(size[1] - 1, box.bottom + gap - 1)
            pen.rectangle((left, top, right, bottom), outline=colour, width=width)
    taken: list[Box] = []
    small = [place for place in places if 4 * place.area < size[0] * size[1]]
    for box, (kind, numbers) in places.items():
        others = [other for other in small if other is not box]
        spot = _spot(pen, ",".join(map(str, numbers)), box, COLOURS.get(kind, (0, 0, 0)), size, font, (taken, others))
        taken.append(spot)


def _spot(
    pen: ImageDraw,
    text: str,
    box: Box,
    colour: tuple[int, int, int],
    size: tuple[int, int],
    font: int,
    avoid: tuple[Sequence[Box], Sequence[Box]],
) -> Box:
    """Write the number beside the box, where it covers no other number, and no other box if there is room; where."""
    height = min(font, max(SMALLEST_NUMBER, round(0.8 * box.h)))
    letters = _font(height, cjk=False)
    w, h, gap = round(letters.getlength(text)) + height // 2, round(height * 1.2), max(2, font // 8) + 1
    spots = [
        (box.x - w - gap, box.y), (box.right + gap, box.y), (box.x, box.y - h - gap), (box.right - w, box.y - h - gap),
        (box.x, box.bottom + gap), (box.right - w, box.bottom + gap), (box.x, box.y), (box.right - w, box.y),
    ]  # fmt: skip
    fitting = [Box(x, y, w, h) for x, y in spots if 0 <= x <= size[0] - w and 0 <= y <= size[1] - h]
    reach = Box(box.x - w - gap, box.y - h - gap, box.w + 2 * (w + gap) + 1, box.h + 2 * (h + gap) + 1)
    near, beside = ([other for other in boxes if reach.overlap(other)] for boxes in avoid)
    free = [spot for spot in fitting if not any(spot.overlap(other) for other in near)]
    clear = [spot for spot in free if not any(spot.overlap(other) for other in beside)]
    spot = (clear or free or fitting or [Box(box.x, box.y, w, h)])[0]
    pen.rectangle((spot.x, spot.y, spot.right, spot.bottom), fill=colour, outline="white")
    pen.text((spot.x + w / 2, spot.y + h / 2), text, font=letters, fill="white", anchor="mm")
    return spot


class _Legend:
    """The numbers and sentences under the picture."""

    def __init__(self, width: int, font: int, language: Language) -> None:
        self._width, self._font, self._language = width, font, language
        self._step = round(font * 1.45)
        self._indent = font * 3

    def drawn(self, heading: str, marks: Sequence[Mark]) -> Image:
        from PIL import Image as Images
        from PIL import ImageDraw as Draws

        entries: list[tuple[int, str, Mark | None]] = []
        for part in heading.split("\n"):
            entries += [(0, line, None) for line in self._wrapped(part, self._width - 2 * self._font)]
        for number, entry in enumerate(marks[:MOST_LINES], 1):
            lines = self._wrapped(f"{entry.text} {self._sources(entry)}", self._width - self._indent - self._font)
            entries += [(number if at == 0 else -1, line, entry) for at, line in enumerate(lines)]
        if len(marks) > MOST_LINES:
            entries.append((0, say_in(self._language, "overlay_more", count=str(len(marks) - MOST_LINES)), None))
        image = Images.new("RGB", (self._width, self._step * len(entries) + 2 * self._font), "white")
        pen, y = Draws.Draw(image), self._font
        pen.line((0, 0, self._width, 0), fill=(160, 160, 160), width=2)
        for number, line, mark in entries:
            self._row(pen, y, number, line, mark)
            y += self._step
        return image

    def _row(self, pen: ImageDraw, y: int, number: int, line: str, mark: Mark | None) -> None:
        if mark is not None and number > 0:
            kind = mark.evidence[0].kind if mark.evidence else "window"
            pen.rectangle(
                (self._font // 2, y, self._indent - self._font // 2, y + self._step - 4), fill=COLOURS.get(kind)
            )
            middle = (self._indent / 2, y + (self._step - 4) / 2)
            pen.text(middle, str(number), font=_font(self._font, cjk=False), fill="white", anchor="mm")
        left = self._font if mark is None else self._indent
        pen.text((left, y), line, font=_font(self._font, cjk=_has_cjk(line)), fill="black")

    def _sources(self, mark: Mark) -> str:
        """Where it comes from, in words: the colour alone would tell nothing to who can't tell colours."""
        if not mark.evidence:
            return ""
        told = []
        for kind in dict.fromkeys(item.kind for item in mark.evidence):
            sure = [item.confidence for item in mark.evidence if item.kind == kind and item.confidence is not None]
            words = say_in(self._language, f"source_{kind}")
            told.append(f"{words}, {int(100 * min(sure))} %" if sure else words)
        return f"({'; '.join(told)})"

    def _wrapped(self, text: str, width: int) -> list[str]:
        """Lines that fit; between words, or between signs where a language has no spaces."""
        plain = "".join(char if char.isprintable() else " " for char in text)
        font = _font(self._font, cjk=_has_cjk(plain))
        lines: list[str] = []
        line = ""
        for piece in _pieces(plain):
            if line and font.getlength(line + piece.rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            line += piece if line or piece.strip() else ""
            while font.getlength(line) > width and len(line) > 1:
                cut = _fitting(line, font, width)
                lines.append(line[:cut])
                line = line[cut:]
        return [*lines, line.rstrip()] if line.strip() else lines


def _fitting(line: str, font: Font, width: int) -> int:
    """How many of its characters fit, at least one."""
    return max(1, bisect_right(range(len(line)), float(width), key=lambda at: font.getlength(line[:at])) - 1)


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for char in text:
        if _has_cjk(char):
            if word:
                yield word
            yield char
            word = ""
        else:
            word += char
            if char == " ":
                yield word
                word = ""
    if word:
        yield word


def _has_cjk(text: str) -> bool:
    return any("⺀" <= char <= "鿿" or "가" <= char <= "힣" or "＀" <= char <= "￯" for char in text)


@cache
def _font(size: int, *, cjk: bool) -> Font:
    """A font of the system that has the letters; the one in Pillow, which has Latin letters only, if there is none."""
    from PIL import ImageFont as Fonts

    for name in (*CJK_FONTS, *FONTS) if cjk else FONTS:
        with contextlib.suppress(OSError):
            return Fonts.truetype(name, size)
    return Fonts.load_default(size)

"""Errors in digits where lines are read at a smaller size first (32 bits), and at full size alone.

    python benchmarks/small_digits.py [--lines 250] [--seed 5] [--rn]

With `--rn`, lines of words with "rn", which a small "m" looks like; all their signs count then.

Lines with amounts, times, numbers and addresses are drawn in six fonts, 11 to 22 pixels, dark and light. Processor
seconds are those of this run: compare the two rows only. Needs the fonts DejaVu, Liberation and Noto Sans CJK.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from assistant.types import Box
from models.evidence import ocr_nets
from models.evidence.ocr_lines import PieceReader, joined, parted, spaced
from models.evidence.ocr_twice import TwiceReader

if TYPE_CHECKING:
    from assistant.types import Pixels

CHINESE = "NotoSansCJK-Regular.ttc"
FONTS = (
    "DejaVuSans.ttf", "DejaVuSansMono.ttf", "LiberationSans-Regular.ttf", "LiberationSerif-Regular.ttf", CHINESE,
    "LiberationSansNarrow-Regular.ttf",
)  # fmt: skip
RN = [
    "Farnon",
    "learn",
    "earn",
    "modern",
    "barn",
    "corner",
    "turn",
    "burn",
    "return",
    "stern",
    "internal",
    "government",
    "morning",
    "born",
    "fern",
]
SIZES = (11, 12, 13, 14, 16, 18, 20, 22)
LIGHT, DARK = ("#ffffff", "#000000"), ("#1e1e1e", "#e6e6e6")


def amount(rng: random.Random) -> str:
    kind = rng.randrange(8)
    whole = rng.choice([rng.randrange(10, 1000), rng.randrange(1000, 10**6), rng.randrange(10**6, 10**8)])
    cents = rng.randrange(100)
    usual = f"{whole:,}.{cents:02d}"
    german = usual.translate(str.maketrans(",.", ".,"))
    return [
        usual, f"-{usual}", f"{german} €", f"$ {whole}.{cents:02d}", f"-{whole % 1000}.{cents:02d} %",
        f"{whole % 1000}.{cents % 10}", f"\u2212{usual}", f"({usual})",
    ][kind]  # fmt: skip


def text(rng: random.Random) -> str:
    def some(digits: int) -> str:
        return f"{rng.randrange(10**digits):0{digits}d}"

    kinds = (
        lambda: f"Total {amount(rng)}",
        lambda: f"Balance of the account {amount(rng)}",
        lambda: f"{rng.randrange(24):02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}",
        lambda: f"Invoice {some(8)} of {1 + rng.randrange(28):02d}.{1 + rng.randrange(12):02d}.20{some(2)}",
        lambda: f"IBAN DE{some(2)} {some(4)} {some(4)} {some(4)} {some(4)} {some(2)}",
        lambda: f"Call +49 {some(3)} {some(7)}",
        lambda: f"Versicherung {amount(rng)} fällig",
        lambda: f"余额 {amount(rng)} 元",
        lambda: f"Copied {rng.randrange(1000)} of {rng.randrange(10000)} files at {rng.randrange(24)}:{some(2)}",
        lambda: f"192.168.{rng.randrange(256)}.{rng.randrange(256)}:{rng.randrange(65536)}",
        lambda: f"Order O{some(1)}0{rng.randrange(1000)}-I1{rng.randrange(100)}",
        lambda: "  ".join(amount(rng) for _ in range(3)),
    )
    return rng.choice(kinds)()


def drawn(words: str, font: str, size: int, colours: tuple[str, str]) -> Pixels:
    """A line as the recogniser gets it, (48, w, 3) uint8 RGB."""
    letters = ImageFont.truetype(CHINESE if re.search("[\u3400-\u9fff]", words) else font, size)
    left, top, right, bottom = (round(side) for side in letters.getbbox(words))
    margin = max(2, size // 4)
    picture = Image.new("RGB", (right - left + 2 * margin, bottom - top + 2 * margin), colours[0])
    ImageDraw.Draw(picture).text((margin - left, margin - top), words, font=letters, fill=colours[1])
    width, height = picture.size
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    line = ocr_nets.cut_out(np.array(picture), ocr_nets.Spot(corners, Box(0, 0, width, height), 1.0))
    assert line is not None
    return line


def read(reader: PieceReader, line: Pixels) -> str:
    pieces = parted(line)
    return joined([spaced(piece, reader.read(piece)) for piece, _ in pieces], [gap for _, gap in pieces]).text


def figures(words: str) -> str:
    """Digits, and the signs that an amount has."""
    plain = words.translate(str.maketrans("\u2212–—，：（）。", "---,:()."))
    return "".join(sign for sign in plain if sign in "0123456789.,:-+()%€$")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=250, help="how many are drawn (250)")
    parser.add_argument("--seed", type=int, default=5, help="other lines for another number (5)")
    parser.add_argument("--rn", action="store_true", help='words with "rn" instead of digits')
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    rng = random.Random(asked.seed)  # noqa: S311 - the same lines each time
    whole = ocr_nets.Recogniser(ocr_nets.model_folder() / ocr_nets.RECOGNISER)
    readers: dict[str, PieceReader] = {"full size": whole, "small first": TwiceReader(whole)}
    wrong, lines, seconds = (dict.fromkeys(readers, 0.0) for _ in range(3))
    for _ in range(asked.lines):
        words = " ".join(rng.sample(RN, 6)) if asked.rn else text(rng)
        line = drawn(words, rng.choice(FONTS), rng.choice(SIZES), DARK if rng.random() < 0.5 else LIGHT)
        for name, reader in readers.items():
            began = time.process_time()
            found = read(reader, line)
            pair = (found, words) if asked.rn else (figures(found), figures(words))
            errors = Levenshtein.distance(*pair)
            seconds[name] += time.process_time() - began
            wrong[name] += errors
            lines[name] += errors > 0
    for name in readers:
        print(
            f"{name}: {wrong[name]:.0f} signs wrong, in {lines[name]:.0f} lines of {asked.lines}, {seconds[name]:.1f} s"
        )


if __name__ == "__main__":
    main()

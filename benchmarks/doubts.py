"""Blurred and compressed pages: which words are wrong, which of them are said as uncertain, and what tesseract changes.

    python benchmarks/doubts.py [--pages 4] [--json out.json]

Pages as `benchmarks/pages.py` draws them, made smaller (0.6 or 0.75) and stored as poor JPEG. Each line is read without
a second reader and with tesseract's second look at it; a word is wrong when it stands nowhere in its true line. Needs
chromium and tesseract.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
import pages  # noqa: E402
from PIL import Image  # noqa: E402
from rapidfuzz.distance import Levenshtein  # noqa: E402

from assistant.cancel import Token  # noqa: E402
from assistant.types import TextBlock  # noqa: E402
from models.evidence.ocr import Reader  # noqa: E402
from models.evidence.ocr_second import SecondReader  # noqa: E402

DAMAGE = ((0.6, 30), (0.75, 30), (1.0, 12))
"""Scale, and JPEG quality."""


def damaged(path: Path, scale: float, quality: int) -> np.ndarray:
    picture = Image.open(path).convert("RGB")
    picture = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BILINEAR)
    data = io.BytesIO()
    picture.save(data, "jpeg", quality=quality)
    return np.array(Image.open(data).convert("RGB"))


def counted(blocks: list[TextBlock], lines: list[str]) -> dict[str, int]:
    """Characters wrong and all; words that are doubted (and wrong), and not (and wrong)."""
    count = dict.fromkeys(("characters", "edits", "doubted", "doubted_wrong", "sure", "sure_wrong"), 0)
    for block in blocks:
        true = min((" ".join(line.split()) for line in lines), key=lambda line: Levenshtein.distance(line, block.text))
        edits = Levenshtein.distance(true, block.text)
        if edits > 0.4 * len(true):
            continue  # a part of a line: it can't be told which words are meant
        count["characters"] += len(true)
        count["edits"] += edits
        words = true.split()
        for word in block.text.split():
            kind = "doubted" if any(part in word for part in block.doubtful) else "sure"
            count[kind] += 1
            count[f"{kind}_wrong"] += word not in words
    return count


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pages", type=int, default=4)
    arguments.add_argument("--json", type=Path, help="also write the figures there")
    chosen = arguments.parse_args()
    alone, settled = Reader(), Reader()
    alone._second = SecondReader("/nonexistent/tesseract")
    total: dict[str, dict[str, int]] = {"alone": {}, "settled by tesseract": {}}
    chance = random.Random(11)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        for number in range(chosen.pages):
            path, lines = pages.draw(Path(folder), number, chance)
            pixels = damaged(path, *DAMAGE[number % len(DAMAGE)])
            for name, reader in zip(total, (alone, settled), strict=True):
                blocks = [block for batch in reader.read(pixels, token=Token()) for block in batch]
                for key, value in counted(blocks, lines).items():
                    total[name][key] = total[name].get(key, 0) + value
    print("| | characters wrong | words said as uncertain | of them wrong | other words | of them wrong |")
    print("|---|---|---|---|---|---|")
    for name, n in total.items():
        print(
            f"| {name} | {n['edits'] / n['characters']:.2%} | {n['doubted']} | {n['doubted_wrong']} | "
            f"{n['sure']} | {n['sure_wrong']} |"
        )
    if chosen.json:
        chosen.json.write_text(json.dumps(total))


if __name__ == "__main__":
    main()

"""Where the facts of a built screen and a careful reading of its picture differ: for people who mend facts.

    python benchmarks/screens/check.py build/screens [--only NAME ...] [--draw FOLDER] [--below 0.75]

Each line is read by tesseract, alone and enlarged; the page is read as a whole for text that the facts don't have. A
difference is a hint, not a proof: look at the picture before you change the facts. `--draw` writes the pictures with
the facts' boxes on them. Exit code 1 when a screen has lines that read quite otherwise, or boxes outside its picture.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw
from rapidfuzz.distance import Levenshtein

LARGE = 3
"""How many times a line is enlarged, at most: letters of 40 pixels are read best."""
SURE = 85.0
"""tesseract's confidence from which a word that the facts don't have is told."""


def tesseract(image: Image.Image, *options: str) -> str:
    data = io.BytesIO()
    image.save(data, "PNG")
    return subprocess.run(
        ["tesseract", "-", "-", "-l", "eng+chi_sim", *options], input=data.getvalue(), capture_output=True, check=True,
        timeout=300, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    ).stdout.decode()  # fmt: skip


def enlarged(image: Image.Image, height: int) -> Image.Image:
    times = min(LARGE, max(1.0, 40 / max(1, height)))
    return image.resize((round(image.width * times), round(image.height * times)), Image.Resampling.BICUBIC)


def upright(image: Image.Image) -> Image.Image:
    """Dark on light, with a margin: what tesseract was trained on."""
    grey = np.asarray(image.convert("L"))
    if np.median(grey) < 110:
        grey = 255 - grey
    return Image.fromarray(np.pad(grey, 8, mode="edge"))


def likeness(read: str, true: str) -> float:
    """1.0: the same characters, spaces aside."""
    read, true = "".join(read.split()), "".join(true.split())
    return float(Levenshtein.normalized_similarity(read, true))


def lines(image: Image.Image, known: dict[str, Any], below: float) -> list[str]:
    """Sentences about lines that read otherwise."""
    told = []
    for line in known["lines"]:
        x, y, w, h = line["box"]
        crop = image.crop((max(0, x - 3), max(0, y - 2), min(image.width, x + w + 3), min(image.height, y + h + 2)))
        read = tesseract(upright(enlarged(crop, h)), "--psm", "7").strip()
        if likeness(read, line["text"]) < below:
            told.append(f"  {line['box']} facts {line['text']!r}, read {read!r}")
    return told


def untold(image: Image.Image, known: dict[str, Any]) -> list[str]:
    """Words that are read where the facts have nothing."""
    times = 2 if image.width <= 2000 else 1
    page = upright(image.resize((image.width * times, image.height * times), Image.Resampling.BICUBIC))
    found = []
    boxes = [line["box"] for line in known["lines"]] + known["ignore"]
    for row in csv.DictReader(
        io.StringIO(tesseract(page, "--psm", "11", "tsv")), delimiter="\t", quoting=csv.QUOTE_NONE
    ):
        text = (row["text"] or "").strip()
        if float(row["conf"]) < SURE or sum(sign.isalnum() for sign in text) < 2:
            continue
        x, y = (
            (int(row[edge]) - 8 + int(row[size]) / 2) / times for edge, size in (("left", "width"), ("top", "height"))
        )
        if not any(b[0] - 4 <= x <= b[0] + b[2] + 4 and b[1] - 4 <= y <= b[1] + b[3] + 4 for b in boxes):
            found.append(f"  [{x:.0f}, {y:.0f}] not in the facts: {text!r}")
    return found


def outside(known: dict[str, Any]) -> list[str]:
    width, height = known["size"]
    return [
        f"  {kind} {b} is outside the picture"
        for kind in ("lines", "blocks", "elements", "tables", "charts")
        for b in (thing["box"] for thing in known[kind])
        if b[0] < -2 or b[1] < -2 or b[0] + b[2] > width + 2 or b[1] + b[3] > height + 2 or b[2] < 1 or b[3] < 1
    ]


def drawn(image: Image.Image, known: dict[str, Any]) -> Image.Image:
    image = image.copy()
    pen = ImageDraw.Draw(image)
    for kind, colour in (("elements", "orange"), ("lines", "red"), ("blocks", "deepskyblue")):
        for thing in known[kind]:
            x, y, w, h = thing["box"]
            pen.rectangle((x, y, x + w, y + h), outline=colour)
            if kind == "blocks":
                pen.text((x, y), str(thing["id"]), fill="magenta")
    for x, y, w, h in known["ignore"]:
        pen.rectangle((x, y, x + w, y + h), outline="lime")
    return image


def check(folder: Path, below: float, draw: Path | None, most: int) -> tuple[str, int]:
    """What is to be told about a screen, and how many of its lines read otherwise."""
    known = json.loads((folder / "facts.json").read_text("utf-8"))
    image = Image.open(folder / "screen.png").convert("RGB")
    wrong = outside(known)
    if image.size != tuple(known["size"]):
        wrong.append(f"  the picture is {image.size}, the facts say {known['size']}")
    if known["condition"] == "screen":
        wrong += lines(image, known, below)
        extra = untold(image, known)
    else:
        extra = []
    if draw:
        draw.mkdir(parents=True, exist_ok=True)
        drawn(image, known).save(draw / f"{known['name']}.png")
    head = f"{known['name']}: {len(known['lines'])} lines, {len(wrong)} read otherwise, {len(extra)} words more"
    return "\n".join([head, *wrong[:most], *extra[:most]]), len(wrong)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("set", type=Path)
    asked.add_argument("--only", nargs="+")
    asked.add_argument("--draw", type=Path)
    asked.add_argument("--most", type=int, default=12, help="differences told of a screen, at most")
    asked.add_argument("--below", type=float, default=0.75, help="likeness from which a line counts as the same")
    chosen = asked.parse_args()
    folders = [
        p.parent for p in sorted(chosen.set.glob("*/facts.json")) if not chosen.only or p.parent.name in chosen.only
    ]
    if not folders:
        print(f"There is no screen in {chosen.set}.", file=sys.stderr)
        return 3
    total = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for told, wrong in pool.map(lambda folder: check(folder, chosen.below, chosen.draw, chosen.most), folders):
            print(told, flush=True)
            total += wrong
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())

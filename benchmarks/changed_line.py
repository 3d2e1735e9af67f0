"""A full 1080p screen read first, again, with one line changed, and scrolled; and the command beside tesseract.

    python benchmarks/changed_line.py [--runs 3] [--json out.json]

Prints wall time and processor time of each, and their share of the first reading, which is of the same run: on a busy
machine only the shares mean something. Needs chromium and tesseract.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
import pages  # noqa: E402
from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from assistant.cancel import Token  # noqa: E402
from models.evidence.ocr import Reader  # noqa: E402

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
LETTERS = (
    "The changed line number {number}: 42 percent of 3 files are here, 8 minutes are left, and no error occurred yet"
)


def full_page() -> np.ndarray:
    """1920 x 1080, 50 lines of this project's prose, 15 pixels high."""
    prose, _ = pages.texts()
    picture = Image.new("RGB", pages.SIZE, "white")
    pen, letters, chance = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 15), random.Random(3)  # noqa: S311
    for row in range(50):
        line = ""
        while pen.textlength(line, font=letters) < 1500:
            line = f"{line} {chance.choice(prose)}".strip()
        while pen.textlength(line, font=letters) > 1860:
            line = line.rsplit(" ", 1)[0]
        pen.text((30, 20 + 21 * row), line, font=letters, fill="black")
    return np.array(picture)


def with_line(pixels: np.ndarray, row: int, number: int) -> np.ndarray:
    picture = Image.fromarray(pixels)
    pen, top = ImageDraw.Draw(picture), 20 + 21 * row
    pen.rectangle((0, top, 1920, top + 19), fill="white")
    pen.text((30, top), LETTERS.format(number=number), font=ImageFont.truetype(FONT, 15), fill="black")
    return np.array(picture)


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds."""
    began, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - used


def of_command(command: list[str]) -> tuple[float, float]:
    """The same of a command and its children."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--json", type=Path, help="also write the figures there")
    chosen = arguments.parse_args()
    page = full_page()
    scrolled = np.full_like(page, 255)
    scrolled[:-105] = page[105:]
    found: dict[str, list[tuple[float, float]]] = {}
    for run in range(chosen.runs):
        reader = Reader()
        reader.warm(token=Token())

        def read(pixels: np.ndarray, reader: Reader = reader) -> int:
            return sum(len(batch) for batch in reader.read(pixels, token=Token()))

        for name, pixels in (
            ("for the first time", page),
            ("once more, unchanged", page),
            ("one line changed", with_line(page, 20 + run, run)),
            ("scrolled by five lines", scrolled),
        ):
            found.setdefault(name, []).append(measured(lambda pixels=pixels: read(pixels)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        Image.fromarray(page).save(path)
        hearsight = [str(Path(sys.executable).parent / "hearsight"), "read", str(path)]
        for _ in range(chosen.runs):
            for name, command in (
                ("hearsight read FILE, alone", [*hearsight, "--no-daemon", "--no-speech", "--json"]),
                ("tesseract FILE", ["tesseract", str(path), "-", "-l", "eng"]),
            ):
                found.setdefault(name, []).append(of_command(command))
    middle = {name: [statistics.median(column) for column in zip(*runs, strict=True)] for name, runs in found.items()}
    first = middle["for the first time"]
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f}; median of {chosen.runs}\n")
    print(
        "| 1920 x 1080, 50 lines | seconds | of the first | processor seconds | of the first |\n|---|---|---|---|---|"
    )
    for name, (wall, used) in middle.items():
        print(f"| {name} | {wall:.2f} | {wall / first[0]:.2f} | {used:.2f} | {used / first[1]:.2f} |")
    if chosen.json:
        chosen.json.write_text(json.dumps({"load": load, "seconds": middle}))


if __name__ == "__main__":
    main()

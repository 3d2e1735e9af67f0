"""A set of screens with facts, read by Hearsight and by what a user would script: errors, reading order and time.

    python benchmarks/screens_compare.py DIR [--only NAME ...] [--json out.json]

All read the same pictures in one run, one after the other, warm, each in its own order; the measures are those of
`hearsight eval screens`. Seconds are of the clock, so they depend on what else runs; processor seconds much less.

- rapidocr: as its README says, `RapidOCR()(path)`;
- tesseract: the command, with its own threads and with one (OMP_THREAD_LIMIT=1); a screen with Chinese is given
  `-l chi_sim+eng`;
- as ocrdesktop does it (github.com/chrys87/ocrdesktop, version 4.0): the picture three times as large by bicubic
  interpolation, tesseract `--psm 4`, its words joined to lines.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import io
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402

from assistant.cancel import Token  # noqa: E402
from assistant.capture.file import FileSource  # noqa: E402
from assistant.errors import HearsightError  # noqa: E402
from assistant.host import LocalWorker  # noqa: E402
from assistant.look import Look  # noqa: E402
from assistant.settings import Settings  # noqa: E402
from assistant.types import Box  # noqa: E402
from assistant.wiring.models import eyes, workers_for  # noqa: E402
from models.evaluation.facts import Facts, find, load  # noqa: E402
from models.evaluation.order import order_score  # noqa: E402
from models.evaluation.places import groups, pieces_of  # noqa: E402
from models.evaluation.text import text_score  # noqa: E402
from models.store import Store  # noqa: E402

Read = Callable[[Facts], list[tuple[str, Box]]]
"""Lines in the order in which they would be read aloud."""
OCRDESKTOP_SCALE = 3


class Here:
    """In the place of `assistant.host.Host`: workers in this process, so that their processor time is ours."""

    def __init__(self) -> None:
        self.kinds = workers_for(Settings(), Store(), None)

    def worker(self, name: str) -> LocalWorker:
        where, arguments = self.kinds[name]
        module, kind = where.split(":")
        return LocalWorker(getattr(importlib.import_module(module), kind)(**arguments))


def hearsight() -> Read:
    here = Here()
    found = eyes(here, here.kinds)  # type: ignore[arg-type]
    readers = [gatherer for gatherer in found.others if gatherer.name == "ocr"]

    def read(facts: Facts) -> list[tuple[str, Box]]:
        capture = FileSource(facts.picture).grab()
        look = Look(
            capture, tree=None, others=readers, merger=found.merger, redactor=found.redactor, token=Token()
        )  # fmt: skip
        return [(block.text, block.box) for block in look.finish().blocks]

    return read


def rapidocr() -> Read:
    from rapidocr import RapidOCR

    engine = RapidOCR()

    def read(facts: Facts) -> list[tuple[str, Box]]:
        found = engine(str(facts.picture))
        if found.txts is None:
            return []
        return [(text, _around(corners)) for text, corners in zip(found.txts, found.boxes, strict=True)]

    return read


def _around(corners: Iterable[Iterable[float]]) -> Box:
    xs, ys = zip(*corners, strict=True)
    left, top = round(min(xs)), round(min(ys))
    return Box(left, top, round(max(xs)) - left, round(max(ys)) - top)


def tesseract(*options: str, scale: int = 1, threads: str | None = None) -> Read:
    env = {**os.environ, **({"OMP_THREAD_LIMIT": threads} if threads else {})}

    def read(facts: Facts) -> list[tuple[str, Box]]:
        language = "chi_sim+eng" if any(tag.startswith("zh") for tag in facts.languages) else "eng"
        if scale == 1:
            return _tesseract(facts.picture, language, options, env, 1)
        with tempfile.TemporaryDirectory() as folder:
            larger = Path(folder) / "larger.png"
            picture = Image.open(facts.picture).convert("RGB")
            size = picture.width * scale, picture.height * scale
            picture.resize(size, Image.Resampling.BICUBIC).save(larger, compress_level=1)
            return _tesseract(larger, language, options, env, scale)

    return read


def _tesseract(
    path: Path, language: str, options: Iterable[str], env: dict[str, str], scale: int
) -> list[tuple[str, Box]]:
    command = ["tesseract", str(path), "-", "-l", language, *options, "tsv"]
    table = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600, env=env).stdout
    lines: dict[tuple[str, ...], tuple[str, Box]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] != "5" or not (row["text"] or "").strip():
            continue
        box = Box(*(round(int(row[key]) / scale) for key in ("left", "top", "width", "height")))
        line = tuple(row[key] for key in ("page_num", "block_num", "par_num", "line_num"))
        before = lines.get(line)
        lines[line] = (f"{before[0]} {row['text']}", before[1].union(box)) if before else (row["text"], box)
    return list(lines.values())


@dataclass(slots=True)
class Sum:
    """Of one pipeline over all screens."""

    edits: int = 0
    strict: int = 0
    taus: list[float] = field(default_factory=list)
    orders: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0

    def add(self, facts: Facts, read: Read) -> None:
        began, cpu = time.perf_counter(), _cpu_s()
        pieces = read(facts)
        self.seconds += time.perf_counter() - began
        self.cpu += _cpu_s() - cpu
        found = groups(facts.lines, pieces_of(pieces), facts.ignore)
        text, order = text_score(facts.lines, found), order_score(facts.lines, found)
        self.edits += text.edits
        self.strict += text.strict_edits
        if order.tau is not None and order.similarity is not None:
            self.taus.append(order.tau)
            self.orders.append(order.similarity)

    def figures(self, characters: int, screens: int) -> dict[str, float]:
        return {
            "character_error": self.edits / characters,
            "strict_error": self.strict / characters,
            "kendall_tau": sum(self.taus) / max(1, len(self.taus)),
            "order_similarity": sum(self.orders) / max(1, len(self.orders)),
            "seconds": self.seconds / screens,
            "cpu_seconds": self.cpu / screens,
        }


def _cpu_s() -> float:
    """Of this process and the commands that it has run."""
    of_commands = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + of_commands.ru_utime + of_commands.ru_stime


def pipelines() -> dict[str, Read]:
    found = {"Hearsight": hearsight(), "rapidocr": rapidocr()}
    if shutil.which("tesseract") is None:
        print("tesseract is not installed, so it is left out: apt-get install tesseract-ocr", file=sys.stderr)
        return found
    return {
        **found,
        "tesseract": tesseract(),
        "tesseract, one thread": tesseract(threads="1"),
        "as ocrdesktop": tesseract("--psm", "4", scale=OCRDESKTOP_SCALE),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path, metavar="DIR")
    arguments.add_argument("--only", action="append", default=[], metavar="NAME")
    arguments.add_argument("--json", type=Path, help="also write the figures there")
    chosen = arguments.parse_args()
    try:
        screens = [load(path) for path in find(chosen.folder, chosen.only)]
    except HearsightError as error:
        print(error.spoken, file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    characters = sum(text_score(facts.lines, groups(facts.lines, [])).characters for facts in screens)
    if not characters:
        print(f"{chosen.folder} has no text to read.", file=sys.stderr)
        raise SystemExit(3)
    readers = pipelines()
    for read in readers.values():
        read(screens[0])  # warm
    sums = {name: Sum() for name in readers}
    for number, facts in enumerate(screens):
        for name, read in readers.items():
            sums[name].add(facts, read)
        print(f"\r{number + 1} of {len(screens)} screens", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    figures = {name: one.figures(characters, len(screens)) for name, one in sums.items()}
    print(_table(figures, len(screens), characters))
    if chosen.json:
        chosen.json.write_text(json.dumps({"screens": len(screens), "characters": characters, "readers": figures}))


def _table(figures: dict[str, dict[str, Any]], screens: int, characters: int) -> str:
    load_1 = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    lines = [
        f"{screens} screens, {characters} characters; {os.cpu_count()} cores, {platform.machine()}, load {load_1:.1f}",
        "",
        "| | characters wrong | strictly | Kendall's tau | order | seconds a screen | processor seconds"
        " | errors, times Hearsight's | time, times Hearsight's |",
        "|" + "---|" * 9,
    ]
    own = figures["Hearsight"]
    for name, one in figures.items():
        errors = one["character_error"] / own["character_error"] if own["character_error"] else float("nan")
        lines.append(
            f"| {name} | {one['character_error']:.2%} | {one['strict_error']:.2%} | {one['kendall_tau']:.3f} "
            f"| {one['order_similarity']:.3f} | {one['seconds']:.2f} | {one['cpu_seconds']:.2f} "
            f"| {errors:.1f} | {one['seconds'] / own['seconds']:.2f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()

"""Charts drawn by four programs: kinds, words and values as Hearsight reads them, beside what was drawn.

    python benchmarks/charts.py [--each 36] [--seed 2200] [--out build/charts] [--screens DIR] [--json out.json]

matplotlib draws in styles, Chart.js in colours (half of them on a dark page), and all of them data, that were not
looked at while the reader was built; gnumeric and LibreOffice draw new data in the looks that they have. `--screens`
counts charts that are seen on screens that have none (folders with screen.png and facts.json). An environment with
matplotlib and XlsxWriter, and Chart.js, are fetched at the first run; a program that isn't installed is left out.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
from chart_pictures import draw, specs  # noqa: E402
from PIL import Image  # noqa: E402

from assistant.cancel import Token  # noqa: E402
from assistant.types import Box, TextBlock  # noqa: E402
from models.evidence.charts.chart import Chart  # noqa: E402
from models.evidence.charts.find import find  # noqa: E402
from models.evidence.charts.reader import crop  # noqa: E402
from models.evidence.charts.words import Wish  # noqa: E402
from models.evidence.ocr import Reader  # noqa: E402

PROGRAMS = ("matplotlib-unseen", "chartjs-unseen", "gnumeric", "libreoffice")
KINDS = {"grouped": "bar", "stacked": "bar", "barh": "bar", "lines": "line"}
WRONG = 0.1
"""Relative error from which a value is simply wrong."""
SAME_POINT = 0.06
"""Of the whole plot: within it a point of a scatter plot is the one that was drawn."""


@dataclass
class Score:
    charts: int = 0
    seen: int = 0
    kinds: int = 0
    values: int = 0
    errors: list[float] = field(default_factory=list)
    """Relative error of each value that was told under its right names."""
    titles: list[bool] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)

    def row(self) -> dict[str, float]:
        told = len(self.errors)
        return {
            "charts": self.charts,
            "kind right": self.kinds / self.charts,
            "values told": told / self.values,
            "median error": statistics.median(self.errors) if told else 1.0,
            "within 3 % of told": sum(one <= 0.03 for one in self.errors) / max(1, told),
            "wrong of told": sum(one > WRONG for one in self.errors) / max(1, told),
            "titles right": sum(self.titles) / max(1, len(self.titles)),
            "cpu ms": 1000 * statistics.median(self.cpu_s),
        }


def draw_all(program: str, wanted: dict[str, Any], folder: Path, tools: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    tools.mkdir(parents=True, exist_ok=True)
    if program.startswith("matplotlib"):
        draw.matplotlib(wanted, folder, tools, program)
    elif program.startswith("chartjs"):
        draw.chartjs(wanted, folder, tools, dark=True)
    else:
        draw.sheets(wanted, folder, tools, program)


def charts_in(pixels: Any, reader: Reader, token: Token) -> tuple[list[Chart], float]:
    """The charts as the gatherer finds them, and the CPU seconds that this took beside reading the text."""
    blocks = [block for batch in reader.read(pixels, token=token) for block in batch]
    aside = 0.0

    def read(wishes: Sequence[Wish]) -> list[tuple[Wish, list[TextBlock]]]:
        nonlocal aside
        start = time.process_time()
        found = [(w, [b for batch in reader.read(crop(pixels, w), token=token) for b in batch]) for w in wishes]
        aside += time.process_time() - start
        return found

    start = time.process_time()
    charts = find(pixels, blocks, read)
    return charts, time.process_time() - start - aside


def compare(spec: dict[str, Any], charts: list[Chart], score: Score) -> None:
    score.charts += 1
    score.values += sum(len(one["values"]) for one in spec["series"])
    if not charts:
        score.titles.append(False)
        return
    score.seen += 1
    chart = max(charts, key=lambda one: sum(len(series.values) for series in one.series))
    kind = KINDS.get(spec["kind"], spec["kind"])
    score.titles.append(plain(chart.title) == plain(spec["title"]))
    if chart.kind != kind:
        return
    score.kinds += 1
    if kind == "scatter":
        score.errors += _points(spec["series"][0], chart)
        return
    for series in spec["series"]:
        whole = sum(series["values"]) / 100 if kind in ("pie", "doughnut") else 1.0
        named = [one for one in chart.series if len(spec["series"]) == 1 or plain(one.name) == plain(series["name"])]
        for category, number in zip(spec["categories"], series["values"], strict=True):
            at = next((n for n, name in enumerate(chart.categories) if plain(name) == plain(category)), None)
            value = named[0].values[at] if named and at is not None else None
            if value is not None:
                score.errors.append(abs(value.number - number / whole) / abs(number / whole))


def _points(series: dict[str, Any], chart: Chart) -> list[float]:
    """The error of each point that was found where it was drawn."""
    left = [(v.across, v.number) for one in chart.series for v in one.values if v is not None and v.across is not None]
    wide = max(series["x"]) - min(series["x"])
    high = max(series["values"]) - min(series["values"])
    errors = []
    for x, y in zip(series["x"], series["values"], strict=True):
        apart = [abs(px - x) / wide + abs(py - y) / high for px, py in left]
        if apart and min(apart) <= SAME_POINT:
            errors.append(abs(left.pop(apart.index(min(apart)))[1] - y) / abs(y))
    return errors


def plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def false_alarms(folder: Path) -> tuple[int, list[str], list[float]]:
    """How many screens have no chart, on which of them one is seen, and the CPU seconds for each."""
    count, alarms, cpu = 0, [], []
    for facts in sorted(folder.glob("*/facts.json")):
        known = json.loads(facts.read_text(encoding="utf-8"))
        if known.get("charts"):
            continue
        pixels = np.asarray(Image.open(facts.parent / "screen.png").convert("RGB"))
        boxes = [(line["text"], Box(*(int(side) for side in line["box"]))) for line in known["lines"]]
        start = time.process_time()
        found = find(pixels, [TextBlock(text, box) for text, box in boxes])
        cpu.append(time.process_time() - start)
        count += 1
        alarms += [f"{facts.parent.name}: {chart.kind}" for chart in found]
    return count, alarms, cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=36, help="charts of each program")
    parser.add_argument("--seed", type=int, default=2200)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "charts")
    parser.add_argument("--screens", type=Path, help="folder of screens, to count false alarms on")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    reader, token, rows = Reader(), Token(), {}
    for number, program in enumerate(PROGRAMS):
        if missing := draw.missing(program):
            print(f"{program}: left out, it needs {missing}")
            continue
        folder, score = options.out / program, Score()
        drawn = specs.specs(options.each, options.seed + number)
        wanted = {f"{spec['kind']}-{at:03d}": spec for at, spec in enumerate(drawn)}
        draw_all(program, wanted, folder, options.out / "tools")
        for name, spec in wanted.items():
            pixels = np.asarray(Image.open(folder / f"{name}.png").convert("RGB"))
            charts, seconds = charts_in(pixels, reader, token)
            score.cpu_s.append(seconds)
            compare(spec, charts, score)
        rows[program] = score.row()
        print(program, "; ".join(f"{key} {value:.4g}" for key, value in rows[program].items()), flush=True)
    if options.screens is not None:
        count, alarms, cpu = false_alarms(options.screens)
        rows["screens"] = {"screens": count, "false alarms": len(alarms), "cpu ms": 1000 * statistics.median(cpu)}
        print(f"screens without a chart: {count}; charts seen there: {len(alarms)} {alarms}; CPU median "
              f"{1000 * statistics.median(cpu):.0f} ms, most {1000 * max(cpu):.0f} ms")  # fmt: skip
    if options.json is not None:
        options.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

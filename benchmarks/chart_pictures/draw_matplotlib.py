"""Draws specs with matplotlib. Run by a Python that has it: `python draw_matplotlib.py specs.json FOLDER STYLES`."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def draw(spec: dict[str, Any], path: Path, styles: list[str]) -> None:
    chance = random.Random(spec["style"])  # noqa: S311 - no secret
    with plt.style.context(chance.choice(styles)):
        figure, axes = plt.subplots(figsize=(chance.uniform(5.5, 9), chance.uniform(3.8, 6)))
        if chance.random() < 0.4 and spec["kind"] not in ("pie", "doughnut"):
            axes.grid(True, axis=chance.choice(("y", "both")), alpha=0.5)
            axes.set_axisbelow(True)
        if chance.random() < 0.3:
            axes.spines[["top", "right"]].set_visible(False)
        _content(spec, axes, chance)
        axes.set_title(spec["title"])
        if spec["kind"] not in ("pie", "doughnut"):
            across, up = spec["x_title"], spec["y_title"]
            axes.set_xlabel(up if spec["kind"] == "barh" else across)
            axes.set_ylabel(across if spec["kind"] == "barh" else up)
        if len(spec["series"]) > 1:
            axes.legend(loc=chance.choice(("best", "upper left", "upper right")))
        figure.tight_layout()
        figure.savefig(path, dpi=chance.choice((80, 100, 120, 160)))
        plt.close(figure)


def _content(spec: dict[str, Any], axes: Any, chance: random.Random) -> None:
    kind, categories, series = spec["kind"], spec["categories"], spec["series"]
    at = range(len(categories))
    if kind in ("bar", "barh"):
        draw_bars = axes.barh if kind == "barh" else axes.bar
        draw_bars(categories, series[0]["values"], **({"edgecolor": "black"} if chance.random() < 0.3 else {}))
        if kind == "barh" and chance.random() < 0.5:
            axes.invert_yaxis()
    elif kind == "grouped":
        width = 0.8 / len(series)
        for number, one in enumerate(series):
            axes.bar(
                [x + (number - (len(series) - 1) / 2) * width for x in at], one["values"], width, label=one["name"]
            )
        axes.set_xticks(list(at), categories)
    elif kind == "stacked":
        below = [0.0] * len(categories)
        for one in series:
            axes.bar(categories, one["values"], bottom=below, label=one["name"])
            below = [low + value for low, value in zip(below, one["values"], strict=True)]
    elif kind in ("line", "lines"):
        marker = chance.choice(("", "o", "o", "s"))
        for one in series:
            axes.plot(categories, one["values"], marker=marker, label=one["name"], linewidth=chance.choice((1.2, 2, 3)))
    elif kind == "scatter":
        axes.scatter(series[0]["x"], series[0]["values"])
    else:
        hole = {"wedgeprops": {"width": 0.4}} if kind == "doughnut" else {}
        shown = {"autopct": "%1.1f%%"} if chance.random() < 0.3 else {}
        axes.pie(series[0]["values"], labels=categories, startangle=chance.choice((0, 90)), **hole, **shown)
        return
    if spec["log"]:
        axes.set_yscale("log")


if __name__ == "__main__":
    for name, spec in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")).items():
        draw(spec, Path(sys.argv[2]) / f"{name}.png", sys.argv[3].split(","))

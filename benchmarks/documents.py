"""Headings in pictures of documents: found, missed and invented; by the layout network, and by size of letters alone.

    python benchmarks/documents.py [--only letter] [--misses]     # drawn pages: papers, reports, manuals, letters ...
    python benchmarks/documents.py --screens DIR                  # real screens with facts, pixels alone
    python benchmarks/documents.py --thresholds

The pages are drawn by Chromium in fonts of this computer; the truth comes from the page. Their words are this project's
own documentation. Nothing in `models.evidence.documents` was trained on them; its thresholds come from the even ones.
"""

# ruff: noqa: E501 - style sheets and tables read better unwrapped

from __future__ import annotations

import argparse
import html
import itertools
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from PIL import Image

from assistant.cancel import Token
from assistant.types import Box, TextBlock
from models.evidence.documents.headings import LEAST_LINES, SURE, PageLayout, headings
from models.evidence.documents.net import Region
from models.evidence.ocr import Reader
from models.store import Store
from models.training.elements.chromium import Chromium, Example

ROOT = Path(__file__).parents[1]
FONTS = ("Liberation Serif", "Liberation Sans", "DejaVu Sans", "DejaVu Serif", "Liberation Mono", "Noto Sans CJK SC")


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of document looks."""

    name: str
    size: tuple[int, int]
    """CSS pixels of the page."""
    css: str
    numbered: bool = False
    head: str = ""
    foot: str = ""


STYLES = (
    Style("paper", (900, 1270), "body{font-size:14px;padding:30px 70px} h1{font-size:24px;text-align:center}"
          "h2{font-size:16px;margin:14px 0 4px} .text{columns:2;column-gap:30px;text-align:justify}", True,
          "Proceedings of the Harbour Society, vol. 12", "41"),
    Style("report", (820, 1160), "body{font-size:15px;padding:50px 90px} h1{font-size:30px;color:#234}"
          "h2{font-size:20px;color:#234;border-bottom:1px solid #999} h3{font-size:16px}", True, "Annual report", "page 3 of 12"),
    Style("manual", (760, 1080), "body{font-size:13px;padding:30px 60px} h1{font-size:18px} h2{font-size:14px;margin:12px 0 2px}"
          "h3{font-size:13px;font-style:italic;font-weight:normal;margin:8px 0 0} p{margin:4px 0}"),
    Style("letter", (820, 1160), "body{font-size:16px;padding:80px 100px} h1{font-size:17px} h2{font-size:16px;margin:20px 0 0}"),
    Style("news", (1000, 1200), "body{font-size:15px;padding:20px 40px} h1{font-size:46px;line-height:1;margin:8px 0}"
          "h2{font-size:22px;margin:6px 0} .text{columns:3;column-gap:24px}", False, "The Evening Observer", ""),
    Style("slides", (1280, 720), "body{font-size:26px;padding:40px 80px} h1{font-size:48px;margin:0 0 30px;color:#063} h2{font-size:30px}"),
    Style("brochure", (700, 1000), "body{font-size:14px;padding:40px;line-height:1.6} h1{font-size:34px;font-weight:300}"
          "h2{font-size:13px;text-transform:uppercase;letter-spacing:2px;color:#a33}"),
    Style("plain", (800, 1100), "body{font-size:16px;padding:40px} h1,h2,h3{font-size:16px;margin:16px 0 0}"),
)  # fmt: skip


def passages() -> list[tuple[str, str]]:
    """Headings with the paragraphs under them, of the documentation."""
    found = []
    for path in sorted((ROOT / "docs").glob("*.md")):
        heading, words = "", []
        for block in path.read_text("utf-8").split("\n\n"):
            block = block.strip()
            if block.startswith("#"):
                heading = re.sub(r"[#`*]", "", block.splitlines()[0]).strip()
            elif block and not re.match(r"[|`\d-]|    ", block) and heading:
                words.append((heading, re.sub(r"\s+", " ", re.sub(r"\[([^\]]+)\]\([^)]*\)|[`*]", r"\1", block))))
                heading = ""
        found += words
    return found


def page(style: Style, font: str, seed: int) -> str:
    """One page of a document as HTML; `data-role` marks what is a heading."""
    rng = random.Random(seed)  # noqa: S311 - which words are drawn is no secret
    texts = rng.sample(passages(), 7)
    parts, number = [], itertools.count(1)
    for at, (heading, words) in enumerate(texts):
        tag = "h1" if at == 0 else "h2" if "h3" not in style.css or at % 3 else "h3"
        label = f"{next(number)} " if style.numbered and tag == "h2" else ""
        title = f'<{tag}><span data-role="heading">{html.escape(label + heading)}</span></{tag}>'
        body = f"<p>{html.escape(words)}</p>"
        if at == 3 and style.name != "letter":
            body += ('<svg width="240" height="110" style="background:#eef"><polyline points="5,100 60,40 120,70 180,20 '
                     '235,60" fill="none" stroke="#236" stroke-width="3"/></svg><p><small>Figure 1. What was measured.</small></p>')  # fmt: skip
        if at == 4 and style.name in ("report", "paper", "manual"):
            rows = "".join(f"<tr><td>{word}</td><td>{rng.randint(1, 900)}</td></tr>" for word in words.split()[:4])
            body += (
                f"<table border=1 style='border-collapse:collapse'><tr><th>Name</th><th>Count</th></tr>{rows}</table>"
            )
        parts.append(title + body)
    first, rest = parts[0], "".join(parts[1:])
    edge = "font-size:11px;color:#555"
    return (
        f"<html><body style=\"margin:0;font-family:'{font}'\"><style>{style.css}</style>"
        f'<div style="{edge}">{style.head}</div>{first}<div class="text">{rest}</div><div style="{edge}">{style.foot}</div>'
    )


def examples(only: str) -> Iterator[tuple[str, Example]]:
    with Chromium() as browser:
        for at, (style, font) in enumerate(itertools.product(STYLES, FONTS)):
            name = f"{style.name}-{font.replace(' ', '-').lower()}"
            if only in name:
                yield name, browser.render(page(style, font, at), style.size, (1.0, 1.25, 1.5, 2.0)[at % 4], name)


@dataclass(slots=True)
class Tally:
    """Lines of headings: there, told, and told rightly."""

    there: int = 0
    told: int = 0
    right: int = 0

    def add(self, truth: set[int], found: set[int]) -> None:
        self.there += len(truth)
        self.told += len(found)
        self.right += len(truth & found)

    def __str__(self) -> str:
        precision = self.right / self.told if self.told else 0.0
        recall = self.right / self.there if self.there else 0.0
        return f"there {self.there:4}   told {self.told:4}   right {self.right:4}   {precision:6.1%} {recall:6.1%}"


def larger(lines: Sequence[TextBlock], times: float) -> set[int]:
    """What one would script: lines that are `times` as high as most of the text."""
    if not lines:
        return set()
    heights = np.repeat([line.box.h for line in lines], [len(line.text) for line in lines])
    return {at for at, line in enumerate(lines) if line.box.h > times * float(np.median(heights))}


def lines_under(boxes: Sequence[Box], lines: Sequence[TextBlock]) -> set[int]:
    return {
        at for at, line in enumerate(lines) if any(2 * line.box.overlap(box) > line.box.area for box in boxes)
    }  # fmt: skip


class Looker:
    """Reads a page, and tells which of its lines are headings."""

    def __init__(self) -> None:
        self._reader, self._layout = Reader(), PageLayout(str(Store().path("page-layout")))
        self.methods = {
            "layout network": lambda found, lines: self._told(found, lines, SURE),
            "lines 1.15 times as high": lambda _, lines: larger(lines, 1.15),
            "lines 1.35 times as high": lambda _, lines: larger(lines, 1.35),
        }
        for sure in (0.4, 0.5, 0.7, 0.8, 0.9):
            self.methods[f"network from {sure}"] = lambda found, lines, sure=sure: self._told(found, lines, sure)

    def look(self, pixels: np.ndarray) -> tuple[list[Region], list[TextBlock]]:
        lines = [line for batch in self._reader.read(pixels, token=Token()) for line in batch]
        return self._layout.parts(pixels, token=Token()), lines

    @staticmethod
    def _told(found: list[Region], lines: list[TextBlock], sure: float) -> set[int]:
        if len(lines) < LEAST_LINES:
            return set()
        told = {id(line) for those, _ in headings(found, lines, sure) for line in those}
        return {at for at, line in enumerate(lines) if id(line) in told}


def screens(folder: Path) -> Iterator[tuple[str, np.ndarray, list[Box]]]:
    """Real screens that are neither turned nor photographed, and their headings as the page knows them."""
    for path in sorted(folder.glob("*/facts.json")):
        facts = json.loads(path.read_text("utf-8"))
        if facts.get("condition", "screen") != "screen":
            continue
        ids = {block["id"] for block in facts["blocks"] if block["kind"] == "heading"}
        boxes = [Box(*line["box"]) for line in facts["lines"] if line["block"] in ids]
        yield facts["name"], np.asarray(Image.open(path.parent / "screen.png").convert("RGB")), boxes


def drawn(only: str) -> Iterator[tuple[str, np.ndarray, list[Box]]]:
    for name, example in examples(only):
        yield name, example.pixels, [Box(*(round(side) for side in one.box)) for one in example.elements]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="NAME")
    parser.add_argument("--screens", type=Path, metavar="DIR")
    parser.add_argument("--thresholds", action="store_true", help="also other scores than the one that is used")
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    looker = Looker()
    methods = dict(list(looker.methods.items())[: None if given.thresholds else 3])
    tallies = {(method, half): Tally() for method in methods for half in ("even", "odd")}
    pages = screens(given.screens) if given.screens else drawn(given.only)
    for number, (name, pixels, boxes) in enumerate(pages):
        if given.only not in name:
            continue
        found, lines = looker.look(pixels)
        truth = lines_under(boxes, lines)
        for method, tell in methods.items():
            told = tell(found, lines)
            tallies[method, ("even", "odd")[number % 2]].add(truth, told)
            if given.misses and method == "layout network" and told != truth:
                print(
                    f"{name}: missed {[lines[n].text for n in sorted(truth - told)]}, invented {[lines[n].text for n in sorted(told - truth)]}"
                )
        print(f"\r{name:40}", end="", file=sys.stderr)
    print(f"\n{'':34}lines                                 precision recall")
    for (method, half), tally in tallies.items():
        print(f"{method:26}{half:6}{tally}")


if __name__ == "__main__":
    main()

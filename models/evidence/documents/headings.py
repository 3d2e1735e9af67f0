"""`PageLayout` in the host process finds the parts of a page; `HeadingGatherer` tells of the headings among them."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import errors
from assistant.types import Finding, TextBlock, Thing
from models.evidence.documents.net import LayoutNet, Region
from models.evidence.elements.untold import untold

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import Worker
    from assistant.types import Box, Capture, Pixels, Scene

log = logging.getLogger(__name__)

FIRST_ID = 3_000_000
"""Ids from here on: the tree counts from 1, elements and charts lie between."""
SURE = 0.6
"""Score from which a title is one. On drawn pages (`benchmarks/documents.py --thresholds`, the even ones) 98 % of those
lines were headings."""
LEAST_LINES = 6
"""Lines of text that make a page."""
RUNNING = 0.4
"""Share of a page's lines that lie in running text, at least: else it is a form, a menu or a list, and what looks like
a title is the name of something."""
TEXT_SURE = 0.4
MOST_LINES, LONGEST = 3, 160
"""Lines and characters of a heading."""
INSIDE = 0.6
"""Share of a line that lies in a region whose line it is."""
LARGEST_SIDE = 16_000
"""Pixels of the longer side up to which a picture is looked at."""
RUNS = ("text", "reference")


class PageLayout:
    """Lives in the host process; loads its network at the first call (or `warm`)."""

    def __init__(self, folder: str) -> None:
        self._net = LayoutNet(Path(folder))

    def warm(self, *, token: Token) -> None:
        """Load and run once. Raises `errors.ModelMissing`, `errors.ModelBroken`."""
        import numpy as np

        token.check()
        self._net.regions(np.zeros((40, 40, 3), np.uint8))

    def parts(self, pixels: Pixels, *, token: Token) -> list[Region]:
        """Of a picture, (h, w, 3) uint8 RGB; none of one that is too large. Raises as `warm` does, and `Cancelled`."""
        token.check()
        return [] if max(pixels.shape[:2]) > LARGEST_SIDE else self._net.regions(pixels)


class HeadingGatherer:
    """`ports.Gatherer`, a late one: it needs the lines that were read. Looks where no tree tells of headings."""

    name = "headings"

    def __init__(self, worker: Worker, *, budget_s: float = 30.0) -> None:
        """`worker` holds a `PageLayout`. A call that outlasts `budget_s` is taken for one that hangs, and its process
        is ended: with less, a slow machine, whose first call loads the network, would lose all other eyes with it."""
        self._worker = worker
        self.budget_s = budget_s

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        number = FIRST_ID
        for area in untold(capture, scene):
            lines = [line for line in scene.blocks if line.source == "ocr" and area.contains(line.box)]
            if len(lines) < LEAST_LINES:
                continue
            part = capture.pixels[area.y : area.bottom, area.x : area.right]
            try:
                regions: list[Region] = self._worker.call("parts", part, token=token, timeout_s=self.budget_s)
            except errors.HearsightError as error:
                log.warning("no headings from pixels: %s", error.detail)
                yield Finding(self.name, trouble=error.spoken)
                return
            here = [Region(one.kind, one.box.moved(area.x, area.y), one.score) for one in regions]
            things = tuple(_thing(one, number + at) for at, one in enumerate(headings(here, lines)))
            if things:
                number += len(things)
                yield Finding(self.name, things=things)


def headings(
    regions: Sequence[Region], lines: Sequence[TextBlock], sure: float = SURE
) -> list[tuple[list[TextBlock], float]]:
    """The lines of each heading with its score, in the order of `lines`; none on what is no page of running text."""
    texts = [one.box for one in regions if one.kind in RUNS and one.score >= TEXT_SURE]
    if sum(any(_in(line.box, box) for box in texts) for line in lines) < RUNNING * len(lines):
        return []
    found = []
    taken: set[int] = set()
    for region in regions:
        if region.kind != "title" or region.score < sure:
            continue
        at = [n for n, line in enumerate(lines) if n not in taken and _in(line.box, region.box)]
        words = " ".join(lines[n].text for n in at)
        if 1 <= len(at) <= MOST_LINES and len(words) <= LONGEST and any(char.isalpha() for char in words):
            taken.update(at)
            found.append((at[0], [lines[n] for n in at], region.score))
    return [(those, score) for _, those, score in sorted(found, key=lambda one: one[0])]


def _in(line: Box, region: Box) -> bool:
    return line.overlap(region) >= INSIDE * line.area


def _thing(heading: tuple[list[TextBlock], float], number: int) -> Thing:
    lines, score = heading
    box = lines[0].box
    for line in lines[1:]:
        box = box.union(line.box)
    name = " ".join(" ".join(line.text for line in lines).split())
    return Thing(number, "heading", name, box=box, confidence=score, source="pixels")

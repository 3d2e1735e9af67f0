"""`LooksGatherer` tells of menus, messages, tabs, headings, links in a text and what is chosen in a list where no
accessibility tree does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.types import Finding, TextBlock, Thing
from models.evidence.elements.untold import untold
from models.evidence.looks.choices import choices
from models.evidence.looks.headings import headings, in_cells
from models.evidence.looks.links import links
from models.evidence.looks.menus import menus
from models.evidence.looks.messages import messages
from models.evidence.looks.tabs import tabs

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.types import Box, Capture, Pixels, Scene

FIRST_ID = 4_000_000
"""Ids from here on: the tree counts from 1; elements, charts and the headings of pages lie between."""
KIND = 100_000
"""Ids of one kind."""
MOST_LINES = 600
"""Of a picture with more, only the first are looked at."""


class LooksGatherer:
    """`ports.Gatherer`, a late one: it needs the lines that were read. Some hundred milliseconds of this process."""

    name = "looks"
    budget_s = 10.0

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        for number, area in enumerate(untold(capture, scene)):
            lines = [line for line in scene.blocks if line.source == "ocr" and area.contains(line.box)][:MOST_LINES]
            first = FIRST_ID + 10 * KIND * number
            part = capture.pixels[area.y : area.bottom, area.x : area.right]
            things = _things(part, [_moved(line, area) for line in lines], first, token)
            if things:
                yield Finding(self.name, things=tuple(_placed(thing, area) for thing in things))


def _things(pixels: Pixels, lines: list[TextBlock], first: int, token: Token) -> list[Thing]:
    """Menus first: what is in them is no heading."""
    token.check()
    of_menus = menus(pixels, lines, first)
    boxes = [thing.box for thing in of_menus if thing.box is not None]
    others = [line for line in lines if not any(box.contains(line.box, 6) for box in boxes)]
    token.check()
    told = messages(pixels, others, first + KIND)
    boxes = [thing.box for thing in told if thing.box is not None]
    others = [line for line in others if not any(box.contains(line.box, 6) for box in boxes)]
    token.check()
    found = tabs(pixels, others, first + 4 * KIND)
    told += found
    boxes = [thing.box for thing in found if thing.box is not None]
    others = [line for line in others if not any(box.contains(line.box, 6) for box in boxes)]
    if in_cells(pixels, others):
        return [*of_menus, *told]
    chosen = choices(pixels, others, first + 3 * KIND)
    told += links(pixels, others, first + 5 * KIND, token)
    return [*of_menus, *told, *chosen, *headings(pixels, others, first + 2 * KIND, token)]


def _moved(line: TextBlock, area: Box) -> TextBlock:
    return replace(line, box=line.box.moved(-area.x, -area.y))


def _placed(thing: Thing, area: Box) -> Thing:
    return replace(thing, box=thing.box.moved(area.x, area.y)) if thing.box is not None else thing

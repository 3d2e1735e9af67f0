"""Tiles: a small label, one big figure right under it and perhaps its change, as dashboards, banks and the weather show
them. A figure that is written there goes before one that is measured in a chart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Answer, Box, Evidence, TextBlock
from models.evidence.charts.things import ROLES
from models.grounded.claims import normal, of_block
from models.grounded.doubts import hedged
from models.grounded.questions import plain_question
from models.grounded.reply import Context
from models.grounded.tile_words import TileWords, tile_words
from models.grounded.view import View

BIGGER = 1.3
"""Heights of its label that a tile's figure has at least: what else stands under a text is a line of a list."""
CLOSE = 1.2
"""Heights of the label from it to its figure, at most."""
ALIGNED = 0.8
"""The same, between their left edges (or their middles, in tiles that are centred)."""
CHANGE_FAR = 3.0
"""The same, between the figure and its change."""
LABEL_WORDS = 4
FIGURE = (
    r"(?:[$€£¥₹]|US\$|CHF |EUR |USD )?\s?[-−]?\d[\d.,'’\u202f\u00a0]*\d?(?: \d{3})*"
    r"(?:\s?(?:[%€£¥₹°$℃℉]|°[CF]|km/h|m/s|[^\W\d_]{1,8}))?"
)
CHANGE = r"[+\-−–▲▼↑↓△▽⬆⬇]\s?(?:[$€£¥₹]\s?)?\d[\d.,]*(?:\s?(?:%|[^\W\d_]{1,12}))?"
WHOLE = re.compile(FIGURE)
CHANGED = re.compile(CHANGE)
BOTH = re.compile(rf"(?P<figure>{FIGURE})\s+(?P<change>{CHANGE})")
"""Read as one line by OCR."""
FELL = ("-", "−", "–", "▼", "↓", "▽", "⬇")


@dataclass(frozen=True, slots=True)
class Tile:
    label: str
    figure: str
    change: str
    """ "" for none."""
    evidence: tuple[Evidence, ...]
    """Of the figure, its label and its change."""


def tiles(view: View) -> list[Tile]:
    """All tiles of a view; none within a chart or a table, where a number under a text is something else."""
    charts = [thing.box for thing in view.things if thing.role in ROLES and thing.role == "chart" and thing.box]
    tables = {id(block) for table in view.seen_tables for block in table.blocks}
    blocks = [
        block
        for block in view.scene.blocks
        if id(block) not in tables and not any(_within(block.box, chart) for chart in charts)
    ]
    found = []
    for label in blocks:
        if not _is_label(label.text):
            continue
        under = [block for block in blocks if _is_figure_of(label, block)]
        if len(under) == 1 and (tile := _tile(label, under[0], blocks)) is not None:
            found.append(tile)
    return found


def _within(box: Box, chart: Box) -> bool:
    return 2 * chart.overlap(box) > box.area


def _is_label(text: str) -> bool:
    return len(text.split()) <= LABEL_WORDS and not re.search(r"\d", text) and re.search(r"[^\W\d_]", text) is not None


def _is_figure_of(label: TextBlock, block: TextBlock) -> bool:
    if not (WHOLE.fullmatch(block.text.strip()) or BOTH.fullmatch(block.text.strip())):
        return False
    one, two, height = label.box, block.box, label.box.h
    aligned = abs(one.x - two.x) <= ALIGNED * height or abs(one.x + one.w / 2 - two.x - two.w / 2) <= ALIGNED * height
    return aligned and two.h >= BIGGER * height and -0.3 * height <= two.y - one.bottom <= CLOSE * height


def _tile(label: TextBlock, figure: TextBlock, blocks: Sequence[TextBlock]) -> Tile | None:
    text, change = figure.text.strip(), ""
    evidence: tuple[Evidence, ...] = (of_block(figure), of_block(label))
    if (both := BOTH.fullmatch(text)) is not None:
        return Tile(label.text.strip(" :："), both["figure"].strip(), both["change"], evidence)
    near = [block for block in blocks if CHANGED.fullmatch(block.text.strip()) and _changes(figure, block, label)]
    if len(near) > 1:
        return None
    if near:
        change, evidence = near[0].text.strip(), (*evidence, of_block(near[0]))
    return Tile(label.text.strip(" :："), text, change, evidence)


def _changes(figure: TextBlock, block: TextBlock, label: TextBlock) -> bool:
    """Whether a text stands right after the figure, or right under it."""
    one, two, reach = figure.box, block.box, CHANGE_FAR * label.box.h
    level = min(one.bottom, two.bottom) - max(one.y, two.y) >= 0.5 * two.h
    beside = level and -0.5 * label.box.h <= two.x - one.right <= reach
    across = min(one.right, two.right) - max(one.x, two.x) > 0
    return beside or (across and -2 <= two.y - one.bottom <= 0.5 * reach)


def of_tile(ctx: Context) -> Answer | None:
    """The value or the change of the tile that is asked about by its label; None for any other question."""
    words, p = tile_words(ctx.phrases.language), ctx.phrases
    asked = plain_question(ctx.asked, p)
    patterns = [("change", one) for one in words.change] + [("value", one) for one in words.value]
    there: list[Tile] | None = None
    for part, pattern in patterns:
        found = re.fullmatch(pattern, asked)
        if found is None:
            continue
        there = tiles(ctx.view) if there is None else there
        named = [tile for tile in there if _same(found["x"], tile.label, words)]
        if len(named) != 1:
            continue
        if part == "value":
            return _told(ctx, named[0], named[0].figure)
        return _changed(ctx, named[0], asked, words) if named[0].change else None
    return None


def _same(asked: str, label: str, words: TileWords) -> bool:
    """Whether the words are the whole label, one or many."""
    bare = re.sub(rf"^(?:{words.articles})", "", asked.strip())
    one, two = normal(bare), normal(label)
    return one == two or (len(one) > 3 and len(two) > 3 and one.removesuffix("s") == two.removesuffix("s"))


def _changed(ctx: Context, tile: Tile, asked: str, words: TileWords) -> Answer:
    """The change; no answer to "by how much did it grow" where it fell."""
    fell = tile.change.startswith(FELL)
    against = words.up if fell else words.down
    told = _told(ctx, tile, tile.change)
    if re.search(against, asked) is None:
        return told
    return ctx.cannot_tell(ctx.phrases("nearest", text=told.text), told.evidence)


def _told(ctx: Context, tile: Tile, text: str) -> Answer:
    p = ctx.phrases
    colon = ": " if p.spaced else "："
    own = next(one for one in tile.evidence if text in one.text)
    return ctx.answer(p.ended(f"{tile.label}{colon}{hedged(text, own, p)}"), tile.evidence, subject=[own])

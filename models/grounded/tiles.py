"""Tiles: a small label, one big figure right under it and perhaps its change, as dashboards, banks and the weather show
them. A figure that is written there goes before one that is measured in a chart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Answer, Box, Evidence, TextBlock
from models.evidence.charts.things import ROLES
from models.grounded.claims import normal, of_block
from models.grounded.doubts import hedged, unsure
from models.grounded.questions import parse, parse_target, plain_question
from models.grounded.reply import Context
from models.grounded.shapes import SECRET
from models.grounded.tile_words import TileWords, tile_words
from models.grounded.view import View

BIGGER = 1.3
"""Heights of its label that a tile's figure has at least: what else stands under a text is a line of a list."""
CLOSE = 1.2
"""Heights of the label from it to its figure, at most."""
ALIGNED = 0.8
"""The same, between their left edges (or their middles, in tiles that are centred)."""
CLEAR = 2.0
"""Times as far as its own figure another one must be above a label."""
CHANGE_FAR = 3.0
"""The same, between the figure and its change."""
LABEL_WORDS = 4
MOST_LABELS = 20
"""Texts of one name, at most."""
PRIVATE = re.compile(rf"{SECRET.pattern}|\b(?i:cvc|cvv|puk|tan|security code|kartenprüfnummer)\b|安全码|验证码")
"""Labels whose figure is not read aloud."""
FIGURE = (
    r"(?:[$€£¥₹]|US\$|CHF |EUR |USD )?\s?[-−]?\d[\d.,'’\u202f\u00a0]*\d?(?: \d{3})*"
    r"(?:\s?(?:[%€£¥₹°$℃℉]|°[CF]|km/h|m/s|[^\W\d_]{1,8}))?"
)
CHANGE_UNIT = r"(?:[%‰€£¥₹°]|°[CF]|[℃℉]|pp|pts?|[kKMB]|kg|km/h)"
CHANGE = (
    rf"(?:[+▲▼↑↓△▽⬆⬇]\s?(?:[$€£¥₹]\s?)?\d[\d.,]*(?:\s?(?:%|[^\W\d_]{{1,12}}))?"
    rf"|[-−–](?:[$€£¥₹]\d[\d.,]*|\d[\d.,]*\s?{CHANGE_UNIT}))"
)
"""A minus stands right before its number and with a unit: "5 - 8" and "12 – 15" are ranges."""
WHOLE = re.compile(FIGURE)
CHANGED = re.compile(CHANGE)
BOTH = re.compile(rf"(?P<figure>{FIGURE})\s+(?P<change>{CHANGE})")
"""Read as one line by OCR."""
LONGEST = 40
"""Signs of a figure with its change, at most."""
MINUS = ("-", "−", "–")
COUNTED = re.compile(r"k|K|M|B|bn|Mio\.?|Mrd\.?|Tsd\.?|million|billion|thousand|Millionen|[万亿千百个人位件笔名]+")
"""What may follow a number of things."""
NUMBERED = re.compile(r"\d{7,}")
"""The number of an order, not of orders."""
ASKED = ("value", "count", "number", "amount")
"""What a question for a tile is understood as elsewhere; one for errors or for what is selected is not."""
FELL = (*MINUS, "▼", "↓", "▽", "⬇")


@dataclass(frozen=True, slots=True)
class Tile:
    label: str
    figure: str
    change: str
    """ "" for none."""
    evidence: tuple[Evidence, ...]
    """Of the figure, its label and its change."""


def tiles(view: View, asked: str, words: TileWords) -> list[Tile]:
    """The tiles whose label is asked for; none within a chart, a table or a field for passwords, where a number under
    a text is something else. None either where so many texts are named like that that they are a list's."""
    named = [one for one in view.scene.blocks if _is_label(one.text) and _same(asked, one.text, words)]
    if not named or len(named) > MOST_LABELS:
        return []
    keep_out = [thing.box for thing in view.things if thing.role in ROLES and thing.role == "chart" and thing.box]
    hidden = [thing for thing in view.scene.things if thing.role == "password"]
    tables = {id(block) for table in view.seen_tables for block in table.blocks}
    blocks = [
        block
        for block in view.scene.blocks
        if id(block) not in tables
        and not any(_within(block.box, chart) for chart in keep_out)
        and not any(one.box is not None and one.box.overlap(block.box) for one in hidden)
    ]
    kept, secret = {id(block) for block in blocks}, {normal(thing.name) for thing in hidden}
    found = []
    for label in named:
        if id(label) not in kept or normal(label.text) in secret or PRIVATE.search(label.text):
            continue
        under = [block for block in blocks if _is_figure_of(label, block)]
        if len(under) != 1 or not _is_its_own(label, under[0], blocks):
            continue
        if (tile := _tile(label, under[0], blocks)) is not None:
            found.append(tile)
    return found


def _within(box: Box, chart: Box) -> bool:
    return 2 * chart.overlap(box) > box.area


def _is_label(text: str) -> bool:
    return len(text.split()) <= LABEL_WORDS and not re.search(r"\d", text) and re.search(r"[^\W\d_]", text) is not None


def _is_figure_of(label: TextBlock, block: TextBlock) -> bool:
    one, two, height = label.box, block.box, label.box.h
    if two.h < BIGGER * height or not -0.3 * height <= two.y - one.bottom <= CLOSE * height:
        return False
    aligned = abs(one.x - two.x) <= ALIGNED * height or abs(one.x + one.w / 2 - two.x - two.w / 2) <= ALIGNED * height
    text = block.text.strip()
    return aligned and len(text) <= LONGEST and (WHOLE.fullmatch(text) or BOTH.fullmatch(text)) is not None


def _is_its_own(label: TextBlock, figure: TextBlock, blocks: Sequence[TextBlock]) -> bool:
    """Whether the figure is the label's: not where figures stand above their labels (the next one is another's)."""
    one, two = label.box, figure.box
    gap = max(2, two.y - one.bottom)
    for block in blocks:
        box, text = block.box, block.text.strip()
        if block is label or block is figure or min(one.right, box.right) <= max(one.x, box.x):
            continue
        above = one.y - box.bottom
        if box.y < one.y and above < CLEAR * gap and box.h >= BIGGER * one.h and re.search(r"\d", text):
            return False
        if box.y > two.y and box.y - two.bottom < gap and box.h < two.h and _is_label(text):
            return False
    return True


def _tile(label: TextBlock, figure: TextBlock, blocks: Sequence[TextBlock]) -> Tile | None:
    text, change = figure.text.strip(), ""
    evidence: tuple[Evidence, ...] = (of_block(figure), of_block(label))
    if (both := BOTH.fullmatch(text)) is not None:
        if both["change"].startswith(MINUS) and not _no_range(both["figure"], both["change"]):
            return None
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
    if block.text.strip().startswith(MINUS) and two.h >= 0.8 * one.h and not _no_range(figure.text, block.text):
        return False
    level = min(one.bottom, two.bottom) - max(one.y, two.y) >= 0.5 * two.h
    beside = level and -0.5 * label.box.h <= two.x - one.right <= reach
    across = min(one.right, two.right) - max(one.x, two.x) > 0
    return beside or (across and -2 <= two.y - one.bottom <= 0.5 * reach)


def _no_range(figure: str, change: str) -> bool:
    """Whether "1,208 -2.5 %" can't mean from one number to another."""
    digits = re.sub(r"\D", "", figure)
    return "%" in change and "%" not in figure and (len(digits) > 2 or re.search(r"[$€£¥₹]", figure) is not None)


def of_tile(ctx: Context) -> Answer | None:
    """The value or the change of the tile that is asked about by its label; None for any other question, and while
    not all of the screen has been looked at."""
    if not ctx.view.scene.complete:
        return None
    words, p = tile_words(ctx.phrases.language), ctx.phrases
    asked = plain_question(ctx.asked, p)
    patterns = [("change", one) for one in words.change] + [("value", one) for one in words.value]
    for part, pattern in patterns:
        found = re.fullmatch(pattern, asked)
        if found is None:
            continue
        named = tiles(ctx.view, found["x"], words)
        if len(named) != 1:
            continue
        if part == "value":
            if not _is_asked_of(ctx, found["x"], asked, words):
                return None
            told = _told(ctx, named[0], named[0].figure)
            return told if _fits(named[0], found["x"], asked, words) else _nearest(ctx, told)
        return _changed(ctx, named[0], asked, words) if named[0].change else None
    return None


def _is_asked_of(ctx: Context, name: str, asked: str, words: TileWords) -> bool:
    """Whether nothing else is meant: the errors, what is selected, how many buttons there are."""
    if parse(ctx.asked, ctx.phrases).intent not in ASKED or re.search(words.list, asked):
        return False
    target = parse_target(name, ctx.phrases)
    many = re.search(words.many, asked) is not None
    state = name in ctx.phrases.states or re.search(ctx.phrases.problem, name) is not None
    return not (target.roles and not target.name) and (many or not state)


def _fits(tile: Tile, name: str, asked: str, words: TileWords) -> bool:
    """Whether the figure is of the kind that is asked for: no money for how many, a measure for how high."""
    figure = tile.figure
    if re.search(words.many, asked):
        one = re.fullmatch(r"[-−]?\d[\d.,'’\u202f\u00a0 ]*(?P<unit>[^\d.,].*)?", figure)
        unit = (one["unit"] or "").strip() if one else ""
        if re.search(words.percent, asked):
            return "%" in figure
        counted = one is not None and (not unit or COUNTED.fullmatch(unit) or normal(unit) == normal(tile.label))
        bare = re.sub(rf"^(?:{words.articles})", "", name.strip())
        return bool(counted) and NUMBERED.fullmatch(figure) is None and normal(bare) == normal(tile.label)
    if re.search(words.size, asked):
        return re.search(r"[^\d.,'’\s\u202f\u00a0−-]", figure) is not None
    return True


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
    if re.search(against, asked) or (re.search(words.percent, asked) and "%" not in tile.change):
        return _nearest(ctx, told)
    return told


def _nearest(ctx: Context, told: Answer) -> Answer:
    return ctx.cannot_tell(ctx.phrases("nearest", text=told.text), told.evidence)


def _told(ctx: Context, tile: Tile, text: str) -> Answer:
    p = ctx.phrases
    colon = ": " if p.spaced else "："
    own = next(one for one in tile.evidence if text in one.text)
    label = next(one for one in tile.evidence if tile.label in one.text)
    if any(unsure(one) for one in tile.evidence):
        whole = p("possibly", text=f"{tile.label}{colon}{text}")
    else:
        whole = f"{hedged(tile.label, label, p)}{colon}{hedged(text, own, p)}"
    return ctx.answer(p.ended(whole), tile.evidence, subject=[own])

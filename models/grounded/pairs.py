"""Labels and their values: fields, "Total: 25 €", a label beside or above its value, cells of tables."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from statistics import median

from assistant.types import Evidence, TextBlock, Thing
from models.evidence.structure.tables import PROSE_LETTERS
from models.grounded.claims import normal, of_block, of_thing
from models.grounded.previews import called
from models.grounded.table_captions import caption
from models.grounded.view import FIELDS, TICKED, View, is_editor, is_prompt, text_of

INLINE = re.compile(r"^(?P<label>[^:：\n]{1,48}?)\s*[:：](?!//)\s*(?P<value>\S.{0,160})$", re.DOTALL)
SETTING = re.compile(r"^(?P<label>[^\W\d][\w.-]*(?: [\w.-]+){0,3}?)\s*=\s*(?P<value>[^\s=].{0,160})$")
"""A line of a file of settings: "keep_days = 14"; never a comparison."""
TRAILING = re.compile(
    r"^(?P<label>[^\d$€£¥￥]{2,40}?(?<![,;]))\s+(?P<value>[-+]?[$€£¥￥]?\s?\d[\d.,:/ ]*(?:%|[A-Za-z°€£¥元]{0,4}))$"
)
HANGS = re.compile(
    r"(?i)(?:^|\s)(?:than|to|of|at|for|in|on|from|until|by|over|under|als|bis|von|mit|für|and|or|und|oder)$|[<>!=]=$|[<>]$"
)
"""A label never ends so: "Louder than 100 %", "a <= 3"."""
KEY = re.compile(
    r"(?:\^.|M-.|F\d{1,2}|(?:ctrl|alt|shift|strg|cmd|super|meta)[+-].{1,9}|esc|enter|tab|del|space)", re.IGNORECASE
)
"""A key to press, as a program's line of hints writes it."""
HINTS = 2
"""Keys in one line from which it is a line of hints, in which a key belongs to the words after it."""
ACROSS = 12
"""Heights of a label to the text beside it from which what stands right below it is nearer."""
LABEL_WORDS = 5
"""A longer text beside another is no label."""


@dataclass(frozen=True, slots=True)
class Pair:
    label: str
    value: str
    evidence: tuple[Evidence, ...]
    column: str = ""
    """The column's heading, for cells of a table; the label is the row's then."""
    secret: bool = False
    around: str = ""
    """What else belongs to a cell: its table's name, its row, the headings. Words found here count as known."""


def pairs(view: View) -> list[Pair]:
    """All label-value pairs of a view, the surest sources first."""
    found = [*_fields(view), *_tables(view)]
    for piece in (*view.pieces, *view.static_texts):
        if not is_prompt(piece.text) and (pair := inline_pair(piece.text, piece.evidence)):
            found.append(pair)
    found += _siblings(view)
    in_tables = {id(block) for table in view.seen_tables for block in table.blocks}
    found += _seen(view)
    in_cards = {id(block) for card in view.cards for block in (card.title, *card.texts)}
    found += _cards(view)
    blocks = [block for block in value_blocks(view) if id(block) not in in_tables | in_cards]
    hints = _hints(list(view.scene.blocks))
    blocks = [block for block in blocks if id(block) not in hints]
    grid, used = _grid(blocks)
    found += grid
    found += _beside([block for block in blocks if id(block) not in used])
    known: set[tuple[str, str, str]] = set()
    unique = []
    for pair in found:
        key = (normal(pair.label), normal(pair.column), normal(pair.value))
        if key not in known and normal(pair.label):
            known.add(key)
            unique.append(pair)
    return unique


def inline_pair(text: str, evidence: Evidence) -> Pair | None:
    """ "Total: $25.00" or "Total $25.00"; never a time of day ("10:30") or an address ("http://")."""
    found = SETTING.match(text) or INLINE.match(text)
    if found and not found["label"][-1].isdigit() and re.search(r"[^\W\d_]", found["label"]):
        return Pair(found["label"].strip(), found["value"].strip(), (evidence,))
    found = TRAILING.match(text)
    if found and len(found["label"].split()) <= LABEL_WORDS and not HANGS.search(found["label"]):
        return Pair(found["label"].strip(), found["value"].strip(), (evidence,))
    return None


def _fields(view: View) -> list[Pair]:
    roles = (*FIELDS, "slider", "progressbar")
    return [
        Pair(thing.name.rstrip(":： *"), thing.value, (of_thing(thing),), secret=thing.role == "password")
        for thing in view.of_roles(*roles)
        if thing.name and not is_editor(thing)
    ]


def _tables(view: View) -> list[Pair]:
    """Cells with the heading of their column and the first cell of their row that is no number."""
    found = []
    for table in view.of_roles("table"):
        rows = view.rows_of(table)
        if not rows:
            continue
        texts = [[_cell_text(cell, view) for cell in row] for row in rows]
        header = texts[0] if is_header(texts) else []
        for row, words in list(zip(rows, texts, strict=True))[1 if header else 0 :]:
            told = [at for at, cell in enumerate(row) if words[at] and not _only_ticks(cell, view)]
            # A time or a number in front is a value as well: "when does the train to Lyon leave".
            name = next((at for at in told if not re.search(r"\d", words[at])), told[0] if told else 0)
            around = " ".join((table.name, *header, *words))
            for at in told:
                if at == name or (at < name and not header):
                    continue
                evidence = (of_thing(row[at]), of_thing(row[name]))
                column = header[at] if at < len(header) else ""
                found.append(Pair(words[name], words[at], evidence, column, around=around))
    return found


def _only_ticks(cell: Thing, view: View) -> bool:
    """A cell that only has the box to tick a row with: its name is no name of the row."""
    inside = view.inside(cell)
    return any(thing.role in TICKED for thing in inside) and not any(
        thing.role in ("text", "label") for thing in inside
    )


def _cell_text(cell: Thing, view: View) -> str:
    return cell.value or cell.name or text_of(cell, view)


def is_header(rows: list[list[str]]) -> bool:
    """The first row names columns when it has no numbers and a later row has."""
    return not any(re.search(r"\d", cell) for cell in rows[0]) and any(
        re.search(r"\d", cell) for row in rows[1:] for cell in row
    )


def _siblings(view: View) -> list[Pair]:
    """A label of the tree that ends with a colon, and the text or field after it."""
    found = []
    for before, after in zip(view.things, view.things[1:], strict=False):
        if before.role not in ("label", "text", "heading") or after.parent != before.parent:
            continue
        label, value = text_of(before, view), text_of(after, view)
        if label.endswith((":", "：")) and value and after.role in ("label", "text", "paragraph", "link", *FIELDS):
            if after.role in FIELDS:
                value = after.value
            found.append(
                Pair(label.rstrip(":： "), value, (of_thing(after), of_thing(before)), secret=after.role == "password")
            )
    return found


def value_blocks(view: View) -> list[TextBlock]:
    """Blocks that can be labels or values: short, and no button's name."""
    buttons = {normal(thing.name) for thing in view.of_roles("button", "menuitem", "tab", "menu")}
    cells = "cell" if view.of_roles("table") else ""  # of tables the tree knows what belongs together
    return [
        block
        for block in view.blocks
        if len(block.text) <= 60 and normal(block.text) not in buttons and (block.kind, block.source) != (cells, "tree")
    ]


def rows_of_blocks(blocks: list[TextBlock]) -> list[list[TextBlock]]:
    """Blocks that share a line, left to right; lines from top to bottom."""
    rows: list[list[TextBlock]] = []
    for block in sorted(blocks, key=lambda block: (block.box.y + block.box.h / 2, block.box.x)):
        if rows:
            last = rows[-1][0]
            shared = min(last.box.bottom, block.box.bottom) - max(last.box.y, block.box.y)
            if 2 * shared >= min(last.box.h, block.box.h):
                rows[-1].append(block)
                continue
        rows.append([block])
    return [sorted(row, key=lambda block: block.box.x) for row in rows]


def _hints(blocks: list[TextBlock]) -> set[int]:
    """The blocks of lines that tell what keys do ("^X Exit  ^R Read File"): "Exit" is no label of the key after it."""
    return {
        id(block)
        for row in rows_of_blocks(blocks)
        if sum(KEY.fullmatch(block.text) is not None for block in row) >= HINTS
        for block in row
    }


def _grid(blocks: list[TextBlock]) -> tuple[list[Pair], set[int]]:
    """Cells of tables that only the eye sees: at least three lines of as many (three or more) blocks; and a line of
    labels above a line of their values."""
    found: list[Pair] = []
    used: set[int] = set()
    run: list[list[TextBlock]] = []
    for row in [*rows_of_blocks(blocks), []]:
        if run and len(row) != len(run[0]):
            if len(run) >= 3 and len(run[0]) >= 3:
                found += _of_grid(run)
                used |= {id(block) for line in run for block in line}
            elif len(run) == 2 and len(run[0]) >= 2 and _stacked(*run):
                found += [
                    Pair(label.text.rstrip(":： "), value.text, (of_block(value), of_block(label)))
                    for label, value in zip(*run, strict=True)
                ]
                used |= {id(block) for line in run for block in line}
            run = []
        run.append(row)
    return found, used


def _seen(view: View) -> list[Pair]:
    """Cells of tables that only the eye sees, by the first cell of their row and the heading of their column."""
    found = []
    kinds = called(view)
    for table in view.seen_tables:
        over = caption(view, [cell for cell in table.rows[0] if cell is not None], table.header)
        for row in table.rows:
            words = list({id(cell): cell.text for cell in row if cell is not None}.values())
            kind = next((kinds[id(cell)] for cell in row if id(cell) in kinds), "")
            around = " ".join((*table.header, *words, kind, over))
            # As in tables that the tree tells: a time or a number in front is a value as well.
            told = [(at, cell) for at, cell in enumerate(row) if cell is not None]
            named = [(at, cell) for at, cell in told if not re.search(r"\d", cell.text)]
            name, first = next(iter(named or told), (0, None))
            for at, cell in enumerate(row):
                if first is None or cell is None or cell is first or cell in row[:at]:
                    continue
                if at < name and not table.header:
                    continue
                column = table.header[at] if table.header else ""
                found.append(Pair(first.text, cell.text, (of_block(cell), of_block(first)), column, around=around))
    return found


def _cards(view: View) -> list[Pair]:
    """What a card has below its heading, but for its buttons."""
    buttons = {normal(thing.name) for thing in view.of_roles("button")}
    return [
        Pair(
            card.title.text,
            text.text,
            (of_block(text), of_block(card.title)),
            around=" ".join(t.text for t in card.texts),
        )
        for card in view.cards
        for text in card.texts
        if normal(text.text) not in buttons
    ]


def _stacked(labels: list[TextBlock], values: list[TextBlock]) -> bool:
    """Whether each value stands right under its label: aligned, close, and only the values have digits."""
    height = labels[0].box.h
    return (
        not any(re.search(r"\d", label.text) for label in labels)
        and any(re.search(r"\d", value.text) for value in values)
        and values[0].box.y - labels[0].box.bottom <= 1.5 * height
        and all(abs(l.box.x - v.box.x) <= height for l, v in zip(labels, values, strict=True))  # noqa: E741
    )


def _of_grid(rows: list[list[TextBlock]]) -> list[Pair]:
    texts = [[block.text for block in row] for row in rows]
    if sum(median(map(len, column)) > PROSE_LETTERS for column in zip(*texts, strict=True)) > 1:
        return []  # columns of running text that happen to be level
    header = texts[0] if is_header(texts) else []
    return [
        Pair(row[0].text, cell.text, (of_block(cell), of_block(row[0])), header[at] if header else "")
        for row in rows[1 if header else 0 :]
        for at, cell in enumerate(row)
        if at > 0
    ]


def _beside(blocks: list[TextBlock]) -> list[Pair]:
    """A short label with its value to the right, or (when it ends with a colon) below."""
    found = []
    for row in rows_of_blocks(blocks):
        for label, value in itertools.pairwise(row):
            if _may_be_label(label.text) and value.box.x >= label.box.right - 2:
                far = value.box.x - label.box.right > ACROSS * label.box.h
                if far and (under := _right_below(label, blocks)) is not None:
                    value = under  # the label of a field, in a form that has something else beside it
                found.append(Pair(label.text.rstrip(":：= "), value.text, (of_block(value), of_block(label))))
    in_row = {id(block) for row in rows_of_blocks(blocks) for block in row[:-1]}
    for label in blocks:
        if label.text.endswith((":", "：")) and id(label) not in in_row:
            below = [
                block
                for block in blocks
                if 0 <= block.box.y - label.box.bottom <= 2 * label.box.h
                and abs(block.box.x - label.box.x) <= 3 * label.box.h
            ]
            if below:
                value = min(below, key=lambda block: block.box.y)
                found.append(Pair(label.text.rstrip(":：= "), value.text, (of_block(value), of_block(label))))
    return found


def _right_below(label: TextBlock, blocks: list[TextBlock]) -> TextBlock | None:
    close = [
        block
        for block in blocks
        if 0 <= block.box.y - label.box.bottom <= 1.5 * label.box.h
        and abs(block.box.x - label.box.x) <= 2 * label.box.h
    ]
    return min(close, key=lambda block: block.box.y, default=None)


def _may_be_label(text: str) -> bool:
    return len(text.split()) <= LABEL_WORDS and re.search(r"[^\W\d_]", text) is not None

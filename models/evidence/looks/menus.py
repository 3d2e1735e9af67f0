"""Menu bars and open menus in pixels.

A menu bar is a row of names far apart near the top of a window, of which several are such as menus have. An open menu
is a column of names with one left edge, on one ground that begins and ends with it, and with keys ("Ctrl+Z") along one
right edge on the rows of some of them, or right under a name of the bar. What is paler than the others can't be chosen;
what stands on another ground is the one that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from assistant.types import Box, TextBlock, Thing
from models.evidence.looks.colours import Drawn, distance, drawn_in, reach

if TYPE_CHECKING:
    from assistant.types import Pixels

KNOWN = frozenset((
    "file", "edit", "view", "help", "search", "tools", "tool", "window", "windows", "document", "format", "options",
    "insert", "go", "bookmarks", "history", "run", "project", "terminal", "game", "mode", "settings", "debug",
    "selection", "image", "layer", "colors", "filters", "build", "source", "refactor", "calculator", "datei",
    "bearbeiten", "ansicht", "hilfe", "suchen", "extras", "fenster", "dokument", "einfügen", "gehe", "lesezeichen",
    "chronik", "fichier", "édition", "affichage", "aide", "outils", "fenêtre", "archivo", "editar", "ver", "ayuda",
    "herramientas", "ventana", "buscar",
    "文件", "编辑", "查看", "搜索", "帮助", "工具", "窗口", "视图", "文档", "格式", "选项", "插入",
    "查找",
))  # fmt: skip
"""First words of what menu bars hold."""
CERTAIN, FEWEST = 2, 3
"""Names of a bar that are known, and names at all."""
NAME_WORDS = 2
KEYS = re.compile(
    r"(?i)(?:(?:ctrl|control|strg|alt|shift|umschalt|super|meta|cmd|win) ?\+ ?)+\S{1,10}|[⌃⌥⇧⌘]+ ?\S{1,3}"
    r"|f(?:1[0-2]|[1-9])"
)
"""Keys of a menu's item."""
SINGLE_KEY = re.compile(r"(?i)delete|del|entf|enter|return|esc(?:ape)?|tab|space|backspace|home|end|insert|f\d\d?")
LEVEL = 0.4
"""Line heights by which two texts on one row differ at most."""
EDGE = 6
"""Pixels that the left edges of a menu's names, and the right edges of its keys, are off at most."""
KEYED = 2
"""Rows with keys from which a column of names is a menu."""
APART = 2.1
"""Pitches between two items that lie one after another, a line between them counted."""
PALE, CLEAR = 0.68, 0.85
"""Shares of the strongest contrast: of what can't be chosen at most, of what can be at least."""
OTHER_GROUND = 24
"""Of 255, from the ground of the menu."""
SURE = 0.95
"""Confidence of what is told: on the programs it was tried on none was wrong."""
TOP = 0.15
"""Share of the picture's height, from the top, in which its menu bar lies."""


@dataclass(frozen=True, slots=True)
class _Item:
    name: TextBlock
    keys: TextBlock | None
    drawn: Drawn


def menus(pixels: Pixels, lines: Sequence[TextBlock], first_id: int) -> list[Thing]:
    """Of a picture, (h, w, 3) uint8 RGB, and the lines that were read in it, menu bars parted. Parents come first."""
    bar = _bar(lines, int(pixels.shape[0]))
    names = list(_bar_things(bar, first_id)) if bar else []
    found: list[Thing] = []
    number = first_id + len(names)
    for box, items in _open(pixels, lines, bar):
        owner = next((at for at, thing in enumerate(names) if at and thing.box and _hangs_under(box, thing.box)), None)
        if owner is not None:
            names[owner] = replace(names[owner], states=frozenset(("selected",)))
            parent = names[owner].id
        else:
            parent = number
            found.append(Thing(number, "menu", box=box, confidence=SURE, source="pixels"))
            number += 1
        found += _item_things(items, box, number, parent)
        number += len(items)
    return [*names, *found]


# -- the bar ------------------------------------------------------------------------------------------------------


def _bar(lines: Sequence[TextBlock], height: int) -> list[TextBlock]:
    """The names of the menu bar, from left to right; none where there is no such row."""
    top = [line for line in lines if line.box.centre[1] < max(TOP * height, 3 * line.box.h)]
    for first in sorted(top, key=lambda line: (line.box.y, line.box.x)):
        row = sorted((line for line in top if _level(first.box, line.box)), key=lambda line: line.box.x)
        row = _together(row)
        known = sum(_first_word(line.text) in KNOWN for line in row)
        if len(row) >= FEWEST and known >= CERTAIN and _first_word(row[0].text) in KNOWN:
            return row
    return []


def _together(row: Sequence[TextBlock]) -> list[TextBlock]:
    """The names from the left on, up to where they stand farther apart or something else follows."""
    kept: list[TextBlock] = []
    for line in row:
        words = line.text.split()
        if len(words) > NAME_WORDS or any(sign.isdigit() for sign in line.text) or not words[0][0].isalpha():
            break
        if kept and line.box.x - kept[-1].box.right > 3 * line.box.h:
            break
        kept.append(line)
    return kept


def _first_word(text: str) -> str:
    return text.split()[0].casefold().strip("._&").split("(")[0] if text.split() else ""


def _level(one: Box, other: Box) -> bool:
    return abs(one.centre[1] - other.centre[1]) <= LEVEL * min(one.h, other.h)


def _bar_things(bar: Sequence[TextBlock], first_id: int) -> Iterator[Thing]:
    """The bar, then its menus; their boxes reach from the middle of one blank to that of the next."""
    box = bar[0].box.union(bar[-1].box)
    gap = median(after.box.x - before.box.right for before, after in pairwise(bar))
    pad = round(gap / 2)
    whole = Box(max(0, box.x - pad), max(0, box.y - 2), box.w + 2 * pad, box.h + 4)
    yield Thing(first_id, "menubar", box=whole, confidence=SURE, source="pixels")
    for at, line in enumerate(bar):
        one = Box(max(0, line.box.x - pad), whole.y, line.box.w + 2 * pad, whole.h)
        yield Thing(first_id + 1 + at, "menu", line.text, box=one, parent=first_id, confidence=SURE, source="pixels")


# -- open menus ---------------------------------------------------------------------------------------------------


def _open(pixels: Pixels, lines: Sequence[TextBlock], bar: Sequence[TextBlock]) -> Iterator[tuple[Box, list[_Item]]]:
    """(box, items) of each open menu."""
    names = [line for line in lines if line not in bar]
    keys = [line for line in names if KEYS.fullmatch(line.text.strip())]
    taken: set[int] = set()
    for key in keys:
        if id(key) in taken:
            continue
        column = [one for one in keys if abs(one.box.right - key.box.right) <= EDGE]
        labels = [label for one in column if (label := _label(one, names)) is not None]
        lefts = [label.box.x for label in labels]
        if len(labels) < KEYED:
            continue
        left = median(lefts)
        if sum(abs(x - left) <= EDGE for x in lefts) < 0.8 * len(lefts):
            continue
        taken |= {id(one) for one in column}
        items = _column(pixels, names, left, max(one.box.right for one in column))
        if len(items) >= FEWEST and sum(item.keys is not None for item in items) >= KEYED:
            yield _frame(pixels, items), items


def _label(key: TextBlock, names: Sequence[TextBlock]) -> TextBlock | None:
    """The nearest text left of the keys, on their row."""
    left = [one for one in names if one.box.right <= key.box.x + 2 and _level(one.box, key.box) and one is not key]
    return max(left, key=lambda one: one.box.right, default=None)


def _column(pixels: Pixels, names: Sequence[TextBlock], left: float, right: int) -> list[_Item]:
    """The items from top to bottom, each with its keys, up to where the pace of the rows ends."""
    column = [one for one in names if abs(one.box.x - left) <= EDGE and one.box.right < right + EDGE]
    column.sort(key=lambda one: one.box.y)
    items: list[_Item] = []
    for name in column:
        drawn = drawn_in(pixels, _body(name.box))
        if drawn is None:
            continue
        beside = [
            one
            for one in names
            if one is not name and _level(one.box, name.box) and name.box.right <= one.box.x <= right
        ]
        keyed = [one for one in beside if KEYS.fullmatch(one.text.strip()) or SINGLE_KEY.fullmatch(one.text.strip())]
        items.append(_Item(name, keyed[-1] if keyed else None, drawn))
    return _paced(items)


def _body(box: Box) -> Box:
    """The middle of a line, where no other ground comes in."""
    return Box(box.x, box.y + box.h // 5, box.w, box.h - 2 * (box.h // 5))


def _paced(items: list[_Item]) -> list[_Item]:
    """The longest run of items of which none lies much farther below the one before than usual."""
    if len(items) < FEWEST:
        return []
    pitch = median(after.name.box.centre[1] - before.name.box.centre[1] for before, after in pairwise(items))
    runs: list[list[_Item]] = [[items[0]]]
    for before, item in pairwise(items):
        if item.name.box.centre[1] - before.name.box.centre[1] > APART * pitch:
            runs.append([])
        runs[-1].append(item)
    return max(runs, key=lambda run: (sum(item.keys is not None for item in run), len(run)))


def _frame(pixels: Pixels, items: Sequence[_Item]) -> Box:
    """Where the ground of the menu ends, by the rows of its items: to the left of their names, to the right of all."""
    import numpy as np

    width = int(pixels.shape[1])
    # The box of a text may reach over the border: the one that ends first doesn't.
    right_of = min(width - 1, min(item.keys.box.right for item in items if item.keys is not None))
    lefts, rights = [], []
    for item in items:
        row = int(item.name.box.centre[1])
        lefts.append(reach(pixels, row, max(0, item.name.box.x - 3), item.drawn.ground, -1))
        rights.append(reach(pixels, row, right_of, item.drawn.ground, 1))
    left, right = int(np.median(lefts)), int(np.median(rights))
    pitch = median(after.name.box.centre[1] - before.name.box.centre[1] for before, after in pairwise(items))
    top = round(items[0].name.box.centre[1] - pitch / 2)
    bottom = round(items[-1].name.box.centre[1] + pitch / 2)
    return Box(left, max(0, top), right - left + 1, bottom - max(0, top))


def _hangs_under(box: Box, name: Box) -> bool:
    """Whether an open menu begins at the left edge of a name of the bar, right under it."""
    return abs(box.x - name.x) <= max(6, name.h // 2) and abs(box.y - name.bottom) <= name.h


def _item_things(items: Sequence[_Item], box: Box, first_id: int, parent: int) -> Iterator[Thing]:
    grounds = [item.drawn.ground for item in items]
    usual = max(grounds, key=grounds.count)
    chosen = [distance(ground, usual) >= OTHER_GROUND for ground in grounds]
    if sum(chosen) > 1:
        chosen = [False] * len(items)
    strongest = max((item.drawn.contrast for item, is_it in zip(items, chosen, strict=True) if not is_it), default=0)
    shares = [item.drawn.contrast / strongest if strongest else 0.0 for item in items]
    pale = [share <= PALE and not is_it for share, is_it in zip(shares, chosen, strict=True)]
    edges = [box.y, *(round((a.name.box.centre[1] + b.name.box.centre[1]) / 2) for a, b in pairwise(items)), box.bottom]
    for at, item in enumerate(items):
        states: frozenset[str] = frozenset()
        if chosen[at]:
            states = frozenset(("selected",))
        elif pale[at]:
            states = frozenset(("disabled",))
        elif any(pale) and shares[at] >= CLEAR:
            states = frozenset(("enabled",))
        place = Box(box.x, edges[at], box.w, edges[at + 1] - edges[at])
        yield Thing(
            first_id + at, "menuitem", item.name.text, "", states, place, parent, confidence=SURE, source="pixels"
        )

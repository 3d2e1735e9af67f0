"""Units of text that can be counted and asked for by number: lines, paragraphs, headings, rows..."""

from __future__ import annotations

import re

from assistant.types import Evidence, Thing
from models.grounded.claims import of_thing
from models.grounded.view import Piece, View, text_of

MENUS = frozenset(
    re.findall(
        r"\S+",
        "file edit search view document help tools window options format insert go bookmarks history terminal tabs "
        "settings selection run project build navigate image layer datei bearbeiten ansicht suchen suche dokument "
        "hilfe extras fenster einfügen gehe lesezeichen chronik einstellungen "
        "文件 编辑 查看 视图 搜索 文档 帮助 工具 窗口 格式 插入 设置",
    )
)
FEWEST_MENUS = 3
UNITS = ("line", "paragraph", "heading", "word", "sentence", "row", "column")


def units(unit: str, view: View) -> list[Piece]:
    """All of one kind, in reading order."""
    if unit == "line":
        return view.lines if view.has_controls else [line for line in view.lines if not is_menu_bar(line.text)]
    if unit == "paragraph":
        return view.paragraphs
    if unit == "heading":
        return view.headings
    if unit == "sentence":
        return view.sentences
    if unit == "word":
        return [Piece(word, line.evidence) for line in view.lines for word in line.text.split()]
    tables = [view.rows_of(table) for table in view.of_roles("table")]
    found = [row for table in tables for row in table]
    if unit == "row":
        named = [Piece(text_of(row, view), of_thing(row)) for row in view.of_roles("row") if text_of(row, view)]
        return [_row(row, view) for row in found] or named
    return [Piece(text_of(cell, view), of_thing(cell)) for cell in (found[0] if found else ())]


def _row(cells: list[Thing], view: View) -> Piece:
    text = ", ".join(words for cell in cells if (words := text_of(cell, view)))
    boxes = [cell.box for cell in cells if cell.box is not None]
    box = boxes[0] if boxes else None
    for more in boxes[1:]:
        box = box.union(more) if box is not None else more
    return Piece(text, Evidence("tree", box, None, text))


def is_menu_bar(text: str) -> bool:
    """The names of a program's menus beside each other, seen in a picture: no line of its text."""
    names = text.lower().split()
    return len(names) >= FEWEST_MENUS and MENUS.issuperset(names)

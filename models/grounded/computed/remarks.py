"""What is remarked of the rows of a table: whether any is late, how late one is, its number, whether it is ticked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.types import Answer, Thing
from models.grounded.claims import of_thing
from models.grounded.computed.find import Column, Finder
from models.grounded.computed.grids import Cell, Grid
from models.grounded.previews import called
from models.grounded.states import holds, state_now
from models.grounded.view import TICKED, text_of
from models.grounded.words import covered, words

SHORT = 6
"""Words of a remark; what is longer speaks of something."""
SAID = 6
"""Rows that are told."""


def some(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    """ "Is any train late": the rows with such a remark; None where none has one, which may only be left out."""
    found = [
        (grid, row, cell) for grid, rows in _meant(finder, parts) for row, cell in _remarked(finder, grid, rows, parts)
    ]
    return _yes(finder, found, parts.get("s", ""))


def row_is(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    """ "Is the train to Lyon late": the remark of the one row that is meant."""
    meant = [(grid, rows) for grid, rows in _meant(finder, parts) if len(rows) == 1 < len(grid.rows)]
    if len(meant) != 1:
        return None
    grid, rows = meant[0]
    found = [(grid, row, cell) for row, cell in _remarked(finder, grid, rows, parts)]
    return _yes(finder, found, parts.get("s", ""))


def how(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    """ "How late is it": the remark, if it tells by how much."""
    meant = [(grid, rows) for grid, rows in _meant(finder, parts) if len(rows) == 1 < len(grid.rows)]
    if len(meant) != 1:
        return None
    grid, rows = meant[0]
    said = [(row, cell) for row, cell in _remarked(finder, grid, rows, parts)]
    told = [
        (grid, row, cell)
        for row, cell in said
        if re.fullmatch(finder.words.delayed, cell.text.lower().strip(" .!。！"))
    ]
    return _told(finder, told, "{text}") if len(told) == 1 else None


def number(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    """ "The number of the train to Lyon": what stands under "Train"."""
    meant = [(grid, rows) for grid, rows in _meant(finder, parts) if len(rows) == 1 < len(grid.rows)]
    if len(meant) != 1:
        return None
    grid, (row,) = meant[0]
    columns = [at for at in range(len(row)) if words(grid.heading(at)) == words(parts["k"])]
    if len(columns) != 1 or not re.search(r"\d", row[columns[0]].text):
        return None
    return _told(finder, [(grid, row, row[columns[0]])], "{text}")


def _meant(finder: Finder, parts: Mapping[str, str]) -> list[tuple[Grid, Sequence[tuple[Cell, ...]]]]:
    """The rows of each table that the words mean, by what they are called and what stands in some of them."""
    found: list[tuple[Grid, Sequence[tuple[Cell, ...]]]] = []
    keys = finder.keys(f"{parts.get('k', '')} {parts.get('x', '')}")
    for grid in finder.grids:
        if grid.loose or len(grid.rows) < 2:
            continue
        named = covered(keys, " ".join(grid.header), finder.phrases) if keys else []
        only = finder.narrowed([key for key, known in zip(keys, named, strict=True) if not known], grid)
        if only is not None:
            found.append((grid, finder.rows_of(Column(grid, grid.label_at, only))))
    return found


def _remarked(
    finder: Finder, grid: Grid, rows: Sequence[tuple[Cell, ...]], parts: Mapping[str, str]
) -> list[tuple[tuple[Cell, ...], Cell]]:
    keys = finder.keys(parts.get("s", ""))
    if not keys:
        return []
    return [
        (row, cell)
        for row in rows
        for at, cell in enumerate(row)
        if at != grid.label_at
        and len(words(cell.text)) <= SHORT
        and all(covered(keys, cell.text, finder.phrases))
        and not re.search(finder.words.denied, cell.text.lower())
    ]


def _yes(finder: Finder, found: Sequence[tuple[Grid, tuple[Cell, ...], Cell]], asked: str) -> Answer | None:
    """Yes where the cells are the remark that was asked for; what only speaks of it ("Expires 3 May") is quoted."""
    p = finder.phrases
    just = [one for one in found if _is_just(finder, asked, one[2].text)]
    if just:
        return _told(finder, just, p("yes_error", text="{text}"))
    return _told(finder, found, p("says", text="{text}")) if found else None


def _is_just(finder: Finder, asked: str, text: str) -> bool:
    """Whether a cell is the word itself, or one that means the same, alone or with by how much it is late."""
    plain, asked = text.lower().strip(" .!。！"), asked.lower()
    if plain == asked or any(plain in group and asked in group for group in finder.phrases.synonyms):
        return True
    late = re.fullmatch(finder.words.delayed, plain)
    return late is not None and any(int(number) > 0 for number in late.groups() if number)


def _told(finder: Finder, found: Sequence[tuple[Grid, tuple[Cell, ...], Cell]], saying: str) -> Answer:
    p = finder.phrases
    told = [p("calc_item", name=grid.label(row).text, value=cell.text) for grid, row, cell in found[:SAID]]
    if len(found) > SAID:
        told.append(p("more", count=len(found) - SAID))
    evidence = [cell.evidence for grid, row, one in found for cell in (one, grid.label(row))]
    return finder.ctx.answer(saying.replace("{text}", p.ended(p.group_separator.join(told))), evidence)


def ticked(finder: Finder, parts: Mapping[str, str]) -> Answer | None:
    """Whether the row that is meant is ticked: by the one box that it has."""
    view, p = finder.ctx.view, finder.phrases
    keys = finder.keys(parts["x"])
    boxes: list[tuple[Thing, str]] = []
    for table in view.of_roles("table", "list", "tree"):
        rows = [one for one in view.inside(table) if one.role in ("row", "listitem", "treeitem")]
        picked = any("selected" in one.states for one in rows)  # then a row may be marked without its box
        for row in rows:
            inside = view.inside(row)
            text = " ".join([row.name, *(text_of(cell, view) for cell in inside if cell.role not in TICKED)])
            hits = covered(keys, text, p) if keys else []
            rest = [key for key, hit in zip(keys, hits, strict=True) if not hit]
            own = [one for one in inside if one.role in TICKED]
            if any(hits) and len(own) == 1 and all(covered(rest, f"{own[0].name} {finder.context}", p) if rest else ()):
                if picked and "ticks" not in parts:
                    return None
                boxes.append((own[0], own[0].name or row.name or parts["x"]))
    boxes += _beside(finder, keys) if not boxes else []
    if len(boxes) != 1 or (holding := holds(boxes[0][0], "checked")) is None:
        return None
    box, name = boxes[0]
    said = p("yes_is" if holding else "no_is", name=name, state=p.state_names[state_now(box, "checked")])
    return finder.ctx.answer(said, [of_thing(box)])


def _beside(finder: Finder, keys: list[str]) -> list[tuple[Thing, str]]:
    """The boxes of rows that only the eye sees, of those that are meant: each left of its row, level with it, and the
    only one there."""
    view, p = finder.ctx.view, finder.phrases
    boxes = [(one, one.box.centre) for one in view.of_roles(*TICKED) if one.box is not None]
    kinds = called(view)
    found: list[tuple[Thing, str]] = []
    for row in (row for table in view.seen_tables for row in table.rows):
        cells = [cell for cell in row if cell is not None]
        first = cells[0].box
        own = [one for one, (x, y) in boxes if x < first.right and first.y < y < first.bottom]
        text = " ".join(cell.text for cell in cells)
        kind = next((kinds[id(cell)] for cell in cells if id(cell) in kinds), "")
        told = covered(keys, f"{text} {kind} {finder.context}", p) if keys and len(own) == 1 else [False]
        if all(told) and any(covered(keys, text, p)):
            found.append((own[0], cells[0].text))
    return found

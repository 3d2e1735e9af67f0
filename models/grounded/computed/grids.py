"""What can be reckoned with: rows and columns of tables, and labels with their values, each with its evidence."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.types import Box, Evidence, TextBlock
from models.grounded.charts import plotted
from models.grounded.claims import of_block, of_thing
from models.grounded.computed import amounts, moments
from models.grounded.doubts import unsure
from models.grounded.pairs import is_header, pairs, rows_of_blocks, value_blocks
from models.grounded.table_captions import caption
from models.grounded.view import View, text_of

LASTING = re.compile(r"(?i)length|duration|run ?time|(?:running|playing) time|dauer|länge|laufzeit|时长|长度|片长")
"""Headings of durations."""


@dataclass(frozen=True, eq=False)
class Cell:
    text: str
    evidence: Evidence
    lasts: bool = False
    """Whether its heading tells that it is a duration: "3:41" is no time of day then."""

    @property
    def unsure(self) -> bool:
        return unsure(self.evidence) or bool(self.evidence.doubtful)

    @cached_property
    def number(self) -> list[amounts.Amount]:
        if self.lasts:
            return amounts.durations(self.text)
        return [] if self.moment else amounts.readings(self.text)

    @cached_property
    def moment(self) -> list[moments.Moment]:
        return [] if self.lasts else moments.readings(self.text)

    @property
    def is_empty(self) -> bool:
        return not re.search(r"\w", self.text)


@dataclass(frozen=True, eq=False)
class Grid:
    """A table: its name, its headings ("" where it has none), its rows without the headings."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    loose: bool = False
    """Labels and values that only stand on one screen, and may have nothing to do with each other."""
    edges: tuple[str, ...] = ()
    """What begins a line right above or below that has other pieces, but seems to belong: a sum, or a line of which
    the eye missed something."""
    cut: bool = False
    """Whether it goes on out of view."""

    def heading(self, at: int) -> str:
        return self.header[at] if at < len(self.header) else ""

    def column(self, at: int) -> list[Cell]:
        return [row[at] for row in self.rows if at < len(row)]

    @cached_property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def label_at(self) -> int:
        """The column that names the rows: the first of words; else the first."""
        for at in range(self.width):
            cells = [cell for cell in self.column(at) if not cell.is_empty]
            if cells and not any(cell.number or cell.moment for cell in cells):
                return at
        return 0

    def label(self, row: Sequence[Cell]) -> Cell:
        at = self.label_at
        return row[at] if at < len(row) and not row[at].is_empty else row[0]

    @cached_property
    def numeric(self) -> list[int]:
        """The columns that have amounts (and what is missing), other than the one that names the rows."""
        return [at for at in range(self.width) if at != self.label_at and any(c.number for c in self.column(at))]

    @cached_property
    def timed(self) -> list[int]:
        return [at for at in range(self.width) if any(cell.moment for cell in self.column(at))]


def grids(view: View) -> list[Grid]:
    """The tables of the tree, else those that only the eye sees; then the labels with their values."""
    seen = list(_seen(view))
    lines = [grid for grid in _of_lines(view) if not any(_reaches_beyond(grid, other) for other in seen)]
    tables = list(_of_tree(view)) or _clearer(lines, seen)
    found = [*_of_charts(view), *(_with_durations(grid) for grid in tables)]
    boxes = {cell.evidence.box for grid in found for row in grid.rows for cell in row}
    loose = [
        (
            Cell(pair.label, pair.evidence[-1]),
            Cell(pair.value, pair.evidence[0], LASTING.search(pair.label) is not None),
        )
        for pair in pairs(view)
        if not pair.secret and not pair.column and pair.value and pair.evidence[0].box not in boxes
    ]
    labelled = [row for row in loose if row[1].number or row[1].moment]
    return [*found, Grid("", (), tuple(labelled), loose=True)] if labelled else found


def _reaches_beyond(lines: Grid, table: Grid) -> bool:
    """Whether lines run through a table and a form beside it: they have all its cells, and more columns."""
    boxes = {cell.evidence.box for row in lines.rows for cell in row}
    own = [cell.evidence.box for row in table.rows[: len(lines.rows)] for cell in row if not cell.is_empty]
    return lines.width > table.width and bool(own) and 2 * sum(box in boxes for box in own) > len(own)


def _with_durations(grid: Grid) -> Grid:
    lasting = [at for at in range(grid.width) if LASTING.search(grid.heading(at))]
    if not lasting:
        return grid
    rows = tuple(
        tuple(replace(cell, lasts=True) if at in lasting else cell for at, cell in enumerate(row)) for row in grid.rows
    )
    return replace(grid, rows=rows)


def _of_charts(view: View) -> Iterator[Grid]:
    """The values of charts; what was measured is no exact number, and whoever reckons with it says so."""
    for chart in plotted(view.things):
        if not chart.told or chart.kind == "scatter":
            continue
        if not all(chart.categories):
            continue
        names = [name or chart.value_title or chart.title for name in chart.names]
        rows = []
        for at, category in enumerate(chart.categories):
            seen = [mark for line in chart.marks if (mark := line[at]) is not None]
            if len(seen) == len(chart.marks):
                cells = [Cell(mark.text, replace(mark.evidence, text=mark.text)) for mark in seen]
                rows.append((Cell(category, replace(seen[0].evidence, text=category)), *cells))
        if len(rows) == len(chart.categories):  # of what has gaps no sum can be told
            yield Grid(chart.title, (chart.category_title, *names), tuple(rows))


def _of_tree(view: View) -> Iterator[Grid]:
    for table in view.of_roles("table"):
        rows = [[Cell(text_of(cell, view), of_thing(cell)) for cell in row] for row in view.rows_of(table)]
        rows = [row for row in rows if len(row) > 1 or _in_columns(row, rows[0])]  # without titles over all columns
        if len(rows) < 2 or len(rows[0]) < 2:
            continue
        headed = is_header([[cell.text for cell in row] for row in rows])
        straight = [_in_columns(row, rows[0]) for row in rows]
        if not all(straight):
            continue  # what stands in which column can't be told
        inside = {table.id, *(row.id for row in view.children.get(table.id, ()))}
        cut = any("offscreen" in thing.states and thing.parent in inside for thing in view.scene.things)
        header = tuple(cell.text for cell in rows[0]) if headed else ()
        yield Grid(table.name, header, tuple(tuple(row) for row in straight[1 if headed else 0 :]), cut=cut)


def _in_columns(row: Sequence[Cell], first: Sequence[Cell]) -> list[Cell]:
    """The row with as many cells as the first: where it has fewer (merged ones, empty ones that the tree leaves out)
    each goes where it stands. [] when their places don't tell."""
    if len(row) == len(first):
        return list(row)
    found = [Cell("", row[0].evidence) for _ in first]
    for cell in row:
        box = cell.evidence.box
        above = [
            at for at, head in enumerate(first) if box and head.evidence.box and _stands_under(box, head.evidence.box)
        ]
        if len(above) != 1 or found[above[0]].text:
            return []
        found[above[0]] = cell
    return found


def _stands_under(box: Box, head: Box) -> bool:
    """Whether most of it is within the heading's sides, or of the heading within its."""
    shared = min(box.right, head.right) - max(box.x, head.x)
    return 2 * shared > min(box.w, head.w)


def _of_lines(view: View) -> Iterator[Grid]:
    """At least three lines of as many blocks, that stand under each other."""
    in_cards = {id(block) for card in view.cards for block in (card.title, *card.texts)}
    lines = rows_of_blocks([block for block in value_blocks(view) if id(block) not in in_cards])
    start = 0
    for at in range(1, len(lines) + 1):
        first = lines[start]
        if at < len(lines) and len(lines[at]) == len(first) and _aligned(first, lines[at]):
            continue
        run = lines[start:at]
        if len(run) >= 3 and len(first) >= 2 and (grid := _grid(run)) is not None:
            near = [*lines[max(0, start - 1) : start], *lines[at : at + 1]]
            edges = tuple(line[0].text for line in near if _belongs(line, run))
            yield replace(grid, name=caption(view, first, ()), edges=edges)
        start = at


def _seen(view: View) -> Iterator[Grid]:
    """Of lines of which some lack a cell, or have one that lies over two columns."""
    for table in view.seen_tables:
        whole = [row for row in table.rows if row[0] is not None]
        nameless = tuple(_some(row).text for row in table.rows if row[0] is None)  # the eye may have missed the name
        rows = [tuple(Cell(cell.text if cell else "", of_block(cell or _some(row))) for cell in row) for row in whole]
        named = caption(view, [cell for cell in table.rows[0] if cell is not None], table.header)
        grid = Grid(named, table.header, tuple(rows), edges=nameless)
        if grid.numeric or grid.timed:
            yield grid


def _some(row: Sequence[TextBlock | None]) -> TextBlock:
    """What backs that a cell is empty: its row."""
    return next(cell for cell in row if cell is not None)


def _clearer(lines: list[Grid], seen: list[Grid]) -> list[Grid]:
    """What tells of more cells; where both do, what knows of lines of which something may be missing."""
    cells, others = (sum(len(row) for grid in grids for row in grid.rows) for grids in (lines, seen))
    return seen if others > cells else lines


def _belongs(line: Sequence[TextBlock], run: Sequence[Sequence[TextBlock]]) -> bool:
    """Whether a line of other pieces is as near as the lines of the table are to each other, and has something with
    digits under one of its columns, or stands below its first."""
    pitch = max(abs(below[0].box.y - above[0].box.y) for above, below in itertools.pairwise(run))
    nearest = run[0] if line[0].box.y < run[0][0].box.y else run[-1]
    if abs(line[0].box.y - nearest[0].box.y) > 1.3 * pitch:
        return False
    valued = any(
        re.search(r"\d", block.text) and any(_aligned([cell], [block]) for cell in nearest[1:]) for block in line
    )
    return valued or (nearest is run[-1] and _aligned(nearest[:1], line[:1]))


def _aligned(above: Sequence[TextBlock], row: Sequence[TextBlock]) -> bool:
    """Left edges, or right edges, or middles."""
    return all(
        min(abs(a.box.x - b.box.x), abs(a.box.right - b.box.right), abs(a.box.centre[0] - b.box.centre[0]))
        <= 2 * a.box.h
        for a, b in zip(above, row, strict=True)
    )


def _grid(run: Sequence[Sequence[TextBlock]]) -> Grid | None:
    texts = [[block.text for block in row] for row in run]
    headed = is_header(texts)
    rows = tuple(tuple(Cell(block.text, of_block(block)) for block in row) for row in run[1 if headed else 0 :])
    grid = Grid("", tuple(texts[0]) if headed else (), rows)
    return grid if grid.numeric or grid.timed else None

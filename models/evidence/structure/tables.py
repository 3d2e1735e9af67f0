"""Tables that only the eye sees: lines of text whose pieces stand in columns, though some cells are empty or merged.

Rows are lines; columns are what the pieces have in common from left to right, the narrow pieces first, so that one that
lies over two columns is a merged cell and does not join them. What is not clearly a table is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from assistant.types import Box, TextBlock
from models.evidence.layout import regions
from models.evidence.structure.code import looks_like_code

Row = list[TextBlock | None]
FEWEST_ROWS, FEWEST_COLUMNS = 3, 2
MOST_DROPPED, AS_CLEAR = 2, 0.08
"""Lines above a table that may be dropped, and how much clearer it must be without them."""
SAME_LINE = 0.5
"""Share of the smaller height by which pieces of one row overlap."""
PITCH = 1.7
"""A gap between rows of more times the usual one ends a table."""
SHARED = 0.3
"""Share of the smaller width that a piece has in common with its column."""
ALIGNED = 0.7
"""Share of a column's cells whose left or right edges, or middles, are in one line."""
FILLED, ALL_FILLED = 0.7, 0.6
"""At least half of the columns, and two, have so much of their cells filled; and so much of all cells is."""
PROSE_LETTERS = 25
"""Two columns of longer pieces are columns of text."""
MOST_HEADERS = 2
OFF = 1.3
"""Letters by which a word may begin beside a column, as the average letter tells."""


@dataclass(frozen=True, slots=True)
class SeenTable:
    header: tuple[str, ...]
    """A heading for each column; empty where the first row names nothing."""
    rows: tuple[tuple[TextBlock | None, ...], ...]
    """Without the header; None for an empty cell, a merged cell in each column that it covers."""

    @property
    def width(self) -> int:
        return len(self.rows[0])

    @property
    def blocks(self) -> list[TextBlock]:
        """All that is in it, but for the header, each once."""
        return list({id(cell): cell for row in self.rows for cell in row if cell is not None}.values())


@dataclass(slots=True)
class _Column:
    left: int
    right: int

    def shares(self, box: Box) -> bool:
        common = min(self.right, box.right) - max(self.left, box.x)
        return common > SHARED * min(self.right - self.left, box.w)


def seen_tables(blocks: Sequence[TextBlock]) -> list[SeenTable]:
    """The tables among pieces of text, from top to bottom. O(n log n) for n pieces and few columns."""
    runs = [run for part in regions(blocks) for run in _runs(_rows(part))]
    return [table for run in runs if (table := _table(run)) is not None]


def _rows(blocks: Sequence[TextBlock]) -> list[list[TextBlock]]:
    rows: list[list[TextBlock]] = []
    for block in sorted(blocks, key=lambda one: (one.box.y + one.box.h / 2, one.box.x)):
        if rows:
            box = rows[-1][0].box
            if min(box.bottom, block.box.bottom) - max(box.y, block.box.y) >= SAME_LINE * min(box.h, block.box.h):
                rows[-1].append(block)
                continue
        rows.append([block])
    return [sorted(row, key=lambda one: one.box.x) for row in rows]


def _runs(rows: list[list[TextBlock]]) -> list[list[list[TextBlock]]]:
    """Rows that follow each other at one pace and have several pieces; a row of one piece may stand within them."""
    runs: list[list[list[TextBlock]]] = [[]]
    pitches: list[int] = []
    for row in rows:
        if runs[-1]:
            pitch = row[0].box.y - runs[-1][-1][0].box.y
            if pitch > PITCH * (median(pitches) if pitches else 3 * row[0].box.h):
                runs.append([])
                pitches = []
            else:
                pitches.append(pitch)
        runs[-1].append(row)
    found = []
    for run in runs:
        for part in _of_several(run):
            if len(part) >= FEWEST_ROWS:
                found.append(part)
    return found


def _of_several(run: list[list[TextBlock]]) -> list[list[list[TextBlock]]]:
    """Without rows of one piece at its end; two of them after one another end a table, one may begin it: a heading over
    several columns."""
    parts: list[list[list[TextBlock]]] = [[]]
    for before, row in zip([None, *run], run, strict=False):
        if len(row) == 1 and before is not None and len(before) == 1:
            parts.append([])
        parts[-1].append(row)
    for part in parts:
        while part and len(part[-1]) == 1:
            part.pop()
    return parts


def _table(run: list[list[TextBlock]]) -> SeenTable | None:
    """The run as a table, without its first lines where those (a title, tools) stand in no columns of it."""
    found: list[tuple[bool, int, list[Row]]] = []
    for dropped in range(min(MOST_DROPPED, len(run) - FEWEST_ROWS) + 1):
        cells = _cells(run[dropped:])
        if cells is not None:
            # Of several that will do, one with headings; then one that leaves clearly fewer cells empty.
            found.append((_header_rows(cells) > 0, round(_clarity(cells) / AS_CLEAR), cells))
    if not found:
        return None
    best = max(one[:2] for one in found)
    cells = next(cells for *rank, cells in found if tuple(rank) == best)
    heads = _header_rows(cells)
    header = _joined([cells[at] for at in range(heads)], len(cells[0]))
    rows = cells[heads:]
    if len(rows) < FEWEST_ROWS - 1 or (not header and _numbered(rows)):
        return None
    kept = [at for at in range(len(rows[0])) if any(row[at] is not None for row in rows)]  # without a column of ticks
    if len(kept) < FEWEST_COLUMNS:
        return None
    header = tuple(header[at] for at in kept) if header else ()
    return SeenTable(header, tuple(tuple(row[at] for at in kept) for row in rows))


def _cells(run: list[list[TextBlock]]) -> list[Row] | None:
    columns = _columns([block for row in run for block in row])
    if len(columns) < FEWEST_COLUMNS:
        return None
    placed = [_placed(row, columns) for row in _cut(run, columns)]
    cells = [row for row in placed if row is not None and not _over_all(row)]
    return cells if len(cells) >= FEWEST_ROWS and _in_order(cells, len(columns)) else None


def _clarity(cells: list[Row]) -> float:
    """Share of cells that have a text of their own."""
    own = sum(len({id(cell) for cell in row if cell is not None}) for row in cells)
    return own / (len(cells) * len(cells[0]))


def _numbered(rows: list[Row]) -> bool:
    """Lines of code with their numbers; a table whose rows are numbered has a heading."""
    numbers = [int(cell.text) for row in rows if (cell := row[0]) is not None and cell.text.isdecimal()]
    return len(numbers) >= len(rows) - 1 and all(after == before + 1 for before, after in pairwise(numbers))


def _columns(blocks: list[TextBlock]) -> list[_Column]:
    columns: list[_Column] = []
    for block in sorted(blocks, key=lambda one: one.box.w):
        shared = [column for column in columns if column.shares(block.box)]
        if not shared:
            columns.append(_Column(block.box.x, block.box.right))
        elif len(shared) == 1:
            shared[0].left = min(shared[0].left, block.box.x)
            shared[0].right = max(shared[0].right, block.box.right)
    return sorted(columns, key=lambda column: column.left)


def _cut(run: list[list[TextBlock]], columns: list[_Column]) -> list[list[TextBlock]]:
    """The rows; a piece that was read over two columns is cut where the second begins, if most of the others begin
    there, and a word of it does, too."""
    starts = [_start(run, column) for column in columns]
    cut: list[list[TextBlock]] = [run[0]]  # what stands over several columns in the first row names them all
    for row in run[1:]:
        pieces: list[TextBlock] = []
        for block in row:
            over = _under(columns, block.box) if " " in block.text else []
            start = starts[over[1]] if len(over) == 2 else None
            pieces += [block] if start is None else _at(block, start)
        cut.append(pieces)
    return cut


def _start(run: list[list[TextBlock]], column: _Column) -> int | None:
    """Where a column's cells begin; None where they don't begin in one line, or are few."""
    own = [block.box for row in run for block in row if column.left <= block.box.x and block.box.right <= column.right]
    if len(own) < FEWEST_ROWS:
        return None
    left = round(median(box.x for box in own))
    return left if sum(abs(box.x - left) <= box.h / 4 for box in own) >= ALIGNED * len(own) else None


def _at(block: TextBlock, start: int) -> list[TextBlock]:
    """The piece cut in two where a word begins at a column, by the place of its letters; whole where none does."""
    words = block.text.split(" ")
    letter = block.box.w / max(1, len(block.text))
    places = [block.box.x + letter * len(" ".join(words[:at]) + " ") for at in range(1, len(words))]
    near = [at for at, place in enumerate(places, 1) if abs(place - start) <= OFF * letter]
    if len(near) != 1:
        return [block]
    at, box = near[0], block.box
    before, after = " ".join(words[:at]), " ".join(words[at:])
    end = min(start - 1, round(box.x + letter * len(before)))
    return [
        replace(block, text=before, box=Box(box.x, box.y, end - box.x, box.h)),
        replace(block, text=after, box=Box(start, box.y, box.right - start, box.h)),
    ]


def _placed(row: list[TextBlock], columns: list[_Column]) -> Row | None:
    """The row's pieces in their columns; None where two want the same place."""
    cells: Row = [None] * len(columns)
    for block in row:
        for at in _under(columns, block.box):
            if cells[at] is not None:
                return None
            cells[at] = block
    return cells


def _under(columns: list[_Column], box: Box) -> list[int]:
    """The numbers of the columns, sorted by their left edges, over which a piece stands."""
    upto = bisect_left(columns, box.right, key=lambda column: column.left)
    return [at for at in range(upto) if columns[at].right > box.x and columns[at].shares(box)]


def _over_all(row: Row) -> bool:
    """A title within the table."""
    return row[0] is not None and all(cell is row[0] for cell in row) and len(row) > 1


def _in_order(cells: list[Row], width: int) -> bool:
    full, long = 0, 0
    for at in range(width):
        column = [cell for row in cells if (cell := row[at]) is not None]
        single = [cell for row in cells if (cell := row[at]) is not None and sum(cell is one for one in row) == 1]
        if not single or not _aligned(single):
            return False
        if len(column) < 2 and cells[0][at] is None:
            return False  # what only one line has may be a piece too many; a heading may stand over ticks
        full += len(column) >= FILLED * len(cells)
        long += median(len(cell.text) for cell in single) > PROSE_LETTERS
    code = [cell.text for row in cells if (cell := row[-1]) is not None]
    clear = _clarity(cells) >= ALL_FILLED and not looks_like_code(code)
    return clear and 2 * full >= max(width, 4) and long < 2


def _aligned(cells: list[TextBlock]) -> bool:
    slack = median(cell.box.h for cell in cells)
    needed = ALIGNED * len(cells)
    for edges in (
        [cell.box.x for cell in cells],
        [cell.box.right for cell in cells],
        [round(cell.box.centre[0]) for cell in cells],
    ):
        middle = median(edges)
        if sum(abs(edge - middle) <= slack for edge in edges) >= needed:
            return True
    return False


def _header_rows(cells: list[Row]) -> int:
    """How many of the first rows name columns: without digits, above rows that have some; a first one that names
    several columns at once needs a second one."""
    digits = [any(cell is not None and re.search(r"\d", cell.text) for cell in row) for row in cells]
    if digits[0] or not any(digits[1:]):
        return 0
    filled = sum(cell is not None for cell in cells[0])
    merged = len({id(cell) for cell in cells[0] if cell is not None}) < filled
    if merged and len(cells) > MOST_HEADERS + 1 and not _has_values(cells[1]):
        return MOST_HEADERS
    return 1 if filled >= 2 else 0


def _has_values(row: Row) -> bool:
    """Amounts or times; a year names a column."""
    return any(
        cell is not None and re.search(r"\d", cell.text) and not re.fullmatch(r"(?:19|20)\d\d", cell.text)
        for cell in row
    )


def _joined(heads: list[Row], width: int) -> tuple[str, ...]:
    if not heads:
        return ()
    return tuple(
        " ".join(dict.fromkeys(cell.text for row in heads if (cell := row[at]) is not None)) for at in range(width)
    )

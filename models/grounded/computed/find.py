"""Which column, and which value in it, the words of a question mean: exactly one, or a reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.types import Evidence
from models.grounded.claims import normal
from models.grounded.computed import amounts, moments
from models.grounded.computed.grids import LASTING, Cell, Grid, grids
from models.grounded.reply import Context
from models.grounded.words import content_words, covered, stem, words

Read = amounts.Amount | moments.Moment
LASTS = ("min", "h", "s", "std", "hour", "second", "minuten", "stunden", "分钟", "小时", "秒")
"""Units of durations."""
NUMBERS = re.compile(r"(?i)\b(?:numbers?|values?|figures?|zahl(?:en)?|werte?)\b|数字|数值")


class Untold(Exception):
    """Not told: a phrase that says why, its gaps, and what was looked at."""

    def __init__(self, key: str = "cannot_tell", evidence: Iterable[Evidence] = (), **gaps: object) -> None:
        super().__init__(key)
        self.key, self.evidence, self.gaps = key, tuple(evidence), gaps


@dataclass(frozen=True, eq=False)
class Item:
    """A value that was read, and the row it stands in."""

    label: Cell
    cell: Cell
    read: Read
    row: tuple[Cell, ...]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        both = (self.cell.evidence, self.label.evidence)
        return both if both[0] != both[1] else both[:1]


@dataclass(frozen=True, slots=True)
class Column:
    grid: Grid
    at: int
    only: tuple[str, ...] = ()
    """Words that tell which of its rows are meant: "the cheapest train to Arden"."""

    @property
    def heading(self) -> str:
        return self.grid.heading(self.at)

    @property
    def is_money(self) -> bool:
        return any(one.is_money for cell in self.grid.column(self.at) for one in cell.number)

    @property
    def is_timed(self) -> bool:
        return self.at in self.grid.timed


class Finder:
    """The grids of one view, asked by words."""

    def __init__(self, ctx: Context) -> None:
        self.ctx, self.phrases, self.words = ctx, ctx.phrases, ctx.phrases.reckoning

    @cached_property
    def grids(self) -> list[Grid]:
        return grids(self.ctx.view)

    @cached_property
    def context(self) -> str:
        return " ".join((self.ctx.view.title, *(piece.text for piece in self.ctx.view.headings[:3])))

    def keys(self, text: str) -> list[str]:
        """The words that must be found; a name made of small words alone ("no") is taken as it is."""
        if self.phrases.spaced:
            found = content_words(text, self.phrases) or words(text)
        else:  # a small word may be part of a name: 上 of 上海
            small = sorted((word for word in self.phrases.stopwords if len(word) > 1), key=len, reverse=True)
            found = words(re.sub("|".join((*small, "[的了吗呢是]")), " ", text))
        return [word for word in found if word not in self.words.generic]

    @cached_property
    def money_asked(self) -> bool:
        return any(word in self.words.money for word in words(self.ctx.asked)) or any(
            len(word) > 1 and not word.isascii() and word in self.ctx.asked for word in self.words.money
        )

    @property
    def has_total(self) -> bool:
        """Whether the screen itself tells a total, which is then quoted."""
        return any(self.is_total(grid.label(row).text) for grid in self.grids for row in grid.rows)

    def is_total(self, label: str) -> bool:
        return re.search(self.words.total, label.lower()) is not None

    # -- columns ------------------------------------------------------------------------------------------------

    def columns(self, text: str, kind: str) -> list[Column]:
        """The columns of a kind ("", "money", "time", a unit) that the words can mean, all equally well."""
        numbered = self._numbered(text)
        if numbered is not None:
            return numbered
        keys = [key for key in self.keys(text) if key not in self.words.money]
        said = any(key in self.words.money for key in self.keys(text))
        money = kind == "money" or (not kind and (said or self.money_asked))
        scored: list[tuple[int, Column]] = []
        for grid in self.grids:
            for column in () if grid.loose else self.of_kind(grid, "money" if money else kind):
                hits = self.measured(keys, column.heading)
                rest = [key for key, hit in zip(keys, hits, strict=True) if not hit]
                only = self.narrowed(rest, grid)
                if only is not None:
                    in_name = sum(covered(rest, grid.name, self.phrases)) if rest else 0
                    exact = {stem(word) for word in words(column.heading)} & {stem(key) for key in keys}
                    scored.append((10 * sum(hits) + len(exact) + in_name, replace(column, only=only)))
        top = max((score for score, _ in scored), default=0)
        found = [column for score, column in scored if score == top]
        if money and len(found) > 1:
            priced = [
                c for c in found if any(covered(["price"], c.heading, self.phrases)) or c.heading in self.words.money
            ]
            found = priced or found
        return self.timely(self.as_measured(found))

    def as_measured(self, found: list[Column]) -> list[Column]:
        """Of several columns those whose heading measures what the question asks: the size, for the biggest; not for
        the biggest number, which may stand in any."""
        if len(found) < 2 or NUMBERS.search(self.ctx.asked):
            return found
        asked = words(self.ctx.asked)
        return [column for column in found if any(self.measures(key, column.heading) for key in asked)] or found

    def measured(self, keys: list[str], heading: str) -> list[bool]:
        """For each word whether the heading says it, or measures it: a weight what is heavy."""
        hits = covered(keys, heading, self.phrases) if keys else []
        return [hit or self.measures(key, heading) for key, hit in zip(keys, hits, strict=True)]

    def measures(self, key: str, heading: str) -> bool:
        return any(
            re.fullmatch(asked, key) and re.search(of, heading.lower()) for asked, of in self.words.measures.items()
        )

    def narrowed(self, keys: list[str], grid: Grid) -> tuple[str, ...] | None:
        """Those of the words that tell which rows are meant; None when one is nowhere. What the rows are called, and
        the table, is known; what stands in some rows only chooses them; the rest must stand around the table."""
        called = f"{grid.heading(grid.label_at)} {grid.name}"
        only = []
        for key, known in zip(keys, covered(keys, called, self.phrases) if keys else [], strict=True):
            if known or self.shown(key, grid):
                continue
            having = sum(self._in_row_text(key, row) for row in grid.rows)
            if having and having < len(grid.rows):
                only.append(key)
            elif not having and not any(covered([key], self.context, self.phrases)):
                return None
        return tuple(only)

    def _in_row_text(self, key: str, row: Sequence[Cell]) -> bool:
        return any(covered([key], _by_words(" ".join(cell.text for cell in row)), self.phrases))

    def rows_of(self, column: Column) -> list[tuple[Cell, ...]]:
        """The rows that are meant."""
        return [row for row in column.grid.rows if all(self._in_row_text(key, row) for key in column.only)]

    def timely(self, found: list[Column]) -> list[Column]:
        """Of days and times the days; of two columns of times the one that the verb means, else departure."""
        if len(found) < 2 or not all(column.is_timed for column in found):
            return found
        dated = [c for c in found if all(cell.moment and cell.moment[0].month for cell in c.grid.column(c.at))]
        if len(dated) == 1:
            return dated
        pattern = self.words.arrival if re.search(self.words.arrival, self.ctx.asked.lower()) else self.words.departure
        return [column for column in found if re.search(pattern, column.heading.lower())] or found

    def _numbered(self, text: str) -> list[Column] | None:
        said = re.search(self.words.column, text)
        if said is None or said[1] not in self.phrases.ordinals:
            return None
        number = self.phrases.ordinals[said[1]]
        wide = [grid for grid in self.grids if not grid.loose]
        rest = self.keys(text.replace(said[0], ""))
        wide = [grid for grid in wide if not rest or all(covered(rest, grid.name, self.phrases))]
        return [Column(grid, number - 1 if number > 0 else grid.width - 1) for grid in wide if number <= grid.width]

    def shown(self, key: str, grid: Grid) -> bool:
        """Whether the headings show that the rows are what the word calls them: trains have platforms."""
        heads = " ".join(grid.header).lower()
        return any(re.fullmatch(noun, key) and re.search(of, heads) for noun, of in self.words.shown.items())

    def of_kind(self, grid: Grid, kind: str) -> list[Column]:
        found = [Column(grid, at) for at in (grid.timed if kind == "time" else grid.numeric)]
        if kind == "money":
            return [c for c in found if c.is_money or covered(["price"], c.heading, self.phrases) == [True]]
        if kind == "duration":
            lasting = [c for c in found if any(one.unit in LASTS for cell in grid.column(c.at) for one in cell.number)]
            return lasting or [c for c in found if LASTING.search(c.heading)]
        if kind == "age":
            return [c for c in found if self.measures("old", c.heading)]
        if kind and kind != "time":
            units = kind.split("|")
            return [c for c in found if any(one.unit in units for cell in grid.column(c.at) for one in cell.number)]
        return found

    # -- values -------------------------------------------------------------------------------------------------

    def items(self, column: Column, *, gaps: bool = False) -> tuple[list[Item], list[Cell]]:
        """What the column says, and the labels of rows that say nothing. Raises `Untold` for what can't be read;
        with `gaps` what is no number counts as nothing."""
        self.check(column.grid)
        rows = [
            row
            for row in self.rows_of(column)
            if column.at < len(row) and not self.is_total(column.grid.label(row).text)
        ]
        empty = [row for row in rows if row[column.at].is_empty]
        empty += [row for row in rows if gaps and re.fullmatch(r"(?i)n\.?/?a\.?|none|无", row[column.at].text)]
        nothing = {id(row) for row in empty}
        full = [row for row in rows if id(row) not in nothing]
        reads = self.settled(column, [row[column.at] for row in full])
        labels = [column.grid.label(row) for row in full]
        found = [Item(label, row[column.at], read, row) for label, row, read in zip(labels, full, reads, strict=True)]
        return found, [column.grid.label(row) for row in empty]

    def check(self, grid: Grid) -> None:
        """Raises `Untold` for a table of which a line may be missing: no sum, no most and no next can be told of it."""
        if any(not self.is_total(edge) for edge in grid.edges):
            raise Untold("cannot_tell", [cell.evidence for row in grid.rows for cell in row])

    def settled(self, column: Column, cells: Sequence[Cell]) -> list[Read]:
        """One reading of each cell. Raises `Untold`."""
        evidence = [cell.evidence for cell in cells]
        if unsure := next((cell for cell in cells if cell.unsure), None):
            raise Untold("calc_unsure", [unsure.evidence], text=unsure.text)
        timed = bool(cells) and all(cell.moment for cell in cells)
        if strange := next((cell for cell in cells if not (cell.moment if timed else cell.number)), None):
            raise Untold("calc_no_number", [strange.evidence], text=strange.text)
        everything = column.grid.column(column.at)
        if timed:
            times = [cell.moment for cell in everything if cell.moment]
            settled_times = moments.settle([*(cell.moment for cell in cells), *times])
            if settled_times is None:
                raise Untold("calc_two_ways", evidence[:1], text=_unclear(cells))
            return list(settled_times[: len(cells)])
        others = [cell.number for cell in everything if cell.number]
        settled = amounts.settle([*(cell.number for cell in cells), *others])
        if settled is None:
            raise Untold("calc_two_ways", evidence[:1], text=_unclear(cells))
        return list(settled[: len(cells)])

    def operand(self, text: str, kind: str, about: str = "") -> Item | None:
        """The one value that the words name; None when nothing is called so. Raises `Untold` for several."""
        keys = [key for key in self.keys(text) if key not in self.words.money]
        if not keys:
            return None
        scored: list[tuple[float, Grid, tuple[Cell, ...]]] = []
        for grid in self.grids:
            for row in grid.rows:
                label = grid.label(row).text
                numbered = any(map(str.isdigit, text))
                names = [cell for cell in row if cell.text == label or not (cell.number or cell.moment)]
                names += [cell for cell in row if numbered and cell.moment]
                hits = covered(keys, _by_words(" ".join(cell.text for cell in names)), self.phrases)
                wider = f"{' '.join(grid.header)} {grid.name} {self.context}"
                rest = [key for key, hit in zip(keys, hits, strict=True) if not hit]
                known = covered(rest, wider, self.phrases) if rest else []
                if any(hits) and all(ok or self.shown(key, grid) for key, ok in zip(rest, known, strict=True)):
                    extra = len(words(label)) - sum(hits)
                    same = normal(label) == normal(text)
                    scored.append((sum(hits) - 0.1 * max(0, extra) + 5 * same, grid, row))
        top = max((score for score, *_ in scored), default=0.0)
        best = [(grid, row) for score, grid, row in scored if score > top - 0.05]
        found = [item for grid, row in best for item in self._in_row(grid, row, f"{text} {about}", kind, keys)]
        unique = {(item.label.evidence.box, item.cell.text): item for item in found}
        if len(unique) > 1:
            raise Untold("calc_several", [item.cell.evidence for item in unique.values()], name=text)
        return next(iter(unique.values()), None)

    def is_label(self, text: str) -> bool:
        """Whether a row is called just so: "2024" may be a year, not a number."""
        return any(normal(grid.label(row).text) == normal(text) for grid in self.grids for row in grid.rows)

    def _in_row(self, grid: Grid, row: tuple[Cell, ...], text: str, kind: str, named: list[str]) -> list[Item]:
        """The value of the row in the column that is asked for."""
        money = kind == "money" or (not kind and self.money_asked)
        kinds = [kind or ("money" if money else "")] if kind or money else ["", "time"]
        columns = [column for one in kinds for column in self.of_kind(grid, one)]
        keys = self.keys(text)
        hits = [sum(covered(keys, column.heading, self.phrases)) for column in columns]
        best = [column for column, hit in zip(columns, hits, strict=True) if hit == max(hits)]
        if len(best) > 1 and not any(hits):
            best = (
                [c for c in best if covered(["price"], c.heading, self.phrases) == [True]]
                if money
                else self.timely(self.as_measured(best))
            )
        words_only = [cell for cell in row if not (cell.number or cell.moment)]
        label = max(
            words_only, key=lambda cell: sum(covered(named, _by_words(cell.text), self.phrases)), default=row[0]
        )
        label = label if sum(covered(named, _by_words(label.text), self.phrases)) else grid.label(row)
        cells = [(c, row[c.at]) for c in best if c.at < len(row) and not row[c.at].is_empty]
        if grid.loose:  # what stands by itself has no column that would tell how it is meant
            cells = [(c, cell) for c, cell in cells if cell.number or cell.moment][:1]
        return [Item(label, cell, self.settled(column, [cell])[0], row) for column, cell in cells]


def _by_words(name: str) -> str:
    """With the words of a file's name: "report.pdf" is also called the report."""
    return f"{name} {name.replace('.', ' ')}" if "." in name else name


def _unclear(cells: Sequence[Cell]) -> str:
    return next((cell.text for cell in cells if len(cell.moment or cell.number) > 1), cells[0].text if cells else "")

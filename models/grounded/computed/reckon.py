"""Answers that are computed from what was seen: each names its parts and carries their evidence, or is not given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.types import Answer, Evidence
from models.grounded.computed import blockers, moments, schedule
from models.grounded.computed.amounts import Amount, written
from models.grounded.computed.asks import Compute, limit, plain, spoken_moments, understood
from models.grounded.computed.find import Column, Finder, Item, Read, Untold
from models.grounded.computed.grids import Cell
from models.grounded.computed.moments import Moment
from models.grounded.reply import Context
from models.grounded.words import covered

SAID = 6
"""Parts of a sum that are told one by one; of more only the number, and the rest on "more"."""
DETAILS = 40
"""Values told on "more"."""


@dataclass(frozen=True, slots=True)
class Told:
    """What `Conversation.understood` keeps of a computed answer: what "more" tells."""

    detail: str
    evidence: tuple[Evidence, ...]


def computed(ctx: Context) -> tuple[Answer, Told] | None:
    """The answer to a question of which something is to be computed; None for any other, and where the screen may
    simply say it."""
    p = ctx.phrases
    meaning = ctx.talk.meaning()
    if isinstance(meaning, Told) and meaning.detail and re.fullmatch(p.reckoning.more, plain(ctx.asked, p)):
        return ctx.answer(meaning.detail, meaning.evidence), meaning
    ask = understood(ctx.asked, p)
    if ask is None:
        return None
    reckoner = Reckoner(ctx)
    try:
        answer = reckoner.answer(ask)
    except Untold as why:
        return ctx.answer(p(why.key, **why.gaps), why.evidence, sure=False), Told("", ())
    if answer is None and not ask.weak and reckoner.finder.grids:
        answer = ctx.cannot_tell()
    return (answer, reckoner.told()) if answer is not None else None


class Reckoner:
    """One question's answer. Its methods give None for what the screen does not have, and raise `Untold`."""

    def __init__(self, ctx: Context) -> None:
        self.ctx, self.p, self.finder = ctx, ctx.phrases, Finder(ctx)
        self._used: list[Item] = []

    def told(self) -> Told:
        items = self._used[:DETAILS]
        text = self.p.group_separator.join(self._named(item) for item in items)
        more = [self.p("more", count=len(self._used) - DETAILS)] if len(self._used) > DETAILS else []
        detail = self.p.ended(self.p.group_separator.join([text, *more])) if items else ""
        return Told(detail, tuple(e for item in items for e in item.evidence))

    def answer(self, ask: Compute) -> Answer | None:
        match ask.operation:
            case "blockers":
                return blockers.blockers(self.ctx)
            case "required":
                return blockers.required(self.ctx)
            case "sum" | "average":
                return self.sum(ask)
            case "best":
                timed = ask.kind == "time"
                return schedule.extreme(self.finder, ask) if timed else self.best(ask)
            case "next":
                return schedule.following(self.finder, ask, self.ctx.now)
            case "compare" | "test" | "difference" | "between":
                return self.two(ask)
            case "takes":
                return self.takes(ask)
        return self.filter(ask)

    # -- many ---------------------------------------------------------------------------------------------------

    def sum(self, ask: Compute) -> Answer | None:
        """The sum or the average of a column, or of values that are named."""
        words = ask.part("x") if self.finder.keys(ask.part("x")) else f"{ask.part('k')} {ask.part('x')}".strip()
        names = [name for name in re.split(self.p.reckoning.also, words) if name]
        numbered = re.search(self.p.reckoning.column, words) is not None
        if ask.weak and ask.operation == "sum" and not numbered and len(names) < 2 and self.finder.has_total:
            return None  # what the screen tells is quoted
        if len(names) > 1:
            column: Column | None = None
            empty: list[Cell] = []
            items = self._named_ones(names, ask.part("k"))
        else:
            column = self._one_column(words, ask.kind)
            if column is None:
                return None
            items, empty = self.finder.items(column)
        if len(items) < 2:
            return None
        amounts = self._alike([item.read for item in items], items)
        total = sum((one.value for one in amounts), Decimal(0))
        self._used = items
        if ask.operation == "average":
            text = self._average(total, amounts)
        elif len(items) <= SAID:
            parts = self.p("calc_plus").join(item.cell.text for item in items)
            text = self.p("calc_sum", parts=parts, total=written(total, amounts))
        else:
            text = self.p("calc_sum_many", count=len(items), total=written(total, amounts))
        return self._with_gaps(text, items, empty, column)

    def _named_ones(self, names: Sequence[str], about: str) -> list[Item]:
        """The values of these names; nothing where one is missing, or two are the same."""
        found = [self.finder.operand(name, "", about) for name in names]
        items = [item for item in found if item is not None]
        different = {item.cell.evidence for item in items}
        return items if len(items) == len(names) and len(different) == len(items) else []

    def _average(self, total: Decimal, amounts: Sequence[Amount]) -> str:
        digits = max(one.digits for one in amounts)
        places = max(digits, 2)
        mean = total / len(amounts)
        short = mean.quantize(Decimal(1).scaleb(-places))
        while places > digits and short == short.quantize(Decimal(1).scaleb(-(places - 1))):
            places -= 1
            short = short.quantize(Decimal(1).scaleb(-places))
        key = "calc_average" if short == mean else "calc_average_about"
        return self.p(key, count=len(amounts), value=written(short, amounts, digits=places))

    def best(self, ask: Compute) -> Answer | None:
        """The most or the least of a column; all of them where several are equal."""
        column = self._one_column(f"{ask.part('k')} {ask.part('x')}".strip(), ask.kind)
        if column is None or column.is_timed:
            return None
        items, empty = self.finder.items(column)
        if len(items) < 2:
            return None
        amounts = self._alike([item.read for item in items], items)
        values = [one.value for one in amounts]
        edge = min(values) if ask.sign == "<" else max(values)
        top = [item for item, value in zip(items, values, strict=True) if value == edge]
        self._used = [item for _, item in sorted(zip(values, items, strict=True), key=lambda two: two[0])]
        if ask.sign != "<":
            self._used.reverse()
        text = self.p.ended(self.p.group_separator.join(self._named(item) for item in top))
        return self._with_gaps(text, list(dict.fromkeys([*top, *items])), empty, column)

    def filter(self, ask: Compute) -> Answer | None:
        """How many, and which, are over a limit."""
        words = f"{ask.part('k')} {ask.part('x')}".strip()
        times = spoken_moments(ask.part("n"), self.p)
        bound = limit(ask.part("n"), self.p)
        if ask.kind == "time" or (times and bound is None):
            column = self._one_column(words, "time")
            return self._passing(ask, column, times) if column is not None and times else None
        if bound is None:
            return None
        kind = ask.kind or ("money" if bound.values[0].is_money else bound.unit)
        column = self._one_column(f"{words} {bound.rest}".strip(), kind)
        return self._passing(ask, column, bound.values) if column is not None else None

    def _passing(self, ask: Compute, column: Column, bounds: Sequence[Read]) -> Answer | None:
        items, empty = self.finder.items(column, gaps=True)
        if not items:
            return None
        passing = self._within(items, ask.sign, bounds, ask.part("n"))
        self._used = passing or items
        if not passing:
            text = self.p("calc_none_of", all=len(items))
        else:
            names = self.p.group_separator.join(self._named(item) for item in passing[:SAID])
            if len(passing) > SAID:
                names += self.p.group_separator + self.p("more", count=len(passing) - SAID)
            text = self.p("calc_count", count=len(passing), all=len(items), names=names)
        return self._with_gaps(text, list(dict.fromkeys([*passing, *items])), empty, column)

    def _within(self, items: Sequence[Item], sign: str, bounds: Sequence[Read], said: str) -> list[Item]:
        """The items that hold. A limit with two meanings (five in the morning, or in the afternoon) is only taken if
        it makes no difference which. Raises `Untold`."""
        kept = [[item for item in items if self._holds(item, sign, bound)] for bound in bounds]
        if any(one != kept[0] for one in kept):
            raise Untold("calc_two_ways", [items[0].cell.evidence], text=said)
        return kept[0]

    # -- two ----------------------------------------------------------------------------------------------------

    def two(self, ask: Compute) -> Answer | None:
        """One value against another, or against a limit."""
        kind = "time" if ask.operation == "between" else ask.kind
        about = f"{ask.part('m')} {ask.part('x')} {ask.part('y')}"  # "who has more goals, the Lions or the Bears"
        first = self.finder.operand(ask.part("x"), kind, about)
        if first is None:
            return None
        bound = limit(ask.part("y"), self.p) if ask.operation == "test" else None
        times = spoken_moments(ask.part("y"), self.p) if ask.operation == "test" and kind == "time" else []
        if not self.finder.is_label(ask.part("y")):
            if times:
                return self._against_limit(ask, first, times)
            if bound is not None and self._in_headings(bound.rest):
                return self._against_limit(ask, first, bound.values)
        second = self.finder.operand(ask.part("y"), kind, about)
        if second is None:
            return None
        if first.cell.evidence == second.cell.evidence:
            return None
        self._used = [first, second]
        if ask.operation in ("difference", "between"):
            return self._difference(first, second)
        return self._compare(ask, first, second)

    def _in_headings(self, words: str) -> bool:
        """Whether what follows a number ("in January") is only which column is meant."""
        headings = " ".join(heading for grid in self.finder.grids for heading in grid.header)
        return not words or all(covered(self.finder.keys(words), headings, self.p))

    def _against_limit(self, ask: Compute, item: Item, bounds: Sequence[Read]) -> Answer:
        self._used = [item]
        key = "calc_yes" if self._within([item], ask.sign, bounds, ask.part("y")) else "calc_no"
        return self.ctx.answer(self.p(key, text=self.p.ended(self._named(item))), item.evidence)

    def _compare(self, ask: Compute, first: Item, second: Item) -> Answer:
        order = self._order(first, second)
        evidence = [*first.evidence, *second.evidence]
        if ask.operation == "test":
            holds = order < 0 if ask.sign == "<" else order > 0
            parts = self.p.group_separator.join((self._named(first), self._named(second)))
            return self.ctx.answer(self.p("calc_yes" if holds else "calc_no", text=self.p.ended(parts)), evidence)
        if order == 0:
            names = self.p.group_separator.join((self._named(first), self._named(second)))
            return self.ctx.answer(self.p("calc_same", names=names), evidence)
        one, other = (first, second) if (order < 0) == (ask.sign == "<") else (second, first)
        text = self.p(
            "calc_against",
            name=one.label.text,
            value=one.cell.text,
            other=other.label.text,
            other_value=other.cell.text,
        )
        return self.ctx.answer(text, evidence, subject=one.evidence)

    def _difference(self, first: Item, second: Item) -> Answer:
        evidence = [*first.evidence, *second.evidence]
        if isinstance(first.read, Moment) and isinstance(second.read, Moment):
            minutes = moments.between(first.read, second.read)
            if minutes is None:
                raise Untold("cannot_tell", evidence)
            one, other = (first, second) if minutes >= 0 else (second, first)
            value = schedule.spelled(minutes, self.finder)
            return self.ctx.answer(
                self.p("calc_time", first=one.cell.text, second=other.cell.text, value=value), evidence
            )
        amounts = self._alike([first.read, second.read], [first, second])
        more, less = (0, 1) if amounts[0].value >= amounts[1].value else (1, 0)
        cells = (first.cell.text, second.cell.text)
        value = written(amounts[more].value - amounts[less].value, amounts)
        return self.ctx.answer(self.p("calc_minus", first=cells[more], second=cells[less], value=value), evidence)

    def takes(self, ask: Compute) -> Answer | None:
        """From departure to arrival, where a row has both."""
        item = self.finder.operand(ask.part("x"), "time")
        if item is None:
            return None
        grid = next(grid for grid in self.finder.grids if item.row in grid.rows)
        words = self.p.reckoning
        columns = [Column(grid, at) for at in grid.timed]
        leaves = [c for c in columns if re.search(words.departure, c.heading.lower())]
        arrives = [c for c in columns if re.search(words.arrival, c.heading.lower())]
        if len(leaves) != 1 or len(arrives) != 1 or leaves == arrives:
            return None
        cells = [item.row[column.at] for column in (leaves[0], arrives[0])]
        reads = [
            self.finder.settled(column, [cell])[0] for column, cell in zip((leaves[0], arrives[0]), cells, strict=True)
        ]
        if not all(isinstance(read, Moment) for read in reads):
            return None
        start, end = (read for read in reads if isinstance(read, Moment))
        minutes = moments.between(start, end)
        if minutes is None:
            return None
        value = schedule.spelled(minutes % 1440 if start.month is None else minutes, self.finder)
        text = self.p("calc_time", first=cells[0].text, second=cells[1].text, value=value)
        return self.ctx.answer(text, [cell.evidence for cell in cells])

    # -- shared -------------------------------------------------------------------------------------------------

    def _one_column(self, words: str, kind: str) -> Column | None:
        found = self.finder.columns(words, kind)
        if len(found) > 1:
            cells = [c for column in found for c in column.grid.column(column.at)[:1]]
            raise Untold("calc_several", [cell.evidence for cell in cells], name=words or found[0].heading)
        return found[0] if found else None

    def _alike(self, reads: Sequence[Read], items: Sequence[Item]) -> list[Amount]:
        """The amounts, if they are of one unit. Raises `Untold`."""
        found = [read for read in reads if isinstance(read, Amount)]
        units = list(dict.fromkeys(self._unit(one.unit) for one in found))
        if len(found) < len(reads) or len(units) > 1:
            named = self.p.listed(list(dict.fromkeys(_shown(one) for one in found)))
            key = "calc_units" if len(found) == len(reads) else "cannot_tell"
            raise Untold(
                key, [item.cell.evidence for item in items], **({"units": named} if key == "calc_units" else {})
            )
        return found

    def _unit(self, unit: str) -> str:
        return self.p.reckoning.units.get(unit, unit)

    def _order(self, first: Item, second: Item) -> int:
        """Below, at or above 0, as the first is less than, as much as, or more than the second. Raises `Untold`."""
        if isinstance(first.read, Moment) and isinstance(second.read, Moment):
            if first.read.parts != second.read.parts:
                raise Untold("cannot_tell", [*first.evidence, *second.evidence])
            one, other = first.read.key, second.read.key
            return (one > other) - (one < other)
        amounts = self._alike([first.read, second.read], [first, second])
        return (amounts[0].value > amounts[1].value) - (amounts[0].value < amounts[1].value)

    def _holds(self, item: Item, sign: str, bound: Read) -> bool:
        read = item.read
        if isinstance(read, Amount) and isinstance(bound, Amount):
            if bound.unit and self._unit(read.unit) != self._unit(bound.unit):
                raise Untold("calc_units", item.evidence, units=self.p.listed([_shown(read), bound.unit]))
            order = (read.value > bound.value) - (read.value < bound.value)
        elif isinstance(read, Moment) and isinstance(bound, Moment) and read.parts == bound.parts:
            order = (read.key > bound.key) - (read.key < bound.key)
        else:
            raise Untold("cannot_tell", item.evidence)
        return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[sign or ">"]

    def _named(self, item: Item) -> str:
        return self.p("calc_item", name=item.label.text, value=item.cell.text)

    def _with_gaps(self, text: str, items: Sequence[Item], empty: Sequence[Cell], column: Column | None) -> Answer:
        """The text, and what it leaves out: rows without a value, rows out of view."""
        parts = [text]
        if empty:
            parts.append(self.p("calc_missing", names=self.p.listed([cell.text for cell in empty[:SAID]])))
        if column is not None and (column.grid.cut or not self.ctx.view.scene.complete):
            parts.append(self.p("calc_cut"))
        evidence = [one for item in items for one in item.evidence]
        subject = [item.cell.evidence for item in items[:1]]
        return self.ctx.answer(self.p.join.join(parts), evidence, subject=subject)


def _shown(amount: Amount) -> str:
    """The unit as it is written; the number itself where it has none."""
    return amount.prefix.strip() or amount.suffix.strip() or written(amount.value, [amount])

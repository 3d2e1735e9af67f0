"""Answers that are computed from what was seen: each names its parts and carries their evidence, or is not given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from assistant.types import Answer, Evidence
from models.grounded.computed import (
    agenda,
    blockers,
    comparisons,
    limits,
    proportions,
    ranking,
    schedule,
)
from models.grounded.computed.amounts import Amount, written
from models.grounded.computed.asks import Compute, plain, understood
from models.grounded.computed.find import Column, Finder, Item, Read, Untold
from models.grounded.computed.grids import Cell
from models.grounded.computed.moments import Moment
from models.grounded.computed.quoted import quoted
from models.grounded.reply import Context

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
    reckoner = Reckoner(ctx)
    if (answer := quoted(reckoner.finder)) is not None:
        return answer, Told("", ())
    strong = False
    for ask in understood(ctx.asked, p):
        strong = strong or not ask.weak
        try:
            answer = reckoner.answer(ask)
        except Untold as why:
            return _not_told(ctx, why), Told("", ())
        if answer is not None:
            return answer, reckoner.told()
    return (ctx.cannot_tell(), Told("", ())) if strong and reckoner.finder.grids else None


def _not_told(ctx: Context, why: Untold) -> Answer:
    if why.key == "cannot_tell":
        return ctx.cannot_tell(evidence=why.evidence)
    return ctx.answer(ctx.phrases(why.key, **why.gaps), why.evidence, sure=False)


class Reckoner:
    """One question's answer. Its methods give None for what the screen does not have, and raise `Untold`."""

    def __init__(self, ctx: Context) -> None:
        self.ctx, self.p, self.finder = ctx, ctx.phrases, Finder(ctx)
        self.used: list[Item] = []

    def told(self) -> Told:
        items = self.used[:DETAILS]
        text = self.p.group_separator.join(self.named(item) for item in items)
        more = [self.p("more", count=len(self.used) - DETAILS)] if len(self.used) > DETAILS else []
        detail = self.p.ended(self.p.group_separator.join([text, *more])) if items else ""
        return Told(detail, tuple(e for item in items for e in item.evidence))

    def answer(self, ask: Compute) -> Answer | None:
        match ask.operation:
            case "blockers":
                return blockers.blockers(self.ctx, ask.part("x"))
            case "required":
                return blockers.required(self.ctx)
            case "sum" | "average":
                return self.sum(ask)
            case "best":
                timed = ask.kind == "time"
                return schedule.extreme(self.finder, ask) if timed else ranking.ranked(self, ask)
            case "rank" | "top":
                return ranking.ranked(self, ask)
            case "spread":
                return ranking.spread(self, ask)
            case "share" | "ratio" | "multiple":
                return proportions.proportion(self, ask)
            case "rows":
                return ranking.rows(self, ask)
            case "next":
                return schedule.following(self.finder, ask, self.ctx.now)
            case "until":
                return agenda.until(self.finder, ask, self.ctx.now)
            case "agenda" | "agenda_count":
                return agenda.on(self.finder, ask, self.ctx.now)
            case "compare" | "test" | "difference" | "between" | "order":
                return comparisons.two(self, ask)
            case "long":
                return comparisons.long(self, ask)
        return limits.filter(self, ask)

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
            kind = self.p.reckoning.compare.get(ask.part("m"), f">{ask.kind}")[1:]  # "how long are all of them"
            column = self._summed(words, kind)
            if column is None:
                return None
            items, empty = self.finder.items(column)
        if len(items) < 2:
            return None
        amounts = self.alike([item.read for item in items], items)
        total = sum((one.value for one in amounts), Decimal(0))
        self.used = items
        if ask.operation == "average":
            text = self._average(total, amounts)
        elif len(items) <= SAID:
            parts = self.p("calc_plus").join(item.cell.text for item in items)
            text = self.p("calc_sum", parts=parts, total=written(total, amounts))
        else:
            text = self.p("calc_sum_many", count=len(items), total=written(total, amounts))
        return self.with_gaps(text, items, empty, column)

    def _named_ones(self, names: Sequence[str], about: str) -> list[Item]:
        """The values of these names; nothing where one is missing, or two are the same."""
        try:
            found = [self.finder.operand(name, "", about) for name in names]
        except Untold:  # of a price and a weight it is the prices that are added
            found = [self.finder.operand(name, "money", about) for name in names]
        items = [item for item in found if item is not None]
        different = {item.cell.evidence for item in items}
        return items if len(items) == len(names) and len(different) == len(items) else []

    def _summed(self, words: str, kind: str) -> Column | None:
        """The column; "how much is all that" means the only one with money."""
        try:
            return self.one_column(words, kind)
        except Untold:
            priced = self.finder.columns("", "money") if not self.finder.keys(words) and not kind else []
            if len(priced) != 1:
                raise
            return priced[0]

    def _average(self, total: Decimal, amounts: Sequence[Amount]) -> str:
        digits = max(one.digits for one in amounts)
        places = max(digits, 2)
        mean = total / len(amounts)
        short = mean.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        while places > digits and short == short.quantize(Decimal(1).scaleb(-(places - 1))):
            places -= 1
            short = short.quantize(Decimal(1).scaleb(-places))
        key = "calc_average" if short == mean else "calc_average_about"
        return self.p(key, count=len(amounts), value=written(short, amounts, digits=places))

    # -- shared -------------------------------------------------------------------------------------------------

    def told_of(
        self, items: Sequence[Item], passing: Sequence[Item], empty: Sequence[Cell], column: Column | None
    ) -> Answer:
        """ "2 of 6: ..."."""
        self.used = list(passing or items)
        if not passing:
            text = self.p("calc_none_of", all=len(items))
        else:
            names = self.p.group_separator.join(self.named(item) for item in passing[:SAID])
            if len(passing) > SAID:
                names += self.p.group_separator + self.p("more", count=len(passing) - SAID)
            text = self.p("calc_count", count=len(passing), all=len(items), names=names)
        return self.with_gaps(text, list(dict.fromkeys([*passing, *items])), empty, column)

    def one_column(self, words: str, kind: str) -> Column | None:
        found = self.finder.columns(words, kind)
        if len(found) > 1:
            cells = [c for column in found for c in column.grid.column(column.at)[:1]]
            raise Untold("calc_several", [cell.evidence for cell in cells], name=words or found[0].heading)
        return found[0] if found else None

    def alike(self, reads: Sequence[Read], items: Sequence[Item]) -> list[Amount]:
        """The amounts, if they are of one unit. Raises `Untold`."""
        found = [read for read in reads if isinstance(read, Amount)]
        units = list(dict.fromkeys(self.unit(one.unit) for one in found))
        if len(found) < len(reads) or len(units) > 1:
            named = self.p.listed(list(dict.fromkeys(_shown(one) for one in found)))
            key = "calc_units" if len(found) == len(reads) else "cannot_tell"
            raise Untold(
                key, [item.cell.evidence for item in items], **({"units": named} if key == "calc_units" else {})
            )
        return found

    def unit(self, unit: str) -> str:
        return self.p.reckoning.units.get(unit, unit)

    def order(self, first: Item, second: Item) -> int:
        """Below, at or above 0, as the first is less than, as much as, or more than the second. Raises `Untold`."""
        if isinstance(first.read, Moment) and isinstance(second.read, Moment):
            if first.read.parts != second.read.parts:
                raise Untold("cannot_tell", [*first.evidence, *second.evidence])
            one, other = first.read.key, second.read.key
            return (one > other) - (one < other)
        amounts = self.alike([first.read, second.read], [first, second])
        return (amounts[0].value > amounts[1].value) - (amounts[0].value < amounts[1].value)

    def holds(self, item: Item, sign: str, bound: Read) -> bool:
        read = item.read
        if isinstance(read, Amount) and isinstance(bound, Amount):
            bound = _in_minutes(bound) if read.clock else bound
            if bound.unit and self.unit(read.unit) != self.unit(bound.unit):
                raise Untold("calc_units", item.evidence, units=self.p.listed([_shown(read), bound.unit]))
            order = (read.value > bound.value) - (read.value < bound.value)
        elif isinstance(read, Moment) and isinstance(bound, Moment) and read.parts == bound.parts:
            order = (read.key > bound.key) - (read.key < bound.key)
        else:
            raise Untold("cannot_tell", item.evidence)
        return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[sign or ">"]

    def named(self, item: Item) -> str:
        return self.p("calc_item", name=item.label.text, value=item.cell.text)

    def with_gaps(self, text: str, items: Sequence[Item], empty: Sequence[Cell], column: Column | None) -> Answer:
        """The text, and what it leaves out: rows without a value, rows out of view."""
        parts = [text]
        if empty:
            parts.append(self.p("calc_missing", names=self.p.listed([cell.text for cell in empty[:SAID]])))
        if column is not None and (column.grid.cut or not self.ctx.view.scene.complete):
            parts.append(self.p("calc_cut"))
        evidence = [one for item in items for one in item.evidence]
        subject = [item.cell.evidence for item in items[:1]]
        return self.ctx.answer(self.p.join.join(parts), evidence, subject=subject)


def _in_minutes(bound: Amount) -> Amount:
    factor = {"h": Decimal(60), "s": Decimal(1) / 60}.get(bound.unit)
    return replace(bound, value=bound.value * factor, unit="min") if factor is not None else bound


def _shown(amount: Amount) -> str:
    """The unit as it is written; the number itself where it has none."""
    return amount.prefix.strip() or amount.suffix.strip() or written(amount.value, [amount])

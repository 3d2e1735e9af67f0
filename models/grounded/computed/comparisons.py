"""One value against another, or against a limit; how long something takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.types import Answer
from models.grounded.computed import limits, moments, schedule
from models.grounded.computed.amounts import Amount, written
from models.grounded.computed.asks import Compute, limit
from models.grounded.computed.find import Column, Item, Read, Untold
from models.grounded.computed.moments import Moment
from models.grounded.computed.spans import spoken_moments
from models.grounded.words import covered

if TYPE_CHECKING:
    from models.grounded.computed.reckon import Reckoner


def two(reckoner: Reckoner, ask: Compute) -> Answer | None:
    """One value against another, or against a limit."""
    kind = "time" if ask.operation in ("between", "order") else ask.kind
    about = f"{ask.part('m')} {ask.part('x')} {ask.part('y')}"  # "who has more goals, the Lions or the Bears"
    first = reckoner.finder.operand(ask.part("x"), kind, about)
    if first is None:
        return None
    bound = limit(ask.part("y"), reckoner.p) if ask.operation == "test" else None
    times = spoken_moments(ask.part("y"), reckoner.p) if ask.operation == "test" and kind == "time" else []
    if not reckoner.finder.is_label(ask.part("y")):
        if times:
            return _against_limit(reckoner, ask, first, times)
        if bound is not None and _in_headings(reckoner, bound.rest):
            return _against_limit(reckoner, ask, first, bound.values)
    second = reckoner.finder.operand(ask.part("y"), kind, about)
    if second is None:
        return None
    if first.cell.evidence == second.cell.evidence:
        return None
    reckoner.used = [first, second]
    if ask.operation in ("difference", "between"):
        return difference(reckoner, first, second)
    if ask.operation == "order":
        return _before_or_after(reckoner, first, second)
    return _compare(reckoner, ask, first, second)


def _in_headings(reckoner: Reckoner, words: str) -> bool:
    """Whether what follows a number ("in January") is only which column is meant."""
    headings = " ".join(heading for grid in reckoner.finder.grids for heading in grid.header)
    return not words or all(covered(reckoner.finder.keys(words), headings, reckoner.p))


def _against_limit(reckoner: Reckoner, ask: Compute, item: Item, bounds: Sequence[Read]) -> Answer:
    reckoner.used = [item]
    key = "calc_yes" if limits.within(reckoner, [item], ask.sign, bounds, ask.part("y")) else "calc_no"
    return reckoner.ctx.answer(reckoner.p(key, text=reckoner.p.ended(reckoner.named(item))), item.evidence)


def _before_or_after(reckoner: Reckoner, first: Item, second: Item) -> Answer:
    order = reckoner.order(first, second)
    key = "calc_same" if order == 0 else "calc_is_before" if order < 0 else "calc_is_after"
    text = reckoner.p.group_separator.join((reckoner.named(first), reckoner.named(second)))
    gaps = {"names": text} if order == 0 else {"text": reckoner.p.ended(text)}
    return reckoner.ctx.answer(reckoner.p(key, **gaps), [*first.evidence, *second.evidence])


def _compare(reckoner: Reckoner, ask: Compute, first: Item, second: Item) -> Answer:
    order = reckoner.order(first, second)
    evidence = [*first.evidence, *second.evidence]
    if ask.operation == "test":
        holds = order < 0 if ask.sign == "<" else order > 0
        parts = reckoner.p.group_separator.join((reckoner.named(first), reckoner.named(second)))
        return reckoner.ctx.answer(
            reckoner.p("calc_yes" if holds else "calc_no", text=reckoner.p.ended(parts)), evidence
        )
    if order == 0:
        names = reckoner.p.group_separator.join((reckoner.named(first), reckoner.named(second)))
        return reckoner.ctx.answer(reckoner.p("calc_same", names=names), evidence)
    one, other = (first, second) if (order < 0) == (ask.sign == "<") else (second, first)
    text = reckoner.p(
        "calc_against",
        name=one.label.text,
        value=one.cell.text,
        other=other.label.text,
        other_value=other.cell.text,
    )
    return reckoner.ctx.answer(text, evidence, subject=one.evidence)


def difference(reckoner: Reckoner, first: Item, second: Item) -> Answer:
    evidence = [*first.evidence, *second.evidence]
    if isinstance(first.read, Moment) and isinstance(second.read, Moment):
        minutes = moments.between(first.read, second.read)
        if minutes is None:
            raise Untold("cannot_tell", evidence)
        one, other = (first, second) if minutes >= 0 else (second, first)
        value = schedule.spelled(minutes, reckoner.finder)
        return reckoner.ctx.answer(
            reckoner.p("calc_time", first=one.cell.text, second=other.cell.text, value=value), evidence
        )
    amounts = reckoner.alike([first.read, second.read], [first, second])
    more, less = (0, 1) if amounts[0].value >= amounts[1].value else (1, 0)
    cells = (first.cell.text, second.cell.text)
    value = written(amounts[more].value - amounts[less].value, amounts)
    return reckoner.ctx.answer(reckoner.p("calc_minus", first=cells[more], second=cells[less], value=value), evidence)


def long(reckoner: Reckoner, ask: Compute) -> Answer | None:
    """How long something lasts, as its row says; else from departure to arrival, where it has both."""
    lasting = reckoner.finder.operand(ask.part("x"), "duration")
    if lasting is not None and isinstance(lasting.read, Amount) and not lasting.read.digits:
        reckoner.used = [lasting]
        return reckoner.ctx.answer(reckoner.p.ended(reckoner.named(lasting)), lasting.evidence)
    return _takes(reckoner, ask)


def _takes(reckoner: Reckoner, ask: Compute) -> Answer | None:
    item = reckoner.finder.operand(ask.part("x"), "time")
    if item is None:
        return None
    grid = next(grid for grid in reckoner.finder.grids if item.row in grid.rows)
    words = reckoner.p.reckoning
    columns = [Column(grid, at) for at in grid.timed]
    leaves = [c for c in columns if re.search(words.departure, c.heading.lower())]
    arrives = [c for c in columns if re.search(words.arrival, c.heading.lower())]
    if len(leaves) != 1 or len(arrives) != 1 or leaves == arrives:
        return None
    cells = [item.row[column.at] for column in (leaves[0], arrives[0])]
    reads = [
        reckoner.finder.settled(column, [cell])[0] for column, cell in zip((leaves[0], arrives[0]), cells, strict=True)
    ]
    if not all(isinstance(read, Moment) for read in reads):
        return None
    start, end = (read for read in reads if isinstance(read, Moment))
    minutes = moments.between(start, end)
    if minutes is None:
        return None
    value = schedule.spelled(minutes % 1440 if start.month is None else minutes, reckoner.finder)
    text = reckoner.p("calc_time", first=cells[0].text, second=cells[1].text, value=value)
    return reckoner.ctx.answer(text, [cell.evidence for cell in cells])

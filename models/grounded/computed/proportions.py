"""Shares, ratios and multiples: "what percentage is music", "how many times bigger", "how much are two teas"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.types import Answer
from models.grounded.computed.amounts import Amount, written
from models.grounded.computed.asks import Compute
from models.grounded.computed.find import Column, Item, Untold
from models.grounded.computed.numerals import digits

if TYPE_CHECKING:
    from models.grounded.computed.reckon import Reckoner

MOST = 1000
"""More of a thing is more likely a name with a number in it."""


def proportion(reckoner: Reckoner, ask: Compute) -> Answer | None:
    if ask.operation == "multiple":
        return _multiple(reckoner, ask)
    return _share(reckoner, ask) if ask.operation == "share" else _ratio(reckoner, ask)


def _multiple(reckoner: Reckoner, ask: Compute) -> Answer | None:
    """So many times what one costs."""
    count = digits(ask.part("t"), reckoner.p)
    item = reckoner.finder.operand(ask.part("x"), "money")
    if item is None or not isinstance(item.read, Amount) or not count.isdigit() or not 1 < int(count) <= MOST:
        return None
    reckoner.used = [item]
    total = written(item.read.value * int(count), [item.read])
    text = reckoner.p("calc_times", count=count, value=item.cell.text, name=item.label.text, total=total)
    return reckoner.ctx.answer(text, item.evidence)


def _share(reckoner: Reckoner, ask: Compute) -> Answer | None:
    """A value against the sum of its column. Raises `Untold`."""
    finder, p = reckoner.finder, reckoner.p
    item = finder.operand(ask.part("x"), "", ask.part("k"))
    column = _column_of(reckoner, item) if item is not None else None
    if item is None or column is None or not isinstance(item.read, Amount) or item.read.unit == "%":
        return None
    if column.grid.cut:
        raise Untold("calc_cut", [item.cell.evidence])
    items, empty = finder.items(column)
    amounts = reckoner.alike([one.read for one in items], items)
    total = sum((one.value for one in amounts), Decimal(0))
    if empty or len(items) < 2 or total <= 0 or any(one.value < 0 for one in amounts):
        return None
    reckoner.used = items
    text = p(
        "calc_share",
        name=item.label.text,
        value=item.cell.text,
        total=written(total, amounts),
        share=_short(100 * item.read.value / total, item.read),
    )
    return reckoner.ctx.answer(text, [e for one in (item, *items) for e in one.evidence], subject=item.evidence)


def _column_of(reckoner: Reckoner, item: Item) -> Column | None:
    for grid in reckoner.finder.grids:
        for row in grid.rows:
            if row is item.row and not grid.loose:
                return next((Column(grid, at) for at, cell in enumerate(row) if cell is item.cell), None)
    return None


def _ratio(reckoner: Reckoner, ask: Compute) -> Answer | None:
    about = f"{ask.part('m')} {ask.part('x')} {ask.part('y')}"
    first, second = (reckoner.finder.operand(ask.part(name), ask.kind, about) for name in ("x", "y"))
    if first is None or second is None or first.cell.evidence == second.cell.evidence:
        return None
    amounts = reckoner.alike([first.read, second.read], [first, second])
    if amounts[1].value <= 0 or amounts[0].value <= 0:
        return None
    reckoner.used = [first, second]
    ratio = _short(amounts[0].value / amounts[1].value, amounts[0])
    text = reckoner.p("calc_ratio", first=first.cell.text, second=second.cell.text, ratio=ratio)
    return reckoner.ctx.answer(text, [*first.evidence, *second.evidence])


def _short(value: Decimal, like: Amount) -> str:
    """With one digit after the mark, where it needs one."""
    rounded = value.quantize(Decimal("0.1"))
    places = 0 if rounded == rounded.to_integral_value() else 1
    return written(rounded, [Amount(rounded, decimal=like.decimal)], digits=places)

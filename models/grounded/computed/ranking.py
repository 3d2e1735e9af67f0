"""The most and the least, the second, the first three, how far apart they are, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.types import Answer
from models.grounded.computed import comparisons
from models.grounded.computed.amounts import Amount
from models.grounded.computed.asks import Compute
from models.grounded.computed.find import Column, Item, Untold
from models.grounded.computed.grids import Cell
from models.grounded.computed.numerals import digits
from models.grounded.words import covered

if TYPE_CHECKING:
    from models.grounded.computed.reckon import Reckoner

NAMED = 6
"""Rows that are named when they are counted."""


def ranked(reckoner: Reckoner, ask: Compute) -> Answer | None:
    """The most or the least of a column, or the n-th, or the first n; all of them where several are equal."""
    found = _sorted(reckoner, ask)
    if found is None:
        return None
    column, items, amounts, empty = found
    values = list(dict.fromkeys(one.value for one in amounts))
    said = ask.part("r")
    rank = (
        next((n for word, n in reckoner.p.ordinals.items() if said and word in (said, f"{said}e")), 1)
        if ask.operation != "top"
        else 1
    )
    if ask.operation == "top":
        count = digits(ask.part("t"), reckoner.p)
        if not count.isdigit() or not 1 < int(count) < len(items):
            return None
        edge = amounts[int(count) - 1].value
        top = [item for item, one in zip(items, amounts, strict=True) if _upto(one.value, edge, ask.sign)]
    else:
        if not 1 <= rank <= len(values):
            raise Untold("cannot_tell", [item.cell.evidence for item in items])
        if rank > 1 and sum(one.value == values[0] for one in amounts) > 1:
            # With two cheapest, the second cheapest is one of them or the next.
            raise Untold("calc_several", [item.cell.evidence for item in items[:2]], name=items[0].cell.text)
        top = [item for item, one in zip(items, amounts, strict=True) if one.value == values[rank - 1]]
    reckoner.used = items
    p = reckoner.p
    text = p.ended(p.group_separator.join(reckoner.named(item) for item in top))
    return reckoner.with_gaps(text, list(dict.fromkeys([*top, *items])), empty, column)


def _upto(value: Decimal, edge: Decimal, sign: str) -> bool:
    return value <= edge if sign == "<" else value >= edge


def _sorted(reckoner: Reckoner, ask: Compute) -> tuple[Column, list[Item], list[Amount], list[Cell]] | None:
    """The rows from the one that is asked for on: the cheapest first where the cheapest is asked for."""
    column = _column(reckoner, ask)
    if column is None or column.is_timed:
        return None
    items, empty = reckoner.finder.items(column)
    if len(items) < 2:
        return None
    amounts = reckoner.alike([item.read for item in items], items)
    order = sorted(range(len(items)), key=lambda at: amounts[at].value, reverse=ask.sign != "<")
    return column, [items[at] for at in order], [amounts[at] for at in order], empty


def _column(reckoner: Reckoner, ask: Compute) -> Column | None:
    words = f"{ask.part('k')} {ask.part('x')}".strip()
    verb = ask.part("v")
    return reckoner.one_column(f"{words} {verb}".strip(), ask.kind)


def spread(reckoner: Reckoner, ask: Compute) -> Answer | None:
    """The most less the least."""
    found = _sorted(reckoner, replace(ask, operation="best"))
    other = reckoner.p.reckoning.best.get(ask.part("s2"), "")
    if found is None or other[1:] not in ("", ask.kind) or other[:1] == ask.sign:
        return None
    _, items, _, _ = found
    reckoner.used = items
    return comparisons.difference(reckoner, items[0], items[-1])


def rows(reckoner: Reckoner, ask: Compute) -> Answer | None:
    """How many rows a table has whose rows are called so ("how many trains go to Arden"); None for other words."""
    finder, p = reckoner.finder, reckoner.p
    keys = finder.keys(ask.part("k"))
    about = finder.keys(ask.part("x"))
    if not keys:
        return None
    found = []
    for grid in finder.grids:
        if grid.loose or len(grid.rows) < 2:
            continue
        measured = " ".join(grid.heading(at) for at in grid.numeric if at > 0)  # the first may number the rows
        kinds = [
            own or (named and not amount) or (not amount and finder.shown(key, grid))
            for key, own, named, amount in zip(
                keys,
                covered(keys, grid.heading(grid.label_at), p),
                covered(keys, grid.name, p),
                covered(keys, measured, p),  # "Orders by channel": its rows are channels, and its values orders
                strict=True,
            )
        ]
        if not any(kinds):
            continue
        only = finder.narrowed([key for key, known in zip(keys, kinds, strict=True) if not known] + about, grid)
        if only is not None:
            found.append(Column(grid, grid.label_at, only))
    if len(found) != 1:
        return None
    column = found[0]
    finder.check(column.grid)
    chosen = [row for row in finder.rows_of(column) if not finder.is_total(column.grid.label(row).text)]
    if not chosen:
        return None
    labels = [column.grid.label(row) for row in chosen]
    if len({label.text for label in labels}) == 1 and len(labels) > 1:  # "Arden, Arden, Arden" tells nothing
        labels = [row[0] for row in chosen]
    named = p.listed([label.text for label in labels]) if len(labels) <= NAMED else ""
    counted = f"{len(chosen)} {ask.part('k')}" if p.spaced and len(chosen) > 1 else p.counted(len(chosen), "row")
    text = p("count_names", counted=counted, names=named) if named else p("count", counted=counted)
    return _told(reckoner, text, chosen, column)


def _told(reckoner: Reckoner, text: str, chosen: Sequence[Sequence[Cell]], column: Column) -> Answer:
    evidence = [cell.evidence for row in chosen for cell in row]
    ctx, p = reckoner.ctx, reckoner.p
    if column.grid.cut or not ctx.view.scene.complete:
        text = p.join.join((text, p("calc_cut")))
    return ctx.answer(text, evidence)

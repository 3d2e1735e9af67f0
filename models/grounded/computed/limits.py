"""How many, and which, are over a limit, under it, or between two."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.types import Answer
from models.grounded.computed import agenda, spans
from models.grounded.computed.asks import Compute, limit
from models.grounded.computed.find import LASTS, Column, Item, Read, Untold
from models.grounded.computed.moments import Moment
from models.grounded.computed.spans import spoken_moments

if TYPE_CHECKING:
    from models.grounded.computed.reckon import Reckoner

SAID = 6
"""Rows that are named; of more only the number, and the rest on "more"."""


def filter(reckoner: Reckoner, ask: Compute) -> Answer | None:
    """How many, and which, are over a limit, or between two."""
    words = f"{ask.part('k')} {ask.part('x')}".strip()
    said = [ask.parts[name] for name in ("n", "n2") if name in ask.parts]
    bounds = [limit(one, reckoner.p) for one in said]
    times = [spoken_moments(one, reckoner.p) for one in said]
    if (span := _year(reckoner, ask)) is not None:
        return agenda.beside(reckoner, ask, span)
    if ask.kind == "time" or (all(times) and not all(bounds)):
        return _in_time(reckoner, ask, words, times) if all(times) else None
    known = [one for one in bounds if one is not None]
    if len(known) < len(said):
        return None
    unit = known[-1].unit
    kind = ask.kind or ("money" if known[-1].values[0].is_money else unit)
    rest = " ".join(one.rest for one in known)
    if all(times) and not unit and not kind and _means_time(reckoner, words):
        return _in_time(reckoner, ask, words, times)
    column = _limited(reckoner, f"{words} {rest}".strip(), kind)
    if column is None and all(times) and not ask.kind and not unit:  # "between 8 and 10"
        return _in_time(reckoner, ask, words, times)
    values = [[replace(one, unit=one.unit or unit) for one in found.values] for found in known]
    return _passing(reckoner, ask, column, values) if column is not None else None


def _in_time(reckoner: Reckoner, ask: Compute, words: str, times: Sequence[Sequence[Moment]]) -> Answer | None:
    """What lies before, after or between times. "Between eight and ten" may be in the morning and in the evening:
    each is told by itreckoner."""
    column = reckoner.one_column(words, "time")
    if column is None:
        return None
    items, empty = reckoner.finder.items(column, gaps=True)
    if len(times) == 1 or not items:
        return _passing(reckoner, ask, column, times)
    told: list[tuple[str, list[Item]]] = []
    for first, last in itertools.product(*times):
        if not 0 <= last.key[3] - first.key[3] < 720 and first.month is None:
            continue
        inside = [one for one in items if reckoner.holds(one, ">=", first) and reckoner.holds(one, "<=", last)]
        if inside:
            names = reckoner.p.group_separator.join(reckoner.named(item) for item in inside[:SAID])
            clocks = {"first": _clock(first, ask.part("n")), "second": _clock(last, ask.part("n2"))}
            told.append((reckoner.p("calc_from_to", names=names, **clocks), inside))
    if len(told) < 2:
        inside = told[0][1] if told else []
        return reckoner.told_of(items, inside, empty, column)
    text = reckoner.p.join.join(part for part, _ in told)
    return reckoner.with_gaps(text, [one for _, inside in told for one in inside], empty, column)


def _means_time(reckoner: Reckoner, words: str) -> bool:
    """Whether "between eight and ten" are times: where there are any, unless the words name a column of numbers."""
    finder = reckoner.finder
    keys = finder.keys(words)
    numbers = [c for grid in finder.grids for c in finder.of_kind(grid, "") if any(finder.measured(keys, c.heading))]
    return not numbers and len(finder.columns(words, "time")) == 1


def _limited(reckoner: Reckoner, words: str, kind: str) -> Column | None:
    """The column that is compared with a limit. A bare number may mean prices, where the table has one column of
    them; a unit that no column has leaves the name to tell."""
    try:
        found = reckoner.one_column(words, "duration" if kind in LASTS else kind)
    except Untold:
        priced = reckoner.finder.columns(words, "money") if not kind else []
        if len(priced) != 1:
            raise
        return priced[0]
    return found


def _year(reckoner: Reckoner, ask: Compute) -> spans.Span | None:
    """ "before 2020", "after 26 November": what is compared with days rather than with the clock."""
    if ask.sign not in ("<", ">") or "n2" in ask.parts:
        return None
    found = spans.span(ask.part("n"), reckoner.p, reckoner.ctx.now)
    if found is not None and (found.exact or found.start is None):
        return None
    return found


def _passing(reckoner: Reckoner, ask: Compute, column: Column, bounds: Sequence[Sequence[Read]]) -> Answer | None:
    items, empty = reckoner.finder.items(column, gaps=True)
    if not items:
        return None
    passing = items
    if len(bounds) == 2:
        passing = within(reckoner, passing, ">=", bounds[0], ask.part("n"))
        passing = within(reckoner, passing, "<=", bounds[1], ask.part("n2")) if passing else []
    else:
        passing = within(reckoner, items, ask.sign, bounds[0], ask.part("n"))
    return reckoner.told_of(items, passing, empty, column)


def within(reckoner: Reckoner, items: Sequence[Item], sign: str, bounds: Sequence[Read], said: str) -> list[Item]:
    """The items that hold. A limit with two meanings (five in the morning, or in the afternoon) is only taken if
    it makes no difference which. Raises `Untold`."""
    kept = [[item for item in items if reckoner.holds(item, sign, bound)] for bound in bounds]
    if any(one != kept[0] for one in kept):
        raise Untold("calc_two_ways", [items[0].cell.evidence], text=said)
    return kept[0]


def _clock(moment: Moment, said: str) -> str:
    return said if moment.minute is None else f"{moment.minute // 60}:{moment.minute % 60:02d}"

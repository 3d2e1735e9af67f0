"""What comes first, last, next after a time: rows with a date, a time, or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.types import Answer, Evidence
from models.grounded.computed import spans
from models.grounded.computed.asks import Compute
from models.grounded.computed.find import Column, Finder, Untold
from models.grounded.computed.grids import Cell, Grid
from models.grounded.computed.moments import Moment
from models.grounded.computed.spans import spoken_moments
from models.grounded.questions import parse_target
from models.grounded.words import covered


@dataclass(frozen=True, slots=True)
class Entry:
    moment: Moment
    row: tuple[Cell, ...]
    text: str
    """The time or date as it is written, and what the row is called."""

    @property
    def evidence(self) -> list[Evidence]:
        return [cell.evidence for cell in self.row]


def entries(finder: Finder, words: str) -> list[Entry] | None:
    """The rows that the words mean ("train to Moss"), in the order of time; None when nothing here has times, or
    when a word of the question is nowhere."""
    target = parse_target(words, finder.phrases)
    if target.roles and not target.name:
        return None  # "the next line"
    found: list[tuple[Grid, list[tuple[Cell, ...]]]] = []
    for grid in finder.grids:
        if grid.loose or not grid.timed:
            continue
        rows = _rows(finder, grid, finder.keys(words))
        if rows:
            found.append((grid, rows))
    if len(found) != 1:
        return None
    grid, rows = found[0]
    finder.check(grid)
    return sorted(_dated(finder, grid, rows), key=lambda entry: entry.moment.key)


def _rows(finder: Finder, grid: Grid, keys: list[str]) -> list[tuple[Cell, ...]]:
    # "The last platform" asks for no time: only what the times and the rows are called counts as said.
    called = " ".join(grid.heading(at) for at in (*grid.timed, grid.label_at))
    known = covered(keys, f"{called} {grid.name}", finder.phrases) if keys else []
    only = finder.narrowed([key for key, ok in zip(keys, known, strict=True) if not ok], grid)
    return finder.rows_of(Column(grid, 0, only)) if only is not None else []


def _dated(finder: Finder, grid: Grid, rows: Sequence[tuple[Cell, ...]]) -> list[Entry]:
    columns = [Column(grid, at) for at in grid.timed]
    rows = [row for row in rows if all(column.at < len(row) for column in columns)]
    days = [c for c in columns if all(cell.moment and cell.moment[0].month for cell in grid.column(c.at))]
    times = finder.timely([c for c in columns if c not in days])
    if len(days) > 1 or len(times) > 1:
        raise Untold("calc_several", [rows[0][columns[0].at].evidence], name=columns[0].heading)
    chosen = [*days, *times]
    reads = [finder.settled(column, [row[column.at] for row in rows]) for column in chosen]
    found = []
    for at, row in enumerate(rows):
        moment = Moment()
        for read in (column[at] for column in reads):
            if isinstance(read, Moment):
                dated = read if read.month else moment
                moment = replace(dated, minute=read.minute if read.minute is not None else moment.minute)
        label = grid.label(row).text
        shown = [row[column.at].text for column in chosen]
        found.append(
            Entry(moment, row, finder.phrases.separator.join([*shown, *([label] if label not in shown else [])]))
        )
    return found


def following(finder: Finder, ask: Compute, now: datetime | None) -> Answer | None:
    """The next after a time that is said, or after now; the last before it."""
    if not finder.keys(ask.part("k")):
        return None  # "the next one" follows on from what was told
    found = entries(finder, ask.part("k"))
    if not found:
        return None
    ctx = finder.ctx
    wanted = _wanted(finder, ask, found)
    if ask.part("c") and wanted is None:
        return None
    if wanted is not None:
        found = [replace(entry, text=_with_cell(finder, entry, wanted)) for entry in found]
    if "n" not in ask.parts and ask.part("s") in finder.words.edges:
        edge = found[0] if finder.words.best.get(ask.part("s"), "<")[0] == "<" else found[-1]
        return ctx.answer(ctx.phrases.ended(edge.text), edge.evidence)
    if "n" not in ask.parts:
        if now is None:
            raise Untold("calc_no_clock", found[0].evidence)
        clock = Evidence("clock", None, None, f"{now:%H:%M}")
        at = Moment(now.year, now.month, now.day, now.hour * 60 + now.minute)
        text, evidence = _around(
            finder, ask, found, at, f"{now:%H:%M}" if found[0].moment.month is None else f"{now:%Y-%m-%d}"
        )
        return ctx.answer(text, [*evidence, clock])
    limits = _limits(finder, ask.part("n"), now, found)
    if not limits:
        return None
    limits = _likely(limits, found)
    some = [limit for limit in limits if _fitting(finder, ask, found, limit)]
    told = [_around(finder, ask, found, limit, _said(limit, ask.part("n"))) for limit in some or limits[-1:]]
    evidence = list(dict.fromkeys(one for _, more in told for one in more))
    return ctx.answer(ctx.phrases.join.join(text for text, _ in told), evidence)


def _limits(finder: Finder, said: str, now: datetime | None, found: Sequence[Entry]) -> list[Moment]:
    """The moment that is said; "in three hours" by the clock. Raises `Untold` without one."""
    limits = spoken_moments(said, finder.phrases)
    span = None if limits else spans.span(said, finder.phrases, now)
    if span is None:
        return limits
    if span.start is None:
        raise Untold("calc_no_clock", found[0].evidence)
    at = span.start
    return [Moment(at.year, at.month, at.day, at.hour * 60 + at.minute)] if span.exact else []


def _wanted(finder: Finder, ask: Compute, found: Sequence[Entry]) -> int | None:
    """The column that is asked for beside the time: "what platform"."""
    if not ask.part("c"):
        return None
    grid = next(grid for grid in finder.grids if found[0].row in grid.rows)
    at = [at for at in range(grid.width) if any(covered(finder.keys(ask.part("c")), grid.heading(at), finder.phrases))]
    return at[0] if len(at) == 1 else None


def _with_cell(finder: Finder, entry: Entry, at: int) -> str:
    p = finder.phrases
    grid = next(grid for grid in finder.grids if entry.row in grid.rows)
    return p.separator.join((entry.text, p("calc_item", name=grid.heading(at), value=entry.row[at].text)))


def _likely(limits: list[Moment], found: Sequence[Entry]) -> list[Moment]:
    """Of five in the morning and five in the afternoon the one that lies among the times told; else both."""
    among = [one for one in limits if found[0].moment.key[3] <= (one.minute or 0) <= found[-1].moment.key[3]]
    return among if len(limits) > 1 and len(among) == 1 and found[0].moment.month is None else limits


def _said(limit: Moment, words: str) -> str:
    minute = limit.minute
    return f"{minute // 60}:{minute % 60:02d}" if minute is not None and limit.month is None else words


def _is_before(finder: Finder, ask: Compute) -> bool:
    return finder.words.compare.get(ask.part("w"), "").startswith("<")


def _fitting(finder: Finder, ask: Compute, found: Sequence[Entry], limit: Moment) -> list[Entry]:
    """What lies after the limit, or before it. Raises `Untold` when they can't be compared."""
    key = _comparable(limit, found[0].moment, found[0].evidence)
    if _is_before(finder, ask):
        return [entry for entry in found if entry.moment.key < key]
    return [entry for entry in found if entry.moment.key > key]


def _around(
    finder: Finder, ask: Compute, found: Sequence[Entry], limit: Moment, said: str
) -> tuple[str, list[Evidence]]:
    p = finder.phrases
    before = _is_before(finder, ask)
    fitting = _fitting(finder, ask, found, limit)
    last = finder.words.best.get(ask.part("s"), "<").startswith(">")
    if not fitting:
        edge = found[0] if before else found[-1]
        return p("calc_none_before" if before else "calc_none_after", time=said, text=edge.text), edge.evidence
    chosen = fitting[-1] if last else fitting[0]
    return p("calc_before" if before else "calc_after", time=said, text=chosen.text), chosen.evidence


def _comparable(limit: Moment, like: Moment, evidence: Sequence[Evidence]) -> tuple[int, int, int, int]:
    """The limit's key with only what the entries tell. Raises `Untold` when it lacks what they tell."""
    year, day, minute = like.parts
    if (day and limit.month is None) or (year and limit.year is None) or (not day and limit.minute is None):
        raise Untold("cannot_tell", evidence)
    # A day as a limit: "after 25 November" begins when that day is over; "after now" includes what is later today.
    end = 1440 if minute and limit.minute is None else 0
    return (
        (limit.year or 0) if year else 0,
        (limit.month or 0) if day else 0,
        (limit.day or 0) if day else 0,
        (limit.minute if limit.minute is not None else end) if minute else -1 if limit.minute is not None else 0,
    )


def extreme(finder: Finder, ask: Compute) -> Answer | None:
    """The first or the last of all."""
    found = entries(finder, f"{ask.part('k')} {ask.part('x')}".strip())
    if not found or len({entry.moment.parts for entry in found}) > 1:
        return None
    edge = found[0] if ask.sign == "<" else found[-1]
    same = [entry for entry in found if entry.moment == edge.moment]
    p = finder.phrases
    others = [one for entry in found for one in entry.evidence if entry not in same]
    evidence = [one for entry in same for one in entry.evidence]
    return finder.ctx.answer(
        p.ended(p.group_separator.join(e.text for e in same)), [*evidence, *others], subject=evidence
    )


def spelled(minutes: int, finder: Finder) -> str:
    """ "5 hours 50 minutes"; whole days without hours."""
    p = finder.phrases
    days, rest = divmod(abs(minutes), 1440)
    parts = [("day", days), ("hour", rest // 60), ("minute", rest % 60)]
    told = [p(f"calc_{unit}" if count == 1 else f"calc_{unit}s", count=count) for unit, count in parts if count]
    return (p.join.join(told)) if told else p("calc_minutes", count=0)

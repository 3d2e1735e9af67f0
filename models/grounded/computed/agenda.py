"""What is on a day, in a week, in the next two hours; how long it is until something; what is before or after a day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from assistant.types import Answer, Evidence
from models.grounded.computed import schedule, spans
from models.grounded.computed.asks import Compute
from models.grounded.computed.find import Finder, Untold
from models.grounded.computed.moments import Moment

if TYPE_CHECKING:
    from models.grounded.computed.reckon import Reckoner

SAID = 8
"""Entries told of one day; the rest is counted."""


def on(finder: Finder, ask: Compute, now: datetime | None) -> Answer | None:
    """The entries of a day, or of a while; None where nothing here has dates (or, for hours, times)."""
    span = spans.span(ask.part("n"), finder.phrases, now)
    if span is None or span.exact:
        return None
    found = schedule.entries(finder, ask.part("k"))
    if not found or not _can_hold(span, found[0].moment, ask):
        return None
    if span.needs_now and now is None:
        raise Untold("calc_no_clock", found[0].evidence)
    if span.month and len({entry.moment.year for entry in found if entry.moment.month == span.month}) > 1:
        raise Untold("calc_two_ways", found[0].evidence, text=ask.part("n"))
    inside = [entry for entry in found if span.holds(entry.moment, now)]
    p = finder.phrases
    clock = [Evidence("clock", None, None, f"{now:%Y-%m-%d %H:%M}")] if now is not None and span.needs_now else []
    said = _named(span, ask.part("n"))
    if not inside:
        evidence = [one for entry in found for one in entry.evidence]
        return finder.ctx.answer(p("calc_nothing", time=said), [*evidence, *clock])
    text = p.group_separator.join(entry.text for entry in inside[:SAID])
    if len(inside) > SAID:
        text += p.group_separator + p("more", count=len(inside) - SAID)
    if ask.operation == "agenda_count":
        text = p("calc_count", count=len(inside), all=len(found), names=text)
    evidence = [one for entry in inside for one in entry.evidence]
    return finder.ctx.answer(p.ended(text), [*evidence, *clock], subject=evidence[:1])


def _can_hold(span: spans.Span, like: Moment, ask: Compute) -> bool:
    """Hours need times, days need dates: a timetable without a date does not tell what leaves tomorrow."""
    hours = span.start is not None and span.end is not None and (span.end - span.start).total_seconds() < 86400
    return like.minute is not None if hours else like.month is not None


def _named(span: spans.Span, said: str) -> str:
    """ "tomorrow, 2026-11-26": the day as it was understood."""
    if span.start is None or span.end is None or not span.needs_now:
        return said
    days = (span.end - span.start).days
    if days < 1:
        return said
    last = f" – {span.end.date().fromordinal(span.end.date().toordinal() - 1)}" if days > 1 else ""
    return f"{said} ({span.start.date()}{last})"


def until(finder: Finder, ask: Compute, now: datetime | None) -> Answer | None:
    """From now to the next (or the only) entry that the words mean."""
    found = schedule.entries(finder, ask.part("k"))
    if not found:
        return None
    if now is None:
        raise Untold("calc_no_clock", found[0].evidence)
    ahead = [(when, entry) for entry in found if (when := spans.dated(entry.moment, now)) is not None]
    days_only = found[0].moment.minute is None
    today = datetime.combine(now.date(), datetime.min.time())
    future = [(when, entry) for when, entry in ahead if (when >= today if days_only else when > now)]
    p = finder.phrases
    shown = f"{now:%Y-%m-%d}" if days_only else f"{now:%H:%M}"
    clock = Evidence("clock", None, None, shown)
    if not future:
        edge = found[-1]
        text = p("calc_none_after", time=shown, text=edge.text)
        return finder.ctx.answer(text, [*edge.evidence, clock])
    when, entry = future[-1] if ask.part("s") in ("last", "letzte", "letzter", "letzten") else future[0]
    minutes = int((when - (today if days_only else now.replace(second=0, microsecond=0))).total_seconds() // 60)
    text = p("calc_time", first=shown, second=entry.text, value=schedule.spelled(minutes, finder))
    return finder.ctx.answer(text, [*entry.evidence, clock], subject=entry.evidence[:1])


def beside(reckoner: Reckoner, ask: Compute, span: spans.Span) -> Answer | None:
    """What lies before or after a day or a year."""
    finder, now = reckoner.finder, reckoner.ctx.now
    column = reckoner.one_column(f"{ask.part('k')} {ask.part('x')}".strip(), "time")
    if column is None or span.start is None or span.end is None:
        return None
    items, empty = finder.items(column, gaps=True)
    passing = []
    for item in items:
        when = spans.dated(item.read, now) if isinstance(item.read, Moment) and item.read.month else None
        if when is None:
            raise Untold("cannot_tell", item.evidence)
        if when < span.start if ask.sign == "<" else when >= span.end:
            passing.append(item)
    return reckoner.told_of(items, passing, empty, column) if items else None

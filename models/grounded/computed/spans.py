"""Days as they are said ("tomorrow", "next week", "in two days", "in March") -> from when to when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.grounded.computed.moments import Moment, readings
from models.grounded.computed.numerals import digits
from models.grounded.phrases import Phrases

DAY = 1440


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` (included) to `end` (not); or a month of whatever year."""

    start: datetime | None = None
    end: datetime | None = None
    month: int = 0
    exact: bool = False
    """ "in three hours": a point in time rather than a while."""
    needs_now: bool = True

    def holds(self, moment: Moment, now: datetime | None) -> bool:
        """Whether it lies within. A date without a year is of the year that brings it nearest to now."""
        if self.month:
            return moment.month == self.month
        when = dated(moment, now)
        if when is None or self.start is None or self.end is None:
            return False
        if moment.minute is None:  # a whole day
            return self.start.date() <= when.date() and when < self.end
        return self.start <= when < self.end


def span(text: str, phrases: Phrases, now: datetime | None) -> Span | None:
    """None for words that mean no time; a span without a start where `now` is needed and unknown."""
    words = re.sub(phrases.reckoning.fillers, "", text.strip())
    for moment in spoken_moments(words, phrases)[:1]:
        if moment.month is not None and moment.minute is None:
            day = dated(moment, now)
            return Span() if day is None else Span(day, day + timedelta(1), needs_now=moment.year is None)
    for pattern, rule in phrases.reckoning.when:
        found = re.fullmatch(pattern, text.strip()) or re.fullmatch(pattern, words)
        if found is None:
            continue
        groups = {key.rstrip("2"): value for key, value in found.groupdict().items() if value}
        return _of_rule(rule, groups, phrases, now)
    return None


def spoken_moments(text: str, phrases: Phrases) -> list[Moment]:
    """All that a spoken time or date may mean: "five", "half past five", "5 pm", "nov 25 2026"."""
    text = digits(text, phrases)
    for pattern, replacement in phrases.reckoning.spoken:
        text = re.sub(pattern, replacement, text).strip()
    return readings(text)


def _of_rule(rule: str, groups: dict[str, str], phrases: Phrases, now: datetime | None) -> Span | None:
    kind, _, shift = rule.partition(" ")
    by = int(shift or 0)
    calendar = phrases.reckoning.calendar
    if kind == "year":
        year = int(groups["year"])
        return Span(datetime(year, 1, 1), datetime(year + 1, 1, 1), needs_now=False)
    if kind == "named":
        month = calendar[groups["month"]]
        if "year" not in groups:
            return Span(month=month, needs_now=False)
        start = datetime(int(groups["year"]), month, 1)
        return Span(start, _month_after(start), needs_now=False)
    if now is None:
        return Span()
    today = datetime.combine(now.date(), datetime.min.time())
    if kind == "day":
        return _days(today + timedelta(by))
    if kind == "weekday":
        ahead = (calendar[groups["weekday"]] - today.weekday()) % 7
        return _days(today + timedelta(ahead - 7 if by < 0 else ahead or 7))
    if kind == "week":
        monday = today - timedelta(today.weekday()) + timedelta(7 * by)
        return _days(monday, 7)
    if kind == "month":
        start = today.replace(day=1)
        for _ in range(abs(by)):
            start = _month_after(start) if by > 0 else (start - timedelta(1)).replace(day=1)
        return Span(start, _month_after(start))
    minutes = _minutes(groups, phrases)
    if minutes is None:
        return None
    if kind == "within":
        return Span(now, now + timedelta(minutes=minutes)) if minutes < DAY else _days(today, minutes // DAY + 1)
    if minutes >= DAY:
        return _days(today + timedelta(minutes=minutes))
    return Span(now + timedelta(minutes=minutes), now + timedelta(minutes=minutes + 1), exact=True)


def _days(start: datetime, count: int = 1) -> Span:
    return Span(start, start + timedelta(count))


def _month_after(start: datetime) -> datetime:
    return (start.replace(day=28) + timedelta(4)).replace(day=1)


def _minutes(groups: dict[str, str], phrases: Phrases) -> int | None:
    count = digits(groups.get("n", "1"), phrases)
    unit = phrases.reckoning.calendar[groups["unit"]]
    if re.fullmatch(r"half(?: 1)?|半|halben?", count):
        return unit // 2
    return int(count) * unit if count.isdigit() else None


def dated(moment: Moment, now: datetime | None) -> datetime | None:
    """The moment as a point in time; None where the year, or the day, can't be told."""
    minute = timedelta(minutes=moment.minute or 0)
    if moment.month is None:
        if now is None or moment.minute is None:
            return None
        return datetime.combine(now.date(), datetime.min.time()) + minute
    if moment.year is None and now is None:
        return None
    years = [moment.year] if moment.year is not None else [now.year + by for by in (-1, 0, 1)] if now else []
    days = []
    for year in years:
        try:
            days.append(date(year, moment.month, moment.day or 1))
        except ValueError:
            continue
    if not days:
        return None
    chosen = min(days, key=lambda day: abs((day - now.date()).days)) if now is not None else days[0]
    return datetime.combine(chosen, datetime.min.time()) + minute

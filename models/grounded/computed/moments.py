"""Times and dates as they are written -> moments; all the ways where there are two ("03/04/2026", "9:30")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? |(?:星期|周)[一二三四五六日天] ?)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
DATES = tuple(
    re.compile(rf"(?i){WEEKDAY}{pattern}")
    for pattern in (
        rf"{YEAR}[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)",
        rf"(?:{YEAR}年)?(?P<m>\d\d?)月(?P<d>\d\d?)[日号]",
        rf"(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?:{YEAR})?",
        rf"(?P<first>\d\d?)/(?P<second>\d\d?)/{YEAR}",
        rf"{MONTH} (?P<d>\d\d?)(?:st|nd|rd|th)?(?!\d)(?:,? {YEAR})?",
        rf"(?P<d>\d\d?)(?:st|nd|rd|th)?\.? (?:of )?{MONTH}(?:,? {YEAR})?",
    )
)
TIMES = tuple(
    re.compile(rf"(?i){pattern}")
    for pattern in (
        r"(?P<h>\d\d?)[:：](?P<min>\d\d)(?::\d\d)? ?(?P<half>[ap]\.?m\.?)?(?: ?Uhr| ?o'clock)?",
        r"(?P<h>\d\d?)h(?P<min>\d\d)",
        r"(?P<h>\d\d?)[.](?P<min>\d\d) ?(?:(?P<half>[ap]\.?m\.?)|Uhr)",
        r"(?P<h>\d\d?) ?(?P<half>[ap]\.?m\.?)",
        r"(?P<half>凌晨|早上|上午|中午|下午|晚上)?(?P<h>\d\d?)[点時时:](?:(?P<min>\d\d?)分?)?",
        r"(?P<noon>noon|midday|midnight)",
    )
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, a time of day, or both."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    minute: int | None = None
    """Since midnight."""
    order: str = ""
    """ "dmy" or "mdy" for one way to read "03/04/2026"."""
    clock: str = ""
    """ "24" when it shows a clock of 24 hours, "12" when it says am or pm, "am" and "pm" for a reading of "9:30"."""

    @property
    def parts(self) -> tuple[bool, bool, bool]:
        """What it tells: year, day, time. Only moments that tell the same can be compared."""
        return self.year is not None, self.month is not None, self.minute is not None

    @property
    def key(self) -> tuple[int, int, int, int]:
        return self.year or 0, self.month or 0, self.day or 0, self.minute or 0


def readings(text: str) -> list[Moment]:
    """All the moments that a whole text can be."""
    text = " ".join(text.split())
    dates, rest = _date(text)
    times = _time(rest) if rest else [Moment()]
    if not dates:
        return _time(text)
    return [replace(day, minute=time.minute, clock=time.clock) for day in dates for time in times]


def _date(text: str) -> tuple[list[Moment], str]:
    """The dates at the start of the text, and what follows."""
    for pattern in DATES:
        found = pattern.match(text)
        if found is None:
            continue
        groups = found.groupdict()
        year = int(groups["year"]) if groups.get("year") else None
        if "first" in groups:
            one, two = int(groups["first"]), int(groups["second"])
            pairs = [(one, two, "dmy"), (two, one, "mdy")] if one != two else [(one, two, "")]
        else:
            name = groups.get("month")
            month = MONTHS.index(name[:3].lower()) + 1 if name else int(groups["m"])
            pairs = [(int(groups["d"]), month, "")]
        dates = [Moment(year, month, day, order=order) for day, month, order in pairs if _is_day(year, month, day)]
        return dates, re.sub(r"^(?:,| at|T|\s)+", "", text[found.end() :]).strip()
    return [], text


def _is_day(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2028, month, day)
    except ValueError:
        return False
    return True


def _time(text: str) -> list[Moment]:
    for pattern in TIMES:
        found = pattern.fullmatch(text.strip())
        if found is None:
            continue
        groups = found.groupdict()
        if groups.get("noon"):
            return [Moment(minute=0 if groups["noon"].lower() == "midnight" else 720, clock="12")]
        hour, minute = int(groups["h"]), int(groups.get("min") or 0)
        if hour > 24 or minute > 59:
            return []
        if half := (groups.get("half") or "").lower():
            late = half[0] == "p" or half in ("下午", "晚上", "中午")
            if hour > 12:
                return [Moment(minute=hour * 60 + minute, clock="24")] if late else []
            return [Moment(minute=(hour % 12 + (12 if late else 0)) * 60 + minute, clock="12")]
        if hour > 12 or hour == 0 or (len(groups["h"]) == 2 and groups["h"][0] == "0"):
            return [Moment(minute=hour % 24 * 60 + minute, clock="24")]
        return [
            Moment(minute=hour % 12 * 60 + minute, clock="am"),
            Moment(minute=(hour % 12 + 12) * 60 + minute, clock="pm"),
        ]
    return []


def settle(column: Sequence[Sequence[Moment]]) -> list[Moment] | None:
    """One reading each, by what the unambiguous ones show; None when nothing tells or they tell different things."""
    orders = {only[0].order for only in column if len(only) == 1 and only[0].order}
    clocks = {only[0].clock for only in column if len(only) == 1 and only[0].clock}
    found = []
    for choice in column:
        fitting = list(choice)
        if len(orders) == 1:
            fitting = [one for one in fitting if one.order in (*orders, "")]
        if clocks == {"24"}:
            fitting = [one for one in fitting if _as_written(one)]
        if len(fitting) != 1:
            return None
        found.append(fitting[0])
    return found if len({one.parts for one in found}) <= 1 else None


def _as_written(one: Moment) -> bool:
    """Whether it is what a clock of 24 hours means: "9:30" before noon, "12:10" after it."""
    minute = one.minute or 0
    return minute >= 60 if one.clock == "am" else 720 <= minute < 780 if one.clock == "pm" else True


def between(first: Moment, second: Moment) -> int | None:
    """Minutes from the first to the second; None where they can't tell: other parts, or a leap day that may be."""
    if first.parts != second.parts:
        return None
    minutes = (second.minute or 0) - (first.minute or 0)
    if first.month is None:
        return minutes
    counts = set()
    for year in (2027, 2028) if first.year is None else (None,):
        one = date(first.year or year or 0, first.month, first.day or 1)
        two = date(second.year or year or 0, second.month or 1, second.day or 1)
        counts.add((two - one).days)
    return counts.pop() * 1440 + minutes if len(counts) == 1 else None

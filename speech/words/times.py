"""Times and dates. Only what is certain is turned into a date: 11/24/2026 stays three numbers, for 04/05/2026 is two
different days on two sides of an ocean."""

from __future__ import annotations

import datetime
import re

from speech.words.en import MONTHS, WEEKDAYS
from speech.words.identifiers import letters
from speech.words.rule import AFTER, BEFORE, DAYS, WORD, Rule, Words

_SECONDS = r"(?::([0-5]\d)(?:[.,](\d+))?(Z|[+-][01]\d:?[0-5]\d)?)?"
_CLOCK = rf"([01]?\d|2[0-3]):([0-5]\d){_SECONDS}(?:\s?([AaPp])(?:\.[Mm]\.|[Mm]\b))?"
_TIME = rf"(?:(?<![{WORD}:.])|(?<=\dT)){_CLOCK}(?!:){AFTER}"
_ISO = rf"{BEFORE}(?<!-)(\d{{4}})([-/])(\d{{1,2}})([-/])(\d{{1,2}})(?:T(?=\d\d:)|(?![-/]){AFTER})"
_DOTTED = rf"{BEFORE}(?<!\.)(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){AFTER}(?!\.\d)"
_SLASHED = rf"{BEFORE}(?<!/)(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}|\d\d){AFTER}(?!/)"
_SHORT_MONTH = r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?(?=\s+\d)"
_MONTH_AFTER = r"(?<=\d )(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b(?:\.(?=\s+\d))?"
_WEEKDAY = rf"\b({DAYS})\b\.?(?=,?\s+\d|[-–](?:{DAYS})\b)"


def _time(match: re.Match[str], words: Words) -> str:
    hour, minute, seconds, fraction, zone, half = match.groups()
    second = f"{int(seconds)}.{fraction}" if fraction else str(int(seconds)) if seconds else ""
    if words.is_zh:
        said = f"{_half_zh(half, int(hour))}{int(hour)}点"
        if minute != "00" or seconds:
            said += f"{minute}分"
        return said + (f"{second}秒" if seconds else "") + _zone(zone, words)
    said = str(int(hour))
    if minute != "00":
        said += f" oh {minute[1]}" if minute[0] == "0" else f" {minute}"
    elif seconds:
        said += " oh oh"
    elif not half:
        said += " o'clock"
    if seconds:
        said += f" and {second} second" + ("" if second == "1" else "s")
    return said + (f" {letters(half.upper() + 'M')}" if half else "") + _zone(zone, words)


def _half_zh(half: str | None, hour: int) -> str:
    if not half:
        return ""
    return "下午" if half in "Pp" else "上午" if hour != 12 else "凌晨"


def _zone(zone: str | None, words: Words) -> str:
    if not zone:
        return ""
    if zone == "Z":
        return f" {letters('UTC')}"
    sign = words.term("plus" if zone[0] == "+" else "minus")
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    return f" {letters('UTC')} {sign} {hours}" + (f" {minutes}" if minutes else "")


def _hour(match: re.Match[str], words: Words) -> str:
    """ "2 pm"."""
    hour, half = match.groups()
    return f"{_half_zh(half, int(hour))}{int(hour)}点" if words.is_zh else f"{int(hour)} {letters(half.upper() + 'M')}"


def _iso(match: re.Match[str], words: Words) -> str:
    year, sign, month, other, day = match.groups()
    said = (_date(year, month, day, words) if sign == other else None) or (
        f"{year} {words.sign(sign)} {month} {words.sign(other)} {day}"
    )
    return said + (", " if match[0].endswith("T") else "")


def _dotted(match: re.Match[str], words: Words) -> str:
    day, month, year = match.groups()
    return _date(year, month, day, words) or f" {words.sign('.')} ".join(match.groups())


def _slashed(match: re.Match[str], words: Words) -> str:
    return f" {words.sign('/')} ".join(match.groups())


def _date(year: str, month: str, day: str, words: Words) -> str | None:
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError:  # the thirtieth of February is not a date
        return None
    if words.is_zh:
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def _named(names: tuple[str, ...], match: re.Match[str], words: Words) -> str | None:
    if words.is_zh:
        return None
    return next(name for name in names if name.startswith(match[1][:3]))


RULES = (
    Rule("iso_date", _ISO, _iso),
    Rule("dotted_date", _DOTTED, _dotted),
    Rule("slashed_date", _SLASHED, _slashed),
    Rule("time", _TIME, _time),
    Rule("hour", rf"{BEFORE}(?<![.:,])(1[0-2]|0?[1-9])\s?([AaPp])(?:\.[Mm]\.|[Mm]{AFTER})", _hour),
    Rule("month", _SHORT_MONTH, lambda match, words: _named(MONTHS, match, words)),
    Rule("month_after", _MONTH_AFTER, lambda match, words: _named(MONTHS, match, words)),
    Rule("weekday", _WEEKDAY, lambda match, words: _named(WEEKDAYS, match, words)),
)

"""Amounts as they are written in several countries -> exact numbers, or both of two readings.

"1,234.50", "1.234,50", "1 234,50" and "1'234.50" are one number; "1.234" is two, until the values beside it tell
which mark is the decimal one. Units are compared, never converted: what differs is never added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

SIGNS = r"US\$|[$€£¥￥₹]"
CURRENCIES = ("usd", "gbp", "chf", "cny", "rmb", "jpy", "sek", "nok", "dkk", "eur")
CODES = rf"(?i:{'|'.join(CURRENCIES)})(?![^\W\d_])"
SAME_UNIT = {"eur": "€", "euro": "€", "gbp": "£", "￥": "¥", "percent": "%", "minute": "min"}
AMOUNT = re.compile(
    rf"(?P<minus>[-−–]?)(?P<prefix>(?:{SIGNS}|{CODES})?\s?)(?P<minus2>[-−]?)"
    r"(?P<number>\d(?:[\d.,'’ \u00a0\u202f]*\d)?)(?P<suffix>\s?(?:%|[°€£¥元]?[^\W\d_]{0,12}[²³]?(?:/[^\W\d_]{1,4})?))"
)
SPACES = "'’ \u00a0\u202f"
TENS = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, and how it was written."""

    value: Decimal
    unit: str = ""
    """For comparing: "€", "kg", "%"; "" for a bare number."""
    prefix: str = ""
    suffix: str = ""
    decimal: str = ""
    """The decimal mark that it shows or implies ("1.234.567" implies ","); "" when it tells nothing."""
    group: str = ""
    digits: int = 0
    """Digits after the decimal mark."""
    clock: int = 0
    """Parts of a duration ("3:41" has two): its value is in minutes then."""

    @property
    def is_money(self) -> bool:
        return self.unit in ("$", "us$", "€", "£", "¥", "₹", "元", *CURRENCIES)


def readings(text: str) -> list[Amount]:
    """All the amounts that a whole text can be: none, one, or two where its only mark may be of either kind."""
    found = AMOUNT.fullmatch(" ".join(text.split(" ")).strip())
    if found is None:
        return []
    prefix, suffix = found["prefix"], found["suffix"]
    scale = TENS.get(suffix.strip()[:1], Decimal(1))
    unit = _unit(prefix.strip() or suffix.strip().lstrip("万亿"))
    minus = bool(found["minus"] or found["minus2"])
    numbers = _numbers(found["number"].strip(), dollar=unit in ("$", "us$", "£", "¥"))
    return [
        Amount((-value if minus else value) * scale, unit, prefix, suffix, decimal, group, digits)
        for value, decimal, group, digits in numbers
    ]


def durations(text: str) -> list[Amount]:
    """ "3:41" (minutes and seconds) and "1:02:03", where a heading tells that these are no times of day."""
    found = re.fullmatch(r"(?:(\d+):)?(\d{1,3}):([0-5]\d)", text.strip())
    if found is None:
        return readings(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    value = Decimal(60 * hours + minutes) + Decimal(seconds) / 60
    return [Amount(value, "min", clock=3 if found[1] else 2)]


def _unit(word: str) -> str:
    lower = word.lower()
    single = lower[:-1] if len(lower) > 3 and lower.endswith("s") and lower.isascii() else lower
    return SAME_UNIT.get(single, single)


def _numbers(text: str, *, dollar: bool) -> list[tuple[Decimal, str, str, int]]:
    """(value, decimal mark, grouping mark, digits after the mark) for each way to read it."""
    parts = re.split(rf"([.,{SPACES}])", text)
    groups, marks = parts[::2], parts[1::2]
    if not all(groups) or (len(groups[0]) > 1 and groups[0][0] == "0"):
        return []  # "007" is no number
    kinds = list(dict.fromkeys(marks))
    if not marks:
        return [(Decimal(text), "", "", 0)]
    last = marks[-1]
    as_group = all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0"
    whole = (Decimal("".join(groups)), _other(last), last, 0)
    if len(kinds) == 1 and (len(marks) > 1 or last in SPACES):
        return [whole] if as_group else []
    if len(kinds) > 2 or marks.count(last) > 1 or last in SPACES:
        return []
    if len(kinds) == 2 and (not all(len(group) == 3 for group in groups[1:-1]) or len(groups[0]) > 3):
        return []
    fraction = (
        Decimal(f"{''.join(groups[:-1])}.{groups[-1]}"),
        last,
        kinds[0] if len(kinds) == 2 else "",
        len(groups[-1]),
    )
    if len(kinds) == 1 and as_group:
        return [whole] if dollar and last == "," else [whole, fraction]
    return [fraction]


def _other(mark: str) -> str:
    return {",": ".", ".": ","}.get(mark, "")


def settle(column: Sequence[Sequence[Amount]]) -> list[Amount] | None:
    """One reading each, by the marks that the unambiguous ones show; None when nothing tells."""
    marks = {only[0].decimal for only in column if len(only) == 1 and only[0].decimal}
    found = []
    for choice in column:
        fitting = [one for one in choice if one.decimal in marks] if len(choice) > 1 and len(marks) == 1 else choice
        if len(fitting) != 1:
            return None
        found.append(fitting[0])
    return found


def written(value: Decimal, like: Sequence[Amount], *, digits: int | None = None) -> str:
    """The number in the manner of the amounts it was made of: "2.464,30 €"."""
    if like[0].clock:
        return _clocked(value, max(one.clock for one in like))
    places = max(one.digits for one in like) if digits is None else digits
    decimal = next((one.decimal for one in like if one.decimal), ".")
    group = next((one.group for one in like if one.group), "")
    text = f"{abs(value):,.{places}f}"
    text = text.replace(",", "\0").replace(".", decimal).replace("\0", group)
    return f"{'-' if value < 0 else ''}{like[0].prefix}{text}{like[0].suffix}"


def _clocked(minutes: Decimal, parts: int) -> str:
    seconds = int((abs(minutes) * 60).to_integral_value())
    whole, rest = divmod(seconds, 60)
    hours, some = divmod(whole, 60)
    text = f"{hours}:{some:02d}:{rest:02d}" if parts == 3 or hours else f"{some}:{rest:02d}"
    return f"-{text}" if minutes < 0 else text

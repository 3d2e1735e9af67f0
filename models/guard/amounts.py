"""The signs of a number, which change what it says: "$42.50" is not "€42.50", nor is 5 degrees 5 below zero."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BEFORE = re.compile(r"(?:^|(?<=[\s(:=]))([-−–+])?\s?([$€£¥₹])?\s?([-−])?$")
_AFTER = re.compile(
    r"^\s?([$€£¥₹%])|^\s?(percent|per cent|prozent|dollars?|euros?|eur|usd|gbp|pounds?|yuan|cny|rmb)\b", re.I
)
_SAME = {
    "percent": "%", "per cent": "%", "prozent": "%", "dollar": "$", "dollars": "$", "usd": "$", "euro": "€",
    "euros": "€", "eur": "€", "gbp": "£", "pound": "£", "pounds": "£", "yuan": "¥", "cny": "¥", "rmb": "¥",
}  # fmt: skip
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])(eur|usd|gbp|cny|rmb)\s?$", re.I)
_CURRENCIES = frozenset("$€£¥₹")

PART = "..."
_GOES_ON = re.compile(r"\d[-/–]$"), re.compile(r"[-/–]\d")
_BOTH = frozenset({"-", PART})
"""What both must have, or neither."""
_COINS = re.compile(r"\d[.,]\d\d$")

Signs = frozenset[str]


def signs(text: str, start: int, end: int, *, in_words: bool = True) -> Signs:
    """What stands at the number from `start` to `end`: "-", "%", a currency; also "euros" if `in_words`; `PART` where
    it goes on: the 1234 of "1234-5678"."""
    before, after = text[max(0, start - 8) : start], text[end : end + 12]
    found = {PART} if _GOES_ON[0].search(before) or _GOES_ON[1].match(after) else set[str]()
    if match := _BEFORE.search(before):
        if {match[1], match[3]} & {"-", "−"} or (match[1] == "–" and not match[2]):
            found.add("-")
        if match[2]:
            found.add(match[2])
    elif before[-1:] in _CURRENCIES:
        found.add(before[-1:])
    if in_words and (match := _WORD_BEFORE.search(before)):
        found.add(_SAME[match[1].casefold()])
    if (match := _AFTER.match(after)) and (match[1] or in_words):
        found.add(match[1] or _SAME[match[2].casefold()])
    return frozenset(found)


def agree(text: str, start: int, end: int, seen: Iterable[Signs]) -> bool | None:
    """Whether a number of a sentence stands with the same signs at one of the places where it was `seen`; words such as
    "euros" are held against the text like all words, and only mustn't be another currency. None: no place has the
    signs. False: all have another currency."""
    places = list(seen)
    wanted, claimed = signs(text, start, end, in_words=False), signs(text, start, end)
    others = [bool(claimed & _CURRENCIES) and bool(place & _CURRENCIES - claimed) for place in places]
    if others and all(others):
        return False
    fits = (
        wanted <= place and claimed & _BOTH == place & _BOTH and not other
        for place, other in zip(places, others, strict=True)
    )
    return True if any(fits) else None


def is_a_price(number: str, seen: Iterable[Signs]) -> bool:
    """Whether something may cost that: a currency stands at it, or it has cents."""
    return bool(_COINS.search(number)) or any(place & _CURRENCIES for place in seen)

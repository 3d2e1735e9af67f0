"""Numbers that are said in words -> digits: "two hundred and five", "dreiundzwanzig", "一百二十"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.grounded.phrases import Phrases


def digits(text: str, phrases: Phrases) -> str:
    """The text with every run of number words as digits. "a" and "an" count only at the start: "an hour"."""
    words = phrases.reckoning.numbers
    if not words:
        return text.strip()
    names = "|".join(sorted(words, key=len, reverse=True))
    if not phrases.spaced:
        return re.sub(
            rf"(?:{names})+", lambda m: str(_sum([words[part] for part in _split(m[0], names)])), text
        ).strip()
    first, _, rest = text.strip().partition(" ")
    if first in phrases.reckoning.one:
        hundred = rest.split(" ", 1)[0]
        text = rest if words.get(hundred, 0) >= 100 else f"1 {rest}"
    found: list[str] = []
    run: list[int] = []
    for word in [*text.split(), ""]:
        values = [words[part] for part in _split(word, names)] if word else []
        joins = bool(run) and word in ("and", "und") and run[-1] >= 100
        if values and _fits(run, values):
            run += values
            continue
        if joins:
            continue
        if run:
            found.append(str(_sum(run)))
        run = list(values)
        if word and not values:
            found.append(word)
    return " ".join(found)


def _fits(run: Sequence[int], values: Sequence[int]) -> bool:
    """ "twenty" and "five" are one number, "two" and "fifty" are two."""
    if not run:
        return False
    last, new = run[-1], values[0]
    return new >= 100 > last or last >= 100 or (last >= 20 and last % 10 == 0 and new < 10) or new >= 1000


def _split(word: str, names: str) -> list[str]:
    """A compound as its parts, "zweihundertfünf" as zwei, hundert, fünf; [] for what is no number word. Units before
    tens change places: "dreiundzwanzig"."""
    if not re.fullmatch(rf"(?:{names})+|(?:{names})*?(?:{names})und(?:{names})(?:{names})*", word):
        return []
    word = re.sub(rf"({names})und({names})", r"\2\1", word)
    return re.findall(names, word)


def _sum(values: Sequence[int]) -> int:
    """ "two hundred five" by its parts: 2, 100, 5."""
    total = block = last = 0
    for value in values:
        if value >= 1000:
            total, block, last = total + max(1, block + last) * value, 0, 0
        elif value in (10, 100) and last and last < 10 <= value:
            block, last = block + last * value, 0
        elif value == 100:
            block, last = max(1, block + last) * 100, 0
        else:
            block, last = block + last, value
    return total + block + last

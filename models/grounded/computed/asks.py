"""A question -> what is to be computed, by the patterns of the language's phrase file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.grounded.computed import amounts, spans
from models.grounded.computed.numerals import digits
from models.grounded.phrases import Phrases
from models.grounded.questions import plain_question

KEPT = "\ue000"
"""Stands for a comma inside a number while the question loses its other marks."""


@dataclass(frozen=True, slots=True)
class Compute:
    """What is to be computed."""

    operation: str
    """"sum", "average", "best", "compare", "test", "difference", "count", "filter", "next", "between", "takes",
    "blockers", "required"."""
    weak: bool
    """Such a question may also ask for what is simply written."""
    parts: dict[str, str]
    """What the pattern's groups found: x and y (what is computed with), m and k (words about it), n (a limit)."""
    sign: str = ""
    """ "<", "<=", ">=", ">"."""
    kind: str = ""
    """ "money", "time", units with "|" between them; "" for any number."""
    word: str = ""

    def part(self, name: str) -> str:
        return self.parts.get(name, "")


@dataclass(frozen=True, slots=True)
class Limit:
    """ "10 euros in stock": a number with its unit, and the words after it."""

    values: tuple[amounts.Amount, ...]
    """Two where it can be read in two ways: "1.000", asked in English of a German table."""
    rest: str = ""

    @property
    def unit(self) -> str:
        return self.values[0].unit


def plain(text: str, phrases: Phrases, *, lists: bool = False) -> str:
    """The plain question with the commas inside numbers; with those between names, too, where lists are wanted."""
    kept = re.sub(r"[,，、](?!$)" if lists else r"(?<=\d)[,，](?=\d)", KEPT, text)
    return plain_question(kept, phrases).replace(KEPT, ",")


def understood(text: str, phrases: Phrases) -> Iterator[Compute]:
    """All that the question may mean, the likeliest first; nothing for questions of which nothing is to be computed."""
    words = phrases.reckoning
    asked, listed = (_one_wording(plain(text, phrases, lists=lists), phrases) for lists in (False, True))
    for operation, pattern in words.asks:
        found = re.fullmatch(pattern, listed if operation.startswith("sum") else asked)
        if found is None:
            continue
        parts: dict[str, str] = {}
        for name, value in found.groupdict().items():
            if value and value.strip():
                bound = name in ("n2", "s2") and name[:1] in parts
                parts.setdefault(name if bound else name.rstrip("0123456789"), value.strip())
        if operation in NUMBERED and not _numbered(parts, phrases):
            continue
        word = parts.get("s") or parts.get("w") or ""
        meant = re.fullmatch(r"([<>]=?)(.*)", (words.best if "s" in parts else words.compare).get(word, ""))
        sign, kind = (meant[1], meant[2]) if meant else ("", "")
        yield Compute(operation.rstrip("?"), operation.endswith("?"), parts, sign, kind, word)


NUMBERED = ("range", "filter", "count")
"""What compares with a number or a time that is said."""


def _one_wording(asked: str, phrases: Phrases) -> str:
    for pattern, replacement in phrases.reckoning.rewrites:
        asked = " ".join(re.sub(pattern, replacement, asked).split())
    return asked


def _numbered(parts: dict[str, str], phrases: Phrases) -> bool:
    """Whether what follows "over" or "after" is a number or a time: "above the table" is a place."""
    said = [parts[name] for name in ("n", "n2") if name in parts]
    return all(
        limit(one, phrases) or spans.spoken_moments(one, phrases) or spans.span(one, phrases, None) for one in said
    )


def limit(text: str, phrases: Phrases) -> Limit | None:
    """The number at the start of the words."""
    words = phrases.reckoning
    text = digits(text, phrases)
    coins = re.match(r"(\d+) ([^\W\d_]+) (?:and )?(\d\d)\b", text)
    if coins and coins[2] in words.units:  # "two euros fifty"
        text = f"{coins[1]}{words.decimal}{coins[3]} {coins[2]}{text[coins.end() :]}"
    found = re.match(rf"(?:{amounts.SIGNS}|{amounts.CODES})?\s?[-−]?\d[\d.,  ]*(?![\d:：])", text)
    if found is None:
        return None
    rest = text[found.end() :].strip()
    unit = next(
        (u for u in sorted(words.units, key=len, reverse=True) if re.match(rf"{re.escape(u)}(?![a-z])", rest)), ""
    )
    short = re.match(r"(?:[€£¥$%]|kg|km|cm|mm|g|m|h|min)(?![a-z])", rest)
    read = amounts.readings(found[0].strip())
    if not read:
        return None
    if "." not in found[0]:  # the comma groups thousands, as the recogniser of speech writes it
        read = [one for one in read if one.decimal == words.decimal] or read
    if unit or short:
        said = unit or (short[0] if short else "")
        read = [replace(one, unit=words.units.get(unit, said)) for one in read]
        rest = rest[len(said) :].strip()
    return Limit(tuple(read), rest)

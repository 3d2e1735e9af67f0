"""A question -> what is to be computed, by the patterns of the language's phrase file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from models.grounded.computed import amounts, moments
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


def understood(text: str, phrases: Phrases) -> Compute | None:
    """None for questions of which nothing is to be computed."""
    asked, listed, words = plain(text, phrases), plain(text, phrases, lists=True), phrases.reckoning
    for operation, pattern in words.asks:
        found = re.fullmatch(pattern, listed if operation.startswith("sum") else asked)
        if found is None:
            continue
        parts: dict[str, str] = {}
        for name, value in found.groupdict().items():
            if value and value.strip():
                parts.setdefault(name.rstrip("0123456789"), value.strip())
        word = parts.get("s") or parts.get("w") or ""
        table = words.best if "s" in parts else words.compare
        meant = re.fullmatch(r"([<>]=?)(.*)", table.get(word, ""))
        sign, kind = (meant[1], meant[2]) if meant else ("", "")
        return Compute(operation.rstrip("?"), operation.endswith("?"), parts, sign, kind, word)
    return None


def limit(text: str, phrases: Phrases) -> Limit | None:
    """The number at the start of the words."""
    words = phrases.reckoning
    text = _digits(text, phrases)
    found = re.match(rf"(?:{amounts.SIGNS})?\s?[-−]?\d[\d.,  ]*", text)
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


def spoken_moments(text: str, phrases: Phrases) -> list[moments.Moment]:
    """All that a spoken time or date may mean: "five", "half past five", "5 pm", "nov 25 2026"."""
    text = _digits(text, phrases)
    for pattern, replacement in phrases.reckoning.spoken:
        text = re.sub(pattern, replacement, text).strip()
    return moments.readings(text)


def _digits(text: str, phrases: Phrases) -> str:
    numbers = phrases.reckoning.numbers
    border = r"\b" if phrases.spaced else ""
    some = "|".join(sorted(numbers, key=len, reverse=True))
    if not some or (not phrases.spaced and re.match(r"\d", text)):
        return text.strip()
    head = re.sub(rf"{border}(?:{some}){border}", lambda m: str(numbers[m[0]]), text, count=0 if border else 1)
    return re.sub(r"\b([2-9]0) ([1-9])\b", lambda m: str(int(m[1]) + int(m[2])), head).strip()

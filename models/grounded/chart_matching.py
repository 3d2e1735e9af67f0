"""Names of a chart in the words of a question, and what is left of the question without them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.grounded.chart_words import ChartWords


def plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w%°€$£]+", " ", text.casefold()).split())


def forms(name: str, words: ChartWords) -> list[str]:
    """The name, and the other names of the month that it is."""
    key = name.casefold().strip(". ")
    if not key:
        return []
    months = [forms for forms in words.months if key in forms]
    return [name, *(form for forms in months for form in forms if form != key)]


def spans(name: str, text: str, words: ChartWords) -> list[tuple[int, int]]:
    """Where a name stands in the text, as whole words where the language has them."""
    key = plain(name)
    if not key:
        return []
    letters = r"\w" if words.spaced else "[a-z0-9]"
    border = (f"(?<!{letters})", f"(?!{letters})")
    return [found.span() for found in re.finditer(rf"{border[0]}{re.escape(key)}{border[1]}", text)]


def pieces(pattern: str, text: str, words: ChartWords) -> list[str]:
    return re.findall(rf"\b(?:{pattern})\b" if words.spaced else pattern, text)


def without(pattern: str, text: str, words: ChartWords) -> str:
    return " ".join(re.sub(rf"\b(?:{pattern})\b" if words.spaced else pattern, " ", text).split())


def less_names(names: Sequence[str], text: str, words: ChartWords) -> str:
    """The text without the words of these names."""
    if words.spaced:
        known = {word for name in names for word in plain(name).split()}
        return " ".join(word for word in text.split() if word not in known and word.rstrip("s") not in known)
    for name in sorted(names, key=len, reverse=True):
        if plain(name):
            text = text.replace(plain(name), " ")
    return " ".join(text.split())


def less_words(known: frozenset[str], text: str, words: ChartWords) -> str:
    if words.spaced:
        return " ".join(word for word in text.split() if word not in known)
    for word in sorted(known, key=len, reverse=True):
        text = text.replace(word, " ")
    return "".join(text.split())

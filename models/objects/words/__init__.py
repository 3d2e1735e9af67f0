"""How objects are told: one file a language."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from assistant.languages import language_file

LANGUAGES = tuple(sorted(one.name for one in pkgutil.iter_modules(__path__)))


@dataclass(frozen=True)
class ObjectWords:
    """The nouns of one language, and the sentences that they stand in."""

    names: Mapping[str, tuple[str, str]]
    """Kind -> one ("a dog"), and several without their number ("dogs")."""
    numbers: tuple[str, ...]
    """From two on."""
    asks: tuple[tuple[str, str], ...]
    """("exists", "count", "where" or "all", pattern of the whole question in lower case, the noun its group x)."""
    talks: tuple[tuple[str, str], ...]
    """The same for what a talk about a picture asks: "colour", "where", "text" and "where_text". Looked at first."""
    pronouns: str
    """Pattern of what only points back."""
    persons: str
    """Those of them that mean somebody."""
    anybody: frozenset[str]
    """What people are also called in a question: "anyone"."""
    several: str = "{number} {names}"
    at_least: str = "at least {thing}"
    probably: str = "Probably {things}."
    sure: str = "{things}."
    at_place: str = "{thing}: {place}."
    coloured: str = "{thing}: mostly {colours}."
    by_now: str = r"\b(?:right )?(?:now|still)\b"
    """What tells that it is asked how things are by now."""
    leading: str = r"(?:how many|where (?:is|are)|is there|are there|an?|any|some|the) "
    """What may stand before the noun of "and the cat?"."""
    one: tuple[tuple[str, str], ...] = ()
    """(article, numeral): "a dog", but "at least one dog"."""

    def thing(self, kind: str, count: int, *, exact: bool = True) -> str:
        """ "a dog", "two dogs", "at least two dogs"."""
        one, names = self.names[kind]
        said = one
        if count > 1:
            number = self.numbers[count - 2] if count - 2 < len(self.numbers) else str(count)
            said = self.several.format(number=number, names=names)
        if exact:
            return said
        for article, numeral in self.one:
            said = f"{numeral}{said.removeprefix(article)}" if said.startswith(article) else said
        return self.at_least.format(thing=said)


@cache
def object_words(language: str) -> ObjectWords:
    """The words of a language ("zh-CN" works too); English where there is no file."""
    words: ObjectWords = language_file(__name__, language).WORDS
    return words

"""How tiles are asked about, one file a language.

A new language is a new file here with a `WORDS` of the same shape as en.py; nothing else changes.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache

from assistant.languages import language_file

LANGUAGES = tuple(sorted(one.name for one in pkgutil.iter_modules(__path__)))
"""The files of this folder."""


@dataclass(frozen=True, slots=True)
class TileWords:
    """One language. Regular expressions are matched against the whole plain question (lower case, no marks)."""

    value: tuple[str, ...]
    """Questions for the value of a tile; the group "x" is its label."""
    change: tuple[str, ...]
    """Questions for the change beneath it; the group "x" is its label."""
    up: str
    down: str
    """Regular expressions of words in a question that take for granted that it went up, or down."""
    percent: str
    """A regular expression of words that ask for a share of a hundred."""
    many: str
    """The same, for a number of things."""
    size: str
    """The same, for a measure or a sum of money: a number without a unit is none."""
    list: str
    """The same, for things themselves, not their number; r"(?!)" where the language does not tell them apart."""
    articles: str
    """A regular expression of what may stand before a label."""


@cache
def tile_words(language: str) -> TileWords:
    """The words of a language ("zh-CN" works too); English where there is no file."""
    found: TileWords = language_file(__name__, language).WORDS
    return found

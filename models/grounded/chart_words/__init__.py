"""The words for charts, one file a language: what is said of them, and how they are asked about.

A new language is a new file here with a `WORDS` of the same shape as en.py; nothing else changes.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from assistant.languages import language_file

LANGUAGES = tuple(sorted(one.name for one in pkgutil.iter_modules(__path__)))
"""The files of this folder."""


@dataclass(frozen=True, slots=True)
class ChartWords:
    """One language. All regular expressions are matched against the whole plain question (lower case, no marks)."""

    say: Mapping[str, str]
    """Templates with named gaps."""
    kinds: Mapping[str, str]
    """Kind of chart -> its name."""
    asks: Mapping[str, str]
    """The keys are "table", "describe", "trend", "kind", "axes", "legend", "compared", "title", "count", "play" -> a
    regular expression; that of "compared" has a group "noun"."""
    highest: str
    lowest: str
    """Regular expressions of single words or pieces of them."""
    compare: str
    """A regular expression of a word that asks for a comparison of two."""
    fillers: frozenset[str]
    """What may stand in a question for a value beside names of the chart."""
    nouns: frozenset[str]
    """What else may stand in one for the highest or lowest: "month", "bar"."""
    months: tuple[tuple[str, ...], ...]
    """The names and short names of the twelve, the name first."""
    series_nouns: str
    """A regular expression of the words that mean series rather than categories."""
    kinds_asked: str
    """A regular expression of "chart" and its like."""
    kinds_named: Mapping[str, str]
    """Kind of chart -> a regular expression of what a question names it by, before the word for chart."""
    sides: Mapping[str, str]
    """ "left", "right", "top", "bottom" -> a regular expression of the words beside that for chart."""
    ordinals: Mapping[int, str]
    """From 0, -1 the last -> the same."""
    periods: Mapping[str, str]
    """ "day", "week", "month", "quarter", "year" -> a regular expression of their words."""
    which: str
    """A regular expression of "which city" with the group "noun"."""
    any_noun: str
    """A regular expression of what may be that noun whatever a chart shows: "bar", "value"."""
    decimal: str = "."
    spaced: bool = True


@cache
def chart_words(language: str) -> ChartWords:
    """The words of a language ("zh-CN" works too); English where there is no file."""
    found: ChartWords = language_file(__name__, language).WORDS
    return found

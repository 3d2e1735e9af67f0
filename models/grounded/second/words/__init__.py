"""The words of the second look, one file a language.

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
class SecondWords:
    """One language. Regular expressions are matched against the whole plain question."""

    turns: tuple[tuple[str, str], ...]
    """(regular expression, replacement): the same question in other words. All that match are tried, in order. What its
    group `must` has, the answer must have as well; what its group `label` has is all that its label may say."""
    number: str
    """A regular expression of the beginning of a question for a number or measure: in other words, too, only what has a
    number answers it."""
    asks: tuple[tuple[str, str], ...]
    """(intent of `second.look`, regular expression), tried in order; groups that begin with "x" name what is asked
    about."""
    papers: frozenset[str]
    """Words for what a masthead names: "newspaper", "site"."""
    wholes: frozenset[str]
    """Words for what a page or a form is of, which a line with its name ends with: "portal"."""
    failed: str
    """A regular expression, searched for, of a message that tells what failed, rather than warns."""
    suggest: frozenset[str]
    """Labels of what may be tried: "try", "tips"."""
    own: str
    """A regular expression, searched for, of what belongs to the person who asks, or to nobody any more: "your e-mail",
    "Signed in as"."""
    not_name: str
    """A regular expression, matched at the start, of a line that tells what may be done or that something was, and that
    is no name: "Back to the shop", "Payment to Dale bank"."""
    money: str
    """A regular expression, searched for, of a question for what something costs: a count of guests is none."""
    share: str
    """A regular expression, searched for, of a question for a rate: an amount of money is none."""
    signs: Mapping[str, str]
    """Word for a sign -> the sign."""
    asked_for: str
    """A regular expression, searched for, of a sentence that asks for something; `x` is for what."""
    measures: Mapping[str, str]
    """Word of a question for a measure -> the measure, as in `shapes.MEASURES`."""
    anybody: frozenset[str]
    """Words for somebody who is not named: "they"."""
    first_person: str
    """A regular expression, searched for, of what a person says of themselves."""
    price: frozenset[str]
    """Words for what something costs, which a field of a program text may be called by."""
    does: str = ""
    """A regular expression, searched for, of the word that makes a verb of a later one: "did the bell ring"."""
    past: str = ""
    """Verbs with their past forms, divided by "|": those that are as well another word of a screen ("ring", "light"),
    and so are the verb only after `does`. None whose past form is another word itself ("left", "found", "led")."""


@cache
def second_words(language: str) -> SecondWords:
    """The words of a language ("zh-CN" works too); English where there is no file."""
    found: SecondWords = language_file(__name__, language).WORDS
    return found

"""What the grounded engine says and understands, one file a language.

A new language is a new file here with a `PHRASES` of the same shape as en.py; nothing else changes.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

LANGUAGES = ("en", "zh")
ENDS = tuple(".!?…。！？:：,，;；、")
CLOSERS = "\"'”’)]»」』）】"


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language."""

    language: str
    say: Mapping[str, str]
    """Templates with named gaps."""
    roles: Mapping[str, tuple[str, str]]
    """Role or unit of text -> its word for one and for several."""
    role_words: Mapping[str, tuple[str, ...]]
    """Spoken word -> the roles (or the one unit of text) that it means."""
    states: Mapping[str, str]
    """Spoken word -> state as in `types.Thing`, "!" before it when its absence is meant."""
    state_names: Mapping[str, str]
    """State, with "!" for its absence -> how it is said."""
    ordinals: Mapping[str, int]
    """Spoken word -> 1-based place; -1 last; 0 the one after; -100 the one before."""
    asks: tuple[tuple[str, str], ...]
    """(intent, regular expression matched against the whole plain question), tried in order."""
    polite: str
    """A regular expression of what is cut off a question before it is understood."""
    contractions: Mapping[str, str]
    """Regular expression -> replacement, applied to the lower-case question."""
    stopwords: frozenset[str]
    """Words of a question that need not be found on the screen."""
    synonyms: tuple[tuple[str, ...], ...]
    """Words that mean the same on a screen."""
    problem: str
    """A regular expression that finds the words of an error message."""
    unsaved: str
    """A regular expression that finds the mark of unsaved changes in a window title."""
    measures: Mapping[str, str]
    """Adjective of "how long is it" -> what is measured, as in `retrieve.MEASURES`."""
    dispensable: frozenset[str]
    """Words for paying and costing: in "how much does the tyre cost" the tyre alone must be found."""
    hours: tuple[str, ...]
    """Names of the clock's directions, 12 first."""
    places: tuple[str, ...]
    """Nine places of a picture in reading order."""
    colours: Mapping[str, str]
    symbols: Mapping[str, str] = field(default_factory=dict)
    """Sign on a button -> how people call it, words with "|" between them."""
    separator: str = ", "
    group_separator: str = "; "
    """Between parts that have commas themselves."""
    list_end: str = " and "
    join: str = " "
    """Between two sentences."""
    compiled: list[tuple[str, re.Pattern[str]]] = field(default_factory=list, compare=False, repr=False)

    def patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        """`asks`, compiled once."""
        if not self.compiled:
            self.compiled.extend((intent, re.compile(pattern)) for intent, pattern in self.asks)
        return self.compiled

    def __call__(self, key: str, /, **gaps: object) -> str:
        return self.say[key].format(**gaps)

    def role(self, role: str, count: int = 1) -> str:
        one, several = self.roles.get(role, (role, role))
        return one if count == 1 else several

    def counted(self, count: int, role: str) -> str:
        """ "3 buttons"."""
        return self("counted", count=count, thing=self.role(role, count))

    def listed(self, parts: list[str]) -> str:
        if len(parts) < 2:
            return "".join(parts)
        return self.separator.join(parts[:-1]) + self.list_end + parts[-1]

    def ended(self, text: str) -> str:
        """The text with a full stop, unless it has an end of its own, if only that of a clause ("Dear Anna,")."""
        text = text.strip()
        return text if text.rstrip(CLOSERS).endswith(ENDS) else text + self.say["stop"]


@cache
def phrases(language: str) -> Phrases:
    """The phrases of a language ("en", "zh-CN" works too); English where there is none."""
    tag = language.split("-")[0].split("_")[0].lower()
    if tag not in LANGUAGES:
        tag = "en"
    found: Phrases = importlib.import_module(f"models.grounded.phrases.{tag}").PHRASES
    return found

"""What the grounded engine says and understands, one file a language.

A new language is a new file here with a `PHRASES` of the same shape as en.py; nothing else changes.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from assistant.languages import language_file

LANGUAGES = tuple(sorted(one.name for one in pkgutil.iter_modules(__path__)))
"""The files of this folder."""
ENDS = tuple(".!?…。！？:：,，;；、")
CLOSERS = "\"'”’)]»」』）】"


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One language's words for questions whose answer must be computed."""

    rewrites: tuple[tuple[str, str], ...] = ()
    """(regular expression, replacement), applied in order to the plain question: one wording for several."""
    asks: tuple[tuple[str, str], ...] = ()
    """(operation, regular expression matched against the whole plain question), tried in order; with "?" after the
    operation when such a question may also ask for what is simply written."""
    compare: Mapping[str, str] = field(default_factory=dict)
    """Word -> "<", "<=", ">=", ">", and what kind of value it compares: "<money"."""
    best: Mapping[str, str] = field(default_factory=dict)
    """Superlative -> "<" or ">", and the kind of value: ">time"."""
    generic: frozenset[str] = frozenset()
    """Words that name nothing in particular: "item", "everything"."""
    money: frozenset[str] = frozenset()
    """Words for what something costs."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Spoken unit -> how `computed.amounts` calls it."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    one: frozenset[str] = frozenset()
    """Words that mean one before a unit only: "an hour"."""
    spoken: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = ()
    """(regular expression, replacement): times as they are said -> as they are written ("half past 5" -> "5:30")."""
    when: tuple[tuple[str, str], ...] = ()
    """(regular expression of days as they are said, rule of `computed.spans`): "tomorrow" -> "day +1"."""
    fillers: str = "(?!)"
    """What is cut off the front of those words: "on "."""
    calendar: Mapping[str, int] = field(default_factory=dict)
    """Weekday -> 0..6 from Monday, month -> 1..12, unit of time -> minutes."""
    edges: frozenset[str] = frozenset()
    """Words for the first and the last of all: no clock is needed for them."""
    past: str = "(?!)"
    """A regular expression that tells a question about what has been."""
    measures: Mapping[str, str] = field(default_factory=dict)
    """Regular expression of a word -> that of the headings that measure it: "heavier" -> "weight"."""
    article: str = "(?!)"
    """A regular expression of what stands before a name that is said in a list: "an "."""
    decimal: str = "."
    """The decimal mark of numbers in a question."""
    total: str = "(?!)"
    """A regular expression of the label of a row that sums up others."""
    column: str = "(?!)"
    """A regular expression of "second column", with the ordinal as its group."""
    departure: str = "(?!)"
    arrival: str = "(?!)"
    """Regular expressions of headings, and of the verbs for them."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """Regular expression of a noun -> that of the headings whose rows are such things."""
    also: str = "(?!)"
    """A regular expression of what stands between two names: "and"."""
    submit: str = "(?!)"
    """A regular expression of wishes that any button for going on is for."""
    more: str = "(?!)"
    """A regular expression of the wish for detail."""
    quotes: tuple[tuple[str, str], ...] = ()
    """(rule of `computed.quoted`, regular expression matched against the whole plain question), tried in order."""
    closes: str = "(?!)"
    """A regular expression of a sentence that tells until when something is open."""
    delayed: str = "(?!)"
    """A regular expression of a remark that tells by how much something is late; `n` is the number."""
    denied: str = "(?!)"
    """A regular expression of words that deny what stands beside them."""
    was: str = "(?!)"
    """A regular expression of words that tell of what is past."""
    many: str = "(?!)"
    """A regular expression of a question for a number."""


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
    definitions: Mapping[str, Literal["function", "type"]] = field(default_factory=dict)
    """Word for what a program text defines -> which kind it is."""
    symbols: Mapping[str, str] = field(default_factory=dict)
    """Sign on a button -> how people call it, words with "|" between them."""
    separator: str = ", "
    group_separator: str = "; "
    """Between parts that have commas themselves."""
    list_end: str = " and "
    join: str = " "
    """Between two sentences."""
    spaced: bool = True
    """Words have spaces between them. Chinese has none."""
    kind_first: bool = False
    """ "Schaltfläche Speichern": the kind of thing is also said before its name."""
    endings: tuple[str, ...] = ()
    """What a plural has more than the word in `role_words`: "s"."""
    called: str = "(?!)"
    """A regular expression of "checkbox called news": the kind and the name are its groups."""
    sides: Mapping[str, str] = field(default_factory=dict)
    """Preposition -> "below", "above", "left", "right", or "" for either side."""
    figure: str = "(?!)"
    """A regular expression that tells that a number is asked for."""
    greeting: str = "(?!)"
    closing: str = "(?!)"
    """Regular expressions of the lines that a letter begins and ends with, in lower case."""
    shapes: tuple[tuple[str, str, str], ...] = ()
    """(regular expression of a question, kind of value as in `retrieve`, the words that only name the kind): "phone
    number" asks for something that looks like one."""
    shortcut: str = "(?!)"
    """A regular expression of a question for the keys of something, whose name is its group."""
    defining: str = "(?!)"
    """A regular expression of the start of a question for what something is."""
    papers: tuple[tuple[str, str], ...] = ()
    """("author", "date", "reading", "greeting" or "headline", a regular expression of the question for it): of the
    article, paper or letter as a whole."""
    whole: frozenset[str] = frozenset()
    """Words for all that is seen, whatever it is: "letter", "paper"."""
    weak: frozenset[str] = frozenset()
    """Verbs that say little: "go", "take"."""
    distinct: frozenset[str] = frozenset()
    """Words that mean something like each other, and never the same: "weekly", "monthly"."""
    auxiliaries: frozenset[str] = frozenset()
    """Words of a yes-or-no question that tell nothing: "already", "will"."""
    done: str = "(?!)"
    """A regular expression of the start of a question for what is so or has happened: "has the log been sent"."""
    enabled: str = "(?!)"
    """A regular expression of a word that says of a switch that it is on, and of other things that they can be used."""
    within: str = "(?!)"
    """A regular expression of what is asked to be in a part of a window, whose kind is its group: "in the menu"."""
    denied: str = "(?!)"
    """A regular expression of what asks, at the front of a thing, whether there is none: "no "."""
    numbered: str = "(?!)"
    """A regular expression of what asks, at the front of things, whether there are so many: "only two "."""
    sends: frozenset[str] = frozenset()
    """Verbs, without their ends as in `verb_end`, whose object is what is typed into a field: "send"."""
    choices: frozenset[str] = frozenset()
    """Words for one of those between which is chosen: "page", "section", whatever the program calls them."""
    wishes: tuple[tuple[str, str], ...] = ()
    """(regular expression, replacement): what is cut off, or put right, in "how do I ..."."""
    any_deed: str = "(?!)"
    """A regular expression of a verb that any control is for, at the front of a wish: "open the "."""
    any_part: frozenset[str] = frozenset()
    """Words for a part of a program: "settings", "page"."""
    any_object: frozenset[str] = frozenset()
    """What nearly every window has: "file", "changes"."""
    verb_end: str = "(?!)"
    """A regular expression of what a verb changes at its end: "speicher-e", "Speicher-n"."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Kind of value, as in `retrieve.Wanted.kind` -> a regular expression by which the language tells it, beside what
    `retrieve` knows."""
    articles: str = "(?!)"
    """A regular expression of what is cut off the front of a name."""
    reckoning: Reckoning = field(default_factory=Reckoning)
    signs: Mapping[str, str] = field(default_factory=dict)
    """Kind of screen, as in `kinds` -> a regular expression of words that tell it."""
    structured: tuple[tuple[str, str], ...] = ()
    """(intent of `structured.INTENTS`, regular expression matched against the whole plain question), tried in order;
    groups that begin with "x" name what is asked about."""
    oneself: frozenset[str] = frozenset()
    """Words for the person: "i"."""
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
    found: Phrases = language_file(__name__, language).PHRASES
    return found

"""Say it so that it can be understood: text as it stands on a screen -> text as a voice should read it.

Only what is spoken changes; what is shown, kept in history, printed, sent to a braille display or written as JSON
stays as it was. Nothing is guessed: what may mean two things is said as it is written.

One file a kind (`RULES` of each), looked for in one pass from left to right; at the same place the earlier kind wins.
The words of a language are in `en.py` and `zh.py`; German has names of signs (`de.py`), for spelling. For any other
language only what no voice can say is changed: control characters, pictures, rows of signs. Each piece is said in the
language of the letters around it, as the voices do (`speech.voices.scripts`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate

from assistant.types import Punctuation
from speech.voices import scripts
from speech.words import addresses, identifiers, numbers, pictures, punctuation, times
from speech.words.cleaning import clean
from speech.words.rule import BEFORE, LEVELS, TABLES, Rule, Words, named

KINDS: tuple[tuple[Rule, ...], ...] = (
    addresses.RULES,
    identifiers.CODES,
    times.RULES,
    numbers.RULES,
    identifiers.RULES,
    pictures.RULES,
    punctuation.RULES,
)
_AMOUNTS = frozenset(rule.name for rule in (*times.RULES, *numbers.RULES, *pictures.RULES))
_WORD = "word"
_ORDINARY = rf"{BEFORE}[A-Z]?[a-z]+(?=[,;:.!?]?\s(?!\s*\d))"
"""A word that begins nothing else: it is stepped over at once, which makes prose twice as quick."""
_PLAIN = re.compile(r"(?:[A-Z]?[a-z]+(?:['’][a-z]+)?|[AI])(?:[,;:]? (?:[A-Z]?[a-z]+(?:['’][a-z]+)?|[AI]))*[.!?:,]?")
"""A sentence of ordinary words: nothing to do."""
_TIDY = (
    (re.compile(r"\s+"), " "),
    (re.compile(r"(?<=[:;])(?: ?,)+(?= )"), ""),
    (re.compile(r"(?: ?,)+ ?(?=[,.;:!?])| (?=[,.;:!?](?:\s|$))"), ""),
)
"""Spaces and breaths that met: one of them is enough."""
_OPENING, _CLOSING = " \n([{\"'“‘«-/", " \n)]}\"'”’».,;:!?-，。；：！？、"


def spoken(text: str, language: str, level: Punctuation = "some") -> str:
    """What a voice of `language` (a BCP 47 tag) should read for `text`; empty when there is nothing to hear.

    Text with a letter or digit in it never becomes empty."""
    primary = language.split("-")[0].lower()
    text = clean(text, primary)
    if _PLAIN.fullmatch(text) and LEVELS.index(level) < LEVELS.index("most"):
        return text
    if level == "some" and punctuation.is_code(text):
        level = "most"
    languages = _Languages(text, primary, level)
    said: list[str] = []
    place = 0
    for match in _pattern().finditer(text):
        if match.lastgroup == _WORD:
            continue  # goes with what is before the next find
        if match.start() > place:
            said.append(_signs(text, place, match.start(), languages))
        said.append(_one(match, languages))
        place = match.end()
    said.append(_signs(text, place, len(text), languages))
    return _tidy("".join(said)) or (text if any(one.isalnum() for one in text) else "")


def warm() -> None:
    """Get ready, so that the first sentence does not wait for it: some tens of milliseconds."""
    _pattern()


@cache
def _rules() -> dict[str, tuple[Rule, re.Pattern[str]]]:
    return {rule.name: (rule, re.compile(rule.pattern)) for kind in KINDS for rule in kind}


@cache
def _pattern() -> re.Pattern[str]:
    """All kinds in one: the name of the group tells which it was."""
    kinds = (f"(?P<{name}>{rule.pattern})" for name, (rule, _) in _rules().items())
    return re.compile("|".join((rf"(?P<{_WORD}>{_ORDINARY})", *kinds)))


class _Languages:
    """Which language each place of a text is said in."""

    def __init__(self, text: str, language: str, level: Punctuation) -> None:
        self._level = level
        self._shouting = text.isupper()
        self._known: dict[str, Words] = {}
        self._own = language
        pieces = scripts.runs(text, language) if language in scripts.OTHER_THAN_LATIN or not text.isascii() else []
        self._tags = [tag for tag, _ in pieces] or [language]
        self._starts = [0, *accumulate(len(piece) for _, piece in pieces)][: len(self._tags)]

    def at(self, place: int) -> Words:
        return self._words(self._tags[bisect_right(self._starts, place) - 1])

    def of_amounts(self, place: int) -> Words:
        """Of numbers and pictures: a Chinese sentence stays Chinese around the C of 30 °C."""
        return self._words(self._own) if self._own in self._tags else self.at(place)

    def _words(self, tag: str) -> Words:
        if tag not in self._known:
            self._known[tag] = Words(named(tag), self._level, tag, self._shouting)
        return self._known[tag]


def _one(match: re.Match[str], languages: _Languages) -> str:
    text, start, end = match.string, match.start(), match.end()
    rule, own = _rules()[str(match.lastgroup)]
    words = languages.of_amounts(start) if rule.name in _AMOUNTS else languages.at(start)
    again = own.match(text, start)
    said = rule.say(again, words) if again and (rule.any_language or words.tag in TABLES) else None
    if said is None:
        return _signs(text, start, end, languages)
    before = "" if start == 0 or text[start - 1] in _OPENING or said[:1] in _CLOSING else " "
    after = "" if end == len(text) or text[end] in _CLOSING else " "
    return f"{before}{said}{after}"


def _signs(text: str, start: int, end: int, languages: _Languages) -> str:
    def at(place: int) -> Words | None:
        words = languages.at(start + place)
        return words if words.tag in TABLES else None

    return punctuation.name_signs(text[start:end], at)


def _tidy(text: str) -> str:
    for pattern, instead in _TIDY:
        text = pattern.sub(instead, text)
    return text.strip().removeprefix(",").removesuffix(",").strip()

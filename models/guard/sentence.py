"""A sentence taken apart: its quotations, its clauses, and what has been found true of it so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from models.guard.words import Words, words_of

QUOTE = re.compile(
    r"[\"“]([^\"“”]+)[\"”]|「([^」]+)」|『([^』]+)』|‘([^’]+)’(?!\w)|(?<!\w)'([^']+)'(?!\w)|„([^“”]+)[“”]"
)  # an apostrophe inside a word is none
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")

Span = tuple[int, int]
DOTS = str.maketrans("ıİ", "iI")
"""To `re.IGNORECASE` the Turkish letters are an i, to `str.casefold` they are not."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a sentence claims. `holds`: True where the evidence shows it, False where it shows otherwise,
    None where it can't tell. `why` never quotes the sentence."""

    kind: str
    """"text", "number", "count", "role", "state", "colour", "place", "object", "relation"."""
    holds: bool | None
    why: str
    spans: tuple[Span, ...] = ()
    """The characters that are accounted for where it holds."""
    instead: str = ""
    """What the evidence says in place of the first of those spans: another number."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that are claimed to stand in the picture; `span` includes the quotation marks."""

    text: str
    span: Span


@dataclass
class Sentence:
    """`text` has single spaces. Positions are characters of it."""

    text: str
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.text.translate(DOTS)
        self.words = words_of(self.text)

    def number(self, value: int, like: str) -> str:
        """A number as the sentence writes numbers: in digits, or as a word."""
        words = [] if like.isdigit() else [word for word, meant in self.words.numbers.items() if meant == value]
        said = words[0] if words else str(value)
        return said.capitalize() if like[:1].isupper() else said

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """What is quoted, with marks or by "a sign that says OPEN"."""
        found = [
            Quote(next(group for group in match.groups() if group), match.span()) for match in QUOTE.finditer(self.text)
        ]
        for match in re.finditer(self.words.says, self._blanked(found)):
            words = match[1].rstrip(".,")
            if words.strip("\0 "):
                found.append(Quote(words, (match.start(1), match.start(1) + len(words))))
        return tuple(sorted(found, key=lambda quote: quote.span))

    def _blanked(self, quotes: list[Quote] | tuple[Quote, ...]) -> str:
        text = self.text
        for quote in quotes:
            start, end = quote.span
            text = text[:start] + "\0" * (end - start) + text[end:]
        return text

    @cached_property
    def open(self) -> str:
        """The text with every quotation blanked out, of the same length."""
        return self._blanked(self.quotes)

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        """What belongs together: from one comma or "and" to the next."""
        edges, start = [], 0
        for match in re.finditer(self.words.between, self.open, re.I):
            edges.append((start, match.start()))
            start = match.end()
        return (*edges, (start, len(self.text)))

    def clause_of(self, at: int) -> Span:
        return next((clause for clause in self.clauses if clause[0] <= at <= clause[1]), self.clauses[-1])


def inside(span: Span, outer: Span) -> bool:
    return outer[0] <= span[0] and span[1] <= outer[1]


def overlaps(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]

"""What a kind of writing is made of: a pattern, and how a match of it is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from assistant.types import Punctuation
from speech.words import de, en, zh

Spoken = Literal["en", "zh", "de"]

LEVELS: tuple[Punctuation, ...] = ("none", "some", "most", "all")
TABLES = {"en": en, "zh": zh}
"""Languages with words for everything."""
NAMES: dict[Spoken, tuple[dict[str, str], dict[str, str]]] = {
    "en": (en.SIGNS, en.TERMS),
    "zh": (zh.SIGNS, zh.TERMS),
    "de": (de.SIGNS, de.TERMS),
}
"""Languages with names for signs, and their terms."""

# Letters and digits of Western scripts. Python's \w also holds Chinese characters, which are written without a space
# before or after "PDF" or "32.40".
WORD = "A-Za-z0-9_À-ɏ"
BEFORE = f"(?<![{WORD}])"
AFTER = f"(?![{WORD}])"
DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"


def named(tag: str) -> Spoken:
    """The language whose names of signs a voice of this language (a primary tag) says."""
    return next((spoken for spoken in NAMES if spoken == tag), "en")


@dataclass(frozen=True, slots=True)
class Words:
    """How a match is said: in which language, and with how many signs named."""

    language: Spoken
    level: Punctuation
    tag: str = "en"
    """The language of the voice, which may have no table of its own: emoji have names in more languages."""
    shouting: bool = False
    """The text has no small letters: capitals are its style, not abbreviations."""

    @property
    def is_zh(self) -> bool:
        return self.language == "zh"

    def at_least(self, level: Punctuation) -> bool:
        return LEVELS.index(self.level) >= LEVELS.index(level)

    def many(self, count: int, name: str) -> str:
        """ "bullet 8 times"."""
        if count == 1:
            return name
        return f"{count}{self.term('times')}{name}" if self.is_zh else f"{name} {count} {self.term('times')}"

    def sign(self, sign: str) -> str:
        """The name of a sign, whatever the level: in an address every sign matters. Itself when it has none."""
        return NAMES[self.language][0].get(sign, sign)

    def term(self, key: str) -> str:
        """A word of the language: "minus", "to", "line"."""
        return NAMES[self.language][1][key]


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` has no named groups but such as no other rule has. `say` gives None for what only looked like its
    kind; then only the signs in it are looked at."""

    name: str
    pattern: str
    say: Callable[[re.Match[str], Words], str | None]
    any_language: bool = False
    """Also used in languages that have no table of words."""

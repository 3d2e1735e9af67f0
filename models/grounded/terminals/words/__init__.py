"""How the lines of terminals, program text and settings are asked about, one file a language.

A new language is a new file here with a `WORDS` of the same shape as en.py; nothing else changes.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from assistant.languages import language_file

if TYPE_CHECKING:
    from assistant.types import Answer
    from models.grounded.reply import Context

LANGUAGES = tuple(sorted(one.name for one in pkgutil.iter_modules(__path__)))
"""The files of this folder."""


@dataclass(frozen=True, slots=True)
class TerminalWords:
    """One language."""

    asks: tuple[tuple[str, str], ...]
    """(intent of `terminals.asked`, regular expression matched against the whole plain question), tried in order;
    groups that begin with "x" name what is asked about, those with "k" how or of which kind."""
    newest: frozenset[str]
    oldest: frozenset[str]
    """Words for the last and the first commit."""
    best: Mapping[str, str]
    """Superlative -> "size >", "size <", "date >" or "date <"."""
    folder: frozenset[str]
    """Words for a folder."""
    deeds: Mapping[str, str]
    """What a command is for -> the programs that do it, with spaces between them."""
    most: str
    """A regular expression of a setting's name that sets a bound."""
    whole: frozenset[str]
    """Words for the whole that a port is one of: "server", "program"."""
    true: frozenset[str]
    false: frozenset[str]
    """How a setting that is on or off is asked for, and written."""
    say: Mapping[str, str]
    """Templates with named gaps."""


@cache
def terminal_words(language: str) -> TerminalWords:
    """The words of a language ("zh-CN" works too); English where there is no file."""
    found: TerminalWords = language_file(__name__, language).WORDS
    return found


Told = Callable[["Context", TerminalWords, str, str], "Answer | None"]
"""What answers one intent: of what is asked about, and how or of which kind. None where it is not there."""

"""What the explorer says, one file a language.

`KINDS`: kind of place -> (one, many). `STATES`: state -> word, in the order in which they are told. `PLACES`: nine, row
by row. `SENTENCES`: key -> sentence with gaps.
"""

from __future__ import annotations

from assistant.languages import language_file


def kind(name: str, language: str, *, many: bool = False) -> str:
    """What a kind of place is called; itself where there is no word for it."""
    found = language_file(__name__, language).KINDS.get(name)
    return str(found[1 if many else 0]) if found is not None else name


def states(language: str) -> dict[str, str]:
    return dict(language_file(__name__, language).STATES)


def ninth(column: int, row: int, language: str) -> str:
    """One of nine places of the picture; 0..2 each."""
    return str(language_file(__name__, language).PLACES[3 * row + column])


def say(key: str, language: str, **gaps: object) -> str:
    return str(language_file(__name__, language).SENTENCES[key]).format(**gaps)


def joined(parts: list[str], language: str) -> str:
    return str(language_file(__name__, language).COMMA).join(part for part in parts if part)

"""Signs: which of them are named, at each level of punctuation.

none: no sign is named. some: those that carry meaning (@ # % & * + = / ...). most: brackets, quotes, colons, dashes,
too. all: every sign, also commas and full stops. The marks that make a voice pause stay beside their names.
In a line of code every sign carries meaning, so it is read as with "most" (unless the level is "none").
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.types import Punctuation
from speech.words import en, zh
from speech.words.rule import WORD, Rule, Words

_SOME = "@#%&*+=<>/\\_~^|$¢€£¥￥§¶°©®™µ×÷±≈≠≤≥∞√∑½¼¾²³¹→←↑↓↔⇒⇐\ufffd"
_MOST = "()[]{}\"“”‘«»`:;–—-−…·（）《》「」【】：；、¿¡'’"
_ALL = ",.?!，。？！"
_PAUSES = frozenset(",.;:?!，。；：？！、…")
_SIGNS = re.compile(f"[{re.escape(_SOME + _MOST + _ALL)}]")
_LETTER = re.compile(f"[{WORD}]")

_CODE = re.compile(
    r"[=!<>+*/-]=|=>|->|::|&&|\|\||\w\(\)|\w\[\w+\]|[{};]\s*$|\w\([\w\"', =.]*\)\s*[:;{]|</?[a-z][^<>@]*>"
    r"|^\s*(?:def|class|import|from|function|const|let|var|return|elif|public|private|static)\s[\w.]+\s*[(={;:\[]"
    r"|^\s*(?:#include\b|\$\s\w|>>>\s)|\w\s=\s[\w\"'\[{(].{0,99}[\])};]\s*$"
)
_LINE = "-=_~#─═━"
_OPERATOR = "|".join(re.escape(one) for one in sorted({*en.OPERATORS, *zh.OPERATORS}, key=len, reverse=True))


def is_code(text: str) -> bool:
    return _CODE.search(text) is not None


def name_signs(text: str, words_at: Callable[[int], Words | None]) -> str:
    """`text` with its signs named as the level asks. `words_at`: how what begins at an offset is said."""

    def say(match: re.Match[str]) -> str:
        words = words_at(match.start())
        if words is None:
            return match[0]
        return _dropped(match) if words.level == "none" else _named(match, words)

    return _SIGNS.sub(say, text)


def _dropped(match: re.Match[str]) -> str:
    return match[0] if match[0] in _PAUSES or _inside_a_word(match) else " "


def _inside_a_word(match: re.Match[str]) -> bool:
    """The apostrophe of "don't", the hyphen of "well-known"."""
    if match[0] not in "'’-":
        return False
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    return bool(before and after and _LETTER.match(before) and _LETTER.match(after))


def _level(match: re.Match[str]) -> Punctuation:
    """From which level on a sign is named."""
    if match[0] in _SOME:
        return "some"
    negation = match[0] == "!" and _LETTER.match(match.string, match.end())
    return "most" if match[0] in _MOST or negation else "all"


def _named(match: re.Match[str], words: Words) -> str:
    sign = match[0]
    level = _level(match)
    if not words.at_least(level) or (_inside_a_word(match) and sign != "-"):
        return sign
    pause = f"{sign} " if sign in _PAUSES else " "
    return f" {words.sign(sign)}{pause}"


def _repeated(match: re.Match[str], words: Words) -> str:
    sign = match[0][0]
    count = sum(one == sign for one in match[0])
    if sign == "." or sign == "…":
        return ", " if count > 4 else "... "  # dots that lead the eye to a page number; an ellipsis
    if sign in "!?！？":
        return sign
    if sign in _LINE:
        return f", {words.term('line')}, " if words.at_least("some") else ", "
    return f" {words.many(count, words.sign(sign))} "


def _operator(match: re.Match[str], words: Words) -> str | None:
    if words.level == "none":
        return None
    table: dict[str, str] = (zh if words.is_zh else en).OPERATORS
    return f" {table[match[0]]} "


def _option(match: re.Match[str], words: Words) -> str:
    """ "--force": without its dashes a command can't be typed."""
    return f"{' '.join([words.sign('-')] * len(match[0]))} "


def _column(match: re.Match[str], words: Words) -> str:
    """The bar between two cells of a table."""
    return f" {words.sign('|')} " if words.at_least("most") else ", "


RULES = (
    Rule("leader", r"(?P<rep>[-=_*~#─═━.…!?！？•●·])(?:\s?(?P=rep)){2,}", _repeated, any_language=True),
    Rule("operator", rf"(?<![{re.escape('<>=!+*/|&:-')}])(?:{_OPERATOR})(?![{re.escape('<>=!+*|&:')}])", _operator),
    Rule("option", r"(?<!\S)--?(?=[A-Za-z])", _option),
    Rule("column", r"(?:(?<=\s)|^)\|(?:\s*\|)*(?=\s|$)", _column),
)

"""Emoji, arrows, bullets, check marks, box drawing: pictures between letters.

Emoji are called by their names in Unicode's CLDR, in the language of the voice (from the package `emoji`). Bullets and
the lines of boxes only set text apart, and are heard as a breath unless more punctuation is wanted.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import groupby

from speech.words.rule import Rule, Words

_BULLETS = "•‣◦▪⁃●○■□▸▹►▶"
_SELECTORS = "\ufe0e\ufe0f"
_PICTURES = (
    "[\u203c\u2049\u2139\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\u2022"
    "\u2023\u2043©®™\U0001f000-\U0001faff]"
)
_MODIFIERS = "[\u200d\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
PATTERN = rf"(?:{_PICTURES}|[0-9#*]\ufe0f?\u20e3){_MODIFIERS}*(?:\s?(?:{_PICTURES}|[0-9#*]\ufe0f?\u20e3){_MODIFIERS}*)*"


def say_pictures(text: str, words: Words, language: str) -> str:
    """Names with breaths around them; several of the same are counted."""
    names = [one for one in _names(text, words, language) if one]
    said = [words.many(len(list(group)), name) for name, group in groupby(names)]
    return f", {', '.join(said)}, " if said else ", "


def _names(text: str, words: Words, language: str) -> list[str]:
    """Of each picture in a run of them, in order."""
    names: list[str] = []
    if text.strip(_SELECTORS + " ") in _BULLETS and not words.at_least("most"):
        return names
    import emoji

    for token in emoji.analyze(text, non_emoji=True):
        if isinstance(token.value, emoji.EmojiMatch):
            names.append(_plain_name(token.chars, words) or _emoji_name(token.value, language))
        elif not token.chars.isspace():
            names += [_symbol(one, words) for one in token.chars if one not in _SELECTORS]
    return names


def _plain_name(chars: str, words: Words) -> str:
    """Check marks and arrows have shorter names of our own."""
    one = chars.rstrip(_SELECTORS)
    name = words.sign(one)
    return "" if name == one else name


@cache
def _known_languages() -> frozenset[str]:
    import emoji

    return frozenset(emoji.LANGUAGES)


def _emoji_name(match: object, language: str) -> str:
    import emoji

    chars: str = match.emoji  # type: ignore[attr-defined]
    language = language if language in _known_languages() else "en"
    name = emoji.demojize(chars, language=language, delimiters=("", ""))
    return _symbol_name(chars[0]) if name == chars else re.sub("[_-]", " ", name).replace("“", "").replace("”", "")


def _symbol(one: str, words: Words) -> str:
    name = words.sign(one)
    return name if name != one else _symbol_name(one)


def _symbol_name(one: str) -> str:
    """The name in Unicode, for what has no better one; nothing for a modifier that stands alone."""
    if unicodedata.category(one) in ("Mn", "Me", "Cf", "Cn"):
        return ""
    return unicodedata.name(one, "").lower()


def _boxes(match: re.Match[str], words: Words) -> str:
    """Box drawing: columns are breaths, a row of it is a line."""
    row = sum("─" <= one <= "╿" and one not in "│┃║╎╏┆┇┊┋" for one in match[0]) >= 3
    return f", {words.term('line')}, " if row and words.at_least("some") else ", "


RULES = (
    Rule("boxes", r"[\u2500-\u259f](?:[\u2500-\u259f\s]*[\u2500-\u259f])?", _boxes, any_language=True),
    Rule("pictures", PATTERN, lambda match, words: say_pictures(match[0], words, words.tag), any_language=True),
)

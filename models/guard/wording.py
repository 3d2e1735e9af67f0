"""How a sentence is put: as it is, or as a guess."""

from __future__ import annotations

import re

from models.guard.words import words_of


def tidy(text: str) -> str:
    """A sentence: first letter large, a stop at the end."""
    text = text.strip()
    if not text:
        return ""
    end = "" if text[-1] in '.!?。！？…"”」' else "。" if _chinese(text) else "."
    return text[0].upper() + text[1:] + end


def hedged(text: str) -> str:
    """The same as a guess: "a dog on grass" -> "It may show a dog on grass." What is put as a guess already stays."""
    words = words_of(text)
    if re.search(words.guessed, text, re.I):
        return tidy(text)
    for opening, instead in words.openings:
        if re.match(opening, text, re.I):
            return tidy(re.sub(opening, instead, text, count=1, flags=re.I))
    first = text.split(" ", 1)[0]
    if first.strip(".,!。，！").casefold() in words.yes_no:
        return tidy(words.perhaps.format(text[0].lower() + text[1:]))
    small = words.language == "en" and (first[1:].islower() or first in ("A", "I"))
    lowered = text[0].lower() + text[1:] if small else text
    return tidy((words.perhaps if re.search(words.verb, text) else words.may_show).format(lowered))


def _chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)

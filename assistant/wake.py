"""The wake phrase: whether an utterance begins with it, and what was said after it."""

from __future__ import annotations

import re

from assistant.commands import sound_of, syllables

ALIKE = 88
"""Percent of likeness (mean of spelling and sound) from which the first words are the phrase: see docs/listening.md."""
ALIKE_ZH = 75
"""Of syllables: three of four."""
EXTRA_WORDS = 2
"""A recogniser may write more words than were meant: "hey hear sight" for "hey hearsight"."""

_CJK = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[\w']+")


def hint_for(phrase: str) -> str:
    """What a recogniser is told may be said. A name that it does not know is heard much better when the prompt also
    has the words that it sounds like: of 36 calls in six voices 35 instead of 27."""
    told = phrase[:1].upper() + phrase[1:]
    return f"Hearsight. {told}, hear sight." if "hearsight" in phrase.lower() else f"{told}."


def after_wake_phrase(text: str, phrase: str) -> str | None:
    """What follows the phrase in `text`, "" if nothing does; None when `text` does not begin with it.

    Only the very beginning counts: who speaks about the phrase does not call.
    """
    if _CJK.search(phrase):
        return _after_chinese(text, phrase)
    wanted = _plain(phrase)
    words = list(_WORD.finditer(text))
    count = len(wanted.split())
    best, end = 0.0, 0
    for taken in range(max(1, count - 1), min(len(words), count + EXTRA_WORDS) + 1):
        likeness = _likeness(" ".join(word[0].lower() for word in words[:taken]), wanted)
        if likeness > best:
            best, end = likeness, words[taken - 1].end()
    return _rest(text[end:]) if best >= ALIKE else None


def _after_chinese(text: str, phrase: str) -> str | None:
    from rapidfuzz.distance import Levenshtein

    signs = [(at, sign) for at, sign in enumerate(text) if sign.isalnum()]
    wanted = "".join(sign for sign in phrase if sign.isalnum())
    first = signs[: len(wanted)]
    said = syllables("".join(sign for _, sign in first))
    if not first or 100 * Levenshtein.normalized_similarity(said, syllables(wanted)) < ALIKE_ZH:
        return None
    return _rest(text[first[-1][0] + 1 :])


def _likeness(said: str, wanted: str) -> float:
    from rapidfuzz import fuzz

    letters = fuzz.ratio(said.replace(" ", ""), wanted.replace(" ", ""))
    return float(letters + fuzz.ratio(sound_of(said), sound_of(wanted))) / 2


def _plain(text: str) -> str:
    return " ".join(word[0].lower() for word in _WORD.finditer(text))


def _rest(text: str) -> str:
    """Without the comma or full stop that closed the phrase, and with a capital."""
    text = text.lstrip(" \t,.!?;:，。！？、；：-…")
    return text[:1].upper() + text[1:]

"""Stems of English words: Porter's second stemmer ("English" of Snowball; Porter 2001, snowballstem.org)."""

from __future__ import annotations

import re
from functools import lru_cache

_VOWELS = "aeiouy"
_DOUBLES = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")
_SPECIAL = {
    "skis": "ski", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "idly": "idl", "gently": "gentl",
    "ugly": "ugli", "early": "earli", "only": "onli", "singly": "singl",
}  # fmt: skip
_UNCHANGED = frozenset("sky news howe atlas cosmos bias andes".split())  # noqa: SIM905
_AFTER_STEP_1A = frozenset("inning outing canning herring earring proceed exceed succeed".split())  # noqa: SIM905
_STEP_2 = {
    "tional": "tion", "enci": "ence", "anci": "ance", "abli": "able", "entli": "ent", "izer": "ize", "ization": "ize",
    "ational": "ate", "ation": "ate", "ator": "ate", "alism": "al", "aliti": "al", "alli": "al", "fulness": "ful",
    "ousli": "ous", "ousness": "ous", "iveness": "ive", "iviti": "ive", "biliti": "ble", "bli": "ble",
    "fulli": "ful", "lessli": "less",
}  # fmt: skip
_STEP_3 = {
    "tional": "tion", "ational": "ate", "alize": "al", "icate": "ic", "iciti": "ic", "ical": "ic", "ful": "",
    "ness": "",
}  # fmt: skip
_STEP_4 = "al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize".split()  # noqa: SIM905
_REGION = re.compile(r"[aeiouy][^aeiouy]")
_SHORT_END = re.compile(r"(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy])$")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Of a word in lower case; what has no letters comes back as it is."""
    if len(word) <= 2:
        return word
    if word in _SPECIAL:
        return _SPECIAL[word]
    if word in _UNCHANGED:
        return word
    word = word.removeprefix("'")
    word = re.sub(r"(^|[aeiouy])y", r"\1Y", word)
    first = _first_region(word)
    second = _after(word, first)
    word = _plurals(word)
    if word in _AFTER_STEP_1A:
        return word
    word = _past(word, first)
    if len(word) > 2 and word[-1] in "yY" and word[-2] not in _VOWELS:
        word = word[:-1] + "i"
    word = _replaced(word, _STEP_2, first, more=_step_2_more)
    word = _replaced(
        word, _STEP_3, first, more=lambda text: 5 if text.endswith("ative") and len(text) - 5 >= second else 0
    )
    word = _ending(word, second)
    return _last(word, first, second).replace("Y", "y")


def _first_region(word: str) -> int:
    for start in ("gener", "commun", "arsen"):
        if word.startswith(start):
            return len(start)
    return _after(word, 0)


def _after(word: str, start: int) -> int:
    """Where the part after the first non-vowel that follows a vowel begins."""
    found = _REGION.search(word, start)
    return found.end() if found else len(word)


def _plurals(word: str) -> str:
    for ending in ("'s'", "'s", "'"):
        if word.endswith(ending):
            word = word[: -len(ending)]
            break
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith(("us", "ss")) or not word.endswith("s"):
        return word
    return word[:-1] if any(letter in _VOWELS for letter in word[:-2]) else word


def _past(word: str, first: int) -> str:
    for ending in ("eedly", "eed"):
        if word.endswith(ending):
            return word[: -len(ending)] + "ee" if len(word) - len(ending) >= first else word
    for ending in ("ingly", "edly", "ing", "ed"):
        if word.endswith(ending):
            rest = word[: -len(ending)]
            if not any(letter in _VOWELS for letter in rest):
                return word
            if rest.endswith(("at", "bl", "iz")):
                return rest + "e"
            if rest.endswith(_DOUBLES):
                return rest[:-1]
            return rest + "e" if _SHORT_END.search(rest) and len(rest) <= first else rest
    return word


def _step_2_more(word: str) -> int:
    """Letters to take off for the endings that hang on what is before them."""
    if word.endswith("ogi"):
        return 1 if word[-4:-3] == "l" else 0
    return 2 if word.endswith("li") and word[-3:-2] in tuple("cdeghkmnrt") else 0


def _replaced(word: str, endings: dict[str, str], region: int, more: object) -> str:
    longest = max((ending for ending in endings if word.endswith(ending)), key=len, default="")
    if longest:
        return word[: -len(longest)] + endings[longest] if len(word) - len(longest) >= region else word
    assert callable(more)  # noqa: S101 - a function of the word
    off = more(word)
    ending = 3 if word.endswith("ogi") else off
    return word[: len(word) - off] if off and len(word) - ending >= region else word


def _ending(word: str, second: int) -> str:
    longest = max((ending for ending in (*_STEP_4, "ion") if word.endswith(ending)), key=len, default="")
    if not longest or len(word) - len(longest) < second:
        return word
    if longest == "ion" and word[-4:-3] not in ("s", "t"):
        return word
    return word[: -len(longest)]


def _last(word: str, first: int, second: int) -> str:
    at = len(word) - 1
    if word.endswith("e"):
        return word[:-1] if at >= second or (at >= first and not _SHORT_END.search(word[:-1])) else word
    return word[:-1] if word.endswith("ll") and at >= second else word

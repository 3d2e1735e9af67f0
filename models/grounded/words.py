"""Words compared as people say and recognisers hear them: stems, synonyms, spelling, sound."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from models.grounded.phrases import Phrases

FUZZY_FROM = 6
"""Letters. Below that one letter makes another word ("plan", "plane")."""
FUZZY = 89
"""Percent (rapidfuzz ratio). "shipping" and "shopping" are 87.5 alike and must stay two words."""
SUFFIXES = ("ings", "ing", "ies", "ers", "ed", "es", "er", "s")
PAST = """
beat beaten|become became|begin began begun|bite bitten|blow blew blown
|bring brought|build built|buy bought|catch caught|choose chose chosen|come came|dig dug|draw drew drawn
|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought
|fly flew flown|forget forgot forgotten|freeze froze frozen|give gave given|go went gone|grow grew grown
|hang hung|hear heard|hide hid hidden|keep kept|know knew known|lend lent|lose lost
|make made|meet met|pay paid|ride rode ridden|rise risen|run ran|sell sold|send sent
|shake shook shaken|shine shone|shoot shot|shrink shrank shrunk|sing sang sung|sink sank sunk
|sleep slept|speak spoke spoken|spend spent|stand stood|steal stole stolen|swim swam swum|take took taken
|teach taught|tell told|think thought|throw threw thrown|understand understood|wear wore worn|win won
|withdraw withdrew withdrawn|write wrote written
"""
"""Past forms of English verbs that have no ending to cut off; none that are as well another word of a screen ("left",
"saw", "rose", "bit", "Sat"), and none whose verb is a noun of screens ("ring", "hold", "break", "lost and found")."""
IRREGULAR = {form: base for base, *forms in map(str.split, PAST.split("|")) for form in forms}


def words(text: str) -> list[str]:
    """Lower-case words, numbers (with their points), and each run of Chinese as pairs of neighbours."""
    found: list[str] = []
    for run in re.findall(r"[\u4e00-\u9fff]+|[^\W_\u4e00-\u9fff]+(?:[.'’-][^\W_\u4e00-\u9fff]+)*", text.lower()):
        if "\u4e00" <= run[0] <= "\u9fff":
            found += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
        else:
            found.append(run.replace("’", "'").removesuffix("'s"))
    return found


def content_words(text: str, phrases: Phrases) -> list[str]:
    """The words of a question that must be found on the screen."""
    if not phrases.spaced:
        for stop in sorted(phrases.stopwords, key=len, reverse=True):
            text = text.replace(stop, " ")
    return [word for word in words(text) if word not in phrases.stopwords]


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """The word without its English ending: "starts", "starting", "started" are one."""
    if not word.isascii() or not word.isalpha() or len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.endswith(("ss", "us", "is")):
            base = word[: -len(suffix)]
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "ls":
                base = base[:-1]  # "shipping"
            return base.removesuffix("e")
    return word.removesuffix("e")


def _root(word: str, phrases: Phrases) -> str:
    return stem(IRREGULAR.get(word, word) if phrases.language == "en" else word)


def same(asked: str, seen: str, phrases: Phrases) -> bool:
    """Whether two words mean the same: equal stems, synonyms, or one misspelt letter of a long word; in English "keep"
    and "kept" too."""
    first, second = _root(asked, phrases), _root(seen, phrases)
    if asked == seen or first == second or f"{asked}s" == seen or asked == f"{seen}s":
        return True
    if any(first in group and second in group for group in _synonyms(phrases.language, phrases)):
        return True
    if min(len(asked), len(seen)) < FUZZY_FROM or not (asked.isalpha() and seen.isalpha()):
        return False
    from rapidfuzz import fuzz

    return fuzz.ratio(asked, seen) >= FUZZY


_groups: dict[str, tuple[frozenset[str], ...]] = {}


def _synonyms(language: str, phrases: Phrases) -> tuple[frozenset[str], ...]:
    if language not in _groups:
        _groups[language] = tuple(frozenset(_root(word, phrases) for word in group) for group in phrases.synonyms)
    return _groups[language]


def covered(asked: list[str], text: str, phrases: Phrases) -> list[bool]:
    """For each asked word whether the text has it (or a phrase that means it)."""
    seen = words(text)
    lowered = text.lower()
    # "post code" and "postcode", "web site" and "website" are one.
    joined = {first + second for first, second in itertools.pairwise(seen)}
    split = {
        at
        for start, (first, second) in enumerate(itertools.pairwise(asked))
        if first + second in seen
        for at in (start, start + 1)
    }
    return [
        at in split
        or word in joined
        or any(same(word, other, phrases) for other in seen)
        or any(
            word in group and any(other in lowered for other in group if " " in other or not phrases.spaced)
            for group in phrases.synonyms
        )
        for at, word in enumerate(asked)
    ]


CODES = str.maketrans(
    {**dict.fromkeys("bp", "p"), **dict.fromkeys("fv", "f"), **dict.fromkeys("ckgqx", "k"), **dict.fromkeys("szj", "s"),
     **dict.fromkeys("dt", "t"), **dict.fromkeys("mn", "n"), "l": "l", "r": "r", **dict.fromkeys("aeiouyhw", "")}
)  # fmt: skip


def sound(text: str) -> str:
    """How it sounds, roughly: consonants in classes that recognisers mix up, first vowels kept as one sign.

    In the manner of Soundex (Russell 1918), but over the whole phrase and with voiced and unvoiced in one class:
    "safe" and "save" are one, as are "okay" and "OK", "by now" and "Buy now".
    """
    coded = []
    for word in re.findall(r"[a-z]+", text.lower()):
        word = {"ok": "okay"}.get(word, word)
        word = re.sub(r"ph", "f", re.sub(r"gh(?=t)", "", re.sub(r"^kn", "n", re.sub(r"^wr", "r", word))))
        word = re.sub(r"c(?=[eiy])", "s", word)
        word = re.sub(r"th(?=e?s$)", "", word)  # "clothes" is said as "close"
        code = ("a" if word[0] in "aeiou" else "") + word.translate(CODES)
        coded.append(re.sub(r"(.)\1+", r"\1", code))
    return "".join(coded)

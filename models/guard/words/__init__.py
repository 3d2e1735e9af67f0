"""The words by which the guard knows what a sentence claims, one file a language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assistant.languages import language_file


@dataclass(frozen=True)
class Words:
    """The vocabulary of one language. Keys on the right side are the guard's own (roles of `assistant.types.Thing`,
    English colour names, "left", "checked"), whatever the language."""

    language: str
    spaced: bool
    """False: written without spaces (Chinese), so that a word may begin anywhere."""
    roles: Mapping[str, tuple[str, ...]]
    """"button" -> the roles that people call so, plural forms included."""
    objects: Mapping[str, str]
    """"puppy" -> the class of COCO by which a detector knows it."""
    narrower: frozenset[str]
    """Those of `objects` that say more than the detector's class: a "puppy" is a dog, but not every dog a puppy."""
    denies: str
    """Pattern of what denies the object right behind it: "no", "without a"."""
    nobody: str
    """Pattern of what denies that there are people."""
    of_picture: str
    """Pattern of "in the picture"."""
    listing: frozenset[str]
    """Words of a sentence that only lists what there is; in Chinese, characters."""
    numbers: Mapping[str, int]
    colours: Mapping[str, str]
    shades: frozenset[str]
    """Words before a colour that leave it one: "light", "dark"."""
    states: Mapping[str, str]
    """"ticked" -> "checked"."""
    places: Mapping[str, str]
    """"upper" -> "top"."""
    relations: Mapping[str, str]
    """"to the left of" -> "left": of what stands before it, as seen from what stands after it."""
    grounds: frozenset[str]
    """What may be dark or white as a whole: "background", "theme"."""
    wholes: frozenset[str]
    """What a place may be a place of so that it is one of the picture: "window", "screen"."""
    negations: frozenset[str]
    """And words of order and comparison: what they say is in no list of words that were seen."""
    compares: frozenset[str]
    """The same, but for where the text itself has them ("Total: 42.50"): "most", "total", "from"."""
    plain: frozenset[str]
    """Function words and those that say only that something is shown. Their being in the evidence backs nothing."""
    holders: frozenset[str]
    """What writing stands on, and how it is spoken of ("a recipe titled", "an error message says", "costs"): free where
    the sentence has something that was found word for word."""
    naming: frozenset[str]
    """Words between a thing and the name that it bears: "labelled", "that says"."""
    joins: frozenset[str]
    """Words by which one thing is in another or bears it: "contains", "in", "says"."""
    phrases: frozenset[str]
    """Harmless phrases of words that mean something alone: "set to"."""
    known_names: frozenset[str]
    """Names that are written nowhere and yet are no inventions: languages, systems."""
    says: str
    """Pattern of what a sign "says" without quotation marks; group 1 is that."""
    writing: str
    empty: str
    fields: str
    """Pattern of what may be empty without the picture being so."""
    screen: frozenset[str]
    """A sentence of these words alone says nothing about a desktop that isn't known."""
    between: str
    """Where one clause ends and the next begins."""
    guessed: str
    """Pattern of a sentence that is put as a guess already."""
    said_of: str = r"(?!)"
    """Pattern of a holder that is said of a thing ("is open"), group 1: then it is a claim like any other."""
    openings: tuple[tuple[str, str], ...] = field(default=())
    """Pattern of a beginning -> what it becomes in a guess."""
    perhaps: str = "Perhaps {}"
    may_show: str = "It may show {}"
    yes_no: frozenset[str] = frozenset()
    """How an answer to a yes-or-no question may begin."""
    verb: str = r"(?!)"
    """Pattern of a sentence with a verb: it becomes a guess by `perhaps`, else by `may_show`."""

    def pattern(self, words: Mapping[str, object] | frozenset[str]) -> re.Pattern[str]:
        """Any of the words, longest first, as a whole word where the language has spaces."""
        return _any_of(tuple(words), self.spaced)

    @cached_property
    def number_pattern(self) -> str:
        inner = "|".join(sorted(map(re.escape, self.numbers), key=len, reverse=True))
        return rf"\d+|{inner}"


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...], spaced: bool) -> re.Pattern[str]:
    inner = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    if not inner:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:{inner})(?!\w)" if spaced else f"(?:{inner})", re.I)


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


def of_language(language: str) -> Words:
    """Of one that has no file: English."""
    found: Words = language_file(__name__, language).WORDS
    return found


def words_of(sentence: str) -> Words:
    """The vocabulary for a sentence, by how it is written: models answer in another language than they were asked."""
    from models.guard.words import de, en, zh

    if any("\u4e00" <= char <= "\u9fff" for char in sentence):
        return zh.WORDS
    spoken = re.findall(r"[^\W\d_]+", sentence.casefold())
    german, english = (
        sum(word in words.plain or word in words.yes_no for word in spoken) for words in (de.WORDS, en.WORDS)
    )
    return de.WORDS if german > english else en.WORDS

"""How taught things are told: one file a language."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from assistant.languages import language_file

LANGUAGES = tuple(sorted(one.name for one in pkgutil.iter_modules(__path__)))


@dataclass(frozen=True, slots=True)
class TaughtWords:
    """The sentences of one language; `says` by key, where `{thing}` is a name as `yours` makes it."""

    says: Mapping[str, str]
    own: Mapping[str, str]
    """ "my" -> "your": the words that begin a name as its owner says it, and as it is told back."""
    people: str
    """What people are called, in lower case, without articles, a space between two: no names of things."""
    asks: tuple[tuple[str, str], ...]
    """("what" or "where" or "is", pattern of a whole question in lower case; the name is its group x)."""

    def yours(self, name: str) -> str:
        """ "my keys" is "your keys" to whom they belong; other names as they are."""
        for mine, theirs in self.own.items():
            if name.casefold().startswith(mine):
                return theirs + name[len(mine) :]
        return name

    def say(self, key: str, name: str = "", **more: object) -> str:
        """A sentence, its first letter a capital."""
        text = self.says[key].format(thing=self.yours(name), **more)
        return text[:1].upper() + text[1:]


@cache
def taught_words(language: str) -> TaughtWords:
    """The words of a language ("zh-CN" works too); English where there is no file."""
    words: TaughtWords = language_file(__name__, language).WORDS
    return words


def named(asked: str, names: list[str]) -> str | None:
    """The taught name that somebody means by "my keys", "your keys", "the keys" or "keys"."""
    plain = _bare(asked)
    return next((name for name in names if _bare(name) == plain), None) if plain else None


def means_somebody(name: str) -> bool:
    """ "my wife", "the neighbours", "meine Mutter": whoever is called so is no thing, in any language that is known."""
    plain = _bare(name)
    forms = {plain, plain.removesuffix("s")}
    return any(forms & set(taught_words(language).people.split()) for language in LANGUAGES)


_ARTICLES = re.compile(
    r"^(?:(?:my|your|our|the|an?|mein(?:e[nmrs]?)?|dein(?:e[nmrs]?)?|unser(?:e[nmrs]?)?|der|die|das|den|dem|eine?[nmrs]?)\s+"
    r"|我的|你的|我们的)"
)


def _bare(name: str) -> str:
    return _ARTICLES.sub("", " ".join(name.casefold().split()))

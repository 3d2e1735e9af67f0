"""How guidance is asked for and told: one file a language. Objects have the names of `models.objects.words`, too."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from assistant.languages import language_file

LANGUAGES = tuple(sorted(one.name for one in pkgutil.iter_modules(__path__)))


@dataclass(frozen=True)
class GuideWords:
    """Patterns are compared with the whole of what is looked for, in lower case, without punctuation."""

    lead: re.Pattern[str]
    """What goes before it: "where is", "find", "look for". Cut off first."""
    article: re.Pattern[str]
    """ "my", "the", "a": cut off before a noun is looked up."""
    also: Mapping[str, str]
    """Other nouns of people -> `models.objects.KINDS`."""
    colours: Mapping[str, str]
    """Word -> basic colour term."""
    colour: re.Pattern[str]
    """ "something red": its group is the colour's word."""
    text: re.Pattern[str]
    """ "the sign that says exit": its first group that matched is the text."""
    face: re.Pattern[str]
    code: re.Pattern[str]
    own: tuple[str, str]
    """The article of what was asked for as one's own, and how it is told back: ("my ", "your ")."""
    says: Mapping[str, str]
    """Sentences and short words, by key; gaps: `thing`, `where`, `number`, ..."""
    tell_text: str = "“{text}”"

    def say(self, key: str, /, **gaps: object) -> str:
        text = self.says[key].format(**gaps)
        return text[:1].upper() + text[1:]


@cache
def guide_words(language: str) -> GuideWords:
    """The words of a language ("zh-CN" works too); English where there is no file."""
    words: GuideWords = language_file(__name__, language).WORDS
    return words

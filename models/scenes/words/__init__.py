"""How events are told: one file a language. The nouns are those of `models.objects.words`."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.languages import language_file

LANGUAGES = tuple(sorted(one.name for one in pkgutil.iter_modules(__path__)))


@dataclass(frozen=True)
class SceneWords:
    """Gaps: `thing` with its article or number, `where` as `at_hour` and `far` make it, `text`, `hour`."""

    appears: str
    probably: str
    careful: str
    """Before a sentence of something dangerous."""
    events: Mapping[str, str]
    """`EventKind` -> sentence, of those with a thing."""
    at_hour: str
    far: Mapping[str, str]
    """"close" and "far"."""
    another: str
    nothing: str
    dim: str
    bright: str
    text: str
    comma: str = ", "
    conjunction: str = " and "
    join: str = " "
    lower_after_colon: bool = True

    def listed(self, names: Sequence[str]) -> str:
        """ "a dog, a cat and a cup"."""
        if len(names) < 2:
            return "".join(names)
        return self.comma.join(names[:-1]) + self.conjunction + names[-1]


@cache
def scene_words(language: str) -> SceneWords:
    """The words of a language ("zh-CN" works too); English where there is no file."""
    words: SceneWords = language_file(__name__, language).WORDS
    return words

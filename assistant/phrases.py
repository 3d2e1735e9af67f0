"""The few sentences of a turn itself, by language. (What is seen is phrased by the engines.)"""

from __future__ import annotations

from assistant.languages import language as language_named


def say_in(language: str, key: str, /, **words: str) -> str:
    """The sentence `key` in `language` (English where it has no file), with `words` filled in."""
    return language_named(language).sentences[key].format(**words)

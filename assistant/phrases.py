"""The few sentences of a turn itself, by language. (What is seen is phrased by the engines.)"""

from __future__ import annotations

from assistant.error_words import told
from assistant.languages import language as language_named

TROUBLE = "trouble_"
"""How the keys of what gatherers could not do begin."""


def trouble_in(language: str, trouble: str) -> str:
    """The sentence for `Finding.trouble`: one of the language files, or an error's in the language."""
    return say_in(language, trouble) if trouble.startswith(TROUBLE) else told(trouble, language)


def say_in(language: str, key: str, /, **words: str) -> str:
    """The sentence `key` in `language` (English where it has no file), with `words` filled in."""
    return language_named(language).sentences[key].format(**words)

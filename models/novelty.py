"""Does a sentence add anything to what has been said? By its words, and by sentence embeddings where there are any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelTrouble
from models.guard.known import NUMBER, stem
from models.guard.sentence import WORD
from models.guard.words import words_of

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import Worker

SAME = 0.84
"""Cosine of all-MiniLM-L6-v2 from which two sentences say one thing. Seen: "The backup failed dialog is open" and "An
error dialog says that the backup failed" 0.88; "A dog sleeps on a sofa" and "A cat sleeps on a sofa" 0.79."""
LEAST_NEW = 0.2
"""Share of a sentence's own words that must be new."""


class Novelty:
    """What was said in one description. Session thread. `embedder` reaches `models.grounded.embeddings.Embedder`; where
    it is missing or fails, words alone decide."""

    def __init__(self, embedder: Worker | None = None) -> None:
        self._embedder = embedder
        self._texts: list[str] = []
        self._said: set[str] = set()

    def said(self, text: str) -> None:
        self._texts.append(text)
        self._said |= _content(text)

    def adds(self, text: str, token: Token) -> bool:
        """Whether to say it, too. Raises `Cancelled`."""
        own = _content(text)
        new = own - self._said
        if len(new) < LEAST_NEW * max(1, len(own)) or not new:
            return False
        if any(NUMBER.fullmatch(word) for word in new):
            return True  # "the total is 12" and "the total is 13" are close, and not one
        return not self._alike(text, token)

    def _alike(self, text: str, token: Token) -> bool:
        if self._embedder is None or not self._texts:
            return False
        try:
            vectors: Any = self._embedder.call("embed", [text, *self._texts], token=token)
        except ModelTrouble:
            self._embedder = None
            return False
        return float((vectors[1:] @ vectors[0]).max()) >= SAME


def _content(text: str) -> set[str]:
    """The words that carry a sentence, as stems, and its numbers; of Chinese each pair of characters."""
    words = words_of(text)
    text = re.sub(words.guessed, " ", text, flags=re.I)
    if not words.spaced:
        runs = "".join(char if "\u4e00" <= char <= "\u9fff" else " " for char in text)
        for word in sorted(words.plain, key=len, reverse=True):
            runs = runs.replace(word, " ")
        pairs = {run[at : at + 2] for run in runs.split() for at in range(max(1, len(run) - 1))}
        return pairs | set(NUMBER.findall(text))
    own = {stem(word) for word in WORD.findall(text) if word.casefold() not in words.plain}
    counted = {str(words.numbers[word]) for word in WORD.findall(text.casefold()) if word in words.numbers}
    return own | counted | set(NUMBER.findall(text))

"""Finds what answers a question: words first, meaning (sentence embeddings) second, and an honest nothing.

Every word of the question that carries meaning must be found: in the candidate, in the headings above it, or,
with the embedder, as a word of like meaning. That is what keeps "the shipping cost to France" from being answered
with a line that never speaks of France.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import ModelTrouble
from models.grounded.pairs import Pair
from models.grounded.phrases import Phrases
from models.grounded.view import Piece
from models.grounded.words import covered, words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.cancel import Token
    from assistant.ports import Worker

WORD_ALIKE = 0.55
"""Cosine from which two words of like meaning stand for each other ("cost" and "price" 0.67, "train" and "flight"
0.5, "shipping" and "France" 0.2)."""
TEXT_ALIKE = 0.38
"""Cosine of question and candidate below which a candidate found by meaning is dropped."""
NEAR = 0.3
"""Cosine below which a text is not even worth offering as the nearest."""
EMBEDDED = 48
"""Candidates that are embedded, after a choice by their words: about 0.2 s on one core."""
TIME = re.compile(
    r"(?i)\d{1,2}[:.]\d\d|\b\d{1,2}\s?(?:am|pm|a\.m|p\.m|o'clock|h\b)|\bnoon\b|\bmidnight\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b\d{4}-\d\d-\d\d|\b(?:19|20)\d\d\b|\b(?:today|tomorrow|tonight|yesterday)\b"
    r"|\d\s?(?:days?|hours?|minutes?|weeks?|months?|years?)\b|\d+\s?[年月日号点时分天周]|星期|周[一二三四五六日]|今天|明天|昨天|上午|下午|晚上"
)
AMOUNT = re.compile(r"\d|(?i:\bfree\b)|免费")
PERSON = re.compile(r"\b[A-Z][a-z]+|[\u4e00-\u9fff]{2,}")
STATES = re.compile(r"(?i)\b(?:is|are|was|were|will|equals|has|have|costs?)\b|[:：=]|\d|是|为|有")
"""A sentence that tells something, as against a button's or a link's words."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question for a value: its words, those that carry meaning, and the kind of value."""

    text: str
    keys: tuple[str, ...]
    kind: str = "value"
    """"value", "amount", "time", "person", "number", "open"."""


def fits(kind: str, value: str) -> bool:
    """Whether the text can be a value of that kind at all."""
    checks = {"amount": AMOUNT, "number": AMOUNT, "time": TIME, "person": PERSON}
    return kind not in checks or checks[kind].search(value) is not None


class Retriever:
    """Stateless but for the embedder. Works without one (None, or a missing model), and then knows fewer words."""

    def __init__(self, embedder: Worker | None, phrases: Phrases, token: Token) -> None:
        # MiniLM-L6 was trained on English; its vectors of other languages mean little.
        self.embedder = embedder if phrases.language == "en" else None
        self.phrases, self.token = phrases, token

    def find_pairs(self, wanted: Wanted, pairs: Sequence[Pair], context: str) -> list[Pair]:
        """The pairs whose label answers; several only if they fit equally well (a column, a row)."""
        scored: list[tuple[float, Pair]] = []
        for pair in pairs:
            label = f"{pair.label} {pair.column}".strip()
            if not fits(wanted.kind, pair.value) and not pair.secret:
                continue
            hits = covered(list(wanted.keys), label, self.phrases)
            if not any(hits) or not self._rest_is_known(wanted, hits, f"{label} {context}", label, pair.value):
                continue
            extra = len(covered_not(words(pair.label), wanted.keys, self.phrases))
            scored.append((sum(hits) - 0.1 * extra - (0.3 if not pair.value else 0), pair))
        if not scored:
            return []
        top = max(score for score, _ in scored)
        return [pair for score, pair in scored if score > top - 0.05]

    def find_sentence(self, wanted: Wanted, pieces: Sequence[Piece], context: str) -> Piece | None:
        """The sentence that speaks of all that was asked and tells something of the wanted kind."""
        best: tuple[float, Piece] | None = None
        for piece in pieces:
            text = piece.text
            if text.endswith(("?", "？")) or not fits(wanted.kind, text) or not STATES.search(text):
                continue
            hits = covered(list(wanted.keys), text, self.phrases)
            told = covered_not(words(text), wanted.keys, self.phrases)
            if 2 * sum(hits) < len(hits) or not any(hits) or not told:
                continue
            if not self._rest_is_known(wanted, hits, f"{text} {context}", text, ""):
                continue
            score = sum(hits) - 0.01 * len(told)
            if best is None or score > best[0]:
                best = (score, piece)
        return best[1] if best else None

    def nearest(self, question: str, keys: Sequence[str], pieces: Sequence[Piece]) -> Piece | None:
        """What to offer instead of an answer: the text nearest in meaning, or with most of the words."""
        if not pieces:
            return None
        chosen = self._likeliest(keys, pieces)
        scores = self._cosines(question, [piece.text for piece in chosen])
        if scores is not None:
            at = int(scores.argmax())
            return chosen[at] if scores[at] >= NEAR else None
        hits = [sum(covered(list(keys), piece.text, self.phrases)) for piece in chosen]
        return chosen[hits.index(max(hits))] if max(hits) else None

    def _rest_is_known(self, wanted: Wanted, hits: list[bool], wider: str, text: str, value: str) -> bool:
        """Whether the words that the candidate lacks stand above it, in its value, or are there in other words."""
        missing = [key for key, hit in zip(wanted.keys, hits, strict=True) if not hit]
        missing = [key for key, hit in zip(missing, covered(missing, f"{wider} {value}", self.phrases), strict=True) if not hit]
        if not missing:
            return True
        if self.phrases.language == "zh":
            return 5 * len(missing) <= 2 * len(hits)  # pairs of characters across a word border are in no text
        if any(any(char.isdigit() for char in key) for key in missing) or wanted.kind == "open":
            return False
        return self._alike_in_meaning(wanted.text, missing, text)

    def _alike_in_meaning(self, question: str, missing: list[str], text: str) -> bool:
        seen = [word for word in words(text) if word not in self.phrases.stopwords]
        vectors = self._embed([question, text, *missing, *seen])
        if vectors is None or not seen:
            return False
        if float(vectors[0] @ vectors[1]) < TEXT_ALIKE:
            return False
        alike = vectors[2 : 2 + len(missing)] @ vectors[2 + len(missing) :].T
        return bool((alike.max(axis=1) >= WORD_ALIKE).all())

    def _likeliest(self, keys: Sequence[str], pieces: Sequence[Piece]) -> list[Piece]:
        if len(pieces) <= EMBEDDED:
            return list(pieces)
        ranked = sorted(pieces, key=lambda piece: -sum(covered(list(keys), piece.text, self.phrases)))
        return ranked[:EMBEDDED]

    def _cosines(self, question: str, texts: list[str]) -> npt.NDArray[np.float32] | None:
        vectors = self._embed([question, *texts])
        return None if vectors is None else vectors[1:] @ vectors[0]

    def _embed(self, texts: list[str]) -> npt.NDArray[np.float32] | None:
        """(n, 384) unit vectors; None without a model: then words alone must do."""
        if self.embedder is None:
            return None
        try:
            found: npt.NDArray[np.float32] = self.embedder.call("embed", texts, token=self.token)
        except ModelTrouble:
            self.embedder = None  # not asked again in this question; `doctor` tells of the missing model
            return None
        return found


def covered_not(seen: list[str], keys: Sequence[str], phrases: Phrases) -> list[str]:
    """The words of a text that the question did not have: what it tells."""
    joined = " ".join(keys)
    flags = covered(seen, joined, phrases) if joined else [False] * len(seen)
    return [word for word, hit in zip(seen, flags, strict=True) if not hit and word not in phrases.stopwords]

"""METEOR 1.5 for English (Denkowski and Lavie 2014), without its table of paraphrases.

Words are matched as they are, by stem, and by WordNet's synonyms where `synonyms` are given; then runs of matched words
are counted. Parameters, weights and function words are those of the published "rank" task. The published jar also
matches phrases of a 60 MB table; `java.meteor` runs it where it is at hand. docs/evaluation.md has how far both agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass, replace

from models.evaluation.captions.stems import stem
from models.evaluation.captions.wordnet import Synonyms

Words = Sequence[str]
EXACT, STEM, SYNONYM = range(3)
WEIGHTS = (1.0, 0.6, 0.8)
ALPHA, BETA, GAMMA, DELTA = 0.85, 0.2, 0.6, 0.75
"""Recall against precision; how a broken order is punished (power, most); content words against function words."""
BEAM = 40
_FUNCTION_WORDS = (
    "the , . to of and a in that for \" is on 's it with was as said at he by be from have has are his but an this not "
    "i will ’ they ) -rrb- ( -lrb- who their had we which were been more or s its would about new one after you : also "
    "up when there than $ all out her people she year two - can if last first “ over other ” into some what so -- no "
    "time years could ? 't — '"
)
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())

_OTHER_SIGN = re.compile(r"([^\w\s.'`,\-])|(_)")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_HYPHEN = re.compile(r"(?<=[^\W_])-(?=[^\W_])|(?<=\.)-(?=[^\W_])")
_APOSTROPHE = re.compile(r"(?<![^\W\d_])'|'(?![^\W\d_])")
_CONTRACTION = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Stats:
    """What a caption has in common with a reference; the sums over a set are what its figure is computed from. Content
    and function words by kind of match, of the caption and of the reference."""

    length: float = 0.0
    reference_length: float = 0.0
    functions: float = 0.0
    reference_functions: float = 0.0
    matched: float = 0.0
    """Weighted by kind of match and of word, in the caption."""
    reference_matched: float = 0.0
    pairs: int = 0
    runs: int = 0

    @property
    def whole(self) -> bool:
        """All of both is matched in one run."""
        return self.pairs == self.length == self.reference_length and self.runs == 1

    def __add__(self, other: Stats) -> Stats:
        summed = Stats(*(mine + its for mine, its in zip(astuple(self), astuple(other), strict=True)))
        return replace(summed, runs=self.runs + (0 if other.whole else other.runs))

    @property
    def score(self) -> float:
        if not self.pairs:
            return 0.0
        precision = self.matched / _weighed(self.length, self.functions)
        recall = self.reference_matched / _weighed(self.reference_length, self.reference_functions)
        mean = 1 / ((1 - ALPHA) / precision + ALPHA / recall)
        broken = 0.0 if self.whole else self.runs / self.pairs
        return float(mean * (1 - GAMMA * broken**BETA))


def meteor(pairs: Iterable[tuple[Words, Sequence[Words]]], synonyms: Synonyms | None = None) -> float:
    """`pairs`: a caption and its references (at least one), as words. Of the whole set, 0..1."""
    total = Stats()
    for caption, references in pairs:
        total += best(caption, references, synonyms)
    return total.score


def best(caption: Words, references: Sequence[Words], synonyms: Synonyms | None = None) -> Stats:
    """Against the reference that it fares best with."""
    mine = spaced(caption)
    return max((_compared(mine, spaced(one), synonyms) for one in references), key=lambda stats: stats.score)


def spaced(words: Words) -> tuple[str, ...]:
    """As METEOR splits them once more: at hyphens and signs, contractions at the apostrophe, no dots within."""
    text = f" {' '.join(words)} "
    text = _OTHER_SIGN.sub(r" \1\2 ", text)
    text = _COMMA.sub(" , ", text).replace("`", "'").replace("''", ' " ')
    text = _HYPHEN.sub(" ", text.replace("–", "-").replace("--", "-"))
    text = _CONTRACTION.sub(" '", _APOSTROPHE.sub(" ' ", text))
    text = re.sub(r" '(?=[^\W\d_])", " '", text)
    return tuple(re.sub(r"(?<=[^\W\d_])\.", "", word) if word.count(".") > 1 else word for word in text.split())


def _weighed(length: float, functions: float) -> float:
    return DELTA * (length - functions) + (1 - DELTA) * functions


def _compared(mine: Words, its: Words, synonyms: Synonyms | None) -> Stats:
    matches = _alignment(mine, its, synonyms)
    runs = sum(
        1
        for at, match in enumerate(matches)
        if match and not (at and (before := matches[at - 1]) and before[0] + 1 == match[0])
    )
    found = [(mine[match[0]], its[at], match[1]) for at, match in enumerate(matches) if match]
    return Stats(
        len(mine),
        len(its),
        sum(word in FUNCTION_WORDS for word in mine),
        sum(word in FUNCTION_WORDS for word in its),
        sum(WEIGHTS[how] * _worth(word) for word, _, how in found),
        sum(WEIGHTS[how] * _worth(word) for _, word, how in found),
        len(found),
        runs,
    )


def _worth(word: str) -> float:
    return 1 - DELTA if word in FUNCTION_WORDS else DELTA


Match = tuple[int, int]
"""A word of the caption, and how it matches."""


def _candidates(mine: Words, its: Words, synonyms: Synonyms | None) -> list[list[Match]]:
    """For each word of the reference. In captions that are the reference, only words as they are."""
    kinds: list[Callable[[str, str], bool]] = [lambda one, other: one == other]
    if tuple(mine) != tuple(its):
        kinds.append(lambda one, other: one != other and stem(one) == stem(other))
        if synonyms is not None:
            known = synonyms
            kinds.append(lambda one, other: one != other and not known.of(one).isdisjoint(known.of(other)))
    return [
        [(at, kind) for kind, alike in enumerate(kinds) for at, word in enumerate(mine) if alike(word, other)]
        for other in its
    ]


@dataclass(slots=True)
class _Path:
    """An alignment of the first words of a reference. Better: more words matched as they are, fewer runs, less far."""

    matches: tuple[Match | None, ...] = ()
    used: frozenset[int] = frozenset()
    exact: int = 0
    runs: int = 0
    end: int = -1
    """Where the run in progress goes on in the caption; -1: none."""
    far: int = 0

    def rank(self) -> tuple[int, int, int]:
        return -self.exact, self.runs, self.far

    def taking(self, match: Match, at: int, *, far: bool) -> _Path:
        word, how = match
        return _Path(
            (*self.matches, match),
            self.used | {word},
            self.exact + (how == EXACT),  # as published: the half that other matches count is cut off
            self.runs + (self.end not in (-1, word)),
            word + 1,
            self.far + (abs(at - word) if far else 0),
        )

    def skipping(self) -> _Path:
        return _Path((*self.matches, None), self.used, self.exact, self.runs + (self.end != -1), -1, self.far)


def _alignment(mine: Words, its: Words, synonyms: Synonyms | None) -> list[Match | None]:
    """The match of each word of the reference, each word of the caption once: a beam search from left to right. What
    can match in one way only is settled before."""
    candidates = _candidates(mine, its, synonyms)
    chances: dict[int, int] = {}
    for some in candidates:
        for word, _ in some:
            chances[word] = chances.get(word, 0) + 1
    settled = {at: some[0] for at, some in enumerate(candidates) if len(some) == 1 and chances[some[0][0]] == 1}
    paths = [_Path(used=frozenset(match[0] for match in settled.values()))]
    for at, some in enumerate(candidates):
        following: list[_Path] = []
        for path in sorted(paths, key=_Path.rank)[:BEAM]:
            if at in settled:
                following.append(path.taking(settled[at], at, far=True))
                continue
            for match in some:
                if match[0] not in path.used:
                    following.append(path.taking(match, at, far=False))
                    path.far += abs(at - match[0])  # as published: the way counts for those that are tried after it
            following.append(path.skipping())
        paths = following
    for path in paths:
        path.runs += path.end != -1
    return list(min(paths, key=_Path.rank).matches)

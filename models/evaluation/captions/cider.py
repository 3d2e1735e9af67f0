"""CIDEr-D (Vedantam, Zitnick and Parikh 2015), which the COCO caption evaluation calls CIDEr: the cosine of n-gram
vectors weighted by how rare an n-gram is among the pictures, clipped, with a penalty on the difference in length."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from models.evaluation.captions.bleu import ORDERS, Words, ngrams

SIGMA = 6.0
SCALE = 10.0

Vector = tuple[list[dict[tuple[str, ...], float]], list[float], int]
"""By order: the weight of each n-gram; the norm; and the number of bigrams, which is the length that the published
implementation takes."""


def cider(pairs: Sequence[tuple[Words, Sequence[Words]]]) -> float:
    """`pairs`: a caption and its references (at least one), as words. The mean over the captions, 0..10.

    How rare an n-gram is comes from the references of this very set: figures of sets of different size, or of a part
    of a set, can't be compared. A set of one picture scores 0, since nothing in it is rare."""
    scores = by_picture(pairs)
    return sum(scores) / len(scores) if scores else 0.0


def by_picture(pairs: Sequence[tuple[Words, Sequence[Words]]]) -> list[float]:
    seen: Counter[tuple[str, ...]] = Counter()
    for _, references in pairs:
        seen.update({ngram for one in references for order in range(ORDERS) for ngram in ngrams(one, order + 1)})
    pictures = math.log(len(pairs)) if pairs else 0.0

    def vector(words: Words) -> Vector:
        weights = [
            {
                ngram: count * (pictures - math.log(max(1, seen[ngram])))
                for ngram, count in Counter(ngrams(words, order + 1)).items()
            }
            for order in range(ORDERS)
        ]
        norms = [math.sqrt(sum(weight**2 for weight in some.values())) for some in weights]
        return weights, norms, max(0, len(words) - 1)

    scores = []
    for caption, references in pairs:
        mine = vector(caption)
        alike = sum(_alike(mine, vector(reference)) for reference in references)
        scores.append(SCALE * alike / ORDERS / len(references))
    return scores


def _alike(mine: Vector, its: Vector) -> float:
    """The sum over the orders."""
    penalty = math.exp(-((mine[2] - its[2]) ** 2) / (2 * SIGMA**2))
    total = 0.0
    for order in range(ORDERS):
        norms = mine[1][order] * its[1][order]
        if norms:
            theirs = its[0][order]
            dot = sum(
                min(weight, theirs.get(ngram, 0.0)) * theirs.get(ngram, 0.0) for ngram, weight in mine[0][order].items()
            )
            total += dot / norms * penalty
    return total

"""BLEU-1 to BLEU-4 (Papineni et al. 2002), over a whole set, as the COCO caption evaluation computes it: modified
n-gram precision, the reference length that is closest to the caption's, no smoothing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

Words = Sequence[str]
ORDERS = 4


def bleu(pairs: Iterable[tuple[Words, Sequence[Words]]]) -> tuple[float, float, float, float]:
    """`pairs`: a caption and its references (at least one), as words. BLEU-1, -2, -3, -4, each 0..1; all 0 for none."""
    right, told = [0] * ORDERS, [0] * ORDERS
    length = reference_length = 0
    for caption, references in pairs:
        length += len(caption)
        reference_length += min((abs(len(one) - len(caption)), len(one)) for one in references)[1]
        for order in range(1, ORDERS + 1):
            mine = Counter(ngrams(caption, order))
            most: Counter[tuple[str, ...]] = Counter()
            for reference in references:
                most |= Counter(ngrams(reference, order))
            right[order - 1] += (mine & most).total()
            told[order - 1] += mine.total()
    if not length:
        return 0.0, 0.0, 0.0, 0.0
    brevity = min(1.0, math.exp(1 - reference_length / length))
    product, found = 1.0, []
    for order in range(ORDERS):
        product *= right[order] / told[order] if told[order] else 0.0
        found.append(brevity * product ** (1 / (order + 1)))
    return found[0], found[1], found[2], found[3]


def ngrams(words: Words, order: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + order]) for at in range(len(words) - order + 1))

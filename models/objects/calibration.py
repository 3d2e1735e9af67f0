"""How likely it is that the network is right, from its score and the kind of object: a logistic regression.

The network's scores are no probabilities: of people with a score of 0.55 all were people, of beds with 0.7 half were
sofas. Fitted by `benchmarks/objects.py --fit` to the surest object of each kind in each of 232 labelled photographs
(which ones: docs/objects.md), one slope for all and a level for each of five groups; cross-validated over two halves.
"""

from __future__ import annotations

import math

from models.objects import KINDS

SURE = 0.95
"""Probability from which an object is told as there. Cross-validated, all 97 of those above it were."""
PROBABLY = 0.75
"""Probability from which it is told as "probably" (107 of 119 were there); below, nothing is said of it."""
POSSIBLE = 0.35
"""Probability from which it makes a count uncertain."""

LARGE = frozenset((
    "bed", "refrigerator", "tv", "oven", "microwave", "toilet", "toaster", "suitcase", "laptop", "clock", "sink",
    "book", "kite",
))  # fmt: skip
"""What a network takes plain surfaces for: cupboards, sofas from behind, picture frames, boxes, coins; and, for a
kite, anything thin on one: in 18 of 225 photographs of paper clips (no kite among the labelled pictures)."""
PLAIN = frozenset(("person", "chair", "couch", "dining table", "potted plant"))
"""What COCO has most of; what is taken for them was nearly always them."""
SLOPE = 10.96
LEVELS = {"plain": 2.59, "street": 0.61, "animal": -0.01, "thing": 0.25, "large": -0.93}
"""Log-odds at a score of 0.5."""


def group(kind: str) -> str:
    """A key of `LEVELS`."""
    if kind in PLAIN:
        return "plain"
    if kind in LARGE:
        return "large"
    at = KINDS.index(kind)
    return "street" if at < KINDS.index("bird") else "animal" if at < KINDS.index("backpack") else "thing"


def probability(kind: str, score: float) -> float:
    """0..1, that an object of this kind is there. `score` 0..1 is the network's."""
    return 1 / (1 + math.exp(-LEVELS[group(kind)] - SLOPE * (score - 0.5)))

"""Which taught thing a view shows, or none: an open-set rule, whose probability is calibrated.

A view is compared with the views of each taught thing, with those of the others, and with photographs of things that
nobody taught (`models.taught.vectors.Basis.strangers`). Near to one thing is not enough: it must be nearer to it than
to anything else. The weights are a logistic regression, fitted by `benchmarks/teaching.py --fit` to one half of the
things there and measured on the other half (docs/teaching.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from models.taught import Taught, Vectors

    Floats = npt.NDArray[np.float32]

SURE, PROBABLY = 0.9, 0.7
"""Probability from which a taught thing is told as that one, and as probably that one; below, nothing is told."""
NEAREST = 2
"""Views of a thing whose mean nearness counts: one alone may be near by chance."""
NEAREST_STRANGERS = 5
OWN, RIVAL, STRANGER, LEVEL = 6.15, 13.82, 5.89, -8.07
"""Log-odds by the nearness to the thing, by how much nearer it is than the next one, and than strangers."""
FEW, EACH = 5, 0.35
"""Views that make a thing known; log-odds that each one less takes away."""


def nearness(queries: Vectors, views: Vectors, nearest: int = NEAREST) -> Floats:
    """(q,): of each query to the nearest of those views, the mean of some cosines."""
    import numpy as np

    alike = np.sort(queries @ views.T, axis=1)[:, -nearest:]
    found: Floats = alike.mean(1)
    return found


def log_odds(own: float, rival: float, stranger: float, views: int) -> float:
    return LEVEL + OWN * own + RIVAL * (own - rival) + STRANGER * (own - stranger) - EACH * max(0, FEW - views)


def likeliest(queries: Vectors, things: Sequence[Taught], strangers: Vectors) -> list[tuple[int, float]]:
    """Of each query the place of the likeliest thing among `things`, and the probability 0..1 that it is that one.
    Of no things nothing."""
    import numpy as np

    if not things or not len(queries):
        return []
    near = np.stack([nearness(queries, one.views) for one in things], 1)
    strange = nearness(queries, strangers, NEAREST_STRANGERS)
    found = []
    for row, other in zip(near, strange, strict=True):
        best = int(row.argmax())
        rival = max((float(value) for at, value in enumerate(row) if at != best), default=float(other))
        odds = log_odds(float(row[best]), rival, float(other), len(things[best].views))
        found.append((best, 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))))
    return found

"""How likely it is that the network is right in what it calls a picture, from what it gives the class itself.

Fitted by `benchmarks/teaching.py --fit-classes` (docs/teaching.md says to which pictures): much of what is photographed
is none of the 1,000 kinds, and the network names it all the same.
"""

from __future__ import annotations

import math

SURE, PROBABLY = 0.95, 0.75
"""As `models.objects.calibration` has them: told as there, and as probable; below, nothing is told."""
SLOPE, LEVEL = 1.89, -0.67
"""Log-odds of the network's own log-odds."""


def probability(share: float) -> float:
    """0..1, of what softmax gives the class, 0..1."""
    share = min(1 - 1e-6, max(1e-6, share))
    return 1 / (1 + math.exp(-LEVEL - SLOPE * math.log(share / (1 - share))))

"""Does it know what can't be answered? The measures of VizWiz (Gurari et al. 2018): F1 and average precision of the
questions that have no answer in the picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

HALF = 0.5


def f1(rows: Sequence[tuple[float, bool]]) -> float | None:
    """`rows`: how sure it is that the question can be answered (0..1; 1 and 0 for "answered" and "not"), and whether
    it can. None where all can be answered and all were."""
    told = [(1 - sure > HALF, not can) for sure, can in rows]
    right = sum(said and true for said, true in told)
    wrong = sum(said != true for said, true in told)
    return 2 * right / (2 * right + wrong) if right or wrong else None


def average_precision(rows: Sequence[tuple[float, bool]]) -> float | None:
    """The area under precision over recall, in steps: each threshold's precision times what recall it adds; questions
    that it is equally sure of come together. None where all can be answered."""
    unanswerable = sum(not can for _, can in rows)
    if not unanswerable:
        return None
    area = right = seen = 0.0
    for _, equal in groupby(sorted(rows), key=itemgetter(0)):
        group = [not can for _, can in equal]
        seen += len(group)
        right += sum(group)
        area += right / seen * sum(group) / unanswerable
    return float(area)

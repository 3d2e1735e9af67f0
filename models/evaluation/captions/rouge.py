"""ROUGE-L (Lin 2004), as the COCO caption evaluation computes it: the longest common subsequence, the best precision
and the best recall over the references (not of one and the same), F with beta 1.2."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Words = Sequence[str]
BETA = 1.2


def rouge_l(pairs: Iterable[tuple[Words, Sequence[Words]]]) -> float:
    """`pairs`: a caption and its references (at least one), as words. The mean over the captions, 0..1."""
    scores = [of_one(caption, references) for caption, references in pairs]
    return sum(scores) / len(scores) if scores else 0.0


def of_one(caption: Words, references: Sequence[Words]) -> float:
    common = [longest_common(caption, reference) for reference in references]
    if not any(common):
        return 0.0
    precision = max(common) / len(caption)
    recall = max(one / len(reference) for one, reference in zip(common, references, strict=True) if reference)
    return (1 + BETA**2) * precision * recall / (recall + BETA**2 * precision)


def longest_common(one: Words, other: Words) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for word in one:
        before = 0
        for at, its in enumerate(other, 1):
            above = row[at]
            row[at] = before + 1 if word == its else max(above, row[at - 1])
            before = above
    return row[-1]

"""Reading order against the true one: Kendall's tau over blocks, and the edit distance between the sequences of blocks.

Only text that was found counts; what was not read is an error of the text. A block stands where its first line was
read. The second figure is stricter: a page whose columns are read across, line by line, has blocks in nearly the right
order of their beginnings, but goes from block to block at each line.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from models.evaluation.facts import Line
from models.evaluation.places import Group, by_place, on_each_other


@dataclass(frozen=True, slots=True)
class OrderScore:
    blocks: int
    """That were found, at least in part."""
    tau: float | None
    """Kendall's tau, -1..1; None for fewer than two blocks."""
    similarity: float | None
    """1 less the normalised edit distance of the sequences of blocks, 0..1."""
    read: tuple[int, ...] = ()
    """Numbers of the true lines in the order in which they were read."""


def order_score(lines: Sequence[Line], groups: Sequence[Group]) -> OrderScore:
    """`groups` as `places.groups` makes them of the lines and what was read."""
    places = {number: place for group in groups for number, place in _places(lines, group).items()}
    read = sorted(places, key=lambda number: places[number])
    blocks = [_block(lines, number) for number in read]
    truly = [_block(lines, number) for number in sorted(places)]
    if len(set(truly)) < 2:
        return OrderScore(len(set(truly)), None, None, tuple(read))
    rank = {block: at for at, block in enumerate(dict.fromkeys(truly))}
    tau = kendall_tau([rank[block] for block in dict.fromkeys(blocks)])
    return OrderScore(len(rank), tau, similarity(_runs(truly), _runs(blocks)), tuple(read))


def kendall_tau(ranks: Sequence[int]) -> float:
    """Of at least two different ranks in the order read, against 0, 1, 2 ... (Kendall 1938)."""
    inversions, seen = 0, list[int]()
    for rank in ranks:
        inversions += len(seen) - bisect_left(seen, rank)
        insort(seen, rank)
    return 1 - 4 * inversions / (len(ranks) * (len(ranks) - 1))


def similarity(truly: Sequence[int], read: Sequence[int]) -> float:
    """1 less the edit distance over the longer length."""
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_similarity(truly, read))


def _block(lines: Sequence[Line], number: int) -> int:
    """A line that is in no block is one of its own."""
    block = lines[number].block
    return -1 - number if block is None else block


def _runs(blocks: Sequence[int]) -> list[int]:
    return [block for block, _ in groupby(blocks)]


def _places(lines: Sequence[Line], group: Group) -> dict[int, tuple[int, int, int]]:
    """Number of a line -> where it stands in what was read; by its place inside a piece of several."""
    inside: dict[tuple[int, int], list[int]] = {}
    for number in group.lines:
        box = lines[number].box
        over = [piece for piece in group.pieces if on_each_other(piece.box, box)]
        if over:
            best = max(over, key=lambda piece: (piece.box.overlap(box), -piece.at[0], -piece.at[1]))
            inside.setdefault(best.at, []).append(number)
    return {
        number: (*at, place)
        for at, numbers in inside.items()
        for place, number in enumerate(by_place(numbers, lambda number: lines[number].box))
    }

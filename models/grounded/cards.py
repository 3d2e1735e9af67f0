"""Cards that stand side by side, as in a shop: a heading, and below it what belongs to it alone. Read row by row they
look like a table, which would tell the price of one as that of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Box, TextBlock

MOST = 8
"""Texts of a card: longer columns are those of a newspaper."""
SHORT = 48
"""Characters of each."""
GAP = 2.0
"""Heights of the heading between two texts of a card, at most."""
SLACK = 4
"""Pixels by which the left edges of a card may differ."""


@dataclass(frozen=True, slots=True)
class Card:
    title: TextBlock
    texts: tuple[TextBlock, ...]


def cards(blocks: Sequence[TextBlock], headings: Sequence[Box]) -> list[Card]:
    """Those of rows of at least two headings, each with a few short texts of its own, one of them with a digit; []
    where any column of such a row goes on like running text."""
    titles = [block for block in blocks if any(box == block.box for box in headings)]
    found: list[Card] = []
    for title in titles:
        row = sorted((other for other in titles if _level(title.box, other.box)), key=lambda one: one.box.x)
        if len(row) < 2:
            continue
        right = next((other.box.x for other in row if other.box.x > title.box.x), None)
        texts = _below(title, right, [block for block in blocks if block not in titles], titles)
        if texts is None:
            return []
        if texts and any(char.isdigit() for text in texts for char in text.text):
            found.append(Card(title, tuple(texts)))
    return found if len(found) > 1 else []


def _below(
    title: TextBlock, right: int | None, blocks: Sequence[TextBlock], titles: Sequence[TextBlock]
) -> list[TextBlock] | None:
    """What stands in the title's column down to the next title or a wide gap; None for running text."""
    ends = [one.box.y for one in titles if one.box.y > title.box.bottom]
    inside = [
        block
        for block in blocks
        if block.box.x >= title.box.x - SLACK
        and (right is None or block.box.right <= right)
        and block.box.y >= title.box.y + title.box.h // 2
        and block.box.bottom <= min(ends, default=block.box.bottom)
    ]
    kept: list[TextBlock] = []
    bottom = title.box.bottom
    for block in sorted(inside, key=lambda one: (one.box.y, one.box.x)):
        if block.box.y - bottom > GAP * title.box.h:
            break
        kept.append(block)
        bottom = max(bottom, block.box.bottom)
    return None if len(kept) > MOST or any(len(block.text) > SHORT for block in kept) else kept


def _level(one: Box, other: Box) -> bool:
    return 2 * (min(one.bottom, other.bottom) - max(one.y, other.y)) > min(one.h, other.h)

"""Things of a picture by how far down they are, so that each is held against its neighbours alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from assistant.types import Box

T = TypeVar("T")
STRIPE = 32
"""Pixels of height."""
LOWEST = 1 << 16
"""Pixels from the top beyond which nothing is seen: of what is endlessly high only so much counts."""


class Stripes(Generic[T]):
    """Read-only after it was made."""

    def __init__(self, items: Iterable[tuple[Box, T]] = ()) -> None:
        self._stripes: dict[int, list[tuple[int, T]]] = {}
        for at, (box, item) in enumerate(items):
            for stripe in _touched(box):
                self._stripes.setdefault(stripe, []).append((at, item))

    def near(self, box: Box) -> list[T]:
        """Those that touch a stripe that the box touches, each once, in the order in which they were given."""
        found = {at: item for stripe in _touched(box) for at, item in self._stripes.get(stripe, ())}
        return [item for _, item in sorted(found.items(), key=lambda one: one[0])]


def _touched(box: Box) -> range:
    return range(max(0, box.y) // STRIPE, min(box.bottom, LOWEST) // STRIPE + 1)

"""Taught things in front of a moving camera: looked for now and then, beside everything else, and told once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from models.looking import Looks
from models.scenes import Event
from models.taught.matching import SURE

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.taught import Known

BETWEEN_S = 1.5
"""From one look to the next: each takes a fifth of a second of a core, or more."""
IN_A_ROW = 2
"""Looks that must agree: a stranger is taken for a taught thing now and then (docs/teaching.md), rarely twice."""
FORGOTTEN_S = 20.0
"""Not seen for so long, a thing that is there again is news."""


class TaughtLooks:
    """One stream. Looks on a thread of its own, one picture at a time; `wait`: at once, for files that wait for us."""

    def __init__(self, look: Callable[[Pixels], Sequence[Known]], *, wait: bool = False) -> None:
        self._look_at = look
        self._looks: Looks[tuple[float, tuple[int, int]], Sequence[Known]] = Looks(
            wait=wait, name="narrate-taught", gives_up=False
        )
        self._asked_s = -BETWEEN_S
        self._row: dict[str, int] = {}
        """How often in a row each was seen."""
        self._seen_s: dict[str, float] = {}
        """When what was told was seen last."""

    def ask(self, pixels: Pixels, at_s: float) -> None:
        """Begin to look at this frame, unless it is too soon or another is being looked at."""
        if self._looks.busy or at_s - self._asked_s < BETWEEN_S:
            return
        self._asked_s = at_s
        size = int(pixels.shape[1]), int(pixels.shape[0])
        self._looks.ask(partial(self._look_at, pixels), (at_s, size))

    def take(self) -> list[Event]:
        """What was known again since, and is news."""
        found = self._looks.take()
        if found is None:
            return []
        (at_s, size), seen = found
        self._row = {one.name: self._row.get(one.name, 0) + 1 for one in seen}
        events = []
        for one in seen:
            if self._row[one.name] < IN_A_ROW:
                continue
            news = at_s - self._seen_s.get(one.name, -FORGOTTEN_S) >= FORGOTTEN_S
            self._seen_s[one.name] = at_s
            if news:
                confidence = round(one.confidence, 3)
                sure = one.confidence >= SURE
                events.append(
                    Event("taught", at_s, sure=sure, box=one.box, confidence=confidence, text=one.name, size=size)
                )
        return events

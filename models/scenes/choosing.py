"""Which events are worth hearing, and when: importance, novelty, and a limit of the rate, in three densities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.narrating import Density
from models.objects import KINDS
from models.scenes import HAZARDS, Event

ANIMALS = frozenset(KINDS[KINDS.index("bird") : KINDS.index("backpack")])
BASE = {
    "scene": 1.0, "cut": 0.95, "dim": 0.7, "bright": 0.7, "appears": 0.6, "gone": 0.45, "text": 0.55, "nearer": 0.45,
    "centre": 0.4, "moved": 0.25, "farther": 0.15, "taught": 0.6,
}  # fmt: skip
WAITING_S = 4.0
"""What could not be said for so long is no news any more; only another scene and the light still are."""
FORGOTTEN_S = 20.0
"""So long a thing that was told is no news when it comes back, goes and comes again: it flickers."""
MOST_TIMES = 2
"""How often in that time."""


@dataclass(frozen=True, slots=True)
class Manners:
    """`least` importance; seconds from one telling to the next; sentences at a time."""

    least: float
    gap_s: float
    most: int


MANNERS: dict[Density, Manners] = {
    "sparse": Manners(0.6, 6.0, 1),
    "normal": Manners(0.4, 1.5, 3),
    "dense": Manners(0.1, 0.5, 5),
}


def importance(event: Event) -> float:
    """0..1 and a little more."""
    found = BASE[event.kind]
    if event.what == "person":
        found += 0.2
    elif event.what in ANIMALS:
        found += 0.1
    if event.hazard:
        found += 0.3
    # That a thing has gone which was never sure to be there matters less; of what walks or is dangerous it may be told.
    less = event.kind == "appears" or (event.kind == "gone" and event.what not in HAZARDS)
    return found - 0.15 if less and not event.sure else found


class Chooser:
    """One stream. `offer` what has happened, `take` what is to be said now."""

    def __init__(self, density: Density = "normal") -> None:
        self._manners = MANNERS[density]
        self._waiting: list[Event] = []
        self._last_s = -100.0
        self._told: list[tuple[float, str, str]] = []

    def offer(self, events: Sequence[Event], at_s: float) -> None:
        for event in events:
            if event.kind in ("scene", "cut"):
                self._waiting.clear()  # of a place that is no longer seen
            elif importance(event) < self._manners.least or self._stale(event, at_s):
                continue
            if event.kind == "gone" and self._unsaid(event.track):
                continue  # come and gone before a word could be said
            if event.kind in ("nearer", "farther", "centre", "moved"):
                self._waiting = [one for one in self._waiting if one.kind == "appears" or one.track != event.track]
            self._waiting.append(event)

    def take(self, at_s: float, *, quiet: bool = True) -> tuple[list[Event], bool]:
        """The events to tell now, the most important first, and whether that must be at once; `quiet`: nothing else is
        said just now. A hazard waits for nothing."""
        self._waiting = [
            one for one in self._waiting if at_s - one.at_s < WAITING_S or one.kind in ("scene", "cut", "dim", "bright")
        ]
        hazards = [one for one in self._waiting if one.hazard]
        if not hazards and (not quiet or at_s - self._last_s < self._manners.gap_s):
            return [], False
        ranked = sorted(hazards if hazards and not quiet else self._waiting, key=lambda one: -importance(one))
        # A scene first, whatever is in it.
        ranked.sort(key=lambda one: one.kind not in ("scene", "cut"))
        chosen = ranked[: max(self._manners.most, len(hazards))]
        for one in chosen:
            self._waiting.remove(one)
            self._told.append((at_s, one.kind, one.what or one.text))
        if chosen:
            self._last_s = at_s
            if len(self._waiting) and self._manners.most == 1:
                self._waiting.clear()  # sparse: what comes after the most important is left out
        return chosen, bool(hazards)

    def drop(self) -> None:
        """Hushed: nobody wants to hear what waits."""
        self._waiting.clear()

    def _unsaid(self, track: int) -> bool:
        before = len(self._waiting)
        unsaid = any(one.track == track and one.kind == "appears" for one in self._waiting)
        if unsaid:
            self._waiting = [one for one in self._waiting if one.track != track]
        return unsaid and len(self._waiting) < before

    def _stale(self, event: Event, at_s: float) -> bool:
        """Told so often of late that it can only be flicker."""
        if event.kind not in ("appears", "gone", "nearer", "farther", "text", "dim", "bright"):
            return False
        self._told = [one for one in self._told if at_s - one[0] < FORGOTTEN_S]
        same = sum(one[1:] == (event.kind, event.what or event.text) for one in self._told)
        return same >= (1 if event.kind == "text" else MOST_TIMES)

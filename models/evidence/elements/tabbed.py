"""A tab that was found with its row (`looks.tabs`) is not told again as the button, item or unknown control that its
box alone looks like; the focus of that is the tab's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.types import Thing
from models.evidence.elements import is_element

DOUBLES = frozenset(("button", "listitem", "textbox", "control", "tab", "progressbar"))
COMMON = 0.5
"""Share of the smaller one that both have in common."""
LARGER = 4
"""Times the tab's area that its double has at most: a text may have a tab in it."""


def tabs_once(things: Sequence[Thing]) -> tuple[Thing, ...]:
    """The things without the doubles of tabs. Safe to be called again with more of them."""
    tabs = [thing for thing in things if thing.role == "tab" and thing.source == "pixels" and thing.box is not None]
    if not tabs:
        return tuple(things)
    gone: set[int] = set()
    focused: set[int] = set()
    for tab in tabs:
        for other in things:
            if other.id != tab.id and is_element(other) and other.role in DOUBLES and _on(other, tab):
                gone.add(other.id)
                if "focused" in other.states:
                    focused.add(tab.id)
    return tuple(
        replace(thing, states=thing.states | {"focused"}) if thing.id in focused else thing
        for thing in things
        if thing.id not in gone
    )


def _on(other: Thing, tab: Thing) -> bool:
    """Whether both are one. Of two tabs the one that was found with its row, which has the higher number, is kept."""
    if other.box is None or tab.box is None or (other.role == "tab" and other.id > tab.id):
        return False
    smaller, larger = sorted((other.box.area, tab.box.area))
    return other.box.overlap(tab.box) >= COMMON * smaller and larger <= LARGER * smaller

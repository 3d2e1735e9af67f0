"""Switches that the tree calls buttons: pressed where they are on, and nothing else where they are off."""

from __future__ import annotations

from assistant.types import Box, Thing
from models.grounded.claims import spoken_text
from models.grounded.view import TEXTUAL, View
from models.grounded.words import words

SLACK = 3
"""Pixels by which the sizes and edges of two that look alike may differ."""


def toggles(view: View) -> list[Thing]:
    """The pressed buttons with their words beside them, and those that stand in one column with such a one, have its
    size and their words beside them as well; [] where none is pressed, since nothing tells them from buttons then."""
    named = [thing for thing in view.content if thing.role == "button" and thing.name]
    if not any("pressed" in thing.states for thing in named):
        return []
    texts: dict[str, list[Thing]] = {}
    for thing in view.things:
        if thing.role in TEXTUAL and thing.box is not None and (said := words(spoken_text(thing))):
            texts.setdefault(said[0], []).append(thing)
    buttons = [thing for thing in named if _labelled_beside(thing, texts)]
    pressed = [thing for thing in buttons if "pressed" in thing.states]
    return [thing for thing in buttons if any(_alike(thing, one) for one in pressed)]


def is_toggle(thing: Thing, view: View) -> bool:
    return thing.role == "button" and thing in toggles(view)


def _alike(thing: Thing, other: Thing) -> bool:
    one, two = thing.box, other.box
    if one is None or two is None:
        return False
    return max(abs(one.w - two.w), abs(one.h - two.h), abs(one.right - two.right)) <= SLACK


def _labelled_beside(thing: Thing, texts: dict[str, list[Thing]]) -> bool:
    """Whether its words stand on its line, but not on it: what a switch is for is not written on the switch. `texts` by
    their first words."""
    box, named = thing.box, words(thing.name)
    if box is None or box.area == 0 or not named:
        return False
    for other in texts.get(named[0], ()):
        if other.box is None:
            continue
        level = min(box.bottom, other.box.bottom) - max(box.y, other.box.y) > 0
        outside = other.box.right <= box.x or other.box.x >= box.right
        said = words(spoken_text(other))
        if level and outside and said == named[: len(said)] and _explained(named[len(said) :], box, texts):
            return True
    return False


def _explained(rest: list[str], box: Box, texts: dict[str, list[Thing]]) -> bool:
    """Whether the rest of a name stands beside or under its first words: else it may be what is written on a button."""
    if not rest:
        return True
    near = [one for one in texts.get(rest[0], ()) if one.box is not None and abs(one.box.y - box.y) <= 2 * box.h]
    return any(words(spoken_text(one)) == rest for one in near)

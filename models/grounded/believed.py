"""What is taken over from a recogniser of elements: plainly what it is sure of, else as a guess, or not at all."""

from __future__ import annotations

from dataclasses import replace

from assistant.types import Scene, Thing
from models.evidence.elements import is_element
from models.grounded.phrases import Phrases

CERTAIN = 0.97
"""Confidence of an element from pixels from which its kind and state are said without "apparently". Of those on the
tuning looks 98 % were right (`benchmarks/elements.py --split tune --thresholds`)."""


def believed(scene: Scene) -> Scene:
    """The scene with only those elements from pixels that have a name, a value or the focus: a box without words may
    be anything. While somebody still looks none at all, since text that is still to come names or refutes them.
    Without the objects in photographs, which are no controls (`sightings` tells them)."""
    if not any(is_element(thing) or thing.source == "object" for thing in scene.things):
        return scene
    kept = tuple(
        thing
        for thing in scene.things
        if thing.source != "object" and (not is_element(thing) or (scene.complete and _tells(thing)))
    )
    return replace(scene, things=kept)


def _tells(thing: Thing) -> bool:
    return bool(thing.name or thing.value or ("focused" in thing.states and thing.role != "control"))


def guessed(thing: Thing) -> bool:
    """Whether what is said of the thing is to be said as a guess."""
    return is_element(thing) and (thing.confidence or 0.0) < CERTAIN


def one_of_some(thing: Thing) -> bool:
    """Whether others of its kind may have been missed: then how many there are is a guess."""
    return is_element(thing) or (thing.source == "pixels" and thing.role in ("heading", "link"))


def link_in_text(thing: Thing) -> bool:
    """A link that its underlining tells, in the midst of a text: others of a page, as in its menus, are not seen."""
    return thing.source == "pixels" and thing.role == "link"


def hedged_state(thing: Thing, state: str, phrases: Phrases) -> str:
    """ "checked"; "apparently checked" where that is a guess."""
    said = phrases.state_names[state]
    return phrases("guessed", text=said) if guessed(thing) else said

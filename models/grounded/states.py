"""Which states a thing can be in, and whether it is."""

from __future__ import annotations

from assistant.types import Thing
from models.grounded.view import FIELDS, INTERACTIVE

CHECKABLE = ("checkbox", "radio", "switch")
SELECTABLE = ("tab", "listitem", "treeitem", "row", "menuitem", "cell")


def holds(thing: Thing, wanted: str) -> bool | None:
    """Whether a thing is in a state ("!disabled": is not); None where such a thing can't tell."""
    absent, bare = wanted.startswith("!"), wanted.removeprefix("!")
    can = {
        "checked": thing.role in CHECKABLE or bool({"checked", "unchecked", "mixed"} & thing.states),
        "selected": thing.role in (*SELECTABLE, "radio") or "selected" in thing.states,
        "disabled": thing.role in INTERACTIVE,
        "expanded": bool({"expanded", "collapsed"} & thing.states),
        "collapsed": bool({"expanded", "collapsed"} & thing.states),
        "required": thing.role in (*FIELDS, "checkbox", "radio"),
        "invalid": thing.role in (*FIELDS, "checkbox"),
        "readonly": thing.role in FIELDS,
        "pressed": "pressed" in thing.states or thing.role in ("button", "switch"),
        "empty": thing.role in FIELDS and thing.role != "password",
        "focused": True,
        "busy": True,
    }
    if thing.source == "pixels":
        found_in = _in_pixels(thing, bare)
        return None if found_in is None else found_in != absent
    if thing.source != "tree" or not can.get(bare, False):
        return None
    if bare == "empty":
        found = not thing.value
    elif bare == "selected" and thing.role == "radio":
        found = "checked" in thing.states or "selected" in thing.states
    else:
        found = bare in thing.states
    return found != absent


def _in_pixels(thing: Thing, state: str) -> bool | None:
    """What looks tell of a state: that it is there, or for check marks that it is not; else nothing, since a state that
    is not seen (disabled, invalid, the focus) may only look like none."""
    if state == "checked" and thing.role in CHECKABLE:
        known = {"checked", "unchecked", "mixed"} & thing.states
        return "checked" in known if known else None
    if state == "selected" and thing.role == "radio":
        return _in_pixels(thing, "checked")
    if state == "disabled" and "enabled" in thing.states:
        return False
    return True if state in thing.states else None


def state_now(thing: Thing, wanted: str) -> str:
    """The state that is said of the thing where `wanted` was asked for: itself, or its opposite."""
    bare = wanted.removeprefix("!")
    if "mixed" in thing.states and bare == "checked":
        return "mixed"
    return bare if holds(thing, bare) else f"!{bare}"

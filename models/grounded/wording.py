"""How things are worded: name, kind, value and the states worth saying; and how many words that takes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from assistant.types import Thing
from models.grounded.believed import guessed
from models.grounded.claims import normal
from models.grounded.phrases import Phrases
from models.grounded.view import is_editor

SHORT = 12
"""Words of a description that may stand for a missing name."""


def describe_thing(thing: Thing, phrases: Phrases, *, role: bool = True, value: bool = True) -> str:
    """ "OK button", "Remember me, checkbox, checked", "Email, text field, invalid, ann@example.org"."""
    role = role and not (thing.role == "control" and thing.name)  # of what kind it is nobody knows
    kind = phrases.role("editor" if is_editor(thing) and thing.role == "textbox" else thing.role)
    unsure = guessed(thing)
    states = [phrases.state_names[state] for state in states_of(thing)]
    if unsure and (role or states):
        if role:
            kind = phrases("guessed", text=kind)
        else:
            states[0] = phrases("guessed", text=states[0])
    if not role and not states and not (value and thing.value):
        return thing.name
    parts = [thing.name] if thing.name else []
    if role:
        if thing.role in ("button", "link", "tab", "menu") and thing.name and not unsure:
            parts = [phrases("named_role", name=thing.name, role=kind)]
        else:
            parts.append(kind)
    if value and thing.value and normal(thing.value) != normal(thing.name):
        parts.append(thing.value)
    elif value and thing.role == "textbox" and not thing.value and role and thing.source == "tree":
        parts.append(phrases("empty"))
    return phrases.separator.join(parts + states)


def states_of(thing: Thing) -> list[str]:
    """The states worth saying, as keys of `Phrases.state_names`."""
    found = []
    seen_unknown = thing.source == "pixels" and not {"checked", "unchecked", "mixed"} & thing.states
    if (thing.role in ("checkbox", "switch", "radio") and not seen_unknown) or "checked" in thing.states:
        mixed = "mixed" in thing.states
        found.append("mixed" if mixed else "checked" if "checked" in thing.states else "!checked")
    found += [
        state for state in ("disabled", "invalid", "pressed", "expanded", "collapsed", "busy") if state in thing.states
    ]
    if "selected" in thing.states and thing.role in ("tab", "listitem", "treeitem", "row"):
        found.append("selected")
    if "required" in thing.states:
        found.append("required")
    return found


def described(things: Sequence[Thing], phrases: Phrases) -> str:
    """Names with their states, in order; what sounds the same is said once, with how often it is there."""
    counts = Counter(describe_thing(thing, phrases, role=False) for thing in things)
    told = [text if n == 1 else phrases("times", name=text, count=n) for text, n in counts.items()]
    commas = any(phrases.separator.strip() in text for text in told)
    return (phrases.group_separator if commas else phrases.separator).join(told)


def word_count(text: str) -> int:
    """Words as the limits of a description count them: what stands between spaces, and of Chinese and Japanese, which
    have none, one word for each 1.5 characters (by which translators convert between characters and words)."""
    wide = sum("\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" for char in text)
    narrow = "".join(" " if "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" else char for char in text)
    return sum(any(char.isalnum() for char in part) for part in narrow.split()) + math.ceil(wide / 1.5)

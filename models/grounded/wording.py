"""How things are worded: name, kind, value and the states worth saying; and the kind of a whole window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.types import Thing
from models.grounded.claims import normal
from models.grounded.phrases import Phrases
from models.grounded.problems import is_terminal
from models.grounded.view import FIELDS, View, is_editor

SHORT = 12
"""Words of a description that may stand for a missing name."""


def describe_thing(thing: Thing, phrases: Phrases, *, role: bool = True, value: bool = True) -> str:
    """ "OK button", "Remember me, checkbox, checked", "Email, text field, invalid, ann@example.org"."""
    kind = phrases.role("editor" if is_editor(thing) and thing.role == "textbox" else thing.role)
    states = [phrases.state_names[state] for state in states_of(thing)]
    if not role and not states and not (value and thing.value):
        return thing.name
    parts = [thing.name] if thing.name else []
    if role:
        if thing.role in ("button", "link", "tab", "menu") and thing.name:
            parts = [phrases("named_role", name=thing.name, role=kind)]
        else:
            parts.append(kind)
    if value and thing.value and normal(thing.value) != normal(thing.name):
        parts.append(thing.value)
    elif value and thing.role == "textbox" and not thing.value and role:
        parts.append(phrases("empty"))
    return phrases.separator.join(parts + states)


def states_of(thing: Thing) -> list[str]:
    """The states worth saying, as keys of `Phrases.state_names`."""
    found = []
    if thing.role in ("checkbox", "switch", "radio") or "checked" in thing.states:
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


def kind_of(view: View) -> str:
    """ "dialog", "terminal", "editor", "document", "page", "form", "table", "list", "menu" or "window"; "text" of words
    alone."""
    if view.root is not None and view.root.role in ("dialog", "alert"):
        return "dialog"
    if is_terminal(view):
        return "terminal"
    if not view.has_controls:
        return "text" if view.scene.window is None and view.root is None else "window"
    if view.paper is not None and not view.of_roles("dialog"):
        return "document"
    fields = [thing for thing in view.of_roles(*FIELDS) if not is_editor(thing)]
    paper = view.of_roles("document")
    if paper and (view.of_roles("link") or view.of_roles("heading") or view.of_roles("paragraph")):
        return "form" if len(fields) >= 3 and not view.of_roles("paragraph") else "page"
    if view.editor is not None and (view.editor.box is None or 3 * view.editor.box.area >= view.frame.area):
        return "editor"
    if len(fields) >= 2:
        return "form"
    for role, kind in (("table", "table"), ("tree", "list"), ("list", "list"), ("menu", "menu")):
        if view.of_roles(role) and not fields and (role != "menu" or not view.of_roles("button", "menubar")):
            return kind
    return "window"


def word_count(text: str) -> int:
    """Words; two Chinese characters count as one."""
    wide = sum("\u4e00" <= char <= "\u9fff" for char in text)
    narrow = len("".join(" " if "\u4e00" <= char <= "\u9fff" else char for char in text).split())
    return narrow + (wide + 1) // 2

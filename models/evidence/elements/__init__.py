"""Controls and their states from pixels alone, for programs that tell no accessibility tree."""

from __future__ import annotations

from assistant.types import Thing

ROLES = frozenset(
    ("button", "textbox", "combobox", "spinbutton", "checkbox", "radio", "switch", "slider", "progressbar", "scrollbar",
     "tab", "listitem", "label", "password", "control")
)  # fmt: skip
"""What an element may be in a scene; a badge is a "label", a field called so is a "password", and what has the focus a
"control" where nobody knows what it is."""


def is_element(thing: Thing) -> bool:
    """Whether it was found by its looks as a control (and not, say, as the table of a chart)."""
    return thing.source == "pixels" and thing.role in ROLES

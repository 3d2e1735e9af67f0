"""The letters of the command layer, as a setting writes them: only those that are not the usual ones."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.default_keys import LETTERS
from assistant.setting_rules import NotAllowed

KEY = re.compile(r"[a-z0-9]|comma|period|slash|semicolon|apostrophe|minus|equal|space|pageup|pagedown|home|end|"
                 r"up|down|left|right|f([2-9]|1[0-2])")  # fmt: skip
"""F1, the question mark and Escape are the layer's own."""


def letters_of(changes: str) -> dict[str, str]:
    """Key -> action, of "read=z, watch=" (watch has no letter then). Raises `NotAllowed`."""
    letters = dict(LETTERS)
    for part in filter(None, (part.strip() for part in changes.split(","))):
        action, sign, key = (piece.strip() for piece in part.partition("="))
        if not sign or action not in LETTERS or (key and not KEY.fullmatch(key)):
            raise NotAllowed
        letters[action] = key
    actions: dict[str, str] = {}
    for action, key in letters.items():
        if key in actions:
            raise NotAllowed
        if key:
            actions[key] = action
    return actions


def written(letters: Mapping[str, str]) -> str:
    """The setting for these (action -> key, "" for none), the usual ones left out."""
    return ", ".join(f"{action}={key}" for action, key in letters.items() if LETTERS.get(action) != key)


class Letters:
    """A rule of a setting."""

    secret = False
    allowed = "actions and their letters, such as: read=z, watch= (each letter once; none takes it away)"

    def parse(self, text: str) -> str:
        return text.strip().lower()

    def check(self, value: object) -> str:
        if not isinstance(value, str) or len(value) > 4096:
            raise NotAllowed
        letters_of(value)
        return value

"""Profiles: named sets of changes that are laid over the settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from assistant.errors import BadSetting

READY: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "home": {},
        "work": {"describe.verbosity": "brief", "speech.say_back": False},
        "meeting": {
            "describe.verbosity": "brief",
            "speech.earcons": "off",
            "speech.volume": 0.5,
            "listening.hands_free": False,
            "listening.barge_in": "off",
        },
    }
)
"""There without being in the file; one of the same name in the file takes its place."""
_NAME = re.compile(r"[^\W_][\w \-]{0,39}")
_NOT_IN_ONE = ("hotkeys.next_profile", "camera.allowed", "endpoint.")
"""What no profile may change: the key that leaves it again, and what pictures may be shown to."""


def checked_name(name: str) -> str:
    """Raises `errors.BadSetting`."""
    name = " ".join(name.split())
    if not _NAME.fullmatch(name):
        raise BadSetting(f"{name!r} can't be a profile's name: letters and digits, at most 40, such as: travel")
    return name


def may_hold(key: str) -> bool:
    return not key.startswith(_NOT_IN_ONE)


def flat(table: Mapping[str, object]) -> dict[str, object]:
    """Settings of a profile, written "speech.pitch" = 1, speech.pitch = 1 or in tables, by their keys."""
    found: dict[str, object] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found.update({f"{key}.{inner}": one for inner, one in flat(value).items()})
        else:
            found[key] = value
    return found

"""The hotkeys that a new Hearsight has, and the letters of its command layer. `docs/hotkeys.md` says why these."""

from __future__ import annotations

import sys
from collections.abc import Mapping

MODIFIERS = {"linux": "ctrl+alt", "win32": "ctrl+shift+super", "darwin": "ctrl+shift+super"}
"""On a Mac, Control and Option are VoiceOver's; on Windows they are AltGr, which types letters in many languages."""
KEYS: Mapping[str, str] = {
    "describe_window": "space",
    "describe_screen": "s",
    "describe_focus": "e",
    "describe_pointer": "u",
    "describe_clipboard": "v",
    "read": "o",
    "ask": "q",
    "whats_new": "w",
    "describe_camera": "i",
    "camera": "c",
    "explore": "m",
    "repeat": "p",
    "go_on": "g",
    "next_sentence": "n",
    "previous_sentence": "b",
    "hush": "h",
    "slower": "minus",
    "faster": "equal",
    "quieter": "pagedown",
    "louder": "pageup",
    "history": "y",
    "settings": "comma",
    "commands": "semicolon",
}
"""Action -> key; actions that are not here have none until the person gives them one."""
OTHERWISE: Mapping[str, Mapping[str, str]] = {"win32": {"previous_sentence": "z"}}
"""Windows resets the graphics card with its B."""
LETTERS: Mapping[str, str] = {
    "describe_window": "w",
    "describe_screen": "s",
    "describe_focus": "f",
    "describe_pointer": "p",
    "describe_clipboard": "v",
    "read": "t",
    "whats_new": "n",
    "watch": "u",
    "where_am_i": "l",
    "describe_camera": "i",
    "camera": "c",
    "ask": "a",
    "hands_free": "d",
    "repeat": "r",
    "go_on": "g",
    "next_sentence": "period",
    "previous_sentence": "comma",
    "remember": "k",
    "hush": "h",
    "slower": "minus",
    "faster": "equal",
    "quieter": "pagedown",
    "louder": "pageup",
    "explore": "e",
    "history": "y",
    "settings": "o",
    "chat": "m",
    "private": "x",
    "next_profile": "j",
    "welcome": "b",
}
"""Action -> the key that means it after the key of the command layer."""


def default_keys(system: str = sys.platform) -> dict[str, str]:
    """Action -> chord, as settings write it."""
    modifiers = MODIFIERS.get(system, MODIFIERS["linux"])
    return {action: f"{modifiers}+{key}" for action, key in {**KEYS, **OTHERWISE.get(system, {})}.items()}

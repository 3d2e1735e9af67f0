"""Where the keys of a chord are on this keyboard: key codes and modifier masks, as grabs need them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ui.chords import Chord, x11_keysyms

_CONVENTIONAL = {"shift": 0, "ctrl": 2, "alt": 3, "super": 6}
"""Bit of each modifier where the keyboard map doesn't name one (X11 protocol: Shift, Lock, Control, Mod1..Mod5)."""
_MODIFIER_KEYS = {"alt": ("altl", "altr", "metal"), "super": ("superl", "superr")}
_LOCK_BIT = 1
_ALL_MODIFIERS = 0xFF
_SHIFTED_COLUMNS = (1, 3)
"""Columns of the core keyboard map: group 1 plain, group 1 shifted, group 2 plain, group 2 shifted."""

Grab = tuple[int, int]
"""Key code and modifier mask, without locks."""


@dataclass(frozen=True, slots=True)
class KeyboardMap:
    """`places` maps a keysym to its (column, key code) pairs."""

    places: Mapping[int, list[tuple[int, int]]]
    masks: Mapping[str, int]
    locks: tuple[int, ...]
    """CapsLock, NumLock, ScrollLock, as far as they are modifiers here."""
    modifier_bits: Mapping[int, int]
    """Key code of each modifier key -> its bit in a modifier mask."""

    @property
    def lock_variants(self) -> list[int]:
        chosen = itertools.product(*[(0, mask) for mask in self.locks])
        return [sum(masks) for masks in chosen]

    @property
    def matters(self) -> int:
        return _ALL_MODIFIERS & ~sum(self.locks)

    def grabs(self, chord: Chord) -> list[Grab]:
        """Empty if the keyboard has no such key."""
        places = self.places.get(chord.keysym, [])
        if not places:
            return []
        column = min(places)[0]
        mask = sum(self.masks[name] for name in chord.modifiers)
        if column in _SHIFTED_COLUMNS and not chord.on_keypad:  # there, NumLock shifts, and it is a lock
            mask |= self.masks["shift"]
        return [(code, mask) for at, code in places if at == column]


def read_keyboard(display: Any) -> KeyboardMap:
    """Ask the server; two round trips."""
    first, last = display.display.info.min_keycode, display.display.info.max_keycode
    places: dict[int, list[tuple[int, int]]] = {}
    for code, keysyms in enumerate(display.get_keyboard_mapping(first, last - first + 1), start=first):
        for column, keysym in enumerate(keysyms):
            if keysym:
                places.setdefault(keysym, []).append((column, code))
    rows = [{code for code in row if code} for row in display.get_modifier_mapping()]

    def mask_of(*names: str) -> int:
        codes = {code for name in names for _, code in places.get(x11_keysyms()[name], [])}
        return next((1 << bit for bit, row in enumerate(rows) if row & codes), 0)

    masks = {
        name: mask_of(*_MODIFIER_KEYS.get(name, ())) or 1 << bit
        for name, bit in _CONVENTIONAL.items()
    }  # fmt: skip
    locks = {1 << _LOCK_BIT, mask_of("numlock"), mask_of("scrolllock")} - {0, *masks.values()}
    bits = {code: 1 << bit for bit, row in enumerate(rows) for code in row}
    return KeyboardMap(places, masks, tuple(sorted(locks)), bits)

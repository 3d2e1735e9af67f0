"""Which keys others have already: screen readers, desktops, systems. Data and its sources: `known_keys.toml`."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ui.chords import Chord, parse_chord

CANDIDATES = "uzjyxemqvokbigwnphcs"
"""Letters to offer instead, those that no table has near each other first."""


@dataclass(frozen=True, slots=True)
class Program:
    """One that has keys of its own."""

    name: str
    systems: tuple[str, ...]
    desktops: tuple[str, ...]
    """Where it runs; empty: on every desktop of its systems."""
    source: str
    keys: Mapping[Chord | frozenset[str], str]
    """Chord, or the modifiers that it has with every key -> what it does."""

    def does(self, chord: Chord) -> str:
        """What it does with that, empty for nothing."""
        return self.keys.get(chord) or self.keys.get(chord.modifiers, "")


@dataclass(frozen=True, slots=True)
class Rival:
    program: str
    does: str


@cache
def programs() -> tuple[Program, ...]:
    table = tomllib.loads((files(__package__) / "known_keys.toml").read_text(encoding="utf-8"))
    return tuple(
        Program(
            one["name"],
            tuple(one["systems"]),
            tuple(one.get("desktops", ())),
            one["source"],
            {_read(text): does for text, does in one["keys"].items()},
        )
        for one in table.values()
    )


def _read(text: str) -> Chord | frozenset[str]:
    modifiers, _, key = text.rpartition("+")
    return frozenset(modifiers.split("+")) if key == "*" else parse_chord(text)


def rivals(chord: Chord, system: str = sys.platform, desktop: str | None = None) -> list[Rival]:
    """Who has that key on a system; with `desktop` (XDG_CURRENT_DESKTOP) only who runs there."""
    here = None if desktop is None else set(desktop.split(":"))
    return [
        Rival(one.name, does)
        for one in programs()
        if system in one.systems and (here is None or not one.desktops or here & set(one.desktops))
        if (does := one.does(chord))
    ]


def desktop_here() -> str:
    return os.environ.get("XDG_CURRENT_DESKTOP", "")


def free_ones(chord: Chord, taken: Collection[Chord], system: str = sys.platform) -> Iterator[Chord]:
    """Chords with the same modifiers that nobody in the table has and that are not `taken`."""
    for key in (*CANDIDATES, *"1234567890"):
        other = Chord(chord.modifiers, key)
        if other not in taken and not rivals(other, system):
            yield other

"""A thing's handle: where the accessibility API has it, and what it was when it was seen.

One line of text, so that it travels and is kept like any other value; the name is kept as a digest alone, since it may
hold what nobody may read.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.types import Box

if TYPE_CHECKING:
    from models.evidence.atspi import Ref

KIND = "atspi"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a handle says. `box` is in the program's own screen coordinates, None for what had no place."""

    ref: Ref
    role: int
    """AtspiRole."""
    digest: str
    """Of the name."""
    box: Box | None


def digest_of(name: str) -> str:
    return hashlib.blake2s(name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def handle_of(ref: Ref, role: int, name: str, box: Box | None) -> str:
    place = ",".join(map(str, box.as_list())) if box is not None else "-"
    return f"{KIND} {ref[0]} {ref[1]} {role} {place} {digest_of(name)}"


def seen(handle: str) -> Seen | None:
    """None for anything but a handle as `handle_of` makes it."""
    parts = handle.split(" ")
    if len(parts) != 6 or parts[0] != KIND:
        return None
    try:
        box = None if parts[4] == "-" else Box(*(int(number) for number in parts[4].split(",")))
        return Seen((parts[1], parts[2]), int(parts[3]), parts[5], box)
    except (TypeError, ValueError):
        return None

"""Which cameras there are, by name; and the one that a person means."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Literal

from assistant.errors import CameraMissing, Usage

MOST_DIGITS = 4
"""Of a camera's number, where it can't be looked up."""


@dataclass(frozen=True, slots=True)
class Camera:
    """What is connected."""

    number: int
    """As in --source camera:N, from 0."""
    name: str
    sizes: tuple[tuple[int, int], ...] = ()
    """(width, height) that it can have, the largest first; empty where nobody says."""
    trouble: Literal["", "not allowed", "busy"] = ""
    key: str = ""
    """How QtMultimedia finds it again; empty for OpenCV, which goes by the number."""


def cameras() -> list[Camera]:
    """Those that are connected, without opening one for pictures. Raises `errors.CameraMissing` where this can't be
    found out."""
    if _on_linux():
        from assistant.capture import v4l2

        return v4l2.cameras()
    from assistant.capture.reels import qt

    if qt.there():
        return qt.cameras()
    raise CameraMissing(
        "To list cameras on this system, run: pip install PySide6-Addons. Or try one: hearsight describe --source "
        "camera:0"
    )


def camera_named(wanted: str = "", there: list[Camera] | None = None) -> Camera:
    """By number, by a part of its name, or the first one. `there`: for tests.

    Raises `errors.CameraMissing`, `errors.Usage`."""
    wanted = wanted.strip()
    if there is None and not _can_list():
        if wanted and not (wanted.isdecimal() and wanted.isascii() and len(wanted) <= MOST_DIGITS):
            raise Usage(f"On this system name a camera by its number: camera:0, not {wanted!r}.")
        return Camera(int(wanted or 0), f"camera {int(wanted or 0)}")
    there = cameras() if there is None else there
    if not there:
        raise CameraMissing
    if wanted.isdecimal() and wanted.isascii():
        number = wanted.lstrip("0") or "0"  # compared as text: int() refuses thousands of digits
        found = next((one for one in there if str(one.number) == number), None)
    else:
        found = next((one for one in there if wanted.casefold() in one.name.casefold()), None)
    if found is None:
        numbers = ", ".join(f"{one.number} ({one.name})" for one in there)
        raise CameraMissing(f"There is no camera {wanted}. There are: {numbers}.")
    if found.trouble == "not allowed":
        raise CameraMissing(
            f"I am not allowed to use the camera {found.name}. To allow it: sudo usermod -aG video $USER, then log in "
            "again."
        )
    return found


def _can_list() -> bool:
    from assistant.capture.reels import qt

    return _on_linux() or qt.there()


def _on_linux() -> bool:
    return sys.platform == "linux"

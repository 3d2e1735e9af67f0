"""Pictures one after the other: of a folder, or those that a pattern names."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.capture.file import FileSource
from assistant.capture.reels import Still
from assistant.errors import HearsightError, NoSuchFile, UnusableInput

if TYPE_CHECKING:
    from assistant.types import Pixels

SUFFIXES = frozenset(
    (".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif", ".ppm", ".heic", ".heif")
)
PER_S = 5.0
"""Pictures a second, where nothing says when they were taken."""


class PictureReel:
    """The port: `reels.Reel`. In natural order (2 before 10); one that is broken is left out.

    Raises `errors.NoSuchFile`, `errors.UnusableInput`."""

    paced = True

    def __init__(self, pattern: str | os.PathLike[str], *, per_s: float = PER_S) -> None:
        self._paths = pictures_of(pattern)
        self._per_s = per_s
        self._next = 0

    def read(self) -> Still | None:
        if self._next == len(self._paths):
            return None
        at, self._next = self._next, self._next + 1
        return Still(lambda: _pixels(self._paths[at]), at / self._per_s)

    def interrupt(self) -> None:
        pass

    def close(self) -> None:
        pass


def is_pictures(path: Path) -> bool:
    """Rather than a video: a folder, a pattern, a picture."""
    try:
        if path.is_file():
            return path.suffix.lower() in SUFFIXES
        return path.is_dir() or any(sign in str(path) for sign in "*?[")
    except OSError:  # a name too long, a folder that may not be looked into: told when it is opened
        return False


def pictures_of(pattern: str | os.PathLike[str]) -> list[Path]:
    """The pictures in a folder, or those a pattern such as "walk/*.jpg" names; a picture by itself is one.

    Raises `errors.NoSuchFile`, `errors.UnusableInput`."""
    path = Path(pattern)
    try:
        if path.is_dir():
            found = [one for one in path.iterdir() if one.suffix.lower() in SUFFIXES and one.is_file()]
        elif path.exists():
            found = [path]
        else:
            root = Path(path.anchor or ".")
            found = [one for one in root.glob(str(path.relative_to(path.anchor))) if one.is_file()]
    except (OSError, ValueError, NotImplementedError) as error:
        raise UnusableInput(f"I can't look into {path.name}.", detail=repr(error)) from error
    if not found:
        if path.is_dir():
            raise UnusableInput(f"There is no picture in {path.name}.")
        raise NoSuchFile(f"There is no file {path.name}.", detail=str(path))
    return sorted(found, key=_natural)


def _natural(path: Path) -> list[tuple[int, int, str]]:
    """Numbers in a name count as numbers."""
    return [
        (0, int(part), "") if part.isdecimal() and part.isascii() else (1, 0, part.casefold())
        for part in re.split(r"([0-9]+)", path.name)
        if part
    ]


def _pixels(path: Path) -> Pixels | None:
    try:
        return FileSource(path).grab().pixels
    except HearsightError:
        return None

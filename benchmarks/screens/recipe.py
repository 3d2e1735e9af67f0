"""A recipe builds one screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.types import Capture, Thing
from benchmarks.screens.facts import Truth
from benchmarks.screens.stage import Stage


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A picture, what is known to be visible in it, and what the accessibility tree said at that moment."""

    capture: Capture
    truth: Truth
    things: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a screen shows and how it is made."""

    name: str
    program: str
    kind: str
    """"dialog", "form", "article", "inbox", "terminal", "code", "chat", "chart", "settings", "menu",
    "document", "login", "files", "error", "columns", "editor", "table", "calculator", "shop",
    "spreadsheet", "notification", "windows"."""
    size: tuple[int, int]
    """Of the desktop, in pixels."""
    make: Callable[[Stage, Recipe], Shot]
    needs: tuple[str, ...]
    """Programs on the path."""
    packages: tuple[str, ...] = ()
    """Debian packages that have them."""
    scale: float = 1.0
    theme: str = "light"
    languages: tuple[str, ...] = ("en",)
    quick: bool = False
    """Only needs what `make setup` installs, and belongs to the set that tests build."""


@dataclass(frozen=True, slots=True)
class Warp:
    """A screen made of another one: as if rotated, or photographed from the monitor."""

    name: str
    of: str
    condition: str
    """"rotated", "photographed"."""
    seed: int
    quarter_turns: int = 0
    """Counter-clockwise."""
    quick: bool = False

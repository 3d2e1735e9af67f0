"""Programs without an accessibility tree (Tk): what they show is known, ink tells where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assistant.types import Box, Capture
from benchmarks.screens import ink
from benchmarks.screens.facts import Truth, as_one_block, one_block_each
from benchmarks.screens.recipe import Recipe, Shot
from benchmarks.screens.recipes.terminals import project, text
from benchmarks.screens.stage import Stage

MENU_PX = 26
STATUS_PX = 24


def words(capture: Capture, area: Box, known: list[str], gap: int, kind: str) -> Truth:
    """Known words beside each other, with at least `gap` pixels between them."""
    found = [ink.around(capture.pixels, box, inset=0) for box in ink.columns(capture.pixels, area, gap, inset=1)]
    found = [box for box in found if box.w > 3 and box.h > 3]
    if len(found) != len(known):
        raise ValueError(f"{len(known)} words are known, {len(found)} are drawn")
    return one_block_each(zip(known, found, strict=True), kind)


def idle(stage: Stage, capture: Capture) -> Truth:
    names = ["File", "Edit", "Format", "Run", "Options", "Window", "Help"]
    menu = words(capture, Box(0, 0, capture.width, MENU_PX), names, 8, "menuitem")
    area = Box(6, MENU_PX + 4, capture.width - 40, capture.height - MENU_PX - STATUS_PX - 10)
    code = as_one_block(ink.known_lines(capture.pixels, area, text("config.ini").split("\n")), "code")
    bottom = Box(capture.width // 2, capture.height - STATUS_PX, capture.width // 2 - 24, STATUS_PX)
    return replace(menu.joined(code), ignore=(bottom,))  # line and column, in a font of their own


def bare(
    name: str, kind: str, command: tuple[str, ...], title: str, truth: Callable[[Stage, Capture], Truth],
    packages: tuple[str, ...], *, fill: bool,
) -> Recipe:  # fmt: skip
    def make(stage: Stage, _: Recipe) -> Shot:
        project(stage.home)
        stage.start(*command)
        if fill:
            stage.filled(title)
        else:
            stage.window(title)
        capture = stage.still()
        return Shot(capture, truth(stage, capture))

    return Recipe(name, Path(command[0]).name, kind, (1024, 768), make, (command[0],), packages)


RECIPES = (
    bare(
        "idle-config-100", "code", ("idle-python3.11", "lantern/server.ini"), "server.ini", idle,
        ("idle-python3.11",), fill=True,
    ),
)  # fmt: skip

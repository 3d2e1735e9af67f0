"""GTK programs: truth from the accessibility tree's texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.types import Capture, Thing
from benchmarks.screens.accessible import tree_truth
from benchmarks.screens.facts import Truth, controls, tables
from benchmarks.screens.recipe import Recipe, Shot
from benchmarks.screens.recipes.terminals import project
from benchmarks.screens.stage import Stage, same


def program(
    name: str,
    command: Sequence[str],
    kind: str,
    size: tuple[int, int],
    title: str,
    *,
    act: Callable[[Stage], None] | None = None,
    prepare: Callable[[Stage], None] | None = None,
    more: Callable[[Capture, Truth, tuple[Thing, ...]], Truth] | None = None,
    scale: float = 1.0,
    theme: str = "light",
    languages: tuple[str, ...] = ("en",),
    packages: Sequence[str] = (),
    fill: bool = True,
    quick: bool = False,
    called: str = "",
    env: Mapping[str, str] | None = None,
    **reading: Any,
) -> Recipe:
    """A window of a program with an accessibility tree.

    `fill`: as large as the desktop, else as it comes. `more`: adds what the tree does not tell. `reading`: see
    `accessible.tree_truth`.
    """

    def make(stage: Stage, recipe: Recipe) -> Shot:
        project(stage.home)
        if prepare:
            prepare(stage)
        stage.start(*command, env=env)
        if fill:
            stage.filled(title)
        else:
            stage.window(title)
        if act:
            act(stage)
        return steady(stage, recipe, more, reading)

    executable = called or command[0]
    return Recipe(
        name, executable, kind, size, make, (command[0],),
        ("libatk-adaptor", "fonts-dejavu-core", *(packages or (executable,))), scale, theme, languages, quick,
    )  # fmt: skip


def steady(
    stage: Stage,
    recipe: Recipe,
    more: Callable[[Capture, Truth, tuple[Thing, ...]], Truth] | None,
    reading: Mapping[str, Any],
) -> Shot:
    """Picture and facts of one moment: asked again when the program has drawn something meanwhile."""
    for _ in range(6):
        capture = stage.still()
        things = stage.things(capture)
        truth = tree_truth(stage.bus_address, capture, scale=recipe.scale, covers=stage.popups(capture), **reading)
        if more:
            truth = more(capture, truth, things)
        if same(capture, stage.grab()):
            return Shot(
                capture, replace(truth, elements=controls(things), tables=(*truth.tables, *tables(things))), things
            )
    raise RuntimeError("the program never stopped drawing")


def keys(*names: str) -> Callable[[Stage], None]:
    def act(stage: Stage) -> None:
        for name in names:
            stage.still()
            stage.key(name)

    return act


RECIPES = (
    program(
        "mousepad-letter-light-100", ["mousepad", "letters/okafor.txt"], "editor", (1024, 768), "okafor.txt",
        quick=True,
    ),
    program(
        "mousepad-letter-dark-150", ["mousepad", "letters/story.txt"], "editor", (1280, 800), "story.txt",
        theme="dark", scale=1.5,
    ),
    program(
        "mousepad-mixed-100", ["mousepad", "letters/release.txt"], "editor", (1280, 800), "release.txt",
        languages=("en", "zh"),
    ),
    program(
        "mousepad-menu-125", ["mousepad", "letters/okafor.txt"], "menu", (1366, 768), "okafor.txt",
        act=keys("alt+e"), scale=1.25,
    ),
    program(
        "zenity-question-100", ["zenity", "--question", "--title", "Unsaved changes", "--no-wrap", "--text",
        "The letter okafor.txt was changed.\nSave the changes before closing?", "--ok-label", "Save",
        "--cancel-label", "Discard"],
        "dialog", (800, 600), "Unsaved changes", fill=False, quick=True,
    ),
    program(
        "zenity-error-dark-200", ["zenity", "--error", "--title", "Backup failed", "--no-wrap", "--text",
        "The backup could not be written to /media/usb0.\nThere are 1.2 GB free, 3.8 GB are needed (error 28)."],
        "dialog", (1920, 1080), "Backup failed", fill=False, scale=2.0, theme="dark",
    ),
    program(
        "zenity-forms-100", ["zenity", "--forms", "--title", "New member", "--text", "Membership of the rowing club",
        "--add-entry", "First name", "--add-entry", "Last name", "--add-password", "Password",
        "--add-combo", "Boat class",
        "--combo-values", "Single|Double|Eight"],
        "form", (1024, 768), "New member", fill=False, quick=True,
    ),
    program(
        "zenity-checklist-dark-100", ["zenity", "--list", "--checklist", "--title", "Updates", "--text",
        "Which updates shall be installed?", "--column", "Install", "--column", "Package", "--column", "Version",
        "--column", "Size", "TRUE", "openssl", "3.0.15", "1.4 MB", "FALSE", "kernel", "6.1.123", "68 MB", "TRUE",
        "tzdata", "2025a", "0.3 MB", "FALSE", "texlive", "2022.20230122", "412 MB", "--width", "560",
        "--height", "360"],
        "dialog", (1280, 800), "Updates", fill=False, theme="dark",
    ),
)  # fmt: skip

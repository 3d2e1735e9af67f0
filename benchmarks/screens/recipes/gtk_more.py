"""More programs with an accessibility tree: file managers, calculators, editors, settings, Qt ones."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from assistant.types import Box, Capture, Thing
from benchmarks.screens import ink
from benchmarks.screens.facts import Truth, as_one_block
from benchmarks.screens.recipes.gtk import keys, program
from benchmarks.screens.recipes.terminals import text
from benchmarks.screens.stage import Stage

GEANY = """[geany]
show_linenumber_margin=false
show_markers_margin=false
msgwindow_visible=false
sidebar_visible=false
main_load_session=false
"""
SIGNS = {"divide": "÷", "multiply": "×", "subtract": "−", "add": "+", "start_group": "(", "end_group": ")",
         "x_squared": "x²", "square_root": "√", "result": "=", "numeric_point": ".",
         "percentage": "%", "undo": "Undo", "clear": "Clear"}  # fmt: skip


def typing(words: str, *names: str) -> Callable[[Stage], None]:
    def act(stage: Stage) -> None:
        stage.still()
        stage.type(words)
        for name in names:
            stage.still()
            stage.key(name)

    return act


def file_of(path: str, content: str) -> Callable[[Stage], None]:
    def prepare(stage: Stage) -> None:
        target = stage.home / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")

    return prepare


def known_text(name: str, area: Callable[[Capture, tuple[Thing, ...]], Box]) -> Callable[..., Truth]:
    """The lines of a known text, drawn in an area in which the tree's own text is wrong or missing."""

    def more(capture: Capture, truth: Truth, things: tuple[Thing, ...]) -> Truth:
        place = area(capture, things)
        known = ink.known_lines(capture.pixels, place, text(name).split("\n"))
        kept = tuple(line for line in truth.lines if not any(line.box.overlap(box) for _, box in known))
        blocks = tuple(block for block in truth.blocks if any(line.block == block.id for line in kept))
        # Read where it stands: after what is above it, and before what is below (a status bar).
        end = max(box.bottom for _, box in known)
        below = {block.id for block in blocks if block.box.y >= end}
        above = replace(
            truth,
            lines=tuple(line for line in kept if line.block not in below),
            blocks=tuple(block for block in blocks if block.id not in below),
        )
        rest = Truth(
            tuple(line for line in kept if line.block in below), tuple(block for block in blocks if block.id in below)
        )
        return above.joined(as_one_block(known, "paragraph")).joined(rest)

    return more


def largest_textbox(capture: Capture, things: tuple[Thing, ...]) -> Box:
    boxes = [t.box for t in things if t.role == "textbox" and t.box and "multiline" in t.states | {"multiline"}]
    box = max(boxes, key=lambda box: box.area)
    return Box(box.x + 3, box.y + 3, box.w - 6, box.h - 6)


def pause(stage: Stage) -> None:
    """Until a message that a program shows for five seconds is gone."""
    time.sleep(7)


def about_ada(stage: Stage) -> None:
    """The second page of the first-run assistant, filled in."""
    stage.key("alt+n")
    stage.still()
    stage.click(600, 110)
    for words in ("Ada Moreau", "ada@quayside.example", "Rowing club"):
        stage.key("ctrl+a")
        stage.type(words)
        stage.key("Tab")


RECIPES = (
    program(
        "pluma-code-100", ["pluma", "lantern/orders.py"], "code", (1280, 900), "orders.py", act=pause,
        ignore=((40, 76, 80, 22), (845, 838, 415, 36)),
    ),
    program(
        "gedit-chinese-125", ["gedit", "lantern/docs/notes_zh.txt"], "editor", (1024, 768), "notes_zh", scale=1.25,
        languages=("zh", "en"), act=pause,
        ignore=((0, 0, 170, 48), (780, 0, 240, 48), (0, 48, 32, 260), (530, 700, 494, 40)),
    ),
    program(
        "galculator-sum-100", ["galculator"], "calculator", (800, 600), "galculator", act=typing("34.9*3", "Return"),
        fill=False,
    ),
    program(
        "mate-calc-dark-150", ["mate-calc"], "calculator", (1280, 720), "Calculator", act=typing("1299/12"), fill=False,
        theme="dark", scale=1.5, written=SIGNS,
    ),
    program(
        "pcmanfm-folder-100", ["pcmanfm", "--no-desktop", "lantern"], "files", (1024, 768), "lantern",
        act=keys("ctrl+4"),
    ),
    program(
        "thunar-folder-dark-125", ["thunar", "letters"], "files", (1366, 768), "letters", theme="dark", scale=1.25,
        act=keys("ctrl+2"), hide=("Places", "Devices"), ignore=((10, 108, 110, 30), (10, 164, 110, 30)),
    ),
    program(
        "xfce-appearance-100", ["xfce4-appearance-settings"], "settings", (1024, 768), "Appearance",
        packages=("xfce4-settings",), act=keys("ctrl+Page_Down", "ctrl+Page_Down", "ctrl+Page_Down"),
    ),
    program(
        "yad-booking-100", ["yad", "--form", "--title", "Booking", "--field=Name", "--field=Nights:NUM",
        "--field=Breakfast:CHK", "--field=Late arrival:CHK", "--field=Room:CB", "Ada Moreau", "3", "TRUE", "FALSE",
        "Single!^Double!Suite"],
        "form", (1024, 768), "Booking", fill=False,
    ),
    program(
        "geany-c-light-100", ["geany", "lantern/tools/mail.c"], "code", (1280, 800), "mail.c",
        prepare=file_of(".config/geany/geany.conf", GEANY),
    ),
    program("claws-welcome-100", ["claws-mail"], "dialog", (1024, 768), "Claws", act=about_ada),
    program(
        "keepassxc-welcome-100", ["keepassxc"], "dialog", (1280, 800), "KeePassXC", letter=12.0,
        ignore=((606, 42, 130, 26),),  # the hint in the field for what is searched
    ),
    program(
        "focuswriter-story-100", ["focuswriter", "letters/story.txt"], "editor", (1280, 800), "FocusWriter|story",
        only=("textbox", "document", "text", "paragraph"),
    ),
    program(
        "featherpad-letter-100", ["featherpad", "letters/okafor.txt"], "editor", (1280, 800), "okafor", letter=12.0,
        ignore=((0, 724, 140, 22), (300, 750, 90, 22)),
        more=known_text("letter", largest_textbox),
    ),
    program(
        "abiword-letter-100", ["abiword", "letters/okafor.txt"], "document", (1280, 900), "okafor",
        more=known_text("letter", lambda capture, _: Box(90, 185, 1080, capture.height - 240)),
        hide=("Left", "Right", "Center", "Justify"), ignore=((0, 106, 1276, 40), (0, 140, 30, 720)),
    ),
)  # fmt: skip

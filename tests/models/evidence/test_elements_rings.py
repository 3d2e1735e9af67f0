"""The ring around what has the focus, and what only looks like one, in windows that toolkits draw."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.cancel import Token
from assistant.types import Box, TextBlock, Thing
from models.evidence.elements.candidates import candidates
from models.evidence.elements.choose import A_GUESS
from models.evidence.elements.finder import Finder
from models.evidence.elements.labels import with_names
from models.evidence.elements.rings import ring_in
from models.evidence.looks.tabs import tabs

FORM = """
import sys
from PySide6.QtWidgets import *
app = QApplication(sys.argv); app.setStyle(sys.argv[1])
window = QWidget(); window.resize(420, 300); lines = QVBoxLayout(window)
book = QTabWidget(); lines.addWidget(book)
page = QWidget(); form = QFormLayout(page)
fields = [QLineEdit(name) for name in ("Ada", "Moreau", "Cork")]
for name, field in zip(("First", "Last", "Town"), fields): form.addRow(name, field)
for name in ("People", "Places", "History"): book.addTab(page if name == "People" else QWidget(), name)
row = QHBoxLayout(); lines.addLayout(row)
buttons = [QPushButton(name) for name in ("Save", "Close", "Help")]
for button in buttons: row.addWidget(button)
for number, widget in enumerate((*fields[:2], *buttons[:2])):
    window.show(); window.activateWindow(); widget.setFocus(); app.processEvents(); app.processEvents()
    window.grab().save(f"{sys.argv[2]}/{number}.png")
    at = widget.mapTo(window, widget.rect().topLeft())
    bar = book.tabBar(); top = bar.mapTo(window, bar.rect().topLeft())
    tabs = [bar.tabRect(n).translated(top) for n in range(3)]
    print(at.x(), at.y(), widget.width(), widget.height(), *(v for r in tabs for v in r.getRect()))
"""


def drawn(style: str, folder: Path) -> list[tuple[np.ndarray, Box, list[Box]]]:
    """(pixels, the thing with the focus, the three tabs) of four windows."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run(
        [sys.executable, "-c", FORM, style, str(folder)], env=env, check=True, capture_output=True, text=True,
        timeout=120,
    ).stdout  # fmt: skip
    found = []
    for number, line in enumerate(told.splitlines()):
        with Image.open(folder / f"{number}.png") as image:
            pixels = np.asarray(image.convert("RGB"))
        boxes = np.array([int(word) for word in line.split()]).reshape(-1, 4).tolist()
        found.append((pixels, Box(*boxes[0]), [Box(*box) for box in boxes[1:]]))
    return found


@pytest.fixture(scope="module")
def fusion(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[np.ndarray, Box, list[Box]]]:
    return drawn("Fusion", tmp_path_factory.mktemp("fusion"))


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[np.ndarray, Box, list[Box]]]:
    return drawn("Windows", tmp_path_factory.mktemp("windows"))


def page(ground: int = 250) -> np.ndarray:
    return np.full((200, 400, 3), ground, np.uint8)


def outline(pixels: np.ndarray, box: Box, colour: tuple[int, int, int], thick: int = 1) -> None:
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    for rows, columns in (
        (slice(y, y + thick), slice(x, right)), (slice(bottom - thick, bottom), slice(x, right)),
        (slice(y, bottom), slice(x, x + thick)), (slice(y, bottom), slice(right - thick, right)),
    ):  # fmt: skip
        pixels[rows, columns] = colour


def three_fields() -> np.ndarray:
    pixels = page()
    for at in range(3):
        outline(pixels, Box(40, 20 + 50 * at, 200, 30), (170, 170, 170))
    return pixels


def test_the_field_with_the_outline_of_another_colour_has_the_ring(fusion: list) -> None:  # type: ignore[type-arg]
    for pixels, focused, _ in fusion[:2]:
        ring = ring_in(pixels, candidates(pixels))
        assert ring is not None
        assert ring.kind == "solid"
        assert ring.box.overlap(focused) >= 0.8 * max(ring.box.area, focused.area)


def test_the_thin_outline_of_a_button_tells_nothing_since_a_default_button_has_one(fusion: list) -> None:  # type: ignore[type-arg]
    for pixels, _, _ in fusion[2:]:
        assert ring_in(pixels, candidates(pixels)) is None


def test_dots_in_a_button_are_a_ring(windows: list) -> None:  # type: ignore[type-arg]
    for pixels, focused, _ in windows[2:]:
        ring = ring_in(pixels, candidates(pixels))
        assert ring is not None
        assert ring.kind == "dotted"
        assert focused.contains(ring.box, 2)


def test_the_ring_of_chromium_is_known_on_light_and_dark_pages() -> None:
    for ground in (255, 120, 38):
        pixels = page(ground)
        outline(pixels, Box(38, 68, 204, 34), (255, 255, 255))
        outline(pixels, Box(39, 69, 202, 32), (16, 16, 16), 2)
        ring = ring_in(pixels, candidates(pixels))
        assert ring is not None, ground
        assert ring.box.overlap(Box(39, 69, 202, 32)) >= 0.9 * 202 * 32


@pytest.mark.parametrize("colour", [(220, 40, 40), (40, 160, 60), (90, 90, 90)])
def test_red_green_and_grey_outlines_are_no_rings(colour: tuple[int, int, int]) -> None:
    pixels = three_fields()
    outline(pixels, Box(40, 70, 200, 30), colour, 2)
    assert ring_in(pixels, candidates(pixels)) is None


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder()


PAGES = sorted((Path(__file__).parents[2] / "data" / "not_focused").glob("*.png"))
"""Pages in Chromium, without any focus: what is chosen, or set apart, in a blue outline or dots."""


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_what_is_chosen_or_set_apart_has_no_focus_or_is_a_guess(finder: Finder, path: Path) -> None:
    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGB"))
    focused = [one for one in finder.find(pixels, token=Token()) if "focused" in one.states]
    if path.stem == "radio_cards":  # drawn as a field with the focus is
        assert all(one.confidence <= A_GUESS for one in focused)
    else:
        assert focused == []


def test_two_rings_are_none() -> None:
    pixels = three_fields()
    outline(pixels, Box(40, 20, 200, 30), (50, 130, 230), 2)
    assert ring_in(pixels, candidates(pixels)) is not None
    outline(pixels, Box(40, 120, 200, 30), (50, 130, 230), 2)
    assert ring_in(pixels, candidates(pixels)) is None


def test_a_blue_outline_without_others_beside_it_is_none() -> None:
    pixels = page()
    outline(pixels, Box(40, 20, 200, 30), (50, 130, 230), 2)
    assert ring_in(pixels, candidates(pixels)) is None


def test_a_drop_zone_s_dashes_are_no_ring() -> None:
    pixels = page()
    box = Box(40, 60, 210, 42)
    for at in range(0, box.w, 6):
        pixels[(box.y, box.bottom), box.x + at : box.x + at + 3] = 120
    for at in range(0, box.h, 6):
        pixels[box.y + at : box.y + at + 3, (box.x, box.right)] = 120
    assert ring_in(pixels, candidates(pixels)) is None


def test_a_picture_of_nothing_and_a_tiny_one_have_no_ring() -> None:
    for pixels in (page(), np.zeros((3, 3, 3), np.uint8)):
        assert ring_in(pixels, candidates(pixels)) is None


def named(box: Box, text: str) -> TextBlock:
    """As OCR boxes what stands in the middle of a tab."""
    wide = min(box.w - 14, 8 * len(text))
    return TextBlock(
        text, Box(box.x + (box.w - wide) // 2, box.y + box.h // 2 - 8, wide, 17), confidence=0.99, source="ocr"
    )


@pytest.mark.parametrize("style", ["fusion", "windows"])
def test_the_tab_that_is_one_with_its_pane_is_chosen(style: str, request: pytest.FixtureRequest) -> None:
    pixels, _, boxes = request.getfixturevalue(style)[0]
    lines = [named(box, name) for box, name in zip(boxes, ("People", "Places", "History"), strict=True)]
    found = tabs(pixels, lines, 1)
    assert [(one.name, "selected" in one.states) for one in found] == [
        ("People", True), ("Places", False), ("History", False)
    ]  # fmt: skip


def test_names_over_a_line_that_goes_on_under_all_are_no_tabs() -> None:
    pixels = page()
    pixels[60] = 150
    lines = [TextBlock(name, Box(20 + 90 * at, 36, 50, 16), confidence=0.99, source="ocr")
             for at, name in enumerate(("Name", "Size", "Date"))]  # fmt: skip
    assert tabs(pixels, lines, 1) == []


def test_a_thick_coloured_line_under_one_of_them_makes_tabs_of_them() -> None:
    pixels = page()
    pixels[60] = 150
    pixels[57:61, 100:180] = (50, 130, 230)
    lines = [TextBlock(name, Box(20 + 90 * at, 36, 50, 16), confidence=0.99, source="ocr")
             for at, name in enumerate(("View", "Editor", "Fonts"))]  # fmt: skip
    assert [one.name for one in tabs(pixels, lines, 1) if one.states] == ["Editor"]


def test_a_tab_is_told_once_and_takes_the_focus_of_its_double() -> None:
    tab = Thing(4_400_000, "tab", "View", "", frozenset(), Box(10, 10, 60, 24), confidence=0.98, source="pixels")
    double = Thing(1_000_000, "control", "", "", frozenset(("focused",)), Box(12, 12, 56, 20), confidence=1.0,
                   source="pixels")  # fmt: skip
    line = TextBlock("View", Box(20, 14, 40, 16), confidence=0.99, source="ocr")
    for things in ((tab, double), with_names((tab, double), [line])):
        found = with_names(things, [line])
        assert [(one.role, one.name, "focused" in one.states) for one in found] == [("tab", "View", True)]

"""Spreadsheets whose cells are no part of the accessibility tree: what they are told by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.types import Box, Scene, TextBlock, Thing, Verbosity, WindowInfo
from models.grounded.engine import GroundedEngine
from models.grounded.kinds import kind_of
from models.grounded.view import View
from tests.models.grounded.test_answers import ask
from tests.models.grounded.test_narrate import text


def budget(app: str = "Gnumeric", cell: str = "D12", content: str = "Rent of the hall", busy: str = "0%") -> Scene:
    """A name box and a formula bar over cells that only a picture shows."""
    things = (
        Thing(0, "window", "budget.gnumeric - Gnumeric", "", frozenset({"active"}), Box(0, 0, 900, 600)),
        Thing(1, "toolbar", "", "", frozenset(), Box(0, 0, 900, 30), 0),
        Thing(2, "button", "Save", "", frozenset({"focusable"}), Box(4, 2, 26, 26), 1),
        Thing(3, "textbox", "", cell, frozenset({"focusable"}), Box(4, 34, 120, 28), 0),
        Thing(4, "textbox", "", content, frozenset({"focusable"}), Box(240, 34, 640, 28), 0),
        Thing(5, "tab", "Costs", "", frozenset({"selected"}), Box(10, 570, 60, 24), 0),
        Thing(6, "tab", "Gifts", "", frozenset(), Box(80, 570, 60, 24), 0),
        Thing(7, "progressbar", "", busy, frozenset(), Box(300, 570, 200, 20), 0),
    )
    blocks = (
        TextBlock("OK a", Box(60, 4, 40, 16), 0.9, "line"),
        TextBlock("A B C D", Box(60, 70, 500, 14), 0.95, "line"),
        TextBlock("11 Deposit 300", Box(10, 90, 400, 14), 0.95, "line"),
        TextBlock("13", Box(10, 190, 16, 14), 0.95, "line"),
        TextBlock("725", Box(300, 250, 30, 14), 0.95, "line"),
    )
    window = WindowInfo(1, "budget.gnumeric - Gnumeric", app, 1, Box(0, 0, 900, 600))
    return Scene(900, 600, "window", blocks, things, window, settled=len(blocks), complete=True)


def test_the_cell_is_told_by_its_name_its_content_and_its_sheet() -> None:
    said = text(budget(), verbosity="brief")
    assert said.startswith("Spreadsheet: budget.gnumeric. Cell D12: Rent of the hall. Costs")


def test_a_formula_is_told_as_it_is_written() -> None:
    assert "Cell F3: =F1*F2." in text(budget(cell="F3", content="=F1*F2"))


def test_an_empty_cell_has_only_its_name() -> None:
    assert "Cell B90. " in text(budget(cell="B90", content=""))


@pytest.mark.parametrize("verbosity", ["normal", "full"])
def test_icons_and_the_edges_of_the_sheet_are_not_told_as_its_content(verbosity: Verbosity) -> None:
    said = text(budget(), verbosity=verbosity)
    assert "11 Deposit 300." in said
    assert "OK a" not in said
    assert "A B C D" not in said
    assert "13." not in said
    assert "725." in said  # a number that stands in a cell


@pytest.mark.parametrize("busy", ["0%", "40%"])
def test_a_bar_without_a_name_is_told_once_something_goes_on(busy: str) -> None:
    assert ("40%" in text(budget(busy=busy))) is (busy == "40%")


def test_a_window_of_another_program_with_such_a_field_is_no_spreadsheet() -> None:
    assert kind_of(View(budget(app="seat-planner"))) != "spreadsheet"
    assert kind_of(View(budget(cell="100%"))) != "spreadsheet"


def test_in_another_window_what_has_not_begun_is_told() -> None:
    things = (
        Thing(0, "window", "Copying files", "", frozenset({"active"}), Box(0, 0, 400, 200)),
        Thing(1, "progressbar", "", "0%", frozenset(), Box(10, 60, 300, 20), 0),
        Thing(2, "button", "Cancel", "", frozenset({"focusable"}), Box(10, 100, 80, 30), 0),
    )
    assert "0%" in text(
        Scene(400, 200, "window", (), things, WindowInfo(1, "Copying files", "files", 1, things[0].box))
    )


def test_headings_in_capitals_and_numbers_of_the_first_column_are_content() -> None:
    sheet = budget()
    blocks = (
        TextBlock("A B C D", Box(60, 70, 500, 14), 0.95, "line"),
        TextBlock("ID QTY VAT", Box(50, 88, 300, 14), 0.95, "line"),
        TextBlock("100", Box(50, 106, 30, 14), 0.95, "line"),
        TextBlock("11", Box(10, 140, 16, 14), 0.95, "line"),
    )
    said = text(replace(sheet, blocks=blocks, settled=4), verbosity="full")
    assert "ID QTY VAT." in said
    assert "11." not in said
    assert "A B C D" not in said
    alone = text(replace(sheet, blocks=blocks[1:3], settled=2), verbosity="full")
    assert "100." in alone


def test_of_a_window_that_is_no_sheet_all_is_told() -> None:
    things = (
        Thing(0, "window", "Print queue", "", frozenset({"active"}), Box(0, 0, 800, 600)),
        Thing(1, "label", "A4", "", frozenset(), Box(20, 300, 30, 20), 0),
        Thing(2, "table", "Jobs", "", frozenset(), Box(20, 330, 700, 200), 0),
        Thing(3, "cell", "letter.pdf", "", frozenset(), Box(20, 330, 200, 20), 2),
    )
    blocks = (
        TextBlock("Printer is out of ink", Box(20, 100, 200, 20), 0.95, "line"),
        TextBlock("Replace the black cartridge", Box(20, 180, 200, 20), 0.95, "line"),
    )
    window = WindowInfo(1, "Print queue", "system-config-printer", 1, Box(0, 0, 800, 600))
    said = text(Scene(800, 600, "window", blocks, things, window, settled=2, complete=True), verbosity="full")
    assert "Printer is out of ink" in said
    assert "Replace the black cartridge" in said


def test_the_fields_of_a_spreadsheets_dialogs_are_no_cells() -> None:
    things = (
        Thing(0, "window", "Find - Gnumeric", "", frozenset({"active"}), Box(0, 0, 600, 400)),
        Thing(1, "textbox", "Range", "A1:B4", frozenset({"focusable"}), Box(80, 40, 120, 30), 0),
        Thing(2, "textbox", "Search for", "hunter", frozenset({"focused"}), Box(260, 40, 320, 30), 0),
    )
    window = WindowInfo(1, "Find - Gnumeric", "Gnumeric", 1, Box(0, 0, 600, 400))
    said = text(Scene(600, 400, "window", (), things, window, complete=True))
    assert "Cell" not in said
    assert "Range" in said


def test_of_a_range_no_single_value_is_told() -> None:
    assert "Cell B2:D5. " in text(budget(cell="B2:D5", content="40"))


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Which cell is selected?", "en"), ("Welche Zelle ist ausgewählt?", "de"), ("Was steht in Zelle D12?", "de"),
        ("D12里有什么？", "zh"),
    ],
)  # fmt: skip
def test_of_cells_that_are_only_pixels_nothing_is_claimed(question: str, language: str) -> None:
    assert not ask(GroundedEngine(), budget(), question, language=language).answerable

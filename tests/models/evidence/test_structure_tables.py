"""Tables that only the eye sees: empty cells, merged cells, titles above them; and what is no table."""

from __future__ import annotations

import pytest

from assistant.types import Box, TextBlock
from models.evidence.structure.tables import SeenTable, seen_tables
from tests.models.evidence.test_layout import block, column

TRAINS = (
    ("Time", "To", "Via", "Platform", "Remarks"),
    ("08:47", "Berlin", "Wolfsburg", "7", ""),
    ("08:52", "Lyon", "Dijon", "3", "15 minutes late"),
    ("09:05", "Ghent", "Aalst", "11", ""),
    ("09:10", "Oslo", "Gothenburg", "12", "Cancelled"),
)


def drawn(*rows: tuple[str, ...], x: int = 40, y: int = 100, step: int = 180) -> list[TextBlock]:
    return [
        block(text, x + step * at, y + 40 * row)
        for row, cells in enumerate(rows)
        for at, text in enumerate(cells)
        if text
    ]


def texts(table: SeenTable) -> list[tuple[str, ...]]:
    return [tuple(cell.text if cell else "" for cell in row) for row in table.rows]


def test_a_table_with_empty_cells_is_read_whole() -> None:
    [table] = seen_tables(drawn(*TRAINS))
    assert table.header == TRAINS[0]
    assert texts(table) == list(TRAINS[1:])


def test_a_title_and_a_clock_above_it_and_a_note_below_are_not_in_it() -> None:
    title = [block("Departures", 40, 40, 216, 40), block("08:41", 900, 42, 80, 36)]
    note = [block("Please keep your luggage with you at all times.", 40, 320, 500)]
    [table] = seen_tables([*title, *drawn(*TRAINS), *note])
    assert table.header == TRAINS[0]
    assert texts(table) == list(TRAINS[1:])


def test_a_merged_heading_names_each_column_under_it() -> None:
    merged = [block("Sales in euros", 220, 60, 330)]
    rows = drawn(
        ("Shop", "2024", "2025"), ("Oslo", "120", "140"), ("Bergen", "80", "95"), ("Moss", "31", "30"), step=220
    )
    [table] = seen_tables([*merged, *rows])
    assert table.header == ("Shop", "Sales in euros 2024", "Sales in euros 2025")
    assert texts(table)[0] == ("Oslo", "120", "140")


def test_a_merged_cell_counts_for_each_column_it_covers() -> None:
    rows = drawn(("Day", "Morning", "Evening"), ("Mon 3", "Yoga 1", "Chess 2"), ("Wed 5", "Swim 3", "Choir 4"))
    merged = block("Closed all day for cleaning", 220, 220, 290)
    day = block("Thu 6", 40, 220)
    [table] = seen_tables([*rows, day, merged])
    assert texts(table)[-1] == ("Thu 6", merged.text, merged.text)
    assert len(table.blocks) == 6 + 2


def test_a_list_beside_a_table_is_not_in_it() -> None:
    folders = [
        block(text, 10, 90 + 33 * row, 60) for row, text in enumerate(["Inbox", "Sent", "Drafts", "Spam", "Bin"])
    ]
    found = seen_tables([*folders, *drawn(*TRAINS, x=300)])
    assert [table.header for table in found] == [TRAINS[0]]


CODE = ("a = 1", "b = [", "  2,", "]", "c: int", "d()", "e", "f")


@pytest.mark.parametrize(
    "blocks",
    [
        [*column(20, 60, "left", 8), *column(420, 60, "right", 8)],
        [block(f"{number}", 10, 20 * number, 20) for number in range(8, 16)]
        + [block(text, 50, 20 * number) for number, text in enumerate(CODE, 8)],
        column(20, 60, "alone", 9),
        [block("Name", 20, 20), block("Ada", 200, 20), block("Town", 20, 60), block("Oslo", 200, 60)],
        [],
    ],
    ids=["columns of text", "code with line numbers", "one column", "two lines", "nothing"],
)  # fmt: skip
def test_what_is_no_table_is_none(blocks: list[TextBlock]) -> None:
    assert seen_tables(blocks) == []


def test_thousands_of_rows_are_one_table() -> None:
    [table] = seen_tables(drawn(("Name", "Count"), *((f"part {n}", f"{n * 7}") for n in range(2000))))
    assert len(table.rows) == 2000


def _written(rows: list[list[tuple[str, int]]]) -> list[TextBlock]:
    """Cells of 8 pixels a letter at their left edges, 30 pixels a row."""
    return [TextBlock(text, Box(x, 20 + 30 * at, 8 * len(text), 18)) for at, row in enumerate(rows) for text, x in row]


def test_a_piece_that_was_read_over_two_columns_is_cut_where_the_second_begins() -> None:
    rows = [
        [("Parcel", 20), ("Code", 140), ("Weight", 238)],
        [("Lamp", 20), ("77.1", 140), ("12 kg", 238)],
        [("Chair", 20), ("78.20", 140), ("9 kg", 238)],
        [("Table", 20), ("79.20251130 48 kg", 140)],
        [("Shelf", 20), ("80.3", 140), ("31 kg", 238)],
    ]
    (table,) = seen_tables(_written(rows))
    assert table.header == ("Parcel", "Code", "Weight")
    assert [[cell and cell.text for cell in row] for row in table.rows][2] == ["Table", "79.20251130", "48 kg"]


def test_a_column_of_boxes_to_tick_has_no_cells_and_names_no_row() -> None:
    rows = [
        [("Send", 20), ("Parcel", 100), ("Weight", 260)],
        [("Lamp", 100), ("12 kg", 260)],
        [("Chair", 100), ("9 kg", 260)],
        [("Shelf", 100), ("31 kg", 260)],
    ]
    (table,) = seen_tables(_written(rows))
    assert table.header == ("Parcel", "Weight")
    assert [row[0].text for row in table.rows if row[0] is not None] == ["Lamp", "Chair", "Shelf"]

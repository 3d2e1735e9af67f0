"""Reading order of screens that columns alone don't explain: rows with something at their end, chats, heads, cards."""

from __future__ import annotations

import pytest

from assistant.types import Box, TextBlock
from models.evidence.layout import reading_order
from models.evidence.nested import nested_order
from models.evidence.slope import slope
from tests.models.evidence.test_layout import block, column, order


def test_rows_of_which_only_some_have_a_badge_or_a_remark_are_read_across() -> None:
    trains = [("08:47", "Berlin", ""), ("08:52", "Lyon", "15 minutes late"), ("09:05", "Ghent", ""),
              ("09:10", "Oslo", "Cancelled"), ("09:18", "Airport", ""), ("09:24", "Vienna", "")]  # fmt: skip
    blocks = [
        block(text, 40 + 300 * place, 100 + 47 * row)
        for row, cells in enumerate(trains)
        for place, text in enumerate(cells)
        if text
    ]
    assert order(*blocks) == [text for cells in trains for text in cells if text]


def test_a_short_list_is_not_read_into_the_text_beside_it() -> None:
    words = column(420, 60, "text", 9)
    note = [block("See also", 20, 81), block("Page 4", 20, 141)]  # level with lines of the text, by chance
    assert order(*note, *words) == [b.text for b in (*note, *words)]


def test_the_two_sides_of_a_chat_are_read_as_they_follow_each_other() -> None:
    talk = [("Who can help on Saturday?", 20), ("I can, from ten.", 420), ("Good. Bring a saw?", 20),
            ("Yes, two.", 480), ("See you then!", 20), ("See you.", 480)]  # fmt: skip
    assert order(*(block(text, x, 40 + 50 * at) for at, (text, x) in enumerate(talk))) == [text for text, _ in talk]


def test_a_line_across_the_lanes_below_it_is_read_before_all_columns() -> None:
    left, right = column(20, 160, "left", 6), column(420, 160, "right", 6)
    title, date, number = block("The Weekly", 300, 10, 220, 50), block("8 March", 20, 100), block("No. 2,114", 370, 100)
    assert order(title, date, number, *left, *right) == [b.text for b in (title, date, number, *left, *right)]


def test_a_search_field_beside_the_name_belongs_to_the_head_of_the_page() -> None:
    head = [block("Harbour Mail", 20, 16, 122), block("Search mail", 180, 18, 90)]
    folders = [
        block(text, 28, 90 + 30 * row, 60) for row, text in enumerate(["Inbox", "Sent", "Drafts", "Spam", "Bin"])
    ]
    mails = [block(text, 254 + 300 * (at % 2), 95 + 40 * (at // 2), 130) for at, text in enumerate(
        ["Marta", "Keys for the flat", "Rail", "Your booking", "Library", "Books are due", "Oleg", "Minutes"]
    )]  # fmt: skip
    assert order(*head, *folders, *mails) == [b.text for b in (*head, *folders, *mails)]


def test_cards_are_read_one_by_one_each_label_with_its_figure() -> None:
    cards = [("Revenue", "$128,400"), ("Orders", "3,216"), ("Returns", "87")]
    blocks = [
        block(text, 40 + 300 * at, 20 + 17 * row, 120, 15 + 18 * row)
        for at, card in enumerate(cards)
        for row, text in enumerate(card)
    ]
    assert order(*blocks) == [text for card in cards for text in card]


ROWS = [("06:10", "Lund", "4", "via Malmo"), ("06:42", "Kiel", "11", ""), ("07:05", "Ystad", "2", "late"),
        ("07:30", "Trelleborg", "9", ""), ("08:15", "Sassnitz", "1", "full")]  # fmt: skip


@pytest.mark.parametrize("down", [-0.03, 0.025])
def test_a_table_that_was_photographed_askew_is_read_row_by_row(down: float) -> None:
    cells = [
        block(text, x, round(200 + 34 * row + down * x))
        for row, texts in enumerate(ROWS)
        for x, text in zip((40, 200, 640, 900), texts, strict=True)
        if text
    ]
    shuffled = cells[::-1]
    assert nested_order(shuffled) == cells
    assert slope(cells) == pytest.approx(down, abs=0.004)


def test_times_that_stand_a_little_higher_than_names_are_no_slope() -> None:
    talks = [("Ann", "18:04"), ("Piano lessons", "Tue"), ("Dad", "Mon"), ("Building 12", "Mon"), ("Jo", "1 May")]
    names = [
        block(text, 20 + 260 * at, 40 + 60 * row - 4 * at)
        for row, pair in enumerate(talks * 2)
        for at, text in enumerate(pair)
    ]
    assert slope(names) == 0.0
    right = [block(one.text, one.box.x + (0 if at % 2 == 0 else 7 * at), one.box.y) for at, one in enumerate(names)]
    assert slope(right) == 0.0


def test_boxes_of_no_width_have_no_slope() -> None:
    assert slope([TextBlock(f"{at}", Box(100, 40 + 6 * at, 0, 14)) for at in range(20)]) == 0.0


@pytest.mark.parametrize(("rows", "columns"), [(500, 10), (4000, 1)])
def test_no_block_is_lost_of_thousands(rows: int, columns: int) -> None:
    blocks = [
        TextBlock(f"{at}", Box(100 * (at % columns), 20 * (at // columns), 60, 14)) for at in range(rows * columns)
    ]
    assert [found.text for found in reading_order(blocks)] == [found.text for found in blocks]

"""Reading order and paragraphs."""

from __future__ import annotations

import random
import time

from assistant.types import Box, TextBlock
from models.evidence.layout import reading_order, settled
from models.evidence.paragraphs import paragraphs, rows, without_specks


def block(text: str, x: int, y: int, w: int | None = None, h: int = 16) -> TextBlock:
    return TextBlock(text, Box(x, y, w if w is not None else 8 * len(text), h))


def order(*blocks: TextBlock) -> list[str]:
    shuffled = list(blocks)
    random.Random(7).shuffle(shuffled)  # noqa: S311
    return [found.text for found in reading_order(shuffled)]


PROSE = "a line of running text that fills {}"


def column(x: int, y: int, name: str, lines: int = 4) -> list[TextBlock]:
    return [block(PROSE.format(f"{name}{number}"), x, y + 20 * number) for number in range(lines)]


def test_two_columns_of_text_are_read_one_after_the_other_under_their_heading() -> None:
    left, right = column(20, 60, "left"), column(420, 60, "right")
    heading = block("THE HEADING OVER BOTH COLUMNS OF THIS PAGE", 20, 10, 720, 24)
    assert order(heading, *left, *right) == [heading.text, *(b.text for b in left), *(b.text for b in right)]


def test_a_control_level_with_a_label_and_its_note_is_read_after_both() -> None:
    rows = [("Language", "Of menus and messages", "Estonian"), ("Keyboard", "", "US"), ("Sleep", "On battery", "5 min")]
    blocks = []
    for number, (label, note, value) in enumerate(rows):
        top = 40 + 70 * number
        blocks.append(block(label, 300, top))
        blocks += [block(note, 300, top + 20)] if note else []
        blocks.append(block(value, 900, top + (10 if note else 0)))
    buttons = [block("Apply", 300, 260), block("Close", 400, 260)]
    assert order(*blocks, *buttons) == [*(b.text for b in blocks), "Apply", "Close"]


def test_columns_stay_whole_when_their_paragraphs_break_at_one_height() -> None:
    left = [*column(20, 60, "a", 2), *column(20, 130, "b", 2)]
    right = [*column(420, 60, "c", 2), *column(420, 130, "d", 2)]
    assert order(*left, *right) == [b.text for b in (*left, *right)]


def test_a_form_is_read_label_by_label() -> None:
    rows = [("Name", "Ada"), ("Street", "Elm 4"), ("Town", "Oslo"), ("Country", "Norway")]
    blocks = [
        block(text, 20 + 200 * place, 20 + 30 * row) for row, pair in enumerate(rows) for place, text in enumerate(pair)
    ]
    assert order(*blocks) == [text for pair in rows for text in pair]


def test_a_table_is_read_row_by_row() -> None:
    rows = [("Item", "Count", "Price"), ("Tea", "2", "3.50"), ("Bread", "1", "2.20"), ("Total", "3", "5.70")]
    blocks = [
        block(text, 20 + 120 * place, 20 + 26 * row)
        for row, cells in enumerate(rows)
        for place, text in enumerate(cells)
    ]
    assert order(*blocks) == [text for cells in rows for text in cells]


def test_a_sidebar_is_read_before_the_text_beside_it() -> None:
    sidebar = [block(text, 10, 40 + 33 * row) for row, text in enumerate(["Inbox", "Sent", "Drafts", "Spam"])]
    text = column(220, 42, "mail", 7)
    assert order(*sidebar, *text) == [b.text for b in (*sidebar, *text)]


def test_words_of_one_line_go_from_left_to_right_though_their_heights_differ() -> None:
    assert order(block("File", 5, 11, h=14), block("Edit", 60, 9, h=18), block("View", 120, 12)) == [
        "File",
        "Edit",
        "View",
    ]


def test_lines_of_a_paragraph_are_joined_and_its_end_is_seen() -> None:
    lines = [
        block("The first paragraph has two lines which be-", 20, 20, 330),
        block("long together.", 20, 40, 110),
        block("The second one begins after the short line", 20, 60, 330),
        block("and goes on.", 20, 80, 90),
    ]
    assert [found.text for found in paragraphs(lines)] == [
        "The first paragraph has two lines which belong together.",
        "The second one begins after the short line and goes on.",
    ]
    assert paragraphs(lines)[0].box == Box(20, 20, 330, 36)
    assert paragraphs(lines)[0].kind == "paragraph"


def test_chinese_lines_are_joined_without_a_space() -> None:
    lines = [block("这是第一行文字它占满了整个宽度直到行的末尾处", 20, 20, 400), block("这是第二行。", 20, 40, 120)]
    assert paragraphs(lines)[0].text == "这是第一行文字它占满了整个宽度直到行的末尾处这是第二行。"


def test_menu_items_and_headings_are_no_paragraph() -> None:
    lines = [block("Open", 20, 20), block("Save", 20, 40), block("Quit", 20, 60)]
    assert paragraphs(lines) == lines
    heading = [
        block("A large heading over text", 20, 20, 500, 40),
        block("the text right under the heading", 20, 64, 300),
    ]
    assert len(paragraphs(heading)) == 2


def test_nothing_is_lost_or_repeated_whatever_the_boxes() -> None:
    dice = random.Random(3)  # noqa: S311
    for _ in range(30):
        blocks = [
            block(
                f"t{number}",
                dice.randrange(0, 1800),
                dice.randrange(0, 1000),
                dice.randrange(1, 400),
                dice.randrange(1, 90),
            )
            for number in range(60)
        ]
        assert sorted(found.text for found in reading_order(blocks)) == sorted(found.text for found in blocks)
    assert reading_order([]) == []


def test_the_time_for_a_page_grows_little_faster_than_its_lines() -> None:
    def seconds(lines: int) -> float:
        blocks = [block(PROSE.format(f"{row}"), 20 + 450 * (row % 4), 20 + 20 * (row // 4)) for row in range(lines)]
        times = []
        for _ in range(5):
            began = time.process_time()
            reading_order(blocks)
            times.append(time.process_time() - began)
        return min(times)

    assert seconds(1000) < 40 * seconds(100)


def line(text: str, x: int, y: int, w: int) -> TextBlock:
    return TextBlock(text, Box(x, y, w, 16))


def test_lines_of_one_column_are_settled_down_to_where_the_page_is_known() -> None:
    page = [line(f"line {i}", 30, 20 + 26 * i, 600) for i in range(6)]
    assert settled(reading_order(page), 800, page[-1].box.y) == 5
    assert settled(reading_order(page), 800, 0) == 0


def test_nothing_is_settled_where_columns_begin() -> None:
    heading = line("A heading over both", 30, 20, 700)
    left = [line("text of the left column", 30, 80 + 26 * i, 300) for i in range(3)]
    right = [line("text of the right column", 420, 80 + 26 * i, 300) for i in range(3)]
    ordered = reading_order([heading, *left, *right])
    assert settled(ordered, 800, 10_000) == 1


def test_a_column_on_the_right_waits_for_what_may_stand_on_the_left() -> None:
    page = [line(f"line {i}", 500, 20 + 26 * i, 200) for i in range(4)]
    assert settled(page, 800, 10_000) == 0


def pieces(y: int, *cells: tuple[str, int]) -> list[TextBlock]:
    """What OCR makes of one row: texts and where they begin."""
    return [line(text, x, y + number % 2, 8 * len(text)) for number, (text, x) in enumerate(cells)]


LISTING = [
    *pieces(20, ("drwxr-xr-x", 2), ("2 root root", 110), ("4096", 220), ("Jun 24", 270), ("apt", 340)),
    *pieces(40, ("-rw-r--r--", 2), ("1 root root", 110), ("117", 220), ("May 9", 270), ("notes.txt", 340)),
]


def test_the_pieces_of_a_row_are_one_line_and_rows_stay_apart() -> None:
    assert [found.text for found in paragraphs(reading_order(LISTING))] == [
        "drwxr-xr-x 2 root root 4096 Jun 24 apt",
        "-rw-r--r-- 1 root root 117 May 9 notes.txt",
    ]


def test_columns_of_text_are_not_taken_for_rows() -> None:
    left, right = column(20, 60, "left"), column(420, 60, "right")
    assert [found.text for found in rows(reading_order([*left, *right]))] == [b.text for b in (*left, *right)]


def test_a_line_that_ocr_cut_in_two_goes_on_in_its_paragraph() -> None:
    lines = [
        line("A line of running text that is cut", 20, 20, 280),
        line("in two by its reader", 306, 20, 160),
        line("and goes on below.", 20, 40, 144),
    ]
    assert [found.text for found in paragraphs(lines)] == [
        "A line of running text that is cut in two by its reader and goes on below."
    ]


def test_cells_of_the_tree_are_read_as_rows_with_a_pause_between_them() -> None:
    cells = [
        TextBlock(text, Box(20 + 100 * place, y, 90, 20), 1.0, "cell", "tree")
        for y, row in ((20, ("Oslo", "09:12")), (44, ("Moss", "10:05")))
        for place, text in enumerate(row)
    ]
    assert [found.text for found in paragraphs(cells)] == ["Oslo, 09:12", "Moss, 10:05"]


def test_signs_of_icons_are_no_content_but_numbers_and_words_are() -> None:
    window = [line("letter.pdf", 200, 10, 80), line("X", 560, 10, 12), line("二", 590, 10, 12), line("OK", 20, 90, 20)]
    assert [found.text for found in without_specks([*window, line("7", 300, 90, 8)])] == ["letter.pdf", "OK", "7"]
    assert without_specks([line("X", 560, 10, 12)])
    vitamin = [line("Vitamin", 20, 40, 60), line("C", 86, 40, 10)]
    assert [found.text for found in paragraphs([*window, *vitamin])][-1] == "Vitamin C"


def test_a_chinese_word_of_one_character_stays_beside_other_chinese() -> None:
    dialog = [line("要删除文件吗？", 20, 20, 140), line("是", 20, 80, 16), line("否", 120, 80, 16)]
    assert without_specks(dialog) == dialog

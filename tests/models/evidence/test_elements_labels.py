"""What elements from pixels are called, and where they are looked for at all."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.types import Box, Capture, Finding, TextBlock, Thing, WindowInfo
from models.evidence.elements import labels
from models.evidence.elements.labels import with_names
from models.evidence.elements.untold import untold
from models.evidence.merge import SceneMerger


def element(number: int, role: str, box: tuple[int, int, int, int], *states: str, value: str = "") -> Thing:
    return Thing(number, role, value=value, states=frozenset(states), box=Box(*box), confidence=0.99, source="pixels")


def read(text: str, box: tuple[int, int, int, int]) -> TextBlock:
    return TextBlock(text, Box(*box), 0.98)


def names(things: list[Thing], blocks: list[TextBlock]) -> list[tuple[str, str]]:
    return [(thing.name, thing.value) for thing in with_names(things, blocks)]


def test_a_button_is_called_by_the_words_in_it() -> None:
    button = element(1, "button", (100, 100, 80, 30))
    assert names([button], [read("Save", (122, 107, 36, 16)), read("Name", (10, 107, 60, 16))]) == [("Save", "")]


def test_a_check_box_is_called_by_the_words_right_of_it() -> None:
    box = element(1, "checkbox", (20, 40, 16, 16), "checked")
    blocks = [read("Wrap lines", (44, 40, 80, 16)), read("Options", (20, 10, 60, 16)), read("Below", (44, 70, 50, 16))]
    assert names([box], blocks) == [("Wrap lines", "")]


def test_a_check_mark_that_was_read_as_a_letter_is_no_part_of_the_name() -> None:
    box = element(1, "checkbox", (20, 40, 16, 16), "unchecked")
    assert names([box], [read("口 Wrap lines", (20, 38, 104, 18))]) == [("Wrap lines", "")]
    assert names([box], [read("Wrap lines", (20, 38, 104, 18))]) == [("Wrap lines", "")]


def test_a_line_whose_box_reaches_back_to_the_words_before_it_names_the_mark_in_it() -> None:
    marks = [element(1, "radio", (20, 40, 14, 14), "checked"), element(2, "radio", (200, 40, 14, 14), "unchecked")]
    blocks = [read("By post, in a week", (40, 38, 144, 18)), read("By courier, tomorrow", (178, 38, 200, 18))]
    assert names(marks, blocks) == [("By post, in a week", ""), ("By courier, tomorrow", "")]
    far = [read("By post", (40, 38, 60, 18)), read("Book by courier", (170, 38, 200, 18))]
    assert names(marks, far) == [("By post", ""), ("", "")]  # there is room for letters before it


def test_a_letter_within_a_line_is_no_check_box() -> None:
    letter = element(1, "radio", (60, 40, 12, 12), "unchecked")
    assert names([letter], [read("Book O and more", (10, 38, 140, 16))]) == [("", "")]


def test_marks_that_were_read_as_one_line_get_no_name() -> None:
    marks = [element(1, "radio", (20, 40, 14, 14), "checked"), element(2, "radio", (90, 40, 14, 14), "unchecked")]
    assert names(marks, [read("O Small O Large", (20, 38, 150, 16))]) == [("", ""), ("", "")]


def test_each_of_two_marks_on_a_line_has_its_own_words() -> None:
    marks = [element(1, "radio", (20, 40, 14, 14), "checked"), element(2, "radio", (110, 40, 14, 14), "unchecked")]
    blocks = [read("Small", (40, 38, 44, 16)), read("Large", (130, 38, 44, 16))]
    assert names(marks, blocks) == [("Small", ""), ("Large", "")]


def test_a_field_is_called_by_its_label_and_holds_what_is_written_in_it() -> None:
    field = element(1, "textbox", (120, 40, 200, 26))
    blocks = [read("Email:", (20, 44, 60, 16)), read("ann@example.org", (128, 45, 120, 16))]
    assert names([field], blocks) == [("Email", "ann@example.org")]


def test_the_words_of_a_button_are_no_label() -> None:
    things = [element(1, "button", (20, 40, 80, 26)), element(2, "textbox", (120, 40, 200, 26))]
    assert names(things, [read("Search", (34, 45, 50, 16))]) == [("Search", ""), ("", "")]


def test_a_written_percentage_wins_over_a_measured_one_only_if_they_agree() -> None:
    bar = element(1, "progressbar", (20, 60, 300, 12), value="≈44 %")
    label = read("Downloading 45%", (20, 40, 120, 16))
    assert names([bar], [label]) == [("Downloading", "45 %")]
    assert names([bar], [read("Save 20% today", (20, 40, 120, 16))])[0][1] == "≈44 %"


def test_names_found_once_do_not_stick_when_more_is_read() -> None:
    box = element(1, "checkbox", (20, 40, 16, 16), "checked")
    first = with_names([box], [read("Wrap", (44, 40, 30, 16))])
    assert with_names(first, [read("Wrap lines", (44, 40, 80, 16))])[0].name == "Wrap lines"


def test_the_merger_names_elements_whichever_comes_first() -> None:
    merger = SceneMerger()
    start = merger.start(Capture(np.zeros((200, 300, 3), np.uint8), "file"))
    text = Finding("ocr", blocks=(read("Wrap lines", (44, 40, 80, 16)),))
    things = Finding("elements", things=(element(1_000_000, "checkbox", (20, 40, 16, 16), "checked"),))
    one, other = merger.add(merger.add(start, text), things), merger.add(merger.add(start, things), text)
    assert one.things == other.things
    assert one.things[0].name == "Wrap lines"


@pytest.mark.parametrize("source", ["file", "clipboard"])
def test_a_picture_is_looked_at_all_over(source: str) -> None:
    capture = Capture(np.zeros((200, 300, 3), np.uint8), source)
    scene = SceneMerger().start(capture)
    assert untold(capture, scene) == [Box(0, 0, 300, 200)]


def test_a_program_that_tells_its_controls_is_not_looked_at() -> None:
    capture, scene = _window(_told(4))
    assert untold(capture, scene) == []


def test_of_the_desktop_only_the_focused_window_is_looked_at_and_only_if_it_tells_nothing() -> None:
    capture, scene = _window(_told(0))
    assert untold(capture, scene) == [Box(50, 20, 400, 300)]


def test_a_canvas_inside_of_a_window_that_tells_the_rest_is_looked_at() -> None:
    canvas = Thing(90, "image", box=Box(60, 80, 380, 200), parent=1)
    capture, scene = _window((*_told(4), canvas))
    assert untold(capture, scene) == [canvas.box]


def test_elements_inside_of_a_canvas_belong_to_its_window() -> None:
    things = (Thing(1, "window", box=Box(0, 0, 300, 200)), element(1_000_000, "button", (20, 40, 60, 20)))
    assert with_names(things, [])[1].parent == 1


def _told(count: int) -> tuple[Thing, ...]:
    root = Thing(1, "window", box=Box(50, 20, 400, 300))
    return (
        root,
        *(Thing(2 + at, "button", f"B{at}", box=Box(60 + 40 * at, 40, 30, 20), parent=1) for at in range(count)),
    )


def _window(things: tuple[Thing, ...]):  # type: ignore[no-untyped-def]
    window = WindowInfo(7, "Paint", "paint", 1, Box(50, 20, 400, 300))
    capture = Capture(np.zeros((480, 640, 3), np.uint8), "screen", window=window)
    merger = SceneMerger()
    return capture, merger.add(merger.start(capture), Finding("tree", things=things))


def test_what_stands_in_a_field_for_a_secret_goes_nowhere() -> None:
    merger = SceneMerger()
    start = merger.start(Capture(np.zeros((200, 400, 3), np.uint8), "file"))
    text = Finding("ocr", blocks=(read("Password", (20, 44, 70, 16)), read("orchid-4711", (128, 45, 90, 16))))
    things = Finding("elements", things=(element(1_000_000, "textbox", (120, 40, 200, 26)),))
    for first, second in ((text, things), (things, text)):
        scene = merger.add(merger.add(start, first), second)
        assert [(thing.role, thing.name, thing.value) for thing in scene.things] == [("password", "Password", "")]
        assert [block.text for block in scene.blocks] == ["Password"]


def test_the_names_of_a_large_form_cost_no_more_than_each_word_beside_each_field(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fields = [
        Thing(1000 + n, "textbox", box=Box(100 + (n % 8) * 400, 20 + (n // 8) * 50, 200, 24), source="pixels")
        for n in range(60)
    ]
    words = [TextBlock(f"label {n}", Box((n % 20) * 180, (n // 20) * 28, 90, 16)) for n in range(200)]
    looked = []
    real = labels._lies_in
    monkeypatch.setattr(labels, "_lies_in", lambda inner, outer: bool(looked.append(1)) or real(inner, outer))
    named = with_names(fields, words)
    assert any(thing.name for thing in named)
    assert len(looked) <= 4 * len(fields) * len(words)


def test_the_rows_of_a_wide_list_of_settings_name_what_stands_at_their_ends() -> None:
    things = [
        element(1, "switch", (1400, 100, 40, 22), "checked"),
        element(2, "slider", (1300, 160, 140, 20), value="≈30 %"),
        element(3, "checkbox", (1420, 220, 18, 18), "unchecked"),
    ]
    blocks = [
        read("Airplane mode", (300, 90, 130, 20)),
        read("Turns off all radios", (302, 112, 150, 16)),
        read("Screen timeout", (301, 160, 140, 20)),
        read("Warn when low", (298, 219, 130, 20)),
        read("Power", (20, 100, 60, 20)),
    ]
    assert [name for name, _ in names(things, blocks)] == ["Airplane mode", "Screen timeout", "Warn when low"]


def test_a_single_control_far_from_all_words_gets_no_name() -> None:
    switch = element(1, "switch", (1400, 100, 40, 22), "checked")
    assert names([switch], [read("Power", (20, 100, 60, 20))]) == [("", "")]


def test_words_behind_another_control_are_not_the_far_ones() -> None:
    things = [element(at, "switch", (1400, 100 + 50 * at, 40, 22)) for at in (0, 1)]
    between = [element(5 + at, "button", (900, 96 + 50 * at, 90, 30)) for at in (0, 1)]
    blocks = [read("Printer", (20, 100, 60, 20)), read("Scanner", (20, 150, 60, 20))]
    assert names([*things, *between], blocks)[:2] == [("", ""), ("", "")]


def test_of_two_lines_left_of_a_switch_the_upper_one_is_its_name() -> None:
    switch = element(1, "switch", (400, 100, 40, 34), "checked")
    blocks = [read("Backup", (40, 96, 70, 20)), read("Every night at two", (40, 118, 150, 16))]
    assert names([switch], blocks) == [("Backup", "")]


def test_a_tick_that_was_read_as_a_word_is_no_name() -> None:
    box = element(1, "checkbox", (20, 40, 16, 16), "checked")
    assert names([box], [read("V", (18, 38, 20, 20)), read("Wrap lines", (44, 40, 80, 16))]) == [("Wrap lines", "")]


def test_names_of_one_letter_behind_marks_read_as_letters_are_each_their_own() -> None:
    axes = [element(at, "checkbox", (20 + 70 * at, 40, 16, 16)) for at in range(3)]
    blocks = [read(f"口 {letter}", (18 + 70 * at, 38, 40, 20)) for at, letter in enumerate("XYZ")]
    assert [name for name, _ in names(axes, blocks)] == ["X", "Y", "Z"]
    groups = [element(at, "radio", (20 + 60 * at, 40, 16, 16)) for at in range(4)]
    blocks = [read(f"O {group}", (18 + 60 * at, 38, 40, 20)) for at, group in enumerate(("O", "A", "B", "AB"))]
    assert [name for name, _ in names(groups, blocks)] == ["O", "A", "B", "AB"]


def test_a_mark_without_words_does_not_take_those_of_the_next_one() -> None:
    days = [element(at, "checkbox", (20 + 50 * at, 40, 16, 16)) for at in range(2)]
    assert names(days, [read("口一", (68, 38, 36, 20))])[0] == ("", "")
    blocks = [read("口日", (18, 38, 36, 20)), read("口一", (68, 38, 36, 20))]
    told = [name for name, _ in names(days, blocks)]
    assert [name[-1:] for name in told] == ["日", "一"]


def test_in_dense_rows_a_switch_is_not_called_by_the_row_above() -> None:
    blocks = [read("Alpha", (40, 87, 60, 20)), read("Beta", (40, 106, 60, 20))]
    assert names([element(1, "switch", (400, 100, 40, 22))], blocks) == [("Beta", "")]
    rows = [element(at, "switch", (400, 95 + 19 * at, 40, 28)) for at in range(3)]
    blocks = [read(word, (40, 100 + 19 * at, 60, 20)) for at, word in enumerate(("Alpha", "Beta", "Gamma"))]
    assert [name for name, _ in names(rows, blocks)] == ["Alpha", "Beta", "Gamma"]


SIDE = ("Wi-Fi", "Bluetooth", "Sound")


def at_the_end(role: str, x: int, count: int = 3, pitch: int = 60, wide: int = 44) -> list[Thing]:
    return [element(at, role, (x, 99 + pitch * at, wide, 22)) for at in range(count)]


def column(words: tuple[str, ...], x: int, y: int = 100, pitch: int = 60) -> list[TextBlock]:
    return [read(one, (x, y + pitch * at, 12 * len(one), 20)) for at, one in enumerate(words)]


@pytest.mark.parametrize("y", [74, 126])
@pytest.mark.parametrize("x", [1000, 500])
def test_switches_with_words_above_or_below_are_not_called_by_a_list_left_of_them(x: int, y: int) -> None:
    switches = at_the_end("switch", x)
    blocks = column(SIDE, 20) + column(("Dark mode", "Large text", "Reader"), x, y)
    assert [name for name, _ in names(switches, blocks)] == ["", "", ""]


@pytest.mark.parametrize("role", ["slider", "checkbox", "combobox"])
def test_a_list_that_goes_on_without_controls_names_none(role: str) -> None:
    people = ("Ada Moreau", "Wen Li", "Oleg Petrov", "Marta Lind")
    assert {name for name, _ in names(at_the_end(role, 1000), column(people, 20))} == {""}
    assert [name for name, _ in names(at_the_end(role, 1000, 4), column(people, 20))] == list(people)


def test_a_table_or_two_lines_of_a_letter_are_no_rows_of_settings() -> None:
    boxes = at_the_end("checkbox", 900, wide=22)
    who = column(("Ada", "Wen", "Oleg"), 20)
    assert {name for name, _ in names(boxes, who + column(("12.50", "9.00", "7.20"), 400))} == {""}
    assert {name for name, _ in names(boxes, who + column(("paid", "open", "paid"), 400))} == {""}
    prose = column(("The ferry leaves at nine forty", "from the pier in the harbour."), 20)
    assert {name for name, _ in names(at_the_end("combobox", 1000, 2, wide=160), prose)} == {""}


def test_rows_with_a_written_value_and_a_heading_above_belong_to_the_list() -> None:
    switches = [element(at, "switch", (1000, 100 + 60 * row, 44, 22)) for at, row in enumerate((0, 1, 3))]
    blocks = [
        read("Radio", (300, 30, 90, 34)),
        *column(("Wireless", "Roaming", "Speed", "Saver"), 300),
        read("100 Mbit", (950, 221, 94, 20)),
        read("At night only", (300, 302, 120, 16)),
    ]
    blocks[4] = read("Saver", (300, 280, 60, 20))
    switches[2] = element(2, "switch", (1000, 288, 44, 22))
    assert [name for name, _ in names(switches, blocks)] == ["Wireless", "Roaming", "Saver"]
    assert {name for name, _ in names(switches, [*blocks, read("Licence", (300, 400, 80, 20))])} == {""}


def test_check_boxes_before_the_words_of_another_list_are_not_called_by_the_first() -> None:
    marks = at_the_end("checkbox", 560, wide=22)
    blocks = column(SIDE, 20) + column(("Ada", "Wen", "Oleg"), 700)
    assert {name for name, _ in names(marks, blocks)} == {""}

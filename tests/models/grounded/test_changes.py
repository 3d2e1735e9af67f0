"""What has changed between two looks at a window: all that matters, and nothing that has not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.types import Box, Claim, Scene, TextBlock, Thing, WindowInfo
from models.grounded.changes import changes

WINDOW = WindowInfo(7, "Orders", "shop", 42, Box(0, 0, 600, 400))
ROOT = Thing(1, "window", "Orders", box=Box(0, 0, 600, 400))


def nowhere(_: Box) -> bool:
    """No pixel is as it was, so that only what was read can tell."""
    return False


def look(
    *things: Thing, text: tuple[TextBlock, ...] = (), title: str = "Orders", troubles: tuple[str, ...] = ()
) -> Scene:
    window = replace(WINDOW, title=title)
    shown = (ROOT, *things) if things else ()
    return Scene(600, 400, "window", text, shown, window, complete=True, troubles=troubles)


def ocr(text: str, y: int = 0, confidence: float = 0.97) -> TextBlock:
    return TextBlock(text, Box(20, y, 9 * len(text), 18), confidence)


def tree(text: str, y: int = 0) -> TextBlock:
    return TextBlock(text, Box(20, y, 9 * len(text), 18), 1.0, "line", "tree")


def told(before: Scene, after: Scene, same=nowhere, verbosity: str = "full", language: str = "en") -> list[str]:  # type: ignore[no-untyped-def]
    claims: list[Claim] = changes(before, after, same, verbosity, language)  # type: ignore[arg-type]
    assert all(claim.evidence for claim in claims)
    return [claim.text for claim in claims]


def button(number: int, name: str, *states: str, y: int = 0) -> Thing:
    return Thing(number, "button", name, states=frozenset(states), box=Box(20, y, 80, 24), parent=1)


def box(number: int, name: str, *states: str, y: int = 40) -> Thing:
    return Thing(number, "checkbox", name, states=frozenset(states), box=Box(20, y, 80, 24), parent=1)


def field(value: str, role: str = "textbox", name: str = "Street") -> Thing:
    return Thing(9, role, name, value, box=Box(20, 90, 200, 24), parent=1)


LINES = tuple(
    ocr(text, 20 * number)
    for number, text in enumerate(
        [
            "Dear Anna,",
            "the old apple tree was cut down.",
            "We planted three cherries.",
            "Total: 32.40 EUR",
            "Yours, Bo",
        ]
    )
)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((box(2, "Gift", "unchecked"),), (box(2, "Gift", "checked"),), ["Gift is now checked."]),
        ((box(2, "Gift", "checked"),), (box(2, "Gift", "unchecked"),), ["Gift is now not checked."]),
        ((button(2, "Send"),), (button(2, "Send", "disabled"),), ["Send is now disabled."]),
        (
            (button(2, "Send", "disabled"), button(3, "Save", "disabled", y=30)),
            (button(2, "Send"), button(3, "Save", y=30)),
            ["Send and Save are now enabled."],
        ),
        ((field("Elm Road"),), (field("Oak Road"),), ["Street is now Oak Road."]),
        ((field("Elm Road"),), (field(""),), ["Street is now empty."]),
        ((field("30", "slider", "Volume"),), (field("70", "slider", "Volume"),), ["Volume is now 70."]),
        ((button(2, "Send"),), (button(2, "Send"), button(3, "Retry", y=30)), ["New: Retry button."]),
        ((button(2, "Send"), button(3, "Retry", y=30)), (button(2, "Send"),), ["Gone: Retry button."]),
        ((button(2, "Play"),), (button(2, "Pause"),), ["Play is now Pause button."]),
        ((button(2, "Send"),), (button(2, "Send", "focused"),), ["The focus is now on Send button."]),
        (
            (button(2, "Send"),),
            (button(2, "Send"), Thing(5, "dialog", "Delete it?", box=Box(100, 100, 300, 200), parent=1)),
            ["New: Delete it?, dialog."],
        ),
    ],
    ids=lambda value: value[0] if isinstance(value[0], str) else "",
)
def test_a_change_of_a_control_is_told(
    before: tuple[Thing, ...], after: tuple[Thing, ...], expected: list[str]
) -> None:
    assert told(look(*before), look(*after)) == expected


def test_a_row_that_is_selected_is_told_once_and_not_the_one_that_was() -> None:
    def rows(chosen: int) -> tuple[Thing, ...]:
        return tuple(
            Thing(10 + n, "listitem", f"Mail {n}", states=frozenset(["selected"] if n == chosen else []),
                  box=Box(20, 20 * n, 200, 20), parent=1)
            for n in range(4)
        )  # fmt: skip

    assert told(look(*rows(0)), look(*rows(2))) == ["Mail 2 is now selected."]


def test_of_two_things_with_one_name_the_one_that_is_new_is_told_once() -> None:
    one, two = button(2, "Remove", y=0), button(3, "Remove", y=40)
    assert told(look(one), look(one, two)) == ["New: Remove button."]
    assert told(look(one, two), look(two)) == ["Gone: Remove button."]


def test_new_lines_and_changed_ones_are_told_and_the_others_are_not() -> None:
    after = (*LINES[:3], ocr("Total: 35.40 EUR", 60), LINES[4], ocr("Paid on Monday", 100))
    assert told(look(text=LINES), look(text=after)) == ["Now: Total: 35.40 EUR.", "New: Paid on Monday."]


def test_a_problem_that_came_up_is_told_first() -> None:
    after = (*LINES, ocr("Nothing else happened", 100), ocr("Error: the card was declined.", 120))
    assert told(look(text=LINES, title="a"), look(text=after, title="b"))[0] == "New: Error: the card was declined."


def test_a_line_that_is_gone_is_told_after_what_is_new() -> None:
    after = (*LINES[:4], ocr("See you soon", 140))
    assert told(look(text=LINES), look(text=after)) == ["New: See you soon.", "Gone: Yours, Bo."]


JITTER = {
    "letters that look alike": [ocr("Dear Anna,"), ocr("the o1d app1e tree was cut d0wn.", 20)],
    "two lines read as one": [ocr("Dear Anna, the old apple tree was cut down.", 10)],
    "one line read as two": [ocr("Dear Anna,"), ocr("the old apple", 20), ocr("tree was cut down.", 20)],
    "other spaces and points": [ocr("DearAnna ,"), ocr("the old apple tree was cut down", 20)],
    "an unsure line": [ocr("Dear Anna,"), ocr("the old apple tree was cut down.", 20), ocr("lli0x", 40, 0.4)],
    "a speck": [ocr("Dear Anna,"), ocr("the old apple tree was cut down.", 20), ocr("i", 40)],
    "another order": [ocr("the old apple tree was cut down.", 20), ocr("Dear Anna,")],
    "letters missed": [ocr("Dear Ana,"), ocr("the old aple tree was cut dwn.", 20)],
}  # fmt: skip


@pytest.mark.parametrize("read", JITTER.values(), ids=JITTER)
def test_what_ocr_makes_of_the_same_text_is_no_change(read: list[TextBlock]) -> None:
    once = [ocr("Dear Anna,"), ocr("the old apple tree was cut down.", 20)]
    assert told(look(text=tuple(once)), look(text=tuple(read))) == []
    assert told(look(text=tuple(read)), look(text=tuple(once))) == []


@pytest.mark.parametrize("reading", ["Total 32.40EUR", "Total: 32,40 EUR", "T0tal: 32.4O EUR", "Total:32. 40 EUR"])
def test_a_number_read_in_another_way_is_no_other_number(reading: str) -> None:
    assert told(look(text=(ocr("Total: 32.40 EUR"),)), look(text=(ocr(reading),))) == []


def test_what_the_tree_tells_is_compared_to_the_letter() -> None:
    assert told(look(text=(tree("Saved files"),)), look(text=(tree("Saved file"),))) == ["Now: Saved file."]
    assert told(look(text=(tree("Flight AB12"),)), look(text=(tree("Flight AB13"),))) == ["Now: Flight AB13."]


def test_text_that_the_tree_told_once_and_ocr_the_other_time_has_not_changed() -> None:
    assert told(look(text=(tree("The disk is full."),)), look(text=(ocr("The disk is fu11"),))) == []


def test_where_no_pixel_has_changed_nothing_has() -> None:
    before = look(button(2, "Send"), text=(ocr("Dear Anna"),))
    after = look(button(2, "Send", "disabled"), field("x"), text=(ocr("Something quite different"),))
    assert told(before, after, lambda _: True) == []


def test_a_bar_whose_value_the_tree_tells_before_it_is_painted_is_told_all_the_same() -> None:
    before, after = (look(field(value, "progressbar", "Backup")) for value in ("0%", "50%"))
    assert told(before, after, lambda _: True) == ["Backup is now 50%."]


@pytest.mark.parametrize("dy", [-40, 18, 60])
def test_text_that_moved_is_not_new(dy: int) -> None:
    moved = tuple(replace(line, box=line.box.moved(0, dy)) for line in LINES)
    assert told(look(text=LINES), look(text=moved)) == ["It has moved, but I see nothing new in it."]


def test_what_scrolled_into_view_is_called_that_and_what_scrolled_out_is_not_gone() -> None:
    scrolled = (*(replace(line, box=line.box.moved(0, -20)) for line in LINES[1:]), ocr("P.S. Bring a book", 80))
    assert told(look(text=LINES), look(text=scrolled)) == ["Now in view: P.S. Bring a book."]


def test_of_another_page_is_only_said_that_it_is_in_view() -> None:
    other = tuple(ocr(text, 20 * n) for n, text in enumerate(
        ["Weather in Oslo", "Rain in the morning", "Wind from the west", "Sunset at nine", "Tides are low"]
    ))  # fmt: skip
    said = told(look(text=LINES), look(text=other))
    assert said[0] == "Other content is in view now."
    assert said[1].startswith("Now in view: Weather in Oslo.")
    assert not any(text.startswith(("Gone", "New", "Now:")) for text in said)


def test_several_values_that_changed_are_told_by_their_labels() -> None:
    def load(*shares: int) -> Scene:
        names = ("Processor load", "Memory in use", "Disk in use", "Network load")
        lines = [f"{name}: {share} %" for name, share in zip(names, shares, strict=True)]
        return look(text=tuple(ocr(line, 20 * n) for n, line in enumerate(lines)))

    assert told(load(12, 33, 70, 5), load(98, 35, 71, 5)) == [
        "Now: Processor load: 98 %.",
        "Now: Memory in use: 35 %.",
        "Now: Disk in use: 71 %.",
    ]


def test_rows_of_a_list_that_was_turned_over_are_neither_new_nor_gone() -> None:
    def rows(first: int) -> tuple[Thing, ...]:
        names = ("ash", "beech", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine", "rowan")
        return tuple(
            Thing(10 + n, "listitem", names[first + n], box=Box(20, 20 * n, 200, 20), parent=1) for n in range(5)
        )

    said = told(look(*rows(0)), look(*rows(5)))
    assert said
    assert not any(text.startswith(("Gone", "New")) or "is now" in text for text in said), said


def test_controls_are_not_compared_when_one_look_had_no_tree() -> None:
    full = look(button(2, "Send"), box(3, "Gift", "checked"), text=(ocr("Dear Anna"),))
    for blind in (look(text=(ocr("Dear Anna"),)), look(button(2, "Send"), troubles=("It hangs.",), text=full.blocks)):
        assert told(full, blind) == []
        assert told(blind, full) == []


def test_a_title_and_unsaved_changes_are_told() -> None:
    assert told(look(title="notes.txt"), look(title="letter.txt")) == ["The title is now letter.txt."]
    assert told(look(title="notes.txt"), look(title="*notes.txt")) == ["Unsaved changes in notes.txt."]


def test_a_password_is_never_told() -> None:
    def secret(value: str) -> Thing:
        return Thing(4, "password", "Code", value, box=Box(20, 90, 200, 24), parent=1)

    assert told(look(secret("")), look(secret(""))) == []


def test_brief_says_the_most_important_and_how_much_more_there_is() -> None:
    words = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    more = [ocr(f"Another line about the number {word}", 100 + 20 * n) for n, word in enumerate(words)]
    after = (*LINES, *more)
    said = told(look(text=LINES), look(text=after), verbosity="brief")
    assert said[-1] == "And 2 more changes."
    assert len(said) == 2


def test_it_is_told_in_chinese() -> None:
    before, after = look(box(2, "礼品包装", "unchecked")), look(box(2, "礼品包装", "checked"))
    assert told(before, after, language="zh") == ["礼品包装现在已勾选。"]

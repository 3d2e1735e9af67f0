"""Walking through a scene: order, kinds, groups, layout, tables, words, and what is said."""

from __future__ import annotations

import pytest

from assistant.exploring import Places
from assistant.exploring_moves import KINDS, Walk
from assistant.exploring_telling import height_of, side_of, told, whereabouts
from assistant.types import Box, Scene, TextBlock, Thing

FORM = (
    Thing(1, "window", "Letter", box=Box(0, 0, 600, 400)),
    Thing(2, "group", box=Box(0, 0, 600, 40), parent=1),
    Thing(3, "button", "Open", box=Box(10, 5, 60, 30), parent=2),
    Thing(4, "button", "Save", box=Box(80, 5, 60, 30), parent=2, states=frozenset({"disabled"})),
    Thing(5, "textbox", "To", value="Ada", box=Box(10, 60, 300, 30), parent=1, states=frozenset({"focused"})),
    Thing(6, "checkbox", "Copy", box=Box(10, 110, 90, 30), parent=1, states=frozenset({"checked"})),
    Thing(7, "password", "Password", box=Box(10, 150, 300, 30), parent=1),
    Thing(8, "button", "Send", box=Box(400, 350, 90, 30), parent=1),
    Thing(9, "scrollbar", box=Box(590, 0, 10, 400), parent=1),
)
LINES = (
    TextBlock("Save", Box(85, 10, 40, 20)),
    TextBlock("Dear Ada, all is well", Box(10, 220, 210, 20), doubtful=("well",)),
    TextBlock("blurred", Box(10, 260, 70, 20), confidence=0.4),
)


def walk(*things: Thing, blocks: tuple[TextBlock, ...] = (), size: tuple[int, int] = (600, 400)) -> Walk:
    return Walk(Places(Scene(*size, "window", blocks=blocks, things=things, complete=True)))


@pytest.fixture
def form() -> Walk:
    return walk(*FORM, blocks=LINES)


def names(walk: Walk) -> list[str]:
    return [walk.places[number].name for number in walk.places.order]


def test_it_begins_at_the_focus_and_goes_through_all_that_has_a_name(form: Walk) -> None:
    assert form.place.name == "To"
    assert names(form) == [
        "Letter",
        "Open",
        "Save",
        "To",
        "Copy",
        "Password",
        "Dear Ada, all is well",
        "blurred",
        "Send",
    ]


def test_a_step_tells_name_kind_state_and_position(form: Walk) -> None:
    form.first()
    form.next()
    assert told(form, form.next(), "en") == "Save, button, disabled, 2 of 3"
    assert told(form, form.next(), "en") == "To, text field, Ada, has the focus"
    assert told(form, form.next(), "zh") == "Copy，复选框，已选中"


def test_what_may_be_misread_is_said_as_a_guess(form: Walk) -> None:
    form.go(form.places[form.places.order[6]])
    assert told(form, form.here(), "en") == "Dear Ada, all is well, maybe misread: well"
    assert told(form, form.next(), "en") == "perhaps blurred"


def test_kinds_are_found_both_ways_and_an_end_is_told(form: Walk) -> None:
    assert form.next_of("button").place.name == "Send"
    assert told(form, form.next_of("button"), "en") == "No other button that way."
    assert form.next_of("button", -1).place.name == "Save"
    assert form.next_of("edit").place.name == "To"
    assert form.next_of("edit").place.name == "Password"
    assert form.next_of("heading").edge == "no_kind"
    assert set(KINDS) >= {"button", "edit", "link", "heading", "table", "checkbox", "graphic"}


def test_both_ends_are_told(form: Walk) -> None:
    form.last()
    assert form.next().edge == "last"
    form.first()
    assert form.next(-1).edge == "first"


def test_by_layout_the_nearest_on_that_side_is_next(form: Walk) -> None:
    assert form.toward("up").place.name == "Save"
    assert form.toward("right").edge == "edge"
    assert form.toward("left").place.name == "Open"
    assert form.toward("down").place.name == "To"
    assert form.toward("down").place.name == "Copy"


def test_into_and_out_of_groups(form: Walk) -> None:
    assert form.out().place.name == "Letter"
    assert form.out().edge == "outside"
    assert form.into().place.name == "Open"
    assert form.into().edge == "inside"


def test_words_and_letters_have_their_places(form: Walk) -> None:
    form.go(form.places[form.places.order[6]])
    assert form.word().text == "Dear"
    second = form.word()
    assert (second.text, second.box) == ("Ada,", Box(60, 220, 40, 20))
    assert form.letter().text == "A"
    assert form.letter().text == "d"
    assert form.letter(-1).text == "A"
    assert told(form, form.letter(-1), "en") == "blank"
    assert form.word(-1).text in ("Dear", "Ada,")
    form.first()
    assert form.word().text == "Letter"


def test_a_password_tells_no_value(form: Walk) -> None:
    form.next_of("edit")
    assert told(form, form.here(), "en") == "Password, password field"


def test_where_it_is_and_how_it_sounds(form: Walk) -> None:
    form.last()
    said = whereabouts(form, "en")
    assert said.startswith("Send, button")
    assert "bottom right, in Letter, window" in said
    assert side_of(Box(0, 0, 10, 10), 600) < -0.9 < 0.9 < side_of(Box(590, 0, 10, 10), 600)
    assert height_of(Box(0, 0, 10, 10), 400) > 0.9 > 0.1 > height_of(Box(0, 390, 10, 10), 400)


def test_the_mouse_finds_the_smallest_thing_and_says_it_once(form: Walk) -> None:
    step = form.to_pixel(90, 20)
    assert step is not None and step.place.name == "Save"
    assert form.to_pixel(95, 22) is None
    assert form.to_pixel(-5, 900) is None


GRID = (("City", "Platform"), ("Berlin", "4"), ("Bonn", "7"))


def _grid() -> list[list[tuple[str, Box]]]:
    return [
        [(text, Box(10 + 100 * x, 10 + 30 * y, 80, 20)) for x, text in enumerate(row)] for y, row in enumerate(GRID)
    ]


def _tree_table(rows: int) -> list[Thing]:
    things = [Thing(1, "table", "Trains", box=Box(0, 0, 600, 30 * rows))]
    for y in range(rows):
        things.append(Thing(100 + 3 * y, "row", box=Box(0, 30 * y, 600, 30), parent=1))
        texts = GRID[0] if y == 0 else (f"City {y}", str(y))
        for x, text in enumerate(texts):
            box = Box(300 * x, 30 * y, 300, 30)
            things.append(Thing(101 + 3 * y + x, "cell", text, box=box, parent=100 + 3 * y))
    return things


def test_a_table_that_only_the_eye_sees_is_walked_by_rows_and_columns() -> None:
    blocks = tuple(TextBlock(text, box) for row in _grid() for text, box in row)
    scene = Scene(600, 400, "file", blocks=blocks, complete=True)
    form = Walk(Places(scene, [_grid()]))
    assert told(form, form.first(), "en") == "table, 3 rows, 2 columns"
    assert form.cell("right").place.name == "City"
    form.cell("down")
    assert told(form, form.cell("right"), "en") == "4, cell, Platform, Berlin, row 2, column 2"
    assert form.cell("right").edge == "edge"
    assert form.cell("down").place.name == "7"


def test_a_table_of_the_tree_with_5000_rows_takes_a_bounded_number_of_steps() -> None:
    form = walk(*_tree_table(5000), size=(600, 150_000))
    form.first()
    assert told(form, form.here(), "en") == "Trains, table, 5000 rows, 2 columns"
    form.last()
    assert form.cell("left").place.name == "City 4999"
    assert form.cell("down").edge == "edge"


def test_a_page_of_20000_words_is_walked() -> None:
    blocks = tuple(
        TextBlock("ten words that are here in one line for all", Box(0, 20 * y, 500, 18)) for y in range(2000)
    )
    form = walk(blocks=blocks, size=(600, 40_000))
    assert len(form.places.order) == 2000
    assert form.toward("down").place.box.y == 20


def test_nothing_in_a_picture_moves_nowhere() -> None:
    form = walk()
    assert form.next().edge == "last"
    assert form.first().edge == "first"
    assert form.toward("left").edge == "edge"
    assert form.word().edge == "no_text"
    assert form.cell("up").edge == "no_table"


def test_a_tree_that_goes_in_circles_is_walked_all_the_same() -> None:
    one = Thing(1, "button", "One", box=Box(0, 0, 10, 10), parent=2)
    two = Thing(2, "button", "Two", box=Box(20, 0, 10, 10), parent=1)
    assert sorted(names(walk(one, two))) == ["One", "Two"]


def test_entering_a_group_names_it_once() -> None:
    things = (
        Thing(1, "list", "Files", box=Box(0, 0, 100, 100)),
        Thing(2, "listitem", "a.txt", box=Box(0, 0, 100, 20), parent=1),
        Thing(3, "listitem", "b.txt", box=Box(0, 20, 100, 20), parent=1),
        Thing(4, "button", "OK", box=Box(0, 200, 100, 20)),
    )
    form = walk(*things)
    form.last()
    assert told(form, form.next(-1), "en") == "Files, list, b.txt, list item, 2 of 2"
    assert told(form, form.next(-1), "en") == "a.txt, list item, 1 of 2"

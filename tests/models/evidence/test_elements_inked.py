"""Buttons, pale buttons, red outlines and empty fields, by their ink."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.types import Box, TextBlock, Thing
from models.evidence.elements.choose import Guessed, Seen
from models.evidence.elements.inked import with_ink
from models.evidence.elements.labels import with_names
from models.evidence.elements.net import ROLES, STATES

FONT = "DejaVuSans.ttf"
PLACE = Box(100, 60, 180, 36)


class Form:
    def __init__(self) -> None:
        self.picture = Image.new("RGB", (600, 300), "#f6f6f6")
        self.pen = ImageDraw.Draw(self.picture)
        self.write(20, 10, "A line of black text", "black")

    def write(self, x: int, y: int, text: str, ink: str) -> None:
        self.pen.text((x, y), text, ink, ImageFont.truetype(FONT, 15))

    def box(self, fill: str, outline: str, *, width: int = 1) -> None:
        self.pen.rectangle((PLACE.x, PLACE.y, PLACE.right - 1, PLACE.bottom - 1), fill, outline, width)

    @property
    def pixels(self) -> np.ndarray:
        return np.array(self.picture)


def guessed(role: str, chance: float, *, disabled: float = 0.0, more: tuple[Box, ...] = ()) -> Guessed:
    """The network's opinion of one place, and of others that it takes for the same."""
    boxes = np.array([box.as_list() for box in (PLACE, *more)], np.int32)
    roles = np.full((len(boxes), len(ROLES)), (1 - chance) / (len(ROLES) - 1), np.float32)
    roles[:, ROLES.index(role)] = chance
    states = np.zeros((len(boxes), len(STATES)), np.float32)
    states[:, STATES.index("disabled")] = disabled
    return Guessed(boxes, roles, states, np.zeros(len(boxes), np.float32))


@pytest.mark.parametrize("role", ["tab", "progressbar"])
def test_words_in_the_middle_of_a_box_that_stands_alone_make_a_button(role: str) -> None:
    form = Form()
    form.box("#2d6cdf", "#2d6cdf")
    form.write(151, 69, "Send now", "white")
    (button,) = with_ink(form.pixels, guessed(role, 0.97), [])
    assert (button.role, button.box) == ("button", PLACE)
    assert button.confidence < 0.97  # told as a guess


def test_words_at_the_left_or_boxes_that_touch_make_none() -> None:
    field = Form()
    field.box("white", "#808080")
    field.write(108, 69, "Send now", "black")
    assert with_ink(field.pixels, guessed("tab", 0.97), []) == []
    strip = Form()
    strip.box("white", "#808080")
    strip.write(151, 69, "Send now", "black")
    assert with_ink(strip.pixels, guessed("tab", 0.97, more=(PLACE.moved(PLACE.w + 1, 0),)), []) == []
    taller = Box(PLACE.right + 1, PLACE.y - 6, 90, PLACE.h + 7)  # the tab that is chosen
    assert with_ink(strip.pixels, guessed("tab", 0.97, more=(taller,)), []) == []


def test_a_tab_on_the_line_of_its_pane_is_no_button() -> None:
    form = Form()
    form.box("white", "#808080")
    form.write(151, 69, "Send now", "black")
    form.pen.line((20, PLACE.bottom, 580, PLACE.bottom), "#808080")
    assert with_ink(form.pixels, guessed("tab", 0.97), []) == []


OTHER = Box(340, 60, 180, 36)


def two_buttons(first: str, second: str) -> Form:
    form = Form()
    form.box("#d0d0d0", "#c0c0c0")
    form.write(151, 69, "Send now", first)
    form.pen.rectangle((OTHER.x, OTHER.y, OTHER.right - 1, OTHER.bottom - 1), "#d0d0d0", "#c0c0c0")
    form.write(391, 69, "Discard", second)
    return form


def is_disabled(form: Form, disabled: float) -> bool:
    seen = [Seen("button", box, frozenset(), 0.98) for box in (PLACE, OTHER)]
    return "disabled" in with_ink(form.pixels, guessed("button", 0.98, disabled=disabled), seen)[0].states


def test_pale_words_are_disabled_only_where_the_network_thinks_so_too() -> None:
    form = two_buttons("#8a8a8a", "#101010")
    assert is_disabled(form, 0.6)
    assert not is_disabled(form, 0.1)
    assert not is_disabled(two_buttons("#101010", "#101010"), 0.6)


def test_pale_words_are_not_disabled_where_those_of_all_buttons_are_pale() -> None:
    assert not is_disabled(two_buttons("#8a8a8a", "#8a8a8a"), 0.6)


@pytest.mark.parametrize(("outline", "wrong"), [("#c62828", True), ("#2d6cdf", False), ("#808080", False)])
def test_a_field_with_a_red_outline_is_invalid(outline: str, wrong: bool) -> None:
    form = Form()
    form.box("white", outline, width=2)
    (field,) = with_ink(form.pixels, guessed("textbox", 0.99), [Seen("textbox", PLACE, frozenset(), 0.99)])
    assert ("invalid" in field.states) is wrong


def test_a_red_that_also_fills_a_bar_is_the_colour_of_the_site() -> None:
    form = Form()
    form.box("white", "#c62828", width=2)
    form.pen.rectangle((0, 200, 600, 240), "#c62828")
    (field,) = with_ink(form.pixels, guessed("textbox", 0.99), [Seen("textbox", PLACE, frozenset(), 0.99)])
    assert "invalid" not in field.states


@pytest.mark.parametrize(("ground", "kept"), [("#dd3333", False), ("#e0a020", False), ("#2d6cdf", True)])
def test_a_chosen_item_on_a_warm_ground_is_something_else(ground: str, kept: bool) -> None:
    form = Form()
    form.box(ground, ground)
    form.write(108, 69, "Dentist", "white")
    seen = [Seen("listitem", PLACE, frozenset(("selected",)), 0.99)]
    assert (with_ink(form.pixels, guessed("listitem", 0.99), seen) == seen) is kept


@pytest.mark.parametrize(("text", "empty"), [("", True), ("|", True), ("12 Mill Lane", False)])
def test_a_field_without_ink_is_empty(text: str, empty: bool) -> None:
    form = Form()
    form.box("white", "#808080")
    if text == "|":  # the text cursor
        form.pen.line((108, 66, 108, 88), "black")
    elif text:
        form.write(108, 68, text, "black")
    (field,) = with_ink(form.pixels, guessed("textbox", 0.99), [Seen("textbox", PLACE, frozenset(), 0.99)])
    assert ("empty" in field.states) is empty


def test_a_star_at_the_label_of_a_field_makes_it_required() -> None:
    fields = [
        Thing(1, "textbox", box=PLACE, confidence=0.99, source="pixels"),
        Thing(2, "textbox", box=PLACE.moved(0, 90), confidence=0.99, source="pixels"),
    ]
    blocks = [TextBlock("Town *", Box(100, 38, 60, 18)), TextBlock("Street", Box(100, 128, 60, 18))]
    town, street = with_names(fields, blocks)
    assert (town.name, "required" in town.states) == ("Town", True)
    assert (street.name, "required" in street.states) == ("Street", False)

"""A list with boxes to tick in front of its rows, as GTK tells it: cells and boxes side by side, without rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.types import Box, Scene, Thing, WindowInfo
from models.grounded.view import View
from tests.models.grounded.test_answers_more import reply

ROWS = (("Norway", "4.5 kg", "2019", True), ("Peru", "12 kg", "2021", False), ("Kenya", "0.8 kg", "2020", True))


def checklist() -> Scene:
    things = [
        Thing(0, "dialog", "Parcels", "", frozenset({"active"}), Box(0, 0, 500, 300)),
        Thing(1, "label", "Which parcels shall be sent?", "", frozenset(), Box(10, 10, 300, 18), 0),
        Thing(2, "table", "", "", frozenset(), Box(10, 40, 480, 200), 0),
    ]

    def add(role: str, name: str, x: int, y: int, states: str = "") -> None:
        things.append(Thing(len(things), role, name, "", frozenset(states.split()), Box(x, y, 90, 20), 2))

    for at, heading in enumerate(("Send", "Country", "Weight", "Year")):
        add("cell", heading, 10 + 100 * at, 40)
    for line, (country, weight, year, ticked) in enumerate(ROWS, 1):
        add("checkbox", country, 10, 40 + 25 * line, "checked" if ticked else "unchecked")
        for at, text in enumerate((country, weight, year), 1):
            add("cell", text, 10 + 100 * at, 40 + 25 * line)
    things.append(Thing(len(things), "button", "OK", "", frozenset(), Box(400, 260, 80, 30), 0))
    box = Box(0, 0, 500, 300)
    return Scene(500, 300, "window", (), tuple(things), WindowInfo(1, "Parcels", "Post", 1, box), complete=True)


def test_the_heading_over_the_boxes_names_no_column_of_cells() -> None:
    view = View(checklist())
    rows = view.rows_of(view.of_roles("table")[0])
    names = [[cell.name for cell in row] for row in rows]
    assert names[:2] == [["Country", "Weight", "Year"], ["Norway", "4.5 kg", "2019"]]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What's the weight of Peru?", "Peru, Weight: 12 kg"),
        ("Which country is the heaviest?", "Peru"),
        ("What's the year of Kenya?", "Kenya, Year: 2020"),
    ],
)
def test_a_cell_is_told_by_the_heading_over_it(question: str, told: str) -> None:
    answer = reply(checklist(), question)
    assert answer.answerable
    assert told in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Is Norway ticked?", "Yes, Norway is checked"),
        ("Is Norway selected?", "Yes, Norway is checked"),
        ("Will Peru be sent?", "No, Peru is not checked"),
        ("How many parcels are ticked?", "2 of 3"),
        ("How many parcels are there?", "3 parcels"),
        ("Which country is the biggest?", ""),
        ("Why is Norway sent?", ""),
        ("Will Peru be repacked?", ""),
        ("How many drivers are ticked?", ""),
    ],
)
def test_a_row_is_chosen_by_the_box_in_front_of_it(question: str, told: str) -> None:
    answer = reply(checklist(), question)
    assert answer.answerable == bool(told)
    assert told in answer.text


def test_the_biggest_is_told_by_the_column_of_sizes() -> None:
    scene = checklist()
    things = tuple(replace(thing, name="Size") if thing.name == "Weight" else thing for thing in scene.things)
    scene = replace(scene, things=things)
    assert "Peru: 12 kg" in reply(scene, "Which country is the biggest?").text
    assert "Kenya" in reply(scene, "Which is smaller, Kenya or Norway?").text

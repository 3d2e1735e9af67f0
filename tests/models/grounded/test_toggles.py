"""Switches that a tree calls buttons, pressed where they are on."""

from __future__ import annotations

import pytest

from assistant.types import Box, Scene, Thing, WindowInfo
from tests.models.grounded.test_answers_more import reply

BOX = Box(0, 0, 900, 600)


def panel(*, pressed: bool = True) -> Scene:
    things = [Thing(0, "window", "Camera", "", frozenset({"active"}), BOX)]

    def add(role: str, name: str, box: Box, states: str = "") -> None:
        things.append(Thing(len(things), role, name, "", frozenset(states.split()), box, 0))

    for at, (name, on) in enumerate((("Flash", False), ("Grid lines", pressed), ("Self timer", False))):
        add("label", name, Box(40, 100 + 50 * at, 120, 20))
        add("button", name, Box(700, 95 + 50 * at, 60, 30), "pressed" if on else "")
    add("button", "Reset", Box(700, 400, 60, 30))
    return Scene(900, 600, "window", (), tuple(things), WindowInfo(1, "Camera", "", 1, BOX), complete=True)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Are the grid lines on?", "Yes, Grid lines is checked"),
        ("Is flash switched on?", "No, Flash is not checked"),
        ("Is flash off?", "Yes, Flash is not checked"),
        ("Is the self timer enabled?", "No, Self timer is not checked"),
        ("Is reset enabled?", "Yes, Reset is enabled"),
        ("How many switches are there?", "3 switches: Flash, Grid lines and Self timer"),
    ],
)
def test_a_button_beside_its_words_that_looks_like_a_pressed_one_is_a_switch(question: str, told: str) -> None:
    answer = reply(panel(), question)
    assert answer.answerable
    assert told in answer.text


@pytest.mark.parametrize("question", ["Is flash on?", "Is reset on?", "How many switches are there?"])
def test_without_a_pressed_one_nothing_tells_a_switch_from_a_button(question: str) -> None:
    assert "No, " not in reply(panel(pressed=False), question).text

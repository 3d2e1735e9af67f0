"""What has the focus and what is under the pointer, cut out of a picture by what programs tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assistant.cancel import Token
from assistant.parts import cropped, focused, pointed_at
from assistant.types import Box, Capture, Scene, TextBlock, Thing

WINDOW = Thing(1, "window", "Backup", box=Box(0, 0, 400, 300))
BUTTON = Thing(2, "button", "Delete", states=frozenset({"focused"}), box=Box(300, 250, 80, 30), parent=1)
LABEL = Thing(3, "label", "Delete", box=Box(310, 255, 60, 20), parent=2)
IMAGE = Thing(4, "image", "a cat", box=Box(20, 20, 100, 100), parent=1)
THINGS = (WINDOW, BUTTON, LABEL, IMAGE)
PICTURE = Capture(np.zeros((300, 400, 3), np.uint8), "pointer", origin=(1000, 50))


def test_the_innermost_thing_with_the_focus_is_taken() -> None:
    window = replace(WINDOW, states=frozenset({"focused"}))
    assert focused((window, BUTTON, LABEL)) == BUTTON.box
    assert focused((WINDOW, LABEL)) is None


def test_the_smallest_thing_under_the_pointer_is_taken_with_its_control() -> None:
    assert pointed_at(replace(PICTURE, pointer=(50, 50)), THINGS) == IMAGE.box
    assert pointed_at(replace(PICTURE, pointer=(320, 260)), THINGS) == BUTTON.box


def test_where_only_the_window_is_told_a_place_around_the_pointer_is_taken() -> None:
    assert pointed_at(replace(PICTURE, pointer=(200, 200)), THINGS) == Box(-40, 40, 480, 320)
    assert pointed_at(replace(PICTURE, pointer=(200, 200), scale=2.0), ()) == Box(-280, -120, 960, 640)


def test_the_part_knows_where_it_lies_and_only_what_is_in_it() -> None:
    assert BUTTON.box is not None
    blocks = (
        TextBlock("Delete", Box(310, 255, 60, 20), source="tree"),
        TextBlock("Keep?", Box(9, 9, 9, 9), source="tree"),
    )
    scene = Scene(400, 300, "pointer", blocks, THINGS)
    part, tree = cropped(PICTURE, BUTTON.box, scene)
    assert (part.width, part.height, part.origin) == (92, 42, (1294, 294))
    (told,) = tree.gather(part, scene, Token())
    assert [(one.name, one.role, one.box, one.parent) for one in told.things] == [
        ("Delete", "button", Box(6, 6, 80, 30), None),
        ("Delete", "label", Box(16, 11, 60, 20), 2),
    ]
    assert [block.text for block in told.blocks] == ["Delete"]

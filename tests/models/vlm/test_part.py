"""A question about a screen full of text is put to the part that it points at; everything else is left whole."""

from __future__ import annotations

import pytest

from assistant.types import Box, Scene, TextBlock
from models.vlm.part import pointed_at


def screen(rows: int = 40, width: int = 1920, height: int = 1080) -> Scene:
    """A list of rows, each with the word "row" and a word of its own."""
    blocks = tuple(TextBlock(f"row name{at}", Box(100, 20 + at * 25, 300, 20)) for at in range(rows))
    return Scene(width, height, "screen", blocks)


def test_the_part_holds_what_the_question_names_with_room_around() -> None:
    part = pointed_at("What stands beside Name20?", screen())
    assert part is not None
    named = Box(100, 20 + 20 * 25, 300, 20)
    assert part.x <= named.x and part.right >= named.right + 0.1 * 1920
    assert part.y <= named.y and part.bottom >= named.bottom
    assert part.w * part.h < 0.3 * 1920 * 1080
    assert part.x >= 0 and part.bottom <= 1080


@pytest.mark.parametrize("question", ["What is this?", "Which row is it?", "", "name0 and name39 and name20?"])
def test_a_question_that_points_nowhere_is_put_to_the_whole(question: str) -> None:
    wide = screen(40)
    wide = Scene(700, 1080, "screen", wide.blocks) if "name39" in question else wide
    assert pointed_at(question, wide) is None


def test_little_text_or_a_small_picture_is_looked_at_whole() -> None:
    assert pointed_at("Where is name2?", screen(rows=10)) is None
    assert pointed_at("Where is name2?", screen(width=800, height=600)) is None

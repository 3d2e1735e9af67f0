"""Cards side by side, each a heading with what belongs to it: what is told of one is never that of another."""

from __future__ import annotations

import pytest

from assistant.types import Box, Scene, TextBlock
from models.grounded.cards import cards
from tests.models.grounded.test_answers_more import reply

SHOP = (
    ("Oak stool", "45 cm high", "39.50"),
    ("Pine shelf", "80 cm wide", "64.00"),
    ("Ash bench", "for two people", "118.90"),
)


def shop(*columns: tuple[str, ...], heading: str = "heading") -> Scene:
    """Columns of texts below each other, the first of each a heading."""
    blocks = [
        TextBlock(text, Box(40 + 300 * at, 100 + 40 * row, 9 * len(text), 22), 1.0, "line" if row else heading, "tree")
        for row in range(max(map(len, columns)))
        for at, column in enumerate(columns)
        for text in column[row : row + 1]
    ]
    return Scene(1000, 700, "file", tuple(blocks), complete=True)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much is the ash bench?", "Ash bench: 118.90."),
        ("What's the price of the pine shelf?", "Pine shelf: 64.00."),
        ("Oak stool price?", "Oak stool: 39.50."),
        ("What would the pine shelf cost me?", "Pine shelf: 64.00."),
    ],
)
def test_a_price_is_that_of_the_card_it_stands_in(question: str, told: str) -> None:
    assert reply(shop(*SHOP), question).text == told


def test_what_no_card_is_called_has_no_price() -> None:
    assert not reply(shop(*SHOP), "How much is the oak table?").answerable


def test_columns_of_running_text_are_no_cards() -> None:
    lines = tuple(f"line {row} of a story that goes on" for row in range(12))
    story = shop(("Flood", *lines), ("Fair", *lines))
    assert not cards(story.blocks, [block.box for block in story.blocks if block.kind == "heading"])


def test_one_column_is_no_row_of_cards() -> None:
    alone = shop(SHOP[0])
    assert not cards(alone.blocks, [block.box for block in alone.blocks if block.kind == "heading"])

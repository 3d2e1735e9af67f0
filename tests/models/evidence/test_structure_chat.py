"""Who said what in a chat; a column of amounts is none."""

from __future__ import annotations

import pytest

from assistant.types import Box, TextBlock
from models.evidence.structure.chat import messages

AREA = Box(0, 0, 600, 400)


def column(*lines: str) -> list[TextBlock]:
    return [TextBlock(text, Box(20, 20 + 24 * at, 9 * len(text), 16)) for at, text in enumerate(lines)]


def test_heads_of_a_time_and_a_name_make_a_chat() -> None:
    lines = ("17:02 Anna", "Are you there?", "17.03 BORIS", "Yes, I am.", "17:05 Anna", "Then come down.")
    found = messages(column(*lines), AREA)
    assert [(one.time, one.who, one.text) for one in found] == [
        ("17:02", "Anna", "Are you there?"),
        ("17.03", "BORIS", "Yes, I am."),
        ("17:05", "Anna", "Then come down."),
    ]


@pytest.mark.parametrize(
    "amounts",
    [
        ("17.00 EUR", "6.20 EUR", "9.45 EUR"),
        ("89.90 Kilo", "24.50 Kilo", "99.99 Kilo"),
        ("1.20 kg", "0.45 kg", "12.00 kg"),
    ],
)
def test_an_amount_with_its_unit_is_no_time_with_a_name(amounts: tuple[str, ...]) -> None:
    lines = [line for at, amount in enumerate(amounts) for line in (amount, f"Shelf number {at} on the left")]
    assert messages(column(*lines), AREA) == []

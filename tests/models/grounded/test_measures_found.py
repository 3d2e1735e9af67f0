"""What is measured is found in a text, whatever else stands there."""

from __future__ import annotations

import time

import pytest

from models.grounded.shapes import MEASURES


@pytest.mark.parametrize("text", ["It is 1,250.5 km", "12 34km", "about 3 nautical miles", "2km"])
def test_a_length_is_found_with_its_number(text: str) -> None:
    assert MEASURES["far"].search(text)


def test_a_text_of_digits_costs_little_more_than_one_of_words() -> None:
    def cost(text: str) -> float:
        began = time.process_time()
        assert not any(pattern.search(text) for pattern in MEASURES.values())
        return time.process_time() - began

    assert cost("7" * 1200) < 300 * cost("No more of that. " * 70)

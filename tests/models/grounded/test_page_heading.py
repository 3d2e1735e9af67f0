"""The heading of the page: told where one stands above the others."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.types import Answer, Box, Capture, Question, Scene, Thing, WindowInfo
from models.grounded.engine import GroundedEngine

SHOP = ((1, "Garden tools"), (2, "Spades"), (2, "Rakes"))


def ask(question: str, headings: tuple[tuple[int, str], ...], language: str = "en") -> Answer:
    window = Thing(1, "window", "Shop - Browser", box=Box(0, 0, 600, 400))
    things = [window]
    for at, (level, name) in enumerate(headings):
        things.append(Thing(at + 2, "heading", name, box=Box(20, 20 + 60 * at, 200, 24), parent=1, level=level))
    info = WindowInfo(1, "Shop - Browser", "Browser", 1, Box(0, 0, 600, 400))
    scene = Scene(600, 400, "window", things=tuple(things), window=info, complete=True)
    capture = Capture(np.full((400, 600, 3), 255, np.uint8), "window", window=info)
    return GroundedEngine().answer(Question(question, language), capture, scene, Conversation(capture, scene), Token())


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What's the heading of the page?", "en"),
        ("What is the heading?", "en"),
        ("What's the page's heading?", "en"),
        ("Wie lautet die Überschrift?", "de"),
        ("Was ist die Überschrift der Seite?", "de"),
    ],
)
def test_the_heading_above_the_others_is_that_of_the_page(question: str, language: str) -> None:
    answer = ask(question, SHOP, language)
    assert answer.answerable
    assert answer.text == "Garden tools."


@pytest.mark.parametrize("headings", [(), SHOP[1:]])
def test_no_heading_above_the_others_is_none_of_the_page(headings: tuple[tuple[int, str], ...]) -> None:
    assert not ask("What is the heading?", headings).answerable


def test_a_heading_about_something_is_still_found() -> None:
    assert "Rakes" in ask("Which heading is about rakes?", SHOP).text

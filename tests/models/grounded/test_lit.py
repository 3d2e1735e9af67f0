"""Is the light on: by how bright the camera's picture is, and never more than that."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.types import Answer, Capture, Question, Scene
from models.grounded.engine import GroundedEngine


def ask(question: str, level: float, language: str = "en", source: str = "camera") -> Answer:
    """Of a room lit so: 0 is night, 1 is day."""
    shades = np.linspace(0, 240 * level, 120, dtype=np.float32)
    pixels = np.repeat(np.tile(shades, (90, 1))[..., None], 3, axis=2).astype(np.uint8)
    capture = Capture(pixels, source)
    return GroundedEngine(None).answer(
        Question(question, language), capture, Scene(120, 90, source), Conversation(), Token()
    )


@pytest.mark.parametrize(
    ("question", "language", "dark", "bright"),
    [
        ("Is the light on?", "en", "It is dark where", "It is light where"),
        ("Are the lights still on?", "en", "It is dark where", "It is light where"),
        ("Is it dark in here?", "en", "It is dark where", "It is light where"),
        ("Ist das Licht an?", "de", "ist es dunkel", "ist es hell"),
        ("Ist es hier dunkel?", "de", "ist es dunkel", "ist es hell"),
        ("灯开着吗？", "zh", "镜头前是暗的", "镜头前是亮的"),
    ],
)
def test_it_is_told_how_bright_it_is_and_not_what_of(question: str, language: str, dark: str, bright: str) -> None:
    assert dark in ask(question, 0.15, language).text
    assert bright in ask(question, 1.0, language).text
    assert not ask(question, 0.4, language).answerable


def test_of_a_screen_or_a_file_it_is_not_asked() -> None:
    for source in ("screen", "file"):
        assert "where the camera looks" not in ask("Is the light on?", 0.1, source=source).text


def test_a_question_that_says_more_is_another_one() -> None:
    assert "where the camera looks" not in ask("Is the light on the stove on?", 0.1).text

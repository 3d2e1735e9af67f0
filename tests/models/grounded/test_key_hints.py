"""How something is done: by the control for it, or by the key that a program names beside it."""

from __future__ import annotations

import pytest

from assistant.types import Box, Scene, TextBlock
from tests.models.grounded.test_answers_more import reply, window


def pager() -> Scene:
    """A program in a terminal, seen only: keys and what they do in the last line."""
    hints = ("F1", "Guide", "F5", "Duplicate", "F8", "Erase", "F10", "Leave")
    blocks = [TextBlock("report.txt", Box(10, 10, 90, 18), 0.98)]
    blocks += [TextBlock(text, Box(10 + 100 * at, 400, 70, 18), 0.98) for at, text in enumerate(hints)]
    return Scene(900, 440, "file", tuple(blocks), complete=True)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How do I leave?", "Leave: F10."),
        ("Which key erases?", "Erase: F8."),
        ("What do I press to duplicate?", "Duplicate: F5."),
        ("How do I print?", ""),
    ],
)
def test_a_key_that_stands_before_what_it_does_is_told(question: str, told: str) -> None:
    answer = reply(pager(), question)
    assert answer.answerable == bool(told)
    assert told in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How do I log in?", "Sign in button"),
        ("How do I sign in?", "Sign in button"),
        ("How do I send a comment?", "Send button"),
        ("How do I open the privacy settings?", "Privacy tab"),
        ("How do I get to the privacy page?", "Privacy tab"),
        ("How do I open the display settings?", ""),
        ("How do I send a parcel?", ""),
    ],
)
def test_a_control_is_found_by_what_it_does(question: str, told: str) -> None:
    scene = window(
        ("tab", "Privacy", ""), ("textbox", "Comment", ""), ("button", "Send", ""), ("button", "Sign in", "")
    )
    answer = reply(scene, question)
    assert answer.answerable == bool(told)
    assert answer.text.startswith(told)


def test_keys_that_stand_behind_what_they_do_are_not_the_next_ones() -> None:
    listed = [("Save", 10), ("Ctrl+S", 56), ("Print", 150), ("Ctrl+P", 205), ("Find", 300), ("Ctrl+F", 346)]
    blocks = tuple(TextBlock(text, Box(x, 400, 9 * len(text), 18), 0.98) for text, x in listed)
    answer = reply(Scene(900, 440, "file", blocks, complete=True), "How do I print?")
    assert "Ctrl+S" not in answer.text

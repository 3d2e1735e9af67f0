"""The windows over AT-SPI: what a screen reader finds, in which order, and what it is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from virtual_desktop import VirtualDesktop

from tests.ui.eyes import Eyes

TITLE = "Ask Hearsight"


def test_the_ask_window_has_names_and_an_order_and_lets_the_focus_go(
    desktop: VirtualDesktop, eyes: Eyes, start_app: Callable[..., Any]
) -> None:
    app = start_app()
    app.order(choose="type_a_question")
    desktop.focus(desktop.wait_for_window(TITLE))
    eyes.wait_for_focus(TITLE, "Question about the last picture")
    assert eyes.nameless(TITLE) == []
    assert eyes.tab_order(TITLE) == ["Question about the last picture", "Ask", "What was said last"]
    question = eyes.named(TITLE, "Question about the last picture")
    assert question.role == "text" and "editable" in question.states
    app.event("Saying", text="A red button.", turn=1)
    assert "read-only" in eyes.named(TITLE, "What was said last").states
    desktop.key("F1")
    eyes.wait_for_focus("Keys of this window", "Keys of this window")
    desktop.key("Escape")
    desktop.focus(desktop.wait_for_window(TITLE))
    eyes.wait_for_focus(TITLE, "Question about the last picture")

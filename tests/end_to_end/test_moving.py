"""Moving by sentence with the real keys, in a real window, heard from the loudspeaker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from virtual_desktop import likeness

from tests.end_to_end.conftest import READ, App

pytestmark = [pytest.mark.desktop, pytest.mark.flaky(reruns=1)]  # judged by Whisper: one second hearing

NEXT, BACK = "ctrl+alt+n", "ctrl+alt+b"
ALIKE = 70
APPLES = "The first sentence is about apples and about nothing else but apples, which are ripe in the autumn."
BREAD = "The second sentence tells how bread is baked in the morning."
CHAIRS = "The third sentence says that all chairs are taken."


@pytest.fixture
def letter(app: App) -> Iterator[Any]:
    text = f"{APPLES} {BREAD} {CHAIRS}"
    process = app.window(["zenity", "--info", "--title", "Letter", "--width", "500", "--text", text], "^Letter$")
    yield process
    app.close(process)


def test_next_skips_the_rest_of_a_sentence_and_back_leads_to_the_last_one(app: App, letter: Any) -> None:
    app.press(READ)
    app.desktop.wait_for_speech()
    heard = app.hear(NEXT, "next")
    assert likeness(heard, BREAD) > ALIKE, heard
    assert likeness(heard, CHAIRS) > ALIKE, heard
    assert "autumn" not in heard.lower(), heard
    heard = app.hear(BACK, "back")
    assert "second" not in heard.lower(), heard

"""By voice alone: asked where something is, taken there after a yes, told how it is known; the evidence drawn."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from virtual_desktop import likeness

from assistant.overlay import COLOURS
from tests.end_to_end.conftest import App
from tests.end_to_end.test_dialogue import ALIKE, FORM

# Real sound is judged by Whisper, which mishears a sentence now and then: one second hearing. A fault fails twice.
pytestmark = [pytest.mark.desktop, pytest.mark.flaky(reruns=1)]


@pytest.fixture
def form(app: App, tmp_path: Path) -> Iterator[Any]:
    script = tmp_path / "form.py"
    script.write_text(FORM)
    process = app.window([sys.executable, str(script)], "^Order$")
    app.desktop.wait_for(lambda: "Send" in focus(app), "the form's accessibility tree", 60)
    yield process
    app.close(process)


def focus(app: App) -> str:
    return str(app.cli("ask", "What has the focus?", "--no-speech")["answer"])


def test_take_me_there_moves_the_focus_after_a_spoken_yes_and_take_me_back_returns_it(app: App, form: Any) -> None:
    app.ask_aloud("Where is the newsletter check box?", "acting-1")
    assert "Newsletter" in app.last_turn()["said"]
    assert "Send" in focus(app), "where is it moves nothing"

    heard = app.ask_aloud("How do you know?", "acting-2")
    assert likeness(heard, "The program itself says so: Newsletter") > ALIKE, heard

    heard = app.ask_aloud("Take me there.", "acting-3")
    assert likeness(heard, "Say yes to move the focus to Newsletter, check box, not checked.") > ALIKE, heard
    assert "Send" in focus(app), "nothing moves before the yes"

    heard = app.ask_aloud("Yes.", "acting-4")
    assert "Newsletter" in focus(app), heard

    app.ask_aloud("Take me back.", "acting-5")
    assert "Send" in focus(app)


def test_a_command_asks_aloud_and_only_the_person_says_yes(app: App, form: Any) -> None:
    told = app.cli("act", "focus", "Gift wrapping")
    assert told["done"]
    assert told["text"].startswith("Say yes to move the focus to Gift wrapping")
    told = app.cli("ask", "yes")
    assert "Only you can say yes" in told["answer"]
    assert "Send" in focus(app)
    app.ask_aloud("Yes.", "acting-6")
    assert "Gift wrapping" in focus(app)


def test_the_running_app_draws_the_evidence_where_the_command_says(app: App, form: Any, tmp_path: Path) -> None:
    out = tmp_path / "evidence.png"
    told = app.cli("describe", "--overlay", str(out), "--no-speech")
    assert told["overlay"] == str(out)
    with Image.open(out) as image:
        pixels = np.array(image.convert("RGB"))
    assert (pixels == np.array(COLOURS["tree"])).all(axis=2).any()
    told = app.cli("ask", "What does the error say?", "--why", "--no-speech")
    assert told["why"].startswith("The program itself says so")

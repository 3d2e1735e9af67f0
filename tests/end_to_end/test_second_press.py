"""A second press on a real window tells only what has changed in it, and a third describes it anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.end_to_end.conftest import DESCRIBE, App

pytestmark = pytest.mark.desktop
PHONE, DESK = "Call the office before noon", "Bring the blue folder to desk 5"


def heard_out(app: App, key: str) -> str:
    """What a press tells; it is listened to until its end, as only what was heard counts as told."""
    app.press(key)
    app.desktop.wait_for_quiet()
    return str(app.last_turn()["said"])


def test_only_what_has_changed_is_told_then_all_of_it_again(app: App, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    script = f"exec zenity --progress --pulsate --title Errands --text '{PHONE}' --width 420 < {pipe}"
    process = app.desktop.start(["sh", "-c", script])
    with pipe.open("w", buffering=1) as feed:
        app.desktop.focus(app.desktop.wait_for_window("^Errands$"))
        first = heard_out(app, DESCRIBE)
        feed.write(f"# {DESK}\n")
        app.desktop.run(["sleep", "1"])  # to be painted
        second = heard_out(app, DESCRIBE)
        third = heard_out(app, DESCRIBE)
    app.close(process)
    assert "Errands" in first, first
    assert PHONE in first, first
    assert DESK in second, second
    assert "Errands" not in second, second
    assert PHONE not in second.removeprefix("Now: "), second
    assert "Errands" in third, third
    assert DESK in third, third

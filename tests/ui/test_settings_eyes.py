"""The settings window as a screen reader has it, on a real desktop, with the keyboard alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from virtual_desktop import VirtualDesktop

from tests.ui.eyes import Eyes

ROOT = Path(__file__).resolve().parents[2]
TITLE = "Settings of Hearsight"
PATIENCE_S = 60


def test_a_setting_is_found_heard_changed_and_taken_back(desktop: VirtualDesktop, eyes: Eyes, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("# mine\n[speech]\nrate_wpm = 200\n")
    process = desktop.start(
        [sys.executable, str(Path(__file__).with_name("settings_program.py")), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"},
    )
    try:
        desktop.focus(desktop.wait_for_window(TITLE))
        eyes.wait_for_focus(TITLE, "Search settings")
        assert eyes.nameless(TITLE) == []
        desktop.run(["xdotool", "type", "how fast"])
        desktop.key("Return")
        eyes.wait_for_focus(TITLE, "Speech rate (Speech)")
        desktop.key("Return")
        rate = eyes.wait_for_focus(TITLE, "Speech rate")
        assert "words a minute" in next(
            item.description for item in eyes.walk(TITLE) if item.name == "Speech rate" and item.description
        ), rate
        desktop.key("Up")
        desktop.wait_for(lambda: "rate_wpm = 208" in path.read_text(), "the new rate in the file", PATIENCE_S)
        desktop.key("ctrl+z")
        desktop.wait_for(lambda: "rate_wpm = 200" in path.read_text(), "the old rate in the file", PATIENCE_S)
        assert path.read_text() == "# mine\n[speech]\nrate_wpm = 200\n"
        desktop.key("Escape")
        there = ["xdotool", "search", "--onlyvisible", "--name", TITLE]
        desktop.wait_for(lambda: not desktop.run(there, check=False).stdout, "the window to go", PATIENCE_S)
    finally:
        out, err = process.communicate(b"", timeout=PATIENCE_S)
    assert out.decode().splitlines() == ["Speech rate: 208.", "Speech rate: 200."]
    assert (err.decode(), process.returncode) == ("", 0)

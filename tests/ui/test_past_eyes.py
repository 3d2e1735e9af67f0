"""The history and the chat window as a screen reader has them, on a real desktop, with the keyboard alone."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from PIL import Image
from virtual_desktop import VirtualDesktop

from assistant.history import History
from assistant.types import Turn
from tests.ui.eyes import Eyes

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60
QUESTION = "Forget this turn? It goes from the disk, too, and can't be brought back."


def start(desktop: VirtualDesktop, *arguments: str) -> subprocess.Popen[bytes]:
    return desktop.start(
        [sys.executable, str(Path(__file__).with_name("past_program.py")), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"},
    )


def ended(process: subprocess.Popen[bytes]) -> list[str]:
    out, err = process.communicate(b"", timeout=PATIENCE_S)
    assert (err.decode(), process.returncode) == ("", 0)
    return out.decode().splitlines()


def words_on_the_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("history.sqlite*"))


def test_a_turn_is_found_said_again_and_forgotten(desktop: VirtualDesktop, eyes: Eyes, tmp_path: Path) -> None:
    title = "History of Hearsight"
    history = History(tmp_path / "history.sqlite")
    for said in ("A page about zeppelins.", "The disk is full.", "Done."):
        history.add(Turn("ask", "What is it?", said, "window", "Title", time.time(), program="Files"))
    history.close()
    process = start(desktop, "history", str(tmp_path))

    def at_turn(end: str) -> bool:
        now = eyes.focused(title)
        return now is not None and now.role == "list item" and now.name.endswith(end)

    try:
        desktop.focus(desktop.wait_for_window(title))
        desktop.wait_for(lambda: at_turn("Done."), "the newest turn", PATIENCE_S)
        assert eyes.nameless(title) == []
        assert eyes.tab_order(title)[1:] == [
            "All of this turn", "Say it again", "Copy", "Ask about its picture", "Export…", "Forget this turn…",
            "Forget the last hour…", "Forget everything…", "Search", "All programs", "All days",
        ]  # fmt: skip
        desktop.key("ctrl+f")
        eyes.wait_for_focus(title, "Search")
        desktop.run(["xdotool", "type", "zeppelin"])
        desktop.key("Return")
        desktop.wait_for(
            lambda: [item.role for item in eyes.walk(title) if item.name.startswith("Today,")] == ["list item"],
            "the only turn that is found",
            PATIENCE_S,
        )
        assert any(item.role == "label" and item.name == "1 turn." for item in eyes.walk(title))
        for _ in range(3):
            desktop.key("Tab")
        desktop.wait_for(lambda: at_turn("zeppelins."), "the turn that is found", PATIENCE_S)
        desktop.key("Return")
        desktop.key("Delete")
        asked = eyes.wait_for_focus(QUESTION, "No")
        assert asked.description == QUESTION
        desktop.key("alt+f")
        desktop.wait_for(lambda: b"zeppelin" not in words_on_the_disk(tmp_path), "the words to leave", PATIENCE_S)
        desktop.wait_for(
            lambda: any(item.name == "Forgotten." for item in eyes.walk(title)), "that it is told", PATIENCE_S
        )
        desktop.key("Escape")
        there = ["xdotool", "search", "--onlyvisible", "--name", title]
        desktop.wait_for(lambda: not desktop.run(there, check=False).stdout, "the window to go", PATIENCE_S)
    finally:
        told = ended(process)
    assert told == ["A page about zeppelins.", "Forgotten."]


def test_pictures_are_asked_about_and_compared(desktop: VirtualDesktop, eyes: Eyes, tmp_path: Path) -> None:
    title = "Chat about pictures"
    files = [tmp_path / f"{shade}.png" for shade in (50, 60)]
    for file, shade in zip(files, (50, 60), strict=True):
        Image.new("RGB", (240, 180), (shade,) * 3).save(file)
    process = start(desktop, "chat", str(tmp_path), *map(str, files))
    try:
        desktop.focus(desktop.wait_for_window(title))
        eyes.wait_for_focus(title, "Question")
        desktop.wait_for(
            lambda: len([item for item in eyes.walk(title) if item.role == "list item"]) == 2,
            "two pictures",
            PATIENCE_S,
        )
        assert eyes.nameless(title) == []
        assert eyes.named(title, "Picture 2: 60.png").role == "graphic"
        desktop.run(["xdotool", "type", "What is the total in picture 1?"])
        desktop.key("Return")
        desktop.wait_for(
            lambda: any(item.description == "In picture 1, at the top left." for item in eyes.walk(title)),
            "the place in the picture that is shown",
            PATIENCE_S,
        )
        desktop.run(["xdotool", "type", "What is different?"])
        desktop.key("Return")
        desktop.wait_for(
            lambda: any("In picture 2" in item.description for item in eyes.walk(title)), "both places", PATIENCE_S
        )
        assert {"Question", "Ask", "Hold to talk (F2)", "What was asked and answered"} <= set(eyes.tab_order(title))
        desktop.key("Escape")
    finally:
        told = ended(process)
    assert sorted(line for line in told[:2]) == ["Picture 1 is here.", "Picture 2 is here."]
    assert "Only picture 1 has: " in told[-1] and "Total 45.00" in told[-1]

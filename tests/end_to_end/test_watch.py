"""`hearsight watch`, carried out by the running app over a real progress bar, while the person asks something else."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.conftest import HEARSIGHT, ROOT, App

pytestmark = pytest.mark.desktop
LONG_S = 60.0


def test_the_running_app_watches_until_the_download_ends_and_goes_on_answering(app: App, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    script = f"exec zenity --progress --title Download --text 'Fetching the book' < {pipe}"
    process = app.desktop.start(["sh", "-c", script])
    with pipe.open("w", buffering=1) as feed:
        feed.write("5\n")
        app.desktop.focus(app.desktop.wait_for_window("^Download$"))
        watch = app.desktop.start(
            [*HEARSIGHT, "watch", "--title", "Download", "--until", "the download ends"],
            cwd=str(ROOT),
            stdout=subprocess.PIPE,
        )
        assert watch.stdout is not None
        assert b"until the download ends" in watch.stdout.readline(), "it says so at once"
        told = b""
        for share in range(10, 100, 3):
            feed.write(f"{share}\n")
            if share == 40:
                answer = app.cli("ask", "What is the title of the window?", "--no-speech")
                assert "Download" in json.dumps(answer)
            app.desktop.run(["sleep", "0.2"])
        feed.write("100\n")
        told, _ = watch.communicate(timeout=LONG_S)
    app.close(process)
    lines = told.decode().splitlines()
    assert watch.returncode == 0
    assert lines[-1].startswith("It has ended."), lines
    assert 2 <= len(lines) <= 11, lines


def test_the_running_app_tells_each_step_of_a_queue_and_when_it_is_the_persons_turn(app: App, tmp_path: Path) -> None:
    pipe = tmp_path / "queue"
    os.mkfifo(pipe)
    script = f"exec zenity --progress --pulsate --title Hotline --text 'Position 3 of 12' < {pipe}"
    process = app.desktop.start(["sh", "-c", script])
    with pipe.open("w", buffering=1) as feed:
        app.desktop.focus(app.desktop.wait_for_window("^Hotline$"))
        watch = app.desktop.start(
            [*HEARSIGHT, "watch", "--title", "Hotline", "--until", "it is my turn"],
            cwd=str(ROOT),
            stdout=subprocess.PIPE,
        )
        assert watch.stdout is not None
        assert b"until it is my turn" in watch.stdout.readline()
        app.desktop.wait_for_quiet(quiet_s=2)  # it has looked, and said what it waits for
        feed.write("# Position 2 of 12\n")
        assert b"Position 2 of 12" in watch.stdout.readline()
        feed.write("# It is your turn, please go to desk 5\n")
        told, _ = watch.communicate(timeout=LONG_S)
    app.close(process)
    assert watch.returncode == 0
    assert told.decode().splitlines()[-1].startswith("It is your turn: It is your turn"), told

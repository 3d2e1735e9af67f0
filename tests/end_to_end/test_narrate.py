"""`hearsight narrate`, carried out by the running app: what is heard, and a question about what is seen meanwhile."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest

from assistant.errors import STOPPED
from benchmarks.camera_videos import write
from tests.end_to_end.conftest import HEARSIGHT, ROOT, App, words
from tests.models.scenes.test_on_photographs import film

pytestmark = pytest.mark.desktop


def test_the_running_app_says_what_a_film_shows_and_answers_about_it(app: App, tmp_path: Path) -> None:
    path, wav = tmp_path / "film.avi", tmp_path / "narration.wav"
    write(film(90.0, 90.0), path, fps=2)  # long enough for any machine; it is stopped when the question is answered
    with app.desktop.recording(wav):
        command = [*HEARSIGHT, "narrate", "--source", str(path), "--json"]
        narrate = app.desktop.start(command, cwd=str(ROOT), stdout=subprocess.PIPE)
        assert narrate.stdout is not None
        lines = map(json.loads, narrate.stdout)
        told = next((line for line in lines if "person" in line.get("text", "").lower()), None)
        app.desktop.wait_for_quiet(start_s=0)
    assert told is not None and told["evidence"][0]["kind"] == "object"
    assert "person" in words(app.recognised(wav))
    answer = app.cli("ask", "How many people are there?", "--no-speech")
    assert answer["answerable"] and "person" in answer["answer"].lower()
    narrate.send_signal(signal.SIGINT)
    narrate.communicate(timeout=60)
    assert narrate.returncode == STOPPED

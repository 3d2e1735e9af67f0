"""The commands a person types, with a folder made by the tests and with a model server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.models.vlm import tiny
from tests.models.vlm.serving import Serving, says, serving

RATED = "How good the model {} is, was not measured. Take what it says as a guess."


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    Image.fromarray(tiny.picture("blue", "white")).save(path)
    return path


@pytest.fixture
def hearsight(tmp_path: Path) -> Any:
    """Runs a command in a home of its own: (its JSON or text, stderr, exit code)."""
    gone = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "WAYLAND_DISPLAY")
    env = {name: value for name, value in os.environ.items() if name not in gone}
    env |= {"HEARSIGHT_HOME": str(tmp_path / "home"), "HEARSIGHT_MODELS": str(tmp_path / "models"), "LANG": "C.UTF-8"}

    def run(*arguments: str) -> tuple[Any, str, int]:
        command = [sys.executable, "-m", "assistant", *arguments]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=200, encoding="utf-8")
        assert "Traceback" not in done.stderr
        out = json.loads(done.stdout) if "--json" in arguments and done.stdout else done.stdout
        return out, done.stderr, done.returncode

    return run


def test_a_folder_describes_and_says_honestly_how_good_it_is(colours: Path, picture: Path, hearsight: Any) -> None:
    options = ("--engine", "vlm", "--model", str(colours), "--json", "--no-speech")
    found, error, code = hearsight("describe", str(picture), *options)
    assert (code, error) == (0, "")
    assert found["engine"] == "vlm"
    assert "blue square on a white background" in found["sentences"][0]["text"].lower()
    assert found["sentences"][0]["evidence"][0]["kind"] == "model"
    assert found["sentences"][-1]["text"] == RATED.format("colours")


def test_a_folder_that_is_none_is_one_sentence_and_the_grounded_description_is_kept(
    tmp_path: Path, picture: Path, hearsight: Any
) -> None:
    (tmp_path / "empty").mkdir()
    options = ("--engine", "vlm", "--model", str(tmp_path / "empty"), "--json", "--no-speech")
    found, error, code = hearsight("describe", str(picture), *options)
    assert code == 5
    assert error.strip() == "The folder empty holds no model: config.json is missing."
    assert found["engine"] == "grounded"  # who spoke
    assert "96 by 96 pixels" in found["text"]


def test_a_server_answers_and_it_is_said_once_where_pictures_go(picture: Path, hearsight: Any) -> None:
    with serving(says("The square ", "is blue.", chance=0.9)) as server:
        assert hearsight("settings", "endpoint.url", server.url)[2] == 0
        question = ("ask", str(picture), "What colour is the square?", "--engine", "vlm", "--json", "--no-speech")
        first, second = hearsight(*question)[0], hearsight(*question)[0]
        asked = _bodies(server)
    assert first["answerable"]
    assert second["answerable"]
    assert first["answer"].startswith("Pictures go to a program on this computer at 127.0.0.1:")
    assert first["answer"].endswith(RATED.format(server.url.split("/")[2]))
    assert "Pictures go" not in second["answer"]
    assert "blue" in second["answer"]
    assert len(asked) == 2
    assert "Question: What colour is the square?" in json.dumps(asked[0])


def _bodies(server: Serving) -> list[dict[str, Any]]:
    return [body for _, body, _ in server.asked if body is not None]

"""`hearsight narrate`: as a person runs it, and what it says to what can't be narrated."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

ROOT = Path(__file__).parents[2]


def narrate(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", "narrate", *arguments, "--no-daemon"],
        cwd=ROOT,
        env={**os.environ, "HEARSIGHT_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A second and a half of a wall with a sensor's noise."""
    chance = np.random.default_rng(5)
    small = chance.integers(60, 200, (6, 8, 3), dtype=np.uint8)
    wall = cv2.resize(small, (320, 240), interpolation=cv2.INTER_CUBIC).astype(np.int16)
    path = tmp_path / "wall.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (320, 240))
    for _ in range(15):
        noisy = wall + chance.normal(0, 4, wall.shape).astype(np.int16)
        writer.write(noisy.clip(0, 255).astype(np.uint8))
    writer.release()
    return path


def test_a_film_is_told_as_one_json_object_a_line(film: Path, tmp_path: Path) -> None:
    done = narrate("--source", str(film), "--json", "--silent", home=tmp_path)
    assert done.returncode == 0, done.stderr
    *told, last = map(json.loads, done.stdout.splitlines())
    assert last["ended"] == "source" and last["frames"] >= 1 and last["sentences"] == len(told)
    # How many frames are seen depends on the machine; a wall is nothing that is known, however often it is seen.
    assert [one["text"] for one in told] in ([], ["I see nothing here that I know."])


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--source", "clipboard"), 2, "no moving picture"),
        (("--source", "nowhere"), 2, "no source"),
        (("--density", "much"), 2, "much"),
        (("--lang", "xx"), 2, "xx"),
    ],
)
def test_what_can_not_be_narrated_is_one_clear_line(
    arguments: tuple[str, ...], code: int, words: str, tmp_path: Path
) -> None:
    done = narrate(*arguments, "--silent", home=tmp_path)
    assert done.returncode == code and words in done.stderr and "Traceback" not in done.stderr
    assert done.stdout == ""

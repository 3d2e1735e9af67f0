"""What the set of real screens promises to those who measure on it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.types import Box
from benchmarks.screens import ink, letters
from benchmarks.screens.facts import read_thing
from benchmarks.screens.recipe import Recipe, Warp
from benchmarks.screens.recipes import every
from benchmarks.screens.terminals import grid_truth

ROOT = Path(__file__).resolve().parents[2]
BUILD = [sys.executable, str(ROOT / "benchmarks/screens/build.py")]


def run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*BUILD, *options], capture_output=True, text=True, timeout=280, check=False)


def test_there_are_sixty_screens_of_fifteen_programs_and_each_has_a_name_of_its_own() -> None:
    screens = every()
    assert len(screens) >= 60
    assert len({screen.name for screen in screens}) == len(screens)
    assert len({screen.program for screen in screens if isinstance(screen, Recipe)}) >= 15
    names = {screen.name for screen in screens if isinstance(screen, Recipe)}
    assert all(screen.of in names for screen in screens if isinstance(screen, Warp))


def test_an_unknown_screen_is_told_and_nothing_is_built(tmp_path: Path) -> None:
    done = run("--out", str(tmp_path / "set"), "--only", "no-such-screen")
    assert done.returncode == 2
    assert "there is no screen called no-such-screen" in done.stderr
    assert not (tmp_path / "set").exists()


def test_box_drawing_is_no_text_and_wide_signs_take_two_cells() -> None:
    truth = grid_truth(["│ ab │ 文件 x │", "~"], (10, 20))
    assert [(line.text, line.box.x, line.box.w) for line in truth.lines] == [("ab", 24, 20), ("文件 x", 74, 60)]
    assert len(truth.ignore) == 1  # what vi draws after the end of a file is not judged


def test_panes_are_read_one_after_the_other() -> None:
    rows = ["left 1    right 1", "left 2    right 2"]
    truth = grid_truth(rows, (10, 20), panes=((0, 10, 0, 2), (10, 20, 0, 2)))
    assert [line.text for line in truth.lines] == ["left 1", "left 2", "right 1", "right 2"]


def drawn(*at: tuple[int, str]) -> np.ndarray:
    image = Image.new("RGB", (300, 40), "white")
    for x, text in at:
        ImageDraw.Draw(image).text((x, 10), text, fill="black", font=ImageFont.truetype(letters.SANS, 13))
    return np.asarray(image)


def test_a_name_is_found_beside_its_icon_and_an_icon_is_not_taken_for_its_name() -> None:
    pixels = drawn((60, "Save as"))
    pixels = pixels.copy()
    pixels[8:32, 20:44] = 0  # an icon of 24 pixels
    parts = ink.columns(pixels, Box(10, 2, 200, 36), 6)
    found = letters.stretch("Save as", parts, 13, pixels)
    assert found is not None
    assert 55 <= found.x <= 62
    assert letters.stretch("Preferences", parts[:1], 13, pixels) is None


def test_known_lines_that_do_not_fit_what_is_drawn_are_refused() -> None:
    with pytest.raises(ValueError, match="2 lines are known, 1 are drawn"):
        ink.known_lines(drawn((5, "one")), Box(0, 0, 300, 40), ["one", "two"])


@pytest.mark.skipif(shutil.which("zenity") is None, reason="zenity is not installed; run: make setup")
def test_a_dialog_is_built_with_its_words_its_buttons_and_its_tree(tmp_path: Path) -> None:
    done = run("--out", str(tmp_path), "--only", "zenity-question-100")
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "zenity-question-100"
    known = json.loads((folder / "facts.json").read_text("utf-8"))
    with Image.open(folder / "screen.png") as picture:
        assert picture.size == tuple(known["size"])
    assert [line["text"] for line in known["lines"]] == [
        "The letter okafor.txt was changed.", "Save the changes before closing?", "Discard", "Save",
    ]  # fmt: skip
    assert {e["name"] for e in known["elements"] if e["role"] == "button"} == {"Save", "Discard"}
    things = [read_thing(data) for data in json.loads((folder / "tree.json").read_text("utf-8"))]
    assert any(thing.role == "button" and thing.name == "Save" for thing in things)
    again = run("--out", str(tmp_path), "--only", "zenity-question-100")
    assert "already there: 1 of 1" in again.stderr


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed; run: make setup")
def test_a_page_is_built_with_the_states_of_its_fields_and_boxes_that_hold_ink(tmp_path: Path) -> None:
    done = run("--out", str(tmp_path), "--only", "shop-checkout-100")
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "shop-checkout-100"
    known = json.loads((folder / "facts.json").read_text("utf-8"))
    fields = {e["name"]: e for e in known["elements"]}
    assert set(fields["Postcode *"]["states"]) >= {"required", "invalid"}
    assert fields["Pay now"]["states"] == ["disabled"]
    assert fields["Country"]["value"] == "Ireland"
    texts = [line["text"] for line in known["lines"]]
    assert "EUR 34.90" in texts
    assert "correct-horse" not in json.dumps(known)
    with Image.open(folder / "screen.png") as picture:
        pixels = np.asarray(picture.convert("RGB"))
    for line in known["lines"]:
        assert ink.mask(pixels, Box(*line["box"])).any(), line

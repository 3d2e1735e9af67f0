"""`--overlay`, `--why` and `act` on the command line, with real eyes on a real picture."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.masking import MASK
from assistant.overlay import COLOURS

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
SECRET = (300, 160, 500, 190)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    picture = Image.new("RGB", (800, 400), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 22)
    pen.text((60, 40), "Order 17 of Tea House", font=font, fill="black")
    pen.text((60, 100), "Total: 34.90 EUR", font=font, fill="black")
    pen.text((60, 160), "Password:", font=font, fill="black")
    pen.text((SECRET[0], SECRET[1]), "orchid-4711", font=font, fill="black")
    path = tmp_path / "letter.png"
    picture.save(path)
    return path


def hearsight(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    import os

    env = {**os.environ, "HEARSIGHT_HOME": str(tmp_path / "home"), "LANG": "en_GB.UTF-8", "LC_ALL": "C.UTF-8"}
    env.pop("DISPLAY", None)
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments], capture_output=True, text=True, env=env, check=False
    )


def test_describe_draws_what_it_told_and_masks_what_it_must_not_tell(letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "evidence.png"
    before = letter.read_bytes()
    result = hearsight(tmp_path, "describe", str(letter), "--overlay", str(out), "--no-speech", "--no-daemon", "--json")
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["overlay"] == str(out)
    assert "orchid" not in result.stdout
    with Image.open(out) as image:
        picture = np.array(image.convert("RGB"))
    assert picture.shape[0] > 400
    assert (picture[:400] == np.array(COLOURS["ocr"])).all(axis=2).sum() > 500
    left, top, _right, bottom = SECRET
    assert (picture[top + 4 : bottom - 4, left + 4 : left + 60] == np.array(MASK)).all(axis=2).mean() > 0.9
    assert letter.read_bytes() == before


def test_an_answer_tells_how_it_is_known_and_shows_it(letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer.png"
    result = hearsight(
        tmp_path, "ask", str(letter), "What is the total?", "--why", "--overlay", str(out), "--no-speech",
        "--no-daemon", "--json",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert "34.90" in told["answer"]
    assert told["why"].startswith("I read it from the picture")
    assert "percent sure" in told["why"]
    assert out.exists()


def test_of_a_picture_that_lies_on_its_side_all_is_told_and_drawn_where_it_was_given(
    letter: Path, tmp_path: Path
) -> None:
    lying, out = tmp_path / "lying.png", tmp_path / "evidence.png"
    with Image.open(letter) as image:
        wide = Image.new("RGB", (800, 600), "white")  # narrow pictures are drawn larger
        wide.paste(image)
        wide.transpose(Image.Transpose.ROTATE_90).save(lying)  # counterclockwise: (x, y) comes to (y, 800 - x)
    result = hearsight(tmp_path, "read", str(lying), "--overlay", str(out), "--no-speech", "--no-daemon", "--json")
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    x, y, w, h = next(block["box"] for block in told["blocks"] if "Order" in block["text"])
    with Image.open(lying) as image:
        ink = np.argwhere(np.array(image.convert("L"))[:, :80] < 128)
    top, left = ink.min(axis=0)
    bottom, right = ink.max(axis=0)
    assert (x, y, x + w, y + h) == pytest.approx((left, top, right, bottom), abs=8)
    assert "orchid" not in result.stdout
    with Image.open(out) as image:
        picture = np.array(image.convert("RGB"))
    left, top, _right, bottom = SECRET
    assert (picture[800 - left - 64 : 800 - left - 8, top + 4 : bottom - 4] == np.array(MASK)).all(axis=2).mean() > 0.9
    around = picture[y - 12 : y + h + 12, x - 12 : x + w + 12]
    assert (around == np.array(COLOURS["ocr"])).all(axis=2).sum() > 2 * (w + h), "a line runs around it"


def test_where_nobody_looked_for_secrets_nothing_is_drawn(letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "copied.png"
    result = hearsight(
        tmp_path, "ask", str(letter), "copy it", "--overlay", str(out), "--no-speech", "--no-daemon", "--json"
    )
    assert result.returncode == 3
    assert "nothing to draw" in result.stderr
    assert not out.exists()


def test_the_picture_itself_is_not_overwritten_and_nothing_is_looked_at_first(letter: Path, tmp_path: Path) -> None:
    before = letter.read_bytes()
    result = hearsight(tmp_path, "read", str(letter), "--overlay", str(letter), "--no-speech", "--no-daemon")
    assert result.returncode == 2
    assert "picture itself" in result.stderr
    assert result.stdout == ""
    assert letter.read_bytes() == before


def test_what_can_not_be_written_is_said_and_the_exit_code_tells(letter: Path, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "out.png"
    result = hearsight(tmp_path, "describe", str(letter), "--overlay", str(missing), "--no-speech", "--no-daemon")
    assert result.returncode == 3
    assert result.stderr.count("\n") == 1
    assert "no folder nowhere" in result.stderr


def test_act_without_the_app_says_how_to_start_it(tmp_path: Path) -> None:
    result = hearsight(tmp_path, "act", "focus", "Save")
    assert result.returncode == 4
    assert "Start it with: hearsight" in result.stderr


def test_act_refuses_what_makes_no_sense(tmp_path: Path) -> None:
    assert hearsight(tmp_path, "act", "copy", "Save").returncode == 2
    assert hearsight(tmp_path, "act", "type").returncode == 2

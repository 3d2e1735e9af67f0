"""`hearsight chart` from end to end: a picture in, a sentence, JSON or CSV out."""

# ruff: noqa: F811 - a fixture of another file is used by its name

from __future__ import annotations

import json
import wave
from pathlib import Path

import numpy as np
import pytest

from speech.sonify import SOUNDING, pitch, point_ms
from tests.assistant.test_cli import bare, hearsight  # noqa: F401 - a fixture
from tests.models.evidence.drawn_charts import bar_chart

MONTHS = ["Jan", "Feb", "Mar", "Apr"]
VALUES = [12.0, 31.0, 44.5, 20.0]


@pytest.fixture(scope="module")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("charts") / "sales.png"
    bar_chart(VALUES, MONTHS).image.save(path)
    return path


def test_json_holds_the_values_and_the_sentence(bare: dict[str, str], sales: Path) -> None:
    result = hearsight("chart", str(sales), "--json", "--no-speech", env=bare)
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["answer"].startswith("Bar chart, Sales by month:")
    (chart,) = told["charts"]
    assert chart["categories"] == MONTHS
    assert chart["series"][0]["values"] == pytest.approx(VALUES, abs=0.5)
    assert chart["exact"] is False


def test_csv_is_all_that_goes_to_stdout(bare: dict[str, str], sales: Path) -> None:
    result = hearsight("chart", str(sales), "--csv", env=bare)
    assert result.returncode == 0, result.stderr
    rows = [line.split(",") for line in result.stdout.splitlines()]
    assert [row[0] for row in rows[1:]] == MONTHS
    assert [float(row[1]) for row in rows[1:]] == pytest.approx(VALUES, abs=0.5)


def test_a_question_about_a_chart_is_answered_with_about(bare: dict[str, str], sales: Path) -> None:
    told = json.loads(hearsight("ask", str(sales), "Which month is highest?", "--json", "--no-speech", env=bare).stdout)
    assert told["answerable"]
    assert told["answer"].startswith("Highest is Mar, about 44")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--play", "--no-speech"], "--play or --no-speech"),
        (["--table", "--csv"], "only one of"),
        (["--csv", "--json"], "--csv without --json"),
        (["--source", "screen"], "not both"),
        (["--lang", "xx"], "xx"),
        (["--out", "a.wav", "--no-speech"], "--out or --no-speech"),
        (["--out", "a.wav", "--csv"], "--csv"),
    ],
)
def test_wrong_usage_is_one_sentence(
    bare: dict[str, str],
    sales: Path,
    arguments: list[str],
    says: str,
) -> None:
    result = hearsight("chart", str(sales), *arguments, env=bare)
    assert result.returncode == 2
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_a_sound_file_of_a_chart_has_its_tones(bare: dict[str, str], sales: Path, tmp_path: Path) -> None:
    out = tmp_path / "sales.wav"
    result = hearsight("chart", str(sales), "--play", "--out", str(out), env=bare)
    assert result.returncode == 0, result.stderr
    assert "no sound device" not in result.stdout + result.stderr
    assert strongest_hz(out, len(VALUES)) == pytest.approx(
        [pitch(value, min(VALUES), max(VALUES)) for value in VALUES], rel=0.03
    )


def strongest_hz(path: Path, tones: int) -> list[float]:
    """Of each of the tones at the end of a sound file."""
    with wave.open(str(path), "rb") as file:
        rate = file.getframerate()
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
    length = round(rate * point_ms(tones) / 1000)
    found = []
    for number in range(tones):
        start = len(sound) - (tones - number) * length
        part = sound[start : start + round(SOUNDING * length)]
        spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part)), 8 * len(part)))
        found.append(float(spectrum.argmax() * rate / (8 * len(part))))
    return found


def test_a_picture_without_a_chart_is_said_to_have_none(bare: dict[str, str], tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "plain.png"
    Image.new("RGB", (300, 200), (120, 160, 90)).save(path)
    result = hearsight("chart", str(path), "--no-speech", env=bare)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "I see no chart here."

"""`hearsight find` and `hearsight shoot`, through the real sound device: the tones are measured in what was played."""

from __future__ import annotations

import json
import signal
import subprocess
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp
from virtual_desktop import VirtualDesktop

from assistant.errors import STOPPED
from benchmarks.guiding_pages import Pose, desk, page, seen
from speech.sonify import BEACON_MS, HIGH_HZ, LOW_HZ
from tests.end_to_end.conftest import HEARSIGHT
from tests.models.scenes.test_on_photographs import photo

pytestmark = pytest.mark.desktop
RATE = 16_000
CODE = "4006381333931"


@pytest.fixture(scope="module")
def sounding() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(display=False, accessibility=False, bus=False, tray=False) as desktop:
        with Path("/dev/zero").open("rb") as silence:
            # Keeps the null sink at the pace of a sound card; by itself it works up to 2 s ahead.
            desktop.start(["pacat", "-d", "speakers", "--raw", "--latency-msec=20"], stdin=silence)
            yield desktop


def film(path: Path, frames: list[Any], fps: int) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, frames[0].shape[1::-1])
    for frame in frames:
        writer.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
    writer.release()
    return path


def tones(path: Path) -> list[tuple[float, float, float]]:
    """(second, Hz, how much more of it the right ear hears: -1..1) of each tone of a beacon's length: nearly all of its
    power is in one frequency and its octave, which speech never does for so long."""
    with wave.open(str(path)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, 2) / 32768
    count, step = round(RATE * 0.05), round(RATE * 0.02)
    found: list[tuple[float, float, float]] = []
    for start in range(0, len(sound) - count, step):
        part = sound[start : start + count]
        levels = np.sqrt((part**2).mean(axis=0))
        if np.hypot(*levels) < 0.02:
            continue
        power = np.abs(np.fft.rfft(part.sum(axis=1) * np.hanning(count), 8192)) ** 2
        hz = np.fft.rfftfreq(8192, 1 / RATE)
        top = float(hz[int(power.argmax())])
        pure = power[(np.abs(hz - top) < 45) | (np.abs(hz - 2 * top) < 45)].sum() / power.sum()
        if pure > 0.97 and LOW_HZ * 0.9 < top < HIGH_HZ * 1.1:
            side = float((levels[1] ** 2 - levels[0] ** 2) / (levels**2).sum())
            if not found or start / RATE - found[-1][0] > BEACON_MS / 1000:
                found.append((start / RATE, top, side))
    return found


def led(desktop: VirtualDesktop, command: list[str], wav: Path, enough: Callable[[dict[str, Any]], bool]) -> list[str]:
    """Run the command, record what is heard until it has told `enough`, end it with Ctrl-C; all that it said."""
    said: list[str] = []
    with desktop.recording(wav, rate=RATE, channels=2):
        process = desktop.start([*HEARSIGHT, *command, "--json", "--no-daemon"], stdout=subprocess.PIPE)
        assert process.stdout is not None
        for line in map(json.loads, process.stdout):
            said += line.get("said", [])
            if enough(line):
                break
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=90)
    assert process.returncode == STOPPED
    return said + [word for line in rest.splitlines() for word in json.loads(line).get("said", [])]


def test_the_tone_comes_from_where_the_face_is_and_is_higher_in_the_middle(
    sounding: VirtualDesktop, tmp_path: Path
) -> None:
    wall = np.random.default_rng(1).normal(120, 6, (480, 1400, 3)).clip(0, 255).astype(np.uint8)
    wall[160:480, 500:820] = photo("astronaut.jpg")  # the middle of her face: at 620, 240
    left, ahead = (np.ascontiguousarray(wall[:, 620 - x : 1260 - x]) for x in (90, 320))
    # To the left for seven seconds, of which the words take some four; then in the middle for as long as it takes.
    reel = film(tmp_path / "face.avi", [left] * 28 + [ahead] * 200, 4)
    told: list[float] = []

    def enough(line: dict[str, Any]) -> bool:
        told.extend([line["side"]] if line.get("seen") else [])
        return sum(abs(side) < 0.2 for side in told) >= 18

    said = " ".join(led(sounding, ["find", "a face", "--source", str(reel)], tmp_path / "face.wav", enough)).lower()
    assert "left" in said and "in the middle" in said, said
    heard = tones(tmp_path / "face.wav")
    aside = [(at, hz) for at, hz, side in heard if side < -0.5]
    middle = [(at, hz) for at, hz, side in heard if abs(side) < 0.2]
    assert len(aside) >= 3 and len(middle) >= 3 and len(aside) + len(middle) >= 0.8 * len(heard), heard
    assert np.median([at for at, _ in aside]) < np.median([at for at, _ in middle]), heard
    assert np.median([hz for _, hz in middle]) > 1.5 * np.median([hz for _, hz in aside]), heard


def test_a_page_takes_itself_and_is_read(sounding: VirtualDesktop, tmp_path: Path) -> None:
    sheet, words = page(1)
    ground = desk(np.ascontiguousarray(cv2.GaussianBlur(photo("chelsea.jpg"), (0, 0), 6)))
    chance = np.random.default_rng(3)
    there = Pose(tall=0.9, turn_deg=5, lean=0.15)
    frames = [seen(sheet, ground, pose, chance=chance) for pose in (Pose(y=0.8), there, there)]
    reel = film(tmp_path / "pages.avi", [frames[0]] * 4 + frames[1:] * 100, 4)
    out, heard = tmp_path / "out", tmp_path / "heard.wav"
    command = ["shoot", "document", "--source", str(reel), "--out", str(out)]
    said = led(sounding, command, heard, lambda line: line.get("kept") == "page-1.jpg")
    assert any("Page 1 taken." in word or "One page with" in word for word in said), said
    text = (out / "text-1.txt").read_text("utf-8").split()
    assert (out / "page-1.jpg").exists()
    assert len(set(words.split()) & set(text)) > 0.9 * len(set(words.split()))
    with wave.open(str(heard)) as file:
        assert np.abs(np.frombuffer(file.readframes(file.getnframes()), np.int16)).max() > 1000


def portrait() -> Any:
    picture = cv2.GaussianBlur(cv2.resize(photo("astronaut.jpg"), (640, 480)), (0, 0), 12)
    picture[80:400, 160:480] = photo("astronaut.jpg")
    return picture


def pack() -> Any:
    picture = cv2.resize(photo("chelsea.jpg"), (640, 480))
    lines = np.array(
        zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(CODE, zxingcpp.BarcodeFormat.EAN13), scale=2)
    )
    picture[200 : 200 + lines.shape[0], 200 : 200 + lines.shape[1]] = lines[..., None]
    return picture


@pytest.mark.parametrize(
    ("mode", "picture", "sentence"),
    [("photo", portrait, "Taken. One face"), ("product", pack, f"Yellow marker, by its bar code {CODE}.")],
)
def test_a_portrait_and_a_pack_take_themselves(
    sounding: VirtualDesktop, tmp_path: Path, mode: str, picture: Callable[[], Any], sentence: str
) -> None:
    """It ends by itself once that is taken."""
    if mode == "product":
        sounding.run([*HEARSIGHT, "products", "add", CODE, "yellow marker"])
    chance = np.random.default_rng(2)
    grained = [(picture() + chance.normal(0, 2, (480, 640, 3))).clip(0, 255).astype(np.uint8) for _ in range(8)]
    reel = film(tmp_path / "reel.avi", grained * 30, 4)
    out, heard = tmp_path / "out", tmp_path / "heard.wav"
    command = [*HEARSIGHT, "shoot", mode, "--source", str(reel), "--out", str(out), "--json", "--no-daemon"]
    with sounding.recording(heard, rate=RATE, channels=2):
        lines = [json.loads(line) for line in sounding.run(command, timeout_s=120).stdout.splitlines()]
    said = [word for line in lines for word in line.get("said", [])]
    assert any(word.startswith(sentence) for word in said), said
    assert [one.name for one in out.iterdir()] == [f"{mode}-1.jpg"]
    with wave.open(str(heard)) as file:
        assert np.abs(np.frombuffer(file.readframes(file.getnframes()), np.int16)).max() > 1000

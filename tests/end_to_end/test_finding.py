"""`hearsight find` and `hearsight shoot`, through the real sound device: the tones are measured in what was played."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from virtual_desktop import VirtualDesktop

from benchmarks.guiding_pages import Pose, desk, page, seen
from speech.sonify import BEACON_MS, HIGH_HZ, LOW_HZ
from tests.end_to_end.conftest import HEARSIGHT
from tests.models.scenes.test_on_photographs import photo

pytestmark = pytest.mark.desktop
RATE = 16_000


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


def test_the_tone_comes_from_the_left_and_rises_as_the_face_nears_the_middle(
    sounding: VirtualDesktop, tmp_path: Path
) -> None:
    chance = np.random.default_rng(1)
    wall = chance.normal(120, 6, (480, 1200, 3)).clip(0, 255).astype(np.uint8)
    wall[160:480, 300:620] = photo("astronaut.jpg")  # the middle of her face: at 420, 240
    # The camera looks past her to the right, then turns to her: she comes from the left edge to the middle.
    views = [int(np.interp(number / 5, (0, 3, 4.5, 8), (360, 360, 100, 100))) for number in range(40)]
    reel = film(tmp_path / "wall.avi", [wall[:, x : x + 640] for x in views], 5)
    heard = tmp_path / "heard.wav"
    with sounding.recording(heard, rate=RATE, channels=2):
        done = sounding.run([*HEARSIGHT, "find", "a face", "--source", str(reel), "--no-daemon"], timeout_s=120)
    assert "left" in done.stdout.lower() and "in the middle" in done.stdout.lower(), done.stdout
    found = tones(heard)
    assert len(found) >= 6, found
    third = max(1, len(found) // 3)
    early, late = found[:third], found[-third:]
    assert np.median([side for _, _, side in early]) < -0.4, found
    assert abs(float(np.median([side for _, _, side in late]))) < 0.3, found
    assert np.median([hz for _, hz, _ in late]) > 1.4 * np.median([hz for _, hz, _ in early]), found


def test_a_page_takes_itself_and_is_read(sounding: VirtualDesktop, tmp_path: Path) -> None:
    sheet, words = page(1)
    ground = desk(np.ascontiguousarray(cv2.GaussianBlur(photo("chelsea.jpg"), (0, 0), 6)))
    chance = np.random.default_rng(3)
    there = Pose(tall=0.9, turn_deg=5, lean=0.15)
    frames = [seen(sheet, ground, pose, chance=chance) for pose in (Pose(y=0.8), there, there)]
    reel = film(tmp_path / "pages.avi", [frames[0]] * 4 + frames[1:] * 9, 4)
    out, heard = tmp_path / "out", tmp_path / "heard.wav"
    with sounding.recording(heard, rate=RATE, channels=2):
        done = sounding.run(
            [*HEARSIGHT, "shoot", "document", "--source", str(reel), "--out", str(out), "--no-daemon"],
            timeout_s=120,
        )
    assert "Page 1 taken." in done.stdout and "One page with" in done.stdout, done.stdout
    text = (out / "text-1.txt").read_text("utf-8").split()
    assert (out / "page-1.jpg").exists()
    assert len(set(words.split()) & set(text)) > 0.9 * len(set(words.split()))
    with wave.open(str(heard)) as file:
        assert np.abs(np.frombuffer(file.readframes(file.getnframes()), np.int16)).max() > 1000

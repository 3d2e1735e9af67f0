"""A part is missing or broken: one clear sentence, the right exit code, and what else works goes on."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from virtual_desktop import VirtualDesktop

from tests.end_to_end.conftest import HEARSIGHT

pytestmark = pytest.mark.desktop


@pytest.fixture
def note(tmp_path: Path) -> Path:
    image = Image.new("RGB", (640, 160), "white")
    ImageDraw.Draw(image).text(
        (40, 50), "Departure 14:35 from platform 9", "black", ImageFont.truetype("DejaVuSans", 30)
    )
    image.save(tmp_path / "note.png")
    return tmp_path / "note.png"


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A store of links to the installed models, whose files a test may replace."""
    from models.store import default_root

    root = tmp_path / "models"
    for folder in default_root().iterdir():
        if folder.is_dir():
            (root / folder.name).mkdir(parents=True)
            for file in folder.iterdir():
                (root / folder.name / file.name).symlink_to(file)
    return root


def break_file(file: Path) -> None:
    """Other bytes, the same size: only reading it can tell."""
    size = file.stat().st_size
    file.unlink()
    file.write_bytes(b"\x42" * size)


def run(desktop: VirtualDesktop, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*HEARSIGHT, *arguments], env={**desktop.env, **env}, capture_output=True, text=True, timeout=120
    )


@pytest.fixture(scope="module")
def mute_desktop() -> Iterator[VirtualDesktop]:
    """No sound, no session bus; a window is open."""
    with VirtualDesktop(sound=False, bus=False, tray=False) as desktop:
        text = "Error: the printer is out of paper."
        desktop.start(["zenity", "--error", "--title", "Printer", "--text", text])
        desktop.focus(desktop.wait_for_window("^Printer$"))
        yield desktop


def test_without_a_session_bus_the_pixels_are_read_and_it_is_said(mute_desktop: VirtualDesktop) -> None:
    result = run(mute_desktop, "describe", "--no-speech")
    assert result.returncode == 0, result.stderr
    assert "printer is out of paper" in result.stdout
    assert "no session bus" in result.stdout


def test_without_a_loudspeaker_the_description_is_printed(mute_desktop: VirtualDesktop) -> None:
    result = run(mute_desktop, "describe")
    assert result.returncode == 4
    assert "printer is out of paper" in result.stdout
    assert result.stderr.strip() == "I can't speak: no sound device was found. Connect one, or use --no-speech."


def test_without_a_microphone_listening_says_so(mute_desktop: VirtualDesktop) -> None:
    result = run(mute_desktop, "ask", "--listen", "--no-speech")
    assert result.returncode == 4
    assert "no microphone" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_tray_app_runs_without_sound_and_bus_and_carries_commands_out(mute_desktop: VirtualDesktop) -> None:
    process = mute_desktop.start([*HEARSIGHT, "run"])
    try:
        assert run(mute_desktop, "status", "--wait", "90").returncode == 0
        told = json.loads(run(mute_desktop, "ask", "What does the error say?", "--no-speech", "--json").stdout)
        assert "printer is out of paper" in told["answer"].lower(), (
            told,
            run(mute_desktop, "describe", "--no-speech").stdout,
        )
    finally:
        process.terminate()
        assert process.wait(10) == 0


def test_a_broken_recogniser_says_so_and_typed_questions_work(
    mute_desktop: VirtualDesktop, models: Path, note: Path, tmp_path: Path
) -> None:
    for name in ("whisper-tiny.en", "whisper-base"):
        break_file(models / name / "model.bin")
    question = tmp_path / "question.wav"
    subprocess.run(["flite", "-t", "Which platform is it?", "-o", str(question)], check=True)
    asked = run(mute_desktop, "ask", str(note), "--audio", str(question), "--no-speech", HEARSIGHT_MODELS=str(models))
    assert asked.returncode == 5
    assert "model.bin" in asked.stderr
    assert "hearsight models install" in asked.stderr
    assert "Traceback" not in asked.stderr
    verified = run(mute_desktop, "models", "verify", "whisper-tiny.en", HEARSIGHT_MODELS=str(models))
    assert verified.returncode == 5
    assert "model.bin" in verified.stdout
    typed = run(mute_desktop, "ask", str(note), "Which platform?", "--no-speech", HEARSIGHT_MODELS=str(models))
    assert typed.returncode == 0
    assert "9" in typed.stdout


def test_broken_or_missing_embeddings_only_make_answers_plainer(
    mute_desktop: VirtualDesktop, models: Path, note: Path
) -> None:
    break_file(models / "minilm-l6-v2" / "model.safetensors")
    broken = run(mute_desktop, "ask", str(note), "Which platform?", "--no-speech", HEARSIGHT_MODELS=str(models))
    assert (broken.returncode, "9" in broken.stdout) == (0, True), broken.stderr
    shutil.rmtree(models / "minilm-l6-v2")
    missing = run(mute_desktop, "ask", str(note), "Which platform?", "--no-speech", HEARSIGHT_MODELS=str(models))
    assert (missing.returncode, "9" in missing.stdout) == (0, True), missing.stderr
    doctor = json.loads(run(mute_desktop, "doctor", "--json", HEARSIGHT_MODELS=str(models)).stdout)
    check = next(check for check in doctor["checks"] if check["name"] == "Model minilm-l6-v2")
    assert "hearsight models install minilm-l6-v2" in check["sentence"]


def test_without_any_recogniser_a_spoken_question_names_the_command(
    mute_desktop: VirtualDesktop, models: Path, note: Path, tmp_path: Path
) -> None:
    for name in ("whisper-tiny.en", "whisper-base"):
        shutil.rmtree(models / name)
    question = tmp_path / "question.wav"
    subprocess.run(["flite", "-t", "Which platform is it?", "-o", str(question)], check=True)
    asked = run(mute_desktop, "ask", str(note), "--audio", str(question), "--no-speech", HEARSIGHT_MODELS=str(models))
    assert asked.returncode == 5
    assert "hearsight models install" in asked.stderr


def test_a_history_that_can_not_be_written_does_not_stop_a_description(
    mute_desktop: VirtualDesktop, note: Path, tmp_path: Path
) -> None:
    (tmp_path / "home" / "history.sqlite").mkdir(parents=True)
    result = run(mute_desktop, "describe", str(note), "--no-speech", HEARSIGHT_HOME=str(tmp_path / "home"))
    assert result.returncode == 0
    assert "platform 9" in result.stdout
    assert "history" in result.stdout.lower()
    assert "Traceback" not in result.stderr


def test_a_home_that_is_no_folder_is_one_sentence(mute_desktop: VirtualDesktop, note: Path, tmp_path: Path) -> None:
    home = tmp_path / "home-is-a-file"
    home.write_text("")
    result = run(mute_desktop, "describe", str(note), "--no-speech", HEARSIGHT_HOME=str(home))
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "folder", "bomb"])
def test_a_bad_picture_is_one_sentence(mute_desktop: VirtualDesktop, note: Path, tmp_path: Path, damage: str) -> None:
    bad = tmp_path / "bad.png"
    if damage == "folder":
        bad.mkdir()
    else:
        good = note.read_bytes()
        contents = {
            "empty": b"",
            "text": b"just text",
            "cut": good[: len(good) // 2],
            "bomb": png_header(100_000, 100_000),
        }
        bad.write_bytes(contents[damage])
    result = run(mute_desktop, "describe", str(bad), "--no-speech")
    assert result.returncode == 3
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


def test_a_picture_of_one_pixel_is_refused_not_described(mute_desktop: VirtualDesktop, tmp_path: Path) -> None:
    Image.new("RGB", (1, 1), "red").save(tmp_path / "dot.png")
    told = json.loads(run(mute_desktop, "describe", str(tmp_path / "dot.png"), "--no-speech", "--json").stdout)
    assert told["refused"] == "blank"


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims to be huge, followed by nothing."""
    import struct
    import zlib

    ihdr = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + ihdr + struct.pack(">I", zlib.crc32(ihdr))
    idat = b"IDAT" + zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", len(idat) - 4) + idat + struct.pack(">I", zlib.crc32(idat))

"""The command line's contract: light to start, right exit codes, one clear sentence, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import rich_click as click
from PIL import Image

from assistant.cli import COMMANDS, cli
from assistant.errors import STOPPED

HEARSIGHT = [sys.executable, "-m", "assistant.cli"]
HEAVY = ("torch", "transformers", "whisper", "onnxruntime", "cv2", "numpy", "PySide6", "rapidocr", "sounddevice")


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """No display, no session bus, no sound."""
    keep = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "HEARSIGHT_MODELS", "OPENBLAS_CORETYPE")}
    models = os.environ.get("HEARSIGHT_MODELS", str(Path.home() / ".local/share/hearsight/models"))
    return {**keep, "HEARSIGHT_HOME": str(tmp_path / "home"), "HEARSIGHT_MODELS": models, "LANG": "C.UTF-8"}


def hearsight(*arguments: str, env: dict[str, str], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*HEARSIGHT, *arguments], env=env, cwd=cwd or Path.cwd(), capture_output=True, text=True, timeout=120
    )


def test_importing_the_cli_stays_light() -> None:
    """A handful of modules beside those that `rich_click` itself needs: a command's own come when it is wanted."""

    def loaded(module: str) -> set[str]:
        code = f"import sys, {module}; print(*sys.modules)"
        return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.split())

    ours = loaded("assistant.cli")
    assert len([name for name in ours - loaded("rich_click") if name.startswith("assistant")]) <= 8
    assert not ours & set(HEAVY)


def test_every_command_that_is_looked_up_lazily_is_there() -> None:
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None and command.name == name


@pytest.mark.parametrize("module", ["assistant.cli_lazy", "assistant.cli_look"])
def test_ctrl_c_before_the_command_is_even_read_prints_no_traceback(module: str) -> None:
    code = """
import sys
sys.argv = ["hearsight", "describe", "missing.png"]
class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == "MODULE":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Pressed())
from assistant.__main__ import main
main()
"""
    code = code.replace("MODULE", module)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (result.returncode, result.stderr.strip()) == (STOPPED, "")  # click ends the line of the "^C"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["describe", "--source", "moon"], 2, "moon"),
        (["describe", "--lang", "xx", "a.png"], 2, "xx"),
        (["describe", "a.png", "--source", "screen"], 2, "not both"),
        (["ask"], 2, "Ask something"),
        (["ask", "a.png", "what", "is", "it"], 2, "quotes"),
        (["ask", "a.png", " "], 2, "empty"),
        (["ask", "--audio", "q.wav", "--listen"], 2, "not both"),
        (["describe", "missing.png"], 3, "missing.png"),
        (["transcribe", "missing.wav"], 3, "missing.wav"),
        (["describe"], 4, "display"),
        (["describe", "--source", "screen"], 4, "display"),
        (["run"], 4, "display"),
        (["models", "install", "nonsense"], 2, "nonsense"),
        (["settings", "speech.rate"], 2, "speech.rate_wpm"),
        (["settings", "speech.rate_wpm", "9000"], 2, "900"),
        (["describe", "--model", "no-such-model", "a.png"], 2, "no-such-model"),
    ],
)
def test_what_can_not_be_done_is_one_sentence_and_an_exit_code(
    arguments: list[str], code: int, says: str, bare: dict[str, str], tmp_path: Path
) -> None:
    extra = ["--no-speech"] if arguments[0] in ("describe",) else []
    result = hearsight(*arguments, *extra, env=bare)
    assert result.returncode == code, result.stderr
    assert says in result.stderr
    assert "Traceback" not in result.stderr + result.stdout
    assert result.stdout == ""


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture with two lines of real type."""
    from PIL import ImageDraw, ImageFont

    image = Image.new("RGB", (640, 240), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype("DejaVuSans.ttf", 32)
    draw.text((40, 50), "Backup failed: the disk is full.", "black", font)
    draw.text((40, 130), "Total: 42.50 EUR", "black", font)
    path = tmp_path_factory.mktemp("note") / "note.png"
    image.save(path)
    return path


def test_out_writes_what_is_said_into_a_sound_file(bare: dict[str, str], note: Path, tmp_path: Path) -> None:
    import wave

    out = tmp_path / "speech.wav"
    result = hearsight("describe", str(note), "--out", str(out), env=bare)
    assert result.returncode == 0, result.stderr
    assert "Backup failed" in result.stdout
    with wave.open(str(out), "rb") as file:
        seconds = file.getnframes() / file.getframerate()
        loudest = max(map(abs, memoryview(file.readframes(file.getnframes())).cast("h")))
    words = len(result.stdout.split())
    assert words / 6 < seconds < words, "at 220 words a minute, about four words a second"
    assert loudest > 3000
    nowhere = hearsight("describe", str(note), "--out", str(tmp_path / "no" / "a.wav"), env=bare)
    assert (nowhere.returncode, nowhere.stdout) == (3, "")
    assert "can't write a.wav" in nowhere.stderr


def test_describe_keeps_the_json_contract(bare: dict[str, str], note: Path) -> None:
    result = hearsight("describe", str(note), "--json", "--no-speech", env=bare)
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert {"text", "sentences", "refused", "engine", "timings"} <= told.keys()
    assert told["refused"] is None
    assert "disk is full" in told["text"]
    assert told["timings"]["first_sentence_ms"] <= told["timings"]["total_ms"]
    for sentence in told["sentences"]:
        assert sentence["evidence"], "no sentence without evidence"
        for evidence in sentence["evidence"]:
            assert evidence["kind"]
            assert evidence["box"] is None or len(evidence["box"]) == 4
            assert evidence["confidence"] is None or 0 <= evidence["confidence"] <= 1


def test_read_gives_the_text_verbatim_in_order(bare: dict[str, str], note: Path) -> None:
    told = json.loads(hearsight("read", str(note), "--json", "--no-speech", env=bare).stdout)
    assert told["text"].splitlines() == ["Backup failed: the disk is full.", "Total: 42.50 EUR"]
    assert {"text", "box", "confidence", "kind"} <= told["blocks"][0].keys()


def test_ask_answers_and_admits_what_it_can_not_tell(bare: dict[str, str], note: Path) -> None:
    known = json.loads(hearsight("ask", str(note), "What is the total?", "--json", "--no-speech", env=bare).stdout)
    assert known["answerable"]
    assert "42.50" in known["answer"]
    assert known["evidence"]
    unknown = json.loads(
        hearsight("ask", str(note), "What breed is the dog?", "--json", "--no-speech", env=bare).stdout
    )
    assert not unknown["answerable"]
    assert "can't tell" in unknown["answer"]


def test_a_blank_picture_is_refused_and_that_is_done(bare: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "blank.png"
    Image.new("RGB", (400, 300), "white").save(path)
    result = hearsight("describe", str(path), "--json", "--no-speech", env=bare)
    assert result.returncode == 0
    assert json.loads(result.stdout)["refused"] == "blank"


def test_without_a_loudspeaker_the_text_is_still_printed(bare: dict[str, str], note: Path) -> None:
    result = hearsight("describe", str(note), env=bare)
    assert result.returncode == 4
    assert "disk is full" in result.stdout
    assert "can't speak" in result.stderr


def test_settings_are_shown_changed_and_kept(bare: dict[str, str]) -> None:
    assert hearsight("settings", "speech.rate_wpm", "300", env=bare).stdout == "speech.rate_wpm = 300\n"
    assert hearsight("settings", "speech.rate_wpm", env=bare).stdout == "300\n"
    assert "speech.rate_wpm = 300" in hearsight("settings", env=bare).stdout


def test_history_is_kept_shown_and_forgotten(bare: dict[str, str], note: Path) -> None:
    hearsight("describe", str(note), "--no-speech", env=bare)
    shown = json.loads(hearsight("history", "--json", env=bare).stdout)
    assert "disk is full" in shown["turns"][0]["said"]
    assert hearsight("history", "forget", "--all", env=bare).stdout == "One turn was forgotten.\n"
    assert json.loads(hearsight("history", "--json", env=bare).stdout)["turns"] == []


def test_the_doctor_names_what_is_missing_and_what_to_do(bare: dict[str, str]) -> None:
    result = hearsight("doctor", "--json", env=bare)
    checks = {check["name"]: check for check in json.loads(result.stdout)["checks"]}
    assert result.returncode == 4
    assert any(check["state"] == "missing" and "display" in check["sentence"] for check in checks.values())
    assert "hearsight models install" in checks["Captioning model"]["sentence"]
    assert checks["Model minilm-l6-v2"]["state"] == "ok"


def test_a_reader_that_has_gone_is_no_failure() -> None:
    """`hearsight settings | true`: no traceback, nothing on stderr, and nothing went wrong."""
    script = f"set -o pipefail; {sys.executable} -m assistant.cli settings | true"
    result = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")


def test_a_hotkey_that_no_keyboard_has_is_refused_when_it_is_set(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "assistant.cli", "settings", "hotkeys.ask", "ctrl+alt+coffee"]
    env = {**os.environ, "HEARSIGHT_HOME": str(tmp_path)}
    result = subprocess.run(command, capture_output=True, text=True, env=env)
    assert result.returncode == 2
    assert "coffee" in result.stderr
    assert not (tmp_path / "settings.toml").exists()

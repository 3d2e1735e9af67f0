"""`hearsight models ground` and `match`: what is shown, and the exit code for what can't be."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from assistant.cancel import Token
from assistant.capture.gate import Gate
from assistant.cli_models import models
from assistant.errors import STOPPED, ModelMissing, ModelTrouble, NoSuchFile, UnusableInput, Usage
from assistant.host import LocalWorker
from assistant.masking import MASK
from assistant.types import Box, Capture, Finding, Scene, TextBlock
from assistant.viewing import Eyes
from models.evidence.merge import SceneMerger
from models.evidence.secrets import SecretRedactor
from models.evidence.upright import Posture, Upright


class Looks:
    """A captioner's methods, with what they give; and what was shown."""

    shown: ClassVar[list[Any]] = []

    def ground(self, pixels: Any, words: str, *, token: Token) -> list[tuple[str, Box, float | None]]:
        self.shown.append(pixels)
        return [("red cup", Box(3, 4, 20, 10), None)] if words != "dog" and pixels.shape == (40, 60, 3) else []

    def match(self, pixels: Any, texts: Sequence[str], *, token: Token) -> list[float]:
        self.shown.append(pixels)
        return [0.25, 0.75][: len(texts)]

    def about(self, *, token: Token) -> dict[str, object]:
        return {"compares": True}

    def remarks(self, *, token: Token) -> list[str]:
        return ["It is slow."]


class Reads:
    """An eye that finds what it was told."""

    name = "ocr"
    budget_s = 20.0

    def __init__(self, finding: Finding) -> None:
        self._finding = finding

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        yield self._finding


def sees(monkeypatch: pytest.MonkeyPatch, *blocks: TextBlock, trouble: str = "", turns: bool = False) -> None:
    """The eyes find this text; `turns`: the picture lies on its side."""
    redactor = SecretRedactor()
    reads = Reads(Finding("ocr", blocks=blocks, trouble=trouble))

    def upright(capture: Capture, token: Token) -> Capture:
        return Upright(LocalWorker(Looks())).turned(capture, Posture(1)) if turns else capture

    found = Eyes(None, (reads,), SceneMerger(redactor), redactor, Gate(), upright=upright)
    monkeypatch.setattr("assistant.wiring.models.eyes", lambda host, workers: found)


@pytest.fixture
def picture(tmp_path: Path) -> str:
    file = tmp_path / "desk.png"
    Image.fromarray(np.zeros((40, 60, 3), np.uint8)).save(file)
    return str(file)


@pytest.fixture(autouse=True)
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder, and a host that starts no process."""
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    monkeypatch.setenv("HEARSIGHT_MODELS", str(tmp_path / "models"))

    class Here:
        def worker(self, name: str) -> LocalWorker:
            return LocalWorker(Looks())

        def warm(self, name: str, *, token: Token, timeout_s: float = 300) -> None:
            assert name in ("ocr", "look")
            token.check()

    @contextmanager
    def host(workers: dict[str, tuple[str, dict[str, object]]]) -> Iterator[Here]:
        assert workers["look"][0] == "models.vlm.captioner:Captioner"
        yield Here()

    monkeypatch.setattr("assistant.host.Host", host)
    Looks.shown.clear()
    sees(monkeypatch)
    folder = tmp_path / "florence"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    return str(folder)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(models, list(arguments))


def test_places_are_a_line_each(picture: str, model: str) -> None:
    result = run("ground", picture, "cup", "--model", model)
    assert result.stdout.splitlines() == ["It is slow.", "red cup: 20 by 10 pixels, 3 from the left, 4 from the top."]
    assert "The model florence finds no dog in it." in run("ground", picture, "dog", "--model", model).stdout


def test_places_as_json_are_one_object(picture: str, model: str) -> None:
    told = json.loads(run("ground", picture, "--model", model, "--json").stdout)
    assert told == {
        "found": [{"label": "red cup", "box": [3, 4, 20, 10], "score": None}],
        "model": "florence",
        "remarks": ["It is slow."],
    }


def test_texts_come_best_first_and_shares_are_called_so(picture: str, model: str) -> None:
    lines = run("match", picture, "a dog", "a cat", "--model", model).stdout.splitlines()
    assert lines[1:3] == ["75%: a cat", "25%: a dog"]
    assert "only compares" in lines[3]
    told = json.loads(run("match", picture, "a dog", "a cat", "--model", model, "--json").stdout)
    assert told["matches"] == [{"text": "a dog", "score": 0.25}, {"text": "a cat", "score": 0.75}]
    assert told["shares"] is True


@pytest.mark.parametrize("command", ["ground", "match"])
def test_a_secret_is_never_shown_to_the_model(
    command: str, picture: str, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "sk-proj-" + "Ab3dE5fG7h" * 4
    sees(monkeypatch, TextBlock(f"API key: {key}", Box(10, 10, 30, 8)))
    assert run(command, picture, "cup", "--model", model).exit_code == 0
    (shown,) = Looks.shown
    assert (shown[10:18, 10:40] == MASK).all()
    assert not shown[:5].any()


@pytest.mark.parametrize("command", ["ground", "match"])
def test_where_not_all_text_could_be_read_the_model_is_shown_nothing(
    command: str, picture: str, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sees(monkeypatch, trouble="trouble_broken_eye")
    error = run(command, picture, "cup", "--model", model).exception
    assert isinstance(error, UnusableInput)
    assert "could be read" in str(error)
    assert Looks.shown == []


def test_places_are_told_in_the_picture_as_it_was_given(
    picture: str, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model sees it upright, 40 wide and 60 high, and finds something at the top left of that."""
    sees(monkeypatch, turns=True)
    monkeypatch.setattr(Looks, "ground", lambda self, pixels, words, token: [("cup", Box(0, 0, 10, 20), None)])
    (place,) = json.loads(run("ground", picture, "cup", "--model", model, "--json").stdout)["found"]
    assert place["box"] == [40, 0, 20, 10]


def test_what_is_being_done_is_told_beside_the_result(picture: str, model: str) -> None:
    told = run("ground", picture, "cup", "--model", model).stderr.splitlines()
    assert [line.split()[0] for line in told] == ["Reading", "Loading", "Looking"]
    assert told[1:] == ["Loading the model florence ...", "Looking for cup ..."]
    assert run("match", picture, "a", "b", "--model", model, "--json").stderr.splitlines()[2] == "Comparing 2 texts ..."


@pytest.mark.parametrize("command", ["ground", "match"])
def test_ctrl_c_ends_it_with_one_sentence(
    command: str, picture: str, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes while the model looks."""

    def pressed(self: Looks, pixels: Any, words: object, *, token: Token) -> list[Any]:
        signal.raise_signal(signal.SIGINT)
        token.check()
        return []

    monkeypatch.setattr(Looks, command, pressed)
    before = signal.getsignal(signal.SIGINT)
    result = run(command, picture, "cup", "--model", model)
    assert (result.exit_code, result.stdout) == (STOPPED, "")
    assert result.stderr.splitlines()[-1] == "Stopped. Nothing was found out."
    assert signal.getsignal(signal.SIGINT) == before


def test_what_can_t_be_is_one_error(picture: str, model: str, tmp_path: Path) -> None:
    def error(*arguments: str) -> BaseException | None:
        return run(*arguments).exception

    assert isinstance(error("ground", str(tmp_path / "none.png"), "cup", "--model", model), NoSuchFile)
    assert isinstance(error("ground", picture, "cup"), ModelMissing)
    assert isinstance(error("match", picture, " ", "--model", model), Usage)
    assert isinstance(error("match", picture, "cup", "--model", "nobody-s"), Usage)
    assert run("match", picture, "--model", model).exit_code == 2
    gguf = tmp_path / "gguf"
    gguf.mkdir()
    (gguf / "model.gguf").write_bytes(b"GGUF")
    assert isinstance(error("ground", picture, "cup", "--model", str(gguf)), ModelTrouble)

"""`hearsight models ...`: what is shown, said and asked, over a store in a temporary folder."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assistant import cli_models, model_install
from assistant.cancel import Token
from assistant.cli_models import models
from assistant.errors import HearsightError, InstallFailed, NoSound, Usage
from assistant.model_install import Recommendation, Voiced, Wishes
from assistant.settings import Settings
from models import fetch
from models.catalogue import TASKS, read
from models.recommend import Fit, Machine
from models.store import Store
from tests.models.hub_server import serving

HERE = Machine("the test's processor", "fp32", 8000, 2e10, 1e11)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEARSIGHT_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A model's folder, to be installed by name of the folder."""
    folder = tmp_path / "my-captioner"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes((2).to_bytes(8, "little") + b"{}" + bytes(5000))
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(models, list(arguments), catch_exceptions=True)


def said(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def test_the_list_can_be_narrowed_to_a_task_and_to_what_is_here(mine: Path) -> None:
    assert cli_models._TASKS == TASKS
    answering = said("list", "--task", "answer")["models"]
    assert len(answering) > 5
    assert all("answer" in row["tasks"] for row in answering)
    assert {row["state"] for row in said("list", "--installed")["models"]} == {"part of Hearsight"}
    assert run("install", str(mine)).exit_code == 0
    assert "my-captioner" in [row["name"] for row in said("list", "--installed")["models"]]
    lines = run("list", "--task", "ground").output.splitlines()
    assert lines[0].startswith("qwen3-vl-8b: not installed, 17540 MB. Describes")
    assert "None of that kind is installed." in run("list", "--task", "match", "--installed").output


def test_info_tells_everything_of_one_model() -> None:
    row = said("info", "gemma-3-4b")
    assert row["licence_accepted"] is False
    assert row["memory_by_precision_mb"]["bf16"] == 10290
    text = run("info", "gemma-3-4b").output
    for words in ("Good at:", "https://ai.google.dev/gemma/terms", "--accept-licence gemma-3-4b", "not measured", "un"):
        assert words in text
    assert "as the package that it is in says" in run("info", "ocr").output
    assert said("info", "ocr")["plan"] is None
    assert said("info", "google/gemma-3-4b-it")["name"] == "gemma-3-4b"  # as it is called at the hub
    assert isinstance(run("info", "gemma-4").exception, Usage)


def test_what_is_measured_here_is_told(home: Path) -> None:
    (home / "models").mkdir()
    (home / "models/bench.json").write_text(
        json.dumps({"vit-gpt2": {"tokens_per_s": 9.5, "first_token_s": 0.8, "precision": "int8"}})
    )
    assert "Measured here: 9.5 tokens a second, the first after 0.8 seconds, in int8." in run("info", "vit-gpt2").output


def test_a_folder_is_installed_verified_and_removed(mine: Path, home: Path) -> None:
    done = said("install", str(mine))["models"]
    assert [(row["name"], row["fetched"], row["folder"]) for row in done] == [
        ("my-captioner", True, str(home / "models/my-captioner"))
    ]
    assert said("verify", "my-captioner")["models"] == [{"name": "my-captioner", "sound": True, "problems": []}]
    (home / "models/my-captioner/model.safetensors").write_bytes(b"cut")
    result = run("verify")
    assert result.exit_code == 5
    assert "my-captioner: model.safetensors has 3 bytes instead of 5010." in result.output
    assert "elements: sound" in result.output
    assert said("remove", "my-captioner")["models"] == [{"name": "my-captioner", "removed": True}]
    assert isinstance(run("remove", "my-captioner").exception, Usage)


def test_what_is_part_of_hearsight_is_not_removed_and_nothing_beside_it(mine: Path, home: Path) -> None:
    run("install", str(mine))
    result = run("remove", "my-captioner", "ocr")
    assert isinstance(result.exception, Usage)
    assert "part of the package rapidocr" in str(result.exception)
    assert (home / "models/my-captioner").is_dir()
    assert said("install", "elements")["models"][0]["fetched"] is False


@pytest.mark.parametrize("name", ["gemma-3-4b", "google/gemma-3-4b-it"])
def test_a_licence_is_accepted_by_name_only(name: str) -> None:
    result = run("install", name)
    assert isinstance(result.exception, InstallFailed)
    assert "--accept-licence gemma-3-4b" in str(result.exception)
    assert isinstance(run("install", "vit-gpt2", "--accept-licence", "vit-gpt2").exception, Usage)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Which one?"),
        (["vit-gpt2", "--yes"], "--yes goes with --recommended"),
        (["--recommended", "--json"], "add --yes"),
    ],
)
def test_wrong_usage_of_install_is_said(arguments: list[str], words: str) -> None:
    result = run("install", *arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.output.split())


def test_offline_by_the_setting_fetches_nothing(home: Path) -> None:
    from assistant import settings

    settings.save(settings.changed(settings.load(), "models.offline", "on"))
    for name in ("silero-vad", "vit-gpt2"):
        result = run("install", name)
        assert isinstance(result.exception, InstallFailed)
        assert "network is switched off" in str(result.exception)


def test_a_model_of_the_catalogue_comes_from_its_repository(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = (2).to_bytes(8, "little") + b"{}" + bytes(50_000)
    with serving() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        first = hub.put("nlpconnect/vit-gpt2-image-captioning", {"config.json": b"{}", "model.safetensors": weights})
        done = said("install", "vit-gpt2")["models"]
        assert done[0]["origin"] == first
        assert done[0]["source"] == "the model hub (nlpconnect/vit-gpt2-image-captioning)"
        assert f"of commit {first}" in run("info", "vit-gpt2").output
        hub.put("nlpconnect/vit-gpt2-image-captioning", {"config.json": b"{ }", "model.safetensors": weights})
        assert run("install", "vit-gpt2").output == "vit-gpt2 is there and sound.\n"
        lines = run("install", "vit-gpt2", "--trust-again").output.splitlines()
    assert lines[-2:] == ["vit-gpt2: 100 % of 51 kB", f"vit-gpt2 is installed in {home / 'models/vit-gpt2'}."]
    assert (home / "models/vit-gpt2/config.json").read_bytes() == b"{ }"


# -- what is recommended --------------------------------------------------------------------------------------------


@pytest.fixture
def nothing_needed(monkeypatch: pytest.MonkeyPatch, mine: Path) -> list[str]:
    """Instead of fetching, the folder of the test is taken; what was asked for is noted."""
    fetched: list[str] = []

    def install(store: Store, names: list[str], **_: object) -> Iterator[fetch.Installed]:
        for name in names:
            fetched.append(name)
            target = store.root / name
            shutil.copytree(mine, target)
            (target / ".hearsight.json").write_text(json.dumps({"origin": "test", "files": []}))
            yield fetch.Installed(name, target, True)

    monkeypatch.setattr(Store, "needed", lambda self: ["silero-vad"])
    monkeypatch.setattr(fetch, "install", install)
    return fetched


def recommend(monkeypatch: pytest.MonkeyPatch, name: str | None) -> None:
    entries = read()
    fit = Fit(entries[name], "fp32", 1500, 9.0, 4.0, False) if name else None
    over = Fit(entries["qwen3-vl-8b"], "fp32", 40_000, 0.1, 99, False, "it needs too much")
    monkeypatch.setattr(model_install, "recommended", lambda store: Recommendation(HERE, fit, (over,)))


def test_what_is_recommended_is_told_with_reasons_and_fetched_after_a_yes(
    monkeypatch: pytest.MonkeyPatch, nothing_needed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    recommend(monkeypatch, "smolvlm2-256m")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    asked: list[str] = []

    def ask(question: str) -> bool:
        assert nothing_needed == []
        asked.append(question)
        return len(asked) == 2

    wishes = Wishes(recommended=True, speech=False)
    assert model_install.install_models(wishes, ask) == 0
    assert nothing_needed == []
    assert "Nothing was fetched." in capsys.readouterr().out
    assert model_install.install_models(wishes, ask) == 0
    assert asked == ["Fetch silero-vad, smolvlm2-256m (1041 MB)?"] * 2
    assert nothing_needed == ["silero-vad", "smolvlm2-256m"]
    out = capsys.readouterr().out
    assert "Recommended: smolvlm2-256m." in out
    assert "(reckoned, not measured)" in out
    assert "Not qwen3-vl-8b: it needs too much." in out


def test_a_licence_that_was_accepted_is_no_reason_against_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    from models import device
    from models import recommend as reckoned

    card = Machine("the test's card", "bf16", 12_000, 9e11, 8e13)
    monkeypatch.setattr(device, "choose", lambda _: None)
    monkeypatch.setattr(reckoned, "machine", lambda _: card)
    monkeypatch.setattr(reckoned, "choose", lambda found: None)  # so that all that is wrong with any is told
    store = Store()
    reasons = {each.entry.name: each.trouble for each in model_install.recommended(store).passed_over}
    assert reasons["gemma-3-4b"] == reasons["paligemma2-3b"] == "its licence must be accepted first"
    store.accept_licence("gemma-3-4b")
    reasons = {each.entry.name: each.trouble for each in model_install.recommended(store).passed_over}
    assert "gemma-3-4b" not in reasons
    assert "paligemma2-3b" in reasons


def test_a_script_must_say_yes_beforehand(monkeypatch: pytest.MonkeyPatch, nothing_needed: list[str]) -> None:
    recommend(monkeypatch, "vit-gpt2")
    result = run("install", "--recommended")
    assert isinstance(result.exception, Usage)
    assert "--yes" in str(result.exception)
    assert nothing_needed == []
    told = said("install", "--recommended", "--yes")
    assert told["recommended"] == "vit-gpt2"
    assert [row["name"] for row in told["models"]] == ["silero-vad", "vit-gpt2"]


def test_where_none_suits_that_is_said(monkeypatch: pytest.MonkeyPatch, nothing_needed: list[str]) -> None:
    recommend(monkeypatch, None)
    told = said("install", "--recommended", "--yes")
    assert told["recommended"] is None
    assert any("No captioning model would be quick enough" in line for line in told["why"])
    assert nothing_needed == ["silero-vad"]


# -- said aloud -----------------------------------------------------------------------------------------------------


class Mouth:
    """Notes what it is given; `busy` while the last is still being said."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.busy = False
        self.closed = False

    def say(self, text: str, **_: object) -> None:
        assert not self.closed
        self.said.append(text)

    def wait_idle(self, timeout_s: float) -> bool:
        return not self.busy

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Fetching the model vit-gpt2.", "10 percent.", "30 percent.", "The model vit-gpt2 is installed."]),
        (
            "de",
            ["Das Modell vit-gpt2 wird geholt.", "10 Prozent.", "30 Prozent.", "Das Modell vit-gpt2 ist installiert."],
        ),
        ("zh", ["正在下载模型 vit-gpt2。", "百分之10。", "百分之30。", "模型 vit-gpt2 已安装。"]),
    ],
)
def test_each_tenth_is_said_once_and_none_behind_another(language: str, words: list[str]) -> None:
    from assistant import settings

    settings.save(settings.changed(settings.load(), "describe.language", language))
    mouth = Mouth()
    with Voiced(True, lambda _: mouth) as voiced:  # type: ignore[arg-type, return-value]
        for done in (0, 5, 10, 11, 10, 19):
            voiced.told("vit-gpt2", done, 100)
        mouth.busy = True
        voiced.told("vit-gpt2", 20, 100)
        mouth.busy = False
        for done in (29, 30, 100):
            voiced.told("vit-gpt2", done, 100)
        voiced.installed("vit-gpt2")
    assert mouth.said == words
    assert mouth.closed


def test_a_large_model_that_is_being_hashed_is_not_silent() -> None:
    mouth = Mouth()
    with Voiced(True, lambda _: mouth) as voiced:  # type: ignore[arg-type, return-value]
        for done in (0, 17_000_000_000):
            voiced.told("qwen3-vl-8b", done, 17_000_000_000)
    assert len(mouth.said) == 2


def test_no_voice_is_opened_for_what_is_there_or_for_a_script(capsys: pytest.CaptureFixture[str]) -> None:
    def never(_: Settings) -> Any:
        raise AssertionError("a voice was opened")

    with Voiced(None, never) as voiced:
        voiced.told("vit-gpt2", 50, 100)
    with Voiced(True, never):
        pass

    def dumb(_: Settings) -> Any:
        raise NoSound

    with Voiced(True, dumb) as voiced:
        voiced.told("vit-gpt2", 50, 100)
        voiced.told("vit-gpt2", 60, 100)
    assert capsys.readouterr().err == f"{NoSound.sentence}\n"


def test_a_stopped_install_is_said_and_ends_as_ctrl_c_does(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def install(store: Store, names: list[str], *, token: Token, **_: object) -> Iterator[fetch.Installed]:
        os.kill(os.getpid(), 2)
        token.check()
        yield from ()

    monkeypatch.setattr(fetch, "install", install)
    assert model_install.install_models(Wishes(("vit-gpt2",)), lambda _: False) == 130
    assert capsys.readouterr().err == "Stopped.\n"
    half = home / "models/.vit-gpt2.download/files/model.safetensors.incomplete"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    assert model_install.install_models(Wishes(("vit-gpt2",)), lambda _: False) == 130
    assert capsys.readouterr().err == "Stopped. What has come so far is kept: install it again to go on.\n"


def test_a_download_that_was_heard_to_begin_is_heard_to_fail() -> None:
    mouth = Mouth()
    with pytest.raises(InstallFailed), Voiced(True, lambda _: mouth) as voiced:  # type: ignore[arg-type, return-value]
        voiced.told("vit-gpt2", 5, 100)
        raise InstallFailed("The connection broke.")
    assert mouth.said == ["Fetching the model vit-gpt2.", "The connection broke."]
    assert mouth.closed


def test_the_names_of_the_hub_serve_everywhere(home: Path) -> None:
    hub = "Qwen/Qwen3-VL-2B-Instruct"
    assert said("info", hub)["name"] == "qwen3-vl-2b"
    assert said("remove", hub, "qwen3-vl-2b")["models"] == [{"name": "qwen3-vl-2b", "removed": False}]
    assert "qwen3-vl-2b: qwen3-vl-2b is not installed." in run("verify", hub).output


def test_a_models_folder_is_not_called_its_makers(mine: Path) -> None:
    run("install", str(mine))
    told = run("info", "my-captioner").output
    assert f"From: the folder {mine}." in told
    assert "makers" not in told
    assert "held against those that were copied from the folder" in told
    assert run("install", "my-captioner").output == "my-captioner is there and sound.\n"


def test_ctrl_c_in_the_setup_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def install(*_: object) -> Iterator[fetch.Installed]:
        raise KeyboardInterrupt

    monkeypatch.setattr(fetch, "install", install)
    assert fetch.main(["vit-gpt2"]) == 130
    assert capsys.readouterr().err == "\nStopped.\n"


def test_tenths_are_told_once_each_whatever_comes() -> None:
    tenths = fetch.Tenths()
    assert [tenths.passed(done, 200) for done in (0, 19, 20, 21, 79, 60, 200, 300)] == [
        None, None, 10, None, 30, None, 100, None,
    ]  # fmt: skip
    assert fetch.Tenths().passed(5, 0) is None


def test_errors_of_the_models_commands_carry_an_exit_code() -> None:
    for arguments in (["remove", "nonsense"], ["verify", "nonsense"], ["install", "nonsense"], ["info", "nonsense"]):
        error = run(*arguments).exception
        assert isinstance(error, HearsightError)
        assert error.exit_code == 2

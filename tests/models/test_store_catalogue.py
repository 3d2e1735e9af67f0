"""The catalogue and the models that the setup installed; the command line that installs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import ModelBroken
from assistant.folders import models_dir
from models import catalogue, fetch
from models.catalogue import PackageSource
from models.store import Store


def test_every_verified_model_can_be_checked_to_the_last_byte() -> None:
    entries = catalogue.read()
    assert {"whisper-tiny.en", "whisper-base", "minilm-l6-v2", "silero-vad", "vit-gpt2", "blip-base"} <= set(entries)
    for entry in entries.values():
        assert entry.licence
        assert entry.sources
        assert entry.verified == bool(entry.files)
        for file in entry.files:
            assert len(file.sha256) == 64
            assert file.bytes > 0
        for source in entry.sources:
            if isinstance(source, PackageSource):
                assert set(source.files) == {file.path for file in entry.files}


def test_the_models_that_the_setup_installed_are_what_the_catalogue_says() -> None:
    store = Store()
    assert {name: store.verify(name) for name in store.needed()} == {name: [] for name in store.needed()}


@pytest.mark.parametrize(
    "text",
    [
        "model = [",
        "[[model]]\nname = 'half'\n",
        (
            "[[model]]\nname='x'\npurpose='p'\nkind='other'\nlicence='MIT'\nlanguages=[]\nmemory_mb=1\norigin='o'\n"
            "needed=false\nverified=true\ndownload_bytes=1\nsources=[]\n"
            "files=[{path='../../outside', bytes=1, sha256='00'}]\n"
        ),
    ],
)
def test_a_damaged_catalogue_is_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_text(text)
    with pytest.raises(ModelBroken, match="list of models is damaged"):
        catalogue.read(path)


def test_two_models_of_one_name_are_a_damaged_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.toml"
    text = catalogue.DEFAULT.read_text(encoding="utf-8")
    path.write_text(text + "\n[[model]]\n" + text.split("[[model]]\n")[-1], encoding="utf-8")
    with pytest.raises(ModelBroken) as caught:
        catalogue.read(path)
    assert "same name" in caught.value.detail


def test_the_root_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    monkeypatch.delenv("HEARSIGHT_MODELS", raising=False)
    assert Store().root == tmp_path / "models"
    monkeypatch.setenv("HEARSIGHT_MODELS", str(tmp_path / "elsewhere"))
    assert Store().root == tmp_path / "elsewhere"
    monkeypatch.setenv("HEARSIGHT_MODELS", "~/models")
    assert Store().root == models_dir() == Path.home() / "models"


def test_the_command_line_installs_nothing_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert fetch.main(["whisper-tinny.en"]) == 2
    assert "Did you mean whisper-tiny.en?" in capsys.readouterr().err


def test_the_command_line_is_content_with_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert fetch.main(["silero-vad"]) == 0
    assert "silero-vad" in capsys.readouterr().out

"""Which model is meant, and who runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import BadSetting, Usage
from assistant.settings import Settings, changed
from assistant.wiring.vlm import caption_worker, name_of, notices
from models.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "models")


def test_without_a_model_there_is_none(store: Store) -> None:
    assert caption_worker(Settings(), store) is None


def test_a_folder_a_file_and_an_address_each_have_their_runner(store: Store, tmp_path: Path) -> None:
    plain, packed = tmp_path / "plain", tmp_path / "packed"
    plain.mkdir()
    packed.mkdir()
    (plain / "config.json").write_text("{}", encoding="utf-8")
    (packed / "m.gguf").write_bytes(b"GGUF")

    def kind(model: str) -> str:
        worker = caption_worker(Settings(), store, model)
        assert worker is not None
        return worker[0].rpartition(":")[2]

    assert kind(str(plain)) == "Captioner"
    assert kind(str(packed)) == "GgufModel"
    assert kind(str(packed / "m.gguf")) == "GgufModel"
    assert kind("http://127.0.0.1:8080/v1") == "Endpoint"


def test_the_server_of_the_settings_is_used_once_it_is_set_and_its_key_goes_to_no_other(store: Store) -> None:
    settings = Settings()
    for key, value in (("url", "http://localhost:8080/v1"), ("model", "qwen"), ("key", "env:MY_KEY")):
        settings = changed(settings, f"endpoint.{key}", value)
    for model in (None, "endpoint"):
        worker = caption_worker(settings, store, model)
        assert worker is not None
        assert (worker[1]["url"], worker[1]["model"], worker[1]["key"]) == (
            "http://localhost:8080/v1",
            "qwen",
            "env:MY_KEY",
        )
    same = caption_worker(settings, store, "http://localhost:8080/v1/")
    assert same is not None
    assert same[1]["key"] == "env:MY_KEY"
    other = caption_worker(settings, store, "http://127.0.0.1:9999/v1")
    assert other is not None
    assert (other[1]["model"], other[1]["key"]) == ("", "")


def test_a_server_that_is_not_set_or_not_allowed_is_one_sentence(store: Store) -> None:
    with pytest.raises(Usage, match=r"hearsight settings endpoint\.url"):
        caption_worker(Settings(), store, "endpoint")
    with pytest.raises(BadSetting, match="is another computer"):
        caption_worker(Settings(), store, "https://api.openai.com/v1")


def test_a_name_that_no_path_can_have_is_one_sentence(store: Store) -> None:
    for name in ("a" * 5000, "a\x00b"):
        with pytest.raises(Usage):
            caption_worker(Settings(), store, name)


def test_evaluating_the_grounded_engine_loads_no_model_and_asks_no_server() -> None:
    from assistant.wiring.examining import _needed

    workers: dict[str, tuple[str, dict[str, object]]] = {
        name: ("x:X", {}) for name in ("ocr", "hear", "caption", "match")
    }
    assert set(_needed(workers, "grounded")) == {"ocr"}
    assert set(_needed(workers, "vlm")) == {"ocr", "caption", "match"}


def test_an_evaluation_says_where_pictures_go_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.wiring.examining import where_pictures_go

    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    monkeypatch.delenv("HEARSIGHT_MODELS", raising=False)
    settings = changed(Settings(), "endpoint.url", "http://127.0.0.1:8080/v1")
    assert where_pictures_go(settings, engine="grounded") == ""
    assert where_pictures_go(Settings(), engine="vlm") == ""
    assert "127.0.0.1:8080" in where_pictures_go(settings, engine="vlm")
    assert where_pictures_go(settings, engine="vlm") == ""


def test_two_servers_are_two_models(store: Store) -> None:
    """An evaluation that goes on from kept answers goes on with the same model only."""
    names = []
    for port in (8080, 8081):
        worker = caption_worker(Settings(), store, f"http://127.0.0.1:{port}/v1")
        assert worker is not None
        names.append(name_of(worker))
    assert names == ["127.0.0.1:8080", "127.0.0.1:8081"]


def test_a_folder_that_nobody_measured_is_said_to_be_so(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    (tmp_path / "mine").mkdir()
    worker = caption_worker(Settings(), store, str(tmp_path / "mine"))
    assert worker is not None
    assert notices(Settings(), store, worker, model="mine").after("en").startswith("How good the model mine is")

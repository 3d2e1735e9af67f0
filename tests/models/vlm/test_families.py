"""Loading: what is whole loads as transformers loads it; everything else is refused with a sentence that says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import ModelBroken, ModelMissing, ModelTrouble
from models.device import Device
from models.vlm.families import load

CPU = Device("CPU", "cpu", "float32", "a test")


def change_config(folder: Path, **values: object) -> None:
    file = folder / "config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **values}))


def test_a_vision_encoder_decoder_loads_in_the_precision_of_the_device(colours: Path) -> None:
    import torch

    loaded = load(colours, Device("CPU", "cpu", "bfloat16", "a test"))
    assert loaded.family == "vision-encoder-decoder"
    assert {weight.dtype for weight in loaded.model.parameters()} == {torch.bfloat16}
    assert not loaded.model.training


def test_loading_is_quiet(colours: Path, capfd: pytest.CaptureFixture[str]) -> None:
    load(str(colours), CPU)
    assert capfd.readouterr().out == ""
    assert "Loading weights" not in capfd.readouterr().err


def test_a_pickle_is_refused(copy: Path) -> None:
    import torch
    from safetensors.torch import load_file

    torch.save(load_file(copy / "model.safetensors"), copy / "pytorch_model.bin")
    (copy / "model.safetensors").unlink()
    with pytest.raises(ModelBroken, match=r"pickle, which can run code.*safetensors"):
        load(copy, CPU)


def test_a_pickle_beside_safetensors_is_never_opened(copy: Path) -> None:
    (copy / "pytorch_model.bin").write_bytes(b"cos\nsystem\n(S'exit 9'\ntR.")
    assert load(copy, CPU).family == "vision-encoder-decoder"


@pytest.mark.parametrize("keep", [0, 7, 2000, -100])
def test_broken_safetensors_are_a_damaged_model(copy: Path, keep: int) -> None:
    file = copy / "model.safetensors"
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(ModelBroken, match="hearsight models verify"):
        load(copy, CPU)


def test_missing_weights_are_not_made_up(copy: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = load_file(copy / "model.safetensors")
    gone = next(key for key in sorted(weights) if "crossattention" in key)
    save_file(
        {key: value for key, value in weights.items() if key != gone}, copy / "model.safetensors", {"format": "pt"}
    )
    with pytest.raises(ModelBroken, match="some of its weights are missing") as caught:
        load(copy, CPU)
    assert gone in caught.value.detail


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("config.json", "holds no model"),
        ("preprocessor_config.json", "can't look at pictures"),
        ("tokenizer.json", "can't write words"),
        ("model.safetensors", "has no weights"),
    ],
)
def test_a_missing_file_is_named(copy: Path, file: str, message: str) -> None:
    (copy / file).unlink()
    with pytest.raises(ModelBroken, match=message) as caught:
        load(copy, CPU)
    assert file in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "\ufeff\x00"])
def test_a_broken_configuration_is_a_damaged_model(copy: Path, text: str) -> None:
    (copy / "config.json").write_text(text)
    with pytest.raises(ModelBroken, match="damaged"):
        load(copy, CPU)


def test_another_family_is_refused_by_name(copy: Path) -> None:
    change_config(copy, model_type="moondream1")
    with pytest.raises(ModelTrouble, match=r"family moondream1.*I can use: vision-encoder-decoder, blip"):
        load(copy, CPU)


def test_code_from_the_folder_is_never_run(copy: Path) -> None:
    (copy / "evil.py").write_text("raise SystemExit('it ran')")
    change_config(copy, auto_map={"AutoModelForImageTextToText": "evil.Model"})
    with pytest.raises(ModelTrouble, match="which I don't run"):
        load(copy, CPU)


def test_a_model_that_is_not_here_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    for name in ("nobody/no-such-captioner", str(tmp_path / "nowhere"), "plain-name"):
        with pytest.raises(ModelMissing, match="hearsight models install"):
            load(name, CPU)


def test_a_model_of_the_hub_loads_from_its_cache(
    colours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = "0123456789abcdef0123456789abcdef01234567"
    repository = tmp_path / "models--somebody--colours"
    (repository / "snapshots").mkdir(parents=True)
    (repository / "snapshots" / revision).symlink_to(colours)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(revision)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    assert load("somebody/colours", CPU).name == "somebody/colours"

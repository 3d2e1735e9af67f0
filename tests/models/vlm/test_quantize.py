"""A smaller folder: whole, verified, loaded by the same `load`, and writing the same words; damage is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.errors import InstallFailed, ModelBroken
from models.device import Device
from models.vlm import quantize
from models.vlm.families import Loaded, load
from tests.models.vlm import tiny, tiny_families

CPU = Device("CPU", "cpu", "float32", "a test")


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*.safetensors"))


def texts(loaded: Loaded) -> list[str]:
    import torch

    rng = np.random.default_rng(9)
    given = []
    with torch.inference_mode():
        for pair in tiny.all_captions():
            inputs = loaded.inputs(tiny.picture(*pair, rng))
            given.append(loaded.words(loaded.model.generate(**inputs, num_beams=2, max_length=30)[0]))
    return given


@pytest.mark.parametrize(("kind", "share"), [("bf16", 0.55), ("int8", 0.4), ("int4", 0.35)])
def test_a_smaller_folder_names_the_same_colours(
    colours: Path, tmp_path: Path, kind: quantize.Kind, share: float
) -> None:
    out = tmp_path / "smaller"
    quantize.quantize(colours, out, kind)
    assert size(out) < share * size(colours)
    assert texts(load(out, CPU)) == texts(load(colours, CPU))
    assert not list(tmp_path.glob(".*"))  # nothing half made is left


@pytest.mark.parametrize("family", ["smolvlm", "qwen2_5_vl", "florence2", "siglip"])
def test_every_family_comes_back_whole(family: str, tmp_path: Path) -> None:
    import torch

    folder = tiny_families.BUILDERS[family](tmp_path / family)
    quantize.quantize(folder, tmp_path / "smaller", "int8")
    one, other = load(folder, CPU).model.state_dict(), load(tmp_path / "smaller", CPU).model.state_dict()
    assert one.keys() == other.keys()
    for name, tensor in one.items():
        most = 0.004 * float(tensor.abs().max()) + 1e-7 if tensor.is_floating_point() else 0
        assert float((tensor.double() - other[name].double()).abs().max()) <= most, name
    assert torch.is_tensor(next(iter(other.values())))


def test_rounding_is_to_the_nearest_step_by_hand() -> None:
    import torch

    weight = torch.tensor([[1.27, -0.634, 0.0, 0.016]])
    codes, scales = quantize.int8(weight)
    assert codes.tolist() == [[127, -63, 0, 2]]
    assert scales.item() == pytest.approx(0.01)
    assert quantize.whole(codes, scales, 4).tolist()[0] == pytest.approx([1.27, -0.63, 0.0, 0.02])
    codes, scales = quantize.int4(torch.tensor([[0.7, -0.34, 0.0, 0.06]]))
    assert codes.shape == (1, 16)
    assert codes[0, :2].tolist() == [(8 - 3) << 4 | (8 + 7), (8 + 1) << 4 | 8]
    assert quantize.whole(codes, scales, 4).tolist()[0] == pytest.approx([0.7, -0.3, 0.0, 0.1], abs=1e-3)


@pytest.mark.parametrize("columns", [1, 31, 32, 33, 70])
def test_rows_of_any_length_come_back(columns: int) -> None:
    import torch

    torch.manual_seed(columns)
    weight = torch.randn(5, columns)
    for function, steps in ((quantize.int8, 127), (quantize.int4, 7)):
        back = quantize.whole(*function(weight), columns)
        assert back.shape == weight.shape
        assert float((back - weight).abs().max()) <= float(weight.abs().max()) / steps * 0.51


def _cut(folder: Path) -> None:
    file = folder / quantize.WEIGHTS
    file.write_bytes(file.read_bytes()[:-100])


def _flip(folder: Path) -> None:
    file = folder / quantize.WEIGHTS
    raw = bytearray(file.read_bytes())
    raw[-5] ^= 1
    file.write_bytes(raw)


def _nonsense(folder: Path) -> None:
    (folder / quantize.DESCRIPTION).write_text("[1, 2")


def _another_kind(folder: Path) -> None:
    file = folder / quantize.DESCRIPTION
    file.write_text(json.dumps({**json.loads(file.read_text()), "kind": "int3"}))


@pytest.mark.parametrize("damage", [_cut, _flip, _nonsense, _another_kind])
def test_a_damaged_folder_is_told(untrained: Path, tmp_path: Path, damage: Any) -> None:
    out = tmp_path / "smaller"
    quantize.quantize(untrained, out, "int8")
    damage(out)
    with pytest.raises(ModelBroken, match=r"quantized model smaller is damaged.*models quantize"):
        load(out, CPU)


def test_what_is_there_is_never_overwritten_and_nothing_is_quantized_twice(untrained: Path, tmp_path: Path) -> None:
    out = tmp_path / "smaller"
    quantize.quantize(untrained, out, "int8")
    with pytest.raises(InstallFailed, match="is there already"):
        quantize.quantize(untrained, out, "int8")
    with pytest.raises(InstallFailed, match="quantized already"):
        quantize.quantize(out, tmp_path / "again", "int4")
    with pytest.raises(ModelBroken, match="holds no model"):
        (tmp_path / "empty").mkdir()
        quantize.quantize(tmp_path / "empty", tmp_path / "other", "int4")
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("kind", quantize.KINDS)
def test_a_full_disk_is_a_sentence_and_leaves_nothing(
    untrained: Path, tmp_path: Path, kind: quantize.Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors import SafetensorError

    def full(*_: object, **__: object) -> None:
        raise SafetensorError("I/O error: No space left on device (os error 28)")

    monkeypatch.setattr("safetensors.torch.save_file", full)
    monkeypatch.setattr("transformers.modeling_utils.safe_save_file", full)
    with pytest.raises(InstallFailed, match="room on the disk"):
        quantize.quantize(untrained, tmp_path / "smaller", kind)
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_only_compares_is_made_smaller_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from assistant.model_speed import quantize_model

    folder = tiny_families.BUILDERS["clip"](tmp_path / "clip")
    quantize_model(str(folder), "int8", str(tmp_path / "smaller"), None, False)
    assert "writes no captions" in capsys.readouterr().out
    assert "match" in load(tmp_path / "smaller", CPU).tasks

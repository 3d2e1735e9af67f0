"""Another way where memory runs out: only one that is another, and what is said of it is true."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.cancel import Token
from assistant.errors import ModelBroken, ModelTrouble, OutOfMemory
from models.device import Device
from models.vlm import captioner as captioner_module
from models.vlm import families
from models.vlm.captioner import ON_THE_CPU, Captioner
from models.vlm.families import Loaded, florence2, qwen
from tests.models.vlm.tiny_families import noise

Make = Callable[[str], Path]
CPU = Device("CPU", "cpu", "float32", "a test")
CARD = Device("A card", "cuda:0", "bfloat16", "a test")
NO_MEMORY = RuntimeError("[enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory")


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, str, int], Captioner]:
    """A captioner on a card that is none; a method of its model fails so often for want of memory."""

    def give(folder: Path, method: str, times: int) -> Captioner:
        left = [RuntimeError("CUDA out of memory")] * times

        def load(source: str, device: Device) -> Loaded:
            loaded = families.load(folder, dataclasses.replace(device, torch_device="cpu"))
            plain = getattr(loaded.model, method)

            def tries(*given: Any, **named: Any) -> Any:
                if left:
                    raise left.pop()
                return plain(*given, **named)

            setattr(loaded.model, method, tries)
            return dataclasses.replace(loaded, device=device)

        monkeypatch.setattr(captioner_module, "choose", lambda prefer, precision: CPU if prefer == "cpu" else CARD)
        monkeypatch.setattr(captioner_module, "load", load)
        return Captioner("a model")

    return give


Card = Callable[[Path, str, int], Captioner]


def test_no_memory_to_load_the_model_on_the_cpu_is_a_sentence(monkeypatch: pytest.MonkeyPatch, token: Token) -> None:
    tried = []

    def load(source: str, device: Device) -> Loaded:
        tried.append(device.name)
        if len(tried) > 3:
            raise AssertionError("it goes on for ever")
        raise NO_MEMORY

    monkeypatch.setattr(captioner_module, "choose", lambda prefer, precision: CPU)
    monkeypatch.setattr(captioner_module, "load", load)
    worker = Captioner("a model")
    for _ in range(2):
        tried.clear()
        with pytest.raises(OutOfMemory):
            list(worker.pieces(noise(1), token=token))
        assert tried == ["CPU"]
    assert worker.remarks(token=token) == []


def test_no_memory_while_files_are_read_is_no_damage(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise NO_MEMORY

    monkeypatch.setattr("transformers.AutoModelForImageTextToText.from_pretrained", fails)
    with pytest.raises(RuntimeError) as caught:
        families.load(make("git"), CPU)
    assert caught.value is NO_MEMORY


def test_what_the_card_saw_is_not_given_to_the_cpu(untrained: Path, card: Card, token: Token) -> None:
    worker = card(untrained, "generate", 1)
    assert list(worker.pieces(noise(1), token=token, max_new_tokens=4))
    assert worker.remarks(token=token) == [ON_THE_CPU]
    assert worker.encoded == 2


@pytest.mark.parametrize("family", ["siglip", "clip", "blip_itm"])
def test_a_matcher_never_claims_to_have_looked_at_a_smaller_copy(
    family: str, make: Make, card: Card, token: Token
) -> None:
    worker = card(make(family), "forward", 1)
    assert len(worker.match(noise(1), ["a cup", "a dog"], token=token)) == 2
    assert worker.remarks(token=token) == [ON_THE_CPU]


@pytest.mark.parametrize("family", ["gemma3", "llava"])
def test_where_no_picture_is_smaller_none_is_claimed(family: str, make: Make, card: Card, token: Token) -> None:
    worker = card(make(family), "generate", 1)
    assert list(worker.pieces(noise(1), token=token, max_new_tokens=4))
    assert worker.remarks(token=token) == [ON_THE_CPU]


@pytest.fixture
def broken(make: Make, tmp_path: Path) -> Callable[[str], Path]:
    return lambda family: Path(shutil.copytree(make(family), tmp_path / family))


@pytest.mark.parametrize("text", ['{"weight_map": ["a"]}', '{"weight_map": "a"}', "[" * 100_000])
def test_a_list_of_weights_that_is_none_is_a_damaged_model(text: str, broken: Callable[[str], Path]) -> None:
    folder = broken("git")
    (folder / "model.safetensors").rename(folder / "model-00001-of-00001.safetensors")
    (folder / "model.safetensors.index.json").write_text(text)
    with pytest.raises(ModelBroken, match="damaged"):
        families.load(folder, CPU)


def test_a_processor_that_is_code_is_called_so(broken: Callable[[str], Path]) -> None:
    folder = broken("git")
    settings = {"auto_map": {"AutoImageProcessor": "evil.Looks"}, "image_processor_type": "Looks"}
    (folder / "preprocessor_config.json").write_text(json.dumps(settings))
    processor = folder / "processor_config.json"
    if processor.is_file():
        kept = {name: value for name, value in json.loads(processor.read_text()).items() if "image" not in name}
        processor.write_text(json.dumps(kept))
    (folder / "evil.py").write_text("raise SystemExit('it ran')")
    with pytest.raises(ModelTrouble, match="which I don't run"):
        families.load(folder, CPU)


def test_more_words_than_florence_has_places_for_are_a_sentence(make: Make, token: Token) -> None:
    worker = Captioner(str(make("florence2")), device="cpu", precision="float32")
    with pytest.raises(ModelTrouble, match="too long for the model"):
        worker.ground(noise(1), "a red cup " * 2000, token=token)


@pytest.mark.parametrize("family", ["llava", "smolvlm", "qwen2_5_vl", "gemma3"])
def test_no_sign_of_the_processor_s_stays_one_in_words_of_the_screen(family: str, make: Make) -> None:
    loaded = families.load(make(family), CPU)
    signs = {value for name, value in vars(loaded.processor).items() if name.endswith("_token") and len(value) > 1}
    assert signs
    for sign in signs:
        assert sign not in loaded.harmless(f"word {sign} word")


@pytest.mark.parametrize("last", ["9" * 400, "[" * 50_000, "1e999", "NaN", '"x"', "null"])
def test_places_that_are_none_are_left_out(last: str) -> None:
    good = '{"bbox_2d": [100, 200, 300, 400], "label": "cup"}'
    found = qwen.boxes(f'[{{"bbox_2d": [1, 2, 3, {last}], "label": "a"}}, {good}]', noise(1, 50, 50), (1000, 1000), "")
    assert [label for label, _, _ in found] == ["cup"]
    signs = "".join(f"<loc_{number}>" for number in (1, 2, 3, "9" * 400))
    assert florence2.boxes(f"a{signs}", noise(1, 50, 50)) == []

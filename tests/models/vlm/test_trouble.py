"""What goes wrong with a model is one clear sentence, or another way with a remark; never made-up words."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import ModelBroken, ModelTrouble, OutOfMemory
from models.device import Device
from models.vlm import captioner as captioner_module
from models.vlm import families, generating
from models.vlm.captioner import CARD_LOST, ON_THE_CPU, SMALLER, Captioner
from models.vlm.families import Loaded
from models.vlm.families.pictures import MOST_EXTREME, box_of, even
from models.vlm.prompt import Prompt
from tests.models.vlm.tiny_families import noise

Make = Callable[[str], Path]
CPU = Device("CPU", "cpu", "float32", "a test")


@pytest.fixture
def broken(make: Make, tmp_path: Path) -> Callable[[str], Path]:
    """A copy of a family's folder, to be damaged."""
    return lambda family: Path(shutil.copytree(make(family), tmp_path / family))


def mine(folder: Path) -> Captioner:
    return Captioner(str(folder), device="cpu", precision="float32")


def load_cpu(folder: Path) -> Loaded:
    return families.load(folder, CPU)


def test_a_missing_part_of_the_weights_is_named(broken: Callable[[str], Path]) -> None:
    folder = broken("smolvlm")
    (folder / "model.safetensors").rename(folder / "model-00001-of-00002.safetensors")
    index = {"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(ModelBroken, match=r"not whole: model-00002-of-00002\.safetensors is missing.*models verify"):
        load_cpu(folder)


@pytest.mark.parametrize("family", ["smolvlm", "qwen2_5_vl"])
def test_a_tokenizer_of_another_model_is_refused(family: str, broken: Callable[[str], Path]) -> None:
    folder = broken(family)
    state = json.loads((folder / "tokenizer.json").read_text())
    words = state["model"]["vocab"]
    words |= {f"word{number}": number for number in range(max(words.values()) + 50, max(words.values()) + 900)}
    (folder / "tokenizer.json").write_text(json.dumps(state))
    with pytest.raises(ModelBroken, match=r"wrong tokenizer: it has \d+ words, the model knows"):
        load_cpu(folder)


def test_a_word_that_the_model_has_no_number_for_is_refused(broken: Callable[[str], Path]) -> None:
    """A sign that was added to the tokenizer later, with a number beyond the model's table."""
    loaded = load_cpu(broken("smolvlm"))
    loaded.tokenizer.add_tokens(["zzz"])
    with pytest.raises(ModelBroken, match="wrong tokenizer: it gives words that the model doesn't know"):
        loaded.inputs(noise(1), Prompt("answer", user="What is zzz ?"))


def test_another_family_s_configuration_is_no_success(broken: Callable[[str], Path]) -> None:
    folder = broken("smolvlm")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "model_type": "qwen2_5_vl"}))
    with pytest.raises(ModelTrouble, match=r"hearsight models verify"):
        load_cpu(folder)


def test_no_chat_template_is_a_sentence(broken: Callable[[str], Path]) -> None:
    folder = broken("llava")
    (folder / "chat_template.jinja").unlink()
    with pytest.raises(ModelTrouble, match="no chat template"):
        list(mine(folder).pieces(noise(1), token=Token()))


def test_a_broken_chat_template_is_a_sentence(broken: Callable[[str], Path]) -> None:
    folder = broken("llava")
    (folder / "chat_template.jinja").write_text("{% for")
    with pytest.raises(ModelBroken, match="chat template"):
        list(mine(folder).pieces(noise(1), token=Token()))


def test_a_package_that_is_missing_is_named(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def needs(*_: object) -> None:
        raise ImportError("SomeImageProcessor requires the Torchvision library: torchvision was not found")

    monkeypatch.setattr("models.vlm.families.loading.processor", needs)
    with pytest.raises(ModelTrouble, match=r"not installed: torchvision\. Run: pip install torchvision"):
        load_cpu(make("llava"))


@pytest.mark.parametrize("settings", [{"num_beams": 1}, {"num_beams": 3}, {"do_sample": True}])
def test_numbers_that_are_none_are_never_spoken(make: Make, settings: dict[str, Any], token: Token) -> None:
    import torch

    worker = mine(make("qwen2_5_vl"))
    worker.tasks(token=token)
    assert worker._loaded is not None
    with torch.inference_mode():
        worker._loaded.model.get_output_embeddings().weight[5] = float("nan")
    with pytest.raises(ModelBroken, match=r"its weights are damaged\. Run: hearsight models verify"):
        list(worker.pieces(noise(1), token=token, max_new_tokens=4, **settings))
    worker._loaded = dataclasses.replace(worker._loaded, device=Device("GPU", "cuda:0", "float16", "a test"))
    with pytest.raises(ModelBroken, match=r"in float16\. Set HEARSIGHT_PRECISION=float32"):
        list(worker.pieces(noise(1), token=token, max_new_tokens=4, **settings))


@pytest.mark.parametrize("family", ["smolvlm", "qwen2_5_vl", "qwen3_vl", "gemma3", "llava", "florence2", "paligemma"])
@pytest.mark.parametrize("shape", [(1, 4000), (4000, 1), (1, 1)])
def test_a_picture_of_any_shape_is_looked_at(make: Make, family: str, shape: tuple[int, int]) -> None:
    loaded = _kept(make(family))
    inputs = loaded.inputs(noise(1, *shape), Prompt("answer", user="What?"))
    assert all(value.numel() for value in inputs.values())


def _kept(folder: Path, kept: dict[Path, Loaded] = {}) -> Loaded:  # noqa: B006 - kept on purpose
    if folder not in kept:
        kept[folder] = load_cpu(folder)
    return kept[folder]


def test_a_stripe_is_stretched_without_a_border() -> None:
    stripe = noise(1, 3, 4000)
    wide = even(stripe)
    assert wide.shape[1] == 4000
    assert wide.shape[1] / wide.shape[0] <= MOST_EXTREME
    assert (wide[:: wide.shape[0] // 3][:3] == stripe).all()
    assert even(noise(1)) is not None
    assert (even(noise(1)) == noise(1)).all()
    box = box_of((0.5, 0.0, 1.0, 1.0), stripe)
    assert box is not None
    assert (box.x, box.y, box.w, box.h) == (2000, 0, 2000, 3)


class NoMemory(RuntimeError):
    """As torch's, which no test can provoke without a card."""


NoMemory.__name__ = "OutOfMemoryError"


@pytest.fixture
def card(make: Make, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Captioner, list[str]]]:
    """A model on a card that is none, which fails as often as it is told; and where it tried."""

    def give(family: str, *troubles: Exception) -> tuple[Captioner, list[str]]:
        tried: list[str] = []
        left = list(troubles)

        def choose(prefer: str | None, precision: str | None) -> Device:
            return CPU if prefer == "cpu" else Device("A card", "cuda:0", "float32", "a test")

        def load(source: str, device: Device) -> Loaded:
            loaded = load_cpu(make(family))
            generate = loaded.model.generate

            def tries(**inputs: Any) -> Any:
                size = sum(value.numel() for key, value in inputs.items() if "pixel" in key)
                tried.append(f"{device.name} {size}")
                if left:
                    raise left.pop(0)
                return generate(**inputs)

            loaded.model.generate = tries
            return dataclasses.replace(loaded, device=device)

        monkeypatch.setattr(captioner_module, "choose", choose)
        monkeypatch.setattr(captioner_module, "load", load)
        return Captioner("a model"), tried

    return give


Card = Callable[..., tuple[Captioner, list[str]]]


@pytest.mark.parametrize("family", ["smolvlm", "qwen2_5_vl"])
@pytest.mark.parametrize("settings", [{"num_beams": 1}, {"num_beams": 2}])
def test_no_memory_for_the_picture_is_a_smaller_picture(
    card: Card, family: str, settings: dict[str, int], token: Token
) -> None:
    worker, tried = card(family, NoMemory("CUDA out of memory"))
    assert list(worker.pieces(noise(1, 120, 160), token=token, max_new_tokens=4, **settings))
    (first, second) = tried
    assert first.startswith("A card")
    assert second.startswith("A card")
    assert int(second.split()[-1]) < int(first.split()[-1])
    assert worker.remarks(token=token) == [SMALLER]
    assert worker.remarks(token=token) == []


def test_no_memory_for_the_smaller_picture_is_the_cpu(card: Card, token: Token) -> None:
    worker, tried = card("smolvlm", NoMemory("CUDA out of memory"), NoMemory("CUDA out of memory"))
    assert list(worker.pieces(noise(1, 120, 160), token=token, max_new_tokens=4))
    assert [one.rpartition(" ")[0] for one in tried] == ["A card", "A card", "CPU"]
    assert worker.remarks(token=token) == [SMALLER, ON_THE_CPU]
    assert list(worker.pieces(noise(1, 120, 160), token=token, max_new_tokens=4))  # and stays there
    assert tried[-1].startswith("CPU")


def test_where_all_pictures_have_one_size_the_cpu_is_next(card: Card, token: Token) -> None:
    worker, tried = card("paligemma", NoMemory("CUDA out of memory"))
    assert worker.captions([noise(1)], token=token, max_new_tokens=4)
    assert [one.rpartition(" ")[0] for one in tried] == ["A card", "CPU"]
    assert worker.remarks(token=token) == [ON_THE_CPU]


def test_a_card_that_stopped_answering_is_left(card: Card, token: Token) -> None:
    worker, tried = card("smolvlm", RuntimeError("CUDA error: unspecified launch failure"))
    assert list(worker.pieces(noise(1), token=token, max_new_tokens=4))
    assert [one.rpartition(" ")[0] for one in tried] == ["A card", "CPU"]
    assert worker.remarks(token=token) == [CARD_LOST]


def test_no_memory_for_the_model_itself_is_the_cpu(make: Make, monkeypatch: pytest.MonkeyPatch, token: Token) -> None:
    def load(source: str, device: Device) -> Loaded:
        if device.kind != "cpu":
            raise NoMemory("CUDA out of memory")
        return load_cpu(make("git"))

    card = Device("A card", "cuda:0", "float32", "a test")
    monkeypatch.setattr(captioner_module, "choose", lambda prefer, precision: CPU if prefer == "cpu" else card)
    monkeypatch.setattr(captioner_module, "load", load)
    worker = Captioner("a model")
    assert list(worker.pieces(noise(1), token=token, max_new_tokens=4))
    assert worker.remarks(token=token) == [ON_THE_CPU]


def test_no_memory_anywhere_is_a_sentence(card: Card, token: Token) -> None:
    worker, tried = card("smolvlm", *(NoMemory("out of memory") for _ in range(4)))
    with pytest.raises(OutOfMemory, match="not enough memory for the model"):
        list(worker.pieces(noise(1, 120, 160), token=token))
    assert [one.rpartition(" ")[0] for one in tried] == ["A card", "A card", "CPU", "CPU"]


def test_words_that_were_given_are_not_given_again(make: Make, token: Token) -> None:
    """Memory that runs out in the middle: what came stays, the rest is a sentence, nothing begins anew."""
    worker = mine(make("smolvlm"))
    worker.tasks(token=token)
    assert worker._loaded is not None
    worker._loaded.model.generation_config.eos_token_id = None  # goes on until memory runs out
    came: list[str] = []
    fell = []

    def fails(*_: object) -> None:
        if came:
            fell.append(1)
            raise NoMemory("out of memory")

    worker._loaded.model.register_forward_pre_hook(fails)
    with pytest.raises(OutOfMemory):
        for piece in worker.pieces(noise(1), token=token, max_new_tokens=400):
            came.append(piece.text)
    assert came
    assert fell == [1]


def test_an_empty_answer_is_no_piece(make: Make, token: Token) -> None:
    import torch

    worker = mine(make("smolvlm"))
    worker.tasks(token=token)
    loaded = worker._loaded
    assert loaded is not None
    stop = loaded.model.generation_config.eos_token_id

    def ends(module: Any, given: Any, output: Any) -> Any:
        output.logits = torch.full_like(output.logits, -9.0)
        output.logits[..., stop] = 9.0
        return output

    loaded.model.register_forward_hook(ends)
    for beams in (1, 3):
        assert list(worker.pieces(noise(1), token=token, num_beams=beams)) == []
    assert worker.captions([noise(1)], token=token) == [""]


@pytest.mark.parametrize("family", ["smolvlm", "qwen2_5_vl", "gemma3", "florence2", "blip_vqa"])
@pytest.mark.parametrize("beams", [1, 2])
def test_a_cancel_while_the_picture_is_read_stops_between_two_layers(
    make: Make, family: str, beams: int, token: Token
) -> None:
    from torch.nn import ModuleList

    worker = mine(make(family))
    worker.tasks(token=token)
    assert worker._loaded is not None
    stacks = [module for module in worker._loaded.model.modules() if isinstance(module, ModuleList) and len(module) > 1]
    tower = stacks[0]  # the first of them is what sees
    ran: list[int] = []
    tower[0].register_forward_hook(lambda *_: token.cancel())
    tower[1].register_forward_hook(lambda *_: ran.append(1))
    with pytest.raises(Cancelled):
        list(worker.pieces(noise(1), token=token, num_beams=beams, max_new_tokens=4))
    assert ran == []


def test_a_model_that_only_compares_writes_nothing(make: Make, token: Token) -> None:
    worker = mine(make("clip"))
    worker.warm(token=token)
    with pytest.raises(ModelTrouble, match="compares pictures with words; it writes none"):
        list(worker.pieces(noise(1), token=token))
    with pytest.raises(ModelTrouble, match="can only compare texts: give it two or more"):
        worker.match(noise(1), ["a red square"], token=token)


def test_what_a_family_can_t_do_is_said(make: Make, token: Token) -> None:
    worker = mine(make("smolvlm"))
    with pytest.raises(ModelTrouble, match=r"can't tell where things are\. Florence-2 and Qwen-VL can"):
        worker.ground(noise(1), "cup", token=token)
    with pytest.raises(ModelTrouble, match=r"can't compare a picture with words"):
        worker.match(noise(1), ["cup"], token=token)
    with pytest.raises(ModelTrouble, match=r"gives no vectors"):
        worker.embed([noise(1)], token=token)


@pytest.mark.parametrize("family", ["blip_vqa", "git", "florence2", "smolvlm"])
@pytest.mark.parametrize("length", [{"max_new_tokens": 5000}, {"max_length": 5000}])
def test_no_model_writes_beyond_the_places_it_has(
    make: Make, family: str, length: dict[str, int], token: Token
) -> None:
    loaded = _kept(make(family))
    inputs = loaded.inputs(noise(1), Prompt("answer", user="What?"))
    most = loaded.longest()
    assert most is not None
    fitted = generating.fitted(loaded, inputs, length)
    begin = max(1, loaded.prompt_length(inputs))
    assert fitted in ({"max_new_tokens": most - begin}, {"max_length": most})


@pytest.mark.parametrize("family", ["blip_vqa", "smolvlm"])
@pytest.mark.parametrize("length", [{"max_new_tokens": 3}, {"max_length": 400}])
def test_a_least_length_above_the_most_is_the_most(
    make: Make, family: str, length: dict[str, int], token: Token
) -> None:
    """transformers would warn, which is heard by nobody and fails a test."""
    assert "".join(mine(make(family)).caption(noise(1), token=token, num_beams=1, min_length=500, **length))


def test_an_answer_as_long_as_the_model_has_places_is_written(make: Make, token: Token) -> None:
    worker = mine(make("blip_vqa"))
    for beams in (1, 2):
        assert list(worker.pieces(noise(1), token=token, num_beams=beams, max_new_tokens=500))


def test_a_question_that_leaves_no_place_for_an_answer_is_a_sentence(make: Make, token: Token) -> None:
    with pytest.raises(ModelTrouble, match="too long for the model"):
        list(mine(make("smolvlm")).pieces(noise(1), token=token, prompt=Prompt("answer", user="what " * 3000)))

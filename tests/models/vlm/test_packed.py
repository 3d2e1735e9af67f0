"""Packed weights and the quick step of GPT-2: the same words from half of the bytes, and nothing where it can't be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.device import Device
from models.vlm import fast_gpt2, packed
from models.vlm.families import Loaded, load
from tests.models.vlm import tiny

CPU = Device("CPU", "cpu", "float32", "a test")
BEAMS: list[dict[str, Any]] = [
    {"num_beams": 4, "early_stopping": True, "max_length": 30},
    {"num_beams": 3, "max_new_tokens": 20, "min_new_tokens": 20, "no_repeat_ngram_size": 2},
    {"num_beams": 1, "do_sample": False, "max_new_tokens": 20, "repetition_penalty": 1.3},
    {"num_beams": 2, "length_penalty": 0.3, "max_new_tokens": 16},
]


def pictures() -> list[Any]:
    rng = np.random.default_rng(5)
    return [tiny.picture(*pair, rng) for pair in tiny.all_captions()]


def write(loaded: Loaded, pixels: Any, **settings: Any) -> list[int]:
    import torch

    with torch.inference_mode():
        return [int(one) for one in loaded.model.generate(**loaded.inputs(pixels), **settings)[0]]


@pytest.mark.parametrize("settings", BEAMS)
def test_the_quick_step_writes_what_transformers_writes(
    untrained: Path, colours: Path, settings: dict[str, Any]
) -> None:
    for folder in (untrained, colours):
        plain, quick = load(folder, CPU), load(folder, CPU)
        assert fast_gpt2.quicken(quick.model)
        for pixels in pictures()[:4]:
            assert write(quick, pixels, **settings) == write(plain, pixels, **settings)


def test_the_quick_step_takes_sampling_as_it_comes(untrained: Path) -> None:
    import torch

    written = []
    for quick in (False, True):
        loaded = load(untrained, CPU)
        if quick:
            assert fast_gpt2.quicken(loaded.model)
        torch.manual_seed(3)
        written.append(write(loaded, pictures()[0], do_sample=True, top_k=0, max_new_tokens=20))
    assert written[0] == written[1]


def test_several_pictures_at_once_and_attentions_go_the_plain_way(untrained: Path) -> None:
    import torch

    plain, quick = load(untrained, CPU), load(untrained, CPU)
    fast_gpt2.quicken(quick.model)
    looks = pictures()[:3]
    with torch.inference_mode():
        one, other = (
            loaded.model.generate(**loaded.batch(looks), num_beams=3, max_new_tokens=12).tolist()
            for loaded in (plain, quick)
        )
        assert one == other
        seen = quick.model.get_encoder()(quick.prepare(looks[0])).last_hidden_state  # type: ignore[attr-defined]
        given = quick.model.decoder(
            input_ids=torch.tensor([[1, 2]]), encoder_hidden_states=seen, output_hidden_states=True
        )
    assert given.hidden_states is not None


def test_each_picture_is_seen_once_however_many_beams(untrained: Path) -> None:
    loaded = load(untrained, CPU)
    fast_gpt2.quicken(loaded.model)
    rows: list[int] = []
    for block in loaded.model.decoder.transformer.h:
        block.crossattention.c_attn.register_forward_hook(lambda _, given, __: rows.append(len(given[0])))
    write(loaded, pictures()[0], num_beams=4, max_new_tokens=10)
    assert rows == [1] * len(loaded.model.decoder.transformer.h)


def test_other_families_are_left_as_they_are(blip: Path) -> None:
    assert not fast_gpt2.quicken(load(blip, CPU).model)


@pytest.mark.parametrize("weights", ["float16", "int8"])
def test_packed_weights_name_the_same_colours(colours: Path, weights: packed.Weights) -> None:
    if not packed.packs(weights):
        pytest.skip("this processor has no such kernel")
    plain, small = load(colours, CPU), load(colours, CPU)
    assert packed.pack(small.model, weights) > 0
    assert packed.weight_count(small.model) == packed.weight_count(plain.model)
    assert packed.packed_bytes(small.model) < packed.packed_bytes(plain.model)
    texts = [
        [loaded.words(write(loaded, pixels, num_beams=4, max_length=30)) for pixels in pictures()]
        for loaded in (plain, small)
    ]
    assert texts[0] == texts[1]


@pytest.mark.parametrize(("weights", "most"), [("float16", 1e-3), ("int8", 2e-2)])
def test_a_packed_layer_multiplies_as_the_plain_one(weights: packed.Weights, most: float) -> None:
    import torch

    if not packed.packs(weights):
        pytest.skip("this processor has no such kernel")
    torch.manual_seed(0)
    plain = torch.nn.Sequential(torch.nn.Linear(256, 128), torch.nn.Linear(128, 4))
    small = torch.nn.Sequential(torch.nn.Linear(256, 128), torch.nn.Linear(128, 4))
    small.load_state_dict(plain.state_dict())
    assert packed.pack(small, weights) == 1  # four rows are not worth it
    x = torch.randn(3, 5, 256)
    with torch.inference_mode():
        wanted, given = plain[0](x), small[0](x)
        assert float((wanted - given).abs().max() / wanted.abs().max()) < most
        assert float((small[0].weight - plain[0].weight).abs().max()) < 1e-3
    assert (small[0].in_features, small[0].out_features) == (256, 128)
    assert weights in repr(small[0])


def test_layers_in_another_precision_stay() -> None:
    import torch

    assert packed.pack(torch.nn.Sequential(torch.nn.Linear(256, 128)).to(torch.bfloat16), "float16") == 0

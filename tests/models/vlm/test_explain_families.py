"""Which part of the picture a word rests on, in families that look at it in one square, in tiles and in groups of
patches. The models are random: what is known is which part of the picture is let through to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from assistant.cancel import Token
from assistant.errors import ModelTrouble
from models.vlm import explain
from models.vlm.explain import Explainer, Explanation, log_probability
from models.vlm.heat import in_cells
from tests.models.vlm.tiny_families import blip, noise

PICTURE = noise(1, 100, 140)
ROW, COLUMN = 1, 2
"""The patch that is let through."""


@pytest.fixture(scope="module")
def caption_blip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of BLIP's kind for captions, whose eyes are by default so weak that no word depends on the picture."""
    from transformers import BlipForConditionalGeneration

    folder = blip(tmp_path_factory.mktemp("families") / "blip_caption", "BlipForConditionalGeneration")
    model = BlipForConditionalGeneration.from_pretrained(folder)
    torch.manual_seed(0)
    for name, weight in model.named_parameters():
        if name.startswith("vision_model") and weight.dim() > 1:
            torch.nn.init.normal_(weight, std=0.3)
        if "crossattention" in name and weight.dim() > 1:
            torch.nn.init.normal_(weight, std=0.6)
    model.save_pretrained(folder)
    return folder


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explain, "STEPS", 3)
    monkeypatch.setattr(explain, "MOST_STEPS", 3)
    monkeypatch.setattr(explain, "MOST_TOKENS", 12)


def first_word(explainer: Explainer, pixels: np.ndarray = PICTURE) -> Explanation:
    loaded = explainer._loaded
    with torch.no_grad():
        inputs = loaded.inputs(pixels)
        ids = loaded.model.generate(**inputs, **explain._settings(loaded))[0]
    text = loaded.words(ids[loaded.prompt_length(inputs) :]).strip()
    word = re.findall(r"\w+", text)[0]
    return explainer.explain(pixels, word, token=Token())


@contextmanager
def only(layer: Any, let: Callable[[Any], Any]) -> Iterator[None]:
    """Within, the layer's output is 0 but where `let` is 1."""
    hook = layer.register_forward_hook(lambda module, inputs, output: output * let(output))
    try:
        yield
    finally:
        hook.remove()


def mask(shape: tuple[int, ...], *one: int) -> Any:
    """1 at this place of the first sizes of the shape, 0 elsewhere."""
    let = torch.zeros(shape)
    let[one] = 1
    return let


def test_a_patch_of_one_square_has_all_the_heat_that_comes_through_it(caption_blip: Path, few: None) -> None:
    explainer = Explainer(str(caption_blip), device="cpu")
    eyes = explainer._loaded.model.vision_model.embeddings.patch_embedding  # (n, size, rows, columns)
    with only(eyes, lambda seen: mask(tuple(seen.shape[2:]), ROW, COLUMN)):
        heat = first_word(explainer).heat
    assert heat.shape == (4, 4)
    assert np.argwhere(heat).tolist() == [[ROW, COLUMN]]


def test_a_square_cut_out_of_the_middle_is_shown_where_it_lies(make: Callable[[str], Path], few: None) -> None:
    explainer = Explainer(str(make("llava")), device="cpu")
    tower = next(part for name, part in explainer._loaded.model.named_modules() if name.endswith("patch_embedding"))
    with only(tower, lambda seen: mask(tuple(seen.shape[2:]), ROW, COLUMN)):
        heat = first_word(explainer).heat
    assert heat.shape == (4, 6), "140 by 100 pixels, of which 100 by 100 are seen, as 4 by 4 patches"
    assert np.argwhere(heat).tolist() == [[ROW, COLUMN + 1]]


@pytest.mark.parametrize("family", ["smolvlm", "idefics3"])
def test_a_tile_lies_where_it_was_cut_out(family: str, make: Callable[[str], Path], few: None) -> None:
    explainer = Explainer(str(make(family)), device="cpu")
    embedding = next(part for name, part in explainer._loaded.model.named_modules() if name.endswith("patch_embedding"))
    tile = 1  # of 2 rows of 2 columns and the whole: at the top right
    with only(embedding, lambda seen: mask((seen.shape[0], 1, *seen.shape[2:]), tile, 0, ROW, COLUMN)):
        heat = first_word(explainer).heat
    assert heat.shape == (8, 8)
    assert np.argwhere(heat).tolist() == [[ROW, 4 + COLUMN]]


@pytest.mark.parametrize("family", ["qwen2_5_vl", "qwen3_vl"])
def test_a_patch_of_a_group_lies_where_it_was(family: str, make: Callable[[str], Path], few: None) -> None:
    """Patches come in squares of two by two: the seventh one is the third of the second square."""
    explainer = Explainer(str(make(family)), device="cpu")
    embedding = next(part for name, part in explainer._loaded.model.named_modules() if name.endswith("patch_embed"))
    with only(embedding, lambda seen: mask((seen.shape[0], 1), 6, 0)):
        heat = first_word(explainer).heat
    assert heat.size == int(explainer._loaded.inputs(PICTURE)["pixel_values"].shape[0])
    assert np.argwhere(heat).tolist() == [[1, 2]]


@pytest.mark.parametrize("family", ["smolvlm", "qwen3_vl", "florence2", "git"])
def test_the_chance_of_each_word_is_the_one_it_was_written_with(family: str, make: Callable[[str], Path]) -> None:
    loaded = Explainer(str(make(family)), device="cpu")._loaded
    inputs = loaded.inputs(PICTURE)
    asked = {"max_new_tokens": 6, "num_beams": 1, "do_sample": False, "no_repeat_ngram_size": 0, "min_length": 0}
    asked |= {"output_scores": True, "return_dict_in_generate": True}
    with torch.no_grad():
        out = loaded.model.generate(**inputs, **asked)
        start = len(out.sequences[0]) - len(out.scores)
        for at in range(start + 1, len(out.sequences[0])):  # the first may be forced on it
            told = log_probability(loaded, inputs, inputs["pixel_values"], out.sequences[0], [at])
            written = torch.log_softmax(out.scores[at - start][0].float(), -1)[out.sequences[0][at]]
            assert float(told) == pytest.approx(float(written), abs=1e-3)


def test_the_parts_add_up_and_change_with_the_picture(
    make: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explain, "MOST_TOKENS", 4)
    explainer = Explainer(str(make("llava")), device="cpu")
    found = first_word(explainer)
    assert found.completeness == pytest.approx(1, abs=explain.NEAR)
    other = first_word(explainer, noise(2, 100, 140))
    assert other.heat.shape == found.heat.shape
    assert not np.allclose(other.heat, found.heat)


def test_more_points_are_taken_where_the_parts_do_not_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """x to the fifth, whose gradient two points don't get right: the share of the middles is known."""
    blank, seen = torch.zeros(1), torch.ones(1)
    monkeypatch.setattr(explain, "STEPS", 1)
    monkeypatch.setattr(explain, "MOST_STEPS", 9)
    found = [float(one[0]) for one in explain._gathered(lambda x: (x**5).sum(), blank, seen, Token())]
    assert found == pytest.approx([5 * sum(((at + 0.5) / n) ** 4 for at in range(n)) / n for n in (1, 3, 9)], rel=1e-5)
    assert abs(found[2] - 1) < 0.02


def test_a_model_that_describes_nothing_or_cuts_in_a_way_unknown_here_is_refused(make: Callable[[str], Path]) -> None:
    with pytest.raises(ModelTrouble, match="takes a model that describes pictures"):
        Explainer(str(make("blip_vqa")), device="cpu").explain(PICTURE, "a", token=Token())
    loaded = Explainer(str(make("smolvlm")), device="cpu")._loaded
    inputs = loaded.inputs(PICTURE)
    with pytest.raises(ModelTrouble, match="how it cuts a picture"):
        in_cells(loaded, inputs, np.zeros((1, 3, 3, 32, 32), np.float32), (100, 140))

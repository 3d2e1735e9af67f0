"""Which part of the picture a word rests on, on a captioner that was trained to name a square and its background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.cancel import Cancelled, Token
from assistant.errors import Usage
from models.vlm.explain import STEPS, Explainer, _told, log_probability
from models.vlm.heat import overlaid, where
from tests.models.vlm import tiny

RANDOM_MASKS = 12
TOP = 4
"""Patches of 16 that are masked."""


@pytest.fixture(scope="module")
def explainer(colours: Path) -> Explainer:
    return Explainer(str(colours), device="cpu")


def square(colour: str, x: int, y: int) -> np.ndarray:
    pixels = np.empty((96, 96, 3), np.uint8)
    pixels[:] = tiny.BACKGROUNDS["white"]
    pixels[y : y + 40, x : x + 40] = tiny.COLOURS[colour]
    return pixels


def masked(pixels: np.ndarray, patches: np.ndarray) -> np.ndarray:
    """The patches (of a 4 x 4 grid) in white, as if nothing was there."""
    changed = pixels.copy()
    for patch in patches:
        row, column = divmod(int(patch), 4)
        changed[24 * row : 24 * row + 24, 24 * column : 24 * column + 24] = tiny.BACKGROUNDS["white"]
    return changed


def chance_in(explainer: Explainer, pixels: np.ndarray, word: str) -> Callable[[np.ndarray], float]:
    """Log-probability of the word of the caption of `pixels`, when other ones are seen."""
    loaded = explainer._loaded
    with torch.no_grad():
        ids = loaded.model.generate(**loaded.inputs(pixels), **loaded.defaults)[0]
    _, at = _told(loaded, ids, 0, word)

    def chance(seen: np.ndarray) -> float:
        with torch.no_grad():
            inputs = loaded.inputs(seen)
            return float(log_probability(loaded, inputs, inputs["pixel_values"], ids, at))

    return chance


@pytest.mark.parametrize(("colour", "x", "y"), [("red", 8, 8), ("blue", 48, 8), ("green", 8, 48), ("yellow", 48, 48)])
def test_masking_what_a_word_rests_on_costs_more_than_masking_anything_else(
    explainer: Explainer, colour: str, x: int, y: int
) -> None:
    pixels = square(colour, x, y)
    found = explainer.explain(pixels, colour, token=Token())
    assert colour in found.text
    chance = chance_in(explainer, pixels, colour)
    own = chance(pixels)
    assert own == pytest.approx(found.log_probability, abs=1e-4)
    hottest = np.argsort(found.heat.ravel())[::-1][:TOP]
    lost = own - chance(masked(pixels, hottest))
    rng = np.random.default_rng(0)
    others = [own - chance(masked(pixels, rng.choice(16, TOP, replace=False))) for _ in range(RANDOM_MASKS)]
    assert lost > np.mean(others)
    assert lost > np.quantile(others, 0.75)


def test_the_patches_account_for_what_the_picture_makes_of_the_word(explainer: Explainer) -> None:
    found = explainer.explain(square("red", 30, 30), "red", token=Token())
    assert found.log_probability > found.without
    assert found.completeness == pytest.approx(1.0, abs=0.15)


def test_a_patch_gets_what_its_embedding_would_get(explainer: Explainer) -> None:
    """The way of the paper's own example, by a hook behind the layer that makes embeddings of patches."""
    pixels = square("blue", 20, 40)
    found = explainer.explain(pixels, "blue", token=Token())
    loaded = explainer._loaded
    with torch.no_grad():
        ids = loaded.model.generate(**loaded.inputs(pixels), **loaded.defaults)[0]
    _, at = _told(loaded, ids, 0, "blue")
    mean = np.broadcast_to(pixels.reshape(-1, 3).mean(0).round().astype(np.uint8), pixels.shape)
    layer = loaded.model.get_encoder().embeddings
    inputs = loaded.inputs(pixels)
    seen, blank = (layer(loaded.inputs(one)["pixel_values"]).detach() for one in (pixels, mean))
    total = torch.zeros_like(seen)
    for step in range(STEPS):
        point = (blank + (step + 0.5) / STEPS * (seen - blank)).requires_grad_(True)
        hook = layer.register_forward_hook(lambda module, given, output, point=point: point)
        log_probability(loaded, inputs, inputs["pixel_values"], ids, at).backward()
        hook.remove()
        total += point.grad
    heat = ((seen - blank) * total / STEPS).sum(-1)[0, -found.heat.size :].reshape(found.heat.shape).numpy()
    assert found.heat == pytest.approx(heat, abs=1e-4)


def test_the_same_is_told_twice(explainer: Explainer) -> None:
    pixels = square("red", 30, 30)
    first, second = (explainer.explain(pixels, "red", token=Token()) for _ in range(2))
    assert (first.heat == second.heat).all()
    assert first.rests


def test_a_word_that_was_not_written_is_told_with_those_that_were(explainer: Explainer) -> None:
    with pytest.raises(Usage, match=r"did not write 'dog'. It wrote: a red square"):
        explainer.explain(square("red", 30, 30), "dog", token=Token())


def test_it_can_be_cancelled(explainer: Explainer) -> None:
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        explainer.explain(square("red", 30, 30), "red", token=token)


def test_the_heat_is_drawn_where_it_is_and_told_in_words() -> None:
    heat = np.zeros((4, 4), np.float32)
    heat[0, 3] = 1.0
    heat[3, 0] = -1.0
    pixels = np.full((80, 120, 3), 200, np.uint8)
    drawn = overlaid(pixels, heat)
    assert drawn.shape == pixels.shape
    assert drawn[5, 112, 2] < 120, "the blue of vermilion"
    assert (drawn[75, 5] == 200).all(), "what speaks against the word is left as it is"
    assert where(heat) == "the top right of the picture"
    assert where(np.ones((4, 4), np.float32)) == "all of the picture"
    assert where(np.zeros((4, 4), np.float32)) == "all of the picture"

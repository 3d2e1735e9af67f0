"""Which part of a picture a word of a caption rests on.

Integrated gradients (Sundararajan et al. 2017) of the word's log-probability with respect to the patch embeddings of a
vision-encoder-decoder: a torch hook behind the encoder's embedding layer puts points of the straight line from a
picture of one colour (its own mean) to the picture in their place, and the gradients there are averaged. What the
patches get adds up to how much more likely the word became by the picture (`completeness` says how nearly). It tells
what the model rests on, not what is there: a wrong word has its places, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelTrouble, Usage
from models.device import choose

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.cancel import Token
    from assistant.types import Pixels
    from models.vlm.families.adapter import Loaded

    Heat = npt.NDArray[np.float32]

FAMILY = "vision-encoder-decoder"
STEPS = 24
"""Points of the line."""
HEAT = (213, 94, 0)
"""Vermilion of the palette by Okabe and Ito."""
STRONGEST = 0.7
"""Opacity of the warmest patch."""


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """`heat`: (rows, columns) float32, one value a patch, in units of log-probability; above 0 where the picture speaks
    for the word. `log_probability` of the word in this picture, `without` in one of its mean colour."""

    text: str
    word: str
    heat: Heat
    log_probability: float
    without: float

    @property
    def completeness(self) -> float:
        """How much of the difference that the picture makes the patches account for; 1 is all."""
        made = self.log_probability - self.without
        return float(self.heat.sum()) / made if made else 0.0


class Explainer:
    """A worker for `assistant.host`. Holds the model in float32, apart from the one that speaks: gradients need weights
    that are neither packed nor loaded in inference mode."""

    def __init__(self, source: str, *, device: str | None = None) -> None:
        self._source, self._device = source, device

    @cached_property
    def _loaded(self) -> Loaded:
        from models.vlm.families import load

        loaded = load(self._source, choose(self._device, "float32"))
        if loaded.family != FAMILY:
            raise ModelTrouble(
                f"I can't show what the words of {loaded.name} rest on: that takes a model of the family {FAMILY}, "
                f"and it is of {loaded.family}."
            )
        loaded.model.requires_grad_(False)
        return loaded

    def explain(self, pixels: Pixels, word: str, *, token: Token) -> Explanation:
        """Captions the (h, w, 3) uint8 RGB picture, and tells where the first `word` of the caption comes from. Polls
        the token between two steps. Raises `Usage` for a word that the model did not write, `ModelTrouble` for a model
        that can't be explained, and what loading raises."""
        import numpy as np
        import torch

        loaded = self._loaded
        with torch.no_grad():
            token.check()
            ids = loaded.model.generate(**loaded.inputs(pixels), **loaded.defaults)[0]
        text = loaded.words(ids).strip()
        at = _tokens_of(loaded, ids, text, word)
        values = loaded.prepare([pixels])  # type: ignore[attr-defined]
        mean = np.broadcast_to(pixels.reshape(-1, 3).mean(0).round().astype(np.uint8), pixels.shape)
        layer = loaded.model.get_encoder().embeddings
        with torch.no_grad():
            seen, blank = (layer(part) for part in (values, loaded.prepare([mean])))  # type: ignore[attr-defined]
        rows, columns = _grid(loaded, seen, values)
        total = torch.zeros_like(seen)
        for step in range(STEPS):
            token.check()
            point = (blank + (step + 0.5) / STEPS * (seen - blank)).requires_grad_(True)
            with _put_in_place(layer, point):
                _log_probability(loaded, values, ids, at).backward()
            total += point.grad
        heat = ((seen - blank) * total / STEPS).sum(-1)[0, -rows * columns :].reshape(rows, columns)
        with torch.no_grad():
            own = float(_log_probability(loaded, values, ids, at))
            with _put_in_place(layer, blank):
                without = float(_log_probability(loaded, values, ids, at))
        return Explanation(text, word, heat.float().cpu().numpy(), own, without)


@contextmanager
def _put_in_place(layer: Any, embeddings: Any) -> Iterator[None]:
    """Within, `layer` gives these embeddings, whatever it is shown."""
    hook = layer.register_forward_hook(lambda module, inputs, output: embeddings)
    try:
        yield
    finally:
        hook.remove()


def _log_probability(loaded: Loaded, values: Any, ids: Any, at: list[int]) -> Any:
    """Of the tokens at these places of `ids`, each after those before it."""
    import torch

    logits = loaded.model(pixel_values=values, decoder_input_ids=ids[None, :-1], use_cache=False).logits[0].float()
    chances = torch.log_softmax(logits, -1)
    return sum(chances[place - 1, ids[place]] for place in at)


def _tokens_of(loaded: Loaded, ids: Any, text: str, word: str) -> list[int]:
    """The places of the word's tokens in what `generate` gave. Raises `Usage` where it wrote no such word."""
    import re

    found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.I) if word.strip() else None
    if found is None:
        raise Usage(f"The model did not write {word!r}. It wrote: {text or 'nothing'}. Choose one of these words.")
    lengths = [len(loaded.words(ids[: count + 1]).strip()) for count in range(len(ids))]
    return [
        place
        for place in range(1, len(ids))
        if lengths[place] > found.start() and lengths[place - 1] < found.end() and lengths[place] > lengths[place - 1]
    ]


def _grid(loaded: Loaded, seen: Any, values: Any) -> tuple[int, int]:
    """Rows and columns of the patches. Raises `ModelTrouble` for an encoder without a plain grid of them."""
    patch = getattr(loaded.model.get_encoder().config, "patch_size", None)
    if seen.ndim == 3 and isinstance(patch, int):
        rows, columns = values.shape[-2] // patch, values.shape[-1] // patch
        if 0 <= seen.shape[1] - rows * columns <= 2:  # before them, a token for all (ViT), and one more (DeiT)
            return rows, columns
    raise ModelTrouble(f"I can't show what the words of {loaded.name} rest on: its encoder has no grid of patches.")


# -- what is shown of it ----------------------------------------------------------------------------------------------


def overlaid(pixels: Pixels, heat: Heat) -> Pixels:
    """The (h, w, 3) picture with what speaks for the word in `HEAT`, the more opaque the more it does."""
    import numpy as np
    from PIL import Image

    h, w = pixels.shape[:2]
    warm = np.clip(heat, 0, None)
    small = Image.fromarray((warm / max(float(warm.max()), 1e-9) * 255).astype(np.uint8))
    share = np.asarray(small.resize((w, h), Image.Resampling.BICUBIC), np.float32)[..., None] / 255 * STRONGEST
    mixed: Pixels = (pixels * (1 - share) + np.array(HEAT, np.float32) * share).round().astype(np.uint8)
    return mixed


def where(heat: Heat) -> str:
    """Where the warmth has its centre, in English: "top left", "middle", or "all over" where it has none."""
    import numpy as np

    warm = np.clip(heat, 0, None)
    rows, columns = warm.shape
    half = np.sort(warm.ravel())[::-1].cumsum() / max(float(warm.sum()), 1e-9)
    if warm.sum() <= 0 or (np.searchsorted(half, 0.5) + 1) > 0.4 * warm.size:
        return "all over the picture"
    y = float((warm.sum(1) * (np.arange(rows) + 0.5)).sum() / warm.sum() / rows)
    x = float((warm.sum(0) * (np.arange(columns) + 0.5)).sum() / warm.sum() / columns)
    upright = "top" if y < 0.4 else "bottom" if y > 0.6 else ""
    level = "left" if x < 0.4 else "right" if x > 0.6 else ""
    return f"the {' '.join(part for part in (upright, level) if part) or 'middle'} of the picture"

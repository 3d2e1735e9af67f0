"""Which part of a picture a word of a model's caption rests on.

Integrated gradients (Sundararajan et al. 2017) of the word's log-probability with respect to the pixels that the model
is given: points of the straight line from a picture of one colour (its own mean) to the picture are put in their place,
and the gradients there are averaged. What the pixels get adds up to how much more likely the word became by the picture
(`completeness` says how nearly). Every family that writes has pixels, so none needs hooks of its own; where patches go
through one matrix first, as in all but Florence-2, the sum over a patch is what the patch's embedding would get.
It tells what the model rests on, not what is there: a wrong word has its places, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelTrouble, Usage
from models.device import choose
from models.vlm.heat import in_cells, overlaid, where
from models.vlm.quoted import visible

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.types import Pixels
    from models.vlm.families.adapter import Loaded
    from models.vlm.heat import Heat

__all__ = ["Explainer", "Explanation", "overlaid", "where"]

STEPS = 24
"""Points of the line, at first."""
MOST_STEPS = 72
"""Where the map does not add up with `STEPS`: three times as many, those from before among them."""
NEAR = 0.2
"""How far from 1 the completeness may be with `STEPS`."""
FELT = 0.05
"""Log-probability that the picture must add, for a word to rest on it."""
MOST_TOKENS = 64
"""Of the caption, where the family would write more: each step goes through all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """`heat`: (rows, columns) float32 over the whole picture, in units of log-probability; above 0 where the picture
    speaks for the word. `log_probability` of the word in this picture, `without` in one of its mean colour."""

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

    @property
    def rests(self) -> bool:
        """Whether the picture speaks for the word at all: else the model would write it of one colour as well."""
        return self.log_probability - self.without > FELT


class Explainer:
    """A worker for `assistant.host`. Holds the model in float32, apart from the one that speaks: gradients need weights
    that are neither packed nor loaded in inference mode."""

    def __init__(self, source: str, *, device: str | None = None) -> None:
        self._source, self._device = source, device

    @cached_property
    def _loaded(self) -> Loaded:
        from models.vlm.families import load

        loaded = load(self._source, choose(self._device, "float32"))
        if "caption" not in loaded.tasks:
            raise ModelTrouble(
                f"I can't show what the words of {loaded.name} rest on: that takes a model that describes pictures."
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
        token.check()
        mean = np.broadcast_to(pixels.reshape(-1, 3).mean(0).round().astype(np.uint8), pixels.shape)
        inputs = loaded.inputs(pixels)
        seen, blank = inputs["pixel_values"], loaded.inputs(mean)["pixel_values"]
        in_cells(loaded, inputs, np.zeros(tuple(seen.shape), np.float32), pixels.shape[:2])  # refused before the work
        with torch.no_grad():
            ids = loaded.model.generate(**loaded.inputs(pixels), **_settings(loaded))[0]
        start = loaded.prompt_length(inputs)
        text, at = _told(loaded, ids, start, word)
        with torch.no_grad():
            own, without = (float(log_probability(loaded, inputs, values, ids, at)) for values in (seen, blank))
        for given in _gathered(lambda values: log_probability(loaded, inputs, values, ids, at), blank, seen, token):
            found = Explanation(visible(text), word, in_cells(loaded, inputs, given, pixels.shape[:2]), own, without)
            if not found.rests or abs(found.completeness - 1) <= NEAR:
                break
        return found


def _gathered(chance: Callable[[Any], Any], blank: Any, seen: Any, token: Token) -> Iterator[Heat]:
    """What each number of the pixels adds to `chance`, by `STEPS` points, then by three times as many, and so on. The
    points are the middles of equal parts of the line: those of a third as many are among them."""
    import torch

    total, steps, left = torch.zeros_like(seen), STEPS, list(range(STEPS))
    while left:
        for step in left:
            token.check()
            point = (blank + (step + 0.5) / steps * (seen - blank)).requires_grad_(True)
            chance(point).backward()
            total += point.grad
        yield ((seen - blank) * total / steps).float().cpu().numpy()
        steps *= 3
        left = [step for step in range(steps) if step % 3 != 1] if steps <= MOST_STEPS else []


def _settings(loaded: Loaded) -> dict[str, Any]:
    most = loaded.defaults.get("max_new_tokens")
    return {**loaded.defaults, **({"max_new_tokens": min(most, MOST_TOKENS)} if most else {})}


def log_probability(loaded: Loaded, inputs: dict[str, Any], values: Any, ids: Any, at: list[int]) -> Any:
    """Of the tokens at these places of `ids`, each after those before it, for what `generate` gave and these pixels."""
    import torch

    given = {**inputs, "pixel_values": values}
    before = ids[None, :-1]
    if loaded.model.config.is_encoder_decoder:
        given["decoder_input_ids"] = before
    else:
        given |= _longer(inputs, before)
    logits = (
        loaded.model(**given, use_cache=False).logits[0, -before.shape[1] :].float()
    )  # of some, after the picture's
    chances = torch.log_softmax(logits, -1)
    return sum(chances[place - 1, ids[place]] for place in at)


def _longer(inputs: dict[str, Any], ids: Any) -> dict[str, Any]:
    """The prompt with the caption behind it; what the other inputs tell of each token, told of the caption's, too."""
    import torch

    prompt = inputs.get("input_ids")
    given = {"input_ids": ids}
    if prompt is None:
        return given
    more = ids.shape[1] - prompt.shape[1]
    for name, value in inputs.items():
        if name != "input_ids" and value.shape == prompt.shape:
            of_words = value.new_full((1, more), 1 if name == "attention_mask" else 0)
            given[name] = torch.cat([value, of_words], 1)
    return given


def _told(loaded: Loaded, ids: Any, start: int, word: str) -> tuple[str, list[int]]:
    """What `generate` wrote after the prompt's `start` tokens, and the places of the word's tokens among all. Raises
    `Usage` where it wrote no such word."""
    import re

    text = loaded.words(ids[start:]).strip()
    found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.I) if word.strip() else None
    if found is None:
        wrote = visible(text).strip()
        if not wrote:
            raise Usage("The model wrote nothing, so there is no word to be explained.")
        raise Usage(f"The model did not write {word!r}. It wrote: {wrote}. Choose one of these words.")
    lengths = [len(loaded.words(ids[start:end]).strip()) for end in range(start, len(ids) + 1)]
    return text, [
        place
        for place in range(max(1, start), len(ids))
        if lengths[place - start + 1] > found.start()
        and lengths[place - start] < found.end()
        and lengths[place - start + 1] > lengths[place - start]
    ]

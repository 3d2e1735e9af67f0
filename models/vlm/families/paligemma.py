"""PaliGemma and PaliGemma 2: a short order instead of a dialogue, and places as tokens of a grid of 1024."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from models.vlm.families.adapter import Found, Loaded
from models.vlm.families.pictures import box_of
from models.vlm.prompt import Prompt

if TYPE_CHECKING:
    from assistant.types import Pixels

GRID = 1024
_PLACE = re.compile(r"<loc(\d{4})><loc(\d{4})><loc(\d{4})><loc(\d{4})>\s*([^<;]*)")


class PaliGemma(Loaded):
    """The orders it was trained with (google-research/big_vision, paligemma/README.md): "caption en", "answer en
    QUESTION", "detect WHAT ; WHAT"."""

    tasks: ClassVar[frozenset[str]] = frozenset({"caption", "answer", "ground"})
    one_size: ClassVar[bool] = True
    defaults: ClassVar[dict[str, Any]] = {"max_new_tokens": 64, "num_beams": 1, "do_sample": False}

    def template(self, prompt: Prompt) -> str:
        return "<image>" + self._order(prompt)

    def process(self, pictures: list[Any], texts: list[str], **settings: Any) -> dict[str, Any]:
        from transformers import BatchFeature

        padding = {"padding": True, "padding_side": "left"} if len(texts) > 1 else {}
        # As lists first: with tensors, the processor copies its tokens in a way that numpy warns of.
        given = self.processor(images=[[picture] for picture in pictures], text=texts, **padding, **settings)
        given.pop("labels", None)  # for training
        return self.placed(BatchFeature(dict(given), tensor_type="pt"))

    def _order(self, prompt: Prompt) -> str:
        if prompt.task == "ground":
            return f"detect {self.harmless(prompt.user).strip()}"
        if prompt.task == "answer":
            return f"answer en {self.harmless(prompt.question or prompt.user).strip()}"
        return "caption en"

    def ground_prompt(self, words: str) -> Prompt:
        return Prompt("ground", user=words.strip() or "object")

    def found(self, ids: Any, pixels: Pixels, inputs: dict[str, Any], words: str) -> Found:
        return boxes(self.tokenizer.decode(ids, skip_special_tokens=False), pixels, words)


def boxes(text: str, pixels: Pixels, default: str) -> Found:
    """Of "<loc0100><loc0200><loc0300><loc0400> cat ; ...": top, left, bottom, right in 1024ths of the sides."""
    found: Found = []
    for match in _PLACE.finditer(text):
        top, left, bottom, right = (int(number) / GRID for number in match.groups()[:4])
        box = box_of((left, top, right, bottom), pixels)
        label = match.group(5).strip() or default.strip()
        if box is not None and label:
            found.append((label, box, None))
    return found

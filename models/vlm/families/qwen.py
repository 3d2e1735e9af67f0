"""Qwen2-VL, Qwen2.5-VL, Qwen3-VL: any size of picture, and boxes written as JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, ClassVar

from models.vlm.families.adapter import Found, Loaded
from models.vlm.families.pictures import box_of
from models.vlm.prompt import Prompt

if TYPE_CHECKING:
    from assistant.types import Pixels

GRID = 1000
"""Qwen2-VL and Qwen3-VL give places in thousandths of the sides; Qwen2.5-VL in pixels of the picture as it saw it
(QwenLM/Qwen3-VL, cookbooks/2d_grounding.ipynb)."""
_ONE = re.compile(r"\{[^{}]*\}")


class Qwen(Loaded):
    """`qwen2_vl`, `qwen2_5_vl`, `qwen3_vl`, `qwen3_5`."""

    tasks: ClassVar[frozenset[str]] = frozenset({"caption", "answer", "ground"})

    def ground_prompt(self, words: str) -> Prompt:
        what = f"every {words.strip()}" if words.strip() else "every object"
        return Prompt(
            "ground", user=f'Locate {what}. Report each as JSON: {{"bbox_2d": [x1, y1, x2, y2], "label": ""}}.'
        )

    def found(self, ids: Any, pixels: Pixels, inputs: dict[str, Any], words: str) -> Found:
        if self.family == "qwen2_5_vl":
            _, rows, columns = (int(value) for value in inputs["image_grid_thw"][0])
            patch = self.image_processor.patch_size
            width, height = columns * patch, rows * patch
        else:
            width = height = GRID
        return boxes(self.words(ids), pixels, (width, height), words)


def boxes(text: str, pixels: Pixels, size: tuple[int, int], default: str) -> Found:
    """Every {"bbox_2d": [left, top, right, bottom], "label": ...} in the text, also of an answer that was cut off in
    the middle of its list. `size`: what the numbers are parts of, (width, height)."""
    width, height = size
    found: Found = []
    for match in _ONE.finditer(text):
        try:
            one = json.loads(match.group())
            left, top, right, bottom = (float(value) for value in one["bbox_2d"])
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            continue
        box = box_of((left / width, top / height, right / width, bottom / height), pixels)
        label = str(one.get("label") or default).strip()
        if box is not None and label:
            found.append((label, box, None))
    return found

"""Where something secret stands in a picture, and the picture without it: for whatever leaves the look (a captioning
model, an overlay, the history)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.types import Box, Pixels, Scene

MASK = (128, 128, 128)
"""Mid grey: no text detector sees an edge in it but the border of the field."""
MARGIN_PX = 3
"""Programs' boxes are off by a border's width at times."""


def hidden_boxes(scene: Scene) -> list[Box]:
    """Where something secret stands: password fields, what was read beside their labels, what was cleaned out."""
    boxes = list(scene.hidden)
    boxes += [
        thing.box for thing in scene.things if thing.box is not None and _secret(thing.role, thing.name, thing.value)
    ]
    boxes += [block.box for block in scene.blocks if _secret("", block.text)]
    return list(dict.fromkeys(boxes))


def masked(pixels: Pixels, hidden: Sequence[Box]) -> Pixels:
    """A copy in which those places are one grey; the same array where there are none. (h, w, 3) uint8."""
    if not hidden:
        return pixels
    grey = pixels.copy()
    for box in hidden:
        top, left = max(0, box.y - MARGIN_PX), max(0, box.x - MARGIN_PX)
        grey[top : max(0, box.bottom + MARGIN_PX), left : max(0, box.right + MARGIN_PX)] = MASK
    return grey


def _secret(role: str, *texts: str) -> bool:
    return role == "password" or any("[hidden " in text for text in texts)

"""Names under pictures: icon views draw a file's name on several lines, of which the tree tells nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.types import Box, TextBlock, Thing
from models.evidence.paragraphs import join_lines

SMALLEST_PX = 40
"""A picture with a caption inside its box is at least this wide and high; icons of buttons are smaller."""
FULL = 0.9
"""Share of the box's width from which a line was broken inside a word."""


def with_captions(blocks: Sequence[TextBlock], things: Sequence[Thing]) -> list[TextBlock]:
    """The blocks, with the lines of OCR inside one nameless picture joined to one block where the first of them is."""
    frames = [
        thing.box
        for thing in things
        if thing.role == "image" and not thing.name and thing.box and min(thing.box.w, thing.box.h) >= SMALLEST_PX
    ]
    if not frames:
        return list(blocks)
    found: list[TextBlock] = []
    at: dict[Box, int] = {}
    for block in blocks:
        frame = next((box for box in frames if block.source == "ocr" and box.contains(block.box, slack=4)), None)
        if frame is None:
            found.append(block)
        elif frame not in at:
            at[frame] = len(found)
            found.append(replace(block, kind="row"))
        else:
            found[at[frame]] = _joined(found[at[frame]], block, frame)
    return found


def _joined(upper: TextBlock, lower: TextBlock, frame: Box) -> TextBlock:
    inside_a_word = upper.box.w >= FULL * frame.w
    return replace(
        upper,
        text=upper.text + lower.text if inside_a_word else join_lines(upper.text, lower.text),
        box=upper.box.union(lower.box),
        confidence=min(upper.confidence, lower.confidence),
    )

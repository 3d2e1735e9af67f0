"""The line right above a table that only the eye sees, by which people call its rows: "Which boats are free?"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.types import TextBlock
from models.grounded.view import View

HEADINGS = 2
"""Lines of headings that may stand between."""
NEAR = 2.0
"""Heights of the line by which it is apart, at most."""
LONG = re.compile(r"\d|\S+ \S+ \S+ \S")
"""What a heading does not have: digits, or more than three words."""


def caption(view: View, first: Sequence[TextBlock], header: Collection[str]) -> str:
    """`first` is the table's first row (below its headings). Empty where several pieces stand side by side above it, or
    none near."""
    top = min(block.box.y for block in first)
    left, right = min(block.box.x for block in first), max(block.box.right for block in first)
    above = [block for block in view.content_blocks if block.box.bottom <= top + block.box.h // 4]
    lines = sorted({_line(block, above) for block in above}, key=lambda line: -line[0].box.y)
    named = " ".join(header)
    for line in lines[: HEADINGS + 1]:
        # A column of ticks has a heading, too, and may be none of the table.
        known = header and 2 * sum(block.text in named for block in line) > len(line)
        if known or (len(line) > 1 and not any(LONG.search(block.text) for block in line)):
            top = min(block.box.y for block in line)
            continue
        box = line[0].box
        near = top - box.bottom <= NEAR * box.h and box.x < right and box.right > left
        alone = len(line) == 1 and len(line[0].text.split()) > 1
        return line[0].text if near and alone else ""
    return ""


def _line(block: TextBlock, blocks: Sequence[TextBlock]) -> tuple[TextBlock, ...]:
    """What stands on one line with it."""
    middle = block.box.centre[1]
    return tuple(one for one in blocks if one.box.y <= middle <= one.box.bottom)

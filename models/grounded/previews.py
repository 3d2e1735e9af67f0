"""The list of chats (or mails) beside a conversation: a name with a time on its line, what was written last below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Box, TextBlock
from models.evidence.structure.chat import Message
from models.grounded.stripes import Stripes

FEWEST = 3
"""So many rows make a list."""
NAME_WORDS = 4
APART = 1.5
"""Heights of a name between it and what stands below, at most."""
LEVEL = 4
"""Pixels by which the edges of one column may differ."""
MONTH = r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-zä]*\.?"
WHEN = re.compile(
    r"(?i)\d{1,2}[:.]\d\d(?: ?[ap]m)?|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:mo|di|mi|do|fr|sa|so)\.?|\w+tag|(?:yester|to)day|gestern|heute|昨天|今天|星期.|周."
    rf"|\d{{1,2}}\.? ?(?:{MONTH}|\d{{1,2}}\.(?:\d{{2,4}})?)|{MONTH} \d{{1,2}}|\d+月\d+日"
)
"""A time, a weekday or a date, by itself."""


def previews(blocks: Sequence[TextBlock]) -> list[Message]:
    """From the top; [] where fewer than `FEWEST` rows look alike."""
    near = Stripes((block.box, block) for block in blocks)
    rows = [row for block in blocks if (row := _row(block, near)) is not None]
    names = {id(name) for name, _, _ in rows}
    rows = [row for row in rows if id(row[2]) not in names]  # else it is a table of one line a row
    found: list[Message] = []
    for name, time, text in rows:
        alike = sum(
            abs(other.box.x - name.box.x) <= LEVEL and abs(when.box.right - time.box.right) <= 2 * LEVEL
            for other, when, _ in rows
        )
        if alike >= FEWEST:
            found.append(Message(name.text.strip(), text.text.strip(), time.text.strip(), "", (name, time, text)))
    return sorted(found, key=lambda one: one.blocks[0].box.y)


def _row(name: TextBlock, near: Stripes[TextBlock]) -> tuple[TextBlock, TextBlock, TextBlock] | None:
    box = name.box
    if len(name.text.split()) > NAME_WORDS or _is_time(name.text) or name.text.rstrip().endswith((".", "?", "!", ":")):
        return None
    reach = Box(box.x, box.y, box.w, round((1 + APART) * box.h))
    blocks = near.near(reach)
    level = [
        b for b in blocks if b.box.x >= box.right and min(b.box.bottom, box.bottom) - max(b.box.y, box.y) > b.box.h / 2
    ]
    beside = min(level, key=lambda one: one.box.x, default=None)
    if beside is None or not _is_time(beside.text):
        return None
    below = [b for b in blocks if abs(b.box.x - box.x) <= LEVEL and 0 <= b.box.y - box.bottom <= APART * box.h]
    text = min(below, key=lambda one: one.box.y, default=None)
    return None if text is None or _is_time(text.text) else (name, beside, text)


def _is_time(text: str) -> bool:
    return WHEN.fullmatch(text.strip()) is not None

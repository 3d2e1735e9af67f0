"""What the second look never quotes, whatever was asked: a password, a token, a card."""

from __future__ import annotations

import re

from assistant.types import Answer
from models.grounded.shapes import SAID_SECRET
from models.grounded.terminals.withheld import KEY, without
from models.grounded.view import View

VALUE = re.compile(
    r"(?<![\w.])(?=[^\s\u4e00-\u9fff]*\d)(?=[^\s\u4e00-\u9fff]*[A-Za-z])[\w!#$*+%&-]{4,}|(?<![\w.,])\d{4,}(?![\w,]|\.\d)|[\"“„「][^\"”“」]{3,}[\"”“」]",
    re.ASCII,
)
"""Letters with digits, four digits or more, or what stands in quotation marks: beside the word "password" one of them
may be it."""


def tells_secret(found: Answer, view: View) -> bool:
    """Whether the answer, or what it quotes, has one in it. Rather once too often."""
    hidden = [thing.box for thing in view.scene.things if thing.role == "password" and thing.box is not None]
    if any(one.box is not None and any(one.box.overlap(box) for box in hidden) for one in found.evidence):
        return True
    texts = (found.text, *(one.text for one in found.evidence))
    return any(
        without(text) != text or SAID_SECRET.search(text) or (KEY.search(text) and VALUE.search(text)) for text in texts
    )

"""Whether a program shows what its accessibility tree says it shows: a few of its texts are read from the pixels.

Where the tree has told a text, no pixel of it is read, for speed. So a program that tells other words than it draws
(a fault, or a trick) would hide what is really there. If one of the texts looked at says something else, all pixels are
read, and the person is told.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant import errors
from assistant.types import Box, Finding, Scene, Thing
from models.evidence.ocr import known_text_boxes

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import Worker
    from assistant.types import Capture

log = logging.getLogger(__name__)

DISTRUST = "trouble_distrust"
CHECKED = 3
"""Texts that are read: each takes some ten milliseconds."""
WRITTEN_ROLES = ("alert", "heading", "label", "paragraph", "statusbar", "text")
"""What is drawn as it is named; a link or a button may be called otherwise for those who can't see it."""
SHORTEST = 6
"""Letters from which a text can be told from another."""
SURE = 0.7
"""Confidence of a line that contradicts a tree."""
OTHER = 45.0
"""rapidfuzz partial ratio, 0..100, below which what is read is another text. Of two unrelated sentences it is about
35, of a text and what OCR makes of it above 80."""
MARGIN_PX = 3
TALLEST_PX = 160
READABLE = 0.8
"""Share of letters that the recogniser knows: Latin and Chinese."""


class TreeCheck:
    """`ports.Gatherer` over the `Reader` behind a worker; finds nothing where the tree tells the truth."""

    name = "tree_check"

    def __init__(self, worker: Worker, *, budget_s: float = 30.0) -> None:
        self._worker = worker
        self.budget_s = budget_s

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        try:
            for thing in to_check(scene):
                token.check()
                if self._contradicted(thing, capture, token):
                    log.info("a %s shows other words than the tree has", thing.role)
                    yield Finding(self.name, trouble=DISTRUST, final=False)
                    for batch in self._worker.stream("read", capture.pixels, token=token, timeout_s=self.budget_s):
                        yield Finding(self.name, blocks=tuple(batch), final=False)
                    break
        except errors.HearsightError as error:
            log.warning("the tree was not checked: %s", error.detail)  # the reader itself tells of its trouble
        yield Finding(self.name)

    def _contradicted(self, thing: Thing, capture: Capture, token: Token) -> bool:
        box = thing.box
        assert box is not None  # noqa: S101 - `to_check` sees to it
        grown = Box(box.x - MARGIN_PX, box.y - MARGIN_PX, box.w + 2 * MARGIN_PX, box.h + 2 * MARGIN_PX)
        part = grown.clipped(capture.width, capture.height)
        if part is None:
            return False
        pixels = capture.pixels[part.y : part.bottom, part.x : part.right].copy()
        batches = self._worker.stream("read", pixels, token=token, timeout_s=self.budget_s)
        lines = [block for batch in batches for block in batch]
        seen = _plain(" ".join(line.text for line in lines if line.confidence >= SURE))
        return len(seen) >= SHORTEST and not _alike(seen, _plain(thing.name))


def to_check(scene: Scene) -> list[Thing]:
    """Texts of the tree whose pixels nobody reads: those of dialogs first, then some from all over the picture."""
    unread = set(known_text_boxes(scene))
    dialogs = [thing.box for thing in scene.things if thing.role in ("dialog", "alert") and thing.box is not None]
    found = [
        thing
        for thing in scene.things
        if thing.box in unread
        and thing.role in WRITTEN_ROLES
        and thing.box.h <= TALLEST_PX
        and _can_be_read(thing.name)
    ]
    first = [thing for thing in found if any(box.contains(thing.box) for box in dialogs if thing.box)]
    others = [thing for thing in found if thing not in first]
    step = max(1, len(others) // CHECKED)
    return [*first, *others[step // 2 :: step]][:CHECKED]


def _can_be_read(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    known = sum(letter < "\u0250" or "\u4e00" <= letter <= "\u9fff" for letter in letters)
    return len(letters) >= SHORTEST and known >= READABLE * len(letters)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _alike(seen: str, said: str) -> bool:
    """Whether the one is, more or less, in the other: a text may be cut off, or stand beside another."""
    from rapidfuzz import fuzz

    return float(fuzz.partial_ratio(seen, said)) >= OTHER

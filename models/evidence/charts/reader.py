"""The chart reader in the host process, and the gatherer that asks it on the session's side."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant import errors
from assistant.types import Finding
from models.evidence.charts.find import find
from models.evidence.charts.things import things_of
from models.evidence.charts.words import Wish

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import Worker
    from assistant.types import Capture, Pixels, Scene, TextBlock
    from models.evidence.charts.chart import Chart

log = logging.getLogger(__name__)

LEAST_HEIGHT = 48
"""Pixels that a cut-out line has at least, with its margin: the detector of text wants some room."""
LARGEST_SIDE = 8000
"""Pixels of the longer side up to which a picture is looked at."""


class ChartReader:
    """Lives in the host process. Holds nothing between calls."""

    def warm(self, *, token: Token) -> None:
        """Import what it needs."""
        import cv2  # noqa: F401

        token.check()

    def places(self, pixels: Pixels, *, blocks: Sequence[TextBlock], token: Token) -> list[Wish] | None:
        """What should be read anew before the charts can be told; None where there is no chart. The first, cheap look.

        `pixels` (h, w, 3) uint8 RGB; `blocks` the lines that were read in it."""
        token.check()
        if max(pixels.shape[:2]) > LARGEST_SIDE:
            return None
        wishes: list[Wish] = []

        def note(wanted: Sequence[Wish]) -> list[tuple[Wish, Sequence[TextBlock]]]:
            wishes.extend(wanted)
            return []

        charts = find(pixels, blocks, note)
        return wishes if charts or wishes else None

    def read(
        self,
        pixels: Pixels,
        *,
        blocks: Sequence[TextBlock],
        anew: Sequence[tuple[Wish, Sequence[TextBlock]]],
        token: Token,
    ) -> list[Chart]:
        """The charts, with the help of what was read anew."""
        token.check()
        known = dict(anew)
        return find(pixels, blocks, lambda wanted: [(wish, known[wish]) for wish in wanted if wish in known])


class ChartGatherer:
    """`ports.Gatherer`, a late one: it needs the lines that were read, and asks for some of them again."""

    name = "charts"

    def __init__(self, worker: Worker, text: Worker, *, budget_s: float = 30.0) -> None:
        """`worker` holds a `ChartReader`, `text` a `models.evidence.ocr.Reader`."""
        self._worker = worker
        self._text = text
        self.budget_s = budget_s

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        blocks = [block for block in scene.blocks if block.kind != "paragraph"]
        try:
            wishes = self._worker.call("places", capture.pixels, blocks=blocks, token=token, timeout_s=self.budget_s)
            if wishes is None:
                return
            anew = [(wish, self._read(capture.pixels, wish, token)) for wish in wishes]
            charts: list[Chart] = self._worker.call(
                "read", capture.pixels, blocks=blocks, anew=anew, token=token, timeout_s=self.budget_s
            )
        except errors.HearsightError as error:
            log.warning("no charts from pixels: %s", error.detail)
            yield Finding(self.name, trouble=error.spoken)
            return
        if charts:
            yield Finding(self.name, things=things_of(charts, [one for one in scene.things if one.source == "tree"]))

    def _read(self, pixels: Pixels, wish: Wish, token: Token) -> list[TextBlock]:
        batches = self._text.stream("read", crop(pixels, wish), token=token, timeout_s=self.budget_s)
        return [block for batch in batches for block in batch]


def crop(pixels: Pixels, wish: Wish) -> Pixels:
    """The part of a picture that should be read anew, upright, with a margin of its own ground."""
    import numpy as np

    box = wish.box
    part = pixels[max(0, box.y - 2) : box.bottom + 2, max(0, box.x - 2) : box.right + 2]
    if wish.turned:
        part = np.rot90(part, -1)
    height, width = part.shape[:2]
    margin = max(8, (LEAST_HEIGHT - height) // 2)
    base = np.median(part.reshape(-1, 3), axis=0).astype(np.uint8)
    room = np.empty((height + 2 * margin, width + 2 * margin, 3), np.uint8)
    room[:] = base
    room[margin : margin + height, margin : margin + width] = part
    return room

"""`Finder` in the host process finds elements and panels in pixels; `ElementsGatherer` asks it where the tree tells
nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import errors
from assistant.types import Box, Finding, Thing
from models.evidence.elements.choose import Guessed, Seen, choose
from models.evidence.elements.net import AT_ONCE, Net
from models.evidence.elements.untold import untold

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import Worker
    from assistant.types import Capture, Pixels, Scene

log = logging.getLogger(__name__)

FIRST_ID = 1_000_000
"""Ids from here on: the tree counts from 1."""
EMPTY = 0.02
SLIM_BAR = 16
"""Pixels of height up to which a bar of one colour, empty or full, is believed to be one."""
LARGEST_SIDE = 8000
"""Pixels of the longer side up to which a picture is looked at: two 4K monitors side by side."""
MOST_FOR_PANELS = 20_000_000
"""Pixels of a picture whose panels are looked for; two 4K monitors have 17 million. Of 48 million it took two seconds,
in which nothing can stop it, and 820 MB."""


class Finder:
    """Lives in the host process; loads its network at the first call (or `warm`)."""

    def __init__(self) -> None:
        self._net = Net()

    def warm(self, *, token: Token) -> None:
        """Load and run once. Raises `errors.ModelBroken`."""
        import numpy as np

        token.check()
        self._net.guess(np.zeros((40, 40, 3), np.uint8), np.array([[8, 8, 16, 16]], np.int32))

    def find(self, pixels: Pixels, *, areas: Sequence[Sequence[int]] | None = None, token: Token) -> list[Seen]:
        """The elements in a picture, (h, w, 3) uint8 RGB; only those in `areas` [x, y, w, h] where they are given.

        Raises `Cancelled`, `errors.ModelBroken`.
        """
        from models.evidence.elements.focus import with_focus
        from models.evidence.elements.inked import with_ink
        from models.evidence.elements.values import value_of

        if max(pixels.shape[:2]) > LARGEST_SIDE:
            return []
        whole = Box(0, 0, int(pixels.shape[1]), int(pixels.shape[0]))
        wanted = [whole] if areas is None else [Box(*(int(side) for side in area)) for area in areas]
        found: list[Seen] = []
        for area in wanted:
            inside = area.clipped(whole.w, whole.h)
            if inside is None:
                continue
            part = pixels[inside.y : inside.bottom, inside.x : inside.right]
            guessed = self.guess(part, token)
            measured = []
            for seen in choose(guessed):
                value = None if seen.value is None else value_of(part, seen.role, seen.box, seen.value)
                if seen.role != "progressbar" or _is_bar(seen.box, value):
                    measured.append(replace(seen, value=value))
            token.check()
            for seen in with_focus(part, guessed, with_ink(part, guessed, measured)):
                found.append(replace(seen, box=seen.box.moved(inside.x, inside.y)))
        return found

    def panels(self, pixels: Pixels, *, token: Token) -> list[Box]:
        """The parts of a picture that are set apart; none of a picture that is too large. Needs no network.

        Raises `Cancelled`.
        """
        from models.evidence.panels import panels

        token.check()
        height, width = pixels.shape[:2]
        if max(height, width) > LARGEST_SIDE or height * width > MOST_FOR_PANELS:
            return []
        return panels(pixels, token)

    def guess(self, pixels: Pixels, token: Token) -> Guessed:
        """All candidates with what the network says of them. Raises `Cancelled`, `errors.ModelBroken`."""
        import numpy as np

        from models.evidence.elements.candidates import candidates

        boxes = candidates(pixels)
        parts = []
        for start in range(0, max(1, len(boxes)), AT_ONCE):
            token.check()
            parts.append(self._net.guess(pixels, boxes[start : start + AT_ONCE]))
        return Guessed(
            boxes,
            np.concatenate([part.roles for part in parts]),
            np.concatenate([part.states for part in parts]),
            np.concatenate([part.values for part in parts]),
        )


def _is_bar(box: Box, value: float | None) -> bool:
    """A progress bar whose value was measured. One of a single colour must be slim, else it may be a wide button."""
    return value is not None and (EMPTY < value < 1 - EMPTY or box.h <= SLIM_BAR)


class ElementsGatherer:
    """`ports.Gatherer`: what looks like a control, in the areas of which the accessibility tree tells nothing."""

    name = "elements"

    def __init__(self, worker: Worker, *, budget_s: float = 30.0) -> None:
        self._worker = worker
        self.budget_s = budget_s

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        areas = untold(capture, scene)
        if not areas:
            return
        try:
            seen: list[Seen] = self._worker.call(
                "find", capture.pixels, areas=[area.as_list() for area in areas], token=token, timeout_s=self.budget_s
            )
        except errors.HearsightError as error:
            log.warning("no elements from pixels: %s", error.detail)
            yield Finding(self.name, trouble=error.spoken)
            return
        yield Finding(self.name, things=tuple(thing_of(one, FIRST_ID + at) for at, one in enumerate(seen)))


def thing_of(seen: Seen, number: int) -> Thing:
    """As it goes into a scene: without a name, which only the text beside it can give."""
    value = "" if seen.value is None else f"≈{round(100 * seen.value)} %"
    return Thing(
        id=number,
        role="label" if seen.role == "badge" else seen.role,
        value=value,
        states=seen.states,
        box=seen.box,
        description="badge" if seen.role == "badge" else "",
        confidence=seen.confidence,
        source="pixels",
    )

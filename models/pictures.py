"""Where in a capture there is a picture that rules can't put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.types import Box

if TYPE_CHECKING:
    from assistant.types import Capture, Scene

PAGE_OF_TEXT = 12
"""Lines or nodes with text from which a picture file counts as a page: a captioner only says "a screenshot"."""
IMAGE_SHARE = 0.08
"""Share of the capture that an image on a page must fill to be worth a caption."""
SMALLEST_IMAGE_PX = 64
PICTURES = ("image", "video")
"""Roles of what a model can look at on a page."""
FLAT = 2.0
"""Standard deviation of the channels (0..255) below which an image is a mere area of colour."""


def worth_captions(capture: Capture, scene: Scene) -> list[Box]:
    """The parts of the capture that a model can add something about, in pixels, the largest first: the images and
    videos on a desktop or page, but for those of text, charts (rules read them better) and one flat colour; else the
    whole of a picture that is no page of text."""
    images = [
        box
        for thing in scene.things
        if thing.role in PICTURES and thing.box is not None and "offscreen" not in thing.states
        if (box := thing.box.clipped(capture.width, capture.height)) is not None
        and box.area >= IMAGE_SHARE * capture.width * capture.height
        and min(box.w, box.h) >= SMALLEST_IMAGE_PX
    ]
    if images:
        shown = [box for box in images if not _is_read(box, scene) and not _is_flat(box, capture)]
        return _apart(sorted(shown, key=lambda box: -box.area))
    texts = len(scene.blocks) + sum(1 for thing in scene.things if thing.source == "tree" and thing.name)
    charts = [thing.box for thing in scene.things if thing.role == "chart" and thing.box is not None]
    whole = Box(0, 0, capture.width, capture.height)
    if capture.of_desktop or texts >= PAGE_OF_TEXT or any(2 * box.overlap(whole) > whole.area for box in charts):
        return []
    return [whole]


def _is_read(box: Box, scene: Scene) -> bool:
    """A page of text, or a chart."""
    lines = sum(2 * block.box.overlap(box) > block.box.area for block in scene.blocks)
    charts = [thing.box for thing in scene.things if thing.role == "chart" and thing.box is not None]
    return lines >= PAGE_OF_TEXT or any(2 * chart.overlap(box) > box.area for chart in charts)


def _is_flat(box: Box, capture: Capture) -> bool:
    """A placeholder, or a picture that has not come yet."""
    part = capture.pixels[box.y : box.bottom : 4, box.x : box.right : 4].reshape(-1, 3)
    return bool(part.std(axis=0).max() < FLAT)


def _apart(boxes: list[Box]) -> list[Box]:
    """Without those that lie mostly in a larger one: a picture within its frame."""
    kept: list[Box] = []
    for box in boxes:
        if not any(2 * box.overlap(other) > box.area for other in kept):
            kept.append(box)
    return kept

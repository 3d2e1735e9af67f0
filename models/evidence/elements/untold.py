"""Where the accessibility tree leaves a hole: whole windows that tell nothing, and canvases inside of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.types import Box

if TYPE_CHECKING:
    from assistant.types import Capture, Scene, Thing

TELLS = 3
"""Things inside of a window from which its program counts as one that tells what it shows."""
FRAME = frozenset(("window", "titlebar", "document", "group", "separator"))
OPAQUE = frozenset(("image", "document", "group"))
"""What a canvas, a remote desktop or a game is in the tree of the program around it."""
LARGE = 0.1
"""Share of its window from which an opaque thing may hold a whole interface."""


def untold(capture: Capture, scene: Scene) -> list[Box]:
    """The areas of the picture to look at, in its pixels; none where the tree tells it all.

    Of the desktop only the focused window is looked at: what other windows show is not what was asked about.
    """
    whole = Box(0, 0, capture.width, capture.height)
    if not capture.of_desktop:
        return [whole]
    frame = whole
    if capture.window is not None:
        moved = capture.window.frame.moved(-capture.origin[0], -capture.origin[1])
        frame = moved.clipped(capture.width, capture.height) or whole
    inside = [
        thing for thing in scene.things if thing.box is not None and 2 * frame.overlap(thing.box) > thing.box.area
    ]
    if sum(thing.role not in FRAME for thing in inside) < TELLS:
        return [frame]
    parents = {thing.parent for thing in inside}
    return [hole.box for hole in inside if hole.box is not None and _is_hole(hole, frame, parents, inside)]


def _is_hole(thing: Thing, frame: Box, parents: set[int | None], others: list[Thing]) -> bool:
    if thing.role not in OPAQUE or thing.id in parents or thing.box is None:
        return False
    if thing.box.area < LARGE * frame.area:
        return False
    return not any(
        other is not thing and other.box is not None and thing.box.contains(other.box) and other.role not in FRAME
        for other in others
    )

"""A part of the screen instead of a window: what has the focus, or what lies under the pointer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from assistant.types import Box, Finding

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import Gatherer
    from assistant.types import Capture, Scene, Thing

Part = Literal["focus", "pointer"]
"""How such a capture's `source` is called, too."""
PARTS: tuple[Part, ...] = ("focus", "pointer")
MARGIN_PX = 6
"""Of the monitor's logical pixels: the border and the focus frame of a control belong to it."""
SLACK_PX = 2
AROUND_PX = (480, 320)
"""What is looked at around the pointer where no program tells what lies there."""
ALL_AROUND = ("window", "dialog", "alert", "document", "group")
"""What holds everything else says nothing of one place in it ..."""
TOO_LARGE = 0.6
"""... when it takes so much of the picture."""
WHOLE = ("button", "link", "menuitem", "tab", "listitem", "treeitem", "cell", "checkbox", "radio", "switch")
"""A label in one of these is a part of it."""


def focused(things: Sequence[Thing]) -> Box | None:
    """Where the innermost thing with the keyboard focus is; None where no program tells of one."""
    boxes = [thing.box for thing in things if "focused" in thing.states and thing.box is not None]
    return boxes[-1] if boxes else None


def pointed_at(capture: Capture, things: Sequence[Thing]) -> Box:
    """The smallest thing under the pointer, with the control that it is a part of; a place around the pointer where
    no program tells of one."""
    x, y = capture.pointer or (capture.width // 2, capture.height // 2)
    spot = Box(x, y, 1, 1)
    under = [
        (thing.box, thing)
        for thing in things
        if thing.box is not None and thing.box.contains(spot) and "offscreen" not in thing.states
    ]
    for box, thing in sorted(under, key=lambda one: one[0].area):
        if thing.role in ALL_AROUND and box.area > TOO_LARGE * capture.width * capture.height:
            continue
        around = next((one for one in things if one.id == thing.parent), None)
        whole = around is not None and around.role in WHOLE and thing.role not in WHOLE
        return around.box if whole and around is not None and around.box is not None else box
    width, height = (round(side * capture.scale) for side in AROUND_PX)
    return Box(x - width // 2, y - height // 2, width, height)


def cropped(capture: Capture, box: Box, scene: Scene) -> tuple[Capture, Gatherer]:
    """That part of it with a small margin, as a capture of its own, and what programs have told of it."""
    margin = round(MARGIN_PX * capture.scale)
    wide = Box(box.x - margin, box.y - margin, box.w + 2 * margin, box.h + 2 * margin)
    part = wide.clipped(capture.width, capture.height) or Box(0, 0, capture.width, capture.height)
    pixels = capture.pixels[part.y : part.bottom, part.x : part.right].copy()
    origin = capture.origin[0] + part.x, capture.origin[1] + part.y
    things = [(one, one.box) for one in scene.things if one.box is not None and box.contains(one.box, SLACK_PX)]
    ids = {one.id for one, _ in things}
    told = Finding(
        "tree",
        tuple(
            replace(one, box=one.box.moved(-part.x, -part.y))
            for one in scene.blocks
            if one.source == "tree" and box.contains(one.box, SLACK_PX)
        ),
        tuple(
            replace(one, box=at.moved(-part.x, -part.y), parent=one.parent if one.parent in ids else None)
            for one, at in things
        ),
        drawn=True,
    )
    return replace(capture, pixels=pixels, origin=origin, pointer=None), Told(told)


@dataclass(slots=True)
class Told:
    """The port: `ports.Gatherer`, of what is known already: asked again, the tree would tell of what is beside it."""

    finding: Finding
    name: str = "tree"
    budget_s: float = 1.0

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        del capture, scene
        token.check()
        yield self.finding

"""What is wrong with a photograph, from what was measured in it: surely, maybe, or nothing.

The thresholds come from `benchmarks/photo.py --fit`, which spoils photographs that are good: "sure" is what no good one
reaches, "may be" what one in fifty does; all are rounded to the cautious side. Between the two it is told as a guess,
below them not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.types import Box
from models.photo.faces import SURE as FACE

if TYPE_CHECKING:
    from models.photo.faces import Face
    from models.photo.measures import Light
    from models.photo.tilt import Lean

Kind = Literal[
    "blur", "dark", "burnt", "flat", "backlit", "tilt", "page_tilt", "sideways", "stored_sideways", "head_cut", "cut"
]
"""In the order in which they are told, but for "cut": a remark, which is no fault."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """From `maybe` on it is told as a guess, from `sure` on as a fact."""

    maybe: float
    sure: float


BLUR = Threshold(0.41, 0.48)
"""`measures.blur`."""
DARK = Threshold(120.0, 142.0)
"""255 less what 2 % of the pixels are lighter than."""
BURNT = Threshold(2.6, 0.24)
"""`burning`, and the share of the pixels that are full in one channel and coloured."""
FLAT = Threshold(140.0, 162.0)
"""255 less the widest range of the three channels."""
BACKLIT, LIT = 3.3, 90.0
"""How many times lighter the surroundings are than a face (of good photographs 3.05 at most), and how light, ..."""
DARK_FACE = 80.0
"""... whose own median is below this. Very dark skin before a white wall may look so, too: it is only ever a guess."""
MOSTLY_BLACK = 0.6
"""Share of black from which a picture is a night sky, and not a dark photograph."""
DARK_MIDDLE = 75.0
"""Median above which nothing is too dark, however dull."""
HEAD_ABOVE = 0.1
"""Heights of a face that are above its box at least, up to the hair."""
OVER = 0.1
"""Widths of a face that it may reach over a side before it counts as cut off."""
EDGE = 0.008
"""Of the longer side: nearer to the edge than this is at the edge."""
BESIDE = 0.02
"""Share of the picture from which somebody at its side draws the eye."""
LARGE = 0.06
"""Share of the picture from which a thing is what it shows."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `value` is what it was told from, in the unit of its threshold; degrees counterclockwise to be turned
    for the tilts, quarter turns counterclockwise for "sideways", the orientation of EXIF for "stored_sideways"."""

    kind: Kind
    sure: bool
    value: float
    box: Box | None = None
    side: str = ""
    """"top", "left", "right", "bottom": the edge that cuts something off."""
    what: str = ""
    """The kind of thing that is cut off, as `models.objects.KINDS` names it."""


def of_light(light: Light, blur: float | None) -> Iterator[Fault]:
    """Blur, darkness, burnt light, dullness."""
    if blur is not None and blur >= BLUR.maybe:
        yield Fault("blur", blur >= BLUR.sure, blur)
    dark = 255 - light.high
    if dark >= DARK.maybe and light.middle <= DARK_MIDDLE and light.black < MOSTLY_BLACK:
        yield Fault("dark", dark >= DARK.sure, dark)
        return  # what is dark is dull, too
    if light.clipped >= BURNT.sure or burning(light) >= BURNT.maybe:
        yield Fault("burnt", light.clipped >= BURNT.sure, light.clipped)
    dull = 255 - light.range
    if dull >= FLAT.maybe and light.black < MOSTLY_BLACK:
        yield Fault("flat", dull >= FLAT.sure, dull)


def burning(light: Light) -> float:
    """Log-odds that light is lost, of as many good photographs as burnt ones: a logistic regression over those of
    `benchmarks/photo.py`."""
    return 0.0334 * light.high + 38.8 * light.clipped + 5.68 * light.full - 3.82 * light.soft - 7.14


def of_tilt(lean: Lean | None) -> Iterator[Fault]:
    if lean is not None:
        yield Fault("tilt", lean.sure, lean.degrees)


def of_faces(faces: Sequence[Face], width: int, height: int) -> Iterator[Fault]:
    """Heads that the frame cuts off. Only of faces that are sure."""
    return of_heads([face.box for face in faces if face.score >= FACE], width, height)


def of_heads(boxes: Sequence[Box], width: int, height: int) -> Iterator[Fault]:
    """`boxes` of faces."""
    for box in boxes:
        if min(box.w, box.h) < 0.03 * max(width, height):
            continue
        if box.y < HEAD_ABOVE * box.h:
            yield Fault("head_cut", box.y <= 0, -box.y / max(1, box.h), box, "top")
        elif box.x < -OVER * box.w:
            yield Fault("head_cut", True, -box.x / max(1, box.w), box, "left")
        elif box.right > width + OVER * box.w:
            yield Fault("head_cut", True, (box.right - width) / max(1, box.w), box, "right")
        elif box.bottom > height + OVER * box.h:
            yield Fault("head_cut", True, (box.bottom - height) / max(1, box.h), box, "bottom")


def of_edges(kind: str, box: Box, width: int, height: int) -> Fault | None:
    """The thing that a photograph shows, where it reaches the edge: a part of it may be outside. A person whose legs
    are is a portrait."""
    if box.area < LARGE * width * height:
        return None
    near = EDGE * max(width, height)
    sides = [("top", box.y), ("left", box.x), ("right", width - box.right), ("bottom", height - box.bottom)]
    for side, away in sides:
        if away <= near and (kind, side) != ("person", "bottom"):
            return Fault("cut", False, float(max(0, away)), box, side, kind)
    return None


def at_the_side(box: Box, width: int, height: int) -> Fault | None:
    """Somebody beside the main thing who walks out of the picture, or into it."""
    near = EDGE * max(width, height)
    if box.area < BESIDE * width * height:
        return None
    for side, away in (("left", box.x), ("right", width - box.right)):
        if away <= near:
            return Fault("cut", False, float(max(0, away)), box, side, "person")
    return None


def of_backlight(face: float, around: float, box: Box) -> Fault | None:
    """`face`: median luminance of a face; `around`: what a quarter of the rest is lighter than."""
    if face >= DARK_FACE or around < max(LIT, BACKLIT * face):
        return None
    return Fault("backlit", False, around - face, box)

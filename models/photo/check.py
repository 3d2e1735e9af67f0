"""Looks at one photograph for all that may be wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from models.objects.calibration import SURE
from models.photo import faults, measures
from models.photo.faces import MAYBE as MAYBE_FACE
from models.photo.faces import SURE as FACE
from models.photo.faces import Face, FaceNet
from models.photo.faults import Fault
from models.photo.tilt import lean

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.types import Pixels
    from models.evidence.ocr_lines import PieceReader
    from models.evidence.ocr_nets import Detector
    from models.objects.finder import Seen
    from models.objects.net import ObjectNet

SMALLEST = 64
"""Pixels of the shorter side below which a picture is an icon."""
FURTHER_QUARTERS = (1, 3, 2)
"""Turns, counterclockwise, in which faces are looked for when none stands upright."""
LEAST_FACE_PX = 24
"""Of a face that tells which way up a picture stands."""
MOST_CUT = 2
"""Remarks about what reaches an edge."""
CLEARER = 0.04
"""Of the score of a face when it is turned upright, above its score as it lies: the network knows both."""
PAGE_SIDE, PAGE_LINES, PAGE_TEXT, LINE = 640, 5, 2.5, 3.0
"""Pixels of the copy in which lines are looked for; how many a page has at least, how long they are together, in longer
sides, and how many times longer than high a line is."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. Boxes are in pixels of the picture that was looked at."""

    width: int
    height: int
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Fault, ...] = ()
    """"cut": what may be meant so."""
    faces: tuple[Face, ...] = ()
    """Those that are sure, and those that are probable."""
    looked: bool = field(default=True)
    """False: too small, or one colour: nothing can be told of it."""

    @property
    def sure_faces(self) -> tuple[Face, ...]:
        return tuple(face for face in self.faces if face.score >= FACE)


class PhotoCheck:
    """Loads its networks at the first call. One thread at a time."""

    def __init__(self) -> None:
        self._faces = FaceNet()

    @cached_property
    def _objects(self) -> ObjectNet:
        from models.objects.net import ObjectNet

        return ObjectNet()

    @cached_property
    def _reading(self) -> tuple[Detector, PieceReader]:
        from models.evidence.ocr_quick import nets

        return nets(None)

    def check(self, pixels: Pixels, *, token: Token, orientation: int = 1) -> Checked:
        """`pixels` (h, w, 3) uint8 RGB, turned as EXIF says; `orientation` is what it says. Raises `Cancelled`,
        `errors.ModelMissing`, `errors.ModelBroken`."""
        height, width = pixels.shape[:2]
        small = measures.small(pixels)
        if min(height, width) < SMALLEST or float(small.std(axis=(0, 1)).max()) < 1.0:
            return Checked(width, height, looked=False)
        luminance = measures.grey(small)
        found = list(faults.of_light(measures.light(small), measures.blur(luminance)))
        token.check()
        seen = self._seen(pixels)
        faces = self._people(pixels, seen)
        token.check()
        page = self._is_page(pixels)
        if page:  # paper is white
            found = [fault for fault in found if fault.sure or fault.kind != "burnt"]
        posture = self._posture(pixels, faces, token, page=page)
        if posture:
            found += posture
        elif not any(fault.kind == "blur" for fault in found):
            found += faults.of_tilt(lean(luminance))
        if not any(fault.kind == "sideways" for fault in found):
            found += faults.of_faces(faces, width, height)
            found += self._backlight(pixels, faces)
        if orientation in range(2, 9):
            found.append(Fault("stored_sideways", True, orientation))
        return Checked(width, height, tuple(found), tuple(self._cut(seen, width, height)), tuple(faces))

    def _seen(self, pixels: Pixels) -> list[Seen]:
        from assistant.types import Box
        from models.objects.finder import believed

        return believed(self._objects.spot(pixels), Box(0, 0, int(pixels.shape[1]), int(pixels.shape[0])))

    def _people(self, pixels: Pixels, seen: Sequence[Seen]) -> list[Face]:
        """The faces, without those of animals: a dog's looks much like one to the network."""
        from models.objects import KINDS

        animals = KINDS[KINDS.index("bird") : KINDS.index("backpack")]
        beasts = [one.box for one in seen if one.kind in animals]
        faces = self._faces.find(pixels, MAYBE_FACE)
        return [one for one in faces if not any(2 * one.box.overlap(box) > one.box.area for box in beasts)]

    def _posture(self, pixels: Pixels, faces: Sequence[Face], token: Token, *, page: bool) -> list[Fault]:
        """By its lines of text, or, where it has none and no upright face, by faces that lie."""
        import numpy as np

        from models.evidence.upright import posture

        if page:
            token.check()
            text = posture(pixels, *self._reading)
            if text.quarters:
                return [Fault("sideways", True, text.quarters)]
            return [Fault("page_tilt", True, text.askew_deg)] if text.askew_deg else []
        upright = max((face.score for face in faces), default=0.0)
        if upright >= FACE:
            return []
        small = measures.small(pixels)
        for quarters in FURTHER_QUARTERS:
            token.check()
            lying = self._faces.find(np.ascontiguousarray(np.rot90(small, quarters)), FACE)
            if any(face.box.h >= LEAST_FACE_PX and face.score >= upright + CLEARER for face in lying):
                return [Fault("sideways", False, quarters)]
        return []

    def _is_page(self, pixels: Pixels) -> bool:
        """Enough lines of text to tell how it lies; a shop sign or a name on a shirt may hang as it likes."""
        import cv2
        import numpy as np

        scale = min(1.0, PAGE_SIDE / max(pixels.shape[:2]))
        size = [max(32, round(side * scale)) for side in pixels.shape[1::-1]]
        page = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA)
        sides = [
            np.sort(np.linalg.norm(np.diff(spot.corners[:3], axis=0), axis=1)) for spot in self._reading[0].find(page)
        ]
        lines = [float(longer) for shorter, longer in sides if longer >= LINE * shorter]
        return len(lines) >= PAGE_LINES and sum(lines) >= PAGE_TEXT * max(size)

    def _backlight(self, pixels: Pixels, faces: Sequence[Face]) -> list[Fault]:
        """Of the largest face that is surely one."""
        import numpy as np

        height, width = pixels.shape[:2]
        sure = [face for face in faces if face.score >= FACE]
        box = max(sure, key=lambda one: one.box.area).box.clipped(width, height) if sure else None
        if box is None:
            return []
        luminance = measures.grey(pixels)
        inner = luminance[box.y + box.h // 4 : box.bottom - box.h // 4, box.x + box.w // 4 : box.right - box.w // 4]
        if inner.size == 0:
            return []
        told = faults.of_backlight(float(np.median(inner)), float(np.percentile(luminance, 75)), box)
        return [] if told is None else [told]

    def _cut(self, seen: Sequence[Seen], width: int, height: int) -> list[Fault]:
        """The main thing where it reaches an edge, and who is half in the picture beside it."""
        sure = sorted((one for one in seen if one.confidence >= SURE), key=lambda one: -one.box.area)
        cut = [faults.of_edges(one.kind, one.box, width, height) for one in sure[:1]]
        cut += [faults.at_the_side(one.box, width, height) for one in sure[1:] if one.kind == "person"]
        return [fault for fault in cut if fault is not None][:MOST_CUT]

"""One picture, taken by itself once it is good: faces whole, level, sharp, neither dark nor burnt out.

The port: `assistant.aiming.Guide`. What is wrong is told from the thresholds of `hearsight photo-check`, only where
they are sure. Nobody is recognised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.aiming import Effort, Update
from models.guiding.pace import Pace
from models.guiding.still import Still
from models.guiding.words import guide_words
from models.looking import Looks
from models.photo import faults, measures
from models.photo.faces import SURE as FACE
from models.photo.tilt import lean
from models.scenes.frames import share_changed, thumb_of

if TYPE_CHECKING:
    from assistant.types import Box, Capture, Pixels
    from models.guiding.shots import Shots
    from models.photo.faces import Face

GOOD_LOOKS = 2
"""In a row, before it is taken."""
MOVED = 0.12
"""Share of the squares of a frame that differ from the one before, from which the camera moves."""
ASIDE = 0.45
"""How far from the middle, in half pictures, the middle of all faces is, from which one should turn."""
LOOK_S = 0.3
"""Between two looks at least."""


@dataclass(frozen=True, slots=True)
class PhotoLook:
    """What one look found. `advice`: the key of what to do, "" for nothing; `fit` 0..1."""

    advice: str
    fit: float
    faces: int
    side: float = 0.0
    box: Box | None = None


class PhotoGuide:
    """One picture. `faces` finds them, surest first; `wait`: each look is waited for."""

    def __init__(
        self,
        shots: Shots,
        faces: Callable[[Pixels], Sequence[Face]],
        *,
        language: str = "en",
        wait: bool = False,
    ) -> None:
        self._shots, self._faces = shots, faces
        self._words = guide_words(language)
        self._pace = Pace(self._words, "photo_none")
        self._still = Still()
        self._looks: Looks[float, PhotoLook] = Looks(wait=wait)
        self._look: PhotoLook | None = None
        self._looked_s = self._moved_s = self._look_s = -1e9
        """When a look was begun last, the camera moved, the frame of the newest look was there."""
        self._good = 0
        self._told = -1
        """Faces that were told of."""
        self._thumb: Any = None
        self._now = False
        self.effort = Effort()

    @property
    def opening(self) -> str:
        return self._words.say("photo_opening")

    @property
    def closing(self) -> str:
        self._looks.finish()
        taken = self._shots.taken
        if not taken:
            return self._words.say("no_photo")
        return self._words.say("photo_done", name=taken[-1], folder=self._shots.folder.name or "/")

    def hushed(self) -> None:
        self._pace.hushed()

    def take(self) -> None:
        """Take the next frame as it is. Any thread."""
        self._now = True

    def see(self, capture: Capture, at_s: float, *, tones: bool) -> Update:
        """Raises `errors.UnusableInput` where the picture can't be kept, and what the looks raise."""
        self.effort.frames += 1
        pixels = capture.pixels
        before, self._thumb = self._thumb, thumb_of(pixels)
        if before is not None and share_changed(before, self._thumb) > MOVED:
            self._still.forget()
            self._good, self._moved_s = 0, at_s
        self._still.see(at_s, pixels, [])
        if at_s - self._looked_s >= LOOK_S - 1e-3 and not self._looks.busy:
            self._looked_s = at_s
            self._looks.ask(lambda: looked(pixels, self._faces), at_s)
        if (found := self._looks.take()) is not None:
            self.effort.looks += 1
            self._look_s, self._look = found
            self._good = self._good + 1 if not self._look.advice and self._look_s >= self._moved_s else 0
        if self._now:
            return self._take(at_s, pixels)
        look = self._look
        if look is None:
            return Update(at_s, seen=False)
        if look.advice:
            word = self._pace.advise(look.advice, at_s, tones=tones)
            return Update(at_s, True, look.fit, look.side, (word,) if word else (), box=look.box)
        if self._good >= GOOD_LOOKS and self._still.rested(at_s):
            return self._take(at_s, self._still.sharpest.pixels)
        words = [self._pace.advise("hold", at_s, tones=tones)]
        if look.faces != self._told and look.faces:
            self._told = look.faces
            words.insert(0, self._of_faces(look.faces))
        return Update(at_s, True, 1.0, look.side, tuple(filter(None, words)), box=look.box)

    def _take(self, at_s: float, pixels: Pixels) -> Update:
        name = self._shots.keep(pixels)
        of_this = self._look is not None and not self._look.advice and self._look_s >= self._moved_s
        count = self._look.faces if self._look is not None and of_this else -1
        what = self._of_faces(count) if count >= 0 else ""
        word = self._words.say("photo_now", what=what).strip()
        return Update(at_s, True, 1.0, words=(word,), earcon="aimed", urgent=True, kept=name, over=True)

    def _of_faces(self, count: int) -> str:
        key = "faces_none" if count == 0 else "faces_one" if count == 1 else "faces_many"
        return self._words.say(key, number=count)


def looked(pixels: Pixels, find: Callable[[Pixels], Sequence[Face]]) -> PhotoLook:
    """What is wrong with a frame, the worst first."""
    height, width = int(pixels.shape[0]), int(pixels.shape[1])
    faces = [face for face in find(pixels) if face.score >= FACE]
    boxes = [face.box for face in faces]
    box = boxes[0] if boxes else None
    for one in boxes[1:]:
        box = one if box is None else box.union(one)
    side = 0.0 if box is None else max(-1.0, min(1.0, 2 * box.centre[0] / width - 1))
    cut = {fault.side for fault in faults.of_heads(boxes, width, height)}
    if {"left", "right"} <= cut or {"top", "bottom"} <= cut:
        return PhotoLook("further", 0.3, len(faces), side, box)
    if cut:
        way = {"left": "left", "right": "right", "top": "up", "bottom": "down"}[min(cut)]
        return PhotoLook(way, 0.4, len(faces), side, box)
    small = measures.small(pixels)
    luminance = measures.grey(small)
    wrong = {fault.kind for fault in faults.of_light(measures.light(small), measures.blur(luminance)) if fault.sure}
    for kind, advice, fit in (("dark", "dark", 0.5), ("burnt", "bright", 0.5), ("blur", "blurred", 0.6)):
        if kind in wrong:
            return PhotoLook(advice, fit, len(faces), side, box)
    if any(fault.sure for fault in faults.of_tilt(lean(luminance))):
        return PhotoLook("lean", 0.7, len(faces), side, box)
    if box is not None and abs(side) > ASIDE:
        return PhotoLook("left" if side < 0 else "right", 0.8, len(faces), side, box)
    return PhotoLook("", 1.0, len(faces), side, box)

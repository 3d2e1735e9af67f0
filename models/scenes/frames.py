"""What the pixels of a frame tell before anybody looks for objects: still, dark, another scene, a camera that moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from assistant.types import Box

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels

    Thumb = npt.NDArray[np.float32]
    """(96, 128) grey levels 0..255: each is the mean of many pixels, so that a sensor's noise is hardly in it."""

Light = Literal["bright", "dim", "black"]
WIDTH, HEIGHT = 128, 96
TILE = 8
"""Side of the squares of a thumb that are compared."""
CHANGED = 5.0
"""Grey levels, of a tile's mean difference from which it has changed. Noise of sigma 8 in a frame of 640 x 480 gives
1.5 at most, a hand of 40 pixels on another ground about 10."""
BLACK, SPECKS = 40, 0.001
"""At most that share of a covered lens' values is above this: as the stream's own watch has it (`assistant.capture.
stream_watch`), which tells of it. What is less black than that is a room in the dark, and is told as one."""
DIMMED = 0.45
"""Of the usual brightness, below which the light has gone down, ..."""
LIT = 0.7
"""... and above which it is back."""
DIM = 70.0
"""A mean above this is not called dark, however bright it was before."""
ALIKE = 0.35
"""Correlation of two frames one after the other, below which they may show different scenes. Things that move in a
room, and a hand that shakes, leave more than 0.7."""
ASIDE = 3
"""Pixels of a thumb that a hand may have moved the picture by."""
ELSEWHERE = 0.7
"""Share of the tiles that have changed, of all and of those at the rim, from which a scene may be another."""
FLAT = 2.0
"""Standard deviation of grey levels, below which a patch has no structure to be known by."""
SHIFTED = 0.006
"""Of the picture's width, from which a shift of the whole picture is believed."""
EXPLAINED = 0.7
"""The shift must leave at most this share of the difference at the picture's rim, which a thing that moves in the
middle does not touch."""
WORSE = 0.5
"""Grey levels, by which the shift must not make any side worse: what stands still there was not moved by the camera."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Of one frame. `changed` 0..1: share of the tiles that differ from the last frame that was looked at; `shift`:
    how far all of the picture moved since the last frame, in shares of its width and height."""

    light: Light
    cut: bool
    changed: float
    shift: tuple[float, float] = (0.0, 0.0)


class Frames:
    """One stream. Not for several threads."""

    def __init__(self) -> None:
        self.thumb: Thumb | None = None
        """Of the newest frame."""
        self._seen: Thumb | None = None
        """Of the newest frame that was not black."""
        self._looked: Thumb | None = None
        self._usual = 0.0
        """Mean brightness while the light is on."""
        self._light: Light = "bright"

    def see(self, pixels: Pixels) -> Glimpse:
        """A glimpse at the next frame, (h, w, 3) uint8 RGB."""
        now = thumb_of(pixels)
        before, self.thumb = self._seen, now
        light = self._light_of(now, pixels)
        if light == "black":
            return Glimpse(light, cut=False, changed=0.0)
        self._seen = now
        cut = before is not None and is_cut(before, now)
        shift = (0.0, 0.0) if before is None or cut else shift_of(before, now)
        changed = 1.0 if self._looked is None or cut else share_changed(self._looked, now)
        return Glimpse(light, cut, changed, shift)

    def looked(self) -> None:
        """The newest frame has been looked at for objects."""
        self._looked = self.thumb

    def _light_of(self, thumb: Thumb, pixels: Pixels) -> Light:
        mean = float(thumb.mean())
        if float((pixels[::4, ::4] > BLACK).mean()) <= SPECKS:
            self._light = "black"
        elif self._usual and mean < DIM and mean < (DIMMED if self._light == "bright" else LIT) * self._usual:
            self._light = "dim"
        else:
            self._light = "bright"
            self._usual = mean if not self._usual else 0.95 * self._usual + 0.05 * mean
        return self._light


def thumb_of(pixels: Pixels) -> Thumb:
    import cv2
    import numpy as np

    step = max(1, pixels.shape[1] // 1280)
    small = cv2.resize(np.ascontiguousarray(pixels[::step, ::step]), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    grey: Thumb = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return grey


def is_cut(before: Thumb, now: Thumb) -> bool:
    """Whether two frames, one after the other, show different scenes: nearly all is otherwise, at the rim, too. (What
    comes close to the lens changes much of a picture, and its correlation, but from one side.)"""
    if likeness(before, now) >= ALIKE:
        return False
    changed = tile_differences(before, now) >= CHANGED
    rim = [changed[0], changed[-1], changed[1:-1, 0], changed[1:-1, -1]]
    return float(changed.mean()) >= ELSEWHERE and sum(map(sum, rim)) >= ELSEWHERE * sum(map(len, rim))


def likeness(one: Thumb, other: Thumb) -> float:
    """-1..1: the correlation of two pictures of a size, whatever their light; 1 where both are flat."""
    import numpy as np

    a, b = one - one.mean(), other - other.mean()
    spread = float(np.sqrt((a * a).mean() * (b * b).mean()))
    if spread < 1.0:
        return 1.0 if abs(float((a * a).mean() - (b * b).mean())) < 1.0 else 0.0
    return float((a * b).mean() / spread)


def tile_differences(one: Thumb, other: Thumb) -> Any:
    """(12, 16) mean absolute differences; a light that flickers as a whole is no difference."""
    import numpy as np

    apart = one - other
    apart = apart - np.median(apart)
    tiles = np.abs(apart).reshape(HEIGHT // TILE, TILE, WIDTH // TILE, TILE).mean((1, 3))
    return tiles


def share_changed(one: Thumb, other: Thumb) -> float:
    return float((tile_differences(one, other) >= CHANGED).mean())


def found_again(patch: Thumb, thumb: Thumb, box: Box, size: tuple[int, int]) -> float:
    """-1..1: how much what a box covers, or lies a little beside it, looks like the patch that `region` gave of it."""
    import cv2
    import numpy as np

    width, height = max(1, size[0]), max(1, size[1])
    aside_x, aside_y = (-(-ASIDE * side // of) for side, of in ((width, WIDTH), (height, HEIGHT)))
    around = region(thumb, Box(box.x - aside_x, box.y - aside_y, box.w + 2 * aside_x, box.h + 2 * aside_y), size)
    if around.shape[0] < patch.shape[0] or around.shape[1] < patch.shape[1]:
        return 0.0
    if float(patch.std()) < FLAT:
        return 1.0 if float(np.abs(around - patch.mean()).mean()) < CHANGED else 0.0
    return float(cv2.matchTemplate(around, np.ascontiguousarray(patch), cv2.TM_CCOEFF_NORMED).max())


def region(thumb: Thumb, box: Box, size: tuple[int, int]) -> Thumb:
    """The part of a thumb that a box in pixels of a frame (its width and height) covers; never empty."""
    width, height = max(1, size[0]), max(1, size[1])
    left = min(WIDTH - 2, max(0, round(box.x * WIDTH / width)))
    top = min(HEIGHT - 2, max(0, round(box.y * HEIGHT / height)))
    right = min(WIDTH, max(left + 2, round(box.right * WIDTH / width)))
    bottom = min(HEIGHT, max(top + 2, round(box.bottom * HEIGHT / height)))
    return thumb[top:bottom, left:right]


def shift_of(before: Thumb, now: Thumb) -> tuple[float, float]:
    """How far the camera's picture moved, (0, 0) where a move of all does not explain what changed at the rim."""
    import cv2
    import numpy as np

    window = cv2.createHanningWindow((WIDTH, HEIGHT), cv2.CV_32F)
    # Copies: of a size that needs no padding, OpenCV multiplies the window into the picture itself.
    (dx, dy), _ = cv2.phaseCorrelate(before.copy(), now.copy(), window)
    if abs(dx) < SHIFTED * WIDTH and abs(dy) < SHIFTED * WIDTH:
        return 0.0, 0.0
    moved = cv2.warpAffine(
        before, np.array([[1, 0, dx], [0, 1, dy]], np.float32), (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE
    )
    deep = HEIGHT // 6
    sides: list[Any] = [np.s_[:deep], np.s_[-deep:], np.s_[:, :deep], np.s_[:, -deep:]]
    left = [float(np.abs(now[side] - before[side]).mean()) for side in sides]
    explained = [float(np.abs(now[side] - moved[side]).mean()) for side in sides]
    if sum(left) < len(sides) or sum(explained) > EXPLAINED * sum(left):
        return 0.0, 0.0
    if any(after > first + WORSE for first, after in zip(left, explained, strict=True)):
        return 0.0, 0.0
    return dx / WIDTH, dy / HEIGHT

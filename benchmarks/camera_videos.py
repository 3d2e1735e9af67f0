"""Videos for `camera.py` and its tests, composed of real photographs: cut-outs that are moved, scaled and hidden over a
photograph of a room or a street, with a sensor's noise and a hand's shake, and a script that knows what happens when.

They are no films: nobody turns or walks with moving legs, light and shadow don't fit, the edges of a cut-out are those
that GrabCut (Rother et al. 2004) finds. What a detector sees of them frame by frame is as hard as in a photograph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
SIZE = (640, 480)
FPS = 10
Kind = Literal["appears", "gone", "nearer", "cut", "dim", "bright", "text", "covered", "back"]


@dataclass(frozen=True, slots=True)
class Sprite:
    """A thing cut out of a photograph. `mask` (h, w) 0..1."""

    pixels: Pixels
    mask: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Happening:
    """What must be told. From `begins_s` (the first pixel) it may be, within two seconds of `at_s` it has to be."""

    kind: Kind
    what: str
    begins_s: float
    at_s: float


Path2 = Callable[[float], tuple[float, float, float] | None]
"""Second -> where the middle of the lower edge is, and the height, in shares of the frame; None: not there."""


@dataclass(slots=True)
class Actor:
    what: str
    sprite: Sprite
    path: Path2
    moves: tuple[tuple[float, float], ...] = ()
    """When it moves: then it may be told that it does."""


@dataclass(slots=True)
class Video:
    name: str
    backgrounds: list[tuple[float, Pixels]]
    """From which second on; the first from 0."""
    seconds: float
    actors: list[Actor] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    light: Callable[[float], float] = lambda _: 1.0
    noise: float = 4.0
    shake_px: float = 1.5
    seed: int = 0
    """Of the noise and the hand."""


def cut_out(photo: Pixels, box: Sequence[int], longest: int = 420) -> Sprite:
    """The thing in the box [x, y, w, h] of a photograph, by GrabCut. The same each time."""
    import cv2

    height, width = photo.shape[:2]
    x, y, w, h = box
    pad = max(8, int(0.08 * max(w, h)))
    left, top, right, bottom = max(0, x - pad), max(0, y - pad), min(width, x + w + pad), min(height, y + h + pad)
    part = np.ascontiguousarray(photo[top:bottom, left:right])
    scale = min(1.0, longest / max(part.shape[:2]))
    part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    rect = [round(side * scale) for side in (x - left, y - top, w, h)]
    rect[0], rect[1] = max(1, rect[0]), max(1, rect[1])
    rect[2] = min(rect[2], part.shape[1] - rect[0] - 1)
    rect[3] = min(rect[3], part.shape[0] - rect[1] - 1)
    mask = np.zeros(part.shape[:2], np.uint8)
    cv2.setRNGSeed(7)
    cv2.grabCut(
        part, mask, tuple(rect), np.zeros((1, 65)), np.zeros((1, 65)), 5, cv2.GC_INIT_WITH_RECT
    )  # fmt: skip
    found = ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found)
    if count > 1:  # the largest piece
        found = (labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))).astype(np.uint8)
    contours, _ = cv2.findContours(found, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(found, contours, -1, 1, cv2.FILLED)
    soft = cv2.GaussianBlur(found.astype(np.float32), (5, 5), 1.0)
    rows, columns = np.nonzero(found.any(1))[0], np.nonzero(found.any(0))[0]
    area = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return Sprite(np.ascontiguousarray(part[area]), np.ascontiguousarray(soft[area]))


def fitted(photo: Pixels, size: tuple[int, int] = SIZE) -> Pixels:
    """A photograph as a background: the middle of it, filling the frame and 16 pixels around it for the shake."""
    import cv2

    width, height = size[0] + 16, size[1] + 16
    scale = max(width / photo.shape[1], height / photo.shape[0])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    large: Any = cv2.resize(np.ascontiguousarray(photo), None, fx=scale, fy=scale, interpolation=way)
    top, left = max(0, (large.shape[0] - height) // 2), max(0, (large.shape[1] - width) // 2)
    return np.ascontiguousarray(large[top : top + height, left : left + width])


def walk(*stations: tuple[float, float, float, float]) -> Path2:
    """A path through (second, x, y of the feet, height) stations; nowhere before the first and after the last."""

    def at(second: float) -> tuple[float, float, float] | None:
        if not stations[0][0] <= second <= stations[-1][0]:
            return None
        times = [station[0] for station in stations]
        x, y, h = (float(np.interp(second, times, [station[n] for station in stations])) for n in (1, 2, 3))
        return x, y, h

    return at


def frames(video: Video, *, size: tuple[int, int] = SIZE, fps: int = FPS) -> Iterator[tuple[float, Pixels]]:
    """(second, (h, w, 3) uint8 RGB) of each frame. The same each time."""
    chance = np.random.default_rng(video.seed)
    hand = np.zeros(2)
    noises = [chance.normal(0, video.noise, (size[1], size[0], 3)).astype(np.float32) for _ in range(4)]
    for number in range(int(video.seconds * fps)):
        second = number / fps
        hand = np.clip(0.8 * hand + chance.normal(0, video.shake_px, 2), -7, 7)
        background = next(one for since, one in reversed(video.backgrounds) if second >= since)
        dx, dy = round(float(hand[0])), round(float(hand[1]))
        picture = background[8 + dy : 8 + dy + size[1], 8 + dx : 8 + dx + size[0]].astype(np.float32)
        for actor in video.actors:
            if (where := actor.path(second)) is not None:
                _paste(picture, actor.sprite, where, (dx, dy))
        picture *= video.light(second)
        noise = noises[int(chance.integers(4))]
        picture += np.roll(noise, tuple(int(n) for n in chance.integers(0, 200, 2)), (0, 1))
        yield second, picture.clip(0, 255).astype(np.uint8)


def _paste(
    picture: npt.NDArray[np.float32], sprite: Sprite, where: tuple[float, float, float], hand: tuple[int, int]
) -> None:
    import cv2

    height, width = picture.shape[:2]
    x, y, share = where
    tall = max(2, round(share * height))
    wide = max(2, round(tall * sprite.pixels.shape[1] / sprite.pixels.shape[0]))
    way = cv2.INTER_AREA if tall < sprite.pixels.shape[0] else cv2.INTER_LINEAR
    pixels: Any = cv2.resize(sprite.pixels, (wide, tall), interpolation=way).astype(np.float32)
    mask: Any = cv2.resize(sprite.mask, (wide, tall), interpolation=way)
    left, top = round(x * width - wide / 2) - hand[0], round(y * height - tall) - hand[1]
    x0, y0, x1, y1 = max(0, left), max(0, top), min(width, left + wide), min(height, top + tall)
    if x0 >= x1 or y0 >= y1:
        return
    part = slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)
    soft = mask[part][..., None]
    picture[y0:y1, x0:x1] = soft * pixels[part] + (1 - soft) * picture[y0:y1, x0:x1]


def write(video: Video, path: Path, *, fps: int = FPS) -> None:
    """As a file that any camera source can open: MJPEG in AVI, whose losses are those of web cameras."""
    import cv2

    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, SIZE)
    if not writer.isOpened():
        raise SystemExit(f"{path.name} can't be written: OpenCV has no MJPEG here.")
    for _, pixels in frames(video, fps=fps):
        writer.write(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    writer.release()

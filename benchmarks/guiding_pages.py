"""Pages in front of a camera, for `guiding.py` and its tests: drawn, and laid on a photograph as a desk, aslant, with a
shadow, out of focus a little, with a sensor's noise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Pixels = npt.NDArray[np.uint8]
PAGE = (1240, 1754)
"""A4 at 150 dots an inch."""
FRAME = (1280, 720)
TEXTS = (
    "The library will be closed on Monday because the heating is being repaired. Books that are due on that day may be "
    "returned on Tuesday without a fee. Please use the side entrance in Garden Street.",
    "Take two tablets each morning with a glass of water, before breakfast. Do not take more than six tablets in one "
    "day. Keep the package dry and out of the reach of children.",
    "Dear neighbours, on Saturday the fourteenth we are going to celebrate a birthday, and it may become a little "
    "loud until eleven in the evening. Come and join us if you like.",
    "Your appointment is on the third of March at half past nine. Bring your insurance card and a list of the "
    "medicines that you take. The practice is on the second floor, the lift is at the left.",
    "Mix the flour with the butter and the sugar, add two eggs and a pinch of salt, and let the dough rest for an "
    "hour. Bake it at one hundred and eighty degrees for forty minutes.",
)


def page(number: int, size: tuple[int, int] = PAGE) -> tuple[Pixels, str]:
    """(h, w, 3) of a page with a heading and paragraphs, and its words."""
    sheet = Image.new("RGB", size, (250, 249, 246))
    draw = ImageDraw.Draw(sheet)
    heading = f"Notice number {number + 1}"
    body = [TEXTS[(number + at) % len(TEXTS)] for at in range(3)]
    large, plain = ImageFont.load_default(64), ImageFont.load_default(34)
    margin, y = size[0] // 11, size[1] // 14
    draw.text((margin, y), heading, (20, 20, 24), font=large)
    y += 120
    for paragraph in body:
        for line in _lines(draw, paragraph, plain, size[0] - 2 * margin):
            draw.text((margin, y), line, (28, 28, 32), font=plain)
            y += 48
        y += 36
    return np.asarray(sheet), " ".join((heading, *body))


def _lines(draw: Any, text: str, font: Any, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if draw.textlength(longer, font=font) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass(frozen=True, slots=True)
class Pose:
    """How a page lies before the camera. `x`, `y`: its middle, in shares of the frame; `tall`: its height, too;
    `turn_deg` around the line of sight; `lean`: how much narrower its far side is, up or down (negative); `aside`: the
    same to the left or right."""

    x: float = 0.5
    y: float = 0.5
    tall: float = 0.85
    turn_deg: float = 0.0
    lean: float = 0.0
    aside: float = 0.0


def corners_of(pose: Pose, size: tuple[int, int] = PAGE, frame: tuple[int, int] = FRAME) -> npt.NDArray[np.float32]:
    """Top left, top right, bottom right, bottom left, in pixels of the frame."""
    high = pose.tall * frame[1]
    wide = high * size[0] / size[1]
    points = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]], np.float32) / 2
    points[:2, 0] *= 1 - max(0.0, pose.lean)
    points[2:, 0] *= 1 + min(0.0, pose.lean)
    points[[0, 3], 1] *= 1 - max(0.0, pose.aside)
    points[[1, 2], 1] *= 1 + min(0.0, pose.aside)
    turn = np.radians(pose.turn_deg)
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]], np.float32)
    found: npt.NDArray[np.float32] = points @ matrix + np.array([pose.x * frame[0], pose.y * frame[1]], np.float32)
    return found


def seen(
    sheet: Pixels,
    desk: Pixels,
    pose: Pose,
    *,
    chance: np.random.Generator,
    frame: tuple[int, int] = FRAME,
    shadow: float = 0.3,
    blur: float = 0.6,
    noise: float = 3.0,
) -> Pixels:
    """One frame."""
    import cv2

    corners = corners_of(pose, (sheet.shape[1], sheet.shape[0]), frame)
    height, width = sheet.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    small = cv2.GaussianBlur(sheet, (0, 0), max(0.3, 0.5 * height / (pose.tall * frame[1]) - 0.3))
    laid = cv2.warpPerspective(small, matrix, frame, flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, frame)[..., None] / 255.0
    picture: Any = laid * mask + desk * (1 - mask)
    ramp = np.linspace(1.0, 1.0 - shadow, frame[0])[None, :, None]
    picture = picture * ramp
    if blur:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    picture = picture + chance.normal(0, noise, picture.shape)
    return np.asarray(picture.clip(0, 255), np.uint8)


def desk(photo: Pixels, frame: tuple[int, int] = FRAME) -> Pixels:
    """A photograph as the desk that a page lies on, a little darker."""
    import cv2

    scale = max(frame[0] / photo.shape[1], frame[1] / photo.shape[0])
    large = cv2.resize(np.ascontiguousarray(photo), None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    top, left = (large.shape[0] - frame[1]) // 2, (large.shape[1] - frame[0]) // 2
    cut = large[top : top + frame[1], left : left + frame[0]]
    return np.ascontiguousarray((cut * 0.75).astype(np.uint8))


def between(poses: Sequence[tuple[float, Pose]], second: float) -> Pose:
    """The pose at a moment, of stations (second, pose)."""
    times = [at for at, _ in poses]
    names = ("x", "y", "tall", "turn_deg", "lean", "aside")
    return Pose(**{name: float(np.interp(second, times, [getattr(pose, name) for _, pose in poses])) for name in names})


def reel(
    sheets: Sequence[tuple[float, Pixels]],
    poses: Sequence[tuple[float, Pose]],
    ground: Pixels,
    seconds: float,
    *,
    fps: int = 8,
    seed: int = 0,
    shake: float = 0.002,
    frame: tuple[int, int] = FRAME,
) -> Iterator[tuple[float, Pixels]]:
    """(second, frame) of pages that lie there from a second on, under a hand that moves."""
    chance = np.random.default_rng(seed)
    for number in range(int(seconds * fps)):
        second = number / fps
        sheet = next(one for since, one in reversed(sheets) if second >= since)
        pose = between(poses, second)
        still = chance.normal(0, shake, 2)
        pose = Pose(pose.x + float(still[0]), pose.y + float(still[1]), pose.tall, pose.turn_deg, pose.lean, pose.aside)
        yield second, seen(sheet, ground, pose, chance=chance, frame=frame)

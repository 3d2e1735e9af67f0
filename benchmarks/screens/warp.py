"""A screen as if it was rotated, or photographed from a monitor: perspective, blur, uneven light, noise, JPEG."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from assistant.types import Box
from benchmarks.screens.facts import Block, Facts, Line, Table, Truth
from benchmarks.screens.recipe import Warp

Matrix = npt.NDArray[np.float64]
"""(3, 3): homogeneous pixels of the screen to those of the new picture."""


def warped(warp: Warp, source: Path, digest: str, questions: list[Any]) -> tuple[Image.Image, Facts]:
    """The new picture and its facts; boxes become the upright boxes around the moved ones."""
    with Image.open(source / "screen.png") as picture:
        pixels = np.asarray(picture.convert("RGB"))
    known = json.loads((source / "facts.json").read_text("utf-8"))
    if warp.condition == "rotated":
        matrix, size = _turned(pixels.shape[1], pixels.shape[0], warp.quarter_turns, warp.seed)
        image = cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    else:
        chance = random.Random(warp.seed)  # noqa: S311 - no secret
        matrix, size = _tilted(pixels.shape[1], pixels.shape[0], chance)
        image = _photographed(pixels, matrix, size, chance)

    def place(data: list[int]) -> Box:
        return _moved(data, matrix, size)

    truth = Truth(
        tuple(Line(line["text"], place(line["box"]), line["block"]) for line in known["lines"]),
        tuple(Block(block["id"], place(block["box"]), block["kind"]) for block in known["blocks"]),
        (),
        tuple(Table(place(t["box"]), tuple(t["headers"]), tuple(tuple(r) for r in t["rows"])) for t in known["tables"]),
        tuple({**chart, "box": place(chart["box"]).as_list()} for chart in known["charts"]),
        tuple(place(box) for box in known["ignore"]),
    )
    return Image.fromarray(image), Facts(
        warp.name, known["program"], known["kind"], size, known["scale"], known["theme"], tuple(known["languages"]),
        warp.condition, "file", None, truth, None, digest, questions,
        {
            "matrix": [float(number) for number in np.linalg.inv(matrix).ravel()],
            "lines": [line["box"] for line in known["lines"]],
            "ignore": known["ignore"],
        },
    )  # fmt: skip


def _moved(data: list[int], matrix: Matrix, size: tuple[int, int]) -> Box:
    x, y, w, h = data
    corners = np.array([[[x, y], [x + w, y], [x + w, y + h], [x, y + h]]], np.float64)
    points = cv2.perspectiveTransform(corners, matrix)[0]
    (left, top), (right, bottom) = np.floor(points.min(0)), np.ceil(points.max(0))
    box = Box(int(left), int(top), int(right - left), int(bottom - top))
    return box.clipped(*size) or Box(0, 0, 1, 1)


def _turned(width: int, height: int, quarters: int, seed: int) -> tuple[Matrix, tuple[int, int]]:
    """Quarter turns, or, with none, a skew of 1 to 4 degrees with the whole screen kept."""
    if quarters:
        angle = 90.0 * quarters
    else:
        angle = random.Random(seed).choice((-1, 1)) * random.Random(seed + 1).uniform(1.0, 4.0)  # noqa: S311
    matrix = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0, 0, 1]])
    return _whole(matrix, width, height)


def _tilted(width: int, height: int, chance: random.Random) -> tuple[Matrix, tuple[int, int]]:
    """A camera that is held a little askew: each corner off by up to 4 % of the screen."""
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    off = np.array([[chance.uniform(-0.04, 0.04) * width, chance.uniform(-0.04, 0.04) * height] for _ in corners])
    matrix = cv2.getPerspectiveTransform(corners, (corners + off).astype(np.float32))
    return _whole(np.asarray(matrix, np.float64), width, height, margin=30)


def _whole(matrix: Matrix, width: int, height: int, margin: int = 0) -> tuple[Matrix, tuple[int, int]]:
    """Moved so that all of the screen is in the picture."""
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
    points = cv2.perspectiveTransform(corners, matrix)[0]
    low, high = points.min(0) - margin, points.max(0) + margin
    shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]], np.float64)
    return shift @ matrix, (round(high[0] - low[0]), round(high[1] - low[1]))


def _photographed(
    pixels: npt.NDArray[np.uint8], matrix: Matrix, size: tuple[int, int], chance: random.Random
) -> npt.NDArray[np.uint8]:
    noise = np.random.default_rng(chance.randrange(1 << 30))
    image = cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(38, 34, 30)).astype(
        np.float32
    )
    image = cv2.GaussianBlur(image, (0, 0), chance.uniform(0.5, 0.8))
    light: Callable[[float, float], float] = chance.uniform
    across = np.linspace(light(0.75, 0.95), light(0.95, 1.1), size[0], dtype=np.float32)[None, :, None]
    down = np.linspace(light(0.9, 1.05), light(0.75, 1.0), size[1], dtype=np.float32)[:, None, None]
    image = image * across * down * np.array([1.0, 0.97, 0.9], np.float32) + noise.normal(0, 3.0, image.shape)
    done, data = cv2.imencode(
        ".jpg", np.clip(image, 0, 255).astype(np.uint8)[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 82]
    )
    assert done
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[:, :, ::-1])

"""The real detector on a film composed of a photograph: somebody comes, stays and goes."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from assistant.cancel import Token
from benchmarks.camera import judge, narrated
from benchmarks.camera_videos import Actor, Happening, Pixels, Sprite, Video, fitted, frames, walk, write
from models.objects.finder import ObjectFinder, Seen

PHOTOS = Path(__file__).parents[2] / "data" / "photos"


def photo(name: str) -> Pixels:
    with Image.open(PHOTOS / name) as image:
        return np.asarray(image.convert("RGB"))


def film(seconds: float = 7.0, until_s: float = 4.5) -> Video:
    """The astronaut's picture is brought in from the left and taken away upwards, before a blurred wall."""
    wall = fitted(np.ascontiguousarray(cv2.GaussianBlur(photo("chelsea.jpg"), (0, 0), 25)))
    picture = photo("astronaut.jpg")
    actor = Actor(
        "person",
        Sprite(picture, np.ones(picture.shape[:2], np.float32)),
        walk(
            (1.5, -0.4, 0.98, 0.9), (2.25, 0.5, 0.98, 0.9), (until_s, 0.5, 0.98, 0.9), (until_s + 0.5, 0.5, -0.1, 0.9)
        ),
        ((1.5, 2.25), (until_s, until_s + 0.5)),
    )
    happenings = [Happening("appears", "person", 1.5, 2.25), Happening("gone", "person", until_s, until_s + 0.5)]
    return Video("a picture of an astronaut", [(0, wall)], seconds, [actor], happenings)


def test_somebody_who_comes_and_goes_is_told_and_nothing_else(tmp_path: Path) -> None:
    finder, path = ObjectFinder(), tmp_path / "film.avi"
    video = film()
    write(video, path, fps=6)

    def detect(pixels: Pixels) -> list[Seen]:
        return finder.find(pixels, areas=[[0, 0, pixels.shape[1], pixels.shape[0]]], token=Token())

    narration = narrated(path, "normal", detect, lambda _: [])
    judged = judge(video, narration.said, int(narration.effort["looks"]))
    assert judged.scene == "I see nothing here that I know." and judged.false == []
    assert [delay is not None for _, delay in judged.delays] == [True, True]
    assert narration.ended == "source" and 0 < narration.effort["looks"] <= 42


def test_a_film_is_the_same_each_time() -> None:
    first, second = (list(frames(film(), fps=1)) for _ in range(2))
    assert all(np.array_equal(one[1], other[1]) for one, other in zip(first, second, strict=True))

"""The colour of a thing is its own: not that of what is behind it, and not that of what is seen through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from assistant.types import Box
from models.grounded.picture import colour_name
from models.objects.colour import colours_of

if TYPE_CHECKING:
    from assistant.types import Pixels

GRASS, RED = (60, 150, 60), (220, 20, 20)


def bicycle(picture: Pixels) -> Box:
    for x in (270, 410):
        cv2.circle(picture, (x, 250), 60, RED, 4)
    cv2.line(picture, (270, 250), (410, 250), RED, 4)
    return Box(205, 185, 270, 130)


def ring(picture: Pixels) -> Box:
    cv2.circle(picture, (300, 250), 90, RED, 22)
    return Box(200, 150, 200, 200)


def nothing(picture: Pixels) -> Box:
    del picture
    return Box(200, 150, 200, 200)


def wall(picture: Pixels) -> Box:
    picture[:, :300] = RED
    return Box(0, 0, 300, 480)


@pytest.mark.parametrize(
    ("draw", "colours"),
    [(ring, ("red",)), (wall, ("red",)), (bicycle, ()), (nothing, ())],
)
def test_what_is_seen_through_a_thing_is_not_its_colour(draw: object, colours: tuple[str, ...]) -> None:
    assert callable(draw)
    picture = np.full((480, 640, 3), GRASS, np.uint8)
    box = draw(picture)
    noise = np.random.default_rng(1).normal(0, 6, picture.shape)
    assert colours_of((picture + noise).clip(0, 255).astype(np.uint8), box, colour_name) == colours

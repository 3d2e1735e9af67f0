"""How what a narration told is counted against what happened."""

from __future__ import annotations

import numpy as np

from assistant.narrating import Told
from benchmarks.camera import judge, table
from benchmarks.camera_videos import Actor, Happening, Sprite, Video, cut_out, walk

DOG = Actor("dog", Sprite(np.zeros((4, 4, 3), np.uint8), np.ones((4, 4), np.float32)), walk((0, 0, 0, 0)), ((3, 5),))
VIDEO = Video("a dog", [], 60.0, [DOG], [Happening("appears", "dog", 3.0, 5.0), Happening("gone", "dog", 9.0, 9.0)])


def told(text: str, kind: str, frame_s: float) -> Told:
    return Told(text, kind, frame_s, frame_s, frame_s)


def test_what_is_told_in_time_counts_once_and_all_else_is_false() -> None:
    said = [
        told("A wall.", "scene", 1.0),
        told("A dog at 11 o'clock.", "appears", 4.0),
        told("A dog comes nearer.", "nearer", 6.0),
        told("A dog.", "appears", 6.5),
        told("A cat.", "appears", 7.0),
        told("No longer in view: a dog.", "gone", 12.0),
    ]
    found = judge(VIDEO, said, 100)
    assert found.scene == "A wall."
    assert [delay for _, delay in found.delays] == [-1.0, None]  # the second came too late, which is not false
    assert found.false == ["6.5 s: A dog.", "7.0 s: A cat."]
    counted = table([found])
    assert (counted["recall"], counted["false_a_minute"]) == (0.5, 2.0)
    assert counted["by_kind"] == {"appears": "1 of 1", "gone": "0 of 1"}


def test_a_film_in_which_nothing_happens_counts_too() -> None:
    quiet = Video("nothing", [], 30.0)
    counted = table([judge(quiet, [told("A cat.", "appears", 7.0)], 5)])
    assert counted["recall"] is None and counted["false_a_minute"] == 2.0


def test_a_thing_is_cut_out_of_its_ground() -> None:
    photo = np.full((120, 160, 3), (60, 160, 60), np.uint8)
    photo[30:90, 50:110] = (200, 40, 40)
    sprite = cut_out(photo, (45, 25, 70, 70))
    height, width = sprite.mask.shape
    assert abs(height - 60) <= 6 and abs(width - 60) <= 6
    assert sprite.mask[height // 2, width // 2] == 1.0

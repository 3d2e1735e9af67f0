"""The films of `camera.py`: who comes, goes and stands where, and what must be told of it. Two sets: those in view of
which thresholds were chosen, and those that are held out."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np

from benchmarks.camera_videos import Actor, Happening, Pixels, Sprite, Video, cut_out, fitted, walk
from benchmarks.objects import pixels_of

CUT_OUTS = {
    "man": ("jetson/peds_1.jpg", (483, 117, 383, 956), "person"),
    "woman": ("jetson/peds_3.jpg", (375, 56, 162, 527), "person"),
    "walker": ("jetson/peds_0.jpg", (446, 137, 287, 834), "person"),
    "cat": ("jetson/cat_0.jpg", (89, 38, 385, 451), "cat"),
    "tabby": ("jetson/cat_1.jpg", (67, 16, 274, 388), "cat"),
    "photographer": ("wheels/camera.png", (4, 68, 314, 444), "person"),
    "blue motorcycle": ("jetson/object_6.jpg", (34, 41, 410, 278), "motorcycle"),
    "dog": ("jetson/dog_2.jpg", (0, 34, 500, 349), "dog"),
    "bear": ("jetson/black_bear.jpg", (283, 246, 478, 406), "bear"),
    "motorcycle": ("wheels/motorcycle_left.png", (99, 84, 588, 365), "motorcycle"),
    # The rest of those that are held out.
    "player": ("jetson/humans_4.jpg", (827, 53, 109, 296), "person"),
    "woman in red": ("jetson/humans_5.jpg", (362, 58, 157, 506), "person"),
    "lady": ("jetson/humans_5.jpg", (13, 42, 150, 557), "person"),
    "gentleman": ("jetson/humans_5.jpg", (727, 28, 149, 488), "person"),
    "hiker": ("jetson/peds_4.jpg", (1473, 719, 130, 438), "person"),
    "sitting man": ("jetson/dog_0.jpg", (0, 56, 229, 295), "person"),
    "husky": ("jetson/dog_0.jpg", (202, 64, 245, 307), "dog"),
    "black dog": ("darknet/dog.jpg", (130, 212, 193, 325), "dog"),
    # Of `camera_unseen.py` alone.
    "speaker": ("jetson/humans_1.jpg", (91, 21, 119, 337), "person"),
    "woman in green": ("jetson/humans_1.jpg", (271, 35, 81, 328), "person"),
    "man in black": ("jetson/humans_1.jpg", (396, 25, 107, 353), "person"),
    "hostess": ("jetson/humans_7.jpg", (267, 248, 165, 679), "person"),
    "boy": ("jetson/humans_0.jpg", (199, 19, 153, 247), "person"),
    "white bear": ("jetson/polar_bear.jpg", (75, 67, 420, 452), "bear"),
}


class Studio:
    """Photographs and cut-outs by name, each made once."""

    def __init__(self, clones: Path, wheels: Path | None) -> None:
        self._clones, self._wheels = clones, wheels
        self._sprites: dict[str, Sprite] = {}

    def photo(self, name: str) -> Pixels:
        found = pixels_of(name, self._clones, self._wheels)
        if found is None:
            raise SystemExit(f"{name} is missing: see the head of this file.")
        return found

    def room(self, name: str) -> Pixels:
        return fitted(self.photo(f"jetson/{name}.jpg"))

    def actor(self, name: str, *stations: tuple[float, float, float, float]) -> Actor:
        """`stations` as `walk` has them; where two differ, it moves."""
        photo, box, what = CUT_OUTS[name]
        if name not in self._sprites:
            self._sprites[name] = cut_out(self.photo(photo), box)
        moves = [(a[0], b[0]) for a, b in itertools.pairwise(stations) if a[1:] != b[1:]]
        return Actor(what, self._sprites[name], walk(*stations), tuple(moves))


def sign(text: str) -> Sprite:
    """A sheet of paper with a word: the only thing here that no camera saw."""
    import cv2

    sheet = np.full((120, 360, 3), 244, np.uint8)
    cv2.putText(sheet, text, (24, 82), cv2.FONT_HERSHEY_DUPLEX, 2.2, (25, 25, 30), 5, cv2.LINE_AA)
    return Sprite(sheet, np.ones(sheet.shape[:2], np.float32))


def tuned(studio: Studio) -> list[Video]:
    """What thresholds were chosen in view of."""
    room, actor = studio.room, studio.actor
    end = 99.0
    cat, person = "cat", "person"
    return [
        Video(
            "a man walks through a hall", [(0, room("room_3"))], 13,
            [actor("man", (3, -0.2, 0.97, 0.75), (5, 0.35, 0.97, 0.75), (8, 0.35, 0.97, 0.75), (10, 1.2, 0.97, 0.75))],
            [Happening("appears", person, 3.2, 5.0), Happening("gone", person, 8.9, 10.0)],
        ),
        Video(
            "a cat is put down and taken away", [(0, room("room_3"))], 12,
            [actor("cat", (3.5, 0.5, 0.95, 0.8), (8.5, 0.5, 0.95, 0.8))],
            [Happening("appears", cat, 3.5, 3.5), Happening("gone", cat, 8.5, 8.5)],
        ),
        Video(
            "a woman comes in, then a cat", [(0, room("room_3"))], 13,
            [
                actor("woman", (3, 1.15, 0.97, 0.85), (4.5, 0.72, 0.97, 0.85), (end, 0.72, 0.97, 0.85)),
                actor("tabby", (8, 0.35, 0.97, 0.75), (end, 0.35, 0.97, 0.75)),
            ],
            [Happening("appears", person, 3.0, 4.5), Happening("appears", cat, 8.0, 8.0)],
        ),
        Video(
            "a man passes in front of a cat", [(0, room("room_3"))], 13,
            [
                actor("cat", (0, 0.45, 0.9, 0.5), (end, 0.45, 0.9, 0.5)),
                actor("man", (4, -0.2, 0.99, 0.9), (8, 1.2, 0.99, 0.9)),
            ],
            [Happening("appears", person, 4.2, 5.2), Happening("gone", person, 7.3, 8.0)],
        ),
        Video(
            "a motorcycle comes nearer", [(0, fitted(studio.photo("wheels/rocket.jpg")))], 13,
            [
                actor(
                    "motorcycle", (0, 0.45, 0.9, 0.3), (4, 0.45, 0.9, 0.3), (6, 0.45, 0.97, 0.55),
                    (9, 0.45, 0.97, 0.55), (10.5, 1.6, 0.97, 0.55),
                )
            ],
            [Happening("nearer", "motorcycle", 4.3, 6.0), Happening("gone", "motorcycle", 9.6, 10.5)],
        ),
        Video(
            "the light goes out and on", [(0, room("room_0"))], 12,
            [actor("man", (0, 0.75, 0.97, 0.8), (end, 0.75, 0.97, 0.8))],
            [Happening("dim", "", 4.0, 4.0), Happening("bright", "", 8.0, 8.0)],
            light=lambda second: 0.2 if 4 <= second < 8 else 1.0,
        ),
        Video(
            "three places",
            [(0, room("room_8")), (4.5, fitted(studio.photo("wheels/rocket.jpg"))), (9, room("room_5"))],
            13, [], [Happening("cut", "", 4.5, 4.5), Happening("cut", "", 9.0, 9.0)],
        ),
        Video(
            "a dog by a couch", [(0, room("room_1"))], 12,
            [actor("dog", (3.5, 0.5, 0.95, 0.8), (8.5, 0.5, 0.95, 0.8))],
            [Happening("appears", "dog", 3.5, 3.5), Happening("gone", "dog", 8.5, 8.5)],
        ),
        Video(
            "a walker and a motorcycle in a street", [(0, room("city_2"))], 13,
            [
                actor("walker", (3, 1.15, 0.97, 0.7), (5, 0.75, 0.97, 0.7), (end, 0.75, 0.97, 0.7)),
                actor("motorcycle", (7.5, -0.3, 0.95, 0.45), (9, 0.3, 0.95, 0.45), (end, 0.3, 0.95, 0.45)),
            ],
            [Happening("appears", person, 3.2, 5.0), Happening("appears", "motorcycle", 7.8, 9.0)],
        ),
        Video(
            "the lens is covered, then a man comes", [(0, room("room_1"))], 13,
            [actor("man", (9, 1.2, 0.97, 0.8), (10.5, 0.8, 0.97, 0.8), (end, 0.8, 0.97, 0.8))],
            [
                Happening("covered", "", 4.0, 4.0), Happening("back", "", 7.0, 7.0),
                Happening("appears", person, 9.2, 10.5),
            ],
            light=lambda second: 0.02 if 4 <= second < 7 else 1.0,
        ),
        Video("nothing happens", [(0, room("room_8"))], 14, light=lambda second: 1 + 0.03 * math.sin(7 * second)),
        Video(
            "a sign is held up", [(0, room("room_3"))], 12,
            [Actor("", sign("EXIT 24"), walk((4, 0.5, 0.7, 0.28), (end, 0.5, 0.7, 0.28)))],
            [Happening("text", "exit", 4.0, 4.0)], shake_px=0.0,
        ),
        Video(
            "two people come one after the other", [(0, fitted(studio.photo("wheels/rocket.jpg")))], 13,
            [
                actor("walker", (3, -0.15, 0.97, 0.8), (4.5, 0.25, 0.97, 0.8), (end, 0.25, 0.97, 0.8)),
                actor("man", (7, 1.2, 0.97, 0.8), (8.5, 0.7, 0.97, 0.8), (end, 0.7, 0.97, 0.8)),
            ],
            [Happening("appears", person, 3.2, 4.5), Happening("appears", person, 7.2, 8.5)],
        ),
        Video(
            "a dog, and a hand that shakes", [(0, room("room_3"))], 12,
            [actor("dog", (6, 0.5, 0.95, 0.8), (end, 0.5, 0.95, 0.8))],
            [Happening("appears", "dog", 6.0, 6.0)], shake_px=3.0,
        ),
        *spent(studio),
        *in_a_flat(studio),
    ]  # fmt: skip


def spent(studio: Studio) -> list[Video]:
    """Once held out; they were looked at, and mended for, so that they are tuned on, too."""
    room, actor = studio.room, studio.actor
    end, person = 99.0, "person"
    return [
        Video(
            "a photographer among chairs", [(0, room("room_8"))], 13,
            [
                actor(
                    "photographer", (3, 1.2, 0.99, 0.85), (5, 0.6, 0.99, 0.85), (8, 0.6, 0.99, 0.85),
                    (10, -0.2, 0.99, 0.85),
                )
            ],
            [Happening("appears", person, 3.2, 5.0), Happening("gone", person, 9.0, 10.0)],
        ),
        Video(
            "a man comes nearer, then the light goes out", [(0, room("room_3"))], 12,
            [actor("man", (0, 0.4, 0.9, 0.45), (4, 0.4, 0.9, 0.45), (6.5, 0.45, 0.99, 0.9), (end, 0.45, 0.99, 0.9))],
            [Happening("nearer", person, 4.2, 6.5), Happening("dim", "", 9.5, 9.5)],
            light=lambda second: 0.25 if second >= 9.5 else 1.0,
        ),
        Video(
            "a motorcycle passes", [(0, fitted(studio.photo("wheels/rocket.jpg")))], 13,
            [
                actor(
                    "blue motorcycle", (3, -0.4, 0.95, 0.6), (4.5, 0.4, 0.95, 0.6), (8, 0.4, 0.95, 0.6),
                    (9.5, 1.5, 0.95, 0.6),
                )
            ],
            [Happening("appears", "motorcycle", 3.2, 4.5), Happening("gone", "motorcycle", 8.7, 9.5)],
        ),
        Video(
            "another room, from which a woman goes", [(0, room("room_1")), (4, room("room_0"))], 13,
            [actor("woman", (4, 0.3, 0.97, 0.85), (8, 0.3, 0.97, 0.85), (9.5, -0.2, 0.97, 0.85))],
            [Happening("cut", "", 4.0, 4.0), Happening("gone", person, 8.8, 9.5)],
        ),
        Video("a quiet room, and a hand that shakes", [(0, room("room_4"))], 13, shake_px=3.0),
        Video("a quiet street", [(0, room("city_1"))], 13),
    ]  # fmt: skip


def in_a_flat(studio: Studio) -> list[Video]:
    """Rooms with many chairs and shelves, of which the detector sees now these, now those."""
    actor = studio.actor
    end, person = 99.0, "person"

    def place(number: str) -> Pixels:
        return fitted(studio.photo(f"flat/2007_{number}.jpg"))

    return [
        Video(
            "a man walks through a kitchen", [(0, place("000129"))], 13,
            [actor("man", (3, -0.2, 0.97, 0.8), (5, 0.4, 0.97, 0.8), (8, 0.4, 0.97, 0.8), (10, 1.2, 0.97, 0.8))],
            [Happening("appears", person, 3.2, 5.0), Happening("gone", person, 9.0, 10.0)], seed=31,
        ),
        Video(
            "a cat on a table is taken away", [(0, place("000830"))], 13,
            [actor("cat", (3.5, 0.5, 0.9, 0.6), (8.5, 0.5, 0.9, 0.6))],
            [Happening("appears", "cat", 3.5, 3.5), Happening("gone", "cat", 8.5, 8.5)], seed=32,
        ),
        Video(
            "a woman comes and goes before armchairs", [(0, place("001175"))], 13,
            [
                actor(
                    "woman", (3, 1.15, 0.99, 0.85), (4.5, 0.6, 0.99, 0.85), (8, 0.6, 0.99, 0.85),
                    (9.5, -0.2, 0.99, 0.85),
                )
            ],
            [Happening("appears", person, 3.2, 4.5), Happening("gone", person, 8.8, 9.5)], seed=33,
        ),
        Video(
            "a dog in a white room", [(0, place("001340"))], 13,
            [actor("dog", (3.5, 0.4, 0.95, 0.6), (8.5, 0.4, 0.95, 0.6))],
            [Happening("appears", "dog", 3.5, 3.5), Happening("gone", "dog", 8.5, 8.5)], seed=34,
        ),
        Video(
            "the light goes out in a dark passage", [(0, place("000793"))], 13,
            [actor("walker", (0, 0.6, 0.97, 0.8), (end, 0.6, 0.97, 0.8))],
            [Happening("dim", "", 5.0, 5.0), Happening("bright", "", 9.0, 9.0)], seed=35,
            light=lambda second: 0.2 if 5 <= second < 9 else 1.0,
        ),
        Video(
            "a walker passes by a door", [(0, place("000636"))], 13,
            [actor("walker", (3, -0.15, 0.97, 0.8), (6, 0.5, 0.97, 0.8), (9, 1.15, 0.97, 0.8))],
            [Happening("appears", person, 3.2, 4.6), Happening("gone", person, 8.2, 9.0)], seed=36,
        ),
        Video("a quiet dining table", [(0, place("000876"))], 13, seed=37),
        Video("a quiet corridor, and a hand that shakes", [(0, place("000491"))], 13, shake_px=3.0, seed=38),
    ]  # fmt: skip


def held_out(studio: Studio) -> list[Video]:
    """Other people, other dogs, other rooms, another seed. The list was frozen before any of them was looked at."""
    room, actor = studio.room, studio.actor
    end, person = 99.0, "person"

    def place(name: str) -> Pixels:
        return fitted(studio.photo(name))

    return [
        Video(
            "a woman in red walks through a dining room", [(0, place("flat/2007_000549.jpg"))], 13,
            [
                actor(
                    "woman in red", (3, -0.2, 0.97, 0.8), (5, 0.4, 0.97, 0.8), (8, 0.4, 0.97, 0.8),
                    (10, 1.2, 0.97, 0.8),
                )
            ],
            [Happening("appears", person, 3.2, 5.0), Happening("gone", person, 9.0, 10.0)], seed=11,
        ),
        Video(
            "a dog by an armchair", [(0, place("flat/2007_000664.jpg"))], 13,
            [actor("husky", (3.5, 0.55, 0.97, 0.7), (8.5, 0.55, 0.97, 0.7))],
            [Happening("appears", "dog", 3.5, 3.5), Happening("gone", "dog", 8.5, 8.5)], seed=12,
        ),
        Video(
            "a player comes nearer in a hall", [(0, place("flat/2007_000243.jpg"))], 13,
            [actor("player", (0, 0.5, 0.9, 0.45), (4, 0.5, 0.9, 0.45), (6.5, 0.45, 0.99, 0.9), (end, 0.45, 0.99, 0.9))],
            [Happening("nearer", person, 4.2, 6.5)], seed=13,
        ),
        Video(
            "two ladies come one after the other", [(0, room("room_2"))], 13,
            [
                actor("lady", (3, 1.15, 0.97, 0.8), (4.5, 0.75, 0.97, 0.8), (end, 0.75, 0.97, 0.8)),
                actor("woman in red", (7, -0.15, 0.97, 0.8), (8.5, 0.25, 0.97, 0.8), (end, 0.25, 0.97, 0.8)),
            ],
            [Happening("appears", person, 3.2, 4.5), Happening("appears", person, 7.2, 8.5)], seed=14,
        ),
        Video(
            "a gentleman before office chairs", [(0, room("room_7"))], 13,
            [
                actor(
                    "gentleman", (4, 1.15, 0.99, 0.9), (5.5, 0.7, 0.99, 0.9), (8, 0.7, 0.99, 0.9),
                    (9.5, -0.2, 0.99, 0.9),
                )
            ],
            [Happening("appears", person, 4.2, 5.5), Happening("gone", person, 8.8, 9.5)], seed=15,
        ),
        Video(
            "the light goes out in a bedroom", [(0, room("room_6"))], 13,
            [actor("sitting man", (0, 0.75, 0.97, 0.6), (end, 0.75, 0.97, 0.6))],
            [Happening("dim", "", 5.0, 5.0), Happening("bright", "", 9.0, 9.0)], seed=16,
            light=lambda second: 0.2 if 5 <= second < 9 else 1.0,
        ),
        Video(
            "from the kitchen to the living room, then a dog",
            [(0, place("flat/2007_000392.jpg")), (4.5, place("flat/2007_000061.jpg"))], 13,
            [actor("black dog", (8, 0.3, 0.97, 0.7), (end, 0.3, 0.97, 0.7))],
            [Happening("cut", "", 4.5, 4.5), Happening("appears", "dog", 8.0, 8.0)], seed=17,
        ),
        Video(
            "a hiker passes in a street", [(0, place("yolov3/street.jpg"))], 13,
            [actor("hiker", (3, -0.15, 0.97, 0.75), (6, 0.5, 0.97, 0.75), (9, 1.15, 0.97, 0.75))],
            [Happening("appears", person, 3.2, 4.6), Happening("gone", person, 8.2, 9.0)], seed=18,
        ),
        Video("a quiet dining room", [(0, place("flat/2007_001288.jpg"))], 13, seed=19),
        Video("a quiet study, and a hand that shakes", [(0, place("flat/2007_000027.jpg"))], 13, shake_px=3.0, seed=20),
        Video(
            "a quiet road under clouds", [(0, room("city_3"))], 13, seed=21,
            light=lambda second: 1 + 0.1 * math.sin(0.9 * second),
        ),
        Video(
            "a sign is held up in a passage, then a lady comes", [(0, place("flat/2007_000733.jpg"))], 13,
            [
                Actor("", sign("GATE 7B"), walk((3, 0.35, 0.7, 0.28), (6, 0.35, 0.7, 0.28))),
                actor("lady", (8, 1.15, 0.97, 0.8), (9.5, 0.7, 0.97, 0.8), (end, 0.7, 0.97, 0.8)),
            ],
            [Happening("text", "gate", 3.0, 3.0), Happening("appears", person, 8.2, 9.5)], shake_px=0.0, seed=22,
        ),
    ]  # fmt: skip

"""What is told of a moving picture: what comes and goes, and nothing of what only flickers, shakes or is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from assistant.languages import LANGUAGES as ALL_LANGUAGES
from assistant.types import Box, Capture, TextBlock
from models.objects import KINDS
from models.objects.finder import Seen
from models.scenes import Event
from models.scenes.bearings import distance, hour
from models.scenes.choosing import Chooser
from models.scenes.frames import Frames
from models.scenes.narrator import SceneNarrator, Telling
from models.scenes.tracks import Track, Tracker
from models.scenes.wording import sentences
from models.scenes.words import LANGUAGES, scene_words

FPS = 10
SIZE = (320, 240)
Picture = npt.NDArray[np.uint8]
Where = Callable[[float], Box | None]


def texture(seed: int, size: tuple[int, int], grain: int = 12) -> Picture:
    """Soft blobs, the same for each seed: something with a structure, as a photograph has."""
    chance = np.random.default_rng(seed)
    small = chance.integers(20, 235, (size[1] // grain + 2, size[0] // grain + 2, 3), dtype=np.uint8)
    large: Any = cv2.resize(small, (size[0] + grain, size[1] + grain), interpolation=cv2.INTER_CUBIC)
    return np.ascontiguousarray(large[: size[1], : size[0]])


ROOM, STREET = texture(1, SIZE, 40), texture(2, SIZE, 40)
NOISE = np.random.default_rng(6).normal(0, 4, (SIZE[1], SIZE[0], 3)).astype(np.int16)


class Stage:
    """A room with things whose places are known; the detector sees each with the probability it is told."""

    def __init__(self, **settings: Any) -> None:
        self.things: list[tuple[str, Where, float, Picture]] = []
        self.light: Callable[[float], float] = lambda _: 1.0
        self.room: Callable[[float], Picture] = lambda _: ROOM
        self.blind: Callable[[int], bool] = lambda _: False
        """Looks that see nothing."""
        self.ghosts: Callable[[float], list[Seen]] = lambda _: []
        """What is seen besides, of which there is nothing in the picture."""
        self._second = 0.0
        self.chance = np.random.default_rng(3)
        self.shake = 0
        self.looks = 0
        self._now: list[Seen] = []
        self.narrator = SceneNarrator(self._detect, **settings)

    def add(self, kind: str, where: Where, confidence: float = 0.98) -> None:
        self.things.append((kind, where, confidence, texture(10 + len(self.things), SIZE, 9)))

    def _detect(self, _: Picture) -> list[Seen]:
        self.looks += 1
        return ([] if self.blind(self.looks) else self._now) + self.ghosts(self._second)

    def frame(self, second: float) -> Picture:
        picture = self.room(second).copy()
        self._now, self._second = [], second
        for kind, where, confidence, look in self.things:
            box = where(second)
            shown = box.clipped(*SIZE) if box is not None else None
            if box is None or shown is None:
                continue
            picture[shown.y : shown.bottom, shown.x : shown.right] = look[: shown.h, : shown.w]
            if shown.area >= 0.5 * box.area:
                self._now.append(Seen(kind, shown, confidence))
        if self.shake:
            picture = np.roll(picture, self.chance.integers(-self.shake, self.shake + 1, 2), (0, 1))
        light = self.light(second)
        noise = np.roll(NOISE, self.chance.integers(0, 99, 2), (0, 1))
        lit = picture if light == 1.0 else (picture * light).astype(np.uint8)
        noisy: Picture = cv2.add(lit.astype(np.int16), noise).clip(0, 255).astype(np.uint8)
        return noisy

    def run(self, seconds: float) -> list[Telling]:
        told: list[Telling] = []
        for number in range(int(seconds * FPS)):
            second = number / FPS
            told += self.narrator.see(Capture(self.frame(second), "camera", moment_s=second), second, quiet=True)
        return told


def stays(box: Box, since: float = -1.0, until: float = 1e9) -> Where:
    return lambda second: box if since <= second < until else None


def texts(told: list[Telling]) -> list[str]:
    return [one.text for one in told]


BOX = Box(30, 60, 60, 120)


def test_the_scene_is_told_once_and_then_nothing_while_nothing_happens() -> None:
    stage = Stage()
    stage.add("person", stays(BOX))
    stage.add("dog", stays(Box(200, 120, 80, 70)), 0.85)
    assert texts(stage.run(12)) == ["A person. Probably a dog."]
    assert stage.looks < 40  # a still picture isn't looked at again and again


def test_what_comes_and_goes_is_told_within_two_seconds() -> None:
    stage = Stage()
    stage.add("person", stays(BOX, 4.0, 9.0))
    told = stage.run(13)
    assert texts(told) == [
        "I see nothing here that I know.",
        "A person at 11 o'clock.",
        "No longer in view: a person.",
    ]
    assert 4.0 <= told[1].at_s <= 6.0 and 9.0 <= told[2].at_s <= 11.0


def test_a_detector_that_flickers_is_not_heard() -> None:
    stage = Stage()
    stage.add("person", stays(BOX))
    stage.blind = lambda look: look > 5 and look % 9 < 6
    stage.shake = 2
    assert texts(stage.run(15)) == ["A person."]


def test_what_is_behind_something_has_not_gone() -> None:
    stage = Stage()
    stage.add("cat", stays(Box(120, 120, 50, 50)))
    stage.add("person", lambda second: Box(round(-80 + 40 * (second - 3)), 60, 80, 170))
    cat = stage.things[0]

    def hidden_cat(second: float) -> Box | None:
        person = stage.things[1][1](second)
        box = cat[1](second)
        assert person is not None and box is not None
        return None if person.overlap(box) > 0.4 * box.area else box

    stage.things[0] = (cat[0], hidden_cat, cat[2], cat[3])
    assert not [text for text in texts(stage.run(14)) if "cat" in text and text != "A cat."]


def test_what_comes_in_front_of_something_as_large_is_told_and_that_has_not_gone() -> None:
    stage = Stage()
    couch, dog = Box(60, 80, 200, 140), Box(70, 90, 180, 130)
    stage.add("couch", lambda second: None if 3 <= second < 7 else couch)
    stage.add("dog", stays(dog, 3.0, 7.0))
    assert texts(stage.run(11)) == ["A couch.", "A dog at 12 o'clock, close.", "No longer in view: a dog."]


def test_what_is_never_surely_there_hides_nobody() -> None:
    stage = Stage()
    stage.add("person", stays(Box(200, 60, 60, 120), until=4.0))
    table = Seen("dining table", Box(180, 70, 120, 120), 0.6)
    stage.shake = 2
    stage.ghosts = lambda second: [table] if second > 4 and round(second * FPS) % 3 == 0 else []
    assert texts(stage.run(7)) == ["A person.", "No longer in view: a person."]


def test_furniture_that_stood_there_all_the_time_hides_nobody_when_more_of_it_is_seen() -> None:
    stage = Stage()
    stage.add("person", stays(Box(200, 60, 60, 120), since=3.0, until=6.0))
    sizes = (Box(60, 70, 90, 120), Box(80, 60, 200, 130))  # of one chair, and of all that stand there
    stage.ghosts = lambda second: (
        [Seen("chair", sizes[0], 0.97)] + ([Seen("chair", sizes[1], 0.9)] if second > 5.5 else [])
    )
    assert [text for text in texts(stage.run(9)) if "person" in text][1:] == ["No longer in view: a person."]


def test_who_walks_out_over_the_side_is_gone_though_the_ground_looks_as_it_did() -> None:
    def walks(second: float) -> Box | None:
        return Box(round(130 - 240 * max(0.0, second - 4)), 60, 60, 120) if second < 4.8 else None

    stage = Stage()
    stage.shake = 2
    stage.add("person", walks)
    stage.ghosts = lambda second: [Seen("person", Box(0, 60, 16, 120), 0.6)] if 4.65 <= second < 5.2 else []
    assert texts(stage.run(8)) == ["A person.", "No longer in view: a person."]


def test_a_part_of_somebody_who_is_told_is_nobody_else_also_while_the_whole_is_not_seen() -> None:
    stage = Stage()
    stage.shake = 2
    stage.add("person", stays(Box(30, 20, 200, 200), since=2.0))
    stage.blind = lambda look: look % 12 > 6 and look > 40
    stage.ghosts = lambda second: [Seen("person", Box(32, 22, 90, 170), 0.98)] if second > 3 else []
    told = texts(stage.run(8))
    assert len(told) == 2 and told[1].startswith("A person"), told


def test_who_is_lost_for_a_moment_and_followed_by_a_second_track_is_told_once() -> None:
    """The detector now and then means somebody and the chair beside, which is followed, too, and never told."""

    def walks(second: float) -> Box | None:
        if not 2 <= second < 5.4:
            return None
        return Box(150 if second < 4 else 100 - round(60 * max(0.0, second - 4.4)), 60, 60, 120)

    def seen(second: float) -> list[Seen]:
        box = walks(second)
        if box is None:
            return []
        both = [Seen("person", Box(60, 50, 120, 140), 0.55)] if 3 <= second < 3.4 else []
        lost = 4 <= second < 4.4
        return both if lost else [Seen("person", box, 0.98 if second < 4 else 0.92), *both]

    stage = Stage()
    stage.shake = 2
    stage.add("person", walks)
    stage.blind = lambda _: True
    stage.ghosts = seen
    told = texts(stage.run(8))
    assert sum(text.startswith(("A person", "Probably a person")) for text in told) == 1, told


@pytest.mark.parametrize(
    ("kind", "again", "then", "same"),
    [
        ("person", 0.5, Box(70, 60, 60, 120), True),
        ("person", 0.5, Box(240, 60, 60, 120), False),
        ("person", 0.5, Box(50, 60, 20, 40), False),
        ("person", 1.4, Box(70, 60, 60, 120), False),
        ("person", -0.3, Box(110, 60, 60, 120), False),
        ("car", 0.5, Box(70, 60, 60, 120), False),
        ("dining table", 0.5, Box(70, 60, 60, 120), False),
    ],
    ids=["a step away", "across the room", "far smaller", "after a while", "both seen at once", "a car", "a table"],
)
def test_who_is_met_again_is_the_one_that_was_lost(kind: str, again: float, then: Box, same: bool) -> None:
    tracker = Tracker()
    for number in range(6):
        second = number / FPS
        both = [Seen(kind, then, 0.92)] if second - 0.5 >= again else []
        tracker.look([Seen(kind, BOX, 0.98), *both], second)
    first = tracker.tracks[0]
    first.told = True
    other = next((one for one in tracker.tracks if one is not first), None)
    for number in range(6, 25):
        second = number / FPS
        if other is None and second - 0.5 >= again:
            other = Track(99, kind, then, second, second)
            other.votes.append((kind, 0.92))
            tracker.tracks.append(other)
            first.miss()
        else:
            if other is not None:
                other.see(Seen(kind, then, 0.92), second)
            first.miss()
        if other is not None and other.level:
            break
    assert other is not None and (tracker.lost(other, second) is first) is same


def test_a_room_in_the_dark_is_told_where_it_is_no_covered_lens() -> None:
    stage = Stage()
    stage.light = lambda second: 0.18 if second >= 3 else 1.0
    assert "It has become dark." in texts(stage.run(6))


def test_something_dangerous_is_told_first_and_interrupts() -> None:
    stage = Stage()
    stage.add("cup", stays(Box(200, 150, 30, 30), 3.0))
    stage.add("knife", stays(Box(140, 100, 40, 40), 3.0), 0.85)
    told = stage.run(6)
    assert texts(told)[1:] == ["Careful: probably a knife at 12 o'clock.", "A cup at 1 o'clock."]
    assert [one.urgent for one in told] == [False, True, False]
    assert told[1].at_s < told[2].at_s


def test_what_comes_nearer_is_told() -> None:
    stage = Stage()

    def nearer(second: float) -> Box:
        side = 40 if second < 4 else min(150, round(40 + 60 * (second - 4)))
        return Box(160 - side // 2, 200 - side, side, side)

    stage.add("dog", nearer)
    assert "A dog comes nearer at 12 o'clock." in texts(stage.run(8))


def test_another_scene_is_told_as_such() -> None:
    stage = Stage()
    stage.add("person", stays(BOX, until=4.0))
    stage.add("bus", stays(Box(60, 60, 200, 140), since=4.0))
    stage.room = lambda second: ROOM if second < 4 else STREET
    assert texts(stage.run(8)) == ["A person.", "Another scene. A bus. Careful: a bus at 12 o'clock, close."]


def test_light_that_goes_out_is_told_and_takes_nothing_away() -> None:
    stage = Stage()
    stage.add("person", stays(BOX))
    stage.light = lambda second: 0.2 if 4 <= second < 8 else 1.0
    assert texts(stage.run(12)) == ["A person.", "It has become dark.", "It is bright again."]


def test_a_covered_camera_loses_nothing() -> None:
    stage = Stage()
    stage.add("person", stays(BOX))
    stage.light = lambda second: 0.0 if 4 <= second < 8 else 1.0
    looks: list[int] = []
    stage.blind = lambda look: bool(looks.append(look))
    assert texts(stage.run(12)) == ["A person."]


def test_a_camera_that_turns_does_not_make_things_go() -> None:
    wide = texture(5, (SIZE[0] * 3, SIZE[1]), 40)

    def turned(second: float) -> int:
        return round(min(300.0, max(0.0, 100 * (second - 3))))

    stage = Stage()
    stage.room = lambda second: wide[:, turned(second) : turned(second) + SIZE[0]]
    stage.add("chair", lambda second: BOX.moved(-turned(second), 0))
    stage.add("person", lambda second: Box(400 - turned(second), 60, 60, 120))
    told = texts(stage.run(10))
    assert told[0] == "A chair." and not [text for text in told if "chair" in text][1:]
    assert [text for text in told if "person" in text]


def test_what_was_there_all_the_time_is_no_news_when_it_is_recognised_late() -> None:
    stage = Stage()
    stage.add("chair", stays(BOX), 0.9)
    stage.blind = lambda look: look < 9
    stage.shake = 2
    assert texts(stage.run(10)) == ["I see nothing here that I know."]


@pytest.mark.parametrize(
    ("kind", "likely", "news"), [("chair", 0.85, 0), ("chair", 0.98, 2), ("car", 0.85, 2), ("person", 0.85, 2)]
)
def test_among_several_of_its_kind_only_what_is_sure_walks_or_is_dangerous_is_news(
    kind: str, likely: float, news: int
) -> None:
    stage = Stage()
    stage.add(kind, stays(Box(10, 20, 50, 60)))
    stage.add(kind, stays(Box(10, 150, 50, 60)))
    stage.add(kind, stays(Box(200, 80, 70, 90), 4.0, 9.0), likely)
    told = stage.run(13)
    assert len(told) == 1 + news, texts(told)


@pytest.mark.parametrize(
    ("kind", "likely", "told"), [("chair", 0.85, False), ("chair", 0.98, True), ("cat", 0.85, True)]
)
def test_what_was_never_sure_and_does_not_walk_is_not_said_to_go(kind: str, likely: float, told: bool) -> None:
    stage = Stage()
    stage.add(kind, stays(BOX, until=5.0), likely)
    gone = [one for one in stage.run(9) if one.kind == "gone"]
    assert len(gone) == told
    assert all(one.evidence[0].confidence == likely for one in gone)


def test_text_is_told_once_when_the_picture_rests() -> None:
    read: list[float] = []

    def reader(pixels: Picture) -> list[TextBlock]:
        read.append(float(pixels.mean()))
        return [TextBlock("EXIT", Box(10, 10, 60, 20), 0.97), TextBlock("x", Box(0, 0, 5, 5), 0.99)]

    stage = Stage(read=reader, wait_for_text=True, clean=lambda text: text.replace("EXIT", "EX-IT"))
    told = stage.run(8)
    assert texts(told) == ["I see nothing here that I know.", "Text: EX-IT"]
    assert told[1].evidence[0].kind == "ocr" and 1 <= len(read) <= 2


def test_a_hush_drops_what_waits() -> None:
    chooser = Chooser("normal")
    chooser.offer([Event("appears", 1.0, "person")], 1.0)
    chooser.drop()
    assert chooser.take(2.0) == ([], False)


def test_little_dense_and_often() -> None:
    """The rate is kept, what is old is dropped, and what came and went before it was said is not said."""
    chooser = Chooser("sparse")
    chooser.offer([Event("appears", 1.0, "person", track=1), Event("moved", 1.0, "cat", track=2)], 1.0)
    assert [one.kind for one in chooser.take(1.0)[0]] == ["appears"]
    chooser.offer([Event("appears", 2.0, "dog", track=3)], 2.0)
    assert chooser.take(3.0) == ([], False)
    assert chooser.take(9.0) == ([], False)
    chooser = Chooser("dense")
    chooser.offer([Event("appears", 1.0, "dog", track=4)], 1.0)
    chooser.offer([Event("gone", 2.0, "dog", track=4)], 2.0)
    assert chooser.take(2.0) == ([], False)
    for at_s in (3.0, 5.0, 7.0):
        chooser.offer([Event("appears", at_s, "cat", track=int(at_s))], at_s)
        chosen, _ = chooser.take(at_s)
        assert len(chosen) == (at_s < 7)


def test_nothing_is_said_over_other_speech_but_what_is_dangerous() -> None:
    chooser = Chooser("normal")
    chooser.offer([Event("appears", 1.0, "person"), Event("appears", 1.0, "car")], 1.0)
    chosen, urgent = chooser.take(1.0, quiet=False)
    assert [one.what for one in chosen] == ["car"] and urgent
    assert chooser.take(1.5, quiet=False) == ([], False)


def test_two_that_cross_keep_their_tracks() -> None:
    tracker = Tracker()
    for number in range(20):
        x = 15 * number
        boxes = [Box(x, 100, 40, 80), Box(285 - x, 60, 40, 80)]
        tracker.look([Seen("person", box, 0.97) for box in boxes], number / FPS)
    assert len(tracker.tracks) == 2
    assert sorted(track.box.x for track in tracker.tracks) == [0, 285]


def test_weak_detections_keep_a_track_but_never_begin_one() -> None:
    tracker = Tracker()
    tracker.look([Seen("dog", BOX, 0.45)], 0.0)
    assert not tracker.tracks
    for number in range(1, 5):
        tracker.look([Seen("dog", BOX, 0.97)], number / FPS)
    tracker.look([Seen("dog", BOX, 0.4)], 0.5)
    (track,) = tracker.tracks
    assert track.missed == 0 and track.level == "sure"


def test_a_scene_counts_what_is_sure_and_says_so_where_there_may_be_more() -> None:
    of = [Event("appears", 1.0, "chair", sure) for sure in (True, True, False)]
    ((text, _),) = sentences([Event("scene", 1.0, objects=(*of, Event("appears", 1.0, "person")))], "en")
    assert text == "A person and at least two chairs."


def test_directions_and_distances_are_vague_where_they_must_be() -> None:
    assert [hour(Box(x, 0, 20, 20), 640) for x in (0, 310, 620)] == [11, 12, 1]
    size = (640, 480)
    assert distance("person", Box(300, 200, 20, 60), size) == "far"
    assert distance("person", Box(300, 100, 100, 300), size) == ""
    assert distance("cup", Box(300, 200, 20, 60), size) == ""  # nobody knows how large a cup is
    assert distance("person", Box(300, 440, 40, 40), size) == ""  # cut off by the edge
    assert distance("cup", Box(100, 50, 400, 300), size) == "close"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_event_is_a_sentence_in_every_language(language: str) -> None:
    assert set(LANGUAGES) == set(ALL_LANGUAGES)
    box, size = Box(100, 100, 40, 60), (640, 480)
    for kind in (*scene_words(language).events, "appears"):
        for what in KINDS:
            for sure in (True, False):
                event = Event(kind, 1.0, what, sure, box, 0.9, 1, size=size)  # type: ignore[arg-type]
                ((text, group),) = sentences([event], language)
                assert group == (event,) and "{" not in text and text[0] == text[0].upper()
    two = [Event("appears", 1.0, "person", track=number) for number in (1, 2)]
    ((text, group),) = sentences(two, language)
    assert len(group) == 2
    cut = Event("cut", 1.0, objects=tuple(two))
    assert scene_words(language).another in sentences([cut], language)[0][0]
    for kind in ("dim", "bright"):
        assert sentences([Event(kind, 1.0)], language)[0][0]  # type: ignore[arg-type]


def frames_of(pictures: Iterator[Picture] | list[Picture]) -> list[Any]:
    frames = Frames()
    return [frames.see(one) for one in pictures]


def test_frames_of_any_size_and_content_are_looked_at() -> None:
    chance = np.random.default_rng(4)
    for shape in ((1, 1, 3), (2160, 3840, 3), (480, 3, 3)):
        frames_of([np.zeros(shape, np.uint8), chance.integers(0, 255, shape, dtype=np.uint8)])
    flat = frames_of([np.full((240, 320, 3), level, np.uint8) for level in (200, 200, 60, 60)])
    assert [one.light for one in flat] == ["bright", "bright", "dim", "dim"]
    assert not any(one.cut for one in flat)

"""What is looked for, from words; and how somebody is led to it, on photographs."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.aiming import Update
from assistant.cancel import Token
from assistant.errors import ModelBroken, Usage
from assistant.types import Box, Capture, TextBlock
from benchmarks.camera_videos import Pixels
from models.guiding import Sighting, Wanted
from models.guiding.colours import patches
from models.guiding.finder import Finder
from models.guiding.follower import Follower
from models.guiding.seekers import Eyes, Seekers
from models.guiding.steering import place_of
from models.guiding.wanted import can_be_sought, wanted_from
from models.photo.codes import CodeReader
from models.photo.finder import FaceFinder

PHOTOS = Path(__file__).parents[2] / "data" / "photos"
SIZE = (640, 480)


def photo(name: str) -> Pixels:
    with Image.open(PHOTOS / name) as image:
        return np.asarray(image.convert("RGB"))


def textured(width: int, height: int, seed: int = 0) -> Pixels:
    import cv2

    coarse = np.random.default_rng(seed).integers(60, 200, (height // 20, width // 20, 3), np.uint8)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)


def a_wall() -> Pixels:
    """The astronaut's picture on a large wall of grey plaster."""
    wall = (np.random.default_rng(1).normal(120, 6, (1200, 1600, 3))).clip(0, 255).astype(np.uint8)
    picture = photo("astronaut.jpg")
    wall[400 : 400 + picture.shape[0], 900 : 900 + picture.shape[1]] = picture
    return wall


def nothing(_: Pixels) -> list[TextBlock]:
    return []


class Told:
    """A seeker that sees what it is told to."""

    def __init__(self, sightings: Sequence[Sighting] = ()) -> None:
        self.sightings = list(sightings)
        self.error: Exception | None = None

    def sights(self, frame: Pixels, wanted: Wanted) -> list[Sighting]:
        if self.error is not None:
            raise self.error
        return self.sightings


def guided(finder: Finder, pixels: Pixels, until_s: float, since_s: float = 0.0, step_s: float = 0.1) -> list[Update]:
    moments = [since_s + at * step_s for at in range(round((until_s - since_s) / step_s))]
    return [finder.see(Capture(pixels, "camera", moment_s=at), at, tones=True) for at in moments]


def words(updates: Sequence[Update]) -> list[str]:
    return [word for update in updates for word in update.words]


# -- what is wanted ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "kind", "what", "told"),
    [
        ("my cup", "en", "object", "cup", "your cup"),
        ("Where is my mug?", "en", "object", "cup", "your mug"),
        ("a phone", "en", "object", "cell phone", "a phone"),
        ("the sign that says Exit", "en", "text", "Exit", "“Exit”"),
        ("find something red", "en", "colour", "red", "something red"),
        ("a face", "en", "face", "", "a face"),
        ("the bar code", "en", "code", "", "a code"),
        ("meine Tasse", "de", "object", "cup", "deine Tasse"),
        ("etwas Rotes", "de", "colour", "red", "etwas Rotes"),
        ("das Schild, auf dem Ausgang steht", "de", "text", "Ausgang", "„Ausgang“"),
        ("我的杯子", "zh", "object", "cup", "您的杯子"),
        ("写着出口的牌子", "zh", "text", "出口", "“出口”"),
        ("红色的东西", "zh", "colour", "red", "红色的东西"),
        ("二维码", "zh", "code", "", "一个码"),
    ],
)
def test_people_say_what_they_look_for_in_their_words(
    text: str, language: str, kind: str, what: str, told: str
) -> None:
    assert wanted_from(text, language) == Wanted(kind, what, told)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "language"), [("my keys", "en"), ("mein Schlüssel", "de"), ("我的钥匙", "zh")])
def test_what_nobody_can_look_for_is_refused_with_a_way_out(text: str, language: str) -> None:
    with pytest.raises(Usage, match="hearsight teach"):
        wanted_from(text, language)
    assert not can_be_sought(text, language)
    assert wanted_from(text, language, [text]).kind == "taught"


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(Usage):
        wanted_from(" ?", "en")


# -- who looks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "wanted", "seen"),
    [
        ("EMERGENCY EXIT", "exit", True),
        ("EXITS", "exit", False),  # a short word to the letter: "exits" is another one
        ("Way to the statlon", "station", True),  # a letter misread
        ("Fire extinguisher", "station", False),
        ("安全出口", "出口", True),
    ],
)
def test_a_text_is_found_as_it_is_read(line: str, wanted: str, seen: bool) -> None:
    eyes = Eyes(nothing, lambda _: [TextBlock(line, Box(100, 50, 280, 40), confidence=0.99)], nothing, nothing)  # type: ignore[arg-type]
    found = Seekers(eyes).sights(np.zeros((480, 640, 3), np.uint8), Wanted("text", wanted))
    assert bool(found) is seen
    if seen:
        assert Box(100, 50, 280, 40).contains(found[0].box, slack=2)


def test_a_red_thing_is_found_and_a_grey_room_has_none() -> None:
    room = textured(640, 480)
    room = np.repeat(room.mean(axis=2, keepdims=True), 3, 2).astype(np.uint8)
    assert patches(room, "red") == []
    room[200:280, 400:500] = (190, 20, 30)
    found = patches(room, "red")
    assert len(found) == 1 and found[0].sure
    assert found[0].box.iou(Box(400, 200, 100, 80)) > 0.8


# -- how somebody is led -----------------------------------------------------------------------------------------------


def test_a_tone_rises_towards_the_middle_and_comes_from_its_side() -> None:
    places = [place_of(Box(x, 200, 40, 80), SIZE) for x in (20, 160, 300, 440, 580)]
    heights, sides = [place.height for place in places], [place.side for place in places]
    assert heights[2] > heights[1] > heights[0] and heights[2] > heights[3] > heights[4]
    assert sides == sorted(sides) and sides[0] < -0.8 and abs(sides[2]) < 0.1 and sides[4] > 0.8


def test_somebody_is_led_to_a_face_on_a_real_photograph() -> None:
    faces, wall = FaceFinder(), a_wall()

    def look(pixels: Pixels) -> list[object]:
        return list(faces.find(pixels, area=[0, 0, pixels.shape[1], pixels.shape[0]], token=Token()))

    eyes = Eyes(nothing, nothing, look, nothing)  # type: ignore[arg-type]
    finder = Finder(Seekers(eyes), Wanted("face", "", "a face"), wait=True, look_s=1.2)
    said: list[str] = []
    x, y, earcons, seen = 420.0, 250.0, [], []
    for number in range(60):
        frame = wall[round(y) : round(y) + 480, round(x) : round(x) + 640]
        update = finder.see(Capture(frame, "camera"), number / 10, tones=True)
        said += update.words
        earcons += [update.earcon] if update.earcon else []
        seen.append(update.seen)
        # Who turns towards the ear that hears more, and does what the last words said.
        x += 40 * update.side
        last = said[-1].lower() if said else ""
        y += 12 * (("down" in last) - ("up" in last))
    assert all(seen[5:])
    assert said[0].startswith("A face: ") and any(word.startswith("In the middle") for word in said)
    assert "aimed" in earcons
    box = update.box
    assert box is not None and abs(box.centre[0] - 320) < 80 and abs(box.centre[1] - 240) < 100


def test_a_code_on_a_pack_is_found() -> None:
    import zxingcpp

    barcode = zxingcpp.create_barcode("4006381333931", zxingcpp.BarcodeFormat.EAN13)
    code = np.array(zxingcpp.write_barcode_to_image(barcode, scale=2))
    scene = textured(640, 480)
    top, left = 120, 390
    scene[top : top + code.shape[0], left : left + code.shape[1]] = code[..., None]
    reader = CodeReader()
    eyes = Eyes(nothing, nothing, nothing, lambda pixels: reader.read(pixels, token=Token()))  # type: ignore[arg-type]
    updates = guided(Finder(Seekers(eyes), wanted_from("the bar code", "en"), wait=True), scene, 0.5)
    assert updates[-1].seen and updates[-1].side > 0.2
    assert words(updates)[0].startswith("A code: ")


def test_what_is_not_sure_is_told_as_probable_and_what_is_less_not_at_all() -> None:
    frame, box = textured(*SIZE), Box(500, 200, 80, 80)
    probable = Finder(Told([Sighting(box, 0.8)]), Wanted("object", "cup", "your cup"), wait=True)
    assert words(guided(probable, frame, 0.5))[0].startswith("Probably your cup: ")
    possible = Finder(Told([Sighting(box, 0.6)]), Wanted("object", "cup", "your cup"), wait=True)
    updates = guided(possible, frame, 3.0)
    assert not any(update.seen for update in updates)
    assert words(updates) == ["I don't see your cup. Turn slowly."]


def test_not_seen_is_said_once_and_again_only_after_a_long_while() -> None:
    finder = Finder(Told(), Wanted("object", "cup", "your cup"), wait=True)
    said = words(guided(finder, textured(*SIZE), 20.0))
    assert said == ["I don't see your cup. Turn slowly.", "Still not in view."]


def test_words_are_seldom_while_the_tone_is_steady() -> None:
    frame = textured(*SIZE)
    finder = Finder(Told([Sighting(Box(540, 200, 80, 80), 0.99)]), Wanted("object", "cup", "your cup"), wait=True)
    updates = guided(finder, frame, 10.0)
    assert all(update.seen for update in updates)
    assert words(updates) == ["Your cup: right.", "Right.", "Right."]


def test_without_tones_there_are_more_words() -> None:
    frame = textured(*SIZE)
    finder = Finder(Told([Sighting(Box(540, 200, 80, 80), 0.99)]), Wanted("object", "cup", "your cup"), wait=True)
    moments = [at / 10 for at in range(100)]
    updates = [finder.see(Capture(frame, "camera", moment_s=at), at, tones=False) for at in moments]
    assert len(words(updates)) >= 6


def test_by_which_edge_it_went_out_is_told() -> None:
    wide = textured(1600, 480)
    seeker = Told()
    finder = Finder(seeker, Wanted("object", "cup", "your cup"), wait=True, look_s=0.1)
    said: list[str] = []
    for number in range(60):  # the camera turns to the right, so that the cup leaves by the left edge
        x = 16 * number
        left = 400 - x
        seeker.sightings = [Sighting(Box(left, 200, 80, 80), 0.99)] if left > -40 else []
        said += finder.see(Capture(wide[:, x : x + 640], "camera"), number / 10, tones=True).words
    assert said[-1] == "It went out at the left."


def test_between_two_looks_it_is_followed() -> None:
    wide = textured(1600, 480, seed=3)
    follower = Follower()
    first = follower.thumb(wide[:, :640])
    follower.see(first)
    follower.begin(Box(400, 180, 120, 100), first)
    for x in range(10, 210, 10):
        follower.see(follower.thumb(wide[:, x : x + 640]))
    box = follower.box
    assert box is not None
    assert abs(box.centre[0] - 260) < 12 and abs(box.centre[1] - 230) < 12
    follower.see(follower.thumb(textured(640, 480, seed=9)))  # another scene
    assert follower.box is None


def test_a_look_that_is_late_is_carried_to_the_newest_frame() -> None:
    wide = textured(1600, 480, seed=3)
    follower = Follower()
    old = follower.thumb(wide[:, :640])
    follower.see(old)
    follower.see(follower.thumb(wide[:, 30:670]))
    follower.begin(Box(400, 180, 120, 100), old)
    box = follower.box
    assert box is not None and abs(box.centre[0] - 430) < 8


def test_another_thing_that_is_only_probable_is_not_told_as_sure_because_the_first_one_was() -> None:
    seeker = Told([Sighting(Box(60, 200, 80, 80), 0.99)])
    finder = Finder(seeker, Wanted("object", "cup", "your cup"), wait=True)
    frame = textured(*SIZE)
    guided(finder, frame, 1.0)
    seeker.sightings = [Sighting(Box(280, 200, 80, 80), 0.8)]
    updates = guided(finder, frame, 3.0, since_s=1.0)
    assert updates[-1].confidence == 0.8
    assert words(updates)[-1].startswith("Probably in the middle")


def test_where_looks_take_long_nobody_is_led_for_long_to_what_is_not_seen_any_more() -> None:
    seeker = Told([Sighting(Box(280, 200, 80, 80), 0.99)])
    finder = Finder(seeker, Wanted("object", "cup", "your cup"), wait=True, look_s=2.0)
    frame = textured(*SIZE)
    guided(finder, frame, 1.0)
    seeker.sightings = []
    updates = guided(finder, frame, 6.0, since_s=1.0)
    assert updates[0].seen and not updates[-1].seen


def test_the_look_that_is_at_work_at_the_end_is_waited_for() -> None:
    begun, go_on, over = threading.Event(), threading.Event(), threading.Event()

    class Slow(Told):
        def sights(self, frame: Pixels, wanted: Wanted) -> list[Sighting]:
            begun.set()
            go_on.wait(60)
            over.set()
            return []

    finder = Finder(Slow(), Wanted("colour", "red", "something red"))
    finder.see(Capture(textured(*SIZE), "camera"), 0.0, tones=True)
    assert begun.wait(60)
    threading.Timer(0.1, go_on.set).start()
    assert finder.closing == "" and over.is_set()


def test_looks_that_fail_end_it_after_three() -> None:
    seeker = Told()
    seeker.error = ModelBroken()
    finder = Finder(seeker, Wanted("object", "cup", "your cup"), wait=True)
    with pytest.raises(ModelBroken):
        guided(finder, textured(*SIZE), 2.0)
    assert finder.effort.looks == 0

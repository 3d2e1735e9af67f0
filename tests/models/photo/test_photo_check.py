"""What is wrong with a photograph is told; a good one is never called bad; what is set right is better."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from assistant.cancel import Cancelled, Token
from assistant.errors import ModelBroken
from assistant.types import Box
from models.catalogue import read
from models.photo import faults, measures, telling
from models.photo.check import Checked, PhotoCheck
from models.photo.faces import SHA256, WEIGHTS, Face, FaceNet
from models.photo.faults import Fault
from models.photo.fix import fixed, straightened
from models.photo.tilt import inside, lean
from models.photo.words import photo_words

if TYPE_CHECKING:
    from assistant.types import Pixels

PHOTOS = Path(__file__).parents[2] / "data" / "photos"


@pytest.fixture(scope="module")
def check() -> PhotoCheck:
    return PhotoCheck()


@pytest.fixture(scope="module")
def astronaut() -> Pixels:
    return np.asarray(Image.open(PHOTOS / "astronaut.jpg").convert("RGB"))


def exposed(pixels: Pixels, stops: float) -> Pixels:
    light = (pixels / 255) ** 2.2 * 2**stops
    return (np.clip(light, 0, 1) ** (1 / 2.2) * 255 + 0.5).astype(np.uint8)


def unfocused(pixels: Pixels) -> Pixels:
    import cv2

    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.008 * max(pixels.shape)))


def kinds(checked: Checked) -> set[str]:
    return {fault.kind for fault in checked.faults if fault.sure}


@pytest.mark.parametrize("name", ["astronaut.jpg", "chelsea.jpg"])
def test_a_good_photograph_is_not_called_bad(check: PhotoCheck, name: str) -> None:
    checked = check.check(np.asarray(Image.open(PHOTOS / name).convert("RGB")), token=Token())
    assert checked.faults == ()
    assert telling.of_faults(checked, photo_words("en")) == ["I find nothing wrong with it."]


@pytest.mark.parametrize(
    ("kind", "spoil"),
    [
        ("blur", unfocused),
        ("dark", lambda pixels: exposed(pixels, -4)),
        ("flat", lambda pixels: (150 + (pixels.astype(np.float32) - 150) * 0.2).astype(np.uint8)),
        ("head_cut", lambda pixels: np.ascontiguousarray(pixels[60:])),
    ],
)
def test_a_spoiled_one_is_told_for_what_it_is(
    check: PhotoCheck, astronaut: Pixels, kind: str, spoil: Callable[[Pixels], Pixels]
) -> None:
    assert kinds(check.check(spoil(astronaut), token=Token())) == {kind}


def test_a_photograph_on_its_side_is_turned_the_right_way_when_guesses_may_be_acted_on(
    check: PhotoCheck, astronaut: Pixels
) -> None:
    lying = np.ascontiguousarray(np.rot90(astronaut))
    (fault,) = (one for one in check.check(lying, token=Token()).faults if one.kind == "sideways")
    assert not fault.sure
    assert fixed(lying, [fault])[0] is lying  # a guess alone changes nothing
    turned, (done,) = fixed(lying, [fault], guesses=True)
    assert done.step == "turned"
    assert np.array_equal(turned, astronaut)


@pytest.mark.parametrize(("stops", "share", "step"), [(-4, 1.0, "lightened"), (0, 0.2, "contrast")])
def test_what_is_set_right_is_better_and_burns_nothing_out(
    astronaut: Pixels, stops: float, share: float, step: str
) -> None:
    spoiled = (150 * (1 - share) + exposed(astronaut, stops) * share).astype(np.uint8)
    found = list(faults.of_light(measures.light(spoiled), None))
    better, done = fixed(spoiled, found)
    assert [one.step for one in done] == [step]
    assert not [one for one in faults.of_light(measures.light(better), None) if one.sure]
    assert measures.light(better).burnt <= 0.01


@pytest.mark.parametrize("colour", [(255, 182, 193), (255, 160, 90), (255, 240, 120)])
def test_a_backdrop_of_one_colour_is_not_burnt_out(astronaut: Pixels, colour: tuple[int, int, int]) -> None:
    picture = np.full((480, 640, 3), colour, np.uint8)
    picture[80:400, 160:480] = astronaut[:320, :320]
    noisy = (picture + np.random.default_rng(0).normal(0, 1, picture.shape)).clip(0, 255).astype(np.uint8)
    for one in (picture, noisy):
        told = faults.of_light(measures.light(one), measures.blur(measures.grey(one)))
        assert [fault.kind for fault in told] == []


def room() -> Pixels:
    """A wall with a window, a door and a shelf: lines that all stand level."""
    picture = np.full((480, 640, 3), 190, np.uint8)
    for x, y, w, h, grey in ((60, 60, 160, 200, 90), (400, 120, 130, 300, 120), (240, 300, 120, 12, 40)):
        picture[y : y + h, x : x + w] = grey
    noise = np.random.default_rng(0).normal(0, 3, picture.shape)
    return (picture + noise).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("degrees", [-7.0, -3.0, 4.0])
def test_a_leaning_picture_is_straightened_by_as_much_as_it_leans(degrees: float) -> None:
    leaning = straightened(room(), degrees)
    told = lean(measures.grey(leaning))
    assert told is not None and told.sure
    assert told.degrees == pytest.approx(-degrees, abs=0.5)
    level, (done,) = fixed(leaning, [Fault("tilt", True, told.degrees)])
    assert done.step == "straightened"
    assert lean(measures.grey(level)) is None
    assert lean(measures.grey(room())) is None


@pytest.mark.parametrize("degrees", [0.0, 3.0, -12.0, 45.0, 90.0])
@pytest.mark.parametrize("size", [(640, 480), (100, 900)])
def test_the_rectangle_that_is_left_lies_inside_the_turned_picture(size: tuple[int, int], degrees: float) -> None:
    width, height = size
    w, h = inside(width, height, degrees)
    angle = np.radians(degrees)
    for x, y in ((w / 2, h / 2), (w / 2, -h / 2)):  # its corners, turned back
        back = abs(x * np.cos(angle) + y * np.sin(angle)), abs(-x * np.sin(angle) + y * np.cos(angle))
        assert back[0] <= width / 2 + 1e-6 and back[1] <= height / 2 + 1e-6


def test_light_against_the_camera_is_told_of_a_dark_face_alone() -> None:
    box = Box(0, 0, 40, 50)
    told = faults.of_backlight(20, 200, box)
    assert told is not None and told.kind == "backlit" and not told.sure, "it may be the colour of a skin"
    assert faults.of_backlight(70, 200, box) is None
    assert faults.of_backlight(20, 80, box) is None


@pytest.mark.parametrize(
    ("box", "edge"),
    [
        (Box(100, -5, 60, 80), "top"),
        (Box(-20, 200, 60, 80), "left"),
        (Box(600, 200, 60, 80), "right"),
        (Box(100, 440, 60, 80), "bottom"),
        (Box(100, 100, 60, 80), None),
    ],
)
def test_a_head_is_cut_off_where_its_face_reaches_over_the_edge(box: Box, edge: str | None) -> None:
    points = ((0.0, 0.0),) * 5
    assert [one.side for one in faults.of_faces([Face(box, 0.9, points)], 640, 480)] == ([edge] if edge else [])
    assert list(faults.of_faces([Face(box, 0.6, points)], 640, 480)) == []


def test_a_person_whose_legs_are_outside_is_a_portrait() -> None:
    assert faults.of_edges("person", Box(200, 100, 200, 380), 640, 480) is None
    told = faults.of_edges("dog", Box(200, 100, 200, 380), 640, 480)
    assert told is not None and told.side == "bottom"


def test_somebody_half_in_the_picture_beside_the_main_thing_is_a_remark() -> None:
    told = faults.at_the_side(Box(560, 100, 80, 300), 640, 480)
    assert told is not None and (told.kind, told.side, told.what, told.sure) == ("cut", "right", "person", False)
    assert faults.at_the_side(Box(540, 100, 80, 300), 640, 480) is None
    assert faults.at_the_side(Box(0, 100, 20, 60), 640, 480) is None


@pytest.mark.parametrize("pixels", [np.zeros((20, 20, 3), np.uint8), np.full((300, 300, 3), 7, np.uint8)])
def test_of_an_icon_or_one_colour_nothing_is_said(check: PhotoCheck, pixels: Pixels) -> None:
    assert not check.check(pixels, token=Token()).looked


def test_a_hush_stops_it(check: PhotoCheck, astronaut: Pixels) -> None:
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        check.check(astronaut, token=token)


def test_a_face_is_where_it_is_and_a_cat_has_none(check: PhotoCheck, astronaut: Pixels) -> None:
    checked = check.check(astronaut, token=Token())
    (face,) = checked.faces
    assert Box(100, 30, 80, 90).contains(face.box)
    assert telling.of_faces(checked, photo_words("en")) == "One face, all of it in the frame, facing the camera."


def test_the_weights_are_those_of_the_catalogue_and_no_others_are_loaded(tmp_path: Path, astronaut: Pixels) -> None:
    told = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    entry = read()["faces"]
    assert told == SHA256 == entry.files[0].sha256
    wrong = tmp_path / "faces.onnx"
    wrong.write_bytes(WEIGHTS.read_bytes()[:-1] + b"\0")
    for weights in (wrong, tmp_path / "missing.onnx"):
        with pytest.raises(ModelBroken):
            FaceNet(weights).find(astronaut)


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_every_fault_and_step_has_its_words(language: str) -> None:
    words, english = photo_words(language), photo_words("en")
    for name in ("faults", "advice", "steps", "done", "edges"):
        assert set(getattr(words, name)) == set(getattr(english, name))
    assert set(telling.STEPS.values()) == set(words.steps) == set(words.done)

"""Packages in a hand, photographed in a shop: taught from four views, known again in a fifth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from assistant.cancel import Cancelled, Token
from assistant.errors import HearsightError, ModelBroken, UnusableInput
from assistant.types import Box, Capture, Scene
from models.grounded.view import View as GroundedView
from models.guiding import Wanted
from models.imagenet.net import MODEL, WEIGHTS, Backbone
from models.scenes.narrator import SceneNarrator
from models.store import Store
from models.taught import Taught
from models.taught.finder import Recognition, ThingFinder, View
from models.taught.gatherer import SHOWN, TAUGHT, TaughtGatherer, as_a_whole
from models.taught.guide import LessonGuide, Teacher
from models.taught.lesson import Lesson
from models.taught.live import TaughtLooks
from models.taught.matching import PROBABLY
from models.taught.seeker import TaughtSeeker
from models.taught.store import TaughtThings
from models.taught.views import thing_in_the_middle, trouble

if TYPE_CHECKING:
    from assistant.types import Pixels

PHOTOS = Path(__file__).parents[2] / "data" / "photos"
FOLDER = Store().root / MODEL


def photo(name: str) -> Pixels:
    with Image.open(PHOTOS / name) as image:
        return np.asarray(image.convert("RGB"))


class Here:
    """The port: `Worker`, in this process."""

    def __init__(self, finder: ThingFinder) -> None:
        self._finder = finder
        self.calls = 0

    def call(self, method: str, *arguments: Any, timeout_s: float | None = None, token: Token, **more: Any) -> Any:
        self.calls += 1
        return getattr(self._finder, method)(*arguments, token=token, **more)


@pytest.fixture(scope="module")
def worker() -> Here:
    return Here(ThingFinder(str(FOLDER)))


@pytest.fixture(scope="module")
def things(worker: Here, tmp_path_factory: pytest.TempPathFactory) -> TaughtThings:
    store = TaughtThings(tmp_path_factory.mktemp("taught") / "taught.json")
    for name, stem in (("my oat milk", "oat-milk"), ("my juice", "juice")):
        teacher = Teacher(worker, store, name, language="en", token=Token())  # type: ignore[arg-type]
        for at in (1, 2, 3, 4):
            assert teacher.look(photo(f"{stem}-{at}.jpg")) == ""
        teacher.finish()
        assert teacher.error is None and teacher.text.startswith(f"I know your {name[3:]} now, from")
    return store


def test_what_was_taught_is_known_again_and_nothing_else_is_called_so(worker: Here, things: TaughtThings) -> None:
    recognition = Recognition(worker, things.all)  # type: ignore[arg-type]
    assert [one.name for one in recognition.look(photo("oat-milk-5.jpg"), token=Token())] == ["my oat milk"]
    assert [one.name for one in recognition.look(photo("juice-5.jpg"), token=Token())] in (["my juice"], [])
    for other in ("chelsea.jpg", "astronaut.jpg"):
        assert recognition.look(photo(other), token=Token(), everywhere=True) == []


def test_while_nothing_was_taught_nothing_is_looked_at(worker: Here) -> None:
    before = worker.calls
    assert Recognition(worker, lambda: ()).look(photo("chelsea.jpg"), token=Token()) == []  # type: ignore[arg-type]
    assert worker.calls == before


def test_another_name_for_a_thing_that_is_known_is_refused(worker: Here, things: TaughtThings) -> None:
    teacher = Teacher(worker, things, "my box", language="en", token=Token())  # type: ignore[arg-type]
    for at in (1, 2, 3):
        teacher.look(photo(f"oat-milk-{at}.jpg"))
    teacher.finish()
    assert isinstance(teacher.error, UnusableInput) and "That looks like your oat milk" in teacher.error.spoken
    assert things.names() == ["my oat milk", "my juice"]


def test_a_lesson_through_a_camera_ends_by_itself_and_one_that_is_ended_keeps_nothing(
    worker: Here, tmp_path: Path
) -> None:
    for ended in (False, True):
        store, token = TaughtThings(tmp_path / f"{ended}.json"), Token()
        teacher = Teacher(worker, store, "my juice", language="en", token=token)  # type: ignore[arg-type]
        guide = LessonGuide(teacher, 1.0, language="en", token=token)
        assert guide.opening == "I look at what is in the middle for 1 seconds. Turn it slowly."
        updates = [
            guide.see(Capture(photo(f"juice-{at}.jpg"), "camera"), 0.4 * at, tones=True)
            for at in ((1, 2) if ended else (1, 2, 3, 4))
        ]
        if ended:
            token.cancel()
        assert updates[-1].over is not ended
        assert guide.closing == "" and store.names() == ([] if ended else ["my juice"])


def test_a_film_that_ends_too_soon_is_learned_from(worker: Here, tmp_path: Path) -> None:
    store = TaughtThings(tmp_path / "taught.json")
    teacher = Teacher(worker, store, "my juice", language="en", token=Token())  # type: ignore[arg-type]
    guide = LessonGuide(teacher, 5.0, language="en", token=Token())
    guide.see(Capture(photo("juice-1.jpg"), "camera"), 0.0, tones=True)
    assert guide.closing == "I know your juice now, from one view. More views make it surer."
    assert store.names() == ["my juice"]


@pytest.mark.parametrize(
    ("pixels", "told"),
    [
        (np.full((240, 320, 3), 8, np.uint8), "dark"),
        (np.full((240, 320, 3), 252, np.uint8), "bright"),
        (np.full((240, 320, 3), 128, np.uint8), "nothing but an empty surface"),
    ],
)
def test_what_shows_nothing_is_refused_with_what_to_do(pixels: Pixels, told: str, worker: Here, tmp_path: Path) -> None:
    store = TaughtThings(tmp_path / "taught.json")
    teacher = Teacher(worker, store, "my keys", language="en", token=Token())  # type: ignore[arg-type]
    teacher.look(pixels)
    teacher.finish()
    assert teacher.error is not None and told in teacher.error.spoken and not store.path.exists()


@pytest.mark.parametrize("size", [(1, 1), (3000, 2), (2, 3000), (30, 3000), (24, 24)])
def test_a_picture_too_small_to_see_anything_shows_nothing(size: tuple[int, int], worker: Here) -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (*size, 3)).astype(np.uint8)
    views: list[View] = worker.call("views", pixels, everywhere=True, token=Token())
    assert all(min(one.box.w, one.box.h) >= 20 for one in views)
    lesson = Lesson()
    lesson.see(views)
    assert lesson.pictures == 1


def test_a_blurred_picture_is_known_as_such() -> None:
    import cv2

    sharp = photo("oat-milk-1.jpg")
    assert trouble(sharp) == "" and trouble(cv2.GaussianBlur(sharp, (0, 0), 5)) == "blurred"


def test_the_thing_in_the_middle_is_cut_from_what_is_behind_it() -> None:
    wall = np.random.default_rng(3).normal(190, 4, (240, 320, 3)).clip(0, 255).astype(np.uint8)
    wall[80:170, 130:200] = (180, 30, 40)
    box = thing_in_the_middle(wall)
    assert abs(box.x - 130) < 15 and abs(box.right - 200) < 15 and abs(box.y - 80) < 15 and abs(box.bottom - 170) < 15
    plain = thing_in_the_middle(np.full((240, 320, 3), 90, np.uint8))
    assert plain.area < 240 * 320 and plain.centre == pytest.approx((160, 120), abs=2)


def test_a_scene_has_the_taught_thing_and_a_screen_has_none(worker: Here, things: TaughtThings) -> None:
    gatherer = TaughtGatherer(worker, things.all)  # type: ignore[arg-type]
    capture = Capture(photo("oat-milk-5.jpg"), "file")
    scene = Scene(capture.pixels.shape[1], capture.pixels.shape[0], "file")
    (finding,) = gatherer.gather(capture, scene, Token())
    assert [(one.role, one.name) for one in finding.things] == [(TAUGHT, "my oat milk")]
    assert list(gatherer.gather(Capture(capture.pixels, "screen"), scene, Token())) == []


def test_what_both_looks_call_the_same_is_told_where_no_object_was_seen() -> None:
    scene, box = Scene(320, 240, "file"), Box(0, 0, 200, 200)
    teapot, other = (View(box, np.zeros((1, 4), np.float32), "", kind, 0.97) for kind in (849, 850))
    shown = as_a_whole([teapot, teapot])
    assert shown is not None and (shown.role, shown.name) == (SHOWN, "849") and (shown.confidence or 0) > PROBABLY
    assert as_a_whole([teapot, other]) is None
    view = GroundedView(replace(scene, things=(shown,)))
    assert [one.name for one in view.objects] == ["849"] and view.scene.things == ()


def test_guidance_finds_it_away_from_the_middle(worker: Here, things: TaughtThings) -> None:
    pixels = np.random.default_rng(5).normal(120, 6, (360, 480, 3)).clip(0, 255).astype(np.uint8)
    pack = photo("oat-milk-5.jpg")
    pixels[-pack.shape[0] :, -pack.shape[1] :] = pack
    seeker = TaughtSeeker(Recognition(worker, things.all), Token())  # type: ignore[arg-type]
    sights = seeker.sights(pixels, Wanted("taught", "my oat milk"))
    assert sights and sights[0].confidence >= PROBABLY and sights[0].box.centre[0] > 240
    assert seeker.sights(pixels, Wanted("taught", "my juice")) == []


def test_a_narration_tells_it_once(worker: Here, things: TaughtThings) -> None:
    recognition = Recognition(worker, things.all)  # type: ignore[arg-type]
    own = TaughtLooks(lambda pixels: recognition.look(pixels, token=Token()), wait=True)
    narrator = SceneNarrator(lambda _: [], own=own)
    capture = Capture(photo("oat-milk-5.jpg"), "camera")
    told = [one for at in range(16) for one in narrator.see(capture, 0.5 * at, quiet=True)]
    mine = [one.text for one in told if one.kind == "taught"]
    assert len(mine) == 1 and "our oat milk at 12 o'clock" in mine[0]


def test_weights_that_are_missing_or_others_are_told(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken):
        Backbone(tmp_path).look([photo("chelsea.jpg")])
    (tmp_path / WEIGHTS).write_bytes(b"not these")
    with pytest.raises(HearsightError):
        Backbone(tmp_path).look([photo("chelsea.jpg")])


def test_a_look_is_cancelled_before_it_begins(worker: Here) -> None:
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        worker.call("views", photo("chelsea.jpg"), token=token)


def test_the_classes_are_those_of_imagenet() -> None:
    from models.imagenet.words import names

    look = Backbone(FOLDER).look([photo("chelsea.jpg")])
    assert 281 <= int(look.classes[0].argmax()) <= 285  # tabby .. Egyptian cat
    assert all(len(names(tag)) == 1000 for tag in ("en", "zh")) and names("de") == ()
    assert [names("en")[at] for at in (849, 948, 281)] == ["a teapot", "an apple", "-"]
    assert [at for at in range(1000) if (names("en")[at] == "-") is not (names("zh")[at] == "-")] == []


def test_taught_things_are_strangers_to_each_other(things: TaughtThings) -> None:
    first, second = things.all()
    assert isinstance(first, Taught)
    assert float((first.views @ second.views.T).mean()) < float((first.views @ first.views.T).mean())

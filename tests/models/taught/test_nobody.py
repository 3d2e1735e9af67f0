"""Nobody is learned and nobody is known again: things are taught, no faces."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.cancel import Token
from assistant.errors import UnusableInput, Usage
from assistant.types import Box
from models.imagenet.net import MODEL
from models.store import Store
from models.taught import Taught
from models.taught.finder import ThingFinder, View, known, share_of_face
from models.taught.lesson import Lesson
from models.taught.store import TaughtThings
from models.taught.vectors import SIZE, basis, unit
from models.taught.words import LANGUAGES, taught_words

PHOTOS = Path(__file__).parents[2] / "data" / "photos"


def view(face: float, seed: int = 0) -> View:
    row = unit(np.random.default_rng(seed).normal(size=(1, SIZE)).astype(np.float32))
    return View(Box(0, 0, 100, 100), row, "", 0, 0.5, face)


def test_somebody_in_the_middle_is_not_learned(tmp_path: Path) -> None:
    from models.taught.guide import Teacher

    class Here:
        finder = ThingFinder(str(Store().root / MODEL))

        def call(self, method: str, pixels: object, *, token: Token, timeout_s: float) -> object:
            return getattr(self.finder, method)(pixels, token=token)

    with Image.open(PHOTOS / "astronaut.jpg") as image:
        pixels = np.asarray(image.convert("RGB"))
    store = TaughtThings(tmp_path / "taught.json")
    teacher = Teacher(Here(), store, "my mug", language="en", token=Token())  # type: ignore[arg-type]
    assert teacher.look(pixels) == "face"
    teacher.finish()
    assert isinstance(teacher.error, UnusableInput) and "I see a face there" in teacher.error.spoken
    assert not store.path.exists()


def test_a_head_that_turns_is_not_learned_from_the_pictures_without_a_face() -> None:
    lesson = Lesson()
    for at in range(10):
        lesson.see([view(0.2 if at % 3 == 0 else 0.0), view(0.0)])
    learned = lesson.learned("my mug", (), basis().strangers)
    assert (learned.views, learned.refused) == (None, "face")


def test_a_face_behind_the_thing_is_not_kept_with_it() -> None:
    lesson = Lesson()
    assert lesson.see([view(0.0, seed=1), view(0.05, seed=2)]) == ""
    learned = lesson.learned("my mug", (), basis().strangers)
    assert learned.views is not None and np.allclose(learned.views, view(0.0, seed=1).vector)


def test_whoever_looks_like_a_taught_thing_is_not_called_so() -> None:
    one = view(0.0)
    mug = Taught("my mug", np.repeat(one.vector, 5, axis=0), 0.0)
    assert [found.name for found in known([one], [mug])] == ["my mug"]
    assert known([replace(one, face=0.07)], [mug]) == []


def test_the_share_of_a_face() -> None:
    assert share_of_face(Box(0, 0, 100, 100), Box(10, 10, 20, 20)) == pytest.approx(0.04)
    assert share_of_face(Box(0, 0, 100, 100), Box(95, 95, 20, 20)) == 0.0


@pytest.mark.parametrize("name", ["my wife", "My Friends", "the neighbour", "meine Mutter", "Papa", "我的妈妈", "me"])
def test_a_name_of_somebody_is_no_name_of_a_thing(name: str, tmp_path: Path) -> None:
    store = TaughtThings(tmp_path / "taught.json")
    with pytest.raises(Usage, match="recognise nobody"):
        store.add(name, view(0.0).vector)
    store.add("my mug", view(0.0).vector)
    with pytest.raises(Usage, match="recognise nobody"):
        store.rename("my mug", name)
    assert store.names() == ["my mug"]


@pytest.mark.parametrize("name", ["my wife's keys", "my mum's mug", "Mutters Schlüssel", "妈妈的钥匙", "my medicine"])
def test_a_thing_of_somebody_is_one(name: str, tmp_path: Path) -> None:
    assert TaughtThings(tmp_path / "taught.json").add(name, view(0.0).vector).name == name


def test_each_language_says_so() -> None:
    assert all({"face", "list_single"} <= set(taught_words(tag).says) and taught_words(tag).people for tag in LANGUAGES)

"""Which views are learned, and when nothing is; and which taught thing a view is told as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant.types import Box
from models.taught import Taught
from models.taught.finder import View, known
from models.taught.lesson import Lesson, unlike
from models.taught.matching import PROBABLY, SURE, likeliest
from models.taught.vectors import SIZE, basis, unit
from models.taught.views import Trouble
from models.taught.words import LANGUAGES, named, taught_words

CHANCE = np.random.default_rng(4)
MIDDLE = Box(100, 100, 200, 200)

if TYPE_CHECKING:
    from models.imagenet.net import Floats as Vectors


def thing(seed: int) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(1, SIZE)).astype(np.float32))


def seen(of: Vectors, spread: float = 0.4, trouble: Trouble = "", box: Box = MIDDLE) -> View:
    """One view of a thing: `spread` is how far it is from the others."""
    return View(box, unit(of + spread * thing(int(CHANCE.integers(1 << 30)))), trouble, 0, 0.0)


def lesson(views: list[View]) -> Lesson:
    begun = Lesson()
    for view in views:
        begun.see([view])
    return begun


def test_the_views_of_one_thing_are_learned() -> None:
    learned = lesson([seen(thing(1)) for _ in range(15)]).learned("my mug", [], basis().strangers)
    assert learned.views is not None and learned.views.shape == (12, SIZE) and not learned.refused


@pytest.mark.parametrize("trouble", ["dark", "bright", "blurred", "empty"])
def test_what_shows_nothing_teaches_nothing(trouble: Trouble) -> None:
    bad = [seen(thing(1), trouble=trouble) for _ in range(9)]
    learned = lesson([*bad, seen(thing(1))]).learned("my mug", [], basis().strangers)
    assert learned.views is None and learned.refused == trouble


def test_a_few_blurred_frames_among_good_ones_are_left_out() -> None:
    views = [seen(thing(1)) for _ in range(4)] + [seen(thing(9), trouble="blurred") for _ in range(4)]
    learned = lesson(views).learned("my mug", [], basis().strangers)
    assert learned.views is not None and len(learned.views) == 4


def test_without_a_picture_nothing_is_learned() -> None:
    assert Lesson().learned("my mug", [], basis().strangers).refused == "no_picture"


def test_a_camera_that_sweeps_over_a_room_teaches_nothing() -> None:
    views = [seen(thing(at)) for at in range(10)]
    assert lesson(views).learned("my mug", [], basis().strangers).refused == "changing"


def test_what_looks_like_a_thing_that_is_known_is_refused_but_for_its_own_name() -> None:
    mug = Taught("my mug", np.concatenate([seen(thing(1)).vector for _ in range(8)]), 0)
    again = lesson([seen(thing(1)) for _ in range(8)])
    refused = again.learned("my keys", [mug], basis().strangers)
    assert (refused.refused, refused.like) == ("alike", "my mug")
    assert again.learned("My Mug", [mug], basis().strangers).views is not None


def test_views_that_are_least_alike_are_kept() -> None:
    rows = np.concatenate([thing(1), thing(1), thing(1), thing(2), thing(3)])
    kept = unlike(rows, 3)
    assert np.allclose(np.sort(kept @ kept.T - np.eye(3), axis=None), np.sort(kept @ kept.T - np.eye(3), axis=None))
    assert float((kept @ kept.T - np.eye(3)).max()) < 0.3


def taught(*seeds: int) -> list[Taught]:
    return [
        Taught(f"thing {seed}", np.concatenate([seen(thing(seed)).vector for _ in range(8)]), 0.0) for seed in seeds
    ]


def test_a_stranger_is_told_as_nothing() -> None:
    things = taught(1, 2, 3)
    near, far = likeliest(np.concatenate([seen(thing(2)).vector, thing(77)]), things, basis().strangers)
    assert near[0] == 1 and near[1] >= SURE
    assert far[1] < PROBABLY


def test_what_is_between_two_taught_things_is_less_sure() -> None:
    things = taught(1, 2)
    alone, between = likeliest(unit(np.concatenate([2 * thing(1), thing(1) + thing(2)])), things, basis().strangers)
    assert between[1] < alone[1]


def test_each_thing_is_told_once_at_its_surest_place() -> None:
    things = taught(1, 2)
    views = [
        seen(thing(1), 0.6, box=Box(0, 0, 50, 50)),
        seen(thing(1), 0.1, box=Box(300, 0, 50, 50)),
        seen(thing(2), 0.1, box=Box(310, 5, 30, 30)),  # within what is surer to be another
        seen(thing(2), 0.3, box=Box(0, 300, 50, 50)),
    ]
    found = known(views, things)
    assert len({one.name for one in found}) == len(found) <= 2
    assert found[0].confidence >= found[-1].confidence
    assert known(views, []) == [] and known([], things) == []


def test_things_are_told_as_their_owners() -> None:
    assert taught_words("en").say("sure", "my keys") == "Your keys."
    assert taught_words("en").say("probably", "mystery box") == "Probably mystery box."
    assert taught_words("de").say("sure", "meine Tasse") == "Deine Tasse."
    assert taught_words("zh").say("probably", "我的钥匙") == "可能是你的钥匙。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same(language: str) -> None:
    words, english = taught_words(language), taught_words("en")
    assert set(words.says) == set(english.says)
    assert {intent for intent, _ in words.asks} == {"what", "is", "where"}


@pytest.mark.parametrize(
    ("asked", "name"),
    [("my keys", "my keys"), ("the keys", "my keys"), ("keys", "my keys"), ("Your Keys", "my keys"), ("key", None),
     ("我的杯子", "我的杯子"), ("my", None), ("meine Tasse", "Tasse")],
)  # fmt: skip
def test_who_is_meant(asked: str, name: str | None) -> None:
    assert named(asked, ["my keys", "我的杯子", "Tasse"]) == name

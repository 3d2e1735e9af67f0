"""What's new, and remember this: what a turn does for them, with fakes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assistant.errors import HearsightError
from assistant.last_looks import WINDOWS, LastLooks, same_place, tiles
from assistant.phrases import say_in
from assistant.types import Box, Capture, Claim, Evidence, Finding, Scene
from tests.assistant.fakes import Camera, FakeMemory, Finder, block, picture
from tests.assistant.test_session import Stage


def compare(before: Scene, after: Scene, same: object, verbosity: str, language: str) -> list[Claim]:
    """Tells of each block that was not there."""
    old = {block.text for block in before.blocks}
    return [Claim(f"New: {each.text}", (Evidence("ocr", each.box),)) for each in after.blocks if each.text not in old]


class Watching(Stage):
    """Looks at a window whose text the test changes."""

    def __init__(self, **more: Any) -> None:
        self.eye = Finder("tree", Finding("tree", blocks=(block("one"),)))
        super().__init__(self.eye, compare=more.pop("compare", compare), **more)

    def show(self, *texts: str, shade: int = 200, window: int = 1) -> None:
        self.eye.findings = (Finding("tree", blocks=tuple(block(text) for text in texts)),)
        self.camera.capture = picture(shade, window=window)


@pytest.fixture
def watching() -> Iterator[Callable[..., Watching]]:
    made: list[Watching] = []

    def make(**more: Any) -> Watching:
        made.append(Watching(**more))
        return made[-1]

    yield make
    for each in made:
        each.session.close()


def test_only_what_is_new_since_the_last_look_is_said(watching: Callable[..., Watching]) -> None:
    s = watching()
    s.run("describe")
    s.show("one", "two", shade=190)
    s.run("whats_new")
    s.show("one", "two", "three", shade=180)
    s.run("whats_new")
    assert s.mouth.texts == ["one", "New: two", "New: three"]


def test_when_nothing_has_changed_it_says_so_each_time(watching: Callable[..., Watching]) -> None:
    s = watching()
    s.run("describe")
    for _ in range(2):
        s.run("whats_new")
    assert s.mouth.texts == ["one", *[say_in("en", "nothing_new")] * 2]


def test_a_window_that_was_never_looked_at_is_described(watching: Callable[..., Watching]) -> None:
    s = watching()
    s.run("describe")
    s.show("another", window=2)
    s.run("whats_new")
    assert s.mouth.texts == ["one", say_in("en", "first_look"), "another"]
    s.show("one", "two", shade=190)
    s.run("whats_new")
    assert s.mouth.texts[-1] == "New: two", "the first window is still remembered"


def test_it_is_asked_by_voice_about_the_window_that_was_looked_at_meanwhile(watching: Callable[..., Watching]) -> None:
    s = watching()
    s.run("describe")
    s.show("one", "two", shade=190)
    s.recogniser.text = "What's new?"
    turn = s.run("ask", listen="until_silence")
    assert s.mouth.texts[-1] == "New: two"
    assert s.commands == [], "nobody else carries it out"
    assert turn.outcome.answer is not None
    assert turn.outcome.answer.text == "New: two"
    assert len(s.camera.threads) == 2, "the picture taken at key-down is the one that is compared"


def test_where_am_i_by_voice_is_a_question_about_the_window(watching: Callable[..., Watching]) -> None:
    s = watching()
    s.recogniser.text = "Where am I?"
    s.run("ask", listen="until_silence")
    assert s.engine.answered[0][0] == say_in("en", "where_am_i")


def test_a_question_that_the_recogniser_wrote_twice_is_asked_once(watching: Callable[..., Watching]) -> None:
    s = watching()
    s.recogniser.text = "What is the total? What is the total?"
    s.run("ask", listen="until_silence")
    assert s.engine.answered[0][0] == "What is the total?"


def test_what_a_script_looked_at_is_no_look_of_the_person(watching: Callable[..., Watching]) -> None:
    s = watching()
    s.run("describe")
    s.show("one", "two", shade=190)
    s.run("describe", speak=False)
    s.run("whats_new")
    assert s.mouth.texts[-1] == "New: two"


def test_no_more_windows_are_remembered_than_fit() -> None:
    looks = LastLooks()
    scene = Scene(60, 40, "window", complete=True)
    for number in range(WINDOWS + 5):
        looks.keep(picture(window=number), scene)
    assert looks.of(picture(window=4)) is None
    assert looks.of(picture(window=WINDOWS + 4)) is not None


def test_a_look_that_was_cut_short_and_a_whole_screen_are_not_remembered() -> None:
    looks = LastLooks()
    looks.keep(picture(), Scene(60, 40, "window"))
    screen = replace(picture(), source="screen")
    looks.keep(screen, Scene(60, 40, "screen", complete=True))
    assert looks.of(picture()) is None
    assert looks.of(screen) is None


@pytest.mark.parametrize("size", [(40, 60), (37, 61), (8, 8), (3, 2)])
def test_every_changed_pixel_is_noticed_where_it_is(size: tuple[int, int]) -> None:
    rng = np.random.default_rng(5)
    pixels = rng.integers(0, 256, (*size, 3), dtype=np.uint8)
    before = tiles(Capture(pixels, "window"))
    for _ in range(30):
        y, x, channel = (int(rng.integers(0, end)) for end in (*size, 3))
        other = pixels.copy()
        other[y, x, channel] ^= 1
        same = same_place(before, tiles(Capture(other, "window")))
        assert not same(Box(x, y, 1, 1))
        assert same(Box(x // 8 * 8 - 8, y // 8 * 8, 8, 8)), "not in the square beside it"
    assert same_place(before, before)(Box(0, 0, *reversed(size)))


# -- remember this ----------------------------------------------------------------------------------------------------


def test_remember_this_keeps_the_last_answer_with_its_note(watching: Callable[..., Watching]) -> None:
    s = watching()
    s.run("describe")
    s.session.remember_this("the router password page")
    assert s.memory.kept == [("one", "the router password page")]
    assert s.mouth.texts[-1] == "I keep that as: the router password page."
    s.session.remember_this()
    assert s.mouth.texts[-1] == "I keep that."


def test_a_secret_in_a_note_is_hidden(watching: Callable[..., Watching]) -> None:
    s = watching()
    s.run("describe")
    s.session.remember_this("password hunter2")
    assert s.memory.kept == [("one", "password [hidden]")]
    assert "hunter2" not in s.mouth.texts[-1]


def test_without_a_history_nothing_is_kept_and_that_is_said(watching: Callable[..., Watching]) -> None:
    s = watching(memory=None)
    s.run("describe")
    s.session.remember_this("x")
    assert s.mouth.texts[-1] == say_in("en", "history_off")


def test_before_anything_was_said_there_is_nothing_to_keep(watching: Callable[..., Watching]) -> None:
    s = watching()
    s.session.remember_this()
    assert s.mouth.texts == [say_in("en", "nothing_said_yet")]
    assert s.memory.kept == []


def test_what_a_script_asked_is_not_what_this_means(watching: Callable[..., Watching]) -> None:
    s = watching()
    s.run("describe")
    s.show("of a script", shade=150)
    s.run("describe", speak=False)
    s.session.remember_this()
    assert s.memory.kept == [("one", "")]


def test_a_full_disk_is_told(watching: Callable[..., Watching]) -> None:
    memory = FakeMemory()
    s = watching(memory=memory)
    s.run("describe")
    memory.error = HearsightError("The history can't be kept: the disk is full. Free some space.")
    with pytest.raises(HearsightError, match="disk is full"):
        s.session.remember_this()


def test_a_camera_that_fails_is_told(watching: Callable[..., Watching]) -> None:
    s = watching(camera=Camera(error=HearsightError("No window.")))
    turn = s.run("whats_new")
    assert turn.outcome.error is not None

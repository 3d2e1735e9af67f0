"""The second press of describe on the same window: only what has changed, the third anew. With fakes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from assistant.phrases import say_in
from assistant.settings import Settings, changed
from assistant.telling import Habits
from assistant.types import Claim, Evidence, Scene
from assistant.wiring.habits import habits_of
from tests.assistant.test_whats_new import Watching, compare


def comparing_pages(before: Scene, after: Scene, same: object, verbosity: str, language: str) -> list[Claim]:
    """As the real comparison tells of a page that is another one."""
    if not {block.text for block in before.blocks} & {block.text for block in after.blocks}:
        return [Claim("Other content is in view now.", (Evidence("pixels"),), "main", "all_other")]
    return compare(before, after, same, verbosity, language)


class Pressing(Watching):
    def __init__(self, **more: Any) -> None:
        self.now = 100.0
        super().__init__(clock=lambda: self.now, **more)

    def press_and_hear(self) -> list[str]:
        """What a press says; all of it is heard."""
        start = len(self.mouth.texts)
        self.run("describe")
        self.mouth.hear()
        return self.mouth.texts[start:]


@pytest.fixture
def pressing() -> Iterator[Callable[..., Pressing]]:
    made: list[Pressing] = []

    def make(**more: Any) -> Pressing:
        made.append(Pressing(**more))
        return made[-1]

    yield make
    for each in made:
        each.session.close()


def test_a_second_press_says_only_what_has_changed_and_a_third_describes_anew(
    pressing: Callable[..., Pressing],
) -> None:
    s = pressing()
    assert s.press_and_hear() == ["one"]
    s.show("one", "two", shade=190)
    assert s.press_and_hear() == ["New: two"]
    s.show("one", "two", "three", shade=180)
    assert s.press_and_hear() == ["one", "two", "three"]
    s.show("one", "two", "three", "four", shade=170)
    assert s.press_and_hear() == ["New: four"]


def test_an_unchanged_window_is_told_as_unchanged_then_described(pressing: Callable[..., Pressing]) -> None:
    s = pressing()
    assert [s.press_and_hear() for _ in range(3)] == [["one"], ["Nothing has changed."], ["one"]]


def test_who_hushed_the_description_hears_it_again(pressing: Callable[..., Pressing]) -> None:
    s = pressing()
    s.show("one", "two")
    s.run("describe")
    s.mouth.hear(1)
    s.session.hush()
    s.mouth.tell_dropped()
    s.show("one", "two", "three", shade=190)
    assert s.press_and_hear() == ["one", "two", "three"]


def test_later_than_the_setting_says_a_press_is_a_first_one(pressing: Callable[..., Pressing]) -> None:
    s = pressing(habits=Habits(second_press_s=30.0))
    s.press_and_hear()
    s.show("one", "two", shade=190)
    s.now += 31
    assert s.press_and_hear() == ["one", "two"]


@pytest.mark.parametrize("shade", [200, 190])
def test_with_again_each_press_describes(pressing: Callable[..., Pressing], shade: int) -> None:
    habits = habits_of(changed(Settings(), "describe.second_press", "again"))
    s = pressing(habits=replace(habits, language="en"))
    s.press_and_hear()
    s.show("one", shade=shade)
    assert s.press_and_hear() == ["one"]


def test_another_window_is_described(pressing: Callable[..., Pressing]) -> None:
    s = pressing()
    s.press_and_hear()
    s.show("another", window=2, shade=190)
    assert s.press_and_hear() == ["another"]
    s.show("one", "two", shade=180)
    assert s.press_and_hear() == ["one", "two"], "the first window was not the last one described"


def test_another_page_in_the_same_window_is_described(pressing: Callable[..., Pressing]) -> None:
    s = pressing(compare=comparing_pages)
    s.press_and_hear()
    s.show("a new page", shade=190)
    assert s.press_and_hear() == ["a new page"]


def test_a_change_without_words_is_no_change(pressing: Callable[..., Pressing]) -> None:
    s = pressing()
    s.press_and_hear()
    s.show("one", shade=190)
    assert s.press_and_hear() == [say_in("en", "nothing_new")]


def test_reading_aloud_after_a_description_reads(pressing: Callable[..., Pressing]) -> None:
    s = pressing()
    s.press_and_hear()
    s.run("read")
    assert s.mouth.texts == ["one", "one"]

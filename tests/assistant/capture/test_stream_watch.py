"""What is wrong with a moving picture as such is told once when it begins, and once when it is over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest

from assistant.capture.stream_watch import StreamWatch, means, noise_only, sampled
from assistant.languages import LANGUAGES
from assistant.phrases import say_in
from assistant.types import Capture, StreamNews

RNG = np.random.default_rng(7)
PER_S = 10
Frame = Callable[[int], Any]


def scene(at: int, noise: float = 3.0, size: tuple[int, int] = (120, 160)) -> Any:
    """A room: a ramp, a dark block, a bright one, with a sensor's noise."""
    rows, columns = np.indices(size)
    picture = 60 + columns * 0.6 + rows * 0.4
    picture[30:60, 20:50] = 30
    picture[50:90, 90:130] = 220
    grey = picture + np.random.default_rng(at).normal(0, noise, size)
    return np.clip(grey, 0, 255).astype(np.uint8)[..., None].repeat(3, axis=2)


def black(at: int) -> Any:
    return np.random.default_rng(at).integers(0, 30, (120, 160, 3), dtype=np.uint8)


def noise(at: int) -> Any:
    return np.random.default_rng(at).integers(0, 256, (120, 160, 3), dtype=np.uint8)


def stuck(at: int) -> Any:
    return scene(0)


def small_print(at: int) -> Any:
    """Strokes of one or two pixels: its blocks have no more structure than noise has."""
    page = np.where(np.random.default_rng(1).random((120, 160)) < 0.25, 40, 230)
    grey = page + np.random.default_rng(at).normal(0, 3, page.shape)
    return np.clip(grey, 0, 255).astype(np.uint8)[..., None].repeat(3, axis=2)


def flat(at: int) -> Any:
    """A wall."""
    return np.clip(np.random.default_rng(at).normal(120, 2, (120, 160, 3)), 0, 255).astype(np.uint8)


def told(
    parts: Iterable[tuple[Frame, float]], watch: StreamWatch | None = None, per_s: float = PER_S
) -> list[StreamNews]:
    """What is told of one kind of frame for so many seconds, then the next."""
    watch, news, at, end = watch or StreamWatch(), [], 0, 0.0
    for frame, seconds in parts:
        end += seconds
        while at / per_s < end:
            news += watch.see(Capture(frame(at), "camera", moment_s=at / per_s))
            at += 1
    return news


def states(news: Iterable[StreamNews]) -> list[str]:
    return [one.state for one in news]


@pytest.mark.parametrize("frame", [scene, flat, small_print])
def test_of_a_good_picture_nothing_is_told(frame: Frame) -> None:
    assert told([(frame, 6)]) == []


@pytest.mark.parametrize(
    ("frame", "state", "within_s"), [(black, "covered", 1.5), (noise, "noise", 2.0), (stuck, "frozen", 3.0)]
)
def test_what_is_wrong_is_told_once_and_its_end(frame: Frame, state: str, within_s: float) -> None:
    news = told([(scene, 2), (frame, 8), (scene, 2)])
    assert states(news) == [state, "back"]
    assert 2 <= news[0].moment_s <= 2 + within_s
    assert news[0].since_s == pytest.approx(2, abs=0.2)
    assert 10 <= news[1].moment_s <= 11


@pytest.mark.parametrize(("frame", "state"), [(black, "covered"), (noise, "noise"), (stuck, "frozen")])
def test_what_is_wrong_from_the_first_frame_is_told_too(frame: Frame, state: str) -> None:
    assert states(told([(frame, 5)])) == [state]


@pytest.mark.parametrize(("frame", "seconds"), [(black, 0.8), (noise, 1.2), (stuck, 2.0)])
def test_a_moment_of_it_is_nothing(frame: Frame, seconds: float) -> None:
    assert told([(scene, 2), (frame, seconds), (scene, 3)]) == []


def test_a_flicker_in_between_is_no_end_of_it() -> None:
    assert states(told([(black, 3), (scene, 0.2), (black, 3), (scene, 2)])) == ["covered", "back"]


def test_a_camera_of_one_frame_a_second_is_told_of_as_well() -> None:
    assert told([(scene, 20)], per_s=1) == []
    news = told([(scene, 3), (stuck, 6), (scene, 5)], per_s=1)
    assert states(news) == ["frozen", "back"]
    assert news[0].moment_s <= 3 + 3
    assert states(told([(scene, 3), (black, 6), (scene, 5)], per_s=1)) == ["covered", "back"]


def test_a_cover_that_gives_the_same_zeros_is_a_cover() -> None:
    assert states(told([(lambda _: np.zeros((120, 160, 3), np.uint8), 6)])) == ["covered"]


def test_one_kind_of_wrong_after_another_is_told() -> None:
    assert states(told([(black, 3), (noise, 3), (scene, 2)])) == ["covered", "noise", "back"]


def test_no_frames_are_a_gap_and_the_next_good_one_ends_it() -> None:
    watch = StreamWatch()
    assert told([(scene, 1)], watch) == []
    assert list(watch.nothing(3.0)) == []
    assert states(watch.nothing(4.0)) == ["gap"]
    assert list(watch.nothing(9.0)) == []
    assert states(watch.see(Capture(scene(99), "camera", moment_s=9.5))) == ["back"]


def test_a_camera_of_a_frame_in_five_seconds_is_no_stream_of_gaps() -> None:
    watch = StreamWatch()
    news = []
    for at in range(0, 60, 5):
        news += [*watch.see(Capture(scene(at), "camera", moment_s=at)), *watch.nothing(at + 4.9)]
    assert states(news) == ["gap", "back"]  # the first one, before its pace was known
    assert states(watch.nothing(55 + 15.0)) == ["gap"]


def test_what_was_cut_off_is_told_once_and_what_is_wrong_after_it_as_well() -> None:
    watch = StreamWatch()
    assert told([(scene, 1)], watch) == []
    assert states(watch.broken_off(1.0)) == ["gone"]
    assert [*watch.broken_off(3.0), *watch.nothing(9.0)] == []
    news = [one for at in range(100, 150) for one in watch.see(Capture(black(at), "camera", moment_s=at / PER_S))]
    assert states(news) == ["covered"]


def test_sizes_may_change_and_be_tiny() -> None:
    watch = StreamWatch()
    for at, size in enumerate([(120, 160), (2160, 3840), (3, 3), (1, 700), (48, 64), (120, 160)]):
        frame = scene(at)[: size[0], : size[1]] if size[0] <= 120 else np.zeros((*size, 3), np.uint8) + 90
        assert list(watch.see(Capture(frame, "camera", moment_s=at / PER_S))) == []


def test_noise_keeps_a_sixteenth_of_its_variance_and_pictures_keep_most() -> None:
    assert noise_only(sampled(noise(1)))
    assert not noise_only(sampled(scene(1)))
    assert means(sampled(noise(1))).var() == pytest.approx(sampled(noise(1))[..., 1].var() / 16, rel=0.2)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_each_state_has_a_sentence_in_each_language(tag: str) -> None:
    said = {say_in(tag, StreamNews(state, 0, 0).key) for state in ("covered", "frozen", "noise", "gap", "gone", "back")}
    assert len(said) == 6
    assert all(one.endswith((".", "?", "。", "？")) for one in said)

"""Whole sentences as early as possible, and where a model is stopped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from models.vlm.endings import BUDGETS, Budget, Ended, Reading, in_circles

LONG = Budget(tokens=10_000, seconds=1000.0)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def read(*pieces: Any, budget: Budget = LONG, **more: Any) -> tuple[list[str], Reading]:
    made = (piece if isinstance(piece, tuple) else (piece, 0.9) for piece in pieces)
    reading = Reading(made, budget, **more)
    return [sentence for sentence, _ in reading.sentences()], reading


def test_a_sentence_comes_while_the_next_is_written() -> None:
    written: list[str] = []

    def pieces() -> Iterator[tuple[str, float]]:
        for text in ("A dog", " runs.", " It", " barks."):
            written.append(text)
            yield text, 0.9

    assert next(Reading(pieces(), LONG).sentences()) == ("A dog runs.", pytest.approx(0.9))
    assert written == ["A dog", " runs.", " It"]


def test_each_sentence_has_the_mean_of_its_words_and_none_where_the_model_does_not_tell() -> None:
    reading = Reading(iter([("A dog runs. ", 0.9), ("It", 0.2), (" has a hat.", 0.6)]), LONG)
    assert [mean for _, mean in reading.sentences()] == [pytest.approx(0.9), pytest.approx((0.2 + 3 * 0.6) / 4)]
    assert [mean for _, mean in Reading(iter([("A dog runs. A cat.", None)]), LONG).sentences()] == [None, None]


@pytest.mark.parametrize(
    ("last", "given"),
    [
        ("It is not", []),  # "not dangerous"?
        ("It bites.", ["It bites."]),
        ("It costs 3.", []),  # 3.50?
        ("Wait...", []),
        ("He says “no.”", ["He says “no.”"]),
        ("它不咬人。", ["它不咬人。"]),
    ],
)
def test_a_sentence_that_was_cut_is_not_given_as_whole(last: str, given: list[str]) -> None:
    assert read("A dog runs. ", Ended(last, 0.9, True))[0] == ["A dog runs.", *given]


def test_a_sentence_without_a_stop_is_whole_where_the_model_ended_by_itself() -> None:
    assert read("a dog on ", Ended("grass", 0.9, False))[0] == ["a dog on grass"]
    assert read("a dog on grass")[0] == ["a dog on grass"]


def test_without_a_word_of_the_runner_the_length_tells_whether_it_may_be_cut() -> None:
    tight = Budget(tokens=12, seconds=1000.0)
    assert read("two", budget=tight)[0] == ["two"]
    assert read("a dog that never stops to", budget=tight)[0] == []
    assert read("a dog that never stops to", budget=tight, limited=False)[0] == ["a dog that never stops to"]


def test_time_counts_from_the_first_word_and_ends_it() -> None:
    clock = Clock()
    closed: list[bool] = []

    def pieces() -> Iterator[tuple[str, float]]:
        try:
            clock.now = 500.0  # loading
            for text in ("A dog runs. ", "A cat ", "sits. A", " bird "):
                yield text, 0.9
                clock.now += 6
        finally:
            closed.append(True)

    reading = Reading(pieces(), Budget(1000, 10.0), clock=clock)
    assert [sentence for sentence, _ in reading.sentences()] == ["A dog runs.", "A cat sits."]
    assert reading.ending == "time"
    assert closed == [True]


def test_budgets_grow_with_what_is_wanted() -> None:
    tokens = [BUDGETS[how].tokens for how in ("brief", "normal", "full")]
    seconds = [BUDGETS[how].seconds for how in ("brief", "normal", "full")]
    assert tokens == sorted(tokens)
    assert seconds == sorted(seconds)


@pytest.mark.parametrize(
    "looping",
    [
        ["A dog. "] + ["and a dog and a dog "] * 50,
        ["A dog. "] + ["The tree is green. "] * 50,
        ["A dog. "] + ["狗在跑狗在跑"] * 50,
        ["A dog. ", "It is "] + ["very "] * 100,
        ["A dog. "] + [f"the man with the hat {at} " for at in range(60)],
    ],
)
def test_a_model_that_goes_round_in_circles_is_stopped(looping: list[str]) -> None:
    taken: list[str] = []

    def pieces() -> Iterator[tuple[str, float]]:
        for text in looping:
            taken.append(text)
            yield text, 0.9

    reading = Reading(pieces(), LONG)
    told = [sentence for sentence, _ in reading.sentences()]
    assert told[0] == "A dog."
    assert len(told) <= 2
    assert reading.ending == "circles"
    assert len(taken) < len(looping)


@pytest.mark.parametrize(
    "text",
    [
        "No, no, no, no!",
        "A dog, a cat, a bird and a fish on a mat.",
        "There is a tree on the left. There is a tree on the right. There is a house between them.",
        "The number is 100000000000000000.",
        "Very very very very tall.",
    ],
)
def test_what_only_repeats_a_little_is_no_circle(text: str) -> None:
    assert not any(in_circles(text[:end]) for end in range(len(text) + 1))


def test_a_sentence_that_was_there_is_not_told_again() -> None:
    assert read("A dog. A cat. A dog. A bird.")[0] == ["A dog.", "A cat.", "A bird."]


def test_nothing_written_is_nothing_told() -> None:
    told, reading = read()
    assert (told, reading.text) == ([], "")


# -- thoughts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("tag", ["think", "THINK", "thinking"])
def test_what_a_model_thinks_aloud_first_is_no_answer(size: int, tag: str) -> None:
    text = f"\n<{tag}>\nThe user asks. It may be a bomb.\n</{tag}>\n\nA dog runs. 2 < 3."
    said, reading = read(*(text[at : at + size] for at in range(0, len(text), size)))
    assert said == ["A dog runs.", "2 < 3."]
    assert reading.text.strip() == "A dog runs. 2 < 3."


def test_a_thought_without_an_end_is_an_empty_answer() -> None:
    said, reading = read("<think>It may be a bomb. ", Ended("It is", 0.9, True))
    assert (said, reading.text) == ([], "")


@pytest.mark.parametrize("text", ["<thing", "<b>A dog runs.</b>", "a <think> tag"])
def test_what_only_begins_like_a_thought_is_said(text: str) -> None:
    assert read(*text)[0] == [text]

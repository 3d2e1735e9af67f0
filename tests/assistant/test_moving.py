"""Moving by sentence: next, back, go on; while speaking, after a hush, and while more is still being found."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import pytest

from assistant.recital import BACK_TO_START_S
from tests.assistant.test_session import LONG_S, Stage, ocr, tree

Make = Callable[..., Stage]
SAME = "Install"
"""Rows of a table that read alike."""


@pytest.fixture
def told(stage: Make) -> Stage:
    """Three sentences were said; the first is being heard. Its clock stands at `now[0]`."""
    now = [100.0]
    s = stage(tree(), ocr("one", "two"), clock=lambda: now[0])
    s.now = now  # type: ignore[attr-defined]
    s.mouth.clock = lambda: now[0]
    s.run()
    s.mouth.begin()
    return s


def later(s: Stage, seconds: float) -> None:
    s.now[0] += seconds  # type: ignore[attr-defined]


def test_next_goes_to_the_sentence_after_the_one_that_is_heard(told: Stage) -> None:
    assert told.session.next_sentence()
    assert told.mouth.waiting == ["one", "two"]
    told.mouth.hear(1)
    told.mouth.begin()
    assert told.session.next_sentence()
    assert told.mouth.waiting == ["That was all."]


def test_two_quick_presses_skip_two_sentences_though_the_first_was_never_heard(told: Stage) -> None:
    assert told.session.next_sentence()
    assert told.session.next_sentence()
    assert told.mouth.waiting == ["two"]


def test_behind_the_last_sentence_it_says_so_and_back_leads_to_the_last(told: Stage) -> None:
    for _ in range(5):
        assert told.session.next_sentence()
    assert told.mouth.waiting == ["That was all."]
    assert told.session.previous_sentence()
    assert told.mouth.waiting == ["two"]


def test_back_leads_to_the_start_of_the_sentence_and_soon_after_its_start_to_the_one_before(told: Stage) -> None:
    told.mouth.hear(1)
    told.mouth.begin()
    later(told, BACK_TO_START_S + 0.1)
    assert told.session.previous_sentence()
    assert told.mouth.waiting == ["one", "two"]
    told.mouth.begin()
    later(told, BACK_TO_START_S - 0.1)
    assert told.session.previous_sentence()
    assert told.mouth.waiting == ["title", "one", "two"]


def test_two_quick_presses_go_back_two_sentences(told: Stage) -> None:
    told.mouth.hear(2)
    told.mouth.begin()
    assert told.session.previous_sentence()
    assert told.session.previous_sentence()
    assert told.mouth.waiting == ["title", "one", "two"]


def test_before_the_first_sentence_it_says_so_and_reads_on(told: Stage) -> None:
    assert told.session.previous_sentence()
    assert told.mouth.waiting == ["This is the beginning.", "title", "one", "two"]
    told.mouth.hear(1)
    told.mouth.begin()
    assert told.session.next_sentence()
    assert told.mouth.waiting == ["one", "two"]


def test_back_after_all_was_heard_says_the_last_sentence_again(told: Stage) -> None:
    told.mouth.hear()
    later(told, 60)
    assert told.session.previous_sentence()
    assert told.mouth.waiting == ["two"]


def test_after_a_hush_they_move_from_the_interrupted_sentence(told: Stage) -> None:
    told.mouth.hear(1)
    told.mouth.begin()
    later(told, BACK_TO_START_S + 1)
    told.session.hush()
    told.mouth.tell_dropped()
    later(told, 60)
    assert told.session.next_sentence()
    assert told.mouth.waiting == ["two"]
    told.session.hush()
    assert told.session.previous_sentence()
    assert told.mouth.waiting == ["one", "two"]


def test_how_long_a_sentence_was_heard_is_counted_until_the_hush(told: Stage) -> None:
    told.mouth.hear(1)
    told.mouth.begin()
    later(told, BACK_TO_START_S - 1)
    told.session.hush()
    told.mouth.tell_dropped()
    later(told, 60)
    assert told.session.previous_sentence()
    assert told.mouth.waiting == ["title", "one", "two"]


def test_go_on_after_a_skip_comes_from_the_sentence_that_was_skipped_to(told: Stage) -> None:
    told.session.next_sentence()
    told.mouth.begin()
    told.session.hush()
    assert told.session.go_on()
    assert told.mouth.waiting == ["one", "two"]
    told.mouth.hear()
    assert not told.session.go_on(), "what was skipped is not unheard"


def test_sentences_that_read_alike_are_told_apart(stage: Make) -> None:
    s = stage(tree(), ocr(SAME, SAME, SAME, "end"))
    s.run()
    s.mouth.hear(2)  # the title and the first of them
    s.mouth.begin()
    assert s.session.next_sentence()
    assert s.mouth.waiting == [SAME, "end"]
    s.session.hush()
    assert s.session.go_on()
    assert s.mouth.waiting == [SAME, "end"]
    s.mouth.begin()
    assert s.session.previous_sentence()
    assert s.mouth.waiting == [SAME, SAME, "end"]


def test_news_of_an_earlier_saying_that_come_late_move_nothing(told: Stage) -> None:
    told.mouth.hear(1)
    told.mouth.begin()
    old_marks = list(told.mouth.marks)
    told.session.previous_sentence()  # "title" again
    told.mouth.tell_dropped()
    from tests.assistant.fakes import News

    for mark in old_marks:
        told.session.heard_of(News("finished", "one", told.mouth.era - 1, 100.0, mark))
    told.session.hush()
    assert told.session.go_on()
    assert told.mouth.waiting == ["title", "one", "two"]


def test_what_a_voice_prepares_ahead_is_not_yet_heard(told: Stage) -> None:
    """A streaming voice starts the next sentence while this one still sounds; back means this one."""
    from tests.assistant.fakes import News

    later(told, BACK_TO_START_S + 1)
    told.session.heard_of(News("started", "one", told.mouth.era, told.now[0], told.mouth.marks[1]))  # type: ignore[attr-defined]
    assert told.session.previous_sentence()
    assert told.mouth.waiting == ["title", "one", "two"]


def test_what_is_still_being_found_is_said_after_a_skip_and_not_lost(stage: Make) -> None:
    slow = threading.Semaphore(0)
    s = stage(tree(), ocr("late", "later", gate=slow))
    turn = s.press()
    while "title" not in s.mouth.texts:
        assert not turn.wait(0.01)
    s.mouth.begin()
    assert s.session.next_sentence()
    assert s.mouth.waiting == ["I am still looking."], "silence would tell nothing"
    slow.release(5)
    assert turn.wait(LONG_S)
    assert not turn.outcome.cancelled
    assert s.mouth.waiting == ["I am still looking.", "late", "later"]
    s.mouth.hear(1)
    s.mouth.begin()
    assert s.session.next_sentence()
    assert s.mouth.waiting == ["later"]


def test_an_answer_is_said_again_in_its_own_language(stage: Make) -> None:
    s = stage(tree())
    languages: list[str | None] = []
    say = s.mouth.say
    s.mouth.say = lambda text, **more: (languages.append(more.get("language")), say(text, **more))[1]  # type: ignore[method-assign]
    s.run("ask", text="how many?", language="zh")
    assert s.session.repeat()
    assert languages == ["zh", "zh"]


def test_nothing_to_move_in_is_told_by_the_result(stage: Make) -> None:
    s = stage(tree())
    assert not s.session.next_sentence()
    assert not s.session.previous_sentence()
    assert s.mouth.texts == []


@pytest.mark.parametrize("seed", range(5))
def test_skips_hushes_and_new_sentences_at_once_lose_nothing(stage: Make, seed: int) -> None:
    """Whatever the threads do, what waits in the end is an unbroken run up to the last sentence found."""
    texts = [f"line {n}" for n in range(100)]
    s = stage(tree(), ocr(*texts))
    stop = threading.Event()
    turn = s.press()

    def press(number: int) -> None:
        choice = random.Random(seed * 10 + number)  # noqa: S311 - no secret
        while not stop.is_set():
            choice.choice((s.session.next_sentence, s.session.previous_sentence, s.session.go_on))()

    threads = [threading.Thread(target=press, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    assert turn.wait(LONG_S)
    stop.set()
    for thread in threads:
        thread.join(LONG_S)
        assert not thread.is_alive()
    assert not turn.outcome.cancelled
    assert s.session.repeat()
    assert s.mouth.waiting == ["title", *texts]


def test_a_hush_at_the_moment_of_a_skip_leaves_silence_or_the_next_sentence_never_both_turns(stage: Make) -> None:
    s = stage(tree(), ocr("one", "two"))
    for _ in range(50):
        s.run()
        s.mouth.begin()
        hush = threading.Thread(target=s.session.hush)
        hush.start()
        s.session.next_sentence()
        hush.join(LONG_S)
        assert s.mouth.waiting in ([], ["one", "two"])

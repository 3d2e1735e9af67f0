"""Keys, hushes, listeners and ends that meet at a bad moment. Nothing here waits for a clock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from assistant import errors, events
from assistant.look import OVERDUE_S
from assistant.ports import TurnJudge
from assistant.telling import Habits
from assistant.turn import Request
from assistant.types import Clip
from tests.assistant.fakes import Camera, ReadingEngine, picture
from tests.assistant.test_session import LONG_S, Stage, ocr, tree


class SlowCamera(Camera):
    """Grabs only when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.let = threading.Event(), threading.Event()

    def grab(self) -> Any:
        self.began.set()
        assert self.let.wait(LONG_S)
        return super().grab()


def in_thread(work: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    return thread, results


def request(kind: Any = "describe", **more: Any) -> Request:
    return Request(kind=kind, at=time.monotonic(), **more)


# -- two presses at once ----------------------------------------------------------------------------------------------


def test_a_press_whose_grab_is_slow_never_runs_after_a_newer_one(stage: Callable[..., Stage]) -> None:
    s, slow = stage(tree()), SlowCamera()
    thread, old = in_thread(lambda: s.session.submit(request(source=slow)))
    assert slow.began.wait(LONG_S)
    new = s.run()
    slow.let.set()
    thread.join(LONG_S)
    assert old[0].wait(LONG_S)
    assert old[0].outcome.cancelled
    assert not new.outcome.cancelled
    assert [text for era, text in s.mouth.said if era == s.mouth.era] == ["title"]


def test_a_hush_during_the_grab_ends_that_turn(stage: Callable[..., Stage]) -> None:
    s, slow = stage(tree()), SlowCamera()
    thread, turns = in_thread(lambda: s.session.submit(request(source=slow)))
    assert slow.began.wait(LONG_S)
    s.session.hush()
    slow.let.set()
    thread.join(LONG_S)
    assert turns[0].wait(LONG_S)
    assert turns[0].outcome.cancelled
    assert s.mouth.texts == []


def test_a_turn_that_comes_after_the_end_is_over_at_once(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.session.close()
    turn = s.press()
    assert turn.wait(LONG_S)
    assert turn.outcome.cancelled


# -- what must not end the session ------------------------------------------------------------------------------------


def test_a_listener_that_fails_ends_neither_the_turn_nor_the_session(stage: Callable[..., Stage]) -> None:
    def broken(event: events.Event) -> None:
        raise BrokenPipeError(f"nobody reads {type(event).__name__}")

    s = stage(tree(), ocr("text"))
    turn = s.session.submit(request(source=s.camera), broken)
    assert turn.wait(LONG_S)
    assert turn.outcome.error is None
    assert s.mouth.texts == ["title", "text"]
    assert s.run().outcome.error is None


def test_a_grab_that_breaks_is_a_sentence(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), camera=Camera(error=OSError("the X server has gone")))
    turn = s.run()
    assert isinstance(turn.outcome.error, errors.HearsightError)
    assert s.mouth.texts == [errors.HearsightError.sentence]


def test_an_eye_that_outstays_its_budget_is_said_and_not_waited_for(stage: Callable[..., Stage]) -> None:
    class Stuck:
        name, budget_s = "stuck", 0.1 - OVERDUE_S
        """Overdue almost at once: budgets are counted from the start."""
        end = threading.Event()

        def gather(self, *_: object) -> Iterator[Any]:
            assert self.end.wait(LONG_S)
            yield from ()

    stuck = Stuck()
    s = stage(tree(), stuck)
    try:
        turn = s.run()
        assert turn.outcome.error is None
        assert s.mouth.texts[0] == "title"
        assert "too long" in s.mouth.texts[-1]
    finally:
        stuck.end.set()


def test_idle_is_the_last_event_and_never_comes_while_a_turn_runs(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), ocr("text"))
    turns = [s.press() for _ in range(50)]
    assert all(turn.wait(LONG_S) for turn in turns)
    s.session.close()
    kinds = [type(event) for event in s.events if not isinstance(event, events.Hushed)]
    assert kinds[-1] is events.Idle
    running = False
    for event in s.events:
        if isinstance(event, events.Idle):
            assert not running
        elif isinstance(event, events.Looking):
            running = True
        elif isinstance(event, events.Done):
            running = False


# -- the microphone ---------------------------------------------------------------------------------------------------


def test_a_key_that_is_never_let_go_does_not_keep_the_microphone_open(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), habits=Habits(longest_question_s=0.05))
    turn = s.run("ask", listen="while_held")
    assert s.ear.ended == ["finish"]
    assert s.mouth.texts == ["I heard only the first 1 seconds of that.", "Answer to what is it"]
    assert turn.outcome.error is None


def test_the_longest_question_is_the_settings(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), habits=Habits(longest_question_s=7.0))
    asked: list[float] = []
    listen = s.ear.until_silence

    def until_silence(token: Any, *, max_s: float = 20.0, judge: TurnJudge | None = None) -> Clip:
        asked.append(max_s)
        return listen(token, max_s=max_s, judge=judge)

    s.ear.until_silence = until_silence  # type: ignore[method-assign]
    s.run("ask", listen="until_silence")
    assert asked == [7.0]


def test_a_release_before_the_microphone_is_open_still_ends_the_recording(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    opening, let = threading.Event(), threading.Event()
    start = s.ear.start

    def slowly() -> None:
        opening.set()
        assert let.wait(LONG_S)
        start()

    s.ear.start = slowly  # type: ignore[method-assign]
    turn = s.press("ask", listen="while_held")
    assert opening.wait(LONG_S)
    s.session.release(turn.request.at + 1.0)
    let.set()
    assert turn.wait(LONG_S)
    assert s.ear.ended == ["finish"]


def test_asking_again_while_listening_closes_the_first_recording(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    listening = threading.Event()
    first = s.session.submit(
        request("ask", listen="while_held", by_key=True),
        lambda event: listening.set() if isinstance(event, events.Listening) else None,
    )
    assert listening.wait(LONG_S)
    second = s.press("ask", listen="while_held")
    s.session.release(second.request.at + 1.0)
    assert first.wait(LONG_S)
    assert second.wait(LONG_S)
    assert first.outcome.cancelled
    assert s.ear.ended == ["cancel", "finish"]
    assert s.mouth.texts == ["Answer to what is it"]


def test_no_earcon_sounds_after_a_hush(stage: Callable[..., Stage]) -> None:
    hushed_in = threading.Event()

    def hush(_: str) -> None:
        if not hushed_in.is_set():
            hushed_in.set()
            s.session.hush()

    engine = ReadingEngine(before_claim=hush)
    s = stage(tree(), engine=engine)
    turn = s.press()
    assert turn.wait(LONG_S)
    assert s.mouth.earcons == ["looked"]


# -- repeat, go on ----------------------------------------------------------------------------------------------------


def test_repeat_while_a_turn_goes_on_loses_nothing_of_it(stage: Callable[..., Stage]) -> None:
    slow = threading.Semaphore(0)
    s = stage(tree(), ocr("late", gate=slow))
    heard = threading.Event()
    s.engine.before_claim = lambda text: heard.set() if text == "late" else None
    turn = s.press()
    while "title" not in s.mouth.texts:
        assert not turn.wait(0.01)
    assert s.session.repeat()
    slow.release()
    assert turn.wait(LONG_S)
    assert s.mouth.waiting == ["title", "late"]


def test_repeat_after_a_failure_says_the_failure_and_not_older_things(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.run()
    s.camera.error = errors.NoWindow()
    s.run()
    assert s.session.repeat()
    assert s.mouth.waiting == [errors.NoWindow.sentence]


def test_repeat_by_voice_works_although_the_screen_has_changed(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), ocr("one"))
    s.run()
    s.camera.capture = picture(90)
    s.recogniser.text = "Repeat that, please."
    s.run("ask", listen="until_silence")
    assert s.session.conversation.said == ["title", "one"]
    assert s.session.repeat()


def test_go_on_by_voice_speaks_what_the_question_interrupted(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), ocr("one", "two"))
    s.run()
    s.mouth.hear(1)
    s.camera.capture = picture(90)
    s.recogniser.text = "Go on."
    s.run("ask", listen="until_silence")
    assert s.session.go_on()
    assert s.mouth.waiting == ["one", "two"]


def test_an_unsure_transcript_is_said_back_and_a_sure_one_is_not(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.recogniser.confidence = 0.9
    s.run("ask", listen="until_silence")
    assert s.mouth.texts == ["Answer to what is it"]
    s.recogniser.confidence = 0.3
    s.run("ask", listen="until_silence")
    assert s.mouth.texts[1:] == ["what is it", "Answer to what is it"]


def test_waiting_for_the_recogniser_is_heard(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    let = threading.Event()
    transcribe = s.recogniser.transcribe

    def slowly(*args: Any, **more: Any) -> Any:
        assert let.wait(LONG_S)
        return transcribe(*args, **more)

    s.recogniser.transcribe = slowly  # type: ignore[method-assign]
    turn = s.press("ask", listen="until_silence")
    while "thinking" not in s.mouth.earcons:
        assert not turn.wait(0.02)
    let.set()
    assert turn.wait(LONG_S)
    assert s.mouth.earcons.index("received") < s.mouth.earcons.index("thinking")


def test_a_claim_is_never_said_twice_by_a_repeat_in_between(stage: Callable[..., Stage]) -> None:
    """A repeat that comes from another thread in the middle of a sentence says each sentence once."""
    s = stage(tree(), ocr(*(f"line {n}" for n in range(200))))
    turn = s.press()
    while not turn.done:
        s.session.repeat()
    s.session.repeat()
    assert s.mouth.waiting == ["title", *(f"line {n}" for n in range(200))]

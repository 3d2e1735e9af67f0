"""One turn at a time, and what a person would notice of it. Nothing here waits for a clock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from assistant import errors, events
from assistant.languages import LANGUAGES
from assistant.look import BROKEN_EYE, LATE_EYE
from assistant.phrases import say_in
from assistant.session import Session
from assistant.telling import Habits
from assistant.turn import Request, TurnHandle
from assistant.types import Box, Condition, Finding, Thing
from assistant.viewing import Eyes
from models.evidence.merge import SceneMerger
from models.evidence.ocr import TOO_MUCH
from models.evidence.tree_check import DISTRUST
from tests.assistant.fakes import (
    BlackingRedactor,
    Camera,
    FakeEar,
    FakeGate,
    FakeMemory,
    FakeMouth,
    FakeRecogniser,
    Finder,
    PlainMerger,
    ReadingEngine,
    block,
    picture,
)

LONG_S = 60.0


class Stage:
    """A session of fakes. `keys` is how its hotkeys press."""

    def __init__(self, tree: Finder | None = None, *others: Finder, **more: Any) -> None:
        self.mouth = more.pop("mouth", None) or FakeMouth()
        self.engine = more.pop("engine", ReadingEngine())
        self.camera = more.pop("camera", Camera())
        self.ear = FakeEar()
        self.recogniser = FakeRecogniser()
        self.memory = more.pop("memory", FakeMemory())
        self.events: list[events.Event] = []
        self.commands: list[str] = []
        eyes = Eyes(tree, others, more.pop("merger", PlainMerger()), BlackingRedactor(), FakeGate())
        self.session = Session(
            eyes=eyes,
            engines={"grounded": self.engine, "auto": self.engine},
            window=lambda: self.camera,
            mouth=self.mouth,
            ear=self.ear,
            recogniser=self.recogniser,
            memory=self.memory,
            habits=more.pop("habits", Habits()),
            on_event=self.events.append,
            on_command=lambda command: bool(self.commands.append(command.kind)) or True,
            **more,
        )
        self.mouth.news = self.session.heard_of  # type: ignore[assignment]

    def press(self, kind: Any = "describe", **more: Any) -> TurnHandle:
        more.setdefault("by_key", True)
        more.setdefault("source", self.camera if kind != "ask" else None)
        return self.session.submit(Request(kind=kind, at=time.monotonic(), **more))

    def run(self, kind: Any = "describe", **more: Any) -> TurnHandle:
        turn = self.press(kind, **more)
        assert turn.wait(LONG_S)
        return turn


def tree(*things: Thing, **more: Any) -> Finder:
    return Finder("tree", Finding("tree", blocks=(block("title"),), things=things), **more)


def ocr(*texts: str, **more: Any) -> Finder:
    return Finder("ocr", *(Finding("ocr", blocks=(block(text, 5 * i + 5),)) for i, text in enumerate(texts)), **more)


def test_a_press_says_what_is_seen_in_order(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), ocr("one", "two"))
    turn = s.run()
    assert s.mouth.texts == ["title", "one", "two"]
    assert [claim.text for claim in turn.outcome.claims] == ["title", "one", "two"]
    assert turn.outcome.scene is not None
    assert turn.outcome.scene.complete


def test_the_grab_happens_at_key_down_on_the_thread_of_the_key(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.run()
    assert s.camera.threads == [threading.current_thread().name]


def test_an_earcon_comes_before_the_first_sentence(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    timings = s.run().outcome.timings
    assert s.mouth.earcons[0] == "looked"
    assert timings["earcon_ms"] <= timings["grab_ms"] <= timings["first_sentence_ms"]


def test_the_tree_is_spoken_while_slower_eyes_still_look(stage: Callable[..., Stage]) -> None:
    slow = threading.Semaphore(0)
    s = stage(tree(), ocr("late", gate=slow))
    heard = threading.Event()
    s.engine.before_claim = lambda text: heard.set() if text == "title" else None
    turn = s.press()
    assert heard.wait(LONG_S)
    assert not turn.done
    slow.release()
    assert turn.wait(LONG_S)
    assert s.mouth.texts == ["title", "late"]


def test_a_second_press_cancels_the_first(stage: Callable[..., Stage]) -> None:
    class StuckOnce(Finder):
        def gather(self, capture: Any, scene: Any, token: Any) -> Iterator[Finding]:
            self.saw.append(capture)
            while len(self.saw) == 1:
                token.check()
                token.wait(0.01)
            yield from self.findings

    slow = StuckOnce("ocr", *ocr("new").findings)
    s = stage(tree(), slow)
    first = s.press()
    while not slow.saw:
        assert not first.wait(0.01)
    second = s.run()
    assert first.wait(LONG_S)
    assert first.outcome.cancelled
    assert not second.outcome.cancelled
    assert [text for era, text in s.mouth.said if era == s.mouth.era] == ["title", "new"]


def test_a_hundred_presses_end_with_exactly_the_last(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), ocr("text"))
    turns = [s.press() for _ in range(100)]
    assert all(turn.wait(LONG_S) for turn in turns)
    assert not turns[-1].outcome.cancelled
    assert [text for era, text in s.mouth.said if era == s.mouth.era] == ["title", "text"]


def test_a_hush_ends_the_turn_and_its_gatherers(stage: Callable[..., Stage]) -> None:
    slow = ocr("late", gate=threading.Semaphore(0))
    s = stage(tree(), slow)
    turn = s.press()
    while not slow.saw:
        assert not turn.wait(0.01)
    s.session.hush()
    assert turn.wait(LONG_S)
    assert turn.outcome.cancelled
    assert slow.ended.wait(LONG_S)
    assert "late" not in s.mouth.texts


def test_nothing_after_the_tree_sees_a_password(stage: Callable[..., Stage]) -> None:
    secret = Thing(1, "password", "Password", box=Box(10, 10, 20, 10))
    eye = ocr("text")
    s = stage(tree(secret), eye)
    s.run()
    pixels = eye.saw[0].pixels
    assert (pixels[10:20, 10:30] == 0).all()
    assert (pixels[0:10] == 200).all()


def test_text_inside_a_late_password_field_is_dropped(stage: Callable[..., Stage]) -> None:
    late = threading.Semaphore(0)
    slow_tree = Finder("tree", Finding("tree", things=(Thing(1, "password", box=Box(0, 0, 60, 40)),)), gate=late)
    slow_tree.budget_s = 0.01
    s = stage(slow_tree, ocr("hunter2"))
    turn = s.press()
    late.release()
    assert turn.wait(LONG_S)
    assert turn.outcome.scene is not None
    assert turn.outcome.scene.blocks == ()


def test_a_black_screen_is_refused_not_described(stage: Callable[..., Stage]) -> None:
    eye = ocr("text")
    s = stage(tree(), eye, camera=Camera(picture(0)))
    turn = s.run()
    assert turn.outcome.refused == "black"
    assert s.mouth.texts == ["The screen is black."]
    assert eye.saw == []


def test_unchanged_is_said_only_when_all_was_heard(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), ocr("text"))
    s.run()
    s.run()
    assert s.mouth.texts == ["title", "text", "title", "text"]
    s.mouth.hear()
    assert s.run().outcome.refused == "unchanged"
    assert s.mouth.texts[-1] == "Nothing has changed."
    assert s.run().outcome.refused is None, "a third press describes again"


def test_a_silent_description_by_a_script_is_not_one_that_was_heard(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.run(speak=False, by_key=False)
    assert s.run().outcome.refused is None


def test_a_script_always_gets_its_description(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.run()
    s.mouth.hear()
    assert s.run(by_key=False).outcome.refused is None


def test_a_failing_eye_is_a_sentence_and_the_others_go_on(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), Finder("faces", error=True), ocr("text"))
    turn = s.run()
    assert turn.outcome.error is None
    assert "text" in s.mouth.texts
    assert sum("failed" in text for text in s.mouth.texts) == 1
    s.run(by_key=False)
    assert sum("failed" in text for text in s.mouth.texts) == 1, "said once, not at each press"


def test_an_answer_that_finds_nothing_tells_what_could_not_be_looked_at(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), Finder("ocr", Finding("ocr", trouble="I could not read the pixels.")))
    s.engine.answerable = False
    s.run("ask", text="is there an error?")
    assert s.mouth.texts == ["Answer to is there an error? I could not read the pixels."]


@pytest.mark.parametrize("trouble", [TOO_MUCH, DISTRUST, BROKEN_EYE, LATE_EYE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_could_not_be_looked_at_is_told_in_the_language_of_the_turn(
    stage: Callable[..., Stage], language: str, trouble: str
) -> None:
    s = stage(tree(), Finder("ocr", Finding("ocr", trouble=trouble)))
    told = say_in(language, trouble)
    assert len(told) > 10
    assert language == "en" or told != say_in("en", trouble)
    s.run(language=language)
    assert s.mouth.texts[-1] == told
    s.engine.answerable = False
    s.run("ask", text="?", language=language)
    assert s.mouth.texts[-1] == f"Answer to ? {told}"


def test_a_missing_window_is_said(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), camera=Camera(error=errors.NoWindow()))
    turn = s.run()
    assert isinstance(turn.outcome.error, errors.NoWindow)
    assert s.mouth.texts == [errors.NoWindow.sentence]
    assert any(isinstance(event, events.Failed) and event.exit_code == 4 for event in s.events)


def test_a_dead_host_is_a_sentence_and_the_next_turn_works(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.engine.error = errors.HostDied()
    s.run()
    assert s.mouth.texts == [errors.HostDied.sentence]
    s.engine.error = None
    s.run()
    assert s.mouth.texts[-1] == "title"


def test_a_bug_is_a_sentence_too(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.engine.error = ZeroDivisionError("secret path")
    s.run()
    assert s.mouth.texts == [errors.HearsightError.sentence]


def test_a_held_key_ends_the_recording_and_the_question_is_answered(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), ocr("text"))
    turn = s.press("ask", listen="while_held")
    s.session.release(turn.request.at + 2.0)
    assert turn.wait(LONG_S)
    assert s.ear.ended == ["finish"]
    assert turn.outcome.transcript == "what is it"
    assert s.mouth.texts == ["Answer to what is it"]


def test_a_tapped_key_listens_until_silence(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    turn = s.press("ask", listen="while_held")
    s.session.release(turn.request.at + 0.1)
    assert turn.wait(LONG_S)
    assert s.ear.ended == ["until_silence"]


def test_a_hush_while_listening_closes_the_microphone(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    turn = s.press("ask", listen="while_held")
    s.session.hush()
    assert turn.wait(LONG_S)
    assert turn.outcome.cancelled
    assert s.ear.ended in (["cancel"], [])
    assert s.engine.answered == []


def test_no_microphone_is_a_sentence(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.ear.error = errors.MicrophoneMissing()
    turn = s.run("ask", listen="until_silence")
    assert isinstance(turn.outcome.error, errors.MicrophoneMissing)
    assert s.mouth.texts == [errors.MicrophoneMissing.sentence]


def test_the_microphone_is_closed_when_there_is_nothing_to_ask_about(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), camera=Camera(error=errors.NoWindow()))
    turn = s.run("ask", listen="until_silence")
    assert isinstance(turn.outcome.error, errors.NoWindow)
    assert s.ear.ended == ["cancel"]


def test_silence_is_not_a_question(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.recogniser.text = "  "
    turn = s.run("ask", listen="until_silence")
    assert s.mouth.texts == ["I didn't hear anything."]
    assert turn.outcome.answer is not None
    assert not turn.outcome.answer.answerable
    assert s.engine.answered == []


def test_speech_that_is_not_understood_is_not_called_silence(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.recogniser.text, s.ear.speech = "", True
    s.run("ask", listen="until_silence")
    assert s.mouth.texts == ["I didn't understand that. Please say it again."]


@pytest.mark.parametrize(
    ("how", "speech", "said"),
    [
        (Condition(2.0, -58.0, -80.0, 0.0), True, "I can hardly hear you. Come closer to the microphone."),
        (Condition(2.0, -5.0, -60.0, 0.2), True, "Your voice came in distorted. Move back from the microphone"),
        (Condition(2.0, -20.0, -24.0, 0.0), True, "It is too noisy around you."),
        (Condition(2.0, -120.0, -120.0, 0.0), False, "Only silence came from the microphone."),
        (Condition(0.2, -30.0, -60.0, 0.0), False, "That was too short for me."),
    ],
)
def test_a_recording_that_cannot_be_understood_is_answered_with_what_to_do(
    stage: Callable[..., Stage], how: Condition, speech: bool, said: str
) -> None:
    s = stage(tree())
    s.recogniser.text, s.ear.speech, s.ear.how = "", speech, how
    s.run("ask", listen="until_silence")
    (sentence,) = s.mouth.texts
    assert sentence.startswith(said)


def test_a_question_that_was_cut_off_is_answered_after_saying_so(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.session.habits = replace(s.session.habits, longest_question_s=1.0)
    s.run("ask", listen="until_silence")
    assert s.mouth.texts[0] == "I heard only the first 1 seconds of that."
    assert len(s.mouth.texts) == 2


def test_a_question_is_recognised_at_its_pause_and_not_a_second_time(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.ear.pause = lambda _judge: None
    turn = s.run("ask", listen="until_silence")
    assert len(s.recogniser.hints) == 1
    assert turn.outcome.transcript == "what is it"
    assert s.engine.answered


def test_a_held_question_is_recognised_at_its_pause_and_not_a_second_time(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.ear.held_pause = lambda _judge: None
    turn = s.press("ask", listen="while_held")
    s.session.release(turn.request.at + 2.0)
    assert turn.wait(LONG_S)
    assert s.recogniser.lengths == [8000]
    assert turn.outcome.transcript == "what is it"
    assert s.engine.answered


def test_words_between_the_last_pause_and_letting_go_are_not_lost(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.ear.held_pause = lambda _judge: None
    s.ear.speech = True
    turn = s.press("ask", listen="while_held")
    s.session.release(turn.request.at + 2.0)
    assert turn.wait(LONG_S)
    assert s.recogniser.lengths[-1] == 16000
    assert s.engine.answered


def test_a_question_that_went_on_after_a_pause_is_recognised_as_a_whole(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.ear.pause = lambda judge: judge.resumed()
    s.run("ask", listen="until_silence")
    assert s.recogniser.lengths[-1] == 16000
    assert s.engine.answered


def test_a_faint_voice_is_told_once_what_would_help(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.recogniser.confidence, s.ear.how = 0.3, Condition(2.0, -58.0, -80.0, 0.0)
    s.run("ask", listen="until_silence")
    s.run("ask", listen="until_silence")
    assert s.mouth.texts.count("I can hardly hear you. Come closer to the microphone.") == 1


def test_a_voice_command_is_carried_out_instead_of_answered(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    s.recogniser.text = "Repeat that, please."
    s.run("ask", listen="until_silence")
    assert s.commands == ["repeat"]
    assert s.engine.answered == []


def test_the_recogniser_is_told_the_names_on_the_screen(stage: Callable[..., Stage]) -> None:
    s = stage(tree(Thing(1, "button", "Save"), Thing(2, "password", "Secret word")))
    s.run()
    s.run("ask", listen="until_silence")
    assert "Save" in s.recogniser.hints[0]
    assert "Secret word" not in s.recogniser.hints[0]


def test_a_follow_up_about_an_unchanged_window_looks_no_second_time(stage: Callable[..., Stage]) -> None:
    eye = ocr("text")
    s = stage(tree(), eye)
    s.run()
    s.run("ask", text="how many?")
    assert len(eye.saw) == 1
    s.camera.capture = picture(90)
    s.run("ask", text="how many now?")
    assert len(eye.saw) == 2
    assert [question for question, _ in s.engine.answered] == ["how many?", "how many now?"]


def test_a_name_that_was_not_drawn_is_none_in_an_unchanged_window_either(stage: Callable[..., Stage]) -> None:
    button = Thing(2, "button", "Search", box=Box(0, 5, 60, 10))
    told = Finding("tree", things=(Thing(1, "window", "Notes", box=Box(0, 0, 60, 40)), button), drawn=True)
    eye = Finder("tree", told)
    s = stage(eye, merger=SceneMerger())
    s.run()
    eye.findings = (replace(told, things=(told.things[0], replace(button, states=frozenset({"focused"})))),)
    s.run("ask", text="what is in focus?")
    (_, scene) = s.engine.answered[0]
    assert scene.focus is not None
    assert scene.blocks == ()


def test_a_question_after_a_picture_file_is_about_that_file(stage: Callable[..., Stage]) -> None:
    eye = ocr("text")
    s = stage(None, eye)
    s.run(source=Camera(picture(120, source="file", title="photo.png")), by_key=False)
    s.run("ask", text="what colour?")
    assert len(eye.saw) == 1
    assert s.engine.answered[0][1].name == "photo.png"


def test_go_on_speaks_from_the_interrupted_sentence(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), ocr("one", "two"))
    s.run()
    s.mouth.hear(1)
    s.session.hush()
    assert s.session.go_on()
    assert s.mouth.waiting == ["one", "two"]
    s.mouth.hear()
    assert not s.session.go_on()


def test_repeat_says_the_last_turn_again(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), ocr("one"))
    assert not s.session.repeat()
    s.run()
    s.mouth.hear()
    assert s.session.repeat()
    assert s.mouth.waiting == ["title", "one"]


def test_a_passage_is_read_sentence_by_sentence(stage: Callable[..., Stage]) -> None:
    s = stage(None, ocr("The first. The second.", "Third"))
    s.run("read")
    assert s.mouth.texts == ["The first.", "The second.", "Third"]


def test_settled_text_is_read_before_the_page_is_known(stage: Callable[..., Stage]) -> None:
    class Settling(PlainMerger):
        def add(self, scene: Any, finding: Any) -> Any:
            grown = super().add(scene, finding)
            return replace(grown, settled=len(grown.blocks))

    slow = threading.Semaphore(2)
    s = stage(None, ocr("One. Two", "Three.", "Four.", gate=slow), merger=Settling())
    turn = s.press("read")
    while "One." not in s.mouth.texts:
        assert not turn.wait(0.01)
    assert "Three." not in s.mouth.texts, "the last passage may go on"
    slow.release(5)
    assert turn.wait(LONG_S)
    assert s.mouth.texts == ["One.", "Two", "Three.", "Four."]


def test_a_secret_never_reaches_history(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), ocr("the password is hunter2"))
    s.run()
    assert "hunter2" not in s.memory.turns[0].said
    assert "[hidden]" in s.memory.turns[0].said


def test_a_full_disk_is_said_once_and_loses_no_turn(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), memory=FakeMemory(errors.HearsightError("The disk is full, so nothing is kept.")))
    s.run()
    turn = s.run(by_key=False)
    assert turn.outcome.error is None
    assert s.mouth.texts.count("The disk is full, so nothing is kept.") == 1
    assert s.mouth.texts.count("title") == 2


def test_without_speech_nothing_is_hushed_or_said(stage: Callable[..., Stage]) -> None:
    s = stage(tree(), ocr("text"))
    era = s.mouth.era
    turn = s.run(speak=False, by_key=False)
    assert s.mouth.said == []
    assert s.mouth.era == era
    assert [claim.text for claim in turn.outcome.claims] == ["title", "text"]


def test_a_model_that_is_not_there_says_how_to_get_it(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    turn = s.run(engine="vlm", by_key=False)
    assert isinstance(turn.outcome.error, errors.ModelMissing)
    assert "hearsight models install" in turn.outcome.error.spoken


def test_silence_longer_than_a_moment_gets_the_thinking_sound(stage: Callable[..., Stage]) -> None:
    slow = threading.Semaphore(0)
    s = stage(None, ocr("late", gate=slow))
    turn = s.press()
    while "thinking" not in s.mouth.earcons:
        assert not turn.wait(0.02)
    slow.release()
    assert turn.wait(LONG_S)

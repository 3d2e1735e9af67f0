"""A command that is carried out while a person goes on pressing keys, and one that is stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.aloud_carry import carry_aloud
from assistant.cancel import Token
from assistant.carry import Command, Reply, carry_out
from assistant.errors import STOPPED
from tests.assistant.fakes import Camera, FakeMouth
from tests.assistant.test_session import LONG_S, Stage, ocr, tree


class TalkingMouth(FakeMouth):
    """Speaks until it is hushed or told that all was heard."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        """Somebody waits for the end of the speech."""

    def wait_idle(self, timeout_s: float) -> bool:
        self.asked.set()
        time.sleep(0)
        return not self.waiting


@pytest.fixture
def stage() -> Iterator[Callable[..., Stage]]:
    made: list[Stage] = []

    def make(*args: Any, **more: Any) -> Stage:
        made.append(Stage(*args, mouth=TalkingMouth(), **more))
        return made[-1]

    yield make
    for each in made:
        each.session.close()


class Carried:
    """A command carried out on a thread of its own, as for a client of the running app."""

    def __init__(self, stage: Stage, **more: Any) -> None:
        self.token = Token()
        self.replies: list[Reply] = []
        command = Command(kind="describe", source="window", **more)
        self.thread = threading.Thread(
            target=lambda: self.replies.append(
                carry_out(stage.session, command, lambda *_: Camera(stage.camera.capture), token=self.token)
            )
        )
        self.thread.start()

    def reply(self) -> Reply:
        self.thread.join(LONG_S)
        assert not self.thread.is_alive()
        return self.replies[0]


def test_the_reply_comes_when_all_was_heard(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    carried = Carried(s)
    assert s.mouth.asked.wait(LONG_S)
    assert not carried.replies
    s.mouth.hear()
    assert carried.reply().exit_code == 0


def test_ctrl_c_while_it_speaks_hushes_and_is_told_by_the_exit_code(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    carried = Carried(s)
    assert s.mouth.asked.wait(LONG_S)
    carried.token.cancel()
    assert carried.reply().exit_code == STOPPED
    assert s.mouth.waiting == []


def test_ctrl_c_while_it_looks_ends_the_look(stage: Callable[..., Stage]) -> None:
    slow = ocr("late", gate=threading.Semaphore(0))
    s = stage(tree(), slow)
    carried = Carried(s)
    while not slow.saw:
        carried.thread.join(0.01)
    carried.token.cancel()
    assert carried.reply().exit_code == STOPPED
    assert slow.ended.wait(LONG_S)


def test_a_stopped_command_does_not_hush_what_a_person_asked_for_since(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    carried = Carried(s)
    assert s.mouth.asked.wait(LONG_S)
    s.run()
    carried.token.cancel()
    assert carried.reply().exit_code in (0, STOPPED)
    assert s.mouth.waiting == ["title"]


def test_a_silent_command_that_is_stopped_hushes_nobody(stage: Callable[..., Stage]) -> None:
    slow = ocr("late", gate=threading.Semaphore(0))
    s = stage(tree(), slow)
    s.session.say("The disk is full.")
    carried = Carried(s, speak=False)
    while not slow.saw:
        carried.thread.join(0.01)
    carried.token.cancel()
    assert carried.reply().exit_code == STOPPED
    assert s.mouth.waiting == ["The disk is full."]


def test_a_command_is_over_when_a_key_press_takes_the_voice(stage: Callable[..., Stage]) -> None:
    """It does not wait for the end of what somebody else is told."""
    s = stage(tree())
    carried = Carried(s)
    assert s.mouth.asked.wait(LONG_S)
    s.run()
    assert carried.reply().result["text"] == "title"
    assert s.mouth.waiting == ["title"]


def test_a_turn_replaced_by_a_newer_one_is_told_as_stopped(stage: Callable[..., Stage]) -> None:
    slow = ocr("late", gate=threading.Semaphore(0))
    s = stage(tree(), slow)
    carried = Carried(s)
    while not slow.saw:
        carried.thread.join(0.01)
    s.press()
    assert carried.reply() == Reply(exit_code=1, error="Stopped.")


def told(stage: Stage, token: Token) -> tuple[threading.Thread, list[Reply]]:
    replies: list[Reply] = []
    command = Command(kind="tell", question="It is too dark.", language="en")
    thread = threading.Thread(target=lambda: replies.append(carry_aloud(stage.session, command, token=token)))
    thread.start()
    assert stage.mouth.asked.wait(LONG_S)
    return thread, replies


def test_what_a_command_found_out_is_said_to_its_end(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    thread, replies = told(s, Token())
    assert s.mouth.waiting == ["It is too dark."] and not replies
    s.mouth.hear()
    thread.join(LONG_S)
    assert replies[0].exit_code == 0


def test_a_hush_or_ctrl_c_ends_what_a_command_says(stage: Callable[..., Stage]) -> None:
    s = stage(tree())
    thread, replies = told(s, Token())
    s.session.hush()
    thread.join(LONG_S)
    assert replies[0].exit_code == 0
    s.mouth.asked.clear()
    token = Token()
    thread, replies = told(s, token)
    token.cancel()
    thread.join(LONG_S)
    assert replies[0].exit_code == STOPPED and s.mouth.waiting == []

"""What a script asks without a sound is not noticed by a person who listens."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.cancel import Token
from assistant.carry import Command, Reply
from assistant.errors import STOPPED
from assistant.session import Session
from assistant.silent import SilentLane
from assistant.turn import Request
from assistant.types import Finding
from assistant.viewing import Eyes
from tests.assistant.fakes import (
    BlackingRedactor,
    Camera,
    FakeGate,
    FakeMouth,
    Finder,
    PlainMerger,
    ReadingEngine,
    block,
    picture,
)

LONG_S = 60.0


class Both:
    """A person's session and the silent lane beside it, with the same eyes."""

    def __init__(self) -> None:
        self.may_claim = threading.Event()
        self.claiming = threading.Event()
        self.mouth = FakeMouth()
        self.slow = ReadingEngine(self._hold)
        self.quick = ReadingEngine()
        tree = Finder("tree", Finding("tree", blocks=(block("The disk is full."),)))
        eyes = Eyes(tree, (), PlainMerger(), BlackingRedactor(), FakeGate())
        self.person = Session(eyes=eyes, engines={"auto": self.slow}, window=Camera, mouth=self.mouth)
        self.lane = SilentLane(Session(eyes=eyes, engines={"auto": self.quick, "grounded": self.slow}, window=Camera))

    def _hold(self, _: str) -> None:
        self.claiming.set()
        assert self.may_claim.wait(LONG_S)

    def script(self, command: Command, token: Token | None = None) -> Reply:
        return self.lane.carry_out(command, lambda *_: Camera(picture(title="Mail", window=2)), token=token or Token())


@pytest.fixture
def both() -> Iterator[Both]:
    made = Both()
    yield made
    made.may_claim.set()
    made.lane.close()
    made.person.close()


SILENT: dict[str, Any] = {"kind": "describe", "source": "window", "speak": False}


def test_a_script_neither_ends_a_turn_nor_hushes_it(both: Both) -> None:
    turn = both.person.submit(Request(kind="describe", at=time.monotonic(), source=Camera()))
    era = both.mouth.era
    assert both.claiming.wait(LONG_S)
    reply = both.script(Command(**SILENT))
    assert reply.exit_code == 0
    assert reply.result["text"] == "The disk is full."
    assert not turn.token.cancelled
    both.may_claim.set()
    assert turn.wait(LONG_S)
    assert not turn.outcome.cancelled
    assert (both.mouth.era, both.mouth.texts) == (era, ["The disk is full."])


def test_a_script_changes_nothing_that_a_person_may_refer_to(both: Both) -> None:
    both.may_claim.set()
    assert both.person.submit(Request(kind="describe", at=time.monotonic(), source=Camera())).wait(LONG_S)
    said, scene = list(both.person.conversation.said), both.person.conversation.scene
    both.script(Command(kind="ask", question="What is it?", speak=False))
    assert both.quick.answered[0][0] == "What is it?"
    assert both.person.conversation.said == said
    assert both.person.conversation.scene is scene


def test_a_second_script_waits_for_the_first_instead_of_ending_it(both: Both) -> None:
    replies: list[Reply] = []
    first = threading.Thread(target=lambda: replies.append(both.script(Command(**SILENT, engine="grounded"))))
    first.start()
    assert both.claiming.wait(LONG_S)
    second = threading.Thread(target=lambda: replies.append(both.script(Command(**SILENT))))
    second.start()
    both.may_claim.set()
    for thread in (first, second):
        thread.join(LONG_S)
    assert [reply.exit_code for reply in replies] == [0, 0]


def test_a_script_that_waits_can_be_stopped(both: Both) -> None:
    first = threading.Thread(target=lambda: both.script(Command(**SILENT, engine="grounded")))
    first.start()
    assert both.claiming.wait(LONG_S)
    token = Token()
    token.cancel()
    assert both.script(Command(**SILENT), token).exit_code == STOPPED
    both.may_claim.set()
    first.join(LONG_S)


def test_who_speaks_or_listens_is_a_person() -> None:
    assert SilentLane.takes(Command(kind="ask", question="What is it?", speak=False))
    assert not SilentLane.takes(Command(kind="ask", question="What is it?"))
    assert not SilentLane.takes(Command(kind="ask", listen=True, speak=False))

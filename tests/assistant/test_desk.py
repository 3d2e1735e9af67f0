"""What keys and voice commands do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import get_args

import pytest

from assistant import events
from assistant.command_words import CommandKind
from assistant.commands import ACTS, Command
from assistant.desk import Desk
from assistant.errors import NoDisplay
from assistant.session import Session
from assistant.turn import Request
from assistant.types import Finding
from assistant.viewing import Eyes
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
)

LONG_S = 60.0


class Room:
    def __init__(self) -> None:
        self.mouth = FakeMouth()
        self.engine = ReadingEngine()
        self.ear = FakeEar()
        self.memory = FakeMemory()
        self.looked: list[str] = []
        self.kept: dict[str, str] = {}
        self.tree = tree = Finder("tree", Finding("tree", blocks=(block("The disk is full."),)))
        self.session = Session(
            eyes=Eyes(tree, (), PlainMerger(), BlackingRedactor(), FakeGate()),
            engines={"auto": self.engine},
            window=Camera,
            mouth=self.mouth,
            ear=self.ear,
            recogniser=FakeRecogniser(),
            memory=self.memory,
        )

        def sources(spec: str) -> Camera:
            self.looked.append(spec)
            return Camera()

        self.desk = Desk(self.session, sources=sources, bindings={"ask": "ctrl+alt+a"}, remember=self.kept.__setitem__)

    def settle(self) -> None:
        """Wait until all turns so far are over."""
        assert self.session.submit(Request(kind="say", at=time.monotonic(), speak=False)).wait(LONG_S)

    def settle_after(self, text: str) -> None:
        """Wait until that has been said: the turn that says it may not have begun yet."""
        end = time.monotonic() + LONG_S
        while text not in self.mouth.texts:
            assert time.monotonic() < end, self.mouth.texts
            time.sleep(0)
        self.settle()

    def describe(self) -> None:
        assert self.session.submit(Request(kind="describe", at=time.monotonic())).wait(LONG_S)


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    made.desk.close()


@pytest.mark.parametrize(
    ("action", "spec"),
    [
        ("describe_window", "window"),
        ("describe_screen", "screen"),
        ("describe_clipboard", "clipboard"),
        ("read", "window"),
    ],
)
def test_each_key_looks_where_it_says(room: Room, action: str, spec: str) -> None:
    room.desk.press(action, time.monotonic())
    assert room.looked == [spec]


def test_an_unknown_action_does_nothing(room: Room) -> None:
    room.desk.press("make_coffee", time.monotonic())
    assert room.mouth.said == []


def test_repeat_before_anything_was_said_says_so(room: Room) -> None:
    room.desk.press("repeat", time.monotonic())
    assert room.mouth.texts == ["I have said nothing yet."]


def test_faster_speaks_faster_from_the_next_word_and_is_kept(room: Room) -> None:
    room.describe()
    before = room.mouth.manner.rate_wpm
    room.desk.press("faster", time.monotonic())
    assert room.mouth.manner.rate_wpm > before
    assert room.kept["speech.rate_wpm"] == str(room.mouth.manner.rate_wpm)
    assert room.mouth.waiting == ["The disk is full."]


def test_the_rate_stays_within_what_voices_can(room: Room) -> None:
    for _ in range(40):
        room.desk.press("faster", time.monotonic())
    assert room.mouth.manner.rate_wpm == 900
    for _ in range(60):
        room.desk.press("slower", time.monotonic())
    assert room.mouth.manner.rate_wpm == 80


def test_the_ask_key_listens_while_it_is_held(room: Room) -> None:
    at = time.monotonic()
    room.desk.press("ask", at)
    room.desk.release("ask", at + 1.0)
    while not room.engine.answered:
        time.sleep(0)
    assert room.ear.ended == ["finish"]


def test_what_is_typed_may_be_a_command_and_copy_that_goes_to_the_clipboard(room: Room) -> None:
    copied: list[str] = []
    room.desk.on_copy(copied.append)
    room.describe()
    room.desk.ask_text("Copy that.")
    room.settle_after("Copied: The disk is full.")
    assert copied == ["The disk is full."]


def test_spell_that_spells_the_last_sentence(room: Room) -> None:
    room.describe()
    assert room.desk.carry_out(Command("spell"))
    assert room.mouth.spelled == [("The disk is full.", "letters")]
    assert room.desk.carry_out(Command("spell", "Ab-1"))
    assert room.mouth.spelled[-1] == ("Ab-1", "letters")


def test_spelling_by_the_phonetic_alphabet_is_asked_for_by_voice(room: Room) -> None:
    room.describe()
    assert room.desk.carry_out(Command("spell_phonetically"))
    assert room.desk.carry_out(Command("spell_phonetically", "Ab-1"))
    assert room.mouth.spelled == [("The disk is full.", "phonetic"), ("Ab-1", "phonetic")]


def test_stop_hushes(room: Room) -> None:
    room.describe()
    era = room.mouth.era
    assert room.desk.carry_out(Command("stop"))
    assert room.mouth.era > era
    assert room.mouth.waiting == []


def test_slower_goes_on_from_the_sentence_that_was_spoken(room: Room) -> None:
    room.tree.findings = (Finding("tree", blocks=(block("An earlier sentence."), block("The disk is full.", 10))),)
    room.mouth.news = room.session.heard_of  # type: ignore[assignment]
    room.describe()
    room.mouth.hear(1)
    room.desk.press("slower", time.monotonic())
    assert room.mouth.waiting == ["The disk is full."]
    room.mouth.hear()
    room.desk.press("slower", time.monotonic())
    assert room.mouth.waiting == ["An earlier sentence.", "The disk is full."]


def test_keys_move_by_sentence_and_say_so_where_there_is_nothing_to_move_in(room: Room) -> None:
    for key in ("next_sentence", "previous_sentence"):
        room.desk.press(key, time.monotonic())
    assert room.mouth.texts == ["I have said nothing yet."] * 2
    room.tree.findings = (Finding("tree", blocks=(block("An earlier sentence."), block("The disk is full.", 10))),)
    room.mouth.news = room.session.heard_of  # type: ignore[assignment]
    room.describe()
    room.mouth.begin()
    room.desk.press("next_sentence", time.monotonic())
    assert room.mouth.waiting == ["The disk is full."]
    room.desk.press("previous_sentence", time.monotonic())
    assert room.mouth.waiting == ["An earlier sentence.", "The disk is full."]


@pytest.mark.parametrize("error", [NoDisplay(), OSError("gone")])
def test_a_key_that_fails_says_so(room: Room, error: Exception) -> None:
    def sources(spec: str) -> Camera:
        raise error

    room.desk._sources = sources
    room.desk.press("describe_screen", time.monotonic())
    assert len(room.mouth.texts) == 1


def test_a_window_that_fails_does_not_keep_an_event_from_the_others(room: Room) -> None:
    def broken(event: events.Event) -> None:
        raise RuntimeError("deleted object")

    got: list[events.Event] = []
    room.desk.subscribe(broken)
    room.desk.subscribe(got.append)
    room.desk.emit(events.Idle())
    assert got == [events.Idle()]


def test_what_has_changed_is_looked_for_in_the_window(room: Room) -> None:
    room.describe()
    room.desk.press("whats_new", time.monotonic())
    room.settle()
    assert room.looked == ["window"]


def test_where_am_i_is_asked_about_the_window(room: Room) -> None:
    room.desk.press("where_am_i", time.monotonic())
    assert room.looked == ["window"]
    while not room.engine.answered:
        time.sleep(0)
    assert room.engine.answered[0][0] == "Where am I?"


def test_remember_this_by_key_and_with_a_note_by_voice(room: Room) -> None:
    room.desk.press("remember", time.monotonic())
    assert room.mouth.texts == ["I have said nothing yet."]
    room.describe()
    room.desk.press("remember", time.monotonic())
    assert room.desk.carry_out(Command("remember", "router page"))
    assert room.memory.kept == [("The disk is full.", ""), ("The disk is full.", "router page")]
    assert room.mouth.texts[-1] == "I keep that as: router page."


def test_every_command_is_carried_out_by_somebody(room: Room) -> None:
    by_the_session = {"whats_new", "where_am_i", "how_known", "play_chart", *ACTS}
    by_the_camera = {"find", "scan", "scan_product", "take_photo", "teach"}
    kinds = set(get_args(CommandKind)) - by_the_session - by_the_camera - {"remember"}
    assert set(room.desk._commands) == kinds


def test_stop_listening_switches_hands_free_off(room: Room) -> None:
    switched: list[bool | None] = []
    assert not room.desk.carry_out(Command("stop_listening")), "nothing listens here"
    room.desk.hands_free = lambda on: bool(switched.append(on)) or True
    assert room.desk.carry_out(Command("stop_listening"))
    assert switched == [False]


def test_sentences_are_skipped_by_voice(room: Room) -> None:
    assert not room.desk.carry_out(Command("next_sentence")), "nothing was said yet"
    assert not room.desk.carry_out(Command("previous_sentence"))
    room.describe()
    assert room.desk.carry_out(Command("previous_sentence"))
    assert room.mouth.waiting[-1] == "The disk is full."

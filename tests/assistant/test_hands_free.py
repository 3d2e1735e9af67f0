"""What the microphone is open for, and what is done with what it hears. No devices, no threads, no clocks."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from assistant import events
from assistant.cancel import Token
from assistant.errors import MicrophoneMissing
from assistant.hands_free import REMIND_S, RETRY_S, TAIL_S, HandsFree, Wishes
from assistant.turn import Request, TurnHandle
from assistant.types import Clip, Overheard, Thing, Transcript
from tests.assistant.fakes import News
from tests.assistant.test_session import LONG_S, Stage, tree

ON = Wishes(hands_free=True)


class FakeOpenEar:
    """Remembers what it was opened for."""

    def __init__(self) -> None:
        self.on_voice = self.on_lost = lambda: None
        self.on_utterance = lambda _: None
        self.watching = "off"
        self.own_sound = False
        self.recording = False
        self.resumed: list[int] = []
        self.error: MicrophoneMissing | None = None
        self.openings = 0

    def watch(self, what: str, *, own_sound: bool = False) -> None:
        if what != "off" and self.error is not None:
            self.watching = "off"
            raise self.error
        self.openings += self.watching == "off" and what != "off"
        self.watching, self.own_sound = what, own_sound

    def resume_at(self, sample: int) -> None:
        self.resumed.append(sample)

    def voice(self) -> None:
        """Somebody speaks."""
        self.watching = "keep"
        self.on_voice()

    def says(self, over: bool = True) -> None:
        """Somebody says what the recogniser is set to."""
        self.on_utterance(Overheard(np.zeros(16_000, np.float32), 32_000, 48_000, over))


class Room:
    def __init__(self, wishes: Wishes, stage: Stage | None = None) -> None:
        self.stage = stage or Stage()
        self.mouth, self.recogniser = self.stage.mouth, self.stage.recogniser
        self.ear = FakeOpenEar()
        self.events: list[events.Event] = []
        self.now = 100.0
        self.turns: list[TurnHandle] = []
        submit = self.stage.session.submit

        def keep(request, listener=None):
            self.turns.append(submit(request, listener))
            return self.turns[-1]

        self.stage.session.submit = keep  # type: ignore[method-assign]
        self.hands_free = HandsFree(
            self.stage.session,
            self.ear,
            self.recogniser,
            wishes,
            emit=self.events.append,
            clock=lambda: self.now,
        )

    def look(self, later_s: float = 0.0) -> str:
        """Let time pass, and the thread look once; what the microphone is open for."""
        self.now += later_s
        self.hands_free.step()
        return self.ear.watching

    def speaks(self) -> None:
        self.mouth.speaking = True
        self.hands_free.heard_of(News("first_sample", "Hello.", 0))

    def asked(self) -> str:
        """The question that the last turn answered."""
        assert self.turns[-1].wait(LONG_S)
        return self.stage.engine.answered[-1][0]


@pytest.fixture
def room(request: pytest.FixtureRequest) -> Iterator[Room]:
    made = Room(getattr(request, "param", ON))
    yield made
    made.stage.session.close()


@pytest.mark.parametrize("room", [Wishes()], indirect=True)
def test_by_default_the_microphone_is_never_open(room: Room) -> None:
    assert room.look() == "off"
    room.speaks()
    assert room.look() == "off"
    room.mouth.speaking = False
    assert room.look(LONG_S) == "off"
    assert room.ear.openings == 0


def test_hands_free_does_not_hear_hearsight_itself_nor_its_echo(room: Room) -> None:
    assert room.look() == "utterances"
    room.speaks()
    assert room.look() == "off"
    room.mouth.speaking = False
    assert room.look(TAIL_S / 2) == "off"
    assert room.look(TAIL_S) == "utterances"


@pytest.mark.parametrize("room", [Wishes(barge_in="loudspeaker")], indirect=True)
def test_with_a_loudspeaker_it_listens_for_a_person_only_while_it_knows_its_own_sound(room: Room) -> None:
    room.mouth.speaking = True  # a screen reader speaks: no sample of it is known
    assert room.look() == "off"
    room.speaks()
    assert (room.look(), room.ear.own_sound) == ("voices", True)
    room.mouth.speaking = False
    assert room.look() == "off"


@pytest.mark.parametrize("room", [Wishes(barge_in="headphones")], indirect=True)
def test_a_voice_hushes_and_what_it_says_is_the_question(room: Room) -> None:
    room.recogniser.text = "Where am I?"
    room.mouth.say("A long text.")
    room.speaks()
    assert (room.look(), room.ear.own_sound) == ("voices", False)
    era = room.mouth.era
    room.ear.voice()
    assert room.mouth.era > era
    assert room.mouth.waiting == []
    room.mouth.speaking = False
    assert room.turns[-1].wait(LONG_S)
    assert room.turns[-1].outcome.transcript == "Where am I?"
    assert "listening" not in room.mouth.earcons  # it would sound over the person


@pytest.mark.parametrize("room", [Wishes(barge_in="headphones")], indirect=True)
def test_the_microphone_stays_open_from_the_first_word_until_the_recording_begins(room: Room) -> None:
    room.speaks()
    room.look()
    room.ear.voice()
    room.mouth.speaking = False
    turn = room.turns[-1]
    turn.wait(LONG_S)
    room.hands_free._turn = _Unfinished()  # type: ignore[assignment]
    assert room.look(1.0) == "keep"
    room.hands_free._turn = turn
    assert room.look(1.0) == "off"


class _Unfinished:
    done = False


@pytest.mark.parametrize("room", [Wishes(barge_in="headphones")], indirect=True)
def test_a_cough_interrupts_but_then_it_goes_on(room: Room) -> None:
    first = room.stage.session.submit(Request(kind="say", at=room.now, text="x"))
    assert first.wait(LONG_S)
    room.stage.session._tell.say(first, "The sentence that a cough interrupts.")
    room.recogniser.text = ""
    room.speaks()
    room.look()
    room.ear.voice()
    assert room.turns[-1].wait(LONG_S)
    assert room.mouth.texts[-1] == "The sentence that a cough interrupts."


def test_the_wake_phrase_and_a_question_in_one_breath_are_answered(room: Room) -> None:
    room.look()
    room.recogniser.text = "Okay Hearsight, what does the error say?"
    room.ear.says()
    room.look()
    assert room.asked() == "What does the error say?"
    assert room.stage.ear.started == 0  # nothing had to be said twice


def test_a_question_after_the_wake_phrase_is_recognised_again_with_the_names_on_the_screen() -> None:
    room = Room(ON, Stage(tree(Thing(1, "button", "Eskaton"))))
    room.look()
    room.recogniser.text = "Okay Hearsight, where is Eskaton?"
    room.ear.says()
    room.look()
    assert room.asked() == "Where is Eskaton?"
    overheard, known = room.recogniser.hints
    assert "Eskaton" not in overheard
    assert "Eskaton" in known
    assert "earsight" in known, "the phrase itself must not be misheard the second time"
    room.stage.session.close()


def test_a_command_after_the_wake_phrase_is_not_recognised_twice(room: Room) -> None:
    room.look()
    room.recogniser.text = "Okay Hearsight, louder."
    room.ear.says()
    room.look()
    assert room.turns[-1].wait(LONG_S)
    assert len(room.recogniser.hints) == 1


def test_after_the_wake_phrase_alone_the_question_is_listened_to_from_there_on(room: Room) -> None:
    room.look()
    room.recogniser.text = "Okay Hearsight."
    room.ear.says()
    room.look()
    assert room.ear.resumed == [48_000]
    room.recogniser.text = "Where is the button?"
    assert room.asked()
    assert "listening" in room.mouth.earcons


def test_a_long_sentence_is_recorded_from_its_first_word(room: Room) -> None:
    room.look()
    room.recogniser.text = "Okay Hearsight, what does the long message in"
    room.ear.says(over=False)
    room.look()
    assert room.ear.resumed == [32_000]
    assert room.asked() == "What does the long message in"
    assert "listening" not in room.mouth.earcons


def test_nothing_of_what_is_said_without_the_phrase_is_kept_or_told(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    room.look()
    room.recogniser.text = "My password is swordfish, says the television."
    room.ear.says()
    room.look()
    assert room.turns == []
    assert room.stage.memory.turns == []
    assert "swordfish" not in caplog.text
    assert "swordfish" not in repr(vars(room.hands_free)) + repr(room.events) + repr(room.stage.events)
    assert room.mouth.said == []


def test_what_was_overheard_before_hearsight_spoke_is_forgotten(room: Room) -> None:
    room.look()
    room.speaks()
    room.look()
    room.recogniser.text = "Okay Hearsight, stop."
    room.ear.says()
    room.look()
    assert room.turns == []


def test_switching_it_on_and_off_is_told_and_closes_the_microphone(room: Room) -> None:
    room.look()
    room.hands_free.wishes = Wishes()
    assert room.look() == "off"
    room.hands_free.wishes = Wishes(hands_free=True, wake_phrase="dear computer")
    assert room.look() == "utterances"
    assert room.mouth.texts == [
        "Hands-free is off. The microphone is closed.",
        "Hands-free is on. Say dear computer, then your question.",
    ]
    assert [event.open for event in room.events if isinstance(event, events.HandsFree)] == [True, False, True]


def test_an_open_microphone_is_heard_again_and_again(room: Room) -> None:
    room.look()
    room.look(REMIND_S / 2)
    assert room.mouth.earcons == ["open"]
    room.look(REMIND_S)
    assert room.mouth.earcons == ["open", "open"]


def test_a_microphone_that_goes_away_is_told_once_and_waited_for(room: Room) -> None:
    room.look()
    room.ear.watching, room.ear.error = "off", MicrophoneMissing()
    room.ear.on_lost()
    for _ in range(5):
        assert room.look(RETRY_S) == "off"
    assert len(room.mouth.said) == 1
    room.ear.error = None
    assert room.look(RETRY_S) == "utterances"
    assert room.mouth.texts[1:] == ["I can hear you again."]


def test_a_missing_microphone_is_told_in_one_sentence_once(room: Room) -> None:
    room.ear.error = MicrophoneMissing()
    for _ in range(5):
        assert room.look(RETRY_S) == "off"
    assert room.mouth.texts == [MicrophoneMissing.sentence]


def test_a_question_by_key_is_not_disturbed(room: Room) -> None:
    room.look()
    room.ear.recording = True
    room.speaks()
    assert room.look() == "utterances"  # untouched


@pytest.mark.parametrize("room", [Wishes(barge_in="headphones")], indirect=True)
def test_the_news_of_a_hush_does_not_close_the_microphone_under_who_has_interrupted(room: Room) -> None:
    room.speaks()
    room.look()
    submit, seen = room.stage.session.submit, []

    def slow(request: Request, listener: object = None) -> TurnHandle:
        room.mouth.speaking = False  # hushed: its news wakes the thread before the turn is there
        seen.append(room.look())
        return submit(request)

    room.stage.session.submit = slow  # type: ignore[method-assign,assignment]
    room.ear.voice()
    assert seen == ["keep"]


@pytest.mark.parametrize("room", [Wishes(barge_in="headphones")], indirect=True)
def test_an_interruption_that_comes_to_no_turn_leaves_no_open_microphone(room: Room) -> None:
    room.speaks()
    room.look()

    def broken(*_: object) -> TurnHandle:
        raise RuntimeError("closed")

    room.stage.session.submit = broken  # type: ignore[method-assign,assignment]
    with pytest.raises(RuntimeError):
        room.ear.voice()
    assert room.ear.watching == "off"


def test_switched_off_while_something_is_recognised_it_obeys_nothing_of_it(room: Room) -> None:
    room.look()
    recogniser, transcribe = room.recogniser, room.recogniser.transcribe

    def slow(clip: Clip, token: Token, **more: Any) -> Transcript:
        room.hands_free.wishes = Wishes()
        assert token.cancelled  # a recogniser in the host process returns at once then
        return transcribe(clip, token, **more)

    recogniser.transcribe = slow  # type: ignore[method-assign]
    recogniser.text = "Okay Hearsight, what does the error say?"
    room.ear.says()
    assert room.look() == "off"
    assert room.turns == []


def test_once_closed_it_never_opens_the_microphone_again(room: Room) -> None:
    room.look()
    room.ear.says()
    transcribe = room.recogniser.transcribe

    def slow(clip: Clip, token: Token, **more: Any) -> Transcript:
        room.hands_free.close()
        return transcribe(clip, token, **more)

    room.recogniser.transcribe = slow  # type: ignore[method-assign]
    room.recogniser.text = "Okay Hearsight."
    assert room.look() == "off"
    assert room.turns == []


def test_what_waits_while_hearsight_begins_to_speak_may_be_its_own_voice(room: Room) -> None:
    room.look()
    room.recogniser.text = "Okay Hearsight, what does the error say?"
    room.ear.says()
    room.hands_free.heard_of(News("started", "Hello.", 0))
    room.look()
    assert room.turns == []


def test_what_a_recogniser_writes_twice_is_asked_once(room: Room) -> None:
    room.look()
    room.recogniser.text = "Okay Hearsight, what does the error say? Okay Hearsight, what does the error say?"
    room.ear.says()
    room.look()
    assert room.asked() == "What does the error say?"


@pytest.mark.parametrize("room", [Wishes(barge_in="headphones")], indirect=True)
def test_another_way_of_interrupting_holds_at_once_whatever_is_set_after_it(room: Room) -> None:
    room.speaks()
    assert (room.look(), room.ear.own_sound) == ("voices", False)
    room.hands_free.wishes = Wishes(barge_in="loudspeaker")
    room.hands_free.wishes = Wishes(barge_in="loudspeaker", wake_phrase="dear computer")
    room.look()
    assert (room.ear.openings, room.ear.own_sound) == (2, True)

"""A voice that hangs costs a sentence some seconds, never its life; with voices made of memory."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from assistant import errors
from assistant.cancel import Cancelled
from assistant.types import Manner
from speech.audio import AudioOut
from speech.sound_card import MemoryAudio
from speech.speaker import Speaker
from speech.watchdog import Watchdog
from tests.speech.test_speaker import LONG_S, Diary, LevelVoice

SILENT_S = 0.3


class HangingVoice(LevelVoice):
    """Stands still before the first sample, or with "after" once it has spoken 100 ms; `wake` ends it."""

    name = "hanging"

    def __init__(self) -> None:
        super().__init__()
        self.wake = threading.Event()
        self.woken: list[BaseException | None] = []
        self.ended = threading.Event()
        self.closed = False

    def speak(self, text, manner, sink):
        self.spoken.append(text)
        try:
            if text.startswith("after"):
                sink.write(np.full(sink.rate // 10, -0.5, np.float32))
            self.wake.wait(LONG_S)
            sink.write(np.full(sink.rate, -1.0, np.float32))
            self.woken.append(None)
        except BaseException as error:
            self.woken.append(error)
            raise
        finally:
            self.ended.set()

    def close(self):
        self.closed = True


class SteadyVoice(LevelVoice):
    """200 ms of 0.5, whatever it is given: the note that a voice failed, too."""

    name = "steady"

    def speak(self, text, manner, sink):
        super().speak("0.5", manner, sink)


@pytest.fixture
def hanging():
    voice = HangingVoice()
    yield voice
    voice.wake.set()


@pytest.fixture
def stage(hanging):
    """(speaker, its diary, device) with a hanging voice before a good one."""
    diary, device = Diary(), MemoryAudio(pace=10.0)
    speaker = Speaker([hanging, SteadyVoice()], AudioOut(device), on_event=diary, watchdog=Watchdog(SILENT_S))
    yield speaker, diary, device
    speaker.close()


@pytest.mark.parametrize("text", ["0.5", "after 0.5"])
def test_the_next_voice_says_the_sentence_of_one_that_hangs(stage, text):
    speaker, diary, _ = stage
    speaker.say(text)
    assert diary.wait("finished", text).voice == "steady"
    assert diary.of("failed") == []


def test_a_voice_that_hangs_is_not_asked_again_until_it_has_returned(stage, hanging):
    speaker, diary, _ = stage
    speaker.say("0.5")
    diary.wait("finished", "0.5")
    speaker.say("0.25")
    diary.wait("finished", "0.25")
    assert hanging.spoken[-1] != "0.25"
    assert speaker._watchdog.hangs(hanging)
    hanging.wake.set()
    assert hanging.ended.wait(LONG_S)


def test_a_voice_that_wakes_up_late_is_not_heard(stage, hanging):
    speaker, diary, device = stage
    speaker.say("0.5")
    diary.wait("finished", "0.5")
    hanging.wake.set()
    assert hanging.ended.wait(LONG_S)
    assert isinstance(hanging.woken[0], Cancelled)
    heard = np.concatenate([block.samples for block in device.blocks])
    assert heard.max() > 0
    assert heard.min() >= 0, "its sound is negative"


def test_a_hush_leaves_a_voice_behind_that_does_not_listen_to_it(stage, hanging):
    speaker, diary, _ = stage
    speaker._watchdog.silent_s = 60
    speaker.say("lost")
    diary.wait("started", "lost")
    speaker.hush()
    speaker.say("0.5")
    assert diary.wait("finished", "0.5").voice == "steady"


def test_closing_does_not_wait_for_a_voice_that_hangs(stage, hanging):
    speaker, diary, _ = stage
    speaker.say("0.5")
    diary.wait("finished", "0.5")
    speaker.close()
    assert not hanging.closed, "close may hang as well"


def test_a_voice_that_only_asks_whether_it_is_still_wanted_hangs(stage, hanging, monkeypatch):
    """As espeak-ng does while it waits for its library, which another voice may never give back."""

    def ask_on_and_on(text, manner, sink):
        while not hanging.wake.wait(0.01):
            sink.write(np.zeros(0, np.float32))

    monkeypatch.setattr(hanging, "speak", ask_on_and_on)
    speaker, diary, _ = stage
    speaker.say("0.5")
    assert diary.wait("finished", "0.5").voice == "steady"


def test_a_voice_held_up_by_the_device_does_not_hang():
    class Full:
        rate = 16_000
        room = threading.Event()

        def write(self, samples):
            if len(samples):
                assert self.room.wait(LONG_S)

    said = threading.Event()

    def speak() -> None:
        Watchdog(SILENT_S).speak(LevelVoice(), "0.5", Manner(), Full(), lambda: False)
        said.set()

    thread = threading.Thread(target=speak)
    thread.start()
    assert not said.wait(3 * SILENT_S), "it is held up, and not given up on"
    Full.room.set()
    assert said.wait(LONG_S)
    thread.join(LONG_S)


def test_what_a_voice_raises_arrives_as_it_is():
    class Failing(LevelVoice):
        def speak(self, text, manner, sink):
            raise errors.NoVoice("No such voice.", detail="why")

    class Sink:
        rate = 16_000

        def write(self, samples):
            pass

    with pytest.raises(errors.NoVoice, match="No such voice"):
        Watchdog().speak(Failing(), "x", Manner(), Sink(), lambda: False)

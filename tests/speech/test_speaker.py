"""The queue, its priorities, and interruption: with voices and a device made of memory, so that each case is exact."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from assistant import errors
from assistant.cancel import Cancelled
from assistant.types import Manner
from speech.audio import AudioOut
from speech.sound_card import MemoryAudio
from speech.speaker import Speaker, SpeakerEvent

LONG_S = 60.0
"""How long a wait may take before a test fails; never waited for when all is well."""


class LevelVoice:
    """Speaks a number as that level: "0.5" is 200 ms of 0.5. "endless 0.5" goes on until it is hushed."""

    name = "level"
    streams = True

    def __init__(self) -> None:
        self.hushed = threading.Event()
        self.manners: list[Manner] = []
        self.spoken: list[str] = []
        self.open_gate = threading.Event()
        self.open_gate.set()

    def speak(self, text, manner, sink):
        self.hushed.clear()
        sink.write(np.zeros(0, np.float32))
        self.manners.append(manner)
        self.spoken.append(text)
        self.open_gate.wait(LONG_S)
        level = float(text.split()[-1])
        piece = np.full(sink.rate // 50, level, np.float32)
        count = 0
        while text.startswith("endless") or count < 10:
            if self.hushed.is_set():
                raise Cancelled
            sink.write(piece)
            count += 1

    def hush(self):
        self.hushed.set()

    def languages(self):
        return ("en",)

    def close(self):
        self.hushed.set()


class PrintingVoice(LevelVoice):
    """Plays by itself: what it said is in `spoken`. "wait" goes on until it is hushed."""

    name = "printing"
    streams = False

    def speak(self, text, manner, sink):
        self.hushed.clear()
        sink.write(np.zeros(0, np.float32))
        self.spoken.append(text)
        if text == "wait" and self.hushed.wait(LONG_S):
            raise Cancelled


class BrokenVoice(LevelVoice):
    name = "broken"

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self.error = error or RuntimeError("no such thing")
        self.tried = 0

    def speak(self, text, manner, sink):
        self.tried += 1
        sink.write(np.full(sink.rate // 50, -1.0, np.float32))
        raise self.error


class Diary:
    """Keeps the events and waits for them."""

    def __init__(self) -> None:
        self.events: list[SpeakerEvent] = []
        self._changed = threading.Condition()

    def __call__(self, event: SpeakerEvent) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def wait(self, kind: str, text: str) -> SpeakerEvent:
        def found():
            return [event for event in self.events if (event.kind, event.text) == (kind, text)]

        with self._changed:
            assert self._changed.wait_for(found, LONG_S), (kind, text, self.events)
            return found()[-1]

    def of(self, kind: str) -> list[str]:
        return [event.text for event in self.events if event.kind == kind]


class Stage:
    """A speaker with its voices, its diary and a device that plays when told to."""

    def __init__(self, voices, *, pace: float | None = None, **kw) -> None:
        self.device = MemoryAudio(rate=1000, pace=pace)
        self.audio = AudioOut(self.device)
        self.diary = Diary()
        self.voices = voices
        self.speaker = Speaker(voices, self.audio, on_event=self.diary, **kw)

    def play_until(self, kind: str, text: str) -> None:
        """Pull blocks until the event is there."""
        end = time.monotonic() + LONG_S
        while not any((event.kind, event.text) == (kind, text) for event in self.diary.events):
            assert time.monotonic() < end, (kind, text, self.diary.events)
            self.device.play(1)

    def play_all(self) -> None:
        end = time.monotonic() + LONG_S
        while not self.speaker.wait_idle(0.001):
            assert time.monotonic() < end, self.diary.events
            self.device.play(1)

    @property
    def levels(self) -> list[float]:
        """The levels that were heard, in order, without silence (the device may be quicker than the voice) and
        without repeats."""
        heard = self.device.samples
        heard = heard[heard != 0]
        return [round(float(level), 3) for level in heard[np.flatnonzero(np.diff(heard, prepend=np.float32(0)))]]


@pytest.fixture
def stage_of():
    stages: list[Stage] = []

    def make(*voices, **kw) -> Stage:
        stages.append(Stage(voices or (LevelVoice(),), **kw))
        return stages[-1]

    yield make
    for stage in stages:
        stage.speaker.close()


def test_sentences_are_spoken_in_order_and_each_tells_its_life(stage_of):
    stage = stage_of()
    stage.speaker.say("0.1")
    stage.speaker.say("0.2")
    stage.play_all()
    assert stage.levels == [0.1, 0.2]
    for text in ("0.1", "0.2"):
        kinds = [event.kind for event in stage.diary.events if event.text == text]
        assert kinds == ["queued", "started", "first_sample", "finished"]
    first = stage.diary.wait("first_sample", "0.1")
    assert first.at in [block.at for block in stage.device.blocks]
    assert not stage.speaker.speaking


def test_the_mark_of_an_utterance_comes_back_in_all_news_of_it(stage_of):
    stage = stage_of()
    stage.speaker.say("0.1", mark=7)
    stage.speaker.say("0.1", mark=8)
    stage.speaker.say("0.1")
    stage.play_all()
    kinds = ["queued", "started", "first_sample", "finished"]
    for mark in (7, 8, None):
        assert [event.kind for event in stage.diary.events if event.mark == mark] == kinds


def test_a_sentence_is_said_again_from_its_start_when_another_device_stands_in(stage_of):
    """Its device was asked for by name: that it is gone is said first, and once."""
    voice = LevelVoice()
    stage = stage_of(voice, pace=1.0)
    stage.speaker.say("endless 0.1")
    stage.diary.wait("first_sample", "endless 0.1")
    spoken = len(voice.spoken)
    speak = voice.speak
    voice.speak = lambda text, manner, sink: speak("0.5" if "sound device" in text else text, manner, sink)
    gone = threading.Event()
    stage.audio.watchers.append(lambda there: None if there else gone.set())
    while not gone.is_set():  # noticed once the watch has seen that something is spoken
        stage.device.swap("Headset")
        gone.wait(0.6)
        assert stage.speaker.speaking
    stage.diary.wait("started", "endless 0.1")
    while "endless 0.1" not in voice.spoken[spoken:]:
        assert stage.speaker.speaking
    stage.speaker.hush()
    stage.speaker.say("0.2")
    assert stage.speaker.wait_idle(LONG_S)
    assert voice.spoken == ["endless 0.1", "0.5", "endless 0.1", "0.2"]


def test_after_a_hush_no_sample_of_the_old_era_is_played(stage_of):
    stage = stage_of()
    stage.speaker.say("endless 0.1")
    stage.speaker.say("0.2")
    stage.play_until("first_sample", "endless 0.1")
    before = len(stage.device.blocks)
    era = stage.speaker.hush()
    stage.speaker.say("0.3")
    stage.play_all()
    after = np.concatenate([block.samples for block in stage.device.blocks[before:]])
    assert {round(float(level), 3) for level in np.unique(after)} - {0.0} == {0.3}
    assert era == stage.speaker.era == 1
    assert sorted(stage.diary.of("dropped")) == ["0.2", "endless 0.1"]


def test_the_next_block_after_a_hush_is_already_silent(stage_of):
    stage = stage_of()
    stage.speaker.say("endless 0.1")
    stage.play_until("first_sample", "endless 0.1")
    while not stage.device.play(1).any():  # the device is quicker than the voice
        assert stage.speaker.speaking
    stage.speaker.hush()
    assert not stage.device.play(1).any()


def test_a_sentence_of_an_older_era_is_dropped_without_a_sound(stage_of):
    stage = stage_of()
    era = stage.speaker.era
    stage.speaker.hush()
    stage.speaker.say("0.1", era=era)
    stage.speaker.say("0.2", era=stage.speaker.era)
    stage.play_all()
    assert stage.levels == [0.2]
    assert stage.diary.of("dropped") == ["0.1"]


def test_next_goes_before_what_waits_and_now_drops_everything(stage_of):
    voice = LevelVoice()
    stage = stage_of(voice)
    voice.open_gate.clear()
    stage.speaker.say("0.1")
    stage.diary.wait("started", "0.1")
    stage.speaker.say("0.2")
    stage.speaker.say("0.3", priority="next")
    stage.speaker.say("0.4", priority="next")
    voice.open_gate.set()
    stage.play_all()
    assert stage.levels == [0.1, 0.3, 0.4, 0.2]

    stage.speaker.say("endless 0.5")
    stage.speaker.say("0.6")
    stage.play_until("first_sample", "endless 0.5")
    stage.speaker.say("0.7", priority="now")
    stage.play_all()
    assert stage.levels[4:] == [0.5, 0.7]
    assert stage.speaker.era == 0, "now is not a hush: sentences of the same turn may follow"


def test_100_rapid_sentences_end_with_the_last(stage_of):
    stage = stage_of(pace=20.0)
    threads = [
        threading.Thread(target=lambda: [stage.speaker.say("endless 0.1", priority="now") for _ in range(25)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stage.speaker.say("0.9", priority="now")
    assert stage.speaker.wait_idle(LONG_S)
    assert stage.levels[-1] == 0.9
    assert stage.diary.of("finished") == ["0.9"]
    assert len(stage.diary.of("dropped")) == 100


def test_hushes_from_many_threads_never_lock_up_and_never_swallow_the_next_sentence(stage_of):
    stage = stage_of(pace=50.0)

    def hush_and_say(number: int) -> None:
        for _ in range(25):
            stage.speaker.say("endless 0.1", era=stage.speaker.hush())

    threads = [threading.Thread(target=hush_and_say, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG_S)
        assert not thread.is_alive()
    era = stage.speaker.hush()
    stage.speaker.say("0.9", era=era)
    assert stage.speaker.wait_idle(LONG_S)
    assert era == 101
    assert stage.diary.of("finished") == ["0.9"]
    assert stage.levels[-1] == 0.9
    ends = [event for event in stage.diary.events if event.kind in ("finished", "dropped", "failed")]
    assert len(ends) == len(stage.diary.of("queued")) == 101


def test_an_earcon_sounds_in_the_next_block_over_speech_and_survives_now(stage_of):
    stage = stage_of()
    stage.speaker.say("endless 0.1")
    stage.play_until("first_sample", "endless 0.1")
    stage.speaker.earcon("listening")
    block = stage.device.play(1)
    assert np.abs(block - 0.1).max() > 0.05
    stage.speaker.say("endless 0.2", priority="now")
    assert stage.device.play(1).any()
    stage.speaker.hush()
    assert not stage.device.play(3).any()


def test_an_unknown_earcon_is_refused_and_earcons_can_be_off(stage_of):
    stage = stage_of(earcons="off")
    stage.speaker.earcon("looked")
    assert not stage.device.play(5).any()
    with pytest.raises(ValueError, match="listening"):
        stage.speaker.earcon("ping")


def test_the_manner_changes_for_what_already_waits(stage_of):
    voice = LevelVoice()
    stage = stage_of(voice, manner=Manner(rate_wpm=200))
    voice.open_gate.clear()
    stage.speaker.say("0.1")
    stage.speaker.say("0.2", language="zh")
    stage.diary.wait("started", "0.1")
    stage.speaker.manner = Manner(rate_wpm=400)
    voice.open_gate.set()
    stage.play_all()
    assert [manner.rate_wpm for manner in voice.manners] == [200, 400]
    assert [manner.language for manner in voice.manners] == ["en", "zh"]


def test_when_a_voice_fails_the_next_one_says_the_sentence_and_says_so_once(stage_of):
    broken, printing = BrokenVoice(), PrintingVoice()
    stage = stage_of(broken, printing)
    stage.speaker.say("first")
    stage.speaker.say("second")
    stage.play_all()
    assert printing.spoken[1:] == ["first", "second"]
    assert "Another voice" in printing.spoken[0]
    assert broken.tried == 1, "a voice that just failed is not asked first again"
    assert stage.diary.of("finished") == ["first", "second"]


def test_a_voice_that_stops_by_itself_loses_no_sentence(stage_of):
    class Fainting(LevelVoice):
        def speak(self, text, manner, sink):
            raise Cancelled

    printing = PrintingVoice()
    stage = stage_of(Fainting(), printing)
    stage.speaker.say("first")
    stage.play_all()
    assert printing.spoken[-1] == "first"


def test_what_no_voice_can_say_is_told_as_failed_and_the_next_sentence_is_tried(stage_of):
    stage = stage_of(BrokenVoice())
    stage.speaker.say("first")
    stage.speaker.say("second")
    stage.play_all()
    assert stage.diary.of("failed") == ["first", "second"]


def test_a_language_that_no_voice_knows_is_read_in_another_accent(stage_of):
    class EnglishOnly(LevelVoice):
        def speak(self, text, manner, sink):
            if manner.language != "en":
                raise errors.NoVoice
            if text[0].isdigit():  # not the note
                super().speak(text, manner, sink)

    stage = stage_of(EnglishOnly())
    stage.speaker.say("0.3", language="xx")
    stage.play_all()
    assert stage.levels == [0.3]


def test_a_voice_that_plays_by_itself_waits_for_the_end_of_what_is_heard(stage_of):
    class Alternating(PrintingVoice):
        pass

    printing = Alternating()
    level = LevelVoice()
    stage = stage_of(level, printing)
    stage.speaker.say("0.1")
    stage.play_until("first_sample", "0.1")
    level.speak = BrokenVoice().speak  # type: ignore[method-assign]
    stage.speaker.say("second")
    assert printing.spoken == []
    stage.play_all()
    assert stage.diary.of("finished") == ["0.1", "second"]


def test_a_hush_ends_a_voice_that_plays_by_itself(stage_of):
    printing = PrintingVoice()
    stage = stage_of(printing)
    stage.speaker.say("wait")
    stage.diary.wait("started", "wait")
    stage.speaker.hush()
    stage.speaker.say("after")
    assert stage.speaker.wait_idle(LONG_S)
    assert printing.spoken[-1] == "after"
    assert stage.diary.of("dropped") == ["wait"]


def test_a_sentence_outlives_the_loss_of_the_device(stage_of):
    stage = stage_of()
    back, gone = threading.Event(), threading.Event()
    stage.audio.watchers.append(lambda there: (back if there else gone).set())
    stage.speaker.say("0.1")
    stage.play_until("first_sample", "0.1")
    stage.device.unplug()
    assert gone.wait(LONG_S)
    stage.speaker.say("0.2")
    assert stage.speaker.speaking
    stage.device.plug()
    assert back.wait(LONG_S)
    stage.play_all()
    assert stage.levels[-2:] == [0.1, 0.2]
    assert stage.diary.of("finished") == ["0.1", "0.2"]


def test_a_hush_ends_the_wait_for_a_lost_device(stage_of):
    stage = stage_of()
    gone = threading.Event()
    stage.audio.watchers.append(lambda there: None if there else gone.set())
    stage.device.unplug()
    assert gone.wait(LONG_S)
    stage.speaker.say("0.1")
    stage.speaker.hush()
    assert stage.speaker.wait_idle(LONG_S)
    assert stage.diary.of("dropped") == ["0.1"]


def test_without_audio_only_voices_that_play_by_themselves_are_used():
    level, printing, diary = LevelVoice(), PrintingVoice(), Diary()
    speaker = Speaker([level, printing], None, on_event=diary)
    try:
        speaker.earcon("looked")
        speaker.say("first")
        assert speaker.wait_idle(LONG_S)
        assert (level.spoken, printing.spoken) == ([], ["first"])
    finally:
        speaker.close()


def test_a_listener_that_fails_or_speaks_back_stops_nothing():
    printing = PrintingVoice()
    told: list[str] = []

    def listener(event: SpeakerEvent) -> None:
        told.append(event.kind)
        if (event.kind, event.text) == ("finished", "first"):
            speaker.say("second")
        raise RuntimeError("a broken listener")

    speaker = Speaker([printing], None, on_event=listener)
    try:
        speaker.say("first")
        assert speaker.wait_idle(LONG_S)
        assert printing.spoken == ["first", "second"]
        assert told.count("finished") == 2
    finally:
        speaker.close()


def test_nothing_is_said_for_empty_text_or_after_the_close():
    printing, diary = PrintingVoice(), Diary()
    speaker = Speaker([printing], None, on_event=diary)
    speaker.say("  \n ")
    assert speaker.wait_idle(LONG_S)
    speaker.close()
    speaker.close()
    speaker.say("late")
    assert printing.spoken == []


def test_other_voices_speak_from_the_next_utterance_on_and_the_old_ones_are_closed(stage_of):
    old, new = LevelVoice(), LevelVoice()
    stage = stage_of(old)
    old.open_gate.clear()
    stage.speaker.say("0.1")
    stage.diary.wait("started", "0.1")
    stage.speaker.use_voices([new])
    stage.speaker.say("0.2")
    old.open_gate.set()
    stage.play_all()
    assert (old.spoken, new.spoken) == (["0.1"], ["0.2"])
    assert stage.levels == [0.1, 0.2]
    assert old.hushed.is_set()

"""Earcons and speech together: a sound of waiting is never under a word, a word for an earcon never holds one up."""

from __future__ import annotations

import time

import numpy as np
import pytest

from assistant.conversation import Conversation
from assistant.telling import Habits, Teller
from assistant.turn import Request, TurnHandle
from assistant.types import Manner
from speech import earcons
from speech.audio import FADE_OUT_S, AudioOut
from speech.sound_card import MemoryAudio
from speech.speaker import Speaker
from tests.speech.test_speaker import LONG_S, LevelVoice, PrintingVoice, Stage

RATE = 1000


@pytest.fixture
def stage_of():
    stages: list[Stage] = []

    def make(voice, **kw) -> Stage:
        stages.append(Stage([voice], **kw))
        return stages[-1]

    yield make
    for stage in stages:
        stage.speaker.close()


def only_speech(samples: np.ndarray, level: float = 0.1) -> bool:
    """Nothing but that level, and silence where the device was quicker than the voice."""
    return bool(np.all(np.isclose(samples, level, atol=1e-6) | np.isclose(samples, 0, atol=1e-6)))


def wait_until(condition) -> None:
    end = time.monotonic() + LONG_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_a_sound_of_waiting_is_heard_in_silence_only(stage_of):
    stage = stage_of(LevelVoice())
    stage.speaker.earcon("thinking")
    assert stage.device.play(5).any()
    stage.speaker.say("endless 0.1")
    stage.play_until("first_sample", "endless 0.1")
    stage.speaker.earcon("thinking")
    stage.speaker.earcon("open")
    assert only_speech(stage.device.play(4))


def test_the_first_word_ends_a_sound_of_waiting_before_it_begins(stage_of):
    voice = LevelVoice()
    voice.open_gate.clear()  # a voice that takes its time
    stage = stage_of(voice)
    stage.speaker.earcon("open")
    assert stage.device.play(2).any()
    stage.speaker.say("endless 0.1")
    ending = stage.device.play(1)
    assert not ending[round(FADE_OUT_S * RATE) :].any()
    assert not stage.device.play(10).any()
    stage.speaker.earcon("thinking")  # it comes a moment too late
    voice.open_gate.set()
    stage.play_until("first_sample", "endless 0.1")
    assert only_speech(stage.device.play(4))


def test_where_speech_begins_the_background_is_gone_within_5_ms():
    device = MemoryAudio(rate=RATE)
    audio = AudioOut(device)
    audio.mix(np.full(200, 0.05, np.float32), background=True)
    assert np.allclose(device.play(1), 0.05)
    audio.sink().write(np.full(40, 0.5, np.float32))
    played = device.play(3)
    edge = round(FADE_OUT_S * RATE)
    assert 0.5 < played[0] <= 0.551
    assert np.allclose(played[edge:40], 0.5)
    assert np.all(np.diff(played[: edge + 1]) <= 0)  # it fades, and does not click
    assert not played[40:].any()
    audio.close()


def test_a_sound_with_a_meaning_is_heard_over_speech_in_whole(stage_of):
    stage = stage_of(LevelVoice())
    stage.speaker.say("endless 0.1")
    stage.play_until("first_sample", "endless 0.1")
    stage.speaker.earcon("received")
    sound = earcons.sound("received", RATE)
    assert only_speech(stage.device.play(8)[: len(sound)] - sound)


def test_earcons_have_a_volume_of_their_own(stage_of):
    stage = stage_of(LevelVoice())
    stage.speaker.earcon_volume = 0.5
    stage.speaker.earcon("failed")
    assert np.abs(stage.device.play(14)).max() == pytest.approx(earcons.SHAPES["failed"][0] / 2, rel=0.02)


@pytest.mark.parametrize("voice_kind", [LevelVoice, PrintingVoice])
def test_the_word_for_an_earcon_is_cut_off_by_the_first_sentence(stage_of, monkeypatch, voice_kind):
    endless = "wait" if voice_kind is PrintingVoice else "endless 0.3"
    monkeypatch.setitem(earcons.WORDS["en"], "looked", endless)
    voice = voice_kind()
    stage = stage_of(voice, earcons="words")
    stage.speaker.earcon("looked")
    wait_until(lambda: voice.spoken == [endless])
    stage.speaker.say("0.1")
    stage.play_until("finished", "0.1")
    assert voice.spoken == [endless, "0.1"]
    # The turn's figures and the braille display know nothing of it.
    assert {event.text for event in stage.diary.events} == {"0.1"}


def test_a_word_that_would_have_to_wait_for_a_sentence_is_dropped(stage_of):
    voice = LevelVoice()
    voice.open_gate.clear()
    stage = stage_of(voice, earcons="words")
    stage.speaker.say("0.1")
    stage.diary.wait("started", "0.1")
    stage.speaker.say("0.2")
    stage.speaker.earcon("received")
    stage.speaker.earcon("thinking")
    voice.open_gate.set()
    stage.play_all()
    assert voice.spoken == ["0.1", "0.2"]


def test_the_last_word_of_a_turn_is_followed_by_the_word_for_its_end(stage_of, monkeypatch):
    monkeypatch.setitem(earcons.WORDS["en"], "answered", "0.7")
    voice, device = LevelVoice(), MemoryAudio(rate=RATE)

    def told(event) -> None:
        if event.kind == "finished":
            speaker.earcon("answered")

    speaker = Speaker([voice], AudioOut(device), on_event=told, earcons="words")
    speaker.say("0.1")
    while not speaker.wait_idle(0.001):
        device.play(1)
    speaker.close()
    assert voice.spoken == ["0.1", "0.7"]


def test_words_for_what_is_repeated_come_rarely(stage_of, monkeypatch):
    monkeypatch.setitem(earcons.WORDS["en"], "thinking", "0.7")
    voice = LevelVoice()
    stage = stage_of(voice, earcons="words")
    for _ in range(5):
        stage.speaker.earcon("thinking")
        stage.play_all()
    assert voice.spoken == ["0.7"]


def test_words_are_of_the_language_that_is_spoken(stage_of):
    voice = PrintingVoice()
    stage = stage_of(voice, earcons="words", manner=Manner(language="zh-cn"))
    stage.speaker.earcon("failed")
    stage.play_all()
    assert voice.spoken == [earcons.WORDS["zh"]["failed"]]


def test_the_end_of_a_turn_is_heard_after_its_last_word_and_once():
    voice, device = LevelVoice(), MemoryAudio(rate=RATE)
    box: list[Teller] = []
    speaker = Speaker([voice], AudioOut(device), on_event=lambda news: box[0].heard_of(news))
    box.append(Teller(speaker, Conversation(), Habits(), lambda _: None))
    turn = TurnHandle(1, Request(kind="describe", at=time.monotonic()), speaker.era)
    box[0].begin(turn)
    for text in ("0.4", "0.5"):
        box[0].say(turn, text)
    box[0].ended(turn)
    while not speaker.wait_idle(0.001):
        device.play(1)
    device.play(30)
    speaker.close()
    heard = device.samples
    last = int(np.flatnonzero(heard == np.float32(0.5))[-1])
    after = heard[last + 1 :]
    sound = earcons.sound("answered", RATE)
    begins = int(np.flatnonzero(after)[0])
    assert np.allclose(after[begins - 1 : begins - 1 + len(sound)], sound, atol=1e-4) or np.allclose(
        after[begins : begins + len(sound) - 1], sound[1:], atol=1e-4
    )
    assert not after[begins + len(sound) :].any()

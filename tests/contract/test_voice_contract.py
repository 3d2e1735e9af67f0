"""The promises of `ports.Voice`, kept by every voice."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from virtual_desktop import VirtualDesktop

from assistant import errors
from assistant.cancel import Cancelled
from assistant.types import Manner
from models.store import Store
from speech.braille import BrailleVoice
from speech.voices.console import ConsoleVoice
from speech.voices.espeak import EspeakVoice
from speech.voices.piper import PiperVoice
from speech.voices.screen_reader import ScreenReaderVoice
from speech.voices.speech_dispatcher import SpeechDispatcherVoice
from speech.voices.system import SystemVoice
from speech.voices.wav import WavVoice
from tests.speech.test_braille import Reader, registry_of

MODELS = Store()
"""Made here: where it looks depends on HOME, which the voices below get another one of."""
FAKE_ORCA = Path(__file__).parents[1] / "speech/fake_orca.py"
LONG = "This sentence goes on and on, far longer than anybody would want to listen to it. " * 6


@pytest.fixture(scope="module")
def sound_for_voices():
    with VirtualDesktop(display=False, accessibility=False, tray=False) as desktop:
        yield desktop
        # Started by the voice, not by the desktop: ended here, or it outlives both.
        pid = Path(desktop.env["XDG_RUNTIME_DIR"]) / "speech-dispatcher/pid/speech-dispatcher.pid"
        if pid.exists():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid.read_text()), signal.SIGTERM)


@pytest.fixture(params=["espeak", "system", "console", "wav", "speech-dispatcher", "piper", "screen-reader", "braille"])
def voice(request, sound_for_voices, session_bus, monkeypatch, tmp_path):
    for name in ("PULSE_SERVER", "ALSA_CONFIG_PATH", "XDG_RUNTIME_DIR", "HOME"):
        monkeypatch.setenv(name, sound_for_voices.env[name])
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session_bus.env["DBUS_SESSION_BUS_ADDRESS"])
    made = {
        "espeak": EspeakVoice,
        "system": SystemVoice,
        "console": lambda: ConsoleVoice(io.StringIO()),
        "wav": lambda: WavVoice(tmp_path / "said.wav", EspeakVoice()),
        "speech-dispatcher": SpeechDispatcherVoice,
        "screen-reader": ScreenReaderVoice,
        "braille": lambda: BrailleVoice(20, readers=("NVDA",), registry=registry_of("NVDA", Reader)),
        "piper": lambda: PiperVoice(MODELS.path("piper-joe")),
    }
    orca = None
    if request.param == "screen-reader":
        orca = session_bus.start([sys.executable, str(FAKE_ORCA), str(tmp_path / "heard")])
        session_bus.wait_for((tmp_path / "heard").exists, "the screen reader")
    one = made[request.param]()
    yield one
    one.close()
    if orca is not None:
        orca.terminate()
        orca.wait(20)


class Sink:
    """Takes everything; holds a writer up while `room` is clear; refuses once `hushed`, as the real one does."""

    rate = 16_000

    def __init__(self) -> None:
        self.pieces: list[np.ndarray] = []
        self.hushed = threading.Event()
        self.room = threading.Event()
        self.room.set()
        self.began = threading.Event()

    def write(self, samples: np.ndarray) -> None:
        if self.hushed.is_set():
            raise Cancelled
        if len(samples):
            self.pieces.append(samples)
        self.began.set()
        while not self.room.wait(0.005):
            if self.hushed.is_set():
                raise Cancelled

    @property
    def samples(self) -> np.ndarray:
        return np.concatenate(self.pieces) if self.pieces else np.zeros(0, np.float32)


def test_a_voice_says_whether_it_streams_and_keeps_to_it(voice):
    sink = Sink()
    voice.speak("Hello there.", Manner(), sink)
    assert bool(len(sink.samples)) == voice.streams
    assert voice.name


def test_streamed_sound_is_float32_within_one_and_audible(voice):
    sink = Sink()
    voice.speak("Hello there.", Manner(), sink)
    if voice.streams:
        assert sink.samples.dtype == np.float32
        assert 0.1 < np.abs(sink.samples).max() <= 1.0
        assert 0.3 < len(sink.samples) / sink.rate < 3


@pytest.mark.parametrize("text", ["", "...", "\x00\x01\x1b[31m", "<b>&", "😀", "文件 Привет", "\ud800", "a" * 2000])
def test_odd_text_is_spoken_or_passed_over_without_an_error(voice, text):
    sink = Sink()
    if voice.name in ("system", "speech-dispatcher", "screen-reader", "braille") and len(text) > 100:
        text = text[:20]  # it is heard to the end
    voice.speak(text, Manner(rate_wpm=450), sink)


def test_a_voice_speaks_again_after_it_has_spoken(voice):
    for _ in range(2):
        sink = Sink()
        voice.speak("Yes.", Manner(), sink)
        assert bool(len(sink.samples)) == voice.streams


def test_a_hush_makes_speak_return_within_50_ms_raising_cancelled(voice):
    if isinstance(voice, ConsoleVoice):
        voice.hush()  # printing is over before anyone can object
        voice.speak("Yes.", Manner(), Sink())
        return
    sink, ended = Sink(), []
    if voice.streams or isinstance(voice, WavVoice):
        sink.room.clear()  # the buffer is full, as in the midst of a sentence

    def speak() -> None:
        try:
            voice.speak(LONG, Manner(), sink)
        except Cancelled:
            ended.append(time.monotonic())

    took = []
    for _ in range(3):
        sink.began.clear()
        sink.hushed.clear()
        thread = threading.Thread(target=speak)
        thread.start()
        assert sink.began.wait(20)
        hushed_at = time.monotonic()
        sink.hushed.set()  # the speaker begins the new era first, then tells the voice
        voice.hush()
        thread.join(20)
        assert not thread.is_alive()
        took.append(ended.pop() - hushed_at)
    assert min(took) < 0.05, took


def test_a_hush_before_speak_began_silences_it_by_its_sink(voice):
    sink = Sink()
    sink.hushed.set()
    voice.hush()
    with pytest.raises(Cancelled):
        voice.speak("Never heard.", Manner(), sink)
    assert not sink.pieces


def test_an_old_hush_does_not_silence_the_next_utterance(voice):
    voice.hush()
    sink = Sink()
    voice.speak("Yes.", Manner(), sink)
    assert bool(len(sink.samples)) == voice.streams


def test_hush_from_many_threads_and_twice_is_harmless(voice):
    threads = [threading.Thread(target=voice.hush) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def test_languages_are_tags_and_a_known_one_is_accepted(voice):
    known = list(voice.languages())
    assert all(tag == tag.lower() and " " not in tag for tag in known)
    language = "de" if not known or "de" in known else known[0]
    voice.speak("Ja.", Manner(language=language), Sink())
    if known and voice.name != "system":  # that one takes its default voice: it does not know what the others speak
        with pytest.raises(errors.NoVoice):
            voice.speak("Ja.", Manner(language="xx"), Sink())


def test_closing_twice_is_harmless(voice):
    voice.close()
    voice.close()

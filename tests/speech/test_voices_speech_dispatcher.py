"""Speech through the real Speech Dispatcher with its espeak-ng module, on a virtual sound server."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from pathlib import Path

import pytest
from virtual_desktop import VirtualDesktop

from assistant import errors
from assistant.cancel import Cancelled
from assistant.types import Manner
from speech.voices import ssip
from speech.voices.speech_dispatcher import SpeechDispatcherVoice, _marked, _rate

LONG_S = 60.0
SENTENCE = "One two three four, five six seven eight, nine ten eleven twelve."


@pytest.fixture(scope="module")
def sound():
    with VirtualDesktop(display=False, accessibility=False, bus=False, tray=False) as desktop:
        yield desktop
        # Started by the voice, not by the desktop: ended here, or it outlives both.
        pid = Path(desktop.env["XDG_RUNTIME_DIR"]) / "speech-dispatcher/pid/speech-dispatcher.pid"
        if pid.exists():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid.read_text()), signal.SIGTERM)


@pytest.fixture
def environment(sound, monkeypatch):
    for name in ("PULSE_SERVER", "ALSA_CONFIG_PATH", "XDG_RUNTIME_DIR", "HOME"):
        monkeypatch.setenv(name, sound.env[name])
    monkeypatch.delenv("SPEECHD_ADDRESS", raising=False)
    return sound


@pytest.fixture
def voice(environment):
    one = SpeechDispatcherVoice()
    one.speak("Warm.", Manner(), Sink())
    yield one
    one.close()


class Sink:
    rate = 16_000

    def write(self, samples):
        assert not len(samples), "it plays by itself"


def seconds(voice: SpeechDispatcherVoice, text: str, **manner: object) -> float:
    began = time.monotonic()
    voice.speak(text, Manner(**manner), Sink())
    return time.monotonic() - began


def server(sound: VirtualDesktop) -> int:
    return int((Path(sound.env["XDG_RUNTIME_DIR"]) / "speech-dispatcher/pid/speech-dispatcher.pid").read_text())


def in_thread(voice: SpeechDispatcherVoice, text: str) -> tuple[threading.Thread, list[BaseException | None]]:
    outcome: list[BaseException | None] = []

    def run() -> None:
        try:
            voice.speak(text, Manner(), Sink())
            outcome.append(None)
        except BaseException as error:  # noqa: BLE001 - Cancelled is one
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


def wait_for_clause(voice: SpeechDispatcherVoice, place: int) -> None:
    with voice._changed:
        assert voice._changed.wait_for(lambda: voice._heard_to >= place, LONG_S)


def test_speak_returns_when_it_was_heard_and_a_higher_rate_is_sooner(voice, environment):
    environment_quiet = threading.Thread(target=environment.wait_for_sound)
    environment_quiet.start()
    slow, fast = seconds(voice, SENTENCE, rate_wpm=150), seconds(voice, SENTENCE, rate_wpm=400)
    environment_quiet.join(LONG_S)
    assert not environment_quiet.is_alive(), "something was heard"
    assert slow > 1.5 * fast
    assert fast > 0.8


def test_rates_are_those_of_its_espeak_module():
    assert [_rate(wpm) for wpm in (80, 170, 449)] == [-100, 0, 100]
    assert (_rate(1), _rate(900)) == (-100, 100)
    assert [_rate(wpm) for wpm in range(80, 450, 10)] == sorted(_rate(wpm) for wpm in range(80, 450, 10))


def test_a_server_that_dies_in_mid_sentence_is_started_again_and_goes_on_where_it_was(voice, environment, monkeypatch):
    asked: list[str] = []
    speak = ssip.Wire.speak

    def noting(self: ssip.Wire, text: str) -> str:
        asked.append(text)
        return speak(self, text)

    monkeypatch.setattr(ssip.Wire, "speak", noting)
    thread, outcome = in_thread(voice, SENTENCE)
    wait_for_clause(voice, SENTENCE.index("five"))
    before = server(environment)
    os.kill(before, signal.SIGKILL)
    thread.join(LONG_S)
    assert outcome == [None]
    assert server(environment) != before
    first, again = asked
    assert "One" in first
    assert "One" not in again, "it did not begin anew"
    assert "eleven twelve" in again, "and was said to its end"


def test_a_server_that_died_between_two_sentences_loses_none(voice, environment):
    os.kill(server(environment), signal.SIGKILL)
    assert seconds(voice, "Again.") > 0.2


def test_a_server_that_hangs_is_an_error_and_can_be_hushed(voice, environment, monkeypatch):
    monkeypatch.setattr(ssip, "ANSWER_S", 0.3)
    monkeypatch.setattr(ssip, "SPAWN_S", 0.3)
    process = server(environment)
    os.kill(process, signal.SIGSTOP)
    try:
        with pytest.raises(errors.NoVoice, match="does not speak"):
            voice.speak("Never heard.", Manner(), Sink())
    finally:
        os.kill(process, signal.SIGCONT)
    assert seconds(voice, "Again.") > 0.2


def test_a_hush_is_quick_and_nothing_of_the_sentence_comes_after_it(voice):
    took = []
    for _ in range(3):
        thread, outcome = in_thread(voice, SENTENCE * 10)
        wait_for_clause(voice, 1)
        hushed_at = time.monotonic()
        voice.hush()
        thread.join(LONG_S)
        took.append(time.monotonic() - hushed_at)
        assert isinstance(outcome[0], Cancelled)
        assert seconds(voice, "Yes.") < 5, "the sentence did not wait behind the rest of the other"
    assert min(took) < 0.05, took  # the least: the rest of it is other work on the computer


def test_a_chinese_run_goes_to_a_chinese_voice_and_an_unknown_language_is_told(voice):
    assert voice._known("zh").startswith("cmn")
    assert voice._known("de-AT") == "de"
    assert seconds(voice, "Save 文件夹设置 now.") > seconds(voice, "Save now.") + 0.3
    with pytest.raises(errors.NoVoice, match="language xx"):
        voice.speak("Hello.", Manner(language="xx"), Sink())


def test_spelling_takes_its_time(voice):
    assert seconds(voice, "abcdef", spell=True) > seconds(voice, "abcdef") + 0.5


def test_a_mark_stands_at_each_clause_and_markup_is_text():
    assert _marked("A, b & <c>. D", 10) == ('<speak>A, <mark name="13"/>b &amp; &lt;c&gt;. <mark name="22"/>D</speak>')
    assert _marked("", 0) == "<speak></speak>"


def test_a_line_with_a_dot_alone_does_not_end_the_message(environment):
    """SSIP ends a text with a line of one dot; what is seen on a screen may hold one."""
    heard: list[bytes] = []
    path = Path(environment.env["HOME"]) / "server.sock"
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    listening.listen()

    def serve() -> None:
        connection, _ = listening.accept()
        with connection, connection.makefile("rwb") as lines:
            for line in lines:
                heard.append(line)
                if line == b"SPEAK\r\n":
                    lines.write(b"230 OK RECEIVING DATA\r\n")
                elif line == b".\r\n":
                    lines.write(b"225-7\r\n225 OK MESSAGE QUEUED\r\n")
                lines.flush()

    thread = threading.Thread(target=serve)
    thread.start()
    os.environ["SPEECHD_ADDRESS"] = f"unix_socket:{path}"
    try:
        wire = ssip.Wire(lambda *_: None, lambda: None)
        assert wire.speak("one\n.\n..two") == "7"
        wire.close()
    finally:
        del os.environ["SPEECHD_ADDRESS"]
    thread.join(LONG_S)
    listening.close()
    assert b"".join(heard) == b"SPEAK\r\none\r\n..\r\n...two\r\n.\r\n"


def test_without_a_runtime_folder_the_server_is_found_where_it_then_is(environment, monkeypatch, tmp_path):
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    voice = SpeechDispatcherVoice()
    assert seconds(voice, "Yes.") > 0.2
    voice.close()
    os.kill(int((tmp_path / "speech-dispatcher/pid/speech-dispatcher.pid").read_text()), signal.SIGTERM)


def test_without_speech_dispatcher_the_sentence_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("SPEECHD_ADDRESS", raising=False)
    with pytest.raises(errors.NoVoice, match="Install speech-dispatcher"):
        SpeechDispatcherVoice()

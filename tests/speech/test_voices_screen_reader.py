"""The bridge to screen readers: the real prismatoid, which finds a stand-in for Orca 49 on a session bus of its own.

NVDA, JAWS, Narrator and VoiceOver can't run here; to them, the bridge is the same calls of prismatoid.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import ClassVar

import pytest
from virtual_desktop import VirtualDesktop

from assistant import errors
from assistant.cancel import Cancelled
from assistant.types import Manner
from speech.braille import BrailleVoice
from speech.speaker import Speaker
from speech.voices.screen_reader import ScreenReaderVoice
from tests.speech.test_speaker import PrintingVoice

LONG_S = 60.0


@pytest.fixture
def desktop(session_bus, monkeypatch):
    """Without a screen reader at its beginning; those that a test starts are ended with it."""
    for name in ("XDG_RUNTIME_DIR", "HOME", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.setenv(name, session_bus.env[name])
    Orca.running.clear()
    yield session_bus
    for orca in Orca.running:
        orca.quit()


class Orca:
    """Started, and ended, on the desktop's bus."""

    running: ClassVar[list[Orca]] = []

    def __init__(self, desktop: VirtualDesktop, folder: Path) -> None:
        self.file = folder / "heard.txt"
        self.file.unlink(missing_ok=True)
        script = Path(__file__).with_name("fake_orca.py")
        self.desktop = desktop
        self.process = desktop.start([sys.executable, str(script), str(self.file)])
        self.running.append(self)
        self.wait("ready")

    def heard(self) -> list[str]:
        return self.file.read_text(encoding="utf-8").splitlines() if self.file.exists() else []

    def wait(self, line: str) -> None:
        self.desktop.wait_for(lambda: line in self.heard(), line)

    def quit(self) -> None:
        self.process.kill()
        self.process.wait(LONG_S)


class Sink:
    rate = 16_000

    def write(self, samples):
        assert not len(samples)


def test_without_a_screen_reader_there_is_no_such_voice(desktop):
    with pytest.raises(errors.NoVoice, match="No screen reader is running"):
        ScreenReaderVoice()


def test_what_is_said_goes_to_the_screen_reader_in_order(desktop, tmp_path):
    orca = Orca(desktop, tmp_path)
    voice = ScreenReaderVoice()
    for text in ("The file has not been\nsaved.", "文件 ok", "\x00"):
        voice.speak(text, Manner(), Sink())
    voice.speak("a b", Manner(spell=True), Sink())
    voice.close()
    said = [line for line in orca.heard() if line.startswith("say")]
    assert said == ["say The file has not been saved.", "say 文件 ok", "say a, b"]


def test_a_hush_returns_within_50_ms_and_interrupts_the_screen_reader(desktop, tmp_path):
    orca = Orca(desktop, tmp_path)
    voice = ScreenReaderVoice()
    ended = []

    def speak() -> None:
        try:
            voice.speak("far longer than anybody listens " * 20, Manner(), Sink())
        except Cancelled:
            ended.append(time.monotonic())

    took = []
    for round_ in range(3):
        thread = threading.Thread(target=speak)
        thread.start()
        desktop.wait_for(lambda n=round_: sum(line.startswith("say") for line in orca.heard()) > n, "the sentence")
        before = orca.heard().count("do InterruptSpeech")
        hushed_at = time.monotonic()
        voice.hush()
        thread.join(LONG_S)
        took.append(ended.pop() - hushed_at)
        desktop.wait_for(lambda n=before: orca.heard().count("do InterruptSpeech") > n, "the interruption")
    voice.close()
    assert min(took) < 0.05, took


def test_a_restarted_screen_reader_is_found_again(desktop, tmp_path):
    first = Orca(desktop, tmp_path)
    voice = ScreenReaderVoice()
    voice.speak("Before.", Manner(), Sink())
    first.quit()
    with pytest.raises(errors.NoVoice):  # the next voice takes over
        voice.speak("Lost?", Manner(), Sink())
    second = Orca(desktop, tmp_path)
    voice.speak("After.", Manner(), Sink())
    assert "say After." in second.heard()
    voice.close()


def test_a_screen_reader_that_was_restarted_unnoticed_loses_no_sentence(desktop, tmp_path):
    first = Orca(desktop, tmp_path)
    voice = ScreenReaderVoice()
    first.quit()
    second = Orca(desktop, tmp_path)
    voice.speak("After.", Manner(), Sink())
    assert "say After." in second.heard()
    voice.close()


def test_a_screen_reader_that_stands_still_holds_no_hush_up(desktop, tmp_path):
    import signal

    orca = Orca(desktop, tmp_path)
    voice = ScreenReaderVoice()
    orca.process.send_signal(signal.SIGSTOP)
    ended = threading.Event()

    def speak() -> None:
        with pytest.raises(Cancelled):
            voice.speak("Stuck.", Manner(), Sink())
        ended.set()

    thread = threading.Thread(target=speak)
    thread.start()
    assert not ended.wait(0.3)
    voice.hush()
    assert ended.wait(3)  # sooner than a call that is given up (`reader_bridge.CALL_S`)
    thread.join(LONG_S)
    orca.process.send_signal(signal.SIGCONT)
    voice.close()
    assert voice._bridge._thread.end(LONG_S)  # what it still had to tell this Orca, the next one must not hear


def test_a_screen_reader_that_is_started_later_speaks_from_then_on_and_hands_back_when_it_quits(desktop, tmp_path):
    mine = PrintingVoice()
    voice = ScreenReaderVoice(wait=True)
    speaker = Speaker([voice, mine], None)

    def say(text: str) -> None:
        speaker.say(text)
        assert speaker.wait_idle(LONG_S)

    say("Before.")
    orca = Orca(desktop, tmp_path)
    desktop.wait_for(lambda: voice.there, "the screen reader")
    assert not [line for line in orca.heard() if line.startswith("do")]  # looking for it cuts nothing off
    say("With it.")
    assert "say With it." in orca.heard()
    orca.quit()
    desktop.wait_for(lambda: not voice.there, "its end")
    say("After.")
    again = Orca(desktop, tmp_path)
    desktop.wait_for(lambda: voice.there, "the screen reader")
    say("Back.")
    speaker.close()
    assert "say Back." in again.heard()
    assert mine.spoken == ["Before.", "After."]  # and nobody was told that a voice had failed


def test_a_restart_makes_good_a_failure_at_once(desktop, tmp_path):
    mine = PrintingVoice()
    voice = ScreenReaderVoice(wait=True)
    first = Orca(desktop, tmp_path)
    desktop.wait_for(lambda: voice.there, "the screen reader")
    speaker = Speaker([voice, mine], None)
    first.quit()
    speaker.say("Too soon.")  # before the end of the reader was noticed
    assert speaker.wait_idle(LONG_S)
    assert "Too soon." in mine.spoken
    desktop.wait_for(lambda: not voice.there, "its end")
    second = Orca(desktop, tmp_path)
    desktop.wait_for(lambda: voice.there, "the screen reader")
    speaker.say("Back.")
    assert speaker.wait_idle(LONG_S)
    speaker.close()
    assert "say Back." in second.heard()


def test_orca_shows_and_speaks_what_braille_alone_is_told_through_it(desktop, tmp_path):
    orca = Orca(desktop, tmp_path)
    voice = BrailleVoice()
    assert voice.there
    voice.speak("Shown.", Manner(), Sink())
    assert "say Shown." in orca.heard()
    voice.close()


def test_without_a_session_bus_none_is_launched_and_nothing_is_printed():
    code = (
        "import time; from speech.voices.screen_reader import ScreenReaderVoice\n"
        "voice = ScreenReaderVoice(wait=True)\n"
        "time.sleep(2.5)\n"  # two looks of the watch, if there were one
        "print(voice.there); voice.close()\n"
        "try: ScreenReaderVoice()\n"
        "except Exception as error: print(error)\n"
    )
    env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    env |= {"DISPLAY": ":77", "PYTHONPATH": str(Path(__file__).parents[2])}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, env=env)
    assert (result.stdout.splitlines(), result.stderr) == (["False", "No screen reader is running."], "")


def test_without_the_package_the_sentence_says_what_to_install(tmp_path):
    code = (
        "import sys; sys.modules['prism'] = None\n"
        "from speech.voices.screen_reader import ScreenReaderVoice\n"
        "try: ScreenReaderVoice()\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert result.stdout.startswith("NoVoice"), result.stderr
    assert "pip install prismatoid" in result.stdout

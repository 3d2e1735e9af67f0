"""The real microphone of a virtual desktop: PortAudio records what is played into a PulseAudio sink."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from virtual_desktop import VirtualDesktop

from tests.speech.spoken import VAD, render

pytestmark = pytest.mark.desktop

ROOT = Path(__file__).parents[2]
CHILD = """
import json, sys
from pathlib import Path
from assistant.cancel import Token
from assistant.errors import HearsightError
from speech.listener import Listener, default_microphone
from speech.recognisers.faster_whisper import FasterWhisperRecogniser

def tell(**what):
    print(json.dumps(what), flush=True)

models = Path(sys.argv[1])
ear = Listener(models / "silero-vad")
recogniser = FasterWhisperRecogniser(models / "whisper-tiny.en")
if sys.argv[2] != "lost":
    recogniser.warm()
try:
    tell(name=default_microphone())
    for way in sys.argv[2:]:
        ear.start()
        tell(ready=way)
        if way == "press":
            clip = ear.until_silence(Token())
        else:
            sys.stdin.readline()
            clip = ear.finish()
        tell(seconds=clip.seconds, speech=ear.has_speech(clip), text=recogniser.transcribe(clip, Token()).text)
except HearsightError as error:
    tell(error=type(error).__name__, sentence=error.spoken)
"""


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(display=False, bus=False, accessibility=False, tray=False) as desktop:
        yield desktop


def listen(desktop: VirtualDesktop, *ways: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(VAD.parent), *ways],
        env={**desktop.env, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def told(child: subprocess.Popen[str]) -> dict[str, object]:
    assert child.stdout is not None
    line = child.stdout.readline()
    assert line, "the listening program ended"
    answer: dict[str, object] = json.loads(line)
    return answer


def release(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()


def test_a_question_spoken_into_the_microphone_is_understood_both_ways(desktop: VirtualDesktop, tmp_path: Path) -> None:
    wav = render("How many windows are open?", "flite:slt", tmp_path / "question.wav")
    with listen(desktop, "press", "hold") as child:
        assert told(child)["name"]
        assert told(child) == {"ready": "press"}
        desktop.speak_into_microphone(wav)
        pressed = told(child)
        assert told(child) == {"ready": "hold"}
        desktop.speak_into_microphone(wav)
        release(child)
        held = told(child)
    for heard in (pressed, held):
        assert heard["speech"] is True
        assert "windows" in str(heard["text"]).lower()


def test_a_sound_server_that_ends_meanwhile_leaves_what_was_heard(tmp_path: Path) -> None:
    wav = render("How many windows are open?", "flite:slt", tmp_path / "question.wav")
    with VirtualDesktop(display=False, bus=False, accessibility=False, tray=False) as desktop:
        with listen(desktop, "lost") as child:
            told(child)
            assert told(child) == {"ready": "lost"}
            desktop.speak_into_microphone(wav)
            desktop.run(["pactl", "exit"])
            release(child)
            assert "windows" in str(told(child)["text"]).lower()


def test_without_a_sound_server_the_microphone_is_missing() -> None:
    with VirtualDesktop(display=False, bus=False, accessibility=False, tray=False, sound=False) as desktop:
        with listen(desktop, "press") as child:
            answer = told(child)
    assert answer["error"] == "MicrophoneMissing"
    assert "no microphone is connected" in str(answer["sentence"])

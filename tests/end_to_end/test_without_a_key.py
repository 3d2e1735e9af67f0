"""Hands-free and barge-in on a virtual desktop: a real sound server, real microphones, real speech."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from virtual_desktop import VirtualDesktop

from tests.end_to_end.conftest import HEARSIGHT, READ, App, words

# Real sound is judged by Whisper, which mishears a sentence now and then: one second hearing. A fault fails twice.
pytestmark = [pytest.mark.desktop, pytest.mark.flaky(reruns=1)]

LINE = "This is line number {} of a long text about gardens, rivers and old houses."


@pytest.fixture
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as made:
        yield made


def app_with(desktop: VirtualDesktop, folder: Path, **settings: str) -> App:
    for key, value in settings.items():
        desktop.run([*HEARSIGHT, "settings", f"listening.{key}", value])
    return App(desktop, folder)


def spoken(app: App, text: str, voice: str = "slt") -> Path:
    wav = app.folder / "spoken.wav"
    app.desktop.run(["flite", "-voice", voice, "-t", text, "-o", str(wav)])
    return wav


def log_of(app: App) -> str:
    return next(Path(app.desktop.env["HEARSIGHT_HOME"]).rglob("hearsight.log")).read_text()


def asked(app: App) -> dict[str, object]:
    """The last question, once there is one."""
    app.desktop.wait_for(lambda: app.last_turn().get("kind") == "ask", "a question", timeout_s=30)
    return app.last_turn()


def test_the_wake_phrase_and_a_question_are_answered_and_other_talk_is_not(
    desktop: VirtualDesktop, tmp_path: Path
) -> None:
    app = app_with(desktop, tmp_path, hands_free="true")
    app.window(["zenity", "--error", "--title", "Backup", "--text", "The disk is full."], "^Backup$")
    time.sleep(1)  # the microphone opens when the echo of the greeting is over
    desktop.speak_into_microphone(spoken(app, "What does the error say? Where is my umbrella?", "rms"))
    desktop.wait_for_quiet(start_s=0, quiet_s=4)
    assert app.last_turn() == {}
    desktop.speak_into_microphone(spoken(app, "Okay hear sight, what does the error say?"))
    turn = asked(app)
    assert "error" in words(str(turn["asked"]))
    assert "hear" not in words(str(turn["asked"]))
    assert "disk is full" in words(str(turn["said"]))
    assert "umbrella" not in log_of(app)


def test_through_a_loudspeaker_it_does_not_interrupt_itself_but_a_person_does(
    desktop: VirtualDesktop, tmp_path: Path
) -> None:
    app = app_with(desktop, tmp_path, barge_in="loudspeaker")
    with Path("/dev/zero").open("rb") as silence:  # null sinks work ahead unless something paces them
        for sink in ("speakers", "mic"):
            desktop.start(["pacat", "-d", sink, "--raw", "--latency-msec=100"], stdin=silence)
    loopback = ["module-loopback", "source=speakers.monitor", "sink=mic", "latency_msec=200", "adjust_time=0"]
    desktop.run(["pactl", "load-module", *loopback])
    note = tmp_path / "note.txt"
    note.write_text("\n".join(LINE.format(number) for number in range(1, 20)))
    app.window(["mousepad", "--disable-server", str(note)], "note.txt")
    app.press(READ)
    desktop.wait_for_speech()
    time.sleep(12)  # of reading: two dozen sentences
    assert "interrupted" not in log_of(app)
    question = spoken(app, "Excuse me, please, what window is this, and where am I in it?", "rms")
    for _ in range(4):  # on a busy computer the virtual devices stutter, which makes it deaf for a while
        if "interrupted" not in log_of(app):
            desktop.speak_into_microphone(question)
            time.sleep(1)
    turn = asked(app)
    assert "interrupted by a voice" in log_of(app)
    assert re.search(r"where|window|this|in it", words(str(turn["asked"])))
    assert turn["said"]

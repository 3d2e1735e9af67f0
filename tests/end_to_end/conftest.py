"""One desktop with the running app for all tests of this folder; real programs, real keys, real sound."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from virtual_desktop import VirtualDesktop

from assistant.cancel import Token
from assistant.history import History
from assistant.ports import Recogniser
from assistant.settings import Settings
from assistant.wiring.models import lone_recogniser
from speech.clips import clip_from

PYTHON = sys.executable
HEARSIGHT = [PYTHON, "-m", "assistant.cli"]
ROOT = Path(__file__).resolve().parents[2]
DESCRIBE, SCREEN, READ, ASK, REPEAT, HUSH = (f"ctrl+alt+{key}" for key in ("space", "s", "o", "q", "p", "h"))


class App:
    """The desktop with the app on it, and what a person can do there."""

    def __init__(self, desktop: VirtualDesktop, folder: Path, ear: Recogniser | None = None) -> None:
        """`ear` hears what the speakers played; without it nothing can be `recognised`."""
        self.desktop = desktop
        self.folder = folder
        self._ear = ear
        # Slow enough for Whisper: at the rate that people listen to, espeak-ng is not what it was trained on.
        desktop.run([*HEARSIGHT, "settings", "speech.rate_wpm", "150"])
        with (folder / "stderr.txt").open("wb") as stderr:
            self.process = desktop.start([*HEARSIGHT, "run"], cwd=str(ROOT), stderr=stderr)
        desktop.wait_for_quiet(start_s=60)  # the greeting
        desktop.run([*HEARSIGHT, "status", "--wait", "120"], timeout_s=130)

    def cli(self, *arguments: str, check: bool = True) -> Any:
        """The object that a command prints with --json."""
        result = self.desktop.run([*HEARSIGHT, *arguments, "--json"], check=check, timeout_s=120)
        return json.loads(result.stdout)

    def last_turn(self) -> dict[str, Any]:
        """The newest turn of the app's history; empty when there is none."""
        path = Path(self.desktop.env["HEARSIGHT_HOME"]) / "history.sqlite"
        if not path.exists():
            return {}
        history = History(path)
        try:
            return {key: value for kept in history.recent(1) for key, value in asdict(kept.turn).items()}
        finally:
            history.close()

    def ended(self, kind: str) -> int:
        """How many turns of a kind have ended, also those that were refused, cancelled, or only a command. What they
        say was handed to the voice before."""
        log = Path(self.desktop.env["HEARSIGHT_HOME"]) / "hearsight.log"
        return log.read_text().count(f" {kind} {{")

    def press(self, *keys: str) -> None:
        self.desktop.key(*keys)

    def hear(self, keys: str, name: str) -> str:
        """Press a hotkey; what Whisper makes of what the speakers then play."""
        wav = self.folder / f"{name}.wav"
        with self.desktop.recording(wav):
            self.press(keys)
            self.desktop.wait_for_quiet()
        return self.recognised(wav)

    def ask_aloud(self, question: str, name: str, *, voice: str = "slt", quiet_s: float = 1.5) -> str:
        """Hold the talk key, play `question` (spoken by flite) into the microphone; what is then heard."""
        return self.recognised(self.record_answer(question, name, voice=voice, quiet_s=quiet_s))

    def record_answer(self, question: str, name: str, *, voice: str = "slt", quiet_s: float = 1.5) -> Path:
        """The same, not yet recognised.

        `quiet_s` of silence after the question's turn is the end. What begins a turn of another kind ("what's new?")
        needs more: that turn looks first.
        """
        wav = self.folder / f"{name}-question.wav"
        self.desktop.run(["flite", "-voice", voice, "-t", question, "-o", str(wav)])
        self.desktop.run(["xdotool", "keydown", "ctrl", "keydown", "alt", "keydown", "q"])
        time.sleep(0.5)  # a person does not speak at once, either
        self.desktop.speak_into_microphone(wav)
        time.sleep(0.2)
        answer = self.folder / f"{name}.wav"
        asked = self.ended("ask")
        with self.desktop.recording(answer):
            self.desktop.run(["xdotool", "keyup", "q", "keyup", "alt", "keyup", "ctrl"])
            # Between the sound "received" and the answer it is silent, for as long as the question is being recognised.
            self.desktop.wait_for(lambda: self.ended("ask") > asked, "the end of the question's turn", 60)
            self.desktop.wait_for_quiet(start_s=0, quiet_s=quiet_s)
        return answer

    def recognised(self, wav: Path) -> str:
        assert self._ear is not None
        return self._ear.transcribe(clip_from(wav), Token(), language="en").text

    def window(self, command: Sequence[str], title: str, **env: str) -> Any:
        """Start a program and give its window the focus; the process."""
        process = self.desktop.start(command, env=env)
        self.desktop.focus(self.desktop.wait_for_window(title))
        return process

    def close(self, process: Any) -> None:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def ear() -> Iterator[Recogniser]:
    """What `hearsight transcribe` hears with, loaded once for all tests instead of for each sentence."""
    with lone_recogniser(Settings()) as recogniser:
        assert recogniser is not None, "no recogniser is installed; run: make setup"
        yield recogniser


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, ear: Recogniser) -> Iterator[App]:
    with VirtualDesktop() as desktop:
        yield App(desktop, tmp_path_factory.mktemp("end-to-end"), ear)


def words(text: str) -> str:
    """Lower case letters and digits with single spaces: what a comparison of speech is about."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))

"""Teaching as a person does it: by command on files, by voice before a camera."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from assistant.camera_keys import CameraKeys
from assistant.cancel import Cancelled, Token
from assistant.command_words import CommandKind
from assistant.commands import Command as VoiceCommand
from assistant.commands import parse_command
from assistant.errors import HearsightError, UnusableInput
from assistant.folders import models_dir
from assistant.teaching import Lessons
from assistant.wiring.teaching import teaches

ROOT = Path(__file__).parents[2]
PHOTOS = ROOT / "tests" / "data" / "photos"


def hearsight(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "HEARSIGHT_HOME": str(home), "HEARSIGHT_MODELS": str(models_dir())},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_a_picture_that_is_not_looked_at_is_not_said_to_show_nothing(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (16_001, 8)).save(tmp_path / "wide.png")
    done = hearsight("recognise", str(tmp_path / "wide.png"), home=tmp_path)
    assert (done.returncode, done.stdout) == (3, "") and "too large" in done.stderr


def test_taught_by_pictures_known_in_another_and_forgotten(tmp_path: Path) -> None:
    pictures = [str(PHOTOS / f"oat-milk-{at}.jpg") for at in (1, 2, 3, 4)]
    done = hearsight("teach", "my oat milk", *pictures, "--json", "--silent", "--no-daemon", home=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["learned"] and told["pictures"] == 4 and told["text"].startswith("I know your oat milk now")
    seen = hearsight("recognise", str(PHOTOS / "oat-milk-5.jpg"), "--silent", home=tmp_path)
    assert (seen.returncode, seen.stdout) in ((0, "Your oat milk.\n"), (0, "Probably your oat milk.\n"))
    asked = (
        "ask",
        str(PHOTOS / "oat-milk-5.jpg"),
        "What is this?",
        "--engine",
        "grounded",
        "--no-speech",
        "--no-daemon",
    )
    assert "our oat milk." in hearsight(*asked, home=tmp_path).stdout
    gone = hearsight("taught", "forget", "my oat milk", home=tmp_path)
    assert (gone.returncode, gone.stdout) == (0, "I have forgotten your oat milk.\n")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("teach", "..."), 2, "needs a name"),
        (("teach", "my keys", "a.jpg", "--source", "camera"), 2, "not both"),
        (("teach", "my keys", "{home}/nothing.jpg", "--no-daemon", "--silent"), 3, "nothing.jpg"),
        (("taught", "forget", "my keys"), 2, "not taught anything called my keys"),
        (("recognise", "{home}/nothing.jpg"), 3, "nothing.jpg"),
    ],
)
def test_what_cannot_be_taught_is_one_sentence(
    arguments: tuple[str, ...], code: int, words: str, tmp_path: Path
) -> None:
    done = hearsight(*(one.format(home=tmp_path) for one in arguments), home=tmp_path)
    assert done.returncode == code, done.stderr
    assert words in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "taught.json").exists()


@pytest.mark.parametrize(
    ("said", "language", "kind", "name"),
    [
        ("This is my mug.", "en", "teach", "my mug"),
        ("These are my house keys", "en", "teach", "my house keys"),
        ("Learn this as the blue box, please.", "en", "teach", "blue box"),
        ("Remember this as my mug.", "en", "remember", "my mug"),
        ("Das ist meine Tasse.", "de", "teach", "meine Tasse"),
        ("Lern das als Milch", "de", "teach", "Milch"),
        ("这是我的钥匙。", "zh", "teach", "我的钥匙"),
        ("Is this my mug?", "en", None, ""),
        ("This is my screen.", "en", None, ""),
        ("What is this?", "en", None, ""),
        ("This is nice.", "en", None, ""),
        ("这是我的钥匙吗？", "zh", None, ""),
    ],
)
def test_a_thing_is_named_by_voice(said: str, language: str, kind: CommandKind | None, name: str) -> None:
    command = parse_command(said, language)
    if kind is None:
        assert command is None or command.kind != "teach"
    else:
        assert command is not None and (command.kind, command.argument) == (kind, name)


class Begun:
    """In the place of lessons, narrations and the camera's keys."""

    def __init__(self) -> None:
        self.on = False
        self.begun: list[tuple[str, str]] = []

    def begin(self, name: str, spec: str, token: Token, on_begun: Any) -> None:
        self.begun.append((name, spec))

    def lead(self, begin: Any) -> bool:
        begin("camera:0", Token(), lambda: None)
        return True


def test_remember_this_as_my_mug_is_a_lesson_while_the_camera_is_open_and_else_a_note() -> None:
    room = Begun()
    teach = teaches(room, room, room)  # type: ignore[arg-type]
    assert not teach(VoiceCommand("remember", "my mug")) and not room.begun
    room.on = True
    assert teach(VoiceCommand("remember", "my mug")) and not teach(VoiceCommand("remember"))
    assert teach(VoiceCommand("teach", "my keys"))
    assert room.begun == [("my mug", "camera:0"), ("my keys", "camera:0")]
    assert hasattr(CameraKeys, "lead")


class Pupil:
    """The port: `teaching.Teacher`."""

    def __init__(self, error: HearsightError | None = None) -> None:
        self.views, self.text, self.error, self.pictures = 0, "", None, 0
        self._error = error
        self.finished = threading.Event()

    def look(self, pixels: Any) -> str:
        self.pictures += 1
        return ""

    def finish(self) -> None:
        self.error, self.views, self.text = self._error, 0 if self._error else 3, "" if self._error else "Learned."
        self.finished.set()


class Room:
    """A session of which only the language and the sentences count."""

    class habits:  # noqa: N801
        language = "en"

    mouth = None

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)


def lessons(room: Room, pupil: Pupil, grabbed: Any) -> Lessons:
    return Lessons(
        room,  # type: ignore[arg-type]
        Begun(),  # type: ignore[arg-type]
        lambda _name, _language, _token: pupil,
        lambda *_: None,  # type: ignore[arg-type,return-value]
        lambda _: (_ for _ in ()).throw(UnusableInput("No camera.")),
        grabbed,
    )


def test_a_camera_that_is_not_there_is_said() -> None:
    room = Room()
    teaching = lessons(room, Pupil(), None)
    with pytest.raises(UnusableInput):
        teaching.through("my mug", "camera", seconds=1, language=None, speak=False, token=Token())
    teaching._run("my mug", "camera", Token(), lambda: None)
    assert room.said == ["No camera."]


def test_pictures_are_looked_at_until_it_is_cancelled() -> None:
    class Picture:
        def grab(self) -> Any:
            token.cancel()
            return type("Grabbed", (), {"pixels": None})

    room, pupil, token = Room(), Pupil(), Token()
    with pytest.raises(Cancelled):
        lessons(room, pupil, lambda _: Picture()).of_pictures(
            "my mug", ["a.jpg", "b.jpg"], language=None, speak=True, token=token
        )
    assert pupil.pictures == 1 and not pupil.finished.is_set() and room.said == []

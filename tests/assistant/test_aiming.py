"""Guidance from its frames to its tones and words: the beat, what a hush does, and how it ends; and its commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from assistant.aiming import Aiming, Effort, Silence, Update
from assistant.aiming_aloud import Aim, Aimings
from assistant.aiming_carry import carry_aim
from assistant.cancel import Token
from assistant.carry import Command
from assistant.commands import Command as VoiceCommand
from assistant.commands import parse_command
from assistant.desk import Desk
from assistant.errors import CameraMissing, ModelBroken, UnusableInput
from assistant.narrating_aloud import Narrations
from assistant.phrases import say_in
from assistant.types import Box, Capture, StreamNews, TextBlock
from assistant.wiring.guiding import aims
from models.evidence.secrets import SecretRedactor
from tests.assistant.test_narrating import LONG_S, Stage, Stream, Teller, frame

ROOT = Path(__file__).parents[2]


@dataclass
class Leader:
    """The port: `Guide`. Shows at each moment what it was given for it."""

    updates: Callable[[float], Update] = lambda at_s: Update(at_s, True, 0.5, -0.5, box=Box(1, 2, 3, 4), confidence=0.9)
    opening: str = ""
    closing: str = ""
    effort: Effort = field(default_factory=Effort)
    drops: int = 0
    tones: list[bool] = field(default_factory=list)
    taken: int = 0
    error: Exception | None = None

    def see(self, capture: Capture, at_s: float, *, tones: bool) -> Update:
        if self.error is not None:
            raise self.error
        self.effort.frames += 1
        self.tones.append(tones)
        return self.updates(at_s)

    def hushed(self) -> None:
        self.drops += 1

    def take(self) -> None:
        self.taken += 1


class Heard(Silence):
    """Keeps what is to be heard; says nothing while it is busy, unless that is urgent."""

    def __init__(self) -> None:
        self.busy = self.hushes = self.toneless = False
        self.words: list[str] = []
        self.beacons: list[tuple[float, float]] = []
        self.earcons: list[str] = []

    def hushed(self) -> bool:
        hushed, self.hushes = self.hushes, False
        return hushed

    def say(self, text: str, *, urgent: bool) -> bool:
        if self.busy and not urgent:
            return False
        self.words.append(text)
        return True

    def beacon(self, height: float, side: float) -> bool:
        self.beacons.append((height, side))
        return not self.toneless

    def earcon(self, name: Any) -> None:
        self.earcons.append(name)


def aimed(stream: Stream, leader: Leader, aloud: Any = None, **more: Any) -> Aiming:
    aiming = Aiming(stream, leader, aloud or Silence(), language="en", clock=lambda: 0.0, **more)
    aiming.run()
    assert stream.closed
    return aiming


def frames(seconds: float, fps: int) -> list[Capture]:
    return [frame(number / fps) for number in range(round(seconds * fps))]


@pytest.mark.parametrize("fps", [8, 10, 25, 30])
def test_five_tones_a_second_however_many_frames_there_are(fps: int) -> None:
    heard = Heard()
    aiming = aimed(Stream(*frames(6.0, fps)), Leader(), heard)
    assert 4.5 <= aiming.counts["updates_per_s"] <= 5.6
    assert set(heard.beacons) == {(0.5, -0.5)}


def test_a_camera_of_one_frame_a_second_has_a_tone_each_time() -> None:
    heard = Heard()
    aimed(Stream(*frames(5.0, 1)), Leader(), heard)
    assert len(heard.beacons) == 5


def test_while_it_is_not_seen_there_is_a_slow_tick_and_no_tone() -> None:
    heard = Heard()
    aimed(Stream(*frames(6.0, 10)), Leader(lambda at_s: Update(at_s, seen=False)), heard)
    assert heard.beacons == [] and heard.earcons == ["thinking"] * 5


def test_the_opening_comes_first_and_what_was_taken_last() -> None:
    heard = Heard()
    leader = Leader(opening="Looking for your cup.", closing="2 pages.")
    leader.updates = lambda at_s: Update(at_s, True, words=("Left.",) if at_s == 0.2 else ())
    aiming = aimed(Stream(*frames(0.5, 10)), leader, heard)
    assert heard.words == ["Looking for your cup.", "Left.", "2 pages."] == aiming.said
    assert aiming.ended == "source"


def test_of_words_that_had_to_wait_only_the_last_is_said_but_a_page_that_was_taken_is_never_left_out() -> None:
    heard = Heard()

    def updates(at_s: float) -> Update:
        heard.busy = at_s < 0.75
        words = {0.1: "Left.", 0.3: "Page 1 taken.", 0.5: "Right.", 0.6: "Up."}.get(round(at_s, 1), "")
        return Update(at_s, True, words=(words,) if words else (), kept="page-1.jpg" if "Page" in words else "")

    aimed(Stream(*frames(1.0, 10)), Leader(updates), heard)
    assert heard.words == ["Page 1 taken. Up."]


def test_where_no_tones_can_be_heard_the_guide_knows() -> None:
    heard, leader = Heard(), Leader()
    heard.toneless = True
    aimed(Stream(*frames(1.0, 10)), leader, heard)
    assert leader.tones[0] and not leader.tones[-1]


def test_a_hush_drops_what_waits() -> None:
    heard, leader = Heard(), Leader()
    heard.busy = True

    def updates(at_s: float) -> Update:
        heard.busy, heard.hushes = at_s < 0.45, round(at_s, 1) == 0.3
        return Update(at_s, True, words=("Left.",) if round(at_s, 1) == 0.1 else ())

    leader.updates = updates
    aimed(Stream(*frames(1.0, 10)), leader, heard)
    assert heard.words == [] and leader.drops == 1


def test_what_the_stream_tells_of_itself_is_said() -> None:
    heard = Heard()
    aimed(Stream(frame(0.0), StreamNews("covered", 1.5, 0.5), frame(2.0)), Leader(), heard)
    assert heard.words == [say_in("en", "stream_covered")]


@pytest.mark.parametrize("error", [ModelBroken(), UnusableInput("I can't write page-2.jpg: No space left on device.")])
def test_what_fails_is_one_sentence_and_what_was_taken_is_told(error: Any) -> None:
    heard = Heard()
    aiming = aimed(Stream(*frames(1.0, 10)), Leader(error=error, closing="One page."), heard)
    assert aiming.ended == "failed" and aiming.error is error
    assert heard.words == [f"{error.spoken} One page."]


def test_what_fails_while_the_last_of_it_is_kept_is_an_error_as_any() -> None:
    class Full(Leader):
        @property
        def closing(self) -> str:  # type: ignore[override]
            raise UnusableInput("I can't write text-1.txt: No space left on device.")

        @closing.setter
        def closing(self, _: str) -> None:
            pass

    heard = Heard()
    aiming = aimed(Stream(*frames(0.5, 10)), Full(), heard)
    assert aiming.ended == "failed" and heard.words == ["I can't write text-1.txt: No space left on device."]


def test_a_camera_that_is_missing_is_told() -> None:
    aiming = aimed(Stream(CameraMissing()), Leader())
    assert aiming.ended == "failed" and isinstance(aiming.error, CameraMissing)


def test_the_time_is_up_and_all_is_done() -> None:
    assert aimed(Stream(*frames(3.0, 10)), Leader(), seconds=1.0).ended == "time"
    done = Leader(lambda at_s: Update(at_s, True, over=at_s >= 0.5))
    assert aimed(Stream(*frames(3.0, 10)), done).ended == "source" and done.effort.frames == 6


# -- spoken, and by command --------------------------------------------------------------------------------------------


def aimings(stage: Stage, stream: Stream, leader: Leader, narrations: Narrations | None = None) -> Aimings:
    one = narrations or Narrations(stage.session, lambda language, density, token: Teller(), lambda spec: stream)
    return Aimings(stage.session, one, lambda aim, language, token: leader, lambda spec: stream)


@pytest.fixture
def stage() -> Any:
    stage = Stage()
    yield stage
    stage.session.close()


def test_json_is_one_object_a_beat_and_the_last_tells_how_it_ended(stage: Stage) -> None:
    lines: list[str] = []
    command = Command(kind="find", question="my cup", seconds=0.0, speak=False, as_lines=True)
    reply = carry_aim(aimings(stage, Stream(*frames(1.0, 10)), Leader()), command, on_text=lines.append, token=Token())
    *beats, last = map(json.loads, lines)
    assert reply.exit_code == 0 and len(beats) == 5 == last["updates"] and last["ended"] == "source"
    assert beats[0]["box"] == [1, 2, 3, 4] and beats[0]["side"] == -0.5 and beats[0]["seen"] is True


def test_tones_are_heard_in_the_pauses_and_hush_in_silence_ends_it(stage: Stage) -> None:
    stream = Stream(endless=True)
    narrations = Narrations(stage.session, lambda language, density, token: Teller(), lambda spec: stream)
    leading = aimings(stage, stream, Leader(), narrations)
    desk = Desk(stage.session, sources=lambda _: stage.camera, bindings={})
    desk.end_narration = narrations.end
    thread = threading.Thread(
        target=lambda: leading.carry_out(
            Aim("my cup"), "camera", seconds=None, language=None, speak=True, on_update=lambda *_: None, token=Token()
        )
    )
    thread.start()
    give_up = threading.Event()
    while not stage.mouth.beacons and not give_up.wait(0.01):
        assert thread.is_alive()
    assert narrations.now() is not None  # a question now is about this frame
    desk.press("hush", 100.0)
    thread.join(LONG_S)
    assert stream.closed and not thread.is_alive()
    assert say_in("en", "narration_over_camera") in stage.mouth.texts


def test_a_key_takes_the_picture_only_while_one_is_being_taken(stage: Stage) -> None:
    leader = Leader()
    leading = aimings(stage, Stream(*frames(0.5, 10)), leader)
    assert not leading.take()
    leader.updates = lambda at_s: Update(at_s, True, over=leading.take())
    leading.carry_out(
        Aim(mode="photo"), "camera", seconds=None, language=None, speak=True, on_update=lambda *_: None, token=Token()
    )
    assert leader.taken == 1 and not leading.take()


@pytest.mark.parametrize(
    ("text", "language", "kind", "argument"),
    [
        ("Where is my cup?", "en", "find", "my cup"),
        ("Find the sign that says Exit.", "en", "find", "the sign that says Exit"),
        ("Look for something red", "en", "find", "something red"),
        ("Find the bar code", "en", "find", "the bar code"),
        ("Find the dog with the camera", "en", "find", "the dog"),
        ("Wo ist meine Tasse?", "de", "find", "meine Tasse"),
        ("我的杯子在哪里", "zh", "find", "我的杯子"),
        ("Scan this page.", "en", "scan", ""),
        ("Take a photo", "en", "take_photo", ""),
        ("扫描商品", "zh", "scan_product", ""),
    ],
)
def test_it_is_begun_by_voice(text: str, language: str, kind: str, argument: str) -> None:
    command = parse_command(text, language)
    assert command is not None and (command.kind, command.argument) == (kind, argument)


@pytest.mark.parametrize(
    "text", ["Where is the Save button?", "Where is my mouse?", "Find the dog", "Where is my cursor?"]
)
def test_what_is_asked_about_the_screen_stays_a_question(text: str) -> None:
    assert parse_command(text, "en") is None


def hearsight(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments, "--silent", "--no-daemon"],
        cwd=ROOT,
        env={**os.environ, "HEARSIGHT_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_something_red_is_found_in_a_film_by_the_command(tmp_path: Path) -> None:
    path = tmp_path / "red.avi"
    wall = cv2.resize(np.random.default_rng(5).integers(60, 200, (6, 8, 1), np.uint8), (320, 240))
    grey = np.repeat(wall[..., None], 3, 2)
    grey[90:150, 220:300] = (30, 25, 200)  # as OpenCV has it
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (320, 240))
    for _ in range(35):
        writer.write(grey)
    writer.release()
    done = hearsight("find", "something red", "--source", str(path), "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    *beats, last = map(json.loads, done.stdout.splitlines())
    seen = [one for one in beats if one["seen"]]
    assert last["ended"] == "source" and seen and all(one["side"] > 0.3 for one in seen)
    assert any("something red: right" in word.lower() for one in beats for word in one["said"])


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("find", "my cup"), 2, "Say where to look, for example --source camera."),
        (("find", "my keys", "--source", "{film}"), 2, "hearsight teach"),
        (("find", "my cup", "--source", "{film}"), 3, "film.avi"),
        (("shoot", "banana"), 2, "banana"),
        (("shoot", "photo", "--out", "{film}", "--source", "{film}"), 3, "can't write"),
    ],
)
def test_what_can_not_be_done_is_one_clear_line(
    arguments: tuple[str, ...], code: int, words: str, tmp_path: Path
) -> None:
    film = tmp_path / "film.avi"
    film.write_bytes(b"no film")
    done = hearsight(*(one.replace("{film}", str(film)) for one in arguments), home=tmp_path)
    assert done.returncode == code and words in done.stderr and "Traceback" not in done.stderr, done.stderr


# -- what the app does with it -----------------------------------------------------------------------------------------


class Keys:
    """`CameraKeys` that are allowed to open the camera."""

    def __init__(self) -> None:
        self.led: list[str] = []

    def lead(self, begin: Callable[[str], None]) -> bool:
        self.led.append("camera")
        begin("camera")
        return True


class Begun:
    """`Aimings` that only note what they are to begin."""

    def __init__(self) -> None:
        self.aims: list[Aim] = []

    def begin(self, aim: Aim, spec: str) -> None:
        self.aims.append(aim)


def test_a_spoken_wish_opens_the_camera_only_for_what_can_be_looked_for(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    begun, keys = Begun(), Keys()
    aim = aims(begun, keys, stage.session)  # type: ignore[arg-type]
    assert aim(VoiceCommand("find", "my cup")) and begun.aims == [Aim("my cup")]
    assert not aim(VoiceCommand("find", "my downloads")) and keys.led == ["camera"]
    assert aim(VoiceCommand("scan")) and begun.aims[-1] == Aim(mode="document", out=tmp_path / "pictures")


def test_of_a_text_that_is_looked_for_no_secret_is_told() -> None:
    lines = ["Password: hunter2", "Way out", "Card 4111 1111 1111 1111"]
    read = [TextBlock(line, Box(0, 100 * at, 200, 20)) for at, line in enumerate(lines)]
    told = SecretRedactor().lines(
        [*read, TextBlock("PIN", Box(0, 400, 40, 20)), TextBlock("4711", Box(50, 400, 40, 20))]
    )
    assert [one.text for one in told] == ["Password:", "Way out", "Card [hidden card number]", "PIN"]


@pytest.mark.parametrize(("found", "engine"), [(True, "command"), (False, "grounded")])
def test_what_the_camera_can_not_look_for_is_a_question(found: bool, engine: str) -> None:
    asked: list[str] = []
    stage = Stage()
    try:
        stage.recogniser.text = "Find my downloads"
        stage.session._hearing._on_command = lambda command: asked.append(command.argument) or found  # type: ignore[func-returns-value]
        turn = stage.run("ask", listen="until_silence")
        assert asked == ["my downloads"]
        assert turn.outcome.answer is not None
        assert (turn.outcome.answer.engine == "command") is (engine == "command")
    finally:
        stage.session.close()

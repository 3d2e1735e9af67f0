"""Sound devices that come, go and change while something is spoken: real PulseAudio sinks, heard by their monitors."""

from __future__ import annotations

import array
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from virtual_desktop import VirtualDesktop

pytestmark = pytest.mark.desktop

ROOT = Path(__file__).resolve().parents[2]
LONG = (
    "This is one long sentence that somebody wants to hear to its very end whatever becomes of the loudspeaker, the "
    "headset, or the television that it was begun on, because only the last word of it tells what it is all about"
)
AUDIBLE = 200


class Room:
    """A desktop whose sinks can be plugged in and pulled out."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self.desktop = desktop
        self._silence = Path("/dev/zero").open("rb")  # noqa: SIM115 - closed with the room
        self._keep_pace("speakers")

    def plug(self, sink: str, rate: int = 48_000, channels: int = 2) -> None:
        self.desktop.run(
            ["pactl", "load-module", "module-null-sink", f"sink_name={sink}", f"rate={rate}", f"channels={channels}"]
        )
        self._keep_pace(sink)

    def pull(self, *names: str) -> None:
        modules = self.desktop.run(["pactl", "list", "short", "modules"]).stdout.splitlines()
        for name in names:
            number = next(line.split("\t")[0] for line in modules if f"sink_name={name} " in line + " ")
            self.desktop.run(["pactl", "unload-module", number])

    def make_default(self, sink: str) -> None:
        self.desktop.run(["pactl", "set-default-sink", sink])

    def wait_heard_from(self, sink: str) -> None:
        """Until something audible comes out of it; a test that waits in vain runs into its time limit."""
        process = self.desktop.start(
            ["parec", "-d", f"{sink}.monitor", "--raw", "--format=s16le", "--rate=8000", "--channels=1",
             "--latency-msec=20"],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout is not None
        while max(array.array("h", process.stdout.read(400)), default=0) < AUDIBLE:
            assert process.poll() is None, f"nothing records {sink}"
        process.terminate()
        process.wait(5)

    def close(self) -> None:
        self._silence.close()

    def _keep_pace(self, sink: str) -> None:
        """A null sink works up to 2 s ahead by itself; one that is played to and recorded is as prompt as a card."""
        self.desktop.start(["parec", "-d", f"{sink}.monitor", "--raw", "--latency-msec=20"])
        self.desktop.start(["pacat", "-d", sink, "--raw", "--latency-msec=20"], stdin=self._silence)


class Talker:
    def __init__(self, desktop: VirtualDesktop, device: str) -> None:
        self._process = desktop.start(
            [sys.executable, str(ROOT / "tests/speech/talker.py"), device],
            env={"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.told: list[str] = []

    def order(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write((line + "\n").encode())
        self._process.stdin.flush()

    def wait(self, line: str) -> None:
        assert self._process.stdout is not None
        while not self.told or self.told[-1] != line:
            told = self._process.stdout.readline().decode().strip()
            assert told, self.told
            self.told.append(told)

    def end(self) -> list[str]:
        """What it told after it was open."""
        self.order("end")
        assert self._process.stdout is not None
        self.told += self._process.stdout.read().decode().split("\n")
        assert self._process.wait(60) == 0
        return [line for line in self.told[1:] if line]


@pytest.fixture
def room() -> Iterator[Room]:
    with VirtualDesktop(display=False, accessibility=False, bus=False, tray=False) as desktop:
        made = Room(desktop)
        yield made
        made.close()


@pytest.fixture
def talker(room: Room) -> Callable[[str], Talker]:
    def make(device: str = "") -> Talker:
        return Talker(room.desktop, device)

    return make


UNBROKEN = ["queued", "started", "first_sample", "finished"]
BEGUN_ANEW = ["queued", "started", "first_sample", "gone", "back", "started", "first_sample", "finished"]


def test_speech_goes_on_without_a_break_on_the_new_default_device(room, talker):
    room.plug("headset")
    one = talker()
    one.order(f"say {LONG}")
    room.wait_heard_from("speakers")
    room.make_default("headset")
    room.wait_heard_from("headset")
    assert one.end() == UNBROKEN


@pytest.mark.parametrize("by_name", [False, True])
def test_a_sentence_is_said_again_on_what_remains_when_its_device_is_pulled_out(room, talker, by_name):
    room.plug("headset")
    if not by_name:
        room.make_default("headset")
    one = talker("headset" if by_name else "")
    one.order(f"say {LONG}")
    room.wait_heard_from("headset")
    one.wait("first_sample")
    one.order("say And after that, another one.")
    one.wait("queued")
    room.pull("headset")
    one.wait("gone")
    one.wait("finished")
    room.wait_heard_from("speakers")
    told = [line for line in one.end() if line != "queued"]
    assert told[:5] == BEGUN_ANEW[1:6]
    assert told.count("finished") == 2
    assert told.count("started") == 3, "only the interrupted one is said again"


def test_when_no_device_is_left_the_sentence_waits_and_is_said_again_on_the_one_that_returns(room, talker):
    one = talker()
    one.order(f"say {LONG}")
    room.wait_heard_from("speakers")
    one.wait("first_sample")
    room.pull("mic", "speakers")
    one.wait("gone")
    room.plug("speakers", rate=44_100)
    room.wait_heard_from("speakers")
    told = one.end()
    assert [line for line in told if line != "back"] == [line for line in BEGUN_ANEW if line != "back"]


def test_a_named_device_that_is_away_is_stood_in_for_and_taken_up_when_it_returns(room, talker):
    one = talker("headset")
    one.wait("open, absent: headset")
    one.order(f"say {LONG}")
    room.wait_heard_from("speakers")
    room.plug("headset")
    room.wait_heard_from("headset")
    assert one.end() == UNBROKEN, "it goes on where it was"


def test_another_device_in_the_settings_takes_over_in_mid_sentence(room, talker):
    room.plug("headset")
    one = talker()
    one.order(f"say {LONG}")
    room.wait_heard_from("speakers")
    one.order("choose headset")
    room.wait_heard_from("headset")
    assert one.end() == UNBROKEN


@pytest.mark.parametrize(("rate", "channels"), [(16_000, 1), (44_100, 8), (48_000, 2), (8_000, 2)])
def test_every_kind_of_sink_is_spoken_to(room, talker, rate, channels):
    room.plug("odd", rate=rate, channels=channels)
    one = talker("odd")
    one.wait("open, absent: none")
    one.order("say The disk is full, so nothing more can be copied there.")
    room.wait_heard_from("odd")
    assert one.end() == UNBROKEN

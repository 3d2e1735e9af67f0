"""Large arrays travel by shared memory, and none of it is left behind, whoever dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import numpy as np
import pytest

from assistant import host_wire
from assistant.cancel import Token
from assistant.errors import HostDied
from assistant.host import Host
from tests.assistant.host_workers import Picture

ODD = "tests.assistant.host_workers:Odd"
ROOT = Path(__file__).parents[2]


def segments() -> set[str]:
    """Names of this process's shared memory (multiprocessing calls it psm_...)."""
    return {entry.name for entry in Path("/dev/shm").iterdir() if entry.name.startswith("psm_")}


@pytest.fixture
def host() -> Iterator[Host]:
    with Host({"odd": (ODD, {})}) as made:
        yield made


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the segments that this process made."""
    names: list[str] = []
    real = host_wire.make_segment

    def make(size: int) -> SharedMemory | None:
        segment = real(size)
        if segment is not None:
            names.append(segment.name)
        return segment

    monkeypatch.setattr("assistant.host_process.make_segment", make)
    return names


def test_a_large_picture_makes_the_round_trip_and_leaves_nothing(host: Host, made: list[str]) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (2000, 3000, 3), np.uint8)
    back = host.worker("odd").call("invert", picture, token=Token())
    assert back.shape == picture.shape
    assert np.array_equal(back, 255 - picture)
    assert len(made) == 2  # one each way
    assert not segments() & set(made)


def test_a_crop_and_an_array_inside_a_dataclass_go_the_same_way(host: Host, made: list[str]) -> None:
    frame = np.random.default_rng(2).integers(0, 256, (700, 800, 4), np.uint8)
    picture = Picture(frame[10:600, 20:700, 2::-1], "a crop of BGRA")
    assert host.worker("odd").call("total", picture, token=Token()) == int(picture.pixels.sum())
    assert len(made) == 1
    assert not segments() & set(made)


def test_small_arrays_go_through_the_pipe(host: Host, made: list[str]) -> None:
    small = np.arange(1000)
    assert np.array_equal(host.worker("odd").call("echo", small, token=Token()), small)
    assert made == []


def test_a_stream_of_pictures_leaves_nothing(host: Host, made: list[str]) -> None:
    for value, picture in enumerate(host.worker("odd").stream("pictures", 5, token=Token())):
        assert (picture == value).all()
    assert len(made) == 5
    assert not segments() & set(made)


def test_an_abandoned_stream_of_pictures_leaves_nothing(host: Host, made: list[str]) -> None:
    items = host.worker("odd").stream("pictures", 50, token=Token())
    next(items)
    items.close()  # type: ignore[attr-defined]
    host.close()
    assert not segments() & set(made)


def test_where_shared_memory_is_full_the_pipe_is_used(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    names: list[str] = []

    class Recorded(SharedMemory):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)  # type: ignore[arg-type]
            names.append(self.name)

    monkeypatch.setattr(host_wire, "SharedMemory", Recorded)
    monkeypatch.setattr(os, "posix_fallocate", full)
    picture = np.random.default_rng(3).integers(0, 256, (300, 400, 3), np.uint8)
    assert np.array_equal(host.worker("odd").call("echo", picture, token=Token()), picture)
    assert names
    assert not segments() & set(names)


def test_kill_9_with_a_picture_in_flight_leaves_nothing(host: Host, made: list[str]) -> None:
    odd = host.worker("odd")
    pid = odd.call("pid", token=Token())
    os.kill(pid, signal.SIGSTOP)  # so that the picture is sent and never taken
    items = odd.stream("echo", np.zeros((2000, 3000, 3), np.uint8), token=Token(), timeout_s=30)
    killer = threading.Thread(target=lambda: (until_made(made), os.kill(pid, signal.SIGKILL)))
    killer.start()
    with pytest.raises(HostDied):
        next(items)
    killer.join()
    assert made
    assert not segments() & set(made)


def until_made(made: list[str]) -> None:
    tick = threading.Event()
    while not made:
        tick.wait(0.005)


def test_no_tracker_complains_and_nothing_is_left_after_a_whole_life() -> None:
    code = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
import numpy as np
from pathlib import Path
from assistant.cancel import Token
from assistant.errors import HostDied
from assistant.host import Host
from assistant import host_process
real = host_process.make_segment
def make(size):
    segment = real(size)
    print(segment.name)
    return segment
host_process.make_segment = make
with Host({{"odd": ({ODD!r}, {{}})}}, log=lambda line: print('log:', line)) as host:
    odd = host.worker("odd")
    picture = np.ones((1080, 1920, 3), np.uint8)
    for _ in range(3):
        odd.call("echo", picture, token=Token())
    try:
        odd.call("leave", token=Token())
    except HostDied:
        pass
    odd.call("echo", picture, token=Token())
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    names = done.stdout.split()
    assert len(names) == 8
    assert all(name.startswith("psm_") for name in names)
    assert not segments() & set(names)

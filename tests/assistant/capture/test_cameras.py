"""Which cameras there are: what Video4Linux says is understood, and one is found by its number or name."""

from __future__ import annotations

import errno
import json
import struct
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.capture import cameras as cameras_module
from assistant.capture import v4l2
from assistant.capture.cameras import Camera, camera_named
from assistant.cli import cli
from assistant.doctor import _cameras
from assistant.errors import CameraMissing

MJPG, YUYV = 0x47504A4D, 0x56595559
SIZES = {MJPG: [(640, 480), (1920, 1080), (1280, 720)], YUYV: [(640, 480)]}


class Kernel:
    """Answers as linux/videodev2.h has it. `of`: handle -> what the device is."""

    def __init__(self, capabilities: int = 0x84200001, its_own: int = 0x04200001, stepwise: bool = False) -> None:
        self._capabilities, self._its_own, self._stepwise = capabilities, its_own, stepwise

    def __call__(self, handle: int, request: int, buffer: bytearray) -> None:
        assert request >> 30 in (2, 3)
        assert (request >> 16) & 0x3FFF == len(buffer)  # the size is part of the number
        if request == v4l2.QUERYCAP:
            struct.pack_into("=16s32s32sIII", buffer, 0, b"uvcvideo", "Logi Çam C920".encode(), b"usb-1", 0x60100,
                             self._capabilities, self._its_own)  # fmt: skip
        elif request == v4l2.ENUM_FMT:
            index, kind = struct.unpack_from("=II", buffer)
            assert kind == 1
            if index >= len(SIZES):
                raise OSError(errno.EINVAL, "no more")
            struct.pack_into("=I32sI", buffer, 8, 0, b"some format", list(SIZES)[index])
        else:
            index, form = struct.unpack_from("=II", buffer)
            if self._stepwise:
                struct.pack_into("=IIIIIII", buffer, 8, 3, 48, 2592, 16, 32, 1944, 8)
            elif index < len(SIZES[form]):
                struct.pack_into("=III", buffer, 8, 1, *SIZES[form][index])
            else:
                raise OSError(errno.EINVAL, "no more")


def devices(folder: Path, *numbers: int) -> tuple[Path, Path]:
    for number in numbers:
        (folder / "class" / f"video{number}").mkdir(parents=True)
        (folder / "class" / f"video{number}" / "name").write_text(f"Lens {number}\n")
        (folder / "dev").mkdir(exist_ok=True)
        (folder / "dev" / f"video{number}").touch()
    return folder / "class", folder / "dev"


@pytest.mark.skipif(not hasattr(__import__("os"), "O_CLOEXEC"), reason="Linux's")
def test_a_camera_is_asked_for_its_name_and_sizes(tmp_path: Path) -> None:
    found = v4l2.cameras(*devices(tmp_path, 10, 2), Kernel())
    assert [one.number for one in found] == [2, 10]
    assert found[0] == Camera(2, "Logi Çam C920", ((1920, 1080), (1280, 720), (640, 480)))


def test_a_name_that_would_drive_the_terminal_is_plain(tmp_path: Path) -> None:
    class Evil(Kernel):
        def __call__(self, handle: int, request: int, buffer: bytearray) -> None:
            super().__call__(handle, request, buffer)
            if request == v4l2.QUERYCAP:
                struct.pack_into("=32s", buffer, 16, b"Lens\x1b[2J\r\ncamera:1: Other")

    assert v4l2.cameras(*devices(tmp_path, 0), Evil())[0].name == "Lens [2J camera:1: Other"


def test_a_camera_of_any_size_tells_its_largest(tmp_path: Path) -> None:
    assert v4l2.cameras(*devices(tmp_path, 0), Kernel(stepwise=True))[0].sizes == ((2592, 1944),)


def test_nodes_that_give_no_pictures_are_left_out(tmp_path: Path) -> None:
    where = devices(tmp_path, 0, 1)
    assert v4l2.cameras(*where, Kernel(its_own=0x04A00000)) == []  # metadata
    assert v4l2.cameras(*where, Kernel(capabilities=0x1, its_own=0)) != []  # a driver that says it the old way
    assert v4l2.cameras(*where) == []  # a plain file, which no ioctl of Video4Linux understands
    (where[1] / "video1").unlink()
    assert [one.number for one in v4l2.cameras(*where, Kernel())] == [0]
    assert v4l2.cameras(tmp_path / "none") == []


def test_a_device_that_may_not_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = devices(tmp_path, 0)

    def refused(*_: object) -> int:
        raise PermissionError(errno.EACCES, "not yours")

    monkeypatch.setattr(v4l2.os, "open", refused)
    found = v4l2.cameras(*where, Kernel())
    monkeypatch.undo()
    assert found == [Camera(0, "Lens 0", trouble="not allowed")]
    with pytest.raises(CameraMissing, match=r"not allowed to use the camera Lens 0.*usermod"):
        camera_named("", found)


THERE = [Camera(0, "Integrated Camera", ((1280, 720),)), Camera(2, "Logi C920", ((1920, 1080), (640, 480)))]


@pytest.mark.parametrize(
    ("wanted", "number"), [("", 0), ("0", 0), ("2", 2), ("logi", 2), ("C920", 2), ("camera", 0), (" 2 ", 2)]
)
def test_a_camera_is_meant_by_number_or_part_of_its_name(wanted: str, number: int) -> None:
    assert camera_named(wanted, THERE).number == number


@pytest.mark.parametrize("wanted", ["1", "sony", "²", pytest.param("9" * 5000, id="a long number")])
def test_one_that_is_not_there_is_told_with_those_that_are(wanted: str) -> None:
    with pytest.raises(CameraMissing, match=r"0 \(Integrated Camera\), 2 \(Logi C920\)\."):
        camera_named(wanted, THERE)
    with pytest.raises(CameraMissing, match="no camera is connected"):
        camera_named(wanted, [])


def test_the_command_lists_them_and_the_doctor_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cameras_module, "cameras", lambda: THERE)
    done = CliRunner().invoke(cli, ["cameras"])
    assert done.output.splitlines() == [
        "camera:0: Integrated Camera, 1280 by 720 pixels.",
        "camera:2: Logi C920, 1920 by 1080 pixels and 1 smaller.",
    ]
    done = CliRunner().invoke(cli, ["cameras", "--json"])
    assert json.loads(done.output)["cameras"][1] == {
        "source": "camera:2", "name": "Logi C920", "sizes": [[1920, 1080], [640, 480]], "trouble": None
    }  # fmt: skip
    assert _cameras().sentence == "Found: camera:0 (Integrated Camera), camera:2 (Logi C920)."
    monkeypatch.setattr(cameras_module, "cameras", list)
    assert isinstance(CliRunner().invoke(cli, ["cameras"]).exception, CameraMissing)
    assert (_cameras().state, _cameras().exit_code) == ("missing", 0)

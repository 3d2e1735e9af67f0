"""Which cameras Linux has: Video4Linux's own list, and what each says that it can (`VIDIOC_QUERYCAP` and the like, of
linux/videodev2.h). To ask is not to look: the light stays off.
"""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.capture.cameras import Camera

CLASS = Path("/sys/class/video4linux")
DEVICES = Path("/dev")
QUERYCAP, ENUM_FMT, ENUM_FRAMESIZES = 0x80685600, 0xC0405602, 0xC02C564A
"""_IOR('V', 0, struct v4l2_capability), _IOWR('V', 2, struct v4l2_fmtdesc), _IOWR('V', 74, struct v4l2_frmsizeenum)"""
VIDEO_CAPTURE, DEVICE_CAPS = 0x1, 0x80000000
DISCRETE = 1
MOST = 64
"""Formats, and sizes of a format, that are asked for: a driver that never ends its list would else never end ours."""

Ioctl = Callable[[int, int, bytearray], object]


def cameras(root: Path = CLASS, devices: Path = DEVICES, ioctl: Ioctl | None = None) -> list[Camera]:
    """In the order of their numbers; nodes that give no pictures (metadata, outputs, radio) are left out."""
    numbers = sorted(int(one.name[5:]) for one in root.glob("video*") if one.name[5:].isdecimal())
    found = (_camera(number, root / f"video{number}", devices / f"video{number}", ioctl) for number in numbers)
    return [one for one in found if one is not None]


def _camera(number: int, known: Path, device: Path, ioctl: Ioctl | None) -> Camera | None:
    try:
        name = (known / "name").read_text(encoding="utf-8", errors="replace")
    except OSError:
        name = ""
    name = _plain(name) or f"camera {number}"
    try:
        handle = os.open(device, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None  # of another container, or just unplugged
    except OSError as error:
        refused = error.errno in (errno.EACCES, errno.EPERM)
        return Camera(number, name, trouble="not allowed" if refused else "busy")
    try:
        return _asked(number, name, handle, ioctl or _ioctl)
    finally:
        os.close(handle)


def _plain(name: str) -> str:
    """A device says its name itself: on one line, and without what would drive a terminal."""
    return " ".join("".join(one if one.isprintable() else " " for one in name).split())


def _ioctl(handle: int, request: int, buffer: bytearray) -> object:
    import fcntl

    return fcntl.ioctl(handle, request, buffer, True)


def _asked(number: int, name: str, handle: int, ioctl: Ioctl) -> Camera | None:
    capability = bytearray(104)
    try:
        ioctl(handle, QUERYCAP, capability)
    except OSError:
        return None  # no device of Video4Linux
    every, its_own = struct.unpack_from("=II", capability, 84)
    if not (its_own if every & DEVICE_CAPS else every) & VIDEO_CAPTURE:
        return None
    card = bytes(capability[16:48]).split(b"\0")[0].decode("utf-8", "replace")
    sizes = {size for form in _formats(handle, ioctl) for size in _sizes(handle, form, ioctl)}
    return Camera(number, _plain(card) or name, tuple(sorted(sizes, key=lambda size: -size[0] * size[1])))


def _formats(handle: int, ioctl: Ioctl) -> Iterator[int]:
    for index in range(MOST):
        asked = bytearray(64)
        struct.pack_into("=II", asked, 0, index, VIDEO_CAPTURE)
        try:
            ioctl(handle, ENUM_FMT, asked)
        except OSError:  # EINVAL ends the list
            return
        yield struct.unpack_from("=I", asked, 44)[0]


def _sizes(handle: int, form: int, ioctl: Ioctl) -> Iterator[tuple[int, int]]:
    for index in range(MOST):
        asked = bytearray(44)
        struct.pack_into("=II", asked, 0, index, form)
        try:
            ioctl(handle, ENUM_FRAMESIZES, asked)
        except OSError:
            return
        (kind,) = struct.unpack_from("=I", asked, 8)
        if kind != DISCRETE:  # any size between two: the largest is told
            yield struct.unpack_from("=I", asked, 16)[0], struct.unpack_from("=I", asked, 28)[0]
            return
        yield struct.unpack_from("=II", asked, 12)

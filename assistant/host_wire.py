"""What travels between the assistant and its host process: small pickled frames; large arrays by shared memory.

A frame is an 8-byte little-endian length and a pickle of a tuple. The arguments and results of a call are packed
into a `Parcel`: a pickle whose buffers of at least `LARGE_BYTES` (numpy arrays, also inside dataclasses) lie one
after the other in one shared memory segment (pickle protocol 5, PEP 574). The assistant's process makes and
unlinks every segment, so that a host that is killed leaves none behind.
"""

from __future__ import annotations

import io
import os
import pickle
import struct
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import IO, Any

from assistant.errors import HearsightError, ModelTrouble

LARGE_BYTES = 64 * 1024
_ALIGN = 64  # a cache line, so that a copy starts aligned
_LENGTH = struct.Struct("<Q")
_SHM_FOLDER = Path("/dev/shm")  # noqa: S108 - where Linux keeps POSIX shared memory; not a temporary file
_attaching = threading.Lock()


@dataclass(frozen=True, slots=True)
class Parcel:
    """A packed value: the pickle, the sizes of its large buffers, and the name of the segment they lie in."""

    data: bytes
    sizes: tuple[int, ...] = ()
    segment: str = ""


class _Pickler(pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        # An array that is not contiguous (a crop, a BGR view) would go through the pipe element by element.
        numpy = sys.modules.get("numpy")
        if (
            numpy is not None
            and type(obj) is numpy.ndarray
            and obj.nbytes >= LARGE_BYTES
            and not (obj.flags.c_contiguous or obj.flags.f_contiguous)
        ):
            return numpy.ascontiguousarray(obj).__reduce_ex__(5)
        return NotImplemented


def _pickled(value: object, keep: Callable[[pickle.PickleBuffer], bool] | None) -> bytes:
    out = io.BytesIO()
    _Pickler(out, protocol=5, buffer_callback=keep).dump(value)
    return out.getvalue()


def pack(value: object, room: Callable[[int], SharedMemory | None]) -> Parcel:
    """Pack a value. `room(size)` gives a segment of at least `size` bytes, or None where there is no space: then
    everything goes through the pipe, slower but whole. Raises what pickle raises."""
    large: list[memoryview] = []

    def keep(buffer: pickle.PickleBuffer) -> bool:
        raw = buffer.raw()
        if raw.nbytes < LARGE_BYTES:
            return True
        large.append(raw)
        return False

    data = _pickled(value, keep)
    if not large:
        return Parcel(data)
    segment = room(sum(_padded(raw.nbytes) for raw in large))
    if segment is None:
        return Parcel(_pickled(value, None))
    at = 0
    for raw in large:
        _bytes_of(segment)[at : at + raw.nbytes] = raw
        at += _padded(raw.nbytes)
    return Parcel(data, tuple(raw.nbytes for raw in large), segment.name)


def unpack(parcel: Parcel, segment: SharedMemory | None = None) -> Any:
    """The value. Its arrays are private, writable copies, so the segment may go at once.

    `segment`: the open segment, where the caller has it; else it is opened by name. Raises `FileNotFoundError`
    when it is gone, and what unpickling raises.
    """
    if not parcel.sizes:
        return pickle.loads(parcel.data)  # noqa: S301 - a private pipe between our own two processes
    opened = attach(parcel.segment) if segment is None else segment
    buffers, at = [], 0
    try:
        for size in parcel.sizes:
            buffers.append(bytearray(_bytes_of(opened)[at : at + size]))
            at += _padded(size)
    finally:
        if segment is None:
            opened.close()
    return pickle.loads(parcel.data, buffers=buffers)  # noqa: S301


def make_segment(size: int) -> SharedMemory | None:
    """A new segment that this process owns, or None where shared memory is full.

    The pages are reserved now: writing to a full tmpfs would end the process by SIGBUS.
    """
    try:
        segment = SharedMemory(create=True, size=max(1, size))
    except OSError:
        return None
    path = _SHM_FOLDER / segment.name.lstrip("/")
    if hasattr(os, "posix_fallocate") and path.exists():
        fd = os.open(path, os.O_RDWR)
        try:
            os.posix_fallocate(fd, 0, max(1, size))
        except OSError:
            drop_segment(segment)
            return None
        finally:
            os.close(fd)
    return segment


def drop_segment(segment: SharedMemory) -> None:
    """Close and unlink; a second time does nothing."""
    segment.close()
    try:
        segment.unlink()
    except FileNotFoundError:
        return


def attach(name: str) -> SharedMemory:
    """Open another process's segment without telling this process's resource tracker of it, which would unlink
    the segment, and warn, when this process ends (https://github.com/python/cpython/issues/82300)."""
    if sys.version_info >= (3, 13):
        return SharedMemory(name, track=False)
    real = resource_tracker.register

    def register(path: str, kind: str) -> None:
        if kind != "shared_memory" or path.lstrip("/") != name.lstrip("/"):
            real(path, kind)

    with _attaching:
        resource_tracker.register = register  # type: ignore[assignment]
        try:
            return SharedMemory(name)
        finally:
            resource_tracker.register = real


def _bytes_of(segment: SharedMemory) -> memoryview:
    if segment.buf is None:
        raise ValueError("the segment is closed")
    return segment.buf


def _padded(size: int) -> int:
    return -(-size // _ALIGN) * _ALIGN


def write_frame(stream: IO[bytes], message: tuple[object, ...]) -> None:
    """Raises `OSError` (a broken pipe) when the other side has gone."""
    data = pickle.dumps(message, protocol=5)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[Any, ...] | None:
    """The next message, None when the other side has gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    size = _LENGTH.unpack(head)[0]
    data = stream.read(size)
    if len(data) < size:
        return None
    message: tuple[Any, ...] = pickle.loads(data)  # noqa: S301
    return message


_TELLING = (ImportError, OSError, MemoryError, RuntimeError)
"""Errors whose own message is about the machine. That of others (a ValueError, a KeyError) may quote the screen."""


def as_trouble(error: BaseException) -> HearsightError:
    """One of our errors as it is; any other as `ModelTrouble` with the traceback in its detail, whose message is
    kept only where it can't quote what was seen."""
    if isinstance(error, HearsightError):
        return error
    name = type(error).__name__
    message = f": {error}" if isinstance(error, _TELLING) else ""
    detail = "".join(traceback.format_tb(error.__traceback__)) + f"{type(error).__module__}.{name}{message}"
    if isinstance(error, MemoryError) or name == "OutOfMemoryError":
        return ModelTrouble(
            "There is not enough memory for the model. Close something, or choose a smaller model.", detail=detail
        )
    return ModelTrouble("Something went wrong while looking. Please try again.", detail=detail)

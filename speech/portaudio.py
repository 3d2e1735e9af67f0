"""What the loudspeaker and the microphone share of PortAudio: its list of devices, its errors, its streams' ends."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant import errors

BUSY = (
    "I can't speak: another program keeps the sound device to itself. Close that program, or choose another device: "
    "hearsight settings speech.device NAME"
)
FORBIDDEN = (
    "I can't speak: this account may not use the sound device. Add it to the group audio and log in again, or start "
    "the sound server."
)
INVALID_RATE, INVALID_CHANNELS, BUFFER_TOO_BIG, BUFFER_TOO_SMALL = -9997, -9998, -9991, -9990
DEVICE_UNAVAILABLE, HOST_ERROR = -9985, -9999
"""Codes of portaudio.h."""
ALSA_DEVICES = Path("/dev/snd")

OTHER_RATES = (48_000, 44_100, 16_000, 32_000, 24_000, 22_050, 8_000)
"""Tried, in this order, on a device that refuses the rate which it says it has."""

_devices_in_use = 0
_devices_lock = threading.Lock()
_alsa_handler: Any = None


@contextlib.contextmanager
def keep_devices() -> Iterator[None]:
    """Hold this while a PortAudio stream is open beside the loudspeaker's (a microphone): the list of devices is not
    read anew then, because PortAudio closes all streams for that."""
    global _devices_in_use
    with _devices_lock:
        _devices_in_use += 1
    try:
        yield
    finally:
        with _devices_lock:
            _devices_in_use -= 1


def read_devices_anew(sounddevice: Any) -> bool:
    """The list of devices dates from the start of PortAudio. False when it can't be read anew now."""
    with _devices_lock:
        if _devices_in_use:
            return False
        # sounddevice's own advice for devices plugged in later: it has no public name for it.
        sounddevice._terminate()
        sounddevice._initialize()
    return True


def close_stream(stream: Any) -> None:
    """End a stream, whatever state it is in; None is nothing to close."""
    if stream is not None:
        with quiet_portaudio():
            with contextlib.suppress(Exception):  # a device that is gone refuses even to be closed
                stream.abort()
            with contextlib.suppress(Exception):
                stream.close()


def error_code(error: Exception) -> int:
    """PortAudio's code, 0 where there is none."""
    return error.args[1] if len(error.args) > 1 and isinstance(error.args[1], int) else 0


def why_silent(error: Exception, devices: Path = ALSA_DEVICES) -> errors.NoSound:
    """The sentence for a device that can't be opened: gone, taken by another program, or not allowed."""
    host = error.args[2][1] if error_code(error) == HOST_ERROR and len(error.args) > 2 else 0
    if error_code(error) == DEVICE_UNAVAILABLE or abs(host) == errno.EBUSY:
        return errors.NoSound(BUSY, detail=str(error))
    if abs(host) in (errno.EACCES, errno.EPERM):
        return errors.NoSound(FORBIDDEN, detail=str(error))
    return errors.NoSound(_why_not_listed(devices), detail=str(error))


def _why_not_listed(devices: Path) -> str | None:
    """PortAudio leaves out a card that it could not open when it looked. ALSA's own files tell why; None where there is
    no card, or where a sound server could be asked, whose word then counts."""
    if sys.platform != "linux":
        return None
    for card in sorted(devices.glob("pcmC*D*p")):
        try:
            os.close(os.open(card, os.O_WRONLY | os.O_NONBLOCK))
        except OSError as error:
            if error.errno == errno.EBUSY:
                return BUSY
            if error.errno in (errno.EACCES, errno.EPERM):
                return FORBIDDEN
    return None


class Ways:
    """How a device may be opened, the best way first: devices refuse rates, channels and blocks, and say which."""

    def __init__(self, own_rate: int, most_channels: int) -> None:
        self._rates = list(dict.fromkeys([own_rate, *OTHER_RATES]))
        self._channels = list(dict.fromkeys([min(2, most_channels), most_channels, 1]))
        self._buffers: list[tuple[bool, str]] = [(True, "low"), (True, "high"), (False, "high")]

    @property
    def rate(self) -> int:
        return self._rates[0]

    @property
    def channels(self) -> int:
        return self._channels[0]

    @property
    def own_blocks(self) -> bool:
        """False: as many samples at a time as the device likes."""
        return self._buffers[0][0]

    @property
    def latency(self) -> str:
        return self._buffers[0][1]

    def next(self, code: int) -> bool:
        """After a refusal with that code of PortAudio; False when nothing else is worth trying."""
        refused: dict[int, list[Any]] = {
            INVALID_RATE: self._rates,
            INVALID_CHANNELS: self._channels,
            BUFFER_TOO_BIG: self._buffers,
            BUFFER_TOO_SMALL: self._buffers,
        }
        left = refused.get(code, [])
        if len(left) < 2:
            return False
        del left[0]
        return True


def quiet_alsa() -> None:
    """libasound writes pages of complaints about absent devices to stderr; our own error says it in one line."""
    global _alsa_handler
    if _alsa_handler is not None:
        return
    import ctypes

    if sys.platform != "linux":
        return
    handler = ctypes.CFUNCTYPE(
        None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
    )(lambda *_: None)  # fmt: skip
    with contextlib.suppress(OSError, AttributeError):  # no libasound: then nothing complains
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(handler)
        _alsa_handler = handler


_stderr_lock = threading.RLock()


@contextlib.contextmanager
def quiet_portaudio() -> Iterator[None]:
    """PortAudio writes the C expressions that failed to stderr, in front of our own sentence, and has no switch for it.
    What else is written there meanwhile (by another thread) is kept, and comes a moment later. What PortAudio's own
    thread writes at the moment in which a device goes away is not caught."""
    if not hasattr(os, "memfd_create"):  # only on Linux PortAudio writes there
        yield
        return
    # In memory: a full disk must cost nobody the sound.
    with _stderr_lock, os.fdopen(os.memfd_create("stderr"), "w+b") as kept:
        try:
            real = os.dup(2)
        except OSError:  # there is no stderr
            yield
            return
        try:
            os.dup2(kept.fileno(), 2)
            yield
        finally:
            os.dup2(real, 2)
            kept.seek(0)
            others = b"".join(line for line in kept if not line.startswith(b"Expression "))
            if others:
                os.write(2, others)
            os.close(real)

"""Where the listener's sound comes from: the computer's microphone, or a clip that plays the part of one."""

from __future__ import annotations

import contextlib
import errno
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from assistant.errors import MicrophoneMissing
from speech.portaudio import (
    DEVICE_UNAVAILABLE,
    HOST_ERROR,
    close_stream,
    error_code,
    keep_devices,
    quiet_alsa,
    quiet_portaudio,
)

if TYPE_CHECKING:
    from assistant.types import Clip, Samples

Put = Callable[["Samples"], None]
"""Takes the next (n,) float32 mono samples. Called on the microphone's own thread; returns at once."""

BUSY = "I can't hear you: another program keeps the microphone to itself. Close that program, or choose another one."
FORBIDDEN = "I can't hear you: I may not use the microphone. Allow it in the system's privacy settings."
ABSENT = (
    "I can't hear you: the microphone {device} is not connected. Connect it, or choose another one: "
    "hearsight settings listening.device NAME"
)

RATE = 16_000
BLOCK_S = 0.02
SILENT_TOO_LONG_S = 1.0
"""A stream that brings no block for so long has lost its device (one comes every 20 ms, also of silence)."""


FIRST_BLOCK_S = 5.0
"""How long a stream may take to bring its first block: a Bluetooth headset first changes its profile (1 to 3 s), a
sleeping sound server wakes its source (2 s measured with PulseAudio's null sinks)."""


class Microphone(Protocol):
    """`open`, `close` and `alive` are called on any thread, one at a time."""

    rate: int
    """Samples a second; known after `open`."""

    def open(self, put: Put) -> None:
        """Begin to record. Raises `MicrophoneMissing`. May be called again after `close`."""
        ...

    def close(self) -> None:
        """Stop; no `put` afterwards. Never raises; may be called twice."""
        ...

    @property
    def alive(self) -> bool:
        """False once the device is gone, or (of a clip) when nothing more comes."""
        ...


class SoundCardMicrophone:
    """A PortAudio input stream, open only between `open` and `close`.

    Asks for 16 kHz mono; a device that refuses is taken at its own rate and channels, whose mean is used.
    `device` is a number or a part of a name as sounddevice understands it; None is the system's default.
    """

    def __init__(self, device: int | str | None = None) -> None:
        self.device = device
        self.rate = RATE
        self._stream: Any = None
        self._held = contextlib.ExitStack()
        self._ended = False
        self._opened_at = 0.0
        self._heard_at = 0.0
        """`time.monotonic()` of the last block; 0 before the first."""

    def open(self, put: Put) -> None:
        sounddevice, info = _input(self.device)
        own_rate, own_channels = round(info["default_samplerate"]), int(info["max_input_channels"])
        self._held.enter_context(keep_devices())
        trouble: Exception | None = None
        for rate, channels in dict.fromkeys([(RATE, 1), (own_rate, 1), (own_rate, own_channels)]):
            try:
                with quiet_portaudio():
                    self._start(sounddevice, put, rate, channels)
                return
            except (sounddevice.PortAudioError, ValueError) as error:
                trouble = error
                self._drop()
        self.close()
        raise why_deaf(trouble) from trouble

    def _start(self, sounddevice: Any, put: Put, rate: int, channels: int) -> None:
        self._ended = False

        def heard(data: Any, _frames: int, _times: Any, _status: Any) -> None:
            self._heard_at = time.monotonic()
            # A copy: PortAudio uses the buffer again.
            put(data[:, 0].copy() if channels == 1 else data.mean(axis=1))

        def ended() -> None:
            self._ended = True

        self._opened_at, self._heard_at = time.monotonic(), 0.0
        self._stream = sounddevice.InputStream(
            samplerate=rate,
            channels=channels,
            device=self.device,
            dtype="float32",
            blocksize=round(rate * BLOCK_S),
            latency="low",
            callback=heard,
            finished_callback=ended,
        )
        self._stream.start()
        self.rate = rate

    def close(self) -> None:
        self._drop()
        self._held.close()

    def _drop(self) -> None:
        stream, self._stream = self._stream, None
        close_stream(stream)

    @property
    def alive(self) -> bool:
        if self._stream is None or self._ended:
            return False
        now = time.monotonic()
        if not self._heard_at:
            return now - self._opened_at < FIRST_BLOCK_S
        return now - self._heard_at < SILENT_TOO_LONG_S


class ClipMicrophone:
    """Plays a clip as if somebody spoke it, then silence for `tail_s` seconds, then is gone (`alive` is False).

    `pace` None: as quickly as the listener takes it, so that a test or a demonstration needs no time; 1.0: in real
    time. `plugged` False acts out a computer without a microphone.
    """

    def __init__(
        self,
        clip: Clip,
        *,
        pace: float | None = None,
        tail_s: float = 30.0,
        plugged: bool = True,
        block_s: float = BLOCK_S,
    ) -> None:
        self.clip = clip
        self.rate = clip.rate
        self.plugged = plugged
        self.opened = 0
        """How often it was opened."""
        self.played = threading.Event()
        """Set once the clip and its tail were handed over."""
        self._pace, self._tail_s, self._block = pace, tail_s, max(1, round(clip.rate * block_s))
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self, put: Put) -> None:
        if not self.plugged:
            raise MicrophoneMissing(detail="the clip's microphone is unplugged")
        self.opened += 1
        self.played.clear()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._play, args=(put, self._stop), name="clip-microphone", daemon=True)
        self._thread.start()

    def _play(self, put: Put, stop: threading.Event) -> None:
        import numpy as np

        tail = np.zeros(round(self._tail_s * self.rate), np.float32)
        sound = np.concatenate([np.asarray(self.clip.samples, np.float32), tail])
        for start in range(0, len(sound), self._block):
            if stop.is_set():
                return
            put(sound[start : start + self._block])
            if self._pace and stop.wait(self._block / self.rate / self._pace):
                return
        self.played.set()

    def close(self) -> None:
        self._stop.set()
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join(5)

    @property
    def alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()


def default_microphone() -> str:
    """The name of the microphone that would be used. Raises `MicrophoneMissing`."""
    return str(_input(None)[1]["name"])


def why_deaf(error: Exception | None) -> MicrophoneMissing:
    """The sentence for a microphone that is there and can't be opened: taken by another program, or not allowed."""
    code = error_code(error) if error is not None else 0
    host = error.args[2] if error is not None and code == HOST_ERROR and len(error.args) > 2 else (0, 0, "")
    if abs(host[1]) in (errno.EACCES, errno.EPERM) or "denied" in str(error).lower():
        return MicrophoneMissing(FORBIDDEN, detail=str(error))
    if code == DEVICE_UNAVAILABLE or abs(host[1]) == errno.EBUSY:
        return MicrophoneMissing(BUSY, detail=str(error))
    return MicrophoneMissing(detail=str(error))


def _input(device: int | str | None) -> tuple[Any, Any]:
    """sounddevice, and what it knows of the input device. Raises `MicrophoneMissing`."""
    try:
        import sounddevice
    except (ImportError, OSError) as error:  # OSError: the PortAudio library is not there
        raise MicrophoneMissing(detail=f"sounddevice: {error}") from error
    quiet_alsa()
    try:
        info = sounddevice.query_devices(device, "input")
    except (sounddevice.PortAudioError, ValueError) as error:
        raise MicrophoneMissing(ABSENT.format(device=device) if device else None, detail=str(error)) from error
    if int(info["max_input_channels"]) < 1:
        raise MicrophoneMissing(detail=f"{info['name']} has no input")
    return sounddevice, info

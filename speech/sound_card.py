"""What `AudioOut` plays to: the computer's sound card, or memory.

`MemoryAudio` is a real backend, shipped: it records what would have been heard and when, without a sound device.
With no `pace` it plays only when told to (`play`), so that an interruption can be tried at an exact sample; with a
pace it plays by itself, as a sound card does.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from assistant import errors

if TYPE_CHECKING:
    from assistant.types import Samples

Fill = Callable[["Samples", float], None]
"""Fills (n,) float32 mono with the next samples; the second value is `time.monotonic()` when they are handed over."""

BLOCK_S = 0.015
"""The device holds two blocks. From a hush to the last sound in a recording of a PulseAudio null sink (median of 12,
the recorder's delay included): 30 ms with blocks of 10 ms, 41 with 15, 55 with 20. The shorter, the sooner a busy
computer stutters."""
MEMORY_BLOCK_S = 0.02
SILENT_TOO_LONG_S = 1.0
"""A stream that asks for no block for so long has lost its device (a block is asked for every 15 ms)."""
SETTLING_S = 5.0
"""It may take longer at first: PulseAudio hands a new stream to a null sink only after the up to 2 s of silence that
the sink has made in advance."""

SERVER_BUFFER_S = 0.06
"""What a sound server holds beyond the latency that PortAudio knows of."""

_devices_in_use = 0
_devices_lock = threading.Lock()


class Backend(Protocol):
    """Pulls blocks of sound on a thread of its own. `open`, `close` and `alive` are called on one thread at a time."""

    rate: int
    """Samples a second; known after `open`, and may differ after the next `open`."""
    latency_s: float
    """Time between a block's hand-over and its sound, as far as the device tells."""

    def open(self, fill: Fill) -> None:
        """Begin to pull. Raises `errors.NoSound` when there is no device. May be called again after `close`."""
        ...

    def close(self) -> None:
        """Play what was handed over, then stop pulling. Never raises."""
        ...

    @property
    def alive(self) -> bool:
        """False once the device is gone."""
        ...


@contextlib.contextmanager
def keep_devices() -> Iterator[None]:
    """Hold this while another PortAudio stream (a microphone) is open: the list of devices is not read anew then,
    because PortAudio closes all streams for that."""
    global _devices_in_use
    with _devices_lock:
        _devices_in_use += 1
    try:
        yield
    finally:
        with _devices_lock:
            _devices_in_use -= 1


class SoundCard:
    """One always-open PortAudio output stream: float32, the device's own rate, low latency.

    `device` is a number or a part of a name as sounddevice understands it; None is the system's default. `block_s`:
    seconds of sound handed over at a time; longer stutters less, shorter hushes sooner.
    """

    def __init__(self, device: int | str | None = None, block_s: float = BLOCK_S) -> None:
        self.device = device
        self.block_s = block_s
        self.rate = 0
        self.latency_s = 0.0
        self.underruns = 0
        """How often the device ran out of sound since it was opened."""
        self._stream: Any = None
        self._ended = False
        self._pulled_at = 0.0
        self._pulled = 0

    def open(self, fill: Fill) -> None:
        try:
            import sounddevice
        except (ImportError, OSError) as error:  # OSError: the PortAudio library is not there
            raise errors.NoSound(detail=f"sounddevice: {error}") from error
        _quiet_alsa()
        try:
            self._open(sounddevice, fill)
        except (sounddevice.PortAudioError, ValueError) as first:
            # The list of devices dates from the start of PortAudio; what was plugged in since is found by a new one.
            if not _read_devices_anew(sounddevice):
                raise errors.NoSound(detail=str(first)) from first
            try:
                self._open(sounddevice, fill)
            except (sounddevice.PortAudioError, ValueError) as second:
                raise errors.NoSound(detail=str(second)) from second

    def _open(self, sounddevice: Any, fill: Fill) -> None:
        import numpy as np

        info = sounddevice.query_devices(self.device, "output")
        self.rate = round(info["default_samplerate"])
        channels = min(2, int(info["max_output_channels"]))  # mono comes out of the left ear alone on some devices
        block = round(self.rate * self.block_s)
        mono: Samples = np.zeros(block, np.float32)
        self._ended, self._pulled, self.underruns = False, 0, 0

        def pull(out: Any, frames: int, _times: Any, status: Any) -> None:
            now = self._pulled_at = time.monotonic()
            self._pulled += 1
            if status.output_underflow:
                self.underruns += 1
            part = mono[:frames] if frames <= len(mono) else np.zeros(frames, np.float32)
            fill(part, now)
            out[:] = part[:, None]

        def ended() -> None:
            self._ended = True

        self._stream = sounddevice.OutputStream(
            samplerate=self.rate,
            blocksize=block,
            device=self.device,
            channels=channels,
            dtype="float32",
            latency="low",
            callback=pull,
            finished_callback=ended,
        )
        self._pulled_at = time.monotonic()
        self._stream.start()
        self.latency_s = float(self._stream.latency)

    def close(self) -> None:
        alive, stream, self._stream = self.alive, self._stream, None
        if stream is None:
            return
        if alive:
            # PortAudio's ALSA backend throws away what the device has not played yet, even on a stop that should not.
            time.sleep(self.latency_s + SERVER_BUFFER_S)
        with contextlib.suppress(Exception):  # a device that is gone refuses even to be closed
            stream.abort()
        with contextlib.suppress(Exception):
            stream.close()

    @property
    def alive(self) -> bool:
        if self._stream is None or self._ended:
            return False
        settled = self._pulled * self.block_s > SILENT_TOO_LONG_S
        return time.monotonic() - self._pulled_at < (SILENT_TOO_LONG_S if settled else SETTLING_S)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A block that was played: `samples` (n,) float32, handed over at `at` (`time.monotonic()`)."""

    samples: Samples
    at: float


class MemoryAudio:
    """Records instead of sounding. `pace` None: plays when `play` is called; 1.0: in real time; 10.0: ten times that.

    `unplug` and `plug` act out a device that goes away and comes back.
    """

    def __init__(self, rate: int = 24_000, pace: float | None = None) -> None:
        self.rate = rate
        self.pace = pace
        self.latency_s = 0.0
        self.block = round(rate * MEMORY_BLOCK_S)
        self.blocks: list[Block] = []
        self._fill: Fill | None = None
        self._there = True
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self, fill: Fill) -> None:
        if not self._there:
            raise errors.NoSound(detail="the memory device is unplugged")
        self._fill = fill
        if self.pace is not None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, name="memory-audio", daemon=True)
            self._thread.start()

    def close(self) -> None:
        self._fill = None
        self._stop.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2)
            self._thread = None

    @property
    def alive(self) -> bool:
        return self._there and self._fill is not None

    def play(self, blocks: int = 1) -> Samples:
        """Pull so many 20 ms blocks now; what they held, (blocks * block,) float32."""
        import numpy as np

        played = [self._pull() for _ in range(blocks)]
        return np.concatenate(played) if played else np.zeros(0, np.float32)

    def unplug(self) -> None:
        self._there = False

    def plug(self) -> None:
        self._there = True

    @property
    def samples(self) -> Samples:
        """All that was played so far, (n,) float32."""
        import numpy as np

        return np.concatenate([block.samples for block in [*self.blocks]] or [np.zeros(0, np.float32)])

    def _pull(self) -> Samples:
        import numpy as np

        out: Samples = np.zeros(self.block, np.float32)
        fill, now = self._fill, time.monotonic()
        if fill is not None and self._there:
            fill(out, now)
            self.blocks.append(Block(out, now))
        return out

    def _run(self) -> None:
        assert self.pace is not None  # noqa: S101 - the thread is started only with a pace
        due = time.monotonic()
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            self._pull()
            due += MEMORY_BLOCK_S / self.pace


def _read_devices_anew(sounddevice: Any) -> bool:
    with _devices_lock:
        if _devices_in_use:
            return False
        # sounddevice's own advice for devices plugged in later: it has no public name for it.
        sounddevice._terminate()
        sounddevice._initialize()
    return True


_alsa_handler: Any = None


def _quiet_alsa() -> None:
    """libasound writes pages of complaints about absent devices to stderr; our own error says it in one line."""
    global _alsa_handler
    if _alsa_handler is not None:
        return
    import ctypes
    import sys

    if sys.platform != "linux":
        return
    handler = ctypes.CFUNCTYPE(
        None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
    )(lambda *_: None)  # fmt: skip
    with contextlib.suppress(OSError, AttributeError):  # no libasound: then nothing complains
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(handler)
        _alsa_handler = handler

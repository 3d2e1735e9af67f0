"""What `AudioOut` plays to: the computer's sound card, or memory.

`MemoryAudio` is a real backend, shipped: it records what would have been heard and when, without a sound device.
With no `pace` it plays only when told to (`play`), so that an interruption can be tried at an exact sample; with a
pace it plays by itself, as a sound card does.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from assistant import errors
from speech import sinks
from speech.portaudio import Ways, close_stream, error_code, quiet_alsa, quiet_portaudio, read_devices_anew, why_silent

if TYPE_CHECKING:
    from assistant.types import Samples

log = logging.getLogger(__name__)

Fill = Callable[["Samples", float], "Samples | None"]
"""Fills (n,) float32 mono with the next samples; the second value is `time.monotonic()` when they are handed over. What
it gives back, (n,) float32 or None for nothing, goes to the left ear and its negative to the right (mid and side)."""

BLOCK_S = 0.012
"""The device holds two blocks. From a hush to the last sound in a recording of a PulseAudio null sink (median and p95
of 40 random moments, the recorder's delay included): 28 and 35 ms with blocks of 10 ms, 39 and 48 with 15. On two cores
that five other programs wanted, with 20 moments each: 42 ms p95 and 18 underruns with 10 ms, 39 and 5 with 12, 60 and 5
with 15. The shorter, the sooner a busy computer stutters."""
MEMORY_BLOCK_S = 0.02
SILENT_TOO_LONG_S = 1.0
"""A stream that asks for no block for so long has lost its device (a block is asked for every 12 ms)."""
SETTLING_S = 5.0
"""It may take longer at first: PulseAudio hands a new stream to a null sink only after the up to 2 s of silence that
the sink has made in advance."""

SERVER_BUFFER_S = 0.06
"""What a sound server holds beyond the latency that PortAudio knows of."""

LOOK_FOR_NAMED_S = 2.0
"""How often a device that was asked for by name, and is not there, is looked for."""


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

    absent: str
    """The device that was asked for by name and could not be had, so another plays; empty when all is as wished."""

    def choose(self, device: str) -> None:
        """Another device, by name, or the default (empty), from the next `open` on; `alive` is False until then. Any
        thread."""
        ...

    @property
    def replaced(self) -> bool:
        """True once after the device has gone away and the sound server went on with another: what it had been given
        may not have been heard."""
        ...

    @property
    def alive(self) -> bool:
        """False once the device is gone."""
        ...


class SoundCard:
    """One always-open PortAudio output stream: float32, the device's own rate, low latency where it can.

    `device`: a part of the name of a sound server's sink or of a PortAudio device, or a PortAudio number; None or empty
    is the system's default, which also stands in for one that can't be had (`absent`) until that is there again.
    `block_s`: seconds of sound handed over at a time; longer stutters less, shorter hushes sooner.
    """

    def __init__(self, device: int | str | None = None, block_s: float = BLOCK_S) -> None:
        self.device = device
        self.block_s = block_s
        self.rate = 0
        self.latency_s = 0.0
        self.underruns = 0
        """How often the device ran out of sound since it was opened."""
        self.absent = ""
        self._sink = ""
        """Of the sound server, that it plays to; empty where that can't be told."""
        self._looked_at = 0.0
        self._chosen_anew = False
        self._stream: Any = None
        self._ended = False
        self._pulled_at = 0.0
        self._pulled = 0

    def open(self, fill: Fill) -> None:
        try:
            import sounddevice
        except (ImportError, OSError) as error:  # OSError: the PortAudio library is not there
            raise errors.NoSound(detail=f"sounddevice: {error}") from error
        quiet_alsa()
        self.absent, self._chosen_anew = "", False
        if self.device not in (None, ""):
            try:
                self._open_fresh(sounddevice, self.device, fill)
                return
            except errors.NoSound as error:
                log.info("the sound device %s can't be had: %s", self.device, error.detail)
        self._open_fresh(sounddevice, None, fill)
        self.absent = "" if self.device is None else str(self.device)

    def _open_fresh(self, sounddevice: Any, device: int | str | None, fill: Fill) -> None:
        try:
            self._open(sounddevice, device, fill)
        except (sounddevice.PortAudioError, ValueError) as first:
            # What was plugged in since PortAudio began is found by a new list of devices.
            if not read_devices_anew(sounddevice):
                raise why_silent(first) from first
            try:
                self._open(sounddevice, device, fill)
            except (sounddevice.PortAudioError, ValueError) as second:
                raise why_silent(second) from second

    def _open(self, sounddevice: Any, device: int | str | None, fill: Fill) -> None:
        sink = sinks.sink_called(device) if isinstance(device, str) else None
        info = sounddevice.query_devices(None if sink else device, "output")
        self._ended, self._pulled, self.underruns = False, 0, 0
        ways = Ways(round(info["default_samplerate"]), int(info["max_output_channels"]))
        with quiet_portaudio(), sinks.begun_on(sink):
            while True:
                try:
                    self._stream = self._begin(sounddevice, None if sink else device, ways, fill)
                    break
                except sounddevice.PortAudioError as error:
                    close_stream(self._stream)
                    self._stream = None
                    if not ways.next(error_code(error)):
                        raise
        self.rate = ways.rate
        self.latency_s = float(self._stream.latency)
        self._sink = sinks.sink_of_this_process() or ""
        self._looked_at = time.monotonic()

    def _begin(self, sounddevice: Any, device: int | str | None, ways: Ways, fill: Fill) -> Any:
        import numpy as np

        mono: Samples = np.zeros(round(ways.rate * self.block_s), np.float32)
        self.rate = ways.rate  # before the first block is asked for

        def pull(out: Any, frames: int, _times: Any, status: Any) -> None:
            now = self._pulled_at = time.monotonic()
            self._pulled += 1
            if status.output_underflow:
                self.underruns += 1
            part = mono[:frames] if frames <= len(mono) else np.zeros(frames, np.float32)
            side = fill(part, now)
            out[:, :2] = part[:, None]  # mono comes out of the left ear alone on some devices
            out[:, 2:] = 0
            if side is not None and out.shape[1] > 1:
                out[:, 0] += side
                out[:, 1] -= side

        def ended() -> None:
            self._ended = True

        self._stream = sounddevice.OutputStream(
            samplerate=ways.rate,
            blocksize=len(mono) if ways.own_blocks else 0,
            device=device,
            channels=ways.channels,
            dtype="float32",
            latency=ways.latency,
            callback=pull,
            finished_callback=ended,
        )
        self._pulled_at = time.monotonic()
        self._stream.start()
        return self._stream

    def choose(self, device: str) -> None:
        self.device, self._chosen_anew = device, True

    def close(self) -> None:
        alive, stream, self._stream = self._runs, self._stream, None
        if stream is not None and alive:
            # PortAudio's ALSA backend throws away what the device has not played yet, even on a stop that should not.
            time.sleep(self.latency_s + SERVER_BUFFER_S)
        close_stream(stream)

    @property
    def alive(self) -> bool:
        return self._runs and not self._chosen_anew and not self._named_is_back

    @property
    def replaced(self) -> bool:
        if not self._sink or not self._runs:
            return False
        now_on = sinks.sink_of_this_process()
        if now_on is None or now_on == self._sink:
            return False
        before, self._sink = self._sink, now_on
        if any(sink.name == before for sink in sinks.sinks()):
            return False  # somebody moved the sound: nothing of it is lost
        self.absent = str(self.device or "")
        return True

    @property
    def _runs(self) -> bool:
        if self._stream is None or self._ended:
            return False
        settled = self._pulled * self.block_s > SILENT_TOO_LONG_S
        return time.monotonic() - self._pulled_at < (SILENT_TOO_LONG_S if settled else SETTLING_S)

    @property
    def _named_is_back(self) -> bool:
        now = time.monotonic()
        if not self.absent or now - self._looked_at < LOOK_FOR_NAMED_S:
            return False
        self._looked_at = now
        return sinks.sink_called(self.absent) is not None


def device_names() -> list[str]:
    """What `SoundCard` takes as a device: the sound server's sinks, or PortAudio's devices where there is none."""
    there = sinks.sinks()
    if there:
        labels = [sink.label for sink in there]
        return [sink.label if labels.count(sink.label) == 1 else sink.name for sink in there]
    try:
        import sounddevice
    except (ImportError, OSError):
        return []
    quiet_alsa()
    try:
        devices = sounddevice.query_devices()
    except sounddevice.PortAudioError:
        return []
    return list(dict.fromkeys(str(one["name"]) for one in devices if int(one["max_output_channels"]) > 0))


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A block that was played: `samples` (n,) float32, handed over at `at` (`time.monotonic()`)."""

    samples: Samples
    at: float
    side: Samples | None = None
    """How much the left ear differs from `samples`, and the right the other way; None: not at all."""


class MemoryAudio:
    """Records instead of sounding. `pace` None: plays when `play` is called; 1.0: in real time; 10.0: ten times that.

    `unplug` and `plug` act out a device that goes away and comes back, `swap` one that another stands in for at once.
    """

    def __init__(self, rate: int = 24_000, pace: float | None = None) -> None:
        self.rate = rate
        self.pace = pace
        self.latency_s = 0.0
        self.absent = ""
        self.block = round(rate * MEMORY_BLOCK_S)
        self.blocks: list[Block] = []
        self._fill: Fill | None = None
        self._there = True
        self._swapped = False
        self.device = ""
        self._chosen_anew = False
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self, fill: Fill) -> None:
        if not self._there:
            raise errors.NoSound(detail="the memory device is unplugged")
        self._chosen_anew = False
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

    def choose(self, device: str) -> None:
        self.device, self._chosen_anew = device, True

    @property
    def alive(self) -> bool:
        return self._there and self._fill is not None and not self._chosen_anew

    @property
    def replaced(self) -> bool:
        replaced, self._swapped = self._swapped, False
        return replaced

    def swap(self, absent: str = "") -> None:
        """Act out a device that goes away while the system goes on with another; `absent` is its name, if it had been
        asked for by that."""
        self.absent, self._swapped = absent, True

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

    @property
    def stereo(self) -> Samples:
        """The same, (n, 2) float32 for the left and the right ear."""
        import numpy as np

        sides = [np.zeros_like(b.samples) if b.side is None else b.side for b in [*self.blocks]]
        side = np.concatenate(sides or [np.zeros(0, np.float32)])
        return np.stack([self.samples + side, self.samples - side], axis=1)

    def _pull(self) -> Samples:
        import numpy as np

        out: Samples = np.zeros(self.block, np.float32)
        fill, now = self._fill, time.monotonic()
        if fill is not None and self._there:
            side = fill(out, now)
            self.blocks.append(Block(out, now, side))
        return out

    def _run(self) -> None:
        assert self.pace is not None  # noqa: S101 - the thread is started only with a pace
        due = time.monotonic()
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            self._pull()
            due += MEMORY_BLOCK_S / self.pace

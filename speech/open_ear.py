"""The microphone while it is open for longer than one question: who speaks, and when.

One device, two users. The `Listener` records questions through it as through any microphone. Meanwhile, or without
it, the ear listens for a person who interrupts ("voices", while Hearsight speaks) or for whole utterances that may
begin with the wake phrase ("utterances"). What was said before anybody decided to record it is not lost: the last
seconds are kept in memory, and a recording may begin there.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.types import Overheard
from speech.eavesdropper import Eavesdropper
from speech.echo import EchoPath, InterruptionJudge
from speech.microphone import SILENT_TOO_LONG_S, Microphone
from speech.resample import Resampler
from speech.vad import FRAME, RATE, START

if TYPE_CHECKING:
    from assistant.ports import Watch
    from assistant.types import Samples
    from speech.microphone import Put
    from speech.vad import SileroVad

log = logging.getLogger(__name__)

KEPT_S = 8.0
"""What is remembered: an utterance of four seconds, its recognition, and some."""
BEFORE_S = 0.5
"""A recording begins this long before a voice was noticed: it takes the detector 0.1 s or more to be sure."""
VOICE_FRAMES = 3
"""In a row, as in `vad.SpeechGate`: with headphones nothing but a person can be a voice."""
LOOK_EVERY_S = 0.25


class OpenEar:
    """A `ports.OpenEar` and a `microphone.Microphone` of 16 kHz. `watch`, `open` and `close` on any thread.

    `on_voice`, `on_utterance` and `on_lost` are called on the ear's own thread and must return at once.
    """

    rate = RATE

    def __init__(self, microphone: Microphone, vad: SileroVad) -> None:
        """`vad`: for this object alone; a detector follows one stream."""
        self.on_voice: Callable[[], None] = lambda: None
        self.on_utterance: Callable[[Overheard], None] = lambda _: None
        self.on_lost: Callable[[], None] = lambda: None
        self._microphone, self._vad = microphone, vad
        self._device = threading.RLock()
        """Held while the device is opened or closed."""
        self._feeding = threading.Lock()
        """Held while a recording gets its samples."""
        self._watch: Watch = "off"
        self._put: Put | None = None
        self._stream: _Stream | None = None
        self._resume_at: int | None = None
        """Sample of the stream at which the next recording begins."""

    # -- what is watched for ------------------------------------------------------------------------------------

    @property
    def watching(self) -> Watch:
        return self._watch

    @property
    def recording(self) -> bool:
        return self._put is not None

    def watch(self, what: Watch, *, own_sound: bool = False) -> None:
        """See `ports.OpenEar`."""
        with self._device:
            if what == self._watch:
                return
            self._watch = what
            self._resume_at = None
            try:
                self._open_or_close()
            except BaseException:
                self._watch = "off"
                raise
            if self._stream is not None:
                self._stream.begin(what, own_sound)

    def played(self, samples: Samples, rate: int) -> None:
        """What the loudspeaker gets now, (n,) float32 mono. The device's thread; only copies."""
        stream = self._stream
        if stream is not None and stream.needs_far:
            stream.blocks.put((samples.copy(), rate))

    def resume_at(self, sample: int) -> None:
        """See `ports.OpenEar`."""
        self._resume_at = sample

    def use(self, microphone: Microphone) -> None:
        """Another device from now on; a recording in progress ends as if its device had gone."""
        with self._device:
            self._watch, self._put = "off", None
            self._open_or_close()
            self._microphone = microphone

    # -- the microphone of the listener -------------------------------------------------------------------------

    def open(self, put: Put) -> None:
        """See `microphone.Microphone`."""
        with self._device:
            self._put = None
            fresh = self._stream is None
            self._open_or_close(wanted=True)
            stream = self._stream
            assert stream is not None  # noqa: S101 - opened or raised
            with self._feeding:
                start, self._resume_at = 0 if fresh else self._resume_at, None
                if start is not None:
                    for samples in stream.since(start):
                        put(samples)
                self._put = put

    def close(self) -> None:
        """See `microphone.Microphone`. Whoever watched begins anew, and so does who waits for the wake phrase at a
        device that was lost meanwhile."""
        with self._device:
            with self._feeding:
                was, self._put = self._put, None
            lost = self._stream is not None and self._stream.lost
            if was is not None and (self._watch == "keep" or lost):
                self._watch = "off"
            self._open_or_close()

    @property
    def alive(self) -> bool:
        """False once the device is gone and all that it brought was handed on."""
        stream = self._stream
        return stream is not None and not stream.lost and (stream.brought > stream.taken or self._microphone.alive)

    # -- the device -------------------------------------------------------------------------------------------

    def _open_or_close(self, *, wanted: bool = False) -> None:
        wanted = wanted or self._watch != "off" or self._put is not None
        if wanted and self._stream is None:
            stream = _Stream(self)
            try:
                self._microphone.open(stream.heard)
            except BaseException:
                self._microphone.close()
                raise
            self._stream = stream
            stream.start(self._microphone.rate)
        elif not wanted:
            stream_, self._stream = self._stream, None
            self._microphone.close()
            if stream_ is not None:
                stream_.end()

    def _lost(self, stream: _Stream) -> None:
        """The stream's thread: no sound comes any more. A recording notices by itself."""
        with self._device:
            if self._stream is not stream or self._put is not None or self._watch == "off":
                return
            self._watch = "off"
            self._open_or_close()
        self.on_lost()


class _Stream:
    """The device from one opening to its closing: its thread, what it remembers, and what it looks for."""

    def __init__(self, ear: OpenEar) -> None:
        self._ear = ear
        self.blocks: queue.SimpleQueue[tuple[Samples, int] | None] = queue.SimpleQueue()
        """From the microphone (rate 0) and the loudspeaker (its rate)."""
        self.brought = self.taken = 0
        """Blocks of the microphone."""
        self.lost = False
        """The device brings no sound any more."""
        self._kept: deque[tuple[int, Samples]] = deque()
        self._count = 0
        """Samples kept since the opening."""
        self._mode: Watch = "off"
        self._path: EchoPath | None = None
        self._judge = InterruptionJudge()
        self._in_a_row = 0
        self._eavesdropper = Eavesdropper(ear._vad)
        self._rest: Samples | None = None
        self._resampler: Resampler | None = None
        self._thread = threading.Thread(target=self._run, name="open-ear", daemon=True)

    def heard(self, samples: Samples) -> None:
        """The device's thread."""
        self.brought += 1
        self.blocks.put((samples, 0))

    def start(self, rate: int) -> None:
        self._resampler = Resampler(rate, RATE) if rate != RATE else None
        self._thread.start()

    def end(self) -> None:
        self.blocks.put(None)

    @property
    def needs_far(self) -> bool:
        return self._path is not None

    def begin(self, mode: Watch, own_sound: bool) -> None:
        """Look for something else from now on; the thread sees it with its next block."""
        if mode == "voices":
            self._judge, self._in_a_row = InterruptionJudge(), 0
            self._path = EchoPath() if own_sound else None
        elif mode == "utterances":
            self._path = None
            self._eavesdropper = Eavesdropper(self._ear._vad)
        self._mode = mode

    def since(self, start: int) -> list[Samples]:
        """What is remembered from that sample on. With the feeding lock held."""
        return [samples[max(0, start - at) :] for at, samples in self._kept if at + len(samples) > start]

    # -- the stream's thread ------------------------------------------------------------------------------------

    def _run(self) -> None:
        silent_s = 0.0
        while True:
            try:
                block = self.blocks.get(timeout=LOOK_EVERY_S)
            except queue.Empty:
                silent_s += LOOK_EVERY_S
                if silent_s >= SILENT_TOO_LONG_S / 2 and not self._ear._microphone.alive:
                    self.lost = True
                    self._ear._lost(self)
                    return
                continue
            if block is None or self._ear._stream is not self:
                return  # what a closed device still brought belongs to nobody: a new recording may have begun
            silent_s = 0.0
            samples, far_rate = block
            try:
                self._take(samples, far_rate)
            except Exception:  # a person must still be heard after one block that broke something
                log.exception("the open ear")
            self.taken += not far_rate

    def _take(self, samples: Samples, far_rate: int) -> None:
        path = self._path
        if far_rate:
            if path is not None:
                path.played(samples, far_rate)
            return
        if self._resampler is not None:
            samples = self._resampler.feed(samples)
        if path is None:
            self._keep(samples)
            self._watch_frames(samples)
            return
        for frame in path.recorded(samples):
            self._keep(frame.samples)
            if self._mode != "voices":
                continue
            if self._judge.feed(frame, self._ear._vad.probability(frame.samples)) and path.certain():
                self._voice()

    def _keep(self, samples: Samples) -> None:
        with self._ear._feeding:
            self._kept.append((self._count, samples))
            self._count += len(samples)
            while self._kept and self._kept[0][0] < self._count - KEPT_S * RATE:
                self._kept.popleft()
            if self._ear._put is not None:
                self._ear._put(samples)

    def _watch_frames(self, samples: Samples) -> None:
        import numpy as np

        mode = self._mode
        if mode not in ("voices", "utterances") or self._ear.recording:
            if self._rest is not None:  # a question is no part of an utterance that it fell into
                self._rest, self._eavesdropper = None, Eavesdropper(self._ear._vad)
            return
        sound = samples if self._rest is None else np.concatenate([self._rest, samples])
        whole = len(sound) // FRAME * FRAME
        self._rest = sound[whole:]
        end = self._count - len(self._rest)
        for number, frame in enumerate(sound[:whole].reshape(-1, FRAME)):
            at = end - whole + (number + 1) * FRAME
            if mode == "voices":
                self._in_a_row = self._in_a_row + 1 if self._ear._vad.probability(frame) >= START else 0
                if self._in_a_row >= VOICE_FRAMES:
                    self._voice()
                    return
            elif (span := self._eavesdropper.feed(frame, at)) is not None:
                self._utterance(span)

    def _voice(self) -> None:
        with self._ear._device:
            if self._ear._stream is not self or self._ear._watch != "voices":
                return  # closed, or another aim, at this very moment
            self._mode = self._ear._watch = "keep"
            self._ear.resume_at(max(0, self._count - round(BEFORE_S * RATE)))
        self._ear.on_voice()

    def _utterance(self, span: tuple[int, int, bool]) -> None:
        import numpy as np

        start, end, over = span
        with self._ear._feeding:
            kept = self.since(start)
        if kept:
            samples = np.concatenate(kept)[: end - start]
            self._ear.on_utterance(Overheard(samples, start, end, over))

"""The way out for sound: one stream that is always open, so that a word never waits for a device.

Whoever speaks gets a `Sink` for one utterance and writes samples to it; the device's thread takes short blocks out
of the buffer, mixes earcons on top, and does nothing else. Every buffer belongs to an *era* of sound. `hush` begins a
new era: what was buffered is dropped under the same lock that the device's thread fills its block under, so no
sample of an older era is played from that moment on.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant import errors
from assistant.cancel import Cancelled
from assistant.languages import LANGUAGES
from assistant.languages import language as language_named
from speech.sound_card import Backend, SoundCard

if TYPE_CHECKING:
    from assistant.types import Samples

log = logging.getLogger(__name__)

AHEAD_S = 0.15
"""A sink takes sound until this much waits: enough to outlive a pause of the synthesiser's thread, little enough
for a change of voice or rate to be heard at once."""
FADE_OUT_S = 0.005
"""A tone that is cut off clicks; one that fades this quickly is gone before the first word is voiced."""
WATCH_S = 0.25
"""How often the device is looked after, and re-opened while it is away."""

REMARKS = {tag: language_named(tag).other_device for tag in LANGUAGES}

Moment = Callable[[float], None]
"""Called on the device's thread with `time.monotonic()`; must return at once and not raise."""


class Sink:
    """One utterance's way into the buffer (a `ports.SampleSink`). Made by `AudioOut.sink`; used by one thread."""

    def __init__(
        self, audio: AudioOut, era: int, device: int, rate: int, on_first: Moment | None, on_last: Moment | None
    ) -> None:
        self.rate = rate
        self.first_at: float | None = None
        """`time.monotonic()` at which the first sample was handed to the device."""
        self.last_at: float | None = None
        """The same for the last one; None until all was played."""
        self._audio = audio
        self._era = era
        self._device = device
        self._on_first = on_first
        self._on_last = on_last

    def write(self, samples: Samples) -> None:
        """(n,) float32 mono at `rate`, or (n, 2) for the left and the right ear. Blocks while more than 150 ms wait. An
        empty write only checks.

        Raises `Cancelled` once hushed, `errors.NoSound` once the device is lost.
        """
        self._audio._write(self, samples)

    def finish(self) -> None:
        """No more will be written: `on_last` is called when all of it was played. Raises as `write` does."""
        self._audio._finish(self)


class AudioOut:
    """The stream, its buffer and its eras. All methods may be called from any thread.

    With `required`, a missing device raises `errors.NoSound` here; without, the device is waited for, as it is when
    it goes away later. Each of `watchers` is called on a thread of this object: with False when the device went away
    and all sound was dropped, with True when it is back.
    """

    def __init__(self, backend: Backend | None = None, *, required: bool = True) -> None:
        self.backend: Backend = backend if backend is not None else SoundCard()
        self.watchers: list[Callable[[bool], None]] = []
        self.taps: list[Callable[[Samples, int], None]] = []
        """Each hears all that is played, silence too, block by block with its rate: on the device's thread, so it only
        copies."""
        self._changed = threading.Condition()
        self._era = 0
        self._device = 0
        """Counts the devices that were lost: what was begun on one never goes on in the middle on another."""
        self._speech: deque[tuple[Sink, Samples | None]] = deque()
        self._waiting = 0
        """Samples of speech in the buffer."""
        self._earcons: list[Samples] = []
        self._background: Samples | None = None
        """What is left of a sound of waiting, which gives way to speech."""
        self._fading = False
        self._side: Samples | None = None
        """Of the block that is being filled: how much the left ear differs from the middle; None: nothing does."""
        self._open = False
        self._remarked = ""
        """The absent device that was told of."""
        try:
            self.backend.open(self._fill)
            self._open = True
        except errors.NoSound as error:
            if required:
                raise
            log.warning("no sound device yet: %s", error.detail)
        self._closing = threading.Event()
        self._watch = threading.Thread(target=self._look_after, name="audio-watch", daemon=True)
        self._watch.start()

    # -- what speakers call -------------------------------------------------------------------------------------

    @property
    def rate(self) -> int:
        """Samples a second of the device (0 while it was never there)."""
        return self.backend.rate

    @property
    def available(self) -> bool:
        """False while the device is away."""
        return self._open

    @property
    def era(self) -> int:
        return self._era

    def sink(self, era: int | None = None, *, on_first: Moment | None = None, on_last: Moment | None = None) -> Sink:
        """A way in for one utterance of the given era (of the current one by default)."""
        with self._changed:
            era = self._era if era is None else era
            return Sink(self, era, self._device, self.backend.rate, on_first, on_last)

    def hush(self, *, earcons: bool = True) -> int:
        """Drop all sound, begin a new era, and return its number. With `earcons` False those go on sounding."""
        with self._changed:
            self._era += 1
            self._drop(earcons)
            return self._era

    def mix(self, samples: Samples, *, background: bool = False) -> None:
        """Play (n,) float32 mono at `rate` at once, on top of speech. Silently nothing while the device is away.
        `background`: it ends, within 5 ms, where speech begins; (n, 2), for the left and the right ear, works too."""
        with self._changed:
            if not self._open or not len(samples):
                return
            if background:
                self._background, self._fading = samples, False
            else:
                self._earcons.append(samples)

    def end_background(self) -> None:
        """What is played in the background fades out within 5 ms."""
        with self._changed:
            self._fading = True

    def choose(self, device: str) -> None:
        """Another device, by name (empty: the default), within a quarter of a second; what is spoken goes on there."""
        self.backend.choose(device)

    def remark(self, language: str) -> str:
        """What is to be said about the device before the next sentence; empty when it was said before."""
        absent = self.backend.absent
        news, self._remarked = absent != self._remarked, absent
        return REMARKS.get(language.split("-")[0], REMARKS["en"]).format(device=absent) if absent and news else ""

    def drain(self, timeout_s: float) -> bool:
        """Wait until all that was written, and every earcon, was handed to the device. False when time is up."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not self._speech and not self._earcons and self._background is None, timeout_s
            )

    def wait_available(self, timeout_s: float, era: int) -> bool:
        """Wait for the device to come back. False when time is up or the era has ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._open or self._era != era, timeout_s)
            return self._open and self._era == era

    def close(self) -> None:
        """Play what the device already has, then close it. May be called twice."""
        self._closing.set()
        self._watch.join(5)
        with self._changed:
            self._open = False
            self._drop(earcons=True)
        self.backend.close()

    # -- the buffer ---------------------------------------------------------------------------------------------

    def _write(self, sink: Sink, samples: Samples) -> None:
        with self._changed:
            self._check(sink)
            while self._waiting > AHEAD_S * sink.rate:
                self._changed.wait()
                self._check(sink)
            if len(samples):
                self._speech.append((sink, samples))
                self._waiting += len(samples)

    def _finish(self, sink: Sink) -> None:
        with self._changed:
            self._check(sink)
            self._speech.append((sink, None))

    def _check(self, sink: Sink) -> None:
        if sink._era != self._era:
            raise Cancelled
        if not self._open or sink._device != self._device:
            raise errors.NoSound(detail="the sound device went away in mid-sentence")

    def _drop(self, earcons: bool) -> None:
        self._speech.clear()
        self._waiting = 0
        if earcons:
            self._earcons.clear()
            self._background = None
        self._changed.notify_all()

    def _fill(self, out: Samples, now: float) -> Samples | None:
        """Runs on the device's thread: copy, mix, and no more. See `sound_card.Fill`."""
        told: list[tuple[Moment, float]] = []
        self._side = None
        with self._changed:
            spoken = self._copy_speech(out, now, told)
            if self._background is not None:
                self._mix_background(out, self._background, ends=self._fading or spoken > 0)
            if self._earcons:
                self._mix_earcons(out)
            self._changed.notify_all()
        for tap in self.taps:
            tap(out, self.backend.rate)
        for tell, at in told:
            tell(at)
        return self._side

    def _copy_speech(self, out: Samples, now: float, told: list[tuple[Moment, float]]) -> int:
        """How many samples of speech are in the block."""
        done = 0
        while self._speech and (done < len(out) or self._speech[0][1] is None):
            sink, samples = self._speech.popleft()
            at = now + done / self.backend.rate
            if samples is None:
                sink.last_at = at
                if sink._on_last is not None:
                    told.append((sink._on_last, at))
                continue
            if sink.first_at is None:
                sink.first_at = at
                if sink._on_first is not None:
                    told.append((sink._on_first, at))
            part = samples[: len(out) - done]
            if part.ndim == 2:
                self._copy_both_ears(out, done, part)
            else:
                out[done : done + len(part)] = part
            done += len(part)
            self._waiting -= len(part)
            if len(part) < len(samples):
                self._speech.appendleft((sink, samples[len(part) :]))
        out[done:] = 0
        return done

    def _copy_both_ears(self, out: Samples, done: int, part: Samples) -> None:
        import numpy as np

        if self._side is None:
            self._side = np.zeros(len(out), np.float32)
        out[done : done + len(part)] = part.mean(axis=1)
        self._side[done : done + len(part)] = (part[:, 0] - part[:, 1]) / 2

    def _mix_background(self, out: Samples, sound: Samples, *, ends: bool) -> None:
        import numpy as np

        part = sound[: len(out)]
        if ends:
            part = part[: round(FADE_OUT_S * self.backend.rate)]
            fade = np.linspace(1, 0, len(part), dtype=np.float32)
            part = part * (fade if part.ndim == 1 else fade[:, None])
        if part.ndim == 1:
            out[: len(part)] += part
        else:
            self._add_both_ears(out, part)
        left = sound[len(part) :]
        self._background = left if len(left) and not ends else None

    def _add_both_ears(self, out: Samples, part: Samples) -> None:
        import numpy as np

        if self._side is None:
            self._side = np.zeros(len(out), np.float32)
        out[: len(part)] += part.mean(axis=1)
        self._side[: len(part)] += (part[:, 0] - part[:, 1]) / 2

    def _mix_earcons(self, out: Samples) -> None:
        left = []
        for samples in self._earcons:
            part = samples[: len(out)]
            out[: len(part)] += part
            if len(samples) > len(part):
                left.append(samples[len(part) :])
        self._earcons = left
        out.clip(-1, 1, out=out)

    # -- the device ---------------------------------------------------------------------------------------------

    def _look_after(self) -> None:
        spoke = False
        while not self._closing.wait(WATCH_S):
            speaks, spoke_before = bool(self._speech), spoke
            spoke = speaks
            if not self._open:
                self._reopen()
            elif not self.backend.alive:
                self._replace()
            # Asked while something is spoken only, because asking costs some milliseconds; what has changed in silence
            # is noticed, and lost nothing.
            elif speaks and self.backend.replaced and spoke_before:
                log.info("the sound device went away, and another one plays")
                self._lose()
                self._return()

    def _replace(self) -> None:
        """Another stream for one that has ended or stands still. Where the system has a device to go on with, the
        sentence goes on where it stopped: what waits in the buffer is kept."""
        rate = self.backend.rate
        self.backend.close()
        try:
            self.backend.open(self._fill)
        except errors.NoSound as error:
            log.warning("the sound device went away: %s", error.detail)
            self._lose()
            return
        log.info("the sound stream stood still and was opened anew")
        if self.backend.rate != rate:  # what waits was made for the other device
            self._lose()
            self._return()

    def _lose(self) -> None:
        with self._changed:
            self._open = False
            self._device += 1
            self._drop(earcons=True)
        for tell in self.watchers:
            tell(False)

    def _reopen(self) -> None:
        try:
            self.backend.open(self._fill)
        except errors.NoSound:
            return
        log.info("the sound device is back")
        self._return()

    def _return(self) -> None:
        with self._changed:
            self._open = True
            self._changed.notify_all()
        for tell in self.watchers:
            tell(True)

"""The ear: records a spoken question, held by a key or ended by silence. The microphone is open only meanwhile."""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cancel import Cancelled
from assistant.errors import MicrophoneMissing
from assistant.types import Clip, Condition
from speech.condition import condition
from speech.microphone import ClipMicrophone, Microphone, SoundCardMicrophone, default_microphone
from speech.resample import Resampler, resample
from speech.vad import FRAME, RATE, SileroVad, SpeechGate

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.cancel import Token
    from assistant.ports import TurnJudge
    from assistant.types import Samples

__all__ = ["ClipMicrophone", "Listener", "default_microphone"]

MAX_S = 60.0
"""Nothing is recorded beyond: a key that got stuck must not fill the memory."""
TAIL_S = 0.15
"""Recorded after the key is let go: people let go while the last consonant is still sounding, and the device
delivers its blocks late."""
POLL_S = 0.02
LATE = "The microphone was not ready yet. Please try again."


class Listener:
    """A `ports.Ear`. `start`, `finish` and `until_silence` on one thread, `cancel` on any.

    Everything from `start` on is kept, so that no word is lost while a person already speaks; the recogniser's
    voice activity detector trims the silence.
    """

    def __init__(
        self,
        vad: Path | SileroVad,
        microphone: Microphone | None = None,
        *,
        max_s: float = MAX_S,
        tail_s: float = TAIL_S,
    ) -> None:
        """`vad`: the model silero-vad, its folder or file. `microphone`: by default the computer's own."""
        self._vad = vad if isinstance(vad, SileroVad) else SileroVad(vad)
        self._vad_lock = threading.Lock()
        self._microphone = microphone or SoundCardMicrophone()
        self._max_s, self._tail_s = max_s, tail_s
        self._news = threading.Condition()
        self._blocks: list[Samples] = []
        self._count = 0
        self._recording = 0
        """Number of the present recording; 0 while there is none. A block of another one is dropped."""
        self._number = 0

    def start(self) -> None:
        """See `ports.Ear`. A recording still going on is forgotten."""
        self.cancel()
        with self._news:
            self._number += 1
            mine = self._recording = self._number
            self._blocks, self._count = [], 0
        try:
            self._microphone.open(lambda samples: self._put(mine, samples))
        except BaseException:
            self.cancel()
            raise

    def finish(self) -> Clip:
        """See `ports.Ear`. Raises `MicrophoneMissing` when nothing at all came from the microphone, `Cancelled` when
        the recording was cancelled meanwhile."""
        mine = self._present()
        with self._news:
            wanted = self._count + round(self._tail_s * self._microphone.rate)
            # A stream that stalls must not hold up the answer: waiting ends with the device, or at twice the tail.
            end = time.monotonic() + 2 * self._tail_s + POLL_S
            while self._recording == mine and self._count < wanted and not self._full():
                if not self._microphone.alive or time.monotonic() > end:
                    break
                self._news.wait(POLL_S)
        return self._take(mine)

    def along(
        self, released: threading.Event, token: Token, *, max_s: float = MAX_S, judge: TurnJudge | None = None
    ) -> None:
        """See `ports.Ear`. Raises `Cancelled`."""
        gate = SpeechGate(end_ms=math.inf, give_up_ms=math.inf)
        self._follow(self._present(), gate, token, max_s, judge, released)

    def until_silence(self, token: Token, *, max_s: float = 20.0, judge: TurnJudge | None = None) -> Clip:
        """See `ports.Ear`. `max_s` counts from `start`. Also returns what was heard when the device goes away.
        Raises `MicrophoneMissing` when nothing at all came from it, and `Cancelled`."""
        mine = self._present()
        # What came after the end (a quick source is far ahead by now) is no part of the question.
        return self._take(mine, self._follow(mine, SpeechGate(), token, max_s, judge))

    def _follow(
        self,
        mine: int,
        gate: SpeechGate,
        token: Token,
        max_s: float,
        judge: TurnJudge | None,
        released: threading.Event | None = None,
    ) -> float | None:
        """Feed the gate, and the judge at each pause, until the gate closes or `max_s` have been recorded: then the
        seconds up to there. None when `released` was set, or the device went away, before."""
        followed, limit_s = _Follower(self._microphone.rate), min(max_s, self._max_s)
        taken, heard_s, pausing = 0, 0.0, False
        # A device that is open and brings nothing must not be waited for beyond the longest question, either.
        end = time.monotonic() + limit_s
        with self._vad_lock, self._fresh_vad() as vad:
            while released is None or not (released.is_set() or time.monotonic() > end):
                if token.cancelled:
                    self.cancel()
                    raise Cancelled
                with self._news:
                    if self._recording != mine:
                        raise Cancelled
                    alive = self._microphone.alive
                    if taken == len(self._blocks):
                        if not alive or self._full():
                            return None
                        self._news.wait(POLL_S)
                    fresh, taken = self._blocks[taken:], len(self._blocks)
                    so_far = self._blocks[:taken]
                for frame in followed.frames(fresh):
                    heard_s += FRAME / RATE
                    finished = judge.finished() if judge is not None and pausing else None
                    if gate.feed(vad.probability(frame), finished) in ("ended", "nobody") or heard_s >= limit_s:
                        return heard_s
                    if judge is not None and gate.pausing != pausing:
                        pausing = gate.pausing
                        if pausing:
                            judge.paused(_clip(so_far, self._microphone.rate, heard_s))
                        else:
                            judge.resumed()
        return None

    @contextlib.contextmanager
    def _fresh_vad(self) -> Iterator[SileroVad]:
        """The detector, which remembers nothing of another recording, neither before nor after."""
        self._vad.reset()
        try:
            yield self._vad
        finally:
            self._vad.reset()

    def cancel(self) -> None:
        """See `ports.Ear`. Whoever waits in `finish` or `until_silence` gets `Cancelled`."""
        with self._news:
            self._recording = 0
            self._blocks, self._count = [], 0
            self._news.notify_all()
        # Outside the lock: closing waits for a block that may be about to be put.
        self._microphone.close()

    def has_speech(self, clip: Clip) -> bool:
        """Whether somebody speaks in a clip of any rate. Any thread."""
        with self._vad_lock:
            return bool(self._vad.segments(resample(clip.samples, clip.rate, RATE)))

    def condition(self, clip: Clip) -> Condition:
        """See `ports.Ear`."""
        return condition(clip)

    def warm(self) -> None:
        """Load the detector. Any thread."""
        self._vad.warm()

    def _put(self, mine: int, samples: Samples) -> None:
        with self._news:
            if self._recording == mine and not self._full():
                self._blocks.append(samples)
                self._count += len(samples)
                self._news.notify_all()

    def _full(self) -> bool:
        return self._count >= self._max_s * self._microphone.rate

    def _present(self) -> int:
        with self._news:
            if not self._recording:
                raise Cancelled
            return self._recording

    def _take(self, mine: int, seconds: float | None = None) -> Clip:
        """Close the microphone; what was recorded (the first `seconds` of it), at 16 kHz."""
        with self._news:
            if self._recording != mine:
                raise Cancelled
            blocks, self._recording = self._blocks, 0
            self._blocks, self._count = [], 0
        rate, alive = self._microphone.rate, self._microphone.alive
        self._microphone.close()
        if not blocks:
            detail = "the microphone opened but brought no sound"
            raise MicrophoneMissing(LATE if alive else None, detail=detail)
        return _clip(blocks, rate, seconds)


def _clip(blocks: list[Samples], rate: int, seconds: float | None) -> Clip:
    """Blocks at `rate` joined (the first `seconds` of them), at 16 kHz."""
    import numpy as np

    samples = resample(np.concatenate(blocks), rate, RATE)
    return Clip(samples if seconds is None else samples[: round(seconds * RATE)], RATE)


class _Follower:
    """Turns the blocks of a stream into the detector's frames: 512 samples at 16 kHz."""

    def __init__(self, rate: int) -> None:
        import numpy as np

        self._resampler = Resampler(rate, RATE) if rate != RATE else None
        self._rest: Samples = np.zeros(0, np.float32)

    def frames(self, blocks: list[Samples]) -> npt.NDArray[np.float32]:
        """(k, 512) float32: the frames that are now complete."""
        import numpy as np

        if self._resampler is not None:
            blocks = [self._resampler.feed(block) for block in blocks]
        sound = np.concatenate([self._rest, *blocks])
        whole = len(sound) // FRAME * FRAME
        self._rest = sound[whole:]
        return sound[:whole].reshape(-1, FRAME)

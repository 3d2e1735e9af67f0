"""Voice activity detection: Silero VAD on onnxruntime alone, and the rules that find the end of a spoken turn.

Model and its calling convention: https://github.com/snakers4/silero-vad, v6 (MIT). At 16 kHz it takes frames of 512
samples (32 ms), each preceded by the last 64 samples of the frame before, and a recurrent state.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from speech import onnx

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from assistant.types import Samples

RATE = 16_000
FRAME = 512
FRAME_MS = 1000 * FRAME / RATE
_CONTEXT = 64

START = 0.5
"""Silero's own default: a frame at least this probable is speech."""
STOP = 0.35
"""Silero's own default (START - 0.15): once speaking, only a frame below this is silence."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech, in samples at 16 kHz: `start` inclusive, `end` exclusive."""

    start: int
    end: int

    @property
    def seconds(self) -> float:
        return (self.end - self.start) / RATE


class SileroVad:
    """The speech probability of sound, frame by frame. One stream at a time; one thread at a time.

    Raises `ModelMissing` and `ModelBroken` at the first use, not before.
    """

    def __init__(self, path: Path) -> None:
        """`path` is `silero_vad.onnx`, or the folder it is in."""
        self._path = path if path.suffix == ".onnx" else path / "silero_vad.onnx"
        self._state: Any = None
        self._context: Any = None

    @cached_property
    def _session(self) -> Any:
        return onnx.session(self._path, "silero-vad")

    def warm(self) -> None:
        """Load the model, so that the first frame of a question doesn't wait for it."""
        _ = self._session

    def reset(self) -> None:
        """Forget the stream heard so far."""
        self._state = None

    def probability(self, frame: Samples) -> float:
        """How probable it is that this frame, the next of the stream, holds speech: (512,) float32 in, 0..1 out."""
        import numpy as np

        if self._state is None:
            self._state = np.zeros((2, 1, 128), np.float32)
            self._context = np.zeros(_CONTEXT, np.float32)
        frame = np.asarray(frame, np.float32)
        sound = np.concatenate([self._context, frame])[None, :]
        found, self._state = self._session.run(
            None, {"input": sound, "state": self._state, "sr": np.asarray(RATE, np.int64)}
        )
        self._context = frame[-_CONTEXT:]
        return float(found[0, 0])

    def probabilities(self, samples: Samples) -> npt.NDArray[np.float32]:
        """(n,) float32 at 16 kHz to one probability for each frame, (ceil(n / 512),); the last frame is padded with
        silence. Starts and ends a stream of its own."""
        import numpy as np

        self.reset()
        padded = np.zeros(-(-len(samples) // FRAME) * FRAME, np.float32)
        padded[: len(samples)] = samples
        found = [self.probability(frame) for frame in padded.reshape(-1, FRAME)]
        self.reset()
        return np.asarray(found, np.float32)

    def segments(
        self, samples: Samples, *, min_speech_ms: float = 100, min_silence_ms: float = 300, pad_ms: float = 200
    ) -> tuple[Segment, ...]:
        """Where speech is in (n,) float32 at 16 kHz, in order, without overlap; empty for silence and noise."""
        return find_segments(
            self.probabilities(samples).tolist(),
            len(samples),
            min_speech_ms=min_speech_ms,
            min_silence_ms=min_silence_ms,
            pad_ms=pad_ms,
        )


def find_segments(
    probabilities: Sequence[float],
    length: int,
    *,
    min_speech_ms: float,
    min_silence_ms: float,
    pad_ms: float,
) -> tuple[Segment, ...]:
    """The hysteresis of Silero's `get_speech_timestamps`: speech starts at `START`, lasts until the probability has
    stayed below `STOP` for `min_silence_ms`; shorter than `min_speech_ms` doesn't count; padded on both sides."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    quiet = 0
    for index, probability in enumerate(probabilities):
        if start is None:
            if probability >= START:
                start, quiet = index, 0
        elif probability < STOP:
            quiet += 1
            if quiet * FRAME_MS >= min_silence_ms:
                runs.append((start, index - quiet + 1))
                start = None
        else:
            quiet = 0
    if start is not None:
        runs.append((start, len(probabilities) - quiet))
    pad = round(pad_ms * RATE / 1000)
    found: list[Segment] = []
    for first, last in runs:
        if (last - first) * FRAME_MS < min_speech_ms:
            continue
        begin, end = max(0, first * FRAME - pad), min(length, last * FRAME + pad)
        if found and begin <= found[-1].end:
            found[-1] = Segment(found[-1].start, end)
        else:
            found.append(Segment(begin, end))
    return tuple(found)


GateState = Literal["waiting", "speaking", "ended", "nobody"]


@dataclass(slots=True)
class SpeechGate:
    """When a spoken turn is over, decided from speech probabilities alone, so that it is the same every time.

    "waiting" until `start_ms` of speech in a row, then "speaking" until `end_ms` of silence in a row, then "ended".
    "nobody" when nobody began within `give_up_ms`. Both ends stay as they are. Counts frames, knows no clock.
    """

    start_ms: float = 96
    """Three frames: a click or a cough is shorter, the shortest word ("why") is longer."""
    end_ms: float = 700
    """Pauses inside a spoken question are mostly shorter than half a second."""
    pause_ms: float = 250
    """Silence that may be the end: no consonant is as long. From here on it is worth thinking about what was said."""
    sure_ms: float = 500
    """Ends a turn of which is known that it is complete."""
    patient_ms: float = 1500
    """Ends a turn of which is known that it is not: who looks for a word takes about a second."""
    give_up_ms: float = 5000
    state: GateState = field(default="waiting", init=False)
    _speech: int = field(default=0, init=False)
    _silence: int = field(default=0, init=False)
    _waited: int = field(default=0, init=False)

    @property
    def pausing(self) -> bool:
        """The speaker has begun, and has been silent for `pause_ms`."""
        return self.state != "waiting" and self._silence * FRAME_MS >= self.pause_ms

    def feed(self, probability: float, finished: bool | None = None) -> GateState:
        """The state after one more frame of `FRAME_MS`. `finished`: what is known of the turn if it ended here."""
        if self.state == "waiting":
            self._waited += 1
            self._speech = self._speech + 1 if probability >= START else 0
            if self._speech * FRAME_MS >= self.start_ms:
                self.state = "speaking"
            # A word that has just begun is let finish.
            elif self._waited * FRAME_MS >= self.give_up_ms and self._speech == 0:
                self.state = "nobody"
        elif self.state == "speaking":
            self._silence = self._silence + 1 if probability < STOP else 0
            enough_ms = self.end_ms if finished is None else self.sure_ms if finished else self.patient_ms
            if self._silence * FRAME_MS >= enough_ms:
                self.state = "ended"
        return self.state

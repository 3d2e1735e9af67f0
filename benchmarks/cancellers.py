"""What is left of one's own voice by cancellers that are to be had in packages, beside the one of Hearsight.

Speex's and WebRTC's are measured where they are installed (`pip install pyaec livekit`); Hearsight needs neither.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec

import numpy as np

from benchmarks.rooms import RATE
from speech.echo import EchoPath
from speech.vad import FRAME, SileroVad

Canceller = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""What was played and what was recorded, (n,) float32 at 16 kHz -> what is left of it."""
TEN_MS = RATE // 100
REACH_S = 0.55
"""Of Speex's filter: the longest delay and the echo of a room. WebRTC's finds the delay by itself."""
SURE, IN_A_ROW = 0.5, 3


def nothing(_played: np.ndarray, recorded: np.ndarray) -> np.ndarray:
    return recorded


def speex(played: np.ndarray, recorded: np.ndarray) -> np.ndarray:
    from pyaec import Aec  # type: ignore[import-untyped, import-not-found]

    canceller = Aec(TEN_MS, round(REACH_S * RATE), RATE, True)
    near, far = _blocks(recorded), _blocks(played)
    left = [canceller.cancel_echo(one.tolist(), other.tolist()) for one, other in zip(near, far, strict=True)]
    return np.asarray(left, np.float32).ravel() / 32768


def webrtc(played: np.ndarray, recorded: np.ndarray) -> np.ndarray:
    from livekit.rtc import AudioFrame  # type: ignore[import-untyped, import-not-found]
    from livekit.rtc.apm import AudioProcessingModule  # type: ignore[import-untyped, import-not-found]

    canceller = AudioProcessingModule(echo_cancellation=True, noise_suppression=True, high_pass_filter=True)
    left = []
    for near, far in zip(_blocks(recorded), _blocks(played), strict=True):
        canceller.process_reverse_stream(AudioFrame(bytearray(far.tobytes()), RATE, 1, TEN_MS))
        frame = AudioFrame(bytearray(near.tobytes()), RATE, 1, TEN_MS)
        canceller.process_stream(frame)
        left.append(np.frombuffer(bytes(frame.data), np.int16))
    return np.concatenate(left).astype(np.float32) / 32768


def kalman(played: np.ndarray, recorded: np.ndarray) -> np.ndarray:
    """Hearsight's filter, without what compares its prediction."""
    path, left = EchoPath(), []
    for start in range(0, len(recorded) - TEN_MS + 1, TEN_MS):
        path.played(played[start : start + TEN_MS], RATE)
        left += [frame.samples for frame in path.recorded(recorded[start : start + TEN_MS])]
    return np.concatenate(left)


def to_compare() -> dict[str, Canceller]:
    """Those that are here."""
    found: dict[str, Canceller] = {"nothing": nothing, "the Kalman filter alone": kalman}
    for package, name, canceller in (("pyaec", "Speex", speex), ("livekit", "WebRTC AEC3, noise suppression", webrtc)):
        with contextlib.suppress(ImportError):
            if find_spec(package):
                found[name] = canceller
    return found


def interrupts_itself(left: np.ndarray, vad: SileroVad) -> bool:
    """Whether the detector finds a voice in what is left, where nobody speaks."""
    vad.reset()
    in_a_row = 0
    for frame in left[: len(left) // FRAME * FRAME].reshape(-1, FRAME).astype(np.float32):
        in_a_row = in_a_row + 1 if vad.probability(frame) >= SURE else 0
        if in_a_row >= IN_A_ROW:
            return True
    return False


def compared(sounds: list[tuple[np.ndarray, np.ndarray]], vad: SileroVad) -> Iterator[tuple[str, int, float]]:
    """Name, how many of `sounds` (played, recorded) interrupt, and its share of one core without the detector."""
    seconds = sum(len(recorded) for _, recorded in sounds) / RATE
    for name, canceller in to_compare().items():
        began = time.process_time()
        left = [canceller(played, recorded) for played, recorded in sounds]
        share = (time.process_time() - began) / seconds
        yield name, sum(interrupts_itself(one, vad) for one in left), share


def _blocks(sound: np.ndarray) -> np.ndarray:
    whole = len(sound) // TEN_MS * TEN_MS
    return np.asarray(np.clip(sound[:whole], -1, 1) * 32767, np.int16).reshape(-1, TEN_MS)

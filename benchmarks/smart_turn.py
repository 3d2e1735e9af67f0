"""Whether a question is over, told from how it sounds: the smart-turn model on onnxruntime alone, to compare with.

Model: https://github.com/pipecat-ai/smart-turn, v3.2 (BSD-2-Clause): Whisper tiny's encoder and a small head, 8 bit.
It hears the last eight seconds as Whisper's log-mel picture and gives the probability that the speaker has finished.
The picture is that of Hugging Face's `WhisperFeatureExtractor(chunk_length=8)` with `do_normalize=True`, which the
model was trained on; a shorter sound is filled up with silence in front, so that its end is always at the end.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from speech import onnx
from speech.vad import RATE

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from assistant.types import Samples

NAME = "smart-turn"
FILE = "smart-turn-v3.2-cpu.onnx"
WINDOW = 8 * RATE
FFT, HOP, MELS = 400, 160, 80
"""Whisper's: 25 ms windows, one each 10 ms, 80 mel bands."""


class SmartTurn:
    """The probability that a speaker has finished. One thread at a time.

    Raises `ModelMissing` and `ModelBroken` at the first use, not before.
    """

    def __init__(self, path: Path) -> None:
        """`path` is the ONNX file, or the folder it is in."""
        self._path = path if path.suffix == ".onnx" else path / FILE

    @cached_property
    def _session(self) -> Any:
        return onnx.session(self._path, NAME)

    def warm(self) -> None:
        """Load the model and make the filters, so that the end of a question doesn't wait for them."""
        import numpy as np

        self.finished(np.zeros(RATE, np.float32))

    def finished(self, samples: Samples) -> float:
        """(n,) float32 at 16 kHz, from before the speech to the present: 0..1. Takes some 30 ms."""
        picture = log_mel(samples)
        return float(self._session.run(None, {"input_features": picture[None]})[0].reshape(-1)[0])


def log_mel(samples: Samples) -> npt.NDArray[np.float32]:
    """The last 8 s of (n,) float32 at 16 kHz as (80, 800) float32."""
    import numpy as np

    sound = np.zeros(WINDOW, np.float32)
    last = np.asarray(samples, np.float32)[-WINDOW:]
    if len(last):
        sound[-len(last) :] = last
    sound = (sound - sound.mean()) / np.sqrt(sound.var() + 1e-7)
    padded = np.pad(sound, FFT // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP][:-1]  # the last one is dropped, as in Whisper
    window, filters = _window_and_filters()
    power = np.abs(np.fft.rfft(frames * window, axis=-1)) ** 2
    levels = np.log10(np.maximum(power @ filters, 1e-10)).T
    picture: npt.NDArray[np.float32] = ((np.maximum(levels, levels.max() - 8.0) + 4.0) / 4.0).astype(np.float32)
    return picture


@cache
def _window_and_filters() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """A periodic Hann window, (400,), and Slaney's mel filters of equal area, (201, 80)."""
    import numpy as np

    # Slaney (Auditory Toolbox, 1998): linear up to 1 kHz, 66.7 Hz a mel; above, a factor of 6.4 each 27 mels.
    def hertz(mel: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))

    top = 15 + np.log(RATE / 2 / 1000) / np.log(6.4) * 27
    edges = hertz(np.linspace(0, top, MELS + 2))
    bins = np.linspace(0, RATE / 2, FFT // 2 + 1)[:, None]
    rising = (bins - edges[:-2]) / np.diff(edges)[:-1]
    falling = (edges[2:] - bins) / np.diff(edges)[1:]
    filters = np.maximum(0, np.minimum(rising, falling)) * 2 / (edges[2:] - edges[:-2])
    return np.hanning(FFT + 1)[:-1], filters

"""A voice that writes a sound file: `hearsight describe photo.jpg --out speech.wav`."""

from __future__ import annotations

import contextlib
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import errors
from speech import sonify

if TYPE_CHECKING:
    from assistant.ports import SampleSink, Voice
    from assistant.types import Manner, Samples, Tune

RATE = 22_050
"""Samples a second: what espeak-ng and Piper make, so nothing is resampled."""
PAUSE_S = 0.25
"""Silence between two utterances."""


class WavVoice:
    """A `ports.Playing`: all that `voice` (a streaming one) says goes into one mono 16-bit WAV file, faster than it
    would be heard. The file is whole after each utterance, so one that was interrupted can be played.

    Owns `voice`: `close` closes it. Raises `errors.UnusableInput` when the file can't be written.
    """

    name = "wav"
    streams = False

    def __init__(self, path: Path, voice: Voice) -> None:
        self._voice = voice
        self._path = path
        self._empty = True
        self._closed = False
        try:
            self._raw = path.open("wb")
        except OSError as error:
            raise self._unwritable(error) from error
        self._file = wave.open(self._raw, "wb")  # noqa: SIM115 - open until `close`
        self._file.setnchannels(1)
        self._file.setsampwidth(2)
        self._file.setframerate(RATE)

    def speak(self, text: str, manner: Manner, sink: SampleSink) -> None:
        """Raises `Cancelled` when hushed, `errors.UnusableInput` when the disk is full, and what the voice raises."""
        import numpy as np

        sink.write(np.zeros(0, np.float32))
        self._pause()
        self._voice.speak(text, manner, _IntoFile(self, sink))

    def play(self, tune: Tune, volume: float, sink: SampleSink) -> None:
        """Tones behind what was said, for one ear as the file has one. Raises as `speak` does."""
        import numpy as np

        sink.write(np.zeros(0, np.float32))
        self._pause()
        into = _IntoFile(self, sink)
        for tone in sonify.tones(tune, RATE, volume):
            into.write(sonify.for_one_ear(tone))

    def hush(self) -> None:
        self._voice.hush()

    def languages(self) -> Sequence[str]:
        return self._voice.languages()

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(OSError):  # a full disk was told by the write
            if self._empty:
                self._file.writeframes(b"")  # the header of a file with nothing in it
            self._file.close()
        with contextlib.suppress(OSError):
            self._raw.close()
        self._voice.close()

    def _pause(self) -> None:
        import numpy as np

        if not self._empty:
            self._append(np.zeros(round(PAUSE_S * RATE), np.float32))

    def _append(self, samples: Samples) -> None:
        import numpy as np

        try:
            self._file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
        except OSError as error:
            raise self._unwritable(error) from error
        self._empty = self._empty and not len(samples)

    def _unwritable(self, error: OSError) -> errors.UnusableInput:
        return errors.UnusableInput(
            f"I can't write {self._path.name}: {error.strerror or error}. Name a file in a folder of your own."
        )


class _IntoFile:
    """The sink that the inner voice writes to: asks the outer one whether the utterance is still wanted."""

    rate = RATE

    def __init__(self, voice: WavVoice, outer: SampleSink) -> None:
        self._voice = voice
        self._outer = outer

    def write(self, samples: Samples) -> None:
        self._outer.write(samples[:0])
        if len(samples):
            self._voice._append(samples)

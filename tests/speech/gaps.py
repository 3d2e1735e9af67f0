"""Speaks many sentences one after the other and measures the silence between them at the speakers' monitor, as JSON.

`python tests/speech/gaps.py VOICE BORDERS`, on a virtual desktop. A voice ends a sentence with silence of its own and
may begin one with some; how much is known from the samples that it wrote, and is taken off. What is left is ours:
"gap_ms", to the 5 ms of the recorder's pieces. "handed_ms" is the same by the moments at which the samples were handed
to the device, "own_ms" the voice's own pause.
"""

from __future__ import annotations

import json
import sys
import threading

import numpy as np

from assistant.types import Manner
from speech.audio import AudioOut
from speech.speaker import Speaker, SpeakerEvent
from tests.speech.loopback import AUDIBLE, PIECE, RATE, Recorder, voice_called

SENTENCES = (
    "The window is called Backup.",
    "Drive D is full.",
    "The button Retry has the focus, and next to it is Cancel.",
    "Three files were copied.",
    "Nothing more can be copied there before something is deleted or another drive is chosen.",
    "It is half past nine.",
)


RATE_WPM = 350
"""As quick as many blind people listen: a voice has less time to make the next sentence in."""


class Kept:
    """A sink that keeps what a voice writes: (leading, trailing) seconds of what can't be heard."""

    def __init__(self, sink) -> None:
        self.rate = sink.rate
        self._sink = sink
        self._pieces: list[np.ndarray] = []

    def write(self, samples) -> None:
        self._sink.write(samples)
        self._pieces.append(np.array(samples))

    def quiet_s(self) -> tuple[float, float]:
        loud = np.flatnonzero(np.abs(np.concatenate(self._pieces)) > AUDIBLE)
        total = sum(map(len, self._pieces))
        return loud[0] / self.rate, (total - 1 - loud[-1]) / self.rate


def main(which: str, borders: int) -> None:
    voice = voice_called(which)
    kept: list[Kept] = []
    speak = voice.speak

    def keeping(text, manner, sink):
        kept.append(Kept(sink))
        speak(text, manner, kept[-1])

    voice.speak = keeping  # type: ignore[method-assign]
    events: list[SpeakerEvent] = []
    told = threading.Event()

    def on_event(event: SpeakerEvent) -> None:
        events.append(event)
        told.set()

    recorder = Recorder()
    audio = AudioOut()
    speaker = Speaker([voice], audio, Manner(rate_wpm=RATE_WPM), on_event=on_event)
    audio.mix(np.full(RATE // 10, 0.1, np.float32))  # a null sink may hand over the first sound late
    recorder.wait_sound(0)
    recorder.wait_silence(0.3)
    speaker.say("Warm.")
    speaker.wait_idle(30)
    recorder.wait_silence(0.3)
    events.clear()
    kept.clear()
    for number in range(borders + 1):
        speaker.say(SENTENCES[number % len(SENTENCES)])
    assert speaker.wait_idle(300)
    recorder.wait_silence(0.5)
    recorder.close()
    underruns = float(getattr(audio.backend, "underruns", 0))
    speaker.close()
    firsts = [event.at for event in events if event.kind == "first_sample"]
    lasts = [event.at for event in events if event.kind == "finished"]
    assert len(firsts) == len(lasts) == len(kept) == borders + 1, (len(firsts), len(lasts), len(kept))
    sounds = np.array([at for at, peak in recorder.pieces if peak > AUDIBLE])
    figures: dict[str, list[float]] = {"gap_ms": [], "handed_ms": [], "own_ms": [], "underruns": [underruns]}
    for number in range(borders):
        trailing, leading = kept[number].quiet_s()[1], kept[number + 1].quiet_s()[0]
        handed = firsts[number + 1] - lasts[number]
        # In the middle of the silence, some 20 ms later in the recording than at the device.
        middle = (lasts[number] - trailing + firsts[number + 1] + leading) / 2 + 0.02
        behind = int(np.searchsorted(sounds, middle))
        silence = sounds[behind] - sounds[behind - 1] - PIECE / RATE
        figures["gap_ms"].append((silence - trailing - leading) * 1000)
        figures["handed_ms"].append(handed * 1000)
        figures["own_ms"].append((trailing + leading) * 1000)
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

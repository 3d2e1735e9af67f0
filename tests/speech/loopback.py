"""Speaks through the real sound device, listens to what comes out, and prints what it measured as JSON.

Run by test_loopback.py on a virtual desktop: `python tests/speech/loopback.py VOICE ROUNDS`. It hears itself by parec
on the monitor of the speakers, in pieces of 5 ms with the time at which each arrived; so "heard" is later than what
a person would hear by the recorder's own delay, and every figure is an upper bound.
"""

from __future__ import annotations

import bisect
import json
import subprocess
import sys
import threading
import time

import numpy as np

from assistant.cancel import Cancelled
from assistant.ports import Voice
from models.store import Store
from speech.audio import AudioOut
from speech.speaker import Speaker, SpeakerEvent
from speech.voices.espeak import EspeakVoice
from speech.voices.piper import PiperVoice
from speech.voices.speech_dispatcher import SpeechDispatcherVoice
from speech.voices.system import SystemVoice

RATE = 44_100
PIECE = RATE // 200
AUDIBLE = 0.003
LONG = "This sentence goes on and on and on, and it is far longer than anybody would want to listen to it. " * 3


class ToneVoice:
    """A tone without a pause in it, so that the moment it ends is exact."""

    name = "tone"
    streams = True

    def speak(self, text, manner, sink):
        phase = 2 * np.pi * 440 * np.arange(sink.rate // 50) / sink.rate
        piece = (0.3 * np.sin(phase)).astype(np.float32)  # 440 Hz has no whole periods in 20 ms: audible is enough
        for _ in range(50 * 60):
            sink.write(piece)

    def hush(self):
        pass

    def languages(self):
        return ()

    def close(self):
        pass


class Recorder:
    """(arrival in `time.monotonic()`, peak) of each 5 ms piece of the speakers' monitor."""

    def __init__(self) -> None:
        self.pieces: list[tuple[float, float]] = []
        self._changed = threading.Condition()
        self._process = subprocess.Popen(
            ["parec", "-d", "speakers.monitor", "--raw", "--format=float32le", f"--rate={RATE}", "--channels=1",
             "--latency-msec=5"],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        assert self._process.stdout is not None
        while len(data := self._process.stdout.read(PIECE * 4)) == PIECE * 4:
            with self._changed:
                self.pieces.append((time.monotonic(), float(np.abs(np.frombuffer(data, np.float32)).max())))
                self._changed.notify_all()

    def wait_sound(self, after: float) -> float:
        """Arrival of the first audible piece that arrived after that time."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._sounds(after), 30), "no sound arrived"
            return self._sounds(after)[0]

    def wait_silence(self, seconds: float) -> float:
        """Arrival of the last audible piece, once silence has lasted so long after it."""

        def silent() -> bool:
            sounds = [at for at, peak in self.pieces if peak > AUDIBLE]
            return bool(self.pieces) and (not sounds or self.pieces[-1][0] - sounds[-1] > seconds)

        with self._changed:
            assert self._changed.wait_for(silent, 30), "it never became silent"
            return max([at for at, peak in self.pieces if peak > AUDIBLE], default=0.0)

    def lateness(self, arrival: float) -> float:
        """Seconds by which the piece of that arrival was noted later than the pieces around it: they are 5 ms apart in
        the recording, so what is later is this process's own (a busy computer), not the sound's."""
        arrivals = [at for at, _ in self.pieces]
        place = bisect.bisect_left(arrivals, arrival)
        around = range(max(0, place - 100), min(len(arrivals), place + 40))
        return arrival - min(arrivals[other] - (other - place) * PIECE / RATE for other in around)

    def _sounds(self, after: float) -> list[float]:
        return [at for at, peak in reversed(self.pieces) if peak > AUDIBLE and at > after][::-1]

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


def voice_called(name: str) -> Voice:
    if name == "piper":
        return PiperVoice(Store().path("piper-joe"))
    made = {
        "tone": ToneVoice,
        "espeak": EspeakVoice,
        "system": SystemVoice,
        "speech-dispatcher": SpeechDispatcherVoice,
    }
    return made[name]()


def main(which: str, rounds: int) -> None:
    voice = voice_called(which)
    firsts: list[float] = []
    first_told = threading.Event()

    def on_event(event: SpeakerEvent) -> None:
        if event.kind == "first_sample":
            firsts.append(event.at)
            first_told.set()

    recorder = Recorder()
    audio = AudioOut()
    speaker = Speaker([voice], audio, on_event=on_event)
    # A null sink may hand over the first sound late (see sound_card.SETTLING_S): heard once, it has settled.
    audio.mix(np.full(RATE // 10, 0.1, np.float32))
    recorder.wait_sound(0)
    recorder.wait_silence(0.3)

    # What a voice loads or starts at its first word is no part of the figures.
    if which != "tone":  # that one has no end
        speaker.say("Warm.")
        speaker.wait_idle(30)
        recorder.wait_silence(0.3)

    figures: dict[str, list[float]] = {"handed_ms": [], "heard_ms": [], "hush_call_ms": [], "silent_ms": []}
    for _ in range(rounds):
        first_told.clear()
        said_at = time.monotonic()
        speaker.say(LONG)
        heard_at = recorder.wait_sound(said_at)
        figures["heard_ms"].append((heard_at - said_at) * 1000)
        if voice.streams:
            first_told.wait(10)
            figures["handed_ms"].append((firsts[-1] - said_at) * 1000)
        recorder.wait_sound(time.monotonic() + 0.3)  # in mid-sentence
        hushed_at = time.monotonic()
        speaker.hush()
        figures["hush_call_ms"].append((time.monotonic() - hushed_at) * 1000)
        figures["silent_ms"].append((recorder.wait_silence(0.5) - hushed_at) * 1000)
        # Nothing of the dropped sentence comes back.
    recorder.close()
    figures["underruns"] = [float(getattr(audio.backend, "underruns", 0))]
    speaker.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except Cancelled:
        sys.exit("cancelled outside of a voice")

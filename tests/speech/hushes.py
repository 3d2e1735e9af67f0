"""Hushes long text at random moments, listens at the speakers' monitor, and prints what it measured as JSON.

`python tests/speech/hushes.py VOICE ROUNDS [SEED]`, on a virtual desktop. As in loopback.py, "silent" is the arrival of
the last audible 5 ms in a recording, so the recorder's own delay (10 to 25 ms) is in every figure.
"""

from __future__ import annotations

import json
import random
import sys
import time

import numpy as np

from speech.audio import AudioOut
from speech.speaker import Speaker
from tests.speech.loopback import RATE, Recorder, voice_called

TEXT = (
    "The window is called Backup and it has forty two files in it, most of them older than the first of March. "
    "Drive D is full, so nothing more can be copied there before something is deleted or another drive is chosen. "
    "The button Retry has the focus, and next to it are Cancel and Choose another drive. "
    "Below them a line of small text says how much room is missing and which of the files would not fit any more. "
)
LATEST_S = 1.5
"""A hush comes up to so long after the first sound: in the middle of words, in pauses, and where the next sentence is
being made."""
STILL_S = 0.25
"""Silence for so long is the end; pauses within a sentence are shorter."""


def main(which: str, rounds: int, seed: int) -> None:
    choice = random.Random(seed)  # noqa: S311 - no secret
    recorder = Recorder()
    audio = AudioOut()
    speaker = Speaker([voice_called(which)], audio)
    audio.mix(np.full(RATE // 10, 0.1, np.float32))  # a null sink may hand over the first sound late
    recorder.wait_sound(0)
    recorder.wait_silence(STILL_S)
    speaker.say("Warm.")
    speaker.wait_idle(30)
    figures: dict[str, list[float]] = {"silent_ms": [], "late_ms": [], "call_ms": [], "after_s": []}
    for _ in range(rounds):
        said_at = time.monotonic()
        speaker.say(TEXT)
        recorder.wait_sound(said_at)
        after_s = choice.uniform(0, LATEST_S)
        time.sleep(after_s)  # the moment itself is what is tried
        hushed_at = time.monotonic()
        speaker.hush()
        figures["call_ms"].append((time.monotonic() - hushed_at) * 1000)
        last = recorder.wait_silence(STILL_S)
        figures["silent_ms"].append(max(0.0, (last - hushed_at) * 1000))
        figures["late_ms"].append(recorder.lateness(last) * 1000)
        figures["after_s"].append(after_s)
    recorder.close()
    figures["underruns"] = [float(getattr(audio.backend, "underruns", 0))]
    speaker.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)

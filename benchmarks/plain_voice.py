"""What a person would script instead of a voice: pyttsx3, as its README shows it. One sentence, stopped in the middle.

`python benchmarks/plain_voice.py`, run by `speech.py` on its virtual desktop. Prints when it was heard and when it fell
silent, in milliseconds, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.speech.loopback import LONG, Recorder


def main() -> None:
    import pyttsx3

    engine = pyttsx3.init()
    recorder = Recorder()
    recorder.wait_silence(0.3)
    said_at = time.monotonic()

    def speak() -> None:
        engine.say(LONG)
        engine.runAndWait()

    threading.Thread(target=speak, daemon=True).start()
    heard_at = recorder.wait_sound(said_at)
    recorder.wait_sound(time.monotonic() + 0.3)
    stopped_at = time.monotonic()
    engine.stop()
    silent_at = recorder.wait_silence(0.5)
    recorder.close()
    print(
        json.dumps({"heard_ms": (heard_at - said_at) * 1000, "silent_ms": max(0.0, (silent_at - stopped_at) * 1000)}),
        flush=True,
    )
    os._exit(0)  # pyttsx3's loop may still be waiting for its player


if __name__ == "__main__":
    main()

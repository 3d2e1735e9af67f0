"""How long the first sentence is waited for while an earcon, or the word for it, is heard: it must cost nothing.

    python benchmarks/earcons.py [--rounds 20]

On a null sink kept at the pace of a sound card, with espeak-ng: "looked", and a sentence 0.15 s later; the time from
`say` to the sentence's first sample in the device, without earcons, with words, and with sounds.
"""

from __future__ import annotations

import argparse
import os
import queue
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from virtual_desktop import VirtualDesktop  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    desktop = VirtualDesktop(display=False, accessibility=False, bus=False, tray=False)
    with desktop, Path("/dev/zero").open("rb") as silence:
        desktop.start(["pacat", "-d", "speakers", "--raw", "--latency-msec=20"], stdin=silence)
        os.environ.update(desktop.env)
        measure(rounds)


def measure(rounds: int) -> None:
    from speech.audio import AudioOut
    from speech.speaker import Speaker
    from speech.voices.espeak import EspeakVoice

    first: queue.SimpleQueue[float] = queue.SimpleQueue()
    speaker = Speaker(
        [EspeakVoice()],
        AudioOut(),
        on_event=lambda event: first.put(event.at) if event.kind == "first_sample" else None,
    )
    print("milliseconds from `say` to the first sample, min/median/max")
    for mode in ("off", "words", "sound"):
        speaker.earcons = mode  # type: ignore[assignment]
        took = []
        for number in range(rounds + 1):
            speaker.hush()
            speaker.earcon("looked")
            time.sleep(0.15)
            began = time.monotonic()
            speaker.say(f"The file {number} has not been saved.")
            took.append((first.get(timeout=20) - began) * 1000)
        took = took[1:]  # the first one loads the voice
        print(f"{mode:6} {min(took):6.1f} {median(took):6.1f} {max(took):6.1f}")
    speaker.close()


if __name__ == "__main__":
    main()

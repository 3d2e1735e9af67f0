"""Speaks on a virtual desktop, tells what happens line by line, and does what it is told on stdin.

`python tests/speech/talker.py [DEVICE]`. Orders: `say TEXT`, `choose DEVICE`, `end`.
"""

from __future__ import annotations

import os
import sys

from speech.audio import AudioOut
from speech.sound_card import SoundCard
from speech.speaker import Speaker
from speech.voices.espeak import EspeakVoice


def tell(line: str) -> None:
    os.write(1, (line + "\n").encode())  # whole lines, from whichever thread


def main(device: str) -> None:
    audio = AudioOut(SoundCard(device))
    tell(f"open, absent: {audio.backend.absent or 'none'}")
    audio.watchers.append(lambda there: tell("back" if there else "gone"))
    speaker = Speaker([EspeakVoice()], audio, on_event=lambda event: tell(event.kind))
    for line in sys.stdin:
        order, _, rest = line.strip().partition(" ")
        if order == "say":
            speaker.say(rest)
        elif order == "choose":
            audio.choose(rest)
        else:
            break
    assert speaker.wait_idle(60)
    speaker.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")

"""The wake phrase: how often it is heard when it is said, and how often when it is not.

    python benchmarks/wake.py [--phrase "okay hearsight"] [--minutes 30]

Said by six voices that the product does not use, clean and in white noise, alone and before a question. Not said:
ordinary questions and the project's own documents, read aloud by the same voices sentence by sentence, in which
"Hearsight" occurs often. Everything goes the way of the app: noise gate, voice activity detector, Whisper, comparison.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from assistant.cancel import Token  # noqa: E402
from assistant.types import Clip  # noqa: E402
from assistant.wake import after_wake_phrase, hint_for  # noqa: E402
from benchmarks.ordinary_questions import ORDINARY  # noqa: E402
from benchmarks.question_voices import VOICES, in_noise, said  # noqa: E402
from models.store import Store  # noqa: E402
from speech.eavesdropper import Eavesdropper  # noqa: E402
from speech.recognisers.faster_whisper import FasterWhisperRecogniser  # noqa: E402
from speech.vad import FRAME, RATE, SileroVad  # noqa: E402

if TYPE_CHECKING:
    from assistant.types import Samples

QUESTIONS = ("", "what does the error say?", "where is the OK button?", "read all", "how many rows are there?")
SPOKEN = {"hearsight": "hear sight"}
"""How a synthesiser that does not know the name must be told to say it."""


class WakeEar:
    """The way of the app, without its threads."""

    def __init__(self, phrase: str) -> None:
        store = Store()
        self.phrase = phrase
        self._vad = SileroVad(store.path("silero-vad"))
        self._recogniser = FasterWhisperRecogniser(store.path("whisper-tiny.en"))
        self._recogniser.warm()

    def hears(self, sound: Samples) -> list[str]:
        """What follows the phrase, for each utterance of (n,) float32 at 16 kHz that begins with it."""
        eavesdropper, found = Eavesdropper(self._vad), []
        for number in range(len(sound) // FRAME):
            end = (number + 1) * FRAME
            span = eavesdropper.feed(sound[end - FRAME : end], end)
            if span is None:
                continue
            clip = Clip(sound[span[0] : span[1]])
            text = self._recogniser.transcribe(clip, Token(), language="en", hint=hint_for(self.phrase)).text
            rest = after_wake_phrase(text, self.phrase)
            if rest is not None:
                found.append(text)
        return found


def sentences() -> Iterator[str]:
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        prose = re.sub(r"```.*?```|^[|#].*?$|`[^`]*`", " ", path.read_text(), flags=re.DOTALL | re.MULTILINE)
        for sentence in re.split(r"(?<=[.!?:])\s+", re.sub(r"[*_\[\]()<>]", " ", prose)):
            if 3 <= len(sentence.split()) <= 25:
                yield " ".join(sentence.split())


def calls(ear: WakeEar) -> None:
    spoken = ear.phrase
    for written, sounds in SPOKEN.items():
        spoken = spoken.replace(written, sounds)
    for noise, snr in (("white", None), ("white", 15.0)):
        hits, missed = 0, []
        everything = list(itertools.product(VOICES, QUESTIONS))
        for voice, question in everything:
            for pause in (", ", "... "):
                clip = said(f"{spoken}{pause}{question}" if question else spoken, voice)
                if snr is not None:
                    clip = in_noise(clip, noise, snr)
                sound = np.concatenate([clip.samples, np.zeros(RATE, np.float32)])
                heard = bool(ear.hears(sound))
                hits += heard
                missed += [] if heard else [voice]
        where = "clean" if snr is None else f"{noise} noise {snr:.0f} dB below"
        print(f"| said, {where} | {hits} of {2 * len(everything)} | {', '.join(sorted(set(missed)))} |", flush=True)


def others(ear: WakeEar, minutes: float) -> None:
    seconds, false, number = 0.0, [], 0
    texts = itertools.cycle([*ORDINARY, *sentences()])
    for number, text in enumerate(texts):
        if seconds >= minutes * 60:
            break
        clip = said(text, VOICES[number % len(VOICES)])
        sound = np.concatenate([clip.samples, np.zeros(RATE // 2, np.float32)])
        seconds += clip.seconds
        false += ear.hears(sound)
    print(f"| not said: {seconds / 60:.0f} minutes of speech, {number} utterances | {len(false)} | {false[:3]} |")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--phrase", default="okay hearsight")
    arguments.add_argument("--minutes", type=float, default=30)
    chosen = arguments.parse_args()
    ear = WakeEar(chosen.phrase)
    print(f'| "{chosen.phrase}" | heard | which |\n|---|---|---|')
    calls(ear)
    others(ear, chosen.minutes)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

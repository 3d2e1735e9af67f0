"""What a listener understands: sentences that are hard to read aloud, spoken by espeak-ng, heard by Whisper base."""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.types import Manner
from models.store import Store
from speech.voices.espeak import EspeakVoice
from speech.words import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.types import Samples

RATE_WPM, AGAIN_WPM = 150, (130, 170)
"""A listener who has missed too much hears it again, a little slower, then a little quicker, and listens harder."""
MISSED_ANYWAY = 2
# What must be heard, as patterns, for Whisper writes "14 35" as "14.35" and "kilometers" as "km".
SENTENCES: dict[str, tuple[str, ...]] = {
    "The meeting starts at 14:35 on 2026-11-24.": (r"14\W?35", "24 november 2026"),
    "The total is EUR 32.40, which is due on 24.11.2026.": ("32 euros", "40 cents", "24 november 2026"),
    "The laptop costs $1,299.00 and weighs 1.5 kg.": (r"1,?299( dollars)?\b(?!\.)", "1.5 (kilogram|kg)"),
    "There are 12 GB free and it is 30 °C outside.": ("12 (gigabytes|gb)", "30 degrees celsius"),
    "The car drives at 50 km/h.": ("50 (kilometers|km) per hour",),
    "The site is https://www.example.org/news today.": (r"www ?(dot|\.) ?example ?(dot|\.) ?org", "slash news"),
    "Please update to version 3.11.7 of the program.": (r"version 3\.11\.7",),
    "Connect to 192.168.0.1 with the USB cable.": (r"168\.0\.1", "usb"),
    "My order number is INV-2026-00123.": (r"2\W*0\W*2\W*6", r"0\W*0\W*1\W*2\W*3"),
    "The function getUserName returns user_name.": ("user name", "user underscore name"),
    "The battery is at 85% after 250 ms.": (r"85( ?%| percent)", "250 milliseconds"),
    "Call me at 2:05 pm on (555) 123-4567.": (r"2.?0?.?5 ?p", r"5\W*5\W*5\W*1\W*2\W*3\W*4\W*5\W*6\W*7"),
}


class _Tape:
    """A sink that keeps everything."""

    rate = 16_000

    def __init__(self) -> None:
        self.pieces: list[Samples] = [np.zeros(8000, np.float32)]

    def write(self, samples: Samples) -> None:
        self.pieces.append(samples.copy())


@functools.cache
def _ear() -> Any:
    from faster_whisper import WhisperModel

    folder = str(Store().path("whisper-base"))
    return WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True)


def _missed(text: str, keys: Sequence[str], rate_wpm: int, beams: int) -> list[str]:
    """The keys that aren't heard in it."""
    tape = _Tape()
    EspeakVoice().speak(text, Manner(rate_wpm=rate_wpm), tape)
    samples = np.concatenate([*tape.pieces, np.zeros(8000, np.float32)])
    segments, _ = _ear().transcribe(
        samples, language="en", beam_size=beams, temperature=0.0, condition_on_previous_text=False
    )
    heard = "".join(segment.text for segment in segments).lower()
    missed = [key for key in keys if not re.search(key, heard)]
    print(f"{rate_wpm}: {missed} in {heard!r}")
    return missed


def test_sentences_that_are_hard_to_read_aloud_are_understood() -> None:
    """As they stand, 13 of the 23 keys were missed, 11 of them at every rate. Two may be missed as they are said: the
    ear itself mishears plain words too, and other versions of espeak-ng."""
    missed = {text: _missed(spoken(text, "en"), keys, RATE_WPM, 1) for text, keys in SENTENCES.items()}
    for text, rate_wpm in itertools.product(SENTENCES, AGAIN_WPM):
        if sum(map(len, missed.values())) <= MISSED_ANYWAY:
            break
        if missed[text]:
            missed[text] = _missed(spoken(text, "en"), missed[text], rate_wpm, 5)
    assert sum(map(len, missed.values())) <= MISSED_ANYWAY, missed

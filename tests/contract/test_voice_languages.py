"""Text in two scripts: every voice whose sound can be had reads each piece with a voice for it, in order."""

from __future__ import annotations

import re

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.types import Clip, Manner
from models.store import Store
from speech.recognisers.faster_whisper import FasterWhisperRecogniser
from speech.voices.espeak import EspeakVoice
from speech.voices.piper import PiperVoice
from speech.voices.wav import WavVoice

RATE = 16_000
ALIKE, UNLIKE = 0.3, 0.2
"""Correlation of a piece that is in a recording, and of one that is not (measured: over 0.4 and under 0.13; the
intonation of a piece depends on what is around it)."""
CHINESE, CHINESE_TOO = "文件已保存", "请稍候"


class Sink:
    rate = RATE

    def __init__(self) -> None:
        self.pieces: list[np.ndarray] = []

    def write(self, samples: np.ndarray) -> None:
        self.pieces.append(samples.copy())


@pytest.fixture(params=["espeak", "piper", "wav"])
def speak(request, tmp_path):
    """(text, language) -> samples at RATE."""
    made = {
        "espeak": EspeakVoice,
        "piper": lambda: PiperVoice(Store().path("piper-joe")),
        "wav": lambda: WavVoice(tmp_path / "said.wav", EspeakVoice()),
    }
    voice = made[request.param]()

    def said(text: str, language: str) -> np.ndarray:
        sink = Sink()
        if isinstance(voice, WavVoice):
            voice._voice.speak(text, Manner(language=language), sink)
        else:
            voice.speak(text, Manner(language=language), sink)
        return np.concatenate(sink.pieces)

    yield said
    voice.close()


def alone(text: str, language: str) -> np.ndarray:
    """What espeak-ng makes of one piece, without the silence around it."""
    sink = Sink()
    EspeakVoice().speak(text, Manner(language=language), sink)
    samples = np.concatenate(sink.pieces)
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    return samples[loud[0] : loud[-1]]


def place(piece: np.ndarray, whole: np.ndarray) -> tuple[float, int]:
    """(normalised correlation, index) of where `piece` is in `whole`, if it is."""
    size = 1 << (len(whole) + len(piece)).bit_length()
    crossed = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(piece, size)), size)
    crossed = crossed[: len(whole) - len(piece) + 1]
    energy = np.cumsum(np.concatenate([[0.0], whole.astype(float) ** 2]))
    level = np.sqrt(np.maximum(energy[len(piece) :] - energy[: -len(piece)], 1e-9)) * np.linalg.norm(piece)
    likeness = crossed / level[: len(crossed)]
    at = int(np.argmax(likeness))
    return float(likeness[at]), at


def test_a_chinese_name_in_an_english_sentence_is_read_in_chinese_at_its_place(speak):
    piece = alone(CHINESE, "zh")
    mixed = speak(f"Open the folder {CHINESE} before noon.", "en")
    english = speak("Open the folder before noon.", "en")
    found, at = place(piece, mixed)
    assert found > ALIKE
    assert place(piece, english)[0] < UNLIKE
    # Sound before it and after it: nothing was lost.
    before, after = mixed[:at], mixed[at + len(piece) :]
    assert all(np.count_nonzero(np.abs(part) > 0.02) > 0.1 * RATE for part in (before, after))


def test_english_words_in_a_chinese_sentence_stand_between_the_chinese_pieces(speak):
    mixed = speak(f"{CHINESE} Save the file before you close the window. {CHINESE_TOO}", "zh")
    first, second = place(alone(CHINESE, "zh"), mixed), place(alone(CHINESE_TOO, "zh"), mixed)
    assert min(first[0], second[0]) > ALIKE
    start, end = first[1] + len(alone(CHINESE, "zh")), second[1]
    assert end - start > RATE
    between = np.concatenate([np.zeros(RATE // 4), mixed[start:end], np.zeros(RATE // 2)]).astype(np.float32)
    heard = FasterWhisperRecogniser(Store().path("whisper-tiny.en")).transcribe(
        Clip(between, RATE), Token(), language="en"
    )
    words = set(re.findall(r"[a-z]+", heard.text.lower()))
    assert len({"save", "file", "before", "close", "window"} & words) >= 4, heard.text

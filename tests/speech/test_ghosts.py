"""No ghosts: where nobody speaks there are no words, and a voice that is faint or in noise is no ghost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jiwer
import numpy as np
import pytest

from assistant.cancel import Token
from assistant.ports import Recogniser
from assistant.types import Clip
from models.store import Store
from speech.recognisers.hearing import Chunk, Heard, believable, plain_words
from speech.recognisers.hosted import make
from tests.speech.no_voices import clips
from tests.speech.spoken import noisy, say, silence

if TYPE_CHECKING:
    from assistant.types import Samples

QUESTIONS = ("What does the error say?", "Where is the save button?", "How many windows are open?")
HEARD_BY = ("flite:slt", "flite:rms")


@pytest.fixture(scope="module")
def rooms() -> dict[str, Samples]:
    return clips()


@pytest.fixture(scope="module", params=["faster-whisper", "openai-whisper"])
def recogniser(request: pytest.FixtureRequest) -> Recogniser:
    return make(request.param, Store().path("whisper-tiny.en"))


def test_no_sound_without_a_voice_gives_words(
    recogniser: Recogniser, rooms: dict[str, Samples], capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(rooms) >= 100
    heard = {name: recogniser.transcribe(Clip(samples), Token(), language="en").text for name, samples in rooms.items()}
    ghosts = {name: text for name, text in heard.items() if text}
    with capsys.disabled():
        print(f"\n{recogniser.name}: {len(ghosts)} false transcripts of {len(rooms)} sounds without a voice")
    assert ghosts == {}


def at(clip: Clip, dbfs: float) -> Clip:
    """The clip with its speech at `dbfs`, in steps of 16 bits as a microphone gives it."""
    speech = clip.samples[np.abs(clip.samples) > 0.01]
    scaled = clip.samples * 10 ** (dbfs / 20) / np.sqrt(np.mean(speech**2))
    return Clip((np.round(scaled * 32768) / 32768).astype(np.float32), clip.rate)


def word_error(recogniser: Recogniser, change: dict[str, Clip]) -> float:
    heard = [plain_words(recogniser.transcribe(clip, Token(), language="en").text) for clip in change.values()]
    return float(jiwer.wer([plain_words(key.partition("|")[0]) for key in change], [text or "-" for text in heard]))


@pytest.mark.parametrize("dbfs", [-35, -45])
def test_a_quiet_question_still_comes_through(recogniser: Recogniser, dbfs: float) -> None:
    quiet = {f"{q}|{voice}": at(say(q, voice), dbfs) for q in QUESTIONS for voice in HEARD_BY}
    assert word_error(recogniser, quiet) <= 0.1


def test_a_question_in_noise_still_comes_through(recogniser: Recogniser) -> None:
    loud = {f"{q}|{voice}": noisy(say(q, voice), 15) for q in QUESTIONS for voice in HEARD_BY}
    assert word_error(recogniser, loud) <= 0.35


@pytest.mark.parametrize("text", ["Mm, mm, mm.", "Ooh, ooh, ooh, ooh.", "Hmm.", "Uh huh", "Ah!", "嗯嗯。"])
def test_a_sound_that_is_no_word_is_no_question(text: str) -> None:
    sure = Chunk(silence(2), 1.5, 0.97)
    assert not believable(Heard(text, -0.1, 0.01, "en"), sure)


@pytest.mark.parametrize("text", ["Home", "No", "Ham or hummus?", "Do", "嗯，错误是什么"])
def test_a_short_word_is_not_taken_for_a_mere_sound(text: str) -> None:
    assert believable(Heard(text, -0.1, 0.01, "en"), Chunk(silence(2), 1.5, 0.97))

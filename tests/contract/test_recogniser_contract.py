"""What every recogniser promises, on the real weights and on questions spoken by real synthesisers."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import jiwer
import numpy as np
import pytest
from whisper.normalizers import EnglishTextNormalizer

from assistant.cancel import Cancelled, Token
from assistant.errors import ModelBroken, ModelMissing
from assistant.host import Host
from assistant.ports import Recogniser
from assistant.settings import Listening, Settings
from assistant.types import Clip
from assistant.wiring.models import hearing_model
from models.store import Store
from speech.recognisers.faster_whisper import FasterWhisperRecogniser
from speech.recognisers.hosted import HostedRecogniser
from speech.recognisers.openai_whisper import OpenAIWhisperRecogniser
from speech.resample import resample
from tests.speech.spoken import VAD, no_speech, say, silence

ROOT = Store().root
QUESTIONS = (
    "What does the error say?",
    "Where is the save button?",
    "How many windows are open?",
    "Read the second paragraph.",
    "What is the title of this window?",
    "Who sent the last message?",
)
HEARD_BY = ("flite:slt", "espeak-ng:en-us")
SAME_EARS = ("half", "hosted", "chosen", "openai")
"""Kinds that hear with the network of another one here, only elsewhere, rounded, or run by another program: one voice
tells whether they do."""
WORST_WORD_ERROR = 0.15

Make = Callable[[Path], Recogniser]
KINDS: dict[str, Make] = {
    "faster-whisper": lambda folder: FasterWhisperRecogniser(folder, vad=VAD),
    "openai-whisper": lambda folder: OpenAIWhisperRecogniser(folder, vad=VAD),
}


ALL = ["faster tiny.en", "faster base", "openai tiny.en", "half tiny.en", "hosted tiny.en", "chosen base"]
EACH_PROGRAM = [one for one in ALL if one != "half tiny.en"]
"""In half precision a program's words may be others, but what it does before and after them is the same."""


@pytest.fixture(scope="module", params=ALL)
def recogniser(request: pytest.FixtureRequest) -> Iterator[Recogniser]:
    kind, _, model = request.param.partition(" ")
    folder = ROOT / f"whisper-{model}"
    if kind == "half":
        yield OpenAIWhisperRecogniser(folder, compute="bfloat16", vad=VAD)
        return
    if kind == "chosen":
        chosen = hearing_model(Settings(listening=Listening(model=folder.name)), Store(), "en")
        assert chosen is not None
        with Host({"hear": chosen}) as host:
            yield HostedRecogniser(host.worker("hear"), "hosted")
        return
    if kind != "hosted":
        yield KINDS[f"{'faster' if kind == 'faster' else 'openai'}-whisper"](folder)
        return
    settings: dict[str, object] = {"kind": "faster-whisper", "folder": str(folder)}
    with Host({"hear": ("speech.recognisers.hosted:WhisperWorker", settings)}) as host:
        yield HostedRecogniser(host.worker("hear"), "hosted")


@pytest.fixture(scope="module")
def normal() -> Callable[[str], str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # Whisper's normaliser leaves its word list open
        normaliser: Callable[[str], str] = EnglishTextNormalizer()
        return normaliser


def test_spoken_questions_are_understood(
    recogniser: Recogniser, normal: Callable[[str], str], request: pytest.FixtureRequest
) -> None:
    kind = request.node.callspec.params["recogniser"].partition(" ")[0]
    pairs = [
        (normal(question), normal(recogniser.transcribe(say(question, voice), Token(), language="en").text))
        for voice in (HEARD_BY[:1] if kind in SAME_EARS else HEARD_BY)
        for question in (QUESTIONS[:3] if kind == "half" else QUESTIONS)  # slow where a CPU has no units for it
    ]
    error = jiwer.wer([said for said, _ in pairs], [heard for _, heard in pairs])
    assert error <= WORST_WORD_ERROR, [pair for pair in pairs if pair[0] != pair[1]]


@pytest.mark.parametrize("name", sorted(no_speech()))
def test_where_nobody_speaks_nothing_is_heard(recogniser: Recogniser, name: str) -> None:
    assert recogniser.transcribe(Clip(no_speech()[name]), Token()).text == ""


@pytest.mark.parametrize("samples", [silence(0), silence(0.01), np.full(16_000, np.nan, np.float32)])
def test_a_clip_without_sound_is_no_question(recogniser: Recogniser, samples: np.ndarray) -> None:
    assert recogniser.transcribe(Clip(samples), Token()).text == ""


@pytest.mark.parametrize("recogniser", EACH_PROGRAM, indirect=True)
def test_a_transcript_tells_its_language_and_how_sure_it_is(recogniser: Recogniser) -> None:
    sure = recogniser.transcribe(say("What does the error say?"), Token())
    assert sure.language == "en"
    assert sure.confidence is not None
    assert 0.3 < sure.confidence <= 1
    assert recogniser.transcribe(Clip(silence(1)), Token()).confidence is None


@pytest.mark.parametrize("recogniser", EACH_PROGRAM, indirect=True)
def test_the_same_sound_gives_the_same_words(recogniser: Recogniser) -> None:
    clip = say("Where is the search field?", "flite:awb")
    assert recogniser.transcribe(clip, Token()) == recogniser.transcribe(clip, Token())


@pytest.mark.parametrize("recogniser", EACH_PROGRAM, indirect=True)
def test_any_sample_rate_is_understood(recogniser: Recogniser) -> None:
    clip = say("How many windows are open?")
    wide = Clip(resample(clip.samples, 16_000, 44_100), 44_100)
    assert "windows" in recogniser.transcribe(wide, Token(), language="en").text.lower()


@pytest.mark.parametrize("recogniser", EACH_PROGRAM, indirect=True)
def test_both_ends_of_a_long_recording_are_heard(recogniser: Recogniser) -> None:
    first, last = say("How many windows are open?"), say("Who sent the last message?")
    clip = Clip(np.concatenate([first.samples, silence(35), last.samples]))
    text = recogniser.transcribe(clip, Token(), language="en").text.lower()
    assert "windows" in text
    assert "message" in text


@pytest.mark.parametrize("recogniser", EACH_PROGRAM, indirect=True)
def test_a_cancelled_question_is_not_worked_on(recogniser: Recogniser) -> None:
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        recogniser.transcribe(say("What does the error say?"), token)
    assert recogniser.transcribe(say("What does the error say?"), Token()).text


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_model_names_the_command_that_installs_it(kind: str, tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="hearsight models install whisper-none"):
        KINDS[kind](tmp_path / "whisper-none").transcribe(say("What does the error say?"), Token())


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_model_is_one_sentence(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "whisper-tiny.en"
    folder.mkdir()
    for path in (ROOT / "whisper-tiny.en").iterdir():
        if path.is_file():
            data = path.read_bytes()
            (folder / path.name).write_bytes(data[: len(data) // 2] if path.name == "model.bin" else data)
    with pytest.raises(ModelBroken, match="damaged"):
        KINDS[kind](folder).transcribe(say("What does the error say?"), Token())

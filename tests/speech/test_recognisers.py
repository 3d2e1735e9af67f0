"""What the recognisers believe, and how OpenAI's layout is made from CTranslate2's."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import ModelBroken, ModelTrouble
from assistant.types import Clip
from models.store import Store
from speech.recognisers.convert_ctranslate2 import converted, read_ctranslate2, to_openai_whisper
from speech.recognisers.faster_whisper import FasterWhisperRecogniser
from speech.recognisers.hearing import Chunk, Heard, believable, chunks, echoes, prompt
from speech.recognisers.hosted import make
from speech.recognisers.openai_whisper import OpenAIWhisperRecogniser
from speech.vad import SileroVad
from tests.speech.spoken import VAD, say, silence

CLEAR = Chunk(silence(2), 1.5, 0.97)
FAINT = Chunk(silence(2), 1.5, 0.7)


def heard(text: str, logprob: float = -0.2, no_speech: float = 0.01, *, echo: bool = False) -> Heard:
    return Heard(text, logprob, no_speech, "en", echo)


@pytest.mark.parametrize("ghost", ["Thank you.", "Thanks for watching!", " you", "Bye-bye.", "谢谢观看。"])
def test_a_ghost_phrase_is_believed_only_when_it_was_clearly_said(ghost: str) -> None:
    assert believable(heard(ghost), CLEAR)
    assert not believable(heard(ghost), FAINT)
    assert not believable(heard(ghost, logprob=-0.8), CLEAR)
    assert not believable(heard(ghost, no_speech=0.7), CLEAR)


def test_a_question_is_believed_even_when_it_was_faint() -> None:
    assert believable(heard("What does the error say?", logprob=-0.7), FAINT)


def test_what_the_model_itself_takes_for_a_failure_is_not_believed() -> None:
    assert not believable(heard("What does the error say?", logprob=-1.2), CLEAR)
    assert not believable(heard("What does the error say?", logprob=-0.7, no_speech=0.9), CLEAR)


def test_a_model_caught_in_a_loop_is_not_believed() -> None:
    assert not believable(heard("the button and " * 30), Chunk(silence(20), 20, 0.97))


def test_more_words_than_anybody_can_say_are_not_believed() -> None:
    sentence = "Where can I find the button that saves what I have written so far?"
    assert believable(heard(sentence), Chunk(silence(4), 3, 0.97))
    assert not believable(heard(sentence), Chunk(silence(1), 0.3, 0.97))


def test_an_echo_of_the_prompt_is_not_believed_when_in_doubt() -> None:
    assert echoes(" a button, check box, text field", "en", "")
    assert not echoes("Where is the button?", "en", "")
    assert not believable(heard("a button, check box", logprob=-0.6, echo=True), CLEAR)


@pytest.mark.parametrize("text", ["[Music]", "(applause)", "♪♪", "...", "*clicks*", ""])
def test_what_is_no_word_is_no_question(text: str) -> None:
    assert not believable(heard(text), CLEAR)


def test_without_a_known_language_no_topic_decides_it() -> None:
    assert prompt(None, "") is None
    assert prompt(None, "Save  Cancel") == "Save Cancel"
    assert "Save" in str(prompt("en", "Save"))
    assert len(str(prompt(None, "word " * 500))) <= 200


def test_only_speech_reaches_the_model_and_no_chunk_is_longer_than_its_window() -> None:
    vad = SileroVad(VAD)
    spoken = say("Where is the save button?", lead_s=0, tail_s=0).samples
    rare = np.concatenate([silence(20), spoken, silence(20), spoken, silence(20)])
    (chunk,) = chunks(Clip(rare), vad)
    assert len(chunk.samples) < 2 * len(spoken) + 2 * 16_000
    crowded = np.concatenate([spoken, silence(0.1)] * 40)
    many = chunks(Clip(crowded), vad)
    assert len(many) >= 2
    assert all(len(c.samples) <= 28 * 16_000 for c in many)
    assert sum(len(c.samples) for c in many) > 0.9 * len(crowded)


def test_an_unknown_kind_of_recogniser_is_refused() -> None:
    with pytest.raises(ValueError, match="faster-whisper"):
        make("whisperer", "nowhere")


# -- a cancel in OpenAI's program -----------------------------------------------------------------------------------


class _CancelledAtLook(Token):
    """Cancels itself when it is looked at for the `n`th time."""

    __slots__ = ("looks", "n")

    def __init__(self, n: int) -> None:
        super().__init__()
        self.n, self.looks = n, 0

    @property
    def cancelled(self) -> bool:
        self.looks += 1
        return self.looks >= self.n


def test_a_cancel_stops_openais_program_between_two_tokens() -> None:
    recogniser = OpenAIWhisperRecogniser(Store().path("whisper-tiny.en"))
    clip = say("What is the title of this window?")
    patient = _CancelledAtLook(1000)
    recogniser.transcribe(clip, patient)
    hasty = _CancelledAtLook(6)
    with pytest.raises(Cancelled):
        recogniser.transcribe(clip, hasty)
    assert hasty.looks == 6
    assert patient.looks > 10
    assert recogniser.transcribe(clip, Token()).text


def test_a_cancel_stops_faster_whisper_before_it_looks_for_words() -> None:
    recogniser = make("faster-whisper", Store().path("whisper-tiny.en"))
    clip = say("What is the title of this window?")
    patient = _CancelledAtLook(1000)
    recogniser.transcribe(clip, patient)
    hasty = _CancelledAtLook(3)
    with pytest.raises(Cancelled):
        recogniser.transcribe(clip, hasty)
    assert hasty.looks == 3 < patient.looks
    assert recogniser.transcribe(clip, Token()).text


# -- half the window ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "seconds", "window"),
    [("base", 3, 15), ("base", 10, 15), ("base", 10.1, 30), ("base", 28, 30), ("tiny.en", 3, 30)],
)
def test_a_short_question_is_given_half_the_window_but_not_to_a_tiny_model(
    model: str, seconds: float, window: float
) -> None:
    recogniser = FasterWhisperRecogniser(Store().path(f"whisper-{model}"))
    assert recogniser._window_s(Chunk(silence(seconds), seconds, 0.97)) == window


def test_half_the_window_gives_the_words_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    questions = ("What does the error say?", "Where is the save button?", "Who sent the last message?")
    recogniser = FasterWhisperRecogniser(Store().path("whisper-base"))
    half = [recogniser.transcribe(say(question), Token()).text for question in questions]
    monkeypatch.setattr(recogniser, "_window_s", lambda _: 30.0)
    assert [recogniser.transcribe(say(question), Token()).text for question in questions] == half


def test_a_precision_that_openais_program_lacks_is_refused() -> None:
    recogniser = make("openai-whisper", Store().path("whisper-tiny.en"), compute="int3")
    with pytest.raises(ModelTrouble):
        recogniser.warm()


# -- OpenAI's layout ------------------------------------------------------------------------------------------------


def test_the_converted_weights_are_the_model_itself(tmp_path: Path) -> None:
    """Whoever mixes up query and key, or forgets a bias, gets another encoder: CTranslate2's own is the judge."""
    import ctranslate2
    import torch
    from whisper.audio import log_mel_spectrogram, pad_or_trim

    folder = Store().path("whisper-tiny.en")
    model = OpenAIWhisperRecogniser(folder)._model
    mel = log_mel_spectrogram(pad_or_trim(torch.from_numpy(say("What does the error say?").samples)))[None]
    with torch.no_grad():
        ours = model.encoder(mel).numpy()
    reference = ctranslate2.models.Whisper(str(folder), compute_type="float32")
    theirs = np.array(reference.encode(ctranslate2.StorageView.from_array(mel.numpy()))).reshape(ours.shape)
    assert np.abs(ours - theirs).max() < 0.01 * np.abs(theirs).max()


def test_the_conversion_is_kept_and_made_again_when_it_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "whisper-tiny.en"
    folder.mkdir()
    (folder / "model.bin").symlink_to(Store().path("whisper-tiny.en") / "model.bin")
    target = converted(folder)
    assert sorted(path.name for path in target.iterdir()) == ["dims.json", "model.safetensors"]
    assert json.loads((target / "dims.json").read_text())["n_text_layer"] == 4
    made_at = (target / "model.safetensors").stat().st_mtime_ns
    assert converted(folder) == target
    assert (target / "model.safetensors").stat().st_mtime_ns == made_at
    assert [path.name for path in folder.glob(".*")] == []


@pytest.mark.parametrize("data", [b"", b"\x80\x02a pickle", struct.pack("<I", 6) + struct.pack("<H", 900) + b"Whi"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "model.bin").write_bytes(data)
    with pytest.raises(ModelBroken):
        read_ctranslate2(tmp_path / "model.bin")


def test_quantised_weights_are_refused_with_what_to_do() -> None:
    with pytest.raises(ModelTrouble, match="faster-whisper"):
        to_openai_whisper({"encoder/conv1/weight_scale": np.ones(1)})
    with pytest.raises(ModelBroken):
        to_openai_whisper({"something/else": np.ones(1)})

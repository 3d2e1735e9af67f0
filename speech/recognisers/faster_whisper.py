"""Whisper by faster-whisper (CTranslate2): 8-bit weights, the quickest on a CPU."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from speech.recognisers import hearing
from speech.recognisers.whisper import Whisper
from speech.vad import RATE

if TYPE_CHECKING:
    from assistant.cancel import Token

BEAM = 5
WINDOW_S = 30.0
"""What Whisper was trained on: shorter sound is filled up with silence."""
SHORT_WINDOW_S, SHORT_CHUNK_S = 15.0, 10.0
"""Up to so much sound, that silence is left out from so many seconds on: most of a short question's time goes into the
encoder. base hears the same then, in half the time (60 questions of flite and festival: word error 0.040; of 20 of them
0.061 with either window). tiny.en does not (0.071 instead of 0.020 of those 20, 0.031 with 20 s)."""
TINY_BYTES = 100_000_000
"""Of `model.bin`, above which it holds more than the 39 million parameters of the tiny models, which need it all."""


class FasterWhisperRecogniser(Whisper):
    """A `ports.Recogniser`.

    A cancel is seen between chunks of at most 28 s, and before a chunk's words are looked for: neither step can be
    interrupted (each takes a fraction of a second for a question), which the host process makes up for.
    """

    def __init__(
        self,
        folder: str | Path,
        device: str = "cpu",
        compute: str = "int8",
        threads: int = 2,
        *,
        vad: str | Path | None = None,
        beam: int = BEAM,
    ) -> None:
        """`device`: "cpu" or "cuda"; `compute`: CTranslate2's compute type. The rest as in `Whisper`."""
        super().__init__("faster-whisper", folder, vad)
        self._device, _, index = device.partition(":")
        self._index = int(index or 0)
        self._compute, self._threads, self._beam = compute, threads, beam

    def _load(self) -> Any:
        from faster_whisper import WhisperModel

        return WhisperModel(
            str(self._folder),
            device=self._device,
            device_index=self._index,
            compute_type=self._compute,
            cpu_threads=self._threads,
            local_files_only=True,
        )

    def _window_s(self, chunk: hearing.Chunk) -> float:
        """How many seconds of sound the encoder is given for a chunk."""
        tiny = (self._folder / "model.bin").stat().st_size < TINY_BYTES
        return WINDOW_S if tiny or len(chunk.samples) > SHORT_CHUNK_S * RATE else SHORT_WINDOW_S

    def _multilingual(self, model: Any) -> bool:
        return bool(model.model.is_multilingual)

    def _run(self, model: Any, chunk: hearing.Chunk, language: str | None, hint: str, token: Token) -> hearing.Heard:
        """The steps of `WhisperModel.transcribe` for one chunk at temperature 0 (the same sound gives the same
        words), without its limits: ours (`hearing.believable`) are the same for every recogniser."""
        from faster_whisper.audio import pad_or_trim
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        features = model.feature_extractor(chunk.samples)
        frames = round(self._window_s(chunk) * model.frames_per_second)
        encoded = model.encode(pad_or_trim(features, frames))
        token.check()
        if language is None:
            language = str(model.model.detect_language(encoded)[0][0][0]).strip("<|>")
        words = Tokenizer(model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language)
        told = hearing.prompt(language, hint)
        before = words.encode(f" {told.strip()}") if told else []
        result = model.model.generate(
            encoded,
            [model.get_prompt(words, before, without_timestamps=True)],
            beam_size=self._beam,
            max_length=model.max_length,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=get_suppressed_tokens(words, [-1]),
        )[0]
        found = result.sequences_ids[0]
        text = words.decode(found).strip()
        # The score is the mean over the words' tokens; OpenAI's mean also counts the one that ends the text.
        logprob = result.scores[0] * len(found) / (len(found) + 1)
        echo = hearing.echoes(text, language, hint)
        return hearing.Heard(text, logprob, result.no_speech_prob, language, echo)

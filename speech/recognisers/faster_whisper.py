"""Whisper by faster-whisper (CTranslate2): 8-bit weights, the quickest on a CPU."""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelBroken, ModelMissing, ModelTrouble
from speech.recognisers import hearing

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.types import Clip, Transcript

BEAM = 5


class FasterWhisperRecogniser:
    """A `ports.Recogniser`. Loads at the first use; one call at a time (others wait).

    A cancel is seen between chunks of at most 28 s: one chunk can't be interrupted (it takes a fraction of a
    second for a question), which the host process makes up for.
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
        """`folder`: a CTranslate2 model. `device`: "cpu" or "cuda"; `compute`: CTranslate2's compute type.
        `vad`: `silero_vad.onnx`, by default the one in the model store that `folder` is in."""
        self._folder = Path(folder)
        self._device, self._compute, self._threads, self._beam = device, compute, threads, beam
        self._vad = hearing.vad_for(self._folder, vad)
        self._lock = threading.Lock()
        self.name = f"faster-whisper {self._folder.name}"

    @cached_property
    def _model(self) -> Any:
        if not (self._folder / "model.bin").is_file():
            raise ModelMissing(
                f"The model {self._folder.name} is missing. Run: hearsight models install {self._folder.name}"
            )
        from faster_whisper import WhisperModel

        try:
            return WhisperModel(
                str(self._folder),
                device=self._device,
                compute_type=self._compute,
                cpu_threads=self._threads,
                local_files_only=True,
            )
        except (RuntimeError, ValueError, OSError, KeyError) as error:
            raise ModelBroken(detail=f"{self._folder}: {error!r}") from error

    def warm(self) -> None:
        with self._lock:
            self._vad.warm()
            _ = self._model

    def transcribe(self, clip: Clip, token: Token, *, language: str | None = None, hint: str = "") -> Transcript:
        """See `ports.Recogniser`. Raises `ModelMissing`, `ModelBroken`, `ModelTrouble` and `Cancelled`."""
        with self._lock:
            token.check()
            model = self._model
            if not model.model.is_multilingual:
                language = "en"

            def run(chunk: hearing.Chunk) -> hearing.Heard:
                try:
                    return self._run(model, chunk, language, hint)
                except (RuntimeError, ValueError) as error:
                    raise ModelTrouble("I could not work out what you said.", detail=repr(error)) from error

            return hearing.recognise(clip, self._vad, token, run, language or "en")

    def _run(self, model: Any, chunk: hearing.Chunk, language: str | None, hint: str) -> hearing.Heard:
        segments, info = model.transcribe(
            chunk.samples,
            language=language,
            beam_size=self._beam,
            temperature=0.0,  # the same sound gives the same words; what fails then is said to be unheard
            condition_on_previous_text=False,
            without_timestamps=True,
            initial_prompt=hearing.prompt(language, hint),
            vad_filter=False,
            # The limits are ours (`hearing.believable`), the same for every recogniser.
            no_speech_threshold=None,
            log_prob_threshold=None,
            compression_ratio_threshold=None,
        )
        found = list(segments)
        if not found:
            return hearing.Heard("", -9.0, 1.0, info.language)
        text = " ".join(segment.text.strip() for segment in found)
        return hearing.Heard(
            text,
            sum(segment.avg_logprob for segment in found) / len(found),
            max(segment.no_speech_prob for segment in found),
            info.language,
            echo=hearing.echoes(text, language, hint),
        )

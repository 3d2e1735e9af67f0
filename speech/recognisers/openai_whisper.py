"""Whisper by OpenAI's own program, on torch: any device that torch has, and a cancel between two tokens."""

from __future__ import annotations

import json
import threading
import warnings
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelBroken, ModelMissing, ModelTrouble
from speech.recognisers import hearing
from speech.recognisers.convert_ctranslate2 import converted

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.types import Clip, Transcript

BEAM = 5


class OpenAIWhisperRecogniser:
    """A `ports.Recogniser`. Loads (and, the first time, converts) at the first use; one call at a time."""

    def __init__(
        self, folder: str | Path, device: str = "cpu", *, vad: str | Path | None = None, beam: int = BEAM
    ) -> None:
        """`folder`: Whisper in CTranslate2's layout (converted once, kept in `folder/openai`). `device`: as torch
        names it. `vad`: `silero_vad.onnx`, by default the one in the model store that `folder` is in."""
        self._folder = Path(folder)
        self._device, self._beam = device, beam
        self._vad = hearing.vad_for(self._folder, vad)
        self._lock = threading.Lock()
        self._token: Token | None = None
        self.name = f"openai-whisper {self._folder.name}"

    @cached_property
    def _model(self) -> Any:
        if not (self._folder / "model.bin").is_file():
            raise ModelMissing(
                f"The model {self._folder.name} is missing. Run: hearsight models install {self._folder.name}"
            )
        folder = converted(self._folder)
        from safetensors import SafetensorError
        from safetensors.torch import load_file
        from whisper.model import ModelDimensions, Whisper
        from whisper.tokenizer import get_encoding

        try:
            model = Whisper(ModelDimensions(**json.loads((folder / "dims.json").read_text(encoding="utf-8"))))
            model.load_state_dict(load_file(folder / "model.safetensors"))
        except (OSError, ValueError, TypeError, RuntimeError, SafetensorError) as error:
            raise ModelBroken(detail=f"{folder}: {error!r}") from error
        model.decoder.register_forward_pre_hook(self._between_tokens)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # Whisper leaves its vocabulary file open, once
            # By keyword, as Whisper calls it: its cache tells the two ways apart.
            name = "multilingual" if model.is_multilingual else "gpt2"
            get_encoding(name=name, num_languages=model.num_languages)
        return model.to(self._device).eval()

    def _between_tokens(self, *_: object) -> None:
        if self._token is not None:
            self._token.check()

    def warm(self) -> None:
        with self._lock:
            self._vad.warm()
            _ = self._model

    def transcribe(self, clip: Clip, token: Token, *, language: str | None = None, hint: str = "") -> Transcript:
        """See `ports.Recogniser`. Raises `ModelMissing`, `ModelBroken`, `ModelTrouble` and `Cancelled`."""
        with self._lock:
            token.check()
            model = self._model
            if not model.is_multilingual:
                language = "en"
            self._token = token

            def run(chunk: hearing.Chunk) -> hearing.Heard:
                try:
                    return self._run(model, chunk, language, hint)
                except (RuntimeError, ValueError) as error:
                    raise ModelTrouble("I could not work out what you said.", detail=repr(error)) from error

            try:
                return hearing.recognise(clip, self._vad, token, run, language or "en")
            finally:
                self._token = None

    def _run(self, model: Any, chunk: hearing.Chunk, language: str | None, hint: str) -> hearing.Heard:
        import torch
        from whisper.audio import log_mel_spectrogram, pad_or_trim
        from whisper.decoding import DecodingOptions, decode

        sound = pad_or_trim(torch.from_numpy(chunk.samples))
        mel = log_mel_spectrogram(sound, model.dims.n_mels).to(self._device)
        options = DecodingOptions(
            language=language,
            beam_size=self._beam,
            temperature=0.0,
            without_timestamps=True,
            fp16=False,
            prompt=hearing.prompt(language, hint),
        )
        result = decode(model, mel, options)
        echo = hearing.echoes(result.text, language, hint)
        return hearing.Heard(result.text, result.avg_logprob, result.no_speech_prob, result.language, echo)

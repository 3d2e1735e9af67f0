"""Whisper by OpenAI's own program, on torch: any device that torch has, and a cancel between two tokens."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelBroken
from speech.recognisers import hearing
from speech.recognisers.convert_ctranslate2 import converted
from speech.recognisers.whisper import Whisper

if TYPE_CHECKING:
    from assistant.cancel import Token

BEAM = 5


class OpenAIWhisperRecogniser(Whisper):
    """A `ports.Recogniser`. Converts the weights at the first use."""

    def __init__(
        self,
        folder: str | Path,
        device: str = "cpu",
        compute: str = "float32",
        *,
        vad: str | Path | None = None,
        beam: int = BEAM,
    ) -> None:
        """`folder`: its OpenAI layout is kept in `folder/openai`. `device`: as torch names it. `compute`: "float32",
        "float16" (a GPU) or "bfloat16" (the encoder alone; a CPU with units for it). The rest as in `Whisper`."""
        super().__init__("openai-whisper", folder, vad)
        self._device, self._compute, self._beam = device, compute, beam
        self._token: Token | None = None

    def _load(self) -> Any:
        folder = converted(self._folder)
        from safetensors import SafetensorError
        from safetensors.torch import load_file
        from whisper.model import ModelDimensions
        from whisper.model import Whisper as Network
        from whisper.tokenizer import get_encoding

        try:
            model = Network(ModelDimensions(**json.loads((folder / "dims.json").read_text(encoding="utf-8"))))
            model.load_state_dict(load_file(folder / "model.safetensors"))
        except SafetensorError as error:
            raise ModelBroken(detail=f"{folder}: {error!r}") from error
        model.decoder.register_forward_pre_hook(self._between_tokens)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # Whisper leaves its vocabulary file open, once
            # By keyword, as Whisper calls it: its cache tells the two ways apart.
            name = "multilingual" if model.is_multilingual else "gpt2"
            get_encoding(name=name, num_languages=model.num_languages)
        return _in_precision(model.to(self._device).eval(), self._compute)

    def _multilingual(self, model: Any) -> bool:
        return bool(model.is_multilingual)

    def _between_tokens(self, *_: object) -> None:
        if self._token is not None:
            self._token.check()

    def _run(self, model: Any, chunk: hearing.Chunk, language: str | None, hint: str, token: Token) -> hearing.Heard:
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
            fp16=self._compute == "float16",
            prompt=hearing.prompt(language, hint),
        )
        self._token = token
        try:
            result = decode(model, mel, options)
        finally:
            self._token = None
        echo = hearing.echoes(result.text, language, hint)
        return hearing.Heard(result.text, result.avg_logprob, result.no_speech_prob, result.language, echo)


def _in_precision(model: Any, compute: str) -> Any:
    """The model in half precision, or with an encoder that computes in bfloat16 and gives float32: Whisper's decoding
    takes nothing else, and with one token at a time the decoder would gain little. Layer norms stay in float32, which
    is what Whisper computes them in."""
    if compute == "float32":
        return model
    import torch

    kinds = {"float16": torch.float16, "bfloat16": torch.bfloat16}
    if compute not in kinds:
        raise ValueError(f"openai-whisper has no precision {compute!r}")
    part = model if compute == "float16" else model.encoder
    for module in part.modules():
        if isinstance(module, torch.nn.Linear | torch.nn.Conv1d):
            module.to(kinds[compute])
    if compute == "bfloat16":
        part.register_forward_pre_hook(lambda _, inputs: tuple(x.to(torch.bfloat16) for x in inputs))
        part.register_forward_hook(lambda _, __, output: output.float())
    return model

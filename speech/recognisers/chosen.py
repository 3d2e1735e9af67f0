"""The recogniser in the host process: measures the installed models once and uses the largest that is quick enough."""

from __future__ import annotations

import dataclasses
import logging
import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cancel import Token
from assistant.errors import ModelBroken, ModelMissing, ModelTrouble, OutOfMemory
from assistant.phrases import say_in
from assistant.types import Clip, Transcript
from speech.recognisers.choose import (
    ALONE_S,
    QUESTION_S,
    SPARE,
    Chosen,
    Ledger,
    Model,
    Runs,
    by_size,
    choose,
    free_memory_mb,
    too_slow,
)
from speech.recognisers.hosted import make

if TYPE_CHECKING:
    from assistant import ports
    from assistant.types import Samples

log = logging.getLogger(__name__)

CLIP = Path(__file__).with_name("question.wav")
"""What is measured: a question of 3 s ("Where is the button that closes this message?"), spoken by flite."""
ROUNDS = 3
MOST_THREADS = 4
"""More gain little with such small matrices."""


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """What is known of one model on this computer."""

    name: str
    runs: str
    """In words: "faster-whisper int8 on the CPU"."""
    real_time_factor: float | None
    trouble: str = ""

    def in_words(self) -> str:
        if self.real_time_factor is None:
            return self.trouble or "not measured: a smaller one is too slow already, or too little memory is free."
        seconds = self.real_time_factor * QUESTION_S
        spoken = f"{seconds:.2f} seconds for a question of {QUESTION_S:.0f}, {self.runs}."
        return f"{spoken} {self.trouble}".rstrip()


class ChosenWhisper:
    """The object in the host process, like `WhisperWorker`, for several models.

    A model that does not fit into the memory, or that is damaged, is stood in for by the next smaller one; the
    transcript's `remark` tells that.
    """

    def __init__(
        self,
        models: Sequence[dict[str, Any]],
        ledger: str,
        *,
        kind: str = "auto",
        device: str = "auto",
        language: str = "en",
        pinned: str = "",
        settings: dict[str, Any] | None = None,
    ) -> None:
        """`models`: fields of `Model`, in any order. `ledger`: the file of `Ledger`. `kind`, `device`: as in the
        settings. `pinned`: the model to use if it can be. `settings` go to the recogniser's class."""
        self._language, self._pinned, self._device = language, pinned, device
        self._models = by_size([Model(**model) for model in models], language)
        self._kind = "faster-whisper" if kind == "auto" else kind
        self._ledger = Ledger(Path(ledger))
        self._settings = dict(settings or {})
        self._lock = threading.Lock()
        self._broken: dict[str, ModelTrouble] = {}
        self._ready: tuple[Chosen, ports.Recogniser] | None = None

    # -- what the assistant calls ---------------------------------------------------------------------------------

    def warm(self, *, token: Token) -> None:
        """Raises `ModelTrouble` when none of the models can be used."""
        with self._lock:
            self._load(token)

    def transcribe(
        self, samples: Samples, rate: int, *, token: Token, language: str | None = None, hint: str = ""
    ) -> Transcript:
        """`samples`: (n,) float32 mono at `rate` Hz. See `ports.Recogniser.transcribe`."""
        while True:
            with self._lock:
                chosen, recogniser = self._load(token)
            try:
                found = recogniser.transcribe(Clip(samples, rate), token, language=language, hint=hint)
                return dataclasses.replace(found, remark=self._remark(chosen))
            except OutOfMemory as error:
                with self._lock:
                    self._give_up(chosen.model, error)

    def figures(self, *, token: Token, again: bool = False) -> tuple[list[Figure], str, str]:
        """What is known of each model (measured now if need be; all of them anew with `again`), the name of the one
        that is chosen ("" for none), and why."""
        with self._lock:
            self._ready = None
            if again:
                self._ledger.forget()
                self._broken.clear()
            runs = self._runs()
            for model in self._models:
                if model.name not in self._ledger.factors([model], runs):
                    self._measure(model, runs, token)
            try:
                chosen = self._choose(runs)
                name, why = chosen.model.name, chosen.why
            except ModelTrouble as error:
                name, why = "", error.spoken
            factors, failed = self._ledger.factors(self._models, runs), self._ledger.failed()
            troubles = {
                **dict.fromkeys(failed, OutOfMemory.sentence),
                **{name: error.spoken for name, error in self._broken.items()},
            }
            figures = [Figure(m.name, str(runs), factors.get(m.name), troubles.get(m.name, "")) for m in self._models]
            return figures, name, why

    # -- behind the lock ------------------------------------------------------------------------------------------

    def _load(self, token: Token) -> tuple[Chosen, ports.Recogniser]:
        while self._ready is None:
            token.check()
            runs = self._runs()
            if not self._pinned and len(self._models) > 1:
                self._measure_up_to_the_budget(runs, token)
            chosen = self._choose(runs)
            recogniser = self._try(chosen.model, runs)
            if recogniser is not None:
                log.info("recogniser: %s (%s), %s", chosen.model.name, runs, chosen.why)
                self._ready = chosen, recogniser
        return self._ready

    def _choose(self, runs: Runs) -> Chosen:
        """Raises what is wrong with the last model left when there is none."""
        if self._pinned in self._broken:
            raise self._broken[self._pinned]
        sound = [model for model in self._models if model.name not in self._broken]
        if not sound:
            raise next(iter(self._broken.values()), ModelMissing())
        free_mb = free_memory_mb() if runs.device == "cpu" else float("inf")
        factors, failed = self._ledger.factors(sound, runs), self._ledger.failed()
        smallest = sound[0].name
        if all(model.name in failed for model in sound) and smallest not in self._ledger.failed(within_s=ALONE_S):
            failed = [name for name in failed if name != smallest]
        return choose(sound, factors, failed, pinned=self._pinned, free_mb=free_mb)

    def _measure_up_to_the_budget(self, runs: Runs, token: Token) -> None:
        """Smallest first; what is larger than one that is too slow would be slower still."""
        for model in self._models:
            if model.name in self._broken or model.name in self._ledger.failed():
                continue
            factors = self._ledger.factors(self._models, runs)
            if model.name not in factors:
                if model.memory_mb * SPARE > free_memory_mb() and runs.device == "cpu":
                    return
                self._measure(model, runs, token)
                factors = self._ledger.factors(self._models, runs)
            if model.name in factors and too_slow(factors[model.name]):
                return

    def _measure(self, model: Model, runs: Runs, token: Token) -> None:
        recogniser = self._try(model, runs)
        if recogniser is None:
            return
        from speech.clips import clip_from

        clip = clip_from(CLIP)
        took = []
        try:
            for _ in range(1 + ROUNDS):
                token.check()
                began = time.perf_counter()
                recogniser.transcribe(clip, token, language="en")
                took.append(time.perf_counter() - began)
        except OutOfMemory as error:
            self._give_up(model, error)
            return
        # The first round sets things up. The least of the others: what else ran meanwhile is no property of the model.
        self._ledger.measured(model, runs, min(took[1:]) / clip.seconds)

    def _try(self, model: Model, runs: Runs) -> ports.Recogniser | None:
        """The model, loaded; None when it can't be, which is then known."""
        settings: dict[str, Any] = {"device": runs.device, "compute": runs.compute, **self._settings}
        if runs.kind == "faster-whisper":
            settings["threads"] = runs.threads
        recogniser = make(runs.kind, model.folder, **settings)
        self._ledger.loading(model.name)
        try:
            recogniser.warm()
        except OutOfMemory as error:
            self._give_up(model, error)
            return None
        except (ModelBroken, ModelMissing) as error:
            log.warning("%s can't be used: %s %s", model.name, error.spoken, error.detail)
            self._broken[model.name] = error
            return None
        finally:
            self._ledger.loading(None)
        return recogniser

    def _give_up(self, model: Model, error: OutOfMemory) -> None:
        log.warning("%s does not fit into the memory: %s", model.name, error.detail)
        self._ledger.fail(model.name)
        self._ready = None
        if all(other.name in self._broken or other.name in self._ledger.failed() for other in self._models):
            raise error

    def _remark(self, chosen: Chosen) -> str:
        if chosen.failed is not None:
            phrase = "model_too_large"
            return say_in(self._language, phrase, wanted=chosen.failed.name, used=chosen.model.name)
        for name in self._broken:
            return say_in(self._language, "model_damaged", wanted=name, used=chosen.model.name)
        return ""

    def _runs(self) -> Runs:
        from importlib.metadata import version

        if self._kind == "faster-whisper":
            device, compute = _ctranslate2_device(self._device)
        else:
            device, compute = _torch_device(self._device)
        threads = max(1, min(MOST_THREADS, os.cpu_count() or 1))
        return Runs(self._kind, version(self._kind), device, compute, threads)


def _ctranslate2_device(wanted: str) -> tuple[str, str]:
    """CTranslate2 has CUDA and the CPU; whatever else the settings name, speech is recognised on the CPU."""
    import ctranslate2

    kind, _, number = wanted.partition(":")
    if kind in ("auto", "cuda") and ctranslate2.get_cuda_device_count() > int(number or 0):
        types = ctranslate2.get_supported_compute_types("cuda", int(number or 0))
        return f"cuda:{number or 0}", next(t for t in ("float16", "int8", "float32") if t in types)
    return "cpu", "int8"


def _torch_device(wanted: str) -> tuple[str, str]:
    import torch

    kind, _, number = wanted.partition(":")
    if kind in ("auto", "cuda") and torch.cuda.is_available() and torch.cuda.device_count() > int(number or 0):
        return f"cuda:{number or 0}", "float16"
    # torch has no public name for the test (see models/device.py).
    fast = getattr(torch.cpu, "_is_amx_tile_supported", bool)()
    return "cpu", "bfloat16" if fast else "float32"

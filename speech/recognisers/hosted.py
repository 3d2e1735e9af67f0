"""A recogniser that lives in the host process: the object there, and what speaks for it here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cancel import Token
from assistant.errors import HostDied
from assistant.types import Clip, Transcript

if TYPE_CHECKING:
    from assistant import ports
    from assistant.types import Samples

log = logging.getLogger(__name__)

TIMEOUT_S = 60.0


class WhisperWorker:
    """The object in the host process: settings and arguments that pickle, sound as a plain array.

    Worker specification: ("speech.recognisers.hosted:WhisperWorker", {"kind": ..., "folder": ...}).
    """

    def __init__(self, kind: str, folder: str, **settings: Any) -> None:
        """`kind`: "faster-whisper" or "openai-whisper"; `settings` go to that class. Raises `ValueError`."""
        self._recogniser = make(kind, folder, **settings)

    def transcribe(
        self, samples: Samples, rate: int, *, token: Token, language: str | None = None, hint: str = ""
    ) -> Transcript:
        """`samples`: (n,) float32 mono at `rate` Hz. See `ports.Recogniser.transcribe`."""
        return self._recogniser.transcribe(Clip(samples, rate), token, language=language, hint=hint)

    def warm(self, *, token: Token) -> None:
        token.check()
        self._recogniser.warm()


def make(kind: str, folder: str | Path, **settings: Any) -> ports.Recogniser:
    """The recogniser of that kind in this process. Imports only what it needs."""
    if kind == "faster-whisper":
        from speech.recognisers.faster_whisper import FasterWhisperRecogniser

        return FasterWhisperRecogniser(folder, **settings)
    if kind == "openai-whisper":
        from speech.recognisers.openai_whisper import OpenAIWhisperRecogniser

        return OpenAIWhisperRecogniser(folder, **settings)
    raise ValueError(f"no recogniser of the kind {kind!r}: there are faster-whisper and openai-whisper")


class HostedRecogniser:
    """A `ports.Recogniser` whose model is a `WhisperWorker` or a `ChosenWhisper` behind a `ports.Worker`.

    A host process that dies twice over one call is taken for one that a model was too large for: `blame` is told, and
    when it knows a model to do without, the call is made once more.

    Raises what the recogniser raises, `HostDied`, `HostTimeout` and `Cancelled`; a cancel returns at once, whatever
    the model does.
    """

    def __init__(
        self,
        worker: ports.Worker,
        name: str,
        *,
        timeout_s: float = TIMEOUT_S,
        blame: Callable[[], str | None] | None = None,
    ) -> None:
        self._worker = worker
        self._blame = blame
        self._timeout_s = timeout_s
        self.name = name

    def transcribe(self, clip: Clip, token: Token, *, language: str | None = None, hint: str = "") -> Transcript:
        found = self._call(
            "transcribe",
            clip.samples,
            clip.rate,
            token=token,
            timeout_s=self._timeout_s,
            language=language,
            hint=hint,
        )
        if not isinstance(found, Transcript):
            raise TypeError(f"the worker answered with {type(found).__name__}")
        return found

    def warm(self) -> None:
        # The first start of the host imports libraries: seconds on a slow disk, minutes never.
        self._call("warm", token=Token(), timeout_s=max(self._timeout_s, 120.0))

    def _call(self, method: str, *args: object, token: Token, timeout_s: float, **more: object) -> object:
        if self._blame is not None:
            try:
                return self._worker.call(method, *args, token=token, timeout_s=timeout_s, **more)
            except HostDied as first:
                log.info("the host process died in %s: %s", method, first.detail)
            try:
                return self._worker.call(method, *args, token=token, timeout_s=timeout_s, **more)
            except HostDied:
                model = self._blame()
                if model is None:
                    raise
                log.warning("the host process died twice while it loaded %s: doing without", model)
        return self._worker.call(method, *args, token=token, timeout_s=timeout_s, **more)

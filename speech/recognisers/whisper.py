"""What Whisper's programs have in common: a folder with weights, loaded at the first use, asked one clip at a time."""

from __future__ import annotations

import hashlib
import json
import threading
from abc import ABC, abstractmethod
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelBroken, ModelMissing, ModelTrouble, OutOfMemory
from speech.recognisers import hearing

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.types import Clip, Transcript

RECORD = ".hearsight.json"
"""What the model store writes beside a model's files: their sizes and SHA-256."""
_BLOCK = 1 << 20


class Whisper(ABC):
    """A `ports.Recogniser`. Loads at the first use; one call at a time (others wait)."""

    def __init__(self, kind: str, folder: str | Path, vad: str | Path | None) -> None:
        """`folder`: a model in CTranslate2's layout. `vad`: `silero_vad.onnx`, by default the one in the model store
        that `folder` is in."""
        self._folder = Path(folder)
        self._vad = hearing.vad_for(self._folder, vad)
        self._lock = threading.Lock()
        self.name = f"{kind} {self._folder.name}"

    def warm(self) -> None:
        """Raises `ModelMissing`, `ModelBroken` and `OutOfMemory`."""
        with self._lock:
            self._vad.warm()
            _ = self._model

    def transcribe(self, clip: Clip, token: Token, *, language: str | None = None, hint: str = "") -> Transcript:
        """See `ports.Recogniser`. Raises what `warm` raises, `ModelTrouble` and `Cancelled`."""
        with self._lock:
            token.check()
            model = self._model
            if not self._multilingual(model):
                language = "en"

            def run(chunk: hearing.Chunk) -> hearing.Heard:
                try:
                    return self._run(model, chunk, language, hint, token)
                except (RuntimeError, ValueError, MemoryError) as error:
                    if memory_ran_out(error):
                        raise OutOfMemory(detail=f"{type(error).__name__}: {error}") from error
                    detail = f"{type(error).__name__}: {error}"
                    raise ModelTrouble("I could not work out what you said.", detail=detail) from error

            return hearing.recognise(clip, self._vad, token, run, language or "en")

    @cached_property
    def _model(self) -> Any:
        check_files(self._folder)
        try:
            return self._load()
        except (RuntimeError, ValueError, TypeError, OSError, KeyError, MemoryError) as error:
            if memory_ran_out(error):
                raise OutOfMemory(detail=f"{self._folder.name}: {error!r}") from error
            raise ModelBroken(detail=f"{self._folder}: {error!r}") from error

    @abstractmethod
    def _load(self) -> Any:
        """The model, ready to run."""

    @abstractmethod
    def _multilingual(self, model: Any) -> bool: ...

    @abstractmethod
    def _run(
        self, model: Any, chunk: hearing.Chunk, language: str | None, hint: str, token: Token
    ) -> hearing.Heard: ...


def check_files(folder: Path) -> None:
    """Raises `ModelMissing`, or `ModelBroken` that names the file which is not what was installed. A folder without
    the store's record is taken as it is."""
    if not (folder / "model.bin").is_file():
        raise ModelMissing(f"The model {folder.name} is missing. Run: hearsight models install {folder.name}")
    try:
        files = json.loads((folder / RECORD).read_text(encoding="utf-8"))["files"]
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelBroken(detail=f"{folder / RECORD}: {error!r}") from error
    for file in files:
        path = folder / str(file["path"])
        if not path.is_file() or path.stat().st_size != file["bytes"] or _sha256(path) != file["sha256"]:
            raise ModelBroken(
                f"The file {path.name} of the model {folder.name} is damaged. "
                f"Run: hearsight models install {folder.name}",
                detail=str(path),
            )


def memory_ran_out(error: BaseException) -> bool:
    """Whether a library's error says that the memory (of the computer or of its graphics card) was too small."""
    text = str(error).lower()
    words = (
        "out of memory",
        "can't allocate memory",
        "cannot allocate memory",
        "failed to allocate memory",
        "bad_alloc",
        "alloc_failed",
    )
    return isinstance(error, MemoryError) or any(word in text for word in words)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()

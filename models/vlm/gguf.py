"""GGUF models by llama.cpp's binding (llama-cpp-python, the optional extra "gguf"): quantised, quick on a CPU.

A vision model is two files: the language model and its eyes (the projector, "mmproj" in llama.cpp's words) beside it.
The binding's `MTMDChatHandler` puts the picture where the model's own chat template wants it; templates are rendered
in jinja2's sandbox.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cancel import Cancelled
from assistant.errors import ModelBroken, ModelMissing, ModelTrouble, OutOfMemory
from models.vlm.chat import messages_for, settings_for
from models.vlm.endings import Ended
from models.vlm.gguf_header import Header, read_header
from models.vlm.prompt import Prompt

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.types import Pixels

CONTEXT = 8192
"""Tokens: a picture takes up to 3,000 (Qwen2.5-VL at `chat.LONGEST_SIDE`), the quoted text 500."""
POLL_S = 0.02
CAPTION = Prompt("caption", user="Describe this picture in one sentence.")
SETTINGS = frozenset(("max_new_tokens", "num_beams", "temperature", "top_p", "top_k", "repetition_penalty"))
HOW_TO_INSTALL = (
    "GGUF models need a package that is not installed. Run: pip install 'hearsight[gguf]', or in this folder: "
    "pip install 'llama-cpp-python>=0.3.36'"
)


_SILENT: Any = None
"""What the binding calls in the place of its log: kept alive as long as the library."""


class GgufModel:
    """A worker for `assistant.host`, as `models.vlm.captioner.Captioner` is: loads at the first call, one picture at a
    time. `source`: a .gguf file, or a folder with one. `device`: "cpu" keeps it off the GPU."""

    def __init__(self, source: str, *, device: str = "auto", context: int = CONTEXT) -> None:
        self._source = Path(source)
        self._device = device
        self._context = context
        self._one_at_a_time = threading.Lock()
        self._llama: Any = None
        self._files: tuple[Path, Path | None, Header] | None = None
        self._abort: Any = None
        self._token: Token | None = None

    def warm(self, *, token: Token) -> None:
        """Load it. Raises `ModelMissing` (the binding), `ModelBroken`, `ModelTrouble`."""
        with self._turn(token):
            self._load()

    def about(self, *, token: Token) -> dict[str, object]:
        """By the files' own words, without loading them."""
        model, eyes, header = self._found()
        tasks = ("caption", "answer") if eyes is not None else ()
        return {
            "name": header.name or model.stem,
            "family": f"gguf {header.architecture}".strip(),
            "tasks": tasks,
            "device": "cpu" if self._device == "cpu" else "llama.cpp's choice",
        }

    def pieces(self, pixels: Pixels, *, token: Token, prompt: Prompt | None = None, **settings: Any) -> Iterator[Ended]:
        """What the model writes of an (h, w, 3) uint8 RGB picture; the last piece tells whether it was cut. Polls the
        token before each word and, while the prompt is read, before each step of the graph. Raises `ModelTrouble` for
        a model without eyes."""
        model, eyes, _ = self._found()
        if eyes is None:
            raise ModelTrouble(
                f"The model {model.name} can't look at pictures: the file with its eyes (mmproj) is missing beside it."
            )
        yield from self.written(messages_for(prompt or CAPTION, pixels), token=token, **settings)

    def written(self, messages: list[dict[str, Any]], *, token: Token, **settings: Any) -> Iterator[Ended]:
        """What it writes after chat messages in OpenAI's form, which may hold a picture."""
        asked = _checked(settings)
        with self._turn(token):
            llama = self._load()
            import llama_cpp

            chances = _Chances()
            self._token = token
            try:
                stream = llama.create_chat_completion(
                    messages=messages,
                    stream=True,
                    logits_processor=llama_cpp.LogitsProcessorList([chances.look]),
                    **asked,
                )
                for event in stream:
                    token.check()
                    choice = event["choices"][0]
                    text = choice.get("delta", {}).get("content") or ""
                    reason = choice.get("finish_reason")
                    if text or reason:
                        yield Ended(text, chances.mean(), reason == "length")
            except ModelTrouble:
                raise
            except MemoryError as error:
                raise OutOfMemory(detail=repr(error)) from error
            except (ValueError, RuntimeError) as error:
                if token.cancelled:
                    raise Cancelled from None  # the graph was left in the middle
                raise _trouble(self._found()[0].name, error) from error
            finally:
                self._token = None

    def _turn(self, token: Token) -> _Turn:
        return _Turn(self._one_at_a_time, token)

    def _found(self) -> tuple[Path, Path | None, Header]:
        if self._files is None:
            self._files = model_files(self._source)
        return self._files

    def _load(self) -> Any:
        if self._llama is not None:
            return self._llama
        model, eyes, header = self._found()
        if find_spec("llama_cpp") is None:
            raise ModelMissing(HOW_TO_INSTALL)
        if not header.talks:
            raise ModelTrouble(f"The model {model.name} was not made for questions: it has no chat template.")
        import llama_cpp

        handler = None
        if eyes is not None:
            from llama_cpp import llama_chat_format

            if not hasattr(llama_chat_format, "MTMDChatHandler"):
                raise ModelMissing(
                    "llama-cpp-python is too old for pictures. Run: pip install --upgrade 'llama-cpp-python>=0.3.36'"
                )
        try:
            if eyes is not None:
                handler = llama_chat_format.MTMDChatHandler(
                    clip_model_path=str(eyes), verbose=False, use_gpu=self._device != "cpu"
                )
                _hush(llama_cpp)
            self._llama = llama_cpp.Llama(
                model_path=str(model),
                chat_handler=handler,
                n_ctx=self._context,
                n_gpu_layers=0 if self._device == "cpu" else -1,
                verbose=False,
            )
        except (ValueError, RuntimeError, OSError, AttributeError) as error:
            raise ModelBroken(
                f"The model {model.name} can't be loaded: it is damaged, or llama.cpp does not know its kind.",
                detail=repr(error),
            ) from error
        self._abort = _abort_by(llama_cpp, self._llama, lambda: self._token is not None and self._token.cancelled)
        return self._llama


class _Turn:
    """Holds a lock; waiting for it can be cancelled."""

    def __init__(self, lock: threading.Lock, token: Token) -> None:
        self._lock, self._token = lock, token

    def __enter__(self) -> None:
        while not self._lock.acquire(timeout=POLL_S):
            self._token.check()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class _Chances:
    """How sure the model was of its words: the share of the likeliest token, which greedy decoding takes."""

    def __init__(self) -> None:
        self._new: list[float] = []

    def mean(self) -> float | None:
        if not self._new:
            return None
        mean = sum(self._new) / len(self._new)
        self._new.clear()
        return mean

    def look(self, _ids: Any, scores: Any) -> Any:
        """A logits processor of the binding: called with the scores of all tokens before one is chosen."""
        import numpy as np

        self._new.append(float(1.0 / np.exp(scores - scores.max()).sum()))
        return scores


def model_files(source: Path) -> tuple[Path, Path | None, Header]:
    """The language model, its eyes (None where there are none), and the model's header. Raises `ModelBroken`."""
    if source.is_file():
        folder, named = source.parent, source
    else:
        folder, named = source, None
    headers = {path: read_header(path) for path in _ggufs(folder, named)}
    eyes = sorted(path for path, header in headers.items() if header.is_projector)
    models = [named] if named is not None else sorted(path for path in headers if path not in eyes)
    if named is not None and named in eyes:
        raise ModelBroken(f"{named.name} holds only the eyes of a model. Name the model's file beside it.")
    if not models:
        raise ModelBroken(f"The folder {folder.name} holds no GGUF model.")
    if len(models) > 1:
        raise ModelBroken(f"The folder {folder.name} holds {len(models)} models. Name one file: {models[0].name}")
    return models[0], eyes[0] if eyes else None, headers[models[0]]


def _ggufs(folder: Path, named: Path | None) -> list[Path]:
    """Of a model in several parts, llama.cpp wants the first, and finds the others."""
    found = [path for path in sorted(folder.glob("*.gguf")) if "-of-" not in path.stem or "-00001-of-" in path.stem]
    if named is not None:
        found = [path for path in found if path == named or "mmproj" in path.name.lower()]
        if named not in found:
            found.append(named)
    return found


def _checked(settings: dict[str, Any]) -> dict[str, Any]:
    return {
        **settings_for(settings, SETTINGS, "A GGUF model"),
        "repeat_penalty": float(settings.get("repetition_penalty", 1.0)),
        **{name: settings[name] for name in ("top_p", "top_k") if name in settings},
    }


def _hush(llama_cpp: Any) -> None:
    """The part with the eyes writes each prompt, words from the screen among them, to stderr, whatever `verbose` says
    (0.3.36): nothing of that is told. Raises `AttributeError` for a binding that can't be told so."""
    global _SILENT
    from llama_cpp import mtmd_cpp

    _SILENT = llama_cpp.llama_log_callback(lambda level, text, data: None)
    mtmd_cpp.mtmd_log_set(_SILENT, None)
    mtmd_cpp.mtmd_helper_log_set(_SILENT, None)


def _abort_by(llama_cpp: Any, llama: Any, wanted: Any) -> Any:
    """Let llama.cpp leave its graph when `wanted()`; the callback, to be kept alive, or None for a binding without
    it: then a cancel waits until the prompt is read."""
    try:
        callback = llama_cpp.ggml_abort_callback(lambda _: bool(wanted()))
        llama_cpp.llama_set_abort_callback(llama.ctx, callback, None)
    except (AttributeError, TypeError):
        return None
    return callback


def _trouble(name: str, error: Exception) -> ModelTrouble:
    detail = repr(error).partition("text=")[0]  # a tokenizer that fails tells all of the prompt: nothing for the log
    text = detail.lower()
    if "context window" in text or "exceed" in text:
        return ModelTrouble(f"The picture and its text are too long for the model {name}.", detail=detail)
    if "tokenize input" in text:  # by the part with the eyes: it could not cut the picture up
        return ModelTrouble(f"The model {name} can't take a picture of this shape.", detail=detail)
    if "vision is not supported" in text or "mtmd" in text or "clip" in text:
        return ModelBroken(f"The eyes of the model {name} don't fit it, or are damaged.", detail=detail)
    return ModelTrouble(f"The model {name} failed. Please try again.", detail=detail)

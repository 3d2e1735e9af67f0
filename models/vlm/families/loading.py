"""Loading a vision-language model from a local folder (or the hub's cache), and refusing what can't be run safely.

Only safetensors weights are read: a pickle can run code. No code from a model's folder is run, and nothing is
fetched: `hearsight models install` does that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import ModelBroken, ModelMissing, ModelTrouble
from models.device import Device, no_memory
from models.vlm import applying, quantize
from models.vlm.families import blip, captioners, florence2, matching, paligemma, qwen, tiled
from models.vlm.families.adapter import Loaded
from models.vlm.families.processors import image_processor, processor

FAMILIES: dict[str, type[Loaded]] = {
    "vision-encoder-decoder": captioners.EncoderDecoder,
    "blip": blip.BlipCaption,
    "git": captioners.Git,
    "florence2": florence2.Florence2,
    "smolvlm": tiled.Tiled,
    "idefics3": tiled.Tiled,
    "qwen2_vl": qwen.Qwen,
    "qwen2_5_vl": qwen.Qwen,
    "qwen3_vl": qwen.Qwen,
    "qwen3_5": qwen.Qwen,
    "paligemma": paligemma.PaliGemma,
    "gemma3": tiled.Gemma3,
    "siglip": matching.Matching,
    "siglip2": matching.Matching,
    "clip": matching.Matching,
}
"""By a configuration's `model_type`. Any other that transformers loads as a model of pictures and words, with a chat
template, is served by `Loaded` itself."""
BY_ARCHITECTURE: dict[str, tuple[type[Loaded], str]] = {
    "BlipForQuestionAnswering": (blip.BlipAnswer, "BlipForQuestionAnswering"),
    "BlipForImageTextRetrieval": (blip.BlipMatch, "BlipForImageTextRetrieval"),
}
TOKENIZER_FILES = ("tokenizer.json", "vocab.json", "vocab.txt", "spiece.model", "sentencepiece.bpe.model")
NEEDS_CODE = "The model {name} needs program code from its folder, which I don't run. Choose another."
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_MAY_BE_MISSING = re.compile(r"\.pooler\.|position_ids$|\.attn\.(masked_)?bias$")
"""Weights that captioning never uses, or that are constants: older exports lack some of them."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the configuration says of a model."""

    name: str
    family: str
    adapter: type[Loaded]
    model_class: str
    processor_class: str | None


def load(source: str | Path, device: Device) -> Loaded:
    """`source`: a folder, or the name of a model in the hub's cache on this computer.

    Raises `ModelMissing` (not there), `ModelBroken` (not whole, a tokenizer of another model, or weights that are no
    safetensors) and `ModelTrouble` (a family that isn't supported, one that needs code from its folder or a package
    that is not installed).
    """
    folder = _folder(source)
    kind = _check(folder, folder.name if Path(source).is_dir() else str(source))
    import torch
    import transformers
    from transformers.utils import logging

    applying.check(kind.name, device)
    logging.disable_progress_bar()  # "Loading weights: 100%" is not for a log
    with _broken_if_fails(kind.name):
        if quantize.describes(folder):
            asked = {"dtype": getattr(torch, device.dtype), **applying.settings(device)}
            model, told = quantize.restored(folder, **asked)
        else:
            model, told, device = applying.read(getattr(transformers, kind.model_class), folder, device)
        whole, tokenizer = _processor(folder, kind)
    missing = sorted(key for key in told["missing_keys"] if not _MAY_BE_MISSING.search(key))
    if missing or told["mismatched_keys"]:  # transformers fills these with random numbers and goes on
        raise ModelBroken(
            f"The model {kind.name} is not whole: some of its weights are missing. Run: hearsight models verify",
            detail=f"missing: {missing[:5]}; of another shape: {sorted(told['mismatched_keys'])[:5]}",
        )
    if getattr(model, "generation_config", None) is not None:
        _settle_tokens(model, tokenizer)
    model = applying.placed(model, device).eval()
    loaded = kind.adapter(kind.name, kind.family, model, whole, tokenizer, device)
    _check_words(loaded)
    return loaded


def _processor(folder: Path, kind: _Kind) -> tuple[Any, Any]:
    if issubclass(kind.adapter, captioners.EncoderDecoder):  # has no class for both
        from transformers import AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        return image_processor(folder), tokenizer
    whole = processor(folder, kind.processor_class, kind.family)
    return whole, whole.tokenizer


def _check_words(loaded: Loaded) -> None:
    """A tokenizer with more words than the model is another model's. Signs that were added later don't count: some
    processors add signs that no prompt of ours has."""
    rows, words = loaded.rows(), int(loaded.tokenizer.vocab_size)
    if rows is not None and words > rows:
        raise ModelBroken(
            f"The model {loaded.name} has the wrong tokenizer: it has {words} words, the model knows {rows}. "
            "Run: hearsight models verify"
        )


def _folder(source: str | Path) -> Path:
    path = Path(source).expanduser()
    if path.is_dir():
        return path
    if isinstance(source, str) and _HUB_NAME.fullmatch(source):
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import LocalEntryNotFoundError

        try:
            return Path(snapshot_download(source, local_files_only=True))
        except LocalEntryNotFoundError:
            pass
    raise ModelMissing(f"The model {source} is not on this computer. Run: hearsight models install {source}")


def _check(folder: Path, name: str) -> _Kind:
    """Everything that can be known from the files' names and the configuration is checked first, since the libraries'
    own messages speak of classes and not of files."""
    config = _json(folder, "config.json", name)
    if config is None:
        raise ModelBroken(f"The folder {name} holds no model: config.json is missing.")
    family = str(config.get("model_type", "unknown"))
    if "auto_map" in config:
        raise ModelTrouble(NEEDS_CODE.format(name=name))
    adapter, model_class = _adapter(family, config.get("architectures"), name)
    _check_weights(folder, name)
    pictures = _json(folder, "preprocessor_config.json", name)
    both = _json(folder, "processor_config.json", name)
    if pictures is None and both is None:
        raise ModelBroken(f"The model {name} can't look at pictures: preprocessor_config.json is missing.")
    if not any((folder / file).is_file() for file in TOKENIZER_FILES):
        raise ModelBroken(f"The model {name} can't write words: its tokenizer is missing (tokenizer.json).")
    said = [config.get("processor_class") for config in (both, pictures) if config]
    return _Kind(name, family, adapter, model_class, next((str(one) for one in said if one), None))


def _adapter(family: str, architectures: object, name: str) -> tuple[type[Loaded], str]:
    architecture = str(architectures[0]) if isinstance(architectures, list) and architectures else ""
    if architecture in BY_ARCHITECTURE:
        return BY_ARCHITECTURE[architecture]
    adapter = FAMILIES.get(family)
    if adapter is matching.Matching:
        return adapter, "AutoModel"
    if adapter is None:
        from transformers.models.auto.modeling_auto import MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES

        if family not in MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES:
            raise ModelTrouble(
                f"The model {name} is of the family {family}, which I can't use for pictures. "
                f"I can use: {', '.join(FAMILIES)}, and others that transformers knows for pictures and words."
            )
        adapter = Loaded
    return adapter, "AutoModelForImageTextToText"


def _check_weights(folder: Path, name: str) -> None:
    if not any(folder.glob("*.safetensors")):
        if any(folder.glob("*.bin")) or any(folder.glob("*.pt")) or any(folder.glob("*.pth")):
            raise ModelBroken(
                f"The weights of {name} are a pickle, which can run code when opened. "
                "Use a version of it with safetensors files."
            )
        raise ModelBroken(f"The model {name} has no weights: model.safetensors is missing.")
    index = _json(folder, "model.safetensors.index.json", name)
    if index is not None and not (folder / "model.safetensors").is_file():
        parts = index.get("weight_map")
        if not isinstance(parts, dict):
            raise ModelBroken(f"The model {name} is damaged: model.safetensors.index.json lists no weights.")
        gone = sorted({str(part) for part in parts.values() if not (folder / str(part)).is_file()})
        if gone:
            raise ModelBroken(
                f"The model {name} is not whole: {gone[0]} is missing. Run: hearsight models verify",
                detail=f"missing: {gone}",
            )


def _json(folder: Path, file: str, name: str) -> dict[str, Any] | None:
    """None where the file is missing."""
    try:
        config = json.loads((folder / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise ModelBroken(f"The model {name} is damaged: {file} can't be read.", detail=repr(error)) from error
    if not isinstance(config, dict):
        raise ModelBroken(f"The model {name} is damaged: {file} holds no settings.")
    return config


@contextmanager
def _broken_if_fails(name: str) -> Iterator[None]:
    """The one place where the libraries' errors about a model's files become ours."""
    try:
        yield
    except ModelBroken:
        raise
    except ImportError as error:
        package = getattr(error, "name", None) or next(
            (word for word in ("torchvision", "sentencepiece", "num2words", "timm", "einops") if word in str(error)), ""
        )
        raise ModelTrouble(
            f"The model {name} needs a package that is not installed: {package}. Run: pip install {package}"
            if package
            else f"The model {name} needs a package that is not installed.",
            detail=str(error)[:2000],
        ) from error
    except Exception as error:
        if no_memory(error):
            raise
        if "trust_remote_code" in str(error):
            raise ModelTrouble(NEEDS_CODE.format(name=name), detail=str(error)[:2000]) from error
        raise ModelBroken(
            f"The model {name} can't be loaded: a file of it is damaged. Run: hearsight models verify",
            detail=f"{type(error).__name__}: {error}"[:2000],
        ) from error


def _settle_tokens(model: Any, tokenizer: Any) -> None:
    """Older exports leave out which token begins and pads a caption: then it is the tokenizer's."""
    settings = model.generation_config
    end = settings.eos_token_id if settings.eos_token_id is not None else tokenizer.eos_token_id
    start = settings.decoder_start_token_id
    if start is None:
        start = next((id for id in (tokenizer.bos_token_id, tokenizer.cls_token_id, end) if id is not None), None)
    settings.eos_token_id = end if end is not None else tokenizer.sep_token_id
    settings.decoder_start_token_id = start
    if settings.pad_token_id is None:
        first = settings.eos_token_id
        settings.pad_token_id = first[0] if isinstance(first, list) else first

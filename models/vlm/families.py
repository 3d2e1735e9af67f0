"""Loading a captioning model from a local folder (or the hub's cache), and refusing what can't be run safely.

Families: `vision-encoder-decoder` (a ViT that sees and a GPT-2, or another decoder, that writes; tokenizer GPT-2's
or BERT's) and `blip`. Only safetensors weights are read: a pickle can run code. No code from a model's folder is
run, and nothing is fetched: `hearsight models install` does that.
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
from models.device import Device

FAMILIES = ("vision-encoder-decoder", "blip")
TOKENIZER_FILES = ("tokenizer.json", "vocab.json", "vocab.txt", "spiece.model", "sentencepiece.bpe.model")
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_MAY_BE_MISSING = re.compile(r"\.pooler\.|position_ids$|\.attn\.(masked_)?bias$")
"""Weights that captioning never uses, or that are constants: older exports lack some of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A model that is ready: in evaluation mode, on its device, in its precision."""

    name: str
    family: str
    model: Any
    image_processor: Any
    tokenizer: Any
    device: Device

    def prepare(self, pixels: Any) -> Any:
        """(h, w, 3) uint8 RGB -> (1, 3, H, W) tensor on the device, resized and normalised as the model wants."""
        import torch

        values = self.image_processor(pixels, return_tensors="pt", input_data_format="channels_last").pixel_values
        return values.to(self.device.torch_device, getattr(torch, self.device.dtype))

    def encode(self, prepared: Any) -> Any | None:
        """What the encoder sees, to be used by several captions; None for a family that can't take it back."""
        if self.family != "vision-encoder-decoder":
            return None
        return self.model.get_encoder()(pixel_values=prepared).last_hidden_state

    def words(self, ids: Any) -> str:
        return str(self.tokenizer.decode(ids, skip_special_tokens=True))


def load(source: str | Path, device: Device) -> Loaded:
    """`source`: a folder, or the name of a model in the hub's cache on this computer.

    Raises `ModelMissing` (not there), `ModelBroken` (not whole, or weights that are no safetensors) and
    `ModelTrouble` (a family that isn't supported, or one that needs code from its folder).
    """
    folder = _folder(source)
    name = folder.name if Path(source).is_dir() else str(source)
    family = _check(folder, name)
    import torch
    from transformers import AutoImageProcessor, AutoModelForImageTextToText, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()  # "Loading weights: 100%" is not for a log
    with _broken_if_fails(name):
        model, told = AutoModelForImageTextToText.from_pretrained(
            folder,
            local_files_only=True,
            use_safetensors=True,
            trust_remote_code=False,
            dtype=getattr(torch, device.dtype),
            output_loading_info=True,
        )
        # The PIL backend: the other one needs torchvision, and rounds differently.
        image_processor = AutoImageProcessor.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False, backend="pil"
        )
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    missing = sorted(key for key in told["missing_keys"] if not _MAY_BE_MISSING.search(key))
    if missing or told["mismatched_keys"]:  # transformers fills these with random numbers and goes on
        raise ModelBroken(
            f"The model {name} is not whole: some of its weights are missing. Run: hearsight models verify",
            detail=f"missing: {missing[:5]}; of another shape: {sorted(told['mismatched_keys'])[:5]}",
        )
    _settle_tokens(model, tokenizer)
    return Loaded(name, family, model.to(device.torch_device).eval(), image_processor, tokenizer, device)


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


def _check(folder: Path, name: str) -> str:
    """The family. Everything that can be known from the files' names and the configuration is checked first, since
    the libraries' own messages speak of classes and not of files."""
    config = _config(folder, name)
    family = str(config.get("model_type", "unknown"))
    if "auto_map" in config:
        raise ModelTrouble(f"The model {name} needs program code from its folder, which I don't run. Choose another.")
    if family not in FAMILIES:
        raise ModelTrouble(
            f"The model {name} is of the family {family}, which I can't use for captions. "
            f"I can use: {', '.join(FAMILIES)}."
        )
    if not any(folder.glob("*.safetensors")):
        if any(folder.glob("*.bin")) or any(folder.glob("*.pt")) or any(folder.glob("*.pth")):
            raise ModelBroken(
                f"The weights of {name} are a pickle, which can run code when opened. "
                "Use a version of it with safetensors files."
            )
        raise ModelBroken(f"The model {name} has no weights: model.safetensors is missing.")
    if not any((folder / file).is_file() for file in ("preprocessor_config.json", "processor_config.json")):
        raise ModelBroken(f"The model {name} can't look at pictures: preprocessor_config.json is missing.")
    if not any((folder / file).is_file() for file in TOKENIZER_FILES):
        raise ModelBroken(f"The model {name} can't write words: its tokenizer is missing (tokenizer.json).")
    return family


def _config(folder: Path, name: str) -> dict[str, Any]:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelBroken(f"The folder {name} holds no model: config.json is missing.") from None
    except (OSError, ValueError) as error:
        raise ModelBroken(f"The model {name} is damaged: config.json can't be read.", detail=repr(error)) from error
    if not isinstance(config, dict):
        raise ModelBroken(f"The model {name} is damaged: config.json holds no settings.")
    return config


@contextmanager
def _broken_if_fails(name: str) -> Iterator[None]:
    """The one place where the libraries' errors about a model's files become ours."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        if type(error).__name__ == "OutOfMemoryError":
            raise
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

"""A family's processor for pictures and words, without torchvision and without what only videos need."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def processor(folder: Path, kind: str | None, model_type: str) -> Any:
    """The processor of the class `kind` (or of the model's type), with PIL's image processor: torchvision's rounds
    differently, and is not there on most machines. Raises what transformers raises; `ImportError` names a package
    that is not installed."""
    from transformers import AutoFeatureExtractor, AutoTokenizer

    cls = _without_videos(_named(kind, model_type))
    parts: list[Any] = []
    settings, _ = cls.get_processor_dict(folder, local_files_only=True)
    for part in cls.get_attributes():
        if part == "tokenizer":
            parts.append(AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False))
        elif part == "image_processor":
            parts.append(image_processor(folder))
        elif part == "feature_extractor":  # of a family that also hears
            parts.append(AutoFeatureExtractor.from_pretrained(folder, local_files_only=True, trust_remote_code=False))
        else:
            parts.append(None)
    return cls.from_args_and_dict(parts, settings)


def image_processor(folder: Path) -> Any:
    from transformers import AutoImageProcessor

    return AutoImageProcessor.from_pretrained(folder, local_files_only=True, trust_remote_code=False, backend="pil")


def one_size(look: Any) -> bool:
    """Whether an image processor makes the same of a picture of any size: a square of so many pixels, no tiles."""
    tiles = getattr(look, "image_grid_pinpoints", None) or getattr(look, "crop_to_patches", None)
    sides = {name for name in ("height", "width") if (getattr(look, "size", None) or {}).get(name)}
    return not tiles and (bool(getattr(look, "do_center_crop", None)) or len(sides) == 2)


def _named(kind: str | None, model_type: str) -> Any:
    import transformers
    from transformers.models.auto.processing_auto import PROCESSOR_MAPPING_NAMES

    name = kind or PROCESSOR_MAPPING_NAMES.get(model_type)
    cls = getattr(transformers, name, None) if name else None
    if cls is None:
        raise ValueError(f"transformers has no processor {name!r} for {model_type}")
    return cls


def _without_videos(cls: Any) -> Any:
    """The processors of SmolVLM and Qwen-VL want one of videos, too, which needs torchvision, and SmolVLM's wants
    num2words for the number of a video's frames. Pictures need neither."""
    import sys

    module = sys.modules[cls.__module__]
    if getattr(module, "num2words", str) is None:
        module.num2words = str  # type: ignore[attr-defined]

    class Pictures(cls):  # type: ignore[misc]
        def check_argument_for_proper_class(self, name: str, argument: Any) -> Any:
            return type(None) if argument is None else super().check_argument_for_proper_class(name, argument)

    Pictures.__name__ = cls.__name__
    return Pictures

"""What a plan's device says, done to a model of transformers: rounded weights, FlashAttention, a compiled step."""

from __future__ import annotations

import logging
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assistant.errors import ModelTrouble
from models.device import Device
from models.vlm import planning

log = logging.getLogger("hearsight.models")


HEADS = ("lm_head", "output", "cls.predictions.decoder")
"""Names of the last layer, at a name's end: transformers 5.24 leaves it as it is by itself only where nothing else is
named (huggingface/transformers#45674)."""


def rounds(device: Device) -> bool:
    """Whether bitsandbytes rounds the weights while they are loaded; on the CPU only 4 bits are its work."""
    return device.weights == "int4" or (device.weights == "int8" and device.kind != "cpu")


def check(name: str, device: Device) -> None:
    """Raises `ModelTrouble` where a package that rounding needs is missing, or doesn't work on the device."""
    lacks = [package for package in ("bitsandbytes", "accelerate") if rounds(device) and find_spec(package) is None]
    if lacks:
        raise ModelTrouble(
            f"The model {name} needs a package that is not installed: {lacks[0]}. Run: pip install {lacks[0]}"
        )
    if rounds(device) and (trouble := planning.rounding_trouble(device)):
        raise ModelTrouble(
            f"The model {name} can't be made smaller: the package bitsandbytes doesn't work on this device. "
            "Choose another precision.",
            detail=trouble,
        )


def settings(device: Device) -> dict[str, Any]:
    """What `from_pretrained` is given beside the folder and the dtype."""
    asked: dict[str, Any] = {}
    if rounds(device):
        import torch
        from transformers import BitsAndBytesConfig

        computes = getattr(torch, device.dtype)
        # NF4 is for weights that are normally distributed, and its scales are rounded to 8 bits as well: 4.13 bits a
        # weight (Dettmers et al. 2023, "QLoRA", arXiv 2305.14314, sections 3 and 5.2).
        asked["quantization_config"] = (
            BitsAndBytesConfig(load_in_8bit=True)
            if device.weights == "int8"
            else BitsAndBytesConfig(
                load_in_4bit=True,
                bnb_4bit_quant_type="nf4",
                bnb_4bit_use_double_quant=True,
                bnb_4bit_compute_dtype=computes,
                llm_int8_skip_modules=[*planning.EYES, *HEADS],
            )
        )
        asked["device_map"] = {"": device.torch_device}
    if device.attention != "sdpa":
        asked["attn_implementation"] = device.attention
    return asked


def read(model_class: Any, folder: Path, device: Device) -> tuple[Any, dict[str, Any], Device]:
    """The model, what `from_pretrained` told of its weights, and the device as it was in the end: a part of a model
    that has no FlashAttention makes the whole take SDPA."""
    import torch

    asked = {
        "local_files_only": True,
        "use_safetensors": True,
        "trust_remote_code": False,
        "dtype": getattr(torch, device.dtype),
        "output_loading_info": True,
    }
    if device.attention != "sdpa" and device.attention not in planning.installed():
        log.warning("%s is not installed, so SDPA is used", device.attention)  # transformers would fetch it, unasked
        device = replace(device, attention="sdpa")
    try:
        model, told = model_class.from_pretrained(folder, **asked, **settings(device))
    except (ValueError, ImportError) as error:
        if device.attention == "sdpa" or "flash" not in str(error).lower():
            raise
        log.warning("FlashAttention is not for this model, so SDPA is used: %s", error)
        device = replace(device, attention="sdpa")
        model, told = model_class.from_pretrained(folder, **asked, **settings(device))
    return model, told, device


def placed(model: Any, device: Device) -> Any:
    """On its device, and the compiler told what to do. Rounded weights are there already; 8 bits can't move."""
    if not rounds(device):
        model = model.to(device.torch_device)
    if device.compiled and getattr(model, "generation_config", None) is not None:
        from transformers import CompileConfig

        # CUDA graphs belong to the thread that recorded them, and words are written on another one than a picture is
        # first looked at, so "reduce-overhead", the default, is not for us.
        model.generation_config.compile_config = CompileConfig(mode="default", fullgraph=False)
    return model

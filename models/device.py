"""Which accelerator a model runs on, and in which precision. torch is imported inside `choose` only."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.errors import BadSetting, DeviceMissing

log = logging.getLogger("hearsight.models")

ORDER = ("cuda", "mps", "xpu", "cpu")
HALVES = ("bfloat16", "float16")
PRECISIONS = (*HALVES, "float32", "float16-weights", "int8", "int4")
""""float16-weights" (the CPU only): arithmetic in float32 with weights that lie packed. "int8": packed on the CPU, by
bitsandbytes on a graphics card, as "int4" is there only."""
WORDS = {"cuda": "an NVIDIA or AMD graphics card", "mps": "an Apple GPU", "xpu": "an Intel GPU", "cpu": "the CPU"}


@dataclass(frozen=True, slots=True)
class Device:
    """Where to run: `torch_device` ("cuda:0", "mps", "xpu:0", "cpu") and `dtype` ("bfloat16", "float16",
    "float32") are names, so that the value travels without torch."""

    name: str
    torch_device: str
    dtype: str
    why: str
    memory_bytes: int | None = None
    """All memory of the device; None where the system doesn't tell."""
    weights: str | None = None
    """On the CPU "float16" or "int8": how `models.vlm.quick` may pack a large model's weights. On a graphics card
    "int8" or "int4": how bitsandbytes rounds them while they are loaded. None leaves them as they are."""
    attention: str = "sdpa"
    """"sdpa", "flash_attention_2" or "flash_attention_3"."""
    compiled: bool = False
    """Whether writing takes a static cache and a compiled step."""

    @property
    def kind(self) -> str:
        return self.torch_device.partition(":")[0]


def choose(prefer: str | None = None, precision: str | None = None) -> Device:
    """The device to use: `prefer`, else the environment's HEARSIGHT_DEVICE, else the first that works of CUDA, MPS,
    XPU, CPU. Both take "auto", "cpu", "cuda", "cuda:1", "mps", "xpu". `precision` (else HEARSIGHT_PRECISION)
    overrides the dtype.

    A GPU counts only if it adds two numbers, so that a card too old for this build of torch is passed over.
    Raises `BadSetting` for a word that is none of these and `DeviceMissing` for a choice that doesn't work here.
    """
    wanted, origin = _asked(prefer, "HEARSIGHT_DEVICE")
    dtype, _ = _asked(precision, "HEARSIGHT_PRECISION")
    if dtype is not None and dtype not in PRECISIONS:
        raise BadSetting(f"The precision {dtype!r} is none of: auto, {', '.join(PRECISIONS)}.")
    if wanted is None:
        return next(device for kind in ORDER if (device := _try(kind, None, dtype, "")) is not None)
    kind, _, number = wanted.partition(":")
    if kind not in ORDER or (number and not number.isdecimal()) or (number and kind in ("mps", "cpu")):
        raise BadSetting(f"The device {wanted!r} is none of: auto, cpu, cuda, cuda:1, mps, xpu.")
    device = _try(kind, int(number) if number else None, dtype, origin)
    if device is None:
        works = [other for other in ORDER if _try(other, None, None, "") is not None]
        raise DeviceMissing(
            f"The device {wanted} is not available here: torch finds no such working device "
            f"({WORDS[kind]}). What works: {', '.join(works)}."
        )
    return device


def fallback() -> Device:
    """The CPU where a graphics card doesn't do; in a precision of its own, whatever was asked for."""
    try:
        return choose("cpu")
    except BadSetting:
        return choose("cpu", "float16-weights")


def asked_for(prefer: str | None) -> bool:
    """Whether a person named a device, by a setting or HEARSIGHT_DEVICE."""
    return _asked(prefer, "HEARSIGHT_DEVICE")[0] is not None


def half_of(torch: Any, device: Device) -> str:
    """The precision in which a device computes quickest, whatever it was chosen for; its own where torch doesn't have
    the device."""
    number = int(device.torch_device.partition(":")[2] or 0)
    try:
        found = _PROBES[device.kind](torch, number if device.kind in ("cuda", "xpu") else None)
    except (RuntimeError, AssertionError, AttributeError):
        found = None
    return device.dtype if found is None else found[2]


def no_memory(error: BaseException) -> bool:
    """torch says it by a class of its own on a GPU and by its words on a CPU."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    words = str(error)
    return isinstance(error, RuntimeError) and ("out of memory" in words or "can't allocate memory" in words)


def _asked(value: str | None, variable: str) -> tuple[str | None, str]:
    for word, origin in ((value, "chosen in the settings"), (os.environ.get(variable), f"chosen by {variable}")):
        if word and word != "auto":
            return word.lower(), origin
    return None, ""


def _try(kind: str, number: int | None, dtype: str | None, origin: str) -> Device | None:
    import torch

    probe: Callable[[Any, int | None], tuple[str, str, str, str, int | None] | None] = _PROBES[kind]
    try:
        found = probe(torch, number)
    except (RuntimeError, AssertionError) as error:  # a card that is full, or fell off its bus, tells nothing of itself
        log.warning("%s tells nothing of itself and is passed over: %s", kind, error)
        return None
    if found is None:
        return None
    name, torch_device, best, why, memory = found
    if not _adds(torch, torch_device):
        return None
    weights = _WEIGHTS.get(dtype or "")
    if dtype == "float16-weights" and kind != "cpu":
        raise BadSetting(f"The precision {dtype!r} is for the CPU only; a graphics card has bfloat16 and float16.")
    if dtype == "int4" and kind == "cpu":
        raise BadSetting(f"The precision {dtype!r} is for graphics cards only; the CPU has int8 and float16-weights.")
    if dtype is None and kind == "cpu" and best == "float32":
        weights = "float16"  # the same words in every measured caption, from half of the bytes: docs/vlm-speed.md
    why = f"{origin}; {why}" if origin else why
    computes = ("float32" if kind == "cpu" else best) if dtype in _WEIGHTS else dtype or best
    return Device(name, torch_device, computes, why, memory, weights)


def _adds(torch: Any, torch_device: str) -> bool:
    try:
        return float((torch.ones(1, device=torch_device) + 1).item()) == 2.0
    except (RuntimeError, AssertionError):  # "no kernel image is available", "not compiled with"
        return False


def _cuda(torch: Any, number: int | None) -> tuple[str, str, str, str, int | None] | None:
    if not torch.cuda.is_available() or (number or 0) >= torch.cuda.device_count():
        return None
    if number is None:  # of several cards, the one with the most free memory
        number = max(range(torch.cuda.device_count()), key=lambda card: _free_bytes(torch, card))
    major, minor = torch.cuda.get_device_capability(number)
    why = f"a CUDA card of compute capability {major}.{minor}"
    memory = int(torch.cuda.mem_get_info(number)[1])
    return torch.cuda.get_device_name(number), f"cuda:{number}", _half_of_cuda(major), why, memory


def _free_bytes(torch: Any, card: int) -> int:
    """-1 for a card that can't even be asked: another one may work."""
    try:
        return int(torch.cuda.mem_get_info(card)[0])
    except (RuntimeError, AssertionError):
        return -1


def _half_of_cuda(major: int) -> str:
    # bf16 units came with Ampere (8.0), fast fp16 with Volta (7.0): CUDA C++ Programming Guide, table of
    # arithmetic throughput by compute capability. ROCm reports 9.x for all of its cards with bf16.
    return "bfloat16" if major >= 8 else "float16" if major >= 7 else "float32"


def _mps(torch: Any, number: int | None) -> tuple[str, str, str, str, int | None] | None:
    if not torch.backends.mps.is_available():
        return None
    # fp16 runs on every Metal GPU; bf16 needs macOS 14 and is not faster there.
    return "Apple GPU", "mps", "float16", "an Apple GPU through Metal", int(torch.mps.recommended_max_memory())


def _xpu(torch: Any, number: int | None) -> tuple[str, str, str, str, int | None] | None:
    xpu = getattr(torch, "xpu", None)
    if xpu is None or not xpu.is_available() or (number or 0) >= xpu.device_count():
        return None
    card = number or 0
    properties = xpu.get_device_properties(card)
    dtype = "bfloat16" if xpu.is_bf16_supported() else "float16"
    return str(properties.name), f"xpu:{card}", dtype, "an Intel GPU", int(properties.total_memory)


def _cpu(torch: Any, number: int | None) -> tuple[str, str, str, str, int | None] | None:
    # Without these instructions bf16 is emulated and slower than fp32. torch has no public name for the test.
    units = [
        word
        for word, test in (("AMX", "_is_amx_tile_supported"), ("AVX-512 BF16", "_is_avx512_bf16_supported"))
        if getattr(torch.cpu, test, bool)()
    ]
    dtype = "bfloat16" if units else "float32"
    why = f"a CPU with {' and '.join(units)}" if units else "a CPU without bf16 units"
    return "CPU", "cpu", dtype, why, _ram_bytes()


def _ram_bytes() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return None


_WEIGHTS = {"float16-weights": "float16", "int8": "int8", "int4": "int4"}
_PROBES = {"cuda": _cuda, "mps": _mps, "xpu": _xpu, "cpu": _cpu}

"""How a model is run on the hardware that is there: on which device, in which precision, with which attention.

`plan` is a pure function of what is known of both; `hardware` and `model_of` find that out, and
`models.vlm.families.load` does what the plan's device says. The rules:

- The first that fits into the memory that is free now: what was measured quickest, the card's own half precision,
  8 bits, 4 bits (both by bitsandbytes); the CPU where none does and no device was named.
- FlashAttention where it is installed, the card has what it needs and the family is known to take it; else SDPA.
- A static cache and a compiled step only where `hearsight models bench` measured that they win.
"""

from __future__ import annotations

import json
import logging
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.catalogue import ROUNDED, memory_for
from models.device import HALVES, Device, fallback, half_of

if TYPE_CHECKING:
    from models.catalogue import Entry
    from models.vlm.bench_file import Figures

log = logging.getLogger("hearsight.models")

FREE_SHARE = 0.9
"""Of the free memory, that a model may take: what it needs is reckoned, and other programs want some."""
SMALLER = ROUNDED
LEAST_CAPABILITY = {"int8": (7, 5), "int4": (6, 0)}
"""Compute capability of an NVIDIA card: https://huggingface.co/docs/bitsandbytes/v0.50.0/installation"""
BITS = {"int8": "8 bits", "int4": "4 bits"}
FLASH_FAMILIES = frozenset(
    {"vision-encoder-decoder", "florence2", "smolvlm", "idefics3", "qwen2_vl", "qwen2_5_vl", "qwen3_vl"}
)
"""Of those with an adapter, whose classes say `_supports_flash_attn` in transformers 5.24. PaliGemma and Gemma 3 look
ahead within the picture, which FlashAttention's mask can't say; BLIP and GIT have no such attention."""
OLDEST_FLASH = (2, 3, 3)
"""That transformers 5.24 takes (`is_flash_attn_2_available`)."""
PACKAGES = {
    "bitsandbytes": "bitsandbytes",
    "accelerate": "accelerate",
    "flash_attention_2": "flash-attn",
    "flash_attention_3": "flash-attn-3",
    "triton": "triton",
}
CPU = Device("CPU", "cpu", "float32", "always there", None, "float16")
INSTALL = "pip install 'hearsight[gpu]'"
_CATALOGUE = {"float32": "fp32", "bfloat16": "bf16", "float16": "bf16", "float16-weights": "bf16"}
_TABLE = re.compile(r"embed|wte|wpe|lm_head|shared\.weight")
EYES = (
    r"(.*\.)?(vision_\w+|visual|image_encoder|connector|multi_modal_projector|visual_projection)",
    r"encoder",  # of a VisionEncoderDecoderModel; another's encoder of words has something before its name
)
"""Modules that look at the picture, as regular expressions from a name's beginning. In 4 bits they may see something
else: Qwen2-VL-2B told of a coast where a train was (Unsloth's authors in r/LocalLLaMA, "Quantizing to 4bits can break
models", 2024; unslothai/unsloth#1347). Not measured here."""
_EYE = re.compile("|".join(rf"(?:{one})\." for one in EYES))


@dataclass(frozen=True, slots=True)
class Hardware:
    """What matters of where a model shall run."""

    device: Device
    """As `models.device.choose` gave it: by what was asked for or measured, else the best."""
    free_mb: int | None = None
    """Of that device's memory, now; None where nobody tells."""
    capability: tuple[int, int] | None = None
    """Of a CUDA card."""
    half: str = "float32"
    """The precision in which the device computes quickest."""
    packages: frozenset[str] = frozenset()
    """Of `PACKAGES`, those that are installed and work."""
    broken: str = ""
    """Why bitsandbytes, which is installed, doesn't work on this device."""
    cpu: Device = CPU
    """Where to go when it doesn't fit."""


@dataclass(frozen=True, slots=True)
class Model:
    """What matters of a model."""

    name: str
    family: str = ""
    parameters_m: float = 0
    """Millions of weights; 0: not known."""
    tables_m: float | None = None
    """Of them, those that 8 and 4 bits leave as they are; None: reckoned by `models.catalogue.TABLES`."""
    eyes_m: float | None = None
    """Of them, those of `EYES`, which 4 bits leave as they are, too; None: reckoned by `models.catalogue.EYES`."""

    def megabytes(self, precision: str, half: str = "bfloat16") -> int:
        """While it runs, as `models.catalogue.memory_for` reckons it; 0 where the number of weights isn't known.
        `half`: the precision of what 8 and 4 bits leave as it is."""
        if not self.parameters_m:
            return 0
        way, whole_in = _CATALOGUE.get(precision, precision), _CATALOGUE.get(half, half)
        return memory_for(self.parameters_m, way, self.tables_m, self.eyes_m, whole_in=whole_in)


@dataclass(frozen=True, slots=True)
class Plan:
    """`device` goes to `models.vlm.families.load`; `why` are sentences for a person."""

    device: Device
    needs_mb: int
    """Reckoned; 0 where it isn't known."""
    free_mb: int | None
    why: tuple[str, ...]


def plan(hardware: Hardware, model: Model, *, asked: bool = False, stays: bool = False, compiles: bool = False) -> Plan:
    """How to run the model. `asked`: the device's precision is what a person wants; `stays`: the device is, too.
    `compiles`: `models bench` measured a static cache and a compiled step as quickest, on this device."""
    device = hardware.device
    if device.kind == "cpu":
        return _on_cpu(hardware, device, model, "")
    first = device.weights or device.dtype
    ways = [first] if asked else [way for way in dict.fromkeys((first, hardware.half, *SMALLER)) if runs(hardware, way)]
    fitting = [way for way in ways or [hardware.half] if _fits(hardware, model, way)]
    if not fitting and not asked and not stays:
        return _on_cpu(hardware, hardware.cpu, model, _too_small(hardware, model))
    way = fitting[0] if fitting else (ways or [hardware.half])[-1]
    weights = way if way in SMALLER else None
    device = replace(
        device, dtype=hardware.half if weights else way, weights=weights, compiled=compiles and can_compile(hardware)
    )
    attention, about_attention = _attention(hardware, device, model)
    device = replace(device, attention=attention)
    why = (_precision_words(hardware, model, way, fits=bool(fitting)), about_attention, _compiled_words(device))
    return Plan(device, model.megabytes(way, hardware.half), hardware.free_mb, why)


def runs(hardware: Hardware, precision: str) -> bool:
    """Whether the device has what a precision needs: packages, and an NVIDIA card that is new enough. On Apple's cards
    bitsandbytes 0.50 fetches program code from the model hub (its backends/mps/ops.py), so it isn't used there."""
    if precision not in SMALLER:
        return True
    known = hardware.device.kind in ("cuda", "xpu") and hardware.packages >= {"bitsandbytes", "accelerate"}
    return known and (hardware.capability is None or hardware.capability >= LEAST_CAPABILITY[precision])


def can_compile(hardware: Hardware) -> bool:
    """torch's compiler writes for these two, by Triton; `generate` of transformers compiles on no other."""
    return hardware.device.kind in ("cuda", "xpu") and "triton" in hardware.packages


def _fits(hardware: Hardware, model: Model, precision: str) -> bool:
    return hardware.free_mb is None or model.megabytes(precision, hardware.half) <= FREE_SHARE * hardware.free_mb


def _attention(hardware: Hardware, device: Device, model: Model) -> tuple[str, str]:
    """FlashAttention 3 is for Hopper, 2 for Ampere and later; both compute in half precision only
    (https://github.com/Dao-AILab/flash-attention, "Requirements")."""
    sdpa = "Attention is torch's own (SDPA)"
    if hardware.device.kind != "cuda":
        return "sdpa", f"{sdpa}."
    for name, least, most in (("flash_attention_3", (9, 0), (9, 9)), ("flash_attention_2", (8, 0), (99, 0))):
        if name in hardware.packages and least <= (hardware.capability or (0, 0)) <= most:
            if device.dtype not in HALVES:
                return "sdpa", f"{sdpa}: FlashAttention computes in half precision only."
            if model.family not in FLASH_FAMILIES:
                return "sdpa", f"{sdpa}: this family doesn't run with FlashAttention."
            return name, f"Attention is FlashAttention {name[-1]}."
    if (hardware.capability or (0, 0)) < (8, 0):
        return "sdpa", f"{sdpa}: FlashAttention needs a newer card."
    return "sdpa", f"{sdpa}: FlashAttention is not installed."


def _on_cpu(hardware: Hardware, device: Device, model: Model, because: str) -> Plan:
    way = {"float16": "float16-weights", "int8": "int8"}.get(device.weights or "", device.dtype)
    needs = model.megabytes(way)
    free = hardware.free_mb if hardware.device.kind == "cpu" else None
    words = f"On the CPU, in {way}"
    if needs:
        words += f": it needs about {needs} MB" + ("." if free is None else f", and {free} MB are free.")
        if free is not None and needs > free:
            words += " That may be too little."
    return Plan(device, needs, free, tuple(filter(None, (because, words if words.endswith(".") else words + "."))))


def _precision_words(hardware: Hardware, model: Model, way: str, *, fits: bool) -> str:
    where, half = f"On {hardware.device.name}", hardware.half
    little = "" if fits else ", which may be too little"
    if way not in SMALLER:
        words = f"{where}, in {way}"
        if not model.parameters_m:
            return f"{words}; how much memory it needs isn't known."
        free = "how much is free isn't known" if hardware.free_mb is None else f"{hardware.free_mb} MB are free"
        return f"{words}: it needs about {model.megabytes(way)} MB, and {free}{little}."
    words = f"{where}, in {BITS[way]} by bitsandbytes, computing in {half}"
    if not model.parameters_m or hardware.free_mb is None:
        return f"{words}."
    needs = f"in {half} it would need about {model.megabytes(half)} MB, in {BITS[way]} {model.megabytes(way, half)}"
    return f"{words}: {needs}, and {hardware.free_mb} MB are free{little}."


def _too_small(hardware: Hardware, model: Model) -> str:
    name, half = hardware.device.name, hardware.half
    needs = f"in {half} it needs about {model.megabytes(half)} MB, and {hardware.free_mb} are free"
    words = f"It doesn't fit on {name}: {needs}"
    able = replace(hardware, packages=hardware.packages | {"bitsandbytes", "accelerate"})
    would = [way for way in SMALLER if not runs(hardware, way) and runs(able, way) and _fits(hardware, model, way)]
    if would and hardware.broken:
        return f"{words}. In {BITS[would[0]]} it would fit, but bitsandbytes doesn't work on this card."
    return f"{words}. In {BITS[would[0]]} it would fit; that needs: {INSTALL}" if would else f"{words}."


def _compiled_words(device: Device) -> str:
    if device.compiled:
        return "The step of writing is compiled, with a static cache: that was measured to be quicker here."
    return "Nothing is compiled: that it wins was not measured here."


# -- what there is ---------------------------------------------------------------------------------------------------


def hardware(device: Device) -> Hardware:
    """Asks torch. Works for a device that torch doesn't have, too: then nothing is known of it."""
    import torch

    capability = None
    if device.kind == "cuda" and not getattr(torch.version, "hip", None):
        capability = _told(lambda: tuple(torch.cuda.get_device_capability(device.torch_device)))
    elif device.kind == "cuda":  # AMD's numbers mean something else; these cards have what both bounds ask for
        capability = (8, 0)
    free = _told(lambda: free_bytes(torch, device))
    free_mb = None if free is None else round(free / 1e6)
    cpu = device if device.kind == "cpu" else fallback()
    packages, broken = installed(), ""
    if device.kind in ("cuda", "xpu") and packages >= {"bitsandbytes", "accelerate"}:
        broken = rounding_trouble(device)
    if broken:
        log.warning("bitsandbytes is installed and doesn't work on %s: %s", device.torch_device, broken)
        packages -= {"bitsandbytes"}
    return Hardware(device, free_mb, capability, half_of(torch, device), packages, broken, cpu)


def installed() -> frozenset[str]:
    """Of `PACKAGES`; nothing is imported. An older FlashAttention counts as none: transformers would fetch another
    from the model hub, where it can."""
    found = set()
    for name, distribution in PACKAGES.items():
        try:
            there = tuple(int(part) for part in version(distribution).split(".")[:3] if part.isdecimal())
        except PackageNotFoundError:
            continue
        if name != "flash_attention_2" or there >= OLDEST_FLASH:
            found.add(name)
    return frozenset(found)


def rounding_trouble(device: Device) -> str:
    """Why bitsandbytes can't round one block of weights on this device; empty where it can. Without the library for
    the driver's version of CUDA it can be imported, and fails when it is used."""
    import torch

    try:
        block = torch.ones(64, dtype=torch.float16, device=device.torch_device)
        import_module("bitsandbytes.functional").quantize_4bit(block, quant_type="nf4")
    except Exception as error:  # noqa: BLE001 - what loads a foreign library fails by errors of any kind
        return f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return ""


def free_bytes(torch: Any, device: Device) -> int | None:
    """Of the device's memory, what programs can still have; None where nobody tells."""
    if device.kind == "cuda":
        return int(torch.cuda.mem_get_info(device.torch_device)[0])
    if device.kind == "xpu":
        return int(torch.xpu.mem_get_info(device.torch_device)[0])
    if device.kind == "mps":
        return int(torch.mps.recommended_max_memory()) - int(torch.mps.driver_allocated_memory())
    from models.recommend import free_ram_bytes

    return free_ram_bytes()


def _told(ask: Any) -> Any:
    try:
        return ask()
    except (RuntimeError, AssertionError, AttributeError):  # an older torch, or a device that it doesn't have
        return None


def model_of_entry(entry: Entry) -> Model:
    return Model(entry.name, entry.family, entry.parameters_m)


def model_of(source: str | Path) -> Model:
    """From the headers of a folder's safetensors files and its config.json. What can't be read is not known: loading
    says what is wrong with it."""
    folder = Path(source).expanduser()
    weights = tables = eyes = 0.0
    try:
        family = str(json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type", ""))
        for file in sorted(folder.glob("*.safetensors")):
            for name, count in _weights(file):
                weights += count
                eye = _EYE.match(name)
                eyes += count if eye else 0
                tables += count if not eye and _TABLE.search(name) else 0
    except (OSError, ValueError, TypeError, AttributeError, KeyError, struct.error, RecursionError):
        return Model(folder.name)
    return Model(folder.name, family, weights / 1e6, tables / 1e6, eyes / 1e6)


def _weights(file: Path) -> Iterator[tuple[str, int]]:
    """Names and numbers of weights in a safetensors file: eight bytes of length, then JSON
    (https://github.com/huggingface/safetensors, "Format"). Codes of `models.vlm.quantize` count as they stand for."""
    with file.open("rb") as opened:
        (length,) = struct.unpack("<Q", opened.read(8))
        if length > file.stat().st_size:
            raise ValueError("a header longer than the file")
        header: Mapping[str, Any] = json.loads(opened.read(length))
    for name, told in header.items():
        if name == "__metadata__" or name.endswith(".scales"):
            continue
        count = 1
        for side in told["shape"]:
            count *= int(side)
        yield name, 2 * count if name.endswith(".codes") and told["dtype"] == "U8" else count


def planned(
    source: str | Path, device: Device, *, measured: Figures | None = None, asked: bool = False, stays: bool = False
) -> Plan:
    """The plan for a folder on this computer."""
    compiles = measured is not None and measured.compiled
    return plan(hardware(device), model_of(source), asked=asked, stays=stays, compiles=compiles)

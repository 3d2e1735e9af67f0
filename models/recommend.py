"""Which captioning model suits this computer: by its memory and its speed, measured where that was done, else reckoned.

The first of the catalogue's order (the most able first, by their makers' figures) that

- fits into the memory that is free, at the precision in which it would run here,
- writes at least as quickly as it is spoken: `SPOKEN_TOKENS_PER_S`, and
- has its first word ready when the grounded description has been spoken: `FIRST_S`.

What `hearsight models bench` measured here (`bench.json` beside the models) counts before what is reckoned: writing a
token reads every weight once (Pope et al. 2022, "Efficiently Scaling Transformer Inference"), so the bandwidth of the
memory bounds it, and looking at a picture costs two operations a weight and token.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from math import inf
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from models.catalogue import PRECISIONS, Entry, memory_for
from models.vlm import bench_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from models.device import Device

BENCH_FILE = bench_file.FILE
SPOKEN_TOKENS_PER_S = 4.8
"""220 words a minute (the default of speech.rate_wpm) and 1.3 tokens a word."""
FIRST_S = 16.0
"""A description of normal length has at most 60 words; 220 a minute."""
SHARE_OF_BANDWIDTH = 0.5
"""Of the memory's, that decoding reaches where nothing was measured: about what transformers does."""
SHARE_OF_ARITHMETIC = 0.5
"""Of a large matrix product's speed, that reading the picture reaches."""
KEPT_MB = 1500
"""Left to the rest of Hearsight and the desktop on a computer whose memory the model shares."""
_COPY_BYTES = 64 << 20
_MATRIX = 1024
_PRECISION_OF = {"float32": "fp32", "bfloat16": "bf16", "float16": "bf16"}


@dataclass(frozen=True, slots=True)
class Machine:
    """What matters of a computer. `precision`: one of `catalogue.PRECISIONS`, as `models.device` chooses it."""

    device: str
    precision: str
    memory_mb: int
    """For a model, now."""
    bytes_per_s: float
    """The memory's bandwidth, measured by copying."""
    operations_per_s: float
    """Of a large matrix product, measured."""
    torch_device: str = "cpu"
    smaller: tuple[str, ...] = ()
    """Of "int8", "int4": what a graphics card can round a model's weights to that is too large for it as it is."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How one model would do here."""

    entry: Entry
    precision: str
    memory_mb: int
    tokens_per_s: float
    first_s: float
    measured: bool
    """False: speed and time are reckoned."""
    trouble: str = ""
    """Why it does not suit, in a clause; empty when it does."""


def read_bench(root: Path, torch_device: str | None = None) -> dict[str, dict[str, Any]]:
    """What `hearsight models bench` measured (on this device, where one is named): name -> {"tokens_per_s",
    "first_token_s", "precision", "device"}. A file or a row that is missing or damaged counts as none: it is measured
    again, and nothing depends on it but a recommendation."""
    return {
        name: row
        for name, row in bench_file.read(root / BENCH_FILE).items()
        if _makes_sense(row) and torch_device in (None, row.get("device", torch_device))
    }


def _makes_sense(row: Any) -> bool:
    try:
        return bool(
            0 < float(row["tokens_per_s"]) < inf and 0 <= float(row["first_token_s"]) < inf and row["precision"]
        )
    except (ValueError, TypeError, KeyError, IndexError):
        return False


def machine(device: Device) -> Machine:
    """Measures for about a second. `device`: what `models.device.choose` says."""
    from models.vlm import planning

    precision = _PRECISION_OF[device.dtype]
    smaller: tuple[str, ...] = ()
    if device.kind == "cpu":
        memory_mb = (free_ram_bytes() or (device.memory_bytes or 0) // 2) // 1_000_000 - KEPT_MB
    else:
        hardware = planning.hardware(device)
        free_mb = (device.memory_bytes or 0) / 1e6 if hardware.free_mb is None else hardware.free_mb
        memory_mb = round(free_mb * planning.FREE_SHARE)
        smaller = tuple(way for way in planning.SMALLER if planning.runs(hardware, way))
    bytes_per_s, operations_per_s = _measured(device)
    return Machine(
        device.name, precision, max(memory_mb, 0), bytes_per_s, operations_per_s, device.torch_device, smaller
    )


def fits(entries: Iterable[Entry], here: Machine, bench: Mapping[str, dict[str, Any]]) -> list[Fit]:
    """Every captioner, in the catalogue's order, with how it would do."""
    known = {entry.name: entry for entry in entries if entry.kind == "captioner" and entry.parameters_m}
    share = _share_reached(known, here, bench)
    return [_fit(entry, here, bench.get(name), share) for name, entry in known.items()]


def choose(found: list[Fit]) -> Fit | None:
    """The first that suits, one that answers questions before one that only captions; None when none does."""
    suitable = [fit for fit in found if not fit.trouble]
    return next((fit for fit in suitable if "answer" in fit.entry.tasks), suitable[0] if suitable else None)


def free_ram_bytes() -> int | None:
    """What programs can still have, None where the system doesn't tell (Linux does)."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return None


def _share_reached(known: Mapping[str, Entry], here: Machine, bench: Mapping[str, dict[str, Any]]) -> float:
    """Of the memory's bandwidth: what the models measured here reach, else what is assumed."""
    reached = [
        float(row["tokens_per_s"]) * _weight_bytes(known[name], str(row["precision"])) / here.bytes_per_s
        for name, row in bench.items()
        if name in known and _known(str(row["precision"])) in PRECISIONS
    ]
    return min(median(reached), 1.0) if reached else SHARE_OF_BANDWIDTH


def _fit(entry: Entry, here: Machine, row: dict[str, Any] | None, share: float) -> Fit:
    precision = _known(str(row["precision"])) if row is not None else here.precision
    if precision not in PRECISIONS:
        precision, row = here.precision, None
    memory_mb = entry.memory_mb if entry.runner == "gguf" else memory_for(entry.parameters_m, precision)
    speed_of = precision  # rounded weights are made whole again for each product: they are not reckoned as quicker
    if row is None and entry.runner == "transformers" and memory_mb > here.memory_mb:
        precision, memory_mb = _rounded(entry, here) or (precision, memory_mb)
    if row is not None:
        tokens_per_s, first_s = float(row["tokens_per_s"]), float(row["first_token_s"])
    else:
        tokens_per_s = share * here.bytes_per_s / _weight_bytes(entry, speed_of)
        operations = 2e6 * entry.parameters_m * max(entry.picture_tokens, 1)
        first_s = operations / (SHARE_OF_ARITHMETIC * here.operations_per_s)
    trouble = ""
    if entry.needs:
        trouble = "it needs more than Hearsight brings"
    elif entry.must_accept:
        trouble = "its licence must be accepted first"
    elif memory_mb > here.memory_mb:
        trouble = f"it needs {memory_mb} MB of memory, and {here.memory_mb} are free for it"
    elif tokens_per_s < SPOKEN_TOKENS_PER_S:
        trouble = "it would write more slowly than it is spoken"
    elif first_s > FIRST_S:
        trouble = f"its first word would take about {first_s:.0f} seconds"
    return Fit(entry, precision, memory_mb, tokens_per_s, first_s, row is not None, trouble)


def _rounded(entry: Entry, here: Machine) -> tuple[str, int] | None:
    """The most exact way to round a model's weights so that it fits on the card, and its megabytes."""
    from models.vlm import planning

    sizes = [(way, planning.model_of_entry(entry).megabytes(way, here.precision)) for way in here.smaller]
    return next(((way, size) for way, size in sizes if size <= here.memory_mb), None)


def _weight_bytes(entry: Entry, precision: str) -> float:
    return entry.parameters_m * 1e6 * PRECISIONS[_known(precision)]


def _known(precision: str) -> str:
    return _PRECISION_OF.get(precision, precision)


def _measured(device: Device) -> tuple[float, float]:
    """Bytes a second that a copy reads and writes, and operations a second of a matrix product, on the device."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(os.cpu_count() or 1)
    try:
        dtype = getattr(torch, device.dtype)
        source = torch.ones(_COPY_BYTES, dtype=torch.uint8, device=device.torch_device)
        target = torch.empty_like(source)
        left = torch.ones(_MATRIX, _MATRIX, dtype=dtype, device=device.torch_device)
        copy_s = _quickest(lambda: target.copy_(source), device)
        product_s = _quickest(lambda: left @ left, device)
    finally:
        torch.set_num_threads(threads)
    return 2 * _COPY_BYTES / copy_s, 2 * _MATRIX**3 / product_s


def _quickest(work: Any, device: Device, repeats: int = 3) -> float:
    """Seconds of the quickest of some runs, after one to warm up."""
    import torch

    wait = getattr(getattr(torch, device.kind, None), "synchronize", lambda: None)
    times = []
    for _ in range(repeats + 1):
        wait()
        started = time.perf_counter()
        work()
        wait()
        times.append(time.perf_counter() - started)
    return max(min(times[1:]), 1e-9)

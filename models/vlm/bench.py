"""How quick a model is on this machine in each precision, and which of them to use."""

from __future__ import annotations

import logging
import os
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.cancel import Token
from assistant.errors import ModelTrouble, OutOfMemory
from models.device import no_memory
from models.vlm.bench_file import Figures

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.device import Device
    from models.vlm.planning import Hardware

log = logging.getLogger("hearsight.models")

TOKENS = 16
SAME = 0.99
"""Share of captions that a quicker precision must write as the exact one does, to be chosen."""
GAIN = 1.05
"""How much quicker a way must be than a more exact one: less is the machine's own unrest."""


@dataclass(frozen=True, slots=True)
class Way:
    """A model in one precision, as measured. Times are the least of the runs."""

    precision: str
    threads: int
    device: str
    tokens_per_s: float
    first_token_s: float
    caption_s: float
    agreement: float
    """Share of the pictures of which it writes what the first way writes."""
    megabytes: int
    """Of weights in memory."""
    compiled: bool = False
    """With a static cache and a compiled step."""


def measure(
    source: str | Path,
    pictures: Sequence[Pixels] = (),
    *,
    device: str | None = None,
    runs: int = 2,
    tokens: int = TOKENS,
    precisions: Sequence[str] = (),
    told: Callable[[str], None] = lambda way: None,
    token: Token | None = None,
) -> list[Way]:
    """Each precision that makes sense on the device (or those named), the most exact one first, without those that
    don't fit into a card's memory; then the quickest of them with one thread on a CPU with several cores, and with a
    static cache and a compiled step on a card that can. `pictures`: (h, w, 3) uint8 RGB, by default three of noise.
    `told` gets the name of each way before it is loaded. Raises what loading raises (`OutOfMemory` where no way fits),
    `ModelTrouble` for a model that doesn't write, and `Cancelled`."""
    from models.device import choose
    from models.vlm import planning

    token = token or Token()
    here = choose(device)
    hardware = planning.hardware(here)
    looks = list(pictures) or list(_noise())
    measured = partial(_measured, source, device=here, looks=looks, runs=runs, tokens=tokens, token=token)
    ways: list[Way] = []
    wanted: list[list[int]] = []
    for name in list(precisions) or _precisions(hardware):
        told(name)
        try:
            way, texts = measured(name, wanted=wanted)
        except Exception as error:
            if here.kind == "cpu" or not no_memory(error):
                raise
            traceback.clear_frames(error.__traceback__)  # what failed still holds its weights
            told(f"{name}: not enough memory on the card; next")
            continue
        wanted = wanted or texts
        ways.append(way)
    if not ways:
        raise OutOfMemory
    best = chosen(ways)
    if here.kind == "cpu" and best.threads > 1:
        told(f"{best.precision}, 1 thread")
        ways.append(measured(best.precision, wanted=wanted, threads=1)[0])
    if planning.can_compile(hardware):
        told(f"{best.precision}, compiled")
        try:
            ways.append(measured(best.precision, wanted=wanted, compiled=True)[0])
        except Exception as error:  # noqa: BLE001 - a compiler fails by errors of many kinds, and what was measured counts on
            log.warning("not compiled: %r", error)
            told(f"{best.precision} could not be compiled; next")
    return ways


def compare(
    original: Path, smaller: Path, precision: str, pictures: Sequence[Pixels] = (), *, token: Token | None = None
) -> tuple[Way, Way]:
    """The original in float32 and another folder of the same model in `precision`, on the CPU; agreement is that of
    their captions."""
    from models.device import choose

    looks, token = list(pictures) or list(_noise()), token or Token()
    measured = partial(_measured, device=choose("cpu"), looks=looks, runs=2, tokens=TOKENS, token=token)
    before, texts = measured(original, "float32", wanted=())
    return before, measured(smaller, precision, wanted=texts)[0]


def chosen(ways: Sequence[Way]) -> Way:
    """The quickest whole caption among those that write the same; a less exact one must be worth it."""
    best = ways[0]
    for way in ways[1:]:
        if way.agreement >= SAME and way.caption_s * GAIN < best.caption_s:
            best = way
    return best


def figures(way: Way) -> Figures:
    return Figures(
        way.precision, way.threads, way.tokens_per_s, way.first_token_s, way.device, way.agreement, way.compiled
    )


def _precisions(hardware: Hardware) -> list[str]:
    from models.vlm import packed, planning

    if hardware.device.kind != "cpu":
        smaller = [precision for precision in planning.SMALLER if planning.runs(hardware, precision)]
        return list(dict.fromkeys(("float32", hardware.half, *smaller)))
    more = ["bfloat16"] if hardware.device.dtype == "bfloat16" else []
    return ["float32", *(name for name, kind in _PACKED.items() if packed.packs(kind)), *more]


_PACKED: dict[str, Literal["float16", "int8"]] = {"float16-weights": "float16", "int8": "int8"}


def _noise() -> Iterator[Pixels]:
    import numpy as np

    for seed in range(3):
        coarse = np.random.default_rng(seed).integers(0, 256, (48, 64, 3), np.uint8)
        yield np.repeat(np.repeat(coarse, 10, 0), 10, 1)


def _measured(
    source: str | Path,
    precision: str,
    *,
    device: Device,
    looks: Sequence[Pixels],
    runs: int,
    tokens: int,
    wanted: Sequence[list[int]],
    token: Token,
    threads: int = 0,
    compiled: bool = False,
) -> tuple[Way, list[list[int]]]:
    from models.device import choose
    from models.vlm import packed, planning, quick
    from models.vlm.families import load

    token.check()
    here = planning.planned(source, choose(device.torch_device, precision), asked=True, stays=True).device
    loaded = load(source, replace(here, compiled=compiled))
    if not loaded.tasks & {"caption", "answer"}:
        raise ModelTrouble(f"The model {loaded.name} compares pictures with words; only one that writes is measured.")
    quick.make_quick(loaded)
    with _threads(threads) as used:
        _written(loaded, looks[0], tokens if compiled else 2, token)  # warms up; a compiled step is made for a length
        texts: list[list[int]] = []
        firsts, steps, wholes = [], [], []
        for run in range(runs):
            for pixels in looks:
                ids, first, whole = _written(loaded, pixels, tokens, token)
                firsts.append(first)
                wholes.append(whole)
                if len(ids) > 1:
                    steps.append((whole - first) / (len(ids) - 1))
                if not run:
                    texts.append(ids)
    equal = [one == other for one, other in zip(texts, wanted or texts, strict=True)]
    speed = 1 / max(min(steps, default=min(wholes)), 1e-9)
    way = Way(
        precision,
        used if device.kind == "cpu" else 0,
        device.torch_device,
        round(speed, 2),
        round(min(firsts), 4),
        round(min(wholes), 4),
        sum(equal) / len(equal),
        round(packed.packed_bytes(loaded.model) / 1e6),
        compiled,
    )
    return way, texts


def _written(loaded: Any, pixels: Pixels, tokens: int, token: Token) -> tuple[list[int], float, float]:
    """The tokens of a greedy caption, seconds to the first, seconds in all; pixels to tokens."""
    import torch

    from models.vlm import generating

    first = 0.0

    def look(scores: Any) -> None:
        nonlocal first
        token.check()
        first = first or time.perf_counter() - began

    began = time.perf_counter()
    with torch.inference_mode():
        inputs = loaded.inputs(pixels)
        asked: dict[str, Any] = {"num_beams": 1, "do_sample": False, "max_new_tokens": tokens}
        asked |= {"cache_implementation": "static"} if loaded.device.compiled else {}
        ids = loaded.model.generate(**inputs, **asked, logits_processor=generating.watch(look))
        written = ids[0][loaded.prompt_length(inputs) :].tolist()
    return [int(one) for one in written], first, time.perf_counter() - began


@contextmanager
def _threads(count: int) -> Iterator[int]:
    import torch

    before = torch.get_num_threads()
    if count:
        torch.set_num_threads(min(count, os.cpu_count() or 1))
    try:
        yield torch.get_num_threads()
    finally:
        torch.set_num_threads(before)

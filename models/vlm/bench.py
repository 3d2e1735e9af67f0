"""How quick a model is on this machine in each precision, and which of them to use."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.cancel import Token
from assistant.errors import ModelTrouble
from models.vlm.bench_file import Figures

if TYPE_CHECKING:
    from assistant.types import Pixels

TOKENS = 16
SAME = 0.99
"""Share of captions that a quicker precision must write as the exact one does, to be chosen."""
GAIN = 1.05
"""How much quicker a way must be than a more exact one: less is the machine's own unrest."""


@dataclass(frozen=True, slots=True)
class Way:
    """A model in one precision, as measured. Times are the least of the runs, which take turns with the other ways."""

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
    """Each precision that makes sense on the device (or those named), the most exact one first; on a CPU with several
    cores the quickest is tried with one thread, too. `pictures`: (h, w, 3) uint8 RGB, by default three of noise.
    `told` gets the name of each way before it is loaded. Raises what loading raises, `ModelTrouble` for a model that
    doesn't write, and `Cancelled`."""
    from models.device import choose

    token = token or Token()
    here = choose(device)
    looks = list(pictures) or list(_noise())
    names = list(precisions) or _precisions(here.kind, here.dtype)
    ways: list[Way] = []
    wanted: list[list[int]] = []
    for name in names:
        told(name)
        way, texts = _measured(source, name, here.torch_device, looks, runs, tokens, wanted, 0, token)
        wanted = wanted or texts
        ways.append(way)
    best = chosen(ways)
    if here.kind == "cpu" and best.threads > 1:
        told(f"{best.precision}, 1 thread")
        ways.append(_measured(source, best.precision, "cpu", looks, runs, tokens, wanted, 1, token)[0])
    return ways


def compare(
    original: Path, smaller: Path, precision: str, pictures: Sequence[Pixels] = (), *, token: Token | None = None
) -> tuple[Way, Way]:
    """The original in float32 and another folder of the same model in `precision`, on the CPU; agreement is that of
    their captions."""
    looks, token = list(pictures) or list(_noise()), token or Token()
    before, texts = _measured(original, "float32", "cpu", looks, 2, TOKENS, (), 0, token)
    return before, _measured(smaller, precision, "cpu", looks, 2, TOKENS, texts, 0, token)[0]


def chosen(ways: Sequence[Way]) -> Way:
    """The quickest whole caption among those that write the same; a less exact one must be worth it."""
    best = ways[0]
    for way in ways[1:]:
        if way.agreement >= SAME and way.caption_s * GAIN < best.caption_s:
            best = way
    return best


def figures(way: Way) -> Figures:
    return Figures(way.precision, way.threads, way.tokens_per_s, way.first_token_s, way.device, way.agreement)


def _precisions(kind: str, dtype: str) -> list[str]:
    from models.vlm import packed

    if kind != "cpu":
        return ["float32", *([dtype] if dtype != "float32" else [])]
    more = ["bfloat16"] if dtype == "bfloat16" else []
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
    device: str,
    looks: Sequence[Pixels],
    runs: int,
    tokens: int,
    wanted: Sequence[list[int]],
    threads: int,
    token: Token,
) -> tuple[Way, list[list[int]]]:
    from models.device import choose
    from models.vlm import packed, quick
    from models.vlm.families import load

    token.check()
    loaded = load(source, choose(device, precision))
    if not loaded.tasks & {"caption", "answer"}:
        raise ModelTrouble(f"The model {loaded.name} compares pictures with words; only one that writes is measured.")
    quick.make_quick(loaded)
    with _threads(threads) as used:
        _written(loaded, looks[0], 2, token)  # warms up
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
        used if device == "cpu" else 0,
        device,
        round(speed, 2),
        round(min(firsts), 4),
        round(min(wholes), 4),
        sum(equal) / len(equal),
        round(packed.packed_bytes(loaded.model) / 1e6),
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
        asked = {"num_beams": 1, "do_sample": False, "max_new_tokens": tokens}
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

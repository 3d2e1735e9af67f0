"""What is done to a loaded model so that it is quick on this machine, and what was measured before."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from models.vlm import fast_gpt2, packed, pages

if TYPE_CHECKING:
    from models.vlm.bench_file import Figures
    from models.vlm.families import Loaded

MOST_TILES_A_SIDE = 2
"""On a CPU: five tiles (two by two, and the whole small) instead of SmolVLM's and Idefics3's seventeen. The encoder's
time is in the tiles, nearly all of it before the first word."""
MOST_PIXELS = 768 * 28 * 28
"""On a CPU, of Qwen-VL's pictures: some 770 tokens; their own examples bound it by 1280 * 28 * 28."""


def make_quick(loaded: Loaded, *, at_once: bool = True) -> str | None:
    """Pack the weights as the device's choice says, lay them in large pages, and give the decoder its quick step;
    "float16", "int8" or None: how the weights lie now. A small model stays exact: only for a large one is the memory
    what takes the time. Without `at_once` the pages come while the model is used already."""
    weights = loaded.device.weights
    done: str | None = None
    large = sum(weight.numel() for weight in loaded.model.parameters()) >= packed.WORTH_WEIGHTS
    if loaded.device.kind == "cpu" and large:
        bound_picture(loaded)
    if loaded.device.kind == "cpu" and loaded.device.dtype == "float32" and weights in ("float16", "int8"):
        kind: packed.Weights = "int8" if weights == "int8" else "float16"
        if (large or kind == "int8") and packed.packs(kind) and packed.pack(loaded.model, kind):
            done = kind
    if loaded.device.kind == "cpu" and large:
        pages.gather_weights() if at_once else pages.gather_later()
    if not loaded.device.compiled:  # the quick step grows its cache, the compiled one has room from the beginning
        fast_gpt2.quicken(loaded.model)
    return done


def bound_picture(loaded: Loaded) -> None:
    """Let the processor make no more of a picture than a CPU can look at while a person waits. Never enlarges."""
    look = loaded.image_processor
    size = dict(getattr(look, "size", None) or {})
    longest = size.get("longest_edge")
    if not longest:
        return
    if loaded.family in ("smolvlm", "idefics3"):
        tile = dict(look.max_image_size)["longest_edge"]
        most = MOST_TILES_A_SIDE * tile
    elif loaded.family.startswith("qwen"):  # there, edges are numbers of pixels
        most = max(MOST_PIXELS, size.get("shortest_edge") or 0)
    else:
        return
    if longest > most:
        size["longest_edge"] = most
        look.size = size if isinstance(look.size, dict) else type(look.size)(**size)


def measured_choice(source: str, device: str | None, precision: str | None) -> Figures | None:
    """What `hearsight models bench` found quickest here, where no precision is asked for; None leaves it to
    `models.device.choose`. Sets the number of threads that was found quickest, too."""
    if asked_for(precision):
        return None
    from models.vlm.bench_file import choice

    found = choice(source, device)
    if found is not None and found.threads:
        import torch

        torch.set_num_threads(found.threads)
    return found


def asked_for(precision: str | None) -> bool:
    """Whether a person named a precision, by a setting or HEARSIGHT_PRECISION."""
    return (precision or "auto") != "auto" or os.environ.get("HEARSIGHT_PRECISION", "auto") != "auto"

"""Pictures as vectors that are near each other when they show one thing.

What the network makes of a picture at two depths (`models.imagenet.net.Look`), each brought to length 1, is turned and
scaled so that what all photographs share counts for little (whitening, Jegou and Chum 2012, "Negative evidences and
co-occurrences in image retrieval"), by matrices that `benchmarks/teaching.py --fit` made of others, and put side
by side: the last stage alone, or the one before, tells one thing from another less well (docs/teaching.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.imagenet.net import Floats, Look
    from models.taught import Vectors

SIZE = 384
"""Numbers of a vector."""
BASIS = Path(__file__).parents[1] / "weights" / "taught.safetensors"
BASIS_SHA256 = "164e6a089116649e78517ab1d3ff35722124497d783132db53cbee88af157d04"


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """What is taken away and how it is turned, (1280,) and (1280, 192) of the last stage, (720,) and (720, 192) of the
    one before; `strangers` (n, SIZE): photographs of things that nobody taught."""

    deep_mean: Floats
    deep_turn: Floats
    early_mean: Floats
    early_turn: Floats
    strangers: Vectors


@cache
def basis() -> Basis:
    """Raises `errors.ModelBroken`."""
    import numpy as np
    from safetensors.numpy import load

    from models.hashing import shipped

    found = {name: value.astype(np.float32) for name, value in load(shipped(BASIS, BASIS_SHA256)).items()}
    return Basis(**found)


def vectors(look: Look) -> Vectors:
    """Of each picture. Raises `errors.ModelBroken`."""
    return turned(look, basis())


def turned(look: Look, by: Basis) -> Vectors:
    """The same by another basis."""
    import numpy as np

    deep: Floats = ((unit(look.features) - by.deep_mean) @ by.deep_turn).astype(np.float32)
    early: Floats = ((unit(look.middle) - by.early_mean) @ by.early_turn).astype(np.float32)
    both: Vectors = unit(np.concatenate([unit(deep), unit(early)], 1))
    return both


def unit(rows: Floats) -> Floats:
    """Each of length 1."""
    import numpy as np

    scaled: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return scaled

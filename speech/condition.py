"""What is wrong with a recording, so that a person can be told what to do about it. Arithmetic only, no model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.types import Condition

if TYPE_CHECKING:
    from assistant.types import Clip

FRAME_S = 0.03
LOUDEST_PART = 0.9
"""Quantile of the frames that is taken for the voice: a question fills more than a tenth of its recording."""
QUIETEST_PART = 0.1
"""Quantile that is taken for the room: people breathe in, wait and let go of a key."""
CEILING = 0.985
"""From here on a sample counts as cut off: converters stop some steps short of full scale."""


def condition(clip: Clip) -> Condition:
    """Measure a clip of any rate and length; a constant offset of the converter is left out."""
    import numpy as np

    size = max(1, round(clip.rate * FRAME_S))
    whole = len(clip.samples) // size
    samples = np.nan_to_num(np.asarray(clip.samples[: whole * size], np.float32))
    if not whole:
        return Condition(clip.seconds, -120.0, -120.0, 0.0)
    at_ceiling = (np.abs(samples) >= CEILING).reshape(whole, size).mean(axis=1)
    frames = (samples - samples.mean()).reshape(whole, size)
    levels = 10 * np.log10(np.maximum(np.mean(frames**2, axis=1), 1e-12))
    voice, room = float(np.quantile(levels, LOUDEST_PART)), float(np.quantile(levels, QUIETEST_PART))
    return Condition(clip.seconds, voice, room, float(at_ceiling[levels >= voice].mean()))

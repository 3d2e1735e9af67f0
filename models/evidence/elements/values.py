"""How far a slider or progress bar is along, measured in its pixels; told only where the network sees the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Box, Pixels

AGREE = 0.06
"""How far the measured value and the network's may lie apart."""
UNLIKE = 18.0
"""Of 255 (root mean square over the channels): two colours that differ."""


def value_of(pixels: Pixels, role: str, box: Box, guessed: float) -> float | None:
    """0..1, from left to right; None where measuring and guessing differ."""
    import numpy as np

    x, y = max(0, box.x), max(0, box.y)
    part = pixels[y : box.bottom, x : box.right].astype(np.float32)
    if part.shape[0] < 3 or part.shape[1] < 20 or role not in ("slider", "progressbar"):
        return None
    measured = _filled(part, guessed) if role == "progressbar" else _knob(part)
    if measured is None or abs(measured - guessed) > AGREE:
        return None
    return measured


def _filled(part: npt.NDArray[np.float32], guessed: float) -> float | None:
    """Where the colour of the left end changes to that of the right one, in the rows in the middle."""
    import numpy as np

    height, width = part.shape[:2]
    rows = part[height // 3 : max(height // 3 + 1, height - height // 3)]
    columns = np.median(rows, axis=0)
    edge = max(2, min(6, width // 40))
    inner = columns[edge : width - edge]
    left, right = (
        np.median(inner[: max(2, len(inner) // 40)], axis=0),
        np.median(inner[-max(2, len(inner) // 40) :], axis=0),
    )
    if np.sqrt(((left - right) ** 2).mean()) < UNLIKE:  # one colour: nothing or everything
        return 0.0 if guessed < AGREE else 1.0 if guessed > 1 - AGREE else None
    nearer = ((inner - left) ** 2).sum(1) < ((inner - right) ** 2).sum(1)
    # The cut with the fewest columns on the wrong side: words across the bar, or stripes, change little.
    wrong = np.concatenate(([0], np.cumsum(~nearer))) + np.concatenate((np.cumsum(nearer[::-1])[::-1], [0]))
    cut = int(wrong.argmin())
    if wrong[cut] > 0.2 * len(inner):
        return None
    return float(min(1.0, max(0.0, (cut + edge - 1) / max(1, width - 2))))


def _knob(part: npt.NDArray[np.float32]) -> float | None:
    """The middle of what stands out above and below the track, over the way it can go."""
    import numpy as np

    height, width = part.shape[:2]
    back = np.median(np.concatenate((part[0], part[-1])), axis=0)
    differs = np.sqrt(((part - back) ** 2).mean(2)) > UNLIKE
    tall = differs.sum(0)
    usual = np.median(tall)
    high = tall > max(usual + 2, 0.55 * height, 0.7 * tall.max())
    if not high.any():
        return None
    runs = np.flatnonzero(np.diff(np.concatenate(([0], high.astype(np.int8), [0]))))
    longest = max(zip(runs[::2], runs[1::2], strict=True), key=lambda run: run[1] - run[0])
    start, end = int(longest[0]), int(longest[1])
    knob = end - start
    if knob > max(3 * height, 0.4 * width) or knob < 3:
        return None
    # At its edges a round knob is not tall, so that it is wider than what was found.
    wide = max(knob, min(round(0.9 * height), 2 * knob))
    middle = (start + end) / 2
    return float(min(1.0, max(0.0, (middle - wide / 2) / max(1.0, width - wide))))

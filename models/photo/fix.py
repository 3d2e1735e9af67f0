"""Sets right what can be: turned upright, straightened, the light evened. What is not in a photograph any more (blur,
burnt light, a head) can't be brought back, and nothing pretends to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from models.photo.measures import grey
from models.photo.tilt import inside

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels
    from models.photo.faults import Fault

Step = Literal["turned", "straightened", "lightened", "shadows", "contrast", "stored"]

LINEAR = 2.2
"""Exponent between stored values and light."""
WANTED_MIDDLE, WANTED_HIGH = 110.0, 235.0
"""Of 255: where the median and the lights of a photograph lie that is neither dark nor bright."""
MOST_STOPS = 3.0
"""More light than that brings up noise alone."""
ROLL_OFF = 0.8
"""Of the lights: from here on they are pressed together, so that nothing new burns out."""
STRETCH = (0.5, 99.5)
"""Percentiles that become black and white where a photograph is dull, ..."""
MOST_STRETCH = 3.0
"""... but no more than so many times as far apart."""
SHADOW_STOPS = 1.6
"""Light that is given to the shadows of a photograph against the light."""


@dataclass(frozen=True, slots=True)
class Done:
    """One step, and how much: quarter turns, degrees counterclockwise, stops of light (f-numbers), times the range."""

    step: Step
    amount: float


def fixed(pixels: Pixels, faults: Sequence[Fault], *, guesses: bool = False) -> tuple[Pixels, list[Done]]:
    """The picture without what can be set right of its faults, and what was done; without any, the very same pixels.

    A guess ("may lean") is acted on with `guesses` only: a good photograph that was changed is worse than a leaning
    one."""
    import numpy as np

    done: list[Done] = []
    kinds = {fault.kind: fault for fault in faults if fault.sure or guesses}
    if (fault := kinds.get("sideways")) is not None:
        pixels = np.ascontiguousarray(np.rot90(pixels, int(fault.value)))
        done.append(Done("turned", fault.value))
    if (fault := kinds.get("page_tilt") or kinds.get("tilt")) is not None:
        pixels = straightened(pixels, fault.value, keep_all=fault.kind == "page_tilt")
        done.append(Done("straightened", fault.value))
    if "dark" in kinds:
        pixels, stops = lightened(pixels)
        done.append(Done("lightened", stops))
    elif "backlit" in kinds:
        pixels = shadows_lifted(pixels)
        done.append(Done("shadows", SHADOW_STOPS))
    elif "flat" in kinds:
        pixels, times = stretched(pixels)
        done.append(Done("contrast", times))
    return pixels, done


def straightened(pixels: Pixels, degrees: float, *, keep_all: bool = False) -> Pixels:
    """Turned counterclockwise by `degrees`. The corners that are then empty are cut off; of a page nothing is, and the
    corners take the colour of its rim."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    w, h = inside(width, height, degrees)
    if keep_all:
        cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
        w, h = round(width * cosine + height * sine), round(width * sine + height * cosine)
    matrix[:, 2] += (w - width) / 2, (h - height) / 2
    turned: Pixels = cv2.warpAffine(
        np.ascontiguousarray(pixels), matrix, (w, h), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return turned


def lightened(pixels: Pixels) -> tuple[Pixels, float]:
    """More light, as if it had been exposed for longer, and how many stops of it; what is light stays below white."""
    import numpy as np

    luminance = grey(pixels)
    middle, high = (max(1.0, float(value)) for value in np.percentile(luminance, (50, 98)))
    by_middle, by_high = (LINEAR * float(np.log2(wanted / now)) for wanted, now in
                          ((WANTED_MIDDLE, middle), (WANTED_HIGH, high)))  # fmt: skip
    stops = float(np.clip(max(by_high, min(by_middle, by_high + 1)), 0, MOST_STOPS))
    return _through(pixels, _exposed(stops)), stops


def stretched(pixels: Pixels) -> tuple[Pixels, float]:
    """Black is black and white is white again, in all channels alike, so that no colour changes."""
    import numpy as np

    low, high = (float(value) for value in np.percentile(pixels, STRETCH))
    times = min(MOST_STRETCH, 255 / max(1.0, high - low))
    middle = (low + high) / 2
    curve = (np.arange(256, dtype=np.float64) - middle) * times + 127.5
    return _through(pixels, curve), times


def shadows_lifted(pixels: Pixels) -> Pixels:
    """More light where the surroundings of a pixel are dark, none where they are light. The surroundings are smoothed
    along edges only (guided filter, He et al. 2010), or a head would get a halo."""
    import numpy as np

    luminance = (grey(pixels) / 255).astype(np.float32)
    around = _guided(luminance, max(4, max(pixels.shape[:2]) // 40))
    shade = (1 - np.clip(around / 0.55, 0, 1)) ** 1.5
    gain = 2 ** (SHADOW_STOPS * shade / LINEAR)
    lifted: Pixels = np.clip(pixels * gain[..., None] + 0.5, 0, 255).astype(np.uint8)
    return lifted


def _guided(values: npt.NDArray[np.float32], radius: int, smallest: float = 0.01) -> npt.NDArray[np.float32]:
    import cv2
    import numpy as np

    size = (2 * radius + 1, 2 * radius + 1)
    mean = cv2.blur(values, size)
    varied = cv2.blur(values * values, size) - mean * mean
    share = varied / (varied + smallest)
    kept: npt.NDArray[np.float32] = (cv2.blur(share, size) * values + cv2.blur(mean * (1 - share), size)).astype(
        np.float32
    )
    return kept


def _exposed(stops: float) -> npt.NDArray[np.float64]:
    """What each of 256 values becomes; above `ROLL_OFF` ever slower, and never white."""
    import numpy as np

    light = (np.arange(256) / 255) ** LINEAR * 2**stops
    over = np.maximum(0.0, light - ROLL_OFF)
    room = 1 - ROLL_OFF
    pressed = np.where(light > ROLL_OFF, ROLL_OFF + room * (1 - np.exp(-over / room)), light)
    return 255 * pressed ** (1 / LINEAR)


def _through(pixels: Pixels, curve: npt.NDArray[np.float64]) -> Pixels:
    import numpy as np

    table: Pixels = np.clip(curve + 0.5, 0, 255).astype(np.uint8)
    return table[pixels]

"""What each pixel that a model was given adds to a word, gathered into cells of the picture as the person knows it; and
how such a map is drawn and told.

Families cut a picture up differently: one square of all of it, a square out of its middle, tiles and then the whole
once more, patches in groups of four. A layout undoes that; what all cells hold adds up to what the pixels held.
"""

from __future__ import annotations

import re
from math import prod
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelTrouble

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels
    from models.vlm.families.adapter import Loaded

    Heat = npt.NDArray[np.float32]

HEAT = (213, 94, 0)
"""Vermilion of the palette by Okabe and Ito."""
STRONGEST = 0.7
"""Opacity of the warmest patch."""
COARSEST = 32
"""Pixels a side of a cell where a family has no patches: what its convolutions bring to one place at the end."""
_TILE = re.compile(r"<row_(\d+)_col_(\d+)>")


def in_cells(loaded: Loaded, inputs: dict[str, Any], given: Heat, size: tuple[int, int]) -> Heat:
    """(rows, columns) float32 over the whole picture. `given`: one number for each number of `inputs["pixel_values"]`,
    in its shape; `size`: (height, width) of the picture. Raises `ModelTrouble` for a way of cutting up that is not
    known here."""
    side = _side(loaded)
    if given.ndim == 2 and "image_grid_thw" in inputs:
        return _groups(given, [int(one) for one in inputs["image_grid_thw"][0]], loaded.image_processor.merge_size)
    if given.ndim == 4 and given.shape[0] == 1:
        return _whole(_cells(given[0], side), loaded.image_processor, size)
    if given.ndim == 5 and given.shape[0] == 1:
        places = _TILE.findall(loaded.tokenizer.decode(inputs["input_ids"][0], skip_special_tokens=False))
        rows, columns = (max((int(place[at]) for place in places), default=0) for at in (0, 1))
        if given.shape[1] == rows * columns + 1:  # the whole picture comes last
            return _tiles([_cells(tile, side) for tile in given[0]], rows, columns)
    raise ModelTrouble(
        f"I can't show what the words of {loaded.name} rest on: I don't know how it cuts a picture into pieces."
    )


def _side(loaded: Loaded) -> int:
    """Pixels a side of a patch."""
    config = loaded.model.config
    for one in (getattr(config, "vision_config", None), getattr(config, "encoder", None), config):
        patch = getattr(one, "patch_size", None)
        if isinstance(patch, int):
            return patch
        strides = getattr(one, "patch_stride", None)  # Florence-2: stages, each of which brings several to one
        if isinstance(strides, list | tuple):
            return int(prod(strides))
    return COARSEST


def _cells(given: Heat, side: int) -> Heat:
    """(colours, height, width) -> (rows, columns); what is left over at the edges goes to the last cell."""
    import numpy as np

    rows, columns = (np.arange(max(1, length // side)) * side for length in given.shape[-2:])
    found: Heat = np.add.reduceat(np.add.reduceat(given.sum(0), rows, 0), columns, 1)
    return found


def _groups(given: Heat, grid: list[int], merge: int) -> Heat:
    """Qwen-VL: a row a patch, in squares of `merge` by `merge` that become one token."""
    _, rows, columns = grid
    squares = given.sum(1).reshape(rows // merge, columns // merge, merge, merge)
    found: Heat = squares.transpose(0, 2, 1, 3).reshape(rows, columns)
    return found


def _tiles(cells: list[Heat], rows: int, columns: int) -> Heat:
    """SmolVLM, Idefics3: `rows` times `columns` tiles, then all of it as one, whose cells are spread over those of the
    tiles."""
    import numpy as np

    *tiles, whole = cells
    if not tiles:
        return whole
    found: Heat = np.block([[tiles[row * columns + column] for column in range(columns)] for row in range(rows)])
    spread: Heat = np.kron(whole, np.ones((rows, columns), np.float32)) / np.float32(rows * columns)
    return found + spread


def _whole(cells: Heat, image_processor: Any, size: tuple[int, int]) -> Heat:
    """Where only the middle of the picture is seen (CLIP's processor cuts a square out): with nothing around it."""
    import numpy as np

    if not getattr(image_processor, "do_center_crop", False):
        return cells
    edge = image_processor.size.get("shortest_edge")
    seen = (image_processor.crop_size["height"], image_processor.crop_size["width"])
    resized = [edge * length / min(size) for length in size] if edge else seen
    around = [
        max(0, round(count * (length / part - 1) / 2))
        for count, length, part in zip(cells.shape, resized, seen, strict=True)
    ]
    return np.pad(cells, [(one, one) for one in around])


# -- what is shown of it ----------------------------------------------------------------------------------------------


def overlaid(pixels: Pixels, heat: Heat) -> Pixels:
    """The (h, w, 3) picture with what speaks for the word in `HEAT`, the more opaque the more it does."""
    import numpy as np
    from PIL import Image

    h, w = pixels.shape[:2]
    warm = np.clip(heat, 0, None)
    small = Image.fromarray((warm / max(float(warm.max()), 1e-9) * 255).astype(np.uint8))
    share = np.asarray(small.resize((w, h), Image.Resampling.BICUBIC), np.float32)[..., None] / 255 * STRONGEST
    mixed: Pixels = (pixels * (1 - share) + np.array(HEAT, np.float32) * share).round().astype(np.uint8)
    return mixed


def where(heat: Heat) -> str:
    """Where the warmth has its centre, in English: "top left", "middle", or all of it where it has none."""
    import numpy as np

    warm = np.clip(heat, 0, None)
    rows, columns = warm.shape
    half = np.sort(warm.ravel())[::-1].cumsum() / max(float(warm.sum()), 1e-9)
    if warm.sum() <= 0 or (np.searchsorted(half, 0.5) + 1) > 0.4 * warm.size:
        return "all of the picture"
    y = float((warm.sum(1) * (np.arange(rows) + 0.5)).sum() / warm.sum() / rows)
    x = float((warm.sum(0) * (np.arange(columns) + 0.5)).sum() / warm.sum() / columns)
    upright = "top" if y < 0.4 else "bottom" if y > 0.6 else ""
    level = "left" if x < 0.4 else "right" if x > 0.6 else ""
    return f"the {' '.join(part for part in (upright, level) if part) or 'middle'} of the picture"

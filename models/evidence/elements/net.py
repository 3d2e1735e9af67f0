"""The network that says what a candidate is, in which state, and how far along: made by `models.training.elements`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import errors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels
    from models.evidence.elements.candidates import Boxes

ROLES = (
    "none", "button", "textbox", "combobox", "spinbutton", "checkbox", "radio", "switch", "slider", "progressbar",
    "scrollbar", "tab", "listitem", "badge",
)  # fmt: skip
"""In the order of the network's outputs."""
STATES = ("checked", "mixed", "disabled", "focused", "invalid", "selected")
"""In the order of the network's outputs; each holds or not, whatever the others."""
WEIGHTS = Path(__file__).parents[2] / "weights" / "elements.onnx"
AT_ONCE = 128
"""Candidates in one run: a cancelled look is noticed between two."""


@dataclass(frozen=True, slots=True, eq=False)
class Guesses:
    """What the network says of n candidates."""

    roles: npt.NDArray[np.float32]
    """(n, len(ROLES)) probabilities."""
    states: npt.NDArray[np.float32]
    """(n, len(STATES)) probabilities, each for itself."""
    values: npt.NDArray[np.float32]
    """(n,) 0..1: how far along, of those that have a value."""


class Net:
    """Loads its weights at the first call. Raises `errors.ModelBroken` when they can't be read."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._weights = weights

    @cached_property
    def _session(self) -> Any:
        from models.evidence.ocr_nets import load

        return load(self._weights, errors.ModelBroken.sentence)

    def guess(self, pixels: Pixels, boxes: Boxes) -> Guesses:
        """At most `AT_ONCE` candidates of one picture."""
        from models.evidence.elements.crops import crops

        seen, numbers = crops(pixels, boxes)
        roles, states, values = self._session.run(None, {"crops": seen, "numbers": numbers})
        return Guesses(roles, states, values)

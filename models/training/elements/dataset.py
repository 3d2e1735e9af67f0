"""Examples -> what the network learns from: crops of candidates, and what each of them is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.evidence.elements.candidates import SLIM, candidates
from models.evidence.elements.crops import HEIGHT, WIDTH, crops
from models.evidence.elements.net import ROLES, STATES
from models.training.elements.chromium import Element, Example

SAME, OTHER = 0.62, 0.4
"""Intersection over union from which a candidate is a control, and below which it is none; between, it is left out."""
NEGATIVES = 70
"""Of one page at most: there are ten times as many."""


@dataclass(slots=True)
class Samples:
    """n candidates. `states` (n, len(STATES)): 1 holds, 0 does not, -1 is not told; `values`: -1 for none."""

    crops: npt.NDArray[np.uint8]
    numbers: npt.NDArray[np.float32]
    roles: npt.NDArray[np.int64]
    states: npt.NDArray[np.int8]
    values: npt.NDArray[np.float32]

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, crops=self.crops, numbers=self.numbers, roles=self.roles, states=self.states, values=self.values)

    @classmethod
    def load(cls, path: Path) -> Samples:
        with np.load(path) as kept:
            return cls(kept["crops"], kept["numbers"], kept["roles"], kept["states"], kept["values"])


def overlap(boxes: npt.NDArray[np.float64], box: tuple[float, float, float, float]) -> npt.NDArray[np.float64]:
    """Intersection over union of (n, 4) boxes with one."""
    x, y, w, h = box
    wide = np.minimum(boxes[:, 0] + boxes[:, 2], x + w) - np.maximum(boxes[:, 0], x)
    high = np.minimum(boxes[:, 1] + boxes[:, 3], y + h) - np.maximum(boxes[:, 1], y)
    both = wide.clip(0) * high.clip(0)
    shares: npt.NDArray[np.float64] = both / (boxes[:, 2] * boxes[:, 3] + w * h - both)
    return shares


def likeness(boxes: npt.NDArray[np.float64], element: Element) -> npt.NDArray[np.float64]:
    """How well each of (n, 4) boxes shows the control, 0..1: intersection over union; of a lying slider or progress
    bar that along its length, since toolkits reserve more height than they paint."""
    shares = overlap(boxes, element.box)
    x, y, w, h = element.box
    if element.role not in ("slider", "progressbar") or w < 2 * h:
        return shares
    inside = (boxes[:, 1] >= y - 3) & (boxes[:, 1] + boxes[:, 3] <= y + h + 3) & (boxes[:, 3] >= max(SLIM, 0.3 * h))
    middle = np.abs(boxes[:, 1] + boxes[:, 3] / 2 - y - h / 2) <= 0.25 * h
    both = np.minimum(boxes[:, 0] + boxes[:, 2], x + w) - np.maximum(boxes[:, 0], x)
    along = both.clip(0) / (boxes[:, 2] + w - both.clip(0))
    best: npt.NDArray[np.float64] = np.where(inside & middle, np.maximum(along, shares), shares)
    return best


def from_folder(folder: Path, style: str) -> Iterator[Example]:
    """Pictures and truths as `benchmarks/elements_pages` writes them."""
    from PIL import Image

    for picture in sorted(folder.glob("*.png"), key=lambda path: int(path.stem)):
        told = json.loads(picture.with_suffix(".json").read_text("utf-8"))
        elements = tuple(Element(t["role"], tuple(t["box"]), frozenset(t["states"]), t["value"]) for t in told)
        with Image.open(picture) as image:
            yield Example(style, np.asarray(image.convert("RGB")), elements)


def samples(examples: Iterable[Example], seed: int, *, jitter: int = 2) -> Samples:
    """All controls as far as they are among the candidates, each control `jitter` times beside its true place, and
    some of what is none."""
    rng = np.random.default_rng(seed)
    parts: list[tuple[npt.NDArray[np.uint8], npt.NDArray[np.float32], list[Element | None]]] = []
    for example in examples:
        boxes = candidates(example.pixels).astype(np.float64)
        best = np.zeros(len(boxes))
        owner: list[Element | None] = [None] * len(boxes)
        for element in example.elements:
            shares = likeness(boxes, element)
            for at in np.flatnonzero(shares > best):
                best[at], owner[at] = shares[at], element
        is_one = np.flatnonzero(best >= SAME)
        none = np.flatnonzero(best < OTHER)
        none = rng.permutation(none)[:NEGATIVES]
        moved = [(_moved(element.box, rng), element) for element in example.elements for _ in range(jitter)]
        chosen = np.concatenate((boxes[is_one], boxes[none], np.array([box for box, _ in moved]).reshape(-1, 4)))
        whose = [owner[at] for at in is_one] + [None] * len(none) + [element for _, element in moved]
        if len(chosen):
            seen, numbers = crops(example.pixels, chosen)
            parts.append((np.rint(seen * 255).astype(np.uint8), numbers, whose))
    owners = [element for *_, whose in parts for element in whose]
    return Samples(
        np.concatenate([seen for seen, *_ in parts]) if parts else np.zeros((0, 4, HEIGHT, WIDTH), np.uint8),
        np.concatenate([numbers for _, numbers, _ in parts]) if parts else np.zeros((0, 3), np.float32),
        np.array([ROLES.index(element.role) if element else 0 for element in owners], np.int64),
        np.array([_states(element) for element in owners], np.int8).reshape(-1, len(STATES)),
        np.array([element.value if element and element.value is not None else -1 for element in owners], np.float32),
    )


def _moved(box: tuple[float, float, float, float], rng: np.random.Generator) -> tuple[float, float, float, float]:
    """Up to a tenth of the shorter side out of place, as candidates are."""
    x, y, w, h = box
    far = max(1.0, 0.1 * min(w, h))
    left, top, right, bottom = rng.uniform(-far, far, 4)
    return x + left, y + top, max(4, w + right - left), max(4, h + bottom - top)


def _states(element: Element | None) -> list[int]:
    """What is told of each state: of a control that can't be in it, nothing."""
    if element is None:
        return [-1] * len(STATES)
    ticked = element.role in ("checkbox", "radio", "switch")
    told = {
        "checked": ticked,
        "mixed": element.role == "checkbox",
        "disabled": element.role not in ("listitem", "badge", "scrollbar", "progressbar", "tab"),
        "focused": element.role not in ("listitem", "badge", "scrollbar", "progressbar", "tab"),
        "invalid": element.role in ("textbox", "combobox"),
        "selected": element.role == "tab",
    }
    return [int(state in element.states) if told[state] else -1 for state in STATES]

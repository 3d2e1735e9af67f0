"""From guesses about many candidates to a few elements: thresholds, one box a control, states only where sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from assistant.types import Box
from models.evidence.elements.net import ROLES, STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from models.evidence.elements.candidates import Boxes

BELIEVED: Mapping[str, float] = {
    "button": 0.95, "textbox": 0.95, "combobox": 0.95, "spinbutton": 0.95, "checkbox": 0.85, "radio": 0.75,
    "switch": 0.7, "slider": 0.8, "progressbar": 0.85, "scrollbar": 0.95, "tab": 0.98, "listitem": 0.85, "badge": 0.75,
}  # fmt: skip
"""Probability from which a candidate is taken for a control, by role. Tuned for at least 95 % right on looks that the
network was not trained on (`benchmarks/elements.py --split tune --thresholds`); those of tabs and combo boxes higher,
for what buttons and the heads of tables look like in real programs."""
HOLDS: Mapping[str, float] = {
    "checked": 0.9, "mixed": 0.9, "disabled": 0.95, "focused": 0.95, "invalid": 0.95, "selected": 0.9,
}  # fmt: skip
"""Probability from which a state is told, and from one minus which "not checked" is; between, neither."""
FIELDS = ("textbox", "combobox", "spinbutton")
CLOSED = frozenset((*FIELDS, "button", "checkbox", "radio", "switch", "slider", "progressbar"))
"""Nothing but a badge or a field's own buttons lies within these."""
KIND = 0.7
"""Probability of one kind of field, where it is certain that it is a field."""
PRESSED = 0.93
"""Probability that it is a button or a tab from which it is told as a button, and as a guess."""
RATHER = 0.25
"""Probability that it is a button below which it is a tab, unless a button stands in its row."""
CHOSEN = 0.5
"""Probability of being selected from which it is a tab, and what stands in its row may be."""
OUTLINE = 4
"""Pixels that the insides of two tabs, or of a tab and what it opens, lie apart: the lines around them."""
ALIKE = 0.5
"""Probability of a check box or radio button from which it is told as a guess below or above a certain one of the same
size: columns hold the same all the way down."""
NEAR = tuple(product((-1, 0, 1), repeat=3))
"""How many pixels the left edges, the widths and the heights of two of a column may differ."""
A_GUESS = 0.96
"""Confidence of what is said as a guess (below `grounded.believed.CERTAIN`)."""
SQUARE = 0.12
"""How much longer than wide a check box may be, or the reverse."""
COLUMNS = ("checkbox", "radio")
TICKED = ("checkbox", "radio", "switch")
INSIDE = 0.8
"""Share of an element's area that lies in another from which it is a part of it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One element as the pixels show it."""

    role: str
    box: Box
    states: frozenset[str]
    confidence: float
    """Of the role and of the states that are told, whichever is less sure."""
    value: float | None = None
    """0..1 of sliders, progress bars and scroll bars, as the network sees it."""


@dataclass(frozen=True, slots=True, eq=False)
class Guessed:
    """All candidates of a picture with what the network says of them."""

    boxes: Boxes
    roles: npt.NDArray[np.float32]
    states: npt.NDArray[np.float32]
    values: npt.NDArray[np.float32]


def choose(guessed: Guessed, believed: Mapping[str, float] = BELIEVED) -> list[Seen]:
    """The elements that are believed, each once, from top to bottom."""
    wanted = []
    for at in range(len(guessed.boxes)):
        role, sure = _role(guessed.roles[at], believed)
        if role == "none" and (pressed := _pressed(guessed, at)) is not None:
            role, sure = "button", pressed
        if role != "none":
            wanted.append((sure, at, role))
    wanted += _alike(guessed, [(at, role) for _, at, role in wanted if role in COLUMNS])
    wanted.sort(reverse=True)
    kept: list[tuple[int, Seen]] = []
    for sure, at, role in wanted:
        x, y, w, h = (int(side) for side in guessed.boxes[at])
        box = Box(x, y, w, h)
        if role in ("checkbox", "radio") and abs(w - h) > max(2, SQUARE * max(w, h)):
            continue  # a small picture of a sheet of paper
        if any(clash(role, box, other) for _, other in kept):
            continue
        kept.append((at, Seen(role, box, *_states(role, sure, guessed.states[at]), _value(role, guessed.values[at]))))
    elements = _one_focus(kept, guessed)
    chosen = [seen for seen in elements if seen.role == "listitem"]
    if len(chosen) > 1:  # one is chosen among others; many coloured bars are a calendar's or a chart's
        elements = [seen for seen in elements if seen not in chosen]
    return sorted(elements, key=lambda seen: (seen.box.y, seen.box.x))


def _role(chances: npt.NDArray[np.float32], believed: Mapping[str, float]) -> tuple[str, float]:
    """The likeliest role and how sure it is; "none" below its threshold. Which kind of field it is may be less sure
    while it certainly is one."""
    best = int(chances.argmax())
    role, sure = ROLES[best], float(chances[best])
    if role == "none" or sure >= believed[role]:
        return role, sure
    together = float(sum(chances[ROLES.index(field)] for field in FIELDS))
    if role in FIELDS and together >= believed[role] and sure >= KIND:
        return role, sure
    return "none", sure


def _alike(guessed: Guessed, sure: Sequence[tuple[int, str]]) -> list[tuple[float, int, str]]:
    """(how sure, place, role) of the less certain marks of a column."""
    found = []
    certain = {at for at, _ in sure}
    boxes: list[list[int]] = guessed.boxes.tolist()
    columns = {(role, boxes[at][0] + x, boxes[at][2] + w, boxes[at][3] + h) for at, role in sure for x, w, h in NEAR}
    for role in COLUMNS:
        chances: list[float] = guessed.roles[:, ROLES.index(role)].tolist()
        for at, ((x, _, w, h), chance) in enumerate(zip(boxes, chances, strict=True)):
            if chance >= ALIKE and at not in certain and (role, x, w, h) in columns:
                found.append((chance, at, role))
    return found


def _pressed(guessed: Guessed, at: int) -> float | None:
    """How sure it is that a candidate is a button, where the network can't tell a button from a tab: tabs touch each
    other, and what they open, and one of them is selected. None for what may be a tab, or something else."""
    button = float(guessed.roles[at, ROLES.index("button")])
    pressed = button + float(guessed.roles[at, ROLES.index("tab")])
    if pressed < PRESSED or in_a_strip(guessed.boxes, at) or _one_is_chosen(guessed, at):
        return None
    if button < RATHER and not _beside_a_button(guessed, at):
        return None
    return min(pressed, A_GUESS)


def in_a_strip(boxes: Boxes, at: int) -> bool:
    """Whether another candidate of the same height begins where this one ends, or a wide one under it."""
    x, y, w, h = (int(side) for side in boxes[at])
    left, top, wide, high = boxes.T
    level = _level(boxes, at) & (wide >= high)
    beside = (abs(left - (x + w)) <= OUTLINE) | (abs(left + wide - x) <= OUTLINE)
    under = (abs(top - (y + h)) <= OUTLINE) & (left <= x + OUTLINE) & (left + wide >= x + w) & (wide >= 1.5 * w)
    return bool(((level & beside) | under).any())


def _one_is_chosen(guessed: Guessed, at: int) -> bool:
    """Whether it, or what is rather a tab in its row, seems to be selected: a dialog's coloured button is no tab."""
    button, tab = (guessed.roles[:, ROLES.index(role)] for role in ("button", "tab"))
    chosen = (guessed.states[:, STATES.index("selected")] >= CHOSEN) & (tab > button)
    return bool((_level(guessed.boxes, at) & (button + tab >= PRESSED) & chosen).any())


def _beside_a_button(guessed: Guessed, at: int) -> bool:
    """Whether something in its row is rather a button than a tab: what stands beside "Save" is no tab."""
    button, tab = (guessed.roles[:, ROLES.index(role)] for role in ("button", "tab"))
    return bool((_level(guessed.boxes, at) & (button + tab >= PRESSED) & (button > tab)).any())


def _level(boxes: Boxes, at: int) -> npt.NDArray[np.bool_]:
    """Which candidates have its top and its bottom, itself too."""
    _, y, _, h = (int(side) for side in boxes[at])
    _, top, _, high = boxes.T
    level: npt.NDArray[np.bool_] = (abs(top - y) <= OUTLINE) & (abs(top + high - y - h) <= OUTLINE)
    return level


def clash(role: str, box: Box, other: Seen) -> bool:
    """Whether both can't be there: the same place, or one in the other where that has no parts."""
    common = box.overlap(other.box)
    if not common:
        return False
    if common > 0.5 * (box.area + other.box.area - common):
        return True
    if common >= INSIDE * box.area:
        return other.role in CLOSED and role != "badge"
    return common >= INSIDE * other.box.area and role in CLOSED and other.role != "badge"


def _states(role: str, sure: float, chances: npt.NDArray[np.float32]) -> tuple[frozenset[str], float]:
    """The states that are told, and how sure all of that is."""
    chance = dict(zip(STATES, (float(one) for one in chances), strict=True))
    found: set[str] = set()
    least = sure
    if role in TICKED:
        if role == "checkbox" and chance["mixed"] >= HOLDS["mixed"]:
            found.add("mixed")
            least = min(least, chance["mixed"])
        elif chance["checked"] >= HOLDS["checked"]:
            found.add("checked")
            least = min(least, chance["checked"])
        elif chance["checked"] <= 1 - HOLDS["checked"]:
            found.add("unchecked")
            least = min(least, 1 - chance["checked"])
    if role in ("listitem",) or (role == "tab" and chance["selected"] >= HOLDS["selected"]):
        found.add("selected")
    if role not in ("listitem", "badge", "scrollbar", "progressbar", "tab") and chance["disabled"] >= HOLDS["disabled"]:
        found.add("disabled")
    if role in ("textbox", "combobox") and chance["invalid"] >= HOLDS["invalid"]:
        found.add("invalid")
    return frozenset(found), round(least, 4)


def _value(role: str, value: float) -> float | None:
    return float(value) if role in ("slider", "progressbar", "scrollbar") else None


def _one_focus(kept: Sequence[tuple[int, Seen]], guessed: Guessed) -> list[Seen]:
    """At most one has the focus: the likeliest, if none other comes near it."""
    place = STATES.index("focused")
    able = [at for at, seen in kept if seen.role not in ("listitem", "badge", "scrollbar", "progressbar", "tab")]
    chances = sorted(((float(guessed.states[at, place]), at) for at in able), reverse=True)
    clear = len(chances) < 2 or chances[1][0] < 0.5
    focused = chances[0][1] if chances and chances[0][0] >= HOLDS["focused"] and clear else None
    found = []
    for at, seen in kept:
        more = {"focused"} if at == focused else set()
        found.append(Seen(seen.role, seen.box, seen.states | more, seen.confidence, seen.value))
    return found

"""Controls, their states and values, and tables, against what the program itself knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.types import Box, Scene, Thing
from models.evaluation.facts import Element, Table
from models.evaluation.text import folded
from models.grounded.computed.grids import Grid, grids
from models.grounded.view import INTERACTIVE, View

CONTROLS = INTERACTIVE | {"progressbar", "scrollbar"}
TICKED = ("checkbox", "radio", "switch")
STATES = frozenset(
    ("checked", "unchecked", "mixed", "selected", "disabled", "focused", "expanded", "collapsed", "required", "invalid",
     "readonly", "pressed")
)  # fmt: skip
SAME_PLACE = 0.5
"""Intersection over union from which two boxes are of one control (as in PASCAL VOC, Everingham et al. 2010)."""
VALUE_SLACK = 3.0
"""By how many hundredths of its range a slider's or progress bar's value may be off."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many there are, how many were told, and how many of these are right."""

    there: int = 0
    told: int = 0
    right: int = 0

    def __add__(self, other: Found) -> Found:
        return Found(self.there + other.there, self.told + other.told, self.right + other.right)

    @property
    def precision(self) -> float | None:
        return self.right / self.told if self.told else None

    @property
    def recall(self) -> float | None:
        return self.right / self.there if self.there else None


@dataclass(frozen=True, slots=True)
class StructureScore:
    roles: dict[str, Found] = field(default_factory=dict)
    states: dict[str, Found] = field(default_factory=dict)
    """Of the controls that were found with the right role."""
    values: Found = Found()
    cells: Found = Found()
    misses: tuple[str, ...] = ()

    @property
    def controls(self) -> Found:
        return total(self.roles.values())

    @property
    def all_states(self) -> Found:
        return total(self.states.values())


def total(parts: Iterable[Found]) -> Found:
    whole = Found()
    for part in parts:
        whole += part
    return whole


def structure_score(elements: Sequence[Element], tables: Sequence[Table], scene: Scene) -> StructureScore:
    """Controls only where the facts list any: an empty list means that nobody knows."""
    roles: dict[str, Found] = {}
    states: dict[str, Found] = {}
    values, misses = Found(), list[str]()
    if elements:
        true = [one for one in elements if one.role in CONTROLS and one.box is not None]
        told = [thing for thing in scene.things if thing.role in CONTROLS and thing.box is not None]
        pairs = _pairs(true, told)
        roles = _roles(true, told, pairs)
        for element, thing in pairs:
            for state, found in _states(element, thing).items():
                states[state] = states.get(state, Found()) + found
            values += _value(element, thing)
        matched = {id(element) for element, _ in pairs}
        misses += [f"not found: {one.name} {one.role}".strip() for one in true if id(one) not in matched]
        matched = {id(thing) for _, thing in pairs}
        misses += [f"not there: {one.name} {one.role}".strip() for one in told if id(one) not in matched]
    cells, wrong = _tables(tables, scene)
    return StructureScore(roles, states, values, cells, (*misses, *wrong))


def _pairs(true: Sequence[Element], told: Sequence[Thing]) -> list[tuple[Element, Thing]]:
    """Controls of one role at one place, the best fits first."""
    fits = sorted(
        (
            (-_iou(element.box, thing.box), place, number)
            for place, element in enumerate(true)
            for number, thing in enumerate(told)
            if element.role == thing.role and element.box and thing.box
        ),
    )
    pairs, places, numbers = [], set(), set()
    for fit, place, number in fits:
        if -fit >= SAME_PLACE and place not in places and number not in numbers:
            places.add(place)
            numbers.add(number)
            pairs.append((true[place], told[number]))
    return pairs


def _iou(one: Box | None, other: Box | None) -> float:
    return 0.0 if one is None or other is None else one.iou(other)


def _roles(true: Sequence[Element], told: Sequence[Thing], pairs: Sequence[tuple[Element, Thing]]) -> dict[str, Found]:
    there, said = Counter(one.role for one in true), Counter(one.role for one in told)
    right = Counter(thing.role for _, thing in pairs)
    return {role: Found(there[role], said[role], right[role]) for role in sorted({*there, *said})}


def _states(element: Element, thing: Thing) -> dict[str, Found]:
    there, told = (_known(one.role, one.states) for one in (element, thing))
    return {
        state: Found(int(state in there), int(state in told), int(state in there and state in told))
        for state in there | told
    }


def _known(role: str, states: frozenset[str]) -> frozenset[str]:
    """What has a tick and is neither ticked nor half is not ticked."""
    if role in TICKED and not states & {"checked", "mixed"}:
        states |= {"unchecked"}
    return states & STATES


def _value(element: Element, thing: Thing) -> Found:
    if element.value is None or element.role == "password":
        return Found()
    true, told = element.value, thing.value
    numbers = [_number(text) for text in (true, told)]
    if None not in numbers and element.role in ("slider", "progressbar", "scrollbar"):
        right = abs((numbers[0] or 0.0) - (numbers[1] or 0.0)) <= VALUE_SLACK
    else:
        right = folded(true) == folded(told)
    return Found(1, int(bool(told)), int(right and bool(told or not true)))


def _number(text: str) -> float | None:
    """With a percent sign or without."""
    try:
        return float(text.strip().rstrip("%"))
    except ValueError:
        return None


def _tables(tables: Sequence[Table], scene: Scene) -> tuple[Found, list[str]]:
    """Cells that stand in their row and their column, of the table that was found in each one's place."""
    cells, misses = Found(), list[str]()
    if not tables:
        return cells, misses
    known = [grid for grid in grids(View(scene)) if not grid.loose]
    for table in tables:
        rows = [*([table.headers] if table.headers else []), *table.rows]
        best = max((_table(rows, grid) for grid in known), key=lambda found: found[0].right, default=None)
        found, wrong = best or (Found(sum(map(len, rows)), 0, 0), ["no table was found"])
        cells += found
        misses += wrong
    return cells, misses


def _table(rows: Sequence[Sequence[str]], grid: Grid) -> tuple[Found, list[str]]:
    told = [list(grid.header)] if grid.header else []
    told += [[cell.text for cell in row] for row in grid.rows]
    wide = max(map(len, rows))
    columns = [_column(rows, at, told) for at in range(wide)]
    right, misses, begin = 0, list[str](), 0
    for row in rows:
        # Rows are in order, so that one that is repeated is not its own double.
        scored = [(_same(row, columns, other), -at) for at, other in enumerate(told) if at >= begin]
        count, at = max(scored, default=(0, 0))
        if count:
            begin = 1 - at
        right += count
        if count < len(row):
            misses.append(f"row {' | '.join(row)} was read as {' | '.join(told[-at]) if count else 'nothing'}")
    return Found(sum(map(len, rows)), sum(map(len, told)), right), misses


def _column(rows: Sequence[Sequence[str]], at: int, told: Sequence[Sequence[str]]) -> int:
    """Which column of the table told has most of this column's texts; -1 for none."""
    texts = {folded(row[at]) for row in rows if at < len(row)}
    wide = max(map(len, told), default=0)
    shared = [(sum(folded(row[to]) in texts for row in told if to < len(row)), -to) for to in range(wide)]
    count, to = max(shared, default=(0, 1))
    return -to if count else -1


def _same(row: Sequence[str], columns: Sequence[int], other: Sequence[str]) -> int:
    return sum(
        0 <= to < len(other) and folded(other[to]) == folded(cell) for cell, to in zip(row, columns, strict=False)
    )

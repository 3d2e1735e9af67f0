"""What is known of a screen: its text, its order, its controls, its tables and charts, written as facts.json.

Boxes are [x, y, w, h] in pixels of screen.png, origin top left. docs/screens.md tells every key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.types import Box, Thing


@dataclass(frozen=True, slots=True)
class Line:
    """One visible line of text, as it is written on the screen."""

    text: str
    box: Box
    block: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are read together: a paragraph, a row of a table, a label."""

    id: int
    box: Box
    kind: str = "line"


@dataclass(frozen=True, slots=True)
class Element:
    """A control. Roles and states are those of `assistant.types.Thing`."""

    role: str
    name: str
    box: Box
    states: tuple[str, ...] = ()
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    box: Box
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is known to be visible in one picture."""

    lines: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()
    elements: tuple[Element, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[dict[str, Any], ...] = ()
    ignore: tuple[Box, ...] = ()
    """Places with text that is cut off or can't be known: what is read there counts neither way."""

    def joined(self, other: Truth) -> Truth:
        """Both, `other` read after this."""
        first = max((block.id for block in self.blocks), default=-1) + 1
        lines = tuple(replace(line, block=line.block + first) for line in other.lines)
        blocks = tuple(replace(block, id=block.id + first) for block in other.blocks)
        return Truth(
            self.lines + lines, self.blocks + blocks, self.elements + other.elements, self.tables + other.tables,
            self.charts + other.charts, self.ignore + other.ignore,
        )  # fmt: skip

    def moved(self, dx: int, dy: int) -> Truth:
        return Truth(
            tuple(replace(line, box=line.box.moved(dx, dy)) for line in self.lines),
            tuple(replace(block, box=block.box.moved(dx, dy)) for block in self.blocks),
            tuple(replace(element, box=element.box.moved(dx, dy)) for element in self.elements),
            tuple(replace(table, box=table.box.moved(dx, dy)) for table in self.tables),
            tuple({**chart, "box": Box(*chart["box"]).moved(dx, dy).as_list()} for chart in self.charts),
            tuple(box.moved(dx, dy) for box in self.ignore),
        )


def one_block_each(lines: Iterable[tuple[str, Box]], kind: str = "line") -> Truth:
    """Lines that each stand alone, in reading order."""
    listed = list(lines)
    return Truth(
        tuple(Line(text, box, number) for number, (text, box) in enumerate(listed)),
        tuple(Block(number, box, kind) for number, (_, box) in enumerate(listed)),
    )


def as_one_block(lines: Iterable[tuple[str, Box]], kind: str) -> Truth:
    """Lines that belong together, in reading order."""
    listed = list(lines)
    if not listed:
        return Truth()
    around = listed[0][1]
    for _, box in listed[1:]:
        around = around.union(box)
    return Truth(tuple(Line(text, box, 0) for text, box in listed), (Block(0, around, kind),))


@dataclass(frozen=True, slots=True)
class Facts:
    """facts.json."""

    name: str
    program: str
    kind: str
    size: tuple[int, int]
    scale: float
    theme: str
    languages: tuple[str, ...]
    condition: str
    source: str
    window: dict[str, Any] | None
    truth: Truth
    tree: str | None = None
    recipe: str = ""
    """Digest of what built it: another digest means that it must be built again."""
    questions: list[Any] = field(default_factory=list)
    flat: dict[str, Any] | None = None
    """Of a picture that is turned or photographed: `matrix` (nine numbers: its pixels to those of the screen it shows),
    and where `lines` and `ignore` are there."""

    def written(self) -> dict[str, Any]:
        """As JSON has it."""
        plain: dict[str, Any] = {
            key: getattr(self, key)
            for key in (
                "name",
                "program",
                "kind",
                "size",
                "scale",
                "theme",
                "languages",
                "condition",
                "source",
                "window",
            )
        }
        return {
            **plain,
            "lines": [{"text": line.text, "box": line.box.as_list(), "block": line.block} for line in self.truth.lines],
            "blocks": [{"id": b.id, "box": b.box.as_list(), "kind": b.kind} for b in self.truth.blocks],
            "ignore": [box.as_list() for box in self.truth.ignore],
            "tree": self.tree,
            "elements": [
                {"role": e.role, "name": e.name, "box": e.box.as_list(), "states": sorted(e.states), "value": e.value}
                for e in self.truth.elements
            ],
            "tables": [
                {"box": t.box.as_list(), "headers": list(t.headers), "rows": [list(row) for row in t.rows]}
                for t in self.truth.tables
            ],
            "charts": list(self.truth.charts),
            "questions": self.questions,
            **({"flat": self.flat} if self.flat else {}),
            "recipe": self.recipe,
        }


def written_thing(thing: Thing) -> dict[str, Any]:
    """A thing of the accessibility tree as tree.json has it."""
    return {
        **asdict(thing),
        "box": thing.box.as_list() if thing.box else None,
        "states": sorted(thing.states),
    }


def read_thing(data: dict[str, Any]) -> Thing:
    """The reverse of `written_thing`."""
    box = data["box"]
    return Thing(**{**data, "box": Box(*box) if box else None, "states": frozenset(data["states"])})


def write(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


CONTROLS = {
    "button", "checkbox", "radio", "switch", "textbox", "password", "combobox", "menuitem", "menu", "tab", "link",
    "slider", "spinbutton", "progressbar", "listitem", "treeitem", "heading", "scrollbar",
}  # fmt: skip
TOLD = {"focused", "checked", "unchecked", "mixed", "selected", "disabled", "readonly", "required", "invalid",
        "expanded", "collapsed", "pressed"}  # fmt: skip
"""States that can be seen on the screen, or at least matter to the person."""


def controls(things: Iterable[Thing]) -> tuple[Element, ...]:
    """The controls among the things that a program's accessibility tree told of."""
    return tuple(
        Element(thing.role, thing.name, thing.box, tuple(sorted(thing.states & TOLD)), thing.value or None)
        for thing in things
        if thing.role in CONTROLS and thing.box is not None and "offscreen" not in thing.states
    )


def tables(things: tuple[Thing, ...]) -> tuple[Table, ...]:
    """Tables whose rows the tree names one by one."""
    below: dict[int | None, list[Thing]] = {}
    for thing in things:
        below.setdefault(thing.parent, []).append(thing)
    found = []
    for table in things:
        if table.role != "table" or table.box is None:
            continue
        rows = [[c.name for c in below.get(row.id, []) if c.role == "cell"] for row in below.get(table.id, [])]
        rows = [row for row in rows if row]
        if len(rows) > 1 and len({len(row) for row in rows}) == 1:
            found.append(Table(table.box, tuple(rows[0]), tuple(tuple(row) for row in rows[1:])))
    return tuple(found)

"""A scene as a tree of places to walk in: the picture > windows, tables, lists > things > lines. No Qt, no sound.

A place is a thing of the tree (or of the pixels), or a line of text that no thing tells of. What only groups others and
has no name is left out, so that no step lands on nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from assistant.types import Box

if TYPE_CHECKING:
    from assistant.types import Scene, TextBlock, Thing

NOT_VISITED = frozenset({"scrollbar", "separator", "titlebar"})
NAMELESS_GROUPS = frozenset(
    {"group", "document", "toolbar", "statusbar", "list", "row", "tablist", "paragraph", "text"}
)
"""Left out where they have no name of their own; a list or a toolbar of several things stays (`FEWEST`)."""
WORTH_A_STOP = frozenset({"toolbar", "list", "tablist"})
FEWEST = 2
INSIDE = 0.7
"""Share of a line's area that lies in a thing whose words it may be."""
DOUBT = 0.6
"""Confidence below which what was recognised is told as a guess."""
MOST_PLACES = 40_000
"""A page of 20,000 words has a few thousand lines; more than this is no screen."""


@dataclass(slots=True)
class Place:
    """Where one can stand. `kind` is the thing's role, "line" or "heading" for text, "picture" for all of it."""

    number: int
    kind: str
    name: str
    box: Box
    parent: int | None
    value: str = ""
    states: frozenset[str] = frozenset()
    description: str = ""
    level: int | None = None
    confidence: float | None = None
    source: Literal["tree", "ocr", "pixels", "object"] = "tree"
    doubtful: tuple[str, ...] = ()
    children: list[int] = field(default_factory=list)
    row: int | None = None
    column: int | None = None
    """Of a cell, from 0."""

    @property
    def text(self) -> str:
        """What is written there."""
        return self.value or self.name

    @property
    def guessed(self) -> bool:
        return self.confidence is not None and self.confidence < DOUBT


class Places:
    """The tree of one scene, in reading order. Read-only once made; `places[0]` is the picture."""

    def __init__(self, scene: Scene, tables: Sequence[Sequence[Sequence[tuple[str, Box]]]] = ()) -> None:
        """`tables`: those that are known by their looks alone, as rows of (text, box)."""
        self.scene = scene
        title = scene.window.title if scene.window is not None else scene.name
        self.all: list[Place] = [Place(0, "picture", title, Box(0, 0, scene.width, scene.height), None)]
        self._of_thing: dict[int, int] = {}
        self._add_things()
        taken = self._add_tables(tables)
        self._add_lines([block for block in scene.blocks if not any(box.overlap(block.box) for box in taken)])
        self._put_in_order()
        self._number_cells()
        self.order: list[int] = []
        """Every place but the picture, parents before what is in them."""
        waiting = list(reversed(self.all[0].children))
        while waiting:
            number = waiting.pop()
            self.order.append(number)
            waiting.extend(reversed(self.all[number].children))
        self.rank: Mapping[int, int] = {number: at for at, number in enumerate(self.order)}

    def __getitem__(self, number: int) -> Place:
        return self.all[number]

    def of_thing(self, thing: Thing | None) -> Place | None:
        number = self._of_thing.get(thing.id) if thing is not None else None
        return self.all[number] if number is not None else None

    def thing_of(self, place: Place) -> Thing | None:
        ids = {number: thing for thing, number in self._of_thing.items()}
        return next((one for one in self.scene.things if one.id == ids.get(place.number)), None)

    def around(self, place: Place) -> list[Place]:
        """What it is in, the innermost first, without the picture."""
        found: list[Place] = []
        at = place.parent
        while at:
            found.append(self.all[at])
            at = self.all[at].parent
        return found

    def table_of(self, place: Place) -> Place | None:
        return next((one for one in (place, *self.around(place)) if one.kind == "table"), None)

    def cell_of(self, place: Place) -> Place | None:
        return next((one for one in (place, *self.around(place)) if one.row is not None), None)

    def cells(self, table: Place) -> list[Place]:
        """All cells of a table, row by row; none of a table in it."""
        found, waiting = [], list(table.children)
        while waiting:
            one = self.all[waiting.pop(0)]
            if one.row is not None:
                found.append(one)
            elif one.kind != "table":
                waiting = [*one.children, *waiting]
        return found

    def at(self, x: float, y: float) -> Place | None:
        """The smallest place under a pixel."""
        under = [
            place
            for place in self.all[1:]
            if place.box.x <= x < place.box.right and place.box.y <= y < place.box.bottom
        ]
        return min(under, key=lambda place: (place.box.area, -place.number), default=None)

    # -- making it ------------------------------------------------------------------------------------------------

    def _add_things(self) -> None:
        by_id = {thing.id: thing for thing in self.scene.things}
        counts: dict[int, int] = {}
        for thing in self.scene.things:
            if thing.parent is not None:
                counts[thing.parent] = counts.get(thing.parent, 0) + 1
        for thing in self.scene.things[:MOST_PLACES]:
            box = thing.box.clipped(self.scene.width, self.scene.height) if thing.box is not None else None
            if box is None or not _visited(thing, counts.get(thing.id, 0)):
                continue
            number = len(self.all)
            parent = self._parent(thing, by_id)
            if parent and thing.role in ("text", "label") and self.all[parent].name == thing.name.strip():
                self._of_thing[thing.id] = parent  # a button's own label
                continue
            self.all.append(
                Place(number, thing.role, thing.name.strip(), box, parent, thing.value.strip(), thing.states,
                      thing.description, thing.level, thing.confidence, thing.source)
            )  # fmt: skip
            self._of_thing[thing.id] = number

    def _parent(self, thing: Thing, by_id: Mapping[int, Thing]) -> int:
        """The nearest place around it. A tree that lies may go in circles."""
        seen = {thing.id}
        at = thing.parent
        while at is not None and at not in seen:
            if at in self._of_thing:
                return self._of_thing[at]
            seen.add(at)
            at = by_id[at].parent if at in by_id else None
        return 0

    def _add_tables(self, tables: Sequence[Sequence[Sequence[tuple[str, Box]]]]) -> list[Box]:
        taken: list[Box] = []
        for rows in tables:
            boxes = [box for row in rows for text, box in row if text.strip()]
            if not boxes:
                continue
            whole = boxes[0]
            for box in boxes[1:]:
                whole = whole.union(box)
            if any(place.kind == "table" and place.box.overlap(whole) for place in self.all):
                continue  # the tree tells of it
            table = Place(len(self.all), "table", "", whole, 0, source="ocr")
            self.all.append(table)
            for y, row in enumerate(rows):
                for x, (text, box) in enumerate(row):
                    if text.strip():
                        self.all.append(
                            Place(len(self.all), "cell", text.strip(), box, table.number, source="ocr", row=y, column=x)
                        )
            taken += boxes
        return taken

    def _add_lines(self, blocks: Sequence[TextBlock]) -> None:
        """Each line goes into the smallest place around it; one that repeats what that place is called is left out."""
        import numpy as np

        boxes = np.array([place.box.as_list() for place in self.all], np.float64)
        left, top = boxes[:, 0], boxes[:, 1]
        right, bottom, areas = left + boxes[:, 2], top + boxes[:, 3], boxes[:, 2] * boxes[:, 3]
        for block in blocks[:MOST_PLACES]:
            box = block.box.clipped(self.scene.width, self.scene.height)
            text = block.text.strip()
            if box is None or not text:
                continue
            w = np.minimum(right, box.right) - np.maximum(left, box.x)
            h = np.minimum(bottom, box.bottom) - np.maximum(top, box.y)
            around = np.flatnonzero(np.clip(w, 0, None) * np.clip(h, 0, None) >= INSIDE * box.area)
            told = any(_says(self.all[int(number)], text) for number in around if number)
            if told:
                continue
            parent = int(min(around, key=lambda number: (areas[number], -number))) if len(around) else 0
            kind = block.kind if block.kind in ("heading", "paragraph", "cell") else "line"
            self.all.append(
                Place(len(self.all), kind, text, box, parent, confidence=block.confidence, source=block.source,
                      doubtful=block.doubtful)
            )  # fmt: skip

    def _put_in_order(self) -> None:
        """What the tree tells in its order (it is the order of Tab); lines among it by where they are."""
        for place in self.all[1:]:
            self.all[place.parent or 0].children.append(place.number)
        for place in self.all:
            kids = [self.all[number] for number in place.children]
            if not any(kid.kind in ("line", "heading") and kid.source == "ocr" for kid in kids):
                continue
            told = [kid for kid in kids if kid.source != "ocr"]
            if told:
                place.children = [kid.number for kid in sorted(kids, key=_reading_place)]

    def _number_cells(self) -> None:
        for table in [place for place in self.all if place.kind == "table"]:
            rows: list[list[Place]] = []
            loose: list[Place] = []
            waiting = list(table.children)
            while waiting:
                one = self.all[waiting.pop(0)]
                if one.kind == "row":
                    rows.append([self.all[number] for number in one.children])
                elif one.kind == "cell" and one.row is None:
                    loose.append(one)
                elif one.kind not in ("table", "cell"):
                    waiting = [*one.children, *waiting]
            for y, row in enumerate(rows or _in_rows(loose)):
                for x, cell in enumerate(row):
                    cell.row, cell.column = y, x


def _visited(thing: Thing, children: int) -> bool:
    if thing.role in NOT_VISITED or "offscreen" in thing.states:
        return False
    if thing.name.strip() or thing.value.strip() or thing.role not in NAMELESS_GROUPS:
        return True
    return (thing.role in WORTH_A_STOP and children >= FEWEST) or (thing.role == "row" and children > 0)


def _plain(text: str) -> str:
    return "".join(text.casefold().split())


def _says(place: Place, text: str) -> bool:
    told, wanted = _plain(place.name + place.value), _plain(text)
    return bool(wanted) and place.kind not in ("window", "dialog", "document") and wanted in told


def _reading_place(place: Place) -> tuple[int, int]:
    return round(place.box.centre[1] / 12), place.box.x


def _in_rows(cells: Sequence[Place]) -> list[list[Place]]:
    """Cells that no row holds together, by their middles."""
    rows: list[list[Place]] = []
    for cell in sorted(cells, key=lambda one: (one.box.centre[1], one.box.x)):
        if rows and abs(rows[-1][0].box.centre[1] - cell.box.centre[1]) < max(4, cell.box.h / 2):
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return [sorted(row, key=lambda one: one.box.x) for row in rows]

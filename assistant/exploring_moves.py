"""Walking among the places of a picture: the moves that screen readers have, and four by layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.types import Box

if TYPE_CHECKING:
    from assistant.exploring import Place, Places

KINDS: Mapping[str, tuple[str, ...]] = {
    "button": ("button", "switch"),
    "edit": ("textbox", "password", "combobox", "spinbutton", "slider"),
    "link": ("link",),
    "heading": ("heading",),
    "table": ("table",),
    "checkbox": ("checkbox", "radio", "switch"),
    "graphic": ("image", "chart"),
    "list": ("list", "tree", "menu", "tablist"),
    "field": ("textbox", "password", "combobox", "spinbutton", "slider", "checkbox", "radio", "switch", "button"),
    "text": ("line", "paragraph", "text"),
}
"""What "next of a kind" stops at, with the kinds' names as NVDA, JAWS and Orca have them."""
Way = Literal["left", "right", "up", "down"]
Unit = Literal["thing", "word", "letter"]
ASIDE = 2.0
"""How much more a pixel aside counts than one ahead, so that a step to the right stays in its line."""


@dataclass(frozen=True, slots=True)
class Step:
    """Where a move came to. `edge`: it could not move, and why ("first", "last", "no_kind", "no_table", "inside",
    "outside", "edge", "no_text")."""

    place: Place
    box: Box
    unit: Unit = "thing"
    text: str = ""
    """The word or letter."""
    edge: str = ""
    kind: str = ""
    """The kind that was looked for."""
    entered: tuple[Place, ...] = ()
    """Groups that it is in now and was not before, the outermost first."""


class Walk:
    """One person's way through one picture. Not thread-safe; each move takes time in proportion to the places."""

    def __init__(self, places: Places) -> None:
        self.places = places
        focus = places.of_thing(places.scene.focus)
        first = places.order[0] if places.order else 0
        self.at = focus.number if focus is not None else first
        self._word = -1
        self._letter = -1

    @property
    def place(self) -> Place:
        return self.places[self.at]

    def here(self) -> Step:
        return Step(self.place, self.place.box)

    def go(self, place: Place) -> Step:
        before = {one.number for one in (self.place, *self.places.around(self.place))}
        self.at, self._word, self._letter = place.number, -1, -1
        entered = [one for one in reversed(self.places.around(place)) if one.number not in before]
        return Step(place, place.box, entered=tuple(entered))

    def _stay(self, edge: str, kind: str = "") -> Step:
        return Step(self.place, self.place.box, edge=edge, kind=kind)

    # -- in order -------------------------------------------------------------------------------------------------

    def next(self, step: int = 1) -> Step:
        """`step` -1: the one before."""
        order = self.places.order
        at = self.places.rank.get(self.at, -1) + step
        if not 0 <= at < len(order):
            return self._stay("last" if step > 0 else "first")
        return self.go(self.places[order[at]])

    def next_of(self, kind: str, step: int = 1) -> Step:
        """Raises `KeyError` for no kind of `KINDS`."""
        wanted = KINDS[kind]
        order = self.places.order
        at = self.places.rank.get(self.at, -1) + step
        while 0 <= at < len(order):
            if self.places[order[at]].kind in wanted:
                return self.go(self.places[order[at]])
            at += step
        return self._stay("no_kind", kind)

    def first(self) -> Step:
        return self.go(self.places[self.places.order[0]]) if self.places.order else self._stay("first")

    def last(self) -> Step:
        return self.go(self.places[self.places.order[-1]]) if self.places.order else self._stay("last")

    def into(self) -> Step:
        children = self.place.children
        return self.go(self.places[children[0]]) if children else self._stay("inside")

    def out(self) -> Step:
        parent = self.place.parent
        return self.go(self.places[parent]) if parent else self._stay("outside")

    # -- by layout ------------------------------------------------------------------------------------------------

    def toward(self, way: Way) -> Step:
        """The nearest thing on that side; groups that hold others are passed by."""
        here = self.place.box
        inside = {one.number for one in self.places.around(self.place)} | {self.at}
        best: tuple[float, Place] | None = None
        for number in self.places.order:
            place = self.places[number]
            if number in inside or place.children:
                continue
            cost = _cost(here, place.box, way)
            if cost is not None and (best is None or cost < best[0]):
                best = cost, place
        return self.go(best[1]) if best is not None else self._stay("edge", way)

    def to_pixel(self, x: float, y: float) -> Step | None:
        """What is under a pixel; None if nothing is, or nothing new."""
        place = self.places.at(x, y)
        return self.go(place) if place is not None and place.number != self.at else None

    # -- tables ---------------------------------------------------------------------------------------------------

    def cell(self, way: Way) -> Step:
        """The cell beside this one; from the table itself, its first."""
        table, here = self.places.table_of(self.place), self.places.cell_of(self.place)
        if table is None:
            return self._stay("no_table")
        cells = self.places.cells(table)
        if here is None or here.row is None or here.column is None:
            return self.go(cells[0]) if cells else self._stay("no_table")
        down, across = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}[way]
        row, column = here.row, here.column
        along: Callable[[Place], bool]
        if across:
            along = lambda one: one.row == row and ((one.column or 0) - column) * across > 0  # noqa: E731
        else:
            along = lambda one: one.column == column and ((one.row or 0) - row) * down > 0  # noqa: E731
        found = [one for one in cells if along(one)]
        if not found:
            return self._stay("edge", way)
        return self.go(min(found, key=lambda one: abs((one.row or 0) - row) + abs((one.column or 0) - column)))

    def headers(self, cell: Place) -> tuple[str, str]:
        """What stands in the first row above a cell and in the first column beside it; empty where it is those."""
        table = self.places.table_of(cell)
        cells = self.places.cells(table) if table is not None else []
        above = next((one.text for one in cells if one.row == 0 and one.column == cell.column and cell.row), "")
        beside = next((one.text for one in cells if one.column == 0 and one.row == cell.row and cell.column), "")
        return above, beside

    # -- words and letters ----------------------------------------------------------------------------------------

    def word(self, step: int = 1) -> Step:
        """The next word of what is written here. Its box is guessed from how many letters stand before it."""
        spans = _words(self.place.text)
        if not spans:
            return self._stay("no_text")
        if self._letter >= 0 and self._word < 0:
            self._word = next((n for n, (_, end) in enumerate(spans) if self._letter < end), 0)
        at = self._word + step if self._word >= 0 else (0 if step > 0 else len(spans) - 1)
        if not 0 <= at < len(spans):
            return self._stay("last" if step > 0 else "first")
        self._word, self._letter = at, -1
        start, end = spans[at]
        return Step(self.place, self._part(start, end), "word", self.place.text[start:end])

    def letter(self, step: int = 1) -> Step:
        text = self.place.text
        if not text:
            return self._stay("no_text")
        if self._letter < 0 and self._word >= 0:
            at = _words(text)[self._word][0] if step > 0 else _words(text)[self._word][0] - 1
        else:
            at = self._letter + step if self._letter >= 0 else (0 if step > 0 else len(text) - 1)
        if not 0 <= at < len(text):
            return self._stay("last" if step > 0 else "first")
        self._letter, self._word = at, -1
        return Step(self.place, self._part(at, at + 1), "letter", text[at])

    def _part(self, start: int, end: int) -> Box:
        box, count = self.place.box, max(1, len(self.place.text))
        left = box.x + box.w * start // count
        return Box(left, box.y, max(1, box.x + box.w * end // count - left), box.h)

    # -- reading --------------------------------------------------------------------------------------------------

    def from_here(self) -> Iterable[Place]:
        """This place and all behind it that hold words of their own."""
        at = max(0, self.places.rank.get(self.at, 0))
        return (self.places[number] for number in self.places.order[at:] if self.places[number].text)


def _words(text: str) -> list[tuple[int, int]]:
    """(start, end) of each; a Chinese character is a word by itself."""
    import re

    return [found.span() for found in re.finditer(r"[\u3400-\u9fff]|[^\s\u3400-\u9fff]+", text)]


def _cost(here: Box, there: Box, way: Way) -> float | None:
    """How far a step in that direction is; None for what does not lie there: left and right stay in the line."""
    (x, y), (other_x, other_y) = here.centre, there.centre
    if way in ("left", "right"):
        ahead = other_x - x if way == "right" else x - other_x
        aside = max(0, max(here.y, there.y) - min(here.bottom, there.bottom))
        drift = abs(other_y - y)
        beyond = aside > min(here.h, there.h) / 2
    else:
        ahead = other_y - y if way == "down" else y - other_y
        aside = max(0, max(here.x, there.x) - min(here.right, there.right))
        drift = abs(other_x - x)
        beyond = ahead < min(here.h, there.h) / 2
    if ahead <= 0 or beyond:
        return None
    return ahead + ASIDE * aside + drift / 4

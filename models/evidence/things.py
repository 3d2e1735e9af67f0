"""From accessibility nodes to things worth knowing: folded texts, sensible order, fields named by their labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.types import Box, Thing
from models.evidence import roles
from models.evidence.handle import handle_of
from models.evidence.secrets import names_a_secret
from models.evidence.walk import Node

FOLDS = {"heading", "link", "paragraph", "label", "listitem", "cell", "button", "tab", "menuitem", "treeitem", "alert"}
"""Roles whose static text children are only their own text again (web pages give both)."""
BULLETS = {"•", "◦", "▪", "‣", "-", "–", "*"}

SHOWS_NAME = {
    "button", "cell", "checkbox", "heading", "label", "link", "listitem", "menu", "menuitem", "paragraph", "radio",
    "statusbar", "switch", "tab", "text", "treeitem",
}  # fmt: skip
"""Roles whose name is written on the screen, if it fits there."""
SHOWS_VALUE = {"textbox", "terminal", "combobox", "spinbutton"}
NARROWEST_LETTER = 4.5
"""Pixels. A name that would need narrower ones is not written in its box: an icon's, or a check mark's label."""
ICON_SHAPE = 1.5
"""Width over height of a button below which it bears an icon."""
LINE_PX = 14
"""Pixels of a line of small text."""


def written(thing: Thing) -> str:
    """The text that is drawn in the thing's box, as far as that can be told from its size; else empty."""
    if thing.role in SHOWS_VALUE:
        return thing.value
    if thing.role not in SHOWS_NAME or thing.box is None or thing.box.h < 6:
        return ""
    if thing.role == "button" and thing.box.w < ICON_SHAPE * thing.box.h:
        return ""  # most likely an icon; if there is text in it, OCR reads it
    lines = max(1, thing.box.h // LINE_PX) if " " in thing.name else 1
    return thing.name if thing.box.w * lines >= NARROWEST_LETTER * len(thing.name) else ""


class Builder:
    """Makes the things of one window. Reads nodes that another thread may still be filling; changes none."""

    def __init__(
        self,
        place: Callable[[Box], Box | None],
        hidden: Callable[[Box, bool], bool],
        ids: dict[tuple[str, str], int],
        *,
        focusable: bool,
    ) -> None:
        """`place`: desktop box -> box in the capture, None when outside. `hidden`: lies mostly (True: wholly) behind
        another window.
        `focusable`: whether this window can have the keyboard focus, for programs that claim it regardless."""
        self._place = place
        self._hidden = hidden
        self._ids = ids
        self._focusable = focusable
        self.things: list[Thing] = []
        self._around: dict[int, str] = {}
        """Thing -> name of the group that labels it."""

    def add(self, node: Node, parent: int | None = None, in_page: bool = False) -> None:
        """Append the thing of `node`, if it is one, and those below it. Parents come first."""
        if not node.ready:
            return
        in_page = in_page or node.role == "document"
        children = [child for child in node.children if child.ready]
        if not in_page:
            children = visual_order(children)
        role = "window" if node.parent is None and node.role == "group" else node.role
        name, box, folded = (node.name, node.box, children)
        if role in FOLDS:
            name, box, folded = self._fold(node, children)
        # A container without a name tells nothing; its children go to the next one that does.
        tells = (role != "group" or name) and (node.box is not None or node.parent is None)
        # Of a password field even a corner that shows must be masked; a window stays while a part of it shows.
        covered = node.parent is not None and box is not None and self._hidden(box, role == "password")
        if tells and not covered:
            parent = self._append(node, role, name, box, parent)
        start = len(self.things)
        for child in folded:
            self.add(child, parent, in_page)
        self._name_by_labels(start, parent, in_page)
        if node.role in ("table", "tree"):
            self._toggles(node.children, start)

    def _append(self, node: Node, role: str, name: str, box: Box | None, parent: int | None) -> int:
        states = roles.words_of(node.number, role, node.states)
        if not self._focusable:
            states -= {"focused"}
        number = self._ids.setdefault(node.ref, len(self._ids) + 1)
        if node.around:
            self._around[number] = node.around
        self.things.append(
            Thing(
                id=number,
                role=role,
                name=name,
                value="" if role == "password" else node.value,
                states=states,
                box=self._place(box) if box is not None else None,
                parent=parent,
                description="" if node.description == name else node.description,
                level=node.level,
                handle=handle_of(node.ref, node.number, node.told, node.box),
            )
        )
        return number

    def _toggles(self, cells: Sequence[Node], start: int) -> None:
        """GTK's lists with check marks: cells without a name, of which those that are ticked say so."""
        ticked = [c for c in cells if c.role == "cell" and not c.name and roles.has(c.states, roles.CHECKED) and c.box]
        columns = {(cell.box.x, cell.box.w) for cell in ticked if cell.box}
        if not columns:
            return
        boxes = {self._ids[c.ref]: c.box for c in cells if c.role == "cell" and c.box and c.ref in self._ids}
        names = [(thing.name, boxes[thing.id]) for thing in self.things[start:] if thing.name and thing.id in boxes]
        states = {self._ids[c.ref]: c.states for c in cells if c.ref in self._ids}
        heads = {self._ids[c.ref] for c in cells if c.number == roles.COLUMN_HEADER and c.ref in self._ids}
        for place, thing in enumerate(self.things[start:], start):
            box = boxes.get(thing.id)
            if box is None or thing.name or thing.id in heads or (box.x, box.w) not in columns:
                continue
            name = next((words for words, other in names if other.y <= box.centre[1] < other.bottom), "")
            state = "checked" if roles.has(states[thing.id], roles.CHECKED) else "unchecked"
            self.things[place] = replace(thing, role="checkbox", name=name, states=thing.states | {state})

    def _fold(self, node: Node, children: list[Node]) -> tuple[str, Box | None, list[Node]]:
        """The name and box with what static children add, and the children that are more than that."""
        statics = [child for child in children if child.role == "text" and not child.children]
        if not statics:
            return node.name, node.box, children
        words = [word for child in children if _reads_on(child) and (word := _words(child)) not in BULLETS]
        name = node.name or " ".join(" ".join(words).split())
        box = node.box
        if node.role in ("heading", "paragraph", "label", "listitem"):
            # A block on a web page is as wide as the page; the words are where their own boxes are.
            boxes = [child.box for child in children if child.box is not None and _reads_on(child)]
            for more in boxes[1:]:
                boxes[0] = boxes[0].union(more)
            box = boxes[0] if boxes else box
        same = set(name.split())
        return name, box, [c for c in children if c not in statics or not set(c.name.split()) - BULLETS <= same]

    def _name_by_labels(self, start: int, parent: int | None, in_page: bool) -> None:
        """Give fields without a name that of the label left of or above them, as a sighted person would."""
        labels = [
            thing
            for thing in self.things[start:]
            if thing.parent == parent and thing.role in ("label", "text") and thing.box is not None and thing.name
        ]
        for place, thing in enumerate(self.things[start:], start):
            wants = thing.role in roles.EDITS or thing.role in ("slider", "switch")
            # A GTK or Qt combobox without a label is named after its choice; one on a web page never is.
            shows_choice = thing.role == "combobox" and thing.name and thing.value in ("", thing.name) and not in_page
            if thing.parent != parent or thing.box is None or not wants or (thing.name and not shows_choice):
                continue
            label = nearest_label(thing.box, labels)
            name = label.name if label is not None else self._around.get(thing.id, "")
            if not name or name == thing.name:
                continue
            value = thing.name if shows_choice else thing.value
            if thing.role == "textbox" and names_a_secret(name):
                self.things[place] = replace(thing, name=name.rstrip(" :："), role="password", value="")
            else:
                self.things[place] = replace(thing, name=name.rstrip(" :："), value=value)


def _words(node: Node) -> str:
    """The name, or for a link its text's."""
    return node.name or " ".join(child.name for child in node.children if child.ready and child.role == "text")


def _reads_on(node: Node) -> bool:
    """Part of the running text of its parent."""
    return node.role in ("text", "link") or (node.role == "group" and bool(node.name))


def nearest_label(field: Box, labels: Sequence[Thing]) -> Thing | None:
    """The label on the field's line to the left, else the one right above it; None when none is close."""
    best: tuple[int, Thing] | None = None
    for label in labels:
        box = label.box
        if box is None:
            continue
        shared = min(box.bottom, field.bottom) - max(box.y, field.y)
        if shared > 0.5 * min(box.h, field.h) and box.right <= field.x + 4:
            distance = field.x - box.right
            limit = 300
        elif box.bottom <= field.y + 4 and abs(box.x - field.x) < 40:
            distance = (field.y - box.bottom) + 50  # a label on the line wins over one above
            limit = 50 + 2 * max(12, min(box.h, 30))
        else:
            continue
        if distance <= limit and (best is None or distance < best[0]):
            best = (distance, label)
    return best[1] if best else None


def visual_order(nodes: list[Node]) -> list[Node]:
    """Siblings in lines from top to bottom, left to right in a line: GTK gives the children of grids and open
    menus in the order they were made, or the reverse. Those without a box keep their place at the end."""
    boxed = sorted((node for node in nodes if node.box is not None), key=lambda node: node.box.y if node.box else 0)
    lines: list[list[Node]] = []
    floor = 0
    for node in boxed:
        box = node.box
        assert box is not None  # noqa: S101 - for the type checker
        if lines and box.y + box.h / 2 < floor:
            lines[-1].append(node)
        else:
            lines.append([node])
            floor = box.bottom
    ordered = [node for line in lines for node in sorted(line, key=lambda node: node.box.x if node.box else 0)]
    return ordered + [node for node in nodes if node.box is None]

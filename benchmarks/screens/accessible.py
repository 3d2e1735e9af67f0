"""Truth from the accessibility tree: which texts show, and where each of their characters is (AT-SPI Text).

Not Hearsight's own gatherer, which folds and names things for speech: here each drawn text is a line.
"""

from __future__ import annotations

import asyncio
import functools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.types import Box, Capture
from benchmarks.screens import ink, letters
from benchmarks.screens.facts import Block, Line, Truth
from models.evidence import roles
from models.evidence.atspi import ACCESSIBLE, COMPONENT, REGISTRY, ROOT, TEXT, AccessibilityBus, Ref
from models.evidence.atspi import Line as Wire

AT_ONCE = 24
MOST_CHARACTERS = 6000
LARGEST = 30_000
WRITTEN = {
    "label", "button", "menu", "menuitem", "tab", "checkbox", "radio", "switch", "cell", "link", "statusbar", "text",
    "paragraph", "heading", "listitem", "treeitem", "textbox", "terminal", "combobox", "spinbutton", "document",
}  # fmt: skip
KINDS = {"paragraph": "paragraph", "textbox": "paragraph", "document": "paragraph", "button": "button", "cell": "row",
         "label": "label", "heading": "heading", "menuitem": "menuitem", "listitem": "listitem"}  # fmt: skip
CLIPS = {"group", "document", "table", "tree", "list", "textbox", "terminal", "window", "dialog", "cell"}
ROW_SLACK = 0.5
MENU_ITEMS = {8, 35, 45}
HELD = {"<Shift>": "Shift", "<Primary>": "Ctrl", "<Alt>": "Alt"}
KEYS = {"plus": "+", "minus": "-", "equal": "=", "comma": ",", "period": ".", "slash": "/", "question": "?",
        "Page_Up": "Page Up", "Page_Down": "Page Down", "Return": "Return", "space": "Space", "backslash": "\\",
        "BackSpace": "Backspace"}  # fmt: skip
"""How GTK writes keys that it does not write by their letter."""


@dataclass(slots=True)
class Node:
    ref: Ref
    role: str
    number: int
    states: int
    name: str
    box: Box | None
    children: list[Node] = field(default_factory=list)
    lines: list[tuple[str, Box]] = field(default_factory=list)
    shortcut: str = ""
    """As it is drawn beside a menu item: "Ctrl+S"."""


def tree_truth(
    bus_address: str,
    capture: Capture,
    *,
    hide: Collection[str] = (),
    fold_rows: bool = True,
    scale: float = 1.0,
    covers: Sequence[Box] = (),
    written: Mapping[str, str] | None = None,
    only: Collection[str] = (),
    letter: float = 13.3,
    ignore: Sequence[tuple[int, int, int, int]] = (),
) -> Truth:
    """What the focused window and its popups show, in pixels of the capture.

    `hide`: names that are in the tree but not drawn. `written`: what is drawn for a name. `only`: of these roles alone.
    `ignore`: places with text that the tree does not tell.
    `letter`: the size of the program's letters in pixels, unscaled.
    `covers`: menus and lists that lie over the window, in pixels of the capture.
    `fold_rows`: cells at one height are one block.
    """
    bus = AccessibilityBus(bus_address)
    try:
        tops: list[Node] = []
        bus.run(_gather(bus, capture, tops)).result(60)
    finally:
        bus.close()
    if not tops:
        raise RuntimeError("the window has no accessibility tree")
    writer = _Writer(capture, tops[0], scale, frozenset(hide), fold_rows, tuple(covers))
    writer.allow(written or {}, frozenset(only), letter * scale)
    truth = writer.write(tops)
    if not truth.lines:
        raise RuntimeError("the accessibility tree has no text")
    truth = replace(truth, lines=_once(truth.lines))
    return replace(truth, ignore=(*truth.ignore, *(Box(*place) for place in ignore)))


def _once(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Without the second telling of what is drawn once: some toolkits have a label in a menu item of the same name."""
    kept: list[Line] = []
    for line in lines:
        if not any(line.text == other.text and 2 * line.box.overlap(other.box) > line.box.area for other in kept):
            kept.append(line)
    return tuple(kept)


async def _gather(bus: AccessibilityBus, capture: Capture, tops: list[Node]) -> None:
    wire = await bus.line(AT_ONCE)
    body = await wire.call(REGISTRY, ACCESSIBLE, "GetChildren")
    window = capture.window
    assert window is not None
    for name in dict.fromkeys(str(ref[0]) for ref in (body[0] if body else ())):
        pid = await bus.pid(wire, name)
        found = await wire.call((name, ROOT), ACCESSIBLE, "GetChildren")
        nodes = [await _node(wire, (str(ref[0]), str(ref[1]))) for ref in (found[0] if found else ())]
        shown = [node for node in nodes if node is not None and roles.has(node.states, roles.SHOWING)]
        mine = [n for n in shown if n.name == window.title and (pid == window.pid or n.name)]
        if not mine and pid == window.pid:
            mine = [n for n in shown if roles.has(n.states, roles.ACTIVE)] or shown[:1]
        if not mine:
            continue
        tops += mine[:1] + [n for n in shown if n is not mine[0] and n.number in roles.POPUPS]
        for top in tops:
            await _fill(wire, top, 0, {top.ref})
        return


async def _node(wire: Wire, ref: Ref) -> Node | None:
    role, states, name, place = await asyncio.gather(
        wire.call(ref, ACCESSIBLE, "GetRole"), wire.call(ref, ACCESSIBLE, "GetState"),
        wire.get(ref, ACCESSIBLE, "Name"), wire.call(ref, COMPONENT, "GetExtents", "u", [0]),
    )  # fmt: skip
    if not role or not states:
        return None
    bits = roles.bits(states[0])
    box = Box(*(int(n) for n in place[0])) if place and len(place[0]) == 4 else None
    if box is not None and (box.w <= 0 or box.h <= 0 or max(abs(box.x), abs(box.y)) > LARGEST):
        box = None
    return Node(ref, roles.role_of(int(role[0]), bits), int(role[0]), bits, str(name or ""), box)


async def _fill(wire: Wire, node: Node, depth: int, seen: set[Ref]) -> None:
    if depth > 40 or len(seen) > 6000:
        return
    if node.role in WRITTEN and node.number != roles.PASSWORD_TEXT:
        await _texts(wire, node)
    body = await wire.call(node.ref, ACCESSIBLE, "GetChildren")
    refs = [(str(ref[0]), str(ref[1])) for ref in (body[0] if body else ())][:1200]
    children = await asyncio.gather(*(_node(wire, ref) for ref in refs if ref not in seen))
    node.children = [c for c in children if c is not None and roles.has(c.states, roles.SHOWING)]
    seen.update(child.ref for child in node.children)
    for child in node.children:
        if child.number in MENU_ITEMS and child.role == "menuitem":
            child.shortcut = await _shortcut(wire, child.ref)
        await _fill(wire, child, depth + 1, seen)


async def _shortcut(wire: Wire, ref: Ref) -> str:
    """GTK tells "mnemonic;path;<Primary>s"."""
    body = await wire.call(ref, "org.a11y.atspi.Action", "GetKeyBinding", "i", [0])
    keys = str(body[0]).split(";")[-1] if body and str(body[0]).count(";") == 2 else ""
    if not keys:
        return ""
    *held, key = re.findall(r"<\w+>|[^<>]+", keys)
    names = [
        HELD[name]
        for name in ("<Shift>", "<Primary>", "<Alt>")
        if name in [h.replace("Control", "Primary") for h in held]
    ]
    return "+".join([*names, KEYS.get(key, key.upper() if len(key) == 1 else key)])


async def _texts(wire: Wire, node: Node) -> None:
    """The lines of a node that has the Text interface, by its characters' boxes."""
    count = await wire.get(node.ref, TEXT, "CharacterCount")
    if not isinstance(count, int) or count <= 0 or node.box is None:
        return
    count = min(count, MOST_CHARACTERS)
    body = await wire.call(node.ref, TEXT, "GetText", "ii", [0, count])
    text = str(body[0]) if body else ""
    places = await asyncio.gather(
        *(wire.call(node.ref, TEXT, "GetCharacterExtents", "iu", [at, 0]) for at in range(len(text)))
    )
    for words, box in _rows(text, places):
        if box.h <= 0 or box.w <= 0:
            continue
        node.lines.append((words, box))


def _rows(text: str, places: list[Any]) -> list[tuple[str, Box]]:
    """Characters at one height and after each other are a line."""
    rows: list[tuple[str, Box]] = []
    words, around = "", None
    for sign, place in zip(text, places, strict=True):
        box = Box(*(int(n) for n in place[:4])) if place and len(place) >= 4 else None
        usable = box is not None and box.h > 0 and box.w > 0 and sign not in "\n\r￼\u200b"
        if sign in "\n\r" or (usable and around is not None and abs(box.centre[1] - around.centre[1]) > 0.5 * around.h):
            rows += [(words.strip(), around)] if around is not None and words.strip() else []
            words, around = "", None
        if usable:
            words += sign
            if sign.strip():
                around = box if around is None else around.union(box)
    return rows + ([(words.strip(), around)] if around is not None and words.strip() else [])


class _Writer:
    """From nodes to lines and blocks in reading order."""

    def __init__(
        self,
        capture: Capture,
        top: Node,
        scale: float,
        hide: frozenset[str],
        fold_rows: bool,
        covers: tuple[Box, ...],
    ) -> None:
        assert capture.window is not None
        self._capture, self._hide, self._fold_rows, self._covers = capture, hide, fold_rows, covers
        frame = capture.window.frame
        said = top.box or frame
        # Programs whose pixels are doubled tell logical ones.
        self._factor = scale if scale != 1 and abs(said.w * scale - frame.w) < abs(said.w - frame.w) else 1.0
        self.lines: list[Line] = []
        self.blocks: list[Block] = []
        self.ignore: list[Box] = []

    def allow(self, written: Mapping[str, str], only: frozenset[str], letter: float) -> None:
        self._written, self._only, self._letter = written, only, letter

    def write(self, tops: list[Node]) -> Truth:
        for top in tops:
            self._add(top, Box(0, 0, self._capture.width, self._capture.height))
        return Truth(tuple(self.lines), tuple(self.blocks), ignore=tuple(self.ignore))

    def _place(self, box: Box) -> Box:
        f = self._factor
        scaled = box if f == 1.0 else Box(round(box.x * f), round(box.y * f), round(box.w * f), round(box.h * f))
        return scaled.moved(-self._capture.origin[0], -self._capture.origin[1])

    def _add(self, node: Node, port: Box) -> bool:
        """Write a node and what is below it; whether anything was written."""
        wrote = False
        if node.box is not None and node.role in CLIPS:
            inner = _common(self._place(node.box), port)
            if inner is None:
                return False
            port = inner
        over = node.role == "menu"
        if over:
            port = Box(0, 0, self._capture.width, self._capture.height)
            if self._named(node):
                self._name(node, port)
        below = sorted(node.children, key=functools.cmp_to_key(self._order))
        texts = [(text, self._place(box)) for text, box in node.lines]
        if not texts:
            if node.role == "combobox" and self._named(node):
                self._name(node, port)
                return True
            if node.role == "tab" and below and self._named(node):
                self._name(node, port)  # the page of an open tab is a part of it
            for child in below:
                wrote = self._add(child, port) or wrote
            if not wrote and not over and self._named(node):
                self._name(node, port)
                return True
        else:
            if len(texts) == 1 and node.role == "label" and node.box is not None:
                # Qt tells centred labels' letters as if they stood at the left.
                texts = [(texts[0][0], ink.around(self._capture.pixels, self._place(node.box), inset=0))]
            self._lines(node, texts, port)
            for child in below:
                if child.role in ("link", "button", "checkbox"):
                    continue  # their words are in the text already
                self._add(child, port)
            return True
        return wrote

    def _name(self, node: Node, port: Box) -> None:
        """The name as it is drawn in the node's box, and a shortcut at its right end."""
        assert node.box is not None
        box = self._place(node.box)
        name = " ".join(node.name.split())
        if node.role not in ("menuitem", "menu"):
            self._lines(node, [(name, ink.around(self._capture.pixels, box))], port)
            return
        parts = ink.columns(self._capture.pixels, box, max(12, box.h // 2))
        if node.shortcut and len(parts) > 1:
            self._lines(node, [(name, functools.reduce(Box.union, parts[:-1])), (node.shortcut, parts[-1])], port)
        else:
            self._lines(node, [(name, parts[0] if parts else box)], port)

    def _named(self, node: Node) -> bool:
        """Whether a node may have its name drawn in its box."""
        if node.box is None or not node.name.strip() or node.name in self._hide or node.role not in WRITTEN:
            return False
        return node.role not in ("textbox", "terminal", "document", "spinbutton") and node.box.h >= 8

    def _name(self, node: Node, port: Box) -> None:
        """The name as it is drawn in the node's box, and a shortcut at its right end; nothing where an icon is."""
        assert node.box is not None
        box = self._place(node.box)
        name = self._written.get(node.name, " ".join(node.name.split()))
        if node.role == "tab" and not box.clipped(self._capture.width, self._capture.height):
            return
        gap = max(3, round(0.3 * self._letter))
        inset = gap if node.role == "button" else 2  # a button has a border
        parts = ink.columns(self._capture.pixels, box, gap, inset)
        found = letters.stretch(name, parts, self._letter, self._capture.pixels)
        if found is None and node.role == "tab":  # without the ring around the one with the focus
            parts = ink.columns(self._capture.pixels, Box(box.x - 2, box.y + gap, box.w + 4, box.h - 2 * gap), gap)
            found = letters.stretch(name, parts, self._letter, self._capture.pixels)
        if found is None and node.role in ("menuitem", "menu", "cell", "listitem", "treeitem"):
            found = box  # cut short, perhaps: the check of the set tells
        if found is not None:
            self._lines(node, [(name, found)], port)
        if (
            node.shortcut
            and len(parts) > 1
            and (keys := letters.stretch(node.shortcut, parts[1:], self._letter, self._capture.pixels))
        ):
            self._lines(node, [(node.shortcut, keys)], port, beside=True)

    def _lines(self, node: Node, texts: list[tuple[str, Box]], port: Box, *, beside: bool = False) -> None:
        """`beside`: in the block before."""
        if self._only and node.role not in self._only:
            return
        whole = []
        for text, box in texts:
            if text in self._hide:
                continue
            seen = _common(box, port)
            if seen is None:
                continue
            if node.role not in ("menuitem", "menu") and any(cover.overlap(seen) for cover in self._covers):
                self.ignore += _beside(seen, self._covers)
                continue
            if seen.h < 0.85 * box.h or seen.w < 0.97 * box.w - 2:
                self.ignore.append(seen)
            else:
                whole.append((text, seen))
        if not whole:
            return
        kind = KINDS.get(node.role, "line")
        last = self.blocks[-1] if self.blocks else None
        joins = (
            self._fold_rows and kind == "row" and last is not None and last.kind == "row"
            and abs(last.box.centre[1] - whole[0][1].centre[1]) < ROW_SLACK * whole[0][1].h
        )  # fmt: skip
        around = functools.reduce(Box.union, (box for _, box in whole))
        if (joins or beside) and last is not None:
            self.blocks[-1] = Block(last.id, last.box.union(around), last.kind)
        else:
            self.blocks.append(Block(len(self.blocks), around, kind))
        self.lines += [Line(text, box, self.blocks[-1].id) for text, box in whole]

    @staticmethod
    def _order(a: Node, b: Node) -> int:
        """By rows; side by side what shares more than half of the lower one's height."""
        if a.box is None or b.box is None:
            return 0
        common = min(a.box.bottom, b.box.bottom) - max(a.box.y, b.box.y)
        if common > 0.5 * min(a.box.h, b.box.h):
            return a.box.x - b.box.x
        return a.box.y - b.box.y


def _beside(box: Box, covers: Sequence[Box]) -> list[Box]:
    """What of a line is left and right of whatever lies over it."""
    left = min(cover.x for cover in covers if cover.overlap(box))
    right = max(cover.right for cover in covers if cover.overlap(box))
    ends = (Box(box.x, box.y, left - box.x, box.h), Box(right, box.y, box.right - right, box.h))
    return [end for end in ends if end.w > 1]


def _common(a: Box, b: Box) -> Box | None:
    x, y = max(a.x, b.x), max(a.y, b.y)
    w, h = min(a.right, b.right) - x, min(a.bottom, b.bottom) - y
    return Box(x, y, w, h) if w > 0 and h > 0 else None

"""Walks one window's accessibility tree, breadth first, as far as it shows.

Where the toolkit has it, one call of `org.a11y.atspi.Cache.GetItems` gives every node's name, role, states and
children (GTK 3 and 4, Chromium, Firefox; Qt answers with an empty list), and only boxes and texts are asked for
node by node. Boxes are asked in screen coordinates, which all toolkits give right under X11.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.types import Box
from models.evidence import roles
from models.evidence.atspi import ACCESSIBLE, COMPONENT, TEXT, VALUE, Line, Ref
from models.evidence.secrets import all_masked, names_a_secret
from models.evidence.visible import LONGEST, visible

log = logging.getLogger(__name__)

MAX_NODES = 3000
"""Of one look. Nobody listens to more, and a program can claim any number."""
MAX_DEPTH = 60
MAX_CHILDREN = 1500
MAX_ROWS = 300
"""Of one list or table; from there on only the children found at points of its visible part are taken."""
MAX_OPTIONS = 60
"""Of a closed combobox, in which the chosen one is looked for."""
MAX_TEXT = LONGEST
LEAVES = {"label", "image", "separator", "text", "button", "checkbox", "radio", "slider"}
"""Roles that Qt, which has no cache to ask, gives no children."""
PROBE_PX = 14
"""Distance of the points at which a long list is asked what lies there; less than any row's height."""
OBJECT = "￼"
"""Stands in a text where a child is, such as a link, whose words are the child's own."""
LABELLED_BY = 2
"""AtspiRelationType."""
NONSENSE = (TypeError, ValueError, LookupError, AttributeError, OverflowError)
"""What reading a reply of another type than the protocol's raises."""
LARGEST_BOX = 32_000
"""X11 coordinates are 16-bit; larger ones (GTK's INT_MIN for what is not on screen) are lies."""


@dataclass(slots=True)
class Node:
    """What is known of one accessible. `box` is in desktop pixels, None where it takes no room."""

    ref: Ref
    parent: Node | None
    place: int
    """Among its siblings."""
    role: str = "group"
    number: int = 0
    states: int = 0
    name: str = ""
    told: str = ""
    """The name as the program tells it; labels may have changed `name`."""
    value: str = ""
    description: str = ""
    around: str = ""
    """The name of the group around it, where the program calls that its label: a last resort for a name."""
    level: int | None = None
    box: Box | None = None
    page_scale: float = 1.0
    """By how much the program told the box too large, against those of its windows: see `Walk.window`."""
    children: list[Node] = field(default_factory=list)
    ready: bool = False


@dataclass(frozen=True, slots=True)
class Cached:
    """One item of `GetItems`."""

    role: int
    states: int
    name: str
    description: str
    interfaces: frozenset[str]
    children: tuple[Ref, ...]
    count: int
    """How many children it says it has, -1 if it does not say."""


class Cache:
    """A program's whole tree as one call gave it; empty where the toolkit has none."""

    def __init__(self, items: dict[Ref, Cached]) -> None:
        self._items = items

    @property
    def empty(self) -> bool:
        return not self._items

    def get(self, ref: Ref) -> Cached | None:
        return self._items.get(ref)

    @classmethod
    async def of(cls, line: Line, program: str) -> Cache:
        body, signature = await line.call_typed((program, "/org/a11y/atspi/cache"), "org.a11y.atspi.Cache", "GetItems")
        if not body or not isinstance(body[0], list):
            return cls({})
        try:
            return cls(_items(body[0], lists_children=signature.startswith("a((so)(so)(so)a(so)")))
        except (TypeError, ValueError, IndexError):  # a program may answer with anything
            return cls({})


def _items(rows: Sequence[Any], lists_children: bool) -> dict[Ref, Cached]:
    """Rows in the old layout (children as a list) or the new one (index in parent, number of children)."""
    kids: dict[Ref, list[tuple[int, Ref]]] = {}
    if not lists_children:
        for row in rows:
            kids.setdefault(_ref(row[2]), []).append((int(row[3]), _ref(row[0])))
    items: dict[Ref, Cached] = {}
    for row in rows:
        ref = _ref(row[0])
        if lists_children:
            children, count = tuple(_ref(child) for child in row[3]), len(row[3])
            interfaces, name, role, description, states = row[4:9]
        else:
            children, count = tuple(child for _, child in sorted(kids.get(ref, ()))), int(row[4])
            interfaces, name, role, description, states = row[5:10]
        items[ref] = Cached(
            int(role), roles.bits(states), str(name), str(description), frozenset(interfaces), children, count
        )
    return items


def _ref(pair: Sequence[str]) -> Ref:
    return str(pair[0]), str(pair[1])


def tidy(text: str) -> str:
    """What can be seen of it, without the marks of embedded objects and doubled spaces; line ends stay."""
    text = visible(text[: 2 * LONGEST].replace(OBJECT, " ")).replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[^\S\n]+", " ", text).strip()


class Walk:
    """One look at any number of windows. Lives on the bus's loop; `tops` may be read from other threads."""

    def __init__(self) -> None:
        self.tops: list[Node] = []
        self._seen: set[Ref] = set()

    @property
    def count(self) -> int:
        return len(self._seen)

    async def window(
        self, line: Line, cache: Cache, top: Node, inside: Callable[[Box], bool], page_scale: float = 1.0
    ) -> None:
        """Fill `top` and what is below it. `inside`: whether a box (as the program tells it) is worth a visit.
        `page_scale`: Chromium at a scale gives logical pixels for its windows and physical ones for the pages in
        them; by this much the boxes of pages are made smaller, so that all of a window are in one measure."""
        if top.ref in self._seen:
            return
        self._seen.add(top.ref)
        await _Visitor(self._seen, line, cache, inside, page_scale).fill(top, 0)


class _Visitor:
    def __init__(
        self, seen: set[Ref], line: Line, cache: Cache, inside: Callable[[Box], bool], page_scale: float
    ) -> None:
        self._page_scale = page_scale
        self._seen = seen
        self._line = line
        self._cache = cache
        self._inside = inside

    async def fill(self, node: Node, depth: int) -> None:
        known = self._cache.get(node.ref) or await ask(self._line, node.ref)
        if known is None:
            return
        node.number, node.states, node.told = known.role, known.states, known.name
        if depth > 0 and not roles.has(known.states, roles.SHOWING):
            return
        node.role = roles.role_of(known.role, known.states)
        node.name, node.description = tidy(known.name), tidy(known.description)
        above = node.parent.page_scale if node.parent is not None else 1.0
        node.page_scale = self._page_scale if node.role == "document" else above
        box = await extents(self._line, node.ref)
        node.box = scaled(box, 1 / node.page_scale) if box is not None else None
        if depth > 0 and node.box is not None and not self._inside(node.box):
            return
        await self._contents(node, known)
        node.ready = True
        if depth < MAX_DEPTH and node.role != "password":
            await self._descend(node, known, depth)

    async def _descend(self, node: Node, known: Cached, depth: int) -> None:
        for place, ref in enumerate(await self._children(node, known)):
            if len(self._seen) >= MAX_NODES:
                break
            if ref not in self._seen and not ref[1].endswith("/null"):
                self._seen.add(ref)
                node.children.append(Node(ref, node, place))
        if node.children:
            await asyncio.gather(*(self._fill_or_leave(child, depth + 1) for child in node.children))

    async def _fill_or_leave(self, node: Node, depth: int) -> None:
        """A node that answers with other things than the protocol's spoils none beside it."""
        try:
            await self.fill(node, depth)
        except NONSENSE as error:
            log.info("a node made no sense: %s", type(error).__name__)

    async def _children(self, node: Node, known: Cached) -> list[Ref]:
        # GTK leaves the cells of lists and tables out of its cache, Chromium a page that nobody asked for yet: a
        # cached list that is shorter than the number of children proves nothing.
        complete = 0 < known.count <= len(known.children)
        if complete and not roles.has(known.states, roles.MANAGES_DESCENDANTS):
            return list(known.children[:MAX_CHILDREN])
        if known.count == 0 or (self._cache.empty and node.role in LEAVES):
            return []
        many = node.role in ("list", "table", "tree") or roles.has(known.states, roles.MANAGES_DESCENDANTS)
        count = known.count
        if count < 0 and many:
            answer = await self._line.get(node.ref, ACCESSIBLE, "ChildCount")
            count = answer if isinstance(answer, int) else 0
        if count > (MAX_ROWS if many else MAX_CHILDREN) and node.box is not None:
            return await self._visible_children(node.ref, scaled(node.box, node.page_scale))
        body = await self._line.call(node.ref, ACCESSIBLE, "GetChildren")
        return [_ref(pair) for pair in body[0][:MAX_CHILDREN]] if body else []

    async def _visible_children(self, ref: Ref, box: Box) -> list[Ref]:
        """What lies at points of a grid over the box: thousands of rows, but only those on the screen."""
        across = [box.x + int(box.w * share) for share in (0.03, 0.15, 0.3, 0.5, 0.7, 0.9)]
        points = [(x, y) for y in range(box.y + PROBE_PX // 2, box.bottom, PROBE_PX) for x in across]
        found = await asyncio.gather(
            *(self._line.call(ref, COMPONENT, "GetAccessibleAtPoint", "iiu", [x, y, 0]) for x, y in points)
        )
        return list(dict.fromkeys(_ref(body[0]) for body in found if body and _ref(body[0]) != ref))

    async def _contents(self, node: Node, known: Cached) -> None:
        """Label, text, number and heading level, where the role has such things."""
        editable = node.role in roles.EDITS
        if (node.role in roles.ACTS and not node.name) or node.role == "combobox" or editable:
            await self._label(node)
        if node.role == "password" or (
            node.role == "textbox" and names_a_secret(f"{node.name or node.around} {node.description}")
        ):
            node.role = "password"
            return
        if node.role in roles.VALUED:
            await self._number(node)
        if TEXT in known.interfaces and (editable or (node.role in roles.STATIC and not node.name)):
            raw = await self._text(node)
            text = tidy(raw)
            if editable and all_masked(text):
                node.role = "password"  # Qt gives its password fields the role of plain ones, with the dots as text
            elif editable and node.role != "spinbutton":
                node.value = text
            elif not editable and not known.children and known.count <= 0 and OBJECT not in raw:
                node.name = text.lstrip("•◦▪‣ ") if node.role == "listitem" else text
        if node.role == "combobox" and not node.value:
            node.value = await self._chosen(node.ref, known, 2)
        if node.number == roles.HEADING:
            body = await self._line.call(node.ref, ACCESSIBLE, "GetAttributes")
            level = str(body[0].get("level", "")) if body and isinstance(body[0], dict) else ""
            node.level = int(level) if level.isdigit() else None

    async def _number(self, node: Node) -> None:
        number = await self._line.get(node.ref, VALUE, "CurrentValue")
        if not isinstance(number, (int, float)):
            return
        node.value = f"{number:g}"
        if node.role == "progressbar":  # GTK counts from 0 to 1, Qt from 0 to 100: a share is what is meant
            low, high = await asyncio.gather(
                *(self._line.get(node.ref, VALUE, end) for end in ("MinimumValue", "MaximumValue"))
            )
            if isinstance(low, (int, float)) and isinstance(high, (int, float)) and high > low:
                node.value = f"{100 * (number - low) / (high - low):.0f}%"

    async def _chosen(self, ref: Ref, known: Cached, depth: int) -> str:
        """The selected item of a closed combobox, which itself does not show."""
        refs = list(known.children)
        if not refs or known.count > len(refs):
            body = await self._line.call(ref, ACCESSIBLE, "GetChildren")
            refs = [_ref(pair) for pair in body[0]] if body else []
        for child in refs[:MAX_OPTIONS]:
            item = self._cache.get(child) or await ask(self._line, child)
            if item is None:
                continue
            if roles.has(item.states, roles.SELECTED) and item.name:
                return tidy(item.name)
            if depth > 0 and item.count != 0 and (found := await self._chosen(child, item, depth - 1)):
                return found
        return ""

    async def _label(self, node: Node) -> None:
        body = await self._line.call(node.ref, ACCESSIBLE, "GetRelationSet")
        targets = [_ref(ref) for kind, refs in (body[0] if body else ()) if kind == LABELLED_BY for ref in refs]
        holders = set(_holders(node))
        for ref in targets[:2]:
            known = self._cache.get(ref)
            label = tidy(known.name if known else str(await self._line.get(ref, ACCESSIBLE, "Name") or ""))
            if label and ref in holders:
                node.around = label  # Qt: a group box labels every field in it, and names those without a name
                node.name = "" if node.name == label else node.name
            elif label and label != node.name:
                if node.role == "combobox" and node.name:
                    node.value = node.name  # Qt names a combobox after what is chosen in it
                node.name = label
                return

    async def _text(self, node: Node) -> str:
        """The text that shows: all of it, or `MAX_TEXT` characters from the first visible one."""
        count = await self._line.get(node.ref, TEXT, "CharacterCount")
        if not isinstance(count, int) or count <= 0:
            return ""
        start = 0
        if count > MAX_TEXT and node.box is not None:
            corner = scaled(node.box, node.page_scale)
            body = await self._line.call(node.ref, TEXT, "GetOffsetAtPoint", "iiu", [corner.x + 4, corner.y + 4, 0])
            start = body[0] if body and 0 < body[0] < count else 0
        body = await self._line.call(node.ref, TEXT, "GetText", "ii", [start, min(count, start + MAX_TEXT)])
        return str(body[0])[:MAX_TEXT] if body else ""  # some give more than was asked for


def scaled(box: Box, factor: float) -> Box:
    if factor == 1.0:
        return box
    return Box(round(box.x * factor), round(box.y * factor), round(box.w * factor), round(box.h * factor))


def _holders(node: Node) -> Iterator[Ref]:
    above = node.parent
    while above is not None:
        yield above.ref
        above = above.parent


async def ask(line: Line, ref: Ref) -> Cached | None:
    """What a cache would say of one node, by as few calls as do; None when it is gone.

    Whether it has a text and how many children it has is not asked: -1 children, and a text is tried.
    """
    role, states, name = await asyncio.gather(
        line.call(ref, ACCESSIBLE, "GetRole"),
        line.call(ref, ACCESSIBLE, "GetState"),
        line.get(ref, ACCESSIBLE, "Name"),
    )
    if not role or not states:
        return None
    description = "" if name else await line.get(ref, ACCESSIBLE, "Description")
    return Cached(
        int(role[0]), roles.bits(states[0]), str(name or ""), str(description or ""), frozenset({TEXT}), (), -1
    )


async def extents(line: Line, ref: Ref) -> Box | None:
    """The box in desktop pixels; None for what takes no room or lies about it."""
    body = await line.call(ref, COMPONENT, "GetExtents", "u", [0])
    if not body or len(body[0]) != 4:
        return None
    x, y, w, h = (int(number) for number in body[0])
    if w <= 0 or h <= 0 or max(abs(x), abs(y), w, h) > LARGEST_BOX:
        return None
    return Box(x, y, w, h)

"""Programs that lie, repeat themselves or never end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from assistant.types import Box
from models.evidence import roles
from models.evidence.atspi import Line, Ref
from models.evidence.walk import MAX_DEPTH, MAX_NODES, Cache, Node, Walk

SHOWN = 1 << roles.SHOWING | 1 << roles.VISIBLE | 1 << roles.ENABLED
GROUP, LABEL = 39, 29


class LyingProgram(Line):
    """Answers like a program on the bus, from functions of the object path."""

    def __init__(self) -> None:
        self.children: dict[str, list[str]] = {}
        self.boxes: dict[str, tuple[int, int, int, int]] = {}
        self.names: dict[str, Any] = {}
        self.asked = 0

    async def call_typed(
        self, ref: Ref, interface: str, member: str, signature: str = "", body: Sequence[object] = ()
    ) -> tuple[list[Any] | None, str]:
        self.asked += 1
        path = ref[1]
        if member == "GetRole":
            return [GROUP if path in self.children else LABEL], "u"
        if member == "GetState":
            return [[SHOWN & 0xFFFFFFFF, SHOWN >> 32]], "au"
        if member == "GetChildren":
            return [[("x", child) for child in self.children.get(path, [])]], "a(so)"
        if member == "GetExtents":
            return [self.boxes.get(path, (0, 0, 50, 20))], "(iiii)"
        return None, ""

    async def get(self, ref: Ref, interface: str, name: str) -> Any | None:
        self.asked += 1
        return self.names.get(ref[1], f"name of {ref[1]}") if name == "Name" else None


def walk(program: LyingProgram, start: str = "/top") -> list[Node]:
    top = Node(("x", start), None, 0)
    picture = Box(0, 0, 1000, 1000)
    asyncio.run(Walk().window(program, Cache({}), top, lambda box: box.overlap(picture) > 0))
    found, todo = [], [top]
    while todo:
        node = todo.pop()
        found.append(node)
        todo += node.children
    return [node for node in found if node.ready]


def test_a_tree_that_bites_its_tail_is_walked_once() -> None:
    program = LyingProgram()
    program.children = {"/top": ["/a", "/b"], "/a": ["/top", "/b"], "/b": ["/a", "/b"]}
    assert sorted(node.ref[1] for node in walk(program)) == ["/a", "/b", "/top"]


def test_a_program_with_endless_nodes_costs_a_bounded_number_of_calls() -> None:
    program = LyingProgram()
    program.children = {"/top": [f"/c{number}" for number in range(50)]}
    for number in range(50):
        program.children[f"/c{number}"] = [f"/c{number}/{leaf}" for leaf in range(1000)]
    assert len(walk(program)) <= MAX_NODES
    assert program.asked < 10 * MAX_NODES


def test_a_bottomless_tree_ends_at_a_depth() -> None:
    program = LyingProgram()
    program.children = {"/top": ["/1"]} | {f"/{depth}": [f"/{depth + 1}"] for depth in range(1, 500)}
    assert len(walk(program)) == MAX_DEPTH + 1


def test_impossible_boxes_are_no_boxes_and_what_lies_outside_is_left_out() -> None:
    program = LyingProgram()
    program.children = {"/top": ["/lie", "/flat", "/far", "/good"]}
    program.boxes = {
        "/lie": (-2147483648, -2147483648, 1, 1),
        "/flat": (10, 10, 0, 0),
        "/far": (5000, 10, 20, 20),
        "/good": (10, 10, 20, 20),
    }
    boxes = {node.ref[1]: node.box for node in walk(program)}
    assert boxes["/lie"] is None
    assert boxes["/flat"] is None
    assert boxes["/good"] == Box(10, 10, 20, 20)
    assert "/far" not in boxes


def test_a_cache_of_nonsense_is_an_empty_cache() -> None:
    class Nonsense(LyingProgram):
        async def call_typed(self, *args: Any, **kwargs: Any) -> tuple[list[Any] | None, str]:
            return [[("only", "two"), 7]], "a((so)(so)(so)iiassusau)"

    assert asyncio.run(Cache.of(Nonsense(), "x")).empty

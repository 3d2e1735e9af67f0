"""Reads the scenes and questions of tests/data/grounded: accessibility trees and OCR results written down by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.types import Box, Capture, Scene, TextBlock, Thing, WindowInfo

DATA = Path(__file__).parents[2] / "data" / "grounded"
TEXT_ROLES = ("text", "label", "paragraph", "heading", "statusbar")


@dataclass(frozen=True)
class Case:
    scene: str
    question: str
    answerable: bool
    contains: tuple[str, ...]
    never: tuple[str, ...]
    language: str


def load(name: str) -> tuple[dict[str, Scene], list[Case]]:
    """The scenes and question-scene pairs of one file."""
    data = json.loads((DATA / name).read_text("utf-8"))
    cases = [
        Case(
            q["scene"],
            q["question"],
            q["answerable"],
            tuple(q["contains"]),
            tuple(q.get("never", ())),
            q.get("language", "en"),
        )
        for q in data["questions"]
    ]
    return {key: scene(value) for key, value in data["scenes"].items()}, cases


def scene(data: dict[str, Any]) -> Scene:
    """A complete scene; text of the tree becomes blocks, as the merger of evidence does."""
    width, height = data["size"]
    things: list[Thing] = []
    for node in data["things"]:
        _add(node, None, things)
    blocks = [
        TextBlock(block["text"], Box(*block["box"]), block["confidence"], block["kind"])
        for block in data.get("blocks", ())
    ]
    for thing in things:
        if thing.role in TEXT_ROLES and thing.box and thing.name:
            kind = thing.role if thing.role in ("paragraph", "heading") else "line"
            blocks.append(TextBlock(thing.name, thing.box, 1.0, kind, "tree"))
    window = None
    if data["title"]:
        window = WindowInfo(1, data["title"], data["app"], 1, Box(0, 0, width, height))
    return Scene(
        width,
        height,
        "window" if window else "file",
        tuple(blocks),
        tuple(things),
        window,
        data.get("name", ""),
        settled=len(blocks),
        complete=True,
    )


def _add(node: dict[str, Any], parent: int | None, things: list[Thing]) -> None:
    number = len(things)
    things.append(
        Thing(
            number,
            node["role"],
            node.get("name", ""),
            node.get("value", ""),
            frozenset(node.get("states", ())),
            Box(*node["box"]) if "box" in node else None,
            parent,
            node.get("description", ""),
        )
    )
    for child in node.get("children", ()):
        _add(child, number, things)


def picture(scene: Scene, colour: tuple[int, int, int] = (255, 255, 255)) -> Capture:
    """A capture of the scene's size in one colour: the grounded engine looks at no more of it."""
    pixels = np.empty((scene.height, scene.width, 3), np.uint8)
    pixels[:] = colour
    return Capture(pixels, scene.source, window=scene.window, name=scene.name)

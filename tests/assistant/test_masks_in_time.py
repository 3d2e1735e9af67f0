"""A password field is masked as soon as the tree tells of it, however long the rest of the tree's words takes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant import look as looking
from assistant.cancel import Token
from assistant.look import Look
from assistant.types import Box, Capture, Finding, Scene, TextBlock, Thing
from models.evidence import tree
from models.evidence.merge import SceneMerger
from models.evidence.secrets import SecretRedactor
from models.evidence.tree import TreeGatherer

if TYPE_CHECKING:
    from assistant.types import Pixels

FIELD = Box(100, 100, 200, 30)
WORDS = TextBlock("Name of 7", Box(1054, 140, 140, 20), 1.0, "line", "tree")


def things() -> tuple[Thing, ...]:
    window = Thing(1, "window", "Accounts", box=Box(0, 0, 1920, 1200))
    texts = [
        Thing(10 + at, "label", f"Name of {at}", box=Box(4 + 150 * (at % 12), 140 + 12 * (at // 12), 140, 10), parent=1)
        for at in range(1000)
    ]
    return (window, Thing(2, "password", "Password", box=FIELD, parent=1), *texts)


class Walked:
    """A walk over the tree that is done at once."""

    def __init__(self, *_: object) -> None:
        pass

    async def run(self) -> None:
        pass

    def things(self) -> tuple[Thing, ...]:
        return things()


class Slow:
    """Looks which texts show until it is released; seconds pass, up to three, each time that the clock is then read."""

    def __init__(self) -> None:
        self.began, self.go = threading.Event(), threading.Event()
        self.now = 0.0

    def __call__(self, told: tuple[Thing, ...], pixels: Pixels) -> tuple[TextBlock, ...]:
        self.began.set()
        self.go.wait()
        return (WORDS,)

    def monotonic(self) -> float:
        if self.began.is_set():
            self.now = min(self.now + 1.0, 3.0)
        return self.now


class Eye:
    name, budget_s = "ocr", 5.0

    def __init__(self) -> None:
        self.saw: Capture | None = None
        self.known: Scene | None = None

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        self.saw, self.known = capture, scene
        yield Finding(self.name)


def test_a_password_field_is_masked_before_it_is_known_which_texts_show(monkeypatch: pytest.MonkeyPatch) -> None:
    slow, eye, gatherer = Slow(), Eye(), TreeGatherer()
    monkeypatch.setattr(tree, "_Look", Walked)
    monkeypatch.setattr(tree, "drawn_texts", slow)
    monkeypatch.setattr(looking, "time", SimpleNamespace(monotonic=slow.monotonic))
    try:
        look = Look(
            Capture(np.full((1200, 1920, 3), 240, np.uint8), "window"),
            tree=gatherer,
            others=(eye,),
            merger=SceneMerger(),
            redactor=SecretRedactor(),
            token=Token(),
        )
        first = look.scene
        slow.go.set()
        last = look.finish()
    finally:
        slow.go.set()
        gatherer.close()
    assert eye.saw is not None
    assert (eye.saw.pixels[FIELD.y : FIELD.bottom, FIELD.x : FIELD.right] != 240).all()
    assert len(first.things) == 1002
    assert (first.blocks, first.settled, first.complete) == ((), 0, False), "no text that may not show is told"
    assert last.blocks == (WORDS,)
    assert last.complete

"""What a recipe tells of a screen is in its facts, beside what the accessibility tree tells."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.types import Box
from benchmarks.screens import facts
from benchmarks.screens.recipes import gtk


def test_the_tables_that_a_recipe_tells_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = facts.Table(Box(0, 0, 9, 9), ("Plot",), (("North bed",),))
    monkeypatch.setattr(gtk, "tree_truth", lambda *_, **__: facts.Truth())
    monkeypatch.setattr(gtk, "same", lambda *_: True)
    stage = SimpleNamespace(
        still=lambda: None, grab=lambda: None, things=lambda _: (), popups=lambda _: (), bus_address=""
    )
    shot = gtk.steady(
        cast(Any, stage), cast(Any, SimpleNamespace(scale=1)), lambda *_: facts.Truth(tables=(cells,)), {}
    )
    assert shot.truth.tables == (cells,)

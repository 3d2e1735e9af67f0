"""Where notifications hang over the desktop, as the X server tells of its windows."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from Xlib import X, display

from assistant.types import Box
from models.evidence.stacking import notices

KIND, NOTIFICATION = 11, 12


@dataclass
class Window:
    box: Box
    value: object = ()
    format: int = 32
    drawn: int = X.InputOutput

    def get_attributes(self) -> Any:
        return SimpleNamespace(map_state=X.IsViewable, win_class=self.drawn)

    def get_full_property(self, kind: int, _: int) -> Any:
        return SimpleNamespace(value=self.value, format=self.format) if self.value and kind == KIND else None

    def get_geometry(self) -> Any:
        return SimpleNamespace(width=self.box.w, height=self.box.h)


@dataclass
class Server:
    children: list[Window] = field(default_factory=list)

    def intern_atom(self, name: str) -> int:
        return NOTIFICATION if name.endswith("_NOTIFICATION") else KIND

    def screen(self) -> Any:
        return SimpleNamespace(root=self)

    def query_tree(self) -> Any:
        return SimpleNamespace(children=self.children)

    def get_geometry(self) -> Any:
        return SimpleNamespace(width=1000, height=800)

    def translate_coords(self, window: Window, _x: int, _y: int) -> Any:
        return window.box

    def close(self) -> None: ...


def shown(monkeypatch: pytest.MonkeyPatch, *children: Window) -> list[Box]:
    """`children` from the lowest to the highest."""
    monkeypatch.setattr(display, "Display", lambda _: Server(list(children)))
    return notices()


NOTICE = Window(Box(700, 40, 280, 70), [NOTIFICATION])


def test_a_property_that_holds_no_atoms_names_no_type(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Window(Box(0, 0, 90, 90), b"dialog", 8), NOTICE) == [NOTICE.box]
    # A text may hold the number of the atom by chance.
    assert shown(monkeypatch, Window(Box(0, 0, 90, 90), bytes([NOTIFICATION]), 8)) == []


def test_a_property_that_makes_no_sense_at_all_does_not_end_the_look(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Window(Box(0, 0, 90, 90), 7)) == []


def test_one_under_another_window_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    film, corner = Window(Box(0, 0, 1000, 800)), Window(Box(900, 0, 100, 60))
    assert shown(monkeypatch, NOTICE, film) == []
    assert shown(monkeypatch, film, NOTICE, corner) == [NOTICE.box]


def test_what_draws_nothing_neither_is_one_nor_covers_one(monkeypatch: pytest.MonkeyPatch) -> None:
    glass = Window(Box(700, 40, 280, 70), [NOTIFICATION], drawn=X.InputOnly)
    assert shown(monkeypatch, NOTICE, glass) == [NOTICE.box]


def test_a_layer_over_the_whole_screen_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Window(Box(0, 0, 1000, 800), [NOTIFICATION])) == []

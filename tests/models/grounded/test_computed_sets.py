"""Questions that need reckoning, in three languages: every wording is right, or not answered; nothing is invented.

tests/data/grounded/reckoning.json was written before the rules for it. One half of its scenes is held out:
docs/answers.md has the figures at first sight.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from assistant.types import Answer, Box, Scene, Thing, WindowInfo
from models.grounded.engine import GroundedEngine
from tests.models.grounded.scenes import DATA
from tests.models.grounded.test_answers import ask

FRAME = Box(0, 0, 1000, 700)


@dataclass(frozen=True)
class Asked:
    wording: str
    entry: dict[str, Any]
    answer: Answer

    @property
    def right(self) -> bool:
        text = self.answer.text
        if self.answer.answerable != self.entry["answerable"]:
            return False
        if not self.answer.answerable:
            return True
        return all(words in text for words in self.entry["contains"]) and not self.says_never

    @property
    def says_never(self) -> bool:
        return any(words in self.answer.text for words in self.entry["never"])

    @property
    def confident_and_wrong(self) -> bool:
        return self.answer.answerable and not self.right


def scene_of(data: dict[str, Any]) -> Scene:
    """A window with tables (their first row is the headings) and fields: [role, name, value, states]."""
    things = [Thing(0, "window", data["title"], "", frozenset({"active"}), FRAME)]

    def add(role: str, name: str, box: Box, parent: int, value: str = "", states: str = "") -> int:
        things.append(Thing(len(things), role, name, value, frozenset(states.split()), box, parent))
        return len(things) - 1

    top = 40
    for table in data.get("tables", ()):
        rows = table["rows"]
        inside = add("table", table["name"], Box(20, top, 900, 28 * len(rows)), 0)
        for row in rows:
            line = add("row", "", Box(20, top, 900, 26), inside)
            for at, words in enumerate(row):
                add("cell", words, Box(20 + 200 * at, top, 190, 24), line)
            top += 28
    for role, name, value, states in data.get("fields", ()):
        add(role, name, Box(20, top, 300, 24), 0, value, states)
        top += 40
    window = WindowInfo(1, data["title"], data["app"], 1, FRAME)
    return Scene(FRAME.w, FRAME.h, "window", (), tuple(things), window, complete=True)


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    data = json.loads((DATA / "reckoning.json").read_text("utf-8"))
    scenes = {name: scene_of(one) for name, one in data["scenes"].items()}
    found = []
    for entry in data["questions"]:
        now = datetime.fromisoformat(entry["now"])
        engine = GroundedEngine(None, lambda now=now: now)
        for wording in entry["ask"]:
            answer = ask(engine, scenes[entry["scene"]], wording, language=entry["language"])
            found.append(Asked(wording, entry, answer))
    return found


def test_the_set_is_large_mixed_and_a_quarter_unanswerable(asked: list[Asked]) -> None:
    assert len(asked) >= 600
    assert {one.entry["language"] for one in asked} == {"en", "de", "zh"}
    entries = {id(one.entry): one.entry for one in asked}.values()
    assert 3 * sum(not entry["answerable"] for entry in entries) >= len(entries) * 0.95


def test_hardly_anything_is_answered_wrong(asked: list[Asked]) -> None:
    wrong = [(one.wording, one.answer.text) for one in asked if one.confident_and_wrong]
    assert len(wrong) <= 0.02 * len(asked), wrong


def test_what_nothing_on_the_screen_answers_is_told_as_such(asked: list[Asked]) -> None:
    others = [one for one in asked if not one.entry["answerable"]]
    assert sum(not one.answer.answerable for one in others) >= 0.95 * len(others)


@pytest.mark.parametrize(("half", "share"), [("development", 0.95), ("heldout", 0.8)])
def test_most_wordings_are_answered_exactly(half: str, share: float, asked: list[Asked]) -> None:
    of_half = [one for one in asked if one.entry["half"] == half and one.entry["answerable"]]
    assert sum(one.right for one in of_half) >= share * len(of_half)

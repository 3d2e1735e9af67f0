"""Where am I: as much as the tree tells, and what it can't tell where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.types import Answer, Box, Capture, Question, Scene, TextBlock, Thing, WindowInfo
from models.grounded.engine import GroundedEngine

WINDOW = WindowInfo(7, "Network settings", "control-center", 42, Box(0, 0, 600, 400))


def asked(*things: Thing, question: str = "Where am I?", language: str = "en", blocks: tuple = ()) -> Answer:
    scene = Scene(600, 400, "window", things=things, blocks=blocks, window=WINDOW, complete=True)
    capture = Capture(np.zeros((400, 600, 3), np.uint8), "window", window=WINDOW)
    return GroundedEngine().answer(Question(question, language), capture, scene, Conversation(), Token())


def rows(count: int, focus: int, *, height: int = 300) -> tuple[Thing, ...]:
    items = (
        Thing(
            10 + n,
            "listitem",
            f"Network {n}",
            states=frozenset(("focused", "selected")) if n == focus else frozenset(),
            box=Box(20, 40 + 20 * n, 300, 20),
            parent=3,
        )
        for n in range(1, count + 1)
    )
    return (
        Thing(1, "window", "Network settings", box=Box(0, 0, 600, 400)),
        Thing(2, "group", "Wireless", box=Box(10, 30, 400, 340), parent=1),
        Thing(3, "list", "Networks in reach", box=Box(20, 60, 300, height), parent=2),
        *items,
    )


def test_program_window_group_and_place_in_a_list_are_told() -> None:
    answer = asked(*rows(7, 3))
    assert answer.answerable
    assert answer.text.startswith("control-center, window Network settings.")
    assert "In Wireless, group." in answer.text
    assert "In Networks in reach, list." in answer.text
    assert "Focus: Network 3, item, selected." in answer.text
    assert answer.text.endswith("That is item 3 of 7.")
    assert {evidence.kind for evidence in answer.evidence} == {"window", "tree"}


def test_of_a_list_that_may_go_on_only_what_is_in_view_is_counted() -> None:
    assert asked(*rows(7, 3, height=140)).text.endswith("That is item 3 of the 7 in view.")


def test_the_tab_and_the_heading_above_are_told() -> None:
    answer = asked(
        Thing(1, "window", "Network settings", box=Box(0, 0, 600, 400)),
        Thing(2, "tablist", "", box=Box(0, 0, 600, 30), parent=1),
        Thing(3, "tab", "Wired", box=Box(0, 0, 80, 30), parent=2),
        Thing(4, "tab", "Proxy", states=frozenset(("selected",)), box=Box(80, 0, 80, 30), parent=2),
        Thing(5, "document", "", box=Box(0, 30, 600, 370), parent=1),
        Thing(6, "heading", "Automatic", box=Box(10, 40, 200, 30), parent=5),
        Thing(7, "heading", "Manual", box=Box(10, 140, 200, 30), parent=5),
        Thing(8, "textbox", "Port", "8080", frozenset(("focused",)), Box(10, 180, 100, 24), 5),
        Thing(9, "heading", "Exceptions", box=Box(10, 240, 200, 30), parent=5),
    )
    assert "On the tab Proxy." in answer.text
    assert "Under the heading Manual." in answer.text
    assert answer.text.endswith("Focus: Port, text field, 8080.")


def test_a_password_is_told_by_its_name_alone() -> None:
    answer = asked(
        Thing(1, "window", "Network settings", box=Box(0, 0, 600, 400)),
        Thing(2, "password", "Key", "", frozenset(("focused",)), Box(10, 50, 100, 24), 1),
    )
    assert answer.text.endswith("Focus: Key, password field.")


def test_without_a_tree_the_window_is_told_and_that_the_focus_is_not_known() -> None:
    answer = asked(blocks=(TextBlock("Choose a network", Box(10, 10, 200, 20), 0.99),))
    assert answer.text == "control-center, window Network settings. I can't tell what has the focus."
    assert answer.answerable
    assert [evidence.kind for evidence in answer.evidence] == ["window"]


@pytest.mark.parametrize("question", ["我在哪里？", "我现在在哪儿", "现在在什么地方"])
def test_it_is_asked_in_chinese(question: str) -> None:
    text = asked(*rows(7, 3), question=question, language="zh").text
    assert "焦点：Network 3" in text
    assert text.endswith("这是第3个列表项，共7个。")


@pytest.mark.parametrize(
    "question", ["Where am I right now?", "where exactly am I", "What is my position?", "where are we"]
)
def test_it_is_asked_in_other_words(question: str) -> None:
    assert "That is item 3 of 7." in asked(*rows(7, 3), question=question).text

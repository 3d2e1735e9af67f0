"""The welcome: short enough to be heard, in three languages, by keys alone, left and resumed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from assistant import events
from assistant.first_run import STEPS, Welcome, left_at, reply, words
from assistant.languages import language_file
from assistant.settings import LooksSettings
from ui import first_run
from ui.first_run import WelcomeWindow

GAPS = {"describe": "Control Alt Space", "ask": "Control Alt Q", "commands": "Control Alt Semicolon"}
WORDS_A_MINUTE, SIGNS_A_MINUTE = 220, 300
"""Chinese is counted in characters: about 300 a minute is usual for news."""


@pytest.mark.parametrize("tag", ["en", "de", "zh"])
def test_all_of_it_is_heard_in_two_minutes(tag: str) -> None:
    models = reply("models_missing", tag, megabytes="300", minutes="2")
    text = " ".join(words(step, tag, models=models, **GAPS) for step in STEPS)
    assert "{" not in text
    if tag == "zh":
        assert sum("\u3400" <= sign <= "\u9fff" for sign in text) / SIGNS_A_MINUTE < 2
    else:
        assert len(text.split()) / WORDS_A_MINUTE < 2
    assert all(len(words(step, tag, models=models, **GAPS).rstrip(".。?？").split(". ")) <= 4 for step in STEPS)


@pytest.mark.parametrize("tag", ["de", "zh"])
def test_each_language_says_all_of_it(tag: str) -> None:
    here, english = language_file("assistant.welcome_words", tag), language_file("assistant.welcome_words", "en")
    assert set(here.WORDS) == set(english.WORDS) == set(STEPS)
    assert set(here.REPLIES) == set(english.REPLIES)


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"at": 3}', '{"at": "coffee"}', "x" * 5000])
def test_a_broken_note_of_where_it_was_left_is_the_beginning(tmp_path: Path, broken: str) -> None:
    (tmp_path / "welcome.json").write_text(broken)
    assert left_at(tmp_path / "welcome.json") == 0


def test_it_goes_on_where_it_was_left_and_begins_anew_once_it_was_heard(tmp_path: Path) -> None:
    said: list[str] = []

    def fresh() -> Welcome:
        return Welcome(tmp_path / "welcome.json", said.append, "en", GAPS)

    first = fresh()
    first.begin()
    assert first.go(1) and first.go(1)
    first.leave()
    second = fresh()
    second.begin()
    assert second.step == "key"
    assert said[-1].startswith("We go on where you left. The most important key is Control Alt Space")
    while second.go(1):
        pass
    third = fresh()
    third.begin()
    assert third.step == "hello"


def test_a_full_disk_spoils_no_welcome(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    welcome = Welcome(tmp_path / "file" / "welcome.json", lambda _: None, "en", GAPS)
    welcome.begin()
    assert welcome.go(1)


class Desk:
    """As much of a controller as the welcome needs."""

    def __init__(self) -> None:
        self.bindings = {"describe_window": "ctrl+alt+space", "ask": "ctrl+alt+q", "commands": "ctrl+alt+semicolon"}
        self.looks, self.language = LooksSettings(), "en"
        self.said: list[str] = []
        self.pressed: list[str] = []
        self.tell: Callable[[Any], None] = lambda _: None

    def say_fresh(self, sentence: str) -> None:
        self.said.append(sentence)

    def press(self, action: str, at: float) -> None:
        self.pressed.append(action)

    def subscribe(self, callback: Callable[[Any], None]) -> None:
        self.tell = callback


@pytest.fixture
def window(
    qt: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[WelcomeWindow, Desk, QApplication]]:
    monkeypatch.setattr(first_run, "place", lambda: tmp_path / "welcome.json")
    monkeypatch.setattr(first_run, "missing_models", lambda _: "All there.")
    desk = Desk()
    made = WelcomeWindow(desk)  # type: ignore[arg-type]
    made.bring_up()
    QTest.qWaitForWindowExposed(made)
    qt.processEvents()
    yield made, desk, qt
    made.end()


def test_the_whole_of_it_by_the_keyboard_alone(window: tuple[WelcomeWindow, Desk, QApplication]) -> None:
    made, desk, qt = window

    def key(key: Qt.Key) -> None:
        QTest.keyClick(made.focusWidget() or made, key)
        qt.processEvents()

    assert desk.said[-1].startswith("Welcome to Hearsight.")
    key(Qt.Key.Key_Up)
    assert desk.pressed == [], "only at the step of the voice"
    key(Qt.Key.Key_Return)
    for arrow in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left):
        key(arrow)
    assert desk.pressed == ["faster", "slower", "louder", "quieter"]
    key(Qt.Key.Key_Return)
    desk.tell(events.Done(turn=1))
    qt.processEvents()
    assert desk.said[-1] == "That was right. Enter goes on."
    key(Qt.Key.Key_Return)
    desk.tell(events.Thinking(turn=2, heard="hello"))
    qt.processEvents()
    assert desk.said[-1] == "I heard: hello. Enter goes on."
    key(Qt.Key.Key_PageUp)
    assert made.welcome.step == "key"
    for _ in range(len(STEPS) - STEPS.index("key")):
        key(Qt.Key.Key_Return)
    assert desk.said[-1].startswith("That was all.")
    assert not made.isVisible()


def test_escape_leaves_it_for_later(window: tuple[WelcomeWindow, Desk, QApplication]) -> None:
    made, desk, qt = window
    QTest.keyClick(made, Qt.Key.Key_Return)
    QTest.keyClick(made, Qt.Key.Key_Escape)
    qt.processEvents()
    assert not made.isVisible()
    made.bring_up()
    assert desk.said[-1].startswith("We go on where you left. How fast shall I speak?")

"""The history window, without a desktop (Qt's offscreen platform)."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QListView, QPlainTextEdit, QWidget

from assistant.errors import HearsightError
from assistant.history import DAY_S, History
from assistant.history_query import Wanted
from assistant.types import Turn
from ui import words
from ui.history_window import HistoryWindow, make
from ui.turns_model import PAGE, line_of, text_of

PATIENCE_MS = 60_000


class Controller:
    def __init__(self, history: History) -> None:
        self.history = history
        self.told: list[str] = []
        self.talked: list[int] = []

    def hush(self, at: float) -> None:
        self.told.append("(hush)")

    def announce(self, sentence: str) -> None:
        self.told.append(sentence)

    def talk_about(self, turn: int) -> None:
        self.talked.append(turn)


class Room:
    def __init__(self, folder: Path) -> None:
        self.history = History(folder / "history.sqlite", days=400)
        self.controller = Controller(self.history)
        noon = time.mktime((*time.localtime()[:3], 0, 1, 0, 0, 0, -1))
        for number, (said, program, days) in enumerate(
            [("The disk is full.", "Files", 40), ("A page about zeppelins.", "Browser", 1),
             ("Older today.", "Files", 0), ("Done.", "Files", 0)]
        ):  # fmt: skip
            self.history.add(
                Turn(
                    "ask", f"question {number}", said, "window", "Title", noon - days * DAY_S + number, program=program
                )
            )
        self.window = make(self.controller)
        self.window.sure = lambda question: self.asked.append(question) or self.yes  # type: ignore[method-assign,func-returns-value]
        self.asked: list[str] = []
        self.yes = True
        self.window.bring_up()

    def lines(self) -> list[str]:
        model = self.window.turns
        return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]

    def said(self) -> list[str]:
        return [line.rpartition("question ")[2][2:] for line in self.lines()]

    def press(self, key: Qt.Key, *, on: QWidget | None = None, ctrl: bool = False) -> None:
        modifiers = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(on or self.window.list, key, modifiers)

    def wait(self) -> None:
        """Until what goes on a thread of its own is done."""
        worker = self.window._worker
        if worker is not None:
            worker.join(60)
        QApplication.sendPostedEvents(self.window, QEvent.Type.MetaCall)
        assert self.window._worker is None


@pytest.fixture
def room(qt: QApplication, tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.window.end()
    room.history.close()


def test_the_newest_is_first_and_has_the_focus(room: Room) -> None:
    assert room.said() == ["Done.", "Older today.", "A page about zeppelins.", "The disk is full."]
    assert [line.split(",")[0] for line in room.lines()][:3] == ["Today", "Today", "Yesterday"]
    assert room.window.focusWidget() is room.window.list or room.window.first is room.window.list
    assert "question 3" in room.window.text.toPlainText()
    assert room.window.status.text() == "4 turns."


def test_enter_says_a_turn_again(room: Room) -> None:
    room.press(Qt.Key.Key_Down)
    room.press(Qt.Key.Key_Return)
    assert room.controller.told == ["(hush)", "Older today."]


def test_words_and_programs_find(room: Room) -> None:
    room.window.search.setText("zeppelin")
    room.press(Qt.Key.Key_Return, on=room.window.search)
    assert room.said() == ["A page about zeppelins."]
    room.window.search.setText("nothing like it")
    room.window.look()
    assert (room.said(), room.window.status.text()) == ([], "No turn is like that.")
    room.press(Qt.Key.Key_Return)
    room.press(Qt.Key.Key_Delete)
    assert room.controller.told == [], "there is nothing to be done with"
    room.window.search.clear()
    room.window.program.setCurrentText("Files")
    room.window.program.activated.emit(room.window.program.currentIndex())
    assert len(room.said()) == 3
    room.window.when.setCurrentIndex(1)
    room.window.look()
    assert room.said() == ["Done.", "Older today."]


def test_from_day_to_day(room: Room) -> None:
    def row() -> int:
        return room.window.list.currentIndex().row()

    places = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up):
        room.press(key, ctrl=True)
        places.append(row())
    assert places == [2, 3, 3, 2, 0, 0]


def test_copied_is_said(room: Room) -> None:
    room.press(Qt.Key.Key_C, ctrl=True)
    assert QGuiApplication.clipboard().text() == "Done."
    assert room.controller.told == ["Copied."]


def test_delete_asks_first_and_says_that_it_can_not_be_undone(room: Room) -> None:
    room.yes = False
    room.press(Qt.Key.Key_Delete)
    assert "can't be brought back" in room.asked[0]
    assert len(room.history.recent()) == 4
    room.yes = True
    room.press(Qt.Key.Key_Delete)
    room.wait()
    assert room.history.recent(1)[0].turn.said == "Older today."
    assert room.said()[0] == "Older today."
    assert room.controller.told == ["Forgotten."]


def test_the_last_hour_and_everything(room: Room) -> None:
    room.window.forget_all(DAY_S * 2)
    room.wait()
    assert room.said() == ["The disk is full."]
    room.window.forget_all(None)
    room.wait()
    assert (room.said(), room.history.recent()) == ([], [])
    assert room.controller.told == ["3 turns were forgotten.", "1 turn was forgotten."]


def test_what_is_listed_is_exported(room: Room, tmp_path: Path) -> None:
    room.window.search.setText("zeppelin")
    room.window.look()
    file = tmp_path / "out.json"
    room.window.file_name = lambda: str(file)  # type: ignore[method-assign]
    room.window.export()
    room.wait()
    assert len(json.loads(file.read_text())["turns"]) == 1
    assert room.controller.told == ["1 turn was written to out.json."]
    room.window.file_name = lambda: str(tmp_path / "out.pdf")  # type: ignore[method-assign]
    room.window.export()
    room.wait()
    assert room.controller.told[-1] == "The history goes to a file that ends with .html, .md or .json."


def test_a_picture_that_is_not_kept_is_said_so(room: Room) -> None:
    room.window.ask()
    assert "not kept" in room.controller.told[0]
    room.history._opened().execute("UPDATE turns SET picture = 'x.sealed'")
    room.history._opened().commit()
    room.window.look()
    room.window.ask()
    assert room.controller.talked == [4]


def test_a_history_that_can_not_be_read_is_said(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> list[object]:
        raise HearsightError("The history can't be kept: another program holds its file.")

    monkeypatch.setattr(room.history, "page", broken)
    room.window.look()
    assert room.said() == []
    assert room.controller.told == ["The history can't be kept: another program holds its file."]


def test_many_turns_are_read_a_page_at_a_time(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    db = room.history._opened()
    with db:
        db.executemany(
            "INSERT INTO turns (kind, asked, said, source, title, at) VALUES ('ask', '', ?, '', '', ?)",
            [(f"turn {number}", time.time()) for number in range(1000)],
        )
    pages: list[int] = []
    page = room.history.page

    def counted(wanted: Wanted, n: int, after: object = None) -> object:
        pages.append(n)
        return page(wanted, n, after)  # type: ignore[arg-type]

    monkeypatch.setattr(room.history, "page", counted)
    room.window.look()
    assert room.window.turns.rowCount() == PAGE * len(pages)
    assert len(pages) <= 2
    assert room.window.status.text() == f"{PAGE} turns and more."
    room.press(Qt.Key.Key_End)
    room.press(Qt.Key.Key_End)
    assert PAGE < room.window.turns.rowCount() < 1000


def test_everything_has_a_name_a_screen_reader_says(room: Room) -> None:
    for kind in (QAbstractButton, QComboBox, QLineEdit, QListView, QPlainTextEdit):
        for widget in room.window.findChildren(kind):
            if widget.isVisible():
                assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget
    rows = QAccessible.queryAccessibleInterface(room.window.list)
    assert rows.child(0).text(QAccessible.Text.Name).startswith("Today")


def test_tab_reaches_everything_and_comes_back(room: Room) -> None:
    order, widget = [], room.window.list.nextInFocusChain()
    while widget is not room.window.list:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            order.append(type(widget).__name__)
        widget = widget.nextInFocusChain()
    assert order.count("QPushButton") == 7
    assert {"QLineEdit", "QComboBox", "ReadOnlyText"} <= set(order)


def test_letters_of_the_buttons_are_their_own_in_every_language(qt: QApplication, tmp_path: Path) -> None:
    history = History(tmp_path / "empty.sqlite")
    for tag in ("en", "zh", "de"):
        words.use(tag)
        window: HistoryWindow = make(Controller(history))
        texts = [one.text() for one in window.findChildren(QAbstractButton) if "&" in one.text()]
        letters = [text[text.index("&") + 1].lower() for text in texts]
        letters += [
            text[text.index("&") + 1].lower()
            for text in (words.tr("&Search:"), words.tr("&Program:"), words.tr("S&how:"))
        ]
        assert len(letters) == len(set(letters)), (tag, sorted(letters))
        window.end()
    words.use("en")
    history.close()


def test_a_line_and_its_whole_text_in_chinese(room: Room) -> None:
    words.use("zh")
    try:
        kept = room.history.recent(1)[0]
        assert line_of(kept).startswith("今天")
        assert "Done." in text_of(kept)
    finally:
        words.use("en")


def test_two_things_at_once_are_not_begun(room: Room) -> None:
    go_on = threading.Event()
    room.window._work(lambda: int(go_on.wait(60)), lambda _: None)
    room.window.forget()
    assert room.controller.told == ["One moment, I am still at it."]
    go_on.set()
    room.wait()
    assert len(room.history.recent()) == 4

"""What the windows say to a screen reader and to the eye, without a desktop (Qt's offscreen platform)."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from assistant import events
from assistant.types import Answer
from ui import words
from ui.actions import ACTIONS
from ui.ask_window import AskWindow, TextWindow
from ui.icons import COLOURS, SIZES, status_icon
from ui.menu import SUBMENUS, Choices, entries, hotkeys_text, submenu_title
from ui.status import Progress, Status
from ui.tray import PlainWindow

BINDINGS = {"describe_window": "ctrl+alt+d", "ask": "ctrl+alt+space", "hush": "f9"}
CONFLICTS = {"ask": "Another program already uses Control Alt Space, my key to ask by voice."}


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


@pytest.mark.parametrize("tag", ["en", "zh", "de"])
def test_the_menu_offers_every_action_once_with_a_letter_of_its_own_in_its_menu(tag: str) -> None:
    words.use(tag)
    try:
        rows, titles = entries(BINDINGS, {}), [submenu_title(group) for group in SUBMENUS]
    finally:
        words.use("en")
    assert {action.name for action in ACTIONS} <= {row.name for row in rows}
    assert len({row.name for row in rows}) == len(rows)
    menus = [[row.letter for row in rows if row.group == group] for group in SUBMENUS]
    above = [row.letter for row in rows if row.group not in SUBMENUS]
    for letters in (*menus, above + [title[title.index("&") + 1].lower() for title in titles]):
        assert "" not in letters
        assert len(set(letters)) == len(letters), sorted(letters)


def test_no_two_buttons_of_the_plain_window_share_a_letter(qt: QApplication) -> None:
    window = PlainWindow(Choices(), lambda: None)
    texts = [button.text() for button in window.findChildren(QPushButton)]
    letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(set(letters)) == len(letters)


def test_each_entry_shows_its_chord_and_whether_it_is_taken(qt: QApplication) -> None:
    choices = Choices()
    choices.show_keys(BINDINGS, CONFLICTS)
    assert choices.actions["describe_window"].text() == "Describe the &window\tCtrl+Alt+D"
    assert choices.actions["ask"].text() == "&Ask by voice\tCtrl+Alt+Space, taken"
    assert choices.actions["repeat"].text() == "Say it a&gain"


def test_choosing_tells_the_entry(qt: QApplication) -> None:
    choices = Choices()
    chosen: list[str] = []
    choices.chosen.connect(chosen.append)
    for action in choices.actions.values():
        action.trigger()
    assert chosen == [row.name for row in entries({}, {})]


def test_the_plain_window_has_names_for_a_screen_reader(qt: QApplication) -> None:
    window = PlainWindow(Choices(), lambda: None)
    window.show_keys(BINDINGS, CONFLICTS)
    names = [_name(button) for button in window.findChildren(QPushButton)]
    assert names[0] == "Describe the window, Ctrl+Alt+D"
    assert "Ask by voice, Ctrl+Alt+Space, taken" in names
    assert "Quit Hearsight" in names
    assert len(names) == len(entries({}, {}))
    assert all("&" not in name for name in names)


def test_no_button_of_the_plain_window_is_cut_off_when_its_chord_is_longer(qt: QApplication) -> None:
    window = PlainWindow(Choices(), lambda: None)
    window.show()
    for bindings in ({}, {"describe_clipboard": "super+ctrl+alt+shift+pagedown"}):
        window.show_keys(bindings, {})
        qt.processEvents()
        buttons = window.findChildren(QPushButton)
        right = max(button.mapTo(window, button.rect().topRight()).x() for button in buttons)
        assert right < window.width()
        assert all(button.width() >= button.sizeHint().width() for button in buttons)
    window.hide()


def test_the_hotkeys_are_listed_with_what_does_not_work() -> None:
    text = hotkeys_text(BINDINGS, CONFLICTS, ["A notice.", *CONFLICTS.values()])
    assert "Describe the window: Ctrl+Alt+D\n" in text
    assert text.count(CONFLICTS["ask"]) == 1
    assert "A notice." in text
    assert "Say it again" in text.split("Only in the menu:")[1]


def test_the_question_window_has_names_for_a_screen_reader(qt: QApplication) -> None:
    window = AskWindow()
    assert _name(window.question) == "Question about the last picture"
    assert _name(window.last) == "What was said last"


def test_a_question_is_sent_once_and_without_blanks_around(qt: QApplication) -> None:
    window = AskWindow()
    asked: list[str] = []
    window.asked.connect(asked.append)
    window.question.setText("  what is it? ")
    window.question.returnPressed.emit()
    window.question.returnPressed.emit()
    assert asked == ["what is it?"]


def test_a_text_that_grows_keeps_the_place_of_its_reader(qt: QApplication) -> None:
    window = AskWindow()
    window.show_last("", "One.\nTwo.")
    cursor = window.last.textCursor()
    cursor.setPosition(5)
    window.last.setTextCursor(cursor)
    window.show_last("", "One.\nTwo.\nThree.")
    assert window.last.toPlainText() == "One.\nTwo.\nThree."
    assert window.last.textCursor().position() == 5
    window.show_last("what?", "Other.")
    assert window.last.toPlainText() == "You asked: what?\nOther."


def test_escape_closes_a_text_window(qt: QApplication) -> None:
    window = TextWindow("About Hearsight")
    window.show_text("Some text.")
    assert window.isVisible()
    qt.processEvents()
    QTest.keyClick(window.text, Qt.Key.Key_Escape)
    assert not window.isVisible()


@pytest.mark.parametrize("status", Status)
def test_the_signs_are_easy_to_tell_from_their_ground(qt: QApplication, status: Status) -> None:
    """WCAG 2.2, success criterion 1.4.3: at least 4.5 to 1 for white on the colour."""
    assert 1.05 / (_luminance(QColor(COLOURS[status])) + 0.05) >= 4.5


def _luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("size", SIZES)
def test_every_status_has_a_sign_of_its_own_at_every_size(qt: QApplication, size: int) -> None:
    """By shape alone: which pixels are nearly white."""
    shapes = set()
    for status in Status:
        image = status_icon(status).pixmap(size, size).toImage()
        shapes.add(tuple(image.pixelColor(x, y).lightness() > 150 for x in range(size) for y in range(size)))
    # Looking and thinking differ too, though they share a colour.
    assert len(shapes) == len(Status)


def _after(*happened: Any) -> Progress:
    progress = Progress()
    for event in happened:
        progress.take(event)
    return progress


def test_the_text_of_a_turn_is_what_was_said_in_it() -> None:
    progress = _after(
        events.Looking(turn=1),
        events.Saying(turn=1, text="An error."),
        events.Saying(turn=1, text="The disk is full."),
        events.Done(turn=1),
    )
    assert progress.text == "An error.\nThe disk is full."
    progress.take(events.Thinking(turn=2, heard="what is full?"))
    assert (progress.asked, progress.text) == ("what is full?", "")


@pytest.mark.parametrize("whole_first", [True, False])
def test_an_answer_told_whole_and_in_sentences_is_shown_once(whole_first: bool) -> None:
    whole = [events.Answered(turn=1, answer=Answer("The disk. It is full.", answerable=True))]
    parts = [events.Saying(turn=1, text="The disk."), events.Saying(turn=1, text="It is full.")]
    progress = _after(*(whole + parts if whole_first else parts + whole))
    assert progress.text.replace("\n", " ") == "The disk. It is full."


def test_a_failure_stays_visible_until_the_next_turn() -> None:
    progress = _after(events.Looking(turn=1), events.Failed(turn=1, sentence="No window."), events.Done(turn=1))
    assert progress.status is Status.ERROR
    assert not progress.silent()
    progress.take(events.Looking(turn=2))
    assert progress.status is Status.LOOKING


def test_speech_goes_on_after_the_turn_until_it_is_silent() -> None:
    progress = _after(events.Looking(turn=1), events.Saying(turn=1, text="Hello."))
    assert not progress.silent()
    progress.take(events.Done(turn=1))
    assert progress.status is Status.SPEAKING
    assert progress.silent()
    assert progress.status is Status.IDLE


def test_an_open_microphone_is_shown_whenever_nothing_else_happens() -> None:
    progress = _after(events.HandsFree(open=True))
    assert progress.status is Status.OPEN
    progress.take(events.Looking(turn=1))
    assert progress.status is Status.LOOKING
    progress.take(events.Idle())
    assert progress.status is Status.OPEN
    progress.take(events.HandsFree(open=False))
    assert progress.status is Status.IDLE

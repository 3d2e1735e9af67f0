"""The settings window, driven by keys alone, over a real settings file, without a desktop (Qt's offscreen platform)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget

from assistant import events, settings_journal
from assistant import settings as store
from assistant.settings import Settings, load
from assistant.settings_desk import SettingsDesk
from assistant.settings_file import SettingsFile
from tests.ui.contrast import drawn_contrast
from ui import words
from ui.looks import Looks
from ui.setting_controls import Control, KeyCatcher, chord_of
from ui.setting_pages import ProfilesPage, ProgramsPage
from ui.settings_window import SettingsWindow, make


class App:
    """A controller over a settings file; what is asked of it is carried out by `settle`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.said: list[str] = []
        self.listeners: list[Callable[[events.Event], None]] = []
        self.file = SettingsFile(load(path), self._changed, self.said.append, path=path)
        self.setting_changes: SettingsDesk | None = SettingsDesk(
            self.file, self.said.append, self._emit, lambda: "en", path=path
        )

    def announce(self, sentence: str) -> None:
        self.said.append(sentence)

    def subscribe(self, callback: Callable[[events.Event], None]) -> None:
        self.listeners.append(callback)

    def _emit(self, event: events.Event) -> None:
        for listener in self.listeners:
            listener(event)

    def _changed(self, old: Settings, new: Settings) -> None:
        assert self.setting_changes is not None
        self.setting_changes.elsewhere(old, new)

    def settle(self) -> None:
        """What is asked is done, and the windows have heard of it."""
        self.file.start(watch=False)
        self.file.close()
        QApplication.processEvents()


@pytest.fixture
def app(qt: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> App:
    monkeypatch.setattr(settings_journal, "ONE_GESTURE_S", 0.0)
    monkeypatch.delenv("DISPLAY", raising=False)
    (tmp_path / "settings.toml").write_text("# mine\n[speech]\nrate_wpm = 200 # as I like it\n")
    return App(tmp_path / "settings.toml")


@pytest.fixture
def window(app: App) -> Iterator[SettingsWindow]:
    made = make(app)
    assert isinstance(made, SettingsWindow)
    made.bring_up()
    QApplication.processEvents()
    yield made
    made.end()


def press(widget: QWidget, *keys: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(widget, key)
        else:
            QTest.keyClick(widget, key, modifier)


def go_to(window: SettingsWindow, key: str) -> Control:
    """As a person does: search, list, Enter."""
    window.search.setFocus()
    window.search.clear()
    press(window.search, key, Qt.Key.Key_Return)
    press(window.list, Qt.Key.Key_Return)
    control = window.current()
    assert control is not None
    assert control.key == key
    return control


def test_it_opens_with_the_search_and_one_page_made(window: SettingsWindow) -> None:
    assert window.focusWidget() is window.search
    assert list(window._pages) == ["speech"]


@pytest.mark.parametrize("section", ["speech", "profiles", "programs"])
def test_tab_goes_through_the_page_and_comes_back(window: SettingsWindow, section: str) -> None:
    window.page("looks")  # another page, made before, is not on the way
    window.list.setCurrentRow([*store.SECTIONS, "profiles", "programs"].index(section))
    QApplication.processEvents()
    window.search.setFocus()
    passed: list[QWidget] = []
    while not passed or passed[-1] is not window.search:
        assert len(passed) < 60, "a trap"
        at = QApplication.focusWidget()
        assert at is not None
        press(at, Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
        assert at is not None
        passed.append(at)
    buttons = [one.text() for one in passed if isinstance(one, QPushButton)][-4:]
    assert passed[: len(window.page(section).stops()) + 1] == [window.list, *window.page(section).stops()]
    assert buttons == ["&Undo", "&Redo", "&Default", "&All defaults"]


def test_a_setting_is_found_changed_heard_and_undone_by_keys(window: SettingsWindow, app: App) -> None:
    control = go_to(window, "speech.rate_wpm")
    assert isinstance(control.field, QSpinBox)
    assert control.field.value() == 200
    press(control.field, Qt.Key.Key_Up)
    control.settle()
    app.settle()
    assert app.path.read_text() == "# mine\n[speech]\nrate_wpm = 208 # as I like it\n"
    assert app.said == ["Speech rate: 208."]
    press(control.field, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    app.settle()
    assert (control.field.value(), load(app.path).speech.rate_wpm) == (200, 200)
    press(control.field, Qt.Key.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)
    app.settle()
    assert control.field.value() == 208
    press(control.field, Qt.Key.Key_D, modifier=Qt.KeyboardModifier.ControlModifier)
    app.settle()
    assert (control.field.value(), load(app.path).speech.rate_wpm) == (220, 220)
    assert app.said[1:] == ["Speech rate: 200.", "Speech rate: 208.", "Speech rate: 220."]


def test_each_kind_of_control_changes_its_setting(window: SettingsWindow, app: App) -> None:
    flag = go_to(window, "speech.say_back")
    assert isinstance(flag.field, QCheckBox)
    press(flag.field, Qt.Key.Key_Space)
    choice = go_to(window, "describe.verbosity")
    assert isinstance(choice.field, QComboBox)
    press(choice.field, Qt.Key.Key_Down)
    choice.settle()
    amount = go_to(window, "speech.volume")
    press(amount.field, Qt.Key.Key_Down)
    amount.settle()
    text = go_to(window, "listening.wake_phrase")
    assert isinstance(text.field, QLineEdit)
    text.field.selectAll()
    press(text.field, "dear old computer", Qt.Key.Key_Return)
    app.settle()
    now = load(app.path)
    assert (now.speech.say_back, now.describe.verbosity, now.speech.volume) == (True, "full", 0.95)
    assert now.listening.wake_phrase == "dear old computer"
    assert app.said == [
        "Repeat my question: on.",
        "How much is said: full.",
        "Volume of speech: 0.95.",
        "Wake phrase: dear old computer.",
    ]


def test_a_hotkey_is_caught_left_and_taken_away(window: SettingsWindow, app: App) -> None:
    control = go_to(window, "hotkeys.read")
    catcher = control.field
    assert isinstance(catcher, KeyCatcher)
    before = catcher.text()
    press(catcher, Qt.Key.Key_Space)
    assert "Press the new key" in catcher.accessibleName()
    press(catcher, Qt.Key.Key_Escape)
    assert catcher.text() == before
    assert window.isVisible(), "Escape was the catcher's"
    control_alt = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    press(catcher, Qt.Key.Key_Space)
    press(catcher, Qt.Key.Key_F7, modifier=control_alt)
    app.settle()
    assert load(app.path).hotkeys.read == "ctrl+alt+f7"
    assert catcher.accessibleName() == "read the text: Ctrl+Alt+F7"
    control.changed.emit("ctrl+alt+coffee")
    assert "coffee" in app.said[-1]
    press(catcher, Qt.Key.Key_Space, Qt.Key.Key_Delete)
    app.settle()
    assert load(app.path).hotkeys.read == ""
    assert chord_of(Qt.Key.Key_Minus, control_alt) == "ctrl+alt+minus"


def test_what_can_not_be_is_said_and_not_kept(window: SettingsWindow, app: App) -> None:
    control = go_to(window, "listening.wake_phrase")
    assert isinstance(control.field, QLineEdit)
    control.field.selectAll()
    press(control.field, "hey", Qt.Key.Key_Return)
    app.settle()
    assert "listening.wake_phrase can't be 'hey'" in app.said[0]
    assert window.status.text() == app.said[0]
    assert control.field.text() == "okay hearsight"
    assert "hey" not in app.path.read_text()


def test_a_file_changed_elsewhere_is_shown_and_said(window: SettingsWindow, app: App) -> None:
    control = go_to(window, "speech.rate_wpm")
    app.path.write_text("[speech]\nrate_wpm = 340\n")
    app.file.check()
    QApplication.processEvents()
    assert isinstance(control.field, QSpinBox)
    assert control.field.value() == 340
    assert "changed elsewhere" in app.said[-1]
    app.path.write_text("[speech\n")
    app.file.check()
    QApplication.processEvents()
    assert "broken" in app.said[-1]
    assert control.field.value() == 340


def test_a_full_disk_is_said_and_the_control_goes_back(
    window: SettingsWindow, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    control = go_to(window, "speech.rate_wpm")
    press(control.field, Qt.Key.Key_Up)
    control.settle()
    monkeypatch.setattr(os, "fsync", full)
    app.settle()
    assert "No space left" in app.said[0]
    assert isinstance(control.field, QSpinBox)
    assert control.field.value() == 200


def test_profiles_and_programs_have_pages(window: SettingsWindow, app: App) -> None:
    page = window.page("profiles")
    assert isinstance(page, ProfilesPage)
    page.list.setCurrentRow(3)
    press(page.list, Qt.Key.Key_Return)
    app.settle()
    assert load(app.path).profile == "meeting"
    assert page.list.item(3).text() == "meeting, in use"
    press(page.name, "travel")
    next(one for one in page.findChildren(QPushButton) if "Save" in one.text()).click()
    app.settle()
    assert "[profiles.travel]" in app.path.read_text()
    programs = window.page("programs")
    assert isinstance(programs, ProgramsPage)
    programs.name.setEditText("keepassxc")
    never = programs.controls["programs.never_look"].field
    press(never, Qt.Key.Key_Space)
    app.settle()
    found = load(app.path).program("KeePassXC")
    assert found is not None
    assert found.never_look
    assert "keepassxc, Never look at this program: on." in app.said
    next(one for one in programs.findChildren(QPushButton) if "special" in one.text()).click()
    app.settle()
    assert load(app.path).programs == ()


@pytest.mark.parametrize("tag", ["en", "zh"])
def test_every_control_of_every_page_has_a_name_and_an_explanation(app: App, tag: str) -> None:
    words.use(tag)
    try:
        window = make(app)
        assert isinstance(window, SettingsWindow)
        for section in (*store.SECTIONS, "profiles", "programs"):
            window.page(section)
        fields = [
            one
            for one in window.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.window() is window
        ]
        names = {one: QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name) for one in fields}
        assert len(fields) > 60
        assert [one for one, name in names.items() if not name] == []
        controls = [one for page in window._pages.values() for one in page.controls.values()]
        assert [one.key for one in controls if not one.field.accessibleDescription()] == []
        assert set(store.known_keys()) <= {one.key for one in controls}
        window.end()
    finally:
        words.use("en")


def test_it_can_be_read_in_high_contrast_and_at_three_times_the_size(app: App, qt: QApplication) -> None:
    palette, font, style = qt.palette(), qt.font(), qt.style().objectName()
    looks = Looks(qt)
    looks.apply(store.LooksSettings(theme="high-contrast", scale=3.0), "en")
    window = make(app)
    window.bring_up()
    qt.processEvents()
    behind = {  # scrolled out of sight, wholly or in part
        one.text() for one in window.findChildren(QLabel) if one.visibleRegion().boundingRect() != one.rect()
    }
    measured = {text: value for text, value in drawn_contrast(window).items() if text not in behind}
    assert {"Undo", "All defaults"} <= set(measured)
    room = window.screen().availableGeometry()
    assert min(measured.values()) >= 7.0, measured
    assert window.width() <= room.width() and window.height() <= room.height()
    window.end()
    looks.end()
    qt.setStyle(style)
    qt.setPalette(palette)
    qt.setFont(font)


def test_an_app_that_can_not_change_its_settings_says_how(app: App) -> None:
    app.setting_changes = None
    window = make(app)
    assert "hearsight settings" in window.text.toPlainText()  # type: ignore[attr-defined]
    window.end()

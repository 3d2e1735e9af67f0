"""The tray icon and its menu; where the desktop has no tray, a plain window with the same choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QCursor, QIcon
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QScrollArea, QSystemTrayIcon, QVBoxLayout, QWidget

from ui.icons import status_icon
from ui.menu import SUBMENUS, Choices, Entry, entries, submenu_title
from ui.status import Status

TRAY_CHECK_MS = 500
TRAY_PATIENCE_MS = 10_000
"""A panel may start after us at log-in; after this long the plain window is shown."""
LATER_CHECK_MS = 5_000
STEP_ASIDE_MS = 300
"""For the window manager to hide our window and give the focus to the one before it."""
SCROLL_BAR_PX = 20
TITLE_BAR_PX = 40
MENU_GONE_MS = 80
"""For the menu to leave the screen before it is looked at."""


class Tray(QObject):
    """Shows the status, offers the choices. Lives on the Qt thread.

    `choices.chosen` tells what was chosen, on whichever of the two. `step_aside` calls back when nothing of ours
    is in front of what the person works with.
    """

    def __init__(self, choices: Choices, on_closed: Callable[[], None], *, patience_ms: int = TRAY_PATIENCE_MS) -> None:
        super().__init__()
        self._choices = choices
        self._on_closed = on_closed
        self._icons: dict[Status, QIcon] = {status: status_icon(status) for status in Status}
        self._status = Status.IDLE
        self._keys: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})
        self.window: PlainWindow | None = None
        self._menu = QMenu()
        self._menu.setAccessibleName("Hearsight")
        self._submenus: list[QMenu] = []
        menus = {group: self._submenu(group) for group in SUBMENUS}
        for entry in entries({}, {}):
            menu = menus.get(entry.group, self._menu)
            if menu is not self._menu and menu.isEmpty():
                self._menu.addMenu(menu)
            menu.addAction(choices.actions[entry.name])
            if entry.ends_group:
                self._menu.addSeparator()
        self._icon = QSystemTrayIcon(self._icons[Status.IDLE], self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look_for_tray)
        self._checks_left = patience_ms // TRAY_CHECK_MS
        self.show_status(Status.IDLE)
        self._look_for_tray()
        if not self._icon.isVisible():
            self._timer.start(TRAY_CHECK_MS)

    @property
    def has_tray(self) -> bool:
        return self._icon.isVisible()

    def show_status(self, status: Status) -> None:
        self._status = status
        self._icon.setIcon(self._icons[status])
        self._icon.setToolTip(f"Hearsight: {status.value}")
        if self.window is not None:
            self.window.show_status(status, self._icons[status])

    def show_keys(self, bindings: Mapping[str, str], conflicts: Mapping[str, str]) -> None:
        self._keys = (bindings, conflicts)
        self._choices.show_keys(bindings, conflicts)
        if self.window is not None:
            self.window.show_keys(bindings, conflicts)

    def _submenu(self, group: str) -> QMenu:
        menu = QMenu(submenu_title(group))
        self._submenus.append(menu)  # Qt does not keep a menu that another one shows
        return menu

    def step_aside(self, then: Callable[[], None]) -> None:
        """Call `then` once the menu, or our plain window if that is in front, is out of the way."""
        wait_ms = MENU_GONE_MS
        if self.window is not None and self.window.isActiveWindow():
            self.window.showMinimized()
            wait_ms = STEP_ASIDE_MS
        QTimer.singleShot(wait_ms, then)

    def bring_up(self) -> None:
        """The plain window, where there is one: the app was started once more."""
        if self.window is not None:
            self.window.showNormal()
            self.window.raise_()
            self.window.activateWindow()

    def close(self) -> None:
        self._timer.stop()
        self._icon.hide()
        self._menu.close()
        if self.window is not None:
            self.window.hide()

    def _look_for_tray(self) -> None:
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._icon.show()
            self._timer.stop()
            return
        self._checks_left -= 1
        if self._checks_left < 0 and self.window is None:
            self._show_window()
            self._timer.start(LATER_CHECK_MS)

    def _show_window(self) -> None:
        self.window = PlainWindow(self._choices, self._window_closed)
        self.window.show_keys(*self._keys)
        self.window.show_status(self._status, self._icons[self._status])
        self.window.show()

    def _window_closed(self) -> None:
        # With the window gone and no tray there would be no way back, so closing it is quitting.
        if not self.has_tray:
            self._on_closed()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:  # left click, or Enter in a tray with the keyboard
            self._menu.popup(QCursor.pos())


class PlainWindow(QWidget):
    """The menu as a column of buttons: Tab, the arrow keys and Alt with a letter all work."""

    def __init__(self, choices: Choices, on_closed: Callable[[], None]) -> None:
        super().__init__()
        self._on_closed = on_closed
        self.setWindowTitle("Hearsight")
        self.setAccessibleName("Hearsight")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # it must not take the focus at start
        column = QWidget(self)
        layout = QVBoxLayout(column)
        self._status = QLabel(self)
        layout.addWidget(self._status)
        self._buttons: dict[str, QPushButton] = {}
        for entry, label in _with_own_letters(entries({}, {})):
            button = QPushButton(label, self)
            button.setStyleSheet("text-align: left; padding: 6px 10px;")
            button.clicked.connect(choices.actions[entry.name].trigger)
            layout.addWidget(button)
            if entry.ends_group:
                layout.addSpacing(8)
            self._buttons[entry.name] = button
        # With large letters on a small screen the column may be longer than the screen; Tab scrolls it.
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(column)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._column = column

    def _fit(self) -> None:
        """As large as its buttons, but not larger than the screen."""
        room = self.screen().availableSize()
        for widget in (self._column, *self._buttons.values()):
            widget.ensurePolished()  # before it is shown, a button doesn't know its style sheet yet
        layout = self._column.layout()
        if layout is not None:
            layout.activate()
        wanted = self._column.sizeHint()
        width = min(wanted.width() + SCROLL_BAR_PX, room.width())
        self.resize(width, min(wanted.height(), room.height() - TITLE_BAR_PX))

    def show_status(self, status: Status, icon: QIcon) -> None:
        self._status.setText(f"Hearsight: {status.value}")
        self.setWindowIcon(icon)

    def show_keys(self, bindings: Mapping[str, str], conflicts: Mapping[str, str]) -> None:
        for entry, label in _with_own_letters(entries(bindings, conflicts)):
            button = self._buttons[entry.name]
            button.setText(f"{label}  ({entry.key_text})" if entry.chord else label)
            button.setAccessibleName(f"{entry.plain}, {entry.key_text}" if entry.chord else entry.plain)
            button.setAccessibleDescription(entry.conflict)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  (Qt's name)
        event.accept()
        self._on_closed()


def _with_own_letters(rows: list[Entry]) -> list[tuple[Entry, str]]:
    """Each with its text. In one column a letter that is there already would only move between the two."""
    used: set[str] = set()
    found = []
    for entry in rows:
        found.append((entry, entry.plain if entry.letter in used else entry.label))
        used.add(entry.letter)
    return found

"""Everything that can be set: found by words, explained, changed with the keyboard alone, heard at once, undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from assistant import events, setting_words
from assistant.error_words import told
from assistant.settings import SECTIONS
from ui.setting_controls import Control
from ui.setting_pages import Page, ProfilesPage, ProgramsPage, SectionPage
from ui.window import Window
from ui.words import in_use, tr, trn
from ui.wrapping import Wrapping

if TYPE_CHECKING:
    from assistant.settings_desk import SettingsDesk

TYPING_MS = 150
"""A search begins when nothing was typed for so long."""
KEY = Qt.ItemDataRole.UserRole


class Controller(Protocol):
    """What this window needs of `ui.app.Controller`."""

    @property
    def setting_changes(self) -> SettingsDesk | None: ...

    def announce(self, sentence: str) -> None: ...

    def subscribe(self, callback: Callable[[events.Event], None]) -> None: ...


class SettingsWindow(Window):
    """A list of sections, or of what was found, and the page of the one that is chosen, made when it is first wanted.

    What is changed goes to `SettingsDesk`, which says it; what the file then says is shown, whoever changed it."""

    happened = Signal(object)
    """An event, from any thread."""

    def __init__(self, controller: Controller, changes: SettingsDesk) -> None:
        super().__init__(tr("Settings of Hearsight"), QSize(820, 620))
        self._controller = controller
        self._changes = changes
        self._kept = changes.kept()
        self._pages: dict[str, Page] = {}
        self._touched: Control | None = None
        self.search = QLineEdit(self)
        self.list = QListWidget(self)
        self.stack = QStackedWidget(self)
        self.status = QLabel(self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.look)
        self._lay_out()
        self._fill("")
        self.first = self.search
        self.happened.connect(self._take, Qt.ConnectionType.QueuedConnection)
        controller.subscribe(self.happened.emit)

    def keys(self) -> Sequence[str]:
        return (
            tr("Ctrl+F: search settings by words"),
            tr("Enter in the list: go to that setting"),
            tr("Ctrl+Z, Ctrl+Y: take the last change back, make it again"),
            tr("Ctrl+D: the default of this setting"),
        )

    def bring_up(self) -> None:
        self._refresh()
        super().bring_up()

    # -- what is shown ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        row = QHBoxLayout()
        label = QLabel(tr("&Search settings:"), self)
        label.setBuddy(self.search)
        self.search.setAccessibleName(tr("Search settings"))
        self.search.setAccessibleDescription(tr("Words of what you want to set. Down goes to what was found."))
        self.search.setPlaceholderText(tr("For example: how fast"))
        self.search.setClearButtonEnabled(True)
        row.addWidget(label)
        row.addWidget(self.search, 1)
        layout.addLayout(row)
        middle = QHBoxLayout()
        middle.addWidget(self.list, 1)
        middle.addWidget(self.stack, 2)
        layout.addLayout(middle, 1)
        self.status.setWordWrap(True)
        self.status.setAccessibleName(tr("What happened"))
        layout.addWidget(self.status)
        buttons = Wrapping()
        for text, meaning, work in (
            (tr("&Undo"), tr("Takes the last change back."), self._changes.undo),
            (tr("&Redo"), tr("Makes it again."), lambda: self._changes.undo(again=True)),
            (tr("&Default"), tr("Of the setting that had the focus last."), self._reset_one),
            (tr("&All defaults"), tr("Of every setting; it can be undone."), self._changes.reset_all),
        ):
            button = QPushButton(text, self)
            button.setAccessibleDescription(meaning)
            button.setToolTip(meaning)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, work=work: self._settled(work))
            buttons.addWidget(button)
        layout.addLayout(buttons)
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.search.returnPressed.connect(self._to_list)
        self.list.currentItemChanged.connect(lambda item, _: self._show_page(item))
        self.list.itemActivated.connect(self._go_to)
        for keys, do in (
            ("Ctrl+F", self._to_search),
            ("Ctrl+Z", lambda: self._settled(self._changes.undo)),
            ("Ctrl+Y", lambda: self._settled(lambda: self._changes.undo(again=True))),
            ("Ctrl+Shift+Z", lambda: self._settled(lambda: self._changes.undo(again=True))),
            ("Ctrl+D", self._reset_one),
        ):
            QShortcut(QKeySequence(keys), self, do)
        down = QShortcut(QKeySequence("Down"), self.search, self._to_list)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)  # given to the constructor, it would be overheard

    def look(self) -> None:
        """Show what the words of the search find; without words, the sections."""
        self._typing.stop()
        self._fill(self.search.text())
        count = self.list.count()
        if self.search.text().strip():
            self._say(trn("{n} setting.", "{n} settings.", count) if count else tr("No setting has these words."))

    def _fill(self, words: str) -> None:
        language = in_use()
        self.list.clear()
        if words.strip():
            self.list.setAccessibleName(tr("Settings that were found"))
            for key in setting_words.search(words):
                section = setting_words.section_name(key.partition(".")[0], language)
                self._add(
                    f"{setting_words.label(key, language)} ({section})", key, setting_words.explanation(key, language)
                )
        else:
            self.list.setAccessibleName(tr("Sections"))
            for section in (*SECTIONS, "profiles", "programs"):
                self._add(setting_words.section_name(section, language), section)
        self.list.setCurrentRow(0)

    def _add(self, text: str, key: str, description: str = "") -> None:
        item = QListWidgetItem(text)
        item.setData(KEY, key)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, description)
        self.list.addItem(item)

    def page(self, section: str) -> Page:
        """Of a section, "profiles" or "programs"."""
        if section not in self._pages:
            page: Page
            if section == "profiles":
                page = ProfilesPage(self._changes, self._kept)
            elif section == "programs":
                page = ProgramsPage(self._changes, self._kept)
            else:
                page = SectionPage(section, self._changes, self._kept)
            self._pages[section] = page
            self.stack.addWidget(page)
            before: QWidget = self.list  # Tab goes from the list into the page, and only then to the buttons
            for one in page.stops():
                QWidget.setTabOrder(before, one)
                before = one
        return self._pages[section]

    def _show_page(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        section, _, name = str(item.data(KEY)).partition(".")
        page = self.page(section)
        self.stack.setCurrentWidget(page)
        if name:
            page.ensureWidgetVisible(page.controls[str(item.data(KEY))])

    def _go_to(self, item: QListWidgetItem) -> None:
        """To the control of a setting, or the first one of a section."""
        self._show_page(item)
        key = str(item.data(KEY))
        page = self.page(key.partition(".")[0])
        target = page.start()
        if key in page.controls:
            target = page.controls[key].field
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _to_list(self) -> None:
        if self._typing.isActive():
            self.look()
        self.list.setFocus()

    # -- what is changed ----------------------------------------------------------------------------------------------

    def current(self) -> Control | None:
        """The control that has the focus, or had it last."""
        at: QWidget | None = self.focusWidget()
        while at is not None and not isinstance(at, Control):
            at = at.parentWidget()
        if at is not None:
            self._touched = at
        return self._touched

    def _reset_one(self) -> None:
        control = self.current()
        if control is None or control.key.startswith("programs."):
            self._say(tr("Go to a setting first."))
            return
        self._settled(lambda: self._changes.reset(control.key))

    def _settled(self, work: Callable[[], None]) -> None:
        """Do it, after what is being changed."""
        for page in self._pages.values():
            for control in page.controls.values():
                control.settle()
        work()

    def _take(self, event: object) -> None:
        if not isinstance(event, events.SettingsChanged) or not self.isVisible():
            return
        self._refresh()
        if event.elsewhere:
            sentence = tr("The settings were changed elsewhere. This window shows them as they are now.")
            self._say(sentence)
            self._controller.announce(sentence)
        elif event.trouble:
            self._say(told(event.trouble, in_use()))
        else:
            self.status.clear()

    def _refresh(self) -> None:
        self._kept = self._changes.kept()
        for page in self._pages.values():
            page.show_kept(self._kept)
        if self._kept.troubles:
            self.status.setText(told(self._kept.troubles[0], in_use()))

    def _say(self, text: str) -> None:
        """To the eye and to the screen reader."""
        self.status.setText(text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.status, text))


def make(controller: Controller) -> Window:
    """As `ui.windows` wants it. An app that can't change its settings while it runs has only a text to show."""
    changes = getattr(controller, "setting_changes", None)
    if changes is None:
        from ui.ask_window import TextWindow

        window = TextWindow(tr("Settings of Hearsight"))
        window.text.show_text(tr("Change the settings by commands: hearsight settings"))
        return window
    return SettingsWindow(controller, changes)

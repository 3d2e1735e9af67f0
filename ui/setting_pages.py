"""The pages of the settings window: one a section, one for profiles, one for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from assistant import setting_words
from assistant import settings as store
from assistant.errors import BadSetting, HearsightError
from assistant.program_rules import RULES, Program
from assistant.setting_rules import Choice, Flag, Hotkey
from ui.chords import parse_chord
from ui.setting_controls import Calm, Control
from ui.words import in_use, tr

if TYPE_CHECKING:
    from assistant.settings_desk import SettingsDesk
    from assistant.settings_toml import Kept

AS_EVERYWHERE = ""


class Page(QScrollArea):
    """What all have. It can't have the focus itself, and scrolls to what has it."""

    def __init__(self, changes: SettingsDesk, name: str) -> None:
        super().__init__()
        self.changes = changes
        self.controls: dict[str, Control] = {}
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self.inside = QWidget(self)
        self.column = QVBoxLayout(self.inside)
        self._calm = Calm(self)

    def _finish(self) -> None:
        self.column.addStretch()
        self.setWidget(self.inside)
        for field in self.inside.findChildren(QWidget):
            if isinstance(field, QComboBox | QAbstractSpinBox | QLineEdit):
                field.installEventFilter(self._calm)

    def show_kept(self, kept: Kept) -> None:
        raise NotImplementedError

    def stops(self) -> list[QWidget]:
        """What Tab goes through, in order."""
        return [control.field for control in self.controls.values()]

    def start(self) -> QWidget:
        """What has the focus first."""
        return next(iter(self.controls.values()))


class SectionPage(Page):
    """Every setting of one section."""

    def __init__(self, section: str, changes: SettingsDesk, kept: Kept) -> None:
        super().__init__(changes, setting_words.section_name(section, in_use()))
        for key in store.known_keys():
            if key.startswith(f"{section}."):
                control = Control(key, store.rule_of(key), store.get(kept.settings, key), self.inside)
                control.changed.connect(lambda value, key=key: self._changed(key, value))
                self.controls[key] = control
                self.column.addWidget(control)
        self._finish()

    def _changed(self, key: str, value: object) -> None:
        if isinstance(store.rule_of(key), Hotkey) and value:
            try:
                parse_chord(str(value))
            except BadSetting as error:  # a key that could not be bound
                self.changes.refuse(error.spoken)
                return
        self.changes.set(key, value)

    def show_kept(self, kept: Kept) -> None:
        for key, control in self.controls.items():
            control.show_value(store.get(kept.settings, key))


class ProfilesPage(Page):
    """Which profile is used, and the person's own ones."""

    def __init__(self, changes: SettingsDesk, kept: Kept) -> None:
        super().__init__(changes, setting_words.section_name("profiles", in_use()))
        about = QLabel(
            tr("A profile is a set of changes that is laid over the settings while you use it."), self.inside
        )
        about.setWordWrap(True)
        self.list = QListWidget(self.inside)
        self.list.setAccessibleName(tr("Profiles"))
        self.list.setAccessibleDescription(tr("Enter uses a profile."))
        self.list.itemActivated.connect(lambda item: changes.use_profile(item.data(Qt.ItemDataRole.UserRole)))
        self.name = QLineEdit(self.inside)
        self.name.setAccessibleName(tr("Name of a new profile"))
        self.name.setPlaceholderText(tr("Name of a new profile"))
        save = _button(tr("Save what is not the default under this &name"), self._save, self.inside)
        use = _button(tr("Use this &profile"), self._use, self.inside)
        remove = _button(tr("Re&move this profile"), self._remove, self.inside)
        self._stops: list[QWidget] = [self.list, use, remove, self.name, save]
        for widget in (about, *self._stops):
            self.column.addWidget(widget)
        self.show_kept(kept)
        self._finish()

    def show_kept(self, kept: Kept) -> None:
        language, used = in_use(), kept.settings.profile
        chosen = self._chosen() if self.list.count() else used
        self.list.clear()
        for name, values in (("", {}), *kept.profiles.items()):
            shown = setting_words.profile(name, language) or tr("No profile")
            text = tr("{name}, in use", name=shown) if name == used else shown
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, _told(values, language))
            item.setToolTip(_told(values, language))
            self.list.addItem(item)
            if name == chosen:
                self.list.setCurrentItem(item)

    def stops(self) -> list[QWidget]:
        return self._stops

    def start(self) -> QWidget:
        return self.list

    def _chosen(self) -> str:
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _use(self) -> None:
        self.changes.use_profile(self._chosen())

    def _remove(self) -> None:
        self.changes.remove_profile(self._chosen())

    def _save(self) -> None:
        if name := self.name.text().strip():
            self.changes.save_profile(name)
            self.name.clear()


class ProgramsPage(Page):
    """What is other in single programs."""

    def __init__(self, changes: SettingsDesk, kept: Kept) -> None:
        super().__init__(changes, setting_words.section_name("programs", in_use()))
        self._kept = kept
        about = QLabel(tr("Choose a program, or type its name, and say what holds for it alone."), self.inside)
        about.setWordWrap(True)
        self.name = QComboBox(self.inside)
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for field in (self.name, *self.name.findChildren(QLineEdit)):
            field.setAccessibleName(tr("Name of the program"))
        label = QLabel(tr("&Name of the program:"), self.inside)
        label.setBuddy(self.name)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.name, 1)
        self.column.addWidget(about)
        self.column.addLayout(row)
        for key, rule in RULES.items():
            shown = rule if isinstance(rule, Flag) or not isinstance(rule, Choice) else _with_everywhere(rule)
            control = Control(f"programs.{key}", shown, False if key == "never_look" else AS_EVERYWHERE, self.inside)
            control.changed.connect(lambda value, key=key: self._changed(key, value))
            self.controls[f"programs.{key}"] = control
            self.column.addWidget(control)
        self._forgets = forget = _button(tr("N&othing special for this program"), self._forget, self.inside)
        self.column.addWidget(forget)
        self.name.currentTextChanged.connect(lambda _: self._show_program())
        self.show_kept(kept)
        self._finish()

    def show_kept(self, kept: Kept) -> None:
        self._kept = kept
        text = self.name.currentText()
        names = dict.fromkeys([*(one.name for one in kept.settings.programs), *_running()])
        self.name.blockSignals(True)
        self.name.clear()
        self.name.addItems(list(names))
        self.name.setEditText(text or next(iter(names), ""))
        self.name.blockSignals(False)
        self._show_program()

    def stops(self) -> list[QWidget]:
        return [self.name, *super().stops(), self._forgets]

    def start(self) -> QWidget:
        return self.name

    def _program(self) -> Program:
        name = self.name.currentText().strip()
        return self._kept.settings.program(name) or Program(name)

    def _show_program(self) -> None:
        found = self._program()
        for key in RULES:
            self.controls[f"programs.{key}"].show_value(getattr(found, key))

    def _changed(self, key: str, value: object) -> None:
        found = self._program()
        if not found.name:
            self.name.setFocus()
        elif value == AS_EVERYWHERE:
            self.changes.unset_program(found.name, key)
        else:
            self.changes.set_program(found.name, key, value)

    def _forget(self) -> None:
        self.changes.forget_program(self._program().name)


class _with_everywhere(Choice):  # noqa: N801 - made and used as a function
    """A rule, and leaving it to the settings for all programs."""

    def __init__(self, rule: Choice) -> None:
        super().__init__(AS_EVERYWHERE, *rule.values)


def _running() -> list[str]:
    """Names of programs that have windows now, as the desktop tells them; none that is never looked at."""
    from assistant.capture.desktop import desktop

    try:
        return sorted({window.app for window in desktop().windows() if window.app})
    except HearsightError:
        return []


def _told(values: Mapping[str, object], language: str) -> str:
    """What a profile changes."""
    told = [
        f"{setting_words.label(key, language)}: {setting_words.choice(setting_words.shown(value), language)}"
        for key, value in values.items()
    ]
    return "; ".join(told) or tr("Changes nothing.")


def _button(text: str, work: object, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: work())  # type: ignore[operator]
    return button
